"""Strict YAML: what is text, what is refused and where, what is bound, merged and collected."""

import sys
from dataclasses import FrozenInstanceError, dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Place, Problem, Problems, SourceError
from generator.sources import (
    NO_MARKS,
    Columns,
    Id,
    Items,
    Map,
    Marks,
    Node,
    SourceModel,
    bind,
    check_id,
    merged,
    parse,
    read,
    read_merged,
    read_shipped,
    source_model,
)
from generator.units import Mm

FILE = "f.yaml"


def parsed(text: str | bytes) -> tuple[Node, list[Problem]]:
    problems = Problems()
    return parse(text, FILE, problems), problems.found


def clean(text: str) -> Any:
    node, found = parsed(text)
    assert found == []
    return node


def said(found: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, f"{problem.where.line}:{problem.where.column}") for problem in found]


# ---- what is text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["No", "yes", "on", "off", "true", "1:30", "1.10", "012", "0x1F", "1e3", ".inf", "2026-11-22", "1_000", "Null"],
)
def test_a_scalar_stays_the_text_that_was_written(written: str) -> None:
    assert clean(f"a: {written}") == {"a": written}


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_only_a_plain_empty_value_is_none(written: str) -> None:
    assert clean(f"a: {written}\nb: 1") == {"a": None, "b": "1"}
    assert clean(f"a: '{written}'\nb: 1") == {"a": written, "b": "1"}


def test_block_texts_lists_and_mappings() -> None:
    text = "a: |\n  one\n  two\nb: >\n  one\n  two\nc:\n  - x\n  - [y, z]\n  - k: v\nd: {e: 1, f: [2]}\n"
    assert clean(text) == {
        "a": "one\ntwo\n",
        "b": "one two\n",
        "c": ["x", ["y", "z"], {"k": "v"}],
        "d": {"e": "1", "f": ["2"]},
    }


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_double_quotes(text: str) -> None:
    quoted = "".join(f"\\U{ord(sign):08x}" if not sign.isascii() or not sign.isalnum() else sign for sign in text)
    assert clean(f'a: "{quoted}"') == {"a": text}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")))
def test_any_printable_text_comes_back_from_single_quotes(text: str) -> None:
    assert clean("a: '" + text.replace("'", "''") + "'") == {"a": text}


@given(st.one_of(st.text(), st.text(alphabet="ab:-[]{}#&*!|>'\"%@` \n\t?,~<"), st.binary()))
def test_no_text_makes_the_parser_raise(text: str | bytes) -> None:
    node, found = parsed(text)
    assert node is not None or found or not text.strip() or _is_empty_yaml(text)


def _is_empty_yaml(text: str | bytes) -> bool:
    """Comments, markers and nothing else: None is what it says."""
    return yaml.compose(text, Loader=yaml.CSafeLoader) is None or yaml.safe_load(text) is None


def test_a_file_of_windows_and_one_with_a_byte_order_mark() -> None:
    node, found = parsed("\ufeffa: é\r\nb: 2\r\n".encode())
    assert node == {"a": "é", "b": "2"}
    assert found == []
    assert isinstance(node, Map)
    assert str(node.marks.of("b")) == "f.yaml:2:4"


