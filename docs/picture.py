"""Makes docs/deck.png, the picture in the README: cards of the bundled deck, rendered from their PDF, on a table.

usage: python docs/picture.py DECK.pdf docs/deck.png     (a deck printed with --sheet one-per-page)
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
FAN = [(0, 222, 350, -13), (14, 338, 318, -6.5), (26, 456, 306, 0), (44, 574, 318, 6.5), (60, 690, 350, 13)]
DETAILS = [(27, 1062, 322, -3), (81, 1400, 318, 3)]


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


def main(deck: str, picture: str) -> None:
    table = Image.new("RGBA", SIZE, TABLE)
    with pdfium.PdfDocument(deck) as document:
        for page, x, y, turn in FAN + DETAILS:
            lay(table, card(document, page), x, y, turn)
    table.convert("RGB").quantize(160, dither=Image.Dither.NONE).save(Path(picture), optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
