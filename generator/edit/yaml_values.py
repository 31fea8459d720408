"""A value as it is written into a YAML file: as its neighbours are, in the file's manner where it has none."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.edit.edits import Value
from generator.edit.notation import (
    Bare,
    Manner,
    fits_plain,
    folded_width,
    header_of,
    in_lines,
    in_quotes,
    is_plain,
    line_start,
    wrapped,
)
from generator.sources.dumped import WIDTH, is_typed
from generator.sources.spans import LIST, MAPPING, TEXT, Span

_MOST_LIKES = 12  # neighbours that are looked at
_BREAK = re.compile(r"\r\n|\r")


def tidied(value: Value) -> Value:
    """Numbers and truths as they are spelt, line breaks as YAML has them."""
    if value is None:
        return None
    if isinstance(value, bool):
        return Bare("true" if value else "false")
    if isinstance(value, int):
        return Bare(value)
    if isinstance(value, float):
        return Bare(format(value, "f").rstrip("0").rstrip(".") if value % 1 else format(value, ".0f"))
    if isinstance(value, str):
        return value if isinstance(value, Bare) else _BREAK.sub("\n", value)
    if isinstance(value, Mapping):
        return {key: tidied(one) for key, one in value.items()}
    return [tidied(one) for one in value]


@dataclass(frozen=True)
class ValueWriter:
    """Writes values for one file, with line feeds between lines; `likes` are neighbours, the nearest first."""

    text: str  # of the file
    manner: Manner

    def behind_key(self, value: Value, likes: Sequence[Span], indent: int, gap: int = 1) -> str:
        """What follows the colon of a key that stands at column `indent`."""
        if not self._is_flow(value, likes) and isinstance(value, Mapping):
            return "\n" + self._pairs(value, likes, indent + self._step(likes))
        if not self._is_flow(value, likes) and isinstance(value, list):
            return "\n" + self._items(value, likes, indent + self._dash(likes))
        return " " * gap + self.inline(value, likes, indent)

    def behind_dash(self, value: Value, likes: Sequence[Span], dash: int) -> str:
        """What follows a dash that stands at column `dash`."""
        gap = self._gap(likes)
        if not self._is_flow(value, likes) and isinstance(value, Mapping):
            return " " * (gap - 1) + self._pairs(value, likes, dash + gap).lstrip(" ")
        if not self._is_flow(value, likes) and isinstance(value, list):
            return " " * (gap - 1) + self._items(value, likes, dash + gap).lstrip(" ")
        return " " * (gap - 1) + self.inline(value, likes, dash)

    def inline(self, value: Value, likes: Sequence[Span], indent: int, *, flow: bool = False) -> str:
        """A text, or what stands in brackets, from its first character on."""
        if isinstance(value, Mapping):
            parts = [f"{self.key(key)}: {self._within(one, of_key(likes, key))}" for key, one in value.items()]
            return self._bracketed("{}", parts, likes, indent)
        if isinstance(value, list):
            return self._bracketed("[]", [self._within(one, of_items(likes)) for one in value], likes, indent)
        return self._scalar(value, likes, indent, flow=flow)

    def key(self, key: str) -> str:
        return key if fits_plain(key, flow=True) else in_quotes(key, self.manner.quote)

    def entry(self, key: str, value: Value, likes: Sequence[Span], indent: int, offset: int = 0) -> str:
        """`key: value`; `offset` is from the key to where values begin, where they stand below each other."""
        name = self.key(key)
        return f"{name}:{self.behind_key(value, likes, indent, max(1, offset - len(name) - 1))}"

    def offset(self, mapping: Span | None) -> int:
        """From keys to their values, where those of different length have them in one column; else 0."""
        offsets, lengths = set(), set()
        for key, value in mapping.pairs if mapping else ():
            if value.start < value.end and line_start(self.text, value.start) == line_start(self.text, key.start):
                offsets.add(value.start - key.start)
                lengths.add(key.end - key.start)
        return offsets.pop() if len(offsets) == 1 and len(lengths) > 1 else 0

    def _scalar(self, value: Value, likes: Sequence[Span], indent: int, *, flow: bool) -> str:
        like = next((it for it in likes if it.kind == TEXT and it.text is not None), None)
        style = like.style if like else ""
        if not isinstance(value, str):
            return "null"
        if isinstance(value, Bare) and style not in ("'", '"'):
            return str(value)
        if not flow and (written := self._block(value, like, indent)) is not None:
            return written
        if style in ("'", '"'):
            written = in_quotes(value, style)
        elif is_plain(value, flow=flow) or (
            like and not style and fits_plain(value, flow=flow) and is_typed(like.text or "") and is_typed(value)
        ):
            written = value
        else:
            written = in_quotes(value, self.manner.quote)
        return written if flow or like is None else self._over_lines(written, like)

    def _block(self, value: str, like: Span | None, indent: int) -> str | None:
        """On lines of its own, where the neighbour is so, or the text has several lines; None where it is not."""
        if like and like.style in ("|", ">"):
            written = self.text[like.start : like.end]
            first = next((line for line in re.split(r"\r\n|[\r\n]", written)[1:] if line.strip()), "")
            own = like.column if like.key >= 0 else like.column - self.manner.after_dash
            pad = max(len(first) - len(first.lstrip(" ")) - own, 1) if first else self.manner.step
            header, width = header_of(self.text, like), folded_width(written)
        elif "\n" in value and not (like and like.style == '"' and "\n" in (like.text or "")):
            pad, header, width = self.manner.step, self.manner.block, WIDTH
        else:
            return None
        lines = in_lines(value, header, indent + pad, width)
        return None if lines is None else f"{header}\n{lines}"

    def _over_lines(self, written: str, like: Span) -> str:
        """A long text over several lines, where the neighbour is written so."""
        lines = re.split(r"\r\n|[\r\n]", self.text[like.start : like.end])
        if len(lines) < 2 or not lines[1].strip() or "\n" in written:
            return written
        pad = " " * (len(lines[1]) - len(lines[1].lstrip(" ")))
        width = max(len(line) for line in [*lines[1:], pad + lines[0]])
        parts = wrapped(written, width - len(pad))
        return written if any(part.startswith("#") for part in parts) else ("\n" + pad).join(parts)

    def _is_flow(self, value: Value, likes: Sequence[Span]) -> bool:
        """Whether it stands in one line, in brackets if it is no text."""
        if not isinstance(value, Mapping | list) or not value:
            return True
        kind = MAPPING if isinstance(value, Mapping) else LIST
        like = next((it for it in likes if it.kind == kind and (it.pairs or it.items)), None)
        if like is not None:
            return like.flow
        is_short = all(isinstance(it, str) and len(it) < 30 and "\n" not in it for it in _inner(value))
        return kind == LIST and self.manner.flow_lists and is_short

    def _bracketed(self, marks: str, parts: Sequence[str], likes: Sequence[Span], indent: int) -> str:
        like = next((it for it in likes if it.flow and (it.pairs or it.items)), None)
        blank = " " if like and parts and self.text[like.start + 1] == " " else ""
        written = f"{marks[0]}{blank}{', '.join(parts)}{blank}{marks[1]}"
        raw = self.text[like.start : like.end] if like else ""
        if "\n" not in raw or indent + len(written) <= WIDTH:
            return written
        second = re.split(r"\r\n|[\r\n]", raw)[1]
        pad = "\n" + " " * max(len(second) - len(second.lstrip(" ")), indent + 1)
        lines = [parts[0]]
        for part in parts[1:]:
            is_full = len(lines[-1]) + len(part) + len(pad) > WIDTH
            lines += [part] if is_full else [f"{lines.pop()}, {part}"]
        return f"{marks[0]}{(',' + pad).join(lines)}{marks[1]}"

    def _within(self, value: Value, likes: Sequence[Span]) -> str:
        return self.inline(value, [it for it in likes if it.flow or it.kind == TEXT], 0, flow=True)

    def _pairs(self, value: Mapping[str, Value], likes: Sequence[Span], column: int) -> str:
        offset = self.offset(next((it for it in likes if not it.flow and value.keys() & it.entries.keys()), None))
        return "\n".join(
            " " * column + self.entry(key, one, of_key(likes, key), column, offset) for key, one in value.items()
        )

    def _items(self, value: Sequence[Value], likes: Sequence[Span], dash: int) -> str:
        inner = of_items(likes)
        return "\n".join(f"{' ' * dash}-{self.behind_dash(one, inner, dash)}" for one in value)

    def _step(self, likes: Sequence[Span]) -> int:
        like = next((it for it in likes if it.kind == MAPPING and it.pairs and not it.flow and it.key >= 0), None)
        return max(like.pairs[0][0].column - like.column, 1) if like else self.manner.step

    def _dash(self, likes: Sequence[Span]) -> int:
        like = next((it for it in likes if it.kind == LIST and it.items and not it.flow and it.key >= 0), None)
        return like.start - line_start(self.text, like.start) - like.column if like else self.manner.dash

    def _gap(self, likes: Sequence[Span]) -> int:
        """From a dash to what follows it on its line."""
        for like in likes[:1]:
            before = re.search(r"-( +)$", self.text[line_start(self.text, like.start) : like.start])
            if before and like.key < 0:
                return 1 + len(before[1])
        return self.manner.after_dash


def of_key(likes: Iterable[Span], key: str) -> list[Span]:
    """The values that neighbours have for a key."""
    return [it.entries[key] for it in likes if key in it.entries][:_MOST_LIKES]


def of_items(likes: Iterable[Span]) -> list[Span]:
    return [item for it in likes for item in it.items][:_MOST_LIKES]


def _inner(value: Value) -> Iterable[Value]:
    return value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
