"""The store keeps what it acknowledged, once, gives it back as it was, and forgets what it was asked to forget."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from crash_store import NEW_EACH_ROUND, play
from hypothesis import given
from hypothesis import strategies as st
from suite import in_part

from generator.capture.model import Entry, NewEntry, Session
from generator.capture.store import Store, StoreReader, schema
from generator.capture.store.random_text import characters
from generator.codes import ALPHABET
from generator.errors import FileError

START = datetime(2026, 5, 4, 9, 30, 15, tzinfo=UTC)
BODY = {"note": "Grüße aus 東京", "size": 3, "reactions": ["admire", "dislike"], "place": {"x": 12, "y": 88}}


class Bench:
    """A store in a folder, with a clock that stands until it is moved and chance that repeats itself."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "capture.db"
        self.now = START
        self._chance = Random(4)
        self.store = self.open()

    def open(self) -> Store:
        self.store = Store.open(self.path, lambda: self.now, self._chance.randbytes)
        return self.store

    def run(self, awaitable: Any) -> Any:
        async def wait() -> Any:
            return await awaitable

        return asyncio.run(wait())

    def session(self, **said: Any) -> Session:
        return self.run(self.store.open_session("demo", "A morning", **said))

    def entry(self, where: Session, **said: Any) -> NewEntry:
        id = str(UUID(bytes=self._chance.randbytes(16)))
        return NewEntry(id, where.id, None, "K7M2QX", "card", "guest", "", "card-log", 1, BODY)._replace(**said)

    def submit(self, session: Session, **said: Any) -> NewEntry:
        entry = self.entry(session, **said)
        assert self.run(self.store.submit(entry)) == "stored"
        return entry

    def everything(self) -> bytes:
        """What the folder holds, as whoever finds the laptop would search it."""
        return b"".join(path.read_bytes() for path in sorted(self.path.parent.iterdir()))


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.store.close()


# --- entries ---


def test_an_entry_comes_back_as_it_was(bench):
    session = bench.session()
    sent = bench.submit(session, table="3", department="Care", copy="0007")
    (kept,) = bench.store.entries(session.id)
    assert kept == Entry(*sent[:-2], seq=1, kit="demo", at="2026-05-04T09:30:15Z", state="new", revision=0)
    assert bench.store.entry(sent.id) == kept
    bench.store.close()
    assert bench.open().entries(session.id) == (kept,)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values), st.text(), st.text())
def test_hostile_text_comes_back_as_it_was(tmp_path_factory, body, table, department):
    bench = Bench(tmp_path_factory.mktemp("store"))
    with closing(bench.store) as store:
        session = bench.session()
        sent = bench.entry(session, body=body, table=table, department=department)
        assert bench.run(store.submit(sent)) == "stored"
        assert bench.run(store.submit(sent)) == "known"
        (kept,) = store.entries(session.id)
        assert kept[: len(sent) - 2] == sent[:-2]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {"\udfff": 1}])
def test_what_json_cannot_say_is_refused_before_it_is_written(bench, value):
    session = bench.session()
    with pytest.raises(ValueError, match=r"surrogates|float"):
        bench.run(bench.store.submit(bench.entry(session, body={"note": value})))
    assert bench.store.entries(session.id) == ()


def test_a_retry_is_known_by_its_id_and_its_words(bench):
    session = bench.session()
    sent = bench.submit(session)
    assert bench.run(bench.store.submit(sent)) == "known"
    turned = sent._replace(body=dict(reversed(list(BODY.items()))))
    assert bench.run(bench.store.submit(turned)) == "known"
    assert len(bench.store.entries(session.id)) == 1


def test_a_retry_is_known_after_the_facilitator_changed_the_entry(bench):
    session = bench.session()
    sent = bench.submit(session)
    bench.run(bench.store.edit(sent.id, {"note": "mended"}))
    assert bench.run(bench.store.submit(sent)) == "known"
    assert bench.store.entry(sent.id).body == {"note": "mended"}


def test_other_words_under_the_same_id_are_kept_beside_the_first(bench):
    session = bench.session()
    sent = bench.submit(session)
    other = sent._replace(body={"note": "other"})
    assert bench.run(bench.store.submit(other)) == "differs"
    assert bench.run(bench.store.submit(other)) == "differs"
    assert bench.store.entry(sent.id).body == BODY
    assert [(kept.what, kept.body) for kept in bench.store.history(sent.id)] == [("conflict", {"note": "other"})]
    moved = sent._replace(code="WXYZ23")
    assert bench.run(bench.store.submit(moved)) == "differs"


