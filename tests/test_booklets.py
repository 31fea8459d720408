"""The facilitator's guide and the order sheet: what they count, what they list, how their text runs over pages."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from printed import pdfium_text, words
from pypdf import PageObject, PdfReader
from suite import Kits

from generator import bundled
from generator.booklet import Booklet, Schedule, Step
from generator.cli import main
from generator.codes import Manifest
from generator.colours import BLACK
from generator.compose.miniature import INTRICATE, THINNEST, Miniatures, ShownFace
from generator.errors import ExitCode, Problems
from generator.face import Face, Outline, Placed, TextLine, make_art, rectangle
from generator.geometry import Rect, Size
from generator.images.paths import bounds
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load

SMALL = Path(__file__).parent / "small"
GUIDE = """\
title: The guide
intro: Read me.
seats: 2
needs: {deck: table, blanks: {per: participant, count: 2}}
blocks:
  - {kind: heading, text: Morning}
  - {kind: text, text: Some *soft* words.}
  - {kind: list, items: [first thing, second thing], numbered: true}
  - kind: schedule
    start: "9:45"
    columns: [When, What, Pieces]
    steps:
      - {minutes: 20, title: Begin, text: Say hello., pieces: [deck]}
      - {minutes: 70, title: Go on}
  - {kind: pieces, columns: [Piece, Needed, There, More]}
  - {kind: settings, columns: [File, Page, How]}
  - {kind: cards, columns: [Family, Card, Role, Sign]}
"""
ORDERED = """\
blanks: {counts: {plain: 3}}
guide: {participants: 5}
order:
  contact: Ada, +44 20 0000
  printers:
    - {name: Corner shop, pieces: [deck], sets: 2, stock: grey board, finish: none, corners: round, by: Monday,
       note: Ring}
    - {name: Office, pieces: [guide, blanks]}
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    (folder / "guide.yaml").write_text(GUIDE, encoding="utf-8")
    kit = folder / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8") + ORDERED, encoding="utf-8")
    return folder


def prepdeck(*said: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in said])


def build(workshop: Path, out: Path, *said: str) -> Result:
    done = prepdeck("build", workshop, "-o", out, *said)
    assert done.exit_code == 0, done.output
    return done


def text_of(pdf: Path) -> str:
    return words(" ".join(pdfium_text(pdf)))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def problems(workshop: Path) -> str:
    done = prepdeck("check", workshop)
    return words(done.output)


def test_the_guide_says_all_its_words_and_what_the_kit_adds(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    said = text_of(tmp_path / "out/guide.pdf")
    for part in ("The guide", "Read me.", "Morning", "Some soft words.", "1. first thing", "2. second thing"):
        assert part in said
    assert "9:45–10:05 Begin Say hello. The deck" in said
    assert "10:05–11:15 Go on" in said
    manifest = Manifest.read(tmp_path / "out/manifest.json", Problems())
    assert manifest is not None
    cards = [thing for thing in manifest.things if thing.kind == "card"]
    assert cards
    for thing in cards:
        assert f"{thing.title} " in said
        assert thing.code in said
    assert not any(thing.kind in ("guide", "order") for thing in manifest.things)


def test_what_is_needed_is_counted_by_table_and_participant(workshop: Path, tmp_path: Path) -> None:
    """Five people at tables of two are three tables; two blank cards each are ten."""
    build(workshop, tmp_path / "out")
    said = text_of(tmp_path / "out/guide.pdf")
    assert "The deck 3 2 order: printers: sets: 3" in said, "the order sheet has the file printed twice"
    assert "Blank cards 10 3 7 more under blanks" in said
    build(workshop, tmp_path / "other", "--sets", "3")
    assert "The deck 3 6 –" in text_of(tmp_path / "other/guide.pdf")
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("sets: 2", "sets: 1"), encoding="utf-8")
    build(workshop, tmp_path / "third")
    assert "The deck 3 1 prepdeck build --sets 3" in text_of(tmp_path / "third/guide.pdf")


