"""Pictures of the cards: their pixels, names and chunks as asked for, and nobody else's file replaced."""

import json
import shutil
import struct
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from printed import pdfium_text

from generator.cli import main
from generator.colours import BLACK
from generator.deck import Card
from generator.errors import ExitCode
from generator.face import Face, Outline, PathStep
from generator.geometry import Rect, Size
from generator.images.bitmap import Bitmap
from generator.kit.pictures.sprites import MOST_CARDS, grid_of, runs
from generator.pdf import DocumentInfo, Placement, Writer
from generator.render import Pages, Shot, developed
from generator.render.pages import FINE

SMALL = Path(__file__).parent / "small"
IDS = ("first", "second", "third", "fourth")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def images(workshop: Path, out: Path, *options: str) -> dict[str, Any]:
    done = run("images", workshop, "-o", out, "--json", *options)
    assert done.exit_code == ExitCode.DONE, done.output
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def written(out: Path) -> set[str]:
    return {path.relative_to(out / "images").as_posix() for path in (out / "images").rglob("*") if path.is_file()}


def chunks(png: bytes) -> dict[str, bytes]:
    """The chunks of a PNG before its pixels, by name."""
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name = png[at + 4 : at + 8].decode()
        found.setdefault(name, png[at + 8 : at + 8 + length])
        at += 12 + length
    return found


def codes(picture: Image.Image) -> set[str]:
    return {code.text.rpartition("/")[2] for code in zxingcpp.read_barcodes(picture.convert("RGB"))}


def printed_codes(workshop: Path, folder: Path) -> dict[str, str]:
    run("build", workshop, "-o", folder)
    things = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["things"]
    return {thing["id"]: thing["code"] for thing in things}


# --- cards -----------------------------------------------------------------------------------------


def test_each_side_of_each_card_is_a_picture_of_exact_pixels(workshop: Path, out: Path, tmp_path: Path) -> None:
    report = images(workshop, out)
    names = {f"cards/{number}-{card}-{side}.png" for number, card in enumerate(IDS, 1) for side in ("front", "back")}
    assert written(out) == names | {"images.json"}
    assert {file["name"] for file in report["files"]} == names
    printed = printed_codes(workshop, tmp_path / "print")
    for number, card in enumerate(IDS, 1):
        with Image.open(out / f"images/cards/{number}-{card}-front.png") as picture:
            assert (picture.size, picture.mode) == ((750, 1050), "RGB")
            assert codes(picture) == {printed[card]}
            column = [picture.getpixel((375, y)) for y in range(120)]
            edge = next(y for y, (one, other) in enumerate(pairwise(column), 1) if one != other)
            assert edge in (70, 71), "the band is 6 mm high: 70.9 pixels"


@pytest.mark.parametrize(
    ("options", "pixels"),
    [
        (("--bleed",), (821, 1121)),
        (("--dpi", "72"), (180, 252)),
        (("--dpi", "150", "--bleed"), (410, 560)),
    ],
)
def test_pixels_follow_resolution_and_bleed(
    options: tuple[str, ...], pixels: tuple[int, int], workshop: Path, out: Path
) -> None:
    report = images(workshop, out, "--cards", "first", *options)
    assert {tuple(file["pixels"]) for file in report["files"]} == {pixels}
    with Image.open(out / "images/cards/1-first-back.png") as picture:
        assert picture.size == pixels
        corners = {picture.getpixel((x, y)) for x in (0, pixels[0] - 1) for y in (0, pixels[1] - 1)}
    assert len(corners) == 1
    assert (255, 255, 255) not in corners, "colour runs to the last pixel"


