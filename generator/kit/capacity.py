"""How many cards of a workshop each bundled layout has room for: an import chooses from it. Draws nothing."""

from collections.abc import Iterable
from dataclasses import replace

from generator.errors import Problems
from generator.kit.press.capacity import Capacity, bundled_layouts, measure
from generator.kit.press.production import Shared
from generator.kit.request.shelf import Shelf
from generator.kit.workshop import Workshop, with_stand_ins


def capacities(shop: Workshop, names: Iterable[str] = ()) -> tuple[Capacity, ...]:
    """What each layout for cards does with the deck, in the order of their names; only those named, where any are.

    Adds no problem to the workshop's. Empty where there is no deck.
    """
    quiet = with_stand_ins(replace(shop, problems=Problems()))
    piece = quiet.pieces.get("deck")
    if piece is None:
        return ()
    wanted = set(names)
    layouts = bundled_layouts(Shelf(shop.folder, Problems()))
    desk = Shared(quiet, None).desk(piece, ())
    return measure(desk, (layout for layout in layouts if not wanted or layout.name in wanted))