def test_an_entry_of_no_session_is_refused_and_takes_no_other_with_it(bench):
    session = bench.session()
    good, bad = bench.entry(session), bench.entry(session, session="nowhere")

    async def both():
        return await asyncio.gather(bench.store.submit(bad), bench.store.submit(good), return_exceptions=True)

    refused, stored = asyncio.run(both())
    assert isinstance(refused, LookupError)
    assert stored == "stored"
    assert [kept.id for kept in bench.store.entries(session.id)] == [good.id]


def test_entries_are_told_apart_by_session_state_form_and_time_of_coming(bench):
    first, second = bench.session(), bench.session()
    one = bench.submit(first)
    two = bench.submit(first, form="idea")
    three = bench.submit(second)
    bench.run(bench.store.set_state(two.id, "hidden"))

    def ids(*said, **more):
        return [entry.id for entry in bench.store.entries(*said, **more)]

    assert ids(first.id) == [one.id]
    assert ids(first.id, states=("hidden",)) == [two.id]
    assert ids("", states=("new", "hidden")) == [one.id, two.id, three.id]
    assert ids("", states=("new", "hidden"), since=1) == [two.id, three.id]
    assert ids("", states=("new", "hidden"), forms=("idea",)) == [two.id]
    assert ids("nowhere") == []


# --- the facilitator's changes ---


def test_changes_are_kept_and_taken_back_one_by_one(bench):
    session = bench.session()
    sent = bench.submit(session)
    store, run = bench.store, bench.run
    run(store.set_state(sent.id, "shown"))
    run(store.edit(sent.id, {"note": "mended"}))
    run(store.set_state(sent.id, "hidden"))
    assert [(step.what, step.state, step.body) for step in store.history(sent.id)] == [
        ("state", "new", BODY),
        ("edit", "shown", BODY),
        ("state", "shown", {"note": "mended"}),
    ]
    back = [run(store.undo(session.id)) for _ in range(3)]
    assert [(entry.state, entry.body) for entry in back] == [
        ("shown", {"note": "mended"}),
        ("shown", BODY),
        ("new", BODY),
    ]
    assert run(store.undo(session.id)) is None
    assert store.entry(sent.id).revision == len(store.history(sent.id)) == 6


def test_what_changes_nothing_is_no_change(bench):
    session = bench.session()
    sent = bench.submit(session)
    before = bench.store.version(session.id)
    assert bench.run(bench.store.set_state(sent.id, "new")).revision == 0
    assert bench.run(bench.store.edit(sent.id, dict(BODY))).revision == 0
    assert bench.run(bench.store.undo(session.id)) is None
    assert bench.store.version(session.id) == before
    assert bench.run(bench.store.set_state("nothing", "shown")) is None
    assert bench.run(bench.store.edit("nothing", {})) is None


def test_whatever_a_board_could_show_makes_a_new_version(bench):
    session, other = bench.session(), bench.session()
    run, store = bench.run, bench.store
    token, device = run(store.join(session.id))
    sent = bench.submit(session, device=device.number)
    seen = [store.version(session.id)]
    still = store.version(other.id)
    for change in (
        store.set_state(sent.id, "shown"),
        store.edit(sent.id, {"note": "x"}),
        store.undo(session.id),
        store.set_session(session.id, merged={"Care": "Others"}),
        store.submit(sent._replace(body={})),
        store.close_session(session.id),
        store.erase(device.number),
    ):
        run(change)
        seen.append(store.version(session.id))
    assert seen == sorted(set(seen))
    assert store.version(other.id) == still
    assert store.version("nowhere") == 0
    assert store.device(token) == device


# --- sessions, devices, links ---


def test_a_session_is_found_by_its_links_until_they_are_renewed(bench):
    store, run = bench.store, bench.run
    session = bench.session(asks=("table",), departments=("Care", "IT"), premoderate=True, retention_days=30)
    assert (session.asks, session.departments, session.premoderate) == (("table",), ("Care", "IT"), True)
    assert store.session(session.id) == session
    typed = f" {session.join_code[:4].lower()}-{session.join_code[4:]}"
    assert store.session_by_join(typed) == store.session_by_join(session.join_token) == session
    assert store.session_by_board(session.board_token) == session
    renewed = run(store.renew_tokens(session.id))
    assert store.session_by_join(session.join_code) is None
    assert store.session_by_join(session.join_token) is None
    assert store.session_by_board(session.board_token) is None
    assert store.session_by_join(renewed.join_code) == renewed


