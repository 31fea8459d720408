"""An outcome as a page that opens from the disk and prints on two or three sides, and as Markdown."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.capture.results.markdown import one_line, paragraphs
from generator.capture.results.outcome import Outcome
from generator.capture.results.record import RecordedEntry
from generator.capture.results.standalone_page import standalone_page
from generator.capture.web.assets import Screens
from generator.capture.web.translations import speaker

if TYPE_CHECKING:
    from generator.capture.store import StoreReader

STYLES = ("record.css", "outcome.css")


def outcome_page(outcome: Outcome, store: "StoreReader") -> str:
    style = "".join(map(Screens().text, STYLES))
    return standalone_page("outcome.html", outcome.kit, store, style, outcome=outcome)


def outcome_in_markdown(outcome: Outcome) -> str:
    return "\n".join(_blocks(outcome)) + "\n"


def _blocks(outcome: Outcome) -> Iterator[str]:
    """Each with an empty line behind it. The last is the sheet for the next meeting."""
    t = speaker(outcome.language)
    yield f"# {one_line(outcome.title)}\n"
    yield f"{one_line(outcome.kit.title) + ' · ' if outcome.kit else ''}{outcome.held}\n"
    if outcome.objectives:
        yield f"## {t('outcome-objective')}\n"
    for objective in outcome.objectives:
        yield f"{paragraphs(objective)}\n"
    if outcome.people or outcome.joined:
        yield f"## {t('outcome-people')}\n"
    if outcome.people:
        yield f"{paragraphs(outcome.people)}\n"
    if outcome.joined:
        yield f"{t('outcome-joined', count=outcome.joined)}\n"
    if outcome.groups:
        yield "\n".join(f"- {one_line(group)}: {count}" for group, count in outcome.groups) + "\n"
    if outcome.features:
        yield f"## {t('outcome-by-votes') if outcome.by_votes else t('outcome-features')}\n"
        yield from _numbered(outcome.features)
    if outcome.care or outcome.risks:
        yield f"## {t('outcome-risks')}\n"
        yield from [f"{paragraphs(outcome.care)}\n"] if outcome.care else []
        yield from _numbered(outcome.risks)
    if outcome.roadmap:
        yield f"## {t('outcome-roadmap')}\n"
        yield from _numbered(outcome.roadmap)
    if outcome.next_steps:
        yield f"## {t('outcome-next')}\n"
        yield f"{paragraphs(outcome.next_steps)}\n"
    yield f"## {t('outcome-meeting')}\n"
    meeting = outcome.meeting
    when = [str(meeting.day) if meeting.is_sure else "", one_line(meeting.typed), one_line(meeting.host)]
    yield f"{' · '.join(filter(None, when))}\n"
    yield "\n".join(f"- [ ] {one_line(title)}" for title in outcome.promised) + "\n"


def _numbered(entries: Sequence[RecordedEntry]) -> Iterator[str]:
    for number, entry in enumerate(entries, 1):
        yield f"{number}. {f'**{one_line(entry.title)}**' if entry.title else '–'}"
        for label, text in entry.answers:
            named = f"**{one_line(label)}** " if label else ""
            yield f"    - {named}{paragraphs(text, '      ')}"  # so deep that it belongs to item 10 as well
        yield ""
