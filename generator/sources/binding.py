"""Nodes in, models out: every value is read, every fault becomes a problem at its place. Reads no file."""

import re
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, NamedTuple, TypeVar, cast

from generator.errors import Place, Problems, did_you_mean
from generator.sources.key_names import plain_key
from generator.sources.kinds import (
    Either,
    Kind,
    ListOf,
    MapOf,
    Model,
    Number,
    OrNone,
    Read,
    Scalar,
    Tagged,
    Text,
    TextChoice,
    Truth,
    Whole,
    has_marks,
    kind_of,
)
from generator.sources.marks import Marks
from generator.sources.nodes import Items, Map, Node, Translated
from generator.sources.parsing import RefusedValue
from generator.sources.typed_text import lost, tidy

T = TypeVar("T")

BROKEN = object()  # what binding gives for a value whose problem is said

_WHOLE = r"[+-]?[0-9]{1,15}"
_NUMBER = r"[+-]?([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})"
_TRUTHS = {"true": True, "false": False}
_TRUTH_SPELT_OTHERWISE = {
    **dict.fromkeys(("yes", "y", "on", "1", "true"), "true"),
    **dict.fromkeys(("no", "n", "off", "0", "false"), "false"),
}


class _Fault(ValueError):
    """Why a text is not what is asked for, with its hint and code."""

    def __init__(self, words: str, hint: str = "", code: str = "bad-value") -> None:
        super().__init__(words)
        self.hint = hint
        self.code = code


class _Said(NamedTuple):
    """How messages call a value, and where it stands (asked only where something is wrong)."""

    name: str
    place: Callable[[], Place]


def bind(node: Node, model: type[T], problems: Problems, place: Place, *, salvage: bool = False) -> T | None:
    """The node as a model; None if anything in it is wrong. `place` is where an empty node would stand.

    With `salvage` what is sound is given all the same, so that the faults of what depends on it are found as well:
    a faulty value has its default, a faulty item or entry is left out. Ask `problems` before anything is printed.
    """
    so_far = len(problems.found)
    value = _bound(
        Map({}, Marks.at(place)) if node is None else node,
        kind_of(cast(Hashable, model)),
        _Said("", lambda: place),
        problems,
    )
    wrong = any(problem.is_error for problem in problems.found[so_far:]) or _refused(node)
    if value is BROKEN or (wrong and not salvage):
        return None
    return cast(T, value)


def _refused(node: Node) -> bool:
    """Whether anything in it has been reported before it came here."""
    if isinstance(node, Map):
        return any(_refused(value) for value in node.values())
    return any(map(_refused, node)) if isinstance(node, Items) else isinstance(node, RefusedValue)


def _bound(node: Node, kind: Kind, said: _Said, problems: Problems) -> Any:
    if isinstance(node, RefusedValue):
        return BROKEN
    match kind:
        case OrNone():
            return None if node is None else _bound(node, kind.kind, said, problems)
        case Model():
            return _model(node, kind, said, problems)
        case Tagged():
            return _tagged(node, kind, said, problems)
        case ListOf():
            return _list(node, kind, said, problems)
        case MapOf():
            return _mapping(node, kind, said, problems)
        case Either():
            return _either(node, kind, said, problems)
        case _:
            return _scalar(node, kind, said, problems)


def _scalar(node: Node, kind: Scalar, said: _Said, problems: Problems) -> Any:
    if node is None:
        return _empty(said, problems)
    if not isinstance(node, str):
        return _wrong_type(node, kind, said, problems)
    try:
        return _read(node, kind)
    except ValueError as fault:
        hint, code = (fault.hint, fault.code) if isinstance(fault, _Fault) else ("", "bad-value")
        if isinstance(kind, Read) and re.fullmatch(_NUMBER, node.strip()):
            code = "bare-number"
        problems.error(said.place(), f"{said.name}: {fault}" if said.name else str(fault), hint, code)
        return BROKEN


