"""What was said on scales and in words, as frames; entries that stand alone share frames."""

from collections.abc import Iterable

from generator.capture.board.frames.frame import (
    BoardNote,
    LoneEntry,
    LoneFrame,
    NotesFrame,
    Scale,
    ScalesFrame,
    ScaleStep,
)
from generator.capture.board.frames.screen import MOST_PAGES, Palette, newest, paged, share
from generator.capture.board.measures import Matter, Measures
from generator.capture.board.measures.planes import quartiles
from generator.capture.board.measures.texts import answered
from generator.capture.board.measures.votes import ScaleTally

SCALES = 4
NOTES = 6  # cards, three in a row
LONE = 4


def scale_frames(matter: Matter, measures: Measures, palette: Palette) -> Iterable[ScalesFrame]:
    """How the answers to each scale lie, never only their middle."""
    scales = [_scale(tally) for tally in matter.scales if tally.steps]
    for page, pages, some in paged(scales, SCALES):
        yield ScalesFrame(f"{matter.key}-scales-{page}", matter.title, some, matter.count, page, pages)


def _scale(tally: ScaleTally) -> Scale:
    counts, question = tally.steps, tally.question
    tallest = max(counts.values())
    steps = tuple(ScaleStep(step, counts[step], share(counts[step], tallest)) for step in range(1, question.steps + 1))
    return Scale(question.label, question.low, question.high, steps, quartiles(counts).middle, counts.total())


def note_frames(matter: Matter, measures: Measures, palette: Palette) -> Iterable[NotesFrame]:
    """The first thing that each entry says in words, the newest first, and no other."""
    for tally in matter.notes:
        notes = [BoardNote(*note) for note in newest(tally.notes, NOTES * MOST_PAGES)]
        for page, pages, some in paged(notes, NOTES):
            yield NotesFrame(
                f"{matter.key}-notes-{page}", matter.title, tally.question.label, some, len(tally.notes), len(notes),
                page, pages, weight="newest" if page == 1 else "rest",
            )  # fmt: skip


def lone_entry(matter: Matter) -> LoneEntry | None:
    """What may be shown of an entry that is the only one of its matter; None of one that says nothing there."""
    if matter.first is None or matter.count != 1:
        return None
    choices = [text for tally in matter.choices if (text := answered(tally.question, matter.first))]
    scales = [(tally.question.label, answered(tally.question, matter.first)) for tally in matter.scales]
    answers = (*choices, *(f"{label} {step}" for label, step in scales if step))
    texts = [note.text for tally in matter.notes for note in tally.notes]
    return LoneEntry(matter.title, texts[0] if texts else "", answers) if texts or answers else None


def lone_frames(measures: Measures, palette: Palette) -> Iterable[LoneFrame]:
    """The latest matter that somebody spoke of first."""
    entries = [entry for matter in reversed(measures.matters) if (entry := lone_entry(matter))]
    title = palette.words["board-lone"] if len(entries) > 1 else ""
    for page, pages, some in paged(entries, LONE):
        yield LoneFrame(f"lone-{page}", title or some[0].title, some, len(entries), page, pages)
