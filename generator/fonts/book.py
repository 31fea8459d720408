"""The fonts of a job: which font a brand's role means, and which other font has a character it lacks."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path

from generator.errors import Place, Problems, code_point, did_you_mean
from generator.fonts.convert import DAMAGED, Unusable, is_variable, large_font, one_font, own_font, unpacked, usable
from generator.fonts.coverage import Coverage
from generator.fonts.families import FACES, Family, face_file, family_names, folder, load_family
from generator.fonts.family_size import Match, match
from generator.fonts.font import Font

DEFAULT_FAMILIES = {"display": "fraunces", "text": "atkinson-hyperlegible-next"}
LARGEST_FONT = 64_000_000  # bytes; a font of every Chinese character has 20 million, a collection several

MOST_NAMED = 6  # characters in a message
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
_OTHER_FONT = "use another character, or a brand font that has it"
_EAST_ASIAN_FONT = (
    "name a font that has them in brand.yaml, under display too: fonts: {text: {regular: fonts/Own-Regular.otf}}"
)

STYLES = ((False, False), (True, False), (False, True), (True, True))  # bold, italic
_WORDS = re.compile(r" +|[^ ]+")

FaceKey = tuple[str, bool, bool]  # role, bold, italic


class MissingGlyphs(ValueError):
    """No font of the job has these characters. `cause`: their scripts, so that what one font mends is said once."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = tuple(dict.fromkeys(characters))
        named = ", ".join(_named(character) for character in self.characters[:MOST_NAMED])
        more = len(self.characters) - MOST_NAMED
        super().__init__(f"{named} and {more} more" if more > 0 else named)
        scripts = {_script(character) for character in self.characters if character.isalpha()}
        self.cause = ", ".join(sorted(scripts)) or str(self)
        self.hint = _EAST_ASIAN_FONT if "East Asian" in scripts else _OTHER_FONT


def _script(letter: str) -> str:
    """By the name of a letter; Chinese, Japanese and Korean are in one font."""
    script = unicodedata.name(letter, "?").split()[0]
    return "East Asian" if script in _EAST_ASIAN else script.capitalize()


def _is_lettering(char: str) -> bool:
    """What makes a word: letters and their marks, digits; no exponents, punctuation, arrows or emoji."""
    return unicodedata.category(char)[0] in "LM" or char.isdecimal()


def _named(character: str) -> str:
    shown = f"“{character}” " if character.isprintable() else ""
    return f"{shown}({code_point(character)})"


