"""What is kept long enough goes, announced and by way of the trash; never by a clock that jumped, nor half."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from test_erasure import Faulty, filled, image
from test_store import START, Bench

from generator.capture.model import KEPT
from generator.capture.results import export
from generator.capture.run.care import Care
from generator.capture.store import retention
from generator.errors import FileError

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.store.close()


class Days:
    """A server that looks at retention each hour, over long times each day, or is switched off; what it says."""

    def __init__(self, bench) -> None:
        self.bench, self.lines = bench, []
        self.start()

    def start(self) -> None:
        self.care = Care(self.bench.store, lambda: self.bench.now, self.lines.append)

    def look(self) -> None:
        self.bench.run(self.care.retain())

    def serve(self, time) -> list[str]:
        """The server runs for so long; the lines that came."""
        before, end = len(self.lines), self.bench.now + time
        step = HOUR if time < 2 * DAY else DAY
        while self.bench.now < end:
            self.look()
            self.bench.now = min(end, self.bench.now + step)
        self.look()
        return self.lines[before:]

    def off(self, time) -> None:
        self.bench.now += time
        self.start()


@pytest.fixture
def days(bench):
    days = Days(bench)
    days.look()
    return days


def local(time) -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M}"


def closed(bench, title="A morning", days=30):
    session = filled(bench)
    bench.run(bench.store.set_session(session.id, title=title, retention_days=days))
    return bench.run(bench.store.close_session(session.id))


def listed(bench):
    return [session.title for session in bench.store.sessions()]


def trash(bench):
    return [session.title for session in bench.store.trash()]


# --- a day ahead, and then the trash ---


def test_it_is_announced_a_day_ahead_then_in_the_trash_then_gone(bench, days):
    session = closed(bench, days=30)
    bench.run(bench.store.backup(bench.store.backup_path))
    assert days.serve(29 * DAY - HOUR) == []
    assert bench.store.leaving() == ()
    (line,) = days.serve(DAY)
    assert f"“A morning” has been kept for 30 days and goes into the trash on {local(START + 30 * DAY)}" in line
    (leaving,) = bench.store.leaving()
    assert (leaving.session.id, leaving.step, leaving.at) == (session.id, "trash", START + 30 * DAY)
    assert listed(bench) == ["A morning"]

    (line,) = days.serve(HOUR)
    assert "is in the trash now" in line
    assert (listed(bench), trash(bench)) == ([], ["A morning"])
    assert len(bench.store.entries(session.id, states=KEPT)) == 2

    lines = days.serve(30 * DAY)
    assert f"is erased for good on {local(START + 60 * DAY)}" in lines[0]
    assert "was in the trash for 30 days and is erased for good now" in lines[1]
    assert len(lines) == 2
    assert (listed(bench), trash(bench)) == ([], [])
    assert b"zanzibar" not in bench.everything()
    assert b"A morning" not in bench.everything()


def test_whoever_gives_it_more_days_keeps_it(bench, days):
    session = closed(bench, days=30)
    days.serve(29 * DAY + 2 * HOUR)
    assert len(bench.store.leaving()) == 1
    bench.run(bench.store.set_session(session.id, retention_days=60))
    assert bench.store.leaving() == ()
    assert len(days.serve(29 * DAY)) == 0
    assert listed(bench) == ["A morning"]


def test_what_is_late_is_announced_for_a_day_nevertheless(bench, days):
    closed(bench, days=7)
    days.off(39 * DAY)
    (line,) = days.serve(DAY - HOUR)
    assert f"goes into the trash on {local(START + 40 * DAY)}" in line
    assert listed(bench) == ["A morning"]
    days.off(30 * DAY)
    days.look()
    assert trash(bench) == ["A morning"]


def test_an_open_session_is_never_taken(bench, days):
    session = bench.session(retention_days=1)
    bench.submit(session)
    assert days.serve(200 * DAY) == []
    assert len(bench.store.entries(session.id)) == 1


def test_a_session_that_is_opened_again_starts_anew(bench, days):
    session = closed(bench, days=30)
    days.serve(29 * DAY + HOUR)
    bench.run(bench.store.reopen_session(session.id))
    assert days.serve(3 * DAY) == []
    bench.run(bench.store.close_session(session.id))
    assert days.serve(29 * DAY - 2 * HOUR) == []
    assert listed(bench) == ["A morning"]


# --- the trash ---


@pytest.fixture
def trashed(bench, days):
    session = closed(bench, days=1)
    days.serve(DAY + HOUR)
    assert trash(bench) == ["A morning"]
    return session


def test_what_is_in_the_trash_is_nowhere_else(bench, trashed, tmp_path):
    store = bench.store
    other = bench.session()
    kept = bench.submit(other)
    assert [session.id for session in store.sessions()] == [other.id]
    assert store.session(trashed.id) is store.session_by_board(trashed.board_token) is None
    assert store.session_by_join(trashed.join_code) is store.session_by_join(trashed.join_token) is None
    assert [entry.id for entry in store.entries("")] == [kept.id]
    for kind in ("csv", "jsonl", "sqlite"):
        to = tmp_path / "out" / f"results.{kind}"
        assert export(store, None, to, kind) == 1
        assert b"zanzibar" not in to.read_bytes()
        with pytest.raises(FileError, match="there is no session"):
            export(store, trashed.id, to, kind)
    bench.run(store.restore(trashed.id))
    assert export(store, None, tmp_path / "out" / "results.csv", "csv") == 3


def test_a_restored_session_is_as_it_was_and_stays_a_while(bench, days, trashed):
    bench.run(bench.store.restore(trashed.id))
    back = bench.store.session(trashed.id)
    assert back._replace(retention_days=1) == trashed
    assert len(bench.store.entries(trashed.id)) == 2
    assert bench.store.session_by_board(trashed.board_token) == back
    assert days.serve(28 * DAY) == []
    assert listed(bench) == ["A morning"]
    bench.run(bench.store.restore(trashed.id))  # of what is in no trash
    assert bench.store.session(trashed.id) == back


def test_what_a_person_took_back_does_not_come_back_with_a_restore(bench, trashed):
    device = bench.store.entries(trashed.id)[0].device
    assert bench.run(bench.store.erase(device)) == 2
    assert b"zanzibar" not in bench.everything()
    bench.run(bench.store.restore(trashed.id))
    assert bench.store.entries(trashed.id) == ()


def test_what_is_erased_from_the_trash_is_gone_for_good(bench, trashed):
    bench.run(bench.store.backup(bench.store.backup_path))
    sent = bench.store.entries(trashed.id)[0]
    assert bench.run(bench.store.erase_for_good(trashed.id)) == 2
    assert b"zanzibar" not in bench.everything()
    bench.run(bench.store.restore(trashed.id))
    assert (listed(bench), trash(bench)) == ([""], []) or bench.store.trash() == ()
    assert bench.store.entry(sent.id).state == "erased"  # a retry that comes late is refused


def test_only_what_is_in_the_trash_is_erased_from_it(bench, days):
    session = closed(bench)
    assert bench.run(bench.store.erase_for_good(session.id)) == 0
    assert len(bench.store.entries(session.id)) == 2


def test_a_look_that_erases_nothing_leaves_backup_and_older_copies_alone(bench, days):
    older = bench.path.with_name("capture.v1.db")
    older.write_bytes(b"as it was")
    bench.run(bench.store.backup(bench.store.backup_path))
    before = bench.store.backup_path.stat().st_mtime_ns
    closed(bench, days=1)
    days.serve(DAY + HOUR)
    assert older.exists()
    assert bench.store.backup_path.stat().st_mtime_ns == before
    days.serve(31 * DAY)
    assert not older.exists()


# --- the clock ---


@pytest.mark.parametrize("was_off", [True, False], ids=["off", "running"])
def test_a_clock_two_hundred_days_off_takes_nothing(bench, days, was_off):
    session, opened = closed(bench, days=90), bench.session(retention_days=90)
    bench.submit(opened)
    days.serve(DAY)
    if was_off:
        days.off(200 * DAY)
    else:
        bench.now += 200 * DAY
    (line,) = days.serve(20 * HOUR)
    assert f"The clock of this computer says {local(START + 201 * DAY)}" in line
    assert f"when it was last right, it was {local(START + DAY)}" in line
    assert bench.store.doubt().seen == START + DAY
    bench.now -= 200 * DAY + 20 * HOUR  # and back
    assert days.serve(88 * DAY - HOUR) == []
    assert bench.store.doubt() is None
    assert len(bench.store.entries(session.id)) == len(bench.store.entries(opened.id)) + 1 == 2
    assert trash(bench) == []


def test_a_clock_that_believes_everything_is_caught(bench, days, monkeypatch):
    monkeypatch.setattr(retention, "AWAY", timedelta(days=10_000))
    closed(bench, days=90)
    days.off(200 * DAY)
    days.serve(26 * HOUR)
    assert trash(bench) == ["A morning"]


def test_a_clock_set_back_is_not_believed_until_it_has_run_on(bench, days):
    closed(bench, days=90)
    days.serve(80 * DAY)
    bench.now -= 70 * DAY
    (line,) = days.serve(23 * HOUR)
    assert f"The clock of this computer says {local(START + 10 * DAY)}" in line
    assert bench.store.doubt()
    days.serve(2 * HOUR)
    assert bench.store.doubt() is None


def test_a_long_pause_is_believed_after_a_day_or_when_the_desk_says_so(bench, days):
    closed(bench, days=30)
    days.off(100 * DAY)
    days.look()
    assert bench.store.doubt()
    assert bench.store.leaving() == () or bench.store.doubt()
    bench.run(bench.store.believe_clock())
    assert bench.store.doubt() is None
    days.serve(2 * HOUR)
    assert listed(bench) == ["A morning"]  # announced first, all the same
    days.serve(DAY)
    assert trash(bench) == ["A morning"]

    days.off(100 * DAY)
    days.serve(DAY + HOUR)
    assert bench.store.doubt() is None


def test_a_doubtful_clock_locks_no_desk(bench, days):
    secret = bench.run(bench.store.use_one_time(bench.run(bench.store.one_time_link())))
    bench.now += 200 * DAY
    days.look()
    bench.now -= 200 * DAY
    days.look()
    assert bench.store.is_admin(secret)


# --- all of it, or nothing ---


@pytest.mark.parametrize("step", ["announced", "trash", "erase"])
@pytest.mark.parametrize("error", [RuntimeError, sqlite3.OperationalError])
def test_a_look_that_fails_at_any_step_has_done_nothing(tmp_path, monkeypatch, step, error):
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, **{"factory": Faulty} | k))
    monkeypatch.setattr(Faulty, "at", 0)
    bench = Bench(tmp_path)
    days = Days(bench)
    sessions = [closed(bench, title, 5) for title in ("One", "Two")]
    days.serve({"announced": 4 * DAY - HOUR, "trash": 5 * DAY - HOUR, "erase": 35 * DAY - HOUR}[step])
    bench.now += HOUR
    later = bench.submit(bench.session())
    before, failed = image(bench), 0
    for at in range(1, 200):
        monkeypatch.setattr(Faulty, "seen", 0)
        monkeypatch.setattr(Faulty, "at", at)
        monkeypatch.setattr(Faulty, "error", error)
        try:
            days.look()
        except (error, FileError):
            failed += 1
            assert image(bench) == before
        else:
            break
    monkeypatch.setattr(Faulty, "at", 0)
    assert failed > 4
    left = sum(len(bench.store.entries(session.id)) for session in sessions)
    assert (left, len(trash(bench))) == {"announced": (4, 0), "trash": (4, 2), "erase": (0, 0)}[step]
    assert bench.store.entry(later.id).state == "new"
    bench.store.close()
    with closing(sqlite3.connect(bench.path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
