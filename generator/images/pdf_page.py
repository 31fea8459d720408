"""One page of vectors in a PDF file made a drawing: its paths, colours, gradients and clips. The objects are pypdf's.

What is not drawn here (type that is not outlines, pictures, patterns, blending) raises NotDrawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from generator.colours import BLACK
from generator.face import Path, PathStep, rectangle, transformed
from generator.geometry import IDENTITY, Rect, Size, Transform
from generator.images.paths import is_finite
from generator.images.pdf_paint import (
    NotDrawn,
    colour,
    colour_at_first,
    entry,
    is_mixed_below,
    is_true,
    numbers,
    plain,
    shading,
)
from generator.images.svg.paint import Fill, Gradient
from generator.images.svg.walk import MAX_STEPS, even_scale
from generator.images.vector import Group, Items, Shape, Vector

MAX_OPERATORS = 400_000
MAX_CONTENT = 15_000_000  # bytes of streams, each use counted: they are read again
_MOST_CLIPS = 60  # in one another
_DEEPEST = 12  # forms in forms
_REFUSED = {
    **dict.fromkeys(("Tj", "TJ", "'", '"'), "has type that is not outlines"),
    **dict.fromkeys(("BI", "INLINE IMAGE"), "has a picture in it"),
}
_SPACES = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
_PAINTING = {
    "f": "f",
    "F": "f",
    "f*": "f*",
    "S": "S",
    "s": "hS",
    "B": "fS",
    "B*": "f*S",
    "b": "hfS",
    "b*": "hf*S",
    "n": "",
}
_Clip = tuple[Path, bool]


@dataclass(frozen=True)
class _State:
    frame: Transform
    fill: Fill = BLACK
    stroke: Fill = BLACK
    fill_space: Any = "/DeviceGray"
    stroke_space: Any = "/DeviceGray"
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    width: float = 1.0
    cap: int = 0
    join: int = 0
    mitre: float = 10.0
    dash: tuple[float, ...] = ()
    dash_from: float = 0.0
    fill_overprints: bool = False
    stroke_overprints: bool = False
    clips: tuple[_Clip, ...] = ()


def too_much() -> NotDrawn:
    return NotDrawn("is too intricate to be drawn")


class Page:
    def __init__(self, reader: Any, page: Any, box: Rect) -> None:
        self._reader, self._page, self.box = reader, page, box
        self._items: list[tuple[tuple[_Clip, ...], Shape | Group]] = []
        self._operators = self._steps = self._bytes = 0

    def drawing(self) -> Vector:
        box, turned = self.box, int(self._page.get("/Rotate", 0)) % 360
        if box.width < 0.001 or box.height < 0.001 or turned % 90:
            raise NotDrawn("has no size")
        frame = Transform(1, 0, 0, -1, -box.x, box.bottom)
        quarter = {0: IDENTITY, 90: Transform(0, 1, -1, 0, box.height, 0), 180: Transform(-1, 0, 0, -1, *box[2:]),
                   270: Transform(0, -1, 1, 0, 0, box.width)}[turned]  # fmt: skip
        state = _State(quarter.after(frame))
        contents = self._page.get_contents()
        if contents is not None:
            self._run(contents, entry(self._page, "/Resources", {}), state, 0)
        size = Size(box.width, box.height)
        return Vector(size.turned if turned in (90, 270) else size, _grouped(self._items))

    def _run(self, content: Any, resources: Any, state: _State, depth: int) -> None:
        from pypdf.generic import ContentStream

        self._bytes += len(content.get_data())
        if self._bytes > MAX_CONTENT:
            raise too_much()
        stream = content if isinstance(content, ContentStream) else ContentStream(content, self._reader)
        _Stream(self, resources, state, depth).run(stream.operations)

    # What streams tell

    def count(self) -> None:
        self._operators += 1
        if self._operators > MAX_OPERATORS or self._steps > MAX_STEPS:
            raise too_much()

    def shaded(self, value: Any, frame: Transform) -> Fill:
        """A shading, whose stops count as steps of outlines do."""
        paint = shading(value, frame)
        self._steps += len(paint.stops) if isinstance(paint, Gradient) else 1
        return paint

    def add(self, clips: tuple[_Clip, ...], item: Shape | Group, steps: int) -> None:
        self._steps += steps
        self._items.append((clips, item))

    def form(self, form: Any, resources: Any, state: _State, depth: int) -> None:
        """A form in its place (§8.10), cut at its box."""
        if depth > _DEEPEST:
            raise NotDrawn("has forms without end")
        state = replace(state, frame=state.frame.after(_matrix(form)))
        low_x, low_y, high_x, high_y = numbers(form["/BBox"])
        window = transformed(rectangle(Rect(low_x, low_y, high_x - low_x, high_y - low_y)), state.frame)
        inside = replace(state, clips=self.clipped(state.clips, (window, False)))
        if state.fill_alpha >= 1 or "/Group" not in form:
            self._run(form, entry(form, "/Resources", resources), inside, depth + 1)
            return
        before, self._items = self._items, []
        alone = replace(inside, fill_alpha=1.0, stroke_alpha=1.0)
        self._run(form, entry(form, "/Resources", resources), alone, depth + 1)
        group, self._items = _grouped(self._items), before
        self.add((), Group((), group, opacity=state.fill_alpha), 0)

    def clipped(self, clips: tuple[_Clip, ...], clip: _Clip) -> tuple[_Clip, ...]:
        """With one more, if that cuts anything of the page."""
        if _covers(clip[0], max(self.box[2:])) or clip in clips:
            return clips
        if len(clips) == _MOST_CLIPS:
            raise too_much()
        self._steps += len(clip[0])
        return (*clips, clip)


@dataclass
class _Stream:
    """One content stream: its states and the path that it is drawing."""

    page: Page
    resources: Any
    state: _State
    depth: int
    saved: list[_State] = field(default_factory=list)
    path: list[PathStep] = field(default_factory=list)
    cut: str = ""

    def __post_init__(self) -> None:
        self.base = self.state.frame  # the plane that patterns lie in

    def run(self, operations: Any) -> None:
        for operands, operator in operations:
            self.page.count()
            name = operator.decode("latin-1") if isinstance(operator, bytes) else str(operator)
            if name in _REFUSED:
                raise NotDrawn(_REFUSED[name])
            if name in _PAINTING:
                self._paint(_PAINTING[name])
            elif not self._draw(name, operands) and not self._colour(name, operands):
                self._set(name, operands)

    def _draw(self, name: str, operands: Any) -> bool:
        """Steps of a path, in user space."""
        match name, [float(each) for each in operands] if name in ("m", "l", "c", "v", "y", "re") else []:
            case "m", [x, y]:
                self.path.append(PathStep("move", (x, y)))
            case "l", [x, y]:
                self.path.append(PathStep("line", (x, y)))
            case "c", [*six] if len(six) == 6:
                self.path.append(PathStep("curve", tuple(six)))
            case "v", [x2, y2, x3, y3]:
                self.path.append(PathStep("curve", (*self.path[-1].numbers[-2:], x2, y2, x3, y3)))
            case "y", [x1, y1, x3, y3]:
                self.path.append(PathStep("curve", (x1, y1, x3, y3, x3, y3)))
            case "re", [x, y, width, height]:
                corners = ((x + width, y), (x + width, y + height), (x, y + height))
                self.path += [
                    PathStep("move", (x, y)),
                    *(PathStep("line", each) for each in corners),
                    PathStep("close"),
                ]
            case "h", _:
                self.path.append(PathStep("close"))
            case (("W" | "W*"), _):
                self.cut = name
            case _:
                return False
        return True

    def _colour(self, name: str, operands: Any) -> bool:
        small = name.lower()
        is_stroke = name != small
        if small in _SPACES:
            space = _SPACES[small]
        elif small == "cs":
            space = str(operands[0])
            space = entry(entry(self.resources, "/ColorSpace", {}), space, space)
            self._keep(is_stroke, space, colour_at_first(space))
            return True
        elif small in ("sc", "scn"):
            space = self.state.stroke_space if is_stroke else self.state.fill_space
        else:
            return False
        if operands and str(operands[-1]).startswith("/"):
            pattern = plain(entry(self.resources, "/Pattern", {})[operands[-1]])
            if entry(pattern, "/PatternType") != 2:
                raise NotDrawn("has a pattern in it")
            self._keep(is_stroke, space, self.page.shaded(pattern["/Shading"], self.base.after(_matrix(pattern))))
        else:
            self._keep(is_stroke, space, colour(space, [float(each) for each in operands]))
        return True

    def _keep(self, is_stroke: bool, space: Any, paint: Fill) -> None:
        if is_stroke:
            self.state = replace(self.state, stroke_space=space, stroke=paint)
        else:
            self.state = replace(self.state, fill_space=space, fill=paint)

    def _set(self, name: str, operands: Any) -> None:
        match name:
            case "q":
                self.saved.append(self.state)
            case "Q" if self.saved:
                self.state = self.saved.pop()
            case "cm":
                self.state = replace(self.state, frame=self.state.frame.after(Transform(*map(float, operands))))
            case "w":
                self.state = replace(self.state, width=float(operands[0]))
            case "J":
                self.state = replace(self.state, cap=int(operands[0]))
            case "j":
                self.state = replace(self.state, join=int(operands[0]))
            case "M":
                self.state = replace(self.state, mitre=max(float(operands[0]), 1.0))
            case "d":
                dash = tuple(numbers(operands[0]))
                self.state = replace(self.state, dash=dash if sum(dash) > 0 else (), dash_from=float(operands[1]))
            case "gs":
                self._extended(plain(entry(self.resources, "/ExtGState", {})[operands[0]]))
            case "Do":
                self._enter(plain(entry(self.resources, "/XObject", {})[operands[0]]))
            case "sh":
                gradient = self.page.shaded(entry(self.resources, "/Shading", {})[operands[0]], self.state.frame)
                width, height = self.page.box[2:]
                whole = rectangle(Rect(0, 0, max(width, height), max(width, height)))
                self._add(Shape(whole, gradient, None, 0.0, False, 0, 0, 4.0, ()), self.state.fill_alpha)

    def _extended(self, said: Any) -> None:
        if str(entry(said, "/BM", "/Normal")) not in ("/Normal", "/Compatible", "['/Normal']"):
            raise NotDrawn("blends colours")
        if "/SMask" in said and str(entry(said, "/SMask")) != "/None":
            raise NotDrawn("has a soft mask")
        fill, stroke = (
            float(entry(said, key, now))
            for key, now in (("/ca", self.state.fill_alpha), ("/CA", self.state.stroke_alpha))
        )
        width = float(entry(said, "/LW", self.state.width))
        over_stroke = is_true(entry(said, "/OP", self.state.stroke_overprints))
        over_fill = is_true(entry(said, "/op", over_stroke if "/OP" in said else self.state.fill_overprints))
        self.state = replace(self.state, fill_alpha=fill, stroke_alpha=stroke, width=width)
        self.state = replace(self.state, fill_overprints=over_fill, stroke_overprints=over_stroke)
        for key, name in (("/LC", "J"), ("/LJ", "j"), ("/ML", "M")):
            if key in said:
                self._set(name, [entry(said, key)])
        if "/D" in said:
            self._set("d", entry(said, "/D"))

    def _enter(self, found: Any) -> None:
        if str(entry(found, "/Subtype")) != "/Form":
            raise NotDrawn("has a picture in it")
        self.page.form(found, self.resources, self.state, self.depth)

    def _paint(self, how: str) -> None:
        path, self.path = self.path, []
        cut, self.cut = self.cut, ""
        if not path or path[0].verb != "move":
            return
        if how.startswith("h"):
            path.append(PathStep("close"))
        state, outline = self.state, tuple(path)
        placed = transformed(outline, state.frame)
        if not is_finite(placed):
            raise NotDrawn("lies out of reach")
        if ("f" in how and state.fill_overprints and is_mixed_below(state.fill)) or (
            "S" in how and state.stroke_overprints and is_mixed_below(state.stroke)
        ):
            raise NotDrawn("has inks that overprint others")
        if "f" in how and state.fill is not None:
            self._add(Shape(placed, state.fill, None, 0.0, "*" in how, 0, 0, 4.0, ()), state.fill_alpha)
        if "S" in how and state.stroke is not None:
            self._add(_stroked(outline, placed, state), state.stroke_alpha)
        if cut:
            self.state = replace(state, clips=self.page.clipped(state.clips, (placed, cut == "W*")))

    def _add(self, shape: Shape, alpha: float) -> None:
        item = Group((), (shape,), opacity=alpha) if alpha < 1 else shape
        if alpha > 0:
            self.page.add(self.state.clips, item, len(shape.path))


def _covers(path: Path, side: float) -> bool:
    """Whether a path is a rectangle around a square of that side."""
    points = {step.numbers for step in path if step.numbers}
    if len(points) != 4 or any(len(each) != 2 for each in points):
        return False
    across, down = sorted({x for x, _ in points}), sorted({y for _, y in points})
    edges = len(across) == len(down) == 2
    return edges and max(across[0], down[0]) <= 0.01 and min(across[1], down[1]) >= side - 0.01


def _stroked(outline: Path, placed: Path, state: _State) -> Shape:
    scale = even_scale(state.frame)
    size = 1.0 if scale is None else scale
    pen = (state.cap, state.join, state.mitre, tuple(round(part * size, 6) for part in state.dash))
    width = round(max(state.width * size, 0.05), 6)  # nought is the thinnest line there is
    path, warp = (outline, state.frame) if scale is None else (placed, None)
    return Shape(
        path, None, state.stroke, width, False, *pen, warp, round(state.dash_from * size, 6) if state.dash else 0.0
    )


def _matrix(holder: Any) -> Transform:
    return Transform(*numbers(entry(holder, "/Matrix", [1, 0, 0, 1, 0, 0])))


def _grouped(items: list[tuple[tuple[_Clip, ...], Shape | Group]]) -> Items:
    """Neighbours that are cut alike in one group for each clip."""
    return tuple(_nested(items))


def _nested(items: list[tuple[tuple[_Clip, ...], Shape | Group]]) -> Iterator[Shape | Group]:
    for clip, run in groupby(items, lambda each: each[0][0] if each[0] else None):
        inside = list(run)
        if clip is None:
            yield from (item for _, item in inside)
        else:
            path, even_odd = clip
            yield Group(path, tuple(_nested([(clips[1:], item) for clips, item in inside])), even_odd)
