"""The studio among programs: what is written on each system, and that it starts what it is to start."""

import configparser
import os
import plistlib
import re
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest
from click.testing import CliRunner
from studios import COOKIE, TOKEN, served, studio_on

from generator.cli import main
from generator.cli.running_studio import RunningStudio, find
from generator.cli.shortcut import shortcut, write
from generator.errors import FileError

PLACE = '/a "strange" $HOME/100%/b`c\\d'
COMMAND = (f"{PLACE}/python", "-m", "generator", "studio")


def exec_words(text: str) -> list[str]:
    """The words of Exec, as the Desktop Entry Specification reads them."""
    once = text.encode().decode("unicode_escape")
    words = re.findall(r'"((?:\\.|[^"\\])*)"', once)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in words]


def test_on_linux_it_is_an_entry_of_the_menu(tmp_path: Path) -> None:
    file = write(shortcut("linux", tmp_path, {}, COMMAND))
    assert file == tmp_path / ".local/share/applications/prepdeck.desktop"
    entry = configparser.RawConfigParser()
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(file, encoding="utf-8")
    words = dict(entry["Desktop Entry"])
    assert exec_words(words["Exec"]) == list(COMMAND)
    assert (words["Type"], words["Terminal"]) == ("Application", "false")
    assert Path(words["Icon"]).read_text("utf-8").startswith("<svg")
    assert os.access(file, os.X_OK)
    elsewhere = shortcut("linux", tmp_path, {"XDG_DATA_HOME": str(tmp_path / "data")}, COMMAND)
    assert elsewhere.shown == tmp_path / "data/applications/prepdeck.desktop"


def test_on_a_mac_it_is_an_app_that_runs(tmp_path: Path) -> None:
    says = tmp_path / "it's $HOME"
    says.mkdir()
    (says / "python").write_text('#!/bin/sh\nprintf "%s\\n" "$PWD" "$@"\n')
    (says / "python").chmod(0o755)
    app = write(shortcut("darwin", tmp_path, {}, (str(says / "python"), "-m", "generator", "studio")))
    assert app == tmp_path / "Applications/Prepdeck.app"
    with (app / "Contents/Info.plist").open("rb") as file:
        plist = plistlib.load(file)
    program = app / "Contents/MacOS" / plist["CFBundleExecutable"]
    done = subprocess.run([program], env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [str(tmp_path), "-m", "generator", "studio"]


def test_on_windows_it_is_a_link_in_the_start_menu(tmp_path: Path) -> None:
    ran: list[tuple[list[str], dict[str, str]]] = []

    def run(words: list[str], values: dict[str, str]) -> bool:
        ran.append((words, values))
        return True

    command = ("C:\\Program Files\\python.exe", "-m", "generator", "studio")
    link = write(shortcut("win32", tmp_path, {"APPDATA": str(tmp_path / "Roaming")}, command), run)
    assert link == tmp_path / "Roaming/Microsoft/Windows/Start Menu/Programs/Prepdeck.lnk"
    ((words, values),) = ran
    assert words[0] == "powershell"
    assert not any("python" in word for word in words)  # whatever a folder is called, it is no command
    assert (values["PREPDECK_TARGET"], values["PREPDECK_WORDS"]) == (command[0], "-m generator studio")
    assert values["PREPDECK_LINK"] == str(link)


def test_where_no_link_can_be_made_a_command_lies_on_the_desktop(tmp_path: Path) -> None:
    command = (str(PureWindowsPath("C:/100% ours/python.exe")), "-m", "generator", "studio")
    file = write(shortcut("win32", tmp_path, {}, command), lambda words, values: False)
    assert file == tmp_path / "Desktop/Prepdeck.cmd"
    lines = file.read_bytes().decode().split("\r\n")
    assert lines[-2] == '"C:\\100%% ours\\python.exe" -m generator studio'


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "Applications").write_text("a file")
    with pytest.raises(FileError, match="cannot be written"):
        write(shortcut("darwin", tmp_path, {}, COMMAND))


def test_the_command_puts_it_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    done = CliRunner().invoke(main, ["studio", "--shortcut"])
    assert done.exit_code == 0
    file = tmp_path / ".local/share/applications/prepdeck.desktop"
    assert str(file) in done.stdout
    assert exec_words(file.read_text("utf-8").partition("Exec=")[2].partition("\n")[0])[-1] == "studio"


def test_a_studio_that_runs_is_found_and_ends_where_somebody_wants_it(tmp_path: Path) -> None:
    from starlette.testclient import TestClient
    from studios import client_of

    studio = studio_on(None, tmp_path)
    stopped: list[bool] = []
    studio.stops_by(lambda: stopped.append(True))
    with served(studio) as first:
        running = RunningStudio(first.partition("/?")[0], TOKEN, COOKIE)
        running.note(tmp_path)
        assert (tmp_path / "studio-running.json").stat().st_mode & 0o077 == 0
        assert find(tmp_path) == running
        running._replace(cookie="another").note(tmp_path)
        assert find(tmp_path) is None
        running.note(tmp_path)
    assert find(tmp_path) is None
    running.forget(tmp_path)
    assert not (tmp_path / "studio-running.json").exists()
    client: TestClient = client_of(studio)
    assert "can be closed" in client.post("/end").text
    assert stopped == [True]


@pytest.mark.parametrize(
    "words", ["", "[]", "{}", '{"address": "http://evil.example:80", "token": "t", "cookie": "c"}']
)
def test_a_note_that_is_none_is_no_studio(tmp_path: Path, words: str) -> None:
    (tmp_path / "studio-running.json").write_text(words)
    assert find(tmp_path) is None