@pytest.mark.parametrize("nothing", ["", " ", "-", "\ud800", "x" * 5000, "%", "None"])
def test_nothing_leads_to_no_session(bench, nothing):
    bench.session()
    store = bench.store
    assert store.session_by_join(nothing) is None
    assert store.session_by_board(nothing) is None
    assert store.session(nothing) is None
    assert store.device(nothing) is None
    assert store.find_receipt(nothing) is None
    assert store.entry(nothing) is None
    assert store.link(nothing) is None
    assert not store.is_admin(nothing)


def test_sessions_open_close_and_open_again(bench):
    store, run = bench.store, bench.run
    first, second = bench.session(), bench.session()
    assert store.sessions() == (second, first)
    bench.now += timedelta(hours=2)
    closed = run(store.close_session(first.id))
    assert closed.closed_at == "2026-05-04T11:30:15Z"
    bench.now += timedelta(hours=2)
    assert run(store.close_session(first.id)) == closed
    assert store.open_sessions("demo") == (second,)
    assert store.open_sessions("another") == ()
    assert run(store.reopen_session(first.id)) == first
    changed = run(store.set_session(first.id, title="An evening", merged={"IT": "Others"}, premoderate=True))
    assert changed == first._replace(title="An evening", merged={"IT": "Others"}, premoderate=True)
    with pytest.raises(TypeError, match="join_token"):
        run(store.set_session(first.id, join_token="mine"))
    with pytest.raises(LookupError):
        run(store.set_session("nowhere", title="x"))


def test_a_device_is_known_by_its_cookie_of_which_only_a_digest_is_kept(bench):
    session = bench.session()
    said = {"table": "2", "department": "Care", "language": "de", "consent": ""}
    token, device = bench.run(bench.store.join(session.id, **said))
    assert bench.store.device(token) == device
    assert (device.table, device.department, device.language, device.consent) == ("2", "Care", "de", "")
    assert len(device.receipt) == 10
    assert token.encode() not in bench.everything()
    bench.run(bench.store.set_device(device.number, consent="1", table="4"))
    assert bench.store.device(token) == device._replace(consent="1", table="4")
    with pytest.raises(TypeError, match="receipt"):
        bench.run(bench.store.set_device(device.number, receipt="X"))
    with pytest.raises(LookupError):
        bench.run(bench.store.join("nowhere", table="", department="", language="", consent=""))


def test_a_device_that_offers_its_secret_twice_is_one(bench):
    offered = "k" * 43
    session = bench.session()
    first, again = (bench.run(bench.store.join(session.id, offered=offered)) for _ in range(2))
    assert first == again == (offered, bench.store.device(offered))
    other = bench.run(bench.store.open_session("demo", "Other"))
    secret, device = bench.run(bench.store.join(other.id, offered=offered))  # of this session it is somebody else's
    assert secret != offered
    assert (device.session, bench.store.device(secret)) == (other.id, device)
    assert bench.store.device(offered) == first[1]


def test_an_entry_cannot_use_a_device_of_another_session(bench):
    session, other = bench.session(), bench.session()
    _, device = bench.run(bench.store.join(other.id))
    with pytest.raises(LookupError, match="another session"):
        bench.run(bench.store.submit(bench.entry(session, device=device.number)))


def test_drafts_links_and_manifests_are_kept(bench):
    store, run = bench.store, bench.run
    session = bench.session()
    _, device = run(store.join(session.id))
    assert store.draft(device.number) == store.draft(99) == {}
    run(store.set_draft(device.number, {"cards": ["K7M2QX", "WXYZ23"]}))
    run(store.relink("K7M2QX", "form:idea"))
    run(store.relink("K7M2QX", "https://example.org/f"))
    run(store.relink("WXYZ23", "form:note"))
    run(store.relink("WXYZ23", ""))
    run(store.keep_manifest("demo", b'{"format": 1}'))
    run(store.keep_manifest("demo", b"\x00\xff"))
    store.close()
    store = bench.open()
    assert store.draft(device.number) == {"cards": ["K7M2QX", "WXYZ23"]}
    assert [link[:2] for link in store.links()] == [("K7M2QX", "https://example.org/f")]
    assert store.link("K7M2QX") == store.links()[0]
    assert store.link("WXYZ23") is None
    assert store.manifest("demo") == b"\x00\xff"
    assert store.manifest("another") is None
    assert store.kits() == ("demo",)


