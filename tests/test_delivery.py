"""A delivery is whole: a file that cannot be replaced, a full disk, a process killed at any step, images too."""

import errno
import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result
from suite import Kits, in_part

from generator.capture.run import paths
from generator.capture.run.reload import KitNow
from generator.cli import main
from generator.codes.journal import FOLDER, NAME, DeliveryJournal, Exchange, is_mixed
from generator.codes.records import Damaged
from generator.errors import ExitCode, FileError
from generator.file_lock import NAME as LOCK
from generator.kit.delivery.deliver import Delivery, refuse, settle
from generator.kit.delivery.lock import sole_writer
from generator.kit.delivery.memo import NAME as MEMO

HERE = Path(__file__).parent
SMALL = HERE / "small"
LAST = "list.json"
OLD = {"a.pdf": b"old a", "in/b.pdf": b"old b", "gone/c.pdf": b"old c", LAST: b"old list"}
NEW = {"a.pdf": b"new a", "in/b.pdf": b"new b", "other/d.pdf": b"new d", LAST: b"new list"}


def contents(folder: Path) -> dict[str, bytes]:
    """What people see there: the memo of the last build is no matter, and written when all is done; nor is a lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in (MEMO, LOCK))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def laid(folder: Path, files: dict[str, bytes] = OLD) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def deliver(folder: Path) -> None:
    with Delivery(folder, LAST) as delivery:
        for name, content in NEW.items():
            with delivery.part(name) as path:
                path.write_bytes(content)
        delivery.finish(gone=["gone/c.pdf"])


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return laid(tmp_path / "out")


# --- what happens to a file ------------------------------------------------------------------------


def test_new_files_take_the_place_of_the_old_ones_and_nothing_else_stays(folder: Path) -> None:
    stranger = folder / "notes.txt"
    stranger.write_bytes(b"mine")
    deliver(folder)
    assert contents(folder) == {**NEW, "notes.txt": b"mine"}
    assert sorted(path.name for path in folder.iterdir()) == ["a.pdf", "in", LAST, "notes.txt", "other"]


def test_a_file_that_stays_as_it_is_is_not_touched(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(NEW["a.pdf"])
    before = (folder / "a.pdf").stat()
    deliver(folder)
    after = (folder / "a.pdf").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def given_up(folder: Path) -> None:
    with Delivery(folder, LAST) as delivery:
        with delivery.part("in/a.pdf") as path:
            path.write_bytes(b"a")
        raise ZeroDivisionError


def test_what_was_begun_and_not_finished_leaves_no_trace(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        given_up(tmp_path / "deep/out")
    assert list(tmp_path.iterdir()) == []


def test_files_of_others_are_refused(folder: Path) -> None:
    refuse(folder, ["a.pdf", "new.pdf"], {"a.pdf"}, "us")
    with pytest.raises(FileError, match=r"a\.pdf: is there already and was not written by us"):
        refuse(folder, ["a.pdf"], {}, "us")
    with pytest.raises(FileError, match="in: is a folder"):
        refuse(folder, ["in"], {"in"}, "us")


# --- faults of the system --------------------------------------------------------------------------


Call = Callable[..., Any]


def refused(monkeypatch: pytest.MonkeyPatch, fault: int, when: Callable[[Path, Path], bool]) -> None:
    """`os.replace` ends so, as it does for a file that a viewer holds open on Windows."""
    replace = os.replace

    def planted(source: Any, target: Any, **more: Any) -> None:
        if when(Path(source), Path(target)):
            raise PermissionError(fault, os.strerror(fault), str(source), None, str(target))
        replace(source, target, **more)

    monkeypatch.setattr(os, "replace", planted)


@pytest.mark.parametrize("name", ["a.pdf", "b.pdf", "c.pdf", LAST])
def test_a_file_that_is_open_elsewhere_leaves_the_old_edition_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    place = next(folder.rglob(name))
    refused(monkeypatch, errno.EACCES, lambda source, target: place in (source, target))
    with pytest.raises(FileError) as caught:
        deliver(folder)
    assert str(caught.value).startswith(f"{place}: cannot be replaced")
    assert "close it" in str(caught.value)
    assert ".delivery" not in str(caught.value)
    monkeypatch.undo()
    assert contents(folder) == OLD
    deliver(folder)
    assert contents(folder) == NEW


def test_what_cannot_be_taken_back_at_once_is_taken_back_or_finished_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk goes away in the middle."""
    calls = 0

    def dying(source: Path, target: Path) -> bool:
        nonlocal calls
        calls += 1
        return calls > 5

    refused(monkeypatch, errno.EIO, dying)
    with pytest.raises(FileError, match="some files are new"):
        deliver(folder)
    assert is_mixed(folder)
    monkeypatch.undo()
    assert settle(folder)
    assert contents(folder) in (OLD, NEW)