def test_the_order_sheet_has_a_page_for_each_printer_with_the_files_as_they_are(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    shop, office = (words(page) for page in pdfium_text(tmp_path / "out/order.pdf"))
    for part in ("Corner shop", "Ada, +44 20 0000", "2 times", "grey board", "none", "round", "Monday", "Ring"):
        assert part in shop
    assert "deck.pdf" in shop
    assert "guide.pdf" not in shop
    assert "uncoated" in office  # blank cards are written on
    for name, page in {"deck.pdf": shop, "guide.pdf": office, "blanks.pdf": office}.items():
        assert f"{name} {len(PdfReader(tmp_path / 'out' / name).pages)} " in page
    assert re.search(r"The deck: \d+ cards deck.pdf", shop)
    assert "cut to 63.5 × 88.9 mm; bleed 3 mm" in shop
    assert "no cutting" in office
    assert "order.pdf" not in shop + office


def test_what_one_shop_prints_once_and_more_often_is_on_one_page_where_it_is_told_the_same(
    workshop: Path, tmp_path: Path
) -> None:
    change(
        workshop / "kit.yaml", "- {name: Office, pieces: [guide, blanks]}", "- {name: Office, pieces: [guide], sets: 4}"
    )
    office = "    - {name: Office, pieces: [blanks]}\n"
    with (workshop / "kit.yaml").open("a", encoding="utf-8") as kit:
        kit.write(office)
    build(workshop, tmp_path / "out")
    _, both = (words(page) for page in pdfium_text(tmp_path / "out/order.pdf"))
    assert re.search(r"blanks.pdf \d+ A4 .*guide.pdf 1 4 times", both), "in the order of the kit"
    change(workshop / "kit.yaml", "pieces: [blanks]", "pieces: [blanks], note: thick ones")
    build(workshop, tmp_path / "apart")
    _, guide, blanks = (words(page) for page in pdfium_text(tmp_path / "apart/order.pdf"))
    assert "guide.pdf" in guide
    assert "thick ones" not in guide
    assert "thick ones" in blanks
    assert "blanks.pdf" in blanks


def test_the_bundled_order_sheet_has_a_page_a_shop_and_lines_that_are_filled(print_once: Kits) -> None:
    pages = [page.replace("\r", "") for page in pdfium_text(print_once().folder / "order.pdf")]
    assert [re.findall(r"Print order: (.*)", page) for page in pages if "Print order" in page] == [
        ["the copy shop"], ["the plotter"], ["the office printer"]
    ]  # fmt: skip
    assert len(pages) == 4
    assert "both sides, flip on\nthe long edge\n" in pages[0]
    assert "Worked examples worksheets/examples.pdf 12 A4 no cutting one side 100 %, in colour paper" in words(
        pages[2] + pages[3]
    )


def test_checksums_stand_in_the_manifest_and_not_before_a_clerk(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    assert not re.search(r"[0-9a-f]{8}", text_of(tmp_path / "out/order.pdf"))
    files = {file["name"]: file for file in json.loads((tmp_path / "out/manifest.json").read_text())["files"]}
    for name in ("deck.pdf", "guide.pdf", "blanks.pdf"):
        assert files[name]["sha256"] == hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest()


def test_each_file_has_a_box_to_tick_and_a_picture_of_its_first_page(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    shop, office = PdfReader(tmp_path / "out/order.pdf").pages
    assert (_boxes(shop, 4.5), _pictures(shop)) == (1, 1)
    assert (_boxes(office, 4.5), _pictures(office)) == (2, 2)
    drawn = [form.get_object().get_data() for form in shop["/Resources"]["/XObject"].values()]
    assert any(b"0 0.408 0.545 rg" in form for form in drawn), "the first card's family is blue"


def _boxes(page: PageObject, side: float) -> int:
    """Squares of so many mm that are drawn with a line."""
    drawn = re.findall(rb" ([\d.]+) -?([\d.]+) re S", page.get_contents().get_data())
    return sum(all(abs(float(length) / 72 * 25.4 - side) < 0.1 for length in box) for box in drawn)


def _pictures(page: PageObject) -> int:
    """Forms that are drawn inside an outline, at a scale."""
    return len(re.findall(rb"W n (?:-?[\d.]+ ){6}cm /X\d+ Do", page.get_contents().get_data()))


def test_the_order_sheet_follows_a_build_of_one_piece(workshop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(workshop, out)
    assert "guide.pdf 1 " in text_of(out / "order.pdf")
    change(workshop / "guide.yaml", "Read me.", "Read me " + "twice " * 900 + ".")
    build(workshop, out, "--only", "guide")
    after = text_of(out / "order.pdf")
    for name in ("deck.pdf", "blanks.pdf", "guide.pdf"):
        assert f"{name} {len(PdfReader(out / name).pages)} " in after
    assert "guide.pdf 1 " not in after


def test_files_of_earlier_builds_stand_where_those_of_a_whole_build_do(workshop: Path, tmp_path: Path) -> None:
    change(workshop / "kit.yaml", "- {name: Office, pieces: [guide, blanks]}", "- {name: Office}")
    out = tmp_path / "out"
    build(workshop, out)
    whole = text_of(out / "order.pdf")
    assert re.search("deck.pdf .*blanks.pdf .*guide.pdf", whole.partition("Office")[2])
    build(workshop, out, "--only", "guide")
    assert text_of(out / "order.pdf") == whole


def test_long_text_goes_on_on_the_next_page_and_loses_no_word(workshop: Path, tmp_path: Path) -> None:
    said = " ".join(f"word{number}" for number in range(3000))
    rows = "".join(f"      - [cell{number}, b]\n" for number in range(120))
    blocks = f"  - {{kind: text, text: {said}}}\n  - kind: table\n    columns: [Alpha, Beta]\n    rows:\n{rows}"
    (workshop / "guide.yaml").write_text(f"title: Long\nblocks:\n{blocks}", encoding="utf-8")
    build(workshop, tmp_path / "out")
    pages = [words(page) for page in pdfium_text(tmp_path / "out/guide.pdf")]
    assert len(pages) > 4
    whole = " ".join(pages)
    for number in range(3000):
        assert f"word{number}" in whole
    with_cells = [page for page in pages if "cell" in page]
    assert len(with_cells) > 1
    assert all("ALPHA BETA" in page for page in with_cells)  # the columns are named on each page
    assert [int(page.split()[-1]) for page in pages] == list(range(1, len(pages) + 1))


def test_a_heading_never_ends_a_page(workshop: Path, tmp_path: Path) -> None:
    for lines in range(40, 56):
        text = "\\n".join(f"line {number}" for number in range(lines))
        blocks = (
            f'  - {{kind: text, text: "{text}"}}\n  - {{kind: heading, text: Zebra}}\n  - {{kind: text, text: tail}}\n'
        )
        (workshop / "guide.yaml").write_text(f"title: Long\nblocks:\n{blocks}", encoding="utf-8")
        build(workshop, tmp_path / "out", "--only", "guide")
        page = next(page for page in pdfium_text(tmp_path / "out/guide.pdf") if "Zebra" in page)
        assert "tail" in page


LED = {  # blocks that are parted nowhere, by the words of which both stand on one page
    "words above a table": "{kind: text, text: Zebra}, {kind: table, columns: [A, B], rows: [[c, d], [tail, f]]}",
    "words with a colon": "{kind: text, text: 'Zebra:'}, {kind: text, text: tail}",
    "the last of a list": "{kind: list, items: [one, two, Zebra, tail]}",
    "the first of a list": "{kind: list, numbered: true, items: [Zebra, tail, three, four]}",
    "the last row": "{kind: table, columns: [A, B], rows: [[one, b], [two, d], [Zebra, f], [tail, h]]}",
}


def parted(workshop: Path, blocks: str) -> set[int]:
    """After how many lines above them the words Zebra and tail stand on two pages."""
    lines_above: set[int] = set()
    for lines in range(40, 56):
        above = "\\n".join(f"line {number}" for number in range(lines))
        text = f'title: Long\nblocks: [{{kind: text, text: "{above}"}}, {blocks}]\n'
        (workshop / "guide.yaml").write_text(text, encoding="utf-8")
        shop = load(workshop)
        production = Production(Shared(shop, None), shop.pieces["guide"])
        faces = [face for face in (production.face(page, "front") for page in production.pages()) if face]
        pages = [" ".join(line.text for line in face.items if isinstance(line, TextLine)) for face in faces]
        assert all(any(word in page for page in pages) for word in ("line 39", "Zebra", "tail"))
        if not any("Zebra" in page and "tail" in page for page in pages):
            lines_above.add(lines)
    return lines_above


@pytest.mark.parametrize("kind", LED)
def test_what_leads_stands_with_what_follows(workshop: Path, kind: str) -> None:
    """Wherever on the page it comes to stand."""
    assert not parted(workshop, LED[kind])


def test_what_no_page_holds_is_parted_where_a_page_is_full(workshop: Path) -> None:
    """Words that lead nowhere are parted too: planted, for those above."""
    assert parted(workshop, "{kind: text, text: Zebra}, {kind: text, text: tail}")
    item = "\\n".join(f"step {number}" for number in range(70))
    assert len(parted(workshop, f'{{kind: list, items: [Zebra, "{item}", tail]}}')) == 16


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('start: "9:45"', 'start: "25:00"', "guide.yaml:10:12: 'start': '25:00' is not a time of day"),
        ("columns: [Family, Card, Role, Sign]", "columns: [Family, Card]", "has 4 columns, and 2 are named"),
        ("pieces: [deck]", "pieces: [dekc]", "puts 'dekc' on the table, and the kit does not order it"),
        ("needs: {deck: table", "needs: {posters/x: table", "needs 'posters/x', and the kit does not order it"),
        ("title: Go on", "title: Go on, form: nowt", "guide.yaml:14:43: there is no form 'nowt'"),
        ("title: Go on", "title: Go on, frame: bras", "'bras' is none of its values"),
        ("- {minutes: 70", "- {id: a, minutes: 1, title: A}\n      - {id: a, minutes: 70", "two steps have the id 'a'"),
        ("Read me.", "Read ﷺ me.", "guide.yaml:2:8: this text has Arabic (“ﷺ”)"),
        ("Read me.", "Read me \ue000.", "guide.yaml:2:8: no font of this kit has"),
        ("Read me.", "x" * 300, "is wider than its column"),
        ("kind: heading", "kind: haeding", "haeding"),
    ],
)
def test_faults_of_the_guide_are_said_with_their_place(workshop: Path, old: str, new: str, said: str) -> None:
    change(workshop / "guide.yaml", old, new)
    assert said in problems(workshop)


def test_steps_have_ids_that_stay_when_they_are_given_and_are_made_of_titles_where_not() -> None:
    steps = [("Go on", None), ("Go on", "go-on"), ("Go on", None), ("休憩", None)]
    said = tuple(Step(id=name, minutes=5, title=title) for title, name in steps)
    days = [Schedule(kind="schedule", start=60 * at, columns=(), steps=said) for at in (9, 14)]
    found = Booklet(title="G", blocks=tuple(days[:1])).days
    assert [step.id for day in found for step in day.steps] == ["go-on-2", "go-on", "go-on-3", "step"]
    assert [day.start for day in Booklet(title="G", blocks=tuple(days)).days] == [540, 840]


def test_a_row_with_a_cell_too_many_is_a_problem(workshop: Path) -> None:
    table = "  - {kind: table, columns: [A, B], rows: [[a, b], [a, b, lost]]}\n"
    change(workshop / "guide.yaml", "blocks:\n", "blocks:\n" + table)
    assert "guide.yaml:6:51: this row has 3 cells, and the table 2 columns" in problems(workshop)


def test_a_printer_of_a_piece_that_is_not_ordered_is_a_problem(workshop: Path) -> None:
    change(workshop / "kit.yaml", "pieces: [deck]", "pieces: [dekc]")
    said = problems(workshop)
    assert "the kit orders no 'dekc'" in said
    assert "deck" in said.partition("dekc")[2]


def test_a_guide_without_its_file_is_a_problem(workshop: Path) -> None:
    (workshop / "guide.yaml").unlink()
    assert "there is no guide.yaml" in problems(workshop)
    assert prepdeck("build", workshop, "-o", workshop / "out").exit_code == ExitCode.SOURCES
    assert not (workshop / "out").exists()


def test_the_bundled_guide_knows_every_piece_and_prints_on_both_papers(tmp_path: Path) -> None:
    done = prepdeck("build", bundled_workshop(), "--only", "guide", "-o", tmp_path / "out", "--json")
    report = json.loads(done.stdout)
    assert report["findings"] == []
    assert {Path(file["path"]).name for file in report["files"]} == {"guide.pdf", "guide-booklet.pdf", "order.pdf"}
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "us"))
    change(folder / "kit.yaml", "paper: a4", "paper: letter")
    done = prepdeck("build", folder, "--only", "guide", "-o", tmp_path / "letter", "--json")
    assert json.loads(done.stdout)["findings"] == []
    box = PdfReader(tmp_path / "letter/guide.pdf").pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 396), "half of the paper"
    box = PdfReader(tmp_path / "letter/guide-booklet.pdf").pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)


