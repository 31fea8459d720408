"""Makes the pictures of the README, rendered from the PDFs of the bundled kit: cards on a table, all of it on a table.

usage: python docs/picture.py DECK.pdf docs/deck.png     (a deck printed with --sheet one-per-page)
       python docs/picture.py output/prepersonalization docs/kit.png
"""

import sys
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFilter

TABLE = "#d9cdbb"
SIZE = (1600, 640)
DPI = 124
MM = DPI / 25.4
BLEED, CORNER = 3, 3.5  # mm
# card's page, centre x, centre y, degrees clockwise; drawn from the first to the last
FAN = [(0, 222, 350, -13), (18, 338, 318, -6.5), (28, 456, 306, 0), (44, 574, 318, 6.5), (60, 690, 350, 13)]
DETAILS = [(29, 1062, 322, -3), (81, 1400, 318, 3)]

KIT_SIZE = (1600, 900)
# file, page, width in pixels, centre x, centre y, degrees clockwise
KIT = [
    ("posters/priority-matrix.pdf", 0, 620, 350, 260, -1.5),
    ("posters/pyramid.pdf", 0, 430, 860, 210, 2),
    ("join.pdf", 0, 300, 1330, 260, 3),
    ("guide.pdf", 2, 290, 205, 690, -4),
    ("worksheets/recipe.pdf", 0, 290, 500, 680, 2),
    ("worksheets/examples.pdf", 0, 290, 760, 660, -2.5),
    ("tuck-box.pdf", 0, 330, 1060, 640, 3),
    ("blanks.pdf", 0, 380, 1360, 680, -3),
]


def card(document: pdfium.PdfDocument, page: int) -> Image.Image:
    """A face as it leaves the cutter: trimmed, with round corners."""
    picture = document[page].render(scale=DPI / 72 * 2).to_pil()
    edge = round(BLEED * MM * 2)
    picture = picture.crop((edge, edge, picture.width - edge, picture.height - edge)).convert("RGBA")
    corners = Image.new("L", picture.size)
    box = (0, 0, picture.width - 1, picture.height - 1)
    ImageDraw.Draw(corners).rounded_rectangle(box, radius=CORNER * MM * 2, fill=255)
    picture.putalpha(corners)
    return picture


def lay(table: Image.Image, face: Image.Image, x: int, y: int, turn: float) -> None:
    """Puts a face on the table, its soft shadow under it."""
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


def main(source: str, picture: str) -> None:
    if Path(source).is_dir():
        table = Image.new("RGBA", KIT_SIZE, TABLE)
        for name, number, width, x, y, turn in KIT:
            lay(table, page(Path(source) / name, number, width), x, y, turn)
    else:
        table = Image.new("RGBA", SIZE, TABLE)
        with pdfium.PdfDocument(source) as document:
            for at, x, y, turn in FAN + DETAILS:
                lay(table, card(document, at), x, y, turn)
    table.convert("RGB").quantize(160, dither=Image.Dither.NONE).save(Path(picture), optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
