"""A proof is pale, grey, marked on every page, and never taken for what is printed for good."""

import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image
from printed import codes, pages, poppler_text, words
from suite import Kits

from generator.cli import main
from generator.colours import Colour
from generator.compose.proofing import STAMP, Paling, stamp
from generator.errors import ExitCode, Problems
from generator.face import Face, GradientStop, Item, Layer, LinearGradient, Outline, Placed, make_art, rectangle
from generator.fonts import FontBook
from generator.fonts.outlines import lettering
from generator.geometry import Rect, Size
from generator.images import Raster
from generator.images.decode import decode
from generator.images.pale import paled
from generator.kit.workshop import bundled_workshop

BOOK = FontBook.load({}, {}, Problems())
SMALL = Path(__file__).parent / "small"
RED, NAVY = Colour(0.8, 0.1, 0.1), Colour(0.05, 0.1, 0.3)


def build(workshop: Path, folder: Path, *options: str | Path, fails: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["build", str(workshop), "-o", str(folder), "--json", *map(str, options)])
    assert done.exit_code == fails, done.output
    return json.loads(done.stdout) if done.stdout else {}


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory, print_once: Kits) -> Path:
    """The whole bundled kit, printed and then proofed."""
    folder = Path(shutil.copytree(print_once().folder, tmp_path_factory.mktemp("kit") / "proofed"))
    build(bundled_workshop(), folder, "--proof")
    return folder


def coverage(picture: Image.Image) -> float:
    """How much of the page is ink, from 0 to 1."""
    return float(1 - np.asarray(picture.convert("L"), dtype=float).mean() / 255)


def rendered(pdf: Path, page: int = 0, dpi: int = 40) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        return document[page].render(scale=dpi / 72).to_pil().convert("RGB")


def test_every_page_of_every_piece_says_that_it_is_a_proof(bundled: Path) -> None:
    proofs = sorted(bundled.rglob("*-proof.pdf"))
    stems = {path.relative_to(bundled).as_posix().removesuffix("-proof.pdf") for path in proofs}
    assert {"deck", "blanks", "join", "guide", "tuck-box", "posters/pyramid", "worksheets/recipe"} <= stems
    assert not {"order", "worksheets/recipe-fillable", "posters/pyramid-tiles"} & stems
    for path in proofs:
        for text in poppler_text(path):
            assert "PROOF" in text, path


def test_no_page_that_is_printed_for_good_says_so(bundled: Path) -> None:
    real = [path for path in bundled.rglob("*.pdf") if not path.name.endswith("-proof.pdf")]
    assert len(real) > 20
    assert not any("PROOF" in text for path in real for text in poppler_text(path))


@pytest.mark.parametrize("name", ["deck", "posters/pyramid", "tuck-box", "join"])
def test_a_proof_is_grey_and_takes_little_ink(bundled: Path, name: str) -> None:
    real, proof = rendered(bundled / f"{name}.pdf"), rendered(bundled / f"{name}-proof.pdf")
    pixels = np.asarray(proof, dtype=int)
    assert np.ptp(pixels, axis=2).max() == 0
    assert np.ptp(np.asarray(real, dtype=int), axis=2).max() > 50  # and the real one is not
    if coverage(real) > 0.15:  # else it is words and lines
        assert coverage(proof) < coverage(real) * 0.5


def test_all_words_can_be_read_and_codes_beside_the_stamp_say_what_they_will(bundled: Path) -> None:
    for real, proof in zip(poppler_text(bundled / "deck.pdf"), poppler_text(bundled / "deck-proof.pdf"), strict=True):
        assert set(words(real).split()) <= set(words(proof).split())
    good = [codes(picture) for picture in pages(bundled / "deck.pdf", 200)]
    found = [codes(picture) for picture in pages(bundled / "deck-proof.pdf", 200)]
    assert sum(map(len, found)) >= 0.5 * sum(map(len, good))  # the stamp crosses some
    assert all(one <= other for one, other in zip(found, good, strict=True))


def test_words_on_dark_grounds_stay_readable(bundled: Path) -> None:
    """What is light on dark is drawn dark on pale: of each page some pixels are dark, none of its grounds is."""
    picture = np.asarray(rendered(bundled / "join-proof.pdf", dpi=100).convert("L"))
    assert picture.min() < 80
    assert (picture < 150).mean() < 0.12


