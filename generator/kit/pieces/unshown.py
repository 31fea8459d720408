"""What a card says and no layout shows: a field that is spelt otherwise, or that a layout has forgotten."""

from generator.errors import NOWHERE, Problems, did_you_mean
from generator.kit.pieces.piece import Piece
from generator.kit.request.shelf import Shelf
from generator.layout import shown_fields


def check_shown(piece: Piece, shelf: Shelf) -> None:
    """A warning for each field of the deck that no layout of cards shows, whichever the order names.

    A small layout leaves fields out on purpose, so that the others are asked as well, but only then.
    """
    fields = piece.deck.head.fields
    shown = {field for layout in piece.layouts.values() for field in shown_fields(layout)}
    if not piece.layouts or fields.keys() <= shown:
        return
    quiet = Shelf(shelf.folder, Problems())
    others = (quiet.card(name, NOWHERE) for name in quiet.names("cards"))
    anywhere = shown.union(*(shown_fields(layout) for layout in others if layout))
    for name in (name for name in fields if name not in anywhere):
        hint = did_you_mean(name, sorted(anywhere)) or "name it in a layout of your own, or leave it out"
        shelf.problems.warn(fields[name].marks.here, f"no layout shows the field '{name}'", hint, "unshown-field")
