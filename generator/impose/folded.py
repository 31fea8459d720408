"""Pages two by two on sheets that are put into one another, folded once and stapled: which page lies where."""

from collections.abc import Iterator
from typing import NamedTuple

LEAVES = 4  # pages of a sheet


class FoldedSide(NamedTuple):
    """The pages above and below the fold on one side of a sheet; None where there is none.

    A sheet is folded in the middle of its longer side: above the fold lies the page that is opened first of two.
    """

    above: int | None
    below: int | None


def folded(count: int) -> Iterator[FoldedSide]:
    """Outside and inside of each sheet, the outermost first; the pages by their numbers from 0."""
    whole = -(-count // LEAVES) * LEAVES

    def page(number: int) -> int | None:
        return number if number < count else None

    for sheet in range(whole // LEAVES):
        first, last = 2 * sheet, whole - 1 - 2 * sheet
        yield FoldedSide(page(last), page(first))
        yield FoldedSide(page(first + 1), page(last - 1))
