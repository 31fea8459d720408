"""Random edits of the files of every workshop: only the edited span differs, readers find what was written, undo gives
the old bytes.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from functools import reduce
from operator import getitem
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
import yaml

from generator.deck import load_deck
from generator.edit.edits import AddEntry, OfYaml, RemoveEntry, RenameKey, SetValue, Value
from generator.edit.exchange import digest
from generator.edit.faults import NotEdited
from generator.edit.journal import Journal
from generator.edit.write import digests
from generator.edit.yaml_file import edited_yaml
from generator.errors import Problems
from generator.sources import lost, parse, tidy
from generator.sources.spans import Span, spans

ROOT = Path(__file__).parent.parent
WORKSHOPS = [
    *(ROOT / "deck_sources" / name for name in ("prepersonalization", "starter", "join", "calibration")),
    *(ROOT / "tests" / name for name in ("small", "german", "bilingual", "client", "earlier/workshop")),
]
TEXTS = [
    "One", "No", "3", "a: b", "# hash", "It's", 'say "x"', "two\nlines", "x\n\ny\n", "a\r\nb", " lead",
    "trail ", "", "[a]", "{b}", "*star*", "- dash", "? q", "é ß 漢 😀", "long " * 40 + "end", "tab\there", "a #b",
    "key:", "null", "~", "1:30", "@at", "%p", "`t`", "|", "> fold", "a\n  indented\nb", "back\\slash",
    "\u2028x", "\xa0nb", "--- x", "...", "true", "2026-11-28", "0x1F", "\x07bell", "a,b", "x]", "!tag",
    "&anchor", "*", "-", "a:b", "\ufeffmark", "end\xa0",
]  # fmt: skip
# What people write too, and our own files do not.
ODD = {
    "anchors": ("base: &b {a: 1, b: two}\nother: *b\ntagged: !own x\nlist:\n  - &i one\n  - *i\n  - three\nlast: z\n"),
    "tabs": ("title:\tOne\t# why\nlist:\t[a,\tb]\nmap:\n  key:\t'x'\t\n"),
    "indentless": ("cards:\n- id: a\n  tags:\n  - x\n  - y # two\n- id: b\n\n  tags: []\n-\n  id: c\nend:\n"),
    "nested": ("- - a\n  - b\n-   - c\n    - {d: e}\n- ? complex\n  : value\n  \"quoted key\": 'it''s'\n"),
    "blocks": (
        "a: |2\n    two more\n  text\n\nb: |+\n  kept\n\n\nc: >-\n  folded\n  text\n\n  again\nd: |\n  last\n\n# end\n"
    ),
    "brackets": (
        "a: [\n"
        "  one, # first\n"
        "  two,   # second\n"
        "  # a note\n"
        "  three\n"
        "]\n"
        "b: {\n"
        "  x: 1,\n"
        "  y: [],\n"
        "}\n"
        "c: [ a, b ]\n"
        "d: {}\n"
    ),
    "plain": (
        "text: a plain text\n  over two\n\n  lines  # note\nquoted: \"one\n  two\"\nsingle: 'x\n\n  y'\n# the end"
    ),
    "aligned": ("# head\n\na:     1\nlonger: 2   # x\n\n# group\nb:     3\nc:     4\n\n# mine\nd:     5\n\n"),
    "marked": ("\ufefftitle: One\nlist:\n  - a\n\n  - b\n\n  - c\n"),
    "comments": ("# only a comment\n"),
    "quotes": ("a: 'x'\nb: 'y'\nc: \"z\"\nd: plain\ne: 'no'\nyes: on\n"),
}


class Try(NamedTuple):
    """An edit, and all that the file is to say after it, as texts, lists and mappings."""

    edit: OfYaml
    wanted: Any
    old: Any


def tries(tree: Any, chance: Random, file: str) -> Iterator[Try]:
    """One random edit of a file, where there is something to edit."""
    kind = chance.choice("ssaark")
    places = [(path, value) for path, value in walk(tree) if kind == "s" or fits(kind, path, value)]
    if not places:
        return
    path, old = chance.choice(places)
    if kind == "s":
        is_text = not inner(old) and chance.random() < 0.8
        new = text(chance) if is_text else value(chance)
        yield Try(SetValue(file, path, new), put(tree, path, lambda _: normal(new)), old)
    elif kind == "r":
        last = path[-1]
        yield Try(RemoveEntry(file, path), put(tree, path[:-1], lambda here: without(here, last)), old)
    elif kind == "k":
        last, taken = path[-1], reduce(getitem, path[:-1], tree)
        name = chance.choice([f"named-{len(path)}", "a name: # of it"])
        if name not in taken:  # which is refused
            yield Try(RenameKey(file, path, name), put(tree, path[:-1], lambda here: renamed(here, last, name)), old)
    elif isinstance(old, list):
        at = chance.randint(0, len(old))
        item = chance.choice(old) if old and chance.random() < 0.7 else value(chance)
        wanted = put(tree, path, lambda here: [*here[:at], normal(item), *here[at:]])
        yield Try(AddEntry(file, path, at, item), wanted, old)
    else:
        key, new = f"new-{len(old)}", value(chance)
        yield Try(AddEntry(file, path, key, new), put(tree, path, lambda here: {**here, key: normal(new)}), old)


def fits(kind: str, path: tuple[str | int, ...], value: Any) -> bool:
    """Whether something of this kind can be done there: taken out, renamed, or have one more added."""
    return bool(path) if kind == "r" else bool(path) and isinstance(path[-1], str) if kind == "k" else inner(value)


def renamed(here: dict[str, Any], old: str | int, new: str) -> dict[str, Any]:
    return {new if key == old else key: value for key, value in here.items()}


def inner(value: Any) -> bool:
    return isinstance(value, list | dict)


def walk(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, tree
    for step, one in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield from walk(one, (*path, step))


def put(tree: Any, path: tuple[str | int, ...], change: Any) -> Any:
    if not path:
        return change(tree)
    tree = dict(tree) if isinstance(tree, dict) else list(tree)
    tree[path[0]] = put(tree[path[0]], path[1:], change)
    return tree


def without(here: Any, step: str | int) -> Any:
    here = dict(here) if isinstance(here, dict) else list(here)
    del here[step]
    return here


def text(chance: Random) -> str:
    return chance.choice(TEXTS) if chance.random() < 0.7 else " ".join(chance.choices(TEXTS, k=3))


def value(chance: Random) -> Value:
    return chance.choice(
        [
            text(chance),
            text(chance),
            [text(chance) for _ in range(chance.randint(0, 3))],
            {f"k{number}": text(chance) for number in range(chance.randint(0, 3))},
            [{"id": text(chance), "t": [text(chance)]}],
            chance.choice([3, 2.5, True, None]),
        ]
    )


def normal(value: Any) -> Any:
    """As a reader of YAML that takes all for text finds it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return {key: normal(one) for key, one in value.items()}
    if isinstance(value, list):
        return list(map(normal, value))
    return None if value is None else str(value).replace("\r\n", "\n")


