"""Files for a press, by programs that are not ours and by our preflight: nothing in good ones, planted faults in both.

Faults are planted one at a time into real cards and the real tuck box of the bundled kit (tests/planting.py).
"""

import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from chain import INKS, Asks, Seen, Told, chain, inked, laid, painted_rightly, plates
from PIL import Image
from plain_pdf import code, modules
from planting import Edit, box, catalog, opened, page, paint, planted, resource, swap, thing
from press import MADE, VERSIONS, build, files
from suite import in_part

from generator import bundled
from generator.kit.workshop import bundled_workshop
from generator.preflight.demands import Sized, asked
from generator.preflight.inspecting import inspect
from generator.preflight.rules import CODES, RULES

pytestmark = pytest.mark.needs("qpdf", "pdftotext", "mutool", "gs")  # with all that comes in their packages

LIMIT, WINDOW = 300.0, 1.0  # of the kit's own profiles; the preflight's are those of the GWG
CLIENT = Path(__file__).parent / "client/brand.yaml"
AT_ONCE = 3  # files that are looked at
FIRST = 2  # pages: a side of each kind
ALIKE = 4  # pages that are looked at of copies of a form, and of tiles, which show what their poster does


def findings(octets: bytes, name: str, steps: int = 1_000_000, **asks: Any) -> list[str]:
    report = inspect(octets, replace(asked(name), **asks), steps)
    return [f"{one.code} {one.rule}: page {one.page}: {one.what}" for one in report.findings]


# --- good files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VERSIONS)
def test_preflight_finds_nothing_in_the_bundled_kit(name: str, kits: dict[str, Path]) -> None:
    found = {file.name: findings(file.read_bytes(), name) for file in files(kits[name])}
    assert {file: said for file, said in found.items() if said} == {}


