"""Preflight of files that are ours, foreign, damaged, locked or mutated: findings, never a fault of its own."""

import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_pdf import BLEED, CARD, Pdf, card, rectangle
from suite import examples
from test_preflight import TEXT, asked, more, rules
from test_preflight_fonts import CMAP_STREAM, composite, type3
from test_preflight_objects import updated, with_stream

from generator.cli import main
from generator.kit.build import build
from generator.kit.selection import Wanted
from generator.kit.workshop import bundled_workshop, load
from generator.preflight.inspecting import Report, inspect
from generator.preflight.tokens import PATH, statements

PRINT, X1A = asked("print"), asked("pdfx-1a")
OURS = "a part of it could not be looked at"  # what the last net says: a fault of preflight itself
HTML = """<html><body><h1>Cards</h1><p style="opacity:.5">half of <a href="https://example.org">a link</a></p>
<div style="background:linear-gradient(red,blue);width:99px;height:99px;box-shadow:3px 3px 5px #888"></div>"""
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="100" height="100" opacity=".5"/>
<text x="10" y="150" font-size="20">Cards</text></svg>"""
PS = """%!PS
/Courier findfont 24 scalefont setfont 72 700 moveto (Cards) show 0.1 setlinewidth 72 500 moveto 300 500 lineto stroke
1 0 0 setrgbcolor 0 0 200 200 rectfill showpage"""


def looked_over(file: bytes, steps: int = 300_000) -> Report:
    report = inspect(file, X1A, steps)
    assert not [finding.what for finding in report.findings if finding.what.startswith(OURS)]
    return report


# --- ours ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    build(load(bundled_workshop(), {}, None, ""), Wanted(("deck",), (), ()), folder, None, lambda done, total: None)
    return folder / "deck.pdf"


@pytest.mark.parametrize("profile", ["office", "print"])
def test_the_bundled_deck_has_no_findings(deck: Path, profile: str) -> None:
    assert rules(deck.read_bytes(), profile) == set()


def test_the_bundled_deck_is_no_pdf_x_and_that_is_said(deck: Path) -> None:
    assert rules(deck.read_bytes()) >= {"colour-space", "output-intent", "pdfx-version", "pdf-version", "trapped"}


def test_every_code_of_the_bundled_deck_is_found(deck: Path) -> None:
    report = inspect(deck.read_bytes(), asked("print", module=9.0))
    small = [finding for finding in report.findings if finding.rule == "small-modules"]
    assert sum(finding.times for finding in small) == 54


# --- foreign ------------------------------------------------------------------------------------------


@pytest.mark.needs("chromium")
def test_chromium(tmp_path: Path, run: Any) -> None:
    (tmp_path / "a.html").write_text(HTML, "utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}")
    run("chromium", *options, f"--print-to-pdf={tmp_path / 'a.pdf'}", (tmp_path / "a.html").as_uri())
    file = (tmp_path / "a.pdf").read_bytes()
    assert rules(file, "print") == {"action", "annotation", "no-trim-box"}
    assert rules(file, "pdfx-1a") >= {"colour-space", "alpha", "soft-mask", "annotation", "output-intent"}


@pytest.mark.needs("gs")
def test_ghostscript(tmp_path: Path, run: Any) -> None:
    (tmp_path / "a.ps").write_text(PS, "utf-8")
    run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-o", tmp_path / "a.pdf", tmp_path / "a.ps")
    file = (tmp_path / "a.pdf").read_bytes()
    assert {"font-not-embedded", "courier", "hairline", "short-bleed"} <= rules(file, "print")


@pytest.mark.needs("rsvg-convert")
def test_cairo(tmp_path: Path, run: Any) -> None:
    (tmp_path / "a.svg").write_text(SVG, "utf-8")
    run("rsvg-convert", "-f", "pdf", "-o", tmp_path / "a.pdf", tmp_path / "a.svg")
    file = (tmp_path / "a.pdf").read_bytes()
    assert rules(file, "print") == {"short-bleed", "no-trim-box"}
    assert "alpha" in rules(file, "pdfx-1a")


@pytest.mark.needs("qpdf")
@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=n", "--"), {"encrypted"}),
        (("--encrypt", "", "owner", "256", "--"), {"encrypted", "not-inspected"}),
        (("--encrypt", "user", "owner", "256", "--"), {"encrypted", "not-inspected"}),
        (("--linearize", "--object-streams=generate"), {"late-structure", "pdf-version"}),
    ],
    ids=["opens without a password", "AES", "password", "object streams"],
)
def test_locked_and_packed_files(options: tuple[str, ...], found: set[str], tmp_path: Path, run: Any) -> None:
    (tmp_path / "a.pdf").write_bytes(card())
    run("qpdf", *options, tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert rules((tmp_path / "b.pdf").read_bytes()) - {"xmp"} == found


# --- damaged ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [b"", b"%PDF-1.4 and no more", bytes(range(256)) * 9, card()[:4000], b"GIF89a"])
def test_what_is_no_pdf_is_said_to_be_none(file: bytes, tmp_path: Path) -> None:
    report = looked_over(file)
    assert not report.readable
    assert [finding.code for finding in report.findings] == ["E00"]
    (tmp_path / "a.pdf").write_bytes(file)
    assert CliRunner().invoke(main, ["preflight", str(tmp_path / "a.pdf")]).exit_code == 5


def test_a_lost_cross_reference_table_is_rebuilt_and_that_is_said() -> None:
    report = looked_over(re.sub(rb"startxref\n\d+", b"startxref\n7", card()))
    assert (report.pages, [finding.rule for finding in report.findings]) == (1, ["cross-reference"])


def test_a_damaged_stream_is_looked_at_up_to_the_damage() -> None:
    packed = bytearray(zlib.compress(f"{CARD}\n1 0 0 rg 60 190 9 9 re f\n{'% nothing' * 9000}".encode(), 0))
    packed[-9000:-8990] = b"??????????"
    broken = card(bytes(packed[:-6]), change=more(contents="/Filter /FlateDecode"))
    assert rules(broken) == {"colour-space", "damaged"}


def test_a_form_that_draws_itself_comes_to_an_end() -> None:
    def change(parts: dict[str, str], pdf: Pdf) -> None:
        number = pdf.stream("/Fm Do /Fm Do", "/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm 1 0 R >> >>")
        parts["resources"] += f" /XObject << /Fm {number} 0 R >>"

    assert rules(card(f"{CARD}\n/Fm Do", change=change)) == {"damaged"}


def test_forms_in_forms_that_grow_without_end_come_to_an_end() -> None:
    """Thirty forms, each of which draws the next one ten times."""

    def change(parts: dict[str, str], pdf: Pdf) -> None:
        for number in range(1, 21):
            inner = f"/Resources << /XObject << /Fm {number + 1} 0 R >> >>"
            pdf.stream("/Fm Do " * 10, f"/Subtype /Form /BBox [0 0 9 9] {inner}")
        pdf.stream("0 0 1 1 re f", "/Subtype /Form /BBox [0 0 9 9]")
        parts["resources"] += " /XObject << /Fm 1 0 R >>"

    report = looked_over(card(f"{CARD}\n/Fm Do", change=change), 20_000)
    assert "not-inspected" in {finding.rule for finding in report.findings}


def test_a_page_tree_that_leads_into_itself_comes_to_an_end() -> None:
    file = card()
    kids = file.index(b"/Kids [")
    tree = file.rindex(b" 0 obj", 0, kids)
    number = file[file.rindex(b"\n", 0, tree) + 1 : tree]
    looped = file.replace(b"/Kids [", b"/Kids [" + number + b" 0 R ", 1)
    report = looked_over(looped)
    assert (report.pages, "damaged" in {finding.rule for finding in report.findings}) == (1, True)


@pytest.mark.parametrize(
    "content",
    [
        b" " * 5_000_000,
        b"1" * 1_000_000,
        b"(" * 200_000,
        b"[" * 200_000,
        b"<<" * 100_000,
        b"q " * 100_000,
        b"1 2 3 " * 100_000,
        b"BI ID " * 50_000,
        b"0 0 1 1 re f " * 20_000,
        b"BT /F1 9 Tf " + b"(A) Tj " * 20_000,
    ],
    ids=lambda content: content[:9].decode(),
)
def test_long_nonsense_comes_to_an_end(content: bytes) -> None:
    assert looked_over(card(content)).pages == 1


def test_many_grounds_over_one_another_come_to_an_end() -> None:
    piled = f"/Over gs 0.9 0.9 0.9 0.9 k {rectangle(BLEED)} f " * 400
    assert "not-inspected" in {finding.rule for finding in looked_over(card(piled)).findings}


SEEDS = [
    card(),
    card(standard="pdfx-4", change=more(page="/Annots [<< /Subtype /Link /Rect [60 60 70 70] /A << /S /URI >> >>]")),
    card(f"{CARD}\n{TEXT.format(size=9, x=60, y=190)}", pages=3, change=more(catalog="/AcroForm << /Fields [] >>")),
    type3("[(A) -300 (B  )] TJ", widths="0 0", encoding_="/BaseEncoding /WinAnsiEncoding"),
    composite("@0", "[<0041> 400 <0041>] TJ", x=80, y=200, more="/W2 [65 [-100 500 880]]", objects=(CMAP_STREAM,)),
    updated(card()),
    with_stream(4),
]
ODD = (
    *b"1e99 -1 99999999999999999999 null << >> [ ] / ( ) 0 1 nan /Kids /DeviceN BI ID EI q Q cm gs Do endobj".split(),
    *(b"1 0 R", b"2 0 R", b"3 0 R", b"5 0 R", b"stream"),
)


@settings(max_examples=examples(120), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_mutated_files_neither_crash_nor_hang_it(data: st.DataObject) -> None:
    file = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, max(len(file) - 1, 0)))
        match data.draw(st.sampled_from(["byte", "word", "cut", "copy", "end"])):
            case "byte":
                file[at : at + 1] = bytes([data.draw(st.integers(0, 255))])
            case "word":
                word = data.draw(st.sampled_from(ODD))
                file[at : at + len(word)] = word
            case "cut":
                del file[at : at + data.draw(st.integers(1, 60))]
            case "copy":
                start = data.draw(st.integers(0, max(len(file) - 1, 0)))
                file[at:at] = file[start : start + data.draw(st.integers(1, 200))]
            case "end":
                del file[max(at, len(file) // 2) :]
    report = looked_over(bytes(file), 50_000)
    assert all(finding.what for finding in report.findings)


# --- tokens -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1 -.5 +2. 0 re", [("re", [1.0, -0.5, 2.0, 0.0])]),
        (b"1 2 3 4 re\n5 6 7 8 re f*", [("re", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]), ("f*", [])]),
        (
            b"1 2 m 3 4 l 1 2 3 4 5 6 c h\nf",
            [(PATH, [[1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 1, 1, True]), ("f", [])],
        ),
        (b"1 2 m h 1 2 3 m\n4 5 l", [(PATH, [[1.0, 2.0], 1, 1, False]), ("m", [1.0, 2.0, 3.0]), ("l", [4.0, 5.0])]),
        (b"/A#20b 12 Tf(a\\(b\\051(c)\\n)Tj", [("Tf", ["/A b", 12.0]), ("Tj", [b"a(b)(c)\n"])]),
        (b"[(a) -120 <4142>]TJ", [("TJ", [[b"a", -120.0, b"AB"]])]),
        (b"/OC << /A [1 2] /B (x) >> BDC", [("BDC", ["/OC", {"/A": [1.0, 2.0], "/B": b"x"}])]),
        (b"% a comment\nq %more\nQ", [("q", []), ("Q", [])]),
        (b"BI /W 2 /H 1 /BPC 8 ID \x00Q EI Q", [("BI", [{"/W": 2.0, "/H": 1.0, "/BPC": 8.0}]), ("Q", [])]),
        (b"true false null sc", [("sc", [True, False, None])]),
        (b"(\\101\\\r\nB) ' T*", [("'", [b"AB"]), ("T*", [])]),
    ],
)
def test_content_is_read_as_operators_with_their_operands(content: bytes, said: list[tuple[str, list[Any]]]) -> None:
    assert [*statements(content)] == said


@given(st.binary(max_size=400))
def test_any_bytes_come_to_an_end(file: bytes) -> None:
    assert all(isinstance(operator, str) for operator, _ in statements(file))


def test_the_last_net_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*things: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("generator.preflight.of_codes.check", fail)
    report = inspect(card(pages=2), X1A)
    assert [finding.what for finding in report.findings] == [f"{OURS} (ZeroDivisionError)"] * 2
