"""Sheets in, records out: finds the headings below banners and notes, reads merged cells as the same as above."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from generator.errors import Place, Problem
from generator.intake.headings import is_total, meaning_of, plain_heading
from generator.intake.names import slug
from generator.intake.records import Gathered, Record, numbered
from generator.sources import column_letters
from generator.tables.grids import CellGrid
from generator.tables.headings import Row

PICTURE = "picture on the sheet"  # the column of those
TEXT = "text"  # the column of lists that have no headings of their own
_LOOKED_AT = 40  # rows, for the headings
_LONGEST_HEADING = 60
_PLAIN = ("id", "category", "role", "quantity", "motif", "url")  # in whose columns nothing stands out
_NUMBER = re.compile(r"[\d\s.,:%/€$£-]+")


@dataclass(frozen=True)
class _Table:
    """A sheet whose headings are known; `heading` is None where it has none."""

    grid: CellGrid
    heading: Row | None
    columns: Mapping[int, str]
    rows: tuple[Row, ...]
    banner: str = ""

    @property
    def known(self) -> int:
        return sum(bool(meaning_of(name)) for name in self.columns.values())


def gather_grids(grids: Sequence[CellGrid], file: str) -> Gathered | None:
    """The cards of the sheet that has most of them, and of sheets with the same headings."""
    tables = [table for grid in grids if (table := _table(grid))]
    if not tables:
        return None
    best = max(tables, key=lambda table: (not table.grid.is_hidden, table.known > 0, len(table.rows), table.known))
    alike = [table for table in tables if table is best or _is_like(table, best)]
    parts = [_gathered(table, file) for table in alike]
    if len(parts) > 1:
        parts = [_under_sheet(part, table.grid.sheet) for part, table in zip(parts, alike, strict=True)]
    passed = [f"the sheet '{it.grid.sheet}'{' (hidden)' * it.grid.is_hidden}" for it in tables if it not in alike]
    return _joined(parts, tuple(passed))


def _is_like(table: _Table, best: _Table) -> bool:
    mine, its = (set(map(plain_heading, one.columns.values())) for one in (table, best))
    return bool(best.heading and table.heading) and not table.grid.is_hidden and mine == its


def _joined(parts: Sequence[Gathered], passed: tuple[str, ...]) -> Gathered:
    first = parts[0]
    columns = tuple(dict.fromkeys(column for part in parts for column in part.columns))
    records = tuple(record for part in parts for record in part.records)
    notes = (*(note for part in parts for note in part.notes), *passed)
    faults = tuple(fault for part in parts for fault in part.faults)
    files = {name: data for part in parts for name, data in part.files.items()}
    where = ", ".join(it.where for it in parts)
    return replace(first, faults=faults, files=files, where=where, columns=columns, records=records, notes=notes)


def _under_sheet(part: Gathered, sheet: str) -> Gathered:
    return replace(part, records=tuple(it._replace(group=it.group or sheet) for it in part.records))


def _faults(table: _Table, numbers: Collection[int]) -> Iterator[tuple[str, Problem]]:
    """What is wrong with cells of these rows, with the column; '' for what concerns more than a cell."""
    by_letters = {column_letters(column): name for column, name in table.columns.items()}
    for one in table.grid.problems:
        cell = re.fullmatch(r"(?:.*!)?([A-Z]+)(\d+)", one.where.cell)
        if cell is None or one.code in ("torn-cell", "hidden-rows", "sheet-pictures"):
            yield "", one
        elif cell[1] in by_letters and int(cell[2]) in numbers:
            yield by_letters[cell[1]], one


def _table(grid: CellGrid) -> _Table | None:
    """The headings of a sheet and what stands below them."""
    rows = _filled_in(grid)
    if not rows:
        return None
    at = _heading_at(rows)
    if at is None:
        width = Counter(column for row in rows for column in row.cells)
        names = {column: f"column {column_letters(column)}" for column in sorted(width)}
        return _Table(grid, None, names, tuple(rows))
    heading = rows[at]
    columns = _named(heading, rows[at + 1 :])
    below = tuple(row for row in rows[at + 1 :] if not _repeats(row, heading) and row.cells.keys() & columns.keys())
    return _Table(grid, heading, columns, below, _banner(rows[:at]))


def _named(heading: Row, below: Sequence[Row]) -> dict[int, str]:
    """The columns with their names, each one once; a column that has texts but no heading is called by its letter."""
    names: dict[int, str] = {}
    used = Counter(column for row in below for column in row.cells)
    for column in sorted({*heading.cells, *(it for it, times in used.items() if times > 1)}):
        text = " ".join(heading.cells.get(column, "").split()) or f"column {column_letters(column)}"
        names[column] = numbered(text, set(names.values()))
    return names


def _repeats(row: Row, heading: Row) -> bool:
    return row.cells == heading.cells


def _banner(above: Sequence[Row]) -> str:
    """The first words above the headings."""
    return next((" ".join(text.split()) for row in above for text in row.cells.values()), "")


def _heading_at(rows: Sequence[Row]) -> int | None:
    """The row with most headings that are known; where none is, the first full row of short words."""
    looked = rows[:_LOOKED_AT]
    known = [sum(bool(meaning_of(text)) for text in _short(row)) for row in looked]
    best = max(known, default=0)
    at = known.index(best)
    if best >= 2 and at < max(3, len(rows) / 2):
        return at
    is_lone = best == 1 and at == 0 and len(rows) > 1 and (len(looked[0].cells) == 1 or _are_headings(looked[0]))
    return at if is_lone else _first_full(rows)


def _short(row: Row) -> list[str]:
    return [text for text in row.cells.values() if len(text) <= _LONGEST_HEADING]


def _first_full(rows: Sequence[Row]) -> int | None:
    """The first row that is as wide as the others, if it may be headings."""
    usual = median(len(row.cells) for row in rows[:_LOOKED_AT])
    if usual == 1 and _are_numbers_below_a_word(rows):
        return 0
    at = next((n for n, row in enumerate(rows[:_LOOKED_AT]) if len(row.cells) >= 0.7 * usual), None)
    return at if at is not None and _are_headings(rows[at]) and at + 1 < len(rows) else None


def _are_numbers_below_a_word(rows: Sequence[Row]) -> bool:
    first, *rest = (next(iter(row.cells.values())).strip() for row in rows)
    return not _NUMBER.fullmatch(first) and sum(bool(_NUMBER.fullmatch(text)) for text in rest) > len(rest) / 2


def _are_headings(row: Row) -> bool:
    """Whether the cells may be: several, short, different, and no numbers."""
    texts = list(row.cells.values())
    is_short = len(_short(row)) == len(texts) > 1
    return is_short and len({it.casefold() for it in texts}) == len(texts) and not any(map(_NUMBER.fullmatch, texts))


def _filled_in(grid: CellGrid) -> list[Row]:
    """The rows, what is merged downwards standing in each of its rows."""
    fill: dict[int, dict[int, str]] = {}
    by_number = {row.number: row for row in grid.rows}
    for area in grid.merged:
        top = by_number.get(area.top)
        if area.bottom > area.top and top and area.left in top.cells:
            for number in range(area.top + 1, min(area.bottom, grid.rows[-1].number) + 1):
                fill.setdefault(number, {})[area.left] = top.cells[area.left]
    return [row._replace(cells=dict(sorted({**fill.get(row.number, {}), **row.cells}.items()))) for row in grid.rows]


def _gathered(table: _Table, file: str) -> Gathered:
    if _is_by_column(table):
        return _by_column(table, file)
    records, notes = _records(table, file)
    records, files = _with_pictures(table, records)
    numbers = set(map(_row_of, records))
    first, last = table.heading or table.rows[0], table.rows[-1] if table.rows else table.heading
    assert last is not None
    left, right = (column_letters(column) for column in (min(table.columns), max(table.columns)))
    where = f"{left}{first.number}:{right}{last.number}"
    where = f"'{table.grid.sheet}'!{where}" if table.grid.sheet else where
    columns = (*table.columns.values(), *([PICTURE] if files else []))
    faults = tuple(_faults(table, numbers))
    return Gathered(where, columns, tuple(records), table.banner, tuple(notes), faults, files=files, goes_down=True)


def _with_pictures(table: _Table, records: list[Record]) -> tuple[list[Record], dict[str, bytes]]:
    """The records with the pictures that lie on their rows, each under a name of its own."""
    by_row = {picture.row: picture for picture in table.grid.pictures}
    files: dict[str, bytes] = {}
    found: list[Record] = []
    for record in records:
        row = _row_of(record)
        if picture := by_row.get(row):
            name = f"{slug(table.grid.sheet) or 'sheet'}-{row}{picture.suffix}"
            files[name] = picture.data
            record = record._replace(values={**record.values, PICTURE: name})
        found.append(record)
    return found, files


def _row_of(record: Record) -> int:
    return int(re.sub(r".*?(\d+)$", r"\1", record.place.cell))


def _place(table: _Table, file: str, row: Row, column: int) -> Place:
    cell = f"{column_letters(column)}{row.number}"
    return Place(file, row.line, 0, f"{table.grid.sheet}!{cell}" if table.grid.sheet else cell)


def _records(table: _Table, file: str) -> tuple[list[Record], list[str]]:
    records: list[Record] = []
    notes: list[str] = []
    group = ""
    sections = _section_rows(table)
    for row in table.rows:
        first = min(row.cells)
        if row.number in sections:
            group = " ".join(row.cells[first].split())
        elif _is_sum(row, table):
            notes.append(f"row {row.number} ('{row.cells[first].strip()}')")
        else:
            values = {name: _text(row, column, name) for column, name in table.columns.items() if column in row.cells}
            records.append(Record(values, _place(table, file, row, first), group))
    return records, notes


def _text(row: Row, column: int, name: str) -> str:
    """What a cell says, with marks for what stands out in it where words are printed."""
    return row.cells[column] if meaning_of(name) in _PLAIN else row.marked.get(column, row.cells[column])


def _is_sum(row: Row, table: _Table) -> bool:
    """A row under the cards that adds them up."""
    return is_total(row.cells[min(row.cells)]) and len(row.cells) <= max(2, len(table.columns) // 2)


def _section_rows(table: _Table) -> frozenset[int]:
    """Rows that are headings of those below them: merged across, or alone in a first column that is empty elsewhere."""
    if len(table.columns) < 2:
        return frozenset()
    across = {area.top for area in table.grid.merged if area.right > area.left + 1 and area.top == area.bottom}
    alone = [row for row in table.rows if len(row.cells) == 1]
    left = min(table.columns)
    others = [row for row in table.rows if len(row.cells) > 1]
    is_outline = bool(others) and sum(left in row.cells for row in others) <= len(others) * 0.2
    followed = {row.number for row, below in zip(table.rows, table.rows[1:], strict=False) if len(below.cells) > 1}
    return frozenset(
        row.number
        for row in alone
        if row.number in followed and (row.number in across or (is_outline and left in row.cells))
    )


def _is_by_column(table: _Table) -> bool:
    """Whether each column is a category and each cell a card: headings nobody knows, cells alike in all columns."""
    if table.heading is None or len(table.columns) < 2 or table.known:
        return False
    by_column = {column: [row.cells[column] for row in table.rows if column in row.cells] for column in table.columns}
    if not all(by_column.values()):
        return False
    cells = [text.strip() for texts in by_column.values() for text in texts]
    if len(set(cells)) < 0.9 * len(cells) or any(_NUMBER.fullmatch(text) for text in cells):
        return False
    lengths = [median(map(len, texts)) for texts in by_column.values()]
    return max(lengths) <= 2.5 * min(lengths)


def _by_column(table: _Table, file: str) -> Gathered:
    def records() -> Iterator[Record]:
        for column, name in table.columns.items():
            for row in table.rows:
                if column in row.cells:
                    yield Record({TEXT: row.cells[column]}, _place(table, file, row, column), name)

    where = f"'{table.grid.sheet}', a category in each column" if table.grid.sheet else "a category in each column"
    return Gathered(where, (TEXT,), tuple(records()), table.banner)
