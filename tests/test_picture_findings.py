"""What is wrong with a picture that stands in many places is said once, where it is worst, with its pages and files."""

from pathlib import Path

from plain_pdf import CARD, card
from test_preflight import asked, picture

from generator.kit.delivery.gate import Passed
from generator.preflight.files import Checked, words
from generator.preflight.inspecting import Report, inspect


def looked_at(sizes: str, pages: int, side: int = 400, shade: int = 200) -> Report:
    placed = " ".join(f"q {size} 0 0 {size} 75 75 cm /Im Do Q" for size in sizes.split())
    file = card(f"{CARD}\n{placed}", pages=pages, change=picture(side, side, data=bytes([shade]) * side * side))
    return inspect(file, asked("pdfx-1a"))


def test_a_picture_is_said_once_in_a_file_and_where_it_is_worst() -> None:
    report = looked_at("30 20", 3)
    (found,) = [each for each in report.findings if each.rule == "dense-picture"]
    assert "1440 ppi" in found.what
    assert (found.page, found.pages, found.times) == (1, [1, 2, 3], 6)
    assert found.as_dict()["pages"] == [1, 2, 3]
    (line,) = [line for line in words(Checked(Path("deck.pdf"), report)) if "dense-picture" in line]
    assert "pages 1–3" in line
    assert "(6 ×)" in line
    (coarse,) = [each for each in looked_at("60 80", 2, side=40).findings if each.rule == "coarse-picture"]
    assert "36 ppi" in coarse.what
    assert coarse.pages == [1, 2]


def test_two_pictures_are_two() -> None:
    one, other = (looked_at("20", 2, shade=shade).findings for shade in (100, 200))
    keys = {each.picture for each in (*one, *other) if each.rule == "dense-picture"}
    assert len(keys) == 2


def test_a_picture_of_several_files_is_said_once_for_all() -> None:
    files = [(name, looked_at("20", pages)) for name, pages in (("deck", 3), ("blanks", 2), ("box", 1))]
    alone = Checked(Path("other.pdf"), looked_at("20", 1, shade=9))
    passed = Passed("pdfx-1a", (*(Checked(Path(f"{name}.pdf"), report) for name, report in files), alone), 0.0)
    lines = [line for line in passed.lines() if "dense-picture" in line]
    assert len(lines) == 2
    assert "deck.pdf, 3 pages; blanks.pdf, 2 pages; box.pdf, 1 page" in lines[1]
    said = [each for checked in passed.files for each in checked.findings if each.rule != "dense-picture"]
    assert f"{len(said) + 2} warnings" in [*passed.lines()][-1]


def test_many_files_are_counted() -> None:
    report = looked_at("20", 2)
    passed = Passed("pdfx-1a", tuple(Checked(Path(f"{number}.pdf"), report) for number in range(9)), 0.0)
    (line,) = [line for line in passed.lines() if "dense-picture" in line]
    assert "5.pdf, 2 pages; 3 more files, 6 pages" in line


def test_an_error_of_several_files_is_one_error() -> None:
    report = looked_at("80", 2, side=40)
    passed = Passed("pdfx-1a", tuple(Checked(Path(f"{number}.pdf"), report) for number in range(2)), 0.0)
    assert passed.errors == 1
    assert "1 error" in [*passed.lines()][-1]
