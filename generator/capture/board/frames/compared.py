"""Recipes side by side on the board: for each slot, what stands in it, and in how many recipes."""

from collections.abc import Iterable

from generator.capture.board.frames.frame import ComparedCard, ComparedFrame, ComparedSlot
from generator.capture.board.frames.screen import Palette, paged
from generator.capture.board.measures import Matter, Measures
from generator.capture.board.measures.compared import ComparisonTally

SLOTS, CARDS = 4, 6  # slots of a screen; cards of a slot there, the rest is counted
FEWEST = 2  # recipes: one is compared with nothing


def compared_frames(matter: Matter, measures: Measures, palette: Palette) -> Iterable[ComparedFrame]:
    """The slots of the form alone: what else was laid stands on the desk."""
    for tally in matter.compared:
        if len(tally.recipes) >= FEWEST:
            names = {role: named.name for role, named in measures.kit.roles.items()}
            title = f"{matter.title} · {palette.words['board-compared']}"
            filled = [_slot(names.get(role, role), tally.coloured(role)) for role in _filled(tally)]
            for page, pages, slots in paged(filled, SLOTS):
                yield ComparedFrame(f"{matter.key}-compared-{page}", title, slots, len(tally.recipes), page, pages)


def _filled(tally: ComparisonTally) -> Iterable[str]:
    return (role for role in tally.asked_roles if tally.palette(role))


def _slot(name: str, cards: list[tuple[str, int, str]]) -> ComparedSlot:
    shown = tuple(ComparedCard(*card) for card in cards[:CARDS])
    return ComparedSlot(name, shown, len(cards) - len(shown))
