"""One paper for a whole kit: the command's, the piece's own, the kit's, A4; measured on the printed pages."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner, Result
from printed import pdfium_text
from pypdf import PdfReader

from generator import bundled
from generator.capture.kits import PrintedKit
from generator.capture.network.reach import Served
from generator.cli import event, main
from generator.codes import BrandEntry
from generator.errors import ExitCode, Problems
from generator.kit.join_poster import Join, Wifi, print_join_poster
from generator.kit.request.papers import paper_of
from generator.kit.request.shelf import Shelf
from generator.kit.request.starter import paper_of_people
from generator.kit.workshop import load

BUNDLED = bundled.folder("deck_sources") / "prepersonalization"
SMALL = Path(__file__).parent / "small"
MM = 25.4 / 72
TALL = {  # as the rooms of each family have it: pages for an office printer, posters for a wall
    "a4": {"pages": (210, 297), "halves": (148, 210), "posters": (594, 841)},
    "letter": {"pages": (216, 279), "halves": (140, 216), "posters": (559, 864)},
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def sizes(folder: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every page of every file, upright, in mm."""
    for path in sorted(folder.rglob("*.pdf")):
        name = path.relative_to(folder).as_posix()
        for page in PdfReader(path).pages:
            width, height = (round(float(length) * MM) for length in (page.mediabox.width, page.mediabox.height))
            yield name, (min(width, height), max(width, height))


def is_whole_poster(name: str) -> bool:
    return name.startswith("posters/") and not name.endswith("-tiles.pdf")


