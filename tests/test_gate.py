"""Files that somebody else prints are looked over before they are delivered: one with an error, and none is written."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.errors import ExitCode

SMALL = Path(__file__).parent / "small"
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="20mm" viewBox="0 0 20 20">'
    '<rect width="20" height="20" fill="var(--sea)"/></svg>'
)
AT_THE_EDGE = (
    "  edge: {kind: picture, field: category.glyph, box: {left: 0mm, width: 20mm, bottom: 0mm, height: 20mm}}\n"
)
TITLE = "  title:\n    kind: text\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


@pytest.fixture
def faulty(workshop: Path) -> Path:
    """A picture ends at the trim: no source says that it is a ground, and only the finished page shows it."""
    (workshop / "square.svg").write_text(SQUARE, encoding="utf-8")
    edit(workshop / "deck.yaml", "one: {name: One, colour: sea}", "one: {name: One, colour: sea, glyph: square.svg}")
    edit(workshop / "layouts/cards/plain.yaml", TITLE, AT_THE_EDGE + TITLE)
    return workshop


@pytest.mark.parametrize("name", ["pdfx-1a", "pdfx-4", "drivethrucards", "print-house"])
def test_a_good_kit_passes_and_its_warnings_are_shown(name: str, workshop: Path, tmp_path: Path) -> None:
    done = run("build", workshop, "--for", name, "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.DONE, done.output
    assert f"preflight as {name}: 1 file, 5 warnings" in done.stdout
    assert "warning W05 small-multi-ink-text: pages " in done.stderr
    assert ": text of 7 pt in several inks, at " in done.stderr
    assert "set it larger" in done.stderr
    report = json.loads(run("build", workshop, "--for", name, "-o", tmp_path / "out", "--json").stdout)
    passed = report["preflight"]
    (file,) = passed["files"]
    assert (passed["profile"], passed["errors"], file["warnings"]) == (name, 0, 5)
    assert file["path"] == report["files"][0]["path"]
    assert {each["rule"] for each in file["findings"]} == {"small-multi-ink-text"}


@pytest.mark.parametrize("name", ["pdfx-1a", "pdfx-4", "drivethrucards", "print-house"])
def test_an_error_is_said_with_its_place_and_nothing_is_written(name: str, faulty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("build", faulty, "--for", name, "-o", out)
    assert done.exit_code == ExitCode.PREFLIGHT
    assert not out.exists()
    assert len(done.stdout.splitlines()) == 1  # which kit it is
    assert "deck.pdf: 10 pages, 4 errors" in done.stderr
    assert "error E01 short-bleed: page" in done.stderr
    assert "at the left edge of the trim does not reach 3" in done.stderr
    assert " mm\n" in done.stderr
    assert "let grounds and pictures run over the trim" in done.stderr
    assert done.stderr.rstrip().endswith("4 errors; nothing was written.")


def test_the_last_good_print_stays_as_it_was(workshop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("build", workshop, "--for", "pdfx-4", "-o", out).exit_code == ExitCode.DONE
    before = held(out)
    assert before
    (workshop / "square.svg").write_text(SQUARE, encoding="utf-8")
    edit(workshop / "deck.yaml", "one: {name: One, colour: sea}", "one: {name: One, colour: sea, glyph: square.svg}")
    edit(workshop / "layouts/cards/plain.yaml", TITLE, AT_THE_EDGE + TITLE)
    assert run("build", workshop, "--for", "pdfx-4", "-o", out).exit_code == ExitCode.PREFLIGHT
    assert held(out) == before


def test_a_program_is_told_the_same(faulty: Path, tmp_path: Path) -> None:
    done = run("build", faulty, "--for", "pdfx-1a", "-o", tmp_path / "out", "--json")
    assert done.exit_code == ExitCode.PREFLIGHT
    said = json.loads(done.stdout)
    assert (said["files"], said["findings"], said["preflight"]["errors"]) == ([], [], 4)
    found = [each for each in said["preflight"]["files"][0]["findings"] if each["severity"] == "error"]
    assert {(each["code"], each["page"]) for each in found} == {("E01", 1), ("E01", 3)}
    assert all(each["place"] and each["what"] and each["mend"] for each in found)


def test_every_file_of_a_kit_is_looked_at(workshop: Path, tmp_path: Path) -> None:
    more = "blanks: {counts: {one: 2}}\nworksheets: {copies: {idea: 1}}\nposters: {size: a3, tiles: a4}\n"
    with (workshop / "kit.yaml").open("a", encoding="utf-8") as file:
        file.write(more)
    (workshop / "forms").mkdir()
    form = "id: idea\ntitle: An idea\nversion: 1\nfields:\n  what: {label: What?, kind: text}\n"
    (workshop / "forms/idea.yaml").write_text(form, encoding="utf-8")
    done = run("build", workshop, "--for", "pdfx-1a", "-o", tmp_path / "out", "--json")
    report: dict[str, Any] = json.loads(done.stdout)
    printed = {file["path"] for file in report["files"]}
    assert {Path(path).name for path in printed} >= {"deck.pdf", "blanks.pdf", "idea.pdf"}
    assert {file["path"] for file in report["preflight"]["files"]} == printed


def test_nothing_is_looked_over_that_nobody_else_prints(faulty: Path, tmp_path: Path) -> None:
    for number, options in enumerate(([], ["--for", "home"], ["--for", "office"], ["--for", "pdfx-1a", "--proof"])):
        report = json.loads(run("build", faulty, *options, "-o", tmp_path / str(number), "--json").stdout)
        assert report["files"]
        assert report["preflight"] is None


def test_a_plain_build_loads_no_preflight(tmp_path: Path, run: Any) -> None:
    words = ["build", str(SMALL), "-o", str(tmp_path / "out")]
    script = f"""
import sys
from generator.cli import main
main({words!r}, standalone_mode=False)
lazy = ("pypdf", "generator.preflight", "generator.kit.delivery.gate")
loaded = [name for name in sys.modules if name.startswith(lazy)]
assert not [name for name in loaded if not name.startswith("pypdfium2")], loaded
"""
    assert "deck.pdf" in run(sys.executable, "-c", script)


def test_cut_outlines_are_no_pdf_and_go_with_the_files(workshop: Path, tmp_path: Path) -> None:
    words = ["build", workshop, "--for", "pdfx-4", "--sheet", "a4", "--cut", "svg", "-o", tmp_path / "out", "--json"]
    report = json.loads(run(*words).stdout)
    assert (tmp_path / "out/cut/deck.svg").is_file()
    assert [Path(each["path"]).name for each in report["preflight"]["files"]] == ["deck.pdf"]
