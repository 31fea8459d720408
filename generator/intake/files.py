"""A file, a folder or bytes in, the records of its cards out: which reader reads what."""

import re
from collections.abc import Callable
from pathlib import Path, PurePath

from generator.errors import FileError, Place, Problems, SourceError
from generator.intake.folder import file_bytes
from generator.intake.folders import MARKDOWN, gather_folder
from generator.intake.literals import read_literals
from generator.intake.markdown import gather_pages, read_page
from generator.intake.records import Gathered, without_closed
from generator.intake.tabular import gather_grids
from generator.intake.trees import gather_card, gather_tree
from generator.intake.twins import by_groups
from generator.sources import Items, parse
from generator.tables.grids import SUFFIXES, read_grids

STDIN = "-"
MOST_CARDS = 5000
LARGEST = 128 * 1024 * 1024
KINDS = {
    **dict.fromkeys(SUFFIXES, "table"),
    **dict.fromkeys((".json", ".js", ".mjs", ".cjs", ".ts", ".jsonl", ".ndjson"), "data"),
    **dict.fromkeys((".yaml", ".yml"), "yaml"),
}
_ZIP = b"PK\x03\x04"
_DOCUMENTS = (b"%PDF", b"{\\rtf")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}<(?:!doctype html|html|head|body|table|\?xml)\b", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0"


def read_source(path: Path, problems: Problems, language: str = "") -> Gathered:
    """The cards of a file or folder. Raises FileError where it cannot be read, SourceError where it has none.

    `language`: whose code pages a table may be in, and whose marks its numbers and dates have.
    """
    if path.is_dir():
        gathered = gather_folder(path, lambda file, name: _part(file, name, problems, language), tuple(KINDS), problems)
        return _checked(gathered, path.name, problems)
    if path.is_file() and path.stat().st_size > LARGEST:
        raise FileError(f"{path}: is larger than 128 MB; keep the cards alone in a file")
    return read_bytes(file_bytes(path), path.name, problems, language)


def read_bytes(data: bytes, name: str, problems: Problems, language: str = "") -> Gathered:
    """The cards of a file's bytes; `name` says by its ending what it is, where it has one."""
    return _checked(_gathered(data, name, problems, language), name, problems)


def _gathered(data: bytes, name: str, problems: Problems, language: str) -> Gathered | None:
    if fault := _foreign(data, name):
        problems.error(Place(name), *fault, "not-cards")
        return None
    kind, called = _kind(data, name)
    return _table(data, called, problems, language) if kind == "table" else _READERS[kind](data, called, problems)


def _foreign(data: bytes, name: str) -> tuple[str, str] | None:
    """What a file is that holds no list, whatever its name says, and what to do about it."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".zip":
        return "this is an archive", "unpack it, and import the folder"
    if _PAGE.match(data) and suffix not in MARKDOWN:
        return "this is a web page or XML, not a table", "open it in Excel or LibreOffice and save it as .xlsx"
    is_workbook = suffix in SUFFIXES or b"opendocument.spreadsheet" in data[:200] or b"xl/" in data
    if data.startswith(_DOCUMENTS) or (data.startswith(_ZIP) and not is_workbook):
        hint = "save a table in it as .xlsx, and a text as Markdown or plain text, a heading or a line for each card"
        return "this is a document, neither a table nor a plain text", hint
    return None


def _checked(gathered: Gathered | None, name: str, problems: Problems) -> Gathered:
    if problems.errors:
        raise SourceError(problems.sorted())
    if gathered is None or not gathered.records:
        hint = "a source is a table with a row for each card, a list of them in JSON or YAML, or Markdown with headings"
        problems.error(Place(name), "no list of cards was found in it", hint, "no-cards")
        raise SourceError(problems.sorted())
    if len(gathered.records) > MOST_CARDS:
        message = f"{gathered.where} has {len(gathered.records):,} items, and a deck at most {MOST_CARDS:,} cards"
        problems.error(Place(name), message, "keep the cards alone in a file", "too-large")
        raise SourceError(problems.sorted())
    return by_groups(without_closed(gathered))


def _part(path: Path, name: str, problems: Problems, language: str) -> Gathered | None:
    """A file of a folder: what is wrong with it keeps the others from nothing, unless it is no data at all."""
    own = Problems()
    gathered = _gathered(file_bytes(path), name, own, language)
    if own.errors and KINDS.get(path.suffix.lower()) == "data":
        return None  # a program, or the settings of one
    problems.extend(own)
    return gathered


def _kind(data: bytes, name: str) -> tuple[str, str]:
    """Which reader, and the name with an ending that suits the bytes where its own does not."""
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_ZIP) and suffix not in (".xlsx", ".xlsm", ".xlsb", ".ods"):
        return "table", f"{name}.{'ods' if b'opendocument' in data[:200] else 'xlsx'}"
    if data.startswith(_OLE) and suffix != ".xls":
        return "table", f"{name}.xls" if b"EncryptedPackage" not in data else name
    if suffix in (*KINDS, *MARKDOWN):
        return KINDS.get(suffix, "markdown"), name
    return _guess(data), name


def _guess(data: bytes) -> str:
    """What bytes without a telling name are."""
    head = data[:65536].decode("utf-8-sig", "replace").lstrip()
    if re.match(r"[\[{]|(?:export|const|let|var|module)\b", head):
        return "data"
    if re.search(r"^#{1,6} \S", head, re.MULTILINE) or re.match(r"---\s*\n", head):
        return "markdown"
    lines = [line for line in head.splitlines() if line.strip()][:40]
    if sum(bool(re.match(r"\s*(?:- )?[\w-]+:(?:\s|$)", line)) for line in lines) > len(lines) / 2:
        return "yaml"
    return "table"


def _table(data: bytes, name: str, problems: Problems, language: str) -> Gathered | None:
    grids = read_grids(data, name, problems, language)
    return gather_grids(grids, name) if grids else None


def _data(data: bytes, name: str, problems: Problems) -> Gathered | None:
    node = read_literals(data, name, problems)
    return None if problems.errors else gather_card(node, name) or gather_tree(node, name)


def _yaml(data: bytes, name: str, problems: Problems) -> Gathered | None:
    nodes = Items(parse(part, name, problems) for part in _documents(data))
    node = nodes[0] if len(nodes) == 1 else nodes
    return None if problems.errors else gather_card(node, name) or gather_tree(node, name)


def _documents(data: bytes) -> list[bytes]:
    """The documents of a YAML file, each on the lines on which it stands."""
    starts = [0, *(found.start() for found in re.finditer(rb"^---(?=\s)", data, re.MULTILINE) if found.start())]
    if len(starts) == 1 or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [data]
    parts = zip(starts, [*starts[1:], len(data)], strict=True)
    some = [(data.count(b"\n", 0, start), data[start:end]) for start, end in parts]
    return [b"\n" * lines + part for lines, part in some if part.strip(b"-\r\n ")]


def _markdown(data: bytes, name: str, problems: Problems) -> Gathered | None:
    page = read_page(data, name, problems)
    return gather_pages([page]) if page else None


_READERS: dict[str, Callable[[bytes, str, Problems], Gathered | None]] = {
    "data": _data,
    "yaml": _yaml,
    "markdown": _markdown,
}
