"""Where lines may end: by Unicode's own test of its standard, and what the press does besides."""

from pathlib import Path

import pytest
from fake_fonts import FakeBook
from hypothesis import given
from hypothesis import strategies as st

from generator.compose.inline import paragraphs, plain
from generator.compose.line_break import classes, is_held, pieces, rules, stays_whole
from generator.compose.lines import Line
from generator.compose.setting import Setting, Typesetter
from generator.face import Joint
from generator.sources import shown, tidy

HERE = Path(__file__).parent
TEST = HERE / "vendored" / "LineBreakTest.txt"
PLAIN = Setting("text", bold=False, italic=False, kerning=False, tracking=0.0, upper=False)


def read(line: str) -> tuple[str, list[int]]:
    """A line of the test: × 0023 ÷ 2014 ÷"""
    signs = line.split()
    text = "".join(chr(int(code, 16)) for code in signs[1::2])
    return text, [at for at, sign in enumerate(signs[::2]) if sign == "÷" and 0 < at < len(text)]


CASES = [read(line) for line in TEST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def wrong() -> list[str]:
    return [text for text, places in CASES if rules.opportunities(text) != places]


def test_the_rules_are_those_of_the_standard() -> None:
    assert len(CASES) == 7654
    assert wrong() == []


def test_a_rule_that_is_missing_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_HELD_PAIRS", rules._HELD_PAIRS - {("PR", "AL")})
    assert wrong()


def test_the_table_is_small_and_as_its_script_makes_it() -> None:
    assert classes._FILE.stat().st_size <= 40_000
    names = {line.split()[1] for line in classes._FILE.read_text(encoding="ascii").splitlines()[1:]}
    assert {"OPW", "QUI", "QUF", "IDX"} < names
    assert [classes.class_of(sign) for sign in "a1 -/字ー»„"] == ["AL", "NU", "SP", "HY", "SY", "ID", "NS", "QUF", "OP"]


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("plain", "plain"),
        ("and/or", "and/ or"),
        ("A/B w/o 24/7", "A/B w/o 24/7"),
        ("front-stage", "front- stage"),
        ("10-20 10–20 -5 --flag", "10-20 10–20 -5 --flag"),
        ("word—word", "word— word"),
        ("C++ v.2 1,000.50 $(x)", "C++ v.2 1,000.50 $(x)"),
        ("https://example.org/a/2024?x=1&y=2", "https:// example.org/ a/ 2024 ?x=1 &y=2"),
        ("example.org/path?q", "example.org/ path ?q"),
        ("R&D what?now", "R&D what? now"),
        ("他说：「好。」", "他 说： 「好。」"),
        ("カーテンが（開く）", "カー テ ン が （開 く）"),
        ("안녕", "안 녕"),
        ("a\u200bb\u2060-\u2060c", "a b-c"),
    ],
)
def test_words_are_parted_as_readers_expect(word: str, parted: str) -> None:
    assert " ".join(part for each in word.split(" ") for part in pieces(each)) == parted


def test_korean_words_stay_whole_where_there_is_room() -> None:
    assert pieces("분(짧고", "ko-KR") == ["분(짧고"]
    assert pieces("조용한分3분", "ko") == ["조용한", "分", "3분"]
    typesetter = Typesetter(FakeBook(), language="ko")
    atoms = typesetter.atoms(paragraphs("두 가지 워크숍")[0], PLAIN)
    assert [words(line) for line in typesetter.lines(atoms, 2.0, PLAIN)] == ["두 가지", "워크숍"]
    assert [words(line) for line in typesetter.lines(atoms, 1.0, PLAIN)] == ["두", "가지", "워크", "숍"]


@pytest.mark.parametrize(
    ("before", "after", "held"),
    [
        ("«", "ceci", True),
        ("ceci", "»", True),
        ("ceci", "!", True),
        ("a", ": b", True),
        ("(", "x", True),
        ("„so“", "(und", False),
        ("said", "“yes”", False),
        ("»so«", "und", False),
        ("about", ".5", False),
        ("x", "—", False),
    ],
)
def test_some_blanks_hold_words_together(before: str, after: str, held: bool) -> None:
    assert is_held(before, after) is held


@given(st.text(alphabet="abÀя19.,;:'’“”\"()!?", min_size=1, max_size=9))
def test_a_word_that_is_passed_quickly_has_no_place_to_part_it(word: str) -> None:
    if stays_whole(word):
        assert pieces(word) == [word]


def set_lines(text: str, limit: float, **options: object) -> list[Line]:
    typesetter = Typesetter(FakeBook(), options.pop("hyphens", None))
    return typesetter.lines(typesetter.atoms(paragraphs(text)[0], PLAIN), limit, PLAIN, **options)


def words(line: Line) -> str:
    return "".join((" " if atom.space and index else "") + atom.text for index, atom in enumerate(line.atoms))


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("un\u00adbe\u00adliev\u00adable", 50, ["unbelievable"]),
        ("un\u00adbe\u00adliev\u00adable", 3.0, ["unbe-", "liev-", "able"]),
        ("so un\u00adbe\u00adliev\u00adable", 4.0, ["so unbe-", "lievable"]),
        ("so\u200bfar", 1.5, ["so", "far"]),
        ("ceci « est » bien !", 4.5, ["ceci", "« est »", "bien !"]),
        ("*又*字（字）。", 0.5, ["又", "字", "（字）。"]),
        ("(*so*) far", 2.0, ["(so)", "far"]),
        ("*front*-*stage*", 3.0, ["front-", "stage"]),
        ("a \u00ad\u2060 b", 50, ["a b"]),
    ],
)
def test_lines_end_where_they_may(text: str, limit: float, lines: list[str]) -> None:
    assert [words(line) for line in set_lines(text, limit)] == lines


def test_a_word_is_parted_by_a_dictionary_where_it_would_not_fit_at_all() -> None:
    def hyphens(word: str) -> range:
        return range(2, len(word) - 2)

    assert [words(line) for line in set_lines("so unbelievable", 5.0, hyphens=hyphens)] == ["so", "unbelievable"]
    parted = set_lines("so unbelievable", 5.0, hyphens=hyphens, need=True)
    assert [words(line) for line in parted] == ["so", "unbelieva-", "ble"]
    assert [words(line) for line in set_lines("so far away", 3.0, hyphens=hyphens, need=True)] == ["so far", "away"]


letters = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\\*")


@given(
    st.text(st.one_of(letters, st.sampled_from("ab-/—“»（。字\u00ad\u200b\u2060 ")), max_size=40), st.integers(1, 12)
)
def test_the_lines_of_any_text_say_that_text(text: str, limit: int) -> None:
    text = tidy(text)
    for line in paragraphs(text):
        said = ""
        typesetter = Typesetter(FakeBook())
        for each in typesetter.lines(typesetter.atoms(line, PLAIN), limit, PLAIN):
            said += words(each)
            said = said.removesuffix("-") if each.joint is Joint.HYPHEN else said
            said += " " if each.joint is Joint.SPACE else ""
        assert " ".join(said.split(" ")).strip(" ") == " ".join(filter(None, shown(plain(line[0].text)).split(" ")))
