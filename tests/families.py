"""Twelve families as clients bring them (.ci/brand_fonts.py), and the bundled kit composed in one of them."""

import shutil
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.errors import Problem, Severity
from generator.kit.pieces.piece import Piece
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


class Known:
    """Pieces that were composed, of kits that differ in layout and paper alone: of one layout each is composed once."""

    ALIKE = ("deck", "posters", "worksheets", "catalogue")  # say the same on any paper
    MOST = 100  # pieces

    def __init__(self) -> None:
        self._pieces: dict[tuple[object, ...], Set] = {}

    def of(self, shared: Shared, piece: Piece) -> Set:
        layouts = tuple((layout.name, *layout.size) for layout in piece.layouts.values())
        if piece.name.partition("/")[0] not in self.ALIKE:
            return _composed(shared, piece)
        key = (piece.name, *layouts)
        if key not in self._pieces:
            if len(self._pieces) >= self.MOST:
                del self._pieces[next(iter(self._pieces))]
            self._pieces[key] = _composed(shared, piece)
        return self._pieces[key]


def _composed(shared: Shared, piece: Piece) -> Set:
    before = len(shared.problems.found)
    production = Production(shared, piece)
    production.prepare()
    sizes: dict[Field, float] = {}
    for key, size in _sizes(production):
        sizes[key] = min(size, sizes.get(key, size))
    return Set(shared.problems.found[before:], sizes)


def composed(brand: Path | None, known: Known | None = None, **order: str) -> Set:
    """The bundled kit, all its pieces; those of `known` as they are there."""
    shop = load(bundled_workshop(), order, brand)
    known, shared = known or Known(), Shared(shop, None)
    problems, sizes = list(shop.problems.sorted()), dict[Field, float]()
    for piece in shop.pieces.values():
        made = known.of(shared, piece)
        problems += made.problems
        sizes |= made.sizes
    return Set(problems, sizes)


@cache
def known_in(family: str) -> Known:
    return Known()


@lru_cache(maxsize=4)
def in_house_fonts(**order: str) -> Set:
    return composed(None, known_in("the house"), **order)


def _sizes(production: Production) -> Iterator[tuple[Field, float]]:
    for card in production.deck.cards:
        for side in ("front", "back"):
            face = production.face(card, side)
            for line in face.lines() if face else ():
                yield (production.piece.name, card.id, side, line.field), min(span.size for span in line.spans)
