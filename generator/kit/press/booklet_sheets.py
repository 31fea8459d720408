"""A booklet on sheets that are folded and stapled: two pages a side, the cover outside."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from generator.deck import Card
from generator.geometry import Point, Rect, Size
from generator.impose.folded import LEAVES, folded
from generator.kit.press.piece_sheets import FOLD_DASH, job_of, mark_outline, writer_of
from generator.kit.press.production import Production, Progress
from generator.layout import Paper
from generator.pdf import Drawn, Placement

FILE = "booklet"
TICK = 4.0  # mm, from the edge, where the sheet is folded


class BookletPress:
    """Draws the pages again, as they lie on the sheets."""

    drift = None

    def __init__(self, production: Production, paper: Paper, cards: Sequence[Card], created: datetime | None) -> None:
        self.production, self.paper, self.cards = production, paper, cards
        self.writers = {FILE: writer_of(production, job_of(production, created, "short-edge"))}
        self.pages: Counter[str] = Counter()

    @property
    def sheets(self) -> int:
        return -(-len(self.cards) // LEAVES)

    def names(self, suffix: str) -> dict[str, str]:
        return {FILE: f"{self.production.piece.name}-{FILE}.pdf"}

    def summary(self) -> str:
        return f"{len(self.cards)} pages on {self.paper.title}, folded and stapled"

    def run(self, progress: Progress) -> None:
        if self.production.problems.errors:
            return
        bleed = self.production.piece.layout.bleed if self.production.piece.layout else 0.0
        trim = Rect(bleed, bleed, *self.paper.size)
        whole = trim.grown(bleed)
        half = trim.centre.y
        ends = ((trim.x, trim.x + TICK), (trim.right - TICK, trim.right))
        ticks = tuple(
            mark_outline((Point(start, half), Point(end, half)))._replace(dash=FOLD_DASH) for start, end in ends
        )
        for number, side in enumerate(folded(len(self.cards))):
            lying = ((side.above, trim.y, 0.0), (side.below, half, half))
            placements = [
                Placement(drawn, trim.x, y, 0, Rect(0, top, whole.width, half))
                for page, y, top in lying
                if page is not None and (drawn := self._drawn(self.cards[page]))
            ]
            size = Size(whole.width, whole.height)
            self.writers[FILE].page(size, placements, ticks if number % 2 == 0 else (), trim if bleed else None)
            self.pages[FILE] += 1
        if not bleed and not self.production.shared.prepress:
            self.writers[FILE].leave_uncut()
        progress(1, 1)

    def _drawn(self, card: Card) -> Drawn | None:
        face = self.production.face(card, "front")
        return self.writers[FILE].draw(face) if face else None
