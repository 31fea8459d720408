"""Marks that a cutting plotter finds with its camera: black rectangles, clear of every piece."""

from collections.abc import Iterator, Sequence

from generator.errors import Place, Problems
from generator.geometry import Rect, Size
from generator.impose.wording import mm, place_of
from generator.layout import Registration, SheetLayout


def registration_marks(
    sheet: SheetLayout, paper: Size, pieces: Sequence[Rect], problems: Problems, where: Place
) -> tuple[Rect, ...]:
    """The marks of the sheet; a problem where a piece, with its bleed, comes too near to one."""
    said = sheet.registration
    if said is None:
        return ()
    found = tuple(_marks(said, paper))
    if any(mark.grown(said.clear).overlaps(piece) for mark in found for piece in pieces):
        problems.error(
            place_of(sheet, "margin", where),
            f"pieces come nearer than {mm(said.clear)} to the registration marks: the plotter would not find them",
            "give a wider margin, or fewer columns or rows",
            "registration",
        )
    return found


def _marks(said: Registration, paper: Size) -> Iterator[Rect]:
    near, right, bottom, width = said.inset, paper.width - said.inset, paper.height - said.inset, said.width
    if said.kind == "box":
        across, down = right - near, bottom - near
        yield from (Rect(near, near, across, width), Rect(near, bottom - width, across, width))
        yield from (Rect(near, near, width, down), Rect(right - width, near, width, down))
        return
    yield Rect(near, near, said.square, said.square)
    yield from (Rect(right - said.arm, near, said.arm, width), Rect(right - width, near, width, said.arm))
    yield from (Rect(near, bottom - width, said.arm, width), Rect(near, bottom - said.arm, width, said.arm))
