"""Texts that are laid into files of words: what a person wrote there stays, whichever way it is written."""

from pathlib import Path
from typing import Any

import pytest

from generator.errors import Problems
from generator.intake.words_files import laid_into
from generator.sources import parse

OPTIONS: dict[str, Any] = {"options": [{"yes": "Ja"}, {"no": "Nein"}]}


def laid(folder: Path, before: str, tree: dict[str, Any]) -> str:
    (folder / "form.yaml").write_bytes(before.encode())
    return laid_into(folder, {"form.yaml": tree}).get("form.yaml", before.encode()).decode()


@pytest.mark.parametrize(
    ("before", "tree", "after"),
    [
        ("options:\n- {no: Nö}  # short\n- {yes: Ja}\n", OPTIONS, 'options:\n- {no: "Nein"}  # short\n- {yes: Ja}\n'),
        ("options:\n- yes: Ja\n", OPTIONS, "options:\n- yes: Ja\n- no: Nein\n"),
        ("options: [Ja, Nein]  # in their order\n", OPTIONS, "options: [Ja, Nein]  # in their order\n"),
        ("options: [Ja, Nö]\n", OPTIONS, "options:\n  - yes: Ja\n  - no: Nein\n"),
        ("rows:\n  - t: a\n  - t: b # so\n", {"rows": [None, {"t": "c"}]}, 'rows:\n  - t: a\n  - t: "c" # so\n'),
        ("rows: [a]\n", {"rows": ["a", None, "c"]}, 'rows: [a, null, "c"]\n'),
        ("prompts: |\n  Wer?\n  Was?\n", {"prompts": ["Wer?", "Was?"]}, "prompts: |\n  Wer?\n  Was?\n"),
        ("title: a\n", {"title": {"text": "a"}}, "title: a\n"),
        ("the-title: a\n", {"the_title": "b"}, "the-title: b\n"),
        ("# nothing yet\n", {"title": "b"}, "# nothing yet\ntitle: b\n"),
        ("t: a\n# end\n", {"words": {"One, two: 3": "Eins"}}, 't: a\nwords:\n  "One, two: 3": Eins\n# end\n'),
        ("title:\r\nline: b\r\n", {"title": "a\nb"}, "title: |-\r\n  a\r\n  b\r\nline: b\r\n"),
    ],
)  # fmt: skip
def test_texts_are_laid_in(tmp_path: Path, before: str, tree: dict[str, Any], after: str) -> None:
    assert laid(tmp_path, before, tree) == after
    problems = Problems()
    parse(after, "form.yaml", problems)
    assert not problems.errors


def test_what_says_the_same_already_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text("title: a\n", encoding="utf-8")
    assert laid_into(tmp_path, {"form.yaml": {"title": "a"}}) == {}
