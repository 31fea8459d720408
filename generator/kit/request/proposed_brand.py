"""A brand out of a logo: which of its colours is taken, and the files that say so."""

import json
from math import hypot
from pathlib import Path
from typing import NamedTuple

from generator.colours import BLACK, Colour
from generator.errors import NOWHERE, FileError, Problems
from generator.fonts import FontBook, FontFinder
from generator.images import Pictures, Raster, Vector
from generator.images.main_colours import ColourShare, main_colours
from generator.sight import SIGHTS, lab

FOLDER, FILE, MARK = "client", "brand.yaml", "logo"  # in the workshop; the logo has the ending of its file
NOTHING = "nothing is drawn in it"
_NAMED = 5  # colours in the comment
_TINGED = 12.0  # CIELAB chroma: below it a colour is taken for a grey
_PAPER = 92.0  # CIELAB lightness from which a grey is taken for the paper


class Proposal(NamedTuple):
    """`words` of brand.yaml, and what they are made of, to be read on a terminal."""

    words: str
    said: str
    logo: Path


def propose(logo: Path, client: str) -> Proposal:
    """Raises FileError for a file that is no logo: no picture, or nothing in it."""
    shares = colours_of(logo)
    start, why = chosen(shares)
    listed = ", ".join(f"{one.colour.hex} {one.share:.0%}" for one in shares[:_NAMED])
    said = f"{logo.name} has {listed}; {start.hex} is taken, {why}"
    return Proposal(_words(logo, client, start, said), said, logo)


def colours_of(logo: Path) -> list[ColourShare]:
    """The colours of a mark, the largest first. Raises FileError as above."""
    picture = mark_of(logo)
    shares = main_colours(picture)
    if not shares:
        raise FileError(f"{logo}: {NOTHING}")
    return shares


def mark_of(logo: Path) -> Raster | Vector:
    """A logo as a picture. Raises FileError where it is none."""
    problems, file = Problems(), logo.resolve()
    fonts = FontFinder(FontBook.load({}, {}, Problems()))
    picture = Pictures(file.parent, fonts).find(file.name, NOWHERE, problems)
    if problems.errors:
        worst = problems.errors[0]
        raise FileError(f"{logo}: {worst.message}" + (f"; {worst.hint}" if worst.hint else ""))
    if picture is None:
        raise FileError(f"{logo}: {NOTHING}")
    return picture


def chosen(shares: list[ColourShare]) -> tuple[Colour, str]:
    """The colour that stands for the brand: the one that is most and strongest, else the darkest grey."""
    strong = [one for one in shares if _chroma(one.colour) >= _TINGED]
    if strong:
        best = max(strong, key=lambda one: (one.share * _chroma(one.colour), one.colour.hex))
        return best.colour, "of which there is most, by area and strength"
    greys = [one for one in shares if lab(one.colour, next(iter(SIGHTS)))[0] < _PAPER]
    if greys:
        return max(greys, key=lambda one: (one.share, one.colour.hex)).colour, "as it has no other colour than greys"
    return BLACK, "as it has no colour but white"


def _chroma(colour: Colour) -> float:
    _, a, b = lab(colour, next(iter(SIGHTS)))
    return hypot(a, b)


def _written(colour: Colour) -> str:
    """As brand.yaml says a colour, with its inks where they are known."""
    if colour.cmyk is None or colour == BLACK:
        return f'"{colour.hex}"'
    return f'{{rgb: "{colour.hex}", cmyk: "{" ".join(f"{ink * 100:.4g}" for ink in colour.cmyk)}"}}'


def _words(logo: Path, client: str, start: Colour, said: str) -> str:
    name = json.dumps(client, ensure_ascii=False)
    return f"""\
# A proposal, read off a logo: {" ".join(said.split())}.
client: {name}
logo: {{file: {MARK}{logo.suffix.lower()}}}   # on_dark: a variant for dark grounds; min_width, clear
layers: {{from: {_written(start)}}}   # the colours of categories, ink and ground come from it; `colours:` overrides
# colours: {{ink: "#22262b", ground: "#f7f3ea"}}
# accent: "{start.hex}"             # of phones, the board and the poster at the door
# fonts: {{display: {{regular: fonts/Own.otf, bold: fonts/Own-Bold.otf}}}}
"""


def write_brand(proposal: Proposal, folder: Path) -> list[Path]:
    """Into a folder of the workshop. Raises OSError."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    mark = place / f"{MARK}{proposal.logo.suffix.lower()}"
    mark.write_bytes(proposal.logo.read_bytes())
    (place / FILE).write_text(proposal.words, encoding="utf-8", newline="\n")
    return [place / FILE, mark]
