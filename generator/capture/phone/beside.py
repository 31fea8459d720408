"""What stands beside a recipe that is laid: what it began with, and what it leaves open."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request

from generator import codes
from generator.capture.answers.doubts import OpenPoint, kept_row, laid_row, open_points
from generator.capture.answers.proposals import beginnings
from generator.capture.answers.questions import Background, cards_field
from generator.capture.web.room import Room
from generator.capture.web.translations import words

if TYPE_CHECKING:
    from generator.codes import ThingEntry
    from generator.form import Form


class Begun(NamedTuple):
    """An interaction that lies there, which cards it laid with it, and what would show that it works."""

    title: str
    text: str


class Beside(NamedTuple):
    begun: tuple[Begun, ...] = ()
    doubts: tuple[OpenPoint, ...] = ()


NOTHING_BESIDE = Beside()


def beside(room: Room, request: Request, form: "Form", back: Background, inputs: Mapping[str, Sequence[str]]) -> Beside:
    """Of the recipe in the inputs of a page. It is seen beside those that were kept before in this session."""
    kit, name = back.kit, cards_field(form)
    laid = [code for typed in inputs.get(name, ()) if (code := codes.parse(typed))]
    row = laid_row(form, kit, {**inputs, name: laid})
    others = [kept_row(entry, form, kit) for entry in back.store.entries(back.session.id, forms=[form.id])]
    begun = (
        Begun(card.title, _begun(room, request, proposed, kit.named_cards(card.measures or ())))
        for card, proposed in beginnings(kit, laid)
    )
    return Beside(tuple(begun), open_points(row, others, words(room.language(request))))


def _begun(room: Room, request: Request, proposed: "Sequence[ThingEntry]", measures: "Sequence[ThingEntry]") -> str:
    """What an interaction begins with, and what would show that it works."""
    begins = room.say(request, "lay-begun", cards=", ".join(card.title for card in proposed))
    if not measures:
        return begins
    return f"{begins} {room.say(request, 'lay-begun-works', measures=', '.join(card.title for card in measures))}"
