"""The fonts of a PDF: whether they are embedded, how wide their glyphs are, and which codes lead to none."""

import re
from collections.abc import Callable, Collection

from generator.preflight import sfnt
from generator.preflight.objects import Objects, Value, name_of, number_of

PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
STANDARD = re.compile(r"(Helvetica|Courier|Times|Symbol|ZapfDingbats|Arial|CourierNew|TimesNewRoman)\b")
CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
SILENT = frozenset({9, 10, 13, 32, 160, 173})  # codes of spaces: nobody misses their glyph
SYMBOLIC = 4
DEFAULT_WIDTH = 0.5
MOST_WIDTHS = 70_000
_SUBSET = re.compile(r"^[A-Z]{6}\+")
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
        self.standard = bool(STANDARD.match(self.name))
        self._symbolic = bool(int(objects.number(descriptor, "/Flags", 0)) & SYMBOLIC)
        self._encoding = objects.entry(font, "/Encoding")
        self._program = program
        self.decode = self._reader()
        scale = 0.001
        if self.kind == "Type3":
            matrix = objects.numbers(objects.entry(font, "/FontMatrix"))
            scale = abs(matrix[0]) if len(matrix) == 6 else 0.001
        self._default = objects.number(self._own, "/DW", 1000) * 0.001 if self.wide else self._missing_width(descriptor)
        self._widths = self._cid_widths() if self.wide else self._simple_widths(font, scale)
        self._blank: Callable[[int], bool] | None = None
        self._known: dict[int, bool] = {}

    def _missing_width(self, descriptor: Value) -> float:
        found = self._objects.number(descriptor, "/MissingWidth", 0) * 0.001
        return found or DEFAULT_WIDTH

    def _reader(self) -> Callable[[bytes], Collection[int]]:
        """Bytes to codes. Of composite fonts all CMaps are taken to have two bytes a code, as nearly all have."""
        if not self.wide:
            return bytes
        return lambda content: [high << 8 | low for high, low in zip(content[::2], content[1::2], strict=False)]

    def width(self, codes: Collection[int]) -> float:
        widths, otherwise = self._widths, self._default
        return sum([widths.get(code, otherwise) for code in codes])

    def missing(self, codes: Collection[int]) -> list[int]:
        """Those of the codes that show the box of a missing glyph, or nothing."""
        known = self._known
        for code in codes:
            if code not in known:
                if self._blank is None:
                    self._blank = self._blanks()
                known[code] = self._blank(code)
        return [code for code in codes if known[code]]

    # --- widths -----------------------------------------------------------------------------------

    def _simple_widths(self, font: Value, scale: float) -> dict[int, float]:
        first = int(self._objects.number(font, "/FirstChar", 0))
        widths = self._objects.items(self._objects.entry(font, "/Widths"))[:256]
        found = ((first + place, number_of(width)) for place, width in enumerate(widths))
        return {code: width * scale for code, width in found if width is not None}

    def _cid_widths(self) -> dict[int, float]:
        """§9.7.4.3: `c [w1 w2 …]` and `c1 c2 w`."""
        found: dict[int, float] = {}
        items = self._objects.items(self._objects.entry(self._own, "/W"))
        at, steps = 0, 0
        while at + 1 < len(items) and steps < MOST_WIDTHS:
            steps += 1
            first, second = number_of(items[at]), items[at + 1]
            if first is None:
                at += 1
            elif isinstance(second, list):
                widths = enumerate(self._objects.numbers(second))
                found.update((int(first) + place, width * 0.001) for place, width in widths)
                at += 2
            else:
                last, width = number_of(second), number_of(items[at + 2]) if at + 2 < len(items) else None
                if last is not None and width is not None and 0 <= last - first < MOST_WIDTHS:
                    steps += int(last - first)
                    found.update((code, width * 0.001) for code in range(int(first), int(last) + 1))
                at += 3
        return found

    # --- glyphs that are not there ----------------------------------------------------------------

    def _blanks(self) -> Callable[[int], bool]:
        """Says of a code whether it has no glyph; of what cannot be known, that it has one."""
        if self.wide:
            return self._composite_blank()
        differences = self._differences()
        empty = {code for code, name in differences.items() if name == ".notdef"} - SILENT
        shown = self._simple_map(differences)
        procedures = self._type3_names() if self.kind == "Type3" else None

        def blank(code: int) -> bool:
            if code in empty:
                return True
            if procedures is not None:
                return code not in SILENT and differences.get(code, "") not in procedures
            return shown is not None and code not in SILENT and not shown(code)

        return blank

    def _composite_blank(self) -> Callable[[int], bool]:
        if name_of(self._encoding) not in ("/Identity-H", "/Identity-V"):
            return lambda code: False
        glyphs, map_ = 0, self._objects.entry(self._own, "/CIDToGIDMap")
        if self._program and self._program[0] == "/FontFile2":
            program = sfnt.read(self._objects.data(self._program[1]))
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

    def _type3_names(self) -> set[str]:
        return {
            name.removeprefix("/") for name, _ in self._objects.entries(self._objects.entry(self._own, "/CharProcs"))
        }

    def _simple_map(self, differences: dict[int, str]) -> Callable[[int], bool] | None:
        """For TrueType, whether a code has a glyph (§9.6.5.4); None where that cannot be said."""
        if not self._program or self._program[0] != "/FontFile2":
            return None
        program = sfnt.read(self._objects.data(self._program[1]))
        if program is None or not program.maps:
            return None
        maps = program.maps
        base = name_of(self._encoding) or self._objects.name(self._encoding, "/BaseEncoding")
        if (3, 1) in maps and (base in CODECS or differences) and not self._symbolic:
            letters = _letters(CODECS.get(base, "cp1252"), differences)
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
