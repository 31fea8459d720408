"""Layouts at another size: all that is a length by its type is multiplied, shares of the piece and words are not."""

from collections.abc import Callable, Hashable
from dataclasses import is_dataclass, replace
from functools import cache
from typing import Any, cast

from generator.geometry import Size
from generator.layout import CardLayout, Trim
from generator.sources.kinds import Either, Kind, ListOf, MapOf, Model, OrNone, Read
from generator.units import ExtentReader, LengthReader, Share


def scaled_to(layout: CardLayout, factor: float, size: Size) -> CardLayout:
    """The layout at a size, all its lengths multiplied; shares are of the size."""
    scaled: CardLayout = _scaled(layout, factor)
    return replace(scaled, trim=Trim(width=size.width, height=size.height))


def is_length(kind: Kind) -> bool:
    """Whether values of the kind are lengths, or lists or maps of them, or may be."""
    match kind:
        case Read(reader):
            return isinstance(reader, LengthReader | ExtentReader)
        case ListOf(inner) | OrNone(inner) | MapOf(_, inner):
            return is_length(inner)
        case Either(kinds):
            return any(map(is_length, kinds))
    return False


def _scaled(value: Any, factor: float) -> Any:
    """A model with the lengths in it multiplied, and in all that it holds."""
    if isinstance(value, dict):
        return {key: _scaled(item, factor) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_scaled(item, factor) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{name: by(getattr(value, name), factor) for name, by in _scalers(type(value)).items()})


@cache
def _scalers(model: Hashable) -> dict[str, Callable[[Any, float], Any]]:
    """How each key of a model is made longer."""
    keys = Model(cast(type, model)).keys
    return {name: _longer if is_length(key.kind) else _scaled for name, key in keys.items()}


def _longer(length: Any, factor: float) -> Any:
    if isinstance(length, dict):
        return {key: _longer(each, factor) for key, each in length.items()}
    if isinstance(length, tuple):
        return tuple(_longer(each, factor) for each in length)
    return length * factor if isinstance(length, float) and not isinstance(length, Share) else length
