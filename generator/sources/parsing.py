"""YAML text in, nodes with their places out; what strict YAML refuses goes to the problems. Knows no model.

All scalars stay the text that was written; a plain empty value, `~` and `null` are None.
"""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from generator.errors import Place, Problems
from generator.sources.marks import COLUMN_BITS, SpotMarks, Spots, packed
from generator.sources.nodes import Items, Map, Node

LARGEST = 64 * 1024 * 1024
DEEPEST = 32

_SAVE_AS_UTF8 = "save the file as UTF-8"

_Event: TypeAlias = Any  # the YAML library comes without types


class RefusedValue(str):
    """Stands for a value that was refused, its problem already said; binding says no more about it."""

    __slots__ = ()


class _GiveUp(Exception):
    """Nothing after this place can be read."""


def parse(text: str | bytes, file: str, problems: Problems) -> Node:
    """What the text says. None after a syntax error; after other refusals the rest still stands."""
    raw = _utf8(text, file, problems)
    if raw is None:
        return None
    import yaml

    try:
        return _Reading(_parser(raw).get_event, Spots(file), problems, _hidden(raw, file, problems)).document()
    except _GiveUp:
        return None
    except yaml.YAMLError as fault:
        from generator.sources.syntax import explain

        problems.found.append(explain(fault, raw.decode(), file))
        return None


def _hidden(raw: bytes, file: str, problems: Problems) -> frozenset[int]:
    """Where values are of which an unquoted # leaves nothing: a comment to YAML."""
    if not re.search(rb"[ \t]#[^\s#]", raw):  # a comment has a space after its #
        return frozenset()
    from generator.sources.syntax import values_behind_a_hash

    return values_behind_a_hash(raw, _parser, file, problems)


def _utf8(text: str | bytes, file: str, problems: Problems) -> bytes | None:
    """The text as UTF-8 without byte-order mark; None, and a problem, where it is no such thing."""
    try:
        raw = text.encode() if isinstance(text, str) else text
    except UnicodeEncodeError:
        problems.error(
            Place(file), "there is half a character in the text (a lone surrogate)", _SAVE_AS_UTF8, "encoding"
        )
        return None
    if len(raw) > LARGEST:
        problems.error(Place(file), "the file is larger than 64 MB", "spread the cards over several files", "too-large")
        return None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"\0" in raw[:4] and isinstance(text, bytes)):
        problems.error(Place(file, 1, 1), "the file is saved as UTF-16", _SAVE_AS_UTF8, "encoding")
        return None
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        raw.isascii() or raw.decode()
    except UnicodeDecodeError as fault:
        likely = raw[fault.start : fault.start + 1].decode("cp1252", "replace")
        words = f"the file is not UTF-8: there is a byte {raw[fault.start]:02X} (perhaps '{likely}')"
        problems.error(_place_of_byte(raw, fault.start, file), words, _SAVE_AS_UTF8, "encoding")
        return None
    return raw


