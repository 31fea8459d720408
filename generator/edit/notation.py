"""How a text is spelt in YAML: plain, in quotes or on lines of its own, as a neighbour is. Looks at no file."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from generator.sources.dumped import WIDTH, is_typed
from generator.sources.spans import LIST, MAPPING, TEXT, Span

T = TypeVar("T")

_UNSEEN = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"  # what needs an escape
_ESCAPED = re.compile(f'["\\\\{_UNSEEN}]')
_IN_LINES = re.compile(f"[^{_UNSEEN}\n]*")
_FIRST = "[^\\s\\-?:,\\[\\]{}#&*!|>'\"%@`]"
_PLAIN = re.compile(rf"(?:{_FIRST}|[-?:](?=[^\s]))(?:[^:#\n]|:(?=\S)|(?<=\S)#)*")
_IN_BRACKETS = re.compile(
    rf"(?:{_FIRST}|[-?](?=[^\s,\[\]{{}}]))[^:#\n,\[\]{{}}?]*(?:(?::(?=[^\s,\[\]{{}}])|(?<=\S)[#?])[^:#\n,\[\]{{}}?]*)*"
)
_SHORT = {"\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e",
          '"': '"', "\\": "\\", "\x85": "N", "\u2028": "L", "\u2029": "P"}  # fmt: skip
_BLOCKS = "|>"


class Bare(str):
    """What stands without quotes because it was given as a number or a truth."""

    __slots__ = ()


@dataclass(frozen=True)
class Manner:
    """How a file is written, by most of what is in it."""

    quote: str = '"'
    block: str = "|-"  # the header of a text on lines of its own
    step: int = 2  # how much deeper a mapping stands than its key
    dash: int = 2  # the same of the dashes of a list; 0: below the key
    after_dash: int = 2  # from a dash to what stands behind it
    flow_lists: bool = False  # lists of short texts stand in brackets


def manner_of(text: str, root: Span | None) -> Manner:
    """The manner of a file."""
    quotes: Counter[str] = Counter()
    blocks: Counter[str] = Counter()
    steps: Counter[int] = Counter()
    dashes: Counter[int] = Counter()
    gaps: Counter[int] = Counter()
    lists: Counter[bool] = Counter()
    for span in walk(root) if root else ():
        if span.kind == TEXT and span.style in _BLOCKS and span.style:
            blocks[header_of(text, span)] += 1
        elif span.kind == TEXT and span.style:
            quotes[span.style] += 1
        elif span.kind == LIST and all(item.kind == TEXT and item.style not in ("|", ">") for item in span.items):
            lists[span.flow] += 1
        if not span.flow and span.key >= 0 and span.kind == MAPPING and span.pairs:
            steps[span.pairs[0][0].column - span.column] += 1
        if not span.flow and span.kind == LIST and span.items:
            start = line_start(text, span.start)
            gaps[span.items[0].start - span.start] += span.items[0].end > span.items[0].start
            if span.key >= 0:
                dashes[span.start - start - span.column] += 1
    literal = [header for header, _ in blocks.most_common() if re.fullmatch(r"\|[-+]?", header)]
    return Manner(
        quote=most(quotes, '"'),
        block=literal[0] if literal else "|-",
        step=max(most(steps, 2), 1),
        dash=max(most(dashes, 2), 0),
        after_dash=max(most(gaps, 2), 2),
        flow_lists=bool(most(lists, False)),
    )


def most(counted: Counter[T], usual: T) -> T:
    return counted.most_common(1)[0][0] if +counted else usual


def walk(span: Span) -> Iterator[Span]:
    """A value and all in it."""
    yield span
    for inner in (*(value for _, value in span.pairs), *span.items):
        yield from walk(inner)


def line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def header_of(text: str, span: Span) -> str:
    """`|-` of a text on lines of its own."""
    found = re.search(r"[|>][-+0-9]*", text[span.start : span.end])
    return found[0] if found else span.style


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether it can stand without quotes and is a text to every reader of YAML."""
    return fits_plain(text, flow=flow) and not is_typed(text)


def fits_plain(text: str, *, flow: bool) -> bool:
    if not text or text != text.strip() or _IN_LINES.fullmatch(text) is None or text.startswith(("---", "...")):
        return False
    return (_IN_BRACKETS if flow else _PLAIN).fullmatch(text) is not None


def in_quotes(text: str, quote: str) -> str:
    """In one line, whatever it holds; single quotes hold no escapes and give way where there must be one."""
    if quote == "'" and _IN_LINES.fullmatch(text) and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    return '"' + _ESCAPED.sub(lambda found: _escape(found[0]), text) + '"'


def _escape(letter: str) -> str:
    if letter in _SHORT:
        return "\\" + _SHORT[letter]
    return f"\\x{ord(letter):02X}" if ord(letter) < 256 else f"\\u{ord(letter):04X}"


def in_lines(text: str, header: str, pad: int, width: int) -> str | None:
    """The lines of a text behind a header such as `|-`, as far as that can hold them; without one at the end."""
    body = text.rstrip("\n")
    lines = body.split("\n")
    is_bare = not body.strip(" \n") or lines[0] != lines[0].lstrip() or not lines[0]
    if _IN_LINES.fullmatch(body.replace("\n", "")) is None or (is_bare and not re.search(r"\d", header)):
        return None
    if header.startswith(">"):
        if any(line != line.strip() for line in lines):
            return None
        lines = []
        for part in re.split(r"(\n+)", body):  # of breaks in a row one is for the fold
            lines += [""] * len(part) if part.startswith("\n") else wrapped(part, width - pad)
    return "\n".join(" " * pad + line if line else "" for line in lines)


def wrapped(line: str, width: int) -> list[str]:
    """Parted at single blanks, so that it is the same again when it is read."""
    parts = re.split(r"(?<=\S) (?=\S)", line)
    lines, last = [], parts[0]
    for part in parts[1:]:
        if len(last) + 1 + len(part) > width:
            lines.append(last)
            last = part
        else:
            last += " " + part
    return [*lines, last]


def folded_width(written: str) -> int:
    """How wide the lines of a text are that goes over several of them."""
    lines = [line for line in re.split(r"\r\n|[\r\n]", written) if line.strip()]
    return max((len(line.rstrip()) for line in lines[1:]), default=WIDTH) if len(lines) > 2 else WIDTH
