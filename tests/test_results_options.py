"""Options of `prepdeck results` mean the same in every command, and say so in the same words; none is passed over."""

import pytest
from click.testing import CliRunner
from rooms import RUNNER, kit

from generator.cli import main

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
