"""The record of a workshop: what was seen and said, fit to be handed on, as one model that writers set in words.

Of a board each frame, of votes what they came to, of entries those that the board may show.
Small groups stand together.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from generator.capture.board.frames import Ballots, Frame, Frames, listed_title
from generator.capture.kits import PrintedKit
from generator.capture.results.board_tables import BoardTable, board_tables
from generator.capture.results.held import HeldSession, ResultsReader, in_order, spoken_in
from generator.capture.results.progress import Progress, no_progress
from generator.capture.results.small_groups import notes_on, together_of
from generator.capture.results.workbook import CellValue, ResultSheet, Row, language_of, results_of
from generator.capture.web.times import Local, full_time
from generator.capture.web.translations import FALLBACK, Say, speaker, words
from generator.codes import host_of


class RecordedEntry(NamedTuple):
    """What somebody said: what it is on, when and from whom, the questions with their answers."""

    title: str
    about: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


class RecordedForm(NamedTuple):
    title: str
    entries: tuple[RecordedEntry, ...]


class RecordedVote(NamedTuple):
    """What one vote came to: each thing that was voted on with its votes, all of them and by group."""

    title: str
    groups: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


class RecordedBoard(NamedTuple):
    """The frames of a session, each with the title that it has in a list."""

    session: str
    frames: tuple[tuple[str, Frame], ...]
    tables: tuple[BoardTable, ...]  # the same in figures


class SessionRecord(NamedTuple):
    title: str
    kit: PrintedKit | None  # whose words and colours it has
    held: tuple[tuple[str, str], ...]  # sessions and when they were held
    notes: tuple[str, ...]  # what is not in it, and why
    boards: tuple[RecordedBoard, ...]
    votes: tuple[RecordedVote, ...]
    forms: tuple[RecordedForm, ...]

    @property
    def entries(self) -> int:
        return sum(len(form.entries) for form in self.forms)

    @property
    def language(self) -> str:
        return self.kit.language if self.kit else FALLBACK


def record_of(
    read: ResultsReader, local: Local, progress: Progress = no_progress, *, share: bool = True
) -> SessionRecord:
    """Of one session, or of all in which something may be seen. Without `share` it has all that is kept, as it is."""
    shared = [each for each in read.shared() if each.entries or each.session.id == read.wanted] if share else []
    if share:
        sessions = [each.session for each in shared]
        entries = in_order(entry for each in shared for entry in each.entries if not read.is_ballot(entry))
    else:
        entries = read.kept()
        sessions = [*read.sessions.values()] if read.wanted else spoken_in(read.sessions.values(), entries)
    steps = 2 * len(sessions) + 2
    held: list[HeldSession] = []
    for session in sessions:
        held.append(read.held(session))
        progress(len(held), steps)
    t, boards = speaker(language_of(held)), []
    for one in held:
        boards.append(_board(one, read, t))
        progress(len(held) + len(boards), steps)
    results = results_of(entries, held, local)
    forms = tuple(RecordedForm(sheet.name, tuple(_entries(sheet, t, len(held) > 1))) for sheet in results.forms)
    votes = tuple(vote for sheet in results.votes for vote in _votes(sheet, t, len(held) > 1))
    notes = notes_on(together_of(shared), t)
    notes += [t("record-open-votes", count=len(read.hidden))] if read.hidden else []
    progress(steps, steps)
    kit = next((each.kit for each in held if each.kit), None)
    title = held[0].session.title if len(held) == 1 else kit.title if kit else ""
    dates = tuple((one.session.title, full_time(one.session.opened_at, local)) for one in held)
    return SessionRecord(title, kit, dates, tuple(notes), tuple(boards), votes, forms)


def _board(one: HeldSession, read: ResultsReader, t: Say) -> RecordedBoard:
    """Each frame, also those that took no turn: who reads has time."""
    if one.measures is None or one.kit is None:
        return RecordedBoard(one.session.title, (), ())
    ballots = Ballots.of(one.session, one.ballots, read.store.count_devices(one.session.id))
    frames = Frames(words(one.kit.language)).of(one.measures, ballots)
    listed = tuple((listed_title(each.frame), each.frame) for each in frames)
    return RecordedBoard(one.session.title, listed, board_tables(one.measures, t))


# --- sheets, read ---


def in_words(value: CellValue) -> str:
    """A cell as people write it."""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def _entries(sheet: ResultSheet, t: Say, are_several: bool) -> Iterator[RecordedEntry]:
    """Codes, copies and ids are for programs: workbook and CSV have them."""
    when, session, group = t("sheet-when"), t("sheet-session"), t("sheet-department")
    on, table, state, copy = t("sheet-about"), t("sheet-table"), t("sheet-state"), t("sheet-copy")
    unread = {when, session, group, on, table, state, copy, t("sheet-code"), t("sheet-id"), t("sheet-address")}
    unread |= {t("sheet-codes", label=heading) for heading in sheet.headings}
    asked = [heading for heading in sheet.headings if heading not in unread]
    for row in sheet.rows:
        who = [in_words(row.get(when)), in_words(row.get(session)) if are_several else ""]
        who += [f"{table} {row[table]}" if row.get(table) else "", in_words(row.get(group)), in_words(row.get(state))]
        who.append(host_of(in_words(row.get(t("sheet-address")))))
        answers = ((heading, in_words(row[heading])) for heading in asked if heading in row)
        said = tuple((heading, text) for heading, text in answers if text)
        title, number = in_words(row.get(on)), in_words(row.get(copy))
        if title == number:  # of a blank card, which has no name yet
            title, who = "", [f"{copy} {number}" if number else "", *who]
        yield RecordedEntry("" if title == sheet.name else title, tuple(filter(None, who)), said)


def _votes(sheet: ResultSheet, t: Say, are_several: bool) -> Iterator[RecordedVote]:
    session, vote, on, total = t("sheet-session"), t("sheet-vote"), t("sheet-voted-on"), t("sheet-votes")
    by_vote: dict[tuple[str, str], list[Row]] = {}
    for row in sheet.rows:
        by_vote.setdefault((str(row[session]), str(row[vote])), []).append(row)
    for (held, title), rows in by_vote.items():
        groups = tuple(name for name in sheet.headings[4:] if any(row.get(name) for row in rows))
        counts = tuple((str(row[on]), _counts(row, (total, *groups))) for row in rows)
        yield RecordedVote(f"{title} · {held}" if are_several else title, groups, counts)


def _counts(row: Row, columns: Iterable[str]) -> tuple[int, ...]:
    counts: Sequence[CellValue] = [row.get(column) for column in columns]
    return tuple(count if isinstance(count, int) else 0 for count in counts)
