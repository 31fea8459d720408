"""Chinese, Japanese and Korean with a font of one's own: collections, outlines one by one, words read back."""

import io
import re
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner
from east_asian import FONT, WORDS, Words, workshop
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation
from test_fonts import made_font

from generator.bundled import folder as bundled
from generator.cli import main
from generator.errors import FileError, Problems
from generator.fonts import FontBook, large
from generator.fonts.collection import alone, chosen, faces
from generator.fonts.convert import Unusable, large_font, one_font, usable
from generator.fonts.large import LargeFont
from generator.fonts.outlines import letter_paths

NEVER_FIRST = "、。，．：；！？」』）》”’ーゃゅょっァィゥェォャュョッ%"


def by_poppler(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True).stdout.decode()


def by_pdfium(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)


def counted(words: Words) -> dict[str, int]:
    """Each text of the forty cards, and how often a title, a line, a text and a prompt are printed."""
    titles = dict.fromkeys(words.titles, 2 * 5)  # on the front and on the back
    abouts = {text: len(range(number, 40, 3)) for number, text in enumerate(words.abouts)}
    return titles | abouts | {words.line: 40} | dict.fromkeys(words.prompts, 40)


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("language", WORDS)
def test_forty_cards_are_printed_and_read_back(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 100)  # glyphs: as the font would be whole
    words = WORDS[language]
    folder = workshop(tmp_path / "deck", words)
    done = CliRunner().invoke(main, ["build", str(folder), "--only", "deck"])
    assert done.exit_code == 0, done.output
    pdf = folder / "output" / "deck.pdf"
    for extracted in (by_poppler(pdf), by_pdfium(pdf)):
        said = unspaced(extracted)
        assert {text: said.count(unspaced(text)) for text in counted(words)} == counted(words)
    assert [line for line in by_poppler(pdf).splitlines() if line.startswith(tuple(NEVER_FIRST))] == []


LAYOUTS = sorted(path.stem for path in (bundled("layouts") / "cards").glob("*.yaml"))
DECK_LAYOUTS = [name for name in LAYOUTS if not name.startswith("blank")]


def test_every_layout_has_room_for_a_font_with_tall_lines(tmp_path: Path) -> None:
    folder = workshop(tmp_path / "deck", WORDS["ja"])
    words = ["build", str(folder), "--only", "deck", "--layout"]
    built = {name: CliRunner().invoke(main, [*words, name]) for name in DECK_LAYOUTS}
    assert {name: done.output for name, done in built.items() if done.exit_code} == {}


def test_a_font_of_a_collection_is_taken_by_its_name(tmp_path: Path) -> None:
    data = FONT.read_bytes()
    found = faces(data)
    assert len(found) == 6
    assert found[0].names[0] == "Noto Sans CJK SC"
    bold = chosen(found, "noto sans cjk kr", bold=True, italic=False)
    assert bold is not None
    assert bold.weight == 700
    font = TTFont(io.BytesIO(alone(data, bold)))
    assert font["name"].getDebugName(4) == "Noto Sans CJK KR Bold"
    assert chosen(found, "Noto Sans CJK KR Bold", bold=False, italic=False) == bold
    assert one_font(made_font(), "", bold=False, italic=False) == made_font()
    with pytest.raises(Unusable, match="a collection of 6 fonts") as refused:
        one_font(data, "", bold=False, italic=False)
    assert "face: Noto Sans CJK SC" in refused.value.remedy
    with pytest.raises(Unusable, match="no font 'Noto Sans CJK TC' in it") as refused:
        one_font(data, "Noto Sans CJK TC", bold=False, italic=False)
    assert "Noto Sans CJK JP" in refused.value.remedy
    with pytest.raises(Unusable, match="damaged"):
        one_font(data[:60], "x", bold=False, italic=False)


