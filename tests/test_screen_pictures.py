"""Pictures of cards for screens: small, harmless, in the colours of the brand; listed, kept and served by digest."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from conftest import Kits
from PIL import Image
from rooms import RUNNER, Phone, make_room

from generator.capture.app import create_app
from generator.capture.kits import PrintedKit
from generator.capture.model import NewEntry
from generator.capture.run.pictures import keep_pictures
from generator.capture.web.assets import PAGES
from generator.capture.web.pictures import on_page
from generator.capture.web.tokens import entry_id
from generator.cli import main
from generator.codes import MAX_PICTURE_BYTES, picture_kind
from generator.colours import Colour
from generator.compose.second_ink import table_of
from generator.face import GradientStop, Item, LinearGradient, Outline, PathStep, Placed, make_art, rectangle
from generator.geometry import Rect, Size, Transform
from generator.kit.press.screen_pictures import UNITS, Drawing
from generator.repeat import PATTERNS, repeated
from generator.screen_colours import ink_on_hue

SMALL = Path(__file__).parent / "small"
MOST, ON_AVERAGE = 10_000, 3_000  # bytes; a still life of three heaps is the largest
ELEMENTS = {"svg", "path", "g", "defs", "clipPath", "linearGradient", "stop"}
ATTRIBUTES = {
    "viewBox", "preserveAspectRatio", "d", "fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-dasharray", "clip-path", "id", "gradientUnits", "x1", "y1", "x2", "y2", "offset",
    "stop-color",
}  # fmt: skip
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path fill="{}" d="M1 1h8v8h-8z"/>'
    '<path fill="none" stroke="#101010" d="M2 2l6 6"/></svg>'
)
RED, BLUE = Colour.from_hex("#cc0000"), Colour.from_hex("#0000cc")


@pytest.fixture(scope="module")
def folder(print_once: Kits) -> Path:
    return print_once().folder


def things(folder: Path) -> dict[str, dict[str, str]]:
    """The cards that are in the selection."""
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    cards = (thing for thing in said["things"] if thing["kind"] == "card")
    return {thing["id"]: thing for thing in cards if thing.get("drawn", True)}


def names(svg: bytes) -> set[str]:
    return {each.tag.partition("}")[2] for each in ElementTree.fromstring(svg).iter()}


def harmless(svg: bytes) -> bool:
    """Nothing but shapes: no script, no words, nothing that is fetched."""
    every = list(ElementTree.fromstring(svg).iter())
    said = {name for each in every for name in each.attrib}
    references = re.findall(rb"url\(([^)]*)\)", svg)
    return names(svg) <= ELEMENTS and said <= ATTRIBUTES and all(each.startswith(b"#s") for each in references)


def test_every_card_of_the_selection_has_one_that_is_small_and_harmless(folder: Path) -> None:
    cards = things(folder)
    assert len(cards) == 54
    for card in cards.values():
        svg = (folder / f"screen/{card['code']}.svg").read_bytes()
        assert hashlib.sha256(svg).hexdigest() == card["picture"]
        assert len(svg) <= MOST
        assert harmless(svg)
    sizes = [path.stat().st_size for path in (folder / "screen").iterdir()]
    assert len(sizes) == 54
    assert sum(sizes) / len(sizes) <= ON_AVERAGE
    assert not harmless(b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    assert not harmless(b'<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(http://x)"/></svg>')


def test_colours_are_those_of_the_card_and_its_brand(folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for card in things(folder).values():
        svg = (folder / f"screen/{card['code']}.svg").read_text(encoding="utf-8")
        colour = said["categories"][card["category"]]["colour"]
        assert colour in svg
        assert table_of(Colour.from_hex(colour)).hex in svg


def test_shapes_stand_where_the_face_has_them() -> None:
    box = Rect(10, 20, 30, 30)
    stops = (GradientStop(0, RED), GradientStop(1, BLUE))
    inside = Outline(rectangle(Rect(0, 0, 2, 2)), LinearGradient(0, 0, 2, 0, stops), even_odd=True)
    stroke = Outline((PathStep("move", (0, 0)), PathStep("line", (1, 1))), stroke=BLUE, stroke_width=0.5, cap=1, join=1)
    art = make_art(Rect(0, 0, 2, 2), (inside, stroke))
    placed = Placed(art, Transform(5, 0, 0, 5, 20, 30), clip=Rect(20, 30, 5, 10))
    svg = Drawing(box, (Outline(rectangle(box), fill=RED), placed)).svg()
    assert harmless(svg)
    assert names(svg) == ELEMENTS
    assert f'viewBox="0 0 {30 * UNITS} {30 * UNITS}"'.encode() in svg
    assert b'fill="#cc0000" d="m0 0l480 0l0 480l-480 0z"' in svg
    assert b'd="m160 160l160 0l0 160l-160 0z"' in svg  # ten millimetres in and down, ten wide
    assert b'x1="160" y1="160" x2="320" y2="160"' in svg
    assert b'stroke-width="40" stroke-linecap="round" stroke-linejoin="round"' in svg
    assert b'<clipPath id="s1"><path d="m160 160l80 0l0 160l-80 0z"/></clipPath>' in svg


def test_lines_of_one_colour_that_follow_one_another_are_one_path_for_each_width() -> None:
    def line(colour: Colour, width: float, to: float) -> Outline:
        path = (PathStep("move", (0, 0)), PathStep("line", (to, to)))
        return Outline(path, stroke=colour, stroke_width=width)

    lines = [line(RED, 1, 1), line(RED, 2, 2), line(RED, 1, 3), line(BLUE, 1, 4), line(RED, 1, 5)]
    svg = Drawing(Rect(0, 0, 10, 10), lines, 1).svg().decode()
    assert re.findall(r'stroke="(#\w+)" stroke-width="(\d)" d="([^"]+)"', svg) == [
        ("#cc0000", "1", "m0 0l1 1M0 0l3 3"), ("#cc0000", "2", "m0 0l2 2"), ("#0000cc", "1", "m0 0l4 4"),
        ("#cc0000", "1", "m0 0l5 5"),
    ]  # fmt: skip


def test_a_table_goes_on_to_the_left_and_no_tab_stands_beside_it(folder: Path) -> None:
    """A page gives a picture a box that is wider than it: there the table is seen from edge to edge."""
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for card in things(folder).values():
        svg = (folder / f"screen/{card['code']}.svg").read_text(encoding="utf-8")
        wide, high = map(int, re.findall(r'viewBox="0 0 (\d+) (\d+)"', svg)[0])
        assert 'preserveAspectRatio="xMaxYMax"' in svg
        colour = Colour.from_hex(said["categories"][card["category"]]["colour"])
        ((left, top, along),) = re.findall(rf'fill="{table_of(colour).hex}" d="m(-?\d+) (\d+)l(\d+) 0l', svg)[:1]
        assert int(left) < -10 * wide
        assert int(left) + int(along) >= wide
        assert 0.45 * high < int(top) < 0.55 * high
        areas = re.findall(r'<path fill="#\w+" d="m(-?\d+)-?\s?\d+l(\d+) 0l0 (\d+)l-\d+ 0z"/>', svg)
        assert not [area for area in areas if int(area[0]) < 0 and int(area[1]) < wide / 5 and int(area[2]) > high]


def test_the_edge_of_a_page_without_a_picture_has_the_eight_ingredients_of_backs() -> None:
    """One of each, as `repeat` draws them, to a tenth of a unit."""
    path = (PAGES / "edge.svg").read_text(encoding="utf-8")
    shapes = re.findall(r"M[^Z]+Z", path)
    mixed = repeated("mixed", Rect(0, 0, 4, 4), Size(4, 4), 1, RED)
    drawn = [item for placed in mixed for item in outlines(placed)]
    corners = max(sum(step.verb == "close" for step in item.path) for item in drawn)
    assert len(shapes) == corners == len(PATTERNS) + 2  # the jars on a shelf are three
    assert harmless(path.encode())


def outlines(placed: Item) -> Iterator[Outline]:
    if isinstance(placed, Placed):
        for item in placed.art.items:
            yield from outlines(item)
    elif isinstance(placed, Outline):
        yield placed


@pytest.mark.parametrize("colour", [f"#{level:02x}{level:02x}{level:02x}" for level in range(0, 256, 15)])
def test_words_on_the_colour_of_a_card_are_read_and_are_those_of_the_card_where_they_can_be(colour: str) -> None:
    hue, brand = Colour.from_hex(colour), {"ink": Colour.from_hex("#2a211c"), "paper": Colour.from_hex("#ffffff")}
    written = ink_on_hue(hue, brand)
    assert written.contrast(hue) >= 4.5
    best = max(brand.values(), key=hue.contrast)
    assert (written == best) == (best.contrast(hue) >= 4.5)


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A small deck whose first card has a drawing and whose second has a photograph."""
    workshop = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    (workshop / "pictures").mkdir()
    (workshop / "pictures/a.svg").write_text(DRAWING.format("currentColor"), encoding="utf-8")
    Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(workshop / "pictures/b.jpg", quality=95)
    Image.new("RGBA", (900, 600), (0, 200, 0, 128)).save(workshop / "pictures/c.png")
    change(workshop / "deck.yaml", "  about: {kind: text}\n", "  about: {kind: text}\n  motif: {kind: picture}\n")
    change(
        workshop / "cards/all.yaml", "    title: The first card", "    motif: pictures/a.svg\n    title: The first card"
    )
    change(workshop / "cards/all.yaml", "    title: The second", "    motif: pictures/b.jpg\n    title: The second")
    change(workshop / "cards/all.yaml", "    title: The third", "    motif: pictures/c.png\n    title: The third")
    layout = workshop / "layouts/cards/plain.yaml"
    frame = (
        "  motif: {kind: picture, box: {left: 10mm, width: 20mm, top: 30mm, height: 20mm}, field: motif, min_ppi: 1}\n"
    )
    change(layout, "front:\n", f"front:\n{frame}")
    return workshop


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def build(workshop: Path, *more: str) -> set[str]:
    """The files in screen/."""
    out = workshop.parent / "out"
    done = CliRunner().invoke(main, ["build", str(workshop), "-o", str(out), *more])
    assert done.exit_code == 0, done.output
    return {path.name for path in (out / "screen").glob("*")}


