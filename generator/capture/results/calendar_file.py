"""A meeting as a calendar file (iCalendar, RFC 5545), the same bytes every time."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from generator.capture.results.outcome import Outcome
from generator.capture.results.plain_text import visible
from generator.capture.web.translations import speaker

LONGEST_LINE = 75  # bytes, without the end; RFC 5545, 3.1
LASTS = timedelta(hours=1)


class Property(NamedTuple):
    """A line of the file; `value` as the format writes it."""

    name: str
    value: str


def calendar(outcome: Outcome) -> bytes:
    """The follow-up: all day, or an hour by the clocks where it is opened; what was promised stands in it."""
    t = speaker(outcome.language)
    meeting = outcome.meeting
    promised = [f"{number}. {each.title}" for number, each in enumerate(outcome.features, 1)]
    words = "\n".join(filter(None, [*outcome.objectives, *promised, outcome.next_steps, meeting.typed, meeting.host]))
    if meeting.at:
        start = datetime.combine(meeting.day, meeting.at)
        when = [Property("DTSTART", f"{start:%Y%m%dT%H%M%S}"), Property("DTEND", f"{start + LASTS:%Y%m%dT%H%M%S}")]
    else:
        after = meeting.day + timedelta(days=1)
        when = [
            Property("DTSTART;VALUE=DATE", f"{meeting.day:%Y%m%d}"),
            Property("DTEND;VALUE=DATE", f"{after:%Y%m%d}"),
        ]
    lines = [
        Property("BEGIN", "VCALENDAR"),
        Property("VERSION", "2.0"),
        Property("PRODID", "-//prepdeck//results//EN"),
        Property("BEGIN", "VEVENT"),
        Property("UID", f"{outcome.session}-follow-up@prepdeck"),
        Property("DTSTAMP", re.sub(r"[-:]", "", outcome.written)),
        *when,
        Property("SUMMARY", text_value(t("outcome-meeting-of", title=outcome.title))),
        Property("DESCRIPTION", text_value(words)),
        Property("END", "VEVENT"),
        Property("END", "VCALENDAR"),
    ]
    return b"".join(folded(f"{each.name}:{each.value}") for each in lines)


def text_value(text: str) -> str:
    """RFC 5545, 3.3.11."""
    escaped = re.sub(r"([\\;,])", r"\\\1", visible(text).replace("\t", " "))
    return re.sub("\n|\x85|\u2028|\u2029", r"\\n", escaped)


def folded(line: str) -> bytes:
    """In lines that are short enough, none cut within a character; RFC 5545, 3.1."""
    parts, part = [], b""
    for letter in line:
        piece = letter.encode()
        if len(part) + len(piece) > LONGEST_LINE:
            parts.append(part)
            part = b" "
        part += piece
    return b"\r\n".join([*parts, part]) + b"\r\n"
