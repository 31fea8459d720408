"""What was read from people's files before anybody knows what it means: records with columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from generator.errors import NOWHERE, Place, Problem

Value = str | tuple[str, ...]


class Record(NamedTuple):
    """A row, an object, a section: what it says by column."""

    values: Mapping[str, Value]
    place: Place = NOWHERE
    group: str = ""  # what it stands under: a heading, a suit, a sheet, a folder

    def text(self, column: str) -> str:
        """The value as one text."""
        return as_text(self.values.get(column, ""))


@dataclass(frozen=True)
class Gathered:
    """The longest list of like items of a source."""

    where: str  # as people find it again: 'Cards v3'!A4:I34, deck.cards
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    title: str = ""  # of the whole, where the source says one
    notes: tuple[str, ...] = ()  # what was passed over
    faults: tuple[tuple[str, Problem], ...] = ()  # the column, or '' where it is about the whole, and what is wrong
    files: Mapping[str, bytes] = field(
        default_factory=dict
    )  # pictures that lie in the source, as its records name them
    goes_down: bool = False  # a category may be written once, above the rows that belong to it
    sections: frozenset[str] = frozenset()  # columns that are headings of the text itself, which belong on the card

    def texts(self, column: str) -> Iterator[str]:
        """What the column says, where it says something."""
        return (text for record in self.records if (text := record.text(column).strip()))


def as_text(value: Value) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def numbered(name: str, taken: Mapping[str, object] | set[str]) -> str:
    """The name, with a number where it is taken."""
    if name not in taken:
        return name
    return next(again for n in range(2, len(taken) + 3) if (again := f"{name} ({n})") not in taken)


_CLOSED = ("closed", "archived", "hidden")


def without_closed(gathered: Gathered) -> Gathered:
    """Without records that are archived, where a column says so."""
    columns = [column for column in gathered.columns if column.casefold() in _CLOSED]
    still = tuple(it for it in gathered.records if not any(it.text(column).casefold() == "true" for column in columns))
    gone = len(gathered.records) - len(still)
    if not gone or not still:
        return gathered
    return replace(gathered, records=still, notes=(*gathered.notes, f"{gone} archived or hidden"))
