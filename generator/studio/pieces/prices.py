"""What paper costs its user, and how long printing and cutting take: `prices.yaml` in the user's data folder.

A list in, the cost of a kit out. Prices are the user's own: none is known until it was entered.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from generator.errors import Problems, SourceError
from generator.sources import NO_MARKS, Marks, SourceModel, read, source_model
from generator.studio.shown import PaperUse

FILE = "prices.yaml"
MOST = Decimal(100_000)


class AmountReader:
    """An amount of money: 0.45, or as people write it with a comma, 0,45."""

    def read(self, text: str) -> Decimal:
        plain = text.strip().replace(",", ".")
        if re.fullmatch(r"\d{1,6}(\.\d{1,4})?", plain) and Decimal(plain) <= MOST:
            return Decimal(plain)
        raise ValueError(f"'{text}' is no amount; write a number such as 0.45")

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


class SecondsReader:
    """A number of seconds up to ten minutes."""

    def read(self, text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= 600:
            return int(text)
        raise ValueError(f"'{text}' is no number of seconds; write a whole number up to 600")

    def schema(self) -> dict[str, Any]:
        return {"type": "integer"}


Amount = Annotated[Decimal, AmountReader()]
Seconds = Annotated[int, SecondsReader()]


@source_model
class Prices(SourceModel):
    """Of a sheet each, printed; nothing where it was not entered."""

    currency: str = ""
    card_one_side: Amount | None = None
    card_two_sides: Amount | None = None
    paper_one_side: Amount | None = None
    paper_two_sides: Amount | None = None
    large: Amount | None = None
    posters: Literal["whole", "tiles"] = "tiles"
    seconds_a_side: Seconds = 4  # a guess until somebody has taken the time
    seconds_a_cut: Seconds = 10
    marks: Marks = NO_MARKS

    def of_sheet(self, use: PaperUse) -> Decimal | None:
        if use.stock == "large":
            return self.large
        if use.stock == "card":
            return self.card_one_side if use.sides == 1 else self.card_two_sides
        return self.paper_one_side if use.sides == 1 else self.paper_two_sides


AMOUNTS = ("card_one_side", "card_two_sides", "paper_one_side", "paper_two_sides", "large")
SECONDS = ("seconds_a_side", "seconds_a_cut")


class Figures(NamedTuple):
    """What some pieces take."""

    sheets: dict[str, int]  # by stock: card, paper, large
    cost: Decimal | None  # of what has a price; None where nothing has
    is_partial: bool  # something has none
    minutes: int


def read_prices(folder: Path) -> Prices:
    """The user's; what is wrong with the file is said where it is read. Raises SourceError."""
    path = folder / FILE
    if not path.is_file():
        return Prices()
    problems = Problems()
    found = read(path, Prices, problems, name=FILE)
    if found is None or problems.errors:
        raise SourceError(problems.sorted())
    return found


def figures(uses: Iterable[PaperUse], prices: Prices) -> Figures:
    """Of posters either what is printed whole or the tiles, as the list says; of what has one way alone that one."""
    counted = list(uses)
    sheets = {stock: sum(use.sheets for use in counted if use.stock == stock) for stock in ("card", "paper", "large")}
    priced = [(use.sheets, prices.of_sheet(use)) for use in counted if use.sheets]
    known = [number * price for number, price in priced if price is not None]
    seconds = sum(use.sheets * (use.sides * prices.seconds_a_side + use.cuts * prices.seconds_a_cut) for use in counted)
    return Figures(sheets, sum(known, Decimal()) if known else None, len(known) < len(priced), -(-seconds // 60))


def chosen_way(uses: tuple[PaperUse, ...], prices: Prices) -> tuple[PaperUse, ...]:
    """One way to print a piece."""
    ways = {use.way: use for use in uses}
    use = ways.get(prices.posters) if len(ways) > 1 else None
    return (use,) if use else uses
