"""What goes, goes as a whole: a fault planted at each statement leaves a session as it was, or erased."""

import sqlite3
from contextlib import closing
from typing import Any, ClassVar

import pytest
from test_store import Bench

from generator.capture.model import KEPT
from generator.errors import FileError


class Faulty(sqlite3.Connection):
    """Fails at one statement, the `at`-th that changes anything; counts them."""

    at: ClassVar[int] = 0  # 0: never
    seen: ClassVar[int] = 0
    error: ClassVar[type[Exception]] = RuntimeError

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if statement.split()[0] in ("UPDATE", "DELETE", "INSERT", "COMMIT", "RELEASE"):
            Faulty.seen += 1
            if Faulty.seen == Faulty.at:
                raise Faulty.error("planted")
        return super().execute(statement, *values)


@pytest.fixture
def bench(tmp_path, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **{"factory": Faulty} | k))
    monkeypatch.setattr(Faulty, "at", 0)
    bench = Bench(tmp_path)
    yield bench
    bench.store.close()


def filled(bench):
    """A session of two entries, one of them changed, on a phone that has begun a recipe."""
    session = bench.session(retention_days=30)
    _, device = bench.run(bench.store.join(session.id))
    sent = [bench.submit(session, device=device.number, body={"note": f"zanzibar {number}"}) for number in range(2)]
    bench.run(bench.store.edit(sent[0].id, {"note": "zanzibar three"}))
    bench.run(bench.store.set_draft(device.number, {"who": "zanzibar"}))
    return session


def image(bench):
    """Every row of the store."""
    with closing(sqlite3.connect(bench.path)) as plain:
        tables = [name for (name,) in plain.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: plain.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def outcomes(bench, monkeypatch, work, error):
    """What became of a session when `work` failed at its first statement, at its second, … until it did not fail."""
    for step in range(1, 100):
        session = filled(bench)
        before = image(bench)
        for name, value in (("seen", 0), ("at", step), ("error", error)):
            monkeypatch.setattr(Faulty, name, value)
        try:
            bench.run(work(bench.store, session))
        except (error, FileError):
            yield "whole" if image(bench) == before else "erased" if is_erased(bench, session) else "half"
        else:
            assert is_erased(bench, session)
            assert Faulty.seen < step  # a fault that was planted was not swallowed
            return
        monkeypatch.setattr(Faulty, "at", 0)
        bench.run(bench.store.erase_session(session.id))
    raise AssertionError("it never came to its end")


def is_erased(bench, before):
    session = bench.store.session(before.id)
    left = bench.store.entries(before.id, states=KEPT)
    return not session.is_open and session.retention_days == before.retention_days and left == ()


@pytest.mark.parametrize("error", [RuntimeError, sqlite3.OperationalError])
def test_a_session_is_erased_as_a_whole_or_not_at_all(bench, monkeypatch, error):
    found = list(outcomes(bench, monkeypatch, lambda store, session: store.erase_session(session.id), error))
    assert len(found) > 8
    assert set(found) == {"whole"}


def test_a_session_that_is_erased_in_several_steps_is_caught(bench, monkeypatch):
    async def in_steps(store, session):
        await store.close_session(session.id)
        for entry in store.entries(session.id):
            await store.set_state(entry.id, "erased")

    assert "half" in outcomes(bench, monkeypatch, in_steps, RuntimeError)


def test_an_erased_session_is_nowhere_and_can_be_used_again(bench):
    session = filled(bench)
    bench.run(bench.store.backup(bench.store.backup_path))
    assert b"zanzibar" in bench.everything()
    assert bench.run(bench.store.erase_session(session.id)) == 2
    assert b"zanzibar" not in bench.everything()
    assert bench.run(bench.store.erase_session(session.id)) == 0
    bench.run(bench.store.reopen_session(session.id))
    later = bench.submit(session)
    assert [entry.id for entry in bench.store.entries(session.id)] == [later.id]