@pytest.mark.parametrize("whole", in_part([False, True], False), ids=["one of each kind", "whole"])
@pytest.mark.parametrize("name", VERSIONS)
def test_the_chain_finds_nothing_in_the_bundled_kit(
    name: str, whole: bool, kits: dict[str, Path], tmp_path: Path
) -> None:
    """Objects, boxes, fonts and pictures of files; what is painted and what comes on the plates, page by page.

    Always a file of each kind, its first pages: of decks every page is looked at as vendors get it, below.
    """
    asks = Asks(VERSIONS[name], LIMIT, WINDOW)

    def look(file: Path) -> list[Seen]:
        alike = "tiles" in file.name or file.parent.name == "worksheets"
        pages = (ALIKE if alike else asks.pages) if whole else FIRST
        return chain(file, replace(asks, pages=pages), tmp_path / file.stem)

    looked_at = files(kits[name]) if whole else [kits[name] / made for made in sorted(MADE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(looked_at, pool.map(look, looked_at), strict=True))
    assert {file.name: said[:5] for file, said in found.items() if said} == {}


LAYOUTS = sorted(path.stem for path in (bundled.folder("layouts") / "cards").glob("*.yaml"))
DECK_LAYOUTS = [name for name in LAYOUTS if not name.startswith("blank")]


@pytest.mark.parametrize("layout", in_part(DECK_LAYOUTS, "business-us", "tarot"))  # the smallest and the largest
def test_preflight_finds_nothing_in_any_layout_of_cards(layout: str, tmp_path: Path) -> None:
    """A card of each category, and its blank one."""
    sources = sorted((bundled_workshop() / "cards").glob("*.yaml"))
    firsts = ",".join(yaml.safe_load(source.read_text(encoding="utf-8"))["cards"][0]["id"] for source in sources)
    build(bundled_workshop(), tmp_path, "--for", "pdfx-1a", "--layout", layout, "--only", "deck", "--cards", firsts)
    build(bundled_workshop(), tmp_path, "--for", "pdfx-1a", "--layout", layout, "--only", "blanks", "--numbers", "1")
    made = sorted(tmp_path.rglob("*.pdf"))
    assert {file.name for file in made} >= {"blanks_1.pdf", "deck-selected.pdf"}
    assert {file.name: findings(file.read_bytes(), "pdfx-1a") for file in made} == {file.name: [] for file in made}


@pytest.mark.parametrize(("vendor", "name"), [("drivethrucards", "pdfx-1a"), ("print-house", "pdfx-4")])
def test_both_find_nothing_in_the_decks_of_card_vendors(vendor: str, name: str, tmp_path: Path) -> None:
    build(bundled_workshop(), tmp_path / "out", "--for", vendor)
    (made,) = (tmp_path / "out").rglob("*.pdf")
    limit, window = said_of_ink(vendor)
    assert findings(made.read_bytes(), name, ink_limit=limit, ink_window=window) == []
    assert chain(made, Asks(VERSIONS[name], limit, window), tmp_path / "plates") == []


@pytest.mark.parametrize(
    ("paper", "name"), [("a3", "pdfx-1a"), pytest.param("tabloid", "pdfx-4", marks=pytest.mark.soak)]
)
def test_both_find_nothing_in_place_mats_of_a_client_on_large_paper(paper: str, name: str, tmp_path: Path) -> None:
    """Slots with pictures that lie under words, jars, dials, planks, and a hem in a brand's colours."""
    options = ("--for", name, "--paper", paper, "--brand", str(CLIENT), "--only", "worksheets")
    assert build(bundled_workshop(), tmp_path, *options)["findings"] == []
    for form in ("recipe", "readiness-team", "readiness-leadership", "gap"):
        file = tmp_path / f"worksheets/{form}.pdf"
        assert findings(file.read_bytes(), name) == []
        assert chain(file, Asks(VERSIONS[name], LIMIT, WINDOW, pages=1), tmp_path / "plates" / form) == []


def said_of_ink(profile_name: str) -> tuple[float, float]:
    """The limit and the window, as the file of the print profile says them, or the one that it extends."""
    path = bundled.folder("layouts") / "profiles" / f"{profile_name}.yaml"
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    limit = said.get("ink_limit") or said_of_ink(said["extends"])[0]
    return float(limit), float(str(said.get("ink_window", "1mm")).removesuffix("mm"))


# --- planted faults -------------------------------------------------------------------------------

TRIM = (8.504, 8.504, 188.504, 260.504)
MEDIA = (0, 0, 197.008, 269.008)
GEOMETRY = "no tool of the chain recognises a code, its modules or its quiet zone"


class Plant(NamedTuple):
    """A fault. `preflight`, `chain`: what each of them is asked with it."""

    edits: tuple[Edit, ...] = ()
    base: str = "card"  # of FILES
    blind: str = ""  # why the chain does not see it
    also: tuple[str, ...] = ()  # rules that cannot but be broken with it
    preflight: dict[str, Any] = {}  # noqa: RUF012
    chain: dict[str, Any] = {}  # noqa: RUF012
    spoilt: tuple[str, ...] = ()  # words of qpdf, for what only it can plant
    last: Edit | None = None


# Two pages, front and back, of a card; its front alone; the same in the other standard; the tuck box.
FILES = {
    "card": ("pdfx-1a", "deck.pdf", "1-2"),
    "front": ("pdfx-1a", "deck.pdf", "1"),
    "card-4": ("pdfx-4", "deck.pdf", "1-2"),
    "box": ("pdfx-1a", "tuck-box.pdf", "1-2"),
    "box-4": ("pdfx-4", "tuck-box.pdf", "1-2"),
}
WORD = "{before} BT /F2+0 {size} Tf {x} {y} Td (one) Tj ET"
BLACK = "/GO gs 0 0 0 1 k"
SHOWN = "q 40 0 0 40 60 150 cm /Im Do Q"
TINT = "<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 1 0 0] /N 1 >>"
BROKEN = tuple(
    tuple(bit and not (row < 4 and column < 4) for column, bit in enumerate(bits)) for row, bits in enumerate(modules())
)


def word(before: str = BLACK, size: float = 9, x: float = 60, y: float = 200) -> Edit:
    return paint(WORD.format(before=before, size=size, x=x, y=y))


def inset(by: float) -> tuple[float, float, float, float]:
    return TRIM[0] + by, TRIM[1] + by, TRIM[2] - by, TRIM[3] - by


def outline(edges: tuple[float, ...]) -> str:
    left, low, right, high = edges
    return f"{left:.3f} {low:.3f} {right - left:.3f} {high - low:.3f} re"


def state(words: str) -> Edit:
    return resource("ExtGState", f"/T << {words} >>")


def spot(name: str) -> Edit:
    return resource("ColorSpace", f"/Sp [/Separation /{name} /DeviceCMYK {TINT}]")


def picture(side: int, entries: str = "", bits: int = 8, data: bytes = b"") -> tuple[Edit, ...]:
    """A grey one, so many pixels wide and high, on 40 × 40 points."""
    words = f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /BitsPerComponent {bits}"
    words = f"{words} /ColorSpace /DeviceGray {entries}"
    return thing(words, data or b"\xc8" * (side * side), named("XObject", "Im")), paint(SHOWN)


def named(kind: str, name: str) -> Callable[[str], Edit]:
    return lambda at: resource(kind, f"/{name} {at}")


def jpeg(quality: int) -> bytes:
    file = BytesIO()
    Image.effect_noise((140, 140), 60).save(file, "JPEG", quality=quality)
    return file.getvalue()


def with_code(ground: str = "0 0 0 0 k", ink: str = BLACK, x: float = 40, **how: Any) -> Edit:
    """Another code, on a ground of its own."""
    return paint(f"/GN gs {ground} 0 20 110 90 re f {ink} {code(x, 40, **how)}")


def cut_with(end: str) -> Edit:
    """The die line's path ends otherwise than closed and stroked."""

    def edit(octets: bytes) -> bytes:
        edited, count = re.subn(rb"(/S0 CS 1 SCN\n[^S]* l) h S", rb"\1 " + end.encode(), octets, count=1)
        assert count
        return edited

    return edit


LAYER = "/OCProperties << /OCGs [{0}] /D << /Order [{0}] /ON [{0}] >> >>"
TYPE_3 = (
    "/T3 << /Type /Font /Subtype /Type3 /FontBBox [0 0 500 500] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 "
    "/LastChar 97 /Widths [500] /Encoding << /Differences [97 /a] >> /CharProcs << /a {} >> /Resources << >> >>"
)
DIE = f"/GO gs /Sp CS 1 SCN 0.25 w {outline(TRIM)} S"

PLANTS: dict[str, Plant] = {
    "damaged": Plant((paint("1 2 (three) cm"),)),
    "cross-reference": Plant(last=lambda pdf: re.sub(rb"startxref\n\d+", b"startxref\n7", pdf)),
    "not-inspected": Plant(blind="a limit of our own inspection", also=("empty-page",), preflight={"steps": 20}),
    "short-bleed": Plant((paint("/GN gs 0 0 0 0 k 0 0 3 269.008 re f", 1),)),
    "no-bleed": Plant((box("Bleed", inset(-2.8), 1),)),
    "page-size": Plant(preflight={"sizes": (Sized(width=85.0, height=55.0),)}, chain={"size": (85.0, 55.0)}),
    "mixed-sizes": Plant((box("Trim", (*TRIM[:3], TRIM[3] - 2)),)),
    "rotated": Plant((page("/Rotate 90"),)),
    "user-unit": Plant((page("/UserUnit 2"),)),
    "no-media-box": Plant((box("Media", None),)),
    "no-trim-box": Plant((box("Trim", None),), also=("no-bleed", "mixed-sizes", "short-bleed")),
    "no-bleed-box": Plant((box("Bleed", None),), also=("no-bleed",)),
    "boxes-not-nested": Plant((box("Bleed", inset(-12)),)),
    "art-and-trim": Plant((box("Art", TRIM),)),
    "crop-box": Plant((box("Crop", inset(-3)),)),
    "colour-space": Plant((paint("1 0 0 rg 60 190 20 20 re f"),)),
    "font-not-embedded": Plant((swap("/FontFile2", "/FontFileX"),)),
    "type3-font": Plant(
        (thing("", b"500 0 0 0 400 400 d1 0 0 400 400 re f", lambda at: resource("Font", TYPE_3.format(at))),
         paint(WORD.format(before=BLACK, size=9, x=60, y=200).replace("F2+0", "T3").replace("one", "a"))),
    ),
    "coarse-picture": Plant(picture(40)),
    "coarse-line-art": Plant(picture(200, bits=1, data=bytes(25 * 200))),
    "alpha": Plant((state("/ca 0.5"), word(f"{BLACK} /T gs"))),
    "blend-mode": Plant((state("/BM /Multiply"), word(f"{BLACK} /T gs"))),
    "soft-mask": Plant((state("/SMask << /S /Alpha >>"), word(f"{BLACK} /T gs"))),
    "transparency-group": Plant((page("/Group << /S /Transparency /CS /DeviceCMYK >>"),)),
    "group-colour-space": Plant((page("/Group << /S /Transparency /CS /DeviceRGB >>"),), "card-4"),
    "pdfx-version": Plant((swap("/GTS_PDFXVersion (PDF/X-1a:2003)", "/GTS_PDFXVersion (PDF/X-3:2003)"),)),
    "pdf-version": Plant((swap("%PDF-1.4", "%PDF-1.7"),)),
    "output-intent": Plant((swap("/S /GTS_PDFX\n", "/S /GTS_PDFA1\n"),)),
    "intent-profile": Plant((swap("prtrCMYK", "mntrRGB "),), "card-4"),
    "trapped": Plant((swap("/Trapped /False", "/Trapped /Unknown"),)),
    "title": Plant((swap("/Title (", "/Titel ("),)),
    "dates": Plant((swap("(D:20261122000000Z)", "(yesterday)"),)),
    "file-id": Plant((swap("/ID [", "/Id ["),)),
    "xmp": Plant((swap('x-default">Prepersonalization Workshop', 'x-default">Another Workshop'),), "card-4"),
    "encrypted": Plant(spoilt=("--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=n", "--")),
    "javascript": Plant((catalog("/Names << /JavaScript << /Names [] >> >>"),)),
    "action": Plant((catalog("/OpenAction << /S /Named /N /Print >>"),)),
    "annotation": Plant((page("/Annots [<< /Type /Annot /Subtype /Text /Rect [60 60 70 70] >>]"),)),
    "form-field": Plant((catalog("/AcroForm << /Fields [<< /T (a) /FT /Tx >>] >>"),)),
    "embedded-file": Plant((catalog("/Names << /EmbeddedFiles << /Names [] >> >>"),)),
    "external-stream": Plant(picture(140, "/F (elsewhere.bin)")),
    "postscript": Plant((thing("/Type /XObject /Subtype /PS", b"showpage", named("XObject", "Ps")), paint("/Ps Do"))),
    "opi": Plant(picture(140, "/OPI << /2.0 << >> >>")),
    "transfer-curve": Plant((state("/Type /ExtGState /TR << /FunctionType 2 /Domain [0 1] /N 2 >>"),)),
    "halftone": Plant((state("/HTP [0 0]"),)),
    "lzw": Plant((thing("/Filter /LZWDecode", b"\x80\x0b\x60\x50", lambda at: catalog(f"/Odd {at}")),)),
    "late-filter": Plant(picture(140, "/Filter /JPXDecode")),
    "alternate-picture": Plant(picture(140, "/Alternates []")),
    "layers": Plant((catalog("/OCProperties << /OCGs [] /D << >> >>"),)),
    "late-structure": Plant(spoilt=("--object-streams=generate",), last=swap("%PDF-1.5", "%PDF-1.4")),
    "white-overprint": Plant((paint("/GO gs 0 0 0 0 k 60 190 20 20 re f"),)),
    "missing-resource": Plant((paint("/Nowhere Do"),)),
    "missing-glyph": Plant((paint(WORD.format(before=BLACK, size=9, x=60, y=200).replace("one", "o\\376e")),)),
    "odd-pages": Plant((swap("/DisplayDocTitle true", "/Duplex /DuplexFlipLongEdge"),), "front"),
    "sides-differ": Plant(
        (box("Trim", (*TRIM[:3], TRIM[3] - 2)),), also=("mixed-sizes",),
        preflight={"sides": "two"}, chain={"two_sided": True},
    ),
    "cut-off": Plant((word(x=4),)),
    "code-unsafe": Plant((with_code(x=TRIM[0] + 3),), blind=GEOMETRY, also=("quiet-zone",)),
    "spot-colour": Plant((spot("Gold"), paint("/Sp cs 1 scn 60 190 20 20 re f"))),
    "die-line-name": Plant((spot("Cutcontour"), paint(DIE))),
    "die-line-style": Plant((swap("/GO gs\n/S0 CS 1 SCN", "/GN gs\n/S0 CS 1 SCN"),), "box"),
    "die-line-open": Plant((cut_with("S"),), "box"),
    "die-line-printed": Plant((swap("/GO gs\n/S0 CS 1 SCN", "/GN gs\n0 1 0 0 K"),), "box-4"),
    "marks-in-bleed": Plant((paint(f"/GN gs 0 0 0 1 K 0.5 w {TRIM[0]} 1 m {TRIM[0]} 7 l S"),)),
    "unsafe-text": Plant((word(x=TRIM[0] + 5.5),)),
    "ink-limit": Plant(
        (paint("/GN gs 0.9 0.9 0.9 0.9 k 60 100 60 60 re f"),), preflight={"ink_window": 15.0}, chain={"window": 15.0}
    ),
    "rich-black-text": Plant((word("/GN gs 0.8 0.7 0.7 1 k"),)),
    "black-knockout": Plant((word("/GN gs 0 0 0 1 k"),)),
    "small-text": Plant((word(size=4),)),
    "small-multi-ink-text": Plant((word("/GN gs 1 0.5 0 0 k", 7),)),
    "hairline": Plant((paint("/GN gs 0 0 0 1 K 0.1 w 60 190 m 90 190 l S"),)),
    "thin-multi-ink-line": Plant((paint("/GN gs 1 1 0 0 K 0.2 w 60 190 m 90 190 l S"),)),
    "low-picture": Plant(picture(100)),
    "dense-picture": Plant(picture(400)),
    "empty-page": Plant((paint("q Q", alone=True),)),
    "registration-colour": Plant((spot("All"), paint("/GN gs /Sp CS 1 SCN 1 w 60 190 m 90 190 l S"))),
    "border-near-trim": Plant((paint(f"/GN gs 1 0 0 0 K 1 w {outline(inset(4.25))} S"),)),
    "small-modules": Plant((with_code(side=0.85),), blind=GEOMETRY),
    "quiet-zone": Plant((with_code(), paint("1 0 0 0 k 36 37 60 1.5 re f")), blind=GEOMETRY),
    "code-ink": Plant((with_code(ink="0.5 0.5 0 1 k"),), blind=GEOMETRY),
    "code-contrast": Plant((with_code("0 0 0 0.7 k"),), blind=GEOMETRY),
    "code-damaged": Plant((with_code(matrix=BROKEN),), blind=GEOMETRY),
    "courier": Plant((swap("AtkinsonHyperlegibleNext-Regular", "Courier", everywhere=True),)),
    "gray-black": Plant((word("/GO gs 0 g"),)),
    "jpeg-quality": Plant(
        picture(140, "/Filter /DCTDecode", data=jpeg(20)), blind="pdfimages says that it is a JPEG, not how good a one"
    ),
    "large-file": Plant(preflight={"most_megabytes": 0.001}, chain={"most_megabytes": 0.001}),
}  # fmt: skip


class Looked(NamedTuple):
    rules: set[str]
    seen: list[Seen]


@pytest.fixture(scope="module")
def bases(kits: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("bases")
    return {key: opened(kits[kit] / name, folder / f"{key}.pdf", pages) for key, (kit, name, pages) in FILES.items()}


def look_at(plant: Plant, base: bytes, path: Path) -> Looked:
    path.write_bytes(planted(base, plant.edits))
    if plant.spoilt:
        sound = path.rename(path.with_suffix(".sound"))
        subprocess.run(["qpdf", *plant.spoilt, str(sound), str(path)], check=True)
    if plant.last:
        path.write_bytes(plant.last(path.read_bytes()))
    name = FILES[plant.base][0]
    asks = dict(plant.preflight)
    report = inspect(path.read_bytes(), replace(asked(name), **without(asks, "steps")), asks.get("steps", 1_000_000))
    seen = chain(path, replace(Asks(VERSIONS[name], LIMIT), **plant.chain), path.with_suffix(""))
    return Looked({one.rule for one in report.findings}, seen)


def without(asks: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in asks.items() if name != key}


@pytest.mark.parametrize("rule", RULES)
def test_a_planted_fault_is_reported_by_preflight_and_by_the_chain(
    rule: str, bases: dict[str, bytes], tmp_path: Path
) -> None:
    plant = PLANTS[rule]
    found = look_at(plant, bases[plant.base], tmp_path / f"{rule}.pdf")
    assert found.rules == {rule, *plant.also}
    code = RULES[rule].code
    assert (code in {seen.code for seen in found.seen}) != bool(plant.blind), found.seen


@pytest.mark.parametrize("key", FILES)
def test_without_a_fault_what_is_planted_in_is_sound(key: str, bases: dict[str, bytes], tmp_path: Path) -> None:
    assert look_at(Plant(base=key), bases[key], tmp_path / "sound.pdf") == Looked(set(), [])


def test_every_rule_and_every_code_has_a_plant() -> None:
    assert list(PLANTS) == list(RULES)
    assert {RULES[rule].code for rule in PLANTS} == set(CODES)
    blind = {code for code in CODES if all(PLANTS[rule].blind for rule in RULES if RULES[rule].code == code)}
    assert blind == {"W11", "W14"}  # what our preflight alone can tell


# --- what is bled ---------------------------------------------------------------------------------

WHITE, CYAN = "/GN gs 0 0 0 0 k", "/GN gs 1 0 0 0 k"
WHOLE, WITHIN = "0 0 197.008 269.008 re f", f"{outline(TRIM)} f"
OVER_THE_TRIM = "185 150 m 197.008 120 l 197.008 180 l h f"
BEYOND = "190 110 8 80 re f"
LINE = "0 0 0 1 K 2 w 192 140 m 192 160 l S"
CLIPPED = "q 150 0 47 269 re W n q 160 100 37 100 re W n {} Q Q"


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (f"{CYAN} {WHOLE} {WHITE} {OVER_THE_TRIM}", set()),
        (f"{WHITE} {WHOLE} {CYAN} {WITHIN}", {"E01"}),
        (f"{WHITE} {WHOLE} {WHITE} {OVER_THE_TRIM} {CYAN} {WITHIN}", {"E01"}),
        (CLIPPED.format(f"{CYAN} {OVER_THE_TRIM} {LINE}"), set()),
        (f"{CYAN} {WHOLE} " + CLIPPED.format(f"{WHITE} {OVER_THE_TRIM} {BEYOND}"), set()),
        (f"{CYAN} {WHOLE} " + CLIPPED.format(f"{WHITE} {BEYOND}"), {"E01"}),
        (CLIPPED.format(LINE), {"E16"}),
        (f"{CYAN} {OVER_THE_TRIM} {LINE}", {"E16"}),
    ],
    ids=[
        "white art",
        "panel on white",
        "panel on white art",
        "line of a picture",
        "white of a picture",
        "clipped white",
        "clipped line",
        "line",
    ],
)
def test_the_chain_tells_pictures_that_the_trim_goes_through_from_what_has_no_bleed_and_from_marks(
    content: str, codes: set[str], bases: dict[str, bytes], tmp_path: Path
) -> None:
    path, asks = tmp_path / "page.pdf", Asks("PDF/X-1a:2003", LIMIT)
    path.write_bytes(planted(bases["card"], (paint(content),)))
    told = Told(path)
    assert {seen.code for seen in (*laid(told, asks), *inked(told, asks, tmp_path / "plates"))} == codes


