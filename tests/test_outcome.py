"""What a workshop leaves with, in three files; the follow-up is what calendars take, whatever was typed."""

import re
import sys
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from accessible import Look, walks, wear, wrong
from click.testing import CliRunner
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from office import converted
from rooms import RUNNER
from test_record import HOSTILE

from generator.capture.results import outcome
from generator.capture.results.calendar_file import LONGEST_LINE, folded, text_value
from generator.capture.results.plain_text import visible
from generator.cli import main
from generator.errors import FileError

LOOKS = {"phone": Look((390, 800)), "narrow": Look((320, 640)), "dark": Look((1280, 800), scheme="dark")}
OUTCOME = {
    "objective": "Three recipes and a date",
    "people": "Ada, Grace",
    "first": "Greet who comes back",
    "second": "Ask less",
    "care": "Nobody is greeted twice",
    "next": "Grace writes to legal",
    "follow-up": "8.12.2026, 10:30, room 4",
    "host": "Ada",
}


def says(people, form, body, device=None, department=""):
    return people.says(device, department, body, form)


def written(room, folder, kind="md", **more):
    to = folder / f"outcome.{kind}"
    found = outcome(room.store, None, to, kind, **more)
    return found, "" if kind == "docx" else to.read_bytes().decode()


def test_it_says_what_was_decided_and_who_was_there_by_department(room, session, people, tmp_path):
    for name, count in (("data", 3), ("legal", 2), ("design", 1)):
        for device in people.joins(name, count):
            says(people, "objective", {"objective": f"By {name}"}, device, name)
    says(people, "outcome", {**OUTCOME, "first": "An older sheet"})
    says(people, "outcome", OUTCOME)
    says(people, "risk", {"scenario": "Greeting", "wrong": "It nags", "failsafe": "A switch", "clear": "no part of it"})
    says(people, "roadmap", {"feature": "greet who comes back", "measure": "10 %", "owner": "Ada"})
    found, text = written(room, tmp_path)
    assert found.groups == (("Others", 3), ("data", 3))
    assert (found.joined, found.by_votes, found.objectives) == (6, False, ("Three recipes and a date",))
    for words in (*OUTCOME.values(), "It nags", "A switch", "10 %"):
        assert words in text.replace("\\", "")
    assert "older" not in text
    assert "no part of it" not in text
    assert "legal: " not in text
    assert text.count("- [ ]") == 2  # what is asked for in two weeks, each once
    page = written(room, tmp_path, "html")[1]
    assert page.count("Greet who comes back") == 2


def test_what_nobody_wrote_down_is_what_got_the_most_votes_and_what_was_meant(room, session, people, tmp_path):
    for words in ("One", "Two"):
        says(people, "objective", {"objective": words})
    says(people, "recipe", {"name": "Come back", "sentence": "If a guest comes back, then we greet them."})
    RUNNER.run(room.store.set_state(says(people, "recipe", {"name": "Zanzibar"}), "hidden"))
    found, text = written(room, tmp_path)
    assert (found.objectives, found.by_votes) == (("One", "Two"), True)
    assert "What got the most votes" in text
    assert "If a guest comes back" in text
    assert "Zanzibar" not in text


@pytest.mark.parametrize(
    ("typed", "day", "at", "is_sure"),
    [
        ("8.12.2026, 10:30, room 4", date(2026, 12, 8), time(10, 30), True),
        ("2026-12-09", date(2026, 12, 9), None, True),
        ("", date(2026, 12, 6), None, True),
        ("the first Tuesday of Advent", date(2026, 12, 6), None, False),
        ("31.2.2027 or 9. 1. 2027", date(2027, 1, 9), None, True),
        ("as on 1.1.2020", date(2026, 12, 6), None, False),  # that was before
        ("12/8/2026", date(2026, 12, 6), None, False),  # August or December
    ],
)
def test_the_day_is_what_was_typed_else_two_weeks_later(room, session, people, tmp_path, typed, day, at, is_sure):
    says(people, "outcome", {"first": "x", "follow-up": typed} if typed else {"first": "x"})
    found, text = written(room, tmp_path)
    assert (found.meeting.day, found.meeting.at, found.meeting.is_sure) == (day, at, is_sure)
    assert (f"\n{day}" in text) == is_sure
    assert written(room, tmp_path, meet=date(2027, 3, 4))[0].meeting.day == date(2027, 3, 4)


# --- the calendar ---


def properties(text: str) -> dict[str, str]:
    """RFC 5545, read back: unfolded, and text as it was."""
    assert text.endswith("\r\n")
    assert not re.search(r"(?<!\r)\n", text)
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]
    return {line.partition(":")[0]: plain(line.partition(":")[2]) for line in lines}


def plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_the_follow_up_is_a_calendar_file(room, session, people, tmp_path):
    says(people, "outcome", OUTCOME)
    text = written(room, tmp_path, "ics")[1]
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    event = properties(text)
    assert event["SUMMARY"] == "We meet again: Tuesday"  # on whichever day
    assert (event["DTSTART"], event["DTEND"]) == ("20261208T103000", "20261208T113000")
    assert "1. Greet who comes back\n2. Ask less" in event["DESCRIPTION"]
    assert datetime.strptime(event["DTSTAMP"], "%Y%m%dT%H%M%S%z").utcoffset() == timedelta()
    assert written(room, tmp_path, "ics")[1] == text
    says(people, "outcome", {"first": "x"})
    event = properties(written(room, tmp_path, "ics")[1])
    assert (event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]) == ("20261206", "20261207")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], include_characters="\n,;\\"), max_size=300))
