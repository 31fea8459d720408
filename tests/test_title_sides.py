"""Title sides as a still life: how much of a card its picture has, on one table, seen, cut by the trim alone."""

import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from suite import in_part
from test_floors import BRANDS, OBJECT, Painted, faults, painted, written
from vectors import drawn, svg

from generator.colours import Colour
from generator.compose.facts import picked
from generator.compose.second_ink import for_still_life
from generator.compose.still_life import cut_to, standing, standing_parts
from generator.face import Face, Joint, Outline, TextLine, transformed
from generator.geometry import Rect, Size
from generator.images.paths import polygons
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import Workshop, bundled_workshop, load

ON_ITS_SIDE = ("business", "business-us", "business-84x55", "business-85x54", "business-90x52", "index-5x3")
LAYOUTS = ("poker", "poker-63x88", "tarot", "a6", *ON_ITS_SIDE, "poker-compact")
LEAST_SHARE, LEAST_COMPACT = 0.25, 0.12  # of the face: the box around what is seen of a picture, inside trim and frame
EDGE = 0.75  # of the height of a card, down to the table
SLACK = 0.02
CASES = [(layout, brand) for layout in LAYOUTS for brand in BRANDS]


class Side(NamedTuple):
    card: str
    face: Face
    wall: Colour
    table: Colour


def sides(shop: Workshop) -> list[Side]:
    """A card with each picture of each family."""
    production = Production(Shared(shop, None), shop.pieces["deck"])
    cards = {(card.category, card.values.get("motif")): card for card in production.deck.cards}
    found: list[Side] = []
    for card in cards.values():
        if face := production.face(card, "front"):
            composer = production.composer(card)
            assert composer is not None
            palette = composer.inks.palette(card)
            found.append(Side(card.id, face, palette["category"], palette["category-table"]))
    assert shop.problems.errors == []
    return found


def picture(face: Face) -> list[Painted]:
    """The parts of the largest drawing."""
    drawings: dict[int, list[Painted]] = {}
    for each in painted(face, cut=True):
        if each.drawing:
            drawings.setdefault(each.drawing, []).append(each)
    return max(drawings.values(), key=lambda parts: area(seen(parts, face)), default=[])


