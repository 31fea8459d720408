"""One kit in the making: codes given out, fonts and colours at hand, cards composed as they are asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from generator.brand import ACCENT, Brand, colour_named
from generator.codes import BrandEntry, CodeSpot, FileEntry, Key, Manifest, Thing, assign, check_capture_url, host_of
from generator.codes.markers import COUNT, CardTile, number_cards
from generator.compose import Composer, Desk, Facts, KitFacts, Typesetter
from generator.compose.logos import LogoFindings
from generator.compose.marker import marker_in
from generator.compose.miniature import ShownFace
from generator.compose.printed_address import room_for, shows_corners
from generator.deck import Card, Category
from generator.errors import Problems
from generator.face import Entry, Face
from generator.fonts import FontBook, FontFinder, hyphens
from generator.images import Pictures
from generator.impose import NetOnPaper, Plan, Tiling, on_paper, plan, tile
from generator.kit.booklets.documents import documents
from generator.kit.pieces.copies import pages_of
from generator.kit.pieces.piece import Piece
from generator.kit.pieces.recipe_cards import companions
from generator.kit.pieces.running_text import page_counts
from generator.kit.press.brand_fonts import brand_fonts
from generator.kit.press.separations import Prepress
from generator.kit.request.shelf import Shelf
from generator.kit.workshop import Workshop
from generator.layout import SIDES, CardLayout, TileFrame
from generator.motifs.line import drawing
from generator.pdf import DrawnForms

if TYPE_CHECKING:
    from generator.booklet import PieceFace  # a model that a kit without running text does without

Progress = Callable[[int, int], None]


def unwatched(done: int, total: int) -> None:
    """Progress that nobody watches."""


class Materials(NamedTuple):
    """Fonts and pictures, which take longest to read."""

    book: FontBook
    typesetter: Typesetter
    pictures: Pictures
    logos: Pictures


class Shared:
    """What all pieces of a kit have in common: their codes, fonts, colours and pictures."""

    def __init__(
        self,
        shop: Workshop,
        published: Manifest | None,
        prepress: Prepress | None = None,
        *,
        stock: Materials | None = None,
        gives_hints: bool = True,
    ) -> None:
        """`prepress`: what a press asks of the files, where they are for one; `stock`: of the same workshop, read
        before; `gives_hints`: which layouts have more room, where a card has none.
        """
        if shop.kit is None or shop.deck is None or shop.brand is None:
            raise ValueError("a kit, a deck and a brand are needed; see with_stand_ins")
        self.shop, self.kit, self.deck, self.problems = shop, shop.kit, shop.deck, shop.problems
        self.is_refused = False  # the address, with a problem
        self.codes = self._codes(published)
        self.tiles = self._tiles(published)  # card id → number of its marker, printed or not
        self.stock = stock or self._read_stock(shop.brand)
        self.book, self.typesetter, self.pictures, self.logos = self.stock
        self.prepress, self._gives_hints = prepress, gives_hints
        self.forms = DrawnForms()
        self.marks = LogoFindings()
        self.productions: dict[
            str, Production
        ] = {}  # by the names of their pieces: who shows another's faces looks here
        self.is_overlong = bool(self.codes) and not self.is_refused and self._has_no_room()

    def _read_stock(self, brand: Brand) -> Materials:
        book, language, folder = brand_fonts(brand, self.problems), self.deck.head.language, self.shop.folder
        fonts = FontFinder(book, folder)
        pictures = Pictures(folder, fonts, drawing)
        logos = Pictures(brand.logo.folder, fonts, called=self.shop.called) if brand.logo else pictures
        return Materials(book, Typesetter(book, partial(hyphens, language), language), pictures, logos)

    def _has_no_room(self) -> bool:
        """Whether the address has no room beside the codes of some layout: one problem for all that show it."""
        host = host_of(self.kit.capture.url)
        rooms = [(room_for(host, layout, self.typesetter), layout.name) for layout in self._with_codes()]
        room, name = min(rooms, default=(len(host), ""))
        if room == len(host):
            return False
        message = f"the address has no room beside the codes of {name}: '{host}' has {len(host)} characters"
        hint = f"the first {room} would fit; use a shorter name or path, or give its frame more room"
        self.problems.error(self.kit.capture.marks.of("url"), message, hint, "capture-url-long")
        return True

    def _with_codes(self) -> list[CardLayout]:
        return [layout for each in self.shop.pieces.values() if each.has_codes for layout in each.layouts.values()]

    def _codes(self, published: Manifest | None) -> dict[Key, str]:
        url = self.kit.capture.url
        if self.kit.capture.is_none:
            return {}
        if not url:
            where = self.kit.marks.here
            hint = "add `capture: {url: http://prepdeck.local:8765}` to kit.yaml, or `capture: none`"
            self.problems.warn(where, "without capture.url no codes are printed", hint, "no-codes")
            return {}
        corners = any(shows_corners(layout) for layout in self._with_codes())
        where = self.kit.capture.marks.of("url")
        self.is_refused = not check_capture_url(url, where, self.problems, corners=corners)
        things = [
            Thing(*each.key(card), card.code, card.place("code"))
            for each in self.shop.pieces.values()
            if each.has_codes
            for card in each.deck.cards
        ]
        return assign(things, self.kit.id, self.problems, published)

    def _tiles(self, published: Manifest | None) -> dict[str, int]:
        """Of cards with a code: what cannot be logged needs no number, of which there are few."""
        numbers: dict[str, int] = {}
        for each in self.shop.pieces.values() if self.codes else ():
            if each.has_tiles:
                cards = [CardTile(card.id, card.tile, card.place("tile")) for card in each.deck.cards]
                given = number_cards(cards, self.problems, published)
                numbers.update(given.of)
                if given.without and self._shows_tiles(each):
                    self._report_without(given.without)
        return numbers

    def _shows_tiles(self, each: Piece) -> bool:
        return self.kit.deck.tile != "none" and any(map(tile_of, each.layouts.values()))

    def _report_without(self, count: int) -> None:
        cards = "1 card has" if count == 1 else f"{count:,} cards have"
        message = f"{cards} no tile: there are {COUNT:,} markers"
        hint = "photographs of a table do not know them; their codes work as ever"
        self.problems.warn(self.kit.deck.marks.here, message, hint, "no-tiles")

    def desk(self, each: Piece, files: Sequence[FileEntry]) -> Desk:
        """What the cards of one piece are composed with; `files` are what an order sheet lists."""
        brand = self.shop.brand or Brand()
        url = self.kit.capture.url.rstrip("/")
        codes = {card.id: code for card in each.deck.cards if (code := self.codes.get(each.key(card)))}
        numbers = {card.id: copy for card in each.deck.cards if (copy := each.key(card)[2])}
        host = host_of(url) if url else ""
        faults = (self.is_overlong, self.is_refused)
        tiles = self.tiles if each.has_tiles and self.kit.deck.tile != "none" else {}
        kit = KitFacts(
            self.kit.title, self.kit.edition, host, url, codes, numbers, *faults, self.kit.marks, tiles=tiles
        )
        if each.has_tiles:
            label = self.shop.fixed.texts["card-goes-with"]
            kit = replace(kit, companions=companions(each.deck, self.shop.examples), companions_label=label)
        facts = Facts(each.deck, brand, kit)
        shared = (self.book, self.typesetter, self.pictures, self.logos)
        written = documents(each, self.shop, self.codes, files)
        desk = Desk(each.deck, facts, brand, brand.palette(), *shared, self.shop.forms, each.examples, written)
        if (press := self.prepress) is not None:
            desk = replace(desk, picture_fault=press.picture_fault, drawing_fault=press.drawing_fault)
        desk = replace(desk, marks=self.marks, piece=each.name, layout_of=each.layout_of, faces=self.shown)
        desk = replace(desk, families=self.families)
        hinted = self._gives_hints and each.is_card and not each.is_blank
        return replace(desk, roomier=self._roomier(each, desk)) if hinted else desk

    def shown(self, shown: "PieceFace") -> ShownFace | None:
        """A face of another piece, as it is printed; None where there is none."""
        production = self.productions.get(shown.piece)
        return production.shown(shown) if production else None

    @cached_property
    def families(self) -> Mapping[str, Category]:
        """Of the first card that plays each role."""
        cards = (card for card in reversed(self.deck.cards) if card.role)
        return {card.role: self.deck.head.categories[card.category] for card in cards}

    def _roomier(self, each: Piece, desk: Desk) -> Callable[[CardLayout], str]:
        """Which layouts have more room, looked for once and only where a card has none."""

        @cache
        def hint(name: str) -> str:
            from generator.kit.press.capacity import roomier

            cards = [card for card in each.deck.cards if each.layout_of(card) == name]
            return roomier(desk, Shelf(self.shop.folder, Problems()), each.layouts[name], cards)

        return lambda layout: hint(layout.name)


class Production:
    """Composes the cards of one piece. What is wrong is added to the workshop's problems."""

    def __init__(self, shared: Shared, piece: Piece, files: Sequence[FileEntry] = ()) -> None:
        self.shared, self.piece = shared, piece
        self.kit, self.deck, self.problems = shared.kit, piece.deck, shared.problems
        self.desk = shared.desk(piece, files)
        composers = {
            name: Composer(self.desk, layout, self.problems)
            for name, layout in piece.layouts.items()
            if self._fits(layout)
        }
        self.composers = {name: composer for name, composer in composers.items() if composer.ready}
        self.digests: dict[str, dict[str, str]] = {}  # card id → side → digest
        self.spots: dict[str, tuple[CodeSpot, ...]] = {}  # where the codes of a card stand
        self.entries: dict[tuple[str, str], tuple[Entry, ...]] = {}  # layout and form → where it is filled in
        self._places: dict[tuple[CodeSpot, ...], tuple[CodeSpot, ...]] = {}  # each once: most cards have theirs in one
        self._kept: set[tuple[str, str]] = {(card.id, "front") for card in piece.deck.cards[:1]}  # shown by others
        self._again: dict[tuple[str, str], Face] = {}  # faces that are drawn in several ways
        self._shared_digests: dict[tuple[str, str, str, str], str] = {}
        shared.productions[piece.name] = self
        for shown in (shown for document in self.desk.documents.values() for shown in document.shown):
            if shown.piece in shared.productions:
                shared.productions[shown.piece].keep(shown)

    def _fits(self, layout: CardLayout) -> bool:
        """A card's own layout lies in the same slots as the deck's, so it needs the same trim and bleed."""
        deck = self.piece.layout
        if deck is None or self.piece.is_net or (layout.size == deck.size and layout.bleed == deck.bleed):
            return True
        message = f"the layout '{layout.name}' has another trim or bleed than the deck's '{deck.name}'"
        where = layout.marks.of("trim")
        self.problems.error(
            where, message, "cards of one deck are cut on one sheet: use the same trim and bleed", "trim"
        )
        return False

    def composer(self, card: Card) -> Composer | None:
        return self.composers.get(self.piece.layout_of(card))

    def prepare(self) -> None:
        for composer in self.composers.values():
            composer.prepare(card for card in self.deck.cards if self.composer(card) is composer)

    def pages(self) -> tuple[Card, ...]:
        """The pages of running text, as many as its words need: a card each."""
        composers = [(card, composer) for card in self.deck.cards if (composer := self.composer(card))]
        counts = page_counts({card.category: composer.pages(card) for card, composer in composers})
        return tuple(page for card, _ in composers for page in pages_of(card, counts[card.category]))

    def face(self, card: Card, side: str) -> Face | None:
        """One side of a card, its digest kept for the manifest."""
        composer = self.composer(card)
        if composer is None or (side == "back" and not composer.two_sided):
            return None
        face = self._again.get((card.id, side))
        if face is None:
            face = composer.front(card) if side == "front" else composer.back(card)
        if (card.id, side) in self._kept or self.piece.tiles or self.piece.folded:  # drawn more than once
            self._again[card.id, side] = face
        digests = self.digests.setdefault(card.id, {})
        if side not in digests:
            digests[side] = self._digest(composer, card, side, face)
            self._note_code(card, side, face)
            if face.entries:
                self.entries.setdefault((composer.layout.name, card.form), face.entries)
        return face

    def shown(self, shown: "PieceFace") -> ShownFace | None:
        """A face that another piece shows, composed once however often."""
        card = next((card for card in self.deck.cards if shown.card in (card.id, "")), None)
        composer = self.composer(card) if card else None
        if card is None or composer is None:
            return None
        self.keep(shown)
        face = self.face(card, shown.side)
        return ShownFace(face, self.digests[card.id][shown.side], composer.layout.corner) if face else None

    def keep(self, shown: "PieceFace") -> None:
        """Its face is wanted again."""
        first = next((card.id for card in self.deck.cards), "")  # a deck may be empty, which is said elsewhere
        self._kept.add((shown.card or first, shown.side))

    def _note_code(self, card: Card, side: str, face: Face) -> None:
        boxes = (code.box for code in face.codes())
        spots = tuple(
            CodeSpot(face=side, x=round(box.x, 3), y=round(box.y, 3), side=round(box.width, 3)) for box in boxes
        )
        if spots:
            self.spots[card.id] = self._places.setdefault(spots, spots)

    def _digest(self, composer: Composer, card: Card, side: str, face: Face) -> str:
        if not composer.shared(side):
            return face.digest()
        key = (composer.layout.name, side, card.category, card.role)
        known = self._shared_digests.get(key)
        if known is None:
            known = self._shared_digests[key] = face.digest()
        return known

    def drawn(self, cards: Iterable[Card]) -> str:
        """A digest of these cards, as they are drawn now."""
        faces = sorted((card.id, *sorted(self.digests.get(card.id, {}).items())) for card in cards)
        return sha256(repr(faces).encode()).hexdigest()

    def compose_rest(self, progress: Progress) -> None:
        """Whatever has not been printed: its problems are wanted all the same."""
        for done, card in enumerate(self.deck.cards, 1):
            self._compose(card)
            progress(done, len(self.deck.cards))

    def compose_printed(self) -> None:
        """What another build of the same order prints: its problems and digests are wanted all the same. Cards that are
        in no selection, which may be most, are for a check to look at.
        """
        for card in self.deck.cards:
            if self.piece.name != "deck" or card.quantity:
                self._compose(card)

    def _compose(self, card: Card) -> None:
        for side in SIDES:
            if side not in self.digests.get(card.id, {}):
                self.face(card, side)

    def plan(self) -> Plan | None:
        each = self.piece
        if each.layout is None or each.sheet is None or (each.sheet.paper and each.paper is None):
            return None
        net = self.net()
        if each.is_net and net is None:
            return None  # where the net has no room its card needs no message of its own
        where, uniform = each.order.marks.of("sheet"), self._uniform_edge()
        args = (each.layout.size, each.layout.bleed)
        if net:  # pages of one file lie alike, where they can
            lying = replace(each.sheet, orientation="landscape" if net.paper.landscape else "portrait")
            if found := plan(*args, lying, each.paper, each.sides, uniform, Problems(), where):
                return found
        return plan(*args, each.sheet, each.paper, each.sides, uniform, self.problems, where)

    def tiling(self) -> Tiling | None:
        """How the piece goes on smaller papers, where it is ordered so."""
        each, order = self.piece, self.kit.posters
        if each.tiles is None or each.layout is None or order is None:
            return None
        where = order.marks.of("tiles")
        return tile(each.layout.size, each.tiles.size, order.margin, order.overlap, self.problems, where)

    def net(self) -> NetOnPaper | None:
        """How the net of the box that it is lies on its paper."""
        each, order = self.piece, self.kit.box
        if each.boxes is None or each.paper is None or order is None:
            return None
        where = order.marks.of("paper")
        return on_paper(each.boxes.net, each.paper.size, self.problems, where, f"the paper '{order.paper}'")

    def _uniform_edge(self) -> bool:
        """Whether one colour runs off every face, so that neighbours can share a cut."""
        edges = {
            composer.edge(card, side)
            for card in _one_of_each_category(self.deck.cards)
            if (composer := self.composer(card))
            for side in (("front", "back") if composer.two_sided else ("front",))
        }
        return len(edges) == 1 and None not in edges


def tile_of(layout: CardLayout) -> CodeSpot | None:
    """Where the marker of a tile stands in a layout: a frame of this kind neither lends room nor takes any."""
    for side in SIDES:
        for frame in layout.side(side).values():
            if isinstance(frame, TileFrame) and not frame.box.faults():
                square = marker_in(frame.box.within(layout.size))
                return CodeSpot(side, round(square.x, 3), round(square.y, 3), round(square.width, 3))
    return None


def brand_entry(production: Production) -> BrandEntry:
    brand = production.desk.brand
    palette = brand.palette()
    colours = {name: colour.hex for name, colour in palette.items()}
    named = {name: colour_named(own.second, palette) for name, own in brand.colours.items() if own.second}
    if own := brand.colours.get(brand.accent):  # the accent is that colour
        named[ACCENT] = colour_named(own.second, palette)
    second = {name: colour.hex for name, colour in named.items() if colour}
    return BrandEntry(brand.client, brand.legal, colours, second or None)


def _one_of_each_category(cards: Iterable[Card]) -> Iterable[Card]:
    """A card of each category and layout: edges depend on nothing else."""
    return {(card.category, card.layout): card for card in cards}.values()
