"""Markdown in, records out: a file a card, or a heading a card; front matter and the headings inside are its fields."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import Place, Problems
from generator.intake.headings import plain_heading
from generator.intake.marked import with_our_marks
from generator.intake.names import title_of_file
from generator.intake.records import Gathered, Record, Value
from generator.intake.tabular import gather_grids
from generator.sources import Items, Map, parse
from generator.tables.grids import CellGrid
from generator.tables.headings import Row

if TYPE_CHECKING:
    from markdown_it.token import Token

HEADING, TEXT, QUESTIONS, PICTURE = "Heading", "Text", "Questions", "Picture"
_LARGEST = 16 * 1024 * 1024
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*$\r?\n?", re.DOTALL | re.MULTILINE)
_PROPERTY = re.compile(r"(\S[^:\n]{0,40}): +(\S.*)")
_FEW_ITEMS = 3
_SAME_SECTIONS = 0.7  # of the headings of a level that differ, from which they are cards and no sections


@dataclass
class _Section:
    """A heading and what stands below it, down to the next one."""

    level: int  # 0: above the first heading
    title: str
    line: int
    lines: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)  # of its lists
    pictures: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A file of Markdown, read."""

    name: str  # from the folder that is imported, with /
    front: dict[str, Value]
    sections: tuple[_Section, ...]
    tables: tuple[tuple[Row, ...], ...]

    @property
    def folder(self) -> str:
        return PurePosixPath(self.name).parent.as_posix()


def read_page(data: bytes, name: str, problems: Problems) -> Page | None:
    if len(data) > _LARGEST:
        problems.error(Place(name), "the file is larger than 16 MB", "keep the cards alone in a file", "too-large")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.error(Place(name), "the file is not UTF-8", "save it as UTF-8", "encoding")
        return None
    front, text, skipped = _front_matter(text, name, problems)
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable(["table", "strikethrough"]).parse(text)
    reader = _PageReader(skipped)
    reader.read(tokens)
    return Page(name, front, tuple(reader.sections), tuple(reader.tables))


