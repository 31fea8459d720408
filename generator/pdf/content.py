"""The items of a face as operators of a PDF content stream (ISO 32000-2 §8 and §9).

Items in millimetres with y down go in, text of operators in points with y up comes out. States such as the
colour and the font are written only where they change. It knows no pages and holds no objects.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from re import compile as pattern
from typing import Protocol

from generator.colours import Colour
from generator.face import (
    Art,
    GradientStop,
    Item,
    Layer,
    LinearGradient,
    Modules,
    Outline,
    Paint,
    Path,
    Picture,
    Placed,
    TextLine,
)
from generator.geometry import Rect
from generator.pdf import colour as paint
from generator.pdf.nested import ShownArt, is_veiled
from generator.pdf.numbers import number, numbers
from generator.pdf.steps import steps
from generator.pdf.type import ESCAPED, Codes
from generator.units import POINTS_PER_MM

_RECTANGLE = ("move", "line", "line", "line", "close")
_DARK = pattern("1+")
_WINDOW = 7
_AT_FIRST = {"Tc": 0.0, "J": "0 J", "j": "0 j", "M": "10 M", "d": "[]0 d"}


Matrix = tuple[float, float, float, float, float, float]


class NamedResources(Protocol):
    """Gives what a stream refers to by name; all is drawn once per file."""

    def codes(self, key: str) -> Codes: ...
    def art(self, art: Art, *, once: bool) -> ShownArt: ...
    def picture(self, picture: Picture) -> str: ...
    def layer(self, name: str) -> str: ...
    def shading(self, stops: tuple[GradientStop, ...], ends: tuple[float, ...], *, grey: bool = False) -> str: ...
    def pattern(self, shading: str, matrix: Matrix) -> str: ...
    def group(self, art: Art, *, grey: bool = False) -> str: ...
    def cover(self, opacity: float, mask: Art | None) -> str: ...


class Content:
    """One content stream. `height` is where y = 0 lies, in mm above the origin of the stream.

    `names` are the resources it uses, in the order of first use. A `fresh` stream begins with the state that a
    page begins with (§8.4.1); the stream of a piece of art is entered in the middle of another and knows none.
    `inline`: art is drawn in place, for what is used once in the file; `once`: the keys of that which the stream shows
    once. `grey`: it is a mask.
    """

    def __init__(
        self,
        store: NamedResources,
        height: float,
        decimals: int = 2,
        *,
        fresh: bool = True,
        inline: bool = False,
        once: frozenset[str] = frozenset(),
        grey: bool = False,
    ) -> None:
        self._store = store
        self._once = once
        self._grey = grey
        self._inline = inline
        self._height = height
        self._decimals = decimals
        self._scale = POINTS_PER_MM * 10**decimals
        self._unit = 10**decimals
        self._out: list[str] = []
        self._add = self._out.append
        self._in_text = False
        self._at = (0, 0)
        self._set: dict[str, object] = dict(_AT_FIRST) if fresh else {}  # operator → what was last set
        self._font: tuple[str, float, int] | None = None
        self._codes: Codes
        self.names: dict[str, dict[str, None]] = {"Font": {}, "XObject": {}, "Shading": {}, "Properties": {}}
        self.names |= {"ExtGState": {}, "Pattern": {}}
        self._draw: dict[type, Callable[..., None]] = {
            TextLine: self._text_line,
            Outline: self._outline,
            Modules: self._modules,
            Picture: self._picture,
            Placed: self._placed,
            Layer: self._layer,
        }

    def draw(self, items: Iterable[Item]) -> "Content":
        for item in items:
            kind = type(item)
            if self._in_text and kind is not TextLine:
                self._end_text()
            self._draw[kind](item)
        if self._in_text:
            self._end_text()
        return self

    def _end_text(self) -> None:
        self._add("ET")
        self._in_text = False

    def text(self) -> str:
        return "\n".join(self._out)

    def bytes(self) -> bytes:
        return self.text().encode("latin-1")

    # --- type -----------------------------------------------------------------------------------

    def _text_line(self, line: TextLine) -> None:
        add, scale, unit, places = self._add, self._scale, self._unit, self._decimals
        if not self._in_text:
            add("BT")
            self._in_text = True
            self._at = (0, 0)
        across, down = line.x, round((self._height - line.baseline) * scale)
        for text, key, size, colour, width, kerns, tracking in line.spans:
            if not text:
                continue
            if self._set.get("rg") is not colour:
                self._fill(colour)
            if self._font is None or self._font[0] != key or self._font[1] != size or self._font[2]:
                self._set_font(key, size)
            if tracking != self._set.get("Tc"):
                self._set["Tc"] = tracking
                add(f"{number(tracking)} Tc")
            at = round(across * scale)
            before = self._at
            add(f"{number((at - before[0]) / unit, places)} {number((down - before[1]) / unit, places)} Td")
            self._at = (at, down)
            codes = text.translate(self._codes)
            if len(self._codes.names) > 1 and max(codes) > "\xff":
                self._mixed(text, kerns)
            elif kerns:
                add(f"[{self._kerned(text, codes, kerns)}]TJ")
            else:
                add(f"({codes})Tj")
            across += width

    def _set_font(self, key: str, size: float, part: int = 0) -> None:
        if self._font is None or self._font[0] != key:
            self._codes = self._store.codes(key)
        self._font = (key, size, part)
        name = self._codes.names[part]
        self.names["Font"][name] = None
        self._add(f"/{name} {number(size)} Tf")

    def _kerned(self, text: str, codes: str, kerns: tuple[tuple[int, float], ...]) -> str:
        """The strings and numbers of a TJ array; its numbers move to the left (§9.4.3)."""
        out, start = [], 0
        even = len(codes) == len(text)  # else some letters are escaped
        for place, move in kerns:
            if place > start:
                out.append(f"({codes[start:place] if even else text[start:place].translate(self._codes)})")
                start = place
            out.append(number(-move, 1))
        if start < len(text):
            out.append(f"({codes[start:] if even else text[start:].translate(self._codes)})")
        return "".join(out)

    def _mixed(self, text: str, kerns: tuple[tuple[int, float], ...]) -> None:
        """Letters of several subsets of one font: each run with its own."""
        key, size, part = self._font or ("", 0.0, 0)
        moves, run = dict(kerns), ""
        for place, letter in enumerate(text):
            mine, code = 0, letter.translate(self._codes)
            if code > "\xff":
                mine, byte = divmod(ord(code), 256)
                code = ESCAPED.get(byte, chr(byte))
            if mine != part:
                self._show(run)
                run, part = "", mine
                self._set_font(key, size, part)
            if moves.get(place):
                run += f"){number(-moves[place], 1)}("
            run += code
        self._show(run)

    def _show(self, run: str) -> None:
        if run:
            self._add(f"[({run})]TJ")

    # --- colour ---------------------------------------------------------------------------------

    def _fill(self, colour: Colour) -> None:
        if self._set.get("rg") != colour:
            self._add(paint.fill(colour))
        self._set["rg"] = colour

    def _line(self, colour: Colour) -> None:
        self._state("RG", paint.stroke(colour))

    def _stroke(self, outline: Outline, colour: Paint) -> None:
        solid = paint.flat(colour)
        if solid is None:
            shading, matrix = self._shading(colour)
            name = self._store.pattern(shading, matrix or (1, 0, 0, 1, 0, 0))
            self.names["Pattern"][name] = None
            self._state("RG", f"/Pattern CS /{name} SCN")
        else:
            self._line(solid)
        self._state("w", f"{number(outline.stroke_width * POINTS_PER_MM, self._decimals + 1)} w")
        self._state("J", f"{outline.cap} J")
        self._state("j", f"{outline.join} j")
        self._state("M", f"{number(outline.mitre)} M")
        start = number(outline.dash_from * POINTS_PER_MM)
        self._state("d", f"[{numbers(*(mark * POINTS_PER_MM for mark in outline.dash))}]{start} d")

    def _state(self, operator: str, written: str) -> None:
        if self._set.get(operator) != written:
            self._set[operator] = written
            self._add(written)

    # --- shapes ---------------------------------------------------------------------------------

    def _outline(self, item: Outline) -> None:
        fill = paint.flat(item.fill) if item.fill is not None else None
        if fill is None and item.fill is not None:
            self._gradient(item, item.fill)
        stroke = item.stroke if item.stroke_width > 0 else None
        if fill is None and stroke is None:
            return
        if fill is not None:
            self._fill(fill)
        if stroke is not None:
            self._stroke(item, stroke)
        operator = "S" if fill is None else "f" if stroke is None else "B"
        star = "*" if item.even_odd and operator != "S" else ""
        self._add(f"{self._path(item.path)} {operator}{star}")

    def _gradient(self, item: Outline, gradient: Paint) -> None:
        name, matrix = self._shading(gradient)
        self.names["Shading"][name] = None
        place = f" {_written(matrix)} cm" if matrix else ""
        self._add(f"q {self._path(item.path)} {'W*' if item.even_odd else 'W'} n{place} /{name} sh Q")

    def _shading(self, gradient: Paint) -> tuple[str, Matrix | None]:
        """The name of a gradient, and the matrix of the plane it lies in where that is one of its own."""
        assert not isinstance(gradient, Colour)  # which has been painted flat
        if isinstance(gradient, LinearGradient):
            ends = (*self._point(gradient.x1, gradient.y1), *self._point(gradient.x2, gradient.y2))
            return self._store.shading(gradient.stops, ends, grey=self._grey), None
        a, b, c, d, e, f = gradient.place
        k = POINTS_PER_MM
        name = self._store.shading(gradient.stops, (*gradient.inner, *gradient.outer), grey=self._grey)
        return name, (a * k, -b * k, c * k, -d * k, *self._point(e, f))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        return x * POINTS_PER_MM, (self._height - y) * POINTS_PER_MM

    def _path(self, path: Path) -> str:
        if len(path) == len(_RECTANGLE) and tuple(step.verb for step in path) == _RECTANGLE:
            (ax, ay), (bx, by), (cx, cy), (dx, dy) = (step.numbers for step in path[:4])
            if (ay, bx, cy, dx) == (by, cx, dy, ax) or (ax, by, cx, dy) == (bx, cy, dx, ay):
                return self._rectangle(Rect(min(ax, cx), min(ay, cy), abs(cx - ax), abs(cy - ay)))
        return steps(path, self._height, self._decimals)

    def _rectangle(self, box: Rect) -> str:
        """Edges are rounded, not sizes: what meets on the face meets in print."""
        scale, unit = self._scale, self._unit
        left, right = round(box.x * scale), round(box.right * scale)
        top, bottom = round((self._height - box.y) * scale), round((self._height - box.bottom) * scale)
        return " ".join(f"{edge / unit:.9g}" for edge in (left, bottom, right - left, top - bottom)) + " re"

    def _modules(self, item: Modules) -> None:
        """All dark modules as one path, so that no renderer shows seams; small whole numbers of modules."""
        self._fill(item.colour)
        side = number(item.module * POINTS_PER_MM, 5)
        x, y = self._point(item.x, item.y)
        self._add(f"q {side} 0 0 -{side} {numbers(x, y)} cm\n{dark_runs(len(item.rows))(item.rows)}f Q")

    # --- what is drawn elsewhere, once ------------------------------------------------------------

    def _picture(self, item: Picture) -> None:
        name = self._store.picture(item)
        self.names["XObject"][name] = None
        x, y = self._point(item.box.x, item.box.bottom)
        clip = f"{self._rectangle(item.clip)} W n " if item.clip else ""
        size = numbers(item.box.width * POINTS_PER_MM, 0, 0, item.box.height * POINTS_PER_MM)
        self._add(f"q {clip}{size} {numbers(x, y)} cm /{name} Do Q")

    def _placed(self, item: Placed) -> None:
        operators = self._covering(item) if is_veiled(item) else self._drawn_art(item.art)
        a, b, c, d, e, f = item.transform
        clip = f"{self._rectangle(item.clip)} W n " if item.clip else ""
        if item.clip_path:
            clip += f"{self._path(item.clip_path)} {'W*' if item.even_odd else 'W'} n "
        self._add(f"q {clip}{_turn(a, b, c, d)} {numbers(*self._point(e, f))} cm {operators} Q")

    def _layer(self, item: Layer) -> None:
        """Optional content (§8.11.3.2): states that are set inside hold after it, shown or not."""
        name = self._store.layer(item.name)
        self.names["Properties"][name] = None
        self._add(f"/OC /{name} BDC")
        self.draw(item.items)
        self._add("EMC")

    def _drawn_art(self, art: Art) -> str:
        return self._in_place(art) if self._inline else self._form(art)

    def _covering(self, item: Placed) -> str:
        """Art that is seen through, as one (ISO 32000-2 §11.6.6): a group, if it has parts that might overlap."""
        state = self._store.cover(item.opacity, item.mask)
        self.names["ExtGState"][state] = None
        alone = item.art.items[0] if len(item.art.items) == 1 else None
        if isinstance(alone, Outline) and (alone.fill is None or alone.stroke is None) and _is_flat(alone.stroke):
            return f"/{state} gs {self._in_place(item.art)}"
        name = self._store.group(item.art, grey=self._grey)
        self.names["XObject"][name] = None
        return f"/{state} gs /{name} Do"

    def _form(self, art: Art) -> str:
        shown = self._store.art(art, once=art.key in self._once)
        self._use(shown.names)
        return shown.operators

    def _in_place(self, art: Art) -> str:
        inner = self._inside().draw(art.items)
        self._use(inner.names)
        return inner.text()

    def _use(self, resources: Mapping[str, Mapping[str, None]]) -> None:
        for kind, names in resources.items():
            self.names[kind] |= names

    def _inside(self) -> "Content":
        return Content(self._store, 0.0, self._decimals, fresh=False, inline=True, grey=self._grey)


def _is_flat(stroke: Paint | None) -> bool:
    """A pattern lies in the plane of the stream that it stands in, wherever that stream has come to."""
    return stroke is None or paint.flat(stroke) is not None


@lru_cache(maxsize=4096)
def _turn(a: float, b: float, c: float, d: float) -> str:
    """What a matrix does beside moving, as operands: the streams' y runs up, so that both its sides are mirrored."""
    return " ".join([number(part, 6) for part in (a, -b, -c, d)])


