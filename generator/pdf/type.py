"""Type in a PDF: which byte stands for which letter, and the fonts, cut down to the letters in use.

ReportLab's `TTFont` reads the files and gives each letter its byte in simple TrueType fonts (ISO 32000-2
§9.6.3) of up to 255 letters; this room looks its answers up, and mends what it embeds. It knows no words and no places.
"""

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from struct import error as StructError
from struct import iter_unpack, unpack_from
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObjectReference
from reportlab.pdfbase.ttfonts import FF_FORCEBOLD, FF_NONSYMBOLIC, FF_SYMBOLIC, TTFError, TTFont

from generator.pdf.dictionary import Dictionary, name_of
from generator.pdf.document import Document, number_array
from generator.pdf.subset import cutter

MOST_FONTS = 16  # that are kept: a kit has five or so, and some are large
LATIN = 0x0250  # where the blocks of Latin letters end: a font that has these is looked into no further
_FLATE = b"[ /FlateDecode ]"
_SPACE = 32
_NO_BREAK_SPACE = 160
ESCAPED = {13: "\\r", 40: "\\(", 41: "\\)", 92: "\\\\"}  # a bare return would be read as a line feed (§7.3.4.2)


class FontFile(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    def with_outlines(self, characters: Iterable[int]) -> bytes: ...


class MissingGlyph(ValueError):
    """A font was asked to set a character that it lacks: nothing is ever printed as an empty box."""


class Typeface(TTFont):  # type: ignore[misc]
    """A font file in one document. It is not registered with ReportLab, whose register is the whole process's."""

    def __init__(self, font: FontFile, document: Document) -> None:
        self.__dict__ |= vars(parsed(font.key, font.data))
        self.state: Any = WeakKeyDictionary()  # of what was parsed once for all documents, this alone is one's own
        self._assignState(document)
        self.codes = Codes(self, document)
        self._font = font

    def addObjects(self, doc: PDFDocument) -> None:
        """The fonts of the document, at the end. In place of ReportLab's, which

        - embeds all of ASCII, in use or not;
        - names every first subset AAAAAA+…, also those of two files that a print shop may join, and refuses two
          fonts of one PostScript name;
        - writes ToUnicode values past U+FFFF with five digits, which readers take for four.
        """
        state = self.state[doc]
        state.frozen = 1
        outlined = self._outlined(set().union(*state.subsets) & self.codes.keys())
        for part, assigned in enumerate(state.subsets):
            letters = {byte: letter for byte, letter in enumerate(assigned) if letter in self.codes}
            last = max(letters, default=0)
            subset = [letters.get(byte, 0) for byte in range(last + 1)]
            base, first = f"{self._tag(subset)}+{self.face.name.decode('ascii')}", min(letters, default=0)
            font: dict[str, object] = {
                "Type": name_of("Font"),
                "Subtype": name_of("TrueType"),
                "BaseFont": name_of(base),
            }
            widths = (self.face.charWidths.get(letter, 0) for letter in subset[first:])
            font |= {"FirstChar": first, "LastChar": last, "Widths": number_array(widths)}
            font["ToUnicode"] = doc.add_stream(_to_unicode(letters).encode())
            font["FontDescriptor"] = _descriptor(doc, outlined, base, subset)
            name = self.getSubsetInternalName(part, doc)[1:]
            doc.idToObject["BasicFonts"][name] = doc.Reference(Dictionary(font), name)

    def _outlined(self, letters: Iterable[int]) -> Any:
        """The face that has the outlines of these letters: of a large font another than the one that measures."""
        data = self._font.with_outlines(letters)
        return self.face if data is self._font.data else _parse(self._font.key, data).face

    def _tag(self, subset: list[int]) -> str:
        """The six letters that mark a subset (§9.9.2): others for other letters."""
        digest = _digest(self.face._ttf_data).copy()
        digest.update(repr(subset).encode())
        value, letters = int.from_bytes(digest.digest()[:4], "big"), ""
        for _ in range(6):
            value, digit = divmod(value, 26)
            letters += chr(65 + digit)
        return letters


class Codes(dict[int, str]):
    """From a character to the byte (as a Latin-1 letter) that shows it, for `str.translate`: a table of what
    `splitString` answers, which takes five times as long.

    The letters past the first subset's room have `chr(256 * part + byte)`: `part` is the number of the further subset.
    """

    def __init__(self, typeface: Typeface, document: Document) -> None:
        super().__init__()
        self._typeface = typeface
        self._document = document
        self.names = [self._name(0)]  # of the fonts, as resources

    def __missing__(self, character: int) -> str:
        if character == _NO_BREAK_SPACE:
            return self[_SPACE]
        if not character or not self._typeface.face.charToGlyph.get(character):  # ReportLab would show .notdef
            key = self._typeface.fontName
            raise MissingGlyph(f"the font '{key}' has no glyph for U+{character:04X} ({chr(character)})")
        ((part, code),) = self._typeface.splitString(chr(character), self._document)
        if part == len(self.names):
            self.names.append(self._name(part))
        self[character] = chr(256 * part + code[0]) if part else ESCAPED.get(code[0], chr(code[0]))
        return self[character]

    def _name(self, part: int) -> str:
        return str(self._typeface.getSubsetInternalName(part, self._document)[1:])


def can_embed(font: FontFile) -> bool:
    """Whether a font that is not ours, its Latin letters at least, can be put into a PDF."""
    try:
        face = parsed(font.key, font.data).face
        cutter(face).cut([code for code, glyph in face.charToGlyph.items() if glyph and code < LATIN])
    except (TTFError, StructError, LookupError, ValueError, ArithmeticError, TypeError, AttributeError):
        return False  # AttributeError: a font without a name asks it for a setting that it has not
    return True


@lru_cache(maxsize=MOST_FONTS)
def parsed(key: str, data: bytes) -> TTFont:
    """Parsed once, however many documents it is in."""
    return _parse(key, data)


def _parse(key: str, data: bytes) -> TTFont:
    font = TTFont(key, BytesIO(data), asciiReadable=True)
    mend(font.face)
    return font


@lru_cache(maxsize=MOST_FONTS)
def _digest(data: bytes) -> Any:
    return sha256(data)


def mend(face: Any) -> None:
    platforms = {platform for platform, _, _ in iter_unpack(">HHL", _encodings(face.get_table("cmap")))}
    if not platforms & {0, 3}:  # ReportLab would take MacRoman for Unicode
        raise ValueError("the font has no Unicode character map")
    # ReportLab gives the glyphs past the last full entry of `hmtx` that one's advance in 1/1000 em, not in font units.
    full = unpack_from(">H", face.get_table("hhea"), 34)[0]
    face.hmetrics[full:] = [(face.hmetrics[full - 1][0], bearing) for _, bearing in face.hmetrics[full:]]
    face.flags &= ~FF_FORCEBOLD  # a bold file is bold as it is; no reader may thicken it (§9.8.2)
    for table in ("name", "OS/2"):  # copied into subsets, where nobody needs them (§9.9.2), and long
        face.table.pop(table, None)


def _descriptor(document: Document, face: Any, name: str, letters: Sequence[int]) -> PDFObjectReference:
    """What readers know of a subset, and its file: packed as ReportLab packs it, so that it is what it was."""
    program = cutter(face).cut(letters)
    entries = {"Length1": len(program), "Filter": _FLATE}
    stream = document.add_stream(zlib.compress(program), entries, f"fontFile:{name}", packed=True)
    descriptor = {
        "Type": name_of("FontDescriptor"),
        "Ascent": face.ascent,
        "CapHeight": face.capHeight,
        "Descent": face.descent,
        "Flags": face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC,
        "FontBBox": number_array(face.bbox),
        "FontName": name_of(name),
        "ItalicAngle": face.italicAngle,
        "StemV": face.stemV,
        "FontFile2": stream,
        "MissingWidth": face.defaultWidth,
    }
    return document.Reference(Dictionary(descriptor), f"fontDescriptor:{name}")


def _encodings(cmap: bytes) -> bytes:
    return cmap[4 : 4 + 8 * unpack_from(">H", cmap, 2)[0]]


def _to_unicode(letters: dict[int, int]) -> str:
    """§9.10.3."""
    pairs = [f"<{byte:02X}><{chr(char).encode('utf-16-be').hex().upper()}>" for byte, char in letters.items()]
    blocks = [_block(pairs[start : start + 100]) for start in range(0, len(pairs), 100)]
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        "1 begincodespacerange<00><FF>endcodespacerange\n"
        + "".join(blocks)
        + "endcmap CMapName currentdict/CMap defineresource pop end end"
    )


def _block(pairs: Sequence[str]) -> str:
    return f"{len(pairs)} beginbfchar\n" + "\n".join(pairs) + "\nendbfchar\n"
