"""Changes to the files of a workshop that people edit: a value, a key, a card at a time; all else stays as it is."""

import re
from collections.abc import Mapping, Sequence

from generator.edit.yaml_entries import Splice, spliced
from generator.intake.records import Value
from generator.intake.written import in_line, item, key_name, pair
from generator.sources.dumped import Tree
from generator.sources.spans import Span, spans


class EditedFile:
    """A YAML file with changes to come; `text` gives it with all of them."""

    def __init__(self, text: str) -> None:
        self.before = text
        self.root = spans(text) or Span(0, 0)
        self._changes: list[Splice] = []

    @property
    def text(self) -> str:
        return spliced(self.before, self._changes, "\r\n" if "\r\n" in self.before else "\n")

    def cards(self) -> Sequence[Span]:
        """The items of the list that the file is, or that stands under `cards`."""
        listed = self.root.entries.get("cards", self.root)
        return listed.items

    def set(self, item: Span, key: str, value: Tree) -> None:
        """Gives a key of a mapping another value; adds it below the others where it is not there."""
        old = item.entries.get(key)
        if old is None:
            self._add(item, key, value)
        elif item.flow:
            self._changes.append(Splice(old.key, old.end, f"{key_name(key)}: {in_line(value)}"))
        else:
            self._changes.append(Splice(old.key, old.end, self._written(key, value, old.column, old.end)))

    def _written(self, key: str, value: Tree, indent: int, end: int) -> str:
        """A key with its value, in one line of quotes where a comment follows that would become part of the text."""
        line_end = re.search(r"\r?\n|\Z", self.before[end:])
        rest = self.before[end : end + (line_end.start() if line_end else 0)]
        if rest.strip():
            return f"{key_name(key)}: {in_line(value)}"
        return pair(key, value, indent).lstrip()

    def _add(self, item: Span, key: str, value: Tree) -> None:
        if item.flow:
            at = item.end - 1
            comma = ", " if item.entries else ""
            self._changes.append(Splice(at, at, f"{comma}{key_name(key)}: {in_line(value)}"))
            return
        last = list(item.entries.values())[-1]
        at = self._line_end(last.end)
        self._changes.append(Splice(at, at, "\n" + pair(key, value, last.column)))

    def set_item(self, old: Span, value: Tree) -> None:
        """Gives an item of a list another value."""
        self._changes.append(Splice(old.start, old.end, in_line(value)))

    def append(self, listed: Span, value: Tree) -> None:
        """Adds an item behind the last one of a list that has some."""
        if listed.flow:
            self._changes.append(Splice(listed.end - 1, listed.end - 1, f", {in_line(value)}"))
            return
        at, dash = self._line_end(listed.items[-1].end), listed.start - self._line_start(listed.start)
        self._changes.append(Splice(at, at, f"\n{' ' * dash}{item(value, dash)}"))

    def drop(self, item: Span, key: str) -> None:
        """Takes a key out, with its line; the first one of an item stands behind its dash and stays."""
        old = item.entries[key]
        if item.flow:
            after = re.match(r"\s*,\s*", self.before[old.end :])
            before = re.search(r",\s*$", self.before[: old.key])
            start = old.key if after else before.start() if before else old.key
            self._changes.append(Splice(start, old.end + (after.end() if after else 0), ""))
        elif old is not next(iter(item.entries.values())):
            start = len(self.before[: self._line_start(old.key)].rstrip("\r\n"))
            self._changes.append(Splice(start, self._line_end(old.end), ""))

    def remove(self, item: Span) -> None:
        """Takes an item out, and a blank line behind it."""
        end = self._after_line(item.end)
        blank = re.match(r"[ \t]*\r?\n", self.before[end:])
        self._changes.append(Splice(self._line_start(item.start), end + (blank.end() if blank else 0), ""))

    def insert(self, after: Span | None, lines: str) -> None:
        """Adds an item, written with a dash at column 2, behind another one, or as the first of the list."""
        if after is not None:
            at = self._line_end(after.end)
            self._changes.append(Splice(at, at, "\n\n" + _moved(lines, self._dash(after) - 2)))
        elif first := next(iter(self.cards()), None):
            at = self._line_start(first.start)
            self._changes.append(Splice(at, at, _moved(lines, self._dash(first) - 2) + "\n\n"))
        else:
            at = self._after_line(self.root.entries["cards"].key) if "cards" in self.root.entries else len(self.before)
            self._changes.append(Splice(at, at, f"{lines}\n"))

    def _dash(self, item: Span) -> int:
        """The column of an item's dash, from 0."""
        return self.before[self._line_start(item.start) : item.start].find("-")

    def add_entry(self, group: str, key: str, written: str) -> bool:
        """Adds `key: written` to a mapping under `group`; whether there is such a mapping."""
        mapping = self.root.entries.get(group)
        if mapping is None or not mapping.entries:
            return False
        if mapping.flow:
            self._changes.append(Splice(mapping.end - 1, mapping.end - 1, f", {key}: {written}"))
        else:
            last = list(mapping.entries.values())[-1]
            at = self._line_end(last.end)
            self._changes.append(Splice(at, at, f"\n{' ' * last.column}{key}: {written}"))
        return True

    def _line_start(self, at: int) -> int:
        return max(self.before.rfind("\n", 0, at), self.before.rfind("\r", 0, at)) + 1

    def _line_end(self, at: int) -> int:
        found = re.compile(r"\r?\n|\Z").search(self.before, at)
        return found.start() if found else len(self.before)

    def _after_line(self, at: int) -> int:
        found = re.compile(r"\r?\n|\Z").search(self.before, at)
        return found.end() if found else len(self.before)


def _moved(lines: str, by: int) -> str:
    """Lines with more blanks before them, or fewer."""
    if by >= 0:
        return "\n".join(" " * by + line if line else line for line in lines.split("\n"))
    return "\n".join(line[-by:] if line[:-by].isspace() else line.lstrip() for line in lines.split("\n"))


def values_by_key(node: Mapping[str, object]) -> dict[str, Value]:
    """What a card says in its file, key by key; what is neither a text nor a list of texts is not ours to compare."""
    found: dict[str, Value] = {}
    for key, value in node.items():
        if isinstance(value, str):
            found[key] = value.strip()
        elif isinstance(value, list):
            found[key] = tuple(item.strip() for item in value if isinstance(item, str))
    return found
