"""Card vendors: what their profiles say against the pages, order and names of what was written."""

import json
import shutil
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner, Result
from printed import pdfium_text
from pypdf import PdfReader

from generator import bundled
from generator.cli import main
from generator.errors import NOWHERE, ExitCode, Problems
from generator.geometry import Size
from generator.impose import plan
from generator.kit.delivery.memo import NAME as MEMO
from generator.kit.pieces.bleed import with_bleed
from generator.kit.request.shelf import Shelf
from generator.layout import Profile, SheetLayout, Trim
from generator.sources import read
from generator.vendor import Product, Vendor, pixels_of

SMALL = Path(__file__).parent / "small"
SHELF = Shelf(SMALL, Problems())
PROFILES = sorted(path.stem for path in (bundled.folder("layouts") / "profiles").glob("*.yaml"))
VENDORS = {name: found.vendor for name in PROFILES if (found := SHELF.profile(name, NOWHERE)) and found.vendor}
PRODUCTS = [(name, key) for name, vendor in VENDORS.items() for key in vendor.products]
FACTS = ("takes", "backs", "copies", "colour", "dpi")

OURS = """
title: Ours
note: Mind the cat.
vendor:
  backs: {backs}
  file: "{file}"
  products:
    poker:
      title: Poker
      trim: {{width: 63.5mm, height: 88.9mm}}
      page: {{width: {width}, height: {height}}}
      safe: 3mm
      source: us
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


def profile(folder: Path, backs: str = "after", file: str = "{kit}-{piece}", page: tuple[str, str] = ("70mm", "95mm")):
    (folder / "layouts/profiles").mkdir(parents=True, exist_ok=True)
    text = OURS.format(backs=backs, file=file, width=page[0], height=page[1])
    (folder / "layouts/profiles/ours.yaml").write_text(text, encoding="utf-8")


def written(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MEMO}


def sides(pdf: Path) -> list[str]:
    """A page of the small deck as its card's title word, or as the name of the category on its back."""
    return [text.split()[1] if text.startswith("The ") else text.strip() for text in pdfium_text(pdf)]


# --- the profiles ----------------------------------------------------------------------------------


def test_the_vendors_are_bundled_and_listed() -> None:
    assert set(VENDORS) == {"drivethrucards", "makeplayingcards", "moo", "print-house", "the-game-crafter"}
    assert not SHELF.problems, list(map(str, SHELF.problems))
    assert set(VENDORS) <= set(json.loads(run("list", "profiles", "--json").stdout)["profiles"])


@pytest.mark.parametrize("name", VENDORS)
def test_every_figure_has_a_source(name: str) -> None:
    vendor = VENDORS[name]
    said = {key for source in vendor.sources for key in source.of}
    wanted = {*FACTS, *(("formats", "names") if "images" in vendor.takes else ())}
    wanted |= {"file"} if "pdf" in vendor.takes else set()
    found = SHELF.profile(name, NOWHERE)
    assert found is not None
    wanted |= {key for key in ("ink_limit", "ink_window") if getattr(found, key) != getattr(Profile(title=""), key)}
    assert wanted == said
    assert all(source.source for source in vendor.sources)
    assert all(product.source for product in vendor.products.values())


@pytest.mark.parametrize(("name", "key"), PRODUCTS)
def test_pixels_page_and_trim_agree(name: str, key: str) -> None:
    vendor, product = VENDORS[name], VENDORS[name].products[key]
    computed = pixels_of(product.page.size, vendor.dpi)
    assert max(abs(a - b) for a, b in zip(product.image(vendor.dpi), computed, strict=True)) <= 1
    across, down = (product.page.width - product.trim.width, product.page.height - product.trim.height)
    assert 2.5 <= across <= 12, "The Game Crafter has uneven pages"
    assert 2.5 <= down <= 12
    assert vendor.product(product.trim.size) is not None
    assert vendor.product(product.trim.size.turned) is not None


