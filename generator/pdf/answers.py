"""The font of what is typed into a PDF: whoever fills it in may need any letter, so it is embedded with all of them.

Character codes are Unicode (a Type 0 font, Identity-H, CIDToGIDMap; ISO 32000-2 §9.7.4): the text of a field is, as
UTF-16, what shows it. It knows no fields.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import (
    PDFArrayCompact,
    PDFObjectReference,
    PDFString,
)

from generator.pdf.dictionary import Dictionary, name_of
from generator.pdf.document import LEVEL, PACKED, Document
from generator.pdf.subset import cutter
from generator.pdf.type import FontFile, parsed

# Latin with its accents, Greek (polytonic too), Cyrillic; points, dashes, quotes, raised and lowered figures, coins.
_WRITTEN = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x02B9, 0x02DD), (0x0300, 0x0345), (0x0370, 0x03FF), (0x0400, 0x052F),
    (0x1E00, 0x1FFF), (0x2010, 0x2027), (0x202F, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x2126),
    (0x2150, 0x215E), (0x2190, 0x2193), (0x2212, 0x2215), (0x2248, 0x2265),
)  # fmt: skip
_NONSYMBOLIC = 1 << 5
_MOST_PER_BLOCK = 100  # of a CMap
_CLOSELY = 9  # packed once, and in each file that is filled in


class _Cut(NamedTuple):
    """A font file with the letters that people write, alone, as it is written into each document."""

    name: str
    face: Any
    length: int  # bytes, before it is packed
    program: bytes  # packed, as the two that follow
    to_glyphs: bytes
    to_unicode: bytes
    widths: bytes  # 1/1000 em: an array


def embed(font: FontFile, document: Document) -> PDFObjectReference:
    """The font as an object of the document."""
    cut = _cut(font.key, font.data)
    face = cut.face
    program = document.add_stream(cut.program, {"Length1": cut.length, **PACKED}, packed=True)
    descriptor = {
        "Type": name_of("FontDescriptor"),
        "FontName": name_of(cut.name),
        "Flags": _NONSYMBOLIC,
        "FontBBox": PDFArrayCompact(face.bbox),
        "ItalicAngle": face.italicAngle,
        "Ascent": face.ascent,
        "Descent": face.descent,
        "CapHeight": face.capHeight,
        "StemV": face.stemV,
        "FontFile2": program,
    }
    identity = Dictionary(
        {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0},
    )
    descendant = {
        "Type": name_of("Font"),
        "Subtype": name_of("CIDFontType2"),
        "BaseFont": name_of(cut.name),
        "CIDSystemInfo": identity,
        "FontDescriptor": document.Reference(Dictionary(descriptor)),
        "DW": round(face.defaultWidth),
        "W": cut.widths,
        "CIDToGIDMap": document.add_stream(cut.to_glyphs, PACKED, packed=True),
    }
    whole = {
        "Type": name_of("Font"),
        "Subtype": name_of("Type0"),
        "BaseFont": name_of(cut.name),
        "Encoding": name_of("Identity-H"),
        "DescendantFonts": PDFArrayCompact([document.Reference(Dictionary(descendant))]),
        "ToUnicode": document.add_stream(cut.to_unicode, PACKED, packed=True),
    }
    return document.Reference(Dictionary(whole))


@lru_cache(maxsize=4)
def _cut(key: str, data: bytes) -> _Cut:
    """Cut once for all files of a run. Its name is its own: it is neither the whole of the font nor a subset that
    editors would refuse to type with (§9.9.2)."""
    face = parsed(key, data).face
    written = [code for first, last in _WRITTEN for code in range(first, last + 1) if face.charToGlyph.get(code)]
    new: dict[int, int] = {0: 0}  # glyph of the file → glyph of the cut one, in the order in which it is cut
    glyphs = {code: new.setdefault(face.charToGlyph[code], len(new)) for code in written}
    widths = {code: face.charWidths[code] for code in written}
    family, _, style = face.name.decode("ascii").partition("-")
    program = cutter(face).cut(written)
    return _Cut(
        name=f"{family}Answers-{style or 'Regular'}",
        face=face,
        length=len(program),
        program=zlib.compress(program, _CLOSELY),
        to_glyphs=zlib.compress(_to_glyphs(glyphs), LEVEL),
        to_unicode=zlib.compress(_to_unicode(glyphs).encode(), LEVEL),
        widths=_widths(widths),
    )


def _runs(codes: Iterable[int]) -> Iterator[list[int]]:
    """Codes that follow one another, as CMaps want them: in one row of 256."""
    for _, run in groupby(enumerate(sorted(codes)), lambda pair: (pair[1] - pair[0], pair[1] >> 8)):
        yield [code for _, code in run]


def _widths(widths: dict[int, float]) -> bytes:
    """§9.7.4.3: an array, which no file packs."""
    runs = (f"{run[0]}[{' '.join(str(round(widths[code])) for code in run)}]" for run in _runs(widths))
    return f"[{''.join(runs)}]".encode()


def _to_glyphs(glyphs: dict[int, int]) -> bytes:
    """Two bytes for each character up to the last one (§9.7.4.2)."""
    return b"".join(glyphs.get(code, 0).to_bytes(2, "big") for code in range(max(glyphs) + 1))


def _to_unicode(codes: Iterable[int]) -> str:
    """Each code is its own character (§9.10.3)."""
    ranges = [f"<{run[0]:04X}><{run[-1]:04X}><{run[0]:04X}>" for run in _runs(codes)]
    blocks = (ranges[start : start + _MOST_PER_BLOCK] for start in range(0, len(ranges), _MOST_PER_BLOCK))
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        "1 begincodespacerange<0000><FFFF>endcodespacerange\n"
        + "".join(map(_block, blocks))
        + "endcmap CMapName currentdict/CMap defineresource pop end end"
    )


def _block(ranges: Sequence[str]) -> str:
    return f"{len(ranges)} beginbfrange\n" + "\n".join(ranges) + "\nendbfrange\n"
