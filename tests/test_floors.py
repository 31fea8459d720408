"""Whatever a brand's colours are, drawings, axes, lines, words and codes are seen: measured on faces, eight brands."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from chain import Asks, chain
from press import VERSIONS
from press import build as press_build
from suite import in_part

from generator.colours import BLACK, WHITE, Colour
from generator.compose import colouring, inks
from generator.deck import Card
from generator.face import Face, Item, Modules, Outline, Placed, TextLine, transformed
from generator.geometry import IDENTITY, Rect, Transform
from generator.images import vector
from generator.images.paths import bounds
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load
from generator.preflight.demands import asked
from generator.preflight.inspecting import inspect

NAMES = [*(f"layer-{number}" for number in range(1, 7)), "risk", "aside"]
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 24"><rect width="96" height="24" rx="6" fill="{}"/></svg>'
)
LOGO_BOX = (96, 24)
WORDS, AXIS, OBJECT = 4.5, 4.5, 3.0
WOVEN = 1.5  # of a hem that a pattern is woven into
HAIRLINE = 1.8  # between the rows of a table
SEEN = 1.12  # of a pattern with its ground


def all_in(*values: str, **more: str) -> str:
    colours = dict(zip(NAMES, values * (len(NAMES) // len(values)), strict=True)) | more
    return "colours: {" + ", ".join(f'{name}: "{value}"' for name, value in colours.items()) + "}\n"


BRANDS = {  # words of brand.yaml, colour of the logo
    "house": ("", "#0a7d5c"),
    "pale yellow": (all_in("#fff6a8", "#fffbd6", "#ffe9a0", "#fdf3c8"), "#fff6a8"),
    "near-black": (all_in("#0b0b0d", "#101014", "#15151b", "#1a1a1f", ink="#08080a"), "#0b0b0d"),
    "neon": (all_in("#39ff14", "#ff00e6", "#00fff0", "#faff00"), "#39ff14"),
    "one colour": ('layers: {from: "#fff6a8"}\n', "#fff6a8"),
    "grey": ('layers: {from: "#808080"}\n', "#808080"),
    "two nearly equal": (all_in("#1b6ca8", "#1b6caa"), "#1b6ca8"),
    "dark logo on dark": (all_in("#1c2030", "#301c1c", ground="#14161a", ink="#e8e8ec", muted="#9aa0aa"), "#101014"),
}


def written(name: str, folder: Path) -> Path:
    words, logo = BRANDS[name]
    (folder / "logo.svg").write_text(LOGO.format(logo), encoding="utf-8")
    (folder / "brand.yaml").write_text(f"client: «Client»\nlogo: logo.svg\n{words}", encoding="utf-8")
    return folder / "brand.yaml"


class Painted(NamedTuple):
    """An item where it stands on the face, and whether it is of a drawing."""

    item: Item
    place: Transform
    box: Rect
    drawing: int = 0  # 0 of the face itself, else which drawing
    cut: Rect | None = None  # by what


def painted(face: Face, *, cut: bool = False) -> Iterator[Painted]:
    """In the order in which they are painted; logos are left out, which have colours of their own, and what
    is cut by its frame, as a ground is, unless `cut`."""
    whole = Rect(0, 0, *face.size).grown(face.bleed)
    count = 0

    def walk(items: tuple[Item, ...], place: Transform, drawing: int, by: Rect | None = None) -> Iterator[Painted]:
        nonlocal count
        for item in items:
            if isinstance(item, Outline):
                yield Painted(item, place, bounds(transformed(item.path, place)), drawing, by)
            elif isinstance(item, TextLine):
                yield Painted(item, place, Rect(item.x, item.baseline - 1, item.width, 1))
            elif isinstance(item, Modules):
                yield Painted(item, place, item.box)
            elif isinstance(item, Placed) and (cut or not item.clip) and item.art.box[2:] != LOGO_BOX:
                inner = drawing
                if not drawing and item.art.box != whole:
                    count += 1
                    inner = count
                yield from walk(item.art.items, place.after(item.transform), inner, by or item.clip)

    return walk(face.items, IDENTITY, 0)


def faults(face: Face, line: float = OBJECT) -> Iterator[str]:
    """What is under its floor; `line`: that of lines."""
    before: list[Painted] = []
    woven = list(_clips(face.items))
    for each in painted(face):
        ground = _ground(each, before)
        match each.item:
            case TextLine():
                for span in each.item.spans:
                    if span.text.strip() and span.colour.contrast(ground) < WORDS:
                        yield f"'{each.item.text}' at {span.colour.contrast(ground):.2f} on {ground.hex}"
            case Modules():
                if each.item.colour.contrast(WHITE) < WORDS or ground != WHITE:
                    yield f"a code at {each.item.colour.contrast(ground):.2f}"
            case Outline() if each.drawing:
                yield from _lost(each, ground, before)
            case Outline():
                hem = any(each.box.contains(clip) for clip in woven)
                yield from _faint(each, ground, line, WOVEN if hem else AXIS)
        before.append(each)


def _ground(each: Painted, before: list[Painted]) -> Colour:
    """The last area of the face that holds all of it, or all of the drawing that it is part of."""
    ground = WHITE
    for other in before:
        area = other.item
        is_area = isinstance(area, Outline) and isinstance(area.fill, Colour) and not other.drawing
        if is_area and other.box.contains(each.box, 0.3):
            ground = area.fill
    return ground


def _lost(each: Painted, ground: Colour, before: list[Painted]) -> Iterator[str]:
    """A part of a drawing is seen, or lies on another one, or has an edge that is seen; or is a hole in it."""
    outline = each.item
    assert isinstance(outline, Outline)
    paints = [paint for paint in (outline.fill, outline.stroke) if isinstance(paint, Colour)]
    if not paints or all(paint == ground for paint in paints) or any(p.contrast(ground) >= OBJECT for p in paints):
        return
    for other in before:
        under = other.item
        if other.drawing == each.drawing and isinstance(under, Outline):
            if under.fill is not None and other.box.contains(each.box):
                return
            edge = isinstance(under.stroke, Colour) and under.stroke.contrast(ground) >= OBJECT
            if edge and other.box == each.box and under.stroke_width > outline.stroke_width:
                return
    yield f"part of a drawing at {paints[0].contrast(ground):.2f} on {ground.hex}"


def _clips(items: tuple[Item, ...]) -> Iterator[Rect]:
    for item in items:
        if isinstance(item, Placed):
            yield from (item.clip,) if item.clip else _clips(item.art.items)


def _faint(each: Painted, ground: Colour, line: float, axis: float) -> Iterator[str]:
    """A line of the face, and an area that is a thick one."""
    outline = each.item
    assert isinstance(outline, Outline)
    if isinstance(outline.stroke, Colour) and outline.fill is None and outline.stroke.contrast(ground) < line:
        yield f"a line at {outline.stroke.contrast(ground):.2f} on {ground.hex}"
    is_bar = max(each.box.width, each.box.height) >= 20 * min(each.box.width, each.box.height)
    inside = min(each.box.x, each.box.y) > 1
    if is_bar and inside and isinstance(outline.fill, Colour) and outline.fill.contrast(ground) < axis:
        yield f"an axis at {outline.fill.contrast(ground):.2f} on {ground.hex}"


def faces(brand: Path | None, *kinds: str) -> Iterator[tuple[str, Face]]:
    """A card of each family of every piece, or of these kinds of pieces."""
    shop = load(bundled_workshop(), {}, brand)
    shared = Shared(shop, None)
    for name, piece in shop.pieces.items():
        if kinds and name.partition("/")[0] not in kinds:
            continue
        production = Production(shared, piece)
        seen: dict[tuple[str, str], Card] = {}
        for card in piece.deck.cards:
            seen.setdefault((card.category, card.layout), card)
        for card in seen.values():
            for side in ("front", "back"):
                if face := production.face(card, side):
                    yield f"{name} {card.id} {side}", face


@pytest.mark.parametrize("name", in_part(BRANDS, "pale yellow", "dark logo on dark", "house"))
def test_nothing_is_lost_on_any_face(name: str, tmp_path: Path) -> None:
    found = {
        where: list(faults(face, HAIRLINE if where.startswith(("catalogue", "order")) else OBJECT))
        for where, face in faces(written(name, tmp_path))
    }
    assert len(found) > 40
    assert {where: each for where, each in found.items() if each} == {}


def _is_round(outline: Outline) -> bool:
    return any(step.verb == "curve" for step in outline.path)


def unseen(face: Face) -> Iterator[str]:
    """Things as large as a card that are laid on or written in, and are hardly other than their ground."""
    before: list[Painted] = []
    for each in painted(face):
        ground, outline = _ground(each, before), each.item
        is_thing = not each.drawing and min(each.box[2:]) >= 20 and isinstance(outline, Outline) and _is_round(outline)
        if is_thing and isinstance(outline, Outline) and isinstance(outline.fill, Colour) and outline.fill != ground:
            edge = outline.stroke if isinstance(outline.stroke, Colour) else outline.fill
            if outline.fill.contrast(ground) < 1.06 and edge.contrast(ground) < OBJECT:
                yield f"{outline.fill.hex} on {ground.hex}"
        before.append(each)


@pytest.mark.parametrize(("name", "trays", "lost"), [("house", 0, set()), ("pale yellow", 6, {"posters/roadmap"})])
def test_things_on_posters_are_seen(
    name: str, trays: int, lost: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trays and fields in colours as pale as the paper have an outline; the house's need none."""
    brand = written(name, tmp_path)
    posters = dict(faces(brand, "posters"))
    assert {where: found for where, face in posters.items() if (found := list(unseen(face)))} == {}
    assert sum(len(_edged(face)) for where, face in posters.items() if "pyramid" in where) == trays
    monkeypatch.setattr(inks, "TINTED", 0)
    assert {where.split()[0] for where, face in faces(brand, "posters") if list(unseen(face))} == lost