@pytest.mark.parametrize(
    ("name", "key", "trim", "page", "pixels"),
    [
        ("drivethrucards", "poker", (63.5, 88.9), (69.85, 95.25), (825, 1125)),
        ("makeplayingcards", "poker", (63.5, 88.9), (69.596, 94.996), (822, 1122)),
        ("makeplayingcards", "business", (88.9, 50.8), (94.996, 56.896), (1122, 672)),
        ("makeplayingcards", "bridge", (57.15, 88.9), (63.246, 94.996), (747, 1122)),
        ("makeplayingcards", "tarot", (69.85, 120.65), (75.946, 126.746), (897, 1497)),
        ("the-game-crafter", "poker", (63.5, 88.9), (69.85, 95.25), (825, 1125)),
        ("the-game-crafter", "mini", (44.45, 63.5), (50.8, 69.85), (600, 825)),
        ("the-game-crafter", "euro-square", (70.104, 70.104), (76.2, 76.2), (900, 900)),
        ("moo", "business", (84, 55), (88, 59), (1039, 697)),
        ("print-house", "poker", (63, 88), (69, 94), (815, 1110)),
        ("print-house", "tarot", (70, 120), (76, 126), (898, 1488)),
        ("print-house", "a6", (105, 148), (111, 154), (1311, 1819)),
    ],
)
def test_figures_by_hand(name: str, key: str, trim: Any, page: Any, pixels: Any) -> None:
    product = VENDORS[name].products[key]
    assert product.trim.size == pytest.approx(trim)
    assert product.page.size == pytest.approx(page)
    assert product.image(300) == pixels


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("page: {width: 60mm, height: 95mm}", "no smaller than the trim"),
        ("pixels: {width: 825, height: 1000}", "proportions"),
        ("verified: false", "needs a `note`"),
        ("safe: -1mm", "safe area lies inside"),
    ],
)
def test_a_product_that_cannot_be_is_told(planted: str, said: str, tmp_path: Path) -> None:
    key = planted.partition(":")[0]
    lines = {
        "title": "title: P",
        "trim": "trim: {width: 63.5mm, height: 88.9mm}",
        "page": "page: {width: 69.85mm, height: 95.25mm}",
        "safe": "safe: 3mm",
        "source": "source: us",
    }
    path = tmp_path / "p.yaml"
    path.write_text("\n".join((lines | {key: planted}).values()), encoding="utf-8")
    problems = Problems()
    assert read(path, Product, problems) is None
    assert said in str(problems.errors[0])


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ('names: "{number}"', "need {side}"),
        ('names: "{side}"', "need {side}, and {id} or {number}"),
        ('names: "{nummer}-{id}-{side}"', "knows no {nummer}"),
        ('names: "../{id}-{side}"', "letters, digits"),
        ('file: "/{kit}"', "letters, digits"),
        ("dpi: 0", "one pixel an inch"),
        ("sources: [{of: [dpi], source: us, verified: false}]", "needs a `note` that says why: dpi"),
    ],
)
def test_a_vendor_that_cannot_be_is_told(planted: str, said: str, tmp_path: Path) -> None:
    product = "{title: P, trim: {width: 6cm, height: 9cm}, page: {width: 7cm, height: 10cm}, safe: 3mm, source: us}"
    path = tmp_path / "v.yaml"
    path.write_text(f"products: {{p: {product}}}\n{planted}\n", encoding="utf-8")
    problems = Problems()
    assert read(path, Vendor, problems) is None
    assert any(said in str(problem) for problem in problems.errors)


# --- what is written -------------------------------------------------------------------------------


