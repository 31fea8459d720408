"""The fonts of a brand: those that it names, the house's in the place of others."""

from generator.brand import FACES, Brand, BrandFont
from generator.errors import Place, Problems
from generator.fonts import Font, FontBook
from generator.fonts.large import LargeFont


def brand_fonts(brand: Brand, problems: Problems) -> FontBook:
    """What cannot be used of them is a problem."""
    choices = {role: _font_files(font) for role, font in brand.fonts.items()}
    places = {role: _font_places(font) for role, font in brand.fonts.items()}
    folders = {role: font.folder for role, font in brand.fonts.items()}
    instances = {role: {face: file.instance for face, file in font.files.items()} for role, font in brand.fonts.items()}
    return FontBook.load(choices, folders, problems, places, instances, _can_embed)


def _can_embed(font: Font) -> bool:
    from generator.pdf.type import can_embed  # takes a while to load, and is asked of a client's fonts alone

    return isinstance(font, LargeFont) or can_embed(font)


def _font_files(font: BrandFont) -> dict[str, str]:
    return {"family": font.family, "face": font.face} | {face: file.file for face, file in font.files.items()}


def _font_places(font: BrandFont) -> dict[str, Place]:
    return {key: font.marks.of(key) for key in ("family", "face", *FACES)} | {"": font.marks.here}
