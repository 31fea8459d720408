"""Where in a YAML file its values begin and end, so that one can be changed and all around it stays, byte by byte."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_LINE_END = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")  # as libyaml counts lines


@dataclass(frozen=True)
class Span:
    """A value: from `start` to `end`, in characters of the text; a key has its own beginning."""

    start: int
    end: int
    key: int = -1  # where its key begins; -1: it is an item
    flow: bool = False  # written between brackets
    column: int = 0  # of its first character; of a key's value that of the key, from 0
    entries: "Mapping[str, Span]" = field(default_factory=dict)
    items: "tuple[Span, ...]" = ()


def spans(text: str) -> Span | None:
    """The value that the file is; None where it is empty. The text has to be YAML that can be read."""
    import yaml

    events = yaml.parse(text, Loader=yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)
    reader = _SpanReader(text, iter(events))
    return reader.document()


class _SpanReader:
    def __init__(self, text: str, events: Iterator[Any]) -> None:
        self.text, self.events = text, events
        self.starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def document(self) -> Span | None:
        import yaml

        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                return self._value(event)
        return None

    def _at(self, mark: Any) -> int:
        return int(self.starts[mark.line] + mark.column)

    def _value(self, event: Any, key: Any = None) -> Span:
        import yaml

        start = self._at(event.start_mark)
        own = {"key": self._at(key.start_mark) if key else -1, "column": (key or event).start_mark.column}
        if isinstance(event, yaml.MappingStartEvent):
            entries, last = self._entries()
            end = self._end(last, entries.values(), start, flow=bool(event.flow_style))
            return Span(start, end, flow=bool(event.flow_style), entries=entries, **own)
        if isinstance(event, yaml.SequenceStartEvent):
            items, last = self._items()
            end = self._end(last, items, start, flow=bool(event.flow_style))
            return Span(start, end, flow=bool(event.flow_style), items=tuple(items), **own)
        return Span(start, self._trimmed(start, self._at(event.end_mark)), **own)

    def _entries(self) -> tuple[dict[str, Span], Any]:
        import yaml

        entries: dict[str, Span] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            value = self._value(next(self.events), event)
            entries[getattr(event, "value", "")] = value
        return entries, event

    def _items(self) -> tuple[list[Span], Any]:
        import yaml

        items: list[Span] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event))
        return items, event

    def _end(self, last: Any, inner: Any, start: int, *, flow: bool) -> int:
        """Of brackets where they close; of lines where the last value ends."""
        return self._at(last.end_mark) if flow else max((it.end for it in inner), default=start)

    def _trimmed(self, start: int, end: int) -> int:
        """Without the breaks behind a text on lines of its own."""
        return start + len(self.text[start:end].rstrip())