def _written(matrix: Matrix) -> str:
    return " ".join(number(part, 6) for part in matrix)


class DarkRuns:
    """The dark modules of a code as rectangles one module high, for all codes of one width.

    A row is cut into windows of seven modules, and what a window shows is worded once: eight times as fast as
    wording each run anew, for 5 % more bytes (a run that crosses two windows becomes two rectangles of one path).
    """

    def __init__(self, width: int) -> None:
        starts = range(0, width, _WINDOW)
        self._windows: list[tuple[int, int, int, dict[int, str]]] = [
            (max(width - start - _WINDOW, 0), min(_WINDOW, width - start), start, {}) for start in starts
        ]

    def __call__(self, rows: tuple[int, ...]) -> str:
        out = []
        for y, row in enumerate(rows):
            words = ""
            for shift, width, start, known in self._windows:
                bits = row >> shift & (1 << width) - 1
                if bits not in known:
                    known[bits] = _window_runs(bits, width, start)
                words += known[bits]
            out.append(words.replace("Y", str(y)))
        return "".join(out)


def _window_runs(bits: int, width: int, start: int) -> str:
    runs = (run.span() for run in _DARK.finditer(f"{bits:0{width}b}"))
    return "".join(f"{start + begin} Y {end - begin} 1 re\n" for begin, end in runs)


dark_runs = lru_cache(maxsize=None)(DarkRuns)
