"""The pages of a tuck box: the net of each box with its panels, cuts and folds, then the cards in it to fold."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.colours import BLACK
from generator.compose.slug import slug_line
from generator.deck import Card
from generator.face import Face, Item, Layer, Outline, Placed, make_art
from generator.geometry import Rect, Transform
from generator.impose import NetOnPaper, Panel, Plan, inked
from generator.kit.pieces.box_piece import INSIDE, Boxes, panel_id
from generator.kit.press.piece_sheets import CUT, MARK_WIDTH, job_of, mark_outline, name_of, slug_items, writer_of
from generator.kit.press.production import Production, Progress
from generator.pdf import Placement

FOLD, GLUE = "Fold", "Glue"  # layers
DASH = (2.0, 1.2)  # mm
BLEED = 3.0
# What is drawn later lies above the bleed of what is drawn before: flaps that go inside first, walls last.
ORDER = ("dust-top-left", "dust-top-right", "tuck", "lid", "bottom", "left", "right", "back", "front")
SLUG_SIZE = 6.5  # points
SLUG_ROOM = 12.0  # mm under the net
SLUG_FOOT = 6.0


class BoxPress:
    """Draws the boxes of a deck."""

    drift = None

    def __init__(
        self, production: Production, found: Boxes, spread: NetOnPaper, card: Plan, created: datetime | None
    ) -> None:
        self.production, self.found, self.spread, self.plan = production, found, spread, card
        self.say = production.shared.shop.fixed
        self._by_id = {one.id: one for one in production.deck.cards}
        self.cards: Sequence[Card] = tuple(one for one in production.deck.cards if one.layout in INSIDE)
        self.writers = {"box": writer_of(production, job_of(production, created))}
        self.pages: Counter[str] = Counter()

    @property
    def sheets(self) -> int:
        return self.found.count + self.plan.sheets(len(self.cards))

    def names(self, suffix: str) -> dict[str, str]:
        return {"box": f"{self.production.piece.stem}.pdf"}

    def summary(self) -> str:
        width, height, depth = self.spread.net.inner
        boxes = "a tuck box" if self.found.count == 1 else f"{self.found.count} tuck boxes"
        paper = self.production.piece.paper.title if self.production.piece.paper else ""
        holds = " and ".join(str(count) for count in self.found.holds)
        size = f"{width:g} × {height:g} × {depth:g} mm"
        return f"{boxes}, {size} inside, for {holds} cards with those of its own, on {paper}"

    def run(self, progress: Progress) -> None:
        for number in range(1, self.found.count + 1):
            placements = list(self._panels(number))
            if not self.production.problems.errors:
                self._page(placements, (*self._lines(number), *self._slug(number)))
        for sheet in range(self.plan.sheets(len(self.cards))):
            self._cards(sheet)
        progress(1, 1)

    def _page(self, placements: Sequence[Placement], extra: Sequence[Item]) -> None:
        self.writers["box"].page(self.spread.paper, placements, extra)
        self.pages["box"] += 1

    def _panels(self, number: int) -> Iterator[Placement]:
        net, left, top = self.spread.net, self.spread.x, self.spread.y
        for name in ORDER:
            face = self._face(name, number)
            if face is None:
                continue
            panel = net.panel(name)
            clip = inked(net, panel, min(BLEED, face.bleed))
            drawn = self.writers["box"].draw(face)
            x, y = left + panel.box.x, top + panel.box.y
            yield Placement(drawn, x, y, panel.turned, clip._replace(x=left + clip.x, y=top + clip.y))

    def _lines(self, number: int) -> Iterator[Layer]:
        """What is cut, what is scored and what is glued, each on a layer that can be hidden."""
        net = self.spread.net
        yield Layer(CUT, (self._on_net((Outline(net.cut, stroke=BLACK, stroke_width=MARK_WIDTH),)),))
        folds = tuple(mark_outline(fold.line)._replace(dash=DASH) for fold in net.folds)
        glued = (panel for panel in net.panels if panel.is_glued)
        labels = tuple(_turned(face, panel) for panel in glued if (face := self._face(panel.name, number)))
        yield Layer(FOLD, (self._on_net(folds),))
        yield Layer(GLUE, (self._on_net(labels),))  # words, which are printed: no tool creases them

    def _face(self, panel: str, number: int) -> Face | None:
        return self.production.face(self._by_id[panel_id(panel, number, self.found.count)], "front")

    def _on_net(self, items: tuple[Item, ...]) -> Placed:
        art = make_art(Rect(0, 0, *self.spread.net.size), items)
        return Placed(art, Transform(1, 0, 0, 1, self.spread.x, self.spread.y))

    def _slug(self, number: int) -> Iterator[Item]:
        """Which box this is, where there is room under the net."""
        if self.spread.y < SLUG_ROOM:
            return
        count, cards = self.found.count, self.found.holds[number - 1]
        name = self.say.text("box-name", number=number, count=count, cards=cards)
        words = [name_of(self.production), name, self.say.text("box-print"), self.say.text("box-cut")]
        paper = self.spread.paper
        line = slug_line(words, self.production.desk.typesetter, paper.width - 4 * SLUG_FOOT, SLUG_SIZE)
        if line:
            yield line._replace(x=(paper.width - line.width) / 2, baseline=paper.height - SLUG_FOOT)

    def _cards(self, sheet: int) -> None:
        """Both sides beside each other, to fold, glue and cut: the file is printed on one side."""
        writer, laid = self.writers["box"], list(self.plan.lay("recto", sheet, len(self.cards)))
        faces = [self.production.face(self.cards[one.piece], one.side) for one in laid]
        if self.production.problems.errors:
            return
        placements = [
            Placement(writer.draw(face), one.slot.x, one.slot.y, one.slot.turned, one.clip)
            for one, face in zip(laid, faces, strict=True)
            if face
        ]
        marks = tuple(mark_outline(mark) for mark in self.plan.marks)
        fold = (mark_outline(self.plan.fold)._replace(dash=DASH),) if self.plan.fold else ()
        words = [name_of(self.production), self.say.text("box-card"), self.say.text("box-fold")]
        slug = slug_items(self.plan.slug, words, self.production.desk.typesetter)
        writer.page(self.plan.paper, placements, (*marks, Layer(FOLD, fold), *slug))
        self.pages["box"] += 1


def _turned(face: Face, panel: Panel) -> Placed:
    """What is printed on a panel, as it lies on the net."""
    x, y, (width, height) = panel.box.x, panel.box.y, face.size
    transform = {
        0: Transform(1, 0, 0, 1, x, y),
        90: Transform(0, 1, -1, 0, x + height, y),
        180: Transform(-1, 0, 0, -1, x + width, y + height),
        270: Transform(0, -1, 1, 0, x, y + width),
    }[panel.turned]
    return Placed(make_art(Rect(0, 0, width, height), face.items), transform)
