"""A content stream in, its operators with their operands out (ISO 32000-2 §7.8.2). Knows no meaning of an operator.

Numbers come as floats, names as `str` with their slash, strings as `bytes`, arrays as lists, dictionaries as dicts.
What is no token is stepped over; every turn moves on, so any bytes come to an end.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

Operand = Any

_NUMBER = rb"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)"  # all repetition is possessive: no bytes make it try twice
_SPACE = rb"[\x00\t\n\f\r ]"
_PAIR = (_NUMBER + _SPACE + rb"++") * 2
# Most statements are numbers and an operator, and most of a code is rectangles: each of these is matched at once.
_RECTANGLES = re.compile(rb"(?:" + (_NUMBER + _SPACE + rb"++") * 4 + rb"re" + _SPACE + rb"++)++")
_PATH = re.compile(  # most of a picture is the points of its outlines
    rb"(?:(?:" + _PAIR + rb"(?:[ml]|" + _PAIR + rb"(?:[vy]|" + _PAIR + rb"c))|h)" + _SPACE + rb"++)++"
)
_END = rb"(?![^\x00\t\n\f\r \[\(/<%])"
_WORD = rb"([A-Za-z'\"][A-Za-z0-9*'\"]*)" + _END
_PLAIN = re.compile(_SPACE + rb"*+((?:" + _NUMBER + _SPACE + rb"++)*+)" + _WORD)
_NAMED = re.compile(  # what a name stands for: a font and its size, a form, a graphics state
    _SPACE + rb"*+(/[A-Za-z0-9+._-]++)" + _SPACE + rb"++((?:" + _NUMBER + _SPACE + rb"++)*+)" + _WORD
)
_STRING = rb"\(((?:[^()\\]|\\.)*+)\)"
_MOVE = _NUMBER + rb"(?=[\x00\t\n\f\r \](])"
_SHOWN = re.compile(  # a line of text, with the moves in it
    _SPACE + rb"*+\[((?:" + _STRING + rb"|" + _MOVE + rb"|" + _SPACE + rb")*+)\]" + _SPACE + rb"*+(TJ)" + _END, re.S
)
_PARTS = re.compile(_STRING + rb"|(" + _NUMBER + rb")", re.S)
_TOKEN = re.compile(
    _SPACE
    + rb"*+(?:(?P<number>"
    + _NUMBER
    + rb")|(?P<name>/[^\x00\t\n\f\r \[\]()<>{}/%]*)"
    + rb"|(?P<string>\((?:[^()\\]|\\.)*+\))|(?P<nested>\()|(?P<open><<|\[)|(?P<close>>>|\])"
    + rb"|<(?P<hex>[^<>]*+)>|(?P<word>[A-Za-z'\"][A-Za-z0-9*'\"]*)|(?P<comment>%[^\r\n]*)|(?P<odd>[^\x00\t\n\f\r ]))",
    re.S,
)
_IMAGE_DATA = re.compile(rb"ID[\x00\t\n\f\r ]")
_IMAGE_END = re.compile(rb"[\x00\t\n\f\r ]EI(?![^\x00\t\n\f\r ])")
_ESCAPE = re.compile(rb"\\(?:([nrtbf])|([0-7]{1,3})|(\r\n|\r|\n)|(.))", re.S)
_CONTROL = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_HEX_NAME = re.compile(r"#([0-9A-Fa-f]{2})")
DEEPEST = 30  # arrays in arrays; what lies deeper is flat
MOST_OPERANDS = 4096
PATH = "m l c v y h"  # the operator of points in a row: no token has spaces
_OF_PATH = frozenset(PATH.encode().split())
_WHITE = bytes(32 if byte == 0 else byte for byte in range(256))


Statement: TypeAlias = tuple[str, list[Operand]]  # an operator, and what stands before it


def statements(data: bytes) -> Iterator[Statement]:
    """Operators in their order; an inline image as one. Rectangles in a row come as one `re` with all their numbers,
    points of a path in a row as one `PATH`: their coordinates, and how many `m` and `h` and whether curves were there.
    """
    at, end = 0, len(data)
    rectangles, points, plain, named, shown = (each.match for each in (_RECTANGLES, _PATH, _PLAIN, _NAMED, _SHOWN))
    operands: list[Operand] = []
    while at < end:
        if not operands:
            found = plain(data, at)
            if found:
                numbers, word = found.groups()
                if word == b"re":
                    run = rectangles(data, found.start(1))
                    if run:
                        at = run.end()
                        yield "re", _floats(run[0].translate(_WHITE, b"re"))
                        continue
                elif word in _OF_PATH:
                    run = points(data, found.start(1))
                    if run:
                        at = run.end()
                        yield _path(run[0])
                        continue
                at = found.end()
                if word not in _CONSTANTS:
                    if word == b"BI":
                        entries, at = _inline_image(data, at)
                        yield "BI", [entries]
                        continue
                    yield word.decode("latin-1"), _floats(numbers)
                    continue
                operands = [*_floats(numbers), _CONSTANTS[word]]
            elif (found := named(data, at)) and found[3] not in _CONSTANTS and found[3] != b"BI":
                at = found.end()
                yield found[3].decode("latin-1"), [found[1].decode("latin-1"), *_floats(found[2])]
                continue
            elif found := shown(data, at):
                at = found.end()
                yield "TJ", [_shown(found[1])]
                continue
        kind, value, at = _next(data, at)
        if kind == "word" and value == "BI":
            entries, at = _inline_image(data, at)
            yield "BI", [entries]
            operands = []
        elif kind == "word":
            yield value, operands
            operands = []
        elif kind == "operand" and len(operands) < MOST_OPERANDS:
            operands.append(value)
        elif kind == "end":
            return


_CONSTANTS: dict[bytes, Operand] = {b"true": True, b"false": False, b"null": None}


def _floats(numbers: bytes) -> list[Operand]:
    return list(map(float, numbers.replace(b"\0", b" ").split())) if numbers else []


def _shown(parts: bytes) -> list[Operand]:
    return [float(move) if move else unescaped(text) for text, move in _PARTS.findall(parts)]


def _path(run: bytes) -> Statement:
    curved = b"c" in run or b"v" in run or b"y" in run
    return PATH, [_floats(run.translate(_WHITE, b"mlcvyh")), run.count(b"m"), run.count(b"h"), curved]


def _next(data: bytes, at: int) -> tuple[str, Operand, int]:
    """Kind (operand, word, skip, end), value and where to go on."""
    found = _TOKEN.match(data, at)
    if found is None:
        return "end", None, len(data)
    kind, at = found.lastgroup, found.end()
    match kind:
        case "number":
            return "operand", float(found[kind]), at
        case "name":
            return "operand", name(found[kind]), at
        case "string":
            return "operand", unescaped(found[kind][1:-1]), at
        case "hex":
            return "operand", _hex(found[kind]), at
        case "nested":
            value, at = _nested(data, at)
            return "operand", value, at
        case "open":
            value, at = _collection(data, at, found[kind] == b"<<")
            return "operand", value, at
        case "word":
            word = found[kind]
            return ("operand", _CONSTANTS[word], at) if word in _CONSTANTS else ("word", word.decode("latin-1"), at)
        case _:
            return "skip", None, at


def _collection(data: bytes, at: int, dictionary: bool) -> tuple[Operand, int]:
    """An array, or a dictionary, from behind its opening; inner ones on a stack of ours, not of Python's."""
    stack: list[tuple[bool, list[Operand]]] = [(dictionary, [])]
    while True:
        found = _TOKEN.match(data, at)
        if found is None:
            break
        if found.lastgroup == "close":
            at = found.end()
            done = stack.pop()
            if not stack:
                return _closed(*done), at
            stack[-1][1].append(_closed(*done))
        elif found.lastgroup == "open" and len(stack) < DEEPEST:
            at = found.end()
            stack.append((found["open"] == b"<<", []))
        elif found.lastgroup == "open":
            at = found.end()
        else:
            kind, value, at = _next(data, at)
            if kind == "operand":
                stack[-1][1].append(value)
    return _closed(*stack[0]), len(data)


