"""What dataclasses write and compile anew for each class, at every start, written once for all models of sources."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, ClassVar, NamedTuple, TypeVar, dataclass_transform

T = TypeVar("T", bound="SourceModel")


class SourceModel:
    """Made, equal, hashed and shown by its fields, as dataclasses that are frozen are; its own are `@source_model`."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __init__(self, **values: Any) -> None:
        blank, held = _BLANKS.get(type(self)) or _blank(type(self)), self.__dict__
        held.update(blank.values)
        held.update(values)
        if len(held) != len(blank.values) or not blank.required <= values.keys():
            raise TypeError(_fault(type(self), blank, values))
        for name, make in blank.makers:
            if name not in values:
                held[name] = make()
        self.__post_init__()

    def __post_init__(self) -> None:
        """Of those that look at what they hold."""

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceModel) and type(self) is type(other) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __repr__(self) -> str:
        said = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))
        return f"{type(self).__qualname__}({said})"


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False, field_specifiers=(field,))
def source_model(model: type[T]) -> type[T]:
    """A class of fields: dataclasses know them, and compile nothing."""
    return dataclass(init=False, repr=False, eq=False, kw_only=True)(model)


class _Blank(NamedTuple):
    """What a model holds before anything is said."""

    values: Mapping[str, Any]  # of all fields, in their order; of those without a default nothing that counts
    required: frozenset[str]
    makers: tuple[tuple[str, Callable[[], Any]], ...]  # of defaults that are made anew for each


_BLANKS: dict[type[SourceModel], _Blank] = {}


def _blank(model: type[SourceModel]) -> _Blank:
    known = fields(model)
    makers = tuple([(each.name, each.default_factory) for each in known if each.default_factory is not MISSING])
    made = {name for name, _ in makers}
    required = frozenset([each.name for each in known if each.default is MISSING and each.name not in made])
    return _BLANKS.setdefault(model, _Blank({each.name: each.default for each in known}, required, makers))


def _fault(model: type[SourceModel], blank: _Blank, values: Mapping[str, Any]) -> str:
    strange, missing = sorted(values.keys() - blank.values.keys()), sorted(blank.required - values.keys())
    words = f"has no {', '.join(strange)}" if strange else f"needs {', '.join(missing)}"
    return f"{model.__qualname__} {words}"


def _values(model: SourceModel) -> tuple[Any, ...]:
    return tuple([getattr(model, field.name) for field in fields(model)])
