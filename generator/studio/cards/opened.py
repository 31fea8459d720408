"""The cards of the open workshop as its files are now: read again when one of them has changed, and not before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.codes import Manifest
from generator.deck import CardRows, CardSource, DeckHead, card_rows
from generator.edit.write import digests
from generator.errors import Problems
from generator.kit.job import MANIFEST_NAME
from generator.kit.pictures.live_card import LiveDeck
from generator.kit.request.whereabouts import output_folder
from generator.kit.workshop import Workshop, with_stand_ins
from generator.studio.cards.columns import CardColumn, columns_of, handles
from generator.studio.latest import Latest
from generator.studio.redrawing import PreviewOptions
from generator.studio.state import Studio
from generator.studio.watch import Stamps

DECK_FILE, TITLE = "deck.yaml", "title"


@dataclass(frozen=True)
class OpenedDeck:
    """Of one moment. Raises SourceError where the deck cannot be composed."""

    stamps: Stamps
    rows: CardRows
    seen: Mapping[str, str]  # the files of the cards, as they were read
    shop: Workshop
    by_handle: Mapping[str, CardSource] = field(default_factory=dict)

    @property
    def head(self) -> DeckHead | None:
        return self.shop.deck.head if self.shop.deck else None

    @property
    def is_unreadable(self) -> bool:
        """There is a deck, and nothing of it can be told."""
        return self.head is None and bool(self.seen[DECK_FILE])

    @cached_property
    def columns(self) -> tuple[CardColumn, ...]:
        return columns_of(self.head, self.rows.rows) if self.head else ()

    @property
    def title_key(self) -> str:
        """The field that a card is known by."""
        texts = [column.key for column in self.columns if column.kind == "text" and column.title]
        return TITLE if TITLE in texts or not texts else texts[0]

    @cached_property
    def version(self) -> str:
        """Changes whenever a file of the workshop does."""
        return f"{hash(tuple(sorted(self.stamps.items()))) & 0xFFFFFFFFFFFF:x}"

    @cached_property
    def live(self) -> LiveDeck:
        kit = self.shop.kit
        published = None
        if kit:
            published = Manifest.read(output_folder(self.shop.folder, kit.id, None) / MANIFEST_NAME, Problems(), kit.id)
        return LiveDeck(with_stand_ins(self.shop), published)


def opened_decks(studio: Studio) -> Latest[OpenedDeck]:
    """Raises FileError where a file cannot be read."""
    return Latest(studio, _read)


def _read(options: PreviewOptions, stamps: Stamps) -> OpenedDeck:
    own = replace(options, language="")
    rows = card_rows(own.folder)
    seen = digests(own.folder, {DECK_FILE, *rows.files})
    return OpenedDeck(stamps, rows, seen, own.load(), handles(rows.rows))
