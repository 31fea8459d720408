"""A page for a data protection officer says what the store holds, and names nobody; erased, it says what is left."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from rooms import RUNNER, People, Phone, kit, make_room, manifest, press
from test_handout import HOSTILE, letters, running

from generator.capture.app import create_app
from generator.capture.results.privacy import privacy_of
from generator.capture.results.privacy_pages import privacy_handout, privacy_in_markdown
from generator.capture.web.times import in_utc
from generator.cli import main
from generator.errors import FileError, Problems
from generator.fonts import FontBook
from generator.kit.handout.printable import PrintableWords
from generator.kit.request.whereabouts import bundled_workshop

NAMES = ("Hortensia", "Ezechiel", "Wolpertinger")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Nothing printed lies around."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREPDECK_WORKSHOPS", "")


def looked_at(room, session):
    return privacy_of(room.store, session.id, room.clock(), in_utc)


def fill(room, people) -> None:
    """Each name stands somewhere: in an answer, as a department that somebody wrote, and in what stood there before."""
    for device in people.joins("Wolpertinger", 2):
        people.says(device, "Wolpertinger", {"people": "Hortensia", "host": "Hortensia"}, "outcome")
    first = people.says(None, "", {"note": "Ezechiel says no"})
    RUNNER.run(room.store.edit(first, {"note": "Somebody says no"}))


def pages(path: str) -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def command(room, session, to: str, *words: str):
    data = ["--data", str(room.store.path), "--to", to, "--session", session.id]
    return CliRunner().invoke(main, ["results", "privacy", str(bundled_workshop()), *data, *words])


def test_what_it_says_is_what_the_store_holds_and_it_names_nobody(room, session, people):
    fill(room, people)
    found = looked_at(room, session)
    with closing(sqlite3.connect(room.store.path)) as store:
        entries, phones, earlier = (
            store.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("entry", "device", "revision")
        )
    assert (found.remains.entries, found.remains.phones, found.remains.earlier) == (entries, phones, earlier)
    assert (entries, phones, earlier) == (3, 2, 1)
    assert {form.title: form.entries for form in found.forms if form.entries} == {
        kit().forms["outcome"].title: 2, kit().forms["note"].title: 1
    }  # fmt: skip
    text = privacy_in_markdown(found)
    for fact in ("Entries: 3", "Phones that joined: 2", room.store.path.name, "90 days", "Open.", session.id):
        assert fact in text.replace("\\", "")
    assert "Asks who: Who was here · Who calls us together?" in text.replace("\\", "")
    shown = text + str(privacy_handout(found))
    secrets = (session.join_code, session.join_token, session.board_token, str(room.store.path.parent))
    assert not [each for each in (*NAMES, *secrets) if each in shown]


def test_it_follows_the_state_of_the_session(room, session, people):
    fill(room, people)
    RUNNER.run(room.store.set_session(session.id, departments=["Kitchen", "Sales"], asks=["department"]))
    assert "(Kitchen, Sales)" in privacy_in_markdown(looked_at(room, session))
    RUNNER.run(room.store.relink("K7Q2ABCD", "form:note"))
    assert not looked_at(room, session).elsewhere
    RUNNER.run(room.store.relink("K7Q2ABCD", "https://forms.example.org/r?id=secret"))
    assert "forms.example.org." in privacy_in_markdown(looked_at(room, session)).replace("\\", "")
    RUNNER.run(room.store.relink("form:idea", "https://other.example/f?a=CARD"))
    assert looked_at(room, session).elsewhere == ("forms.example.org", "other.example")
    closed = RUNNER.run(room.store.close_session(session.id))
    found = looked_at(room, session)
    assert found.trashed == (in_utc(room.clock()) + timedelta(days=closed.retention_days)).date()
    assert str(found.trashed + timedelta(days=30)) in privacy_in_markdown(found).replace("\\", "")
    assert not found.remains.is_anonymous
    RUNNER.run(room.store.anonymise(session.id))
    found = looked_at(room, session)
    assert found.remains.is_anonymous
    assert not found.is_erased
    assert "Anonymous: no phone" in privacy_in_markdown(found)


def test_a_certificate_says_what_is_left_in_store_and_backup(room, session, people):
    fill(room, people)
    RUNNER.run(room.store.backup(room.store.backup_path))
    before = room.store.backup_path.read_bytes()
    RUNNER.run(room.store.erase_session(session.id))
    found = looked_at(room, session)
    assert found.is_erased
    assert found.is_gone
    assert [each.remains.entries for each in found.files] == [0, 0]
    text = privacy_in_markdown(found).replace("\\", "")
    assert "nothing is left here" in text
    assert "empty now: 3" in text
    room.store.backup_path.write_bytes(before)  # as where it could not be made anew
    found = looked_at(room, session)
    assert found.is_erased
    assert not found.is_gone
    assert found.files[1].remains.entries == 3
    assert "nothing is left here" not in privacy_in_markdown(found)
    room.store.backup_path.write_bytes(b"no store")
    found = looked_at(room, session)
    assert not found.is_gone
    assert "cannot be read" in privacy_in_markdown(found)


@pytest.mark.parametrize(
    "fault",
    [
        'UPDATE entry SET body = \'{"note": "left"}\'',
        "UPDATE entry SET department = 'left'",
        "INSERT INTO revision (entry, number, at, what, body, state) SELECT id, 99, '', 'edit', '{}', 'new' FROM entry",
        "INSERT INTO candidate SELECT id, '', '{}', '', '', 'left', '' FROM entry",
        "INSERT INTO device (session, group_table, department, language, consent, at) SELECT id, '', '', '', '', ''"
        " FROM session",
    ],
)
def test_no_certificate_where_anything_is_left(room, session, people, fault):
    fill(room, people)
    RUNNER.run(room.store.erase_session(session.id))
    with closing(sqlite3.connect(room.store.path)) as store, store:
        store.execute(fault)
    found = looked_at(room, session)
    assert not found.is_erased
    assert not found.is_gone


def test_a_session_erased_for_good_has_its_certificate_by_its_id(room, session, people):
    fill(room, people)
    with closing(sqlite3.connect(room.store.path)) as store, store:
        store.execute("UPDATE session SET trashed_at = '2026-01-01T00:00:00Z', is_open = 0")
    with pytest.raises(FileError, match="there is no session"):
        looked_at(room, session)
    RUNNER.run(room.store.erase_for_good(session.id))
    done = command(room, session, "privacy.md")
    assert done.exit_code == 0, done.output
    text = Path("privacy.md").read_text("utf-8")
    assert text.startswith("# Erased\n")
    assert session.id in text
    assert "Tuesday" not in text


def test_hostile_titles_are_inert_in_print_and_in_markdown(room, session, people):
    RUNNER.run(room.store.set_session(session.id, title="[x](javascript:1) <b> {count} ‮ " + HOSTILE[1][:20]))
    text = privacy_in_markdown(looked_at(room, session))
    assert "[x](" not in text
    assert "<b>" not in text
    done = command(room, session, "privacy.pdf", "--paper", "letter")
    assert done.exit_code == 0, done.output
    assert Path("privacy.pdf").stat().st_mode & 0o077 == 0
    words = PrintableWords(FontBook.load({}, {}, Problems()))
    assert letters(words.plain("{count}")) in running(pages("privacy.pdf"))
    assert command(room, session, "privacy.html").exit_code == 2
    assert command(room, session, "privacy.md", "--paper", "a4").exit_code == 2


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_it_is_one_page_with_what_is_asked_behind_it(room, session, paper):
    asks = {"asks": ["table", "department"], "departments": ["Front desk", "Kitchen", "Sales", "Data", "Legal"]}
    RUNNER.run(room.store.set_session(session.id, title="Tuesday with Hotel Aurora", **asks))
    RUNNER.run(room.store.keep_manifest(kit().id, manifest()))
    done = command(room, session, "privacy.pdf", "--paper", paper)
    assert done.exit_code == 0, done.output
    first, second, *_ = pages("privacy.pdf")
    assert letters("Name, address, telephone") in letters(first)
    assert (
        letters(second)
        .removeprefix(letters("Privacy · Tuesday with Hotel Aurora"))
        .startswith(letters("What is asked"))
    )


def test_the_desk_has_it_also_once_all_is_erased(tmp_path):
    room = make_room(tmp_path)
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday"))
    fill(room, People(room, session))
    desk = Phone(create_app(room))
    press(desk, f"/f/{RUNNER.run(room.store.one_time_link())}")
    assert f'href="/desk/{session.id}/privacy/md"' in desk.get(f"/desk/{session.id}/end").text
    assert "Entries: 3" in desk.get(f"/desk/{session.id}/privacy/md").text
    RUNNER.run(room.store.erase_session(session.id))
    assert "empty now: 3" in desk.get(f"/desk/{session.id}/privacy/md").text
    assert desk.get(f"/desk/{session.id}/privacy/html").status_code == 404
    room.store.close()
