"""Workshops that are little like the bundled one: no shape is printed for what they lack, and messages are about what
they say."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.deck import load_deck
from generator.errors import ExitCode, Problem, Problems
from generator.face import Face, Outline, Placed
from generator.kit.check import check
from generator.kit.press.production import Production, Shared, unwatched
from generator.kit.workshop import load

SMALL = Path(__file__).parent / "small"
GUIDE = "title: Guide\nblocks:\n- {kind: heading, text: What}\n- {kind: pieces, columns: [What, Needed, There, More]}\n"
POSTER = "id: a\ntitle: A\nlayout: four-fields\n"
PRINTERS = "order: {printers: [{name: shop, pieces: [deck, box, bxo]}]}\n"
COLUMNS = "{name: One, colour: sea}"  # of a client's file, and of a catalogue: alike, as cards are


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


def order(folder: Path, said: str) -> None:
    kit = folder / "kit.yaml"
    kit.write_text(f"{kit.read_text(encoding='utf-8')}{said}", encoding="utf-8")


def ordered(folder: Path, said: str, **files: str) -> list[Problem]:
    """What is wrong with the workshop that orders this as well."""
    order(folder, said)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return list(check(load(folder), None, unwatched))


def poster(folder: Path, words: str) -> Face:
    (folder / "posters").mkdir(exist_ok=True)
    text = f"id: grid\ntitle: A grid\nlayout: four-fields\ncolour: sea\nwords: {{{words}}}\n"
    (folder / "posters/grid.yaml").write_text(text, encoding="utf-8")
    shop = load(folder)
    production = Production(Shared(shop, None), shop.pieces["posters/grid"])
    production.prepare()
    (card,) = production.deck.cards
    face = production.face(card, "front")
    assert face
    return face


def lines(face: Face) -> int:
    items = [one for item in face.items for one in (item.art.items if isinstance(item, Placed) else (item,))]
    return sum(isinstance(item, Outline) and item.fill is None for item in items)


def test_a_line_to_write_on_is_there_for_its_label(workshop: Path) -> None:
    order(workshop, "posters: {}\n")
    assert lines(poster(workshop, "session: Session, date: Date")) == lines(poster(workshop, "legend: [Dots]")) + 2


def test_where_a_drawing_of_nothing_is_named_the_card_closes_up(workshop: Path) -> None:
    """The pattern stands in the picture's place, and no table under it."""
    (workshop / "blank.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', encoding="utf-8")
    kit, deck = workshop / "kit.yaml", workshop / "deck.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("layout: plain", "layout: poker"), encoding="utf-8")
    whole = deck.read_text(encoding="utf-8").replace("fields:\n", "fields:\n  motif: {kind: picture}\n")
    cards = next(iter((workshop / "cards").iterdir()))
    without = front(workshop, whole)
    text = cards.read_text(encoding="utf-8")
    cards.write_text(text.replace("    title:", "    motif: blank.svg\n    title:"), encoding="utf-8")
    assert front(workshop, whole).digest() == without.digest()
    cards.write_text(text.replace("    title:", "    motif: jar of peas\n    title:"), encoding="utf-8")
    assert front(workshop, whole).digest() != without.digest()


def front(folder: Path, deck: str) -> Face:
    (folder / "deck.yaml").write_text(deck, encoding="utf-8")
    shop = load(folder)
    production = Production(Shared(shop, None), shop.pieces["deck"])
    production.prepare()
    face = production.face(production.deck.cards[0], "front")
    assert face
    assert {problem.code for problem in shop.problems if problem.is_error} == set()
    return face


@pytest.mark.parametrize("name", ["catalogue.yaml", "client/brand.yaml", "trades/bank.yaml", "other/more.yaml"])
def test_only_what_nobody_reads_is_said_to_look_like_cards(workshop: Path, name: str) -> None:
    (workshop / name).parent.mkdir(exist_ok=True)
    (workshop / name).write_text(f"blocks:\n- {COLUMNS}\n- {COLUMNS}\n", encoding="utf-8")
    problems = Problems()
    load_deck(workshop, problems)
    assert [problem.code for problem in problems] == ["unread-file"] * (name == "other/more.yaml")


def test_a_file_that_is_lacking_is_one_problem_with_its_remedy(workshop: Path) -> None:
    found = ordered(workshop, f"box: {{}}\nguide: {{}}\ncatalogue: {{}}\n{PRINTERS}")
    assert {problem.code for problem in found} == {"missing-file", "unknown-piece"}
    assert all("leave" in problem.hint for problem in found if problem.code == "missing-file")
    assert [problem.message for problem in found if problem.code == "unknown-piece"] == ["the kit orders no 'bxo'"]


@pytest.mark.parametrize(
    ("said", "files", "place"),
    [
        ("guide: {layout: guide}\n", {"guide": "title: G\npicture: jarr\nblocks: []\n"}, "guide.yaml:2:10"),
        ("guide: {}\n", {"guide": GUIDE + "seats: 0\n"}, "guide.yaml:5:8"),
        ("posters: {}\n", {"posters/a": POSTER + "words: {subtitle: " + "long " * 200 + "}\n"}, "posters/a.yaml:4:19"),
        ("posters: {}\n", {"posters/a": POSTER + "pictures:\n  picture-1: jarr\n"}, "posters/a.yaml:5:14"),
    ],
)
def test_a_fault_is_said_at_its_line(workshop: Path, said: str, files: dict[str, str], place: str) -> None:
    (workshop / "posters").mkdir()
    assert place in [str(problem.where) for problem in ordered(workshop, said, **files) if problem.is_error]


def test_a_guide_without_a_word_is_no_traceback(workshop: Path) -> None:
    assert ordered(workshop, "guide: {layout: guide}\n", guide="title: Guide\nblocks: []\n") == []


def test_a_table_over_nothing_is_left_out_and_said(workshop: Path) -> None:
    found = ordered(workshop, "guide: {}\n", guide=GUIDE)
    assert [(problem.code, str(problem.where)) for problem in found] == [("empty-table", "guide.yaml:4:3")]


@pytest.mark.parametrize(
    "said",
    [
        "front: {weave: {kind: pattern, pitch: 0mm, box: {left: 1mm, right: 1mm, top: 1mm, bottom: 1mm}}}",
        "front: {jar: {kind: shape, shape: jar, rows: 2000, box: {left: 9mm, width: 9mm, top: 9mm, height: 9mm}}}",
        "front: {jar: {kind: shape, shape: jar, level: 5, box: {left: 9mm, width: 9mm, top: 9mm, height: 9mm}}}",
        "styles: {title: {size: 0pt}}",
        "styles: {title: {leading: -1}}",
        "bleed: -3mm",
    ],
)
def test_a_number_of_a_layout_that_cannot_be_drawn_is_a_problem_where_it_is_said(workshop: Path, said: str) -> None:
    """Not a traceback, and not a build without an end."""
    (workshop / "layouts/cards/own.yaml").write_text(f"extends: poker\n{said}\n", encoding="utf-8")
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("layout: plain", "layout: own"), encoding="utf-8")
    places = [problem.where for problem in check(load(workshop), None, unwatched) if problem.is_error]
    assert ("layouts/cards/own.yaml", 2) in {(place.file, place.line) for place in places}