# ---- what is refused, and where -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ("a: 1\na: 2\n", "duplicate-key", "2:1", "line 1, column 1"),
        ("x:\n  a: 1\n  b: 2\n  a: 3\n", "duplicate-key", "4:3", "line 2, column 3"),
        ("a: &x 1\n", "anchor", "1:4", "&x"),
        ("a: &x {b: 1}\n", "anchor", "1:4", "&x"),
        ("a: *x\n", "alias", "1:4", "*x"),
        ("a: !!str 1\n", "tag", "1:4", "tag"),
        ("a: !x [1]\n", "tag", "1:4", "!x"),
        ("<<: {a: 1}\n", "merge-key", "1:1", "merges"),
        ("a: 1\n---\nb: 2\n", "documents", "2:1", "second document"),
        ("[a]: 1\n", "key", "1:1", "plain text"),
        ("? {a: b}\n: c\n", "key", "1:3", "plain text"),
        ("{'': 1}\n", "no-key", "1:2", "no key"),
        ("a: #1B6CA8\n", "hash", "1:4", "#1B6CA8"),
        ("- a\n- #b\n", "hash", "2:3", "#b"),
        ("\ta: 1\n", "yaml-syntax", "1:1", "a tab"),
        ("a:\n\tb: 1\n", "yaml-syntax", "2:1", "a tab"),
        ("a:\n  - x\n\t- y\n", "yaml-syntax", "3:1", "a tab"),
        ("title: One: two\n", "yaml-syntax", "1:11", "second ': '"),
        ("a:\n  b: 1\n   c: 2\n", "yaml-syntax", "3:5", "deeper"),
        ("a:\n    b: 1\n  c: 2\n", "yaml-syntax", "3:3", "column"),
        ("title:x\nb: 1\n", "yaml-syntax", "2:2", "line above"),
        ("a: 1\nwords\nb: 2\n", "yaml-syntax", "2:1", "key: value"),
        ('a: 1\nb: "two\nc: 3\n', "yaml-syntax", "2:4", "never closed"),
        ("a: 'it's'\n", "yaml-syntax", "1:8", "closing quote"),
        ('a: "x" y\n', "yaml-syntax", "1:8", "closing quote"),
        ('a: "C:\\dir"\n', "yaml-syntax", "1:7", "backslash"),
        ("a: [1, 2\nb: 3\n", "yaml-syntax", "1:4", "not closed"),
        ("a: {b: 1\nc: 2\n", "yaml-syntax", "1:4", "not closed"),
        ("a: [\n", "yaml-syntax", "1:4", "not closed"),
        ("a: {b: ['x', [y],\n", "yaml-syntax", "1:8", "not closed"),
        ("a: {rgb: #1B6CA8, cmyk: 1}\nb: 1\n", "yaml-syntax", "1:4", "#1B6CA8, cmyk: 1} is read as a comment"),
        ("a: [#12, #34]\n", "yaml-syntax", "1:4", "is not closed"),
        ("a: ]\n", "yaml-syntax", "1:4", "closes nothing"),
        ("a: [x]]\n", "yaml-syntax", "1:7", "closes nothing"),
        ("a: @x\n", "yaml-syntax", "1:4", "begin with @"),
        ("a: `x`\n", "yaml-syntax", "1:4", "begin with `"),
        ("a: %x\n", "yaml-syntax", "1:4", "begin with %"),
        ("%x\na: 1\n", "yaml-syntax", "1:1", "begin with %"),
        ("a: **bold**\n", "yaml-syntax", "1:4", "begin with *"),
        ("a: & b\n", "yaml-syntax", "1:4", "begin with &"),
        ("a: , b\n", "yaml-syntax", "1:4", "begin with ,"),
        ("a: !<x y\n", "yaml-syntax", "1:4", "begin with !"),
        ("a: ? b\n", "yaml-syntax", "1:4", "begin with '? '"),
        ("a: - b\n", "yaml-syntax", "1:4", "list"),
        ("a: | words\n", "yaml-syntax", "1:6", "next line"),
        ("- a\nb: c\n", "yaml-syntax", "2:1", "no item"),
        ("a: 1\n- b\n", "yaml-syntax", "2:1", "among keys"),
        ("a: 1\n...\nb: 2\n", "yaml-syntax", "3:1", "ended"),
        (": x\n", "yaml-syntax", "1:1", "no key"),
        ("a: 1\nb: x\x07y\n", "yaml-syntax", "2:5", "U+0007"),
        ("a: " + "[" * 40, "too-deep", "1:35", "32"),
        ("\n".join(" " * n + "a:" for n in range(40)), "too-deep", "33:33", "32"),
        ("é: ü\na: é\n".encode("latin-1"), "encoding", "1:1", "E9 (perhaps 'é')"),
        ("a: 1\nbé: ü".encode() + b"\xe9", "encoding", "2:6", "E9"),
        ("a: 1\n".encode("utf-16"), "encoding", "1:1", "UTF-16"),
        ("a: 1\n".encode("utf-16-le"), "encoding", "1:1", "UTF-16"),
        ("a: '\ud800'", "encoding", "0:0", "surrogate"),
    ],
)
def test_a_refusal_names_its_place(text: str | bytes, code: str, place: str, words: str) -> None:
    _, found = parsed(text)
    assert said(found) == [(code, place)]
    assert words in found[0].message
    assert found[0].where.file == FILE
    assert found[0].hint or code == "too-deep"


