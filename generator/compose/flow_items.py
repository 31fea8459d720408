"""Items of running text, moved to their place on a page."""

from generator.face import Item, Outline, Path, PathStep, Placed, TextLine
from generator.geometry import Transform


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
        case _:
            raise TypeError(f"running text has no {type(item).__name__}")


def _moved_path(path: Path, right: float, down: float) -> Path:
    return tuple(_moved_step(step, right, down) for step in path)


def _moved_step(step: PathStep, right: float, down: float) -> PathStep:
    moved = (round(number + (down if index % 2 else right), 4) for index, number in enumerate(step.numbers))
    return PathStep(step.verb, tuple(moved))
