"""Twelve families as clients bring them (.ci/brand_fonts.py), and the bundled kit composed in one of them."""

import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from generator.errors import Problem, Severity
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load

FOLDER = Path(__file__).parent / "vendored" / "families"
FAMILIES = sorted(path.name for path in FOLDER.iterdir())

Field = tuple[str, str, str, str]  # piece, card, side, field


class Set(NamedTuple):
    """A kit composed: its problems, and the smallest size of each field of each card, in points."""

    problems: list[Problem]
    sizes: Mapping[Field, float]

    @property
    def errors(self) -> list[str]:
        return [problem.message for problem in self.problems if problem.severity is Severity.ERROR]


def brand_of(family: str, folder: Path) -> Path:
    """A brand whose only wish is the family, in all roles."""
    shutil.copytree(FOLDER / family, folder / "fonts")
    font = "{regular: fonts/Regular.woff2, bold: fonts/Bold.woff2}"
    brand = folder / "brand.yaml"
    brand.write_text(f"client: Lindenblatt\nfonts:\n  display: {font}\n  text: {font}\n", encoding="utf-8")
    return brand


def composed(brand: Path | None, **order: str) -> Set:
    """The bundled kit, all its pieces."""
    shop = load(bundled_workshop(), order, brand)
    shared = Shared(shop, None)
    sizes: dict[Field, float] = {}
    for piece in shop.pieces.values():
        production = Production(shared, piece)
        production.prepare()
        for key, size in _sizes(production):
            sizes[key] = min(size, sizes.get(key, size))
    return Set(shop.problems.sorted(), sizes)


@cache
def in_house_fonts(**order: str) -> Set:
    return composed(None, **order)


def _sizes(production: Production) -> Iterator[tuple[Field, float]]:
    for card in production.deck.cards:
        for side in ("front", "back"):
            face = production.face(card, side)
            for line in face.lines() if face else ():
                yield (production.piece.name, card.id, side, line.field), min(span.size for span in line.spans)
