"""The guides in docs/ are tried as they are written: every command of theirs, in its order, with the bundled kit."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

DOCS = Path(__file__).resolve().parents[1] / "docs"
GUIDES = ("home", "copy-shop")
TYPED = "\n".join(["150", *["40"] * 8, *["44"] * 2, *["36"] * 2, *["40"] * 4]) + "\n"


def commands(text: str) -> list[list[str]]:
    """The lines of the blocks of no language, as words."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for language, block in blocks if not language for line in block.splitlines()]


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_can_be_followed_as_it_is_written(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREPDECK_PRINTERS", str(tmp_path / "printers"))
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    said = commands(text)
    assert len(said) >= 6
    for program, *words in said:
        if program == "cp":
            shutil.copy(*words)
            continue
        assert program == "prepdeck"
        done = CliRunner().invoke(main, words, input=TYPED)
        assert done.exit_code == 0, f"{words}: {done.output}"
        assert "warning" not in done.output, f"{words}: {done.output}"
    there = {path.name for path in tmp_path.rglob("*")}
    named = set(re.findall(r"[\w-]+\.pdf|(?<=printers/)[\w-]+\.yaml", text))
    assert len(named) >= 2
    assert named - {"deck-selected.pdf"} <= there  # nothing has changed, so no card is printed again
