"""Which variant of a client's mark stands where: the one that is seen there, on a plate of its own where none is.

What harms a mark is one finding with all its pieces and cards, however many there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.brand import Logo
from generator.colours import BLACK, WHITE, Colour
from generator.errors import Problem, Problems
from generator.images import Raster, Vector
from generator.images.visibility import COVERS, EdgeCount, art_tally, raster_tally, seen_share

LEAST_HEIGHT = 3.0  # mm: below it the letters of a mark are not read any more
PLATE, MOST_PLATE = 0.15, 1.2  # how far a plate goes around a mark: of its height; mm at most
SEEN, SEEN_ON_LIGHT = 0.8, 0.2  # the share that must be seen; a mark for light grounds may have pale parts on them
_NAMED = 3  # cards of a piece, before the rest is a number


class Variant(NamedTuple):
    """`key`: of the logo in brand.yaml; `plate`: the colour that it needs under it, if any."""

    key: str
    plate: Colour | None = None


def is_dark(ground: Colour) -> bool:
    return ground.contrast(WHITE) >= ground.contrast(BLACK)


def variant(logo: Logo, tallies: Mapping[str, EdgeCount], ground: Colour, paper: Colour, ink: Colour) -> Variant:
    """Of the files that could be read, in the order in which they fit the ground."""
    dark = is_dark(ground)
    keys = ("on_dark", "file") if dark and logo.on_dark else ("file",)
    share = SEEN if dark else SEEN_ON_LIGHT
    for key in keys:
        if seen_share(tallies.get(key, COVERS), ground) >= share:
            return Variant(key)
    plates = sorted((paper, ink), key=lambda plate: -seen_share(tallies.get("file", COVERS), plate))
    return Variant("file", plates[0])


class Tallies:
    """What colours a picture has, looked at once."""

    def __init__(self) -> None:
        self._known: dict[object, EdgeCount] = {}

    def of(self, picture: Raster | Vector, palette: Mapping[str, Colour], current: Colour) -> EdgeCount:
        if isinstance(picture, Raster):
            if picture.key not in self._known:
                self._known[picture.key] = raster_tally(picture)
            return self._known[picture.key]
        art = picture.art(palette, current)
        if art.key not in self._known:
            self._known[art.key] = art_tally(art)
        return self._known[art.key]


@dataclass
class LogoFindings:
    """What harms the mark, by code: said once, with the pieces and cards that it is true of."""

    tallies: Tallies = field(default_factory=Tallies)
    _where: dict[str, dict[str, dict[str, None]]] = field(default_factory=dict)  # code → piece → cards
    _said: dict[str, Problem] = field(default_factory=dict)

    def add(self, problems: Problems, finding: Problem, piece: str, cards: Iterable[str]) -> None:
        """`finding` says it without its pieces."""
        key = f"{finding.code} {finding.message}"
        known = self._where.setdefault(key, {}).setdefault(piece, {})
        more = {card: None for card in cards if card not in known}
        if not more:
            return
        known |= more
        if self._said.get(key) in problems.found:
            problems.found.remove(self._said[key])
        problems.warn(finding.where, f"{finding.message}: {_listed(self._where[key])}", finding.hint, finding.code)
        self._said[key] = problems.found[-1]


def _listed(pieces: Mapping[str, Mapping[str, None]]) -> str:
    """All posters as one, and all worksheets."""
    kinds: dict[str, list[str]] = {}
    for piece, cards in pieces.items():
        kinds.setdefault(piece.partition("/")[0], []).extend(cards)
    return "; ".join(_of_kind(kind, cards) for kind, cards in kinds.items())


def _of_kind(kind: str, cards: list[str]) -> str:
    if cards == [kind]:
        return kind
    return f"{kind} ({_cards(cards)})" if kind else _cards(cards)


def _cards(cards: list[str]) -> str:
    rest = len(cards) - _NAMED
    return ", ".join(cards[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