def test_resolution_and_colour_space_are_said_in_the_file(workshop: Path, out: Path) -> None:
    images(workshop, out, "--cards", "first")
    found = chunks((out / "images/cards/1-first-front.png").read_bytes())
    assert found["sRGB"] == b"\0"
    assert struct.unpack(">IIB", found["pHYs"]) == (11811, 11811, 1)  # pixels a metre: 300 an inch
    images(workshop, out, "--cards", "first", "--format", "jpeg", "--dpi", "150")
    with Image.open(out / "images/cards/1-first-front.jpg") as picture:
        assert (picture.format, picture.size, picture.info["dpi"]) == ("JPEG", (375, 525), (150, 150))
        assert picture.getexif().get_ifd(0x8769)[0xA001] == 1


def test_a_card_of_which_none_is_printed_is_no_picture(workshop: Path, out: Path) -> None:
    cards = next((workshop / "cards").iterdir())
    cards.write_text(cards.read_text(encoding="utf-8").replace("quantity: 2", "quantity: 0"), encoding="utf-8")
    assert {file["card"] for file in images(workshop, out)["files"]} == {"first", "second", "fourth"}


def test_same_cards_same_bytes_whatever_is_done_at_once(workshop: Path, out: Path, tmp_path: Path) -> None:
    run("build", workshop, "--sheet", "one-per-page", "-o", tmp_path / "pdf")
    octets = (tmp_path / "pdf/deck.pdf").read_bytes()
    shots = [Shot(page, (63, 89), "png", 100.0) for page in range(10)] + [Shot(0, (40, 50), "jpeg", 72.0)] * 2
    alone, crew = list(developed(octets, shots, workers=1)), list(developed(octets, shots, workers=2))
    assert alone == crew
    assert len(set(alone)) > 4
    first = images(workshop, out)["files"]
    again = images(workshop, tmp_path / "again")["files"]
    assert [file["sha256"] for file in first] == [file["sha256"] for file in again]


def test_a_page_is_as_many_pixels_as_are_asked_for(workshop: Path, tmp_path: Path) -> None:
    """198 × 270 pt are 825 × 1125 pixels at 300 dpi; a scale that is rounded up gives 826."""
    run("build", workshop, "--for", "drivethrucards", "-o", tmp_path / "pdf")
    pages = Pages((tmp_path / "pdf/vendors/drivethrucards/small-deck.pdf").read_bytes())
    try:
        bitmap = pages.bitmap(0, (825, 1125))
    finally:
        pages.close()
    assert (bitmap.size, bitmap.mode, len(bitmap.data)) == ((825, 1125), "RGB", 825 * 1125 * 3)


# --- vendors ---------------------------------------------------------------------------------------


def test_thin_lines_are_as_light_as_they_are_thin() -> None:
    """Lines of 0.05 mm, of which PDFium alone makes black ones as wide as a pixel."""
    size = Size(60, 60)
    lines = tuple(
        Outline((PathStep("move", (x, 2)), PathStep("line", (x + 5, 58))), stroke=BLACK, stroke_width=0.05)
        for x in range(2, 52, 2)
    )
    writer = Writer(DocumentInfo("lines"), lambda key: pytest.fail(key))
    writer.page(size, [Placement(writer.draw(Face(size, 0, lines)), 0, 0, 0, Rect(0, 0, *size))])
    pages = Pages(bytes(writer.finish()))
    dark = {}
    for fine in (1, FINE):
        image = Image.frombytes("RGB", (709, 709), pages.bitmap(0, (709, 709), fine).data).convert("L")
        dark[fine] = sum(image.histogram()[:64]) / 709**2
    pages.close()
    assert dark[1] > 0.01
    assert dark[FINE] < 0.001


def test_makeplayingcards_gets_fronts_and_backs_apart_each_copy_a_file(workshop: Path, out: Path) -> None:
    report = images(workshop, out, "--for", "makeplayingcards")
    places = ("1-first", "2-second", "3-third", "4-third", "5-fourth")
    names = {f"makeplayingcards/{side}/{place}.png" for side in ("fronts", "backs") for place in places}
    assert written(out) == names | {"images.json"}
    for name in names:
        with Image.open(out / "images" / name) as picture:
            assert (picture.size, picture.mode) == ((822, 1122), "RGB")
            assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    with Image.open(out / "images/makeplayingcards/backs/1-first.png") as picture:
        assert {picture.getpixel(place) for place in ((0, 0), (821, 0), (0, 1121), (821, 1121))} == {
            picture.getpixel((400, 200))
        }
    assert "Not verified" in report["advice"]