def _closed(dictionary: bool, items: list[Operand]) -> Operand:
    if not dictionary:
        return items
    return {key: value for key, value in zip(items[::2], items[1::2], strict=False) if isinstance(key, str)}


def _nested(data: bytes, at: int) -> tuple[bytes, int]:
    """A string with brackets inside, from behind its opening."""
    depth, start = 1, at
    for found in re.compile(rb"\\.|[()]", re.S).finditer(data, at):
        if found[0] == b"(":
            depth += 1
        elif found[0] == b")":
            depth -= 1
            if depth == 0:
                return unescaped(data[start : found.start()]), found.end()
    return unescaped(data[start:]), len(data)


def unescaped(raw: bytes) -> bytes:
    return _ESCAPE.sub(_unescape, raw) if b"\\" in raw else raw


def _unescape(found: re.Match[bytes]) -> bytes:
    control, octal, broken, other = found.groups()
    if control:
        return _CONTROL[control]
    if octal:
        return bytes([int(octal, 8) & 255])
    return b"" if broken else other


def _hex(raw: bytes) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def name(raw: bytes) -> str:
    text = raw.decode("latin-1")
    return _HEX_NAME.sub(lambda found: chr(int(found[1], 16)), text) if "#" in text else text


def _inline_image(data: bytes, at: int) -> tuple[dict[str, Operand], int]:
    """The entries of an inline image (§8.9.7); its data are stepped over."""
    items: list[Operand] = []
    while True:
        found = _TOKEN.match(data, at)
        if found is None:
            return _closed(True, items), len(data)
        if found.lastgroup == "word" and _IMAGE_DATA.match(data, found.start("word")):
            at = found.start("word") + 2
            end = _IMAGE_END.search(data, at)
            return _closed(True, items), end.end() if end else len(data)
        kind, value, at = _next(data, at)
        if kind == "operand" and len(items) < MOST_OPERANDS:
            items.append(value)