def test_drivethrucards_gets_one_pdf_with_backs_before_fronts(workshop: Path, tmp_path: Path) -> None:
    done = run("build", workshop, "--for", "drivethrucards", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.DONE, done.output
    pdf = tmp_path / "out/vendors/drivethrucards/small-deck.pdf"
    assert written(tmp_path / "out") == {"vendors/drivethrucards/small-deck.pdf", "manifest.json"}
    assert sides(pdf) == ["One", "first", "One", "second", "Two", "third", "Two", "third", "Two", "fourth"]
    for page in PdfReader(pdf).pages:
        assert [float(edge) for edge in page.mediabox] == pytest.approx([0, 0, 198, 270], abs=0.01)
        assert [float(edge) for edge in page.bleedbox] == pytest.approx([0, 0, 198, 270], abs=0.01)
        assert [float(edge) for edge in page.trimbox] == pytest.approx([9, 9, 189, 261], abs=0.01)
    assert "Not verified: ink_window" in done.output


def test_colour_runs_to_the_edge_of_a_wider_bleed(workshop: Path, tmp_path: Path) -> None:
    """The layout bleeds by 3 mm, the vendor's page has 1/8 in: two pixels at 300 dpi would be white."""
    run("build", workshop, "--for", "drivethrucards", "-o", tmp_path / "out")
    with pdfium.PdfDocument(tmp_path / "out/vendors/drivethrucards/small-deck.pdf") as document:
        back = document[0].render(scale=600 / 72).to_pil().convert("RGB")
        front = document[1].render(scale=600 / 72).to_pil().convert("RGB")
    ground = back.getpixel((back.width // 2, back.height // 3))
    edges = [(1, 1), (1648, 1), (1, 2248), (1648, 2248), (800, 1), (1, 1100)]
    assert {back.getpixel(place) for place in edges} == {ground}
    assert ground != (255, 255, 255)
    assert {front.getpixel(place) for place in edges[:2]} == {ground}  # the band of the front, at the top alone
    assert {front.getpixel(place) for place in edges[2:4]} == {(255, 255, 255)}


def test_what_bleeds_goes_on_and_what_does_not_stays() -> None:
    layout = SHELF.card("plain", NOWHERE)
    assert layout is not None
    wider = with_bleed(layout, 3.175)
    band, title = wider.front["band"].box.within(layout.size), wider.front["title"].box.within(layout.size)
    assert tuple(band) == pytest.approx((-3.175, -3.175, 69.85, 9.175))
    assert title == layout.front["title"].box.within(layout.size)
    assert wider.front["title"] is not None
    assert wider.bleed == 3.175
    assert with_bleed(layout, 2.0) is layout, "no layout loses bleed: its pages cut it"


@pytest.mark.parametrize(
    ("backs", "expected"),
    [
        ("after", {"small-deck": "first One second One third Two third Two fourth Two"}),
        ("before", {"small-deck": "One first One second Two third Two third Two fourth"}),
        ("last", {"small-deck": "first second third third fourth One One Two Two Two"}),
        (
            "apart",
            {"small-deck-fronts": "first second third third fourth", "small-deck-backs": "One One Two Two Two"},
        ),
    ],
)
def test_pages_come_in_the_order_of_the_vendor(
    backs: str, expected: dict[str, str], workshop: Path, tmp_path: Path
) -> None:
    profile(workshop, backs)
    done = run("build", workshop, "--for", "ours", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.DONE, done.output
    folder = tmp_path / "out/vendors/ours"
    assert {pdf.stem: " ".join(sides(pdf)) for pdf in folder.iterdir()} == expected
    page = PdfReader(next(folder.iterdir())).pages[0]
    assert [float(edge) for edge in page.mediabox] == pytest.approx([0, 0, 198.43, 269.29], abs=0.01)


def test_another_way_to_print_for_a_vendor_takes_the_place_of_the_last(workshop: Path, tmp_path: Path) -> None:
    for backs, names in (("apart", {"small-deck-fronts.pdf", "small-deck-backs.pdf"}), ("last", {"small-deck.pdf"})):
        profile(workshop, backs)
        run("build", workshop, "--for", "ours", "-o", tmp_path / "out")
        assert written(tmp_path / "out/vendors/ours") == names


def test_one_back_for_all_is_printed_once(workshop: Path, tmp_path: Path) -> None:
    profile(workshop, "once")
    done = run("build", workshop, "--for", "ours", "--cards", "one", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.DONE, done.output
    assert sides(tmp_path / "out/vendors/ours/small-deck-selected.pdf") == ["first", "second", "One"]


def test_different_backs_are_a_problem_where_one_is_wanted(workshop: Path, tmp_path: Path) -> None:
    profile(workshop, "once")
    done = run("build", workshop, "--for", "ours", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.SOURCES
    assert "the cards have 2 different backs" in done.output
    assert not (tmp_path / "out").exists()


def test_files_are_named_as_the_vendor_wants_them(workshop: Path, tmp_path: Path) -> None:
    profile(workshop, file="{piece} of {kit}")
    run("build", workshop, "--for", "ours", "-o", tmp_path / "out")
    assert "vendors/ours/deck of small.pdf" in written(tmp_path / "out")


def test_a_page_that_is_uneven_has_the_card_in_its_middle(workshop: Path, tmp_path: Path) -> None:
    profile(workshop, page=("73.5mm", "90.9mm"))
    run("build", workshop, "--for", "ours", "-o", tmp_path / "out")
    page = PdfReader(tmp_path / "out/vendors/ours/small-deck.pdf").pages[0]
    trim = [float(edge) * 25.4 / 72 for edge in page.trimbox]
    assert trim == pytest.approx([5, 1, 68.5, 89.9], abs=0.01)


def test_a_card_that_lies_is_turned_onto_a_page_that_stands() -> None:
    sheet = SheetLayout(title="", page=Trim(width=57.15, height=95.25))
    found = plan(Size(88.9, 50.8), 3.175, sheet, None, "two-sided-long-edge", False, Problems())
    assert found is not None
    assert found.paper == Size(57.15, 95.25)
    assert found.slots[0] == pytest.approx((3.175, 3.175, 90))
    assert found.backs[0] == pytest.approx((3.175, 3.175, 270)), "over the long edge, its head lies behind the front's"
    assert found.trim_box == pytest.approx((3.175, 3.175, 50.8, 88.9))


def test_other_pieces_and_their_files_are_left_alone(workshop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8") + "order: {}\n", encoding="utf-8")
    run("build", workshop, "-o", out)
    before = {name: (out / name).read_bytes() for name in ("deck.pdf", "order.pdf")}
    assert run("build", workshop, "--for", "drivethrucards", "-o", out).exit_code == ExitCode.DONE
    assert {name: (out / name).read_bytes() for name in before} == before
    assert run("build", workshop, "-o", out).exit_code == ExitCode.DONE
    kept = {"vendors/drivethrucards/small-deck.pdf", "deck.pdf", "order.pdf", "manifest.json"}
    assert written(out) == kept
    listed = {file["name"] for file in json.loads((out / "manifest.json").read_text(encoding="utf-8"))["files"]}
    assert listed == kept - {"manifest.json"}


def test_codes_are_the_same_for_a_vendor(workshop: Path, tmp_path: Path) -> None:
    def codes(*options: str) -> dict[str, str]:
        run("build", workshop, "-o", tmp_path / str(len(options)), *options)
        things = json.loads((tmp_path / str(len(options)) / "manifest.json").read_text(encoding="utf-8"))["things"]
        return {thing["id"]: thing["code"] for thing in things}

    assert codes() == codes("--for", "drivethrucards") != {}


def test_a_profile_of_the_kit_may_be_a_vendor(workshop: Path, tmp_path: Path) -> None:
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8") + "profile: drivethrucards\n", encoding="utf-8")
    assert run("build", workshop, "-o", tmp_path / "out").exit_code == ExitCode.DONE
    assert (tmp_path / "out/vendors/drivethrucards/small-deck.pdf").is_file()


# --- what does not suit the vendor -----------------------------------------------------------------


def test_a_trim_that_the_vendor_does_not_print_is_told_what_it_prints(tmp_path: Path) -> None:
    done = run("build", "--for", "drivethrucards", "--layout", "tarot", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.SOURCES
    assert "kit.yaml:" in done.output
    assert "DriveThruCards prints no cards of 70 × 120 mm" in done.output
    assert "it prints: Poker, 2.5 × 3.5 in; layouts that fit: poker, poker-compact" in done.output
    assert "blank" not in done.output
    assert not (tmp_path / "out").exists()


def test_a_vendor_of_images_gets_no_pdf(workshop: Path, tmp_path: Path) -> None:
    done = run("build", workshop, "--for", "makeplayingcards", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.SOURCES
    assert "MakePlayingCards takes images, not pdf" in done.output
    assert "prepdeck images --for makeplayingcards" in done.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--sheet", "a4"), "no `sheet` to choose"),
        (("--sides", "one-sided"), "no `sides` to choose"),
        (("--cut", "svg"), "no `cut` to choose"),
    ],
)
def test_what_a_vendor_decides_cannot_be_chosen(options: tuple[str, ...], said: str, workshop: Path) -> None:
    done = run("check", workshop, "--for", "drivethrucards", *options)
    assert done.exit_code == ExitCode.SOURCES
    assert said in done.output


def test_a_vendor_prints_no_other_piece(tmp_path: Path) -> None:
    done = run("build", "--for", "drivethrucards", "--only", "posters", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.USAGE
    assert "prints the deck alone, not the posters" in done.output


def test_a_layout_that_comes_too_near_to_the_edge_is_warned_of(workshop: Path, tmp_path: Path) -> None:
    layout = workshop / "layouts/cards/plain.yaml"
    layout.write_text(layout.read_text(encoding="utf-8") + "safe: 2mm\n", encoding="utf-8")
    done = run("build", workshop, "--for", "drivethrucards", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.DONE
    assert "keeps 2 mm clear of the edge" in done.output
    assert "asks for 3.175 mm" in done.output


@pytest.mark.parametrize("layout", ["poker", "business-84x55"])
def test_the_bundled_deck_goes_to_a_print_house_without_a_finding(layout: str, tmp_path: Path) -> None:
    done = run("build", "--for", "print-house", "--layout", layout, "--json", "-o", tmp_path)
    report = json.loads(done.stdout)
    assert [finding["code"] for finding in report["findings"]] == ([] if layout == "poker" else ["left-out"])
    assert [Path(file["path"]).name for file in report["files"]] == ["prepersonalization-deck.pdf"]
    assert report["files"][0]["pages"] == 108