def test_a_folded_guide_has_its_pages_where_the_fold_wants_them(print_once: Kits) -> None:
    """Above the fold lies the page that is opened first; a side has two pages that face each other or lie apart."""
    folder = print_once().folder
    pages = [words(page) for page in pdfium_text(folder / "guide.pdf")]
    sides = [words(page) for page in pdfium_text(folder / "guide-booklet.pdf")]
    count = len(pages)
    assert count % 4 == 0
    assert len(sides) == count / 2
    for number in range(count // 4):
        first, last = 2 * number, count - 1 - 2 * number
        assert sides[2 * number] == words(f"{pages[last]} {pages[first]}")
        assert sides[2 * number + 1] == words(f"{pages[first + 1]} {pages[last - 1]}")


@pytest.mark.parametrize("picture", ["", "picture: pictures/cookbook.svg\n"])
def test_the_cover_has_the_picture_that_the_guide_names_on_a_table(picture: str, tmp_path: Path) -> None:
    """Without one there is no empty table."""
    left_out = shutil.ignore_patterns("output", "words")
    workshop = Path(shutil.copytree(bundled_workshop(), tmp_path / "workshop", ignore=left_out))
    (workshop / "guide.yaml").write_text(picture + GUIDE, encoding="utf-8")
    shop = load(workshop, {})
    production = Production(Shared(shop, None), shop.pieces["guide"])
    cover = next(card for card in production.deck.cards if card.category == "cover")
    face = production.face(cover, "front")
    assert face is not None
    edges = [box for box in (bounds(item.path) for item in _outlines(face)) if box.width >= face.size.width]
    assert (46.0 in [round(box.height, 1) for box in edges]) == bool(picture)


def _outlines(face: Face) -> Iterator[Outline]:
    for item in face.items:
        yield from (item,) if isinstance(item, Outline) else ()
        yield from (each for each in getattr(getattr(item, "art", None), "items", ()) if isinstance(each, Outline))


def test_a_step_has_its_table_on_the_page_that_is_opened_first_and_its_words_on_the_next(print_once: Kits) -> None:
    pages = [words(page) for page in pdfium_text(print_once().folder / "guide.pdf")]
    (at,) = (number for number, page in enumerate(pages) if "One objective Do" in page)
    assert re.match(r"9:15–9:30 · 15 minutes One objective Do .* Say .* Watch for ", pages[at])
    assert at % 2 == 0, "page 0 is the cover: it lies below a fold, and so do the words"
    reader = PdfReader(print_once().folder / "guide.pdf")
    assert _pictures(reader.pages[at - 1]) == 2, "the poster and the sheet lie on the table"
    assert _pictures(reader.pages[at]) == 2, "and stand beside the words"


def test_cards_lie_on_a_place_mat_as_large_beside_it_as_they_are(print_once: Kits) -> None:
    pdf = print_once().folder / "guide.pdf"
    (at,) = (number for number, page in enumerate(pdfium_text(pdf)) if "minutes Recipes Do" in words(page))
    content = PdfReader(pdf).pages[at - 1].get_contents().get_data()
    drawn = re.findall(rb"W n ((?:-?[\d.]+ ){6})cm /X\d+ Do", content)
    scales = [(a * d - b * c) ** 0.5 for a, b, c, d, _, _ in ([float(each) for each in one.split()] for one in drawn)]
    loose = [each for each in scales if abs(each / scales[0] - 1) > 0.01]
    assert len(scales) - len(loose) == 5, "the sheet and four cards"
    assert len(loose) == 2, "planted: those beside it are larger"


def test_a_page_of_little_has_the_table_and_a_step_of_blank_cards_one_of_each_family(print_once: Kits) -> None:
    pdf = print_once().folder / "guide.pdf"
    pages, reader = [words(page) for page in pdfium_text(pdf)], PdfReader(pdf)
    (at,) = (number for number, page in enumerate(pages) if "minutes Blank cards Do" in page)
    assert _pictures(reader.pages[at - 1]) == 6
    (last,) = (number for number, page in enumerate(pages) if page.startswith("Two weeks later WHEN"))
    assert len(pages[last]) < 600
    assert _pictures(reader.pages[last]) >= 3
    assert _pictures(reader.pages[last - 1]) == 0, "planted: a page that is full"


def test_cards_of_a_step_are_those_that_it_names(workshop: Path, tmp_path: Path) -> None:
    folded = {
        "title: Begin, text: Say hello.": "title: Begin, text: Say hello., say: Hello, watch: Yawns, lay: [alpha]"
    }
    guide = workshop / "guide.yaml"
    text = guide.read_text(encoding="utf-8")
    for old, new in folded.items():
        assert old in text
        text = text.replace(old, new)
    guide.write_text(text + "  - {kind: steps}\n", encoding="utf-8")
    assert "there is no card 'alpha'" not in problems(workshop), "whole pages show no table"
    build(workshop, tmp_path / "whole")
    assert "Begin Say hello. Say: Hello Watch for: Yawns" in text_of(tmp_path / "whole/guide.pdf")
    change(workshop / "kit.yaml", "guide: {participants: 5}", "guide: {participants: 5, layout: guide}")
    assert "guide.yaml:13:87: there is no card 'alpha'" in problems(workshop)
    guide.write_text(guide.read_text(encoding="utf-8").replace(", lay: [alpha]", ""), encoding="utf-8")
    build(workshop, tmp_path / "out")
    said = text_of(tmp_path / "out/guide.pdf")
    assert "9:45–10:05 · 20 minutes Begin Do Say hello. Say Hello Watch for Yawns" in said
    assert "Go on Do" not in said, "nothing is said there"
    change(guide, "say: Hello", 'say: "' + "Hello " * 260 + '"')
    assert re.search(r"guide.yaml:\d+:\d+: the words of this step are \d+ mm longer than its page", problems(workshop))


def test_a_step_may_name_any_piece_the_guide_itself_too(workshop: Path, tmp_path: Path) -> None:
    change(workshop / "kit.yaml", "guide: {participants: 5}", "guide: {participants: 5, layout: guide}")
    change(workshop / "guide.yaml", "text: Say hello., pieces: [deck]", "say: Hello, pieces: [guide, order, deck]")
    with (workshop / "guide.yaml").open("a", encoding="utf-8") as guide:
        guide.write("  - {kind: steps}\n")
    build(workshop, tmp_path / "out")
    pages = PdfReader(tmp_path / "out/guide.pdf").pages
    at = next(number for number, page in enumerate(pages) if "20 minutes" in words(page.extract_text()))
    assert _pictures(pages[at]) == 2, "the guide's first page and a card; the order sheet is drawn last"
    (workshop / "cards/all.yaml").write_text("cards: []\n", encoding="utf-8")
    assert "there is no card here" in problems(workshop)


def test_a_sheet_whose_layout_is_wrong_is_one_problem_and_lies_on_no_table(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "own"))
    own = folder / "layouts/worksheets/worksheet.yaml"
    own.parent.mkdir(parents=True)
    shutil.copyfile(bundled.folder("layouts") / "worksheets/worksheet.yaml", own)
    change(
        own,
        "{size: 10.7pt, min_size: 8.5pt, leading: 1.3246, colour: muted}",
        "{size: 10.7pt, min_size: 8.5pt, leading: 1.3246, colour: mutde}",
    )
    said = problems(folder)
    assert "mutde" in said
    assert "1 problem" in said


