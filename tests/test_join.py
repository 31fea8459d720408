"""The join poster of the day: its codes are read from the rendered page, its words are those of the session."""

import subprocess
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import zxingcpp
from click.testing import CliRunner
from PIL import Image
from pypdf import PdfReader

from generator.cli import event, main
from generator.codes import BrandEntry
from generator.errors import FileError, Problems, SourceError
from generator.kit.join_poster import Join, Wifi, print_join_poster
from generator.poster import Poster
from generator.preflight.demands import asked
from generator.preflight.inspecting import inspect
from generator.sources import read

ROOT = Path(__file__).parent.parent
LINK = "http://prepdeck.local:8765/j/abcdefghijklmnopqrstuv"
JOIN = Join(session="Spring at *Linden*blatt", link=LINK, address="prepdeck.local:8765/join", sign="K7M2QX4P", days=30)
WIFI = Wifi('Guest; "Haus"', "pa*ss\\word,1:2")

pytestmark = [pytest.mark.needs("pdftotext"), pytest.mark.needs("pdftoppm")]


def words_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def codes_of(path: Path) -> set[str]:
    subprocess.run(["pdftoppm", "-r", "100", "-png", "-singlefile", str(path), str(path.with_suffix(""))], check=True)
    with Image.open(path.with_suffix(".png")) as page:
        return {found.text for found in zxingcpp.read_barcodes(page)}


def test_it_says_how_to_join_what_is_kept_and_for_how_long(tmp_path: Path) -> None:
    path = print_join_poster(JOIN, tmp_path / "posters/join.pdf")
    assert codes_of(path) == {LINK}
    said = words_of(path)
    for words in ("Spring at *Linden*blatt", "prepdeck.local:8765/join", "K7M2 QX4P", "30 days", "What is kept"):
        assert words in said
    (page,) = PdfReader(path).pages
    assert [round(float(length)) for length in page.mediabox[2:]] == [595, 842]
    assert [each.name for each in path.parent.iterdir() if each.suffix != ".png"] == ["join.pdf"]


def test_with_a_wifi_its_code_comes_first_and_its_words_stand_in_plain_type(tmp_path: Path) -> None:
    path = print_join_poster(JOIN, tmp_path / "join.pdf", WIFI)
    assert codes_of(path) == {LINK, WIFI.code()}
    said = words_of(path)
    assert 'Guest; "Haus"' in said
    assert r"pa*ss\word,1:2" in said
    assert "30 days" in said


def test_an_open_wifi_says_that_no_password_is_needed(tmp_path: Path) -> None:
    path = print_join_poster(JOIN, tmp_path / "join.pdf", Wifi("Open house"))
    assert "WIFI:T:nopass;S:Open house;;" in codes_of(path)
    assert "none needed" in words_of(path)


@pytest.mark.parametrize(("language", "words"), [("de-AT", "30 Tage"), ("en-GB", "30 days"), ("fr", "30 days")])
def test_it_speaks_the_language_of_the_kit_or_english(language: str, words: str, tmp_path: Path) -> None:
    path = print_join_poster(JOIN._replace(language=language), tmp_path / "join.pdf", WIFI, paper="letter")
    assert words in words_of(path)
    (page,) = PdfReader(path).pages
    assert [round(float(length)) for length in page.mediabox[2:]] == [612, 792]


def test_every_language_has_every_word() -> None:
    found = {}
    for path in sorted((ROOT / "deck_sources/join").glob("*.yaml")):
        poster = read(path, Poster, Problems(), name=path.name)
        assert poster is not None
        found[path.stem] = {name: type(value) for name, value in poster.words.items()}
        assert "{days}" in poster.words["ask"]
    assert len(found) >= 2
    assert all(words == found["en"] for words in found.values())


@pytest.mark.parametrize(
    ("wifi", "code"),
    [
        (Wifi("a", "12345678"), "WIFI:T:WPA;S:a;P:12345678;;"),
        (Wifi('x;y:z,"\\', "12345678"), r"WIFI:T:WPA;S:x\;y\:z\,\"\\;P:12345678;;"),
        (Wifi("a"), "WIFI:T:nopass;S:a;;"),
    ],
)
def test_what_would_end_a_part_of_the_code_is_escaped(wifi: Wifi, code: str) -> None:
    assert wifi.code() == code
    assert wifi.faults() == []


