"""The fonts of a PDF: whether they are embedded, how wide their glyphs are, and which codes lead to none."""

import re
from collections.abc import Callable, Collection

from generator.preflight import font_program, standard_fonts, widths
from generator.preflight.boxes import united
from generator.preflight.encodings import encoding
from generator.preflight.objects import Box, Objects, StreamObject, Value, name_of, number_of
from generator.preflight.type3 import Type3Glyphs
from generator.preflight.widths import Vertical

PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
SILENT = frozenset({9, 10, 13, 32, 160, 173})  # codes of spaces: nobody misses their glyph
SYMBOLIC = 4
DEFAULT_WIDTH = 0.5
ASCENT, DESCENT = 0.72, -0.22  # of a line, in ems: an estimate for the box around it
MOST_OF_A_CMAP = 16_384  # bytes in which it says its direction
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_WRITES_DOWN = re.compile(rb"/WMode\s{1,9}1\s")
_UNI = re.compile(r"^uni([0-9A-Fa-f]{4})$|^u([0-9A-Fa-f]{4,6})$")


class Typeface:
    """A font as text uses it. Widths are in ems; `wide`: its codes have two bytes."""

    def __init__(self, objects: Objects, font: Value) -> None:
        self._objects = objects
        self.kind = objects.name(font, "/Subtype").removeprefix("/") or "unknown"
        self.wide = self.kind == "Type0"
        descendants = objects.items(objects.entry(font, "/DescendantFonts")) if self.wide else []
        self._own = descendants[0] if descendants else font
        raw = objects.name(font, "/BaseFont") or objects.name(font, "/Name")
        self.name = _SUBSET.sub("", raw.removeprefix("/")) or "without a name"
        descriptor = objects.entry(self._own, "/FontDescriptor")
        program = next(
            ((key, found) for key in PROGRAMS if (found := objects.entry(descriptor, key)) is not None), None
        )
        self.embedded = program is not None or self.kind == "Type3"
        self.standard = not self.wide and standard_fonts.is_standard(self.name)
        self._symbolic = bool(int(objects.number(descriptor, "/Flags", 0)) & SYMBOLIC)
        self._encoding = objects.entry(font, "/Encoding")
        self._base = name_of(self._encoding) or objects.name(self._encoding, "/BaseEncoding")
        self._program = program
        self.decode = self._reader()
        self._type3 = Type3Glyphs(objects, font, self._names()) if self.kind == "Type3" else None
        self._default = objects.number(self._own, "/DW", 1000) * 0.001 if self.wide else self._missing_width(descriptor)
        self._widths = widths.composite(objects, self._own) if self.wide else self._simple_widths(font)
        self.vertical = self.wide and self._writes_down()
        self._vertical = widths.vertical(objects, self._own) if self.vertical else {}
        self._vertical_default = widths.vertical_default(objects, self._own)
        self._simple = None if self.wide else [self._widths.get(code, self._default) for code in range(256)]
        self._blank: Callable[[int], bool] | None = None
        self._known: dict[int, bool] = {}
        self._shown: set[int] = set()  # codes that have a glyph

    def _missing_width(self, descriptor: Value) -> float:
        found = self._objects.number(descriptor, "/MissingWidth", 0) * 0.001
        return found or DEFAULT_WIDTH

    def _reader(self) -> Callable[[bytes], Collection[int]]:
        """Bytes to codes. Of composite fonts all CMaps are taken to have two bytes a code, as nearly all have."""
        if not self.wide:
            return bytes
        return lambda content: [high << 8 | low for high, low in zip(content[::2], content[1::2], strict=False)]

    def width(self, codes: Collection[int]) -> float:
        simple = self._simple
        if simple is not None:
            return sum([simple[code] for code in codes])
        own, otherwise = self._widths, self._default
        return sum([own.get(code, otherwise) for code in codes])

    def drop(self, codes: Collection[int]) -> float:
        """The same of vertical writing: below 0, as lines run down."""
        return sum(self._upright(code).advance for code in codes)

    def box(self, codes: Collection[int]) -> Box | None:
        """Around the glyphs of the codes, all from one origin, in text of size 1; None where only widths are known."""
        if self._type3 is not None:
            return self._type3.box(codes)
        return united(map(self._upright_box, {*codes})) if self.vertical else None

    def _upright(self, code: int) -> Vertical:
        y, advance = self._vertical_default
        return self._vertical.get(code) or Vertical(advance, self.width([code]) / 2, y)

    def _upright_box(self, code: int) -> Box:
        glyph = self._upright(code)
        return (-glyph.x, DESCENT - glyph.y, self.width([code]) - glyph.x, ASCENT - glyph.y)

    def missing(self, codes: Collection[int]) -> list[int]:
        """Those of the codes that show the box of a missing glyph, or nothing."""
        if self._shown.issuperset(codes):
            return []
        known = self._known
        for code in codes:
            if code not in known:
                if self._blank is None:
                    self._blank = self._blanks()
                known[code] = self._blank(code)
                if not known[code]:
                    self._shown.add(code)
        return [code for code in codes if known[code]]

    # --- encoding and widths ----------------------------------------------------------------------

    def _writes_down(self) -> bool:
        """Whether lines run from top to bottom: of the font's CMap (§9.7.5.2, §9.7.5.3)."""
        name = name_of(self._encoding)
        if name:
            return name == "/V" or name.endswith("-V")
        if not isinstance(self._encoding, StreamObject):
            return False
        if self._objects.number(self._encoding, "/WMode", 0) == 1:
            return True
        return _WRITES_DOWN.search(self._objects.start(self._encoding, MOST_OF_A_CMAP)) is not None

    def _names(self) -> dict[int, str]:
        """Code → name of its glyph, as far as the PDF says it."""
        return {**encoding(self._base), **self._differences()}

    def _simple_widths(self, font: Value) -> dict[int, float]:
        scale = abs(self._type3.matrix[0]) if self._type3 else widths.THOUSANDTH
        own = widths.simple(self._objects, font, scale)
        return own or standard_fonts.by_code(self.name, self._base, self._differences())

    # --- glyphs that are not there ----------------------------------------------------------------

    def _blanks(self) -> Callable[[int], bool]:
        """Says of a code whether it has no glyph; of what cannot be known, that it has one."""
        if self.wide:
            return self._composite_blank()
        if self._type3 is not None:
            drawn = self._type3.drawn
            return lambda code: code not in SILENT and not drawn(code)
        differences = self._differences()
        empty = {code for code, name in differences.items() if name == ".notdef"} - SILENT
        shown = self._simple_map(differences)
        return lambda code: code in empty or (shown is not None and code not in SILENT and not shown(code))

    def _composite_blank(self) -> Callable[[int], bool]:
        if name_of(self._encoding) not in ("/Identity-H", "/Identity-V"):
            return lambda code: False
        glyphs, map_ = 0, self._objects.entry(self._own, "/CIDToGIDMap")
        if self._program and self._program[0] == "/FontFile2":
            program = font_program.read(self._objects.data(self._program[1]))
            glyphs = program.glyphs if program else 0
        if map_ is not None and not name_of(map_):
            table = self._objects.data(map_, 1 << 18)
            return lambda code: table[2 * code : 2 * code + 2] in (b"", b"\0", b"\0\0")
        return lambda code: code == 0 or bool(glyphs and code >= glyphs)

    def _differences(self) -> dict[int, str]:
        found: dict[int, str] = {}
        code = 0
        for each in self._objects.items(self._objects.entry(self._encoding, "/Differences"))[:1024]:
            number = number_of(each)
            if number is not None:
                code = int(number)
            else:
                found[code] = name_of(each).removeprefix("/")
                code += 1
        return found

    def _simple_map(self, differences: dict[int, str]) -> Callable[[int], bool] | None:
        """For TrueType, whether a code has a glyph (§9.6.5.4); None where that cannot be said."""
        if not self._program or self._program[0] != "/FontFile2":
            return None
        program = font_program.read(self._objects.data(self._program[1]))
        if program is None or not program.maps:
            return None
        maps = program.maps
        if (3, 1) in maps and (self._base in CODECS or differences) and not self._symbolic:
            letters = _letters(CODECS.get(self._base, "cp1252"), differences)
            roman = maps.get((1, 0), {})
            return lambda code: code not in letters or bool(maps[3, 1].get(letters[code]) or roman.get(code))
        own = [maps[key] for key in ((3, 0), (1, 0), (0, 3), (3, 1)) if key in maps]
        return lambda code: any(table.get(at) for table in own for at in (code, 0xF000 + code)) or not own


def _letters(codec: str, differences: dict[int, str]) -> dict[int, int]:
    """Code → Unicode for those of which it is certain."""
    letters: dict[int, int] = {}
    for code in range(33, 256):
        try:
            letters[code] = ord(bytes([code]).decode(codec))
        except UnicodeDecodeError:
            continue
    for code, name in differences.items():
        letters.pop(code, None)
        found = _UNI.match(name)
        if found:
            letters[code] = int(found[1] or found[2], 16)
        elif len(name) == 1:
            letters[code] = ord(name)
    return letters