def test_a_photograph_is_a_small_jpeg_and_a_card_without_a_picture_has_none(workshop: Path, tmp_path: Path) -> None:
    drawn = build(workshop)
    cards = things(tmp_path / "out")
    codes = {name: card["code"] for name, card in cards.items()}
    assert drawn == {f"{codes['first']}.svg", f"{codes['second']}.jpg", f"{codes['third']}.jpg"}
    assert "picture" not in cards["fourth"]
    for name in ("second", "third"):
        content = (tmp_path / f"out/screen/{codes[name]}.jpg").read_bytes()
        assert hashlib.sha256(content).hexdigest() == cards[name]["picture"]
        image = Image.open(BytesIO(content))
        assert (image.format, image.size) == ("JPEG", (400, 267))
        assert len(content) <= MOST
    red, green, _ = Image.open(tmp_path / f"out/screen/{codes['third']}.jpg").getpixel((200, 100))
    assert green > 200 > red  # half transparent, on the paper


def test_a_card_outside_of_the_selection_has_none_until_it_comes_into_it(workshop: Path, tmp_path: Path) -> None:
    cards = workshop / "cards/all.yaml"
    inside = cards.read_text(encoding="utf-8")
    change(cards, "- id: first\n", "- id: first\n    quantity: 0\n")
    assert len(build(workshop)) == 2
    assert "first" not in things(tmp_path / "out")
    cards.write_text(inside, encoding="utf-8")
    assert len(build(workshop)) == 3
    change(cards, "- id: first\n", "- id: first\n    quantity: 0\n")
    assert len(build(workshop)) == 2


