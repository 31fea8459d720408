"""What is printed is what the cards say: codes and words read back from the PDF by tools that are not ours."""

import json
import subprocess
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest
from click.testing import CliRunner
from printed import codes, face_words, pages, pdfium_text, photographed, poppler_text, run_on, words
from pypdf import PdfReader
from suite import Kits, in_part

from generator import bundled
from generator.cli import main
from generator.codes import Manifest, url
from generator.compose.inline import plain
from generator.deck import Card
from generator.errors import Problems
from generator.face import Face, Joint
from generator.kit.press.production import Production, Shared
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
def sheets(print_once: Kits) -> Printed:
    return Printed(BUNDLED, *print_once())


@pytest.fixture(scope="module", params=[SMALL, BUNDLED], ids=["small", "bundled"])
def single(request: pytest.FixtureRequest, print_once: Kits) -> Printed:
    return Printed(request.param, *print_once("--sheet", "one-per-page", workshop=request.param))


def expected_codes(printed: Printed) -> dict[str, str]:
    """Of the cards that are printed: a deck may have more than its selection."""
    manifest, deck = printed.manifest, load(printed.workshop).deck
    assert deck is not None
    drawn = {card.id for card in deck.cards if card.quantity}
    cards = (thing for thing in manifest.things if thing.kind == "card" and thing.id in drawn)
    return {thing.id: url(manifest.capture.url, thing.code) for thing in cards}


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


def faces(printed: Printed) -> list[tuple[Card, Face]]:
    """What each page shows, in the order of printing: fronts and backs of each copy."""
    shop = load(printed.workshop, {"sheet": "one-per-page"})
    production = Production(Shared(shop, None), shop.pieces["deck"])
    assert shop.deck is not None
    return [
        (card, face)
        for card in shop.deck.cards
        for _ in range(card.quantity)
        for side in ("front", "back")
        if (face := production.face(card, side))
    ]


def as_drawn(face: Face) -> list[str]:
    return [line.text for line in face.lines()]


def as_read(face: Face) -> list[str]:
    """From left to right, where lines of two frames stand on one baseline: some extract them so."""
    groups = (list(group) for _, group in groupby(face.lines(), key=lambda line: line.baseline))
    return [line.text for group in groups for line in sorted(group, key=lambda line: line.x)]


@pytest.mark.parametrize("extract", [pytest.param(poppler_text, marks=pytest.mark.needs("pdftotext")), pdfium_text])
def test_the_words_of_each_page_are_extracted_whole_and_nothing_else(single: Printed, extract) -> None:
    texts = extract(single.pdf)
    expected = faces(single)
    assert len(texts) == len(expected) >= 10
    for text, (card, face) in zip(texts, expected, strict=True):
        assert run_on(text) in {run_on(" ".join(lines)) for lines in (as_drawn(face), as_read(face))}, card.id


def test_a_face_says_what_its_card_says_line_end_hyphens_joined(single: Printed) -> None:
    deck = load(single.workshop).deck
    assert deck is not None
    labels = {name: rule.label for name, rule in deck.head.fields.items()}
    shown = Counter()
    hyphens = 0
    for card, face in faces(single):
        for field in {line.field for line in face.lines()} & set(card.values):
            value = card.values[field]
            said = words(plain(value if isinstance(value, str) else "\n".join(value)))
            label = labels[field]
            assert face_words(face, field) in (said, f"{label} {said}"), (card.id, field)  # some labels run in
            shown[card.id] += 1
        hyphens += sum(line.joint is Joint.HYPHEN for line in face.lines())
    assert all(shown[card.id] >= 2 for card, _ in faces(single))
    assert hyphens or single.workshop == BUNDLED  # the small deck is set with hyphenation, to have some


def test_a_word_that_is_lost_on_the_way_is_noticed(single: Printed) -> None:
    """The comparison above would be worth nothing if it forgave a word."""
    text = pdfium_text(single.pdf)[0]
    _, face = faces(single)[0]
    said = run_on(" ".join(line.text for line in face.lines()))
    assert run_on(text) == said
    assert run_on(text.replace("a", "", 1)) != said
    assert run_on(text + " more") != said


@pytest.mark.needs("qpdf", "pdffonts")
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


@pytest.mark.parametrize("layout", in_part(LAYOUTS, "business-us"))  # the smallest card, the least room for words
def test_the_bundled_deck_fits_every_bundled_layout(layout: str, tmp_path: Path) -> None:
    for sheet in ("a4", "letter"):
        printed = build(BUNDLED, tmp_path / sheet, "--layout", layout, "--sheet", sheet)
        assert [finding for finding in printed.report["findings"] if finding["code"] != "left-out"] == []
