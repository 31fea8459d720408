"""Which characters of a YAML file make place for which: a value is set, an entry added or taken out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.edit.edits import AddEntry, OfYaml, Path, RemoveEntry, RenameKey, SetValue, Value
from generator.edit.faults import NoSuchPlace
from generator.edit.notation import in_quotes, is_plain, line_start, manner_of
from generator.edit.yaml_values import ValueWriter
from generator.sources.spans import ALIAS, LIST, MAPPING, TEXT, Span

_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))")
_COMMENT = re.compile(r"[ \t]*#")
_COMMENT_BELOW = re.compile(r"(?:\r\n|\n|\r)( *)#[^\r\n]*")


class Splice(NamedTuple):
    """The characters from `start` to `end` give way to others; line feeds in those become the file's line ends."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Sequence[Splice], newline: str) -> str:
    """A text with all of them, each at its place in the text as it was."""
    parts: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda splice: splice.start):  # those of one place in the order they came
        parts += [text[at : splice.start], splice.text.replace("\n", newline)]
        at = max(at, splice.end)
    return "".join([*parts, text[at:]])


class YamlText:
    """A YAML file as it stands, and what each edit would put in which place; of ways to write it the best first."""

    def __init__(self, text: str, root: Span | None) -> None:
        self.text, self.root = text, root
        self.writer = ValueWriter(text, manner_of(text, root))
        found = re.search(r"\r\n|\n|\r", text)
        self.newline = found[0] if found else "\n"

    def ways(self, edit: OfYaml) -> Iterator[list[Splice]]:
        """Raises NoSuchPlace."""
        match edit:
            case SetValue():
                yield from self._set(edit.path, edit.value)
            case AddEntry():
                yield from self._add(edit.path, edit.key, edit.value)
            case RemoveEntry():
                yield from self._remove(edit.path)
            case RenameKey():
                yield [self._renamed(edit.path, edit.key)]

    def _renamed(self, path: Path, key: str) -> Splice:
        """Quoted as it was, or where it has to be."""
        *_, parent, old = chain = self.chain(path)
        self._check_names(chain)
        if key in parent.entries:
            raise NoSuchPlace(f"'{key}' is said here already", parent.entries[key])
        mark = self.text[old.key]
        plain = mark not in ("'", '"') and is_plain(key, flow=parent.flow)
        return Splice(old.key, old.key_end, key if plain else in_quotes(key, mark if mark == "'" else '"'))

    def chain(self, path: Path) -> list[Span]:
        """The values on a path, from the root on."""
        if self.root is None:
            raise NoSuchPlace("the file is empty", None)
        chain = [self.root]
        for step in path:
            here = chain[-1]
            if isinstance(step, int) and here.kind == LIST and 0 <= step < len(here.items):
                chain.append(here.items[step])
            elif isinstance(step, str) and here.kind == MAPPING and step in here.entries:
                if sum(key.text == step for key, _ in here.pairs) > 1:
                    raise NoSuchPlace(f"'{step}' is said twice; keep one of them", here.entries[step])
                chain.append(here.entries[step])
            else:
                raise NoSuchPlace(_missing(step, here), here)
        return chain

    def alike(self, path: Path, chain: Sequence[Span]) -> list[Span]:
        """What neighbours have in the same place, the nearest first: other cards' titles for a title."""
        alike: list[Span] = []
        for step, parent in zip(path, chain, strict=False):
            if isinstance(step, int):
                inner = [it for other in alike for it in other.items]
                beside = sorted((at for at in range(len(parent.items)) if at != step), key=lambda at: abs(at - step))
                alike = [*(parent.items[at] for at in beside), *inner]
            else:
                inner = [other.entries[step] for other in alike if step in other.entries]
                beside_it = [value for key, value in parent.pairs if key.text != step and value.kind == MAPPING]
                alike = [*inner, *beside_it]
        return alike

    # --- a value ------------------------------------------------------------------------------------

    def _set(self, path: Path, value: Value) -> Iterator[list[Splice]]:
        if self.root is None and not path:
            yield self._first(value)
            return
        chain = self.chain(path)
        old, parent = chain[-1], chain[-2] if path else None
        likes = [old, *self.alike(path, chain)]
        self._check_names(chain)
        is_flow = parent is not None and parent.flow
        if is_flow:
            yield [self._in_place(old, self.writer.inline(value, likes, 0, flow=True))]
        elif isinstance(value, Mapping | list) or old.kind in (MAPPING, LIST):
            yield self._anew(old, parent, value, likes)
        else:
            indent = self._indent(old, parent)
            yield [self._in_place(old, self.writer.inline(value, likes, indent))]
        if isinstance(value, str):
            yield [self._in_place(old, in_quotes(value, self.writer.manner.quote))]
            yield [self._in_place(old, in_quotes(value, '"'))]

    def _first(self, value: Value) -> list[Splice]:
        """The value of a file that says nothing yet, below its comments."""
        if isinstance(value, list) and value:
            lines = "\n".join("-" + self.writer.behind_dash(one, (), 0) for one in value)
        else:
            lines = self.writer.behind_key(value, (), -self.writer.manner.step).lstrip("\n ")
        is_open = bool(self.text) and not self.text.endswith(("\n", "\r"))
        return [Splice(len(self.text), len(self.text), "\n" * is_open + lines + "\n")]

    def _check_names(self, chain: Sequence[Span]) -> None:
        """What is named here, or is part of what is named, may be meant elsewhere."""
        old = chain[-1]
        named = {it.named for it in (*chain[:-1], *_inner(old)) if it.kind != ALIAS and it.named.startswith("&")}
        used = {it.named for it in _inner(self.root) if it.kind == ALIAS and not old.start <= it.start < old.end}
        for name in sorted(named):
            if name.partition("!")[0] in used:
                raise NoSuchPlace(f"this place is named {name}, and that name is used elsewhere in the file", old)

    def _indent(self, old: Span, parent: Span | None) -> int:
        """The column of what it stands behind: a key, or a dash."""
        if old.key >= 0:
            return old.column
        return parent.start - line_start(self.text, parent.start) if parent else -self.writer.manner.step

    def _in_place(self, old: Span, written: str) -> Splice:
        """A text for what stands there; a comment behind it keeps its line."""
        start, end = old.start, old.end
        if start and start == end and self.text[start - 1] in ":-?":
            written = " " + written
        head, _, body = written.partition("\n")
        is_block = bool(re.fullmatch(r" ?[|>][-+0-9]*", head)) and bool(body)
        if old.style in ("|", ">") and old.kind == TEXT:
            own = re.search(r"[|>][-+0-9]*", self.text[start:end])
            note = self.text[start + own.end() : min(self._line_end(start), end)] if own else ""
            return Splice(start, end, f"{head}{note}\n{body}" if is_block else written + note.rstrip())
        if is_block:
            end = self._line_end(old.end)
            note = self.text[old.end : end]
            return Splice(start, end, f"{head}{note if note.strip() else ''}\n{body}")
        return Splice(start, end, written)

    def _anew(self, old: Span, parent: Span | None, value: Value, likes: Sequence[Span]) -> list[Splice]:
        """A mapping or list where there was something else, or the other way round."""
        if old.key < 0:
            if parent is None:
                written = self.writer.behind_key(value, likes, -self.writer.manner.step).lstrip("\n ")
            else:
                written = self.writer.behind_dash(value, likes, self._indent(old, parent)).lstrip(" ")
            return [self._in_place(old, written)]
        written = self.writer.behind_key(value, likes, old.column)
        if old.flow and not written.startswith("\n"):
            return [self._in_place(old, written.lstrip(" "))]
        colon = self.text.index(":", old.key_end) + 1
        line = self._line_end(colon)
        if old.start > line:  # it stands on the lines below its key
            note = self.text[colon:line].rstrip()
            head, _, body = written.partition("\n")
            return [Splice(colon, old.end, f"{head}{note}\n{body}" if body or not head else head + note)]
        if not written.startswith("\n"):
            return [self._in_place(old, written.lstrip(" "))]
        end = self._line_end(old.end)
        return [Splice(colon, end, self.text[old.end : end].rstrip() + written)]

    # --- a new entry --------------------------------------------------------------------------------

    def _add(self, path: Path, key: str | int, value: Value) -> Iterator[list[Splice]]:
        made: Value = [value] if isinstance(key, int) else {key: value}
        if self.root is None and not path:
            yield self._first(made)
            return
        chain = self.chain(path)
        here = chain[-1]
        self._check_names(chain)
        if here.kind == ALIAS:
            raise NoSuchPlace("this refers to another place in the file", here)
        if here.text is None and not here.pairs and not here.items:
            yield from self._set(path, made)
        elif isinstance(key, str) and here.kind == MAPPING:
            if key in here.entries:
                raise NoSuchPlace(f"'{key}' is there already", here.entries[key])
            yield from self._add_key(here, key, value, [*self.alike((*path, key), [*chain])])
        elif isinstance(key, int) and here.kind == LIST and 0 <= key <= len(here.items):
            yield from self._add_item(here, key, value, self.alike((*path, key), chain))
        else:
            raise NoSuchPlace(_missing(key, here), here)

    def _add_key(self, here: Span, key: str, value: Value, likes: Sequence[Span]) -> Iterator[list[Splice]]:
        last_key, last = here.pairs[-1]
        if here.flow:
            written = self.writer.inline(value, likes, 0, flow=True)
            yield self._add_in_brackets(here, last, f"{self.writer.key(key)}: {written}")
            return
        written = self.writer.entry(key, value, likes, last_key.column, self.writer.offset(here))
        at = self._below_comments(self._line_end(last.end), last_key.column)
        pad = " " * last_key.column
        is_apart = len(here.pairs) > 1 and self._is_blank_between(here.pairs[-2][1].end, last_key.start)
        yield [Splice(at, at, "\n" * is_apart + f"\n{pad}{written}")]
        at = line_start(self.text, last_key.start)
        if len(here.pairs) > 1 and not self.text[at : last_key.start].strip(" "):
            yield [Splice(at, at, f"{pad}{written}\n")]

    def _below_comments(self, at: int, column: int) -> int:
        """The end of the comments right below that stand deeper than a key in `column`: they are about its value."""
        while (comment := _COMMENT_BELOW.match(self.text, at)) and len(comment[1]) > column:
            at = comment.end()
        return at

    def _add_item(self, here: Span, at: int, value: Value, likes: Sequence[Span]) -> Iterator[list[Splice]]:
        if here.flow:
            written = self.writer.inline(value, likes, 0, flow=True)
            if at == len(here.items):
                yield self._add_in_brackets(here, here.items[-1], written)
            else:
                start = here.items[at].start
                yield [Splice(start, start, f"{written}, ")]
            return
        column = here.start - line_start(self.text, here.start)
        lines = f"{' ' * column}-{self.writer.behind_dash(value, likes, column)}"
        blank = "\n" * self._has_blank_lines(here)
        if at == len(here.items):
            end = self._below_comments(self._line_end(here.items[-1].end), column)
            yield [Splice(end, end, f"\n{blank}{lines}")]
            return
        dash = self.dash(here, at)
        start = line_start(self.text, dash)
        if self.text[start:dash].strip(" "):  # the list begins on the line of another dash
            yield [Splice(dash, dash, f"{lines.lstrip(' ')}\n{blank}{' ' * column}")]
            return
        start = self._lead(start, here.items[at - 1].end if at else 0, column)
        yield [Splice(start, start, f"{lines}\n{blank}")]

    def _add_in_brackets(self, here: Span, last: Span, written: str) -> list[Splice]:
        """Behind the last one: on its line, or on one of its own where each has one."""
        before = line_start(self.text, last.key if last.key >= 0 else last.start)
        inner = self.text[before : last.key if last.key >= 0 else last.start]
        if inner.strip() or "\n" not in self.text[here.start : here.end]:
            return [Splice(last.end, last.end, f", {written}")]
        line = self._line_end(last.end)
        if line >= here.end:  # the bracket closes on the line of the last one
            return [Splice(last.end, last.end, f",\n{inner}{written}")]
        has_comma = self.text[last.end : line].lstrip().startswith(",")
        if has_comma:
            return [Splice(line, line, f"\n{inner}{written},")]
        return [Splice(last.end, last.end, ","), Splice(line, line, f"\n{inner}{written}")]

    # --- an entry less ------------------------------------------------------------------------------

    def _remove(self, path: Path) -> Iterator[list[Splice]]:
        if not path:
            raise NoSuchPlace("a whole file is no entry", self.root)
        chain = self.chain(path)
        old, here = chain[-1], chain[-2]
        self._check_names(chain)
        beside = [(key.start, value.end) for key, value in here.pairs] or [(it.start, it.end) for it in here.items]
        if len(beside) == 1:
            yield from self._set(path[:-1], {} if here.kind == MAPPING else [])
            return
        number = next(at for at, it in enumerate([v for _, v in here.pairs] or here.items) if it is old)
        yield self._cut_brackets(beside, number) if here.flow else self._cut_lines(here, beside, number)

    def _cut_brackets(self, beside: Sequence[tuple[int, int]], number: int) -> list[Splice]:
        start, end = beside[number]
        line, line_end = line_start(self.text, start), self._line_end(end)
        around = self.text[line:start].strip() + re.sub(r"^\s*,?\s*(#.*)?$", "", self.text[end:line_end])
        if not around:
            return [Splice(line, self._after_line(end), "")]
        if number + 1 < len(beside):
            return [Splice(start, beside[number + 1][0], "")]
        return [Splice(beside[number - 1][1], end, "")]

    def _cut_lines(self, here: Span, beside: Sequence[tuple[int, int]], number: int) -> list[Splice]:
        column = here.start - line_start(self.text, here.start)
        start, end = beside[number]
        start = self.dash(here, number) if here.kind == LIST else start
        line = line_start(self.text, start)
        if self.text[line:start].strip(" "):  # it stands behind another dash: the next one takes its place there
            follows = beside[number + 1][0] if here.kind == MAPPING else self.dash(here, number + 1)
            between = self._after_line(end)
            lines = self.text[between:follows]
            return [Splice(start, between + len(lines) - len(lines.lstrip(" ")), "")]
        after = self._after_line(end)
        floor = beside[number - 1][1] if number else (here.key_end if here.key >= 0 else 0)
        lead = self._lead(line, floor, column)
        if not self._heads_others(lead, line, after, number + 1 < len(beside)):
            line = lead
        return [Splice(*self._with_blank_lines(line, after), "")]

    def _heads_others(self, lead: int, line: int, after: int, has_next: bool) -> bool:
        """Whether the comment above an entry is also that of those below it: it begins a group without blank lines."""
        rest = self.text[after : self._line_end(after)]
        is_apart = not rest.strip() or _COMMENT.match(rest) is not None
        above = self.text[line_start(self.text, max(lead - 1, 0)) : lead]
        return lead < line and has_next and not is_apart and not above.strip()

    def _with_blank_lines(self, start: int, end: int) -> tuple[int, int]:
        """Of blank lines on both sides those behind go too; at the end of the file those before."""
        is_last = not self.text[end:].strip()
        while end < len(self.text) and self._is_blank_above(start) and not self._line(end).strip():
            end = self._after_line(end)
        if is_last:
            while self._is_blank_above(start) and start:
                start = line_start(self.text, start - 1 - self.text[:start].endswith("\r\n"))
            if not self.text[:end].endswith(("\n", "\r")) and start:  # the file ends without one
                start -= 2 if self.text[:start].endswith("\r\n") else 1
        return start, end

    def _is_blank_above(self, start: int) -> bool:
        """Whether the line above this one is blank, or there is none."""
        above = line_start(self.text, start - 1 - self.text[:start].endswith("\r\n")) if start else 0
        return not self.text[above:start].strip()

    # --- lines --------------------------------------------------------------------------------------

    def dash(self, here: Span, number: int) -> int:
        """Where the dash of an item stands, of a list that is not in brackets."""
        column = here.start - line_start(self.text, here.start)
        at = line_start(self.text, here.items[number].start)
        floor = here.items[number - 1].end if number else here.start
        while at > floor and self.text[at + column : at + column + 1] != "-":
            at = line_start(self.text, at - 1 - self.text[:at].endswith("\r\n"))
        return at + column if number or at >= here.start - column else here.start

    def _lead(self, line: int, floor: int, column: int) -> int:
        """Where the comment begins that stands right above a line and belongs to what is there."""
        while line > floor:
            above = line_start(self.text, line - 1 - self.text[:line].endswith("\r\n"))
            if above < floor or not re.match(rf" {{{column}}}#", self.text[above:line]):
                break
            line = above
        return line

    def _has_blank_lines(self, here: Span) -> bool:
        """Whether blank lines stand between the items of a list."""
        last = len(here.items) - 1
        return any(
            self._is_blank_between(here.items[number - 1].end, self.dash(here, number))
            for number in range(max(last - 2, 1), last + 1)
        )

    def _is_blank_between(self, start: int, end: int) -> bool:
        return _BLANK_LINE.search(self.text[start:end]) is not None

    def _line(self, at: int) -> str:
        return self.text[at : self._line_end(at)]

    def _line_end(self, at: int) -> int:
        found = _LINE_END.search(self.text, at)
        return found.start() if found else len(self.text)

    def _after_line(self, at: int) -> int:
        found = _LINE_END.search(self.text, at)
        return found.end() if found else len(self.text)


def _inner(span: Span | None) -> Iterator[Span]:
    if span is not None:
        yield span
        for one in (*(part for pair in span.pairs for part in pair), *span.items):
            yield from _inner(one)


def _missing(step: str | int, here: Span) -> str:
    if isinstance(step, int):
        return f"there is no item {step + 1} here" if here.kind == LIST else "this is no list"
    return f"there is no '{step}' here" if here.kind == MAPPING else "this has no keys"
