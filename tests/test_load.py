"""A small crowd at the real server, limits on, everybody behind one address: nothing is lost, nothing is there twice.

How long it takes is for `make bench`; here nothing is timed but by `make soak`.
"""

import asyncio
import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from bench.room import Crowd, Played, missing
from crowd import ROOT, Answer, Board, Desk, Line, Note, Phone, Served, code_of
from pypdf import PdfReader
from rooms import RUNNER, People, kit, make_room, thing
from suite import Kits

RATE, SECONDS, BOARDS = 100, 2, 20
SENT_AGAIN = 20


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, print_once: Kits) -> tuple[Crowd, Path, str]:
    """The crowd that was there, what it left behind, and the board as it was at the end."""
    folder = tmp_path_factory.mktemp("load")
    kit = print_once().folder
    with Served(kit, "--data", "room.db", cwd=folder) as served:
        crowd, board = asyncio.run(asyncio.wait_for(_play(served, kit), 120))
        assert served.stop() == 0
    assert served.errors.read_text() == ""
    return crowd, folder / "room.db", board


async def _play(served: Served, kit: Path) -> tuple[Crowd, str]:
    desk = Desk(served)
    await desk.enter()
    crowd = Crowd(served, code_of(kit / "manifest.json"), await desk.board())
    found = await crowd.play(RATE, SECONDS, BOARDS, every=0.5)
    assert found.heard == {"stored": RATE * SECONDS}  # nobody was told to wait
    assert found.looks.all
    phone, heard = Phone(Line(served.port)), Counter[str]()
    for id, words in list(crowd.kept.items())[:SENT_AGAIN]:
        await phone.deliver(crowd.code, Note(id, int(words.split()[-1])), heard)
    assert heard == {"known": SENT_AGAIN}
    board = Board(Line(served.port), crowd.board)
    assert [await board.look(), await board.look()] == [200, 304]
    for line in (phone.line, board.line, desk.line):
        line.close()
    return crowd, board.content.decode()


RECIPES, IN_TIME = 200, 0.250  # of a cookbook; seconds, of 99 in 100 entries


@pytest.mark.parametrize("recipes", [3, pytest.param(RECIPES, marks=pytest.mark.soak)])
def test_entries_are_kept_while_the_desk_prints_a_cookbook(recipes, tmp_path, print_once, monkeypatch):
    """In time as well, where all of it is printed: a process that stands back does it."""
    monkeypatch.setattr("crowd.PATIENCE", 120.0)
    workshop, data = tmp_path / "workshop", tmp_path / "room.db"
    shutil.copytree(ROOT / "deck_sources/prepersonalization", workshop)
    shutil.copytree(print_once().folder, workshop / "output")
    room = make_room(tmp_path)
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday"))
    people, cards = People(room, session), [thing("card", each).code for each in ("guest", "banner")]
    for number in range(recipes):
        people.says(None, "", {"name": f"Recipe {number}", "cards": cards}, "recipe", thing("worksheet", "recipe", "1"))
    room.store.close()
    with Served(workshop, "--data", data, cwd=tmp_path) as served:
        crowd, played, answer = asyncio.run(asyncio.wait_for(_printed_meanwhile(served, workshop, session.id), 120))
        assert served.stop() == 0
    assert (answer.status, answer.body[:5]) == (200, b"%PDF-")
    assert missing(data, crowd.kept)[0] == 0
    assert len(PdfReader(BytesIO(answer.body)).pages) > recipes
    if recipes == RECIPES:
        assert played.entries.at(99) <= IN_TIME, str(played)


async def _printed_meanwhile(served: Served, workshop: Path, session: str) -> tuple[Crowd, Played, Answer]:
    desk, own = Desk(served), Desk(served)
    await desk.enter()
    own.cookie = desk.cookie
    crowd = Crowd(served, code_of(workshop / "output/manifest.json"), await desk.board())
    printing = asyncio.create_task(own.ask("GET", f"/desk/{session}/cookbook/votes"))
    played = await crowd.play(RATE // 2, SECONDS, 0)
    while not printing.done():
        more = await crowd.play(RATE // 2, SECONDS, 0)
        played.entries.all.extend(more.entries.all)
    answer = await printing
    for line in (desk.line, own.line):
        line.close()
    return crowd, played, answer


def test_every_entry_of_a_crowd_is_there_once(played: tuple[Crowd, Path, str]) -> None:
    crowd, data, _ = played
    assert len(crowd.kept) == RATE * SECONDS
    assert missing(data, crowd.kept) == (0, 0)


def test_the_board_shows_them_all_at_the_end(played: tuple[Crowd, Path, str]) -> None:
    crowd, _, board = played
    shown = json.loads(board)
    assert f"Entries: {len(crowd.kept)}" in shown["frame"]["html"]
    assert [words for words in crowd.kept.values() if f">{words}<" in shown["frame"]["html"]]


def test_what_is_lost_or_doubled_would_be_seen(played: tuple[Crowd, Path, str], tmp_path: Path) -> None:
    crowd, data, _ = played
    copy = tmp_path / "copy.db"
    copy.write_bytes(data.read_bytes())
    first, second, third = list(crowd.kept)[:3]
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("DELETE FROM entry WHERE id = ?", (first,))
        connection.execute(
            "UPDATE entry SET body = (SELECT body FROM entry WHERE id = ?) WHERE id = ?", (second, third)
        )
    assert missing(copy, crowd.kept) == (2, 1)