def wrong(folder: Path, paper: str) -> list[tuple[str, tuple[int, int]]]:
    """The pages that are not of that paper."""
    return [
        (name, size)
        for name, size in sizes(folder)
        if size != TALL[paper]["posters" if is_whole_poster(name) else "halves" if name == "guide.pdf" else "pages"]
    ]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The bundled kit on Letter by a command, and by its own key."""
    asked, own = tmp_path_factory.mktemp("asked"), tmp_path_factory.mktemp("own")
    assert run("build", BUNDLED, "--paper", "letter", "-o", asked).exit_code == ExitCode.DONE
    shutil.copytree(BUNDLED, own / "kit")
    say(own / "kit", "paper: a4", "paper: letter")
    assert run("build", own / "kit", "-o", own / "out").exit_code == ExitCode.DONE
    return {"asked": asked, "own": own / "out"}


def say(folder: Path, before: str, after: str) -> None:
    path = folder / "kit.yaml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize("way", ["asked", "own"])
def test_every_page_of_the_bundled_kit_is_letter_and_every_poster_ansi_d(way: str, printed: dict[str, Path]) -> None:
    assert wrong(printed[way], "letter") == []
    files = {name for name, _ in sizes(printed[way])}
    listed = json.loads((printed[way] / "manifest.json").read_text(encoding="utf-8"))
    assert files == {file["name"] for file in listed["files"] if file["name"].endswith(".pdf")}
    assert len(files) == 57
    assert listed["kit"]["paper"] == "letter"


def test_each_printer_of_letter_has_no_page_of_one_row(printed: dict[str, Path]) -> None:
    """All posters stand on the page of the plotter."""
    pages = [page for page in pdfium_text(printed["asked"] / "order.pdf") if "posters/" in page]
    assert [page.count("posters/") for page in pages] == [9]


def test_the_measure_finds_a_page_of_another_paper(printed: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(printed["asked"], tmp_path / "kit")
    assert run("build", BUNDLED, "--only", "guide", "-o", tmp_path / "kit").exit_code == ExitCode.DONE
    assert {name for name, _ in wrong(tmp_path / "kit", "letter")} == {"guide.pdf", "guide-booklet.pdf", "order.pdf"}


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_page_of_an_own_kit_too(paper: str, tmp_path: Path) -> None:
    assert run("build", SMALL, "--paper", paper, "-o", tmp_path).exit_code == ExitCode.DONE
    assert wrong(tmp_path, paper) == []
    assert list(sizes(tmp_path))


@pytest.mark.parametrize(
    ("order", "asked", "expected"),
    [
        ("", "", {"deck": "A4", "join": "A4", "posters/pyramid": "A1", "tiles": "A4"}),
        ("paper: letter", "", {"deck": "Letter", "join": "Letter", "posters/pyramid": "ANSI D", "tiles": "Letter"}),
        ("paper: letter\njoin: {paper: a3}", "", {"deck": "Letter", "join": "A3"}),
        ("paper: letter\njoin: {paper: a3}", "letter", {"join": "Tabloid"}),
        ("join: {paper: a3}", "a4", {"join": "A4"}),
        ("posters: {size: a3}", "", {"posters/pyramid": "A3"}),
        ("posters: {size: a3}", "letter", {"posters/pyramid": "Tabloid", "tiles": "Letter"}),
        ("posters: {size: tabloid}", "a4", {"posters/pyramid": "A3", "tiles": "A4"}),
        ("paper: letter\nposters: {size: a2}", "", {"posters/pyramid": "A2", "tiles": "Letter"}),
        ("posters: {tiles: ''}", "letter", {"posters/pyramid": "ANSI D", "tiles": ""}),
        ("deck: {sheet: letter}", "", {"deck": "Letter", "join": "A4"}),
        ("paper: letter\ndeck: {sheet: a4}", "", {"deck": "A4", "join": "Letter"}),
        ("deck: {sheet: a3}", "letter", {"deck": "Tabloid", "join": "Letter"}),
        ("deck: {sheet: a4}", "legal", {"deck": "Legal", "join": "Legal", "posters/pyramid": "ANSI D"}),
        ("deck: {layout: business-us, sheet: avery-5371}", "a4", {"deck": "Letter", "join": "A4"}),
        ("paper: letter\ndeck: {layout: business, sheet: sigel-lp800}", "", {"deck": "A4", "join": "Letter"}),
    ],
)  # fmt: skip
def test_the_command_goes_before_the_piece_and_that_before_the_kit(
    order: str, asked: str, expected: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "kit"
    shutil.copytree(BUNDLED, folder)
    lines = [line for line in ("posters: {}", "join: {}") if line.partition(":")[0] not in order]
    (folder / "kit.yaml").write_text("\n".join(["id: own", "title: Own", *lines, order, ""]), encoding="utf-8")
    shop = load(folder, {"paper": asked} if asked else None)
    assert [str(problem) for problem in shop.problems.errors] == []
    tiles = shop.pieces["posters/pyramid"].tiles
    papers = {name: piece.page_size(shop.fixed) for name, piece in shop.pieces.items()} | {
        "tiles": tiles.title if tiles else ""
    }
    assert {name: papers[name] for name in expected} == expected


def test_a_paper_that_there_is_not_is_one_problem(tmp_path: Path) -> None:
    folder = tmp_path / "kit"
    shutil.copytree(BUNDLED, folder)
    say(folder, "paper: a4", "paper: leter")
    problems = load(folder).problems.errors
    assert [(str(each.where), each.code, each.hint) for each in problems] == [
        ("kit.yaml:8:8", "unknown-paper", "did you mean 'letter'?")
    ]
    (problem,) = load(BUNDLED, {"paper": "leter"}).problems.errors
    assert str(problem.where) == "--paper"


def test_each_paper_of_one_family_takes_the_place_of_one_of_the_other() -> None:
    papers = Shelf(BUNDLED, Problems()).papers
    alike = {name: paper.like for name, paper in papers.items() if paper.like}
    assert alike.items() >= {"letter": "a4", "tabloid": "a3", "ansi-d": "a1"}.items()
    assert len(set(alike.values())) == len(alike)
    for name, other in alike.items():
        assert papers[name].family != papers[other].family
        assert papers[name].width * papers[name].height == pytest.approx(
            papers[other].width * papers[other].height, rel=0.11
        )


@pytest.mark.parametrize(
    ("place", "paper"),
    [
        ("en_US.UTF-8", "letter"),
        ("es_MX", "letter"),
        ("English_United States.1252", "letter"),
        ("fr_CA@euro", "letter"),
        ("en_GB.UTF-8", "a4"),
        ("de_DE", "a4"),
        ("C", "a4"),
        ("us", "a4"),  # a language, no country
        ("", "a4"),
    ],
)
def test_a_new_workshop_says_the_paper_of_where_one_is(
    place: str, paper: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paper_of_people(place) == paper
    monkeypatch.setenv("LC_ALL", place or "C")
    assert run("new", tmp_path / "one").exit_code == ExitCode.DONE
    assert paper_of(tmp_path / "one") == paper
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert load(tmp_path / "one").kit.paper == paper  # a build asks no locale
    assert run("new", tmp_path / "two", "--paper", "letter").exit_code == ExitCode.DONE
    assert paper_of(tmp_path / "two") == "letter"


def test_where_nobody_says_a_paper_it_is_a4(tmp_path: Path) -> None:
    assert paper_of(tmp_path) == paper_of(SMALL) == "a4"
    (tmp_path / "kit.yaml").write_text("id: x\ntitle: X\npaper: leter\n")
    assert paper_of(tmp_path) == "a4"


def test_the_hint_of_the_calibration_sheet_keeps_its_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked = run("calibrate", "sheet", "--paper", "letter", "--portrait", "--sides", "two-sided-short-edge")
    hint = "prepdeck calibrate read --printer NAME --paper letter --portrait --sides two-sided-short-edge"
    assert hint in asked.stdout
    assert hint in " ".join(PdfReader("calibration.pdf").pages[1].extract_text().split())
    assert "--paper a4" in run("calibrate", "sheet").stdout
    run("new", tmp_path / "kit", "--paper", "letter")
    monkeypatch.chdir(tmp_path / "kit")
    assert "NAME --paper letter\n" in run("calibrate", "sheet").stdout


@pytest.mark.parametrize("paper", ["a4", "letter", "a3"])
def test_the_band_of_the_poster_of_the_day_runs_to_both_edges_of_every_paper(paper: str, tmp_path: Path) -> None:
    join = Join(
        "Spring", "http://a.local/j/b", "a.local/join", "K7M2QX4P", 30, brand=BrandEntry(colours={"accent": "#0b6e74"})
    )
    for wifi in (None, Wifi("Guest", "12345678")):
        with pdfium.PdfDocument(print_join_poster(join, tmp_path / "join.pdf", wifi, paper)) as document:
            picture = document[0].render(scale=1).to_pil().convert("RGB")
        for across in (2, picture.width - 3):
            assert picture.getpixel((across, picture.height // 10)) == (0x0B, 0x6E, 0x74)


@pytest.mark.parametrize(("asked", "of_kit", "width"), [(None, "letter", 612), ("a4", "letter", 595), (None, "", 595)])
def test_the_poster_of_the_day_goes_by_the_kits_paper(
    asked: str | None, of_kit: str, width: int, printed: dict[str, Path], tmp_path: Path
) -> None:
    kit = PrintedKit.of((printed["asked"] / "manifest.json").read_bytes())
    assert kit.paper == "letter"
    session = SimpleNamespace(title="Spring", join_code="K7M2QX4P", join_token="t", retention_days=30)
    served = Served("kit", "Kit", "en", kit.brand, tmp_path / "a.db", session, "http://a.local")
    path = event.join_poster(served._replace(paper=of_kit), tmp_path / "join.pdf", asked, None)
    assert round(float(PdfReader(path).pages[0].mediabox.width)) == width