def test_any_text_comes_back_from_a_calendar(text):
    lines = folded(f"DESCRIPTION:{text_value(text)}")
    assert max(map(len, lines.split(b"\r\n"))) <= LONGEST_LINE
    assert [line.decode() for line in lines.split(b"\r\n")]  # none is cut within a character
    found = properties(lines.decode())["DESCRIPTION"]
    assert found == "".join(letter for letter in text if letter not in "\ufffe\uffff") or "\\uff" in found


# --- the page ---


def hostile(people):
    for words in HOSTILE:
        says(people, "risk", {"scenario": words, "wrong": words})
    says(people, "outcome", dict.fromkeys(OUTCOME, HOSTILE[1]) | {"first": HOSTILE[0], "second": HOSTILE[2]})


def test_hostile_words_are_text_in_each_file(room, session, people, tmp_path):
    hostile(people)
    text = written(room, tmp_path)[1]
    tokens = [each for token in MarkdownIt("commonmark").parse(text) for each in token.children or ()]
    assert {each.type for each in tokens} <= {"text", "strong_open", "strong_close", "hardbreak", "softbreak"}
    said = "".join(each.content for each in tokens)
    assert [words for words in HOSTILE if "\n" not in words and words not in said] == []
    assert "BEGIN:VALARM" not in written(room, tmp_path, "ics")[1]


@pytest.mark.needs("chromium")
@walks(LOOKS)
def test_everybody_can_read_it_and_it_asks_nobody(chromium, room, session, people, tmp_path, looks):
    hostile(people)
    written(room, tmp_path, "html")
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    wear(page, next(iter(looks.values())))
    page.goto((tmp_path / "outcome.html").as_uri())
    assert asked == [(tmp_path / "outcome.html").as_uri()]
    assert page.title().startswith("Tuesday")
    assert wrong(page, looks) == []
    context.close()


def test_the_command_and_the_desk_write_it(room, desk, session, people, tmp_path):
    says(people, "outcome", OUTCOME)
    to, data = tmp_path / "a.html", ["--data", str(room.store.path)]
    done = CliRunner().invoke(main, ["results", "outcome", "--to", str(to), "--meet", "2027-03-04", *data])
    assert done.exit_code == 0, done.output
    assert "2 features, next meeting 2027-03-04" in done.output
    assert CliRunner().invoke(main, ["results", "outcome", "--to", "a.odt", *data]).exit_code == 2
    for kind in ("html", "md", "ics"):
        assert f"/desk/{session.id}/outcome/{kind}" in desk.get(f"/desk/{session.id}/end").text
        assert "Ask less" in desk.get(f"/desk/{session.id}/outcome/{kind}").text
    assert desk.get(f"/desk/{session.id}/outcome/odt").status_code == 404


# --- the document for an office ---


def of_office(path) -> list[str]:
    """The lines of a document, as LibreOffice has them."""
    (text,) = converted(path, "txt:Text (encoded):UTF8", "txt")
    return text.read_text("utf-8-sig").splitlines()


def of_library(path) -> list[str]:
    """Of its text and its tables, as a library reads them."""
    document = Document(path)
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [each.text for each in (*document.paragraphs, *(own for cell in cells for own in cell.paragraphs))]


@pytest.mark.parametrize(
    "read", [of_library, pytest.param(of_office, marks=[pytest.mark.soak, pytest.mark.needs("soffice")])]
)
def test_an_office_document_says_the_same_and_hostile_words_whole(room, session, people, tmp_path, read):
    hostile(people)
    says(people, "roadmap", {"feature": "Control \x07 and \x1b[31m", "owner": "Grace"})
    written(room, tmp_path, "docx")
    text = read(tmp_path / "outcome.docx")
    whole = "\n".join(text)
    assert [words for words in HOSTILE if visible(words).strip() not in whole] == []
    assert any("Control \u2407 and \u241b[31m" in each for each in text)
    assert any("Grace" in each for each in text)
    first = (tmp_path / "outcome.docx").read_bytes()
    written(room, tmp_path, "docx")
    assert (tmp_path / "outcome.docx").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "outcome.docx") as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_without_the_library_it_says_how_to_get_it(room, session, people, tmp_path, monkeypatch):
    says(people, "outcome", OUTCOME)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(FileError, match=r"pipx install '.\[office\]'"):
        outcome(room.store, None, tmp_path / "outcome.docx", "docx")
    assert list(tmp_path.glob("outcome*")) == []


def test_the_desk_gives_it(desk, session, people):
    says(people, "outcome", OUTCOME)
    assert f"/desk/{session.id}/outcome/docx" in desk.get(f"/desk/{session.id}/end").text
    answer = desk.get(f"/desk/{session.id}/outcome/docx")
    assert answer.content.startswith(b"PK")
    assert "wordprocessingml" in answer.headers["content-type"]
