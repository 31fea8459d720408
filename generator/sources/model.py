"""What dataclasses write and compile anew for each class, at every start, written once for all models of sources."""

from dataclasses import Field, fields
from typing import Any, ClassVar


class SourceModel:
    """Equal, hashed and shown by its fields, as dataclasses are; its own are made with `eq=False, repr=False`."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceModel) and type(self) is type(other) and _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __repr__(self) -> str:
        said = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))
        return f"{type(self).__qualname__}({said})"


def _values(model: SourceModel) -> tuple[Any, ...]:
    return tuple([getattr(model, field.name) for field in fields(model)])