def _place_of_byte(raw: bytes, offset: int, file: str) -> Place:
    before = raw[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line_start = before.rfind(b"\n") + 1
    return Place(file, before.count(b"\n") + 1, len(before[line_start:].decode()) + 1)


def _parser(raw: bytes) -> Any:
    """The parser of libyaml, or where it is missing the one in Python, which is thirty times slower."""
    import yaml

    if yaml.__with_libyaml__:
        from yaml._yaml import CParser

        return CParser(raw)
    return yaml.SafeLoader(raw.decode())


class _Reading:
    """One pass over the events of a file. The hot path of reading a deck."""

    def __init__(
        self, next_event: Callable[[], _Event], spots: Spots, problems: Problems, empty: frozenset[int]
    ) -> None:
        import yaml

        events: Any = yaml.events
        self._scalar, self._alias = events.ScalarEvent, events.AliasEvent
        self._map_start, self._map_end = events.MappingStartEvent, events.MappingEndEvent
        self._list_start, self._list_end = events.SequenceStartEvent, events.SequenceEndEvent
        self._stream_end = events.StreamEndEvent
        self._next = next_event
        self._spots = spots
        self._problems = problems
        self._empty = empty  # where values are that a # has hidden
        self._depth = 0
        self._names: dict[str, str] = {}  # each key once, however many cards say it

    def document(self) -> Node:
        self._next()  # the stream begins
        if type(self._next()) is self._stream_end:
            return None
        event = self._next()
        node = self._node(event)
        self._next()  # the document ends
        event = self._next()
        if type(event) is not self._stream_end:
            words = "a second document begins here; a file is one document"
            self._error(event.start_mark, words, "take out the line of three dashes, or make two files", "documents")
        return node

    def _error(self, mark: Any, words: str, hint: str, code: str) -> None:
        self._problems.error(Place(self._spots.file, mark.line + 1, mark.column + 1), words, hint, code)

    def _node(self, event: _Event) -> Node:
        """The node that an event begins."""
        kind = type(event)
        if kind is self._alias:
            words = f"'*{event.anchor}' refers to another place (a YAML alias); aliases are not read here"
            self._error(event.start_mark, words, "if it is text, put it in quotes; else write the value again", "alias")
            return RefusedValue()
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if kind is self._map_start:
            return self._mapping(event.start_mark)
        if kind is self._list_start:
            return self._list(event.start_mark)
        value: str = event.value
        if value in _EMPTY and event.implicit[0]:
            mark = event.start_mark
            return RefusedValue() if packed(mark.line, mark.column) in self._empty else None
        return value

    def _refuse_properties(self, event: _Event) -> None:
        hint = "if it is text, put all of it in quotes; else leave it out"
        if event.anchor is not None:
            words = f"'&{event.anchor}' names this place (a YAML anchor); anchors are not read here"
            self._error(event.start_mark, words, hint, "anchor")
        if event.tag is not None:
            words = f"'{event.tag}' is a YAML tag; tags are not read here"
            self._error(event.start_mark, words, hint, "tag")

    def _enter(self, mark: Any) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            self._error(mark, f"this is nested more than {DEEPEST} deep", "", "too-deep")
            raise _GiveUp

    def _mapping(self, mark: Any) -> Map:
        self._enter(mark)
        next_event, scalar, end, names, node_of = self._next, self._scalar, self._map_end, self._names, self._node
        node = Map()
        block: list[int] = []  # three numbers a key: see marks
        while type(event := next_event()) is not end:
            if type(event) is not scalar:
                self._skip_complex_key(event)
                continue
            key = names.setdefault(event.value, event.value)
            key_mark = event.start_mark
            if key in node or key in _NO_KEY or event.anchor is not None or event.tag is not None:
                self._refuse_key(event, node, block)
                node_of(next_event())
                continue
            event = next_event()
            at = event.start_mark
            block += (key_mark.line << COLUMN_BITS | key_mark.column, at.line << COLUMN_BITS | at.column, 0)
            if type(event) is scalar and event.anchor is None and event.tag is None and event.value not in _EMPTY:
                node[key] = event.value
                continue
            node[key] = value = node_of(event)
            if type(value) is Items:
                block[-1] = value.start
        self._depth -= 1
        spots = self._spots
        keys = tuple(node)
        keys = spots.key_lists.setdefault(keys, keys)
        node.marks = SpotMarks(spots, packed(mark.line, mark.column), keys, len(spots.numbers))
        spots.numbers.fromlist(block)
        return node

    def _list(self, mark: Any) -> Items:
        self._enter(mark)
        next_event, end, node_of = self._next, self._list_end, self._node
        nodes = []
        places = []
        while type(event := next_event()) is not end:
            at = event.start_mark
            places.append(packed(at.line, at.column))
            nodes.append(node_of(event))
        self._depth -= 1
        numbers = self._spots.numbers
        numbers.append(len(places))
        items = Items(nodes, self._spots, packed(mark.line, mark.column), len(numbers))
        numbers.fromlist(places)
        return items

    def _refuse_key(self, event: _Event, node: Map, block: list[int]) -> None:
        key: str = event.value
        mark = event.start_mark
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        elif key in node:
            first = self._spots.place(block[3 * list(node).index(key)])
            words = f"'{key}' is said twice; the first time in line {first.line}, column {first.column}"
            self._error(mark, words, "keep one of them", "duplicate-key")
        elif key == "<<":
            self._error(mark, "'<<' merges mappings; that is not read here", "write the values again", "merge-key")
        else:
            self._error(mark, "there is no key before the colon", "write key: value", "no-key")

    def _skip_complex_key(self, event: _Event) -> None:
        self._error(event.start_mark, "a key must be plain text", "put it in quotes if it begins with [, { or *", "key")
        kept, self._problems = self._problems, Problems()
        self._node(event)
        self._problems = kept
        self._node(self._next())


_EMPTY = frozenset(("", "~", "null"))
_NO_KEY = frozenset(("", "<<"))
