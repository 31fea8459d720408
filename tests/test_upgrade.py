"""Stores of the first version, as that release wrote them: they open, are migrated whole, and read as they did.

`stores/*.v1.sqlite.gz` were written by its server, `*.v1.csv` by its `results export`.
"""

import csv
import gzip
import io
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rooms import RUNNER, Clock

from generator.capture import results
from generator.capture.kits import PrintedKit
from generator.capture.model import STATES
from generator.capture.run import paths
from generator.capture.store import Store, StoreReader, schema
from generator.capture.store.upgrade import older_copies
from generator.errors import FileError

STORES = sorted((Path(__file__).parent / "stores").glob("*.v1.sqlite.gz"), key=lambda path: path.name)
NAMES = [path.name.partition(".")[0] for path in STORES]
TABLES = ("session", "device", "entry", "revision", "link", "secret")


@pytest.fixture(params=STORES, ids=NAMES)
def old(request, tmp_path):
    path = tmp_path / "room.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def dump(path, *tables):
    """Every row of these tables, by the names of its columns."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")] for table in tables}


def opened(path):
    return Store.open(path, Clock(), os.urandom)


def test_all_that_was_there_is_there_as_it_was(old):
    before = dump(old, *TABLES, "manifest")
    opened(old).close()
    after = dump(old, *TABLES, "manifest")
    for table in TABLES:
        assert len(after[table]) == len(before[table])
        for was, now in zip(before[table], after[table], strict=True):
            assert {name: now[name] for name in was} == was
    assert before["entry"]
    (was,), (now,) = before["manifest"], after["manifest"]
    assert (now["content"], now["kit"]) == (was["octets"], was["kit"])
    assert {entry["edition"] for entry in after["entry"]} == {now["digest"]}


def test_it_is_a_store_of_today_that_can_be_written_in(old):
    store = opened(old)
    session = store.sessions()[0]
    entries = store.entries(session.id, states=STATES)
    assert store.texts_until() == max(entry.seq for entry in store.entries("", states=STATES))
    assert (session.series, session.board, session.trashed_at) == ("", {}, "")
    RUNNER.run(store.set_state(entries[0].id, "accepted"))
    RUNNER.run(store.set_session(session.id, series="Müller & Co", board={"pinned": ["idea"]}))
    assert store.entry(entries[0].id).state == "accepted"
    assert store.session(session.id).series == "Müller & Co"
    kit = PrintedKit.of(store.edition(entries[0].edition))
    assert kit.thing(entries[0].code).code == entries[0].code
    store.close()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == schema.newest()
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_new_store_has_the_tables_of_a_migrated_one(old, tmp_path):
    opened(old).close()
    opened(tmp_path / "new.db").close()

    def columns(path):
        with closing(sqlite3.connect(path)) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            return {table: connection.execute(f"PRAGMA table_info({table})").fetchall() for table in sorted(tables)}

    assert columns(old) == columns(tmp_path / "new.db")


def test_a_whole_copy_of_how_it_was_stays_beside_until_something_is_erased(old):
    before = dump(old, *TABLES, "manifest")
    store = opened(old)
    (copy,) = older_copies(old)
    assert copy.name == "room.v1.db"
    assert dump(copy, *TABLES, "manifest") == before
    entry = next(entry for entry in store.entries("", states=STATES) if entry.state != "erased")
    RUNNER.run(store.set_state(entry.id, "erased"))
    assert older_copies(old) == []  # it would hold what somebody took back
    store.close()


def test_the_copy_is_no_store_of_its_own(old, monkeypatch):
    opened(old).close()
    monkeypatch.setattr(paths, "user_data_folder", lambda: old.parent)
    assert paths.known_data_files() == [old]


def test_an_earlier_copy_is_never_written_over(old):
    old.with_name("room.v1.db").write_bytes(b"an earlier one")
    opened(old).close()
    assert old.with_name("room.v1.db").read_bytes() == b"an earlier one"
    assert old.with_name("room.v1-2.db").read_bytes().startswith(b"SQLite format 3")


def test_exports_of_it_say_what_they_said(request, old, tmp_path):
    name = request.node.callspec.id
    then = (STORES[0].parent / f"{name}.v1.csv").read_text(encoding="utf-8-sig")
    store = opened(old)
    for session in store.open_sessions():  # votes of an open session come into files when they are closed
        RUNNER.run(store.set_ballot(session.id, "idea-votes", "four-arguments", state="closed"))
    results.export(store, None, tmp_path / "now.csv", "csv")
    store.close()
    rows = csv.DictReader(io.StringIO((tmp_path / "now.csv").read_text(encoding="utf-8-sig")))
    for was, now in zip(csv.DictReader(io.StringIO(then)), rows, strict=True):
        assert {column: now[column] for column in was} == was


def test_whoever_only_reads_brings_it_up_to_today_too(old):
    reader = StoreReader.open_to_read(old, Clock())
    assert reader.sessions()
    assert all(session.series == "" for session in reader.sessions())
    reader.close()
    assert [copy.name for copy in older_copies(old)] == ["room.v1.db"]


def test_a_server_of_then_that_still_runs_is_not_pulled_from_under(old):
    with closing(schema_lock(old)), pytest.raises(FileError, match="another server"):
        StoreReader.open_to_read(old, Clock())
    assert dump(old, "manifest")["manifest"][0]["octets"]


def schema_lock(path):
    lock = sqlite3.connect(path.with_name(f"{path.name}.lock"), isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    return lock


@pytest.mark.parametrize("after", [0, 4, 5, 9, 13, 14, 17, 22])
def test_a_migration_that_fails_at_any_step_leaves_it_as_it_was(old, after, monkeypatch):
    before = dump(old, *TABLES, "manifest")
    run, steps = schema._run, iter(range(1000))

    class Failing:
        def __init__(self, connection):
            self.connection = connection

        def execute(self, statement):
            if next(steps) == after:
                raise sqlite3.OperationalError("planted")
            return self.connection.execute(statement)

    with monkeypatch.context() as patch:
        patch.setattr(schema, "_run", lambda connection, script: run(Failing(connection), script))
        with pytest.raises(FileError, match="planted"):
            opened(old)
    assert dump(old, *TABLES, "manifest") == before
    opened(old).close()
    for was, now in zip(before["entry"], dump(old, "entry")["entry"], strict=True):
        assert {name: now[name] for name in was} == was
