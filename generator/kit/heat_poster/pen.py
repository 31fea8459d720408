"""What draws on one page: boxes, strokes and words, in mm from the top left corner; a page grows to its paper."""

from collections.abc import Sequence
from typing import Literal

from generator.colours import Colour
from generator.face import Item, Outline, PathStep, Picture, Placed, TextLine, make_art, rectangle, transformed
from generator.geometry import Rect, Size, Transform
from generator.kit.heat_poster.inks import MapInks
from generator.kit.heat_poster.set_lines import LineSetter, SetLine

Align = Literal["left", "centre", "right"]
_SHIFT: dict[Align, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}


class Pen:
    """Collects the items of a page."""

    def __init__(self, size: Size, inks: MapInks, lettering: LineSetter) -> None:
        self.size, self.inks, self.lettering = size, inks, lettering
        self.items: list[Item] = []

    def box(
        self, box: Rect, fill: Colour | None = None, stroke: Colour | None = None, width: float = 0.2, radius: float = 0
    ) -> None:
        self.items.append(Outline(rectangle(box, radius), fill=fill, stroke=stroke, stroke_width=width))

    def stroke(
        self, *points: tuple[float, float], colour: Colour, width: float = 0.2, dash: Sequence[float] = ()
    ) -> None:
        path = tuple(PathStep("line" if at else "move", point) for at, point in enumerate(points))
        self.items.append(Outline(path, stroke=colour, stroke_width=width, dash=tuple(dash)))

    def put(self, line: SetLine, x: float, baseline: float, colour: Colour, align: Align = "left") -> None:
        self.items.append(line.at(x - _SHIFT[align] * line.width, baseline, colour))

    def text(
        self, text: str, x: float, baseline: float, size: float, *,
        colour: Colour | None = None, look: str = "text", align: Align = "left",
    ) -> float:  # fmt: skip
        """On one line; how wide it is."""
        line = self.lettering.line(text, size, look)
        self.put(line, x, baseline, colour or self.inks.ink, align)
        return line.width

    def block(
        self, text: str, x: float, top: float, size: float, width: float, *,
        colour: Colour | None = None, look: str = "text", most: int = 0, align: Align = "left",
    ) -> float:  # fmt: skip
        """In lines below `top`; where they end."""
        for line in self.lettering.lines(text, size, width, look, most):
            self.put(line, x + _SHIFT[align] * width, top + line.capital, colour or self.inks.ink, align)
            top += line.leading
        return top

    def turned(self, text: str, x: float, y: float, size: float, room: float, *, upwards: bool) -> None:
        """Along the edge of a plane, its middle at a place; no longer than there is room."""
        line = self.lettering.lines(text, size, room, "bold", most=1)[0]
        own = line.at(0.0, 0.0, self.inks.ink)
        art = make_art(Rect(0, -line.leading, line.width, 2 * line.leading), (own,))
        half = line.width / 2
        place = Transform(0, -1, 1, 0, x, y + half) if upwards else Transform(0, 1, -1, 0, x, y - half)
        self.items.append(Placed(art, place))


def grown(items: Sequence[Item], by: float) -> tuple[Item, ...]:
    """The same page, so many times as large."""
    return tuple(_grown(item, by) for item in items) if by != 1 else tuple(items)


def _grown(item: Item, by: float) -> Item:
    match item:
        case Outline():
            dash = tuple(each * by for each in item.dash)
            path = transformed(item.path, Transform(by, 0, 0, by))
            return item._replace(path=path, stroke_width=item.stroke_width * by, dash=dash)
        case TextLine():
            letters = tuple(
                span._replace(size=span.size * by, width=span.width * by, tracking=span.tracking * by)
                for span in item.spans
            )
            return item._replace(x=item.x * by, baseline=item.baseline * by, spans=letters)
        case Picture():
            x, y, width, height = item.box
            return item._replace(box=Rect(x * by, y * by, width * by, height * by))
        case Placed():
            return item._replace(transform=Transform(by, 0, 0, by).after(item.transform))
        case _:
            return item
