"""Where in a YAML file its values begin and end, so that one can be changed and all around it stays, byte by byte."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_LINE_END = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")  # as libyaml counts lines
_BLANK_LINES = re.compile(r"(?:(?:\r\n|[\r\n\x85\u2028\u2029])[ \t]*)+\Z")
_NOTHING = frozenset(("", "~", "null"))  # what the reader takes for no value, where it stands without quotes

TEXT, MAPPING, LIST, ALIAS = "text", "mapping", "list", "alias"


@dataclass(frozen=True)
class Span:
    """A value: from `start` to `end`, in characters of the text; a key has its own beginning."""

    start: int
    end: int
    key: int = -1  # where its key begins; -1: it is an item
    key_end: int = -1  # behind its key, before the colon
    flow: bool = False  # written between brackets
    column: int = 0  # of its first character; of a key's value that of the key, from 0
    entries: "Mapping[str, Span]" = field(default_factory=dict)  # of a key that is there twice the first
    items: "tuple[Span, ...]" = ()
    kind: str = TEXT
    text: str | None = None  # of a text; None where it says nothing
    style: str = ""  # of a text: ' " | > or '' for a plain one
    named: str = ""  # its anchor and its tag, or the name that an alias refers to
    pairs: "tuple[tuple[Span, Span], ...]" = ()  # of a mapping: all keys with their values, as they stand there


def spans(text: str) -> Span | None:
    """The value that the file is; None where it is empty. Raises ValueError where the text is no YAML."""
    import yaml

    try:
        events = yaml.parse(text, Loader=yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)
        return _SpanReader(text, iter(events)).document()
    except yaml.YAMLError as fault:
        raise ValueError(str(fault)) from fault


class _SpanReader:
    def __init__(self, text: str, events: Iterator[Any]) -> None:
        self.text, self.events = text, events
        self.starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def document(self) -> Span | None:
        import yaml

        root = None
        for event in self.events:  # to the end, so that what is wrong behind it is wrong with the file
            if root is None and isinstance(event, yaml.NodeEvent):
                root = self._value(event)
        return root

    def _at(self, mark: Any) -> int:
        return int(self.starts[mark.line] + mark.column)

    def _value(self, event: Any, key: Span | None = None, *, is_key: bool = False) -> Span:
        import yaml

        start = self._at(event.start_mark)
        own: dict[str, Any] = {"column": key.column if key else event.start_mark.column, "named": _named(event)}
        if key:
            own |= {"key": key.start, "key_end": key.end}
        if isinstance(event, yaml.MappingStartEvent):
            pairs, last = self._pairs()
            end = self._end(last, (value for _, value in pairs), start, flow=bool(event.flow_style))
            flow, entries = bool(event.flow_style), _entries(pairs)
            return Span(start, end, flow=flow, entries=entries, kind=MAPPING, pairs=tuple(pairs), **own)
        if isinstance(event, yaml.SequenceStartEvent):
            items, last = self._items()
            end = self._end(last, iter(items), start, flow=bool(event.flow_style))
            return Span(start, end, flow=bool(event.flow_style), items=tuple(items), kind=LIST, **own)
        end = self._trimmed(start, self._at(event.end_mark))
        if isinstance(event, yaml.AliasEvent):
            return Span(start, end, kind=ALIAS, **own)
        style = event.style or ""
        text = None if not style and event.value in _NOTHING and not is_key else event.value
        return Span(start, end, text=text, style=style, **own)

    def _pairs(self) -> tuple[list[tuple[Span, Span]], Any]:
        import yaml

        pairs: list[tuple[Span, Span]] = []
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._value(event, is_key=True)
            pairs.append((key, self._value(next(self.events), key)))
        return pairs, event

    def _items(self) -> tuple[list[Span], Any]:
        import yaml

        items: list[Span] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event))
        return items, event

    def _end(self, last: Any, inner: Iterator[Span], start: int, *, flow: bool) -> int:
        """Of brackets where they close; of lines where the last value ends."""
        return self._at(last.end_mark) if flow else max((it.end for it in inner), default=start)

    def _trimmed(self, start: int, end: int) -> int:
        """Without the breaks behind a text on lines of its own."""
        written = self.text[start:end]
        if not written or written[-1] not in " \t\r\n\x85\u2028\u2029":
            return end
        blank = _BLANK_LINES.search(written)
        return start + blank.start() if blank else end


def _entries(pairs: list[tuple[Span, Span]]) -> dict[str, Span]:
    entries: dict[str, Span] = {}
    for key, value in pairs:
        entries.setdefault(key.text or "", value)
    return entries


def _named(event: Any) -> str:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    return f"&{anchor}" * bool(anchor) + f"!{tag}" * bool(tag)
