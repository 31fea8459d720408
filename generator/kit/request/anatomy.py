"""What a layout shows: its frames with their fields, the words of a poster, its colours and what they are for."""

from collections.abc import Iterator
from dataclasses import fields as keys_of
from typing import Any, NamedTuple

from generator.errors import NOWHERE, Problems, SourceError
from generator.kit.request.shelf import Shelf
from generator.kit.request.whereabouts import find_workshop
from generator.layout import SIDES, CardLayout, Frame, PictureFrame

# What a colour of a frame is seen as; those of words are in their styles.
USES = {
    "fill": "areas", "line": "lines", "rules": "lines", "form": "lines", "flow": "lines", "picture": "pictures",
    "code": "codes", "tile": "tiles", "shape": "areas",
}  # fmt: skip


class FrameParts(NamedTuple):
    name: str
    kind: str
    fields: tuple[str, ...]  # of the deck or the poster; those with a dot are facts, such as category.name
    colours: tuple[tuple[str, str], ...]  # each with what it is for


def find_layout(kind: str, name: str) -> CardLayout:
    """A layout of `cards` or `posters`: of the workshop where the command is given, else a bundled one.

    Raises SourceError where there is none, or it is wrong.
    """
    problems = Problems()
    layout = Shelf(find_workshop(None), problems).card(name, NOWHERE, kind)
    if layout is None or problems.errors:
        raise SourceError(problems.errors)
    return layout


def frames(layout: CardLayout, side: str) -> list[FrameParts]:
    """The frames of the front or the back, in the order in which they are drawn."""
    return [
        FrameParts(name, frame.kind, _fields(frame), tuple(_colours(frame, layout)))
        for name, frame in layout.side(side).items()
    ]


def words(layout: CardLayout) -> tuple[str, ...]:
    """The fields that a poster may fill under `words:`, each once."""
    named = (name for side in SIDES for parts in frames(layout, side) for name in parts.fields)
    return tuple(
        dict.fromkeys(name for name in named if "." not in name and name != "title" and name not in pictures(layout))
    )


def pictures(layout: CardLayout) -> tuple[str, ...]:
    """The pictures that a poster may name."""
    shown = (frame.field for side in SIDES for frame in layout.side(side).values() if isinstance(frame, PictureFrame))
    return tuple(dict.fromkeys(name for name in shown if "." not in name))


def colours(layout: CardLayout) -> dict[str, list[str]]:
    """The names that the layout has for colours, with what each is for."""
    uses: dict[str, list[str]] = {}
    for side in SIDES:
        for parts in frames(layout, side):
            for name, use in parts.colours:
                if use not in uses.setdefault(name, []):
                    uses[name].append(use)
    return uses


def as_dict(layout: CardLayout, *, is_poster: bool) -> dict[str, Any]:
    """For programs; lengths in mm."""
    sides = {
        side: {parts.name: {"kind": parts.kind, "fields": list(parts.fields)} for parts in frames(layout, side)}
        for side in SIDES
    }
    own = {"words": list(words(layout)), "pictures": list(pictures(layout))} if is_poster else {}
    size = {"width": layout.size.width, "height": layout.size.height}
    return {"title": layout.title, **size, **own, **sides, "colours": colours(layout)}


def lines(name: str, layout: CardLayout, *, is_poster: bool) -> list[str]:
    """For people."""
    found = [f"{name}  {layout.title}, {layout.size.width:g} × {layout.size.height:g} mm"]
    if is_poster:
        found += ["words:", f"  {' '.join(words(layout))}"]
        found += ["pictures:", f"  {' '.join(pictures(layout))}"] if pictures(layout) else []
    for side in SIDES:
        parts = frames(layout, side)
        width = max((len(each.name) for each in parts), default=0)
        found += [f"{side}:"] if parts else []
        found += [f"  {each.name:<{width}}  {each.kind:<7}  {', '.join(each.fields)}".rstrip() for each in parts]
    uses = colours(layout)
    width = max(map(len, uses), default=0)
    return [*found, "colours:", *(f"  {colour:<{width}}  {', '.join(of)}" for colour, of in uses.items())]


def _fields(frame: Frame) -> tuple[str, ...]:
    own = getattr(frame, "field", "")
    return (own,) if own else tuple(block.field for block in getattr(frame, "blocks", ()))


def _colours(frame: Frame, layout: CardLayout) -> Iterator[tuple[str, str]]:
    for colour in (getattr(frame, "colour", ""), getattr(frame, "ground", ""), getattr(frame, "pill", "")):
        if colour:
            yield colour, USES.get(frame.kind, "areas")
    if edge := getattr(frame, "edge", ""):
        yield edge, "lines"
    for style in _styles(frame):
        if style in layout.styles:
            yield layout.styles[style].colour, "words"


def _styles(frame: Frame) -> Iterator[str]:
    """The names of styles that a frame sets words in."""
    if blocks := getattr(frame, "blocks", ()):
        yield from (style for block in blocks for style in (block.style, block.label))
    elif frame.kind in ("form", "flow"):
        values = (getattr(frame, key.name) for key in keys_of(frame) if key.name not in ("kind", "colour"))
        yield from (value for value in values if isinstance(value, str))
