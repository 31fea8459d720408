"""What was changed by hand can be taken back, whatever happens meanwhile: kills, full disks, folders without a pen."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suite import in_part

from generator.edit.edits import AddEntry, Edit, PutFile, RemoveEntry, SetCell, SetValue
from generator.edit.journal import Journal
from generator.edit.write import Stale, apply, digests
from generator.errors import FileError
from generator.file_lock import NAME as LOCK

OLD = {"deck.yaml": b"title: One # why\r\n", "cards/a.yaml": b"- id: a\n", "gone.svg": b"<svg/>"}
NEW = {"deck.yaml": b"title: Two # why\r\n", "cards/a.yaml": b"- id: a\n- id: b\n", "in/logo.png": b"\x89PNG"}
EDITS: list[Edit] = [
    SetValue("deck.yaml", ("title",), "Two"),
    AddEntry("cards/a.yaml", (), 1, {"id": "b"}),
    PutFile("gone.svg", None),
    PutFile("in/logo.png", NEW["in/logo.png"]),
]
NAMES = sorted({*OLD, *NEW})
STRIDE = 7
NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
REASONS = [os.strerror(reason) for reason in (errno.ENOSPC, errno.EACCES)]


class _Killed(BaseException):
    """The process is gone: nothing that it would still do is done."""


class _Steps:
    """Calls of the system that change what is below a folder, counted; from number `at` on each comes to grief."""

    def __init__(self) -> None:
        self.folder, self.at, self.count = "", 0, 0
        self.fault: Callable[[], BaseException] = _Killed
        self.goes_on = False  # after the fault, as with a disk that was full once
        sys.addaudithook(self._watch)

    def _watch(self, event: str, words: tuple[object, ...]) -> None:
        if not self.folder or event not in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"):
            return
        is_read = event == "open" and isinstance(words[2], int) and not words[2] & (os.O_WRONLY | os.O_RDWR)
        path = os.fspath(words[0]) if isinstance(words[0], str | os.PathLike) else ""
        if not is_read and str(path).startswith(self.folder) and not str(path).endswith(LOCK):  # the system's own
            self.step()

    def step(self) -> None:
        self.count += 1
        if self.at and (self.count == self.at or (self.count > self.at and not self.goes_on)):
            raise self.fault()


STEPS = _Steps()  # a hook cannot be taken away


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is told to keep what it has takes its time; here it is a step like any other."""
    monkeypatch.setattr(os, "fsync", lambda file: STEPS.step())


@contextmanager
def trouble(folder: Path, at: int, fault: Callable[[], BaseException], *, goes_on: bool = False) -> Iterator[None]:
    STEPS.folder, STEPS.at, STEPS.count, STEPS.fault, STEPS.goes_on = str(folder), at, 0, fault, goes_on
    try:
        yield
    finally:
        STEPS.folder, STEPS.at = "", 0


def is_killed(folder: Path, at: int, act: Callable[[], object]) -> bool:
    """Whether it has so many steps, before the last of which it was ended."""
    try:
        with trouble(folder, at, _Killed):
            act()
    except _Killed:
        return True
    return False


def workshop(folder: Path) -> Path:
    for name, data in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and ".prepdeck" not in str(path.relative_to(folder)))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


class Act(NamedTuple):
    """What is tried, on what, and what stands there when it was done."""

    do: Callable[[Journal], object]
    begin: str
    edits: list[Edit]
    new: dict[str, bytes]

    def rehearse(self, home: Path) -> tuple[Path, Journal]:
        """A workshop and its journal, as they are before it."""
        folder = workshop(home / "w")
        journal = Journal(folder, home / "data")
        if self.begin != "old":
            journal.apply(self.edits, digests(folder, NAMES), "first")
        if self.begin == "undone":
            journal.undo()
        return folder, journal


def apply_all(journal: Journal) -> object:
    return journal.apply(EDITS, digests(journal.folder, NAMES), "first")


def apply_one(journal: Journal) -> object:
    return journal.apply(EDITS[:1], digests(journal.folder, NAMES), "first")


ONE = OLD | {"deck.yaml": NEW["deck.yaml"]}
ACTS = {
    "apply": Act(apply_all, "old", EDITS, NEW),
    "undo": Act(Journal.undo, "new", EDITS, NEW),
    "redo": Act(Journal.redo, "undone", EDITS, NEW),
    "one": Act(apply_one, "old", EDITS[:1], ONE),
}