def seen(parts: list[Painted], face: Face) -> Rect:
    """The box around all that is seen of their outlines, which trim and frame cut; with the pen's width."""
    boxes = []
    for part in parts:
        whole = Rect(0, 0, *face.size)
        room = overlap(whole, part.cut.grown(-pen(part))) if part.cut else whole
        assert isinstance(part.item, Outline)
        corners = polygons(transformed(part.item.path, part.place), 12)
        ends = [end for each in corners for line in pairwise([*each, each[0]]) for end in inside_of(room, *line)]
        if ends:
            across, down = zip(*ends, strict=True)
            box = Rect(min(across), min(down), max(across) - min(across), max(down) - min(down))
            boxes.append(overlap(box.grown(pen(part)), whole))
    if not boxes:
        return Rect(0, 0, 0, 0)
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Rect(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def overlap(one: Rect, other: Rect) -> Rect:
    x, y = max(one.x, other.x), max(one.y, other.y)
    return Rect(x, y, max(min(one.right, other.right) - x, 0), max(min(one.bottom, other.bottom) - y, 0))


def inside_of(room: Rect, start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """The ends of what is inside of a line, by Liang and Barsky."""
    low, high = 0.0, 1.0
    for near, far, least, most in zip(start, end, room[:2], (room.right, room.bottom), strict=True):
        if near == far:
            if not least <= near <= most:
                return
            continue
        first, last = sorted(((least - near) / (far - near), (most - near) / (far - near)))
        low, high = max(low, first), min(high, last)
    if low <= high:
        for share in (low, high):
            yield start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def pen(part: Painted) -> float:
    """Half of what its line is wide."""
    line = part.item.stroke_width if isinstance(part.item, Outline) and part.item.stroke else 0.0
    return line / 2 * abs(part.place.a * part.place.d - part.place.b * part.place.c) ** 0.5


def area(box: Rect) -> float:
    return box.width * box.height


def astray(side: Side, least: float) -> Iterator[str]:
    """What a title side has that a still life has not."""
    face, parts = side.face, picture(side.face)
    share = area(seen(parts, face)) / (face.size.width * face.size.height) if parts else 0.0
    if share < least:
        yield f"{side.card}: its picture has {share:.1%}"
    tables = [each.box for each in painted(face) if not each.drawing and is_filled(each, side.table)]
    if not any(abs(box.y / face.size.height - EDGE) < SLACK and box.width > face.size.width for box in tables):
        yield f"{side.card}: the table's edge is elsewhere"
    if parts and min(part.box.y for part in parts) < 0:
        yield f"{side.card}: the head of its picture is cut"
    for line in face.lines():
        if line.field == "title" and line.joint is Joint.HYPHEN:
            yield f"{side.card}: its title breaks at a hyphen"
    yield from (f"{side.card}: {fault}" for fault in faults(face))
    for ground in (side.wall, side.table):
        yield from (f"{side.card}: {fault} on {ground.hex}" for fault in lost(parts, ground))


def is_filled(each: Painted, colour: Colour) -> bool:
    return isinstance(each.item, Outline) and isinstance(each.item.fill, Colour) and each.item.fill.hex == colour.hex


def lost(parts: list[Painted], ground: Colour) -> Iterator[str]:
    """What stands free is seen on the ground, or has an edge of ink around it."""
    for at, each in enumerate(parts):
        outline = each.item
        if not isinstance(outline, Outline) or any(other.box.contains(each.box) for other in parts[:at]):
            continue
        paints = [paint for paint in (outline.fill, outline.stroke) if isinstance(paint, Colour)]
        if paints and max(paint.contrast(ground) for paint in paints) < OBJECT - 0.005:
            yield f"part of a picture at {paints[0].contrast(ground):.2f}"


def least(layout: str) -> float:
    """A one-sided card has its words and its code beside its picture."""
    return LEAST_COMPACT if layout.startswith("poker-compact") else LEAST_SHARE


@pytest.mark.parametrize(
    ("layout", "brand"),
    in_part(
        CASES,
        ("poker", "house"),
        ("business", "two nearly equal"),
        ("business-us", "house"),
        ("poker-compact", "pale yellow"),
    ),
)
def test_every_title_side_is_a_still_life(layout: str, brand: str, tmp_path: Path) -> None:
    shop = load(bundled_workshop(), {"layout": layout}, written(brand, tmp_path))
    each = sides(shop)
    assert len(each) > 60
    assert [fault for side in each for fault in astray(side, least(layout))] == []


TABBED = (*LAYOUTS, "poker-statement", "tarot-statement", "a6-statement", "business-statement")


@pytest.mark.parametrize("layout", in_part(TABBED, "poker"))
def test_tabs_on_the_trim_climb_with_the_families(layout: str) -> None:
    shop = load(bundled_workshop(), {"layout": layout})
    production = Production(Shared(shop, None), shop.pieces["deck"])
    tabs: dict[str, float] = {}
    for card in production.deck.cards:
        if card.category not in tabs and (face := production.face(card, "front")):
            boxes = [each.box for each in painted(face) if not each.drawing and each.box.x < -1 and each.box.width < 9]
            (tabs[card.category],) = [box.y for box in boxes]
    heights = list(tabs.values())
    assert len(heights) > 6
    assert heights == sorted(set(heights), reverse=True)


PLANTED = {
    "small": ("motif: {fit: contain, box: {left: 19mm, width: 25mm, bottom: 8mm, height: 25mm}}", "its picture has"),
    "table": ("table: {box: {height: 29mm}}", "elsewhere"),
    "no table": ("table: ", "elsewhere"),
    "inks": ("motif: {fit: cover}", "part of a picture"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_title_side_that_is_no_still_life_is_caught(fault: str, tmp_path: Path) -> None:
    said, words = PLANTED[fault]
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "shop"))
    (folder / "layouts" / "cards").mkdir(parents=True)
    (folder / "layouts" / "cards" / "own.yaml").write_text(f"extends: poker\nfront: {{{said}}}\n", encoding="utf-8")
    each = sides(load(folder, {"layout": "own"}))
    assert any(words in found for side in each for found in astray(side, LEAST_SHARE))


READ = {"about", "prompts", "failsafe", "persofail", "proposes", "measures"}
GRIDS = {"poker": 3.5, "poker-63x88": 3.5, "tarot": 4, "a6": 5.25}  # mm
ON_GRIDS = [(layout, brand) for layout in GRIDS for brand in BRANDS]


class GridLook(NamedTuple):
    """`off`: cards whose text has the size that is designed, and stands beside the lines; `count`: all of that size."""

    off: list[str]
    count: int
    heights: Counter[float]  # of first lines, on all cards that have some

    @property
    def share_of_first(self) -> float:
        """Of cards whose text begins at the most usual height."""
        return max(self.heights.values()) / self.heights.total()


def grid_look(shop: Workshop, pitch: float) -> GridLook:
    production = Production(Shared(shop, None), shop.pieces["deck"])
    production.prepare()
    (layout,) = shop.pieces["deck"].layouts.values()
    look = GridLook([], 0, Counter())
    for card in production.deck.cards:
        face = production.face(card, "back")
        lines = [line for line in face.lines() if line.field in READ] if face else []
        if not face or not lines:
            continue
        look.heights[min(line.baseline for line in face.lines() if line.field.partition(".")[0] in READ)] += 1
        if {span.size for line in lines for span in line.spans} == {layout.styles["body"].size}:
            look = look._replace(count=look.count + 1)
            if any(abs(line.baseline / pitch - round(line.baseline / pitch)) > 0.001 for line in lines):
                look.off.append(card.id)
    return look


@pytest.mark.parametrize(("layout", "brand"), in_part(ON_GRIDS, ("poker", "house"), ("tarot", "dark logo on dark")))
def test_detail_sides_stand_on_a_grid_of_baselines(layout: str, brand: str, tmp_path: Path) -> None:
    """What is smaller than it is designed is off it, and begins at the same height where there is room for that."""
    look = grid_look(load(bundled_workshop(), {"layout": layout}, written(brand, tmp_path)), GRIDS[layout])
    assert look.off == []
    assert look.count >= 270
    assert look.share_of_first > 0.95


OFF_GRID = {
    "grid": ("extends: poker\nback: {about: {grid: 0mm}}\n", lambda look: len(look.off) > look.count / 2),
    "station": ("extends: tarot\nback: {about: {box: {top: 23mm}}}\n", lambda look: look.share_of_first < 0.7),
}


@pytest.mark.parametrize("fault", OFF_GRID)
def test_a_detail_side_off_the_grid_is_caught(fault: str, tmp_path: Path) -> None:
    """A label is lower than the words under it: in a frame that begins too high, it stands a line above theirs."""
    said, is_seen = OFF_GRID[fault]
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "shop"))
    (folder / "layouts" / "cards").mkdir(parents=True)
    (folder / "layouts" / "cards" / "own.yaml").write_text(said, "utf-8")
    assert is_seen(grid_look(load(folder, {"layout": "own"}), GRIDS["poker" if fault == "grid" else "tarot"]))