@pytest.mark.parametrize(
    "wifi",
    [Wifi(""), Wifi("ä" * 17), Wifi("a", "1234567"), Wifi("a", "x" * 64)],
    ids=["no", "long", "short", "endless"],
)
def test_a_wifi_that_no_phone_can_join_is_refused(wifi: Wifi) -> None:
    assert len(wifi.faults()) == 1


def test_a_key_in_hexadecimal_is_a_password_too() -> None:
    assert Wifi("a", "0123456789abcdef" * 4).faults() == []


def test_a_title_that_does_not_fit_is_a_problem_and_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="fit"):
        print_join_poster(JOIN._replace(session="word " * 400), tmp_path / "join.pdf")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(FileError, match="cannot be written"):
        print_join_poster(JOIN, tmp_path / "taken/join.pdf")
    with pytest.raises(SourceError, match="no paper"):
        print_join_poster(JOIN, tmp_path / "join.pdf", paper="a44")


def foot(path: Path) -> set[tuple[int, ...]]:
    """The colours at the foot of the page, on the right, where the mark stands."""
    page = pdfium.PdfDocument(str(path))[0].render(scale=1).to_pil().convert("RGB")
    width, height = page.size
    corner = page.crop((int(width * 0.7), int(height * 0.9), width, height))
    return {colour for _, colour in corner.getcolors(1 << 16) or ()}


@pytest.mark.parametrize("mark", ['<path fill="#ff0000" d="M0 0h40v10h-40z"/>', "<script/><text>no font</text"])
def test_the_clients_mark_stands_at_its_foot_as_the_kit_was_built_with_it(mark: str, tmp_path: Path) -> None:
    """One that cannot be read stops no poster."""
    (tmp_path / "screen").mkdir()
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">{mark}</svg>'
    (tmp_path / "screen/logo-day.svg").write_text(drawing, encoding="utf-8")
    for folder, wifi in ((tmp_path, None), (tmp_path, WIFI), (None, None)):
        path = print_join_poster(JOIN._replace(folder=folder), tmp_path / "join.pdf", wifi)
        assert ((255, 0, 0) in foot(path)) == (folder is not None and "ff0000" in mark)


def test_a_kit_without_a_colour_of_that_name_gets_one_and_pale_ones_stay_readable(tmp_path: Path) -> None:
    pale = print_join_poster(
        JOIN._replace(brand=BrandEntry(colours={"accent": "#f6f7ee", "ink": "#222222"})), tmp_path / "pale.pdf"
    )
    none = print_join_poster(JOIN._replace(brand=BrandEntry()), tmp_path / "none.pdf")
    assert codes_of(pale) == codes_of(none) == {LINK}


def test_its_picture_is_in_the_second_ink_that_the_brand_was_printed_with(tmp_path: Path) -> None:
    """Of a manifest from before there are none."""
    brand = BrandEntry(colours={"accent": "#4c2a66", "ink": "#221c18", "paper": "#fdf3e4"})
    pages = []
    for second in (None, {"accent": "#11aa55"}):
        path = print_join_poster(JOIN._replace(brand=brand._replace(second=second)), tmp_path / "join.pdf")
        page = pdfium.PdfDocument(str(path))[0].render(scale=1).to_pil().convert("RGB")
        pages.append({colour for _, colour in page.getcolors(1 << 16) or ()})
    assert [(0x11, 0xAA, 0x55) in page for page in pages] == [False, True]


def test_what_an_office_prints_is_cut_nowhere_and_says_so(tmp_path: Path) -> None:
    """Painted up to its edge it would have no bleed, and has none without its word."""
    file = print_join_poster(JOIN, tmp_path / "join.pdf").read_bytes()
    assert {each.rule for each in inspect(file, asked("print")).findings} == set()
    planted = file.replace(b"PrepdeckCut", b"PrepdeckCat")
    assert {each.rule for each in inspect(planted, asked("print")).findings} == {"short-bleed"}


def test_the_password_comes_from_the_environment_or_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREPDECK_WIFI_PASSWORD", "12345678")
    assert event._wifi("a") == Wifi("a", "12345678")
    assert event._wifi(None) is None
    monkeypatch.setenv("PREPDECK_WIFI_PASSWORD", "short")
    result = CliRunner().invoke(main, ["serve", "--wifi", "a"])
    assert result.exit_code == 2
    assert "8 to 63" in result.stderr
    monkeypatch.delenv("PREPDECK_WIFI_PASSWORD")
    asked = CliRunner().invoke(main, ["serve", "--wifi", "a"], input="short\n")
    assert asked.exit_code == 2
    assert "Password" in asked.stderr
