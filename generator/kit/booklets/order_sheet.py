"""The order sheet: for each who prints a page with the files, each with a picture of its first page and a box to tick,
and how it is printed. Their checksums stand in the manifest.
"""

from collections.abc import Iterator, Mapping, Sequence

from generator.booklet import Document, Heading, OrderWords, PieceFace, Plain, Table
from generator.codes import FileEntry
from generator.errors import did_you_mean
from generator.kit.pieces.copies import is_of_numbers
from generator.kit.pieces.piece import Piece
from generator.kit.pieces.running_text import GUIDE, ORDER
from generator.kit.request.kit_yaml import Printer, SheetOrder
from generator.kit.request.proof_names import is_proof
from generator.kit.workshop import Workshop
from generator.sources import NO_MARKS, Marks

ORDERED = (
    "blanks",
    "posters",
    "join",
    "worksheets",
    "box",
    "guide",
    "catalogue",
)  # of kit.yaml: what is wrong there is said there
TILES = "tiles"  # of posters: they are of another paper than the whole, and for another printer
TILED, STAPLED = "-tiles.pdf", "-booklet.pdf"
ENDS = ("", "-tiles", "-fronts", "-backs", "-booklet")  # of the files of a piece
FILES = (39.5, 10.2, 22, 26.3, 28.5)
COLUMNS = ("file", "pages", "page-size", "print-on", "stock")
FACTS = (1.0, 4.0)


def order_documents(shop: Workshop, words: OrderWords, files: Sequence[FileEntry]) -> Mapping[str, Document]:
    """A document for each who prints; a piece that is named and not ordered is a problem."""
    order = shop.kit.order if shop.kit and shop.kit.order else SheetOrder()
    writer = _Writer(shop, order, words, files)
    return {f"{ORDER}-{number}": writer.document(pages) for number, pages in enumerate(order.pages, 1)}


def files_of_printers(shop: Workshop, files: Sequence[FileEntry]) -> dict[str, list[str]]:
    """Who prints, by name, and the files that each of them gets; all of them for '' where nobody is named."""
    order = shop.kit.order if shop.kit and shop.kit.order else SheetOrder()
    listed, found = _Files(shop, files), dict[str, list[str]]()
    for printer in order.printers or (Printer(name=""),):
        names = found.setdefault(printer.name, [])
        names += [file.name for file, _ in listed.of([printer]) if file.name not in names]
    return found


class _Files:
    """The files of a kit, each with its piece, in the order of the kit."""

    def __init__(self, shop: Workshop, files: Sequence[FileEntry]) -> None:
        self.stems = {each.stem: each for each in shop.pieces.values()}
        # Those of earlier builds stand where these would.
        known = ((file, found) for file in files if (found := self._piece(file)))
        place = {name: number for number, name in enumerate(shop.pieces)}
        by_piece = sorted(known, key=lambda one: (place[one[1][0].name], ENDS.index(one[1][1])))
        self.all = [(file, each) for file, (each, _) in by_piece]

    def of(self, printers: Sequence[Printer]) -> Iterator[tuple[FileEntry, Piece]]:
        """What any of them prints."""
        return ((file, each) for file, each in self.all if any(self.wants(one, file, each) for one in printers))

    def wants(self, printer: Printer, file: FileEntry, each: Piece) -> bool:
        """Whether the file, which is of that piece, is this printer's."""
        if each.lists_files or (each.folded and not file.name.endswith(STAPLED)):
            return False  # the single pages of a booklet are for a screen
        family = TILES if file.name.endswith(TILED) else each.name.partition("/")[0]
        named = {family} if family == TILES else {family, each.name}
        return not printer.pieces or bool(named & set(printer.pieces))

    def _piece(self, file: FileEntry) -> tuple[Piece, str] | None:
        """The piece that the file is of, and how its name ends. Files that a command printed beside the kit are no part
        of the order, nor are proofs and those to fill in.
        """
        stem = file.name.removesuffix(".pdf")
        if stem.endswith(("-selected", "-fillable")) or is_of_numbers(stem) or is_proof(stem, self.stems):
            return None
        for end in ENDS:
            if stem.endswith(end) and (each := self.stems.get(stem.removesuffix(end))):
                return each, end
        return None


