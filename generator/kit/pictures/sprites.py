"""Cards in a grid on few pictures, as Tabletop Simulator reads a deck: which card lies where."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from generator.deck import Card
from generator.geometry import Size

MOST_COLUMNS, MOST_ROWS = 10, 7
LEAST = 2  # columns, and rows
HIDDEN = 1  # the last place is what others see of a card in a hand
MOST_CARDS = MOST_COLUMNS * MOST_ROWS - HIDDEN
USUAL_SIDE = 4096


class SpriteGrid(NamedTuple):
    columns: int
    rows: int
    cell: tuple[int, int]  # pixels

    @property
    def size(self) -> tuple[int, int]:
        return self.columns * self.cell[0], self.rows * self.cell[1]

    def place(self, index: int) -> tuple[int, int]:
        """The top left corner of a place, in pixels; they are counted row by row."""
        row, column = divmod(index, self.columns)
        return column * self.cell[0], row * self.cell[1]


def runs(cards: Sequence[Card]) -> list[Sequence[Card]]:
    """The cards of each sheet: as few sheets as can be, filled evenly."""
    sheets = -(-len(cards) // MOST_CARDS)
    ends = [len(cards) * number // sheets for number in range(sheets + 1)] if sheets else []
    return [cards[start:end] for start, end in pairwise(ends)]


def grid_of(count: int, trim: Size, side: int, dpi_pixels: tuple[int, int]) -> SpriteGrid:
    """The grid that shows so many cards largest on a picture of `side` pixels, and none larger than asked for."""
    ways = [
        SpriteGrid(columns, rows, _cell(columns, rows, trim, side, dpi_pixels))
        for columns in range(LEAST, MOST_COLUMNS + 1)
        for rows in range(LEAST, MOST_ROWS + 1)
        if columns * rows >= count + HIDDEN
    ]
    return max(ways, key=lambda way: (way.cell[0], -way.columns * way.rows, way.columns))


def _cell(columns: int, rows: int, trim: Size, side: int, most: tuple[int, int]) -> tuple[int, int]:
    width = min(side // columns, int(side // rows * trim.width / trim.height), most[0])
    return max(1, width), max(1, min(round(width * trim.height / trim.width), side // rows))


def described(
    grid: SpriteGrid, cards: Sequence[Card], titles: Sequence[str], front: str, back: str, unique: bool
) -> dict[str, Any]:
    """One sheet, for whoever reads it by a program or sets it up by hand."""
    return {
        "face": front,
        "back": back or None,
        "unique_backs": unique,
        "width": grid.columns,
        "height": grid.rows,
        "number": len(cards),
        "cell": list(grid.cell),
        "cards": [
            {"index": index, "id": card.id, "title": title, "quantity": card.quantity}
            for index, (card, title) in enumerate(zip(cards, titles, strict=True))
        ],
    }
