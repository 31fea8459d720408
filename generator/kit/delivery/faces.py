"""Where fields and axes stand on a printed face, said once for all its copies: a photograph is read with that."""

from collections.abc import Iterator, Sequence

from generator.codes import FaceEntry
from generator.deck import Card
from generator.face import Entry
from generator.geometry import Rect
from generator.kit.press.production import Production
from generator.layout import CardLayout

AXES = ("across", "up")  # the frames of a grid that are its axes


def face_of(production: Production, card: Card) -> str:
    """The key of the card's face; '' where there is nothing to be read from it."""
    layout = layout_of(production, card)
    if production.entries.get((layout.name, card.form)):
        return f"{production.piece.kind}/{layout.name}/{card.form}"
    return f"{production.piece.kind}/{layout.name}" if _axes(layout) else ""


def faces(productions: Sequence[Production]) -> Iterator[tuple[str, FaceEntry]]:
    """Each face that has fields or axes, in mm from the top left of the trim."""
    for production in productions:
        for card in production.deck.cards:
            if key := face_of(production, card):
                layout = layout_of(production, card)
                entries = production.entries.get((layout.name, card.form), ())
                yield key, FaceEntry(fields=_fields(entries), axes=_axes(layout))


def layout_of(production: Production, card: Card) -> CardLayout:
    return (production.composer(card) or next(iter(production.composers.values()))).layout


def _fields(entries: Sequence[Entry]) -> dict[str, tuple[tuple[float, ...], ...]]:
    return {entry.name: tuple(map(_box, entry.boxes)) for entry in entries}


def _axes(layout: CardLayout) -> dict[str, tuple[float, ...]]:
    if not all(name in layout.front for name in AXES):
        return {}
    return {name: _box(layout.front[name].box.within(layout.size)) for name in AXES}


def _box(box: Rect) -> tuple[float, ...]:
    """A hundredth of a millimetre is finer than any print."""
    return tuple(round(number, 2) for number in box)