def _edged(face: Face) -> list[Painted]:
    """Things in the colour of a family that have an outline in a darker one."""
    found = [each for each in painted(face) if isinstance(each.item, Outline) and isinstance(each.item.fill, Colour)]
    return [
        each
        for each in found
        if isinstance(each.item, Outline)
        and isinstance(each.item.stroke, Colour)
        and not each.item.dash
        and WHITE.contrast(each.item.fill) < WHITE.contrast(each.item.stroke)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize("planted", ["edge", "bar", "line", "words"])
def test_a_floor_that_is_taken_away_is_seen(planted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {
        "edge": (vector, "edges", lambda *given: (), "drawing"),
        "bar": (inks, "is_bar", lambda *given: False, "axis"),
        "line": (inks.Inks, "line", lambda own, spot, role: own.of(spot.card, "ground"), "line"),
        "words": (inks, "legible", lambda colour, *given: (colour, 1.0), "'"),
    }
    place, attribute, fault, words = gone[planted]
    monkeypatch.setattr(place, attribute, fault)
    brand = "dark logo on dark" if planted in ("bar", "words") else "pale yellow"  # where ink is light
    shown = (face for _, face in faces(written(brand, tmp_path), "deck", "posters"))
    assert any(words in said for face in shown for said in faults(face))


def weaves(face: Face) -> Iterator[float]:
    """The contrast of the marks of each pattern with the last area under it, as both are drawn."""
    areas: list[Painted] = []
    for each in painted(face, cut=True):
        if not isinstance(each.item, Outline) or not isinstance(each.item.fill, Colour):
            continue
        if each.cut is None:
            areas += [each] if not each.drawing else []
        elif under := [area.item for area in areas if area.box.contains(each.cut)]:
            (area,) = under[-1:]
            assert isinstance(area, Outline)
            assert isinstance(area.fill, Colour)
            yield each.item.fill.contrast(area.fill)


def test_a_pattern_is_seen_on_a_hem_that_was_darkened_to_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brand = written("pale yellow", tmp_path)
    found = [seen for _, face in faces(brand, "worksheets") for seen in weaves(face)]
    assert len(found) > 30
    assert min(found) > SEEN
    monkeypatch.setattr(inks.Inks, "_raised_grounds", lambda own: iter(()))
    assert min(seen for _, face in faces(brand, "worksheets") for seen in weaves(face)) < SEEN, "planted"


PRESSES = [(brand, version) for brand in BRANDS for version in VERSIONS]
FIRST = 2  # pages, which the chain looks at: a side of each kind


@pytest.mark.needs("qpdf", "pdftotext", "mutool", "gs")
@pytest.mark.parametrize(
    ("name", "version"), in_part(PRESSES, ("pale yellow", "pdfx-1a"), ("dark logo on dark", "pdfx-4"))
)
def test_a_press_takes_it_in_every_brand(name: str, version: str, tmp_path: Path) -> None:
    """By our preflight, page by page, and by programs that are not ours."""
    client, out = written(name, tmp_path), tmp_path / "out"
    pieces = ("--only", "deck", "--cards", "page-viewed,home-shelf", "--only", "join", "--only", "order")
    report = press_build(bundled_workshop(), out, "--for", version, "--brand", str(client), *pieces)
    made = sorted(out.rglob("*.pdf"))
    assert [file.name for file in made] == ["deck-selected.pdf", "join-selected.pdf", "order.pdf"]
    assert {finding["code"] for finding in report["findings"]} <= {"alike-colours", "logo-variant", "logo-small"}
    for file in made:
        assert not inspect(file.read_bytes(), asked(version)).findings, file.name
        assert chain(file, Asks(VERSIONS[version], 300, 1, pages=FIRST), tmp_path / file.stem) == [], file.name


def test_a_colour_is_changed_no_further_than_it_must_be() -> None:
    cream, sun, night = (Colour.from_hex(value) for value in ("#fbf4e6", "#fbc440", "#0b0b0d"))
    assert colouring.standing_out(night, cream, 3) == night
    assert 3 <= colouring.standing_out(sun, cream, 3).contrast(cream) < 3.3
    assert colouring.standing_out(night, BLACK, 3).contrast(BLACK) >= 3
    palette = {"category": night, "ink": BLACK, "paper": WHITE}
    worn = colouring.for_drawing(palette, BLACK, cream)
    assert worn["category"].contrast(worn["category-deep"]) >= 1.5
    assert colouring.for_drawing(palette, BLACK, night) == palette  # a hole stays one
