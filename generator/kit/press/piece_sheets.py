"""The pages of a piece: cards composed as their sheet comes up, drawn, and forgotten."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from generator.colours import BLACK
from generator.compose import Typesetter
from generator.compose.slug import slug_line
from generator.deck import Card
from generator.errors import Problems
from generator.face import Item, Layer, Outline, PathStep, Placed, make_art, rectangle
from generator.geometry import Rect, Transform
from generator.impose import Duplex, Laid, Mark, PieceSide, Plan, SheetPage, Slug, page_order
from generator.kit.pieces.piece import Piece
from generator.kit.press.cut_files import cut_names
from generator.kit.press.production import Production, Progress
from generator.kit.words.fixed_words import FixedWords, english
from generator.pdf import DocumentInfo, Drawn, Placement, Writer
from generator.units import MM_PER_POINT

if TYPE_CHECKING:
    from generator.kit.request.printer_profile import SheetDrift

SUFFIXES = {"deck": "", "fronts": "-fronts", "backs": "-backs"}  # of a piece's files
MARK_WIDTH = 0.25 * MM_PER_POINT  # a hairline that every printer shows
CUT = "Cut"  # a layer
FOLD_WIDTH, FOLD_DASH = 0.5 * MM_PER_POINT, (2.0, 1.5)  # mm


class SheetPress:
    """Draws the pages of a piece, file by file; a card that is printed once is composed, drawn and forgotten."""

    def __init__(self, production: Production, plan: Plan, cards: Sequence[Card], created: datetime | None) -> None:
        self.production, self.plan = production, plan
        self.kit = production.kit
        self.sides = production.piece.sides
        self.cards = [card for _ in range(production.piece.sets) for card in cards for _ in range(card.quantity)]
        self.copies = Counter(card.id for card in self.cards)
        self.created = created
        self.drift = _drift(production, plan)  # of backs
        self._moved = self.drift.drift.remedy(plan.paper) if self.drift else None
        self.writers: dict[str, Writer] = {}
        self.pages: Counter[str] = Counter()
        self._kept: dict[tuple[str, ...], Drawn] = {}
        self._marks = tuple(mark_outline(mark) for mark in plan.marks) + ((_fold(plan.fold),) if plan.fold else ())

    @property
    def sheets(self) -> int:
        return self.plan.sheets(len(self.cards))

    def names(self, suffix: str) -> dict[str, str]:
        """All files that printing the piece in one way or another may give."""
        stem = self.production.piece.vendor_file or self.production.piece.name
        stem += suffix
        return {file: f"{stem}{suffix}.pdf" for file, suffix in SUFFIXES.items()} | cut_names(stem)

    def run(self, progress: Progress) -> None:
        """Goes through all pages; where a problem turns up it composes on, to find the others, but draws no more."""
        count = len(self.cards)
        if self.plan.backs_go == "once":
            self._check_backs()
        counted = "back" if self.sides == "backs-only" else "front"
        done = 0
        for page in page_order(self.plan, count, self.sides):
            laid = list(self.plan.lay(page.side, page.sheet, count))
            stopped = bool(self.production.problems.errors)
            placements = [
                Placement(drawn, slot.x, slot.y, slot.turned, clip)
                for piece, slot, clip, side in laid
                if (drawn := self._drawn(page, self.cards[piece], side, stopped))
            ]
            moved = self._moved if page.side == "verso" else None
            trim, bleed = self._boxes(page, laid)
            extra = (*self._extra(page), *self._die_lines(laid))
            writer = self._writer(page.file)
            writer.page(self.plan.paper, placements, extra, trim, bleed, moved)
            if trim == bleed == Rect(0, 0, *self.plan.paper) and not self.production.shared.prepress:
                writer.leave_uncut()
            self.pages[page.file] += 1
            if now := sum(one.side == counted for one in laid):
                done += now
                progress(done, count)

    def _check_backs(self) -> None:
        """Where one back is printed for all cards, all have the same."""
        backs = {face.digest() for card in self.cards if (face := self.production.face(card, "back"))}
        if len(backs) > 1:
            say_backs_differ(self.production.piece, len(backs), self.production.problems)

    def _writer(self, file: str) -> Writer:
        if file not in self.writers:
            job = job_of(self.production, self.created, self.plan.duplex)
            self.writers[file] = writer_of(self.production, job)
        return self.writers[file]

    def _drawn(self, page: SheetPage, card: Card, side: PieceSide, stopped: bool) -> Drawn | None:
        """The card's side, drawn; kept only where it will be wanted again."""
        composer = self.production.composer(card)
        shared = composer is not None and composer.shared(side)
        key = (page.file, side, card.category, card.role, card.layout) if shared else (page.file, side, card.id)
        if key in self._kept:
            self.production.face(card, side)  # known already, but its digest is the card's too
            return self._kept[key]
        face = self.production.face(card, side)
        if face is None or stopped or (self.production.shared.prepress and self.production.problems.errors):
            return None  # what a press would refuse is said, and not drawn
        repeated = shared or self.copies[card.id] > 1
        drawn = self._writer(page.file).draw(face, repeated=repeated)
        if repeated:
            self._kept[key] = drawn
        return drawn

    def _boxes(self, page: SheetPage, laid: Sequence[Laid]) -> tuple[Rect | None, Rect | None]:
        """Of a sheet of many pieces a press is told where they lie: all of them together, marks outside."""
        plan = self.plan
        if plan.alone or not self.production.shared.prepress:
            return plan.trim_box, plan.bleed_box
        recto = page.side == "recto"
        slots, clips = (plan.slots, plan.clips) if recto else (plan.backs, plan.back_clips)
        if plan.fold:
            slots, clips = (*plan.slots, *plan.backs), (*plan.clips, *plan.back_clips)
        return around([plan.box(slot) for slot in slots]), around(clips)

    def _die_lines(self, laid: Sequence[Laid]) -> tuple[Item, ...]:
        """The outline of each card, for whoever cuts with a die or a plotter."""
        prepress, layout = self.production.shared.prepress, self.production.piece.layout
        if not prepress or not prepress.die_line or layout is None or not self.production.piece.is_card:
            return ()
        lines = (
            Outline(rectangle(self.plan.box(one.slot), layout.corner), stroke=BLACK, stroke_width=MARK_WIDTH)
            for one in laid
        )
        return (Layer(CUT, tuple(lines)),)

    def _extra(self, page: SheetPage) -> tuple[Item, ...]:
        if page.side == "recto" and self.plan.registration:  # the side that is cut
            return (*(Outline(rectangle(mark), fill=BLACK) for mark in self.plan.registration), *self._slug(page))
        return self._slug(page)

    def _slug(self, page: SheetPage) -> tuple[Item, ...]:
        words, typesetter = self._slug_words(page), self.production.desk.typesetter
        return (*self._marks, *slug_items(self.plan.slug, words, typesetter))

    def _slug_words(self, page: SheetPage) -> list[str]:
        say = self.production.shared.shop.fixed
        side = "both" if self.plan.fold else "front" if page.side == "recto" else "back"
        count = self.plan.sheets(len(self.cards))
        sheet = say.text("slug-sheet", number=page.sheet + 1, count=count, side=say.text(f"slug-{side}"))
        words = [name_of(self.production), sheet]
        if self.drift and page.side == "verso" and (printer := self.production.shared.shop.printer):
            words.append(say.text("slug-moved", printer=printer.name))
        return [*words, self._settings(say)]

    def summary(self) -> str:
        return self._settings(english())

    def _settings(self, say: FixedWords) -> str:
        """How the sheets are imposed, in a few words."""
        plan, each = self.plan, self.production.piece
        said = {"layout": each.order.layout, "sides": say.text(f"slug-{self.sides}")}
        if plan.alone:
            return say.text("slug-alone", **said)
        if plan.stock and each.sheet:
            settings = say.text("slug-stock", **said, sheet=say.title("sheets", each.order.sheet, each.sheet.title))
        else:
            gutter = say.text("slug-gutter", width=say.number(plan.gutter)) if plan.gutter else say.text("slug-butt")
            paper = each.paper.title if each.paper else ""
            settings = say.text("slug-paper", **said, count=plan.per_sheet, paper=paper, gutter=gutter)
        return say.text("slug-stacked", settings=settings) if plan.order == "cut-and-stack" else settings