class _Writer:
    def __init__(self, shop: Workshop, order: SheetOrder, words: OrderWords, files: Sequence[FileEntry]) -> None:
        self.shop, self.order, self.words = shop, order, words
        self.fixed = shop.fixed
        self.files = _Files(shop, files)

    def document(self, printers: Sequence[Printer]) -> Document:
        """Of orders that differ in what is printed and how often alone."""
        for each in printers:
            self._check(each)
        printer = printers[0]
        files = [
            (order, file, each)
            for file, each in self.files.all
            for order in printers
            if self.files.wants(order, file, each)
        ]
        blocks: list[Plain] = [_table(("", ""), tuple(self._facts(printer)), FACTS, printer.marks)]
        if files:
            columns = self.words.columns or tuple(self.fixed.text(f"order-{name}") for name in COLUMNS)
            rows = tuple(self._row(*each) for each in files)
            shown = tuple(_first(file, each) for _, file, each in files)
            if said := self.words.labels.get("files"):
                blocks.append(Heading(kind="heading", text=said))
            blocks.append(_table(columns, rows, FILES, shown=shown))
        title = self.words.title or self.fixed.text("order-title")
        title = f"{title}: {printer.name}" if printer.name else title
        intro = self.fixed.text("order-intro") if self.words.intro is None else self.words.intro
        return Document(title, intro, tuple(blocks), self.words.marks)

    def _label(self, name: str) -> str:
        return self.words.labels.get(name) or self.fixed.text(f"order-{name}")

    def _check(self, printer: Printer) -> None:
        known = {*self.shop.pieces, *(name.partition("/")[0] for name in self.shop.pieces), TILES}
        known |= {piece for piece in ORDERED if getattr(self.shop.kit, piece, None)}
        for number, piece in enumerate(printer.pieces):
            if piece not in known:
                hint = did_you_mean(piece, sorted(known)) or f"known here: {', '.join(sorted(known))}"
                where = printer.marks.of("pieces", number)
                self.shop.problems.error(where, f"the kit orders no '{piece}'", hint, "unknown-piece")

    def _facts(self, printer: Printer) -> Iterator[tuple[str, str]]:
        kit, label = self.shop.kit, self._label
        facts = {
            "job": self.fixed.text("edition", title=kit.title, edition=kit.edition) if kit else "",
            "contact": self.order.contact,
            "by": printer.by,
            "stock": printer.stock,
            "finish": printer.finish,
            "corners": printer.corners,
            "note": printer.note,
        }
        yield from ((f"**{label(name)}**", said) for name, said in facts.items() if said)

    def _row(self, printer: Printer, file: FileEntry, each: Piece) -> tuple[str, ...]:
        """Each row says all of it: whoever prints has one file in hand at a time."""
        is_tiled = file.name.endswith(TILED)
        paper = each.folded or (each.tiles if is_tiled else None)
        page = paper.title if paper else each.page_size(self.fixed)
        sides = "two-sided-short-edge" if each.folded else "one-sided" if is_tiled else each.sides
        said = self.words.sides.get(sides) or self.fixed.text(f"sides-{sides}")
        kind = GUIDE if is_tiled else each.kind
        stock = printer.stock or self.words.stock.get(kind) or self.fixed.texts.get(f"stock-{kind}", "")
        pages = f"{file.pages}\n{printer.sets} {self._label('times')}" if printer.sets > 1 else str(file.pages)
        said = f"{said}\n{self.fixed.text('order-as-it-is')}"
        return f"**{self._what(each)}**\n{file.name}", pages, f"{page}\n{self._cut(each, is_tiled)}", said, stock

    def _what(self, each: Piece) -> str:
        """What the file is, for somebody who has never seen it."""
        names = self.fixed.texts
        family = names.get(f"name-{each.kind}") or names.get(f"name-{each.name.partition('/')[0]}", each.name)
        if "/" in each.name and f"name-{each.kind}" not in names:
            return f"{each.deck.head.title}\N{NO-BREAK SPACE}· {family}"
        if not each.is_card:
            return family
        count = sum(card.quantity for card in each.deck.cards)
        return f"{family}: {self.fixed.text('contact-one' if count == 1 else 'contact-many', count=count)}"

    def _cut(self, each: Piece, is_tiled: bool) -> str:
        layout, number = each.layout, self.fixed.number
        if each.folded:
            return self.fixed.text("order-stapled")
        if is_tiled or each.is_net:
            return self.fixed.text("order-glued" if is_tiled else "order-folded")
        if layout is None or not (each.is_card or layout.bleed):
            return self.fixed.text("order-uncut")
        size = " × ".join(number(round(side, 1)) for side in layout.size)
        return self.fixed.text("order-cut", size=size, bleed=number(layout.bleed))


def _first(file: FileEntry, each: Piece) -> PieceFace:
    """What its first page shows."""
    return PieceFace(each.name, "", "back" if file.name.endswith("-backs.pdf") else "front")


def _table(
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    widths: tuple[float, ...],
    marks: Marks = NO_MARKS,
    shown: tuple[PieceFace, ...] = (),
) -> Table:
    return Table(kind="table", columns=columns, rows=rows, widths=widths, shown=shown, marks=marks)
