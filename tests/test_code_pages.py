"""Tables that are not UTF-8: the code page is found by its words and the deck's language, or asked for."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import Problem, Problems
from generator.sources import Map
from generator.tables import WantedColumns, read_table

WANTED = WantedColumns(names=("id", "category", "title"), required=("id", "category"))
TEXTS = {
    "de": "Größe – 5 €, „heiß“, Umlaute: äöüß",
    "fr": "École d’été : « déjà », cœur naïf",
    "es": "¿Qué señal? Mañana",
    "sv": "Åäö på ön i år",
    "en": "It’s a “café” – naïve…",
    "ru": "Привет, мир! Что мы знаем о «РИТМЕ»?",
    "uk": "Привіт, світе! Їжак і ґанок",
    "el": "Καλημέρα κόσμε, ποιος είναι ο πελάτης;",
    "pl": "Zażółć gęślą jaźń",
    "cs": "Příliš žluťoučký kůň",
    "tr": "Müşteri değeri, ışık",
    "ja": "こんにちは世界",
    "zh": "你好，世界",
    "ko": "안녕하세요 세계",
}
OWN = {
    "ru": ("cp1251", "koi8_r", "mac_cyrillic"), "uk": ("cp1251",), "el": ("cp1253",), "pl": ("cp1250",),
    "cs": ("cp1250",), "tr": ("cp1254",), "ja": ("cp932",), "zh": ("gb18030", "big5"), "ko": ("cp949",),
}  # fmt: skip
PAGES = [(language, page) for language in TEXTS for page in OWN.get(language, ("cp1252", "mac_roman"))]


def read(folder: Path, text: str, encoding: str, language: str) -> tuple[list[Map], list[Problem]]:
    path = folder / "cards.csv"
    quoted = text.replace('"', '""')
    path.write_bytes(f'id,category,title\na,goals,"{quoted}"\n'.encode(encoding, "ignore"))
    problems = Problems()
    return read_table(path, "cards.csv", problems, replace(WANTED, language=language)), problems.found


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_a_code_page_of_the_decks_language_is_found_and_named(tmp_path: Path, language: str, page: str) -> None:
    text = TEXTS[language].encode(page, "ignore").decode(page)
    rows, (problem,) = read(tmp_path, text, page, language)
    assert rows[0]["title"] == text
    assert (problem.code, problem.is_error) == ("encoding", False)
    assert str(problem.where) == "cards.csv:C2"


@pytest.mark.parametrize("language", ["ru", "uk", "el", "pl", "tr", "ja", "zh"])
def test_a_code_page_of_another_language_is_an_error_with_candidates(tmp_path: Path, language: str) -> None:
    page = OWN[language][0]
    rows, (problem,) = read(tmp_path, TEXTS[language], page, "en")
    assert rows == []
    assert (problem.code, problem.is_error, problem.where.line) == ("encoding", True, 2)
    words = TEXTS[language].encode(page, "ignore").decode(page)
    assert words[:6] in problem.message, "what it would say is shown"
    assert "language" in problem.hint


def test_a_word_alone_names_its_candidates(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, "Привет мир", "cp1251", "en")
    assert "Windows-1251 (“Привет мир”)" in problem.message
    assert problem.message.count("(“") <= 3


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_utf16_without_its_mark_is_read(tmp_path: Path, encoding: str, language: str) -> None:
    rows, problems = read(tmp_path, TEXTS[language], encoding, "en")
    assert (rows[0]["title"], problems) == (TEXTS[language], [])


@pytest.mark.parametrize("text", ["10 µm × 5° ± 2 §3 ½ cup ®", "naïve • déjà • Ångström", "£££ and €€€"])
def test_symbols_leave_the_western_code_page(tmp_path: Path, text: str) -> None:
    rows, (problem,) = read(tmp_path, text, "cp1252", "en")
    assert rows[0]["title"] == text
    assert "Windows-1252" in problem.message


def test_what_a_spreadsheet_keeps_as_text_is_that_text(tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    path.write_text(
        'id,category,title\n="007",raw,"=""0 1"""\nb,raw,"=""say """"so"""""""\nc,raw,=1\n', encoding="utf-8"
    )
    rows = read_table(path, "cards.csv", Problems(), WANTED)
    assert [row["title"] for row in rows] == ["0 1", 'say "so"', "=1"]
    assert rows[0]["id"] == "007"
