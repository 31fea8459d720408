"""Edits of YAML files: the span of a value changes and nothing else, in the manner of the file."""

from pathlib import Path
from typing import Any

import pytest

from generator.edit.edits import AddEntry, PutFile, RemoveEntry, RenameKey, SetValue
from generator.edit.write import NotEdited, Stale, apply, digest, digests
from generator.edit.yaml_file import edited_yaml

OWN = """\
# Mine.
cards:
  # the first
  - id: one          # stays
    title: One       # a comment
    about: >-
      Some text
      on two lines.
    quantity: 2

  - {id: two, title: "Two", prompts: [a, b]}   # in brackets
  -   id: three
      prompts:
        - What?
        - Who?   # really
      title: 'Three'
      note: |  # as typed
        first
         second

      more: a plain text
        over two lines

# The end.
"""


def edited(text: str, *edits: object, newline: str = "\n") -> str:
    made = [edit("a.yaml", *rest) for edit, *rest in edits]
    data = edited_yaml(text.replace("\n", newline).encode(), "a.yaml", made)
    return data.decode().replace(newline, "\n")


def changed_lines(before: str, after: str) -> list[str]:
    """What a reader of a diff sees: lines taken out with -, new ones with +."""
    from difflib import ndiff

    return [line[0] + line[2:] for line in ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


SETS = [
    (("cards", 0, "title"), "Uno", ["-    title: One       # a comment", "+    title: Uno       # a comment"]),
    (("cards", 0, "title"), "No", ["-    title: One       # a comment", '+    title: "No"       # a comment']),
    (("cards", 0, "title"), "a: b #", ["-    title: One       # a comment", '+    title: "a: b #"       # a comment']),
    (("cards", 0, "quantity"), "3", ["-    quantity: 2", "+    quantity: 3"]),
    (("cards", 0, "quantity"), 3, ["-    quantity: 2", "+    quantity: 3"]),
    (("cards", 0, "about"), "One line", ["-      Some text", "-      on two lines.", "+      One line"]),
    (("cards", 1, "title"), 'x "y"', ['-  - {id: two, title: "Two", prompts: [a, b]}   # in brackets',
                                      '+  - {id: two, title: "x \\"y\\"", prompts: [a, b]}   # in brackets']),
    (("cards", 1, "id"), "a, b", ['-  - {id: two, title: "Two", prompts: [a, b]}   # in brackets',
                                  '+  - {id: "a, b", title: "Two", prompts: [a, b]}   # in brackets']),
    (("cards", 1, "prompts"), ["a", "c: d"], ['-  - {id: two, title: "Two", prompts: [a, b]}   # in brackets',
                                              '+  - {id: two, title: "Two", prompts: [a, "c: d"]}   # in brackets']),
    (("cards", 2, "title"), "It's", ["-      title: 'Three'", "+      title: 'It''s'"]),
    (("cards", 2, "prompts"), ["What?", "New", "Who?"], ["+        - New"]),
    (("cards", 2, "prompts", 1), "Why?", ["-        - Who?   # really", "+        - Why?   # really"]),
    (("cards", 2, "note"), "a\r\nb\r\n", ["-        first", "-         second", "+        a", "+        b"]),
    (("cards", 0, "title"), "a\nb", ["-    title: One       # a comment", "+    title: |       # a comment",
                                     "+      a", "+      b"]),
]  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("path", "value", "lines"), SETS)
def test_a_value_is_set_in_the_manner_of_the_file(
    path: tuple[str | int, ...], value: object, lines: list[str], newline: str
) -> None:
    after = edited(OWN, (SetValue, path, value), newline=newline)
    assert sorted(changed_lines(OWN, after)) == sorted(lines)


def test_a_key_is_the_one_of_the_file_with_either_dash() -> None:
    before = "logo:\n  on-dark: a.svg\n  min_width: 10mm\n"
    after = edited(before, (SetValue, ("logo", "on_dark"), "b.svg"), (SetValue, ("logo", "min-width"), "9mm"))
    assert after == "logo:\n  on-dark: b.svg\n  min_width: 9mm\n"
    with pytest.raises(NotEdited, match="'on-dark' is there already"):
        edited(before, (AddEntry, ("logo",), "on_dark", "c.svg"))
    assert "  min-width: 10mm" in edited(before, (RenameKey, ("logo", "min_width"), "min-width"))
    with pytest.raises(NotEdited, match="'on-dark' is said here already"):
        edited(before, (RenameKey, ("logo", "min_width"), "on_dark"))


def test_comments_at_the_end_of_a_block_stay_with_it() -> None:
    before = "id: a\ndeck:\n  layout: poker\n  # sheet: none\n    # or another\n\n# of the end\n"
    after = edited(before, (AddEntry, (), "client", "them"))
    assert after == before.replace("another\n", "another\nclient: them\n")
    after = edited(before, (AddEntry, ("deck",), "sides", "one"))
    assert after == before.replace("poker\n", "poker\n  sides: one\n")
    before = "cards:\n  - id: a\n    # title: A\n  # more\n"
    assert edited(before, (AddEntry, ("cards",), 1, {"id": "b"})) == before.replace("A\n", "A\n  - id: b\n")