def test_a_file_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.sources.parsing.LARGEST", 10)
    assert said(parsed("a: 1234567890")[1]) == [("too-large", "0:0")]


def test_a_bomb_of_aliases_stays_small() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30))]
    node, found = parsed("\n".join(lines))
    assert {problem.code for problem in found} == {"anchor", "alias"}
    assert isinstance(node, Map)
    assert node["a29"] == ["", ""]


def test_a_text_cut_short_by_a_hash_is_a_warning_and_a_comment_is_not() -> None:
    text = "a: Rock #1 hit\nb: x # a comment\nc: y #\nd: 'z #1'\ne: |\n  w #1\n# f\nf: #\n  g: 1\nh: a#b\n"
    node, found = parsed(text)
    assert isinstance(node, Map)
    assert node["a"] == "Rock"
    assert [str(problem).splitlines()[0] for problem in found] == ["f.yaml:1:9: warning: '#1 hit' is read as a comment"]


def test_refusals_do_not_hide_each_other() -> None:
    _, found = parsed("a: *x\nb: &y 1\na: 2\nc: #fff\nd: !t 1\n")
    assert sorted(said(found)) == [
        ("alias", "1:4"),
        ("anchor", "2:4"),
        ("duplicate-key", "3:1"),
        ("hash", "4:4"),
        ("tag", "5:4"),
    ]


def test_the_parser_in_python_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "a: [1, {b: c}]\nd: #x\n",
        "a: 1\na: 2\n",
        "a: b: c\n",
        "a: 'x\n",
        "a: [1\n",
        "\ta: 1",
        "a:\n  b: 1\n c: 2\n",
    ]
    texts += ["a: 'it's'\n", "a: @x\n", "a: **b**\n", "words\na: 1\n", "- a\nb: c\n", "a: ]\n", "a: x\x07\n"]
    by_c = [parsed(text) for text in texts]
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    assert [parsed(text) for text in texts] == by_c


# ---- where things stand ---------------------------------------------------------------------------------------------


def test_places_of_keys_values_and_items() -> None:
    node = clean("a: 1\nb-c:\n  - x\n  - yy: [1, 2]\nd:\n")
    places = [node.marks.of("a"), node.marks.key("b-c"), node.marks.of("b_c", 1), node["b-c"].place(0)]
    places += [node["b-c"][1].marks.of("yy", 1), node.marks.of("none"), node.marks.of("a", 3), node.marks.of("d")]
    assert [(place.line, place.column) for place in places] == [
        (1, 4),
        (2, 1),
        (4, 5),
        (3, 5),
        (4, 13),
        (1, 1),
        (1, 4),
        (5, 3),
    ]


def test_places_in_a_very_long_line() -> None:
    node = clean("{" + ", ".join(f"k{n}: {n}" for n in range(20_000)) + "}")
    line = "{" + ", ".join(f"k{n}: {n}" for n in range(20_000))
    assert node.marks.key("k19999") == Place(FILE, 1, line.index("k19999") + 1)


def test_places_in_a_table() -> None:
    columns = Columns("cards.xlsx", {"id": 1, "prompts": (3, 28)}, sheet="Cards", heading_row=2)
    marks = Marks.cells(columns, 7)
    assert [
        str(place) for place in (marks.here, marks.of("prompts", 1), marks.of("prompts"), marks.key("prompts"))
    ] == [
        "cards.xlsx:Cards!A7",
        "cards.xlsx:Cards!AB7",
        "cards.xlsx:Cards!C7",
        "cards.xlsx:Cards!C2",
    ]
    assert Marks.cells(Columns("c.csv", {"id": 2}), 7, line=9).of("id") == Place("c.csv", 9, 0, "B7")