def say_backs_differ(each: Piece, count: int, problems: Problems) -> None:
    message = f"the cards have {count} different backs, and one is wanted for all"
    hint = (
        "say `backs: common` (--backs common) with a layout that has everything in front, or choose a way to print"
        " that has a back for each"
    )
    problems.error(each.order.marks.of("layout"), message, hint, "one-back")


def name_of(production: Production) -> str:
    """The kit and its edition, as every sheet and file says them."""
    kit = production.kit
    return production.shared.shop.fixed.text("edition", title=kit.title, edition=kit.edition)


def job_of(production: Production, created: datetime | None, duplex: Duplex = "simplex") -> DocumentInfo:
    """What a file of the piece says of itself."""
    return DocumentInfo(
        title=name_of(production),
        author=production.desk.brand.client,
        subject=production.deck.head.title,
        language=production.deck.head.language,
        created=created,
        duplex=duplex,
    )


def writer_of(production: Production, job: DocumentInfo) -> Writer:
    """A file of the piece, as its print profile wants it; or as a proof."""
    desk, shared = production.desk, production.shared
    if not shared.shop.proof:
        run = shared.prepress.run if shared.prepress else None
        return Writer(job, desk.book.get, desk.raster, run, shared.forms)
    from generator.kit.press.proof import ProofWriter

    return ProofWriter(job, desk, shared.shop.fixed)


def _drift(production: Production, plan: Plan) -> "SheetDrift | None":
    """What the printer does to the backs, where one is named."""
    if production.shared.shop.printer is None:
        return None
    from generator.kit.press.backs import drift_of

    return drift_of(production, plan)


def slug_items(slug: Slug | None, words: Sequence[str], typesetter: Typesetter) -> tuple[Item, ...]:
    """What has room of the slug line, where the plan has it; nothing where it has none."""
    line = slug_line(words, typesetter, slug.width, slug.size) if slug else None
    if slug is None or line is None:
        return ()
    if not slug.turned:
        return (line._replace(x=slug.x, baseline=slug.y),)
    art = make_art(Rect(0, -slug.size, slug.width, slug.size * 2), (line,))
    return (Placed(art, Transform(0, -1, 1, 0, slug.x, slug.y)),)


def around(boxes: Sequence[Rect]) -> Rect:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Rect(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def mark_outline(mark: Mark) -> Outline:
    start, end = mark
    path = (PathStep("move", tuple(start)), PathStep("line", tuple(end)))
    return Outline(path, stroke=BLACK, stroke_width=MARK_WIDTH)


def _fold(mark: Mark) -> Outline:
    return mark_outline(mark)._replace(stroke_width=FOLD_WIDTH, dash=FOLD_DASH)
