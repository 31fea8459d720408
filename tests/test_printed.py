"""What is printed is what the cards say: codes and words read back from the PDF by tools that are not ours."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from printed import codes, pages, pdfium_text, photographed, poppler_text, words
from pypdf import PdfReader

from generator import bundled
from generator.cli import main
from generator.codes import Manifest, url
from generator.compose.inline import plain
from generator.deck import Card
from generator.errors import Problems
from generator.kit.production import Production
from generator.kit.workshop import load

SMALL = Path(__file__).parent / "small"
BUNDLED = bundled.folder("deck_sources") / "prepersonalization"
LAYOUTS = sorted(path.stem for path in (bundled.folder("layouts") / "cards").glob("*.yaml"))


@dataclass(frozen=True)
class Printed:
    workshop: Path
    folder: Path
    report: dict

    @property
    def pdf(self) -> Path:
        return self.folder / "deck.pdf"

    @property
    def manifest(self) -> Manifest:
        manifest = Manifest.read(self.folder / "manifest.json", Problems())
        assert manifest is not None
        return manifest


def build(workshop: Path, folder: Path, *options: str) -> Printed:
    result = CliRunner().invoke(main, ["build", str(workshop), "-o", str(folder), "--json", *options])
    assert result.exit_code == 0, result.output
    return Printed(workshop, folder, json.loads(result.stdout))


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return build(BUNDLED, tmp_path_factory.mktemp("sheets"))


@pytest.fixture(scope="module", params=[SMALL, BUNDLED], ids=["small", "bundled"])
def single(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return build(request.param, tmp_path_factory.mktemp("single"), "--sheet", "one-per-page")


def expected_codes(printed: Printed) -> dict[str, str]:
    manifest = printed.manifest
    return {thing.id: url(manifest.capture.url, thing.code) for thing in manifest.things if not thing.retired}


def test_every_code_on_every_sheet_is_read_and_is_the_manifests(sheets: Printed) -> None:
    found: set[str] = set()
    for picture in pages(sheets.pdf, 200):
        found |= codes(picture)
    assert found == set(expected_codes(sheets).values())
    assert len(found) >= 36


def test_every_code_is_read_after_blur_skew_noise_and_on_grey_paper(sheets: Printed) -> None:
    found: set[str] = set()
    for number, picture in enumerate(pages(sheets.pdf, 200)):
        found |= codes(photographed(picture, seed=number))
    assert found == set(expected_codes(sheets).values())


def test_a_code_that_is_not_there_is_not_read(sheets: Printed) -> None:
    """The two tests above would pass on nothing if the reader found codes where there are none."""
    back = next(iter(pages(sheets.pdf, 200)))
    back.paste(255, (0, 0, *back.size))
    assert codes(back) == set()


def composed(printed: Printed) -> list[tuple[Card, list[str]]]:
    """Each page's card, in the order of printing, with the fields its face shows."""
    shop = load(printed.workshop, {"sheet": "one-per-page"})
    production = Production(shop, None)
    assert shop.deck is not None
    found = []
    for card in shop.deck.cards:
        for side in ("front", "back"):
            face = production.face(card, side)
            if face is not None:
                fields = list(dict.fromkeys(line.field for line in face.lines()))
                found.extend([(card, fields)] * 1)
    return [entry for card in shop.deck.cards for _ in range(card.quantity) for entry in found if entry[0] is card]


def said(card: Card, field: str) -> str:
    value = card.values.get(field, "")
    return words(plain(value if isinstance(value, str) else "\n".join(value)))


def without_line_end_hyphens(text: str, hyphenated: set[str]) -> str:
    for half in hyphenated:
        text = text.replace(f"{half}- ", half).replace(f"{half}-\n", half)
    return text


@pytest.mark.parametrize("extract", [poppler_text, pdfium_text])
def test_the_words_of_each_card_are_extracted_whole(single: Printed, extract) -> None:
    texts = extract(single.pdf)
    expected = composed(single)
    assert len(texts) == len(expected)
    checked = 0
    for text, (card, fields) in zip(texts, expected, strict=True):
        read = squeezed(text, card, single)
        for field in fields:
            if field in card.values:
                assert said(card, field).replace(" ", "") in read, (card.id, field, text)
                checked += 1
    assert checked >= len(expected)


def squeezed(text: str, card: Card, printed: Printed) -> str:
    """The page's words run together, with the line-end hyphens that the card's faces record taken out."""
    shop = load(printed.workshop, {"sheet": "one-per-page"})
    del shop
    lines = text.replace("\ufffe", "-").replace("\x02", "-").split("\n")
    ends = hyphen_ends(printed)
    kept = []
    for line in lines:
        stripped = line.strip()
        kept.append(stripped[:-1] if stripped.endswith("-") and stripped.split(" ")[-1] in ends else stripped)
    return "".join(kept).replace(" ", "").replace("\r", "")


_ENDS: dict[Path, set[str]] = {}


def hyphen_ends(printed: Printed) -> set[str]:
    """The last words of the lines that the faces record as broken inside a word."""
    if printed.pdf not in _ENDS:
        shop = load(printed.workshop, {"sheet": "one-per-page"})
        production = Production(shop, None)
        assert shop.deck is not None
        faces = [production.face(card, side) for card in shop.deck.cards for side in ("front", "back")]
        _ENDS[printed.pdf] = {
            line.text.split(" ")[-1] for face in faces if face for line in face.lines() if line.joint.value == "hyphen"
        }
    return _ENDS[printed.pdf]


def test_the_file_is_sound_and_every_font_is_embedded(sheets: Printed, single: Printed) -> None:
    for printed in (sheets, single):
        checked = subprocess.run(["qpdf", "--check", printed.pdf], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        listed = subprocess.run(["pdffonts", printed.pdf], check=True, capture_output=True, text=True).stdout
        fonts = listed.splitlines()[2:]
        assert fonts
        for font in fonts:
            assert font.split()[-5:-2] == ["yes", "yes", "yes"], font  # embedded, subset, with Unicode
        assert b"Helvetica" not in printed.pdf.read_bytes()


def test_a_page_of_its_own_has_trim_and_bleed_boxes(single: Printed) -> None:
    reader = PdfReader(single.pdf)
    mm = 72 / 25.4
    for page in reader.pages:
        assert float(page.trimbox.width) == pytest.approx(63.5 * mm, abs=0.01)
        assert float(page.bleedbox.height) == pytest.approx(94.9 * mm, abs=0.01)
        assert page.mediabox == page.bleedbox


def test_the_viewer_is_told_not_to_scale_and_which_edge_to_flip(sheets: Printed, single: Printed) -> None:
    for printed, duplex in ((sheets, "/DuplexFlipLongEdge"), (single, "/DuplexFlipLongEdge")):
        preferences = PdfReader(printed.pdf).trailer["/Root"]["/ViewerPreferences"]
        assert preferences["/PrintScaling"] == "/None"
        assert preferences["/Duplex"] == duplex


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_bundled_deck_fits_every_bundled_layout(layout: str, tmp_path: Path) -> None:
    for sheet in ("a4", "letter"):
        printed = build(BUNDLED, tmp_path / sheet, "--layout", layout, "--sheet", sheet)
        assert printed.report["findings"] == []
