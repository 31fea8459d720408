"""Problems as the pages show them: with the lines that they are about and the pieces that they belong to."""

from collections.abc import Sequence
from pathlib import Path

from generator.deck import Card
from generator.errors import Cause, Place
from generator.kit.workshop import Workshop
from generator.studio.placing import Placing
from generator.studio.quoted_lines import quote
from generator.studio.shown import ShownProblem

MOST_PLACES = 200  # of one cause that are looked for among the cards


def findings(
    causes: Sequence[Cause], shop: Workshop | None, known: tuple[Card, ...], folder: Path, client: Path | None
) -> tuple[ShownProblem, ...]:
    """Numbered as they are listed; `known` are the cards of the last good print."""
    placing = Placing(shop, known) if shop else None
    return tuple(
        ShownProblem(
            number,
            first.severity.value,
            first.where.file,
            str(first.where),
            first.message,
            first.hint,
            quote(first.where, folder, client),
            *(_feeds(placing, places) if placing else ((), ())),
            others=others,
            code=first.code,
            places=tuple(places[:MOST_PLACES]),
        )
        for number, (first, places, others) in enumerate(((*cause, cause.others) for cause in causes), 1)
    )


def _feeds(placing: Placing, places: Sequence[Place]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pieces that these places are about, none where one of them is about the whole kit; and the cards."""
    pieces = [placing.pieces(place) for place in places[:MOST_PLACES]]
    cards = (placing.card(place) for place in places[:MOST_PLACES])
    of_all = () if () in pieces else tuple(dict.fromkeys(name for names in pieces for name in names))
    return of_all, tuple(dict.fromkeys(card for card in cards if card))
