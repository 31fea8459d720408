"""A workbook with edits: the XML of its sheet changes where a cell or a row stands, all else in the archive stays."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from posixpath import join, normpath
from xml.etree import ElementTree

from generator.edit.cell_refs import CellPlace, may_read, moved, moved_formula
from generator.edit.edits import AddRow, OfTable, RemoveRow, SetCell, cells_together
from generator.edit.faults import NotEdited
from generator.edit.sheet_xml import SheetCell, SheetRow, SheetXml, with_formulas, without_results
from generator.edit.zip_member import with_members
from generator.errors import Place, Problems
from generator.sources import column_letters
from generator.tables.grids import read_grids

_ELSEWHERE = "change it in a spreadsheet program"
_ANCHORED = re.compile(
    rb"<(?:\w+:)?(drawing|legacyDrawing|oleObjects|controls|brk|formula[12]?|sqref|pivotTableDefinition)\b"
)
_WHAT = {"drawing": "pictures or charts", "legacyDrawing": "comments", "brk": "page breaks"}
_AREAS = re.compile(r'(\s(?:ref|sqref)=")([^"]*)"')
_CALCULATES = re.compile(rb"<((?:\w+:)?)calcPr\b([^>]*?)(/?)>")
_BEFORE_CALC = ("definedNames", "externalReferences", "functionGroups", "sheets")

Texts = dict[tuple[str, int, int], str]  # sheet, row, column → what a reader finds


def edited_workbook(data: bytes | None, file: str, edits: Sequence[OfTable]) -> bytes:
    """The file with the edits, one after another. Raises NotEdited."""
    where = Place(file)
    if data is None:
        raise NotEdited(where, "there is no such workbook", "begin with a CSV file")
    before = _texts(data, file)
    for as_number in (True, False):
        book = _Workbook(data, file)
        wanted = before
        try:
            for batch in cells_together(edits):
                wanted = book.edit(batch, wanted, as_number=as_number)
            after = book.written()
        except (ValueError, KeyError) as fault:
            raise NotEdited(
                _place(edits[0], file), f"this workbook cannot be changed here: {fault}", _ELSEWHERE
            ) from fault
        if _alike(_texts(after, file), {at: text for at, text in wanted.items() if at not in book.forgotten}):
            return after
    words = "this cannot be changed here without changing something else in the workbook"
    raise NotEdited(_place(edits[0], file), words, _ELSEWHERE)


def _texts(data: bytes, file: str) -> Texts:
    problems = Problems()
    grids = read_grids(data, file, problems)
    for problem in problems.errors:
        raise NotEdited(problem.where, problem.message, problem.hint, problem.code)
    return {
        (grid.sheet, row.number, column): text
        for grid in grids
        for row in grid.rows
        for column, text in row.cells.items()
    }


def _alike(found: Texts, wanted: Texts) -> bool:
    """The same but for what is bold or italic, which is said of a cell by how it looks beside others."""

    def plain(texts: Texts) -> Texts:
        stripped = {at: re.sub(r"\s+", " ", text.replace("*", "")).strip() for at, text in texts.items()}
        return {at: text for at, text in stripped.items() if text}

    return plain(found) == plain(wanted)


def _place(edit: OfTable, file: str) -> Place:
    column = edit.column if isinstance(edit, SetCell) else 1
    return Place(file, cell=f"{edit.sheet}!{column_letters(max(column, 1))}{edit.row}")


class _Workbook:
    """A workbook on its way: the parts that change."""

    def __init__(self, data: bytes, file: str) -> None:
        self.data, self.file = data, file
        self.parts: dict[str, bytes] = {}
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = set(self.archive.namelist())
        self.main = self._target("_rels/.rels", "officeDocument")
        self.sheets = self._sheets()
        self.changed: set[CellPlace] = set()
        self.forgotten: set[CellPlace] = set()  # results of formulas

    def written(self) -> bytes:
        if self.changed:
            self._forget_results()
        return with_members(self.data, {name: part for name, part in self.parts.items() if part != self._packed(name)})

    def edit(self, batch: Sequence[OfTable], texts: Texts, *, as_number: bool) -> Texts:
        """Does one edit, or several that set cells of a sheet, and gives what a reader is to find then."""
        for edit in batch:
            self._check_place(edit)
        edit = batch[0]
        where = _place(edit, self.file)
        sheet = SheetXml(self._part(self.sheets[edit.sheet]))
        match edit:
            case SetCell():
                cells = [one for one in batch if isinstance(one, SetCell)]
                for cell in cells:
                    self._check_cell(sheet, cell, _place(cell, self.file))
                self._set(sheet, edit.sheet, {(one.row, one.column): one.text for one in cells}, as_number=as_number)
                return {**texts, **{(edit.sheet, one.row, one.column): one.text for one in cells}}
            case AddRow() if not _has_values(sheet, edit.row):
                self._grow_tables(edit.sheet, edit.row, 1, where)
                new = {(edit.sheet, edit.row, column): text for column, text in enumerate(edit.texts, 1)}
                for cell_place in new:
                    self._check_merged(sheet, CellPlace(*cell_place))
                self._set(sheet, edit.sheet, {place[1:]: text for place, text in new.items()}, as_number=as_number)
                return {**texts, **new}
            case AddRow():
                moved_texts = self._move(sheet, edit.sheet, edit.row, 1, texts, where)
                sheet = SheetXml(self._part(self.sheets[edit.sheet]))
                self._put_row(sheet, edit, as_number=as_number)
                self.changed |= {CellPlace(edit.sheet, edit.row, column) for column in range(1, len(edit.texts) + 1)}
                new = {(edit.sheet, edit.row, column): text for column, text in enumerate(edit.texts, 1)}
                return {**moved_texts, **new}
            case RemoveRow():
                row = sheet.row(edit.row)
                if row and any(cell.formula is not None for cell in row.cells):
                    raise NotEdited(where, "there is a formula in this row", _ELSEWHERE, "formula")
                left = {at: text for at, text in texts.items() if at[:2] != (edit.sheet, edit.row)}
                if not _has_values(sheet, edit.row + 1):
                    gone = {(edit.row, cell.column): "" for cell in (row.cells if row else ())}
                    self._set(sheet, edit.sheet, gone, as_number=False)
                    return left
                self.changed |= {CellPlace(edit.sheet, edit.row, cell.column) for cell in row.cells} if row else set()
                self._forget_results()  # as far as the formulas still read that row
                self.changed = {place for place in self.changed if place[:2] != (edit.sheet, edit.row)}
                sheet = SheetXml(self._part(self.sheets[edit.sheet]))
                self.parts[self.sheets[edit.sheet]] = sheet.without_row(edit.row)
                sheet = SheetXml(self._part(self.sheets[edit.sheet]))
                return self._move(sheet, edit.sheet, edit.row, -1, left, where)

    # --- cells --------------------------------------------------------------------------------------

    def _check_place(self, edit: OfTable) -> None:
        where = _place(edit, self.file)
        if edit.sheet not in self.sheets:
            raise NotEdited(where, f"there is no sheet '{edit.sheet}' in this workbook")
        if edit.row < 1 or (isinstance(edit, SetCell) and edit.column < 1):
            raise NotEdited(where, "rows and columns are counted from 1")

    def _check_cell(self, sheet: SheetXml, edit: SetCell, where: Place) -> None:
        row = sheet.row(edit.row)
        cell = row.cell(edit.column) if row else None
        if cell and cell.formula is not None:
            raise NotEdited(where, "there is a formula in this cell", _ELSEWHERE, "formula")
        own = [CellPlace(edit.sheet, edit.row, edit.column)]
        for other, one in sheet.formulas:
            if ":" in one.formula_area and may_read(one.formula_area, edit.sheet, own) and one.formula:
                words = f"this cell is filled by the formula in {column_letters(one.column)}{other.number}"
                is_shared = b't="shared"' in sheet.data[one.start : one.end]
                if not is_shared:
                    raise NotEdited(where, words, _ELSEWHERE, "formula")
        self._check_merged(sheet, own[0])

    def _check_merged(self, sheet: SheetXml, cell: CellPlace) -> None:
        """Raises NotEdited where a cell is shown as part of another one."""
        name = f"{column_letters(cell.column)}{cell.row}"
        for area in sheet.merged:
            if may_read(area, cell.sheet, [cell]) and area.partition(":")[0] != name:
                words = f"this cell is one of {area}, which are merged"
                raise NotEdited(Place(self.file, cell=str(cell)), words, _ELSEWHERE, "merged-cells")

    def _set(self, sheet: SheetXml, title: str, texts: Mapping[tuple[int, int], str], *, as_number: bool) -> None:
        """Cells by row and column, in the look of what stands there or beside it."""
        written = {}
        for (number, column), text in texts.items():
            row = sheet.row(number)
            beside = (row.cell(column) if row else None) or _beside(sheet, number, column)
            written[number, column] = self._written(sheet, (number, column), text, beside, as_number=as_number)
        self.parts[self.sheets[title]] = sheet.with_cells(written)
        self.changed |= {CellPlace(title, *place) for place in texts}

    def _written(
        self, sheet: SheetXml, place: tuple[int, int], text: str, beside: SheetCell | None, *, as_number: bool
    ) -> str:
        style = beside.attributes.get("s", "") if beside else ""
        return sheet.written_cell(*place, text, style, as_number=as_number and beside is not None and beside.is_number)

    def _put_row(self, sheet: SheetXml, edit: AddRow, *, as_number: bool) -> None:
        cells = {}
        for column, text in enumerate(edit.texts, 1):
            if text:
                self._check_merged(sheet, CellPlace(edit.sheet, edit.row, column))
            place, beside = (edit.row, column), _beside(sheet, edit.row, column)
            if text or (beside and beside.attributes.get("s", "")):
                cells[place] = self._written(sheet, place, text, beside, as_number=as_number)
        self.parts[self.sheets[edit.sheet]] = sheet.with_cells(cells)

    def _forget_results(self) -> None:
        """Of formulas that read what was changed, so that nobody takes an old result for a new one."""
        known: set[CellPlace] = set()
        stale: dict[str, dict[CellPlace, SheetCell]] = {}
        sheets = {title: SheetXml(self._part(name)) for title, name in self.sheets.items()}
        while known != self.changed | known:
            known |= self.changed
            for title, sheet in sheets.items():
                for row, cell in sheet.formulas:
                    place = CellPlace(title, row.number, cell.column)
                    if place not in known and (not cell.formula or may_read(cell.formula, title, known)):
                        stale.setdefault(title, {})[place] = cell
                        self.changed.add(place)
                        self.forgotten.add(place)
        for title, cells in stale.items():
            self.parts[self.sheets[title]] = without_results(sheets[title], list(cells.values()))
        if stale:
            self.parts[self.main] = _calculating(self._part(self.main))

    # --- rows ---------------------------------------------------------------------------------------

    def _move(self, sheet: SheetXml, title: str, row: int, by: int, texts: Texts, where: Place) -> Texts:
        """Makes place at a row, or closes it; what is said of areas moves with their cells."""
        self._check_moving(sheet, where)
        first = row if by > 0 else row + 1
        data = sheet.with_rows_moved(first, by)
        changed = SheetXml(data)
        areas = _areas_moved(row, by)
        head, rows, tail = data[: changed.begin], data[changed.begin : changed.end], data[changed.end :]
        if changed.is_empty:
            head, rows, tail = data, b"", b""
        self.parts[self.sheets[title]] = b"".join((areas(head), rows, areas(tail)))
        for other, name in self.sheets.items():
            self._move_formulas(other, name, partial(moved_formula, sheet=other, title=title, row=row, by=by), where)
        self._grow_tables(title, row, by, where)
        self.parts[self.main] = _names_moved(self._part(self.main), title, row, by)

        def here(each: CellPlace) -> CellPlace:
            return each._replace(row=each.row + by) if each.sheet == title and each.row >= first else each

        self.changed, self.forgotten = set(map(here, self.changed)), set(map(here, self.forgotten))
        return {here(CellPlace(*place)): text for place, text in texts.items()}

    def _move_formulas(self, title: str, name: str, change: Callable[[str], str], where: Place) -> None:
        sheet = SheetXml(self._part(name))
        try:
            self.parts[name] = with_formulas(sheet, change)
        except ValueError as fault:
            raise NotEdited(where, f"{fault}, on the sheet '{title}'", _ELSEWHERE, "formula") from fault

    def _check_moving(self, sheet: SheetXml, where: Place) -> None:
        """Raises NotEdited where something would not move with its rows."""
        if found := _ANCHORED.search(sheet.data):
            what = _WHAT.get(found[1].decode(), "rules with formulas")
            raise NotEdited(where, f"the sheet has {what}, which would not move with its rows", _ELSEWHERE)
        if any(name.startswith(("xl/charts/", "xl/pivotTables/", "xl/pivotCache/")) for name in self.names):
            raise NotEdited(
                where, "the workbook has charts or pivot tables, which would not move with the rows", _ELSEWHERE
            )

    def _grow_tables(self, title: str, row: int, by: int, where: Place) -> None:
        for table in self._tables(self.sheets[title]):
            self.parts[table] = _table_moved(self._part(table), row, by, where)

    def _tables(self, sheet: str) -> list[str]:
        folder, _, name = sheet.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        if rels not in self.names:
            return []
        return [target for kind, _, target in self._relations(rels) if kind == "table"]

    # --- parts --------------------------------------------------------------------------------------

    def _packed(self, name: str) -> bytes:
        return self.archive.read(name)

    def _part(self, name: str) -> bytes:
        if name not in self.parts:
            self.parts[name] = self._packed(name)
        return self.parts[name]

    def _relations(self, name: str) -> list[tuple[str, str, str]]:
        """Kind, id and target of each."""
        folder = name.rpartition("_rels/")[0]
        found = []
        for one in _parsed(self._packed(name)):
            kind = one.get("Type", "").rpartition("/")[2]
            target = one.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            found.append((kind, one.get("Id", ""), place))
        return found

    def _target(self, rels: str, kind: str) -> str:
        return next(target for each, _, target in self._relations(rels) if each == kind)

    def _sheets(self) -> dict[str, str]:
        """Title → the part that holds it."""
        folder, _, name = self.main.rpartition("/")
        targets = {ident: target for _, ident, target in self._relations(f"{folder}/_rels/{name}.rels")}
        sheets = {}
        for one in _parsed(self._packed(self.main)).iter():
            if one.tag.endswith("}sheet"):
                ident = next(value for key, value in one.attrib.items() if key.endswith("}id"))
                if "worksheet" in targets[ident].lower():
                    sheets[one.attrib["name"]] = targets[ident]
        return sheets


def _parsed(data: bytes) -> ElementTree.Element:
    """Raises ValueError."""
    if b"<!DOCTYPE" in data:
        raise ValueError("a part of it is written in an unusual way")
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ValueError("a part of it is damaged") from error


def _has_values(sheet: SheetXml, first: int) -> bool:
    """Whether a row from `first` on says anything; below the last one that does, sheets often have a look alone."""
    rows = (row for row in sheet.rows if row.number >= first)
    return any(cell.has_value or cell.formula is not None for row in rows for cell in row.cells)


def _beside(sheet: SheetXml, number: int, column: int) -> SheetCell | None:
    """The nearest cell of the column: above it, below it, and the heading last."""
    first = sheet.rows[0].number if sheet.rows else 0

    def far(row: SheetRow) -> tuple[bool, int]:
        return row.number == first, abs(row.number - number)

    cells = (row.cell(column) for row in sorted(sheet.rows, key=far) if row.number != number)
    return next((cell for cell in cells if cell is not None and cell.formula is None), None)


def _areas_moved(row: int, by: int) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        return _AREAS.sub(lambda found: f'{found[1]}{moved(found[2], row, by)}"', part.decode()).encode()

    return change


def _table_moved(part: bytes, row: int, by: int, where: Place) -> bytes:
    """A table that ends above a new row has it too."""
    found = re.search(rb'<(?:\w+:)?table\b[^>]*\sref="[A-Z]+(\d+):[A-Z]+(\d+)"', part)
    first, last = (int(found[1]), int(found[2])) if found else (0, 0)
    has_totals = b"totalsRowCount" in part
    if by < 0 and (row == first or (first < row <= last and last - first < 2)):
        raise NotEdited(where, "a table needs its headings and a row below them", _ELSEWHERE)
    is_below = by > 0 and row == last + 1 and not has_totals
    return _areas_moved(last if is_below else row, by)(part)


def _names_moved(part: bytes, title: str, row: int, by: int) -> bytes:
    """Names for areas of a sheet, such as what is printed of it."""
    quoted = "'" + title.replace("'", "''") + "'"
    own = rf"(?:{re.escape(title)}|{re.escape(quoted)})"
    area = re.compile(rf"({own}!)(\$?[A-Z]{{1,3}}\$?\d+(?::\$?[A-Z]{{1,3}}\$?\d+)?)")
    return re.sub(
        r"(<(?:\w+:)?definedName\b[^>]*>)([^<]*)",
        lambda found: found[1] + area.sub(lambda it: it[1] + moved(it[2], row, by), found[2]),
        part.decode(),
    ).encode()


def _calculating(part: bytes) -> bytes:
    """A workbook that calculates its formulas when it is opened."""
    if found := _CALCULATES.search(part):
        if b"fullCalcOnLoad" in found[2]:
            return part
        return part[: found.start(2)] + b' fullCalcOnLoad="1"' + part[found.start(2) :]
    for name in _BEFORE_CALC:
        if found := re.search(rf"</((?:\w+:)?){name}>|<((?:\w+:)?){name}\s*/>".encode(), part):
            prefix = (found[1] or found[2] or b"").decode()
            return part[: found.end()] + f'<{prefix}calcPr fullCalcOnLoad="1"/>'.encode() + part[found.end() :]
    return part
