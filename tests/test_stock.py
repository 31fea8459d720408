"""Orders on perforated and label stock: the bundled deck fits each sheet, and whatever does not fit is said."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from suite import in_part

from generator.cli import main
from generator.errors import ExitCode

BUNDLED = Path(__file__).parent.parent / "deck_sources/prepersonalization"
# Sheet, the bundled layout that fits it, cards on a sheet, points of its paper.
STOCK = [
    ("avery-5371", "business-us", 10, (612, 792)),
    ("avery-8373", "business-us", 8, (612, 792)),
    ("avery-5388", "index-5x3", 3, (612, 792)),
    ("avery-c32011-10", "business-85x54", 10, (595.28, 841.89)),
    ("avery-c32015", "business-85x54", 8, (595.28, 841.89)),
    ("avery-7414", "business-90x52", 10, (595.28, 841.89)),
    ("sigel-lp800", "business", 10, (595.28, 841.89)),
]


def asked(command: str, *args: str) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(main, [command, *args, "--json"])
    return result.exit_code, json.loads(result.stdout)


# Always: the fewest cards on a sheet of Letter, the most on one of A4.
@pytest.mark.parametrize(("sheet", "layout", "per_sheet", "paper"), in_part(STOCK, STOCK[2], STOCK[3]))
def test_the_bundled_deck_fits_its_stock_without_a_finding(
    sheet: str, layout: str, per_sheet: int, paper: tuple[float, float], tmp_path: Path
) -> None:
    said = ("--layout", layout, "--sheet", sheet, "--only", "deck", "-o", str(tmp_path))
    status, report = asked("build", *said)
    assert status == ExitCode.DONE
    findings = [finding["code"] for finding in report["findings"] if "'blank'" not in finding["message"]]
    assert findings == ([] if layout.startswith("poker") else ["left-out"])  # a small one has no example
    reader = PdfReader(tmp_path / "deck.pdf")
    assert len(reader.pages) == 2 * -(-54 // per_sheet)
    assert [float(reader.pages[0].mediabox.width), float(reader.pages[0].mediabox.height)] == pytest.approx(
        paper, abs=0.1
    )


def test_a_deck_of_another_trim_is_told_which_layout_fits() -> None:
    status, report = asked("check", "--sheet", "avery-5371")
    (said,) = (finding for finding in report["findings"] if finding["severity"] == "error")
    assert (status, said["code"], said["file"]) == (ExitCode.SOURCES, "stock-trim", "kit.yaml")
    assert said["hint"] == "this layout fits: business-us"


def test_stock_is_its_own_paper() -> None:
    status, report = asked("check", "--layout", "business", "--sheet", "sigel-lp800", "--paper", "letter")
    errors = [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert (status, {said["code"] for said in errors}) == (ExitCode.SOURCES, {"stock"})
    assert len({place["line"] for said in errors for place in said["places"]}) == 2  # the deck's, and the blank cards'
    for said in errors:
        assert "the paper 'letter' is not that of the sheet 'sigel-lp800'" in said["message"]
    assert asked("check", "--layout", "business", "--sheet", "sigel-lp800", "--paper", "a4")[0] == ExitCode.DONE


def test_blank_cards_of_another_trim_stay_on_their_own_sheet_and_that_is_said(tmp_path: Path) -> None:
    shutil.copytree(BUNDLED, tmp_path / "kit")
    source = tmp_path / "kit/kit.yaml"
    source.write_text(source.read_text().replace("blanks:\n", "blanks:\n  layout: blank\n"))
    status, report = asked("check", str(tmp_path / "kit"), "--layout", "business", "--sheet", "sigel-lp800")
    assert status == ExitCode.DONE
    (said,) = (finding for finding in report["findings"] if finding["code"] == "stock-trim")
    assert said["severity"] == "warning"
    assert "'blank' does not fit Sigel LP800" in said["message"]


def test_blank_cards_follow_the_deck_onto_its_stock(tmp_path: Path) -> None:
    said = ("--layout", "business", "--sheet", "sigel-lp800", "--only", "blanks", "-o", str(tmp_path))
    status, report = asked("build", *said)
    assert (status, [finding["code"] for finding in report["findings"]]) == (ExitCode.DONE, ["left-out"])
    assert len(PdfReader(tmp_path / "blanks.pdf").pages) == 2 * -(-32 // 10)


@pytest.mark.parametrize("sides", ["backs-only", "gutter-fold"])
def test_sides_that_need_a_back_are_refused_without_one(sides: str, tmp_path: Path) -> None:
    (tmp_path / "layouts/cards").mkdir(parents=True)
    (tmp_path / "layouts/cards/front.yaml").write_text("title: F\ntrim: {width: 60mm, height: 80mm}\nfront: {}\n")
    (tmp_path / "kit.yaml").write_text(f"id: kit\ntitle: K\ndeck: {{layout: front, sides: {sides}}}\n")
    (tmp_path / "deck.yaml").write_text(
        "id: deck\ntitle: D\ncategories: {a: {name: A, colour: '#123456'}}\ncards: [{id: one, category: a}]\n"
    )
    status, report = asked("check", str(tmp_path))
    (said,) = (finding for finding in report["findings"] if finding["code"] == "no-back")
    assert (status, said["line"]) == (ExitCode.SOURCES, 3)
    assert f"the layout 'front' has no back to print {sides}" in said["message"]
