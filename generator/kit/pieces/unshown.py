"""What a card says and is not printed: a field that no layout shows, or that the deck's own one leaves out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.deck import Card
from generator.errors import NOWHERE, Place, Problems, did_you_mean
from generator.kit.pieces.piece import DeckPiece, Piece
from generator.kit.request.shelf import Shelf, is_blank
from generator.layout import CardLayout, Sides, shown_fields

MOST_NAMES = 3  # of layouts, in a hint
ONE_SIDED: Sides = "one-sided"
BOTH_SIDES = "print both sides: `sides`"


def unshown(layout: CardLayout, cards: Iterable[Card]) -> dict[str, int]:
    """The fields that these cards fill and the layout leaves out, with the number of cards."""
    shown = shown_fields(layout)
    return dict(Counter(name for card in cards for name, value in card.values.items() if value and name not in shown))


def check_shown(piece: DeckPiece, shelf: Shelf) -> None:
    """A warning for each field to be printed that no layout shows, and one for each layout that leaves others out.

    The other layouts are asked only where something is not shown.
    """
    fields = {name: rule for name, rule in piece.deck.head.fields.items() if rule.print}
    printed = [_as_printed(layout, piece.sides) for layout in piece.layouts.values()]
    less = [layout for layout in printed if not fields.keys() <= shown_fields(layout)]
    if not less:
        return
    quiet = Shelf(shelf.folder, Problems())
    others = {name: layout for name in quiet.names("cards") if (layout := quiet.card(name, NOWHERE))}
    if piece.order.backs == "common":
        others = {name: replace(layout, back={}) for name, layout in others.items()}
    anywhere = {field for layout in (*piece.layouts.values(), *others.values()) for field in shown_fields(layout)}
    show = {name: shown_fields(_as_printed(layout, piece.sides)) for name, layout in others.items()}
    for name in (name for name in fields if name not in anywhere):
        hint = did_you_mean(name, sorted(anywhere)) or "name it in a layout of your own, or leave it out"
        shelf.problems.warn(fields[name].marks.here, f"no layout shows the field '{name}'", hint, "unshown-field")
    for layout in less:
        cards = [card for card in piece.deck.cards if card.quantity and piece.layout_of(card) == layout.name]
        counts = {name: count for name, count in unshown(layout, cards).items() if name in anywhere and name in fields}
        if counts:
            all_of_it = (name for name in show if not is_blank(name) and counts.keys() <= show[name])
            hint = _elsewhere(all_of_it)
            if piece.sides == ONE_SIDED and counts.keys() <= shown_fields(piece.layouts[layout.name]):
                hint = f"{hint}; or {BOTH_SIDES}" if hint else BOTH_SIDES
            shelf.problems.warn(_chosen_at(piece, cards[0]), _left_out(layout, counts), hint, "left-out")


def _as_printed(layout: CardLayout, sides: Sides) -> CardLayout:
    """Without its back where that is not printed."""
    return replace(layout, back={}) if sides == ONE_SIDED else layout


def _left_out(layout: CardLayout, counts: Mapping[str, int]) -> str:
    """'business does not print `example`: 62 cards have one'."""
    have = (f"`{name}`: {f'{count} cards have' if count > 1 else '1 card has'} one" for name, count in counts.items())
    return f"{layout.name} does not print {'; '.join(have)}"


def _elsewhere(names: Iterable[str]) -> str:
    """The layouts that print it, the plain names first: the others are the same at other sizes."""
    known = sorted(names, key=lambda name: (name.count("-"), name))
    return f"these do: {', '.join(known[:MOST_NAMES])}" if known else ""


def _chosen_at(piece: Piece, card: Card) -> Place:
    """Where the layout is chosen: by the order, a category or a card."""
    if card.layout:
        return card.place("layout")
    category = piece.deck.head.categories[card.category]
    return category.marks.of("layout") if category.layout else piece.order.marks.of("layout")