def test_changes_are_taken_back_and_made_again_also_tomorrow(tmp_path: Path) -> None:
    folder = workshop(tmp_path / "w")
    journal = Journal(folder, tmp_path / "data")
    assert (journal.can_undo, journal.can_redo, journal.labels) == (False, False, [])
    assert not journal.undo()
    journal.apply(EDITS, digests(folder, NAMES), "first")
    seen = digests(folder, ["deck.yaml"])
    journal.record(apply(folder, [SetValue("deck.yaml", ("title",), "Three")], seen), "second")
    assert not journal.apply([SetValue("deck.yaml", ("title",), "Three")], digests(folder, ["deck.yaml"]), "nothing")
    tomorrow = Journal(folder, tmp_path / "data")
    assert tomorrow.labels == ["first", "second"]
    tomorrow.undo()
    assert files(folder) == NEW
    tomorrow.undo()
    assert files(folder) == OLD
    assert (tomorrow.can_undo, tomorrow.redo_label) == (False, "first")
    journal.redo()
    assert files(folder) == NEW
    journal.apply([SetValue("deck.yaml", ("title",), "Other")], digests(folder, ["deck.yaml"]), "third")
    assert (journal.labels, journal.can_redo) == (["first", "third"], False)
    kept = {path.name for path in (journal.home / "files").iterdir()}
    assert len(kept) == 7, "a version that nobody can go back to is kept"


def test_what_was_changed_elsewhere_is_not_taken_back(tmp_path: Path) -> None:
    folder = workshop(tmp_path / "w")
    journal = Journal(folder, tmp_path / "data")
    journal.apply(EDITS, digests(folder, NAMES), "first")
    (folder / "deck.yaml").write_bytes(b"title: Mine\n")
    before = files(folder)
    with pytest.raises(Stale) as stale:
        journal.undo()
    assert (stale.value.file, stale.value.now, stale.value.wanted) == ("deck.yaml", b"title: Mine\n", OLD["deck.yaml"])
    assert files(folder) == before
    assert journal.undo_label == "first"


# A stride of the steps each time, and all of them in `make soak`.
@pytest.mark.parametrize("first", in_part(range(1, STRIDE + 1), 4))
@pytest.mark.parametrize("name", ACTS)
def test_whoever_is_killed_at_any_step_has_done_all_or_nothing(name: str, first: int, tmp_path: Path) -> None:
    act = ACTS[name]
    outcomes = set()
    for at in range(first, 200, STRIDE):
        home = tmp_path / str(at)
        folder, journal = act.rehearse(home)
        if not is_killed(home, at, partial(act.do, journal)):
            break
        again = Journal(folder, home / "data")
        digests(folder, NAMES)  # the next page that is made settles what was stopped
        is_new = files(folder) == act.new
        assert is_new or files(folder) == OLD, f"killed at step {at}"
        assert again.can_undo is is_new, f"killed at step {at}"
        outcomes.add(is_new)
        if act.begin != "old" or is_new:
            (again.undo if is_new else again.redo)()
            assert files(folder) == (OLD if is_new else act.new)
            (again.redo if is_new else again.undo)()
        assert files(folder) == (act.new if is_new else OLD)
        assert not (folder / ".prepdeck-edit").exists()
    assert outcomes == {True, False}
    assert at > (20 if name == "one" else 40)


@pytest.mark.parametrize("first", in_part(range(1, STRIDE + 1), 3))
@pytest.mark.parametrize(("name", "goes_on"), in_part(product(ACTS, (True, False)), ("apply", True), ("undo", False)))
def test_a_full_disk_or_a_folder_without_a_pen_loses_nothing(
    name: str, goes_on: bool, first: int, tmp_path: Path
) -> None:
    act = ACTS[name]
    failed = []
    for at in range(first, 200, STRIDE):
        home = tmp_path / str(at)
        folder, journal = act.rehearse(home)
        before = files(folder)
        reason = (errno.ENOSPC, errno.EACCES)[at % 2]
        is_done = True
        try:
            with trouble(home, at, partial(OSError, reason, os.strerror(reason)), goes_on=goes_on):
                act.do(journal)
                is_through = STEPS.count < at
        except FileError as error:
            is_done, is_through = False, False
            failed.append(str(error))
        again = Journal(folder, home / "data")
        digests(folder, NAMES)
        now = files(folder)
        assert now in (OLD, act.new), f"step {at}"
        assert not is_done or now != before, f"step {at}"
        assert again.can_undo is (now == act.new), f"step {at}"
        if is_through:
            break
    assert len(failed) > 1
    assert [words for words in failed if str(tmp_path) not in words or not any(map(words.__contains__, REASONS))] == []


