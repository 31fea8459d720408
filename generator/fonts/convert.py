"""A brand's own font file becomes a static TrueType font that may be embedded, or a reason why not.

Bundled fonts are that already; `fontTools` is imported for others alone. Same bytes in, same bytes out.
"""

from functools import lru_cache
from io import BytesIO
from struct import error as StructError
from typing import TYPE_CHECKING

from generator.fonts.collection import COLLECTION, alone, chosen, directory, faces
from generator.fonts.font import Font
from generator.fonts.large import CURVE_ERROR, LargeFont, axis_values, is_large, set_true_type
from generator.fonts.sfnt import NotAFont, Sfnt

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

# fsType (OpenType, 'OS/2'): bits 0-3 say how a font may be embedded; bits 8 and 9 restrict what is embedded.
RESTRICTED = 0x0002
USAGE = 0x000F
NO_SUBSETTING = 0x0100
BITMAPS_ONLY = 0x0200
PLAIN_FONTS = (b"OTTO", b"\x00\x01\x00\x00", b"true")
WEB_FONTS = (b"wOFF", b"wOF2")
MOST_KEPT = 12  # converted fonts: a preview draws with the same ones again and again
LARGE_FILE = 2_000_000  # bytes, unpacked; that of 3,000 glyphs is smaller
DAMAGED = ("it is damaged", "use a file that opens in other programs")
SAMPLE = "A一あ한"  # drawn when a font is opened, to see that this can be done
REGULAR_WEIGHT, BOLD_WEIGHT = 400, 700


class Unusable(ValueError):
    """The font cannot be used; `remedy` says what the user can do."""

    def __init__(self, fault: str, remedy: str = "") -> None:
        super().__init__(fault)
        self.remedy = remedy


@lru_cache(maxsize=MOST_KEPT)
def usable(data: bytes, *, bold: bool = False, instance: str = "") -> bytes:
    """A static TrueType font with the outlines of `data`; of a variable font those of a named instance, or of the
    weight that is asked for. Raises Unusable, with the remedy.
    """
    head = data[:4]
    if head == b"%!PS" or data[:2] == b"\x80\x01":
        raise Unusable("it is a Type 1 font, which is not supported any more", "ask its maker for an OTF or TTF file")
    if head == b"OTTO" or head in WEB_FONTS:
        data = _converted(data, bold, instance)
    elif instance and not is_variable(data):
        raise Unusable(f"it is not variable, and has no instance '{instance}'", "leave `instance` out")
    font = _sfnt(data)
    if font.is_variable:
        data = _converted(data, bold, instance)
        font = _sfnt(data)
    _check_permission(font.embedding)
    return data


def one_font(data: bytes, name: str, *, bold: bool, italic: bool) -> bytes:
    """The font of that name, where the file is a collection; else the file. Raises Unusable, with the names it has."""
    if data[:4] != COLLECTION:
        return data
    try:
        found = faces(data)
        face = chosen(found, name, bold=bold, italic=italic) if name else None
        if face:
            return alone(data, face)
    except StructError as error:
        raise Unusable(*DAMAGED) from error
    names = list(dict.fromkeys(face.names[0] for face in found if face.names))
    fault = f"there is no font '{name}' in it" if name else f"it is a collection of {len(found)} fonts"
    raise Unusable(
        fault, f"say which under the font, such as `face: {names[0]}`; it has: {', '.join(names)}" if names else ""
    )


def unpacked(data: bytes) -> bytes:
    """A compressed web font as it was before, where it is so large that it is not converted whole; else the same."""
    if data[:4] not in WEB_FONTS or int.from_bytes(data[16:20], "big") < LARGE_FILE:
        return data
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
        font.flavor = None
        file = BytesIO()
        font.save(file)
    except Exception as error:  # fontTools raises whatever its parsers do
        raise Unusable(f"it cannot be unpacked: {error}", "save it as a TTF or OTF file and use that") from error
    return file.getvalue()


def is_variable(data: bytes) -> bool:
    try:
        return data[:4] in PLAIN_FONTS and b"fvar" in directory(data)
    except StructError:
        return False


def large_font(key: str, data: bytes, *, bold: bool, instance: str = "") -> LargeFont | None:
    """The font, where it is so large that its outlines are converted one by one. Raises Unusable, with the remedy."""
    try:
        if data[:4] not in PLAIN_FONTS or not is_large(data):
            return None
        font = LargeFont(key, data, _axes_of(data, bold, instance))
        _check_permission(Sfnt(font.data).embedding)
        font.with_outlines(map(ord, SAMPLE))
    except Unusable:
        raise
    except NotAFont as error:
        raise Unusable(str(error), "use a TTF, OTF or WOFF file that opens in other programs") from error
    except Exception as error:  # fontTools raises whatever its parsers do
        raise Unusable(*DAMAGED) from error
    return font


