"""What was said on scales and in words. A matter in, frames out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import median
from typing import TYPE_CHECKING

from generator.capture.answers.reader import Question
from generator.capture.board.frames import Frame, Note, Notes, Scale, Scales, Step
from generator.capture.board.matters import ABOUT_ONESELF, Matter, paged, share, title_of
from generator.capture.board.recipes import said

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry

SCALES = 4
NOTES = 5
SHOWN_OTHERWISE = {"cards", "sentence", "placement", "votes"}


def scales(matter: Matter, kit: "PrintedKit", words: Mapping[str, str]) -> list[Frame]:
    """How the answers to each scale lie, never only their middle."""
    asked = (question for question in matter.questions if question.kind == "scale")
    rows = [row for question in asked if (row := _scale(question, matter.entries))]
    return [
        Scales(f"{matter.key}-scales-{page}", matter.title, some, len(matter.entries), page, pages)
        for page, pages, some in paged(rows, SCALES)
    ]


def _scale(question: Question, entries: "Iterable[Entry]") -> Scale | None:
    answers = (entry.body.get(question.name) for entry in entries)
    given = [answer for answer in answers if type(answer) is int and 1 <= answer <= question.steps]
    if not given:
        return None
    counts = Counter(given)
    tallest = max(counts.values())
    steps = tuple(Step(step, counts[step], share(counts[step], tallest)) for step in range(1, question.steps + 1))
    return Scale(question.label, question.low, question.high, steps, float(median(given)), len(given))


def notes(matter: Matter, kit: "PrintedKit", words: Mapping[str, str]) -> list[Frame]:
    """The first thing that each entry says in words, the newest first, and no other: who and until when stay unsaid."""
    if SHOWN_OTHERWISE & {question.kind for question in matter.questions}:
        return []
    written = (question for question in matter.questions if question.kind in ("text", "long-text"))
    asked = next((question for question in written if question.name not in ABOUT_ONESELF), None)
    if asked is None:
        return []
    told = [
        Note(text, _beside(matter, entry, kit)) for entry in reversed(matter.entries) if (text := said(asked, entry))
    ]
    return [
        Notes(f"{matter.key}-notes-{page}", matter.title, asked.label, some, len(told), page, pages)
        for page, pages, some in paged(told, NOTES)
    ]


def _beside(matter: Matter, entry: "Entry", kit: "PrintedKit") -> str:
    """The card that it was said of, else the first choice."""
    if entry.kind == "card":
        return title_of(entry, kit)
    asked = (each for each in matter.questions if each.kind == "choice" and each.name not in ABOUT_ONESELF)
    return next((answer for question in asked if (answer := said(question, entry))), "")
