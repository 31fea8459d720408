"""The picture of each card's title side for screens: plain SVG, no script, no words, nothing fetched; of a photograph a
small JPEG.

It stands at the right foot of whatever box a page gives it, and its table goes on to the left of it.
"""

from collections.abc import Iterator, Sequence
from math import sqrt

from generator.colours import WHITE, Colour
from generator.face import Item, LinearGradient, Outline, Paint, Path, Picture, Placed, rectangle
from generator.geometry import Rect, Transform
from generator.kit.press.production import Production

SIDE = 400  # pixels: the longer side of a photograph
UNITS = 16  # to a millimetre: whole numbers are short, and finer than a phone shows
_WHOLE = ' maskUnits="userSpaceOnUse" x="-1e6" y="-1e6" width="2e6" height="2e6"'  # the region of a mask
_VERBS = {"move": "m", "line": "l"}
_CAPS = ("", ' stroke-linecap="round"', ' stroke-linecap="square"')
_JOINS = ("", ' stroke-linejoin="round"', ' stroke-linejoin="bevel"')


def screen_pictures(productions: Sequence[Production]) -> dict[str, bytes]:
    """Code → picture, of each card of the selection whose title side has one: drawings of hundreds that nobody prints
    took a fifth of a build, and their pages have the pattern of their layer."""
    return {code: picture for production in productions for code, picture in _of_piece(production)}


def _of_piece(production: Production) -> Iterator[tuple[str, bytes]]:
    if production.piece.name != "deck":
        return
    for card in production.deck.cards:
        code, composer = production.shared.codes.get(production.piece.key(card)), production.composer(card)
        if code and composer and card.quantity and (seen := composer.picture(card)):
            photograph = next((item for item in seen[1] if isinstance(item, Picture)), None)
            drawn = _photograph(production, photograph) if photograph else Drawing(*seen).svg()
            if drawn:
                yield code, drawn


def _photograph(production: Production, item: Picture) -> bytes:
    """All of it, however the card cuts it; empty where it cannot be made small."""
    from generator.images.small import small_jpeg

    return small_jpeg(production.desk.raster(item.key), SIDE, (item.ground or WHITE).hex)


