"""`prepdeck new --logo`: a brand read off a logo; from that and a name to blank cards in two commands."""

import json
import logging
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image, ImageDraw
from test_pdf_logos import pdf

from generator.cli import main
from generator.colours import Colour
from generator.errors import ExitCode, FileError
from generator.images.main_colours import ColourShare
from generator.kit.request.proposed_brand import chosen, propose
from generator.kit.workshop import load

CLIENT = Path(__file__).parent / "client"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def drawn(path: Path, ground: str | tuple[int, int, int, int], mark: str) -> Path:
    image = Image.new("RGB" if path.suffix == ".jpg" else "RGBA", (400, 100), ground)
    ImageDraw.Draw(image).ellipse((20, 10, 100, 90), fill=mark)
    image.save(path, quality=92)
    return path


def test_from_a_logo_and_a_name_to_blank_cards_in_two_commands(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    result = run("new", folder, "--logo", CLIENT / "logo.svg", "--client", "Lindenblatt: «Welt»", "--paper", "a4")
    assert result.exit_code == ExitCode.DONE, result.output
    assert "#1d2b1f 80%, #4d7a58 20%; #4d7a58 is taken" in result.stdout
    report = run("build", folder, "--only", "blanks", "--json")
    assert report.exit_code == ExitCode.DONE, report.output
    assert "blanks.pdf" in {Path(file["path"]).name for file in json.loads(report.stdout)["files"]}
    brand = load(folder).brand
    assert brand is not None
    assert brand.client == "Lindenblatt: «Welt»"
    assert "#4d7a58" in {brand.palette()[name].hex for name in ("sea", "brick")}
    assert brand.logo is not None
    assert brand.logo.folder / brand.logo.file == folder / "client/logo.svg"


def test_a_copy_of_another_workshop_wears_it_too(tmp_path: Path) -> None:
    logo = drawn(tmp_path / "Mark.PNG", (0, 0, 0, 0), "#c8102e")
    result = run("new", tmp_path / "copy", "--from", "prepersonalization", "--logo", logo)
    assert result.exit_code == ExitCode.DONE, result.output
    shop = load(tmp_path / "copy")
    assert not shop.problems.errors
    assert shop.brand is not None
    assert shop.brand.client == "copy"
    palette = shop.brand.palette()
    assert "#c8102e" in {palette[category.colour].hex for category in shop.deck.head.categories.values()}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "ground", "mark", "taken"),
    [
        ("logo.png", (0, 0, 0, 0), "#c8102e", "#c8102e"),
        ("logo.png", "#ffffff", "#005eb8", "#005eb8"),  # paper is none of its colours
        ("logo.png", "#ffffff", "#101010", "#101010"),
        ("logo.png", (0, 0, 0, 0), "#ffffff", "#000000"),
    ],
)
def test_the_colour_of_a_picture_is_found(name: str, ground: str, mark: str, taken: str, tmp_path: Path) -> None:
    proposal = propose(drawn(tmp_path / name, ground, mark), "Somebody")
    assert f'layers: {{from: "{taken}"}}' in proposal.words
    assert propose(tmp_path / name, "Somebody") == proposal


def test_the_inks_of_a_pdf_logo_are_proposed_with_its_colour(tmp_path: Path) -> None:
    """They are those of a category, and of what belongs to none."""
    (tmp_path / "logo.pdf").write_bytes(pdf("0 .2 1 .105 k 0 0 100 50 re f 0 0 0 1 k 0 0 20 20 re f"))
    result = run("new", tmp_path / "mine", "--logo", tmp_path / "logo.pdf", "--from", "prepersonalization")
    assert result.exit_code == ExitCode.DONE, result.output
    assert 'cmyk: "0 20 100 10.5"' in (tmp_path / "mine/client/brand.yaml").read_text(encoding="utf-8")
    brand = load(tmp_path / "mine").brand
    assert brand is not None
    palette = brand.palette()
    inks = (0, 0.2, 1, 0.105)
    assert palette["accent"].cmyk == inks
    assert [name for name, colour in palette.items() if colour.cmyk == inks and name != "accent"] != []


def test_a_photograph_of_a_mark_gives_nearly_its_colour(tmp_path: Path) -> None:
    said = propose(drawn(tmp_path / "logo.jpg", "#ffffff", "#005eb8"), "Somebody").said
    taken = Colour.from_hex(said.split("; ")[1][:7])
    assert taken[:3] == pytest.approx(Colour.from_hex("#005eb8")[:3], abs=0.04)


def test_strength_and_area_decide() -> None:
    shares = [
        ColourShare(Colour.from_hex(value), share)
        for value, share in (("#333333", 0.7), ("#ffd6d6", 0.2), ("#e60000", 0.1))
    ]
    assert chosen(shares)[0].hex == "#e60000"


def test_a_link_to_a_logo_is_the_logo(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    Image.new("RGB", (40, 20), (196, 30, 58)).save(tmp_path / "art" / "mark.png")
    (tmp_path / "logo.png").symlink_to(tmp_path / "art" / "mark.png")
    assert run("new", tmp_path / "kit", "--logo", tmp_path / "logo.png").exit_code == 0
    assert (tmp_path / "kit/client/logo.png").read_bytes() == (tmp_path / "art/mark.png").read_bytes()


def test_a_damaged_file_is_said_once_and_not_by_its_reader(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "logo.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\n")
    logging.getLogger("pypdf").setLevel(logging.NOTSET)
    result = run("new", tmp_path / "kit", "--logo", tmp_path / "logo.pdf")
    assert result.exit_code == ExitCode.FILES
    assert "damaged" in result.stderr
    assert not caplog.records


def test_what_is_no_logo_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "logo.pdf").write_bytes(b"%PDF-1.4\n")
    (tmp_path / "empty.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', encoding="utf-8")
    for name, words in (("logo.pdf", "SVG"), ("empty.svg", "nothing is drawn")):
        with pytest.raises(FileError, match=words):
            propose(tmp_path / name, "Somebody")
        assert run("new", tmp_path / "mine", "--logo", tmp_path / name).exit_code == ExitCode.FILES
        assert not (tmp_path / "mine").exists()
    assert run("new", tmp_path / "mine", "--client", "Somebody").exit_code == ExitCode.USAGE
