"""The finished layout: one side of a piece, everything positioned, nothing left to decide.

Composition makes faces; imposition and drawing see nothing else. Positions are millimetres from the
top left corner of the trim, y runs down, bleed lies at negative coordinates; type sizes are points.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import cached_property, partial
from typing import Literal, NamedTuple

from generator.colours import Colour
from generator.geometry import IDENTITY, Rect, Size, Transform


class Joint(StrEnum):
    """What joins a line to the next one of the same field when its words are read back."""

    SPACE = "space"  # broken at a space that is not drawn
    HYPHEN = "hyphen"  # broken inside a word; the drawn hyphen is not part of the words
    NONE = "none"  # broken inside a word without a hyphen, after a dash for example
    BREAK = "break"  # a line break of the author's, the end of an item or of the field


class Span(NamedTuple):
    """Letters of one font, size and colour, set from left to right."""

    text: str
    font: str  # the key of a font of the job's font book
    size: float  # points
    colour: Colour
    width: float  # mm, kerning included
    kerns: tuple[tuple[int, float], ...] = ()  # (n, move): before the n-th letter, in 1/1000 em, + is wider
    tracking: float = 0.0  # points added after each letter


class TextLine(NamedTuple):
    x: float  # where the first letter starts
    baseline: float
    spans: tuple[Span, ...]
    field: str = ""  # the field it shows, for messages and for reading back
    joint: Joint = Joint.BREAK

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def width(self) -> float:
        return sum(span.width for span in self.spans)


class PathStep(NamedTuple):
    """One step of an outline: `move` and `line` have 2 numbers, `curve` (cubic) 6, `close` none."""

    verb: str
    numbers: tuple[float, ...] = ()


Path = tuple[PathStep, ...]
path_step: Callable[[tuple[str, tuple[float, ...]]], PathStep] = partial(tuple.__new__, PathStep)
"""Of verb and numbers as one: half the time of a call of the class, for what moves thousands."""


class RepeatedPath(tuple[PathStep, ...]):
    """A path that stands in one place of many faces: what their digests take of it is written once."""

    def __repr__(self) -> str:
        return self._written

    @cached_property
    def _written(self) -> str:
        return _words(self)


def transformed(path: Path, by: Transform) -> Path:
    """The path, moved; rounded so that the same drawing has the same bytes on every machine."""
    if by == IDENTITY:
        return tuple([path_step((verb, tuple([round(value, 6) for value in values]))) for verb, values in path])
    a, b, c, d, e, f = by
    moved = []
    for verb, values in path:
        if len(values) == 6:
            x1, y1, x2, y2, x3, y3 = values
            values = (
                round(a * x1 + c * y1 + e, 6),
                round(b * x1 + d * y1 + f, 6),
                round(a * x2 + c * y2 + e, 6),
                round(b * x2 + d * y2 + f, 6),
                round(a * x3 + c * y3 + e, 6),
                round(b * x3 + d * y3 + f, 6),
            )
        elif values:
            x, y = values
            values = (round(a * x + c * y + e, 6), round(b * x + d * y + f, 6))
        moved.append(path_step((verb, values)))
    return tuple(moved)


class GradientStop(NamedTuple):
    offset: float  # 0 to 1
    colour: Colour


class LinearGradient(NamedTuple):
    """From (x1, y1) to (x2, y2) in the coordinates of the outline, extended past both ends."""

    x1: float
    y1: float
    x2: float
    y2: float
    stops: tuple[GradientStop, ...]


class RadialGradient(NamedTuple):
    """Between two circles (x, y, radius), in a plane that `place` puts among the coordinates of the outline; what lies
    inside of the inner and outside of the outer one has the first and the last colour.
    """

    inner: tuple[float, float, float]
    outer: tuple[float, float, float]
    place: Transform
    stops: tuple[GradientStop, ...]


Paint = Colour | LinearGradient | RadialGradient


class Outline(NamedTuple):
    """A path that is filled, stroked or both."""

    path: Path
    fill: Paint | None = None
    stroke: Paint | None = None
    stroke_width: float = 0.0  # mm
    even_odd: bool = False
    cap: int = 0  # 0 butt, 1 round, 2 square (ISO 32000-2 §8.4.3.3)
    join: int = 0  # 0 mitre, 1 round, 2 bevel
    mitre: float = 4.0
    dash: tuple[float, ...] = ()  # mm
    dash_from: float = 0.0  # mm into the dashes: where the first one begins

    def __repr__(self) -> str:
        """As it was written when it had nine parts, and a tenth only where it is said: digests of faces stand in
        manifests of years ago.
        """
        path, fill, stroke, stroke_width, even_odd, cap, join, mitre, dash, dash_from = self
        words = repr(path) if isinstance(path, RepeatedPath) else _words(path)
        later = f", dash_from={dash_from!r}" if dash_from != 0 else ""
        return (
            f"Outline(path={words}, fill={fill!r}, stroke={stroke!r}, stroke_width={stroke_width!r},"
            f" even_odd={even_odd!r}, cap={cap!r}, join={join!r}, mitre={mitre!r}, dash={dash!r}{later})"
        )


class Picture(NamedTuple):
    """A raster picture. `key` names it in the job's picture store."""

    box: Rect
    key: str
    pixels: tuple[int, int]
    clip: Rect | None = None  # shown only inside this rectangle
    ground: Colour | None = None  # the one colour that it stands on, if one does: what shows where it is transparent