def is_alike(wanted: Any, read: Any) -> bool:
    """The same but for breaks at the end of a text, which are those of its lines."""
    if isinstance(wanted, dict):
        return (
            isinstance(read, dict)
            and wanted.keys() == read.keys()
            and all(is_alike(wanted[k], read[k]) for k in wanted)
        )
    if isinstance(wanted, list):
        return isinstance(read, list) and len(wanted) == len(read) and all(map(is_alike, wanted, read))
    if wanted is None:
        return read in ("", "null", "~")
    return isinstance(read, str) and (read == wanted or read.rstrip("\n") == wanted.rstrip("\n"))


def base(data: bytes) -> Any:
    """Read by another reader, which knows no prepdeck."""
    return yaml.load(data.decode("utf-8-sig"), yaml.CBaseLoader)


def check_span(one: Try, before: bytes, after: bytes) -> None:
    """The bytes that differ lie in the value that was set; of an entry more or less nothing else came or went."""
    if before == after:
        return
    most = min(len(before), len(after))
    front = next((at for at in range(most) if before[at] != after[at]), most)
    back = next((at for at in range(most - front) if before[-1 - at] != after[-1 - at]), most - front)
    if isinstance(one.edit, SetValue) and one.old is not None and not inner(one.old) and not inner(one.edit.value):
        decoded = before.decode("utf-8-sig")
        span = at(spans(decoded), one.edit.path)
        mark = len(before) - len(decoded.encode())
        start, end = (mark + len(decoded[:place].encode()) for place in (span.start, span.end))
        line = before.find(b"\n", end)
        is_block = "\n" in str(one.edit.value)  # a comment behind it stays on its line, above the text
        assert front >= start
        assert len(before) - back <= (max(line, end) if is_block else end)
    elif isinstance(one.edit, AddEntry) and one.old:
        assert front + back >= len(before) or before[front : len(before) - back].strip() == b""
    elif isinstance(one.edit, RenameKey):
        decoded = before.decode("utf-8-sig")
        span = at(spans(decoded), one.edit.path)
        mark = len(before) - len(decoded.encode())
        assert front >= mark + len(decoded[: span.key].encode())
        assert len(before) - back <= mark + len(decoded[: span.key_end].encode())
    elif isinstance(one.edit, RemoveEntry) and not is_last(before, one.edit):
        assert front + back >= len(after) or after[front : len(after) - back].strip() == b""


