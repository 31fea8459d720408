"""Preflight: every rule finds the fault that it is about, planted alone in a sound file, and nothing in sound files."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from PIL import Image
from plain_pdf import BLEED, CARD, CODE, GROUND, MEDIA, MM, PANEL, TRIM, Pdf, card, code, modules, rectangle

from generator.cli import main
from generator.errors import ExitCode, Problems, Severity
from generator.preflight.demands import Demands, Sized, demands, names
from generator.preflight.files import _ranges
from generator.preflight.findings import Finding
from generator.preflight.inspecting import inspect
from generator.preflight.of_pictures import jpeg_quality
from generator.preflight.rules import CODES, RULES

DOCS = Path(__file__).parent.parent / "docs" / "preflight.md"


def asked(name: str, **changes: Any) -> Demands:
    problems = Problems()
    found = demands(name, problems)
    assert found is not None, problems.found
    assert not problems.found
    return replace(found, **changes)


def rules(file: bytes, profile: str = "pdfx-1a", **changes: Any) -> set[str]:
    return {finding.rule for finding in inspect(file, asked(profile, **changes)).findings}


def found(file: bytes, rule: str, profile: str = "pdfx-1a", **changes: Any) -> Finding:
    report = inspect(file, asked(profile, **changes))
    return next(finding for finding in report.findings if finding.rule == rule)


# --- sound files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("standard", ["pdfx-1a", "pdfx-4"])
@pytest.mark.parametrize("profile", ["pdfx-1a", "pdfx-4", "print", "office"])
def test_a_sound_file_has_no_findings(standard: str, profile: str) -> None:
    if profile.startswith("pdfx") and profile != standard:
        assert {"pdfx-version"} <= rules(card(standard=standard), profile)
    else:
        assert rules(card(standard=standard), profile) == set()


@pytest.mark.needs("qpdf")
def test_the_sound_file_is_sound_for_others_too(tmp_path: Path, run: Callable[..., str]) -> None:
    path = tmp_path / "card.pdf"
    path.write_bytes(card())
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)


# --- planted faults -----------------------------------------------------------------------------------


class Fault(NamedTuple):
    """A file with one fault; `also`: rules that cannot but be broken with it; `asks`: demands beside the profile."""

    file: bytes
    also: tuple[str, ...] = ()
    profile: str = "pdfx-1a"
    asks: dict[str, Any] = {}  # noqa: RUF012


def put(part: str, old: str, new: str) -> Callable[[dict[str, str], Pdf], None]:
    def change(parts: dict[str, str], pdf: Pdf) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return change


def more(**words: str) -> Callable[[dict[str, str], Pdf], None]:
    def change(parts: dict[str, str], pdf: Pdf) -> None:
        for part, said in words.items():
            parts[part.replace("_", "-")] += f" {said}"

    return change


def with_object(words: str | bytes, part: str, entry: str, data: bytes | None = None) -> Callable[..., None]:
    """An object of its own, or a stream of `data`, and an entry that refers to it as @."""

    def change(parts: dict[str, str], pdf: Pdf) -> None:
        number = pdf.add(words) if data is None else pdf.stream(data, str(words))
        parts[part] += " " + entry.replace("@", f"{number} 0 R")

    return change


def picture(width: int, height: int, entries: str = "/ColorSpace /DeviceGray", bits: int = 8, data: bytes = b"") -> Any:
    dictionary = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent {bits} {entries}"
    return with_object(dictionary, "resources", "/XObject << /Im @ >>", data or bytes([200]) * (width * height))


def jpeg(quality: int, mode: str = "L", colour: Any = 120) -> bytes:
    file = BytesIO()
    Image.new(mode, (120, 120), colour).save(file, "JPEG", quality=quality)
    return file.getvalue()


def shown(change: Any) -> bytes:
    return card(f"{CARD}\n{SHOW}", change=change)


def spot(name: str) -> str:
    return SPOT.replace("{}", name)


def boxes(**edges: Any) -> bytes:
    return card(boxes={f"{name.title()}Box": of for name, of in edges.items()})


def moved(edges: tuple[float, ...], by: float) -> tuple[float, ...]:
    return (edges[0] - by, edges[1] - by, edges[2] + by, edges[3] + by)


DUPLEX = "/ViewerPreferences << /Duplex /DuplexFlipLongEdge >>"
SHOW = "q 40 0 0 40 100 200 cm /Im Do Q"
TINT = "<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 1 0 0] /N 1 >>"
SPOT = "/ColorSpace << /Sp [/Separation /{} /DeviceCMYK " + TINT + "] >>"
DIE = f"/Over gs /Sp CS 1 SCN 0.25 w {rectangle(TRIM)} S /Knock gs"
BROKEN = tuple(
    tuple(bit and not (row < 4 and column < 4) for column, bit in enumerate(bits)) for row, bits in enumerate(modules())
)
TEXT = "/Over gs 0 0 0 1 k BT /F1 {size} Tf {x} {y} Td (ABC) Tj ET /Knock gs"


def text(size: float = 9, x: float = 60, y: float = 190, before: str = "", after: str = "") -> str:
    return f"{CARD}\n{before} {TEXT.format(size=size, x=x, y=y)} {after}"


def plain_text(colour: str, size: float = 9) -> str:
    return f"{CARD}\n{colour} BT /F1 {size} Tf 60 190 Td (ABC) Tj ET"


def without(part: str, words: str) -> bytes:
    return card(change=put(part, words, ""))


def encrypted() -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(BytesIO(card()))
    writer.encrypt("", "owner", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


FAULTS: dict[str, Callable[[], Fault]] = {
    "damaged": lambda: Fault(card(f"{CARD}\n1 2 (three) cm")),
    "cross-reference": lambda: Fault(re.sub(rb"startxref\n\d+", b"startxref\n7", card())),
    "not-inspected": lambda: Fault(card("q Q " * 200), ("empty-page",), asks={"steps": 100}),
    "short-bleed": lambda: Fault(card(CARD.replace(GROUND, f"0.1 0 0.1 0 k {rectangle(moved(TRIM, 1.0))} f"))),
    "no-bleed": lambda: Fault(boxes(bleed=moved(TRIM, 1 * MM))),
    "page-size": lambda: Fault(card(), asks={"sizes": (Sized(width=85.0, height=55.0),)}),
    "mixed-sizes": lambda: Fault(two_sizes()),
    "rotated": lambda: Fault(card(change=more(page="/Rotate 90"))),
    "user-unit": lambda: Fault(card(change=more(page="/UserUnit 2"))),
    "no-media-box": lambda: Fault(boxes(media=None)),
    "no-trim-box": lambda: Fault(boxes(trim=None)),
    "no-bleed-box": lambda: Fault(boxes(bleed=None), ("no-bleed",)),
    "boxes-not-nested": lambda: Fault(boxes(bleed=moved(MEDIA, 5)), ("marks-in-bleed",)),
    "art-and-trim": lambda: Fault(boxes(art=TRIM)),
    "crop-box": lambda: Fault(boxes(crop=BLEED)),
    "colour-space": lambda: Fault(card(f"{CARD}\n1 0 0 rg 60 190 20 20 re f")),
    "font-not-embedded": lambda: Fault(card(change=put("descriptor", "/FontFile2 @FONT", ""))),
    "type3-font": lambda: Fault(type3()),
    "coarse-picture": lambda: Fault(shown(picture(40, 40))),
    "coarse-line-art": lambda: Fault(shown(picture(200, 200, bits=1, data=bytes(25 * 200)))),
    "alpha": lambda: Fault(card(text(before="/T gs"), change=more(states="/T << /ca 0.5 >>"))),
    "blend-mode": lambda: Fault(card(text(before="/T gs"), change=more(states="/T << /BM /Multiply >>"))),
    "soft-mask": lambda: Fault(
        card(text(before="/T gs"), change=more(states="/T << /SMask << /S /Alpha >> >>")),
    ),
    "transparency-group": lambda: Fault(card(change=more(page="/Group << /S /Transparency /CS /DeviceCMYK >>"))),
    "group-colour-space": lambda: Fault(
        card(standard="pdfx-4", change=more(page="/Group << /S /Transparency /CS /DeviceRGB >>")), profile="pdfx-4"
    ),
    "pdfx-version": lambda: Fault(without("info", "/GTS_PDFXVersion (PDF/X-1a:2003)")),
    "pdf-version": lambda: Fault(card(version="1.7")),
    "output-intent": lambda: Fault(card(change=put("intents", "@INTENT", ""))),
    "intent-profile": lambda: Fault(
        card(standard="pdfx-4", change=put("icc", "prtrCMYK", "mntrRGB ")), profile="pdfx-4"
    ),
    "trapped": lambda: Fault(card(change=put("info", "/Trapped /False", "/Trapped /Unknown"))),
    "title": lambda: Fault(without("info", "/Title (Cards & more)")),
    "dates": lambda: Fault(card(change=put("info", "D:20260101000000Z", "yesterday"))),
    "file-id": lambda: Fault(card(change=put("trailer", "/ID", "/Other"))),
    "xmp": lambda: Fault(card(standard="pdfx-4", change=put("xmp", "Cards &amp; more", "Cards")), profile="pdfx-4"),
    "encrypted": lambda: Fault(encrypted()),
    "javascript": lambda: Fault(card(change=more(catalog="/Names << /JavaScript << /Names [] >> >>"))),
    "action": lambda: Fault(card(change=more(catalog="/OpenAction << /S /Named /N /Print >>"))),
    "annotation": lambda: Fault(card(change=more(page="/Annots [<< /Subtype /Text /Rect [60 60 70 70] >>]"))),
    "form-field": lambda: Fault(card(change=more(catalog="/AcroForm << /Fields [<< /T (a) /FT /Tx >>] >>"))),
    "embedded-file": lambda: Fault(card(change=more(catalog="/Names << /EmbeddedFiles << /Names [] >> >>"))),
    "external-stream": lambda: Fault(
        shown(picture(140, 140, "/ColorSpace /DeviceGray /F (elsewhere.bin)"))
    ),
    "postscript": lambda: Fault(
        card(f"{CARD}\n/Ps Do", change=with_object("/Subtype /PS", "resources", "/XObject << /Ps @ >>", b"showpage"))
    ),
    "opi": lambda: Fault(shown(picture(140, 140, "/ColorSpace /DeviceGray /OPI << /2.0 << >> >>"))),
    "transfer-curve": lambda: Fault(card(change=more(states="/T << /TR << /FunctionType 2 /Domain [0 1] /N 2 >> >>"))),
    "halftone": lambda: Fault(card(change=more(states="/T << /HTP [0 0] >>"))),
    "lzw": lambda: Fault(
        card(change=with_object("/Filter /LZWDecode", "catalog", "/Odd @", b"\x80\x0b\x60\x50"))
    ),
    "late-filter": lambda: Fault(shown(picture(140, 140, "/ColorSpace /DeviceGray /Filter /JPXDecode"))),
    "alternate-picture": lambda: Fault(
        shown(picture(140, 140, "/ColorSpace /DeviceGray /Alternates []"))
    ),
    "layers": lambda: Fault(card(change=more(catalog="/OCProperties << /OCGs [] /D << >> >>"))),
    "late-structure": lambda: Fault(
        card(change=with_object("/Type /ObjStm /N 0 /First 0", "catalog", "/Odd @", b" ")),
    ),
    "white-overprint": lambda: Fault(card(f"{CARD}\n/Over gs 0 0 0 0 k 60 190 20 20 re f")),
    "missing-resource": lambda: Fault(card(f"{CARD}\n/Nowhere Do")),
    "missing-glyph": lambda: Fault(card(text().replace("(ABC)", "(AXC)"))),
    "odd-pages": lambda: Fault(card(pages=3, change=more(catalog=DUPLEX))),
    "sides-differ": lambda: Fault(two_sizes(), ("mixed-sizes",), asks={"sides": "two"}),
    "cut-off": lambda: Fault(card(text(x=20))),
    "code-unsafe": lambda: Fault(card(CARD.replace(CODE, f"0 0 0 1 k {code(TRIM[0] + 4, 80)}")), ("quiet-zone",)),
    "spot-colour": lambda: Fault(card(f"{CARD}\n/Sp cs 1 scn 60 190 20 20 re f", resources=spot("Gold"))),
    "die-line-name": lambda: Fault(card(f"{CARD}\n{DIE}", resources=spot("Cutcontour"))),
    "die-line-style": lambda: Fault(card(f"{CARD}\n{DIE.replace('/Over gs', '')}", resources=spot("CutContour"))),
    "die-line-open": lambda: Fault(
        card(f"{CARD}\n{DIE.replace(rectangle(TRIM), '28 28 m 28 270 l')}", resources=spot("CutContour"))
    ),
    "die-line-printed": lambda: Fault(die_layer(), profile="pdfx-4"),
    "marks-in-bleed": lambda: Fault(card(f"{CARD}\n0 0 0 1 K 0.5 w {TRIM[0]} 5 m {TRIM[0]} 26 l S")),
    "unsafe-text": lambda: Fault(card(text(x=TRIM[0] + 2 * MM))),
    "ink-limit": lambda: Fault(card(f"{CARD}\n0.9 0.9 0.9 0.9 k 60 180 60 40 re f"), asks={"ink_window": 10.0}),
    "rich-black-text": lambda: Fault(card(plain_text("0.8 0.7 0.7 1 k"))),
    "black-knockout": lambda: Fault(card(plain_text("0 0 0 1 k"))),
    "small-text": lambda: Fault(card(text(4))),
    "small-multi-ink-text": lambda: Fault(card(plain_text("1 0.5 0 0 k", 7))),
    "hairline": lambda: Fault(card(f"{CARD}\n0 0 0 1 K 0.1 w 60 190 m 90 190 l S")),
    "thin-multi-ink-line": lambda: Fault(card(f"{CARD}\n1 1 0 0 K 0.2 w 60 190 m 90 190 l S")),
    "low-picture": lambda: Fault(shown(picture(100, 100))),
    "dense-picture": lambda: Fault(shown(picture(400, 400))),
    "empty-page": lambda: Fault(card("q Q")),
    "registration-colour": lambda: Fault(card(f"{CARD}\n/Sp CS 1 SCN 60 190 m 90 190 l S", resources=spot("All"))),
    "border-near-trim": lambda: Fault(card(f"{CARD}\n1 0 0 0 K 1 w {rectangle(moved(TRIM, -1.5 * MM))} S")),
    "small-modules": lambda: Fault(card(CARD.replace(CODE, f"0 0 0 1 k {code(90, 90, 0.3 * MM)}"))),
    "quiet-zone": lambda: Fault(card(f"{CARD}\n1 0 0 0 k 70 77 80 2 re f")),
    "code-ink": lambda: Fault(card(CARD.replace(CODE, f"0.5 0.5 0 1 k {code()}"))),
    "code-contrast": lambda: Fault(card(CARD.replace(PANEL, "0 0 0 0.7 k 60 60 110 110 re f"))),
    "code-damaged": lambda: Fault(card(CARD.replace(CODE, f"0 0 0 1 k {code(matrix=BROKEN)}"))),
    "courier": lambda: Fault(card(change=put("font", "/AAAAAA+Made", "/AAAAAA+Courier"))),
    "gray-black": lambda: Fault(card(plain_text("/Over gs 0 g"))),
    "jpeg-quality": lambda: Fault(
        shown(picture(140, 140, "/ColorSpace /DeviceGray /Filter /DCTDecode", data=jpeg(20))),
    ),
    "large-file": lambda: Fault(card(), asks={"most_megabytes": 0.001}),
}  # fmt: skip


def two_sizes() -> bytes:
    file = card(pages=2)
    narrow = file.replace(b"/TrimBox [28.500", b"/TrimBox [30.500")
    second = file.rindex(b"/TrimBox [28.500")
    assert len(narrow) == len(file)
    return file[:second] + narrow[second:]


def type3() -> bytes:
    glyph = b"500 0 0 0 400 400 d1 0 0 400 400 re f"

    def change(parts: dict[str, str], pdf: Pdf) -> None:
        procedure = pdf.stream(glyph)
        parts["resources"] = (
            f"/Font << /F1 << /Type /Font /Subtype /Type3 /FontBBox [0 0 500 500] /FontMatrix [0.001 0 0 0.001 0 0] "
            f"/FirstChar 65 /LastChar 67 /Widths [500 500 500] /Encoding << /Differences [65 /a /a /a] >> "
            f"/CharProcs << /a {procedure} 0 R >> >> >>"
        )

    return card(change=change).replace(b"/Font << /F1 ", b"/Fons << /F1 ", 1)


def die_layer() -> bytes:
    def change(parts: dict[str, str], pdf: Pdf) -> None:
        group = pdf.add("<< /Type /OCG /Name (Cut) >>")
        parts["catalog"] += f" /OCProperties << /OCGs [{group} 0 R] /D << /Order [{group} 0 R] >> >>"
        parts["resources"] += f" /Properties << /L {group} 0 R >>"

    line = f"/OC /L BDC 0 1 0 0 K 0.5 w {rectangle(moved(TRIM, -20))} S EMC"
    return card(f"{CARD}\n{line}", standard="pdfx-4", change=change)


def test_white_over_the_end_of_the_bleed_is_seen_where_one_ground_lies_along_all_of_an_edge() -> None:
    """Along the half of it too, where one place after the other has to be asked for."""
    left, low, _, high = moved(TRIM, 8.0)
    for end in (high, (low + high) / 2):
        white = f"0 0 0 0 k {rectangle((left, low, left + 6, end))} f"
        found = inspect(card(f"{CARD}\n{white}"), asked("print")).findings
        assert [each.rule for each in found] == ["short-bleed"]
        assert "left edge" in found[0].what


@pytest.mark.parametrize("rule", RULES)
def test_a_planted_fault_is_found_and_nothing_else(rule: str) -> None:
    fault = FAULTS[rule]()
    asks = dict(fault.asks)
    steps = asks.pop("steps", 1_000_000)
    report = inspect(fault.file, asked(fault.profile, **asks), steps)
    assert {finding.rule for finding in report.findings} == {rule, *fault.also}
    wanted = next(finding for finding in report.findings if finding.rule == rule)
    assert wanted.code == RULES[rule].code
    assert wanted.what
    assert wanted.mend


def test_every_rule_has_a_planted_fault_and_every_code_a_rule() -> None:
    assert set(FAULTS) == set(RULES)
    assert {rule.code for rule in RULES.values()} == set(CODES)


def test_what_a_profile_turns_off_is_not_said() -> None:
    for rule, plant in FAULTS.items():
        fault = plant()
        quiet = asked(
            fault.profile, levels=dict.fromkeys(RULES, "off"), **{k: v for k, v in fault.asks.items() if k != "steps"}
        )
        assert not inspect(fault.file, quiet, 100_000).findings, rule


# --- what a finding says ------------------------------------------------------------------------------


def test_a_finding_says_the_page_and_the_place_from_the_top_left_corner() -> None:
    content = f"{CARD}\n1 0 0 rg 72 {MEDIA[3] - 72 - 36:.2f} 18 36 re f"
    finding = found(card(content, pages=2), "colour-space")
    assert (finding.page, finding.times, finding.severity) == (1, 1, Severity.ERROR)
    assert finding.place is not None
    assert tuple(finding.place) == pytest.approx((25.4, 25.4, 6.35, 12.7), abs=0.02)
    assert finding.what == "fill in DeviceRGB"
    assert finding.as_dict()["place"] == {"x": 25.4, "y": 25.4, "w": 6.35, "h": 12.7}


def test_the_same_fault_on_a_page_is_one_finding_that_counts() -> None:
    content = CARD + "\n1 0 0 rg" + " 60 190 5 5 re f" * 7
    assert found(card(content), "colour-space").times == 7


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("/Sp cs 1 scn 60 190 9 9 re f", "the alternate of a spot colour in DeviceRGB"),
        ("/Lab cs 50 0 0 sc 60 190 9 9 re f", "fill in Lab"),
        ("q 10 0 0 10 60 190 cm /Im Do Q", "picture in DeviceRGB"),
        ("q 60 190 9 9 re W n /Sh sh Q", "shading in DeviceRGB"),
        ("/Pattern cs /Pt scn 60 190 9 9 re f", "fill in DeviceRGB"),
        ("/Fm Do", "text in DeviceRGB"),
        ("q 10 0 0 10 60 190 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q", "picture in DeviceRGB"),
    ],
)
def test_a_colour_space_is_seen_wherever_it_is_used(content: str, what: str) -> None:
    tint = "<< /FunctionType 2 /Domain [0 1] /C0 [1 1 1] /C1 [1 0 0] /N 1 >>"

    def change(parts: dict[str, str], pdf: Pdf) -> None:
        image = pdf.stream(b"abc", "/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB")
        pattern = pdf.stream("1 0 0 rg 0 0 5 5 re f", "/PatternType 1 /PaintType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9")
        words = "/Over gs BT 1 0 0 rg /F1 9 Tf 60 190 Td (A) Tj ET"
        form = pdf.stream(words, "/Subtype /Form /BBox [0 0 999 999]")
        parts["resources"] = (
            f"/ColorSpace << /Sp [/Separation /Gold /DeviceRGB {tint}] /Lab [/Lab << /WhitePoint [1 1 1] >>] >> "
            f"/XObject << /Im {image} 0 R /Fm {form} 0 R >> /Pattern << /Pt {pattern} 0 R >> "
            f"/Shading << /Sh << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 1 1] /Function {tint} >> >>"
        )

    report = inspect(card(f"{CARD}\n{content}", change=change), asked("pdfx-1a", spots=("Gold",)))
    assert [finding.what for finding in report.findings] == [what]


def test_what_the_clip_leaves_out_is_not_painted() -> None:
    assert rules(card(f"{CARD}\nq 0 0 1 1 re W n 1 0 0 rg 60 190 9 9 re f Q")) == set()


def test_ink_is_averaged_over_the_window() -> None:
    content = f"{CARD}\n0.9 0.9 0.9 0.9 k 60 180 14.2 14.2 re f"  # 5 × 5 mm of 360 %
    assert rules(card(content), ink_window=15.0) == set()
    assert "ink-limit" in rules(card(content), ink_window=1.0)
    assert "360 %" in found(card(content), "ink-limit", ink_window=1.0).what


def test_overprint_adds_inks_up() -> None:
    stacked = f"{CARD}\n1 1 0 0 k 60 180 60 40 re f {{}} 0 0 0 1 k 60 180 60 40 re f"
    gold = "/Over gs /Sp cs 1 scn 60 180 60 40 re f /Knock gs"
    more_ink = card(f"{CARD}\n1 1 0.9 0.3 k 60 180 60 40 re f {gold}", resources=spot("Gold"))
    assert rules(card(stacked.format("/Knock gs")), ink_window=10.0) == set()
    assert "ink-limit" in rules(more_ink, ink_window=10.0, spots=("Gold",))


def test_the_ink_of_a_cmyk_picture_is_sampled() -> None:
    heavy = picture(140, 140, "/ColorSpace /DeviceCMYK", data=bytes([240]) * (140 * 140 * 4))
    assert rules(shown(heavy), ink_window=10.0) == {"ink-limit"}
    light = picture(140, 140, "/ColorSpace /DeviceCMYK", data=bytes([40]) * (140 * 140 * 4))
    assert rules(shown(light), ink_window=10.0) == set()


def test_the_ink_of_a_cmyk_jpeg_is_sampled() -> None:
    adobe = jpeg(90, "CMYK", (240, 240, 240, 240))  # Pillow writes ink as 255 - ink, as Adobe does
    entries = "/ColorSpace /DeviceCMYK /Filter /DCTDecode"
    assert rules(shown(picture(140, 140, f"{entries} /Decode [1 0 1 0 1 0 1 0]", data=adobe)), ink_window=10.0) == {
        "ink-limit"
    }
    assert rules(shown(picture(140, 140, entries, data=adobe)), ink_window=10.0) == set()


# --- codes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "drawn",
    [
        code(each="f"),  # every module painted alone, as ReportLab does
        f"q 0 1 -1 0 240 0 cm {code()} Q",  # turned
        "q 1 0 0 1 0 0 cm " + code() + " Q",
        code(matrix=modules("x")),
    ],
    ids=["each alone", "turned", "moved", "small"],
)
def test_codes_are_found_however_they_are_drawn(drawn: str) -> None:
    whole = CARD.replace(CODE, f"0 0 0 1 k {drawn}")
    assert rules(card(whole)) == set()
    assert rules(card(whole), module=0.6) == {"small-modules"}


def test_squares_that_are_no_code_are_let_be() -> None:
    tiles = "\n".join(f"{80 + 6 * x} {80 + 6 * y} 4 4 re" for x in range(12) for y in range(12))
    assert rules(card(CARD.replace(CODE, f"0 0 0 1 k {tiles} f")), module=3.0) == set()


def test_a_logo_within_a_code_does_not_take_its_quiet_zone() -> None:
    assert rules(card(f"{CARD}\n1 0 0 0 k 98 98 6 6 re f")) == set()


# --- profiles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_each_bundled_profile_says_who_it_is_for_and_where_its_figures_come_from(name: str) -> None:
    profile = asked(name)
    assert profile.title
    assert profile.note


def test_a_profile_of_ones_own_extends_a_bundled_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text('extends: pdfx-1a\ntitle: Ours\nspots: [Gold]\nlevels: {E07: "off", trapped: warning}\n', "utf-8")
    mine = asked(str(path))
    assert (mine.level("alpha"), mine.level("trapped"), mine.level("file-id")) == ("off", "warning", "error")
    assert (mine.spots, mine.ink_limit) == (("Gold",), 320.0)


def test_a_rule_that_there_is_not_is_a_problem_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("extends: print\ntitle: Ours\nlevels:\n  colour-spac: error\n", "utf-8")
    problems = Problems()
    demands(str(path), problems)
    (problem,) = problems.errors
    assert problem.where.line == 4
    assert "colour-space" in str(problem)


# --- the command --------------------------------------------------------------------------------------


def run_command(*words: object) -> Any:
    return CliRunner().invoke(main, ["preflight", *(str(word) for word in words)])


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.pdf"
    path.write_bytes(card())
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.pdf"
    path.write_bytes(card(f"{CARD}\n1 0 0 rg 60 190 20 20 re f"))
    return path


def test_the_command_says_what_where_and_how_to_mend_it(sound: Path, faulty: Path) -> None:
    fine = run_command(sound, "--profile", "pdfx-1a")
    assert (fine.exit_code, fine.stdout) == (ExitCode.DONE, f"{sound.as_posix()}: 1 page, nothing found\n")
    wrong = run_command(sound, faulty, "--profile", "pdfx-1a")
    assert wrong.exit_code == ExitCode.PREFLIGHT
    assert "error E04 colour-space: page 1: fill in DeviceRGB, at 21.2, 34.2 mm" in wrong.stdout
    assert RULES["colour-space"].mend in wrong.stdout


def test_warnings_alone_are_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "warned.pdf"
    path.write_bytes(card(text(4)))
    done = run_command(path, "--profile", "pdfx-1a")
    assert (done.exit_code, "warning W05" in done.stdout) == (ExitCode.DONE, True)


def test_json_is_one_object(sound: Path, faulty: Path) -> None:
    done = run_command("--json", "--profile", "pdfx-1a", sound, faulty)
    said = json.loads(done.stdout)
    assert done.exit_code == ExitCode.PREFLIGHT
    assert [(file["readable"], file["errors"], file["warnings"]) for file in said["files"]] == [
        (True, 0, 0),
        (True, 1, 0),
    ]
    (finding,) = said["files"][1]["findings"]
    assert set(finding) == {"code", "rule", "severity", "page", "pages", "place", "what", "times", "mend"}
    assert said["errors"] == 1


def test_a_file_that_is_not_there_does_not_keep_the_others_from_being_looked_at(sound: Path, tmp_path: Path) -> None:
    done = run_command(tmp_path / "none.pdf", sound)
    assert done.exit_code == ExitCode.FILES
    assert "none.pdf: cannot be read" in done.stdout
    assert "sound.pdf, as PDF/X-1a:2003: 1 page" in done.stdout
    assert json.loads(run_command("--json", tmp_path / "none.pdf").stdout)["files"][0]["readable"] is False


def test_an_unknown_profile_is_named(sound: Path) -> None:
    done = run_command(sound, "--profile", "pdfx-1")
    assert done.exit_code == ExitCode.SOURCES
    assert "pdfx-1a" in done.stderr


def test_pages_in_a_row_are_said_as_a_range() -> None:
    assert _ranges([1, 2, 3, 7, 9, 10]) == "1–3, 7, 9–10"
    assert _ranges([4]) == "4"


@pytest.mark.parametrize("quality", [20, 50, 75, 90])
def test_the_quality_of_a_jpeg_is_read_from_its_table(quality: int) -> None:
    assert jpeg_quality(jpeg(quality)) == pytest.approx(quality, abs=2)
    assert jpeg_quality(b"\xff\xd8\xff") is None


def test_the_document_explains_every_rule_and_every_code() -> None:
    text = DOCS.read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (\w\d\d) \|", text, re.M))
    assert rows == {name: rule.code for name, rule in RULES.items()}
    for name, rule in RULES.items():
        assert rule.mend in text, name


def test_the_profile_in_the_document_is_read_as_it_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    path.write_text(example, encoding="utf-8")
    ours = asked(str(path))
    assert rules(card(pages=2), str(path)) == set()
    assert rules(card(pages=3), str(path)) == {"odd-pages"}
    assert (ours.level("small-text"), ours.level("crop-box"), ours.spots) == ("error", "off", ("PANTONE 877 C",))
