"""Makes the pictures of the README and of docs/look.md, rendered from the PDFs of the bundled kit.

usage: python docs/picture.py DECK.pdf output/prepersonalization docs
       (a deck printed with --sheet one-per-page, the kit, beside it in large/ its place mats on A3: `make pictures`)
"""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFilter

TABLE = "#d9cdbb"
BLEED, CORNER, CARD = 3, 3.5, (63.5, 88.9)  # mm
SLOT_FOOT = 4.0  # mm, from what is written on a slot to its foot
LARGE = "large"  # the folder of the place mats on A3, on which each slot is as large as a card
WIDTH, GAP = 1600, 18  # pixels, of a picture and between what lies there
COLOURS = 160
NAMES = ("Guest", "A close neighbour", "Banner", "First look", "The next favourite", "Nagging")
FAN = [(222, 350, -13), (338, 318, -6.5), (456, 306, 0), (574, 318, 6.5), (690, 350, 13)]
DETAILS = [(1062, 322, -3), (1400, 318, 3)]  # centre x, centre y, degrees clockwise
ROW = ("Page viewed", "Payment failed", "About to lapse", "A short tour", "E-mail", "Keeps a customer", "Nagging")
SHOWN = ("Page viewed", "Payment failed", "Guest", "A close neighbour", "Banner", "Keeps a customer")


class Faces:
    """The cards of a deck, a page a side."""

    def __init__(self, pdf: Path) -> None:
        self.document = pdfium.PdfDocument(pdf)
        texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in self.document]
        self.fronts = {text: number for number, text in enumerate(texts) if number % 2 == 0}

    def page(self, title: str) -> int:
        """Of the front of a card. Raises KeyError where none says that title."""
        found = [number for text, number in self.fronts.items() if title in text]
        if not found:
            raise KeyError(title)
        return found[0]

    def card(self, page: int, width: int) -> Image.Image:
        """A face as it leaves the cutter: trimmed, with round corners; so many pixels wide."""
        scale = width / CARD[0]
        picture = self.document[page].render(scale=scale * 25.4 / 72).to_pil()
        edge = round(BLEED * scale)
        picture = picture.crop((edge, edge, picture.width - edge, picture.height - edge)).convert("RGBA")
        corners = Image.new("L", picture.size)
        box = (0, 0, picture.width - 1, picture.height - 1)
        ImageDraw.Draw(corners).rounded_rectangle(box, radius=CORNER * scale, fill=255)
        picture.putalpha(corners)
        return picture


class Spot(NamedTuple):
    """Where something lies: its middle, and how far it is turned clockwise."""

    x: float
    y: float
    turn: float = 0.0


