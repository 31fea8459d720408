"""One thing on the table: a vessel with what is in it, or something to eat, in its state; where it stands is open."""

from collections.abc import Callable
from functools import lru_cache
from math import cos, radians, sin
from typing import NamedTuple

from generator.geometry import Transform
from generator.images.paths import bounds
from generator.motifs.contents import CONTENTS, Contents
from generator.motifs.marks import MARKS
from generator.motifs.pack import heap, in_ring, inside, on_top, pile
from generator.motifs.part import Drawing, PlacedPart, disc, drawn, moved, oval, repainted, stroke
from generator.motifs.profile import TurnedBody
from generator.motifs.seed import Seed
from generator.motifs.vessel import Vessel
from generator.motifs.vessels import VESSELS
from generator.motifs.words import POSES, Motif

_SHADE_FROM = 0.44  # of the way from the axis to the right: there the shaded side begins
_SEVERAL = ("row", "crowd", "odd one out", "nested")
_FEW = {"inside": 7, "heap": 3}  # pieces in each of several vessels, which are small
_BROAD, _SMALLEST = 32.0, 0.6  # half a width from which on marks are as large as they are drawn; of a narrow thing
_DARKER = {"body": "shade", "light": "body", "shade": "ink", "ink": "shade"}
# Of a vessel, and of what it holds, which stands out from it.
_GLAZED = {"pale": {"body": "light", "light": "body", "shade": "body"}, "deep": {"body": "shade", "shade": "ink"}}
_ON_LIGHT = {"labelled": {"light": "body"}, "tied up": {"light": "shade"}, "dripping": {"light": "body"}}
_HELD = {"pale": {"body": "light", "light": "body"}}


class Figure(NamedTuple):
    """A drawing that stands at (0, 0), and how far it reaches."""

    drawing: Drawing
    left: float
    right: float
    top: float
    foot: float

    @property
    def width(self) -> float:
        return self.right - self.left


def figure(motif: Motif, seed: Seed) -> Figure:
    """Of the vessel or the food alone, whatever its arrangement is."""
    if motif.arrangement in _SEVERAL and not motif.number:
        motif = motif._replace(number=_FEW.get(VESSELS[motif.vessel].holds, 0) if motif.vessel else 0)
    drawing, half, high = _vessel(motif, seed) if motif.vessel else _food(motif, seed)
    drawing = _posed(drawing, motif, half, high)
    for state in motif.states:
        if state in MARKS:
            drawing += _mark(state, motif, half, high)
    whole = measured(drawing)
    return _down(whole) if whole.foot > 0 else whole


def _mark(state: str, motif: Motif, half: float, high: float) -> Drawing:
    """What a state adds; on a light thing it is not light, and it drips from the rim."""
    if state == "dripping" and motif.vessel:
        high = min(high, VESSELS[motif.vessel].height)
    size = max(_SMALLEST, min(1.0, half / _BROAD))
    mark = drawn(MARKS[state](half / size, high / size), Transform(size, 0, 0, size))
    lies_on_light = motif.vessel and _paint(motif.vessel, motif.glaze) == "light"
    return repainted(mark, _ON_LIGHT.get(state, {})) if lies_on_light else mark


def measured(drawing: Drawing) -> Figure:
    """How far a drawing reaches, its lines too."""
    boxes = [bounds(each.path).grown(each.width / 2) for each in drawing]
    left, right = min(box.x for box in boxes), max(box.right for box in boxes)
    return Figure(drawing, left, right, max(box.bottom for box in boxes), min(box.y for box in boxes))


def _down(hovering: Figure) -> Figure:
    """Set down on the table."""
    drawing, left, right, top, foot = hovering
    return Figure(moved(drawing, Transform(f=-foot)), left, right, top - foot, 0.0)


def _food(motif: Motif, seed: Seed) -> tuple[Drawing, float, float]:
    contents = CONTENTS[motif.contents]
    if contents.is_liquid:
        drops = (oval(0, 4, 56, 7, "body"), oval(-14, 6, 20, 2.4, "light"))
        return drawn(drops), 56, 10
    drawing = repainted(pile(contents, motif.number, seed), _HELD.get(motif.glaze, {}))
    reached = measured(drawing)
    return drawing, min(-reached.left, reached.right), reached.top