def test_the_game_crafter_gets_each_card_once(workshop: Path, out: Path) -> None:
    report = images(workshop, out, "--for", "the-game-crafter", "--format", "jpeg")
    assert len(report["files"]) == 8
    assert "the-game-crafter/3-third-front.jpg" in written(out)
    with Image.open(out / "images/the-game-crafter/3-third-front.jpg") as picture:
        assert (picture.size, picture.mode) == ((825, 1125), "RGB")


def test_a_vendor_that_wants_one_back_for_all_gets_one(workshop: Path, out: Path) -> None:
    (workshop / "layouts/profiles").mkdir()
    product = (
        "{title: P, trim: {width: 63.5mm, height: 88.9mm}, page: {width: 70mm, height: 95mm}, safe: 3mm, source: us}"
    )
    text = f"title: Ours\nvendor: {{takes: [images], backs: once, dpi: 100, products: {{p: {product}}}}}\n"
    (workshop / "layouts/profiles/ours.yaml").write_text(text, encoding="utf-8")
    images(workshop, out, "--for", "ours", "--cards", "one")
    assert written(out) == {"images.json", "ours/0-all-back.png", "ours/1-first-front.png", "ours/2-second-front.png"}
    with Image.open(out / "images/ours/0-all-back.png") as picture:
        assert picture.size == (276, 374)
    done = run("images", workshop, "--for", "ours", "-o", out)
    assert done.exit_code == ExitCode.SOURCES
    assert "the cards have 2 different backs" in done.output


@pytest.mark.parametrize(
    ("vendor", "layout", "pixels", "turned"),
    [
        ("the-game-crafter", "business-us", (675, 1125), True),
        ("makeplayingcards", "business-us", (1122, 672), False),
        ("moo", "business-84x55", (1039, 697), False),
        ("print-house", "a6", (1311, 1819), False),
        ("the-game-crafter", "poker-63x88", (825, 1125), False),
    ],
)
def test_pixels_of_bundled_layouts(vendor: str, layout: str, pixels: Any, turned: bool, out: Path) -> None:
    done = run("images", "--for", vendor, "--layout", layout, "--cards", "guest", "-o", out, "--json")
    assert done.exit_code == ExitCode.DONE, done.output
    files = json.loads(done.stdout)["files"]
    assert [file["side"] for file in files] == ["front", "back"]
    for file in files:
        with Image.open(file["path"]) as picture:
            assert picture.size == pixels
            found = zxingcpp.read_barcodes(picture)
        if file["side"] == "back":
            assert [abs(code.orientation) for code in found] == [90 if turned else 0]
    assert "-guest-" in files[0]["name"] or files[0]["name"].endswith("-guest.png")
    assert "15" in files[0]["name"], "its place in the whole deck, though it is printed alone"


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--for", "drivethrucards"), ExitCode.SOURCES, "takes pdf, not images"),
        (("--for", "home"), ExitCode.USAGE, "'home' is no card vendor"),
        (("--for", "moo"), ExitCode.SOURCES, "prints no cards of 63.5 × 88.9 mm"),
        (("--for", "the-game-crafter", "--dpi", "200"), ExitCode.USAGE, "leave out --dpi"),
        (("--for", "the-game-crafter", "--sprites"), ExitCode.USAGE, "leave out --sprites"),
        (("--for", "mooo"), ExitCode.SOURCES, "there is no profile 'mooo'"),
        (("--cards", "frist"), ExitCode.USAGE, "did you mean 'first'"),
        (("--layout", "pokre"), ExitCode.SOURCES, "there is no layout 'pokre'"),
    ],
)
def test_what_cannot_be_had_is_said_and_nothing_written(
    options: tuple[str, ...], status: ExitCode, said: str, workshop: Path, out: Path
) -> None:
    done = run("images", workshop, "-o", out, *options)
    assert done.exit_code == status, done.output
    assert said in done.output
    assert not out.exists()


