"""Other systems: output that is not UTF-8, other shells, one object for programs. Windows is simulated here."""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np
import pytest
import zxingcpp
from click.testing import CliRunner, Result

from generator.capture.run.doctor import Checkup, Diagnosis
from generator.capture.run.paths import user_data_folder
from generator.capture.run.terminal_lines import lines_of_checkup
from generator.capture.run.terminal_qr import DARK, LIGHT, QrLook, qr_lines
from generator.cli import main, streams
from generator.cli.shell import quoted, shell_at_hand
from generator.errors import ExitCode
from generator.kit.request.printer_profile import printers_folder

SMALL = Path(__file__).parent / "small"
CHARSETS = ("cp1252", "cp437", "ascii", "utf-8")


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("PREPDECK_WORKSHOPS", "")


def run(*arguments: str | Path, charset: str = "utf-8") -> Result:
    return CliRunner(charset=charset).invoke(main, [str(argument) for argument in arguments])


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*before, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


# --- output that is not UTF-8 ---


@pytest.mark.parametrize("charset", CHARSETS)
def test_every_help_is_said_in_every_encoding(charset: str) -> None:
    for words in commands(main):
        result = run(*words, "--help", charset=charset)
        assert (result.exit_code, result.exception) == (0, None), words


@pytest.mark.parametrize("charset", CHARSETS)
def test_words_that_the_encoding_lacks_break_no_command(charset: str, workshop: Path, tmp_path: Path) -> None:
    """A title in several scripts, a problem that quotes one, and every list."""
    kit = workshop / "kit.yaml"
    title = "title: “Žlutý” → Ωραίο 日本 ✓\n"
    kit.write_text(re.sub(r"title:.*\n", title, kit.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    assert run("build", workshop, charset=charset).exit_code == ExitCode.DONE
    assert run("list", charset=charset).exit_code == ExitCode.DONE
    kit.write_text(kit.read_text(encoding="utf-8") + "“ключ”: …\n", encoding="utf-8")
    assert run("check", workshop, charset=charset).exit_code == ExitCode.SOURCES
    assert run("serve", tmp_path / "日本…", charset=charset).exit_code == ExitCode.FILES
    assert run("build", workshop, "--sides", "“both”", charset=charset).exit_code == ExitCode.USAGE


def test_without_stand_ins_they_would_break(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.cli.take_all_characters", lambda: None)
    assert isinstance(run("list", charset="cp437").exception, UnicodeEncodeError)


def test_a_process_whose_streams_are_of_an_old_code_page(workshop: Path) -> None:
    """As in a pipe on Windows."""
    command = [sys.executable, "-m", "generator", "check", str(workshop), "--gutter", "½…"]
    root = str(Path(main.__module__ and __file__).parents[1])
    for page in ("cp437", "cp1252", "ascii"):
        done = subprocess.run(
            command, capture_output=True, cwd=root, env={**os.environ, "PYTHONIOENCODING": page}, check=False
        )
        assert (done.returncode, b"Traceback" in done.stderr) == (ExitCode.USAGE, False)


@pytest.mark.parametrize("page", ["cp1252", "cp437"])
def test_the_server_and_its_code_are_shown_in_an_old_code_page(page: str, built: Path, tmp_path: Path) -> None:
    """Its title, its notes and what there is to join with; cp437 has the half blocks and cp1252 has not."""
    words = ("serve", built, "--port", "0", "--data", tmp_path / "entries.db", "--title", "“日本” ✓", "--no-open")
    command = [sys.executable, "-m", "generator", *map(str, words), "--address", "http://laptop.example:8765"]
    surroundings = {**os.environ, "PYTHONIOENCODING": page, "PYTHONUNBUFFERED": "1", "SHELL": "/bin/sh"}
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        command, cwd=root, env=surroundings, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
    ) as server:
        assert server.stdout is not None
        lines = []
        for line in server.stdout:
            lines.append(line.decode(page).rstrip("\r\n"))
            if lines[-1].startswith("Ctrl-C"):
                break
        server.terminate()
    shown = "\n".join(lines)
    assert "??" in shown
    assert "[ok]" in shown
    assert lines[-1].startswith("Ctrl-C")
    assert ("▀" in shown, "####" in shown) == (page == "cp437", page == "cp1252")


def test_the_doctor_speaks_in_an_old_code_page(built: Path, tmp_path: Path) -> None:
    words = ("doctor", built, "--timeout", "0", "--port", "0", "--data", tmp_path / "entries.db")
    result = run(*words, charset="cp437")
    assert (result.exit_code, type(result.exception)) == (ExitCode.FILES, SystemExit)
    assert "[ok] SQLite" in result.stdout


def test_a_stream_that_is_read_back_too_has_marks_for_bytes_of_another_encoding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("stdout", "stderr"):  # those of the suite stay as they are
        monkeypatch.setattr(sys, name, io.StringIO())
    streams.take_all_characters()
    assert b"a\x93b".decode("utf-8", errors=streams.ERRORS) == "a\N{REPLACEMENT CHARACTER}b"
    assert "a“b".encode("ascii", errors=streams.ERRORS) == b'a"b'


def test_what_stands_in_for_what() -> None:
    said = {"✓": "[ok]", "✗": "[no]", "“": '"', "’": "'", "…": "...", "—": "-", "é": "e", "日": "?", "\udcff": "?"}
    assert {character: streams.stand_in(character) for character in said} == said
    assert all(stand_in.isascii() for stand_in in streams.STAND_INS.values())


def test_the_words_of_the_doctor_are_plain_where_they_have_to_be() -> None:
    @click.command()
    def doctor() -> None:
        streams.take_all_characters()
        click.echo(
            "\n".join(lines_of_checkup(Checkup((Diagnosis(True, "“a” is well…"), Diagnosis(False, "b"))), "", ""))
        )

    assert '[ok] "a" is well...' in CliRunner(charset="cp437").invoke(doctor).stdout
    assert "✓ “a” is well…" in CliRunner().invoke(doctor).stdout


@pytest.mark.parametrize("charset", CHARSETS)
def test_json_is_json_in_every_encoding(charset: str, workshop: Path) -> None:
    """Stand-ins would end a text: “ is no quotation mark of JSON's."""
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8") + "“ключ”: 1\n", encoding="utf-8")
    found = json.loads(run("check", workshop, "--json", charset=charset).stdout)["findings"]
    assert "“ключ”" in found[0]["message"]


def test_half_blocks_are_used_where_they_can_be_shown() -> None:
    looks = {}
    for charset in CHARSETS:

        @click.command()
        def look(charset: str = charset) -> None:
            looks[charset] = streams.qr_look(sys.stdout)

        CliRunner(charset=charset).invoke(look)
    halves = {charset: look.halves for charset, look in looks.items()}
    assert halves == {"cp1252": False, "cp437": True, "ascii": False, "utf-8": True}


@pytest.mark.parametrize("coloured", [True, False], ids=["coloured", "plain"])
def test_a_code_of_ascii_is_read(coloured: bool) -> None:
    """Two characters a module: by their grounds on a terminal, as # in a pipe."""
    text = "http://prepdeck.local:8765/j/abcdefghijklmnopqrstuv"
    lines = qr_lines(text, QrLook(coloured, halves=False))
    assert "".join(lines).isascii()
    rows = []
    for line in lines:
        row: list[int] = []
        for ground, characters in re.findall(r"(\x1b\[[\d;]*m)?([ #]+)", line):
            row += [0 if character == "#" or ground == DARK else 255 for character in characters]
            assert not coloured or ground in (DARK, LIGHT)
        rows.append(row)
    picture = np.kron(np.array(rows, dtype=np.uint8), np.ones((8, 4), dtype=np.uint8))
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == text


# --- shells ---


@pytest.mark.parametrize(
    ("word", "shell", "argument"),
    [
        ("my workshop", "posix", "'my workshop'"),
        ("it's", "posix", shlex.quote("it's")),
        (r"C:\kits\acme-2", "cmd", r"C:\kits\acme-2"),
        (r"C:\my kits", "cmd", r'"C:\my kits"'),
        ("R&D", "cmd", '"R&D"'),
        ("R&D", "powershell", '"R&D"'),
        (r"C:\my kits", "powershell", r'"C:\my kits"'),
        ("$acme's", "powershell", "'$acme''s'"),
        ("Acme’s $", "powershell", "'Acme’’s $'"),
        ("", "cmd", '""'),
    ],
)
def test_a_word_is_quoted_for_the_shell_at_hand(word: str, shell: str, argument: str) -> None:
    assert quoted(word, shell) == argument


MACHINE = r"C:\Program Files\WindowsPowerShell\Modules"
OWN = r"C:\Users\ada\Documents\WindowsPowerShell\Modules;" + MACHINE


@pytest.mark.parametrize(
    ("platform", "environ", "shell"),
    [
        ("linux", {"SHELL": "/bin/bash"}, "posix"),
        ("darwin", {}, "posix"),
        ("win32", {"PROMPT": "$P$G", "PSModulePath": MACHINE}, "cmd"),
        ("win32", {"PSModulePath": OWN}, "powershell"),
        ("win32", {"PSModulePath": OWN.replace("WindowsPowerShell", "PowerShell")}, "powershell"),
        ("win32", {"PROMPT": "$P$G", "PSModulePath": OWN}, "cmd"),
        ("win32", {"SHELL": "/usr/bin/bash", "PSModulePath": OWN}, "posix"),
        ("win32", {}, "cmd"),
    ],
)
def test_the_shell_is_told_by_what_it_leaves_in_the_environment(platform: str, environ: dict, shell: str) -> None:
    assert shell_at_hand(platform, environ) == shell


def test_what_new_says_can_be_typed(tmp_path: Path) -> None:
    folder = tmp_path / "it's my workshop"
    last = run("new", folder, "--paper", "a4").stdout.splitlines()[-1]
    *_, argument = shlex.split(last.partition(": ")[2])
    assert argument == str(folder)


# --- installing ---


def test_the_guide_to_installing_says_where_things_are_kept() -> None:
    guide = (SMALL.parents[1] / "docs/install.md").read_text(encoding="utf-8")
    home = {"HOME": "~", "LOCALAPPDATA": "%LOCALAPPDATA%", "APPDATA": "%APPDATA%"}
    rows = dict(re.findall(r"^\| (\w+) \| (.*) \|$", guide, flags=re.M))
    for name, platform in (("Windows", "win32"), ("Mac", "darwin"), ("Linux", "linux")):
        places = (user_data_folder(platform, home), printers_folder(home, platform))
        texts = [re.sub(f"^{re.escape(str(Path.home()))}", "~", str(place)) for place in places]
        assert rows[name].replace("\\", "/") == " | ".join(f"`{text}`" for text in texts)


# --- one object for programs ---


def an_object(result: Result) -> dict:
    """Standard output is one JSON object, and no more."""
    value, end = json.JSONDecoder().raw_decode(result.stdout)
    assert result.stdout[end:].strip() == ""
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["build", "WORKSHOP", "--sides", "both"], ExitCode.USAGE),
        (["build", "WORKSHOP", "--no-such"], ExitCode.USAGE),
        (["build", "WORKSHOP", "--cards", "nobody"], ExitCode.USAGE),
        (["build", "BROKEN"], ExitCode.SOURCES),
        (["build", "nowhere"], ExitCode.FILES),
        (["build", "WORKSHOP", "-o", "FILE"], ExitCode.FILES),
        (["images", "BROKEN"], ExitCode.SOURCES),
        (["images", "WORKSHOP", "--cards", "nobody"], ExitCode.USAGE),
        (["check", "WORKSHOP", "--gutter", "6"], ExitCode.USAGE),
        (["list", "nothing"], ExitCode.USAGE),
        (["preflight"], ExitCode.USAGE),
        (["preflight", "FILE", "--profile", "nobody"], ExitCode.SOURCES),
        (["serve", "nowhere"], ExitCode.FILES),
        (["serve", "WORKSHOP", "--port", "x"], ExitCode.USAGE),
        (["serve", "WORKSHOP", "--wifi", "w" * 40], ExitCode.USAGE),
        (["doctor", "nowhere"], ExitCode.FILES),
        (["bild"], ExitCode.USAGE),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_what_goes_wrong_is_one_object_too(
    words: list[str], status: int, workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREPDECK_WIFI_PASSWORD", "")
    broken = Path(shutil.copytree(workshop, tmp_path / "broken"))
    with (broken / "kit.yaml").open("a", encoding="utf-8") as file:
        file.write("nonsense: 1\n")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    places = {"WORKSHOP": str(workshop), "BROKEN": str(broken), "FILE": str(tmp_path / "file")}
    typed = [places.get(word, word) for word in words]
    result = run(*typed, "--json")
    said = an_object(result)
    assert said["status"] == result.exit_code == run(*typed).exit_code
    assert result.exit_code == status
    assert said["error"]
    assert result.stderr.strip()


def test_after_its_object_a_command_writes_no_second_one() -> None:
    """As a server that was started and stops in trouble."""

    @click.command()
    @click.pass_context
    def serve(context: click.Context) -> None:
        streams.show_object({"kit": "small"})
        streams.show_failure(context, "the disk is full", ExitCode.FILES)

    assert an_object(CliRunner().invoke(serve)) == {"kit": "small"}


def test_check_gives_its_findings_and_they_are_no_failure_of_the_command(workshop: Path) -> None:
    with (workshop / "kit.yaml").open("a", encoding="utf-8") as file:
        file.write("nonsense: 1\n")
    result = run("check", workshop, "--json")
    assert (result.exit_code, "error" in an_object(result)) == (ExitCode.SOURCES, False)


def test_check_never_says_that_nothing_was_written(workshop: Path, tmp_path: Path) -> None:
    with (workshop / "kit.yaml").open("a", encoding="utf-8") as file:
        file.write("nonsense: 1\n")
    (tmp_path / "empty").mkdir()
    for folder in (workshop, tmp_path / "empty", tmp_path / "nowhere"):
        result = run("check", folder)
        assert result.exit_code
        assert "written" not in result.output
    assert "1 problem." in run("check", workshop).stdout
    assert "1 problem; nothing was written." in run("build", workshop).stderr


# --- a manifest touched by hand ---

TOUCHED = {
    "cut off": lambda manifest: json.dumps(manifest)[:200].encode(),
    "not UTF-8": lambda manifest: b"\xff\xfe",
    "a list": lambda manifest: b"[]",
    "of a newer format": lambda manifest: json.dumps(manifest | {"format": 99}).encode(),
    "things that are none": lambda manifest: json.dumps(manifest | {"things": 3}).encode(),
    "a code twice": lambda manifest: json.dumps(manifest | {"things": manifest["things"][:1] * 2}).encode(),
    "of another kit": lambda manifest: json.dumps(manifest | {"kit": manifest["kit"] | {"id": "other"}}).encode(),
}
PROBLEMS = (["build"], ["check"], ["images"], ["build", "--since", "MANIFEST", "-o", "ELSEWHERE"])
NEEDED = (["serve", "--port", "0"], ["doctor", "--timeout", "0"], ["results", "export", "--to", "entries.csv"])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("built") / "workshop"))
    assert CliRunner(env={"PREPDECK_WORKSHOPS": ""}).invoke(main, ["build", str(folder)]).exit_code == ExitCode.DONE
    return folder


@pytest.mark.parametrize("way", TOUCHED)
def test_a_manifest_touched_by_hand_gets_words_in_every_command(way: str, built: Path, tmp_path: Path) -> None:
    workshop = Path(shutil.copytree(built, tmp_path / "workshop"))
    manifest = workshop / "output/manifest.json"
    touched = TOUCHED[way](json.loads(manifest.read_bytes()))
    manifest.write_bytes(touched)
    places = {"MANIFEST": str(manifest), "ELSEWHERE": str(tmp_path / "elsewhere")}
    for words, status in (
        *((each, ExitCode.SOURCES) for each in PROBLEMS),
        *((each, ExitCode.FILES) for each in NEEDED),
    ):
        name, *options = (places.get(word, word) for word in words)
        group = [options.pop(0)] if name == "results" else []
        result = run(name, *group, workshop, *options)
        assert (result.exit_code, type(result.exception)) == (status, SystemExit), (words, result.output)
        assert "manifest" in result.output or "holds the kit" in result.output
        assert not re.search("codec|Unterminated|Expecting|char ", result.output), result.output
    assert manifest.read_bytes() == touched