def _read(text: str, kind: Scalar) -> Any:
    match kind:
        case Text():
            return _typed(text)
        case Read():
            return kind.reader.read(text)
        case TextChoice():
            if text in kind.names:
                return text
            choices = ", ".join(filter(None, kind.names))
            hint = did_you_mean(text, kind.names) if len(kind.names) > 1 else ""
            hint = "" if hint.startswith("known here") else hint
            raise _Fault(f"'{text}' is none of its values ({choices})", hint)
        case Truth():
            if text in _TRUTHS:
                return _TRUTHS[text]
            other = _TRUTH_SPELT_OTHERWISE.get(text.lower())
            hint = f"write {other}, in small letters" if other else ""
            raise _Fault(f"'{text}' is neither true nor false", hint, "wrong-type")
        case Whole():
            if re.fullmatch(_WHOLE, text):
                return int(text)
            raise _Fault(f"'{text}' is not a whole number", "write it in digits, such as 12", "wrong-type")
        case Number():
            if re.fullmatch(_NUMBER, text):
                return float(text)
            point = text.replace(",", ".")
            hint = f"write {point}" if re.fullmatch(_NUMBER, point) else "write it in digits, such as 1.25"
            raise _Fault(f"'{text}' is not a number", hint, "wrong-type")


def _typed(text: str) -> str:
    tidied = tidy(text)
    if fault := lost(tidied):
        raise _Fault(*fault, "lost-character")
    return Translated(tidied, tidy(text.original)) if isinstance(text, Translated) else tidied


def _empty(said: _Said, problems: Problems) -> Any:
    problems.error(
        said.place(), f"{said.name} is empty", "write a value; a text that begins with # needs quotes", "empty"
    )
    return BROKEN


def _wrong_type(node: Node, kind: Kind, said: _Said, problems: Problems) -> Any:
    given = "a list" if isinstance(node, Items) else "a mapping" if isinstance(node, Map) else "a text"
    hint = ""
    if isinstance(kind, ListOf):
        hint = "begin each item with '- ', or write [one, two]"
    elif isinstance(node, Map) and not isinstance(kind, Model | Tagged | MapOf):
        hint = "if it is a text with a colon in it, put it in quotes"
    elif isinstance(kind, Model):
        hint = "its keys are: " + ", ".join(kind.keys)
    problems.error(said.place(), f"{said.name or 'this'} is {given}, not {_called(kind)}", hint, "wrong-type")
    return BROKEN


def _called(kind: Kind) -> str:
    match kind:
        case Whole():
            return "a whole number"
        case Number():
            return "a number"
        case Truth():
            return "true or false"
        case TextChoice():
            return "one of " + ", ".join(kind.names)
        case ListOf():
            return "a list"
        case MapOf() | Model() | Tagged():
            return "a mapping of keys and values"
        case Either():
            return " or ".join(map(_called, kind.kinds))
        case OrNone():
            return _called(kind.kind)
        case _:
            return "a text"


def _either(node: Node, kind: Either, said: _Said, problems: Problems) -> Any:
    """The first kind that takes the value; else what is wrong with it as the last one of its shape."""
    fitting = [each for each in kind.kinds if takes(each, node)]
    if not fitting:
        return _empty(said, problems) if node is None else _wrong_type(node, kind, said, problems)
    for each in fitting[:-1]:
        attempt = Problems()
        value = _bound(node, each, said, attempt)
        if value is not BROKEN and not attempt.errors:
            return value
    mine = Problems()
    value = _bound(node, fitting[-1], said, mine)
    others = [name for each in fitting[:-1] if isinstance(each, TextChoice) for name in each.names]
    for problem in mine:
        words = f"{problem.message}; or one of: {', '.join(others)}" if others else problem.message
        problems.error(problem.where, words, problem.hint, problem.code)
    return value


def takes(kind: Kind, node: Node) -> bool:
    """Whether a value of this shape may be of this kind."""
    match kind:
        case ListOf():
            return isinstance(node, Items)
        case MapOf() | Tagged():
            return isinstance(node, Map)
        case Model():
            return isinstance(node, Map) or (isinstance(node, str) and kind.shorthand is not None)
        case _:
            return isinstance(node, str)


def _list(node: Node, kind: ListOf, said: _Said, problems: Problems) -> Any:
    if node is None:
        return _empty(said, problems)
    if not isinstance(node, Items):
        return _wrong_type(node, kind, said, problems)
    values = []
    for n, item in enumerate(node):
        name = f"item {n + 1} of {said.name}" if said.name else f"item {n + 1}"
        values.append(_bound(item, kind.item, _Said(name, partial(node.place, n)), problems))
    return tuple(value for value in values if value is not BROKEN)