def test_a_kit_that_is_printed_at_home_gives_pictures_all_the_same(workshop: Path, out: Path) -> None:
    kit = workshop / "kit.yaml"
    text = kit.read_text(encoding="utf-8").replace("deck:", "profile: home\ndeck:\n  paper: letter")
    kit.write_text(text, encoding="utf-8")
    assert len(images(workshop, out)["files"]) == 8


# --- whiteboards -----------------------------------------------------------------------------------


def test_cards_for_a_whiteboard_are_named_by_id_and_title_and_have_round_corners(out: Path) -> None:
    done = run("images", "--whiteboard", "--cards", "guest,size-function", "-o", out)
    assert done.exit_code == ExitCode.DONE, done.output
    assert written(out) == {
        "images.json",
        "whiteboard/guest-front.png",
        "whiteboard/guest-back.png",
        "whiteboard/size-function-Function-front.png",
        "whiteboard/size-function-Function-back.png",
    }
    with Image.open(out / "images/whiteboard/guest-back.png") as picture:
        assert (picture.size, picture.mode) == ((500, 700), "RGBA")
        radius = round(3.5 / 25.4 * 200)
        assert [picture.getpixel(place)[3] for place in ((0, 0), (499, 0), (0, 699), (499, 699))] == [0] * 4
        assert picture.getpixel((radius, 0))[3] == picture.getpixel((0, radius))[3] == 255
        inside = round(radius * (1 - 2**-0.5)) + 1
        assert picture.getpixel((inside, inside))[3] == 255
        assert len(codes(picture)) == 1


def test_titles_of_any_script_make_names(workshop: Path, out: Path) -> None:
    cards = next((workshop / "cards").iterdir())
    text = cards.read_text(encoding="utf-8").replace("The first card", "'../Ćwiczenie: «Δέλτα» / 1'")
    cards.write_text(text, encoding="utf-8")
    images(workshop, out, "--whiteboard", "--cards", "first")
    assert "whiteboard/first-Ćwiczenie-Δέλτα-1-front.png" in written(out)


# --- sprites ---------------------------------------------------------------------------------------


def test_sprites_are_where_the_grid_says(workshop: Path, out: Path, tmp_path: Path) -> None:
    images(workshop, out, "--sprites", "--side", "2000")
    assert written(out) == {"images.json"} | {f"sprites/deck{end}" for end in ("-fronts.png", "-backs.png", ".json")}
    (sheet,) = json.loads((out / "images/sprites/deck.json").read_text(encoding="utf-8"))["sheets"]
    assert (sheet["face"], sheet["back"], sheet["unique_backs"]) == ("deck-fronts.png", "deck-backs.png", True)
    assert [(card["index"], card["id"], card["quantity"]) for card in sheet["cards"]] == [
        (0, "first", 1),
        (1, "second", 1),
        (2, "third", 2),
        (3, "fourth", 1),
    ]
    printed = printed_codes(workshop, tmp_path / "print")
    width, height = sheet["cell"]
    with Image.open(out / "images/sprites/deck-fronts.png") as picture:
        assert picture.size == (sheet["width"] * width, sheet["height"] * height)
        assert max(picture.size) <= 2000
        for card in sheet["cards"]:
            row, column = divmod(card["index"], sheet["width"])
            cell = picture.crop((column * width, row * height, (column + 1) * width, (row + 1) * height))
            assert codes(cell) == {printed[card["id"]]}
        assert picture.getpixel((picture.width - 1, picture.height - 1)) == (128, 128, 128), "the hidden place is free"


