"""Preflight of files whose objects are not where they should be: it is said, in words of our own."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf.errors
import pypdf.generic
import pytest
from click.testing import CliRunner
from plain_pdf import card
from test_preflight import asked, found, more

from generator.cli import main
from generator.errors import ExitCode
from generator.preflight.cross_reference import faults
from generator.preflight.inspecting import Report, inspect

RULE = "cross-reference"


def start_of(file: bytes) -> int:
    return int(re.findall(rb"startxref\s+(\d+)", file)[-1])


def started_at(file: bytes, offset: int) -> bytes:
    return re.sub(rb"startxref\n\d+", b"startxref\n%d" % offset, file)


def updated(file: bytes, place: int | None = None) -> bytes:
    """A newer title, behind the end of the file; `place`: where its object is said to be."""
    number = re.search(rb"/Info (\d+) 0 R", file)
    root = re.search(rb"/Root \d+ 0 R", file)
    assert number
    assert root
    at = len(file) if place is None else place
    added = number[1] + b" 0 obj\n<< /Title (Newer) >>\nendobj\n"
    table = b"xref\n0 1\n0000000000 65535 f \n%s 1\n%010d 00000 n \n" % (number[1], at)
    trailer = b"trailer\n<< /Size 99 %s /Info %s 0 R /Prev %d >>\n" % (root[0], number[1], start_of(file))
    return file + added + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(file) + len(added))


# --- tables -------------------------------------------------------------------------------------------

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "begins elsewhere": lambda file: started_at(file, start_of(file) - 40),
    "begins in it": lambda file: started_at(file, start_of(file) + 2),
    "begins behind the end": lambda file: started_at(file, 10 * len(file)),
    "begins at 0": lambda file: started_at(file, 0),
    "its beginning is not said": lambda file: file.replace(b"startxref", b"startxxxx"),
    "cut short": lambda file: file[: start_of(file) + 60],
    "a line is garbled": lambda file: file.replace(b" 00000 n ", b" 000?0 n ", 1),
    "one object is elsewhere": lambda file: re.sub(rb"\n00000(\d{5}) 00000 n ", rb"\n00009\1 00000 n ", file, count=1),
    "two objects are exchanged": lambda file: re.sub(
        rb"(\d{10} 00000 n \n)(\d{10} 00000 n \n)", rb"\2\1", file, count=1
    ),
    "all objects have moved": lambda file: file.replace(b"1 0 obj", b"%%% a line more\n1 0 obj", 1),
    "counted from 1": lambda file: re.sub(rb"xref\n0 ", b"xref\n1 ", file, count=1),
    "without a trailer": lambda file: file.replace(b"trailer", b"tailler"),
    "an older part is elsewhere": lambda file: re.sub(rb"/Prev (\d)", rb"/Prev 1\1", updated(file)),
    "a newer object is elsewhere": lambda file: updated(file, 20),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_table_is_said(damage: Callable[[bytes], bytes]) -> None:
    file = damage(card())
    assert list(faults(file))
    report = inspect(file, asked("print"))
    assert RULE in {finding.rule for finding in report.findings} or not report.readable
    if report.readable:
        assert found(file, RULE).severity.value == "error"
        assert found(file, RULE, "office").severity.value == "warning"


SOUND: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda file: file,
    "updated": updated,
    "updated twice": lambda file: updated(updated(file)),
    "counted from the header": lambda file: b"junk before it\n" + file,
    "something behind it": lambda file: file + b"\0" * 600,
    "a line of spaces": lambda file: started_at(file, start_of(file) - 1),
    "other ends of lines": lambda file: re.sub(rb"( 00000 [nf]) \n", rb"\1\r\n", file),
    "an old place is wrong, and made good": lambda file: updated(damaged_info(file)),
}


def damaged_info(file: bytes) -> bytes:
    info = file.rindex(b" 0 obj\n<< /Title")
    at = file.rindex(b"\n", 0, info) + 1
    return file.replace(b"%010d 00000 n" % at, b"%010d 00000 n" % (at + 3))


@pytest.mark.parametrize("change", SOUND.values(), ids=SOUND)
def test_a_table_that_leads_where_it_says_is_sound(change: Callable[[bytes], bytes]) -> None:
    assert list(faults(change(card()))) == []


@pytest.mark.needs("qpdf")
@pytest.mark.parametrize(
    "options",
    [("--object-streams=generate",), ("--linearize",), ("--linearize", "--object-streams=generate"), ("--qdf",)],
)
def test_files_of_another_writer(options: tuple[str, ...], tmp_path: Path, run: Any) -> None:
    """Cross-reference streams and linearized files: sound as they are; a few bytes in the middle move what follows."""
    (tmp_path / "a.pdf").write_bytes(card())
    run("qpdf", *options, tmp_path / "a.pdf", tmp_path / "b.pdf")
    file = (tmp_path / "b.pdf").read_bytes()
    assert list(faults(file)) == []
    middle = file.rindex(b"endobj", 0, start_of(file)) + 7
    assert list(faults(file[:middle] + b"%%%%%%%\n" + file[middle:]))


# --- cross-reference streams --------------------------------------------------------------------------


def png(kind: int, rows: list[bytes]) -> bytes:
    """Packed by a filter of PNG, whose arithmetic is spelled out here once more."""
    out, above = b"", bytes(len(rows[0]))
    for row in rows:
        beside, corner = b"\0" + row[:-1], b"\0" + above[:-1]
        guesses = {
            0: bytes(len(row)), 1: beside, 2: above,
            3: bytes((a + b) // 2 for a, b in zip(beside, above, strict=True)),
            4: bytes(paeth(a, b, c) for a, b, c in zip(beside, above, corner, strict=True)),
        }  # fmt: skip
        out += bytes([kind]) + bytes((each - guess) & 255 for each, guess in zip(row, guesses[kind], strict=True))
        above = row
    return out


def paeth(a: int, b: int, c: int) -> int:
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def with_stream(kind: int | None, shift: int = 0) -> bytes:
    """The card with a stream for its table. `kind`: the filter of PNG; `shift`: how far wrong the last object is."""
    file = card(version="1.6")
    start = start_of(file)
    places = [int(each) for each in re.findall(rb"(\d{10}) 00000 n", file)]
    trailer = re.search(rb"/Size (\d+) (.*?)>>\nstartxref", file, re.S)
    assert trailer
    places[-1] += shift
    number = int(trailer[1])
    rows = [b"\0\0\0\0\xff", *(b"\1" + place.to_bytes(3, "big") + b"\0" for place in [*places, start])]
    data = zlib.compress(b"".join(rows) if kind is None else png(kind, rows))
    parameters = b"" if kind is None else b"/DecodeParms << /Columns 5 /Predictor %d >>" % (10 + kind)
    entries = b"/Type /XRef /W [1 3 1] /Size %d /Filter /FlateDecode %s %s" % (number + 1, parameters, trailer[2])
    stream = b"%d 0 obj\n<< %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, entries, len(data), data)
    return file[:start] + stream + b"startxref\n%d\n%%%%EOF\n" % start


@pytest.mark.parametrize("kind", [None, 0, 1, 2, 3, 4])
def test_cross_reference_streams_are_followed(kind: int | None) -> None:
    assert list(faults(with_stream(kind))) == []
    assert inspect(with_stream(kind), asked("print")).pages == 1
    (words,) = faults(with_stream(kind, 3))
    assert re.fullmatch(r"object \d+ is not where the cross-reference table says", words)


def test_a_cross_reference_stream_that_cannot_be_unpacked_is_said() -> None:
    file = with_stream(2)
    at = file.index(b"stream\n", start_of(file)) + 9
    assert list(faults(file[:at] + b"????" + file[at + 4 :]))


def test_tables_without_end_come_to_an_end() -> None:
    rounds = b"%%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%%%EOF"
    assert list(faults(rounds)) == []
    many = b"%PDF-1.4\nxref\n0 9999999999\n" + b"0000000009 00000 n \n" * 9
    assert list(faults(many + b"startxref\n9\n%%EOF")) == []


# --- words --------------------------------------------------------------------------------------------

# Of the library's exceptions and warnings, as they stood in findings: names of its classes, and its turns of phrase.
FOREIGN = re.compile(
    r"Pdf\w*Error|startxref not found|EOF marker|Invalid |Expected |Stream has ended|<class|0x|b'|Error"
)
BROKEN = {
    "no PDF": lambda file: b"GIF89a" * 99,
    "nothing": lambda file: b"",
    "cut off": lambda file: file[:3000],
    "no catalog": lambda file: re.sub(rb"/Root \d+", b"/Root 99", file).replace(b"/Catalog", b"/Cattle_"),
    "an object breaks off": lambda file: file.replace(b"<< /Type /Catalog", b"<< /Type /Pages (( ", 1),
    "a page is garbled": lambda file: file.replace(b"/Type /Page ", b"/Type ]]>>< ", 1),
}


def words_of(report: Report) -> list[str]:
    return [words for finding in report.findings for words in (finding.what, finding.mend)]


@pytest.mark.parametrize("damage", BROKEN.values(), ids=BROKEN)
def test_words_of_the_library_never_reach_people(
    damage: Callable[[bytes], bytes], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.pdf").write_bytes(damage(card()))
    done = CliRunner().invoke(main, ["preflight", str(tmp_path / "a.pdf")])
    assert done.exit_code in (ExitCode.PREFLIGHT, ExitCode.FILES)
    assert not FOREIGN.search(done.output.replace(str(tmp_path), ""))
    assert caplog.records == []


FONT = 3  # the number of its object in the card


def test_what_the_library_says_of_an_object_or_a_stream_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*things: Any, **named: Any) -> Any:
        raise pypdf.errors.PdfReadError("WORDS OF THE LIBRARY")

    spoiled = card(change=more(contents="/Filter /ASCII85Decode"))
    with monkeypatch.context() as patch:
        patch.setattr("pypdf.generic.StreamObject.get_data", fail)
        patch.setattr("pypdf.generic.EncodedStreamObject.get_data", fail)
        assert found(spoiled, "damaged").what == "a stream cannot be unpacked"
    with monkeypatch.context() as patch:
        whole = pypdf.generic.IndirectObject.get_object
        patch.setattr("pypdf.generic.IndirectObject.get_object", lambda it: fail() if it.idnum == FONT else whole(it))
        assert found(card(), "damaged").what == f"object {FONT} cannot be read"
    with monkeypatch.context() as patch:
        patch.setattr("generator.preflight.of_codes.check", fail)
        assert found(card(), "not-inspected").what == "a part of it could not be looked at"
