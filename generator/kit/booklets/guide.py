"""What the facilitator's guide counts and looks up: times, pieces on the table, how many are needed, codes."""

from collections.abc import Iterator, Mapping
from math import ceil

from generator.booklet import (
    Block,
    Booklet,
    Computed,
    Document,
    Heading,
    Need,
    Plain,
    Schedule,
    Steps,
    Table,
)
from generator.codes import Key
from generator.errors import did_you_mean
from generator.kit.booklets.card_tables import families, recipe_rows
from generator.kit.booklets.steps import aside, clock, spreads
from generator.kit.pieces.piece import Piece
from generator.kit.request.kit_yaml import GuideOrder
from generator.kit.workshop import Workshop
from generator.layout import SpreadFrame

EMPTY = "what it counts is said under `needs:`, in recipes.yaml or in the deck; or take the block out"
WIDTHS = {"schedule": (2.0, 7.0, 4.0), "pieces": (5.0, 2.0, 2.0, 5.0), "settings": (4.0, 4.0, 5.0)}
WIDTHS |= {"cards": (4.0, 5.0, 3.0, 2.0), "families": (5.0, 8.0, 2.0), "recipes": (3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0)}


def guide_document(shop: Workshop, booklet: Booklet, codes: Mapping[Key, str], own: Piece) -> Document:
    """The guide's words, with all that this kit fills in; what it puts on the table and nobody prints is a warning."""
    order = shop.kit.guide if shop.kit and shop.kit.guide else GuideOrder()
    writer = _Writer(shop, booklet, order, codes, own)
    writer.check_steps()
    return writer.document()


