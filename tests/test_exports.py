"""Exports by the command while a room writes: all that was kept before, once, whole; read back by Python alone."""

import asyncio
import csv
import http.client
import json
import os
import sqlite3
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from networks import Computer
from rooms import kit, manifest, thing

from generator.capture.model import NewEntry
from generator.capture.store import Store

GUEST = thing("card", "guest")
HERE = Computer("127.0.0.1")
COMMANDS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WORDS = [
    *(f"{sign}cmd|' /C calc'!A1" for sign in COMMANDS),
    "-3 apples",
    "'quoted', and ''=twice",
    'a "quote", a comma; a semicolon\tand a tab',
    "two\nlines\n\nand a gap",
    "an old\rline end and a new\r\none",
    "👩🏽‍🚒 firefighter, 🏳️‍🌈, 🇺🇳",
    "مرحبا بالعالم, \u202eback to front\u202c",
    "שלום עולם",
    "z͑͗a͛l͗g̈o̚ and Å as two",
    "\u2028between\u2029lines\x85",
    "=" * 9_999 + "!",
    "ß漢🙂x" * 2_500,
    "007",
    "TRUE",
    "{}",
    "NULL",
    "</script><script>alert(1)</script>",
]
AS_SENT = [
    text for text in WORDS if len(text) <= 2000 and text == text.strip() and not set(text) & set("\r\x85\u2028\u2029")
]


class Kept:
    """What a room has been promised, by any of its writers."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._promised: dict[str, str] = {}
        self.sent: dict[str, str] = {}

    def promise(self, id: str) -> None:
        with self._changed:
            self._promised[id] = self.sent[id]
            self._changed.notify_all()

    def now(self, more_than: int = 0) -> dict[str, str]:
        """As soon as it is more than so many."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._promised) > more_than, timeout=30)
            return dict(self._promised)


