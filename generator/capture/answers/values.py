"""One answer as it was submitted in, as JSON value out; raises Wrong with the key of the words that say why not.

What comes in is what JSON can say; a form without script is turned into that first, so that both mean the same.
"""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from generator import codes
from generator.codes import PosterEntry, ThingEntry
from generator.form import FieldKind, Option

MAX_CHARS = 2000  # of a text
MOST_CARDS = 50  # of a recipe
MOST_VOTED = 500  # things that a vote may name
MOST_NUMBER = 10**12
_KEY = re.compile(r"[A-Za-z0-9-]{1,64}")  # of an entry that is voted on
_NUMBER = re.compile(r"-?[0-9]{1,13}([.,][0-9]{1,2})?")
_COORDINATE = re.compile(r"[0-9]{1,3}([.,][0-9]{0,20})?(e-?[0-9]{1,3})?")  # as scripts write numbers
_GROUPED = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'’"))  # between thousands
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_TICKED = {"on", "yes", "true", "1"}
_UNTICKED = {"", "off", "no", "false", "0"}


class Wrong(Exception):
    """What was submitted is no answer to the question; `key` is that of the words which say so."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = {name: str(value) for name, value in values.items()}


class Question(NamedTuple):
    """A field of a form with all that a page needs to ask it, or a board to show what was answered."""

    name: str
    kind: FieldKind
    label: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    names: Mapping[str, str] = {}  # whatever an option is or was called → its id
    steps: int = 5
    low: str = ""
    high: str = ""
    role: str = ""
    poster: PosterEntry | None = None
    budget: int = 0
    required: bool = False
    lines: int = 1
    half: bool = False
    poster_id: str = ""
    entries: tuple[str, ...] = ()  # of votes: the forms whose entries are voted on; the keys are the entries' ids
    cards: tuple[ThingEntry, ...] = ()  # what is offered; any other card of the kit may be given as well
    titles: Mapping[str, str] = {}  # of every card that may be given, by its code
    text: str = ""  # of a sentence
    options_from: str = ""  # of the kit: categories, or roles
    parts: tuple[str, ...] = ()  # the fields that it is built from


def value(question: Question, raw: Any) -> Any:
    """The answer; None where nothing was answered. Raises Wrong."""
    if raw is None:
        return None
    return _READ[question.kind](question, raw)


def _text(question: Question, raw: Any) -> str | None:
    """One line."""
    return " ".join(text(raw).split("\n")) or None


def _long_text(question: Question, raw: Any) -> str | None:
    return text(raw) or None


def text(raw: Any) -> str:
    """Tidy at its ends and in its line ends; whole, or not at all."""
    if not isinstance(raw, str):
        raise Wrong("fault-answer")
    said = _LINE_ENDS.sub("\n", raw).strip()
    if len(said) > MAX_CHARS:
        raise Wrong("fault-long", most=MAX_CHARS, length=len(said))
    if _UNSEEN.search(said):
        raise Wrong("fault-characters")
    return said


def number(raw: Any) -> int | float | None:
    """A number with two decimals at most: what may be read as 1000 or as 1 is refused, never guessed.

    An empty box is no answer: a browser sends it along, as "" or, of one that stands among others, as nothing.
    """
    if raw is None:
        return None
    if isinstance(raw, str):
        said = text(raw).replace("−", "-").translate(_GROUPED)
        if not said:
            return None
        if not _NUMBER.fullmatch(said):
            raise Wrong("fault-number")
        raw = float(said.replace(",", "."))
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Wrong("fault-number")
    if not -MOST_NUMBER <= raw <= MOST_NUMBER or round(raw, 2) != raw:  # nan is neither
        raise Wrong("fault-number")
    return int(raw) if raw == int(raw) else raw


def _number(question: Question, raw: Any) -> int | float | None:
    return number(raw)


def whole(raw: Any, key: str) -> int | None:
    found = number(raw)
    if isinstance(found, float):
        raise Wrong(key)
    return found


def _one_of(question: Question, raw: Any) -> str:
    """The id of an option, by its id or by the words of any edition: phones hold old pages."""
    said = text(raw)
    if said and said not in question.names:
        raise Wrong("fault-choice")
    return question.names.get(said, "")


def _choice(question: Question, raw: Any) -> str | None:
    return _one_of(question, raw) or None


def _choices(question: Question, raw: Any) -> list[str] | None:
    """In the order in which they are offered."""
    said = {_one_of(question, item) for item in _listed(raw, len(question.options) + 1, "fault-choice")}
    return [option.id for option in question.options if option.id in said] or None


def _listed(raw: Any, most: int, key: str) -> list[Any]:
    if isinstance(raw, str):
        return [raw]
    if not isinstance(raw, list):
        raise Wrong("fault-answer")
    if len(raw) > most:
        raise Wrong(key, most=most)
    return raw


def _scale(question: Question, raw: Any) -> int | None:
    step = whole(raw, "fault-step")
    if step is not None and not 1 <= step <= question.steps:
        raise Wrong("fault-step", steps=question.steps)
    return step


def _check(question: Question, raw: Any) -> bool | None:
    """True, or nothing: a box that is not ticked says nothing."""
    said = text(raw).lower() if isinstance(raw, str) else "on" if raw is True else "off" if raw is False else None
    if said in _TICKED:
        return True
    if said not in _UNTICKED:
        raise Wrong("fault-answer")
    return None


def _card(question: Question, raw: Any) -> str | None:
    """A code, however it was typed, or the address that a camera read; or {"code": …}."""
    if isinstance(raw, Mapping):
        if set(raw) != {"code"}:
            raise Wrong("fault-answer")
        raw = raw["code"]
    typed = text(raw)
    if not typed:
        return None
    code = codes.parse(typed)
    if code is None or code not in question.titles:
        raise Wrong("fault-card", code=typed[:20])
    return code


def _cards(question: Question, raw: Any) -> list[str] | None:
    """In the order in which they were laid, each once. One text may name several, with commas or on lines."""
    said: list[Any] = []
    for item in _listed(raw, MOST_CARDS, "fault-cards"):
        said += re.split("[,;\n]", text(item)) if isinstance(item, str) else [item]
    found = list(dict.fromkeys(code for item in said if (code := _card(question, item))))
    if len(found) > MOST_CARDS:
        raise Wrong("fault-cards", most=MOST_CARDS)
    return found or None


def _placement(question: Question, raw: Any) -> dict[str, int] | None:
    """Per cent from the left and from the bottom."""
    if not isinstance(raw, Mapping) or not set(raw) <= {"x", "y"}:
        raise Wrong("fault-answer")
    at = {axis: _coordinate(raw.get(axis)) for axis in ("x", "y")}
    if at["x"] is None and at["y"] is None:
        return None
    placed = {}
    for axis, where in at.items():
        if where is None:
            raise Wrong("fault-half-placed")
        placed[axis] = where
    return placed


def _coordinate(raw: Any) -> int | None:
    """A whole number from 0 to 100; what a finger or a pointer gives is rounded."""
    if isinstance(raw, str):
        said = text(raw)
        if said and not _COORDINATE.fullmatch(said):
            raise Wrong("fault-off-grid")
        raw = float(said.replace(",", ".")) if said else None
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw <= 100:
        raise Wrong("fault-off-grid")
    return math.floor(raw + 0.5)


def _votes(question: Question, raw: Any) -> dict[str, int] | None:
    """How many dots each has; those without any are left out."""
    if not isinstance(raw, Mapping):
        raise Wrong("fault-answer")
    if len(raw) > MOST_VOTED:
        raise Wrong("fault-choice")
    dots: dict[str, int] = {}
    for name, said in raw.items():
        key = question.names.get(name, "") if question.options else name
        if not isinstance(key, str) or not (key if question.options else _KEY.fullmatch(key)):
            raise Wrong("fault-choice")
        count = whole(said, "fault-dots")
        if count is not None and count < 0:
            raise Wrong("fault-dots")
        if count:
            dots[key] = dots.get(key, 0) + count
    if (spent := sum(dots.values())) > question.budget:
        raise Wrong("fault-budget", budget=question.budget, spent=spent)
    return dict(sorted(dots.items())) or None


_READ: Mapping[FieldKind, Callable[[Question, Any], Any]] = {
    "text": _text,
    "long-text": _long_text,
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "scale": _scale,
    "check": _check,
    "card": _card,
    "cards": _cards,
    "placement": _placement,
    "votes": _votes,
    "sentence": _long_text,
}
