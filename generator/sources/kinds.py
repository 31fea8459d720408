"""Type hints of a model as kinds of value: what binding reads and what the JSON Schema describes."""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Protocol, TypeAlias, Union, get_args, get_origin
from typing import get_type_hints as hints_of

from generator.sources.marks import Marks


class Reader(Protocol):
    """What stands in `Annotated[T, reader]`: reads a field's text, raising ValueError with words for the user."""

    def read(self, text: str) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


class Text(NamedTuple):
    """`str`: the text as it is written. `Words` are what people read: they may be said in another language."""

    is_words: bool = False
    is_missed: bool = False  # where another language does not say it
    has_gaps: bool = False  # words around {names}: without such a gap it is a name itself


Words = Annotated[str, Text(is_words=True, is_missed=True)]
WordsAround = Annotated[str, Text(is_words=True, is_missed=True, has_gaps=True)]
Remark = Annotated[str, Text(is_words=True)]  # words that no page shows, or that are the same in most languages


class Whole:
    """`int`."""


class Number:
    """`float`."""


class Truth:
    """`bool`."""


class TextChoice(NamedTuple):
    """`Literal[...]` of texts."""

    names: tuple[str, ...]


class Read(NamedTuple):
    """`Annotated[T, reader]`."""

    reader: Reader


class ListOf(NamedTuple):
    """`tuple[T, ...]`."""

    item: "Kind"


class MapOf(NamedTuple):
    """`dict[str, T]`, or with a reader of its keys `dict[Annotated[str, reader], T]`."""

    key: "Kind"
    value: "Kind"


class Model(NamedTuple):
    """A dataclass. Its keys are looked up late, so that models may hold themselves."""

    model: type

    @property
    def keys(self) -> "Mapping[str, Key]":
        return _keys_of(self.model)

    @property
    def shorthand(self) -> str | None:
        """The key that a lone text stands for."""
        return getattr(self.model, "shorthand", None)

    @property
    def pair(self) -> tuple[str, str] | None:
        """The keys that are said as one pair: `{sales: Sales team}` says the first of them and the second."""
        return getattr(self.model, "pair", None)

    @property
    def said(self) -> "Mapping[str, Key]":
        """The keys that are written by their own names."""
        return {name: key for name, key in self.keys.items() if name not in (self.pair or ())}


class Tagged(NamedTuple):
    """A union of dataclasses that their `kind` tells apart."""

    models: tuple[tuple[str, Model], ...]

    def model(self, name: str) -> Model | None:
        return next((model for said, model in self.models if said == name), None)


class Either(NamedTuple):
    """A union of other kinds; the shape of the value and its text say which."""

    kinds: "tuple[Kind, ...]"


class OrNone(NamedTuple):
    """`T | None`: may be left empty."""

    kind: "Kind"


Scalar: TypeAlias = Text | Whole | Number | Truth | TextChoice | Read
Kind: TypeAlias = Scalar | ListOf | MapOf | Model | Tagged | Either | OrNone

_PLAIN: dict[Any, Kind] = {str: Text(), int: Whole(), float: Number(), bool: Truth()}


class Key(NamedTuple):
    """A key of a model."""

    kind: Kind
    required: bool
    default: Any = None  # None too where it is made anew for every model


@cache
def kind_of(hint: Any) -> Kind:
    """Raises TypeError for a hint that no YAML value can have."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return inner[1] if isinstance(inner[1], Text) else Read(inner[1])
    if origin is Literal:
        return TextChoice(inner)
    if origin in (Union, types.UnionType):
        return _union(inner)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return ListOf(kind_of(inner[0]))
    if origin in (dict, Mapping):
        return MapOf(kind_of(inner[0]), kind_of(inner[1]))
    if isinstance(hint, type) and is_dataclass(hint):
        return Model(hint)
    raise TypeError(f"no YAML value is read as {hint}")


def _union(hints: tuple[Any, ...]) -> Kind:
    kinds = tuple(kind_of(hint) for hint in hints if hint is not type(None))
    models = [kind for kind in kinds if isinstance(kind, Model)]
    kind: Kind
    if len(kinds) == 1:
        kind = kinds[0]
    elif len(models) == len(kinds):
        kind = Tagged(tuple((name, model) for model in models for name in _tags(model.model)))
    else:
        kind = Either(tuple(sorted(kinds, key=lambda kind: not isinstance(kind, TextChoice))))
    return OrNone(kind) if type(None) in hints else kind


def _tags(model: type) -> Iterator[str]:
    yield from get_args(hints_of(model, include_extras=True).get("kind"))


@cache
def _keys_of(model: type) -> Mapping[str, Key]:
    """The keys of a model; a field whose metadata say {"key": False}, and its marks, are none.

    {"as": hint} is what a file says of a field that the model holds in another shape: see its `of_source`.
    """
    hints = hints_of(model, include_extras=True)
    keys = {}
    for each in fields(model):
        if each.init and hints[each.name] is not Marks and each.metadata.get("key", True):
            required = each.default is MISSING and each.default_factory is MISSING
            default = None if each.default is MISSING else each.default
            keys[each.name] = Key(kind_of(each.metadata.get("as", hints[each.name])), required, default)
    return keys


@cache
def has_marks(model: type) -> bool:
    return any(each.name == "marks" and each.type in (Marks, "Marks") for each in fields(model))