def test_a_proof_leaves_what_is_printed_as_it_is(workshop: Path, tmp_path: Path) -> None:
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8") + "order: {}\nblanks: {counts: {one: 3}}\n", encoding="utf-8")
    out = tmp_path / "out"
    build(workshop, out)
    before = {name: (out / name).read_bytes() for name in names(out)}
    manifest = json.loads(before.pop("manifest.json"))
    report = build(workshop, out, "--proof")
    assert {name: (out / name).read_bytes() for name in before} == before
    assert names(out) - set(before) == {"manifest.json", "deck-proof.pdf", "blanks-proof.pdf"}
    assert report["findings"] == []
    assert any("A proof" in note for note in report["notes"])
    after = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    listed = [file for file in after.pop("files") if not file["name"].endswith("-proof.pdf")]
    assert listed == manifest.pop("files")
    assert after == manifest


def test_a_proof_before_the_first_print_counts_nothing_as_printed(workshop: Path, tmp_path: Path) -> None:
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8") + "blanks: {counts: {one: 3}}\n", encoding="utf-8")
    out = tmp_path / "out"
    build(workshop, out, "--proof")
    assert names(out) == {"manifest.json", "deck-proof.pdf", "blanks-proof.pdf"}
    report = build(workshop, out)
    assert report["findings"] == []  # no word of copies that were printed before
    assert {"deck.pdf", "blanks.pdf", "deck-proof.pdf"} <= names(out)
    build(workshop, out, "--proof")  # ours, and replaced


def test_the_order_sheet_lists_no_proof(workshop: Path, tmp_path: Path) -> None:
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8") + "order: {}\n", encoding="utf-8")
    build(workshop, tmp_path / "out", "--proof")
    build(workshop, tmp_path / "out")
    text = " ".join(poppler_text(tmp_path / "out" / "order.pdf"))
    assert "deck.pdf" in text
    assert "proof" not in text
    build(workshop, tmp_path / "out", "--proof", "--only", "order", fails=ExitCode.USAGE)


def test_some_cards_alone_and_another_way_to_print_have_proofs_of_their_own(workshop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(workshop, out, "--proof", "--cards", "first")
    assert names(out) == {"manifest.json", "deck-selected-proof.pdf"}
    build(workshop, out, "--proof", "--sides", "fronts-and-backs-apart")
    build(workshop, out, "--proof")
    assert names(out) == {"manifest.json", "deck-selected-proof.pdf", "deck-proof.pdf"}


def test_somebody_elses_file_is_not_written_over(workshop: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "deck-proof.pdf").write_text("mine", encoding="utf-8")
    build(workshop, tmp_path / "out", "--proof", fails=ExitCode.FILES)
    assert (tmp_path / "out" / "deck-proof.pdf").read_text(encoding="utf-8") == "mine"


def test_a_poster_that_is_called_like_a_proof_is_no_proof(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "w"))
    shutil.copy(folder / "posters/pantry.yaml", folder / "posters/fire-proof.yaml")
    text = (folder / "posters/fire-proof.yaml").read_text(encoding="utf-8")
    (folder / "posters/fire-proof.yaml").write_text(text.replace("id: pantry", "id: fire-proof"), encoding="utf-8")
    kit = (folder / "kit.yaml").read_text(encoding="utf-8")
    assert "pantry, gap-board" in kit
    (folder / "kit.yaml").write_text(kit.replace("pantry, gap-board", "fire-proof, gap-board"), encoding="utf-8")
    build(folder, tmp_path / "out", "--only", "posters")
    build(folder, tmp_path / "out", "--only", "order")
    assert "fire-proof.pdf" in " ".join(poppler_text(tmp_path / "out" / "order.pdf")).replace("\n", "")
    shutil.copy(folder / "posters/fire-proof.yaml", folder / "posters/fire.yaml")
    text = (folder / "posters/fire.yaml").read_text(encoding="utf-8")
    (folder / "posters/fire.yaml").write_text(text.replace("id: fire-proof", "id: fire"), encoding="utf-8")
    (folder / "kit.yaml").write_text(kit.replace("pantry, gap-board", "fire, fire-proof"), encoding="utf-8")
    build(folder, tmp_path / "out", "--only", "posters", "--proof", fails=ExitCode.FILES)


