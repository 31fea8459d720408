"""The use of cards as a workbook, a CSV, a document, and as lines for a terminal."""

from collections.abc import Iterator
from pathlib import Path

from generator.capture.results.card_tables import (
    CardTables,
    card_sheets,
    card_tables,
    cards_in_markdown,
    write_card_table,
)
from generator.capture.results.card_use import UsedCards
from generator.capture.results.plain_text import visible
from generator.capture.results.workbook_file import write_workbook
from generator.capture.web.translations import speaker
from generator.errors import seen
from generator.private_file import with_part

CARD_KINDS = (".xlsx", ".csv", ".md")
NUMBERS = 7  # columns of counts that a terminal has, behind title, family and part
WIDEST = 40  # characters of a title there


def write_cards(used: UsedCards, to: Path, kind: str, separator: str = ",") -> None:
    """Raises FileError."""
    t = speaker(used.kit.language)
    tables = card_tables(used, t)

    def fill(part: Path) -> None:
        match kind:
            case ".xlsx":
                write_workbook(part, card_sheets(tables, t))
            case ".csv":
                write_card_table(part, tables, separator)
            case _:
                part.write_text(cards_in_markdown(tables), "utf-8", newline="\n")

    with_part(to, fill)


def card_lines(used: UsedCards) -> Iterator[str]:
    """What it suggests, then a line a card."""
    t = speaker(used.kit.language)
    tables = card_tables(used, t)
    yield from map(_line, (tables.title, *tables.about))
    if tables.suggestions.rows:
        yield f"\n{tables.suggestions.name}"
        title, words = tables.suggestions.headings
        yield from (f"  {_line(str(row[title]))}: {_line(str(row[words]))}" for row in tables.suggestions.rows)
    yield ""
    yield from _counts(tables)


def _counts(tables: CardTables) -> Iterator[str]:
    title, numbers = tables.cards.headings[0], tables.cards.headings[3 : 3 + NUMBERS]
    names = [_line(str(row[title]))[:WIDEST] for row in tables.cards.rows]
    width = max(map(len, names), default=0)
    yield f"{'':{width}}  {'  '.join(numbers)}".rstrip()
    for name, row in zip(names, tables.cards.rows, strict=True):
        yield f"{name:{width}}  {'  '.join(f'{row[each]:>{len(each)}}' for each in numbers)}"


def _line(text: str) -> str:
    return seen(" ".join(visible(text).split()))
