"""Results read back as they were said, in every kind of file, and run nothing where they are opened."""

import asyncio
import csv
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suite import examples

from generator.capture.model import NewEntry
from generator.capture.results import KINDS, export, read_lines, read_table
from generator.capture.results.cells import cells_of, inert, original
from generator.capture.store import Store, StoreReader
from generator.codes import KitEntry, Manifest, ThingEntry
from generator.errors import FileError

ZIP = b"PK\x03\x04"
NOW = datetime(2026, 5, 4, 9, 30, 15, tzinfo=UTC)
MANIFEST = Manifest(
    KitEntry("demo", "A kit"),
    forms={
        "log": {
            "version": 1,
            "title": "Log",
            "fields": {
                "note": {"label": "Note", "kind": "text"},
                "size": {"label": "Size", "kind": "number"},
                "laid": {"label": "Laid", "kind": "cards"},
            },
        }
    },
    things=(ThingEntry("K7M2QX", "card", "guest", title="Guest"), ThingEntry("WXYZ23", "card", "goal", title="=Goal")),
).to_bytes()
COMMANDS = [
    "=1+1",
    "+49 30 1",
    "-1 apple",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''-",
]
HOSTILE = [*COMMANDS, "'quoted'", 'a,b;c\t"d"', "two\r\nlines", "NUL \x00", "\u2028 line \x85", "007", "", "😀\ufeff"]


def unpacked(path: Path) -> bytes:
    """What a file says; of one that is a ZIP of files, what these say."""
    content = path.read_bytes()
    if not content.startswith(ZIP):
        return content
    with zipfile.ZipFile(path) as parts:
        return b"".join(map(parts.read, parts.namelist()))


class Desk:
    """A store with two sessions, and a chance that repeats itself."""

    def __init__(self, folder: Path) -> None:
        self._chance = Random(5)
        self.store = Store.open(folder / "capture.db", lambda: NOW, self._chance.randbytes)
        self.session = self.run(self.store.open_session("demo", "=Morning"))
        self.other = self.run(self.store.open_session("gone", "Afternoon"))
        self.run(self.store.keep_manifest("demo", MANIFEST))

    def run(self, awaitable: Any) -> Any:
        async def wait() -> Any:
            return await awaitable

        return asyncio.run(wait())

    def say(self, body: dict[str, Any], **said: Any) -> NewEntry:
        id = str(UUID(bytes=self._chance.randbytes(16)))
        entry = NewEntry(id, self.session.id, None, "K7M2QX", "card", "guest", "", "log", 1, body)._replace(**said)
        assert self.run(self.store.submit(entry)) == "stored"
        return entry


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "data")
    yield desk
    desk.store.close()


# --- CSV ---


def test_a_table_has_a_row_an_entry_and_a_column_a_field(desk, tmp_path):
    desk.run(desk.store.set_session(desk.session.id, merged={"IT": "Others"}))
    desk.say({"extra": {"x": 12, "y": -3.5}, "size": -3, "note": "first"}, department="IT")
    desk.say({"laid": ["K7M2QX", "WXYZ23"], "note": "second"}, table="4", copy="0002")
    desk.say({"pick": {"=a": 2, "b": 1}, "open": True}, form="vote", session=desk.other.id, code="", kind="", thing="")
    to = tmp_path / "results.csv"
    assert export(desk.store, None, to, "csv") == 3
    assert to.read_bytes().startswith(b"\xef\xbb\xbf")
    assert to.read_text("utf-8-sig").splitlines()[0] == (
        '"seq","id","at","session","series","table","department","device","state","revision",'
        '"form","version","code","kind","thing","copy","title","address","names",'
        '"log.note","log.size","log.laid","log.laid.title","log.extra.x","log.extra.y",'
        '"vote.pick.=a","vote.pick.b","vote.open"'
    )
    first, second, third = read_table(to)
    assert (first["seq"], first["session"], first["department"], first["title"]) == ("1", "=Morning", "Others", "Guest")
    assert (first["log.note"], first["log.size"], first["log.extra.x"], first["log.extra.y"]) == (
        "first",
        "-3",
        "12",
        "-3.5",
    )
    assert (second["log.laid"], second["log.laid.title"], second["log.size"]) == ("K7M2QX\nWXYZ23", "Guest\n=Goal", "")
    assert (third["session"], third["vote.pick.=a"], third["vote.open"], third["title"]) == (
        "Afternoon",
        "2",
        "TRUE",
        "",
    )