def test_the_bold_of_a_collection_is_its_own(tmp_path: Path) -> None:
    (tmp_path / FONT.name).write_bytes(FONT.read_bytes())
    problems = Problems()
    choice = {"regular": FONT.name, "face": "Noto Sans CJK JP"}
    book = FontBook.load({"text": choice}, {"text": tmp_path}, problems)
    assert book.font("text").key != book.font("text", bold=True).key
    assert list(problems) == []
    assert book.font("text", italic=True).key == book.font("text").key
    book.report()
    assert [problem.code for problem in problems] == ["font-face"]


def outlines(data: bytes, letters: str) -> list[object]:
    """What is drawn of each letter, and how wide it is."""
    font = TTFont(io.BytesIO(data))
    names, glyphs = font.getBestCmap(), font.getGlyphSet()
    drawn = []
    for letter in letters:
        pen = RecordingPen()
        glyphs[names[ord(letter)]].draw(pen)
        drawn.append((pen.value, glyphs[names[ord(letter)]].width))
    return drawn


def test_outlines_one_by_one_are_those_of_the_whole_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 100)
    data = one_font(FONT.read_bytes(), "Noto Sans CJK JP", bold=False, italic=False)
    font = large_font("x", data, bold=False)
    assert isinstance(font, LargeFont)
    letters = "だれが最初Ag、"
    cut = font.with_outlines(map(ord, letters))
    assert outlines(cut, letters) == outlines(usable(data), letters)
    assert len(TTFont(io.BytesIO(cut)).getGlyphOrder()) == len(letters) + 1
    assert cut == font.with_outlines(map(ord, reversed(letters)))
    (_, wide), (_, narrow) = outlines(usable(data), "だA")
    assert font.width("だA") == pytest.approx((wide + narrow) / 1000)
    assert not font.has("\u0e01")
    assert font.kerns("ーだ") == ()


def bolder() -> bytes:
    """A variable font whose letter is wider and whose right side moves where it is bold."""
    font = TTFont(io.BytesIO(made_font(variable=True)), recalcTimestamp=False)
    font["hmtx"]["A"] = (600, 50)
    moved = [(0, 0), (0, 0), (80, 0), (80, 0)]
    phantom = [(0, 0), (100, 0), (0, 0), (0, 0)]
    font["gvar"].variations["A"] = [TupleVariation({"wght": (0.0, 1.0, 1.0)}, moved + phantom)]
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def test_a_large_variable_font_stands_still_at_its_weight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 2)
    data = bolder()
    regular, bold = large_font("x", data, bold=False), large_font("x-bold", data, bold=True)
    assert regular is not None
    assert bold is not None
    for font, whole in ((regular, usable(data)), (bold, usable(data, bold=True))):
        assert outlines(font.with_outlines([65]), "A") == outlines(whole, "A")
        assert font.width("A") == pytest.approx(TTFont(io.BytesIO(whole))["hmtx"]["A"][0] / 1000)
    assert regular.width("A") == pytest.approx(0.6)
    assert bold.width("A") == pytest.approx(0.66)  # three fifths of the way to the heaviest


def test_a_large_font_that_is_damaged_or_forbidden_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 2)
    assert large_font("x", made_font(), bold=False) is None  # TrueType as it is: nothing to convert
    with pytest.raises(Unusable, match="does not permit embedding"):
        large_font("x", made_font(cff=True, permission=0x0002), bold=False)
    good = made_font(cff=True)
    for end in range(200, len(good), 97):
        with pytest.raises(Unusable):
            large_font("x", good[:end], bold=False)


def test_an_outline_that_is_damaged_is_said_when_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 100)
    data = one_font(FONT.read_bytes(), "Noto Sans CJK JP", bold=False, italic=False)
    font = large_font("own-1", data, bold=False)
    assert font is not None

    def fail(self: T2CharString, *_: object) -> None:
        raise IndexError("pop from empty list")

    monkeypatch.setattr(T2CharString, "draw", fail)
    said = r"the font 'own-1' is damaged: an outline of it cannot be read \(pop from empty list\)"
    with pytest.raises(FileError, match=f"^{said}$"):
        font.with_outlines(map(ord, "初"))
    with pytest.raises(FileError, match=f"^{said}$"):  # once, though its outlines are drawn on the way
        letter_paths(font, "初")
