"""The fields of an AcroForm (ISO 32000-2 §12.7), whatever program filled them in, by the names that a form gave."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from generator.codes import form_mark
from generator.preflight.objects import Locked, Objects, Unreadable, Value, name_of, text_of

MOST_FIELDS = 2000  # of a file, with their widgets
_OFF = "/Off"
_LINE_END = re.compile(r"\r\n?")


Reason = Literal["locked", "damaged", "flat", "no-fields", "large", "unreadable"]


class NotTaken(Exception):
    """Why a file is no filled worksheet. `flat`: it was one, and its fields are gone."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class FilledForm(NamedTuple):
    """What stands in a file. `kit` and `form` are ids, "" where an earlier prepdeck printed it."""

    kit: str
    form: str
    version: int
    answers: Mapping[str, tuple[str, ...]]  # field → its text, the words of what is chosen; without any: ()


def read_filled(content: bytes) -> FilledForm:
    """Raises NotTaken."""
    try:
        objects = Objects(content)
    except Locked as locked:
        raise NotTaken("locked") from locked
    except Unreadable as damage:
        raise NotTaken("damaged") from damage
    mark = form_mark.read(_said_of_itself(objects))
    fields = objects.items(objects.path(objects.root, "/AcroForm", "/Fields"))
    if not fields:
        raise NotTaken("flat" if mark else "no-fields")
    return FilledForm(*(mark or ("", "", 0)), dict(_Answers(objects).of(fields)))


def _said_of_itself(objects: Objects) -> str:
    return text_of(objects.path(objects.trailer, "/Info", "/Keywords"))


class _Answers:
    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._left = MOST_FIELDS

    def of(self, fields: list[Value]) -> Iterator[tuple[str, tuple[str, ...]]]:
        for field in fields:
            if name := self._text(field, "/T"):
                yield name, tuple(filter(None, self._answer(field)))

    def _answer(self, field: Value) -> Iterator[str]:
        kids = self._kids(field)
        if any("/T" in kid for kid in kids):
            yield from self._ticked(field, kids)
        elif self._named(field, kids, "/FT") == "/Btn":
            yield self._chosen(field, kids)
        else:
            yield self._written(field, kids)

    def _kids(self, field: Value) -> list[Value]:
        kids = [kid for kid in self._objects.items(self._objects.entry(field, "/Kids")) if isinstance(kid, dict)]
        self._left -= 1 + len(kids)
        if self._left < 0:
            raise NotTaken("large")
        return kids

    def _named(self, field: Value, kids: list[Value], key: str) -> str:
        """A name that a field says, or its first widget for it."""
        return self._objects.name(field, key) or next((self._objects.name(kid, key) for kid in kids), "")

    def _written(self, field: Value, kids: list[Value]) -> str:
        for holder in (field, *kids):
            if text := self._text(holder, "/V"):
                return _LINE_END.sub("\n", text)
        return ""

    def _chosen(self, field: Value, kids: list[Value]) -> str:
        """The words of the one button that is on; of a check box the name of its state. A few programs set the look of
        a button alone (/AS)."""
        value = self._objects.entry(field, "/V")
        state = name_of(value)
        if not state and isinstance(value, str):
            return text_of(value)
        if state in ("", _OFF):
            looks = (self._objects.name(holder, "/AS") for holder in (field, *kids))
            state = next((look for look in looks if look not in ("", _OFF)), "")
        words = [text_of(option) for option in self._objects.items(self._objects.entry(field, "/Opt"))]
        number = state[1:]
        if words and number.isascii() and number.isdigit() and int(number) < len(words):
            return words[int(number)]
        return number

    def _ticked(self, field: Value, kids: list[Value]) -> Iterator[str]:
        """Of several boxes, each a field, those that are ticked: what is asked stands before the words of each."""
        asked = self._text(field, "/TU")
        for kid in kids:
            if self._chosen(kid, self._kids(kid)):
                words = self._text(kid, "/TU")
                yield words.removeprefix(asked).strip() or self._text(kid, "/T")

    def _text(self, holder: Value, key: str) -> str:
        value = self._objects.entry(holder, key)
        if isinstance(value, dict):  # a long text may be a stream
            data = self._objects.data(value)
            wide = data[:2] in (b"\xfe\xff", b"\xff\xfe")
            return data.decode("utf-16" if wide else "latin-1", "replace")
        return "" if name_of(value) else text_of(value)