class Drawing:
    """Items of a face as SVG, in whole units from the top left of what is seen."""

    def __init__(self, box: Rect, items: Sequence[Item], units: float = UNITS) -> None:
        self._box, self._items, self._units = box, items, units
        self._shared: list[str] = []  # gradients and clips, named by their place
        self._to_units = Transform(units, 0, 0, units, -box.x * units, -box.y * units)

    def svg(self) -> bytes:
        size = f"{round(self._box.width * self._units)} {round(self._box.height * self._units)}"
        says = f'viewBox="0 0 {size}" preserveAspectRatio="xMaxYMax"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {says}>{self.inside()}</svg>\n'.encode()

    def inside(self) -> str:
        """What stands in its root."""
        shapes = self._joined(self._items, self._to_units)
        return (f"<defs>{''.join(self._shared)}</defs>" if self._shared else "") + shapes

    def _joined(self, items: Sequence[Item], at: Transform) -> str:
        """What is painted, in its order; lines of one colour that follow one another are a path for each of their
        widths: it makes no difference which of them lies on top."""
        parts: list[str] = []
        lines: dict[str, str] = {}  # what they say → their path
        colour: Paint | None = None
        for says, path, line in self._painted(items, at):
            if lines and line != colour:
                parts += [f'<path{each} d="{steps}"/>' for each, steps in lines.items()]
                lines = {}
            if line:
                colour = line
                lines[says] = f"{lines[says]}M{path[1:]}" if says in lines else path
            else:
                parts.append(f'<path{says} d="{path}"/>' if path else says)
        return "".join((*parts, *(f'<path{each} d="{steps}"/>' for each, steps in lines.items())))

    def _painted(self, items: Sequence[Item], at: Transform) -> Iterator[tuple[str, str, Paint | None]]:
        """What an outline says of itself, its path, and the colour of one that is nothing but a line; or else SVG."""
        for item in items:
            match item:
                case Outline():
                    line = item.stroke if item.fill is None and not item.dash else None
                    yield self._outline(item, at), _path(item.path, at), line
                case Placed() if item.clip or item.clip_path or item.mask is not None or item.opacity < 1:
                    inside = self._joined(item.art.items, at.after(item.transform))
                    yield self._covering(item, inside, at), "", None
                case Placed():
                    yield from self._painted(item.art.items, at.after(item.transform))

    def _covering(self, item: Placed, inside: str, at: Transform) -> str:
        """What is placed, cut and seen through as it is on the face."""
        if item.clip:
            name = self._share("clipPath", "", f'd="{_path(rectangle(item.clip), at)}"')
            inside = f'<g clip-path="url(#{name})">{inside}</g>'
        if item.clip_path:
            rule = ' clip-rule="evenodd"' if item.even_odd else ""
            name = self._share("clipPath", "", f'd="{_path(item.clip_path, at)}"{rule}')
            inside = f'<g clip-path="url(#{name})">{inside}</g>'
        if item.mask is not None:
            greys = self._joined(item.mask.items, at.after(item.transform))
            inside = f'<g mask="url(#{self._share("mask", _WHOLE, greys)})">{inside}</g>'
        return f'<g opacity="{_number(item.opacity)}">{inside}</g>' if item.opacity < 1 else inside

    def _outline(self, item: Outline, at: Transform) -> str:
        scale = sqrt(abs(at.a * at.d - at.b * at.c))
        fill = self._paint(item.fill, at)
        says = f' fill="{fill}"' if fill != "#000000" else ""
        if item.even_odd:
            says += ' fill-rule="evenodd"'
        if item.stroke:
            says += f' stroke="{self._paint(item.stroke, at)}" stroke-width="{_number(item.stroke_width * scale)}"'
            says += _CAPS[item.cap] + _JOINS[item.join]
            dash = " ".join(_number(length * scale) for length in item.dash)
            says += f' stroke-dasharray="{dash}"' if dash else ""
        return says

    def _paint(self, fill: Paint | None, at: Transform) -> str:
        if fill is None:
            return "none"
        if isinstance(fill, Colour):
            return fill.hex
        stops = "".join(f'<stop offset="{_number(s.offset)}" stop-color="{s.colour.hex}"/>' for s in fill.stops)
        if not isinstance(fill, LinearGradient):
            circles = zip(("fx", "fy", "fr", "cx", "cy", "r"), (*fill.inner, *fill.outer), strict=True)
            rings = " ".join(f'{name}="{part:.4g}"' for name, part in circles)
            place = " ".join(f"{part:.6g}" for part in at.after(fill.place))
            says = f' gradientUnits="userSpaceOnUse" {rings} gradientTransform="matrix({place})"'
            return f"url(#{self._share('radialGradient', says, stops)})"
        ends = (*at.apply(fill.x1, fill.y1), *at.apply(fill.x2, fill.y2))
        line = " ".join(f'{name}="{_number(end)}"' for name, end in zip(("x1", "y1", "x2", "y2"), ends, strict=True))
        name = self._share("linearGradient", f' gradientUnits="userSpaceOnUse" {line}', stops)
        return f"url(#{name})"

    def _share(self, tag: str, says: str, inside: str) -> str:
        name = f"s{len(self._shared)}"
        inside = f"<path {inside}/>" if tag == "clipPath" else inside
        self._shared.append(f'<{tag} id="{name}"{says}>{inside}</{tag}>')
        return name


def _path(path: Path, at: Transform) -> str:
    """Steps from where the last one ended, in whole units."""
    a, b, c, d, e, f = at
    words: list[str] = []
    here_x = here_y = start_x = start_y = 0
    for verb, numbers in path:
        if len(numbers) == 6:
            u, v, s, t, x, y = numbers
            near = f"{round(a * u + c * v + e) - here_x} {round(b * u + d * v + f) - here_y}"
            far = f"{round(a * s + c * t + e) - here_x} {round(b * s + d * t + f) - here_y}"
            end_x, end_y = round(a * x + c * y + e), round(b * x + d * y + f)
            words.append(f"c{near} {far} {end_x - here_x} {end_y - here_y}")
        elif numbers:
            x, y = numbers
            end_x, end_y = round(a * x + c * y + e), round(b * x + d * y + f)
            words.append(f"{_VERBS[verb]}{end_x - here_x} {end_y - here_y}")
            if verb == "move":
                start_x, start_y = end_x, end_y
        else:
            words.append("z")
            end_x, end_y = start_x, start_y
        here_x, here_y = end_x, end_y
    return "".join(words).replace(" -", "-")


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