class Modules(NamedTuple):
    """A QR code: the dark modules of `rows` as squares; its quiet zone lies around it, undrawn.

    Each row is an integer whose highest of `len(rows)` bits is the leftmost module.
    """

    x: float
    y: float
    module: float  # mm
    rows: tuple[int, ...]
    says: str
    colour: Colour

    @property
    def box(self) -> Rect:
        side = self.module * len(self.rows)
        return Rect(self.x, self.y, side, side)


MOST_WRITTEN, LONGEST_WRITTEN = 64, 100_000  # pieces of art; characters of one
_WRITTEN: dict[str, str] = {}


class Art(NamedTuple):
    """Items that are used more than once and drawn once: `key` is a digest of the items."""

    key: str
    box: Rect  # nothing is drawn outside it
    items: tuple["Item", ...]

    def __repr__(self) -> str:
        """Once for each key: art that stands in other art is written with it, as often as there are cards."""
        words = _WRITTEN.get(self.key)
        if words is None:
            words = f"Art(key={self.key!r}, box={self.box!r}, items={self.items!r})"
            if len(_WRITTEN) >= MOST_WRITTEN:
                _WRITTEN.clear()
            _WRITTEN[self.key] = words
        return words


class KeyedArt(Art):
    """Art that stands in other art hundreds of times, or is long: what is made of it is told by its key, which says all
    of it.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Art(key={self.key!r})"


class Placed(NamedTuple):
    """Art, moved, turned and scaled onto a face, cut at `clip` (in the coordinates of the face).

    Where it is seen through (`opacity` under 1, or a `mask`, whose greys say how much of the art covers), all of it
    covers what is under it as one. `ground`: the one colour that such art stands on, if one does.
    """

    art: Art
    transform: Transform = IDENTITY
    clip: Rect | None = None
    clip_path: Path | None = None
    even_odd: bool = False  # of the clip path
    opacity: float = 1.0
    mask: Art | None = None  # in the coordinates of the art
    ground: Colour | None = None

    def __repr__(self) -> str:
        """As it was written when it had four parts, and others only where they are said: digests stand in manifests."""
        art, transform, clip, clip_path, *later = self
        words = f"art={art!r}, transform={transform!r}, clip={clip!r}, clip_path={clip_path!r}"
        if later != _PLAINLY:
            names = zip(self._fields[4:], later, _PLAINLY, strict=True)
            words += "".join([f", {name}={value!r}" for name, value, usual in names if value != usual])
        return f"Placed({words})"


_PLAINLY = [Placed._field_defaults[name] for name in Placed._fields[4:]]


class Layer(NamedTuple):
    """Items that a reader of the file can hide, such as the lines where a box is cut."""

    name: str
    items: tuple["Item", ...]


Item = TextLine | Outline | Picture | Modules | Placed | Layer


AnswerKind = Literal["text", "long-text", "number", "choice", "choices", "scale", "check"]
Mark = Literal["", "ring", "fill"]


class Entry(NamedTuple):
    """What can be filled in on a screen: the same places that a hand fills in on paper."""

    name: str  # of the form's field
    label: str  # what is asked, in plain words
    kind: AnswerKind
    boxes: tuple[Rect, ...]  # of a text, a number and a check one, else one for each option
    options: tuple[str, ...]  # of a scale its steps: '1', '2' …
    size: float  # of the answer's letters, in points
    colour: Colour
    pitch: float = 0.0  # mm, between the lines of its box; 0 where it has none
    mark: Mark = ""  # of a box that is chosen: around it, or all over it; else a tick or a disc, as its kind is


def _words(path: Path) -> str:
    """The repr of its tuple, without asking each step for its own."""
    words = ", ".join([f"PathStep(verb={verb!r}, numbers={numbers!r})" for verb, numbers in path])
    return f"({words},)" if len(path) == 1 else f"({words})"


def is_seen_through(items: "Iterable[Item]") -> bool:
    """Whether something of them lets what is under it show."""
    for item in items:
        if isinstance(item, Placed) and (item.opacity < 1 or item.mask is not None or is_seen_through(item.art.items)):
            return True
        if isinstance(item, Layer) and is_seen_through(item.items):
            return True
    return False


def make_art(box: Rect, items: tuple[Item, ...]) -> Art:
    """What is made of art that takes long to write, such as a logo of thousands of paths, is told by its key."""
    words = repr((box, items))
    return (Art if len(words) <= LONGEST_WRITTEN else KeyedArt)(_sixteen(words), box, items)


def make_keyed_art(box: Rect, items: tuple[Item, ...]) -> KeyedArt:
    return KeyedArt(digest((box, items)), box, items)


_NOTHING = Art("", Rect(0, 0, 0, 0), ())
_IDENTITY_WORDS = repr(IDENTITY)


def digest(value: object) -> str:
    """Sixteen hexadecimal digits that change with anything the value says."""
    return _sixteen(repr(value))


def _sixteen(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _transform_words(transform: Transform) -> str:
    return _IDENTITY_WORDS if transform is IDENTITY else repr(transform)  # most art lies where it was made


class Face(NamedTuple):
    """One side of a piece."""

    size: Size  # trim
    bleed: float
    items: tuple[Item, ...]
    edge: Colour | None = None  # the one colour that runs off all four sides, if one does
    entries: tuple[Entry, ...] = ()  # nothing of them is printed

    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with anything that is printed, and with nothing else."""
        parts = [repr((self.size, self.bleed))]
        for item in self.items:
            if isinstance(item, TextLine):
                spans = [
                    (text, font, size, colour.hex, kerns, tracking)
                    for text, font, size, colour, _, kerns, tracking in item.spans
                ]
                parts.append(f"{item.x:.3f} {item.baseline:.3f} {spans}")
            elif isinstance(item, Placed):
                parts.append(f"{item.art.key} {_transform_words(item.transform)} {item.clip} {item.clip_path}")
                if item.even_odd or item.opacity != 1 or item.mask is not None:
                    own = item._replace(art=_NOTHING, transform=IDENTITY, clip=None, clip_path=None, ground=None)
                    parts.append(repr(own))
            elif isinstance(item, Picture):
                parts.append(repr(item._replace(ground=None)))  # an area of its own, and in the digest as such
            else:
                parts.append(repr(item))
        return digest(parts)

    def lines(self) -> Iterator[TextLine]:
        """The lines of type, those inside art too, in the order in which they are drawn."""
        yield from _lines(self.items)

    def codes(self) -> Iterator[Modules]:
        for item in self.items:
            if isinstance(item, Modules):
                yield item