def test_a_one_time_link_makes_one_facilitator_within_a_day(bench):
    store, run = bench.store, bench.run
    secret = run(store.one_time_link())
    assert not store.is_admin(secret)
    admin = run(store.use_one_time(secret))
    assert run(store.use_one_time(secret)) is None
    assert run(store.use_one_time(admin)) is None
    assert store.is_admin(admin)
    assert len(admin) >= 43
    assert admin.encode() not in bench.everything()
    late = run(store.one_time_link())
    bench.now += timedelta(hours=25)
    assert run(store.use_one_time(late)) is None
    bench.now += timedelta(days=7)
    assert not store.is_admin(admin)
    again = run(store.use_one_time(run(store.one_time_link())))
    run(store.revoke_admins())
    assert not store.is_admin(again)


@given(st.integers(min_value=1, max_value=12), st.randoms(use_true_random=False))
def test_characters_are_those_of_printed_codes(count, chance):
    drawn = characters(chance.randbytes, count)
    assert len(drawn) == count
    assert set(drawn) <= set(ALPHABET)


def test_every_character_is_drawn_about_as_often():
    drawn = characters(Random(1).randbytes, 6) + "".join(characters(Random(seed).randbytes, 6) for seed in range(2000))
    counts = [drawn.count(character) for character in ALPHABET]
    assert min(counts) > 200  # of 387; rude words take some away
    assert max(counts) < 560


# --- forgetting ---


def test_what_is_erased_is_nowhere_any_more(bench):
    store, run = bench.store, bench.run
    session = bench.session()
    _, device = run(store.join(session.id))
    secret = {"note": "zanzibar-one"}
    mine = bench.submit(session, device=device.number, body=secret, table="mesa-seven")
    other = bench.submit(session, body={"note": "stays"})
    run(store.edit(mine.id, {"note": "zanzibar-two"}))
    run(store.submit(mine._replace(body={"note": "zanzibar-three"})))
    run(store.submit(other._replace(body={"note": "zanzibar-four"}, device=device.number)))
    run(store.set_draft(device.number, {"note": "zanzibar-five"}))
    run(store.backup(store.backup_path))
    assert b"zanzibar" in bench.everything()

    assert store.find_receipt(device.receipt.lower()) == device
    assert run(store.erase(device.number)) == 1
    found = bench.everything()
    assert b"zanzibar" not in found
    assert b"mesa-seven" not in found
    assert b"stays" in found

    assert run(store.submit(mine)) == "gone"
    assert run(store.edit(mine.id, {})) is None
    assert run(store.set_state(mine.id, "shown")) is None
    assert run(store.undo(session.id)) is None
    assert [entry.id for entry in store.entries(session.id)] == [other.id]
    (left,) = store.entries(session.id, states=("erased",))
    assert (left.id, left.body, left.device, left.table) == (mine.id, {}, None, "")
    assert store.history(mine.id) == store.history(other.id) == ()
    assert run(store.erase(device.number)) == 0


def test_a_device_erases_its_own_entries_alone(bench):
    store, run = bench.store, bench.run
    session = bench.session()
    (_, one), (_, two) = run(store.join(session.id)), run(store.join(session.id))
    first, second = bench.submit(session, device=one.number), bench.submit(session, device=one.number)
    theirs = bench.submit(session, device=two.number)
    assert run(store.erase(one.number, [first.id, theirs.id, "nothing"])) == 1
    assert [entry.id for entry in store.entries(session.id)] == [second.id, theirs.id]
    assert [entry.id for entry in store.entries_of(one.number)] == [second.id]


def test_the_facilitator_erases_an_entry_for_good(bench):
    session = bench.session()
    sent = bench.submit(session, body={"note": "zanzibar"})
    assert bench.run(bench.store.set_state(sent.id, "erased")).state == "erased"
    assert b"zanzibar" not in bench.everything()


def test_what_is_erased_while_somebody_reads_goes_when_they_have_read(bench):
    session = bench.session()
    sent = bench.submit(session, body={"note": "zanzibar"})
    with closing(sqlite3.connect(bench.path, isolation_level=None)) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM entry").fetchall()
        bench.run(bench.store.set_state(sent.id, "erased"))
        bench.submit(session)
        assert b"zanzibar" in bench.everything()
    for _ in range(200):
        if b"zanzibar" not in bench.everything():
            break
        time.sleep(0.1)
    assert b"zanzibar" not in bench.everything()