def test_two_at_once_wait_for_each_other(tmp_path: Path) -> None:
    from threading import Thread

    folder = workshop(tmp_path / "w")
    journal = Journal(folder, tmp_path / "data")

    def write(number: int) -> None:
        journal.apply([PutFile(f"files/{number}", b"x" * number)], {}, str(number))

    threads = [Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(journal.labels) == [str(number) for number in range(8)]
    for _ in range(8):
        journal.undo()
    assert files(folder) == OLD


def test_a_journal_that_is_damaged_is_put_aside(tmp_path: Path) -> None:
    folder = workshop(tmp_path / "w")
    journal = Journal(folder, tmp_path / "data")
    journal.apply(EDITS, digests(folder, NAMES), "first")
    (journal.home / "journal.json").write_text("{", encoding="utf-8")
    assert not journal.can_undo
    assert (journal.home / "journal.damaged").exists()
    journal.apply([PutFile("a", b"x")], {}, "second")
    assert journal.labels == ["second"]


def written(folder: Path, journal: Journal, edit: Edit, seconds: float, label: str = "typed") -> None:
    at = NOON + timedelta(seconds=seconds)
    journal.apply([edit], digests(folder, [edit.file]), label, at)


class Typed(NamedTuple):
    """One write of somebody who types: into which field, how long after the one before, and what stands there then."""

    field: int
    pause: float
    text: str


FIELDS = 3
TYPED = st.builds(
    Typed, st.integers(0, FIELDS - 1), st.sampled_from([0.1, 4.9, 5.1, -1.0]), st.sampled_from(["", "a", "ab", "O#"])
)


def into_field(data: bytes, typed: Typed) -> Edit:
    """As pages write it: an empty field is no key of the file."""
    key = f"key-{typed.field}"
    is_there = f"{key}:".encode() in data
    if not typed.text:
        return RemoveEntry("deck.yaml", (key,))
    return SetValue("deck.yaml", (key,), typed.text) if is_there else AddEntry("deck.yaml", (), key, typed.text)


@settings(max_examples=12)
@given(typing=st.lists(TYPED, min_size=1, max_size=8))
def test_what_is_typed_into_a_field_without_a_pause_is_one_change(
    typing: list[Typed], tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("typed")
    folder, journal = workshop(home / "w"), Journal(home / "w", home / "data")
    place, now = folder / "deck.yaml", 0.0
    stands = [place.read_bytes()]  # where each change ended
    last, since, can_go_on = -1, 0.0, False
    for each in typing:
        now += each.pause
        before = place.read_bytes()
        if not each.text and f"key-{each.field}:".encode() not in before:
            continue
        written(folder, journal, into_field(before, each), now)
        after = place.read_bytes()
        if after == before:
            continue
        if can_go_on and each.field == last and 0 <= now - since <= 5:
            stands.pop()
        can_go_on = not stands or stands[-1] != after
        if can_go_on:
            stands.append(after)
        last, since = each.field, now
    assert len(journal.labels) == len(stands) - 1
    for data in reversed(stands[:-1]):
        Journal(folder, home / "data").undo()
        assert place.read_bytes() == data
    assert not journal.can_undo
    for data in stands[1:]:
        journal.redo()
        assert place.read_bytes() == data
    assert not journal.can_redo


def test_another_change_in_between_ends_what_is_typed(tmp_path: Path) -> None:
    folder = workshop(tmp_path / "w")
    (folder / "cards.csv").write_text("id,title\na,x\n", encoding="utf-8")
    journal = Journal(folder, tmp_path / "data")
    cell = partial(SetCell, "cards.csv", "", 2, 2)
    written(folder, journal, cell("x1"), 0)
    written(folder, journal, cell("x12"), 1)
    assert len(journal.labels) == 1
    written(folder, journal, SetCell("cards.csv", "", 2, 1, "b"), 1)
    written(folder, journal, cell("x123"), 2)
    assert len(journal.labels) == 3, "another field"
    written(folder, journal, cell("x1234"), 3, "otherwise called")
    assert len(journal.labels) == 4
    journal.undo()
    written(folder, journal, cell("y"), 3)
    assert len(journal.labels) == 4, "what was undone has ended it"
    (folder / "cards.csv").write_text("id,title\nb,y\nc,z\n", encoding="utf-8")
    written(folder, journal, cell("yy"), 4)
    assert len(journal.labels) == 5, "somebody else has written"
    written(folder, journal, PutFile("logo.svg", b"<svg/>"), 4)
    written(folder, journal, PutFile("logo.svg", b"<svg />"), 4)
    assert len(journal.labels) == 7, "a whole file is not typed"
    for _ in range(3):
        journal.undo()
    assert (folder / "cards.csv").read_text(encoding="utf-8") == "id,title\nb,y\nc,z\n"
    with pytest.raises(Stale):
        journal.undo()


# A stride of the steps each time, and all of them in `make soak`.
@pytest.mark.parametrize("first", in_part(range(1, STRIDE + 1), 4))
def test_whoever_is_killed_while_typing_has_one_change(first: int, tmp_path: Path) -> None:
    outcomes = set()
    for at in range(first, 200, STRIDE):
        home = tmp_path / str(at)
        folder = workshop(home / "w")
        journal = Journal(folder, home / "data")
        written(folder, journal, SetValue("deck.yaml", ("title",), "Tw"), 0)
        before = files(folder)
        if not is_killed(home, at, partial(written, folder, journal, SetValue("deck.yaml", ("title",), "Two"), 1)):
            break
        again = Journal(folder, home / "data")
        digests(folder, NAMES)  # the next page that is made settles what was stopped
        now = files(folder)
        assert now in (before, ONE), f"killed at step {at}"
        outcomes.add(now == ONE)
        assert again.labels == ["typed"], f"killed at step {at}"
        again.undo()
        assert files(folder) == OLD, f"killed at step {at}"
        again.redo()
        assert files(folder) == now, f"killed at step {at}"
    assert outcomes == {True, False}
    assert at > 20