def _vessel(motif: Motif, seed: Seed) -> tuple[Drawing, float, float]:
    vessel = VESSELS[motif.vessel]
    lidded = "covered" in motif.states or (vessel.lidded and not motif.contents_show)
    behind, before, lid = _glazed(motif, *_fixed(motif.vessel))
    drawing = behind
    held = repainted(_held(vessel, motif, seed), _HELD.get(motif.glaze, {}))
    if vessel.holds == "heap":
        drawing += held
    drawing += _body(motif.vessel, motif.glaze)
    if vessel.holds == "inside":
        drawing += held + _glazed(motif, _glint(vessel))[0]
    drawing += before
    if vessel.holds in ("top", "ring"):
        drawing += held
    if "open" in motif.states and vessel.lid:
        drawing += _glazed(motif, _leaning(vessel))[0]
    elif lidded:
        drawing += lid
    body = vessel.body
    half = body.widest if body else vessel.rim[0] or vessel.ring[2] * 1.5 or 34.0
    high = measured(held).top if held and vessel.holds in ("heap", "top") else vessel.height
    if lidded and vessel.lid and "open" not in motif.states:
        high = max(high, measured(lid).top)
    return drawing, half, max(high, vessel.height)


def _glazed(motif: Motif, *drawings: Drawing) -> list[Drawing]:
    roles = _GLAZED.get(motif.glaze)
    return [repainted(drawing, roles) for drawing in drawings] if roles else list(drawings)


def _held(vessel: Vessel, motif: Motif, seed: Seed) -> Drawing:
    fill = motif.fill if motif.fill >= 0 else 0.7
    if not motif.contents or fill == 0 or vessel.holds == "nothing" or _is_out_of_sight(vessel, motif):
        return ()
    contents = CONTENTS[motif.contents]
    if "eaten" in motif.states:
        contents, fill = CONTENTS["crumbs"], 0.6
    if contents.is_liquid:
        return _liquid(vessel, motif.contents, fill)
    if vessel.holds == "inside" and vessel.body:
        return inside(vessel.body, vessel.wall, contents, fill, motif.number, seed)
    if vessel.holds == "ring":
        return in_ring(vessel.ring, contents, fill, motif.number, seed)
    if vessel.tiers:
        return _on_tiers((vessel.mouth, *vessel.tiers), contents, fill, motif.number, seed)
    place: Callable[..., Drawing] = on_top if vessel.holds == "top" else heap
    arguments = (*vessel.mouth,) if vessel.holds == "top" else (vessel.mouth,)
    return place(*arguments, contents, fill, motif.number, seed)


def _on_tiers(
    tiers: tuple[tuple[float, float], ...], contents: Contents, fill: float, count: int, seed: Seed
) -> Drawing:
    """On each as many as on the others, what is left over on the lowest."""
    drawing: Drawing = ()
    for at, (half, height) in enumerate(tiers):
        many = (count + len(tiers) - 1 - at) // len(tiers)
        if many or not count:
            drawing += on_top(half, height, contents, fill, many, seed, 11.0)
    return drawing


def _is_out_of_sight(vessel: Vessel, motif: Motif) -> bool:
    hidden = "covered" in motif.states and vessel.holds == "heap" and bool(vessel.lid)
    return hidden or "spilt" in motif.states or "upside down" in motif.states


def _liquid(vessel: Vessel, name: str, fill: float) -> Drawing:
    """Up to a level; over a rim it shows as a bulge."""
    paint = "shade" if name in ("tea", "oil") else "body"
    if vessel.holds == "inside" and vessel.body:
        body, wall = vessel.body, vessel.wall
        level = body.foot + wall + (body.top - body.foot - wall) * 0.92 * fill
        shares = 1 - wall / body.widest
        part = body.between(body.foot + wall, level)
        return (
            PlacedPart(part.slice(-shares, shares), paint),
            PlacedPart(part.slice(shares * _SHADE_FROM, shares), _DARKER[paint]),
        )
    half, high = vessel.mouth
    if vessel.holds == "ring":
        x, y, reach = vessel.ring
        return drawn(
            (disc(x, y, reach * 0.9, paint), oval(x - reach * 0.3, y + reach * 0.4, reach * 0.3, reach * 0.1, "light"))
        )
    light = "light" if name in ("milk", "flour") else "shade"
    return drawn((oval(0, high, half * 0.92, 4 + 6 * fill, light),))


@lru_cache(maxsize=256)
def _fixed(name: str) -> tuple[Drawing, Drawing, Drawing]:
    """What belongs to it behind its body and before that, and its lid."""
    vessel = VESSELS[name]
    return drawn(vessel.behind), drawn(vessel.before), drawn(vessel.lid)


def _paint(name: str, glaze: str) -> str:
    """The role that the body has in a glaze."""
    paint = VESSELS[name].paint
    return _GLAZED.get(glaze, {}).get(paint, paint)


