"""The use of cards as tables: for a workbook, a CSV, a document and the terminal; and as maps to be drawn."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.capture.results.card_rules import Suggestion, suggestions
from generator.capture.results.card_use import CardKey, CardUse, DepartmentShare, UsedCards
from generator.capture.results.cells import inert
from generator.capture.results.markdown import one_line, table_of
from generator.capture.results.plain_text import visible
from generator.capture.results.small_groups import notes_on
from generator.capture.results.workbook import CellValue, ResultSheet
from generator.capture.web.translations import Say

PAIRS = 60  # that are listed


class CardTables(NamedTuple):
    """`about`: what was looked at, in words; then what it suggests, each card, what lay together, who lays what."""

    title: str
    about: tuple[str, ...]
    suggestions: ResultSheet
    cards: ResultSheet
    pairs: ResultSheet
    shares: ResultSheet

    @property
    def sheets(self) -> tuple[ResultSheet, ...]:
        """Those that have something."""
        return tuple(each for each in self[2:] if isinstance(each, ResultSheet) and each.rows)


def card_tables(used: UsedCards, t: Say) -> CardTables:
    found = suggestions(used, t)
    return CardTables(
        t("cards-title", kit=used.kit.title), about_cards(used, t), _suggested(found, t), _cards(used, found, t),
        _pairs(used, t), _shares(used, t),
    )  # fmt: skip


def about_cards(used: UsedCards, t: Say) -> tuple[str, ...]:
    """What was looked at, and what of small groups was left out."""
    counts = t("cards-about", workshops=len(used.workshops), recipes=used.recipes, cards=len(used.cards))
    return (counts, *notes_on(used.together, t))


def groups_of(used: UsedCards) -> list[str]:
    """Departments by their names, who says none last; nobody where none is known."""
    named = sorted(group for group in used.groups if group)
    return [*named, ""] if named and "" in used.groups else named


def _sheet(name: str, headings: Sequence[str], rows: Sequence[Sequence[CellValue]]) -> ResultSheet:
    """Headings that stand twice would be one column."""
    heads: list[str] = []
    for heading in headings:
        while heading in heads:
            heading += " "
        heads.append(heading)
    return ResultSheet(name, tuple(heads), tuple(dict(zip(heads, row, strict=True)) for row in rows))


def _suggested(found: Sequence[Suggestion], t: Say) -> ResultSheet:
    rows = [(each.title, each.words) for each in found]
    return _sheet(t("cards-suggestions"), (t("table-card"), t("cards-suggestion")), rows)


def _cards(used: UsedCards, found: Sequence[Suggestion], t: Say) -> ResultSheet:
    words: dict[CardKey, list[str]] = {}
    for each in found:
        for card in each.cards:
            words.setdefault(card.key, []).append(f"{each.title}: {each.words}" if each.cards[1:] else each.words)
    groups = groups_of(used)
    heads = (
        t("table-card"), t("cards-family"), t("table-part"), t("cards-workshops"), t("cards-chosen-in"),
        t("cards-recipes"), t("cards-of-recipes"), t("cards-admired"), t("cards-disliked"), t("cards-opinions"),
        *(t("cards-recipes-of", group=group or t("board-no-department")) for group in groups), t("cards-suggestion"),
        t("sheet-id"),
    )  # fmt: skip
    return _sheet(t("cards-cards"), heads, [_row(card, groups, words.get(card.key, ())) for card in used.cards])


def _row(card: CardUse, groups: Sequence[str], words: Sequence[str]) -> tuple[CellValue, ...]:
    counts = (card.workshops, card.chosen_in, card.recipes, card.of_recipes)
    said = (card.admired, card.disliked, card.opinions)
    own = (card.by_group.get(group, 0) for group in groups)
    return (card.title, card.family, card.role, *counts, *said, *own, "\n".join(words), card.key[1])


def _pairs(used: UsedCards, t: Say) -> ResultSheet:
    heads = (
        t("table-card"), t("cards-other"), t("cards-together"), t("cards-recipes"), t("cards-recipes-other"),
        t("cards-jaccard"), t("cards-lift"),
    )  # fmt: skip
    rows = [
        (each.one.title, each.other.title, each.together, each.one.recipes, each.other.recipes,
         round(each.jaccard, 2), round(each.lift, 2))
        for each in used.pairs[:PAIRS]
    ]  # fmt: skip
    return _sheet(t("cards-pairs"), heads, rows)


def _shares(used: UsedCards, t: Say) -> ResultSheet:
    """Departments that stand apart from all, by what is known."""
    heads = (
        t("table-card"), t("sheet-department"), t("cards-recipes"), t("cards-of-recipes"), t("cards-pooled"),
        t("cards-low"), t("cards-high"), t("cards-of-all"),
    )  # fmt: skip
    rows = [_apart_row(card, share) for card, share in apart(used)]
    return _sheet(t("cards-shares"), heads, rows)


def _apart_row(card: CardUse, share: DepartmentShare) -> tuple[CellValue, ...]:
    pooled, low, high, of_all = map(per_cent, share.pooled)
    return card.title, share.group, share.laid, share.recipes, pooled, low, high, of_all


def apart(used: UsedCards) -> list[tuple[CardUse, DepartmentShare]]:
    """Departments that stand apart from all by what is known, the farthest first."""
    found = [(card, share) for card in used.cards for share in card.shares if share.pooled.is_apart]
    return sorted(found, key=lambda pair: -abs(pair[1].pooled.pooled - pair[1].pooled.of_all))


def per_cent(part: float) -> int:
    return round(100 * part)


# --- as files ---


def write_card_table(to: Path, tables: CardTables, separator: str) -> None:
    """As CSV: a row a card."""
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC)
        table.writerow([inert(visible(heading.strip())) for heading in tables.cards.headings])
        for row in tables.cards.rows:
            cells = (row[heading] for heading in tables.cards.headings)
            table.writerow([inert(visible(cell)) if isinstance(cell, str) else cell for cell in cells])


def cards_in_markdown(tables: CardTables) -> str:
    return "\n".join(_in_markdown(tables))


def _in_markdown(tables: CardTables) -> Iterator[str]:
    yield f"# {one_line(tables.title)}\n"
    for line in tables.about:
        yield f"{one_line(line)}\n"
    for sheet in tables.sheets:
        yield f"## {one_line(sheet.name)}\n"
        yield from table_of(sheet.headings, _texts(sheet))


def _texts(sheet: ResultSheet) -> Iterator[list[str]]:
    for row in sheet.rows:
        yield ["" if row[heading] is None else str(row[heading]) for heading in sheet.headings]


def card_sheets(tables: CardTables, t: Say) -> tuple[ResultSheet, ...]:
    """For a workbook: what it is, then each table."""
    rows = [(t("sheet-what"), tables.title), *(("", line) for line in tables.about)]
    return (_sheet(t("sheet-read-me"), (t("sheet-what"), t("sheet-is")), rows), *tables.sheets)