def _front_matter(text: str, name: str, problems: Problems) -> tuple[dict[str, Value], str, int]:
    """The fields between the lines of dashes, the text below them, and how many lines that skips."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text, 0
    node = parse(found[1], name, problems)
    front: dict[str, Value] = {}
    for key, value in node.items() if isinstance(node, Map) else ():
        if isinstance(value, str):
            front[key] = value
        elif isinstance(value, Items):
            front[key] = tuple(item for item in value if isinstance(item, str))
    return front, text[found.end() :], found[0].count("\n")


class _PageReader:
    """Goes through the tokens once."""

    def __init__(self, skipped: int) -> None:
        self.skipped = skipped
        self.sections = [_Section(0, "", 1)]
        self.tables: list[tuple[Row, ...]] = []
        self._rows: list[dict[int, str]] = []
        self._lists: list[int] = []  # of the lists that are open: the number of the next item, 0 without numbers
        self._items: list[tuple[str, str]] = []  # with what stood before each
        self._in: Counter[str] = Counter()

    def read(self, tokens: "Sequence[Token]") -> None:
        for at, token in enumerate(tokens):
            line = (token.map[0] if token.map else 0) + self.skipped + 1
            match token.type:
                case "heading_open":
                    self.sections.append(_Section(int(token.tag[1]), "", line))
                case "inline":
                    self._inline(token, tokens[at - 1].type, line)
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append(int(token.attrGet("start") or 1) if token.type[0] == "o" else 0)
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                    if not self._lists:
                        self._end_list()
                case "table_open":
                    self._rows = []
                case "tr_open":
                    self._rows.append({})
                case "table_close":
                    self.tables.append(tuple(Row(n, line, cells) for n, cells in enumerate(self._rows, 1) if cells))
                case "fence" | "code_block" | "html_block":
                    self._add(with_our_marks(token.content))

    def _inline(self, token: "Token", before: str, line: int) -> None:
        here = self.sections[-1]
        here.pictures += [str(it.attrGet("src") or "") for it in token.children or () if it.type == "image"]
        text = with_our_marks(_words(token.children or ()))
        if before == "heading_open":
            here.title = " ".join(text.replace("*", "").split())
        elif before in ("td_open", "th_open"):
            row = self._rows[-1]
            row[len(row) + 1] = text
        elif self._lists:
            self._items.append((text, self._number()))
        elif not here.lines and (properties := _properties(token.content)):
            here.properties |= properties
        elif text:
            self._add(text)

    def _add(self, text: str) -> None:
        self.sections[-1].lines += [line for line in text.split("\n") if line]

    def _number(self) -> str:
        """What stands before the next item of the innermost list."""
        number = self._lists[-1]
        self._lists[-1] += 1 if number else 0
        return f"{number}." if number else "•"

    def _end_list(self) -> None:
        """A list of questions is for the table; any other one is part of the text."""
        items, self._items = [item for item in self._items if item[0]], []
        here = self.sections[-1]
        here.items += [text for text, _ in items]
        if sum(text.rstrip("*").endswith(("?", "？")) for text, _ in items) > len(items) / 2:
            here.questions += [text for text, _ in items]
        else:
            here.lines += [f"{mark} {text}" for text, mark in items]


def _words(children: "Sequence[Token]") -> str:
    """The text of a line with our marks; a star that was only a star is escaped."""
    marks = {"strong": "**", "em": "*"}
    parts: list[str] = []
    for token in children:
        kind, _, _ = token.type.rpartition("_")
        if token.type in ("text", "code_inline"):
            parts.append(re.sub(r"(?<!\s)\*(?!\s)|\*(?=\S)|(?<=\S)\*", r"\\*", token.content))
        elif kind in marks:
            parts.append(marks[kind])
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "html_inline":
            parts.append(token.content)
    return "".join(parts)


def _properties(source: str) -> dict[str, str]:
    """The fields of a paragraph of which each line is 'Name: value', as Notion writes them under the title."""
    found = [_PROPERTY.fullmatch(line.strip()) for line in source.split("\n")]
    return {it[1]: it[2] for it in found if it} if all(found) and len(found) > 1 else {}


def gather_page(page: Page) -> Gathered | None:
    """The cards of one file: its longest table, or the headings of the level that has most of different words."""
    table = max((gather_grids([CellGrid("", rows)], page.name) for rows in page.tables), key=_count, default=None)
    by_heading = _by_heading(page)
    return max((table, by_heading), key=_count)


def _count(gathered: Gathered | None) -> int:
    return len(gathered.records) if gathered else 0


def _by_heading(page: Page) -> Gathered | None:
    level = _level_of_cards(page.sections)
    if level == 0:
        return None
    records: list[Record] = []
    card: list[_Section] = []
    group = ""
    for section in page.sections:
        if section.level == level or (section.level < level and card):
            records += [_record(card, page, group, {})] if card else []
            card = []
        if section.level < level:
            group = section.title if section.level == level - 1 and level > 1 else group
        else:
            card.append(section)
    records += [_record(card, page, group, {})] if card else []
    tops = [it.title for it in page.sections if it.level == 1]
    title = tops[0] if len(tops) == 1 and level > 1 else ""
    if level == 2 and title:
        records = [record._replace(group="") for record in records]
    return _gathered(f"headings of level {level}", records, title, [page])


def _by_item(page: Page) -> Gathered | None:
    """The items of a file that is little else than a list."""
    items = [(text, section.line) for section in page.sections for text in section.items]
    lines = sum(len(section.lines) + len(section.questions) for section in page.sections)
    if len(items) < _FEW_ITEMS or lines > len(items) + 2 or page.front:
        return None
    records = [Record({HEADING: text}, Place(page.name, line)) for text, line in items]
    title = next((section.title for section in page.sections if section.title), "")
    return _gathered("the list", records, title, [page])


def _level_of_cards(sections: Sequence[_Section]) -> int:
    """The deepest level whose headings differ: headings that come again and again are sections of cards."""
    for level in range(6, 0, -1):
        titles = [plain_heading(it.title) for it in sections if it.level == level]
        if len(titles) > 1 and len(set(titles)) >= _SAME_SECTIONS * len(titles):
            return level
    return 0


def gather_pages(pages: Sequence[Page]) -> Gathered | None:
    """The cards of a folder of files: a card each, or, where their headings all differ, the cards of each."""
    if len(pages) == 1:
        whole = _by_item(pages[0]) or _gathered("a file", [_of_page(pages[0])], "", pages)
        return gather_page(pages[0]) or whole
    levels = [_level_of_cards(page.sections) for page in pages]
    inside = [it for page in pages for it in page.sections if it.level == 2]
    titles = Counter(plain_heading(it.title) for it in inside)
    if inside and all(level == 2 for level in levels) and len(titles) >= _SAME_SECTIONS * len(inside):
        parts = [part for page in pages if (part := _by_heading(page))]
        records = [
            record._replace(group=record.group or part.title or title_of_file(PurePosixPath(page.name).stem))
            for page, part in zip(pages, parts, strict=True)
            for record in part.records
        ]
        return _gathered(f"headings of {len(pages)} files", records, "", pages)
    return _gathered(f"{len(pages)} Markdown files", [_of_page(page) for page in pages], "", pages)


def _of_page(page: Page) -> Record:
    """A file as a card: its first heading is the title, else its name."""
    sections = list(page.sections)
    top = next((it for it in sections if it.level), None)
    is_titled = top is not None and sum(it.level == top.level for it in sections) == 1
    values: dict[str, Value] = dict(page.front)
    if not any(plain_heading(key) in ("title", "name", "titel", "titre") for key in values):
        values = {HEADING: top.title if top and is_titled else title_of_file(PurePosixPath(page.name).stem), **values}
    rest = [it for it in sections if not (is_titled and it is top)]
    return _record(([top] if is_titled and top else []) + rest, page, _group(page), values)


def _group(page: Page) -> str:
    return "" if page.folder == "." else title_of_file(PurePosixPath(page.folder).name)


def _record(card: Sequence[_Section], page: Page, group: str, values: dict[str, Value]) -> Record:
    """A heading with what stands below it, and the headings inside as columns."""
    said: dict[str, Value] = dict(values)
    first = card[0] if card else _Section(0, "", 1)
    if not values:
        said[HEADING] = first.title
    for n, section in enumerate(card):
        is_body = n == 0 or section.level == 0
        for column, value in _said_by(section, TEXT if is_body else section.title or TEXT):
            before = said.get(column, "")
            said[column] = (
                f"{before}\n{value}".strip("\n") if isinstance(before, str) and isinstance(value, str) else value
            )
        for picture in section.pictures:
            said.setdefault(
                PICTURE, (PurePosixPath(page.folder) / picture).as_posix() if "://" not in picture else picture
            )
    return Record(said, Place(page.name, first.line), group)


def _said_by(section: _Section, column: str) -> Iterator[tuple[str, Value]]:
    yield from section.properties.items()
    if section.lines:
        yield column, "\n".join(section.lines)
    if section.questions:
        yield (column if not section.lines and column != TEXT else QUESTIONS), tuple(section.questions)


def _gathered(where: str, records: Sequence[Record], title: str, pages: Sequence[Page]) -> Gathered | None:
    if not records:
        return None
    columns = tuple(dict.fromkeys(column for record in records for column in record.values))
    fields = {key for page in pages for key in page.front}
    fields |= {key for page in pages for section in page.sections for key in section.properties}
    sections = frozenset(columns) - fields - {HEADING, TEXT, QUESTIONS, PICTURE}
    return Gathered(where, columns, tuple(records), title, sections=sections)
