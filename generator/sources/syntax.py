"""What is wrong with a YAML file as YAML, in plain words, at the place where it is mended."""

import re
from collections.abc import Callable
from typing import Any

from generator.errors import Place, Problem, Problems
from generator.sources.marks import packed

_LINE_END = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")  # as libyaml counts lines
_PRINTABLE = "\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_UNPRINTABLE = re.compile(f"[^{_PRINTABLE}]")

_CLOSING = {"[": "]", "{": "}"}
_QUOTE = "put the whole text in quotes"
_LINE_UP = "keys of one mapping begin below each other, in the same column"


def explain(fault: Any, text: str, file: str) -> Problem:
    """What the YAML parser raised, as a problem. The C parser and the one in Python differ in words, not in places."""
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    if mark is None:
        return _unprintable(text, file)
    lines = _LINE_END.split(text)
    wrong = f"{fault.context or ''}: {fault.problem or ''}"
    here = _Spot(lines, mark.line, mark.column)
    begun = _Spot(lines, *_begin(fault, lines, here)) if fault.context_mark else here
    at_begin, words, hint = _cause(wrong, here, begun)
    place = begun if at_begin else here
    return Problem(Place(file, place.line + 1, place.column + 1), words, hint, "yaml-syntax")


def _begin(fault: Any, lines: list[str], here: "_Spot") -> tuple[int, int]:
    """Where what is wrong begins: in brackets that the file never closes, at the innermost one (quotes aside)."""
    if "flow node" in (fault.context or "") and not here.sign:
        closed = 0
        for line in range(min(here.line, len(lines) - 1), -1, -1):
            for found in reversed(list(re.finditer(r"[\[\]{}]", re.sub(r"\s#.*", "", lines[line])))):
                closed += 1 if found[0] in "]}" else -1
                if closed < 0:
                    return line, found.start()
    return fault.context_mark.line, fault.context_mark.column


