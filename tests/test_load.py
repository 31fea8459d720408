"""A small crowd at the real server, limits on, everybody behind one address: nothing is lost, nothing is there twice.

How long it takes is for `make bench`; here nothing is timed.
"""

import asyncio
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from bench.room import Crowd, missing
from crowd import Board, Desk, Line, Note, Phone, Served, code_of
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
