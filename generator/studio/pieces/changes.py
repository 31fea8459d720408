"""What was posted of the choices, as edits of kit.yaml; and where somebody else has changed the same meanwhile."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.edit.edits import Edit, OfYaml, Value
from generator.kit.request.kit_yaml import KIT_FILE
from generator.studio.body import Posted
from generator.studio.pieces.choices import PieceChoice, PieceSection
from generator.studio.refusal import Declined
from generator.studio.setting_edit import setting_edit

ORDERED = "ordered"  # the input of a section that can be left out
WAS = "was."  # before a name: what the page showed
MINE = "mine"  # somebody has seen both and wants what was posted


class ChangedChoice(NamedTuple):
    """A value that is to be another."""

    choice: PieceChoice
    value: str
    was: str


def wanted_of(section: PieceSection, posted: Posted) -> Iterator[ChangedChoice]:
    """What differs from what the page showed. Raises Declined for what cannot be chosen."""
    for choice in section.choices:
        if f"{WAS}{choice.name}" not in posted.fields:
            continue
        was, given = posted.text(f"{WAS}{choice.name}"), posted.fields.get(choice.name, ())
        value = ",".join(given) if choice.kind == "many" else given[-1] if given else was
        if value != was:
            _check(choice, value)
            yield ChangedChoice(choice, value, was)


def _check(choice: PieceChoice, value: str) -> None:
    if choice.kind == "number":
        if not (value.isascii() and value.isdigit() and len(value) < 5 and choice.least <= int(value) <= choice.most):
            raise Declined(422, "number", go="/pieces", least=choice.least, most=choice.most)
        return
    if choice.kind == "many" and not value:
        raise Declined(422, "none-chosen", go="/pieces")
    known = {option.value for option in choice.options}
    if not {part for part in (value.split(",") if choice.kind == "many" else [value])} <= known | {""}:
        raise Declined(400, "broken", go="/pieces")


def conflicts(wanted: Iterable[ChangedChoice]) -> list[ChangedChoice]:
    """What somebody else has changed meanwhile, to something else."""
    return [each for each in wanted if each.choice.now not in (each.was, each.value)]


def edits_of(data: bytes, section: PieceSection, wanted: Iterable[ChangedChoice], *, orders: bool | None) -> list[Edit]:
    """`data`: kit.yaml as it is. `orders`: whether the section is wanted at all; None where that was not asked."""
    if orders is False and not section.is_needed:
        gone = setting_edit(data, KIT_FILE, (section.name,), None) if section.is_ordered else None
        return [gone] if gone else []
    if orders and not section.is_ordered:
        added = setting_edit(data, KIT_FILE, (section.name,), _plain(section.begins))
        return [added] if added else []
    return [edit for each in wanted if (edit := _edit(data, each))]


def _edit(data: bytes, wanted: ChangedChoice) -> OfYaml | None:
    choice, value = wanted.choice, wanted.value
    written: Value = value or None
    if choice.kind == "number":
        written = int(value) if int(value) or choice.least else None
    elif choice.kind == "many":
        written = value.split(",") if value else None
    return setting_edit(data, KIT_FILE, choice.path, written)


def _plain(begins: object) -> Value:
    assert isinstance(begins, dict)
    return begins