def test_marks_never_make_a_difference() -> None:
    one, other = clean("a: 1").marks, clean("\n\n  a: 1").marks
    assert one.here != other.here
    assert one == other == NO_MARKS
    assert hash(one) == hash(other)
    assert repr(one) == repr(other)
    assert one != "marks"


# ---- models ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Ink:
    name: str
    share: float = 1.0
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "name"


@dataclass(frozen=True, kw_only=True)
class Round:
    kind: Literal["round"]
    radius: Mm


@dataclass(frozen=True, kw_only=True)
class Square:
    kind: Literal["square"]
    side: Mm
    marks: Marks = NO_MARKS

    def faults(self) -> list[str]:
        return ["a side is longer than nought"] if self.side <= 0 else []


@dataclass(frozen=True, kw_only=True)
class Plan:
    title: str
    count: int = 1
    ratio: float = 1.0
    bold: bool = False
    align: Literal["left", "right"] = "left"
    wide_gap: Mm | Literal["auto", "butt"] = "auto"
    limit: Mm | None = None
    inks: dict[Id, Ink] = field(default_factory=dict)
    shapes: tuple[Round | Square, ...] = ()
    words: str | tuple[str, ...] = ""
    secret: str = field(default="", metadata={"key": False})
    marks: Marks = NO_MARKS

    mergeable: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.count > 100:
            raise ValueError("more than 100 are too many")


def bound(text: str) -> tuple[Plan | None, list[Problem]]:
    problems = Problems()
    return bind(parse(text, FILE, problems), Plan, problems, Place(FILE, 1, 1)), problems.found


def test_every_kind_of_value_is_read() -> None:
    plan, found = bound(
        "title: 1.10\ncount: 12\nratio: .5\nbold: true\nalign: right\nwide-gap: 1/8in\nlimit: ~\nwords: [a, b]\n"
        "inks: {red: Crimson, blue: {name: Navy, share: 0.25}}\n"
        "shapes:\n  - {kind: round, radius: 1cm}\n  - {kind: square, side: 72pt}\n"
    )
    assert found == []
    assert plan == Plan(
        title="1.10",
        count=12,
        ratio=0.5,
        bold=True,
        align="right",
        wide_gap=3.175,
        limit=None,
        words=("a", "b"),
        inks={"red": Ink(name="Crimson"), "blue": Ink(name="Navy", share=0.25)},
        shapes=(Round(kind="round", radius=10.0), Square(kind="square", side=25.4)),
    )
    assert str(plan.marks.of("wide_gap")) == "f.yaml:6:11"
    assert str(plan.inks["red"].marks.of("name")) == "f.yaml:9:13"


def test_defaults_stand_where_nothing_is_said() -> None:
    assert bound("title: x\nwide_gap: auto\ncount:\ninks:\nalign: ~\n") == (Plan(title="x"), [])