def test_an_anonymous_session_knows_no_device_table_hour_or_small_group(bench):
    store, run = bench.store, bench.run
    session = bench.session(departments=("Care", "IT"))
    token, device = run(store.join(session.id, table="9", department="IT"))
    sent = bench.submit(session, device=device.number, table="9", department="IT")
    run(store.set_session(session.id, merged={"IT": "Others"}))
    run(store.anonymise(session.id))
    (left,) = store.entries(session.id)
    assert (left.device, left.table, left.department, left.at) == (None, "", "Others", "2026-05-04T00:00:00Z")
    assert left.body == BODY
    assert store.device(token) is store.find_receipt(device.receipt) is None
    assert run(store.submit(sent)) == "known"
    assert run(store.submit(bench.entry(session, device=device.number))) == "stored"  # it was on the way


# --- the file ---


def test_the_file_is_plain_sqlite_that_others_can_read(bench):
    session = bench.session()
    bench.submit(session)
    with closing(sqlite3.connect(bench.path)) as plain:
        assert plain.execute("SELECT json_extract(body, '$.note') FROM entry").fetchone() == (BODY["note"],)
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert bench.path.stat().st_mode & 0o077 == 0


def test_it_is_written_durably_and_erased_thoroughly(bench):
    async def asked():
        names = ("synchronous", "secure_delete", "foreign_keys", "journal_mode")
        return [
            await bench.store._write(lambda connection, name=name: connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in names
        ]

    assert asyncio.run(asked()) == [2, 1, 1, "wal"]


def test_no_file_that_is_not_ours_is_touched(tmp_path):
    text, theirs, newer = tmp_path / "text.db", tmp_path / "theirs.db", tmp_path / "newer.db"
    text.write_text("Dear diary, " * 500)
    with closing(sqlite3.connect(theirs)) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
    Store.open(newer, lambda: START, Random(1).randbytes).close()
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for path, words in ((text, "not a store"), (theirs, "not a store"), (newer, "newer prepdeck")):
        before = path.read_bytes()
        with pytest.raises(FileError, match=words):
            Store.open(path, lambda: START, Random(1).randbytes)
        with pytest.raises(FileError, match=words):
            StoreReader.open_to_read(path, lambda: START)
        assert path.read_bytes() == before


def test_a_damaged_store_is_said_with_the_way_to_the_backup(bench):
    session = bench.session()
    for _ in range(60):
        bench.submit(session)
    bench.store.close()
    octets = bytearray(bench.path.read_bytes())
    octets[4096 * 3 : 4096 * 6] = b"\x55" * 4096 * 3
    bench.path.write_bytes(octets)
    with pytest.raises(FileError, match=r"damaged.*backup"):
        bench.open()
    backup = bench.store.backup_path
    bench.path.write_bytes(backup.read_bytes())
    assert len(bench.open().entries(session.id)) == 60


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="cannot be written"):
        Store.open(tmp_path / "file" / "capture.db", lambda: START, Random(1).randbytes)
    with pytest.raises(FileError, match="no such store"):
        StoreReader.open_to_read(tmp_path / "capture.db", lambda: START)


def test_two_servers_do_not_write_into_one_store(bench):
    with pytest.raises(FileError, match="another server"):
        Store.open(bench.path, lambda: START, Random(1).randbytes)
    program = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from generator.errors import FileError\n"
        "from generator.capture.store import Store\n"
        "try: Store.open(Path(sys.argv[1]), lambda: datetime.now(UTC), bytes)\n"
        "except FileError as error: print(error)"
    )
    root = Path(__file__).parent.parent
    said = subprocess.run(
        [sys.executable, "-c", program, bench.path], cwd=root, capture_output=True, text=True, check=True
    )
    assert "another server" in said.stdout


def script(text):
    return lambda connection: schema._run(connection, text)


def test_an_older_store_becomes_one_of_today_step_by_step(bench, monkeypatch):
    session = bench.session()
    sent = bench.submit(session)
    bench.store.close()
    step = "ALTER TABLE entry ADD COLUMN mood TEXT NOT NULL DEFAULT 'good';"
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, script(f"{step}\nSELECT broken FROM nowhere;")))
        with pytest.raises(FileError, match="cannot be used"):
            bench.open()
    assert bench.open().entry(sent.id).id == sent.id  # the broken step left nothing behind
    bench.store.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, script(step)))
    assert bench.open().entry(sent.id).id == sent.id
    with closing(sqlite3.connect(bench.path)) as plain:
        assert plain.execute("SELECT mood FROM entry").fetchone() == ("good",)
        assert plain.execute("PRAGMA user_version").fetchone() == (schema.newest(),)