def is_last(before: bytes, edit: RemoveEntry) -> bool:
    parent = at(spans(before.decode("utf-8-sig")), edit.path[:-1])
    return len(parent.pairs or parent.items) == 1


def at(span: Span | None, path: tuple[str | int, ...]) -> Span:
    for step in path:
        assert span is not None
        span = span.items[step] if isinstance(step, int) else span.entries[step]
    assert span is not None
    return span


def comments(data: bytes) -> Counter[bytes]:
    return Counter(line.strip() for line in data.splitlines() if line.lstrip().startswith(b"#"))


def check(one: Try, before: bytes, after: bytes) -> None:
    assert is_alike(one.wanted, base(after)), one.edit
    assert not faults_of(after) - faults_of(before), one.edit
    assert before.endswith(b"\n") == after.endswith(b"\n"), one.edit
    assert b"\r\n" not in before or b"\n" not in after.replace(b"\r\n", b""), one.edit
    assert before[:3] == b"\xef\xbb\xbf" or after[:3] != b"\xef\xbb\xbf"
    if not isinstance(one.edit, RemoveEntry) and not inner(one.old):
        assert not comments(before) - comments(after), one.edit
    check_span(one, before, after)


def faults_of(data: bytes) -> set[str]:
    problems = Problems()
    parse(data, "a.yaml", problems)
    return {problem.code for problem in problems.errors}


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: None)


@pytest.mark.parametrize("count", [60, pytest.param(1000, marks=pytest.mark.soak)])
def test_an_edit_of_a_workshop_changes_its_span_and_can_be_taken_back(count: int, tmp_path: Path) -> None:
    chance = Random(count)
    for number, source in enumerate(WORKSHOPS):
        shutil.copytree(source, tmp_path / str(number), ignore=shutil.ignore_patterns("output", "*.png", "*.jpg"))
    names = [path.relative_to(tmp_path) for path in sorted(tmp_path.rglob("*.yaml"))]
    assert len({name.parts[0] for name in names}) == len(WORKSHOPS)
    made = 0
    while made < count:
        name = chance.choice(names)
        folder, file = tmp_path / name.parts[0], Path(*name.parts[1:]).as_posix()
        before = (folder / file).read_bytes()
        for one in tries(base(before), chance, file):
            journal = Journal(folder, tmp_path / "data")
            change = journal.apply([one.edit], {file: digest(before)}, "an edit")
            after = (folder / file).read_bytes()
            check(one, before, after)
            if change:
                journal.undo()
                assert (folder / file).read_bytes() == before
                if chance.random() < 0.3:
                    journal.redo()
                    assert (folder / file).read_bytes() == after
            made += 1


@pytest.mark.parametrize("count", [8, pytest.param(200, marks=pytest.mark.soak)])
def test_the_deck_has_what_was_written(count: int, tmp_path: Path) -> None:
    chance = Random(count)
    folder = tmp_path / "w"
    shutil.copytree(ROOT / "tests" / "german", folder, ignore=shutil.ignore_patterns("output"))
    journal = Journal(folder, tmp_path / "data")
    for _ in range(count):
        cards = [(path, old) for path, old in walk(base((folder / "deck.yaml").read_bytes())) if is_words(path)]
        path, _ = chance.choice(cards)
        new = text(chance)
        if not tidy(new) or lost(tidy(new)):
            continue
        journal.apply([SetValue("deck.yaml", path, new)], digests(folder, ["deck.yaml"]), "words")
        problems = Problems()
        deck = load_deck(folder, problems)
        assert deck is not None, problems.errors
        card = deck.cards[int(path[1])]
        assert card.values[str(path[2])] == tidy(new), path
    while journal.undo():
        pass
    assert (folder / "deck.yaml").read_bytes() == (ROOT / "tests" / "german" / "deck.yaml").read_bytes()


def is_words(path: tuple[str | int, ...]) -> bool:
    return path[0:1] == ("cards",) and path[2:] in (("title",), ("line",), ("about",))


@pytest.mark.parametrize("count", [10, pytest.param(300, marks=pytest.mark.soak)])
@pytest.mark.parametrize("name", ODD)
def test_an_edit_of_an_odd_file_is_made_as_well_or_refused(name: str, count: int) -> None:
    chance = Random(f"{name} {count}")
    refused: list[tuple[int, OfYaml]] = []
    for _ in range(count):
        before = ODD[name].encode()
        if chance.random() < 0.3:
            before = before.replace(b"\n", b"\r\n")
        for one in tries(base(before), chance, "a.yaml"):
            try:
                after = edited_yaml(before, "a.yaml", [one.edit])
            except NotEdited as fault:
                refused.append((fault.problem.where.line, one.edit))
            else:
                check(one, before, after)
    assert [edit for line, edit in refused if not line] == []
    assert len(refused) <= (count if name == "anchors" else 0.15 * count), refused
