"""A worksheet to fill in on a screen: its page without number and codes, its lines as fields of the file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from generator.codes import form_mark
from generator.compose import Composer
from generator.deck import Card
from generator.face import Face
from generator.form import Form
from generator.kit.pieces import worksheets
from generator.kit.press.piece_sheets import job_of
from generator.kit.press.production import Production, Progress
from generator.layout import CardLayout
from generator.pdf import Writer

FILE = "fillable"


def filling(production: Production) -> Face | None:
    """The page to fill in; None for a piece that is no worksheet. Each field of the form is asked once, or a problem
    says what is wrong with the layout."""
    layout = production.piece.layout
    if not production.piece.is_form or layout is None or not production.composers:
        return None
    before = len(production.problems.errors)
    composer = Composer(production.desk, worksheets.on_screen(layout), production.problems)
    card = production.deck.cards[0]
    composer.prepare([card])
    face = composer.front(card)
    if len(production.problems.errors) == before:  # a form that is too long for its page has said so
        _check(production, layout, face, form_of(production))
    return face


def form_of(production: Production) -> Form:
    return production.shared.shop.forms[production.deck.cards[0].form]


def _check(production: Production, layout: CardLayout, face: Face, form: Form) -> None:
    asked = Counter(entry.name for entry in face.entries)
    if twice := [name for name, times in asked.items() if times > 1]:
        message = f"the layout '{layout.name}' shows '{twice[0]}' of the form '{form.id}' twice"
        production.problems.error(layout.marks.here, message, "keep one frame of the kind form", "form-frame")
    if missing := [name for name in form.printed if name not in asked]:
        message = f"the layout '{layout.name}' does not show '{missing[0]}' of the form '{form.id}'"
        production.problems.error(layout.marks.here, message, "give its front a frame of the kind form", "form-frame")


class FillPress:
    """Writes the page that is filled in: no sheet of paper, and no copy with a code."""

    cards: Sequence[Card] = ()
    sheets = 0
    drift = None

    def __init__(self, production: Production, created: datetime | None) -> None:
        self.production = production
        desk, form = production.desk, form_of(production)
        job = job_of(production, created)
        say = production.shared.shop.fixed
        title = say.text("file-form", form=form.title, kit=job.title)
        said = say.text("file-version", form=form.id, version=form.version)
        kit = production.shared.shop.kit
        mark = f"; {form_mark.write(kit.id, form.id, form.version)}" if kit else ""
        job = replace(job, title=title, keywords=said + mark)
        self.writers = {FILE: Writer(job, desk.book.get, desk.raster, forms=production.shared.forms)}
        self.pages: Counter[str] = Counter()

    def names(self, suffix: str) -> dict[str, str]:
        return {FILE: f"{self.production.piece.name}{worksheets.FILLABLE}.pdf"}

    def summary(self) -> str:
        return "to be filled in on a screen"

    def run(self, progress: Progress) -> None:
        face = filling(self.production)
        if face is None or self.production.problems.errors:
            return
        self.writers[FILE].fillable(face, self.production.desk.book.for_answers)
        self.pages[FILE] += 1
