"""Type in a PDF: which byte stands for which letter, and the fonts, cut down to the letters in use.

TrueType files go in; simple TrueType fonts (ISO 32000-2 §9.6.3) of up to 250 letters each come out, with
the letters' Unicode values beside them. ReportLab reads and cuts the files; it knows no words and no places.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

from generator.pdf.objects import Body, number
from generator.pdf.truetype import read

_SPACE = 32
_NO_BREAK_SPACE = 160
# ASCII keeps its codes. The others follow in the order of first use; 0 is the missing glyph, and a byte that a
# reader of literal strings might change (§7.3.4.2: 8 to 13) or show as a blank (127) stands for nothing.
_FREE = (*range(128, 256), *range(1, 8), *range(14, 32))
_FORCE_BOLD = 1 << 18  # a bold file is bold as it is; no reader may thicken it (§9.8.2)
_ESCAPED = {40: "\\(", 41: "\\)", 92: "\\\\"}


class FontFile(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def data(self) -> bytes: ...


class MissingGlyph(ValueError):
    """A font was asked to set a character that it lacks: nothing is ever printed as an empty box."""


class Codes(dict[int, str]):
    """From a character to the byte (as a Latin-1 letter) that shows it, for `str.translate`.

    The letters past the first font's room get `chr(256 * part + byte)`: `part` is the number of the further font.
    """

    def __init__(self, key: str, name: str, glyphs: dict[int, int]) -> None:
        super().__init__()
        self.key = key
        self.names = [name]
        self.parts: list[dict[int, int]] = [{}]  # byte → character, of each font
        self._glyphs = glyphs
        self._free = iter(_FREE)

    def __missing__(self, character: int) -> str:
        wanted = _SPACE if character == _NO_BREAK_SPACE else character
        if not self._glyphs[wanted]:
            raise MissingGlyph(f"the font '{self.key}' has no glyph for U+{character:04X} ({chr(character)})")
        if wanted in range(32, 127):
            self.parts[0][wanted] = wanted
            code = _ESCAPED.get(wanted, chr(wanted))
        else:
            code = self._assign(wanted)
        self[character] = code
        return code

    def _assign(self, character: int) -> str:
        byte = next(self._free, None)
        if byte is None:
            self._free = iter((*range(33, 40), *range(42, 92), *range(93, 127), *_FREE))
            byte = next(self._free)
            self.parts.append({_SPACE: _SPACE} if self._glyphs[_SPACE] else {})
            self.names.append(f"{self.names[0]}p{len(self.parts) - 1}")
        part = len(self.parts) - 1
        self.parts[part][byte] = character
        return chr(256 * part + byte)


class Typeface:
    """One font file of the job: its codes, and the numbers of the PDF fonts that will hold it."""

    def __init__(self, font: FontFile, index: int) -> None:
        self._file = read(font.data)
        self.codes = Codes(font.key, f"F{index}", self._file.charToGlyph)
        self._objects: dict[str, int] = {}

    def references(self, body: Body) -> dict[str, int]:
        """The PDF fonts used so far; their objects are written by `embed`, when all letters are known."""
        for name in self.codes.names:
            if name not in self._objects:
                self._objects[name] = body.reserve()
        return self._objects

    def embed(self, body: Body) -> None:
        self.references(body)
        for part, (name, object_number) in enumerate(self._objects.items()):
            self._embed(body, object_number, name, part)

    def _embed(self, body: Body, object_number: int, name: str, part: int) -> None:
        file, letters = self._file, self.codes.parts[part]
        subset = [letters.get(byte, 0) for byte in range(max(letters, default=0) + 1)]
        data = file.makeSubset(subset)
        font_name = f"{_tag(data)}+{bytes(file.name).decode('ascii')}"
        program = body.add_stream(data, b"/Length1 %d" % len(data))
        box = " ".join(number(side, 0) for side in file.bbox)
        descriptor = body.add(
            (
                f"<</Type/FontDescriptor/FontName/{font_name}/Flags {file.flags & ~_FORCE_BOLD}/FontBBox[{box}]"
                f"/ItalicAngle {number(file.italicAngle)}/Ascent {number(file.ascent, 0)}"
                f"/Descent {number(file.descent, 0)}/CapHeight {number(file.capHeight, 0)}/StemV {file.stemV}"
                f"/FontFile2 {program} 0 R>>"
            ).encode()
        )
        unicode_map = body.add_stream(_to_unicode(letters).encode())
        first = min(letters, default=0)
        widths = " ".join(self._width(letters.get(byte)) for byte in range(first, len(subset)))
        body.put(
            object_number,
            (
                f"<</Type/Font/Subtype/TrueType/BaseFont/{font_name}/FirstChar {first}"
                f"/LastChar {len(subset) - 1}/Widths[{widths}]/FontDescriptor {descriptor} 0 R"
                f"/ToUnicode {unicode_map} 0 R>>"
            ).encode(),
        )

    def _width(self, character: int | None) -> str:
        if character is None:
            return "0"
        file = self._file
        advance: float = file.hmetrics[file.charToGlyph[character]][0]
        return number(advance * 1000 / file.unitsPerEm)


def _tag(program: bytes) -> str:
    """The six letters that mark a subset (§9.9.2): others for other letters, also where files are joined later."""
    value, letters = int.from_bytes(sha256(program).digest()[:4], "big"), ""
    for _ in range(6):
        value, digit = divmod(value, 26)
        letters += chr(65 + digit)
    return letters


def _to_unicode(letters: dict[int, int]) -> str:
    """§9.10.3. ReportLab's own map cuts what lies past U+FFFF to four digits; this one writes surrogates."""
    pairs = [f"<{byte:02X}><{chr(char).encode('utf-16-be').hex().upper()}>" for byte, char in sorted(letters.items())]
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