@lru_cache(maxsize=512)
def _body(name: str, glaze: str) -> Drawing:
    """Its silhouette, the side away from the light, and a light along the other."""
    vessel = VESSELS[name]
    body = vessel.body
    if body is None:
        return ()
    paint = _paint(name, glaze)
    whole = PlacedPart(body.slice(), paint)
    if vessel.holds == "inside" or paint == vessel.paint == "shade":
        return (whole,)  # glass; or as dark as it is safe to be: on a dark ground ink is light
    dark = PlacedPart(body.slice(_SHADE_FROM, 1.0), _DARKER[paint])
    if not vessel.gleam:
        return whole, dark
    return whole, dark, *repainted((_gleam(body),), _GLAZED.get(glaze, {}))


def _gleam(body: TurnedBody) -> PlacedPart:
    tall = body.top - body.foot
    middle = body.between(body.foot + tall * 0.34, body.foot + tall * 0.86)
    return PlacedPart(middle.slice(-0.82, -0.66), "light")


def _glint(vessel: Vessel) -> Drawing:
    """Glass: a light on the left of what is inside."""
    body = vessel.body
    assert body is not None
    tall = body.top - body.foot
    glint = body.between(body.foot + tall * 0.2, body.foot + tall * 0.62)
    shade = body.between(body.foot, body.top)
    return (PlacedPart(shade.slice(0.86, 1.0), "shade"), PlacedPart(glint.slice(-0.8, -0.68), "light"))


def _leaning(vessel: Vessel) -> Drawing:
    """The lid, taken off and leaned against the left side: the tile of a card is on the right."""
    lid = drawn(vessel.lid)
    low = min(bounds(each.path).y for each in lid)
    angle = radians(72)
    turn = Transform(cos(angle), sin(angle), -sin(angle), cos(angle))
    turned = moved(moved(lid, Transform(e=0, f=-low)), turn)
    reached = measured(turned)
    half = vessel.body.widest if vessel.body else vessel.mouth[0]
    floor = min(bounds(each.path).y for each in turned)
    return moved(turned, Transform(e=-half - 4 - reached.right, f=-floor))


def _posed(drawing: Drawing, motif: Motif, half: float, high: float) -> Drawing:
    """Tilted, poured out, lying on its side, or upside down."""
    pose = next((state for state in motif.states if state in POSES), "")
    if pose == "tilted":
        return _turned(drawing, -13)
    if pose == "upside down":
        return _turned(drawing, 180)
    if pose == "pouring":
        return _pouring(drawing, high, -1 if motif.vessel and VESSELS[motif.vessel].spout_left else 1)
    if pose == "spilt":
        return _spilt(drawing, motif, half)
    return drawing


def _pouring(drawing: Drawing, high: float, side: int) -> Drawing:
    """Over its spout: 1 to the right, -1 to the left."""
    lifted = moved(_turned(drawing, -52 * side), Transform(f=20))
    reached = measured(lifted)
    x = reached.right - 8 if side > 0 else reached.left + 8
    out = x + 10 * side
    stream = stroke(f"M{x} {high * 0.42 + 20} C{out} {high * 0.4 + 14} {out} 18 {out} 3", "light", 6.5)
    return *drawn((stream, oval(out, 3, 18, 3, "light"))), *lifted


def _turned(drawing: Drawing, degrees: float) -> Drawing:
    angle = radians(degrees)
    turned = moved(drawing, Transform(cos(angle), sin(angle), -sin(angle), cos(angle)))
    reached = measured(turned)
    floor = min(bounds(each.path).y - each.width / 2 for each in turned)
    return moved(turned, Transform(e=-(reached.left + reached.right) / 2, f=-floor))


def _spilt(drawing: Drawing, motif: Motif, half: float) -> Drawing:
    """On its side, and what was in it before its mouth."""
    lying = _turned(drawing, -90)
    mouth = measured(lying).right
    contents = CONTENTS.get(motif.contents)
    if contents is None or contents.is_liquid:
        puddle = (
            oval(mouth + 24, 4, 42, 6.5, "light"),
            oval(mouth + 34, 5, 16, 2, "body"),
            disc(mouth + 76, 3, 4, "light"),
        )
        return (*drawn(puddle), *lying)
    many = motif.number or 9
    seed = Seed(str(motif))
    heap_of = pile(contents, min(many, 10), seed)
    size = 0.62 if many > 3 else 0.42
    reached = measured(heap_of)
    strewn = moved(heap_of, Transform(a=size, d=size, e=mouth + 4 - reached.left * size, f=0))
    return (*lying, *strewn)


def beside(name: str, seed: Seed) -> Figure:
    """What stands next to the thing."""
    motif = Motif(vessel=name) if name in VESSELS else Motif(contents=name, number=1)
    return figure(motif, seed)


def darker(one: Figure) -> Figure:
    """The odd one: its light parts are dark, and the other way round."""
    return one._replace(drawing=repainted(one.drawing, {"body": "light", "light": "body"}))