def test_closing_writes_what_waits_and_leaves_a_backup(bench):
    session = bench.session()
    waiting = [bench.entry(session) for _ in range(300)]

    async def hasty():
        tasks = [asyncio.create_task(bench.store.submit(entry)) for entry in waiting]
        await asyncio.sleep(0)
        bench.store.close()
        return await asyncio.gather(*tasks)

    assert set(asyncio.run(hasty())) == {"stored"}
    with pytest.raises(FileError, match="closed"):
        bench.run(bench.store.submit(bench.entry(session)))
    with pytest.raises(FileError, match="closed"):
        bench.store.entries(session.id)
    names = sorted(path.name for path in bench.path.parent.iterdir())
    assert names == ["capture.backup.db", "capture.db", "capture.db.lock"]
    backup = StoreReader.open_to_read(bench.store.backup_path, lambda: START)
    assert {entry.id for entry in backup.entries(session.id)} == {entry.id for entry in waiting}
    backup.close()


def test_a_backup_is_whole_while_others_write(bench, tmp_path):
    session = bench.session()
    to = tmp_path / "elsewhere" / "copy.db"

    async def both():
        first = [bench.store.submit(bench.entry(session)) for _ in range(50)]
        await asyncio.gather(*first)
        more = [bench.store.submit(bench.entry(session)) for _ in range(200)]
        await asyncio.gather(bench.store.backup(to), *more)

    asyncio.run(both())
    with closing(sqlite3.connect(to)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert 50 <= copy.execute("SELECT count(*) FROM entry").fetchone()[0] <= 250
    assert to.stat().st_mode & 0o077 == 0
    assert [path.name for path in to.parent.iterdir()] == ["copy.db"]


def test_a_full_disk_is_told_to_whoever_waits_and_the_store_goes_on(bench):
    session = bench.session()

    async def limit(pages):
        return await bench.store._write(
            lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()[0]
        )

    full = bench.run(limit(1))  # not below what there is
    kept = []

    def fill():
        for _ in range(200):
            entry = bench.entry(session, body={"note": "x" * 2000})
            bench.run(bench.store.submit(entry))
            kept.append(entry.id)

    with pytest.raises(FileError, match="full"):
        fill()
    assert [entry.id for entry in bench.store.entries(session.id)] == kept
    bench.run(limit(full + 1000))
    bench.submit(session)


def test_threads_and_loops_may_share_a_store(bench):
    session = bench.session()
    found, faults = [], []

    def client():
        try:
            for _ in range(20):
                bench.run(bench.store.submit(bench.entry(session)))
                found.append(len(bench.store.entries(session.id)))
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=client) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert max(found) == 80


def test_a_client_that_hangs_up_does_not_stop_its_entry(bench):
    session = bench.session()
    left, stays = bench.entry(session), bench.entry(session)

    async def hang_up():
        task = asyncio.create_task(bench.store.submit(left))
        await asyncio.sleep(0)
        task.cancel()
        await bench.store.submit(stays)
        assert task.cancelled()

    asyncio.run(hang_up())
    assert [entry.id for entry in bench.store.entries(session.id)] == [left.id, stays.id]


def test_a_reader_beside_the_server_sees_what_is_committed(bench):
    session = bench.session()
    reader = StoreReader.open_to_read(bench.path, lambda: START)
    sent = bench.submit(session)
    assert reader.entry(sent.id) == bench.store.entry(sent.id)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader._connection().execute("DELETE FROM entry")
    reader.close()


# --- killed ---


@pytest.mark.parametrize("kills", in_part([6, 24], 6))
@pytest.mark.parametrize("how", ["anywhere", "before-commit", "before-answer"])
def test_what_was_acknowledged_before_a_kill_is_there_once(tmp_path, how, kills):
    outcome = play(tmp_path, kills, how, seed=7)
    assert outcome.killed == kills
    assert outcome.lost == outcome.doubled == outcome.changed == []
    assert len(outcome.acknowledged) == kills * NEW_EACH_ROUND
    assert outcome.retried >= kills


def test_a_store_that_answers_too_early_is_caught(tmp_path):
    assert play(tmp_path, 3, "hasty", seed=7).lost


def test_a_store_that_keeps_retries_again_is_caught(tmp_path):
    assert play(tmp_path, 3, "forgetful", seed=7).doubled
