"""JSON, and data in JavaScript files (`const cards = […];`), as nodes with places. Nothing is evaluated."""

import re
from collections.abc import Callable
from typing import NoReturn

from generator.errors import Place, Problems
from generator.sources import Items, Map, Marks, Node

DEEPEST = 64
_LARGEST = 64 * 1024 * 1024
_SPACE = re.compile(r"(?:[\s\ufeff]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_WORD = re.compile(r"[\w$]+(?:[-.][\w$]+)*")
_NUMBER = re.compile(r"-?(?:0[xX][0-9a-fA-F]+|(?:\d[\d_]*)?\.?\d+(?:[eE][+-]?\d+)?|Infinity|NaN)\b")
_BEGIN = re.compile(
    r"^[ \t]*(?:export\s+)?(?:(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]{1,200})?=|(default)\b"
    r"|module\.exports\s*=|exports\.([\w$]+)\s*="
    r"|window\.([\w$]+)\s*=)\s*(?=[\[{])",
    re.MULTILINE,
)
_PLAIN = {quote: re.compile(rf"[^{quote}\\]*") for quote in ("'", '"', "`")}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


class _Fault(Exception):
    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at


def read_literals(data: bytes, file: str, problems: Problems) -> Node:
    """The values of the file: the one that is all of it, or those of its constants by their names."""
    text = _decoded(data, file, problems)
    if text is None:
        return None
    reader = _Reader(text, file)
    try:
        return reader.whole()
    except _Fault as fault:
        constants, first = _constants(reader, text)
        if constants:
            return Map(constants, Marks.at(Place(file, 1, 1)))
        fault = first or fault
        where = reader.place(fault.at)
        problems.error(where, str(fault), "", "not-data")
        return None


def _decoded(data: bytes, file: str, problems: Problems) -> str | None:
    if len(data) > _LARGEST:
        problems.error(Place(file), "the file is larger than 64 MB", "keep the cards alone in a file", "too-large")
        return None
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        problems.error(Place(file), f"the file is not {encoding.upper()[:6]}", "save it as UTF-8", "encoding")
        return None


def _constants(reader: "_Reader", text: str) -> tuple[dict[str, Node], _Fault | None]:
    """The constants that are data, by their names; and what is wrong with the first that is none."""
    found: dict[str, Node] = {}
    first: _Fault | None = None
    for begin in _BEGIN.finditer(text):
        name = begin[1] or begin[3] or begin[4] or "default"
        try:
            found[name] = reader.value_at(begin.end())
        except _Fault as fault:
            first = first or fault
    return found, first


class _Reader:
    """A value after the other; `at` is where it reads."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.at = 0
        self.depth = 0
        self._line_starts: list[int] = [0]
        self._line_starts += [found.end() for found in re.finditer(r"\n", text)]

    def place(self, at: int) -> Place:
        from bisect import bisect_right

        line = bisect_right(self._line_starts, at)
        return Place(self.file, line, at - self._line_starts[line - 1] + 1)

    def whole(self) -> Node:
        """The value that the text is; several of them, a line each, are a list."""
        self.at = 0
        values = [self._value()]
        while self._peek():
            values.append(self._value())
        return values[0] if len(values) == 1 else Items(values)

    def value_at(self, at: int) -> Node:
        self.at, self.depth = at, 0
        return self._value()

    def _peek(self) -> str:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.text[self.at : self.at + 1]

    def _fail(self, message: str) -> NoReturn:
        raise _Fault(self.at, message)

    def _value(self) -> Node:
        sign = self._peek()
        if sign in ("{", "["):
            self.depth += 1
            if self.depth > DEEPEST:
                self._fail(f"this is nested more than {DEEPEST} deep")
            value: Node = self._object() if sign == "{" else self._list()
            self.depth -= 1
        elif sign in _PLAIN and sign:
            value = self._joined()
        elif number := _NUMBER.match(self.text, self.at):
            self.at = number.end()
            value = number[0].replace("_", "")
        else:
            value = self._word()
        self._skip_cast()
        return value

    def _skip_cast(self) -> None:
        """TypeScript's `as const` behind a value."""
        if found := re.compile(r"\s*(?:as|satisfies)\s+[\w.<>\[\]]+").match(self.text, self.at):
            self.at = found.end()

    def _word(self) -> Node:
        word = _WORD.match(self.text, self.at)
        if word is None:
            self._fail(
                f"'{self.text[self.at : self.at + 12]}' is no data" if self._peek() else "the file ends too soon"
            )
        if word[0] in ("null", "undefined"):
            self.at = word.end()
            return None
        if word[0] in ("true", "false"):
            self.at = word.end()
            return word[0]
        self._fail(f"'{word[0]}' is code, not data; it is not evaluated")

    def _object(self) -> Map:
        pairs: dict[str, Node] = {}
        here = self.place(self.at)

        def one() -> None:
            key = self._key()
            if self._peek() != ":":
                self._fail(f"there is no colon after '{key}'")
            self.at += 1
            pairs[key] = self._value()

        self._until("}", one)
        return Map(pairs, Marks.at(here))

    def _list(self) -> Items:
        items = Items()
        self._until("]", lambda: items.append(self._value()))
        return items

    def _until(self, end: str, one: Callable[[], None]) -> None:
        """What stands between brackets, with commas between and perhaps after the last."""
        opened = self.at
        self.at += 1
        while (sign := self._peek()) != end:
            if not sign:
                raise _Fault(opened, f"this {self.text[opened]} is not closed")
            one()
            if self._peek() == ",":
                self.at += 1
            elif self._peek() != end:
                self._fail(f"there is no comma or {end} before '{self.text[self.at : self.at + 12]}'")
        self.at += 1

    def _key(self) -> str:
        if self._peek() in _PLAIN:
            return self._string()
        word = _WORD.match(self.text, self.at)
        if word is None:
            self._fail(f"'{self.text[self.at : self.at + 12]}' is no name of a value")
        self.at = word.end()
        return word[0]

    def _joined(self) -> str:
        """A text, or several with + between."""
        text = self._string()
        while self._peek() == "+":
            self.at += 1
            if self._peek() not in _PLAIN:
                self._fail("this text is put together by code, which is not evaluated")
            text += self._string()
        return text

    def _string(self) -> str:
        begin, quote = self.at, self.text[self.at]
        self.at += 1
        parts: list[str] = []
        while True:
            plain = _PLAIN[quote].match(self.text, self.at)
            assert plain is not None
            if quote == "`" and "${" in plain[0]:
                raise _Fault(begin, "this text is put together by code, which is not evaluated")
            parts.append(plain[0])
            self.at = plain.end()
            if self.at >= len(self.text):
                raise _Fault(begin, f"this {quote} opens a text that is never closed")
            if self.text[self.at] == quote:
                self.at += 1
                return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            parts.append(self._escape())

    def _escape(self) -> str:
        found = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))").match(
            self.text, self.at
        )
        if found is None:
            self._fail("a backslash begins a special character here, and this is none")
        self.at = found.end()
        if digits := found[1] or found[2] or found[3]:
            return chr(min(int(digits, 16), 0x10FFFF))
        return "" if found[4].strip(" \t") in ("\n", "\r\n") else _ESCAPES.get(found[4], found[4])
