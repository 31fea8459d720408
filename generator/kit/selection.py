"""Which part of a kit was asked for: a piece, some cards by id or category, some blank cards by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.deck import Card
from generator.errors import FileError, did_you_mean
from generator.kit.pieces.running_text import ORDER
from generator.kit.request.proof_names import proof_name
from generator.kit.workshop import Workshop


class UnknownName(ValueError):
    """A name of the command that is none of the kit's."""


@dataclass(frozen=True)
class Wanted:
    """Everything, where nothing is said."""

    only: tuple[str, ...] = ()  # pieces
    cards: tuple[str, ...] = ()  # ids or categories
    numbers: tuple[int, ...] = ()  # of blank cards; with `cards`, of those categories alone
    since: Path | None = None  # a manifest: the cards that are not as they were there
    among: tuple[str, ...] = ()  # the pieces that a vendor prints

    @property
    def pieces(self) -> tuple[str, ...]:
        """Numbers are of blank cards, cards of the deck: whoever asks for some wants no other piece. None: all."""
        return self.only or (("blanks",) if self.numbers else ("deck",) if self.cards or self.since else ())

    @property
    def is_part(self) -> bool:
        """Whether some things of a piece are wanted, and not all of them."""
        return bool(self.cards or self.numbers or self.since)

    def wants(self, piece: str) -> bool:
        family = piece.partition("/")[0]
        return (not self.pieces or family in self.pieces) and (not self.among or family in self.among)


def names_of(words: Sequence[str]) -> tuple[str, ...]:
    """The ids that a command lists, with commas or blanks between."""
    return tuple(name for said in words for name in said.replace(",", " ").split())


def check_names(wanted: Wanted, shop: Workshop) -> None:
    """Raises UnknownName for a piece that the kit does not order, and for cards and categories that there are not."""
    if wanted.since and (wanted.cards or wanted.numbers or wanted.pieces != ("deck",)):
        raise UnknownName(
            "--since finds the cards of the deck that have changed: leave --cards, --numbers and --only out"
        )
    pieces = [each for name, each in shop.pieces.items() if wanted.wants(name)]
    if wanted.among and (others := [piece for piece in wanted.pieces if piece not in wanted.among]):
        raise UnknownName(
            f"a vendor prints the {' and the '.join(wanted.among)} alone, not the {others[0]}: leave out --for"
        )
    ordered = {name.partition("/")[0] for name in shop.pieces}
    if lacking := [piece for piece in wanted.pieces if piece not in ordered]:
        keys = " and ".join(f"`{piece}:`" for piece in lacking)
        raise UnknownName(f"this kit orders no {' and no '.join(lacking)}: kit.yaml has no {keys}")
    known = {card.category for each in pieces for card in each.deck.cards}
    if not wanted.numbers:
        known |= {card.id for each in pieces for card in each.deck.cards}
    for name in wanted.cards:
        if name not in known:
            hint = did_you_mean(name, sorted(known))
            raise UnknownName(f"the kit has no '{name}' to print" + (f"; {hint}" if hint else ""))


def chosen(shop: Workshop, names: Sequence[str]) -> Sequence[Card]:
    """The deck's cards that are named by id or category, in its order; all where none is."""
    cards = shop.deck.cards if shop.deck else ()
    return [card for card in cards if not names or card.id in names or card.category in names]


def check_proof_names(shop: Workshop, wanted: Wanted) -> None:
    """Raises FileError where the proof of one piece would have the name of another; UnknownName for the order sheet,
    which lists the files that are printed for good.
    """
    if wanted.only == (ORDER,):
        raise UnknownName("the order sheet has no proof: it lists the files that are printed for good")
    names = {f"{each.stem}.pdf" for each in shop.pieces.values()}
    for each in shop.pieces.values():
        if proof_name(f"{each.stem}.pdf") in names:
            raise FileError(
                f"{proof_name(each.stem + '.pdf')}: is a piece of the kit itself; give one of them another name"
            )
