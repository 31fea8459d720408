"""The colours of a workshop by their names, and what of it wears them."""

from pathlib import Path

from generator.brand import Brand
from generator.compose.colouring import CATEGORY_ROLES
from generator.kit.pieces.piece import Piece
from generator.kit.request import anatomy
from generator.kit.request.whereabouts import find_workshop
from generator.kit.workshop import load

ROLE_TITLES = dict(
    zip(
        CATEGORY_ROLES,
        (
            "the colour of the card's category, or of the poster",
            "ink or paper, whichever stands out on that",
            "that, pale",
            "that, dark",
            "that in the shade: a table on which pictures stand",
            "the ink of pictures that stand on it",
        ),
        strict=True,
    )
)


def colours(named: Path | None = None) -> dict[str, str]:
    """Each colour's value and use, as far as the files can be read: problems are `check`'s to say.

    Raises FileError where there is no such workshop.
    """
    shop = load(find_workshop(named))
    uses: dict[str, dict[str, None]] = {}
    for piece in shop.pieces.values():
        for name, wearer in _worn(piece):
            uses.setdefault(name, {})[wearer] = None
    values = {name: colour.hex for name, colour in (shop.brand or Brand()).palette().items()}
    values |= {name: f"{title}:" for name, title in ROLE_TITLES.items() if name in uses}
    return {name: f"{value} {', '.join(uses.get(name, ()))}".rstrip() for name, value in values.items()}


def _worn(piece: Piece) -> list[tuple[str, str]]:
    """Names of colours with what wears them: families of cards, a poster; of layouts what they are for."""
    whole = piece.name.partition("/")[0] if piece.is_form else piece.name
    families = piece.deck.head.categories
    of_families = [(family.colour, name if piece.is_card else whole) for name, family in families.items()]
    return of_families + [
        (name, use)
        for layout in piece.layouts.values()
        for name, found in anatomy.colours(layout).items()
        for use in found
    ]