WRITES = ("a.pdf", "b.pdf", "d.pdf", LAST, "journal.part", "copy")


@pytest.mark.parametrize("where", WRITES)
def test_a_full_disk_leaves_the_old_edition_whole(folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """The system's word for it, planted at each file that is written."""
    real_open, real_copy = Path.open, shutil.copyfile
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def opened(path: Path, mode: str = "r", *more: Any, **how: Any) -> Any:
        file = real_open(path, mode, *more, **how)
        if "w" in mode and path.name == where:
            file.write(b"half")
            file.close()
            raise full
        return file

    def copied(source: Path, target: Path) -> None:
        if where == "copy":
            raise full
        real_copy(source, target)

    monkeypatch.setattr(Path, "open", opened)
    monkeypatch.setattr(shutil, "copyfile", copied)
    with pytest.raises(FileError, match="make room") as caught:
        deliver(folder)
    monkeypatch.undo()
    assert ".delivery" not in str(caught.value)
    assert contents(folder) == OLD


def test_a_folder_where_nobody_may_write_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(FileError, match=r"out: cannot be written.*as they were"):
        deliver(tmp_path / "out")


# --- the journal -----------------------------------------------------------------------------------


def test_a_journal_is_read_back_and_leads_out_of_no_folder(tmp_path: Path) -> None:
    journal = DeliveryJournal(LAST, (Exchange("in/b.pdf", "0" * 64), Exchange(LAST, "", "f" * 64)))
    (tmp_path / FOLDER).mkdir()
    place = tmp_path / FOLDER / NAME
    place.write_bytes(journal.to_bytes())
    assert DeliveryJournal.read(tmp_path) == journal
    for said in ("{}", "", "[]", journal.to_bytes().decode().replace("in/b.pdf", "../b.pdf"), '{"format": 2}'):
        place.write_text(said, encoding="utf-8")
        with pytest.raises(Damaged):
            DeliveryJournal.read(tmp_path)
        with pytest.raises(FileError, match="cannot be read"):
            settle(tmp_path)


def stopped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A delivery that was killed after half of the files are in their places."""

    class Killed(BaseException):
        pass

    renames = os.replace

    def dying(source: Any, target: Any) -> None:
        if Path(target) == folder / "other/d.pdf":
            raise Killed
        renames(source, target)

    monkeypatch.setattr(os, "replace", dying)
    monkeypatch.setattr(Delivery, "__exit__", lambda *words: None)
    with pytest.raises(Killed):
        deliver(folder)
    monkeypatch.undo()
    assert is_mixed(folder)


def test_a_new_edition_that_is_whole_is_finished(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(folder, monkeypatch)
    assert settle(folder)
    assert contents(folder) == NEW
    assert not settle(folder)


def test_a_new_edition_that_is_not_whole_is_taken_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(folder, monkeypatch)
    (folder / FOLDER / "new/other/d.pdf").write_bytes(b"cut o")
    assert settle(folder)
    assert contents(folder) == OLD
    assert not (folder / "other").exists()


def test_server_and_check_say_that_a_folder_is_mixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, print_once: Kits
) -> None:
    monkeypatch.chdir(tmp_path)
    own = Path(shutil.copytree(SMALL, tmp_path / "own"))
    kit = Path(shutil.copytree(print_once(workshop=SMALL).folder, own / "output"))
    now = KitNow(kit / "manifest.json", (kit / "manifest.json").read_bytes())
    assert list(now.doubts()) == []
    assert "No problem" in run("check", own).stdout
    (kit / FOLDER).mkdir()
    (kit / FOLDER / NAME).write_bytes(DeliveryJournal("manifest.json", ()).to_bytes())
    (words,) = now.doubts()
    assert "some are new" in words
    assert "run the same `prepdeck build`" in words
    checked = run("check", own)
    assert checked.exit_code == ExitCode.DONE
    assert "own/output: a build was stopped" in checked.stdout
    (kit / "manifest.json").unlink()
    assert "a build was stopped" in run("serve", own).stderr
    shutil.copytree(kit, "output/small")
    for find in (paths.kit_folder, lambda: paths.checked(kit)):
        with pytest.raises(FileError, match="a build was stopped"):
            find()


# --- killed ------------------------------------------------------------------------------------------


def killed(out: Path, step: str, *words: str | Path) -> bool:
    """Whether the command came to this step; it was killed there, else it has ended well."""
    command = [str(word) for word in (sys.executable, HERE / "killed.py", out, step, *words)]
    surroundings = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of another edition than the one that lies there."""
    folder = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("killed") / "workshop"))
    kit = folder / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace('edition: "1"', 'edition: "2"'), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def editions(workshop: Path, print_once: Kits) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What is there, and what is to come; some files of the first have no place in the second."""
    first = print_once("--sides", "fronts-and-backs-apart", workshop=SMALL).folder
    return contents(first), contents(print_once(workshop=workshop).folder)


MOMENTS = (
    "open .delivery/new/deck.pdf",
    "open .delivery/old/manifest.json",
    "open .delivery/journal.part",
    "os.rename .delivery/journal.part",
    "os.rename deck-backs.pdf",  # set aside
    "os.rename .delivery/new/deck.pdf",
    "os.rename .delivery/new/manifest.json",
    "os.remove .delivery/journal.json",
    "os.rmdir .delivery",
)
STEPS = [*MOMENTS, *map(str, range(1, 40))]  # more than there are


@pytest.mark.parametrize("step", in_part(STEPS, MOMENTS[0], MOMENTS[4], MOMENTS[5], MOMENTS[7]))
@pytest.mark.parametrize("first", in_part([False, True], False))
def test_a_build_killed_at_any_step_is_mended_by_the_next(
    tmp_path: Path, workshop: Path, editions: tuple[dict[str, bytes], dict[str, bytes]], step: str, first: bool
) -> None:
    old, new = ({} if first else editions[0]), editions[1]
    out = laid(tmp_path / "out", old)
    if not killed(out, step, "build", workshop, "-o", out):
        assert step.isdecimal() or first
        assert contents(out) == new
        return
    there = {name: content for name, content in contents(out).items() if not name.startswith(FOLDER)}
    was_mixed = is_mixed(out)
    assert was_mixed or there in (old, new)
    done = run("build", workshop, "-o", out)
    assert done.exit_code == 0, done.output
    assert contents(out) == new
    assert ("An earlier build was stopped" in done.stdout) == was_mixed


@pytest.mark.parametrize("step", in_part(range(1, 40), 14))
def test_images_killed_at_any_step_are_mended_by_the_next(tmp_path: Path, workshop: Path, step: int) -> None:
    out = tmp_path / "out"
    words = ("images", workshop, "--contact", "pdf", "-o", out)
    assert run("images", SMALL, "--contact", "pdf", "-o", out).exit_code == 0
    old = contents(out)
    is_killed = killed(out, str(step), *words)
    assert is_mixed(out / "images") or is_killed or contents(out) != old
    assert run(*words).exit_code == 0
    assert run("images", workshop, "--contact", "pdf", "-o", tmp_path / "other").exit_code == 0
    assert contents(out) == contents(tmp_path / "other") != old


def test_a_calibration_sheet_is_replaced_whole_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = tmp_path / "calibration.pdf"
    assert run("calibrate", "sheet", "-o", sheet).exit_code == 0
    before = sheet.read_bytes()
    refused(monkeypatch, errno.EACCES, lambda source, target: target == sheet)
    done = run("calibrate", "sheet", "--paper", "letter", "-o", sheet)
    assert done.exit_code == ExitCode.FILES
    assert "close it" in done.stderr
    assert contents(tmp_path) == {sheet.name: before}
    monkeypatch.undo()
    assert run("calibrate", "sheet", "--paper", "letter", "-o", sheet).exit_code == 0
    assert list(contents(tmp_path)) == [sheet.name]
    assert sheet.read_bytes() != before


# --- two at a time -----------------------------------------------------------------------------------


@contextmanager
def held_up(out: Path, step: str, *words: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command that waits at this step, in a process of its own, and goes on afterwards."""
    command = [str(word) for word in (sys.executable, HERE / "killed.py", out, step, *words)]
    surroundings = {**os.environ, "PYTHONPATH": str(HERE.parent), "SIGNAL": "SIGSTOP"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=surroundings) as process:
        try:
            assert os.WIFSTOPPED(os.waitpid(process.pid, os.WUNTRACED)[1])
            yield process
        finally:
            process.send_signal(signal.SIGCONT)


