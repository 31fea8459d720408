"""What the fonts of a brand lack of a kit's words and faces, and what stands in: gathered while it is composed."""

import unicodedata
from typing import NamedTuple

from generator.errors import Place, Problems, code_point

MOST_NAMED = 12  # characters of a font in a message
# Arrows, ticks, emoji, exponents: no text font has them all, none is asked to, and each stands for itself in a word.
_SIGNS = frozenset(("So", "Sm", "No"))


class BrandFile(NamedTuple):
    """A font that a brand names."""

    name: str
    where: Place


class Gap(NamedTuple):
    """Characters that a font lacks, the first word with one, and the fonts that have them."""

    characters: dict[str, None]
    word: str
    others: dict[str, None]


class Coverage:
    """Of one job."""

    def __init__(self) -> None:
        self._files: dict[str, BrandFile] = {}  # by the keys of their fonts
        self._gaps: dict[str, Gap] = {}
        self._faces: dict[str, dict[str, str]] = {}  # role → face that it lacks → face that stands in
        self._where: dict[str, Place] = {}

    def add_file(self, key: str, name: str, where: Place) -> None:
        self._files.setdefault(key, BrandFile(name, where))

    def add_face(self, role: str, lacks: str, stands_in: str, where: Place) -> None:
        self._faces.setdefault(role, {})[lacks] = stands_in
        self._where.setdefault(role, where)

    def add_gap(self, key: str, characters: str, word: str, other: str) -> None:
        """A font of the brand lacks characters of a word, and another one sets them."""
        lacks = [char for char in characters if unicodedata.category(char) not in _SIGNS or char < "\u0100"]
        if key in self._files and lacks:
            gap = self._gaps.setdefault(key, Gap({}, word, {}))
            gap.characters.update(dict.fromkeys(lacks))
            gap.others[other] = None

    def __len__(self) -> int:
        """How much is lacking."""
        return sum(map(len, self._faces.values())) + sum(len(gap.characters) for gap in self._gaps.values())

    def report(self, problems: Problems) -> None:
        """One warning for all letters, one for the faces of each role."""
        for role, faces in self._faces.items():
            lacks = " and no ".join(face.replace("_", " ") for face in faces)
            instead = " and ".join(dict.fromkeys(faces.values()))
            are = "are" if " and " in instead else "is"
            message = f"the font '{role}' has no {lacks}; its {instead} {are} printed instead"
            hint = "add " + ", ".join(f"'{face}: FILE'" for face in faces) + " beside it"
            problems.warn(self._where[role], message, hint, "font-face")
        if self._gaps:
            words = dict.fromkeys(f"“{gap.word}”" for gap in self._gaps.values())
            others = dict.fromkeys(other for gap in self._gaps.values() for other in gap.others)
            message = "; ".join(f"'{self._files[key].name}' lacks {_named(gap)}" for key, gap in self._gaps.items())
            message += f": words with them, such as {', '.join(words)}, are set in {' and '.join(others)}"
            hint = "use the whole font and not a part that was cut for the web, or one that has these letters"
            problems.warn(self._files[next(iter(self._gaps))].where, message, hint, "font-letters")


def _named(gap: Gap) -> str:
    letters = sorted(gap.characters)
    named = " ".join(char if char.isprintable() else code_point(char) for char in letters[:MOST_NAMED])
    more = len(letters) - MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named