def test_what_is_gone_goes_and_what_is_retired_stays(workshop: Path, tmp_path: Path) -> None:
    build(workshop)
    code = {name: card["code"] for name, card in things(tmp_path / "out").items()}
    strange = tmp_path / "out/screen/own.svg"
    strange.write_text("mine", encoding="utf-8")
    change(workshop / "cards/all.yaml", "motif: pictures/b.jpg", "motif: pictures/a.svg")  # of another kind now
    change(workshop / "cards/all.yaml", "    motif: pictures/c.png\n", "")
    cards = (workshop / "cards/all.yaml").read_text(encoding="utf-8")
    without = cards[cards.index("  - id: second") :]
    (workshop / "cards/all.yaml").write_text(f"cards:\n{without}", encoding="utf-8")  # the first card is gone
    assert build(workshop) == {f"{code['first']}.svg", f"{code['second']}.svg", "own.svg"}
    first = things(tmp_path / "out")["first"]
    assert first["retired"]
    assert first["picture"]


def test_pictures_of_others_are_not_replaced_and_proofs_leave_them_alone(workshop: Path, tmp_path: Path) -> None:
    before = {name: (tmp_path / "out/screen" / name).read_bytes() for name in build(workshop)}
    change(workshop / "pictures/a.svg", "currentColor", "#123456")
    pictures = {name: card.get("picture") for name, card in things(tmp_path / "out").items()}
    assert build(workshop, "--proof") == before.keys()
    assert {name: card.get("picture") for name, card in things(tmp_path / "out").items()} == pictures
    assert {name: (tmp_path / "out/screen" / name).read_bytes() for name in before} == before
    (tmp_path / "out/manifest.json").unlink()
    done = CliRunner().invoke(main, ["build", str(workshop), "-o", str(tmp_path / "out")])
    assert "is there already and was not written" in done.output


