"""An outcome as a handout: what was decided, then the sheet for the next meeting, with lines to write on."""

import re
from collections.abc import Iterator, Sequence

from generator.capture.results.outcome import Outcome
from generator.capture.results.record import RecordedEntry
from generator.capture.web.translations import Say, speaker
from generator.handout import Bullets, FactSheet, Handout, HandoutBlock, Prose, Subheading, WritingLines

_ONLY_WHEN = re.compile(r"[\d\s.,:-]*")  # a day, perhaps with its hour
LINES = 2  # for each thing that was promised


def outcome_handout(outcome: Outcome) -> Handout:
    t = speaker(outcome.language)
    kit = outcome.kit.title if outcome.kit and outcome.kit.title != outcome.title else ""
    about = (kit, str(outcome.held))
    return Handout(outcome.title, " · ".join(filter(None, about)), (*_decided(outcome, t), *_sheet(outcome, t)))


def _decided(outcome: Outcome, t: Say) -> Iterator[HandoutBlock]:
    if outcome.objectives:
        yield Subheading(t("outcome-objective"))
        yield from (Prose(objective, is_large=True) for objective in outcome.objectives)
    if outcome.people or outcome.joined:
        yield Subheading(t("outcome-people"))
        joined = t("outcome-joined", count=outcome.joined) if outcome.joined else ""
        yield Prose("\n".join(filter(None, (outcome.people, joined))))
        yield Bullets(tuple(f"{group}: {count}" for group, count in outcome.groups))
    if outcome.features:
        yield Subheading(t("outcome-by-votes") if outcome.by_votes else t("outcome-features"))
        yield from _numbered(outcome.features)
    if outcome.care or outcome.risks:
        yield Subheading(t("outcome-risks"))
        yield Prose(outcome.care)
        yield from _numbered(outcome.risks)
    if outcome.roadmap:
        yield Subheading(t("outcome-roadmap"))
        yield from _numbered(outcome.roadmap)
    if outcome.next_steps:
        yield Subheading(t("outcome-next"))
        yield Prose(outcome.next_steps)
    yield Subheading(t("outcome-meeting"))
    meeting = outcome.meeting
    day = f"{meeting.day} {meeting.at:%H:%M}" if meeting.at else str(meeting.day)
    is_said = meeting.is_sure and _ONLY_WHEN.fullmatch(meeting.typed)
    when = (day if meeting.is_sure else "", "" if is_said else meeting.typed, meeting.host)
    yield Prose(" · ".join(filter(None, when)), is_large=True)


def _numbered(entries: Sequence[RecordedEntry]) -> Iterator[HandoutBlock]:
    for number, entry in enumerate(entries, 1):
        yield FactSheet(entry.answers, f"{number} {entry.title or '–'}")


def _sheet(outcome: Outcome, t: Say) -> Iterator[HandoutBlock]:
    """Nothing where nothing was promised."""
    if outcome.promised:
        yield Subheading(t("outcome-meeting-of", title=outcome.title), opens=True)
        yield Prose(t("outcome-sheet-words"))
    for promised in outcome.promised:
        yield FactSheet((), f"\N{BALLOT BOX} {promised}")
        yield WritingLines(LINES)
