"""A folder of people's files: tables, data, Markdown or pictures, whichever has the most cards."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from generator.errors import FileError, Problems
from generator.intake.folder import file_bytes
from generator.intake.headings import language_named, meaning_of, plain_heading
from generator.intake.markdown import HEADING, TEXT, Page, gather_pages, read_page
from generator.intake.names import title_of_file
from generator.intake.pictures import SUFFIXES, gather_pictures
from generator.intake.records import Gathered, Record, Value
from generator.intake.twins import paired, split_language

MARKDOWN = (".md", ".markdown", ".mdx")
MOST_FILES, _DEEPEST = 5000, 4
_LARGEST_WHOLE = 256 * 1024 * 1024

Reader = Callable[[Path, str], Gathered | None]


def gather_folder(folder: Path, read: Reader, suffixes: Sequence[str], problems: Problems) -> Gathered | None:
    """The cards of a folder; `read` reads one file of `suffixes`, or gives None, and Markdown is read here."""
    names = _each_once(list(_files(folder)))
    found: list[Gathered] = []
    parts = [(name, part) for name in _of(names, suffixes) if (part := read(folder / name, name))]
    found += _alike(_in_languages(parts))
    pages = [page for name in _of(names, MARKDOWN) if (page := _page(folder, name, problems))]
    of_pages = gather_pages(pages) if pages else None
    found += [of_pages] if of_pages else []
    pictures = gather_pictures(_of(names, SUFFIXES))
    found += [pictures] if pictures and not found else []
    if not found:
        return None
    best = max(found, key=lambda it: len(it.records))
    return _with_pages(best, of_pages) if of_pages and of_pages is not best else best


def _each_once(names: list[str]) -> list[str]:
    """Without the table of a view where that of all rows lies beside it, as Notion exports both."""
    return [name for name in names if f"{name.removesuffix('.csv')}_all.csv" not in names or not name.endswith(".csv")]


def _of(names: Sequence[str], suffixes: Sequence[str]) -> list[str]:
    return [name for name in names if PurePath(name).suffix.lower() in suffixes]


def _files(folder: Path) -> Iterator[str]:
    """The names of the files, sorted, with / from the folder on; hidden ones are not ours. Raises FileError."""
    found: list[Path] = []
    size = 0
    for depth in range(_DEEPEST):
        for path in folder.glob("*/" * depth + "*"):
            inner = path.relative_to(folder)
            if any(part.startswith((".", "~", "__MACOSX")) for part in inner.parts) or not path.is_file():
                continue
            found.append(inner)
            size += path.stat().st_size
            if len(found) > MOST_FILES or size > _LARGEST_WHOLE:
                raise FileError(f"{folder}: has more than {MOST_FILES} files or 256 MB; name the folder of the cards")
    yield from (path.as_posix() for path in sorted(found))


def _page(folder: Path, name: str, problems: Problems) -> Page | None:
    return read_page(file_bytes(folder / name), name, problems)


def _in_languages(parts: list[tuple[str, Gathered]]) -> list[tuple[str, Gathered]]:
    """Files that are one deck in several languages, cards.en.json and cards.de.json or en/ and de/, as one."""
    by_base: dict[str, dict[str, tuple[str, Gathered]]] = {}
    for name, part in parts:
        base, language = _spoken_name(name)
        by_base.setdefault(base, {}).setdefault(language or name, (name, part))
    joined = []
    for base, some in by_base.items():
        both = paired([(language, part) for language, (_, part) in some.items()]) if len(some) > 1 else None
        joined += [(base, both)] if both else list(some.values())
    return joined


def _spoken_name(name: str) -> tuple[str, str]:
    """The name of a file without its language, and the language."""
    path = PurePath(name)
    base, language = split_language(path.stem)
    if language:
        return (path.parent / f"{base}{path.suffix}").as_posix(), language
    for at, part in enumerate(path.parts[:-1]):
        if language := language_named(part):
            return "/".join((*path.parts[:at], *path.parts[at + 1 :])), language
    return name, ""


def _alike(parts: list[tuple[str, Gathered]]) -> list[Gathered]:
    """Files whose columns are the same as one, each under the file's name; the others as they are."""
    by_columns: dict[frozenset[str], list[tuple[str, Gathered]]] = {}
    for name, part in parts:
        by_columns.setdefault(frozenset(map(plain_heading, part.columns)), []).append((name, part))
    lone = [some[0][1] for some in by_columns.values() if len(some) == 1]
    joined = [_joined(some) for some in by_columns.values() if len(some) > 1]
    one_card_each = [part for part in lone if len(part.records) == 1]
    if len(one_card_each) > 1:  # cards of which not all say everything
        names = [(name, part) for name, part in parts if any(part is it for it in one_card_each)]
        lone = [part for part in lone if not any(part is it for it in one_card_each)]
        joined.append(_joined(names))
    return lone + joined


def _joined(parts: Sequence[tuple[str, Gathered]]) -> Gathered:
    records: list[Record] = []
    for name, part in parts:
        own = title_of_file(PurePath(name).stem)
        for record in part.records:
            values: dict[str, Value] = dict(record.values)
            if len(part.records) == 1 and not any(meaning_of(key) == "title" for key in values):
                values = {HEADING: own, **values}
            inside = PurePath(name).parent.name
            group = record.group or (own if len(part.records) > 1 else title_of_file(inside) if inside else "")
            records.append(record._replace(values=values, group=group))
    columns = tuple(dict.fromkeys(column for record in records for column in record.values))
    notes = tuple(note for _, part in parts for note in part.notes)
    where = f"{len(parts)} files"
    return replace(parts[0][1], where=where, columns=columns, records=tuple(records), title="", notes=notes)


def _with_pages(table: Gathered, pages: Gathered) -> Gathered:
    """Rows of a table with the texts of the pages that have their titles, as Notion exports both."""
    titles = [column for column in table.columns if meaning_of(column) == "title"]
    by_title = {plain_heading(record.text(HEADING)): record for record in pages.records}
    records = []
    for record in table.records:
        page = by_title.get(plain_heading(record.text(titles[0]))) if titles else None
        text = (
            "\n".join(_said(page, column) for column in page.values if column not in (HEADING, *table.columns))
            if page
            else ""
        )
        records.append(record._replace(values={**record.values, TEXT: text}) if text else record)
    columns = tuple(dict.fromkeys((*table.columns, *(column for record in records for column in record.values))))
    return replace(table, columns=columns, records=tuple(records))


def _said(page: Record, column: str) -> str:
    return page.text(column) if column == TEXT else f"**{column}**\n{page.text(column)}"
