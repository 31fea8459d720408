"""Options of `prepdeck results` mean the same in every command, and say so in the same words; none is passed over."""

import json
from datetime import date, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner
from rooms import RUNNER, kit

from generator.capture.run import start
from generator.cli import main

SMALL = Path(__file__).parent / "small"
SHARED = ("--paper", "--brand", "--data", "--separator")
COMMANDS = main.get_command(None, "results").commands


def helps(name: str) -> set[str]:
    return {option.help for command in COMMANDS.values() for option in command.params if name in option.opts}


@pytest.mark.parametrize("name", SHARED)
def test_an_option_is_described_in_one_way(name):
    assert len(helps(name)) == 1


def test_whatever_is_handed_on_says_so_first():
    assert {words.partition(":")[0] for words in helps("--share")} == {"To hand it on"}


@pytest.mark.parametrize(
    "words",
    [
        ("outcome", "--to", "a.docx", "--paper", "letter"),
        ("outcome", "--to", "a.md", "--brand", "brand.yaml"),
        ("heatmap", "--to", "a.png", "--paper", "a3"),
        ("cards", "--to", "a.xlsx", "--brand", "brand.yaml"),
        ("cards", "--paper", "a3"),
    ],
    ids=" ".join,
)
def test_what_has_no_paper_and_no_brand_refuses_them(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["results", *words])
    assert done.exit_code == 2
    assert f"for {words[-2]}" in done.output
    assert not [*tmp_path.iterdir()]


def test_titles_of_sessions_turn_no_terminal_round(room, session, people, tmp_path):
    RUNNER.run(room.store.open_session(kit().id, "Turned \u202eround"))
    data = ["--data", str(room.store.path), "--to", str(tmp_path / "outcome.md")]
    for words in (("--session", "gone"), ()):
        done = CliRunner().invoke(main, ["results", "outcome", *data, *words])
        assert "Turned (U+202E, right-to-left override)round" in done.output
        assert "\u202e" not in done.output


def test_sessions_are_listed_newest_first_with_what_they_hold(room, session, people):
    people.says(None, "", {"note": "x"})
    later = RUNNER.run(room.store.open_session(kit().id, "Turned \u202eround"))
    listed = CliRunner().invoke(main, ["results", "sessions", "--data", str(room.store.path)])
    assert listed.exit_code == 0
    assert f"{session.id}  {session.opened_at[:10]}  open  1 entry  Tuesday" in listed.output.splitlines()
    assert "Turned (U+202E, right-to-left override)round" in listed.output
    done = CliRunner().invoke(main, ["results", "sessions", "--data", str(room.store.path), "--json"])
    found = {each["id"]: each for each in json.loads(done.stdout)["sessions"]}
    assert found[session.id]["entries"] == 1
    assert found[later.id]["entries"] == 0
    assert not {"join_token", "board_token"} & set(found[later.id])


def test_sessions_are_listed_by_the_day_that_it_was_in_the_room(room, session, monkeypatch):
    east = timezone(timedelta(hours=23, minutes=59))
    monkeypatch.setattr(start, "local", lambda time: time.astimezone(east))
    listed = CliRunner().invoke(main, ["results", "sessions", "--data", str(room.store.path)])
    after = date.fromisoformat(session.opened_at[:10]) + timedelta(days=1)
    assert f"{session.id}  {after}  open" in listed.output
    assert f"({after})" in start.names([session])


def test_a_workshop_that_was_never_held_has_no_sessions(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    done = CliRunner().invoke(main, ["results", "sessions", str(SMALL), "--json"])
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"sessions": []})