class _Writer:
    def __init__(
        self, shop: Workshop, booklet: Booklet, order: GuideOrder, codes: Mapping[Key, str], own: Piece
    ) -> None:
        self.shop, self.booklet, self.order, self.codes = shop, booklet, order, codes
        self.pieces, self.words = shop.pieces, shop.fixed
        self.has_cover = bool(own.layout and own.layout.cover)
        frames = own.layout.front.values() if own.layout else ()
        has_place = any(isinstance(block, Steps) for block in booklet.blocks)
        self.has_spreads = has_place and any(isinstance(frame, SpreadFrame) for frame in frames)

    def document(self) -> Document:
        blocks = tuple(plain for block in self.booklet.blocks for plain in self._plain(block))
        title, intro = ("", "") if self.has_cover else (self.booklet.title, self.booklet.intro)
        return Document(title, intro, blocks, self.booklet.marks)

    def _plain(self, block: Block) -> Iterator[Plain]:
        if isinstance(block, Computed) and block.kind == "families":
            self._check_role(block)
            for name, rows in families(self.shop, self.codes, block.role):
                yield Heading(kind="heading", text=name, marks=block.marks)
                yield self._table(block, rows)
        elif isinstance(block, Steps):
            if self.has_spreads:
                days = (block for block in self.booklet.blocks if isinstance(block, Schedule))
                yield from (spread for day in days for spread in spreads(self.shop, day, self._name))
        elif self._has_rows(one := self._one(block)):
            yield one

    def _has_rows(self, block: Plain) -> bool:
        """A head of a table over nothing is left out, and said."""
        if not isinstance(block, Table) or block.rows:
            return True
        message = "this table has no rows, and is left out"
        self.shop.problems.warn(block.marks.here, message, EMPTY, "empty-table")
        return False

    def _check_role(self, block: Computed) -> None:
        """A role that no card has would leave the tables out without a word."""
        roles = {card.role for card in self.shop.deck.cards if card.role} if self.shop.deck else set()
        if block.role not in roles:
            hint = did_you_mean(block.role, sorted(roles)) or "say `role:` of the cards in deck.yaml, and here which"
            message = f"no card has the role '{block.role}'" if block.role else "this names no role of cards"
            self.shop.problems.error(block.marks.of("role"), message, hint, "unknown-role")

    def _one(self, block: Plain | Schedule | Computed) -> Plain:
        match block:
            case Schedule():
                return self._table(block, tuple(self._day(block)))
            case Computed(kind="pieces"):
                return self._table(block, tuple(self._needed()))
            case Computed(kind="settings"):
                return self._table(block, tuple(self._settings()))
            case Computed(kind="recipes"):
                return self._table(block, tuple(recipe_rows(self.shop)))
            case Computed():
                return self._table(block, tuple(self._cards()))
            case Table():
                self._check_rows(block)
                return block
            case _:
                return block

    def _table(self, block: Schedule | Computed, rows: tuple[tuple[str, ...], ...]) -> Table:
        widths = WIDTHS[block.kind]
        if len(block.columns) != len(widths):
            message = f"the table '{block.kind}' has {len(widths)} columns, and {len(block.columns)} are named"
            self.shop.problems.error(block.marks.of("columns"), message, code="columns")
        return Table(kind="table", columns=block.columns, rows=rows, widths=widths, marks=block.marks)

    def _check_rows(self, table: Table) -> None:
        """A cell too many would not be printed."""
        for number, row in enumerate(table.rows):
            if len(row) != len(table.columns):
                message = f"this row has {len(row)} cells, and the table {len(table.columns)} columns"
                self.shop.problems.error(table.marks.of("rows", number), message, code="columns")
        if table.widths and len(table.widths) != len(table.columns):
            message = f"{len(table.widths)} widths are given for {len(table.columns)} columns"
            self.shop.problems.error(table.marks.of("widths"), message, code="columns")

    def check_steps(self) -> None:
        """Each step has an id of its own, and a form that is there."""
        problems, forms, met = self.shop.problems, self.shop.forms, set[str]()
        for step in (step for block in self.booklet.blocks if isinstance(block, Schedule) for step in block.steps):
            if step.id and step.id in met:
                problems.error(step.marks.of("id"), f"two steps have the id '{step.id}'", code="duplicate-id")
            if step.form and step.form not in forms:
                hint = did_you_mean(step.form, forms)
                problems.error(step.marks.of("form"), f"there is no form '{step.form}'", hint, "unknown-form")
            met.add(step.id or "")

    def _day(self, day: Schedule) -> Iterator[tuple[str, ...]]:
        now = day.start
        for step in day.steps:
            names = []
            for number, piece in enumerate(step.pieces):
                found = self._ordered(piece)
                if not found:
                    where = step.marks.of("pieces", number)
                    message = f"the guide puts '{piece}' on the table, and the kit does not order it"
                    self.shop.problems.warn(where, message, did_you_mean(piece, self.pieces), "not-ordered")
                names.append(self._name(piece))
            said = f"**{step.title}**\n{step.text}" if step.text else f"**{step.title}**"
            if not self.has_spreads:
                said = "\n".join((said, *(f"**{part.label}:** {part.words}" for part in aside(step, self.words))))
            yield f"{clock(now)}–{clock(now + step.minutes)}", said, "\n".join(names)
            now += step.minutes

    def _needed(self) -> Iterator[tuple[str, ...]]:
        for piece, need in self.booklet.needs.items():
            needed = self._count(need)
            each = self._ordered(piece)
            there = _there(each) * self._sets(piece) if each else 0
            if not each:
                message = f"the guide needs '{piece}', and the kit does not order it"
                hint = did_you_mean(piece, self.pieces)
                self.shop.problems.warn(self.booklet.marks.of("needs"), message, hint, "not-ordered")
            more = self._more(piece, needed, there) if there < needed else "–"
            yield self._name(piece), str(needed), str(there), more

    def _sets(self, piece: str) -> int:
        """How often the order sheet has the file of a piece printed: a deck for each table is one file."""
        printers = self.shop.kit.order.printers if self.shop.kit and self.shop.kit.order else ()
        return max((printer.sets for printer in printers if piece in printer.pieces), default=1)

    def _count(self, need: Need) -> int:
        people = self.order.participants
        tables = ceil(people / max(1, self.booklet.seats))
        return need.count * {"session": 1, "table": tables, "participant": people}[need.per]

    def _more(self, piece: str, needed: int, there: int) -> str:
        family, _, name = piece.partition("/")
        match family:
            case "deck" if self._sets(piece) > 1:
                return f"order: printers: sets: {needed}"
            case "deck":
                return f"prepdeck build --sets {needed}"
            case "blanks":
                return self.words.text("more-blanks", count=needed - there)
            case "worksheets":
                return f"worksheets: copies: {{{name}: {needed}}}"
            case _:
                return self.words.text("more-kit", family=family)

    def _settings(self) -> Iterator[tuple[str, ...]]:
        """How each file wants to be printed. Pieces of a page each are said once for their family."""
        said: set[tuple[str, str, str]] = set()
        for piece, each in self.pieces.items():
            family = piece.partition("/")[0]
            row = (
                f"{family}/*.pdf" if "/" in piece else f"{each.stem}.pdf",
                each.page_size(self.words),
                self.words.text(f"sides-{each.sides}"),
            )
            if each.folded:
                row = (f"{each.stem}-booklet.pdf", each.folded.title, self.words.text("sides-two-sided-short-edge"))
            if row not in said:
                said.add(row)
                yield row
            if each.tiles:
                tiles = (f"{family}/*-tiles.pdf", each.tiles.title, self.words.text("sides-one-sided"))
                if tiles not in said:
                    said.add(tiles)
                    yield tiles

    def _cards(self) -> Iterator[tuple[str, ...]]:
        each = self.pieces.get("deck")
        if each is None:
            return
        head, last = each.deck.head, ""
        for card in filter(lambda card: card.quantity, each.deck.cards):
            family = f"**{head.categories[card.category].name}**" if card.category != last else ""
            role = head.roles[card.role].name if card.role in head.roles else ""
            title = card.values.get("title", card.id)
            code = self.codes.get(each.key(card), "")
            yield family, title if isinstance(title, str) else card.id, role, code
            last = card.category

    def _ordered(self, piece: str) -> Piece | None:
        return self.pieces.get(piece)

    def _name(self, piece: str) -> str:
        each, named = self._ordered(piece), piece.partition("/")[0]
        family = self.booklet.name(named) or self.words.texts.get(f"name-{named}", "")
        if "/" not in piece:
            return family or piece
        return f"{each.deck.head.title}\N{NO-BREAK SPACE}· {family}" if each else piece


def _there(each: Piece) -> int:
    """How many the kit prints."""
    if each.has_copies:
        return len(each.deck.cards)
    return each.sets