def one_card(name: str, side: str, layout: str = "poker") -> dict[str, list[TextLine]]:
    """The lines of each field, on a side of a bundled card."""
    shop = load(bundled_workshop(), {"layout": layout})
    production = Production(Shared(shop, None), shop.pieces["deck"])
    (card,) = [card for card in production.deck.cards if card.id == name]
    face = production.face(card, side)
    assert face is not None
    lines: dict[str, list[TextLine]] = {}
    for line in face.lines():
        lines.setdefault(line.field, []).append(line)
    return lines


@pytest.mark.parametrize(
    ("card", "above", "pitches"),
    [("page-viewed", "prompts", 1), ("question-decision", "about", 2)],  # its question; there is none
)
def test_what_is_to_be_done_stands_by_its_question_and_apart_from_other_words(
    card: str, above: str, pitches: int
) -> None:
    lines = one_card(card, "back")
    (label,) = lines["prompts.label"]
    higher = [line.baseline for line in lines[above] if line.baseline < label.baseline]
    assert label.baseline - max(higher) == pytest.approx(3.5 * pitches)


def test_what_an_interaction_begins_with_is_said_in_one_go_with_its_label() -> None:
    """On business cards too, which had its question alone."""
    for layout in ("poker", "business"):
        lines = one_card("unpack-the-archive", "back", layout)
        assert lines["proposes"][0].text.startswith("Begin with Dashboard")
        assert [span.font.endswith("bold") for span in lines["proposes"][0].spans] == [True, False]
        assert lines["measures"][0].text == "It works when you see Taken up"
        assert "proposes.label" not in lines
    assert "The lost lawsuit" in lines["persofail"][0].text