class _Spot:
    """A place in the text and what stands around it."""

    def __init__(self, lines: list[str], line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.text = lines[line] if line < len(lines) else ""
        self.sign = self.text[column : column + 1]
        self.before = self.text[:column]
        self.above = next((above for above in reversed(lines[:line]) if above.strip()), "")


def _cause(wrong: str, here: _Spot, begun: _Spot) -> tuple[bool, str, str]:
    """Whether the place is where it began, not where it was noticed; what is wrong; how to mend it."""
    if here.sign == "\t" or " tab " in wrong:
        return False, "a tab stands where only spaces may indent", "indent with spaces"
    if "quoted scalar" in wrong:
        return _in_quotes(wrong, here, begun)
    if "mapping values are not allowed" in wrong:
        return _stray_colon(here)
    if "could not find expected ':'" in wrong:
        hint = "write key: value; further lines of a text are indented more than its key"
        return True, "this line is no 'key: value'", hint
    if "flow" in wrong and begun.sign in _CLOSING:
        return _in_brackets(begun)
    if "alias" in wrong or "anchor" in wrong:
        return True, f"a text cannot begin with {begun.sign} here", _QUOTE
    if " a tag" in wrong:
        return True, "a text cannot begin with ! here", _QUOTE
    if "cannot start any token" in wrong or "directive" in wrong:
        sign = begun.sign if "directive" in wrong else here.sign
        return "directive" in wrong, f"a text cannot begin with {sign} here", _QUOTE
    if "block scalar" in wrong:
        return False, "after | or > the text begins on the next line", f"begin a new, indented line, or {_QUOTE}"
    return _misplaced(wrong, here)


def _in_quotes(wrong: str, here: _Spot, begun: _Spot) -> tuple[bool, str, str]:
    if "end of stream" in wrong or "document" in wrong:
        return True, f"this {begun.sign} opens a text that is never closed", f"close it with {begun.sign}"
    hint = "write two backslashes for one, or use single quotes, in which a backslash is a backslash"
    return False, "in double quotes a backslash begins a special sign, and this is none that YAML knows", hint


def _in_brackets(begun: _Spot) -> tuple[bool, str, str]:
    sign = begun.sign
    comment = re.search(r"[ \t\[{,](#[^\s#].*)", begun.text[begun.column :])
    if comment:
        words = f"this {sign} is not closed: {comment[1]} is read as a comment"
        return True, words, "write what begins with # in quotes, such as '#1B6CA8'"
    return True, f"this {sign} is not closed rightly", f"close it with {_CLOSING[sign]}, or {_QUOTE} if it is text"


def _stray_colon(here: _Spot) -> tuple[bool, str, str]:
    if re.search(r":\s", here.before):
        return False, "there is a second ': ' in this line", f"{_QUOTE}, such as title: 'One: two'"
    glued = re.match(r"\s*(?:- +)*([\w-]+):([^\s/].*)", here.above)
    if glued:
        return False, "the line above is no 'key: value'", f"put a space after its colon: {glued[1]}: {glued[2]}"
    if _indent(here.text) > _indent(here.above):
        return (
            False,
            "this line is indented deeper than the one above, which has its value already",
            f"{_LINE_UP}; or {_QUOTE}",
        )
    return False, "the line above is no 'key: value'", "write key: value on each line"


def _misplaced(wrong: str, here: _Spot) -> tuple[bool, str, str]:
    """Something stands where something else should."""
    if here.before.rstrip().endswith(('"', "'")):
        hint = "put all of the text in one pair of quotes; inside single quotes write '' for '"
        return False, "there is more after the closing quote", hint
    if here.sign in ("]", "}"):
        return False, f"this {here.sign} closes nothing", f"take it out, or {_QUOTE} if it is text"
    if "block sequence entries" in wrong or "sequence entries" in wrong:
        return False, "a list cannot begin on the line of its key", f"begin a new line before '- ', or {_QUOTE}"
    if "mapping keys" in wrong:
        return False, "a text cannot begin with '? ' here", _QUOTE
    if "node content" in wrong:
        return False, f"a text cannot begin with {here.sign or 'nothing'} here", _QUOTE
    if "document start" in wrong:
        return False, "the document has ended above this line", "take out the line of three dots, or indent this line"
    if "block collection" in wrong:
        return False, "this line is no item of the list above it", "begin each item with '- ', in the same column"
    if here.sign == ":":
        return False, "there is no key before the colon", "write key: value"
    if here.sign == "-" and not here.before.strip():
        return False, "an item of a list stands among keys", "indent it below the key that it belongs to"
    if "block mapping" in wrong:
        return False, "this line begins in a column where nothing above it begins", _LINE_UP
    return False, "this is not YAML: " + wrong.strip(": "), ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _unprintable(text: str, file: str) -> Problem:
    """The first character that YAML does not take."""
    found = _UNPRINTABLE.search(text)
    if not found:
        return Problem(Place(file), "this is not YAML", "", "yaml-syntax")
    lines = _LINE_END.split(text[: found.start()])
    where = Place(file, len(lines), len(lines[-1]) + 1)
    words = f"there is a character that cannot be printed (U+{ord(found[0]):04X})"
    return Problem(where, words, "take it out", "yaml-syntax")


def values_behind_a_hash(raw: bytes, parser: Callable[[bytes], Any], file: str, problems: Problems) -> frozenset[int]:
    """Reports values that an unquoted # cuts short; returns the packed places of those of which nothing is left.

    A comment is taken to have a space after its #. Reads the whole file: for files that have a # without.
    """
    import yaml

    scalar: Any = yaml.ScalarEvent
    lines = _LINE_END.split(raw.decode())
    empty = set()
    next_event: Callable[[], Any] = parser(raw).get_event
    last: Any = None
    try:
        while (event := next_event()) is not None:
            before, last = last, event.end_mark
            if type(event) is not scalar or not event.implicit[0]:
                continue
            found = _tight_comment(lines, last) or (None if event.value else _tight_comment(lines, before, ":"))
            if found and _report_hash(Place(file, *found[:2]), found[2], bool(event.value), problems):
                empty.add(packed(event.start_mark.line, event.start_mark.column))
    except yaml.YAMLError:
        pass  # the reading proper says it
    return frozenset(empty)


def _tight_comment(lines: list[str], mark: Any, between: str = "") -> tuple[int, int, str] | None:
    """The comment right behind a place if there is no space after its #: line and column from 1, and its words."""
    rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
    found = re.match(between + r"[ \t]+(#[^\s#].*)", rest)
    return (mark.line + 1, mark.column + found.start(1) + 1, found[1].rstrip()) if found else None


def _report_hash(where: Place, comment: str, has_text: bool, problems: Problems) -> bool:
    """Whether nothing is left of the value."""
    if has_text:
        hint = f"put the whole text in quotes if '{comment}' belongs to it; a comment has a space after its #"
        problems.warn(where, f"'{comment}' is read as a comment", hint, "hash")
        return False
    hint = f"write '{comment}' with its quotes; a comment has a space after its #"
    problems.error(where, f"{comment} is read as a comment, which leaves no value", hint, "hash")
    return True