def lay(table: Image.Image, face: Image.Image, x: int, y: int, turn: float) -> None:
    """Puts a face, which is twice as large as it will be, on the table, its soft shadow under it."""
    turned = face.rotate(-turn, Image.Resampling.BICUBIC, expand=True)
    turned = turned.resize((turned.width // 2, turned.height // 2), Image.Resampling.LANCZOS)
    at = (x - turned.width // 2, y - turned.height // 2)
    shadow = Image.new("RGBA", table.size)
    shadow.paste((60, 40, 20, 110), (at[0] + 3, at[1] + 9), turned.getchannel("A"))
    table.alpha_composite(shadow.filter(ImageFilter.GaussianBlur(9)))
    table.alpha_composite(turned, at)


def page(pdf: Path, number: int, width: int) -> Image.Image:
    """A page as it lies there, twice as large as it will be."""
    with pdfium.PdfDocument(pdf) as document:
        sheet = document[number]
        return sheet.render(scale=width * 2 / sheet.get_width()).to_pil().convert("RGBA")


def in_rows(pictures: Sequence[Image.Image], across: int, width: int = WIDTH) -> Image.Image:
    """Side by side and row under row, each in the middle of its place; all are twice as large as they will be."""
    rows = [pictures[at : at + across] for at in range(0, len(pictures), across)]
    heights = [max(picture.height for picture in row) // 2 for row in rows]
    table = Image.new("RGBA", (width, sum(heights) + GAP * (len(rows) + 3)), TABLE)
    place = (width - GAP) / across
    y = 2 * GAP
    for row, height in zip(rows, heights, strict=True):
        left = (width - place * len(row)) / 2
        for number, picture in enumerate(row):
            lay(table, picture, round(left + place * (number + 0.5)), y + height // 2, 0)
        y += height + GAP
    return table


def at_width(across: int) -> int:
    """Of each of so many that lie side by side."""
    return (WIDTH - GAP) // across - GAP


def hero(faces: Faces, kit: Path) -> Image.Image:
    """A laid table: a poster, a place mat with the cards of a recipe on it, and a row of cards along the edge."""
    table = Image.new("RGBA", (WIDTH, 1000), TABLE)
    lay(table, page(kit / "posters/four-arguments.pdf", 0, 580), 325, 270, -2)
    lay(table, page(kit / "guide.pdf", 0, 270), 500, 560, 5)
    mat, width = Spot(1110, 345, 1.2), 900
    large = kit.parent / LARGE
    lay(table, page(large / "worksheets/recipe.pdf", 0, width), int(mat.x), int(mat.y), mat.turn)
    for title, spot, wide in on_slots(large, mat, width):
        lay(table, faces.card(faces.page(title), 2 * wide), int(spot.x), int(spot.y), spot.turn)
    wide = 226
    for number, title in enumerate(ROW):
        lay(table, faces.card(faces.page(title), 2 * wide), WIDTH // 2 + (number - 3) * (wide + 2), 846, 0)
    return table


def on_slots(kit: Path, mat: Spot, width: int) -> Iterable[tuple[str, Spot, int]]:
    """Cards of the first recipe where the manifest says that their fields stand on the sheet."""
    manifest = json.loads((kit / "manifest.json").read_text(encoding="utf-8"))
    face = next(face for key, face in manifest["faces"].items() if key.endswith("/recipe"))
    with pdfium.PdfDocument(kit / "worksheets/recipe.pdf") as document:
        wide, high = (length * 25.4 / 72 for length in document[0].get_size())
    scale = width / wide
    laid = (("who", NAMES[0], -0.6), ("what", NAMES[1], 0.8), ("when", NAMES[3], 0), ("why", NAMES[4], 1))
    slots = [face["fields"][field][0] for field, _, _ in laid]
    middle = (slots[0][0] + slots[-1][0] + slots[-1][2]) / 2
    for number, ((_, title, lean), (x, y, across, down)) in enumerate(zip(laid, slots, strict=True)):
        centre, foot = x + across / 2, y + down
        if CARD[0] > slots[1][0] - slots[0][0]:  # they stand side by side, as no slot is as wide as a card
            centre, foot = middle + (number - (len(laid) - 1) / 2) * CARD[0], foot + SLOT_FOOT
        top = foot - CARD[1]
        spot = Spot(
            mat.x + (centre - wide / 2) * scale, mat.y + (top + CARD[1] / 2 - high / 2) * scale, mat.turn + lean
        )
        yield title, spot, round(CARD[0] * scale)


def fan(faces: Faces, kit: Path) -> Image.Image:
    """Title sides in a fan, detail sides beside it."""
    table = Image.new("RGBA", (WIDTH, 640), TABLE)
    for title, (x, y, turn) in zip(NAMES, FAN, strict=False):
        lay(table, faces.card(faces.page(title), 620), x, y, turn)
    for title, (x, y, turn) in zip(NAMES, DETAILS, strict=False):
        lay(table, faces.card(faces.page(title) + 1, 620), x, y, turn)
    return table


def deck(faces: Faces, kit: Path) -> Image.Image:
    return in_rows([faces.card(number, 2 * at_width(11)) for number in faces.fronts.values()], 11)


def sides(faces: Faces, kit: Path) -> Image.Image:
    """Title sides over their detail sides."""
    wide = 2 * at_width(6)
    numbers = [faces.page(title) for title in SHOWN]
    return in_rows([faces.card(number + side, wide) for side in (0, 1) for number in numbers], 6)


def sheets(*names: tuple[str, int], across: int) -> Callable[[Faces, Path], Image.Image]:
    """Pages of files, side by side."""

    def picture(faces: Faces, kit: Path) -> Image.Image:
        return in_rows([page(kit / f"{name}.pdf", number, at_width(across)) for name, number in names], across)

    return picture


def every(folder: str, across: int) -> Callable[[Faces, Path], Image.Image]:
    """The first page of each file of a folder, those for a screen and in tiles left out."""

    def picture(faces: Faces, kit: Path) -> Image.Image:
        paths = sorted(path for path in (kit / folder).glob("*.pdf") if not path.stem.endswith(("-tiles", "-fillable")))
        return in_rows([page(path, 0, at_width(across)) for path in paths], across)

    return picture


PICTURES: dict[str, Callable[[Faces, Path], Image.Image]] = {
    "table": hero,
    "deck": fan,
    "look-deck": deck,
    "look-sides": sides,
    "look-posters": every("posters", 3),
    "look-worksheets": every("worksheets", 6),
    "look-guide": sheets(
        ("guide", 0), ("guide", 13), ("guide", 27), ("guide", 1), ("guide", 14), ("guide", 28), across=3
    ),
    "look-box": sheets(*(("tuck-box", number) for number in range(4)), across=4),
    "look-paper": sheets(("join", 0), ("order", 2), ("catalogue", 0), ("blanks", 0), across=4),
    "look-tiles": sheets(*(("posters/pyramid-tiles", number) for number in range(4)), across=4),
}


def main(deck_file: str, kit: str, target: str) -> None:
    faces = Faces(Path(deck_file))
    for name, picture in PICTURES.items():
        made = picture(faces, Path(kit)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        made.save(Path(target) / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