@pytest.mark.parametrize("text", COMMANDS)
def test_no_text_begins_like_a_formula(desk, tmp_path, text):
    desk.say({"note": text}, table=text, department=text, code=text)
    to = tmp_path / "results.csv"
    export(desk.store, None, to, "csv")
    with to.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [
        cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    ]
    assert read_table(to)[0]["log.note"] == text


@given(st.lists(st.sampled_from(["'", "=", "＋", "-", "\t", "\n", "a", ""])).map("".join))
def test_text_that_was_made_inert_is_given_back(text):
    assert original(inert(text)) == text
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("number", [-1, -2.5, 0, 10**20])
def test_numbers_are_left_alone(desk, tmp_path, number):
    desk.say({"size": number})
    to = tmp_path / "results.csv"
    export(desk.store, None, to, "csv")
    assert f",{number}," in to.read_text("utf-8-sig").splitlines()[1]


def test_a_list_is_lines_unless_it_would_read_back_as_something_else():
    assert dict(cells_of("f", ["a", "=b"])) == {"f": "a\n=b"}
    assert dict(cells_of("f", ["=b", "a"])) == {"f": "'=b\na"}
    for odd in ([], ["two\nlines"], ["[1]"], ["{"], [1, "a"], {"a": [1]}, {}):
        ((name, cell),) = cells_of("f", odd)
        assert (name, json.loads(str(cell))) == ("f", odd)
    assert dict(cells_of("f", None)) == {}


def test_another_separator_for_spreadsheets_that_want_one(desk, tmp_path):
    desk.say({"note": 'a;b,"c"'})
    to = tmp_path / "results.csv"
    export(desk.store, None, to, "csv", separator=";")
    assert read_table(to, ";")[0]["log.note"] == 'a;b,"c"'


@pytest.mark.parametrize("manifest", [b"", b"{}", MANIFEST[:-40]])
def test_without_a_manifest_entries_are_written_with_what_they_say_themselves(desk, tmp_path, manifest):
    desk.run(desk.store.keep_manifest("demo", manifest))
    desk.say({"laid": ["K7M2QX"], "note": "x"})
    to = tmp_path / "results.csv"
    export(desk.store, None, to, "csv")
    (row,) = read_table(to)
    assert (row["log.laid"], row["log.note"], row["title"]) == ("K7M2QX", "x", "")


# --- every kind ---

answers = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.lists(st.text(), max_size=4),
    st.fixed_dictionaries({"x": st.integers(0, 100), "y": st.integers(0, 100)}),
    st.dictionaries(st.text(min_size=1), st.integers(0, 9), max_size=3),
)
bodies = st.dictionaries(st.sampled_from(["note", "size", "laid", "extra", "more"]), answers)


@settings(max_examples=examples(25))  # each writes three files, of many entries
@given(st.lists(st.tuples(bodies, st.sampled_from(HOSTILE)), min_size=1, max_size=20))
def test_hostile_answers_read_back_equal_from_every_kind(tmp_path_factory, said):
    folder = tmp_path_factory.mktemp("results")
    desk = Desk(folder)
    with closing(desk.store) as store:
        for body, table in said:
            desk.say(body, table=table, department=table)
        kept = store.entries(desk.session.id)
        for kind in KINDS:
            assert export(store, desk.session.id, folder / f"results.{kind}", kind) == len(said)

    assert [entry for entry, _ in read_lines(folder / "results.jsonl")] == list(kept)
    copied = StoreReader.open_to_read(folder / "results.sqlite", lambda: NOW)
    assert copied.entries(desk.session.id) == kept
    copied.close()
    rows = read_table(folder / "results.csv")
    for entry, row in zip(kept, rows, strict=True):
        assert (row["id"], row["table"], row["department"]) == (entry.id, entry.table, entry.department)
        said_here = [cells_of(f"log.{field}", answer) for field, answer in entry.body.items()]
        told = {name: original(str(cell)) for cells in said_here for name, cell in cells}
        columns = [name for name in row if name.startswith("log.") and name != "log.laid.title"]
        assert {name: row[name] for name in columns} == dict.fromkeys(columns, "") | told


@pytest.mark.parametrize("kind", KINDS)
def test_erased_entries_are_not_in_it_and_hidden_ones_are(desk, tmp_path, kind):
    gone, hidden, plain = (desk.say({"note": f"zanzibar {number}"}) for number in range(3))
    elsewhere = desk.say({"note": "elsewhere"}, session=desk.other.id)
    desk.run(desk.store.set_state(gone.id, "erased"))
    desk.run(desk.store.set_state(hidden.id, "hidden"))
    to = tmp_path / "results"
    assert export(desk.store, desk.session.id, to, kind) == 2
    content = unpacked(to)
    assert b"zanzibar 0" not in content
    assert b"elsewhere" not in content
    for entry in (hidden, plain):
        assert entry.body["note"].encode() in content
    assert export(desk.store, None, to, kind) == 3
    assert elsewhere.body["note"].encode() in unpacked(to)


