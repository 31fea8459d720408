"""The calibration sheet: its words composed as any card, stairs, ruler and boxes drawn over them; a PDF comes out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from generator import bundled
from generator.brand import Brand
from generator.colours import BLACK
from generator.compose import Typesetter
from generator.compose.slug import slug_line
from generator.deck import load_deck
from generator.deck.loading import DECK_FILE
from generator.errors import NOWHERE, FileError, Problems, SourceError
from generator.face import Item, Outline, PathStep, rectangle
from generator.geometry import Point, Rect, Size
from generator.impose import Axis, flip_axis
from generator.impose import calibration as stairs
from generator.kit.delivery.deliver import Delivery
from generator.kit.delivery.lock import sole_writer
from generator.kit.pieces.piece import ALONE, Piece
from generator.kit.pieces.worksheets import on_paper
from generator.kit.press.piece_sheets import job_of
from generator.kit.press.production import Production, Shared
from generator.kit.request.kit_yaml import DEFAULT_SIDES, Kit, PieceOrder
from generator.kit.request.printer_profile import Readings, doubts, measured, said, save_printer
from generator.kit.request.shelf import Shelf
from generator.kit.words.fixed_words import ENGLISH, FixedWords, english, shipped_languages, shipped_words
from generator.kit.workshop import Workshop
from generator.layout import Paper, Sides
from generator.pdf import Placement, Writer
from generator.units import MM_PER_POINT

KIND = FOLDER = "calibration"
NAME = "sheet"
LINE, TICK = 0.15, 0.1  # mm
TICKS = {10: 4.6, 5: 4.0, 1: 3.4}  # to what depth inside the cut, from 2.4
NUMBER_DEPTH, NUMBER_SIZE = 7.2, 7.0  # mm; points
LETTER_DEPTH, LETTER_SIZE = 13.0, 14.0
BOX, BOX_GAP, BOXES_FOOT = Size(13, 9), 3.0, 40.0


class SheetPiece(Piece):
    kind = KIND


@dataclass(frozen=True)
class PaperSheet:
    """A paper, how the pages lie on it, and how it is turned over."""

    name: str  # of the paper
    paper: Paper
    sides: Sides
    landscape: bool

    @property
    def size(self) -> Size:
        return self.paper.size if self.paper.size.landscape == self.landscape else self.paper.size.turned

    @property
    def axis(self) -> Axis:
        return flip_axis(self.size, self.sides)

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(stair.letter for stair in stairs.stairs(self.size))

    @property
    def ruler(self) -> float:
        return stairs.ruler(self.size)

    def described(self, words: FixedWords) -> str:
        lies = "landscape" if self.landscape else "portrait"
        return words.text(f"paper-{lies}", paper=self.paper.title, sides=words.text(f"sides-{self.sides}"))

    @property
    def options(self) -> str:
        """What commands have to say to mean this sheet, with a blank before it."""
        lies = "" if self.landscape else " --portrait"
        return f" --paper {self.name}{lies}" + ("" if self.sides == DEFAULT_SIDES else f" --sides {self.sides}")


def find_sheet(paper: str, sides: Sides, landscape: bool) -> PaperSheet:
    """Raises ValueError, with words for the user, where there is no such paper, or no room on it."""
    problems = Problems()
    found = Shelf(bundled.folder("deck_sources") / FOLDER, problems).paper(paper, NOWHERE)
    if found is None:
        raise ValueError("; ".join(f"{problem.message}; {problem.hint}" for problem in problems))
    if min(found.size) < stairs.smallest_side():
        raise ValueError(
            f"{found.title} has no room for the stairs, which take {stairs.smallest_side():g} mm each way;"
            " measure the tray with A4 or Letter"
        )
    return PaperSheet(paper, found, sides, landscape)


def write_sheet(sheet: PaperSheet, path: Path, language: str = ENGLISH) -> None:
    """In the language, or in English where there are no words in it. Raises FileError where it cannot be written, or
    would replace a file that is no PDF of ours.
    """
    page = drawn(sheet, shipped_words(language))
    try:
        if path.exists() and not _is_ours(path.read_bytes()):
            raise FileError(f"{path}: is there already and is no calibration sheet; choose another name with -o")
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}") from error
    with sole_writer(path.parent, "prepdeck calibrate"), Delivery(path.parent, path.name) as delivery:
        with delivery.part(path.name) as part:
            part.write_bytes(page)
        delivery.finish()


def language_in(folder: Path) -> str:
    """That of the deck in a folder, English where there is none."""
    deck = load_deck(folder, Problems()) if (folder / DECK_FILE).is_file() else None
    return deck.head.language if deck else ENGLISH


def _is_ours(file: bytes) -> bool:
    return any(shipped_words(name).texts["calibration"].encode() in file for name in shipped_languages())


def save(printer: str, sheet: PaperSheet, readings: Readings, folder: Path) -> Iterator[str]:
    """Solves what was read and keeps it; what was found, in lines. Raises ValueError, FileError, SourceError."""
    solved = stairs.solve(sheet.size, sheet.axis, readings.front, readings.back)
    path = save_printer(printer, measured(sheet.name, sheet.size, sheet.axis, solved), folder)
    yield f"Backs on {sheet.described(english())}: {said(solved.drift)}."
    yield f"The readings agree to {solved.residual:.2f} mm."
    yield from (f"Mind: {doubt}." for doubt in doubts(solved, readings.ruler, sheet.ruler))
    yield f"{path}  Print with: prepdeck build --printer {printer} --paper {sheet.name}"


def drawn(sheet: PaperSheet, words: FixedWords) -> bytes:
    """The sheet as a PDF of two pages."""
    production = _production(sheet, words)
    card, desk = production.deck.cards[0], production.desk
    job = job_of(production, None, "short-edge" if sheet.sides == "two-sided-short-edge" else "long-edge")
    writer = Writer(job, desk.book.get, desk.raster)
    for side in ("front", "back"):
        face = production.face(card, side)
        if face is None or production.problems.errors:
            raise SourceError(production.problems.errors)
        drawing = _Drawing(sheet, desk.typesetter, side == "back")
        page = Rect(0, 0, *sheet.size)
        writer.page(sheet.size, [Placement(writer.draw(face), 0, 0, 0, page)], tuple(drawing.items()))
    return writer.finish()


def _production(sheet: PaperSheet, words: FixedWords) -> Production:
    problems = Problems()
    folder = bundled.folder("deck_sources") / FOLDER / words.language
    deck = load_deck(folder, problems)
    layout = Shelf(folder, problems).card(NAME, NOWHERE, KIND)
    if deck is None or layout is None or problems.errors:
        raise SourceError(problems.errors)
    page = replace(on_paper(layout, sheet.size), name=NAME)
    card = deck.cards[0]
    steps = tuple(step.replace("{options}", sheet.options) for step in card.values["back-steps"])
    deck = replace(
        deck, cards=(replace(card, values={**card.values, "setup": sheet.described(words), "back-steps": steps}),)
    )
    kit = Kit(id=KIND, title=words.text("calibration"))
    shop = Workshop(folder, problems, kit, deck=deck, brand=Brand(), fixed=words)
    order = PieceOrder(layout=NAME, sheet=ALONE)
    production = Production(Shared(shop, None), SheetPiece(name=KIND, order=order, deck=deck, layouts={NAME: page}))
    production.prepare()
    return production


class _Drawing:
    """What is measured, on one side: everything is placed as on the front and seen from behind on the back."""

    def __init__(self, sheet: PaperSheet, typesetter: Typesetter, is_back: bool) -> None:
        self.size, self.axis, self.is_back = sheet.size, sheet.axis, is_back
        self.typesetter = typesetter
        self.stairs = stairs.stairs(sheet.size)

    def items(self) -> Iterator[Item]:
        for stair in self.stairs:
            yield from self._stair(stair)
        yield from self._boxes()
        if not self.is_back:
            yield from self._cuts()
            yield from self._ruler()

    def _seen(self, place: Point) -> Point:
        return stairs.mirrored(place, self.size, self.axis) if self.is_back else place

    def _stair(self, stair: stairs.Stair) -> Iterator[Item]:
        steps: list[PathStep] = []
        for bar in stairs.bars(stair, self.size):
            one, other = self._seen(Point(bar.x, bar.y)), self._seen(Point(bar.right, bar.bottom))
            low = Point(min(one.x, other.x), min(one.y, other.y))
            steps += rectangle(Rect(low.x, low.y, bar.width, bar.height))
        yield Outline(tuple(steps), fill=BLACK)
        ticks: list[PathStep] = []
        for number in range(stairs.STEPS + 1):
            depth = TICKS[10 if number % 10 == 0 else 5 if number % 5 == 0 else 1]
            ticks += _stroke(*(self._seen(stair.inner(number, self.size, at)) for at in (2.4, depth)))
            if number % 10 == 0:
                yield from self._words(str(number), stair.inner(number, self.size, NUMBER_DEPTH), NUMBER_SIZE)
        yield Outline(tuple(ticks), stroke=BLACK, stroke_width=TICK)
        yield from self._words(stair.letter, stair.inner(stairs.STEPS / 2, self.size, LETTER_DEPTH), LETTER_SIZE)

    def _cuts(self) -> Iterator[Item]:
        """Dashed, and not across a stair: there the bars tell."""
        steps: list[PathStep] = []
        width, height = self.size
        for edge, at in (("left", stairs.INSET), ("right", width - stairs.INSET)):
            for start, end in self._gaps(edge, height):
                steps += _stroke(Point(at, start), Point(at, end))
        for edge, at in (("top", stairs.INSET), ("bottom", height - stairs.INSET)):
            for start, end in self._gaps(edge, width):
                steps += _stroke(Point(start, at), Point(end, at))
        yield Outline(tuple(steps), stroke=BLACK, stroke_width=LINE, dash=(2.0, 1.2))

    def _gaps(self, edge: str, length: float) -> Iterator[tuple[float, float]]:
        at = stairs.INSET / 2
        for stair in self.stairs:
            if stair.edge == edge:
                yield at, stair.along(-1)
                at = stair.along(stairs.STEPS + 1)
        yield at, length - stairs.INSET / 2

    def _ruler(self) -> Iterator[Item]:
        length = stairs.ruler(self.size)
        left, top = (self.size.width - length) / 2, self.size.height / 2
        steps = _stroke(Point(left, top), Point(left + length, top))
        for at in range(round(length) + 1):
            steps += _stroke(
                Point(left + at, top), Point(left + at, top - (4 if at % 10 == 0 else 3 if at % 5 == 0 else 2))
            )
            if at % 10 == 0:
                yield from self._words(f"{at} mm" if at == length else str(at), Point(left + at, top + 3), NUMBER_SIZE)
        yield Outline(tuple(steps), stroke=BLACK, stroke_width=LINE)

    def _boxes(self) -> Iterator[Item]:
        """To write the readings into."""
        pitch = BOX.width + BOX_GAP
        left = (self.size.width - len(self.stairs) * pitch + BOX_GAP) / 2
        for index, stair in enumerate(self.stairs):
            box = Rect(left + index * pitch, self.size.height - BOXES_FOOT - BOX.height, *BOX)
            yield Outline(rectangle(box, 1.0), stroke=BLACK, stroke_width=LINE)
            yield from self._upright(stair.letter, Point(box.x + 2.4, box.y + 2.8), NUMBER_SIZE)

    def _words(self, text: str, place: Point, size: float) -> Iterator[Item]:
        yield from self._upright(text, self._seen(place), size)

    def _upright(self, text: str, centre: Point, size: float) -> Iterator[Item]:
        line = slug_line([text], self.typesetter, self.size.width, size)
        if line:
            down = size * MM_PER_POINT * 0.36  # half of a digit's height
            yield line._replace(x=centre.x - line.width / 2, baseline=centre.y + down)


def _stroke(start: Point, end: Point) -> list[PathStep]:
    return [PathStep("move", tuple(start)), PathStep("line", tuple(end))]
