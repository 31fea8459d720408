"""Fonts by the name of a family, for words that are drawn and not set: a brand's own, the bundled ones, and files in
the folder of fonts of a workshop.
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from struct import error as StructError
from typing import NamedTuple

from generator.errors import Problems
from generator.face import Path as Outline
from generator.fonts.book import LARGEST_FONT, STYLES, FontBook
from generator.fonts.collection import CollectionFont, named
from generator.fonts.convert import PLAIN_FONTS, Unusable, is_variable
from generator.fonts.families import FACES, family_names, load_family
from generator.fonts.font import Font
from generator.fonts.scripts import unset_script

FOLDER = "fonts"  # of a workshop
_SUFFIXES = (".ttf", ".otf")
REGULAR, BOLD, HEAVY = 400, 600, 700  # weights: usual, from which a font is bold, of a bold one


class DrawnFont:
    """A font whose letters are taken as outlines. All metrics in em."""

    def __init__(self, font: Font) -> None:
        self._font = font
        self.key, self.ascent, self.descent, self.x_height = font.key, font.ascent, font.descent, font.x_height
        self._paths: dict[str, Outline] = {}

    @cached_property
    def title(self) -> str:
        """What it is called: Noto Sans Bold."""
        return named(self._font.data).title or self.key

    def has(self, char: str) -> bool:
        return self._font.has(char)

    def width(self, text: str) -> float:
        return self._font.width(text)

    def kern(self, pair: str) -> float:
        """How much further from the first of two letters the second stands."""
        return sum(move for _, move in self._font.kerns(pair)) / 1000

    def outlines(self, characters: str) -> dict[str, Outline]:
        """Of the characters that it has, each from its origin on the baseline; y runs down."""
        new = [char for char in dict.fromkeys(characters) if char not in self._paths]
        if new:
            from generator.fonts.outlines import letter_paths  # imports fontTools

            self._paths |= letter_paths(self._font, "".join(new))
        return self._paths


class _Face(NamedTuple):
    """A font that is at hand, or a file of the workshop that is not opened yet."""

    families: frozenset[str]
    names: frozenset[str]  # of the font: full name, PostScript name
    weight: int
    italic: bool
    font: Font | None
    file: Path | None = None

    def called(self, file: str) -> "_Face":
        """By the name of its file too, such as Gotham-Book.otf: some fonts of the web have no other."""
        family, _, _ = (stem := Path(file).stem).partition("-")
        return self._replace(families=self.families | {_plain(family)}, names=self.names | {_plain(stem)})

    def distance(self, weight: int, italic: bool) -> tuple[bool, int]:
        """From a face that is wanted: a slant counts for more than any weight (CSS Fonts 4 §5.2)."""
        return self.italic != italic, abs(self.weight - weight)


class FontFinder:
    """The fonts of one job by the names of their families."""

    def __init__(self, book: FontBook, workshop: Path | None = None) -> None:
        self._book, self._workshop = book, workshop
        self._drawn: dict[str, DrawnFont] = {}

    def body(self, weight: int, italic: bool) -> DrawnFont:
        """The font of a kit's running text."""
        return self._as_drawn(self._book.font("text", weight >= BOLD, italic))

    def face(self, name: str, weight: int, italic: bool) -> tuple[DrawnFont, bool] | None:
        """The face of a family that comes nearest, and whether it is the one asked for; None where none is at hand.

        A name may be that of one font too, as drawing programs write it: Poppins-SemiBold.
        """
        wanted = _plain(name)
        for faces in self._places:
            family = [face for face in faces if wanted in face.families]
            alone = [face for face in faces if wanted in face.names and not family]
            for face in sorted(family or alone, key=lambda one: one.distance(weight, italic)):
                if (font := self._opened(face)) is not None:
                    is_it = face.italic == italic and (face.weight >= BOLD) == (weight >= BOLD)
                    return self._as_drawn(font), bool(alone) or is_it
        return None

    def unset(self, text: str) -> str:
        """What of a text would be drawn wrong, a letter after the other, and why; nothing where all is well."""
        fault = unset_script(text)
        return f"“{fault.piece}” is {fault.what}: {fault.why}" if fault else ""

    def _as_drawn(self, font: Font) -> DrawnFont:
        return self._drawn.setdefault(font.key, DrawnFont(font))

    @cached_property
    def _places(self) -> tuple[list[_Face], ...]:
        """From what is most the client's to what anybody has."""
        return list(self._of_brand()), list(self._of_workshop()), list(self._bundled())

    def _of_brand(self) -> Iterator[_Face]:
        for font, file, bold, italic in self._book.own_faces():
            yield _face(named(font.data), font, bold=bold, italic=italic).called(file)

    def _bundled(self) -> Iterator[_Face]:
        quiet = Problems()
        for family in filter(None, (load_family(name, quiet) for name in family_names())):
            for bold, italic in STYLES:
                if getattr(family, FACES[bold + 2 * italic]):
                    font = self._book.from_family(family, bold, italic)
                    face = _face(named(font.data), font, bold=bold, italic=italic)
                    yield face._replace(families=frozenset((_plain(family.title), _plain(family.name))))

    def _of_workshop(self) -> Iterator[_Face]:
        """What lies in its folder and can be read; a file of a variable font is regular and bold."""
        for path in _font_files(self._workshop):
            try:
                data = path.read_bytes()
                is_plain, its = data[:4] in PLAIN_FONTS, named(data)
            except (OSError, StructError):  # no font: nobody has asked for it
                continue
            face = _face(its, None)._replace(file=path).called(path.name)
            weights = () if not is_plain else (REGULAR, HEAVY) if is_variable(data) else (its.weight,)
            yield from (face._replace(weight=weight) for weight in weights)

    def _opened(self, face: _Face) -> Font | None:
        """None for a file that cannot be used: another font stands in, which is said."""
        if face.file is None:
            return face.font
        try:
            font = self._book.made(face.file.name, face.file.read_bytes(), bold=face.weight >= BOLD)
        except (OSError, Unusable):
            return None
        return font if self._book.can_embed(font) else None


def _face(its: CollectionFont, font: Font | None, *, bold: bool = False, italic: bool = False) -> _Face:
    """Of a font that a brand or a family says to be so, or of one that says itself what it is."""
    families, names = frozenset(map(_plain, its.families)), frozenset(map(_plain, its.names))
    weight = its.weight if font is None else HEAVY if bold else REGULAR
    return _Face(families, names - families, weight, its.italic if font is None else italic, font)


def _plain(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _font_files(workshop: Path | None) -> list[Path]:
    """In the order of their names; nothing that a link leads to from outside."""
    if workshop is None or not (workshop / FOLDER).is_dir():
        return []
    top = (workshop / FOLDER).resolve()
    paths = sorted(path for path in top.rglob("*") if path.suffix.lower() in _SUFFIXES)
    return [
        path
        for path in paths
        if path.is_file() and path.resolve().is_relative_to(top) and path.stat().st_size <= LARGEST_FONT
    ]