def test_the_catalogue_has_every_interaction_by_its_family_with_its_code(print_once: Kits) -> None:
    printed = print_once()
    said = text_of(printed.folder / "catalogue.pdf")
    things = json.loads((printed.folder / "manifest.json").read_text(encoding="utf-8"))["things"]
    cards = [thing for thing in things if thing["role"] == "interaction"]
    assert len(cards) == 142
    for card in cards:
        assert f"{card['title']} {card['line']} {card['code']}" in said, card["id"]
    assert said.index("Greet by their errand") < said.index("Show a close neighbour")


def test_worked_recipes_stand_side_by_side_in_the_guide(print_once: Kits) -> None:
    said = text_of(print_once().folder / "guide.pdf")
    assert "Nurture Guest A close neighbour Banner First look The next favourite Taken up" in said


def test_the_kit_suffices_for_the_people_that_it_names(print_once: Kits) -> None:
    """Nothing in the guide's table of pieces is short, so that nothing is offered to get more of it."""
    said = text_of(print_once().folder / "guide.pdf")
    table = said[said.index("What has to be on the table") : said.index("Half a day")]
    assert "The deck 3 3 –" in table
    assert not re.search(r"prepdeck build|counts:|copies:|sets:", table.partition("TO GET MORE")[2])


@pytest.mark.parametrize(("role", "message"), [("prat", "no card has the role 'prat'"), ("", "this names no role")])
def test_families_of_a_role_that_no_card_has_are_a_problem(workshop: Path, role: str, message: str) -> None:
    guide = workshop / "guide.yaml"
    block = f'  - {{kind: families, role: "{role}", columns: [Card, Line, Sign]}}\n'
    guide.write_text(guide.read_text(encoding="utf-8") + block, encoding="utf-8")
    assert message in problems(workshop)


