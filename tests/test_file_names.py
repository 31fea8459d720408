"""Names that become files: none that a system keeps for itself, on every system alike."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.capture.facilitator.endings import _plain
from generator.cli import main
from generator.cli.places import ADDRESS
from generator.errors import ExitCode
from generator.sources import check_file_id, file_name_fault
from generator.sources.ids import FileIdReader

SMALL = Path(__file__).parent / "small"
FORM = "id: {id}\ntitle: A form\nfields:\n  words: {{label: Words}}\n"
POSTER = "id: {id}\ntitle: A poster\nlayout: quadrants\ncolour: sea\n"


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PREPDECK_WORKSHOPS", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    "name", ["CON", "nul", "aux.txt", "Com1.pdf", "lpt9", "COM¹", "con .pdf", "CONIN$", "kit.", "kit ", "kit. ."]
)
def test_names_that_windows_keeps_or_cuts_are_no_names(name: str) -> None:
    assert "Windows" in file_name_fault(name)


@pytest.mark.parametrize("name", ["console", "nul-1", "com10", "com", "a.con", ".", "..", "x.tar.gz", ".hidden", ""])
def test_others_are(name: str) -> None:
    assert file_name_fault(name) == ""


def test_an_id_that_names_a_file_says_what_to_choose_instead() -> None:
    with pytest.raises(ValueError, match=r"'nul' cannot .* choose another id, such as nul-1"):
        check_file_id("nul")


@pytest.mark.parametrize("name", ["con", "nul", "com1", "com10", "con-1", "a-con", "aux", "lpt0", "auxiliary"])
def test_editors_say_the_same_of_an_id(name: str) -> None:
    matches = re.search(FileIdReader().schema()["pattern"], name) is not None
    assert matches == (file_name_fault(name) == "")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("kit.yaml", None),
        ("forms/one.yaml", FORM),
        ("posters/one.yaml", POSTER),
    ],
)
def test_the_id_of_a_kit_a_form_and_a_poster_is_a_problem(place: str, text: str | None, workshop: Path) -> None:
    path = workshop / place
    path.parent.mkdir(exist_ok=True)
    if text is None:
        path.write_text(re.sub("^id: .*", "id: con", path.read_text("utf-8"), flags=re.M), encoding="utf-8")
    else:
        path.write_text(text.format(id="con"), encoding="utf-8")
        with (workshop / "kit.yaml").open("a", encoding="utf-8") as kit:
            kit.write("posters: {size: a3}\n" if "poster" in place else "worksheets: {copies: {con: 1}}\n")
    result = run("check", workshop)
    assert result.exit_code == ExitCode.SOURCES
    assert f"{place}:1:5: 'id': 'con' cannot be the name of a file on Windows" in result.stdout


@pytest.mark.parametrize("name", ["CON", "aux.txt", "out.", "out ", "nul/deck"])
def test_what_a_command_writes_has_a_name_for_every_system(
    name: str, workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.rglob("*"))
    commands = (
        ["build", workshop, "-o", name],
        ["images", workshop, "-o", name],
        ["new", name],
        ["calibrate", "sheet", "-o", name],
        ["results", "export", workshop, "--to", name],
        ["serve", workshop, "--data", name],
        ["serve", workshop, "--poster", name],
        ["doctor", workshop, "--data", name],
    )
    for words in commands:
        result = run(*words)
        assert (result.exit_code, "on Windows" in result.stderr) == (ExitCode.USAGE, True), words
    assert set(tmp_path.rglob("*")) == before


def test_a_folder_that_is_there_may_be_called_as_it_is(workshop: Path, tmp_path: Path) -> None:
    (tmp_path / "aux").mkdir()
    assert run("build", workshop, "-o", tmp_path / "aux/out").exit_code == ExitCode.DONE


@pytest.mark.parametrize("address", ["http://prepdeck.local:8765", "https://example.org/entries.db", "sqlite:///x.db"])
def test_an_address_is_no_file(address: str, workshop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["serve", workshop, "--data"], ["results", "export", workshop, "--to", "x.csv", "--data"]):
        result = run(*words, address)
        assert result.exit_code == ExitCode.USAGE
        assert f"'{address}' is an address; name a file or folder on this computer" in result.stderr
    assert not list(tmp_path.glob("*:*"))


def test_a_drive_of_windows_is_no_address() -> None:
    assert not ADDRESS.match(r"C:\kits")
    assert not ADDRESS.match("c:/kits")


def test_the_title_of_a_session_is_never_the_whole_name_of_a_download() -> None:
    """The kit's id stands before it, and it holds letters, digits and hyphens alone."""
    for title in ("CON", "aux.txt", "dots...", "blank ", "日本", "../x"):
        assert file_name_fault(f"small-{_plain(title)}.csv") == ""
        assert re.fullmatch("[a-z0-9-]+", _plain(title))