def test_the_same_proof_gives_the_same_bytes(workshop: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        build(workshop, tmp_path / name, "--proof")
    assert (tmp_path / "a/deck-proof.pdf").read_bytes() == (tmp_path / "b/deck-proof.pdf").read_bytes()


# --- what becomes of the items of a face ----------------------------------------------------------


def shades(items: tuple[Item, ...]) -> list[Colour]:
    found: list[Colour] = []
    for item in items:
        match item:
            case Outline(fill=LinearGradient() as gradient):
                found += [each.colour for each in gradient.stops]
            case Outline():
                found += [colour for colour in (item.fill, item.stroke) if isinstance(colour, Colour)]
            case Placed():
                found += shades(item.art.items)
            case Layer():
                found += shades(item.items)
    return found


def test_every_colour_is_grey_and_lighter_wherever_it_stands() -> None:
    box = Rect(0, 0, 10, 10)
    plain = Outline(rectangle(box), fill=RED, stroke=NAVY, stroke_width=1)
    gradient = Outline(rectangle(box), fill=LinearGradient(0, 0, 1, 1, (GradientStop(0, RED), GradientStop(1, NAVY))))
    face = Face(Size(10, 10), 0, (plain, gradient, Placed(make_art(box, (plain,))), Layer("Cut", (gradient,))))
    pale = shades(Paling().face(face).items)
    real = shades(face.items)
    assert len(pale) == len(real) == 8
    for before, after in zip(real, pale, strict=True):
        assert after.red == after.green == after.blue
        assert after.cmyk is not None
        assert after.cmyk[:3] == (0, 0, 0)
        assert after.luminance > before.luminance + 0.1
        assert before.luminance >= NAVY.luminance


@pytest.mark.parametrize("page", [Size(63.5, 88.9), Size(297, 210), Size(594, 841)], ids=str)
def test_the_stamp_lies_on_the_page_and_is_hollow(page: Size) -> None:
    word = stamp(page, lettering("PROOF", BOOK.font("text", bold=True), BOOK))
    assert word.fill is None
    assert word.stroke == STAMP
    assert max(0.2, 0.01 * page.width) > word.stroke_width
    assert [step.verb for step in word.path].count("move") == 9  # five letters, and holes in four of them
    corners = [step.numbers[-2:] for step in word.path if step.numbers]
    across, down = zip(*corners, strict=True)
    assert min(across) > 0
    assert max(across) < page.width
    assert min(down) > 0
    assert max(down) < page.height
    assert max(across) - min(across) > 0.5 * page.width


def test_a_word_is_as_wide_as_it_is_set(tmp_path: Path) -> None:
    font = BOOK.font("text", bold=True)
    kerned = sum(move for _, move in font.kerns("AVOID")) / 1000
    word = lettering("AVOID", font, BOOK)
    assert word.width == pytest.approx(font.width("AVOID") + kerned)
    heights = [-y for step in word.path for y in step.numbers[1::2]]
    assert min(heights) == pytest.approx(0, abs=0.03)
    assert max(heights) == pytest.approx(font.cap_height, abs=0.03)


def test_a_stamp_in_a_font_without_such_letters_takes_them_from_another() -> None:
    font = BOOK.font("text", bold=True)
    assert not font.has("Ж")
    word = lettering("PЖ", font, BOOK)
    assert word.width > lettering("P", font, BOOK).width + 0.5
    assert max(x for step in word.path for x in step.numbers[::2]) > word.width - 0.1


def picture(mode: str, kind: str) -> Raster:
    image = Image.new("RGBA" if mode == "RGBA" else mode, (4, 2), (200, 0, 0, 128) if mode == "RGBA" else 60)
    if mode == "RGB":
        image = Image.new(mode, (4, 2), (200, 0, 0))
    if mode == "CMYK":
        image = Image.new(mode, (4, 2), (0, 255, 255, 40))
    file = BytesIO()
    image.save(file, kind)
    return decode(file.getvalue(), kind).raster  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGB", "PNG"), ("L", "PNG"), ("RGBA", "PNG"), ("RGB", "JPEG"), ("L", "JPEG"), ("CMYK", "JPEG")]
)
def test_a_picture_is_grey_and_light_whatever_it_was(mode: str, kind: str) -> None:
    before = picture(mode, kind)
    after = paled(before, 0.22)
    assert (after.mode, after.jpeg, after.pixels, after.alpha) == ("L", b"", before.pixels, before.alpha)
    import zlib

    rows = zlib.decompress(after.rows)
    assert len(rows) == 2 * (1 + 4)
    shown = [octet for at, octet in enumerate(rows) if at % 5]
    assert min(shown) > 190
    assert max(shown) < 250