@pytest.mark.parametrize(("card", "lines"), [("nagging", 0), ("page-viewed", 1)])
def test_the_word_in_the_corner_of_a_title_side_stands_beside_its_family_or_under_a_note(card: str, lines: int) -> None:
    front = one_card(card, "front")
    (mark,), (family,) = front["mark"], front["category.name"]
    assert mark.baseline - family.baseline == pytest.approx(3.5 * lines)
    assert bool(front.get("category.note")) is bool(lines)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Who decides?", True),
        ("“Who decides?”", True),
        ("*Who decides?*", True),
        ("Draw it.", False),
        ("Cover every banner on our page. What is missed?", False),
        ("誰が決めますか？", True),
    ],
)
def test_what_asks_is_told_from_what_is_to_be_done(text: str, asks: bool) -> None:
    assert picked((text,), "questions") == ((text,) if asks else ())
    assert picked((text,), "tasks") == (() if asks else (text,))
    assert picked((text,), "") == (text,)


@pytest.mark.parametrize("frame", [Rect(-3, 44, 69.5, 47.9), Rect(-3, 57.6, 35.8, 34.3), Rect(46, 4, 20.5, 87.9)])
def test_what_goes_over_the_trim_reaches_the_end_of_the_bleed(frame: Rect) -> None:
    trim, seen_in_part = Size(63.5, 88.9), 0
    for width in range(4, 200, 3):
        area = standing(frame, trim, 8, Size(width, 60))
        assert area.y >= frame.y
        assert area.bottom <= trim.height + 1e-6 or area.bottom >= frame.bottom - 1e-6
        assert area.x >= 0 or area.x <= frame.x + 1e-6
        if frame.right > trim.width:
            assert area.right <= trim.width + 1e-6 or area.right >= frame.right - 1e-6
        seen_in_part += area.bottom > trim.height or area.width > frame.width
    assert seen_in_part > 5


def test_only_what_lies_on_no_other_part_is_in_the_colours_of_the_ground() -> None:
    """A part that a palette alone makes visible moves none of the others."""
    red, blue, green = Colour(1, 0, 0), Colour(0, 0, 1), Colour(0, 1, 0)
    body = (
        '<rect width="10" height="10" fill="var(--extra, none)"/><rect x="20" width="60" height="60" fill="red"/>'
        '<rect x="30" y="10" width="20" height="20" fill="var(--category)"/>'
        '<rect x="20" y="70" width="60" height="20" fill="var(--category)"/>'
    )
    inner, outer = {"category": blue, "extra": blue}, {"category": green, "extra": green}
    art = drawn(svg(body)).art(inner, blue, outer=outer)
    assert [item.fill for item in art.items if isinstance(item, Outline)] == [green, red, blue, green]