def _lines(items: tuple[Item, ...]) -> Iterator[TextLine]:
    for item in items:
        if isinstance(item, TextLine):
            yield item
        elif isinstance(item, Placed):
            yield from _lines(item.art.items)
        elif isinstance(item, Layer):
            yield from _lines(item.items)


def rectangle(box: Rect, radius: float = 0.0) -> Path:
    """The outline of a rectangle, clockwise, with rounded corners where `radius` is over nought."""
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    if radius <= 0:
        corners = ((right, y), (right, bottom), (x, bottom))
        return (PathStep("move", (x, y)), *(PathStep("line", corner) for corner in corners), PathStep("close"))
    r = min(radius, box.width / 2, box.height / 2)
    k = r * 0.44771525  # 1 - 4/3·(√2-1): the handle of a quarter circle, from the corner
    return (
        PathStep("move", (x + r, y)),
        PathStep("line", (right - r, y)),
        PathStep("curve", (right - k, y, right, y + k, right, y + r)),
        PathStep("line", (right, bottom - r)),
        PathStep("curve", (right, bottom - k, right - k, bottom, right - r, bottom)),
        PathStep("line", (x + r, bottom)),
        PathStep("curve", (x + k, bottom, x, bottom - k, x, bottom - r)),
        PathStep("line", (x, y + r)),
        PathStep("curve", (x, y + k, x + k, y, x + r, y)),
        PathStep("close"),
    )