def test_what_a_side_that_is_not_printed_says_is_left_out_and_said(workshop: Path) -> None:
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("layout: plain", "layout: poker"), encoding="utf-8")
    both = {problem.code for problem in load(workshop).problems}
    (found,) = [each for each in load(workshop, {"sides": "one-sided"}).problems if each.code == "left-out"]
    assert "left-out" not in both
    assert (found.message[:26], found.hint[-25:]) == ("poker does not print `abou", "print both sides: `sides`")


def test_an_output_that_leads_nowhere_is_said(workshop: Path) -> None:
    (workshop / "output").symlink_to(workshop / "gone")
    report = CliRunner().invoke(main, ["build", str(workshop)])
    assert (report.exit_code, "is a link that leads nowhere" in report.output) == (ExitCode.FILES, True)


@pytest.mark.parametrize("command", ["list", "check"])
def test_a_full_disk_under_what_is_said_is_no_traceback(workshop: Path, command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        options = [command, "layouts" if command == "list" else str(workshop)]
        buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        command = [sys.executable, "-m", "generator", *options]
        done = subprocess.run(command, env=buffered, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr.decode()) == (
        ExitCode.FILES,
        "prepdeck: standard output: No space left on device\n",
    )


def test_a_page_that_is_left_blank_does_not_show_the_table_that_is_turned_to_next(workshop: Path) -> None:
    """The only step has two pages; what is before them fills one, and the next has to be left blank."""
    steps = "{minutes: 9, title: Draw, text: One each., say: Aloud., pieces: [deck]}"
    day = f'- {{kind: schedule, start: "13:00", columns: [When, What, With], steps: [{steps}]}}\n- {{kind: steps}}\n'
    (workshop / "guide.yaml").write_text(f"title: Guide\nblocks:\n{day}", encoding="utf-8")
    order(workshop, "guide: {layout: guide}\n")
    shop = load(workshop)
    shared = Shared(shop, None)
    _, production = Production(shared, shop.pieces["deck"]), Production(shared, shop.pieces["guide"])
    production.prepare()
    blank, table = [face for page in production.pages() if (face := production.face(page, "front"))][2:4]
    assert not shop.problems.errors
    assert (turned(blank), turned(table)) == (0, 2)


def turned(face: Face) -> int:
    """Cards that lie on a table."""
    return sum(bool(item.transform.b) for item in face.items if isinstance(item, Placed))
