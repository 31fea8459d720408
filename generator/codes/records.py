"""Named tuples to plain JSON values and back, and the JSON Schema of both. Knows no record by name."""

import re
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from generator.errors import FileError

Record = TypeVar("Record")


class Damaged(FileError):
    """What was read is not what was written; the message says where."""


def place_of(error: Exception) -> str:
    """Where a reader of JSON stopped, or our own words, with a blank before them; empty where it does not say."""
    if line := getattr(error, "lineno", 0):
        return f" (line {line}, column {getattr(error, 'colno', 0)})"
    return f" ({error})" if type(error) is ValueError else ""


class Pattern(NamedTuple):
    """What a text looks like, for the schema and the reader alike: a regular expression that both dialects know."""

    regex: str
    words: str


def plain(value: Any) -> Any:
    """Dicts, lists and scalars; None is left out, lengths are rounded to a tenth of a micrometre."""
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        rounded = round(value, 4)
        return int(rounded) if rounded.is_integer() else rounded  # 70.0 and 70 are written alike
    if hasattr(value, "_fields"):
        return {name: plain(got) for name, got in zip(value._fields, value, strict=True) if got is not None}
    if isinstance(value, Mapping):
        return {key: plain(got) for key, got in value.items()}
    return [plain(got) for got in value] if isinstance(value, tuple | list) else value


def read_record(model: type[Record], value: Any, at: str = "") -> Record:
    """The record that `plain` made `value` of. Keys that we do not know are passed over. Raises Damaged."""
    if not isinstance(value, dict):
        raise Damaged(f"{at or 'all of it'} is not an object")
    said: dict[str, Any] = {}
    for name, kind, default in _shape(model):
        where = f"{at}.{name}" if at else name
        if name in value:
            said[name] = _read(kind, value[name], where)
        elif default is REQUIRED:
            raise Damaged(f"{where} is missing")
    return model(**said)


def schema_of(model: type[Any], title: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `plain` writes."""
    shared: dict[str, Any] = {}
    top = _object_schema(model, shared)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title} | top | {"$defs": shared}


REQUIRED = object()
SCALARS = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
UNIONS = (UnionType, Union)  # of Annotated kinds Python makes the second

Shape = tuple[tuple[str, Any, Any], ...]  # name, kind and default of each field

_SHAPES: dict[type[Any], Shape] = {}


def _shape(model: Any) -> Shape:
    if model not in _SHAPES:
        kinds, defaults = get_type_hints(model, include_extras=True), model._field_defaults
        _SHAPES[model] = tuple((name, kinds[name], defaults.get(name, REQUIRED)) for name in model._fields)
    return _SHAPES[model]


def _read(kind: Any, value: Any, at: str) -> Any:
    if type(kind) is type and kind in SCALARS:  # most are
        return _read_scalar(kind, value, at)
    origin = get_origin(kind)
    if origin in UNIONS:  # X | None
        return _read(_not_none(kind), value, at)
    if origin is Annotated:
        inner, pattern = get_args(kind)
        text = _read(inner, value, at)
        if not re.search(pattern.regex.removesuffix("$") + r"\Z", text):
            raise Damaged(f"{at} is not {pattern.words}")
        return text
    if origin is tuple:
        if not isinstance(value, list):
            raise Damaged(f"{at} is not a list")
        return tuple(_read(get_args(kind)[0], item, f"{at}[{index}]") for index, item in enumerate(value))
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise Damaged(f"{at} is not an object")
        keys, values = get_args(kind)
        return {_read(keys, key, f"a key of {at}"): _read(values, got, f"{at}.{key}") for key, got in value.items()}
    if hasattr(kind, "_fields"):
        return read_record(kind, value, at)
    assert kind is Any, f"there is no reading {kind}"
    return value


def _read_scalar(kind: Any, value: Any, at: str) -> Any:
    fits = type(value) is kind or (kind is float and type(value) is int)
    if not fits:
        raise Damaged(f"{at} is not {SCALARS[kind]}")
    if kind is str and not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Damaged(f"{at} holds half a letter")
    return float(value) if kind is float else value


def _not_none(kind: Any) -> Any:
    return next(part for part in get_args(kind) if part is not NoneType)


def _object_schema(model: type[Any], shared: dict[str, Any]) -> dict[str, Any]:
    shape = _shape(model)
    schema: dict[str, Any] = {"type": "object"}
    if model.__doc__ and not model.__doc__.startswith(f"{model.__name__}("):  # Python writes one where we did not
        schema["description"] = " ".join(model.__doc__.split())
    schema["properties"] = {name: _schema(kind, shared) for name, kind, _ in shape}
    # None alone is left out when it is written
    schema["required"] = [name for name, _, default in shape if default is not None]
    schema["additionalProperties"] = False
    return schema


def _schema(kind: Any, shared: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(kind)
    if origin in UNIONS:
        return _schema(_not_none(kind), shared)
    if origin is Annotated:
        inner, pattern = get_args(kind)
        return _schema(inner, shared) | {"pattern": pattern.regex, "description": pattern.words}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(kind)[0], shared)}
    if origin is not None and issubclass(origin, Mapping):
        keys, values = get_args(kind)
        schema: dict[str, Any] = {"type": "object"}
        if get_origin(keys) is Annotated:
            schema["propertyNames"] = {"pattern": get_args(keys)[1].regex}
        return schema | {"additionalProperties": _schema(values, shared)}
    if hasattr(kind, "_fields"):
        if kind.__name__ not in shared:
            shared[kind.__name__] = {}  # stands first, before what it names
            shared[kind.__name__] = _object_schema(kind, shared)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return {} if kind is Any else {"type": {str: "string", bool: "boolean", int: "integer", float: "number"}[kind]}