def test_one_back_for_all_is_one_picture(workshop: Path, out: Path) -> None:
    images(workshop, out, "--sprites", "--cards", "one", "--side", "1000")
    (sheet,) = json.loads((out / "images/sprites/deck.json").read_text(encoding="utf-8"))["sheets"]
    assert (sheet["back"], sheet["unique_backs"]) == ("back.png", False)
    with Image.open(out / "images/sprites/back.png") as picture:
        assert list(picture.size) == sheet["cell"]


@given(
    count=st.integers(1, MOST_CARDS),
    width=st.floats(30, 150),
    height=st.floats(30, 210),
    side=st.integers(512, 16384),
    most=st.integers(50, 2000),
)
def test_every_grid_holds_its_cards_and_the_hidden_one(
    count: int, width: float, height: float, side: int, most: int
) -> None:
    grid = grid_of(count, Size(width, height), side, (most, round(most * height / width)))
    assert 2 <= grid.columns <= 10
    assert 2 <= grid.rows <= 7
    assert grid.columns * grid.rows > count
    assert max(grid.size) <= side
    assert 1 <= grid.cell[0] <= most
    places = [grid.place(index) for index in range(count)]
    assert len(set(places)) == count
    assert all(x + grid.cell[0] <= grid.size[0] and y + grid.cell[1] <= grid.size[1] for x, y in places)


@given(count=st.integers(0, 500))
def test_a_large_deck_goes_on_as_few_sheets_as_can_be(count: int) -> None:
    cards = [Card(str(number), "a") for number in range(count)]
    sheets = runs(cards)
    assert [card for sheet in sheets for card in sheet] == cards
    assert all(1 <= len(sheet) <= MOST_CARDS for sheet in sheets)
    assert len(sheets) == -(-count // MOST_CARDS)


def test_a_deck_of_more_than_a_sheet_has_its_grid_on_each(workshop: Path, out: Path) -> None:
    cards = next((workshop / "cards").iterdir())
    more = "".join(f"  - {{id: more-{number}, category: one, title: More}}\n" for number in range(70))
    cards.write_text(cards.read_text(encoding="utf-8") + more, encoding="utf-8")
    images(workshop, out, "--sprites", "--side", "700", "--dpi", "40")
    sheets = json.loads((out / "images/sprites/deck.json").read_text(encoding="utf-8"))["sheets"]
    assert [sheet["number"] for sheet in sheets] == [37, 37]
    assert [sheet["cards"][0]["id"] for sheet in sheets] == ["first", "more-33"]
    assert {sheet["face"] for sheet in sheets} == {"deck-1-fronts.png", "deck-2-fronts.png"}


# --- overview --------------------------------------------------------------------------------------


def test_the_overview_has_every_card_on_one_page(workshop: Path, out: Path) -> None:
    report = images(workshop, out, "--contact", "pdf")
    (page,) = pdfium_text(out / "images/contact.pdf")
    assert all(card in page for card in (*IDS, "The first card", "4 cards", "A small kit"))
    assert [file["name"] for file in report["files"]] == ["contact.pdf"]
    images(workshop, out, "--contact", "png", "--dpi", "200")
    assert {"contact.pdf", "contact.png"} < written(out), "each is a set of its own"
    with Image.open(out / "images/contact.png") as picture:
        assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.1)
        assert len(codes(picture.resize((picture.width * 2, picture.height * 2)))) == 4
        left, top, width = 10.0, 10.0 + 9.0, 63.5 / 2  # mm, of the first card; its back stands 1.5 mm beside it

        def pixel(x: float, y: float) -> Any:
            return picture.getpixel((round(x / 25.4 * 200), round(y / 25.4 * 200)))

        assert pixel(left + 5, top + 1.5) != (255, 255, 255)
        outside = [(left + 5, top - 0.7), (left - 0.7, top + 1.5), (left + width + 0.75, top + 20)]
        assert {pixel(*place) for place in outside} == {(255, 255, 255)}, "the bleed is cut away"