def test_a_light_ink_is_told_from_the_parts_of_a_drawing_that_it_lies_on(tmp_path: Path) -> None:
    """Where the ground of a brand is dark: a burnt spot on toast, a line on a receipt."""
    shop = load(bundled_workshop(), {"layout": "poker"}, written("dark logo on dark", tmp_path))
    for palette in Production(Shared(shop, None), shop.pieces["deck"]).composers["poker"].inks.palettes.values():
        _, inner = for_still_life(palette)
        assert palette["ink"].contrast(inner["category-tint"]) < 1.1
        assert min(inner[""].contrast(inner[role]) for role in ("category", "category-tint")) >= OBJECT


def test_bodies_and_shades_of_drawings_are_told_apart_on_a_middling_grey(tmp_path: Path) -> None:
    """All that is seen on it is nearly white."""
    shop = load(bundled_workshop(), {"layout": "poker"}, written("grey", tmp_path))
    for palette in Production(Shared(shop, None), shop.pieces["deck"]).composers["poker"].inks.palettes.values():
        outer, _ = for_still_life(palette)
        assert outer["category"].contrast(outer["category-deep"]) >= 1.15


def test_a_drawing_is_moved_aside_before_it_is_made_small() -> None:
    frame, trim, picture = Rect(-3, 44, 69.5, 47.9), Size(63.5, 88.9), Rect(0, 0, 100, 50)
    unmoved = standing(frame, trim, 8, Size(100, 50))
    ends = (34, 31.5, 29, 26.5, 24, 22, 20.2)  # mm from the middle: however large it is, one is at the trim
    parts = [Rect(50, 0, end * 100 / unmoved.width, 50) for end in ends]
    area = standing_parts(frame, trim, 8, picture, parts)
    assert area.width >= unmoved.width
    assert area.x < unmoved.x - 1


def test_a_frame_inside_the_trim_shows_a_picture_whole() -> None:
    frame, trim = Rect(44, 3, 14, 14), Size(63.5, 88.9)
    for width in range(4, 200, 7):
        area = standing_parts(frame, trim, 0, Rect(0, 0, width, 60), [Rect(0, 0, width, 60)])
        assert frame.contains(area)
        assert max(area.width / frame.width, area.height / frame.height) > 0.9


def test_no_part_of_a_picture_lies_in_the_bleed_alone_where_that_can_be() -> None:
    frame, trim, picture = Rect(-3, 44, 69.5, 47.9), Size(63.5, 88.9), Rect(0, 0, 100, 50)
    unmoved = standing(frame, trim, 8, Size(100, 50))
    scale = unmoved.width / 100
    foot = Rect((-2.5 - unmoved.x) / scale, 48, 2 / scale, 2)
    area = standing_parts(frame, trim, 8, picture, [foot])
    right = area.x + foot.right * area.width / 100
    assert right <= frame.x or right > 0


def test_a_drawing_that_the_frame_would_cut_inside_the_trim_is_not_moved_there() -> None:
    frame, trim = Rect(46, 4, 42, 54), Size(85, 55)
    for width in range(20, 90, 3):
        parts = Rect(0, 0, width, 40), Rect(width * 0.6, 0, width * 0.1, 40)
        assert standing_parts(frame, trim, 7, Rect(0, 0, width, 40), parts).x >= frame.x - 1e-6


@pytest.mark.parametrize(
    ("area", "cut"),
    [
        (Rect(46, 10, 60, 30), Rect(45, 4, 43, 54)),  # there is room for its edge, where the frame cuts none of it
        (Rect(40, 10, 60, 60), Rect(46, 4, 42, 54)),
        (Rect(46, 10, 20, 30), None),
    ],
)
def test_an_edge_around_a_drawing_is_cut_only_where_the_drawing_is(area: Rect, cut: Rect | None) -> None:
    assert cut_to(area, Rect(46, 4, 42, 54), 1) == cut
