"""What running text is made of: slabs that are never broken, and items that are moved to their place on a page."""

from typing import NamedTuple

from generator.booklet import StepSpread
from generator.face import Item, Modules, Outline, Path, PathStep, Placed, TextLine
from generator.geometry import Transform


class Slab(NamedTuple):
    """What is never broken: a line, or a row of a table; y from its own top."""

    items: tuple[Item, ...]
    height: float
    base: float | None = None  # its first baseline
    before: float = 0.0  # space above, but at the head of a page
    keeps: bool = False  # stays with the next
    head: "Slab | None" = None  # stands above it once more where it opens a page
    opens: bool = False  # begins a page
    spread: StepSpread | None = None  # two pages of its own
    is_chapter: bool = False  # begins what the contents list


def kept(slabs: list[Slab]) -> list[Slab]:
    """All of them with the next: a heading."""
    return [slab._replace(keeps=True) for slab in slabs]


def spaced(slabs: list[Slab], before: float) -> list[Slab]:
    return [slabs[0]._replace(before=before), *slabs[1:]] if slabs else []


def moved(item: Item, down: float, right: float = 0.0) -> Item:
    """Text, outlines and pieces, elsewhere."""
    match item:
        case TextLine():
            return item._replace(x=round(item.x + right, 4), baseline=round(item.baseline + down, 4))
        case Outline():
            return item._replace(path=_moved_path(item.path, right, down))
        case Placed():
            by = Transform(e=right, f=down).after(item.transform)
            by = by._replace(e=round(by.e, 4), f=round(by.f, 4))
            return item._replace(transform=by, clip_path=item.clip_path and _moved_path(item.clip_path, right, down))
        case Modules():
            return item._replace(x=round(item.x + right, 4), y=round(item.y + down, 4))
        case _:
            raise TypeError(f"running text has no {type(item).__name__}")


def _moved_path(path: Path, right: float, down: float) -> Path:
    return tuple(_moved_step(step, right, down) for step in path)


def _moved_step(step: PathStep, right: float, down: float) -> PathStep:
    moved = (round(number + (down if index % 2 else right), 4) for index, number in enumerate(step.numbers))
    return PathStep(step.verb, tuple(moved))
