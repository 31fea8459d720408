"""Proofs: the writer that draws everything pale and grey, with a word across each page that says what it is."""

from collections.abc import Sequence

from generator.compose.desk import Desk
from generator.compose.proofing import AREA, Paling, stamp
from generator.compose.slug import slug_line
from generator.face import Face, Item
from generator.fonts.outlines import lettering
from generator.geometry import Rect, Size, Transform
from generator.images.pale import paled
from generator.kit.words.fixed_words import FixedWords
from generator.pdf import DocumentInfo, Drawn, Placement, Writer

HEAD, LABEL_SIZE = 5.0, 7.0  # mm from the top; points


class ProofWriter(Writer):
    """Draws what any writer draws."""

    def __init__(self, job: DocumentInfo, desk: Desk, words: FixedWords) -> None:
        super().__init__(job, desk.book.get, lambda key: paled(desk.raster(key), AREA))
        self._paling, self._typesetter = Paling(), desk.typesetter
        self._line = words.text("proof-line")
        self._word = lettering(words.text("proof-stamp"), desk.book.font("display", bold=True), desk.book)

    def draw(self, face: Face, *, repeated: bool = False) -> Drawn:
        return super().draw(self._paling.face(face), repeated=repeated)

    def page(
        self,
        size: Size,
        placements: Sequence[Placement],
        extra: Sequence[Item] = (),
        trim: Rect | None = None,
        bleed: Rect | None = None,
        moved: Transform | None = None,
    ) -> None:
        pale = (*self._paling.items(extra), stamp(size, self._word), *self._label(size))
        super().page(size, placements, pale, trim, bleed, moved)

    def _label(self, size: Size) -> tuple[Item, ...]:
        line = slug_line([self._line], self._typesetter, size.width, LABEL_SIZE)
        return (line._replace(x=(size.width - line.width) / 2, baseline=HEAD),) if line else ()