@contextmanager
def written_by(kept: Kept, write: "IntoTheStore | FromPhones", writers: int = 3) -> Iterator[None]:
    """`write(id, words)` again and again, until the end of the block; each returns when its entry is kept."""
    over, faults, turns = threading.Event(), [], count()

    def go_on() -> None:
        while not over.is_set():
            id, words = str(uuid.uuid4()), texts[next(turns) % len(texts)]
            kept.sent[id] = words
            try:
                write(id, words)
            except Exception as fault:  # said at the end
                faults.append(fault)
                return
            kept.promise(id)

    texts = write.texts
    threads = [threading.Thread(target=go_on) for _ in range(writers)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(timeout=30)
    assert faults == []


class IntoTheStore:
    """Writes what no form would take: any text, of any length."""

    texts = WORDS

    def __init__(self, data: Path) -> None:
        self.store = Store.open(data, lambda: datetime.now(UTC), os.urandom)
        self.session = asyncio.run(self.store.open_session(kit().id, "=Exported")).id
        asyncio.run(self.store.keep_manifest(kit().id, manifest()))

    def __call__(self, id: str, words: str) -> None:
        new = NewEntry(id, self.session, None, GUEST.code, "card", "guest", "", "card-log", 1, {"note": words})
        new = new._replace(table=words[:40], department=words[:40])
        assert asyncio.run(self.store.submit(new)) == "stored"


class FromPhones:
    """Writes through the server, a phone for each entry."""

    texts = AS_SENT

    def __init__(self, port: int) -> None:
        self.port = port

    def __call__(self, id: str, words: str) -> None:
        body = json.dumps({"id": id, "consent": True, "answers": {"note": words}}, ensure_ascii=False).encode()
        origin = f"http://127.0.0.1:{self.port}"
        headers = {"Origin": origin, "Content-Type": "application/json", "Accept": "application/json"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            status, said = 429, {}
            while status == 429:  # so many strangers in one minute: phones wait as long as they are told to
                connection.request("POST", f"/{GUEST.code}", body, headers)
                answer = connection.getresponse()
                status, said = answer.status, json.loads(answer.read())
                time.sleep(float(answer.getheader("Retry-After", 0)))
            assert (status, said["outcome"]) == (201, "stored")


def export(data: Path, to: Path) -> None:
    with HERE.prepdeck("results", "export", "--data", data, "--to", to) as command:
        out, err = command.communicate(timeout=30)
    assert command.returncode == 0, err
    assert out.startswith(f"{to}  ")


def of_csv(path: Path) -> Iterator[tuple[str, str]]:
    """Each text cell is inert as it stands, and itself again without the apostrophe that makes it so."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    for row in rows:
        assert not [cell for cell in row if cell.startswith(COMMANDS)]
        cells = dict(zip(header, row, strict=True))
        note = cells["card-log.note"]
        bare = note[1:] if note.startswith("'") and note.lstrip("'").startswith(COMMANDS) else note
        yield cells["id"], bare


def of_lines(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_bytes().split(b"\n")[:-1]:
        said = json.loads(line)
        yield said["id"], said["body"]["note"]


def of_sqlite(path: Path) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for id, body in copy.execute("SELECT id, body FROM entry WHERE state != 'erased'"):
            yield id, json.loads(body)["note"]


READERS = {"csv": of_csv, "jsonl": of_lines, "sqlite": of_sqlite}


def is_whole(path: Path, kept: Kept, before: dict[str, str]) -> None:
    """All that was promised before the export began is in it, nothing twice, and everything as it was sent."""
    found = list(READERS[path.suffix[1:]](path))
    assert [id for id, times in Counter(id for id, _ in found).items() if times > 1] == []
    assert before.items() <= dict(found).items()
    assert dict(found).items() <= kept.sent.items()


@pytest.mark.parametrize("kind", READERS)
def test_any_text_is_exported_once_and_whole_while_a_store_is_written(kind: str, tmp_path: Path) -> None:
    write, kept = IntoTheStore(tmp_path / "entries.db"), Kept()
    with closing(write.store), written_by(kept, write):
        for turn in range(2):
            before = kept.now(more_than=2 * len(WORDS))
            export(tmp_path / "entries.db", tmp_path / f"{turn}.{kind}")
            kept.now(more_than=len(before))  # the writers have gone on
            is_whole(tmp_path / f"{turn}.{kind}", kept, before)
    export(tmp_path / "entries.db", tmp_path / f"last.{kind}")  # nobody writes any more
    assert dict(READERS[kind](tmp_path / f"last.{kind}")) == kept.sent


def test_what_phones_send_is_exported_once_and_whole_while_the_server_serves(tmp_path: Path) -> None:
    folder, data = tmp_path / "kit", tmp_path / "entries.db"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(manifest())
    with HERE.prepdeck("serve", folder, "--data", data, "--port", 0, "--json", "--no-open") as server:
        assert server.stdout is not None
        try:
            port = int(json.loads(server.stdout.readline())["urls"][0]["url"].rpartition(":")[2])
            kept = Kept()
            with written_by(kept, FromPhones(port)):
                for kind in READERS:
                    before = kept.now(more_than=len(AS_SENT))
                    export(data, tmp_path / f"results.{kind}")
                    kept.now(more_than=len(before))
                    is_whole(tmp_path / f"results.{kind}", kept, before)
        finally:
            server.terminate()
            server.communicate(timeout=20)
    assert server.returncode == 0


def test_a_lost_a_doubled_and_a_cut_entry_are_noticed(tmp_path: Path) -> None:
    kept = Kept()
    kept.sent = {"one": "=words", "two": "more\nwords"}
    path = tmp_path / "planted.csv"
    good = [["id", "card-log.note"], ["one", "'=words"], ["two", "more\nwords"]]
    for rows in ([*good[:2]], [*good, good[1]], [*good[:2], ["two", "more"]], [*good[:1], ["one", "=words"], good[2]]):
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        with pytest.raises(AssertionError):
            is_whole(path, kept, kept.sent)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(good)
    is_whole(path, kept, kept.sent)