def _mapping(node: Node, kind: MapOf, said: _Said, problems: Problems) -> Any:
    if node is None:
        return _empty(said, problems)
    if not isinstance(node, Map):
        return _wrong_type(node, kind, said, problems)
    values = {}
    for key, value in node.items():
        name = _scalar(key, cast(Scalar, kind.key), _Said(f"'{key}'", partial(node.marks.key, key)), problems)
        place = partial(node.marks.of, key)
        if value is None and isinstance(kind.value, Model):
            value = Map({}, Marks.at(node.marks.key(key)))  # all its keys have their defaults
        values[name] = _bound(value, kind.value, _Said(f"'{key}'", place), problems)
    return Map(((name, value) for name, value in values.items() if BROKEN not in (name, value)), node.marks)


def _tagged(node: Node, kind: Tagged, said: _Said, problems: Problems) -> Any:
    if node is None:
        return _empty(said, problems)
    if not isinstance(node, Map):
        return _wrong_type(node, kind, said, problems)
    names = [name for name, _ in kind.models]
    tag = node.get("kind")
    if tag is None:
        problems.error(node.marks.here, "'kind' is missing", "it is one of: " + ", ".join(names), "missing-key")
        return BROKEN
    tag = _bound(tag, TextChoice(tuple(names)), _Said("'kind'", partial(node.marks.of, "kind")), problems)
    model = kind.model(tag) if isinstance(tag, str) else None
    return _model(node, model, said, problems) if model else BROKEN


def _model(node: Node, kind: Model, said: _Said, problems: Problems) -> Any:
    if node is None:
        return _empty(said, problems)
    if isinstance(node, str) and kind.shorthand:
        node = Map({kind.shorthand: node}, Marks.at(said.place()))
    elif kind.pair and isinstance(node, Map):
        node = _spelt_out(node, kind, kind.pair, problems)
        if node is None:
            return BROKEN
    if not isinstance(node, Map):
        return _wrong_type(node, kind, said, problems)
    values = _values(node, kind, problems)
    missing = [name for name, key in kind.keys.items() if key.required and name not in values]
    for name in missing:
        problems.error(node.marks.here, f"'{name}' is missing", "", "missing-key")
    if missing or any(values[name] is BROKEN for name in values if kind.keys[name].required):
        return BROKEN
    values = {name: value for name, value in values.items() if value is not BROKEN}
    if has_marks(kind.model):
        values["marks"] = node.marks
    return _made(kind.model, values, node.marks, problems)


def _spelt_out(node: Map, kind: Model, pair: tuple[str, str], problems: Problems) -> Map | None:
    """`{sales: Sales team}` as `{id: sales, text: Sales team}`; None where a problem says what it is instead."""
    own = [key for key in node if key in kind.said]
    free = [key for key in node if key not in kind.said]
    if len(free) == 1:
        said = {pair[0]: free[0], pair[1]: node[free[0]], **{key: node[key] for key in own}}
        return Map(said, Marks.at(node.marks.key(free[0])))
    words = f"'{free[0]}' and '{free[1]}' are two: there is one {pair[0]} to a {pair[1]}" if free else "this is empty"
    words = f"'{own[0]}' is a key of its own, and no {pair[0]}" if own and not free else words
    problems.error(node.marks.here, words, f"write {{{pair[0]}: {pair[1]}}}", "bad-value")
    return None


def _values(node: Map, kind: Model, problems: Problems) -> dict[str, Any]:
    """The values of the keys that are said; a key with nothing behind it is not said, unless it may be None."""
    keys = kind.keys
    values: dict[str, Any] = {}
    for written, value in node.items():
        name = written if written in keys else plain_key(written)
        key = keys.get(name)
        if key is None:
            hint = did_you_mean(written, keys)
            problems.error(node.marks.key(written), f"'{written}' is not a key here", hint, "unknown-key")
            continue
        if name in values:
            words = f"'{written}' is said twice, once with - and once with _"
            problems.error(node.marks.key(written), words, "keep one of them", "duplicate-key")
            continue
        if value is None and not isinstance(key.kind, OrNone) and not key.required:
            continue
        values[name] = _bound(value, key.kind, _Said(f"'{written}'", partial(node.marks.of, written)), problems)
    return values


def _made(model: type, values: dict[str, Any], marks: Marks, problems: Problems) -> Any:
    """The model; what its own `__post_init__` or `faults()` says against it is a problem where it begins.

    A model that holds its values in another shape than its file makes itself of them, in `of_source`.
    """
    try:
        made = getattr(model, "of_source", model)(**values)
    except ValueError as fault:
        problems.error(marks.here, str(fault), "", "bad-value")
        return BROKEN
    faults = made.faults() if hasattr(made, "faults") else []
    for words in faults:
        problems.error(marks.here, words, "", "bad-value")
    return BROKEN if faults else made