@pytest.mark.parametrize("kind", KINDS)
def test_no_key_to_anything_leaves_the_house(desk, tmp_path, kind):
    secret, device = desk.run(desk.store.join(desk.session.id, language="de", consent="1"))
    desk.run(desk.store.use_one_time(desk.run(desk.store.one_time_link())))
    desk.say({"note": "x"}, device=device.number)
    to = tmp_path / "results"
    export(desk.store, None, to, kind)
    content = unpacked(to)
    session = desk.session
    for key in (secret, device.receipt, session.join_code, session.join_token, session.board_token):
        assert key.encode() not in content
    if kind == "sqlite":
        with closing(sqlite3.connect(to)) as copy:
            assert copy.execute("SELECT count(*) FROM secret").fetchone() == (0,)
            assert copy.execute("SELECT count(*) FROM device WHERE token IS NOT NULL").fetchone() == (0,)
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert desk.store.device(secret) == device


def test_a_copy_can_be_served_again(desk, tmp_path):
    sent = desk.say({"note": "x"})
    export(desk.store, None, tmp_path / "copy.db", "sqlite")
    again = Store.open(tmp_path / "copy.db", lambda: NOW, Random(9).randbytes)
    assert again.session(desk.session.id).join_code == ""
    assert desk.run(again.submit(sent)) == "known"
    again.close()


def test_json_lines_say_in_which_session_and_series_something_was_said(desk, tmp_path):
    desk.run(desk.store.set_session(desk.session.id, series="Lindenblatt"))
    sent = desk.say({"note": "first"})
    to = tmp_path / "results.jsonl"
    export(desk.store, None, to, "jsonl")
    said = json.loads(to.read_text("utf-8"))
    assert (said["title"], said["series"]) == (desk.session.title, "Lindenblatt")
    assert [entry.id for entry, _ in read_lines(to)] == [sent.id]


def test_the_history_goes_along_in_json_lines(desk, tmp_path):
    sent = desk.say({"note": "first"})
    desk.run(desk.store.edit(sent.id, {"note": "mended"}))
    desk.run(desk.store.submit(sent._replace(body={"note": "other"})))
    to = tmp_path / "results.jsonl"
    export(desk.store, None, to, "jsonl")
    assert read_lines(to) == ((desk.store.entry(sent.id), desk.store.history(sent.id)),)
    assert len(to.read_text("utf-8").splitlines()) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_while_the_server_writes_every_kind_holds_whole_entries(desk, tmp_path, kind):
    async def both():
        first = [desk.store.submit(_numbered(desk, number)) for number in range(100)]
        await asyncio.gather(*first)
        exporting = asyncio.to_thread(export, desk.store, None, tmp_path / "results", kind)
        more = [desk.store.submit(_numbered(desk, number)) for number in range(100, 400)]
        return (await asyncio.gather(exporting, *more))[0]

    written = asyncio.run(both())
    assert 100 <= written <= 400
    if kind == "jsonl":
        numbers = [entry.body["number"] for entry, _ in read_lines(tmp_path / "results")]
        assert numbers == sorted(set(numbers))
        assert len(numbers) == written


def _numbered(desk: Desk, number: int) -> NewEntry:
    return NewEntry(f"entry-{number}", desk.session.id, None, "", "", "", "", "log", 1, {"number": number})


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_whole_or_is_not_there(desk, tmp_path, kind, monkeypatch):
    desk.say({"note": "x"})
    to = tmp_path / "results"
    to.write_text("of last year")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.private_file.os.fsync", fail)
    with pytest.raises(FileError, match="No space left"):
        export(desk.store, None, to, kind)
    assert to.read_text() == "of last year"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "results"]


def test_what_cannot_be_exported_is_said(desk, tmp_path):
    with pytest.raises(FileError, match=rf"no session 'nowhere' in it; it has .*{desk.session.id} \(=Morning\)"):
        export(desk.store, "nowhere", tmp_path / "results", "csv")
    with pytest.raises(FileError, match="the store itself"):
        export(desk.store, None, desk.store.path, "sqlite")
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="cannot be written"):
        export(desk.store, None, tmp_path / "file" / "results", "csv")