ADDS = [
    (("cards",), 3, {"id": "new", "title": "It's", "prompts": ["a", "b: c"]}, """\
  -   id: new
      title: 'It''s'
      prompts:
        - a
        - "b: c"
"""),
    (("cards",), 1, {"id": "new", "title": "New", "about": "Some text"}, """\
  - id: new
    title: New
    about: >-
      Some text
"""),
    (("cards", 0), "note", "a\nb", "    note: |\n      a\n      b\n"),
    ((), "tags", ["x", "y"], "tags: [x, y]\n"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "key", "value", "lines"), ADDS)
def test_a_new_entry_is_written_as_its_neighbours_are(
    path: tuple[str | int, ...], key: str | int, value: Any, lines: str
) -> None:
    after = edited(OWN, (AddEntry, path, key, value))
    assert lines in after
    at = after.index(lines)
    rest = after[:at] + after[at + len(lines) :]
    assert rest.replace("\n", "") == OWN.replace("\n", ""), after


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        (("cards", 0), ["-  # the first", "-  - id: one          # stays"]),
        (("cards", 0, "title"), ["-    title: One       # a comment"]),
        (("cards", 2, "prompts", 1), ["-        - Who?   # really"]),
        (("cards", 2, "note"), ["-      note: |  # as typed"]),
    ],
)
def test_a_comment_goes_with_what_it_is_about(path: tuple[str | int, ...], gone: list[str]) -> None:
    lines = changed_lines(OWN, edited(OWN, (RemoveEntry, path)))
    assert set(gone) <= set(lines)
    assert [line for line in lines if line[0] == "+"] == []
    grouped = "# sizes\na: 1\nb: 2\n\n# mine\nc: 3\n\n# last\nd: 4\n"
    assert edited(grouped, (RemoveEntry, ("a",))) == grouped.replace("a: 1\n", "")
    assert edited(grouped, (RemoveEntry, ("c",))) == grouped.replace("# mine\nc: 3\n\n", "")
    assert edited(grouped, (RemoveEntry, ("d",))) == grouped.replace("\n# last\nd: 4\n", "")


def test_edits_are_written_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_bytes(b"\xef\xbb\xbftitle: One # why\r\n")
    seen = digests(tmp_path, ["deck.yaml", "logo.svg", "cards/a.yaml"])
    assert seen["logo.svg"] == ""
    edits = [
        SetValue("deck.yaml", ("title",), "Two"),
        PutFile("logo.svg", b"<svg/>"),
        AddEntry("cards/a.yaml", (), "id", "x"),
    ]
    change = apply(tmp_path, edits, seen)
    assert [each.name for each in change.files] == ["deck.yaml", "logo.svg", "cards/a.yaml"]
    assert (tmp_path / "deck.yaml").read_bytes() == b"\xef\xbb\xbftitle: Two # why\r\n"
    assert (tmp_path / "logo.svg").read_bytes() == b"<svg/>"
    assert (tmp_path / "cards" / "a.yaml").read_bytes() == b"id: x\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards", "deck.yaml", "logo.svg"]

    with pytest.raises(NotEdited) as refused:
        apply(tmp_path, [PutFile("logo.svg", None), RemoveEntry("deck.yaml", ("none",))], digests(tmp_path, list(seen)))
    assert str(refused.value.problem.where) == "deck.yaml:1:1"
    assert (tmp_path / "logo.svg").exists()


def test_a_file_that_was_changed_elsewhere_is_shown_and_left(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text("title: One\n", encoding="utf-8")
    seen = digests(tmp_path, ["deck.yaml"])
    (tmp_path / "deck.yaml").write_text("# theirs\ntitle: Another\n", encoding="utf-8")
    with pytest.raises(Stale) as stale:
        apply(tmp_path, [SetValue("deck.yaml", ("title",), "Mine")], seen)
    assert stale.value.now == b"# theirs\ntitle: Another\n"
    assert stale.value.wanted == b"# theirs\ntitle: Mine\n"
    assert (tmp_path / "deck.yaml").read_text(encoding="utf-8") == "# theirs\ntitle: Another\n"
    apply(tmp_path, [SetValue("deck.yaml", ("title",), "Mine")], {"deck.yaml": digest(stale.value.now)})


@pytest.mark.parametrize("name", ["../a.yaml", "/etc/a.yaml", "a/../../b.yaml", "c:\\a.yaml", "", "link/a.yaml"])
def test_no_file_lies_outside_of_the_workshop(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "link").symlink_to(tmp_path)
    with pytest.raises(NotEdited):
        apply(home, [PutFile(name, b"x")], {})
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