def own_font(key: str, data: bytes) -> Font:
    """The font of a file that is usable, letters whose glyphs are empty left out. Raises Unusable."""
    try:
        font = Font(key, data, doubted=True)
        font.kerns(SAMPLE)
    except (NotAFont, StructError, ValueError, IndexError) as error:
        raise Unusable(*DAMAGED) from error
    return font


def _sfnt(data: bytes) -> Sfnt:
    try:
        font = Sfnt(data)
        font.characters()
        font.advances()
        font.proportions()
    except NotAFont as error:
        raise Unusable(str(error), "use a TTF, OTF or WOFF file that opens in other programs") from error
    except (StructError, ValueError, IndexError, OverflowError, MemoryError) as error:
        raise Unusable(*DAMAGED) from error
    return font


def _check_permission(embedding: int) -> None:
    remedy = "ask the maker for a licence to embed it, or use another font"
    if embedding & USAGE == RESTRICTED:
        raise Unusable("its maker does not permit embedding (restricted licence)", remedy)
    if embedding & NO_SUBSETTING:
        raise Unusable("its maker does not permit embedding a part of it, as PDF files do", remedy)
    if embedding & BITMAPS_ONLY:
        raise Unusable("its maker permits bitmaps of it alone to be embedded", remedy)


def _converted(data: bytes, bold: bool, instance: str) -> bytes:
    """Unpacked, of one weight, with quadratic outlines."""
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(BytesIO(data), recalcTimestamp=False, lazy=False)
        _check_permission(font["OS/2"].fsType if "OS/2" in font else 0)
        if "fvar" in font or instance:
            _fix_axes(font, bold, instance)
        if "glyf" not in font:
            _to_quadratic(font)
        font.flavor = None
        packed = BytesIO()
        font.save(packed)
    except Unusable:
        raise
    except Exception as error:  # fontTools raises whatever its parsers do, and a damaged font must not stop a check
        raise Unusable(f"it cannot be converted: {error}", "save it as a static TTF file and use that") from error
    return packed.getvalue()


def _fix_axes(font: "TTFont", bold: bool, instance: str) -> None:
    """A variable font stands still at a named instance, or at its defaults and the weight that is asked for."""
    from fontTools.varLib import instancer

    from generator.fonts.outline_limits import read_all

    if "CFF2" in font:
        read_all(font)
    values = axis_values(font, _wanted_axes(font, bold, instance))
    instancer.instantiateVariableFont(font, values, inplace=True)


def _axes_of(data: bytes, bold: bool, instance: str) -> dict[str, float]:
    """The same of a font that is not converted whole."""
    if not instance:
        return _weight(bold)
    from fontTools.ttLib import TTFont

    return _wanted_axes(TTFont(BytesIO(data), lazy=True), bold, instance)


def _weight(bold: bool) -> dict[str, float]:
    return {"wght": BOLD_WEIGHT if bold else REGULAR_WEIGHT}


def _wanted_axes(font: "TTFont", bold: bool, instance: str) -> dict[str, float]:
    if not instance:
        return _weight(bold)
    if "fvar" not in font:
        raise Unusable(f"it is not variable, and has no instance '{instance}'", "leave `instance` out")
    named = {str(font["name"].getDebugName(it.subfamilyNameID)): it.coordinates for it in font["fvar"].instances}
    axes = next((axes for name, axes in named.items() if _plain(name) == _plain(instance)), None)
    if axes is None:
        raise Unusable(f"it has no instance '{instance}'", f"it has: {', '.join(named) or 'none with a name'}")
    return dict(axes)


def _plain(name: str) -> str:
    return "".join(name.casefold().split())


def _to_quadratic(font: "TTFont") -> None:
    """PostScript curves (CFF) become TrueType ones, so that ReportLab can embed them."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    from generator.fonts.outline_limits import StepBudget, limit

    if "CFF " not in font and "CFF2" not in font:
        raise Unusable("it has no outlines, only bitmaps or colours", "use a font with outlines")
    glyphs = font.getGlyphSet()
    order = font.getGlyphOrder()
    limit(font, order, StepBudget())
    quadratic = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, CURVE_ERROR * font["head"].unitsPerEm, reverse_direction=True))
        quadratic[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = quadratic
    for name, glyph in quadratic.items():
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    for tag in ("CFF ", "CFF2", "VORG"):
        if tag in font:
            del font[tag]
    font.sfntVersion = "\x00\x01\x00\x00"
    set_true_type(font)