def test_of_two_builds_into_one_folder_the_second_says_who_writes_there(
    tmp_path: Path, workshop: Path, editions: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    out = laid(tmp_path / "out", editions[0])
    with held_up(out, "os.rename .delivery/new/deck.pdf", "build", workshop, "-o", out) as first:
        done = run("build", SMALL, "--only", "deck", "-o", out)
        assert done.exit_code == ExitCode.FILES
        assert f"{out}: another prepdeck writes there just now (prepdeck build, process {first.pid})" in done.stderr
        assert is_mixed(out)  # the second has mended nothing: it is not for it to mend
        assert run("images", SMALL, "--contact", "pdf", "-o", out).exit_code == ExitCode.DONE  # in a folder of its own
        shutil.rmtree(out / "images")
    assert first.returncode == ExitCode.DONE
    assert contents(out) == editions[1]
    assert not (out / LOCK).exists()


def test_a_lock_of_a_process_that_was_killed_is_no_obstacle(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert killed(out, "open .delivery/new/deck.pdf", "build", SMALL, "-o", out)
    assert "prepdeck build" in (out / LOCK).read_text(encoding="utf-8")
    assert run("build", SMALL, "-o", out).exit_code == ExitCode.DONE
    assert not (out / LOCK).exists()


@pytest.mark.parametrize("words", [("images", SMALL, "--contact", "pdf", "-o"), ("calibrate", "sheet", "-o")])
def test_images_and_calibration_sheets_wait_for_nobody_either(tmp_path: Path, words: tuple[str | Path, ...]) -> None:
    target = tmp_path / "sheet.pdf" if words[0] == "calibrate" else tmp_path
    with sole_writer(tmp_path if words[0] == "calibrate" else tmp_path / "images", "somebody"):
        done = run(*words, target)
        assert (done.exit_code, "another prepdeck writes there just now (somebody" in done.stderr) == (5, True)
    assert list(tmp_path.iterdir()) == []
    assert run(*words, target).exit_code == ExitCode.DONE


class FakeLocks(ModuleType):
    """As Windows locks: a range of bytes, which nobody else can lock or read."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held: set[tuple[int, int]] = set()

    def locking(self, file: int, mode: int, length: int) -> None:
        place = (os.fstat(file).st_ino, os.lseek(file, 0, os.SEEK_CUR))
        if place in self.held:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        self.held.add(place)


def test_locks_of_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locks = FakeLocks()
    monkeypatch.setitem(sys.modules, "msvcrt", locks)
    monkeypatch.setattr(sys, "platform", "win32")
    with sole_writer(tmp_path, "the first"):
        with pytest.raises(FileError, match="the first, process"), sole_writer(tmp_path, "the second"):
            pass
        assert [place for _, place in locks.held] > [len("the first, process 4194304")]
    locks.held.clear()
    with sole_writer(tmp_path, "the third"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_where_there_are_no_locks_nobody_is_kept_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_locks(file: int, how: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", refuse_locks)
    with sole_writer(tmp_path, "the first"), sole_writer(tmp_path, "the second"):
        pass
    (tmp_path / "file").write_bytes(b"")
    with sole_writer(tmp_path / "file" / "out", "the third"):  # who writes will say that nobody can
        pass


def test_a_lock_on_a_file_that_was_taken_away_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever ends takes its file away between another's opening it and locking it."""
    lock, gone = fcntl.flock, []

    def late(file: int, how: int) -> None:
        if not gone:
            gone.append((tmp_path / LOCK).unlink())
        lock(file, how)

    monkeypatch.setattr("fcntl.flock", late)
    with sole_writer(tmp_path, "the first"):
        with pytest.raises(FileError), sole_writer(tmp_path, "the second"):
            pass
        assert (tmp_path / LOCK).exists()
