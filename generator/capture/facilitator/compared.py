"""Recipes on the desk side by side, slot by slot, with what stands in several of them marked."""

from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.board.measures.compared import ComparedRecipe, ComparisonTally, compares
from generator.capture.facilitator.door import guarded, session_of
from generator.capture.model import VISIBLE
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Session


class SlotCell(NamedTuple):
    """What a recipe has in a slot: each with the number of recipes that have it too."""

    values: tuple[tuple[str, int], ...]


class ComparedRow(NamedTuple):
    recipe: ComparedRecipe
    cells: tuple[SlotCell, ...]


class Comparison(NamedTuple):
    """The recipes of one form."""

    title: str
    slots: tuple[str, ...]  # names of the columns
    rows: tuple[ComparedRow, ...]
    again: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]  # slot → what stands in several


def routes(room: Room) -> list[Route]:
    async def page(request: Request) -> Response:
        session = session_of(room, request)
        compared = comparisons(room, session)
        return room.page(request, "desk-compared.html", session=session, here="compared", comparisons=compared)

    return [guarded(room, "/desk/{session}/compared", page)]


def comparisons(room: Room, session: "Session") -> list[Comparison]:
    """One for each form of which there are recipes."""
    kit = room.kit_of(session)
    tallies = {form.id: ComparisonTally(form, kit) for form in kit.forms.values() if compares(form)}
    for entry in room.store.entries(session.id, states=VISIBLE, forms=set(tallies)) if tallies else ():
        tallies[entry.form].add(entry)
    return [_compared(kit.forms[form].title, tally, kit) for form, tally in tallies.items() if tally.recipes]


def _compared(title: str, tally: ComparisonTally, kit: "PrintedKit") -> Comparison:
    names = {role: kit.roles[role].name if role in kit.roles else role for role in tally.roles}
    rows = (ComparedRow(recipe, tuple(_cell(recipe, role, tally) for role in names)) for recipe in tally.recipes)
    repeated = ((name, tuple(pair for pair in tally.palette(role) if pair[1] > 1)) for role, name in names.items())
    again = tuple((name, pairs) for name, pairs in repeated if pairs)
    return Comparison(title, tuple(names.values()), tuple(rows), again)


def _cell(recipe: ComparedRecipe, role: str, tally: ComparisonTally) -> SlotCell:
    return SlotCell(tuple((value.text, tally.counts[role, value.key]) for value in recipe.slots.get(role, ())))