@pytest.mark.parametrize(
    ("line", "code", "column", "words"),
    [
        ("count: 2.5", "wrong-type", 8, "whole number"),
        ("count: two", "wrong-type", 8, "whole number"),
        ("count: 1_000", "wrong-type", 8, "whole number"),
        ("count: 101", "bad-value", None, "too many"),
        ("count: " + "9" * 5000, "wrong-type", 8, "whole number"),
        ("count: [1]", "wrong-type", 8, "is a list"),
        ("ratio: 1,25", "wrong-type", 8, "write 1.25"),
        ("ratio: nan", "wrong-type", 8, "number"),
        ("bold: yes", "wrong-type", 7, "write true"),
        ("bold: Off", "wrong-type", 7, "write false"),
        ("align: rihgt", "bad-value", 8, "did you mean 'right'?"),
        ("wide_gap: 6", "bare-number", 11, "or one of: auto, butt"),
        ("wide_gap: buttt", "bad-value", 11, "or one of: auto, butt"),
        ("limit: 3", "bare-number", 8, "3mm"),
        ("limit: {a: 1}", "wrong-type", 8, "mapping"),
        ("cuont: 1", "unknown-key", 1, "did you mean 'count'?"),
        ("secret: x", "unknown-key", 1, "not a key"),
        ("marks: x", "unknown-key", 1, "not a key"),
        ("words: {a: b}", "wrong-type", 8, "a text or a list"),
        ("words: [a, ~]", "empty", 12, "item 2 of 'words' is empty"),
        ("inks: [a]", "wrong-type", 7, "is a list"),
        ("inks: {Red: a}", "bad-value", 8, "such as red"),
        ("inks: {red: }", "missing-key", 8, "'name' is missing"),
        ("inks: {red: {share: 1}}", "missing-key", 13, "'name' is missing"),
        ("inks: {red: {name: }}", "empty", 20, "'name' is empty"),
        ("inks: {red: #d00\n  }", "hash", 13, "#d00"),
        ("shapes: {kind: round}", "wrong-type", 9, "begin each item with '- '"),
        ("shapes: [{kind: oval}]", "bad-value", 17, "round, square"),
        ("shapes: [{radius: 1mm}]", "missing-key", 10, "'kind' is missing"),
        ("shapes: [{kind: round}]", "missing-key", 10, "'radius' is missing"),
        ("shapes: [{kind: square, side: 0mm}]", "bad-value", 10, "nought"),
        ("shapes: [round]", "wrong-type", 10, "mapping"),
    ],
)
def test_what_a_model_does_not_take(line: str, code: str, column: int | None, words: str) -> None:
    plan, found = bound(f"title: x\n{line}\n")
    assert plan is None
    assert [problem.code for problem in found] == [code]
    assert (found[0].where.line, found[0].where.column) == ((2, column) if column else (1, 1))
    assert words in f"{found[0].message} {found[0].hint}"


def test_an_empty_file_lacks_its_keys() -> None:
    plan, found = bound("# nothing\n")
    assert plan is None
    assert [str(problem) for problem in found] == ["f.yaml:1:1: 'title' is missing"]


def test_a_refused_value_is_said_once() -> None:
    assert said(bound("title: *x\ncount: #1\n")[1]) == [("hash", "2:8"), ("alias", "1:8")]


def test_one_key_in_two_spellings_is_one_key() -> None:
    assert said(bound("title: x\nwide_gap: auto\nwide-gap: butt\n")[1]) == [("duplicate-key", "3:1")]


def test_every_problem_of_a_file_in_one_go() -> None:
    text = "tilte: x\ncount: many\nlimit: 3\nbold: on\n"
    text += "shapes:\n  - {kind: round, radius: wide}\n  - {kind: square, sied: 3}\n"
    plan, found = bound(text)
    assert plan is None
    assert sorted(said(found)) == [
        ("bad-value", "6:27"),
        ("bare-number", "3:8"),
        ("missing-key", "1:1"),
        ("missing-key", "7:5"),
        ("unknown-key", "1:1"),
        ("unknown-key", "7:20"),
        ("wrong-type", "2:8"),
        ("wrong-type", "4:7"),
    ]


def test_a_model_that_yaml_cannot_say_is_a_mistake_of_ours() -> None:
    @dataclass(frozen=True)
    class Odd:
        parts: set[str]

    with pytest.raises(TypeError, match="set"):
        bind(Map({"parts": Items(["a"])}), Odd, Problems(), Place())


def test_a_reader_says_why() -> None:
    class Even:
        def read(self, text: str) -> int:
            raise ValueError(f"{text} is odd")

        def schema(self) -> dict[str, Any]:
            return {}

    reader = Even()

    @dataclass(frozen=True)
    class Pair:
        n: Annotated[int, reader]

    problems = Problems()
    assert bind(parse("n: 3", FILE, problems), Pair, problems, Place(FILE)) is None
    assert [problem.message for problem in problems] == ["'n': 3 is odd"]


@pytest.mark.parametrize("good", ["a", "raw-data", "10-raw-data", "x2"])
def test_ids(good: str) -> None:
    assert check_id(good) == good


@pytest.mark.parametrize("bad", ["", "A", "a b", "-a", "a-", "a--b", "a_b", "é", "a\n"])
def test_what_is_no_id(bad: str) -> None:
    with pytest.raises(ValueError, match="is not an id"):
        check_id(bad)