def test_lines_of_running_text_are_read_with_ease_and_stand_on_the_lines_of_the_page() -> None:
    """75 characters at most, which is what an eye finds its way back over; baselines are 5 mm apart."""
    shared = Shared(load(bundled_workshop()), None)
    productions = [Production(shared, piece) for piece in shared.shop.pieces.values()]
    faces = [
        production.face(page, "front")
        for production in productions
        if production.piece.name in ("guide", "catalogue")
        for page in production.pages()
    ]
    lines = [line for face in faces if face for line in face.items if isinstance(line, TextLine)]
    flowing = [line for line in lines if line.field.startswith("flow.")]
    assert len(flowing) > 1000
    assert [line.text for line in flowing if len(line.text) > 75] == []
    assert max(abs(line.baseline - 5 * round(line.baseline / 5)) for line in flowing) < 0.15


def test_an_intricate_drawing_is_mended_alike_for_all_small_sizes() -> None:
    """A logo of thousands of parts stands on cards, posters and sheets of which the guide shows each at its own size:
    each drawing of it would be one more in the file."""

    def shown(count: int, width: float, scale: float) -> tuple[str, float]:
        parts = (Outline(rectangle(Rect(0, at, width, 1)), fill=BLACK) for at in range(count))
        logo = make_art(Rect(0, 0, 9, count), tuple(parts))
        face = Face(Size(60, 90), 3, (Placed(logo),))
        (placed,) = Miniatures().of(ShownFace(face, "a logo", 0), scale).art.items
        return placed.art.key, placed.art.items[0].path[1].numbers[0] - placed.art.items[0].path[0].numbers[0]

    many = INTRICATE + 1
    sizes = {scale: shown(many, 0.5, scale) for scale in (0.13, 0.15, 0.24, 0.06)}
    assert sizes[0.13] == sizes[0.15] == sizes[0.24] != sizes[0.06]
    assert all(width * scale >= THINNEST - 1e-3 for scale, (_, width) in sizes.items())
    assert shown(many, 2, 0.13)[0] == shown(many, 2, 0.24)[0]  # all of it can be held
    assert shown(8, 0.5, 0.13) != shown(8, 0.5, 0.15)