class FontBook:
    """Fonts by role, loaded when first asked for."""

    def __init__(self, folders: Mapping[str, Path], problems: Problems) -> None:
        self._folders = folders
        self._problems = problems
        self._families: dict[str, Family] = {}
        self._own: dict[str, tuple[Mapping[str, str], Mapping[str, Place]]] = {}
        self._faces: dict[FaceKey, Font] = {}
        self._files: dict[str, Font] = {}
        self._instances: Mapping[str, Mapping[str, str]] = {}
        self._can_embed: Callable[[Font], bool] = lambda font: True
        self._house: dict[str, Family] = {}
        self._chosen: dict[str, Place] = {}  # role of a bundled family that the brand names → where
        self._titles: dict[str, str] = {}  # of bundled fonts, by their keys
        self._coverage = Coverage()
        self.used: dict[str, Font] = {}

    @classmethod
    def load(
        cls,
        choices: Mapping[str, Mapping[str, str]],
        folders: Mapping[str, Path],
        problems: Problems,
        places: Mapping[str, Mapping[str, Place]] | None = None,
        instances: Mapping[str, Mapping[str, str]] | None = None,
        can_embed: Callable[[Font], bool] = lambda font: True,
    ) -> "FontBook":
        """`choices`: role → {family}, or {regular, bold, italic, bold_italic} as files of that role's folder, of
        whose collections {face} is meant.

        Roles that are not chosen take the bundled families; `places` says where each choice is written, `instances`
        which one of a variable font is meant by regular, bold …; `can_embed` whether a file can go into a PDF.
        """
        book = cls(folders, problems)
        book._instances, book._can_embed = instances or {}, can_embed
        for role, name in DEFAULT_FAMILIES.items():
            book._choose_family(role, name, Place())
        book._house = dict(book._families)
        for role, choice in choices.items():
            at = (places or {}).get(role, {})
            if choice.get("regular"):
                book._own[role] = (choice, at)
                book._check_own(role)
            elif choice.get("family"):
                book._choose_family(role, choice["family"], at.get("family", Place()))
                book._chosen[role] = at.get("family", Place())
            else:
                hint = "name a bundled family, or give the files of your own, the regular one at least"
                problems.error(at.get("", Place()), f"the font '{role}' names no family and no file", hint, "font")
        return book

    def _choose_family(self, role: str, name: str, where: Place) -> None:
        if name not in family_names():
            hint = did_you_mean(name, family_names())
            self._problems.error(where, f"there is no bundled font family '{name}'", hint, "unknown-font")
            name = DEFAULT_FAMILIES.get(role, DEFAULT_FAMILIES["text"])
        family = load_family(name, self._problems)
        if family:
            self._families[role] = family

    def _check_own(self, role: str) -> None:
        """Every file that the brand names is opened now: a fault is said whether a layout uses the face or not."""
        choice, _ = self._own[role]
        for bold, italic in STYLES:
            if choice.get(FACES[bold + 2 * italic]):
                self.font(role, bold, italic)

    def own_faces(self) -> Iterator[tuple[Font, str, bool, bool]]:
        """The fonts of the brand's own files, the name of each file, and whether it is bold, and italic."""
        for role, (choice, _) in self._own.items():
            for bold, italic in STYLES:
                if file := choice.get(FACES[bold + 2 * italic]):
                    yield self.font(role, bold, italic), file, bold, italic

    @property
    def can_embed(self) -> Callable[[Font], bool]:
        return self._can_embed

    @property
    def roles(self) -> set[str]:
        return {*self._families, *self._own}

    def font(self, role: str, bold: bool = False, italic: bool = False) -> Font:
        """The font of a role; a role that nobody defined is set in the text font."""
        key = (role, bold, italic)
        font = self._faces.get(key)
        if font is None:
            font = self._own_font(key) if role in self._own else None
            font = self._faces[key] = font or self._bundled(role, bold, italic)
            self.used[font.key] = font
        return font

    def get(self, key: str) -> Font:
        return self.used[key]

    def match(self, role: str, bold: bool = False, italic: bool = False) -> Match:
        """How the role's font is set so that it looks as large as the house's."""
        return match(self._of(self._house, role, bold, italic), self.font(role, bold, italic))

    def is_house(self, role: str, bold: bool = False) -> bool:
        """Whether a role's font is the one that it has without a brand."""
        return self.font(role, bold) is self._of(self._house, role, bold, italic=False)

    def _bundled(self, role: str, bold: bool, italic: bool) -> Font:
        return self._of(self._families, role, bold, italic)

    def _of(self, families: Mapping[str, Family], role: str, bold: bool, italic: bool) -> Font:
        family = families.get(role) or families["text"]
        font = self.from_family(family, bold, italic)
        if families is self._families and role in self._chosen and family is not self._house.get(role):
            self._coverage.add_file(font.key, family.title, self._chosen[role])
        return font

    def from_family(self, family: Family, bold: bool, italic: bool) -> Font:
        """A face of a bundled family, or the nearest that it has."""
        file = face_file(family, bold, italic)
        if file not in self._files:
            path = folder() / family.name / file
            font = self._files[file] = Font(path.stem.lower(), path.read_bytes())
            self._titles[font.key] = family.title
        return self._files[file]

    def _own_font(self, key: FaceKey) -> Font | None:
        role, bold, italic = key
        choice, places = self._own[role]
        wanted = FACES[bold + 2 * italic]
        face = wanted if choice.get(wanted) else "bold" if bold and choice.get("bold") else "regular"
        name, where = choice[face], places.get(face, Place())
        try:
            raw = self._read(self._folders[role], name)
            instance = "" if bold and face == "regular" else self._instances.get(role, {}).get(face, "")
            data = one_font(raw, choice.get("face", ""), bold=bold, italic=italic)
            font = self.made(name, data, bold=bold, instance=instance)
            if font.key not in self.used and not self._can_embed(font):
                raise Unusable(*DAMAGED)
            if face != wanted and not (bold and font.key != self._made_regular(name, raw, choice).key):
                self._coverage.add_face(role, wanted, face.replace("_", " "), where)
        except Unusable as fault:
            self._problems.error(where, f"'{name}' cannot be used: {fault}", fault.remedy, "font")
            return None
        self._coverage.add_file(font.key, Path(name).name, where)
        return font

    def _made_regular(self, name: str, raw: bytes, choice: Mapping[str, str]) -> Font:
        """The upright, regular font of a file: a variable font and a collection have their own bold beside it."""
        return self.made(name, one_font(raw, choice.get("face", ""), bold=False, italic=False), bold=False)

    def made(self, name: str, data: bytes, *, bold: bool, instance: str = "") -> Font:
        """The font of a file, known by its bytes and its name. Raises Unusable."""
        data = unpacked(data)
        stem = "".join(sign for sign in Path(name).stem.lower() if sign.isascii() and sign.isalnum())
        digest = hashlib.sha256(data).hexdigest()[:8]
        style = instance.replace(" ", "").lower() or ("bold" if bold and is_variable(data) else "")
        large = large_font(
            f"{stem or 'font'}-{digest}{'-' if style else ''}{style}", data, bold=bold, instance=instance
        )
        if large:
            return self.used.get(large.key) or large
        data = usable(data, bold=bold, instance=instance)
        key = f"{stem or 'font'}-{hashlib.sha256(data).hexdigest()[:8]}"
        return self.used.get(key) or own_font(key, data)

    def _read(self, home: Path, name: str) -> bytes:
        path = (home / name).resolve()
        if not path.is_relative_to(home.resolve()):
            raise Unusable("it lies outside the folder of the brand", "copy the font file into that folder")
        if not path.is_file():
            raise Unusable("there is no such file", "give its path from the folder of the brand file")
        if path.stat().st_size > LARGEST_FONT:
            raise Unusable("it is larger than 64 MB", "use a font file with fewer characters")
        return path.read_bytes()

    def whole(self, word: str, font: Font) -> Font:
        """The font for all letters and digits of a word: the one asked for, or another that has them all."""
        if font.has_all(word):
            return font
        letters = [char for char in word if _is_lettering(char)]
        lacks = [char for char in letters if not font.has(char)]
        others = self._fallback("bold" in font.key) if lacks else ()
        other = next((other for other in others if all(map(other.has, letters))), None)
        if other is None:
            return font
        self._note(font, "".join(lacks), word, other)
        return other

    def spread(self, text: str, font: Font) -> tuple[tuple[str, Font], ...]:
        """The text in runs of the font that has its characters: the one asked for, else a fallback for whole words.

        Raises MissingGlyphs where no font has some of them.
        """
        if font.has_all(text):
            return ((text, font),)
        runs: list[tuple[str, Font]] = []
        missing: list[str] = []
        for word in _WORDS.findall(text):
            for char, its in self._letters(word, font):
                if its is None:
                    missing.append(char)
                elif runs and runs[-1][1] is its:
                    runs[-1] = (runs[-1][0] + char, its)
                else:
                    runs.append((char, its))
        if missing:
            raise MissingGlyphs(missing)
        return tuple(runs)

    def _letters(self, word: str, font: Font) -> Iterator[tuple[str, Font | None]]:
        """Each character of a word, or a blank, with its font; None where no font has it."""
        base = self.whole(word, font)
        for char in word:
            its = self._font_with(char, base, "bold" in font.key)
            if its and its is not base:
                self._note(font, char, word, its)
            yield char, its

    def _note(self, font: Font, lacks: str, word: str, other: Font) -> None:
        self.used[other.key] = other
        self._coverage.add_gap(font.key, lacks, word, self._titles.get(other.key, other.key))

    @property
    def gaps(self) -> int:
        """How much the fonts of the brand have lacked until now."""
        return len(self._coverage)

    def report(self) -> None:
        """Says what they lacked, once all is composed."""
        self._coverage.report(self._problems)

    @property
    def for_answers(self) -> Font:
        """What people write that nobody has read yet: the family that helps out first has the most scripts."""
        return next(self._fallback(bold=False))

    def _font_with(self, char: str, font: Font, bold: bool) -> Font | None:
        its = next((candidate for candidate in chain((font,), self._fallback(bold)) if candidate.has(char)), None)
        if its is not None:
            self.used[its.key] = its
        return its

    def _fallback(self, bold: bool) -> Iterator[Font]:
        """The bundled families that help out, in their order, each opened when the others before lack a character."""
        for family in self._helpers:
            yield self.from_family(family, bold, False)

    @cached_property
    def _helpers(self) -> list[Family]:
        families = [family for name in family_names() if (family := load_family(name, self._problems))]
        return sorted((family for family in families if family.fallback), key=lambda family: family.fallback)