# --- plates ---------------------------------------------------------------------------------------


def plates_of(base: bytes, folder: Path, *edits: Edit, dpi: int = 150) -> dict[str, Any]:
    """Of the first page."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "page.pdf"
    path.write_bytes(planted(base, edits))
    return next(plates(path, folder / "plates", dpi, 1))


def apart(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """The plates that differ."""
    return {name for name in {*one, *other} if name not in one or name not in other or (one[name] != other[name]).any()}


@pytest.mark.parametrize("name", VERSIONS)
def test_black_type_is_on_the_black_plate_alone_and_overprints(
    name: str, kits: dict[str, Path], tmp_path: Path
) -> None:
    """Without its letters a card has the same colours on its plates: its ground runs on under black type."""
    deck = kits[name] / "deck.pdf"
    number, under = first_black_on_colour(deck)
    card = opened(deck, tmp_path / "card.pdf", str(number))
    whole, bare = plates_of(card, tmp_path / "a"), plates_of(card, tmp_path / "b", paint("3 Tr", 1, first=True))
    assert min(whole[ink].mean() for ink in under) > 0.15
    assert apart(whole, bare) == {"Black"}
    knocking = swap("/op true", "/op false", everywhere=True)
    knocked = plates_of(card, tmp_path / "c", knocking)
    assert apart(knocked, bare) == {*under, "Black"}
    told = Told(tmp_path / "c/page.pdf")
    assert {seen.code for seen in painted_rightly(told, Asks(VERSIONS[name]))} == {"W04"}
    richer = plates_of(card, tmp_path / "d", swap("0 0 0 1 k", "0.1 0 0 1 k", everywhere=True))
    assert "Cyan" in apart(richer, bare)


def first_black_on_colour(deck: Path) -> tuple[int, set[str]]:
    """A page whose type is all black, on a ground in two inks at least, and which they are."""
    for number, side in enumerate(Told(deck).painted, 1):
        ground = next(one for one in side if one.kind == "fill_path")
        under = {ink for ink, part in zip(INKS, ground.inks, strict=True) if part > 0.15}
        if len(under) > 1 and all(one.black for one in side if one.kind == "fill_text"):
            return number, under
    raise AssertionError("there is none")


SET_IN_INK = ("drivethrucards", "pdfx-1a", "pdfx-4", "print-house")


def test_every_profile_with_a_limit_of_ink_is_held_to_it() -> None:
    """By the tests of good files above: the kit under its own profiles, the deck under those of vendors."""
    paths = (bundled.folder("layouts") / "profiles").glob("*.yaml")
    found = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in paths}
    limited = {stem for stem, said in found.items() if "ink_limit" in said or said.get("extends") in SET_IN_INK}
    assert limited == set(SET_IN_INK)
    assert {stem: said_of_ink(stem) for stem in SET_IN_INK} == {
        "drivethrucards": (240, 15), "pdfx-1a": (LIMIT, WINDOW), "pdfx-4": (LIMIT, WINDOW), "print-house": (300, 15)
    }  # fmt: skip


@pytest.mark.parametrize("profile_name", SET_IN_INK)
def test_ink_over_a_limit_is_seen_on_the_plates(profile_name: str, bases: dict[str, bytes], tmp_path: Path) -> None:
    limit, window = said_of_ink(profile_name)
    side = (window + 1) / 25.4 * 72
    for over, codes in ((-4, set()), (4, {"W02"})):
        tint = (limit + over) / 400
        path = tmp_path / f"{over}.pdf"
        area = paint(f"/GN gs {tint} {tint} {tint} {tint} k 60 100 {side} {side} re f")
        path.write_bytes(planted(bases["card"], (area,)))
        found = inked(Told(path), Asks("PDF/X-1a:2003", limit, window), tmp_path / "plates")
        assert {seen.code for seen in found} == codes


@pytest.mark.parametrize("key", ["box", "box-4"])
def test_the_die_line_is_a_plate_of_its_own(key: str, bases: dict[str, bytes], tmp_path: Path) -> None:
    """Without it the inks are as they were; in an ink it is on that plate, and on none of its own."""
    whole = plates_of(bases[key], tmp_path / "a")
    assert set(whole) == {*INKS, "CutContour", "Crease"}
    assert whole["CutContour"].any()
    assert whole["Crease"].any()
    bare = plates_of(bases[key], tmp_path / "b", cut_with("h n"))
    assert apart(whole, bare) == {"CutContour"}
    printed = plates_of(bases[key], tmp_path / "c", swap("/GO gs\n/S0 CS 1 SCN", "/GN gs\n0 1 0 0 K"))
    assert apart(printed, bare) >= {"CutContour", "Magenta"}
    assert "CutContour" not in printed