# --- whose files -----------------------------------------------------------------------------------


def test_only_our_own_files_are_replaced(workshop: Path, out: Path) -> None:
    (out / "images/cards").mkdir(parents=True)
    theirs = out / "images/cards/2-second-front.png"
    theirs.write_bytes(b"theirs")
    done = run("images", workshop, "-o", out)
    assert done.exit_code == ExitCode.FILES
    assert "2-second-front.png: is there already" in done.output
    assert {path.name for path in (out / "images").rglob("*") if path.is_file()} == {theirs.name}
    assert theirs.read_bytes() == b"theirs"
    theirs.unlink()
    images(workshop, out)
    ours = theirs.read_bytes()
    theirs.write_bytes(b"touched")
    images(workshop, out)
    assert theirs.read_bytes() == ours


def test_what_a_set_does_not_hold_any_more_goes_and_other_sets_stay(workshop: Path, out: Path) -> None:
    images(workshop, out)
    images(workshop, out, "--whiteboard")
    images(workshop, out, "--cards", "first", "--format", "jpeg")
    assert "cards/1-first-front.jpg" in written(out)
    assert "cards/4-fourth-front.png" in written(out), "some cards alone take nothing away"
    images(workshop, out, "--format", "jpeg")
    left = written(out)
    assert not [name for name in left if name.startswith("cards/") and name.endswith(".png")]
    assert len([name for name in left if name.startswith("whiteboard/")]) == 8
    listed = json.loads((out / "images/images.json").read_text(encoding="utf-8"))
    assert {file["name"] for file in listed["files"]} | {"images.json"} == left


@pytest.mark.parametrize(
    "text",
    ["{}", "no json", '{"version": 1, "kit": "other", "files": []}', '{"version": 9, "kit": "small", "files": []}'],
)
def test_a_list_that_is_not_ours_is_refused(text: str, workshop: Path, out: Path) -> None:
    (out / "images").mkdir(parents=True)
    (out / "images/images.json").write_text(text, encoding="utf-8")
    done = run("images", workshop, "-o", out)
    assert done.exit_code == ExitCode.FILES
    assert "images.json: " in done.output
    assert (out / "images/images.json").read_text(encoding="utf-8") == text


def test_a_list_never_leads_out_of_its_folder(workshop: Path, out: Path) -> None:
    images(workshop, out)
    path = out / "images/images.json"
    listed = json.loads(path.read_text(encoding="utf-8"))
    (out / "precious.txt").write_text("mine", encoding="utf-8")
    listed["files"].append({**listed["files"][0], "name": "../precious.txt"})
    path.write_text(json.dumps(listed), encoding="utf-8")
    images(workshop, out)
    assert (out / "precious.txt").read_text(encoding="utf-8") == "mine"


def test_nothing_is_left_half_written(workshop: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    images(workshop, out)
    before = {name: (out / "images" / name).read_bytes() for name in written(out)}
    asked = []

    def png(bitmap: Bitmap, dpi: float, level: int = 6) -> bytes:
        asked.append(dpi)
        if len(asked) == 5:
            raise OSError(28, "No space left on device")
        return b"half"

    monkeypatch.setattr(Bitmap, "png", png)
    done = run("images", workshop, "-o", out)
    assert done.exit_code == ExitCode.FILES
    assert "cannot be written" in done.output
    assert {name: (out / "images" / name).read_bytes() for name in written(out)} == before


def test_a_card_whose_words_do_not_fit_gives_no_pictures(workshop: Path, out: Path) -> None:
    cards = next((workshop / "cards").iterdir())
    text = cards.read_text(encoding="utf-8").replace("The second card", "The second card " * 20)
    cards.write_text(text, encoding="utf-8")
    done = run("images", workshop, "-o", out)
    assert done.exit_code == ExitCode.SOURCES
    assert "second" in done.output
    assert not out.exists()
