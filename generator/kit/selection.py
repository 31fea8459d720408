"""Which part of a kit was asked for: a piece, some cards by id or category, some blank cards by number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.deck import Card
from generator.errors import FileError, did_you_mean
from generator.kit.pieces.copies import as_text
from generator.kit.pieces.running_text import ORDER
from generator.kit.request.proof_names import proof_name
from generator.kit.workshop import Workshop

LONGEST_NUMBERS = 80  # characters of a file's name


class UnknownName(ValueError):
    """A name of the command that is none of the kit's."""


@dataclass(frozen=True)
class Wanted:
    """Everything, where nothing is said."""

    only: tuple[str, ...] = ()  # pieces
    cards: tuple[str, ...] = ()  # ids or categories
    numbers: tuple[int, ...] = ()  # of copies; with `cards`, of those categories alone
    more: int = 0  # so many further copies, numbered on
    since: Path | None = None  # a manifest: the cards that are not as they were there
    among: tuple[str, ...] = ()  # the pieces that a vendor prints

    @property
    def pieces(self) -> tuple[str, ...]:
        """Numbers are of blank cards, cards of the deck: whoever asks for some wants no other piece. None: all."""
        return self.only or (("blanks",) if self.of_copies else ("deck",) if self.cards or self.since else ())

    @property
    def of_copies(self) -> bool:
        """Whether copies are wanted beside those that the kit orders."""
        return bool(self.numbers or self.more)

    @property
    def is_part(self) -> bool:
        """Whether some things of a piece are wanted, and not all of them."""
        return bool(self.cards or self.of_copies or self.since)

    def wants(self, piece: str) -> bool:
        family = piece.partition("/")[0]
        return (not self.pieces or family in self.pieces) and (not self.among or family in self.among)


def names_of(words: Sequence[str]) -> tuple[str, ...]:
    """The ids that a command lists, with commas or blanks between."""
    return tuple(name for said in words for name in said.replace(",", " ").split())


def check_names(wanted: Wanted, shop: Workshop) -> None:
    """Raises UnknownName for a piece that the kit does not order, and for cards and categories that there are not."""
    if wanted.numbers and wanted.more:
        raise UnknownName("--more counts on by itself: leave --numbers out")
    if len(as_text(wanted.numbers)) > LONGEST_NUMBERS:
        raise UnknownName(
            "--numbers: the file is called after them, and these make too long a name; print them in parts"
        )
    if wanted.since and (wanted.cards or wanted.of_copies or wanted.pieces != ("deck",)):
        raise UnknownName(
            "--since finds the cards of the deck that have changed: leave --cards, --numbers, --more and --only out"
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
    if not wanted.of_copies:
        known |= {card.id for each in pieces for card in each.deck.cards}
    for name in wanted.cards:
        if name not in known:
            hint = did_you_mean(name, sorted(known))
            raise UnknownName(f"the kit has no '{name}' to print" + (f"; {hint}" if hint else ""))
    if wanted.cards and not wanted.of_copies and wanted.wants("deck"):
        _check_any(chosen(shop, wanted.cards))


def _check_any(cards: Sequence[Card]) -> None:
    """Cards that are named and of which none would be printed."""
    if not cards or any(card.quantity for card in cards):
        return
    if any(card.left_out for card in cards):
        raise UnknownName(
            "none of these cards is in the selection that is printed: name them by id, or --selection all"
        )
    raise UnknownName("none of these cards is printed: the quantity of each is 0")


def chosen(shop: Workshop, names: Sequence[str]) -> Sequence[Card]:
    """The deck's cards that are named by id or category, in its order; all where none is. One that is named by its id
    is printed, whether it is in the selection or not.
    """
    cards = shop.deck.cards if shop.deck else ()
    named = (card for card in cards if not names or card.id in names or card.category in names)
    return [
        replace(card, quantity=card.left_out, left_out=0) if card.left_out and card.id in names else card
        for card in named
    ]


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
