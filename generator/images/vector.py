"""A drawing, read once, that becomes art in the colours of each card."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from generator.colours import BLACK, Colour
from generator.errors import Problems
from generator.face import Art, Item, Outline, Path, Placed, make_art
from generator.geometry import Rect, Size, Transform
from generator.images.edges import Edge, edge_width, edges, edges_of_all, outlines, stand_free
from generator.images.paths import bounds
from generator.images.svg.paint import Colours, Fill, RoleColour, open_names


class Shape(NamedTuple):
    """An outline whose colours may still be open, in the coordinates of the drawing."""

    path: Path
    fill: Fill
    stroke: Fill
    width: float
    even_odd: bool
    cap: int
    join: int
    mitre: float
    dash: tuple[float, ...]
    warp: Transform | None = None  # for strokes that a transform makes uneven: path and pen before it
    dash_from: float = 0.0


class Group(NamedTuple):
    """Items seen only inside `clip`, where there is one; they cover what is under them as one, by `opacity` and the
    greys of `mask`.
    """

    clip: Path
    items: tuple["Shape | Group", ...]
    even_odd: bool = False
    opacity: float = 1.0
    mask: tuple["Shape | Group", ...] | None = None


Items = tuple[Shape | Group, ...]


_PLAIN = Colours({}, BLACK, lambda role: None)  # where only shapes matter


class Vector:
    """A drawing: its size in units of its own, called millimetres; the caller scales."""

    def __init__(self, size: Size, items: Items) -> None:
        self.size = size
        self.seen_through = any(group.opacity < 1 or group.mask is not None for group in _groups(items))
        self._items = items
        self._roles = tuple(dict.fromkeys(_roles(items)))
        self._made: dict[tuple[Colour | Edge | None, ...], tuple[Art, list[RoleColour]]] = {}

    @property
    def draws(self) -> bool:
        """Whether there is anything in it."""
        return bool(self._items)

    @property
    def box(self) -> Rect:
        """What is drawn in it, but for an edge around it."""
        return Rect(0, 0, self.size.width, self.size.height)

    @cached_property
    def painted(self) -> Rect:
        """The part of its box on which something is painted; all of it where nothing is."""
        drawn = self.parts
        if not drawn:
            return self.box
        left, top = max(min(box.x for box in drawn), 0.0), max(min(box.y for box in drawn), 0.0)
        right = min(max(box.right for box in drawn), self.size.width)
        bottom = min(max(box.bottom for box in drawn), self.size.height)
        return Rect(left, top, right - left, bottom - top) if right > left and bottom > top else self.box

    @cached_property
    def parts(self) -> tuple[Rect, ...]:
        """The boxes of what is painted in it, each as far as it is in the drawing's."""
        drawn = (_reach(outline) for outline in outlines(_closed(self._items, _PLAIN, self.box)))
        return tuple(box for box in drawn if box.overlaps(self.box))

    @property
    def colour_names(self) -> frozenset[str]:
        """The brand's colours that the drawing asks for by name."""
        return frozenset(role.name for role in self._roles if role.name)

    def art(
        self,
        palette: Mapping[str, Colour],
        current: Colour,
        problems: Problems | None = None,
        edge: Edge | None = None,
        outer: Mapping[str, Colour] | None = None,
    ) -> Art:
        """The drawing in these colours; a name that the palette lacks becomes `current` and one of the problems.

        Where it is drawn in a brand's colours, what of it is lost on the ground of `edge` has that around it.
        `outer`: the colours of what stands on the ground itself, where they are others; its empty name is the current
        one.
        """
        standing = tuple((outer or {}).get(role.name) for role in self._roles)
        key = (edge, current, *standing, *(palette.get(role.name) for role in self._roles)) if self._roles else ()
        made = self._made.get(key)
        if made is None:
            missing: list[RoleColour] = []
            inks = [Colours(palette, current, missing.append)]
            if outer is not None and self._roles:
                inks.append(Colours(outer, outer.get("", current), missing.append))
            made = self._made[key] = self._inked(edge if self._roles else None, *inks), missing
        art, missing = made
        if problems is not None:
            for role in {role.name: role for role in reversed(missing)}.values():  # where each stands first
                hint = f"add '{role.name}' to the colours of brand.yaml, or write var(--{role.name}, #888888)"
                problems.error(role.place, f"the brand has no colour '{role.name}'", hint, "svg-colour")
        return art

    def _inked(self, edge: Edge | None, colours: Colours, outer: Colours | None = None) -> Art:
        """With the edge that it needs; in the `outer` colours is what lies on no other part of it."""
        items = _closed(self._items, colours, self.box)
        if outer is None:
            under = edges_of_all(items, edge, self.size) if edge else ()
        else:
            free = stand_free(list(outlines(items)))
            ids = {id(outline) for outline in free}
            pairs = zip(items, _closed(self._items, outer, self.box), strict=True)
            changed = {id(item): other for item, other in pairs if id(item) in ids and isinstance(other, Outline)}
            items = tuple(changed.get(id(item), item) for item in items)
            under = edges([changed.get(id(each), each) for each in free], edge, self.size) if edge else ()
        box = self.box.grown(edge_width(self.size)) if under else self.box
        return make_art(box, (*under, *items))


def _reach(outline: Outline) -> Rect:
    """What an outline covers, its line too."""
    return bounds(outline.path).grown(outline.stroke_width / 2 if outline.stroke is not None else 0.0)


def _groups(items: Items) -> Iterator[Group]:
    for item in items:
        if isinstance(item, Group):
            yield item
            yield from _groups(item.items)


def _roles(items: Items) -> list[RoleColour]:
    found: list[RoleColour] = []
    for item in items:
        if isinstance(item, Group):
            found += _roles(item.items)
        else:
            found += open_names(item.fill) + open_names(item.stroke)
    return found


def _closed(items: Items, colours: Colours, box: Rect) -> tuple[Item, ...]:
    closed: list[Item] = []
    for item in items:
        if isinstance(item, Group):
            inside = _closed(item.items, colours, box)
            if inside:
                mask = None if item.mask is None else make_art(box, _closed(item.mask, colours, box))
                placed = Placed(make_art(box, inside), clip_path=item.clip or None, even_odd=item.even_odd)
                closed.append(placed._replace(opacity=item.opacity, mask=mask))
            continue
        fill, stroke = colours.fill(item.fill), colours.fill(item.stroke)
        if fill is None and stroke is None:
            continue
        pen = (item.width, item.even_odd, item.cap, item.join, item.mitre, item.dash, item.dash_from)
        outline = Outline(item.path, fill, stroke, *pen) if stroke else Outline(item.path, fill, even_odd=item.even_odd)
        closed.append(outline if item.warp is None else _warped(outline, item.warp))
    return tuple(closed)


def _warped(outline: Outline, warp: Transform) -> Placed:
    reach = outline.stroke_width / 2 * max(outline.mitre, 1.5)
    return Placed(make_art(bounds(outline.path).grown(reach), (outline,)), warp)