def test_the_server_keeps_pictures_and_serves_them_when_the_folder_is_deleted(workshop: Path, tmp_path: Path) -> None:
    build(workshop)
    out = tmp_path / "out"
    kit = PrintedKit.of((out / "manifest.json").read_bytes())
    cards = {thing.id: thing for thing in kit.things}
    (out / f"screen/{cards['third'].code}.jpg").write_bytes(b"\xff\xd8\xff another one")
    room = make_room(tmp_path, kits=lambda: kit)
    RUNNER.run(keep_pictures(room.store, kit, out))
    shutil.rmtree(out)
    RUNNER.run(keep_pictures(room.store, kit, out))
    phone = Phone(create_app(room))
    for name, kind in (("first", "image/svg+xml"), ("second", "image/jpeg")):
        address = on_page(cards[name], room.store).address
        answer = phone.get(address)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind)
        assert hashlib.sha256(answer.content).hexdigest() == cards[name].picture
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        again = phone.get(address, headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
        assert phone.get(address.rpartition(".")[0] + ".png").status_code == 404
    session = RUNNER.run(room.store.open_session(kit.id, "Tuesday"))
    about = (session.id, None, cards["first"].code, "card", "first", "", "card-log", 1)
    for number in "12":  # one alone is shown in another way
        RUNNER.run(room.store.submit(NewEntry(entry_id(), *about, {"note": number})))
    board = phone.get(f"/board/{session.board_token}").text
    assert f'class="goes-on" src="/picture/{cards["first"].picture}.svg" alt="" loading="lazy"' in board
    assert on_page(cards["third"], room.store).address == ""  # not what the manifest lists
    assert on_page(cards["fourth"], room.store).address == ""
    assert phone.get(f"/picture/{cards['third'].picture}.jpg").status_code == 404
    assert phone.get("/picture/..%2Fx.svg").status_code == 404
    room.store.close()


def test_what_is_no_picture_or_too_large_is_not_kept(tmp_path: Path, folder: Path) -> None:
    kit = PrintedKit.of((folder / "manifest.json").read_bytes())
    card = next(thing for thing in kit.things if thing.picture)
    (tmp_path / "screen").mkdir()
    room = make_room(tmp_path)
    for content in (b"<html>", b"<svg" + b" " * MAX_PICTURE_BYTES):
        (tmp_path / f"screen/{card.code}.svg").write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        named = replace(kit, things=(card._replace(picture=digest),))
        RUNNER.run(keep_pictures(room.store, named, tmp_path))
        assert room.store.picture(digest) is None
    assert [picture_kind(start + b"...") for start in (b"<svg", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")] == [
        "svg", "png", "jpg", "",
    ]  # fmt: skip
    room.store.close()
