"""What a build will print, as data: the pieces, which of their cards, and where to. Nothing is drawn here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from generator.codes import KitEntry, Manifest, in_language
from generator.deck import Card, Deck
from generator.errors import FileError, Place, Problems
from generator.kit.pieces import copies, vendor_pages
from generator.kit.pieces.kept import KeptPiece
from generator.kit.pieces.piece import Piece
from generator.kit.request.kit_yaml import Kit
from generator.kit.request.whereabouts import output_folder
from generator.kit.selection import UnknownName, Wanted, check_names, check_proof_names, chosen
from generator.kit.workshop import Workshop, made_at

MANIFEST_NAME = "manifest.json"
NOTHING_YET = Manifest(KitEntry("", ""))


@dataclass(frozen=True)
class PrintJob:
    """A workshop's pieces with all the copies that there are of them, and what of it is printed this time."""

    shop: Workshop
    wanted: Wanted
    home: Path  # where the manifest of all languages lies
    folder: Path  # where its files go
    created: datetime | None  # as the files say
    cards: Mapping[str, Sequence[Card]]  # of each piece, those that are printed where it is wanted
    listed: Manifest | None = None  # what lies at home
    published: Manifest | None = None  # the same in the language that is printed, and of its files alone
    original: "PrintJob | None" = None  # the same in the kit's own language, where that is another one
    inputs: str = ""  # a digest of what decides on pieces that show no card
    kept: Mapping[str, KeptPiece] = field(default_factory=dict)  # what is remembered of each piece
    before: Manifest | None = None  # an earlier edition: only what is not as it was there is printed of the deck

    @property
    def language(self) -> str:
        """What is printed speaks it."""
        return self.shop.language

    @property
    def beneath(self) -> str:
        """What its files' names begin with, seen from home."""
        return f"{self.shop.words.language}/" if self.shop.words else ""

    @property
    def is_everything(self) -> bool:
        return not self.wanted.pieces and not self.wanted.among and not self.shop.proof


def plan(shop: Workshop, kit: Kit, wanted: Wanted, output: Path | None, epoch: str | None) -> PrintJob:
    """What is wrong is added to the workshop's problems. Raises FileError where nothing can be written into the folder,
    or an earlier manifest is not there; UnknownName where what is wanted is none of the kit's.

    `epoch` is SOURCE_DATE_EPOCH, used where the kit has no date.
    """
    folder = home = output_folder(shop.folder, kit.id, output)
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: is a file, so nothing can be written into it; choose another folder with -o")
    if folder.is_symlink() and not folder.exists():
        raise FileError(f"{folder}: is a link that leads nowhere; take it away, or choose another folder with -o")
    wanted = _restrict_to_vendor(wanted, shop, kit)
    check_names(wanted, shop)
    if shop.proof:
        check_proof_names(shop, wanted)
    listed, language = Manifest.read(home / MANIFEST_NAME, shop.problems, kit.id), ""
    if shop.words:
        language = shop.words.language
        folder = home / language
    published = in_language(listed, language) if listed else None
    if wanted.more and published is None and not shop.problems.errors:
        raise UnknownName(f"{folder}: has no manifest that says how far the numbers go: say which, as --numbers 13-20")
    planned = {name: _plan_piece(piece, shop, wanted, published) for name, piece in shop.pieces.items()}
    return PrintJob(
        shop=replace(shop, pieces={name: piece for name, (piece, _) in planned.items()}),
        wanted=wanted,
        home=home,
        folder=folder,
        created=made_at(shop, epoch),
        cards={name: some for name, (_, some) in planned.items()},
        listed=listed,
        published=published,
        before=_earlier(wanted.since, kit.id, language, shop.problems) if wanted.since else None,
        original=_original(shop, wanted, output, epoch),
    )


def _original(shop: Workshop, wanted: Wanted, output: Path | None, epoch: str | None) -> PrintJob | None:
    """What the manifest says in the kit's own language, and nothing of which is drawn. What is wrong there is said."""
    if shop.original is None:
        return None
    own = shop.original()
    shop.problems.found += [problem for problem in own.problems.errors if problem not in shop.problems.found]
    own.icc, own.proof = shop.icc, shop.proof
    return plan(own, own.kit, replace(wanted, since=None), output, epoch) if own.kit else None


def _restrict_to_vendor(wanted: Wanted, shop: Workshop, kit: Kit) -> Wanted:
    """Only what the vendor prints, where the kit is printed for one."""
    if shop.profile is None or shop.profile.vendor is None:
        return wanted
    vendor_pages.check_takes(shop.profile, "pdf", kit.marks.of("profile"), shop.problems)
    return replace(wanted, among=shop.profile.vendor.pieces)


def _plan_piece(
    piece: Piece, shop: Workshop, wanted: Wanted, published: Manifest | None
) -> tuple[Piece, Sequence[Card]]:
    """Of the deck the cards that are wanted; of copies those that the kit orders, or whose numbers are asked for.

    A piece of copies then holds all that there are: these, those that the kit orders, and those of earlier builds.
    """
    if piece.name == "deck":
        return piece, chosen(shop, () if wanted.of_copies else wanted.cards)
    if not piece.has_copies:
        return piece, piece.deck.cards
    printed = ordered = piece.deck
    if not wanted.of_copies and wanted.cards:
        printed = Deck(ordered.head, tuple(card for card in ordered.cards if card.category in wanted.cards))
    elif wanted.of_copies and wanted.wants(piece.name):
        numbers = wanted.numbers or copies.following(piece.kind, ordered, wanted.more, published or NOTHING_YET)
        printed = copies.numbered(ordered, numbers, wanted.cards)
    cards = {card.id: card for card in (*ordered.cards, *printed.cards)}
    known = Deck(ordered.head, tuple(cards.values()))
    deck = replace(known, cards=(*known.cards, *copies.published_before(piece.kind, known, published)))
    return replace(piece, deck=deck), printed.cards


def _earlier(path: Path, kit_id: str, language: str, problems: Problems) -> Manifest | None:
    """The manifest of an earlier edition; a problem where it cannot be used. Raises FileError where there is none."""
    if not path.is_file():
        raise FileError(f"{path}: no such file; --since takes the manifest.json of what was printed before")
    manifest = Manifest.read(path, problems)
    if manifest and manifest.kit.id != kit_id:
        message = f"this manifest is of another kit, '{manifest.kit.id}', not of '{kit_id}'"
        hint = "name the manifest.json of an earlier edition of this kit"
        problems.error(Place(str(path)), message, hint, "manifest")
        return None
    return manifest and in_language(manifest, language)
