"""The rows of one sheet as text, as the sheet shows them; what cannot be followed is named, cell by cell."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from generator.errors import Place, Problems
from generator.sources import column_letters
from generator.tables.emphasis import StyledText, is_wholly, with_marks, without
from generator.tables.headings import Row
from generator.tables.shown_cell import shown, shown_text, unformatted

_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")  # how OOXML writes control characters (ECMA-376 Part 1, 22.9.2.19)
_AS_TEXT = "format the cell as text and type it as it should be printed"
_MOST_ALIKE = 0.8  # of a column's cells: from here on a look is that of the column, and emphasises nothing
_LOOKS = ("bold", "italic")


@dataclass
class SheetReader:
    sheet: Any  # of openpyxl
    name: str  # of the file
    problems: Problems
    language: str = ""  # whose marks and words numbers and dates have
    results: Any = None  # the same sheet with the results of its formulas
    _fonts: dict[int, StyledText] = field(default_factory=dict)  # by the number of a style

    def rows(self) -> list[Row]:
        """Those that are not blank."""
        by_row: dict[int, list[Any]] = {}
        for cell in self.sheet._cells.values():  # not iter_rows(): a stray cell far off would make millions
            if cell.value is not None:
                by_row.setdefault(cell.row, []).append(cell)
        rows, runs = [], {}
        for number in sorted(by_row):
            row, looks = self._row(number, by_row[number])
            if row:
                rows.append(row)
                runs[number] = looks
        rows = self._marked(rows, runs)
        self._report_merged()
        self._report_hidden(rows)
        if getattr(self.sheet, "_images", None):
            hint = "put picture files into the workshop folder and write their paths into the cells"
            where = Place(self.name, cell=f"{self.sheet.title}!A1")
            self.problems.warn(where, "the pictures on this sheet are not read", hint, "sheet-pictures")
        return rows

    def _row(self, number: int, cells: Iterable[Any]) -> tuple[Row | None, dict[int, list[StyledText]]]:
        """And the looks of its cells, where one stands out."""
        texts: dict[int, str] = {}
        faulty: set[int] = set()
        looks: dict[int, list[StyledText]] = {}
        for cell in sorted(cells, key=lambda cell: int(cell.column)):
            text = self._text(cell)
            if text is None:
                faulty.add(cell.column)
            elif text and not text.isspace():
                texts[cell.column] = text
                runs = self._runs(cell, text)
                if any(run[1:] != (False, False, False) for run in runs):
                    looks[cell.column] = runs
        return (Row(number, 0, texts, frozenset(faulty)) if texts or faulty else None), looks

    def _runs(self, cell: Any, text: str) -> list[StyledText]:
        """The text of a cell by its looks: of the whole cell, or of parts of it."""
        style = self._fonts.get(cell.style_id)
        if style is None:
            font = cell.font
            style = self._fonts[cell.style_id] = StyledText("", bool(font.b), bool(font.i), bool(font.strike))
        if not isinstance(cell.value, list):
            return [style._replace(text=text)]
        return _parts(cell.value, style)

    def _marked(self, rows: list[Row], looks: Mapping[int, Mapping[int, list[StyledText]]]) -> list[Row]:
        """The rows with marks for what stands out; a look of a whole column emphasises nothing."""
        filled: dict[int, int] = {}
        alike: dict[tuple[int, str], int] = {}
        for row in rows[1:]:
            for column in row.cells:
                filled[column] = filled.get(column, 0) + 1
            for column, runs in looks[row.number].items():
                for look in _LOOKS:
                    alike[column, look] = alike.get((column, look), 0) + is_wholly(runs, look)
        least = {column: max(2.0, _MOST_ALIKE * count) for column, count in filled.items()}
        of_column = {key for key, count in alike.items() if count >= least[key[0]]}
        return rows[:1] + [row._replace(marked=self._marks(row, looks[row.number], of_column)) for row in rows[1:]]

    def _marks(
        self, row: Row, looks: Mapping[int, list[StyledText]], of_column: set[tuple[int, str]]
    ) -> dict[int, str]:
        marked: dict[int, str] = {}
        for column, runs in looks.items():
            where = self._place(row.number, column)
            if any(run.struck and run.text.strip() for run in runs):
                hint = "delete it in the sheet, or take the line away"
                self.problems.warn(where, "struck-out text is taken like the rest", hint, "cell-struck")
            usual = [look for look in _LOOKS if (column, look) in of_column and is_wholly(runs, look)]
            text, lost = with_marks(without(runs, usual))
            if lost:
                message = "bold or italic inside a word is not followed"
                self.problems.warn(where, message, "whole words may stand out", "cell-emphasis")
            if text != row.cells[column]:
                marked[column] = text
        return marked

    def _place(self, row: int, column: int) -> Place:
        return Place(self.name, cell=f"{self.sheet.title}!{column_letters(column)}{row}")

    def _text(self, cell: Any) -> str | None:
        """What the cell shows; None, and a problem, where that is not to be known."""
        value, kind = cell.value, cell.data_type
        where = self._place(cell.row, cell.column)
        if kind == "f":
            return self._result(cell, where)
        if kind == "e":
            hint = "mend the formula, or write the text in its place"
            self.problems.error(where, f"this cell shows the error {value}", hint, "error-value", str(value))
            return None
        if kind == "b":
            message = f"this cell holds the truth value {str(value).upper()}, not a text"
            self.problems.error(where, message, "format the cell as text and type the word again", "truth-value")
            return None
        if isinstance(value, int | float | date | time | timedelta):
            return self._value(value, str(cell.number_format), where)
        text = _unescaped(str(value))
        formatted = shown_text(text, str(cell.number_format))
        if formatted is None:
            self._report_format(where, text, "cell-format")
        return text if formatted is None else formatted

    def _result(self, cell: Any, where: Place) -> str | None:
        result = self.results and self.results._cells.get((cell.row, cell.column))
        if result is None or (result.value is None and result.data_type == "n"):
            message = "the result of this formula is not in the file"
            hint = "open the workbook in Excel or LibreOffice and save it, or write the text in place of the formula"
            self.problems.error(where, message, hint, "formula")
            return None
        return "" if result.value is None else self._text(result)

    def _value(self, value: float | date | time | timedelta, number_format: str, where: Place) -> str:
        text = shown(value, number_format, self.language)
        if text is None:
            text = unformatted(value, self.language)
            self._report_format(where, text, "cell-format" if isinstance(value, int | float) else "cell-date")
        return text

    def _report_format(self, where: Place, text: str, code: str) -> None:
        message = f"the number format of this cell is not followed; it is taken as {text}"
        self.problems.warn(where, message, _AS_TEXT, code, "format")

    def _report_merged(self) -> None:
        for area in self.sheet.merged_cells.ranges:
            cell = self.sheet._cells.get((area.min_row, area.min_col))
            if cell is not None and cell.value is not None:
                where = self._place(area.min_row, area.min_col)
                message = f"the cells {area.coord} are merged"
                hint = "unmerge them and fill in each cell: one row is one card"
                self.problems.error(where, message, hint, "merged-cells", "merged")

    def _report_hidden(self, rows: list[Row]) -> None:
        sizes = self.sheet.row_dimensions
        hidden = [row for row in rows if row.number in sizes and sizes[row.number].hidden]
        if hidden:
            numbers = ", ".join(str(row.number) for row in hidden[:8]) + (" …" if len(hidden) > 8 else "")
            first = hidden[0]
            where = self._place(first.number, min([*first.cells, *first.faulty]))
            message = f"hidden rows are taken too: {numbers}"
            self.problems.warn(where, message, "delete the rows that should not be printed", "hidden-rows")


def _parts(value: Iterable[Any], style: StyledText) -> list[StyledText]:
    """The parts of a rich text. Those without a look of their own have the cell's, unless a part has it for itself."""
    looks = [None if isinstance(part, str) else part.font for part in value]
    own = [look for look in looks if look is not None]
    bold = style.bold and not any(look.b for look in own)
    italic = style.italic and not any(look.i for look in own)
    usual = StyledText("", bold, italic, style.struck and not any(look.strike for look in own))
    return [
        usual._replace(text=_unescaped(str(part)))
        if look is None
        else StyledText(_unescaped(part.text), bool(look.b), bool(look.i), bool(look.strike))
        for part, look in zip(value, looks, strict=True)
    ]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x00" in text else text