# ---- files ----------------------------------------------------------------------------------------------------------


def test_a_file_is_read_under_the_name_that_messages_use(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("title: Ärger\ncount: x\n", encoding="utf-8")
    problems = Problems()
    assert read(path, Plan, problems, name="kit/plan.yaml") is None
    assert [str(problem.where) for problem in problems] == ["kit/plan.yaml:2:8"]
    path.write_text("title: Ärger\n", encoding="utf-8")
    assert read(path, Plan, Problems()) == Plan(title="Ärger")


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    problems = Problems()
    assert read(tmp_path / "none.yaml", Plan, problems, name="none.yaml") is None
    assert [(problem.code, problem.where.file) for problem in problems] == [("unreadable", "none.yaml")]


def test_a_file_with_a_duplicate_key_is_still_checked_but_gives_no_model(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: x\ntitle: y\ncount: z\n")
    problems = Problems()
    assert read(tmp_path / "a.yaml", Plan, problems, name="a.yaml") is None
    assert said(problems.found) == [("duplicate-key", "2:1"), ("wrong-type", "3:8")]


def test_a_damaged_file_of_prepdecks_own_is_said(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("title: A\ntitel: B\n", encoding="utf-8")
    with pytest.raises(SourceError) as fault:
        read_shipped(tmp_path / "plan.yaml", Plan)
    assert [str(problem.where) for problem in fault.value.problems] == ["plan.yaml:2:1"]
    (tmp_path / "plan.yaml").write_text("title: A\n", encoding="utf-8")
    assert read_shipped(tmp_path / "plan.yaml", Plan) == Plan(title="A")


def merged_from(folder: Path, **files: str) -> tuple[Plan | None, list[Problem]]:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)

    def find(name: str) -> Path | None:
        path = folder / f"{name}.yaml"
        return path if path.exists() else None

    problems = Problems()
    plan = read_merged("child", find, Plan, problems, asked=Place("kit.yaml", 3, 9), called=lambda path: path.name)
    return plan, problems.found


PARENT = "title: p\ncount: 3\nwide_gap: 1mm\nlimit: 2mm\nwords: [a, b]\n"
PARENT += "inks:\n  red: {name: Crimson, share: 0.5}\n  blue: Navy\n"


def test_a_child_overrides_key_by_key(tmp_path: Path) -> None:
    child = "extends: parent\nwide-gap: butt\nlimit:\nwords: [c]\ninks:\n  red: {share: 0.25}\n  blue:\n  green: Moss\n"
    plan, found = merged_from(tmp_path, parent=PARENT, child=child)
    assert found == []
    assert plan == Plan(
        title="p",
        count=3,
        wide_gap="butt",
        words=("c",),
        inks={"red": Ink(name="Crimson", share=0.25), "green": Ink(name="Moss")},
    )
    places = [plan.marks.of("count"), plan.marks.of("words", 0), plan.marks.of("wide_gap")]
    places += [plan.inks["red"].marks.of(key) for key in ("name", "share")]
    assert [str(place) for place in places] == [
        "parent.yaml:2:8",
        "child.yaml:4:9",
        "child.yaml:2:11",
        "parent.yaml:7:15",
        "child.yaml:6:16",
    ]


def test_a_problem_in_a_merged_file_stands_in_the_file_it_came_from(tmp_path: Path) -> None:
    plan, found = merged_from(tmp_path, parent=PARENT + "bold: yes\n", child="extends: parent\ncount: x\nratoi: 1\n")
    assert plan is None
    assert sorted(str(problem.where) for problem in found) == ["child.yaml:2:8", "child.yaml:3:1", "parent.yaml:9:7"]


@pytest.mark.parametrize(
    ("child", "parent", "place", "words"),
    [
        ("extends: nobody\n", PARENT, "child.yaml:1:10", "no 'nobody'"),
        ("count: 1\nextends: child\n", PARENT, "child.yaml:2:10", "itself"),
        ("extends: parent\n", "extends: child\n", "parent.yaml:1:10", "by way of parent"),
        ("extends: parent\n", "extends: third\n", "parent.yaml:1:10", "no 'third'"),
        ("extends: [parent]\n", PARENT, "child.yaml:1:10", "one file"),
        ("extends: parent\n", "- a\n", "child.yaml:1:10", "no keys"),
        ("extends: parent\n", "a: b: c\n", "parent.yaml:1:5", "quotes"),
        ("a: [\n", PARENT, "child.yaml:1:4", "not closed"),
        ("- a\n", PARENT, "child.yaml:1:1", "mapping"),
    ],
)
def test_what_cannot_be_extended(tmp_path: Path, child: str, parent: str, place: str, words: str) -> None:
    plan, found = merged_from(tmp_path, child=child, parent=parent)
    assert plan is None
    assert [str(problem.where) for problem in found] == [place]
    assert words in f"{found[0].message} {found[0].hint}"


def test_a_file_extends_one_that_extends_another(tmp_path: Path) -> None:
    plan, found = merged_from(tmp_path, child="extends: parent\ncount: 7\n", parent="extends: first\n", first=PARENT)
    straight, _ = merged_from(tmp_path, child="extends: first\ncount: 7\n", first=PARENT)
    assert plan is not None
    assert (plan, list(found)) == (straight, [])


def test_a_length_goes_before_the_far_edge_of_what_is_extended() -> None:
    def map_of(**keys: str) -> Map:
        return Map(keys, NO_MARKS)

    three = (("left", "width", "right"),)
    parent = map_of(left="1", right="2")
    assert merged(parent, map_of(width="9"), three) == {"left": "1", "width": "9"}
    assert merged(parent, map_of(right="9"), three) == {"left": "1", "right": "9"}
    assert merged(parent, map_of(right="9", width="3"), three) == {"right": "9", "width": "3"}
    assert merged(map_of(width="1", right="2"), map_of(width="9"), three) == {"width": "9", "right": "2"}


def test_a_name_without_file_is_a_problem_where_it_is_said(tmp_path: Path) -> None:
    assert [str(problem.where) for problem in merged_from(tmp_path)[1]] == ["kit.yaml:3:9"]


# ---- memory ---------------------------------------------------------------------------------------------------------


def test_places_cost_little() -> None:
    import tracemalloc

    text = "".join(f"- id: c{n}\n  a: x{n}\n  b: y{n}\n  list:\n    - p{n}\n    - q{n}\n" for n in range(2000))
    parse("a: 1", FILE, Problems())
    tracemalloc.start()
    node = clean(text)
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    strings = sum(sys.getsizeof(text) for card in node for text in (card["id"], card["a"], card["b"], *card["list"]))
    assert (taken - strings) / 2000 < 1500


@source_model
class Pair(SourceModel):
    kind: ClassVar[str] = "pair"
    left: int
    right: str = ""
    marks: Marks = NO_MARKS


@source_model
class Twin(Pair):
    pass


def test_models_are_equal_hashed_and_shown_as_dataclasses_are() -> None:
    one, same = Pair(left=1, right="a"), Pair(left=1, right="a", marks=Marks.at(Place("deck.yaml", 3)))
    assert one == same
    assert {one: 1}[same] == 1
    for other in (Pair(left=1, right="b"), Twin(left=1, right="a"), (1, "a", NO_MARKS)):
        assert one != other
    assert repr(one).endswith("Pair(left=1, right='a', marks=Marks())")
    with pytest.raises(FrozenInstanceError):
        one.left = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del one.left


@source_model
class Shelf(SourceModel):
    name: str
    things: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("a shelf has a name")


def test_models_are_made_as_dataclasses_are() -> None:
    one, other = Shelf(name="a"), Shelf(name="b")
    assert one.things == {}
    assert one.things is not other.things
    assert list(vars(Shelf(things={"x": 1}, name="a"))) == ["name", "things"]
    assert replace(one, name="c") == Shelf(name="c")
    with pytest.raises(TypeError, match="Shelf needs name"):
        Shelf(things={})  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Shelf has no colour"):
        Shelf(name="a", colour="red")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="has a name"):
        Shelf(name="")
