"""The neutral deck by ReportLab as most people write it: Paragraph, qrcode, one rectangle per module.

usage: with_reportlab.py DECK.json OUT.pdf FONTS
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import qrcode
from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

PAGE_WIDTH, PAGE_HEIGHT = 279.4 * mm, 215.9 * mm
TRIM_WIDTH, TRIM_HEIGHT, BLEED = 63.5 * mm, 88.9 * mm, 2.5 * mm
COLUMNS, ROWS = 4, 2
CELL_WIDTH, CELL_HEIGHT = TRIM_WIDTH + 2 * BLEED, TRIM_HEIGHT + 2 * BLEED
LEFT, BOTTOM = (PAGE_WIDTH - COLUMNS * CELL_WIDTH) / 2, (PAGE_HEIGHT - ROWS * CELL_HEIGHT) / 2
INSET, MEASURE, CODE = 4 * mm, 55.5 * mm, 15 * mm

LABEL = ParagraphStyle("label", fontName="Sans-Bold", fontSize=5.5, leading=6.5, textColor=white)
TITLE = ParagraphStyle("title", fontName="Sans-Bold", fontSize=9.5, leading=11, textColor=white)
SUMMARY = ParagraphStyle("summary", fontName="Sans-Bold", fontSize=7, leading=8.6)
BODY = ParagraphStyle("body", fontName="Sans", fontSize=6.3, leading=7.8)
BULLET = ParagraphStyle("bullet", parent=BODY, leftIndent=2.6 * mm, bulletIndent=0)
FOOT = ParagraphStyle("foot", fontName="Sans-Bold", fontSize=6, leading=7)

Card = dict[str, Any]


def place(canvas: Canvas, text: str, style: ParagraphStyle, x: float, top: float, bullet: str | None = None) -> float:
    """Sets a paragraph from `top` down; gives its height."""
    paragraph = Paragraph(text, style, bulletText=bullet)
    _, height = paragraph.wrap(MEASURE, 1000)
    paragraph.drawOn(canvas, x, top - height)
    return height


def draw_code(canvas: Canvas, url: str, x: float, y: float) -> None:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, box_size=1)
    code.add_data(url, optimize=0)
    code.make(fit=True)
    matrix = code.get_matrix()
    module = CODE / len(matrix)
    canvas.setFillColor(black)
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                canvas.rect(x + column * module, y + CODE - (row + 1) * module, module, module, stroke=0, fill=1)


def draw_front(canvas: Canvas, card: Card, colour: Color, x: float, y: float) -> None:
    """A front with the lower left corner of its trim at x, y."""
    top = y + TRIM_HEIGHT
    canvas.setFillColor(colour)
    canvas.rect(x - BLEED, top - 14 * mm, CELL_WIDTH, 14 * mm + BLEED, stroke=0, fill=1)
    canvas.rect(x - BLEED, y - BLEED, CELL_WIDTH, 1.5 * mm + BLEED, stroke=0, fill=1)
    x += INSET
    place(canvas, card["category"].upper(), LABEL, x, top - 2 * mm)
    place(canvas, card["title"], TITLE, x, top - 4.8 * mm)
    line = top - 15.5 * mm
    line -= place(canvas, card["summary"], SUMMARY, x, line) + 1 * mm
    line -= place(canvas, card["body"], BODY, x, line) + 1 * mm
    for prompt in card["prompts"]:
        line -= place(canvas, prompt, BULLET, x, line, bullet="•") + 0.4 * mm
    if line < y + 3.5 * mm + CODE + 0.5 * mm:
        print(f"{card['number']}: the text is too long", file=sys.stderr)
    place(canvas, card["number"], FOOT, x, y + 6.5 * mm)
    draw_code(canvas, card["url"], x + MEASURE - CODE, y + 3.5 * mm)


def draw_back(canvas: Canvas, card: Card, title: str, colour: Color, x: float, y: float) -> None:
    canvas.setFillColor(colour)
    canvas.rect(x - BLEED, y - BLEED, CELL_WIDTH, CELL_HEIGHT, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFillAlpha(0.25)
    for row in (0, 1, 2, 6, 7, 8):
        for column in range(6):
            centre = x + (column + 0.5) * TRIM_WIDTH / 6, y + (row + 0.5) * TRIM_HEIGHT / 9
            canvas.circle(*centre, 2.6 * mm, stroke=0, fill=1)
    canvas.setFillAlpha(1)
    canvas.setFont("Sans-Bold", 16)
    canvas.drawCentredString(x + TRIM_WIDTH / 2, y + TRIM_HEIGHT / 2 - 2, card["category"])
    canvas.setFont("Sans", 7)
    canvas.drawCentredString(x + TRIM_WIDTH / 2, y + TRIM_HEIGHT / 2 - 14, title)


def draw_marks(canvas: Canvas) -> None:
    canvas.setLineWidth(0.25)
    canvas.setStrokeColor(black)
    right, top = LEFT + COLUMNS * CELL_WIDTH, BOTTOM + ROWS * CELL_HEIGHT
    for column in range(COLUMNS):
        for x in (LEFT + column * CELL_WIDTH + BLEED, LEFT + (column + 1) * CELL_WIDTH - BLEED):
            canvas.line(x, top + 0.3 * mm, x, top + 5.3 * mm)
            canvas.line(x, BOTTOM - 0.3 * mm, x, BOTTOM - 5.3 * mm)
    for row in range(ROWS):
        for y in (BOTTOM + row * CELL_HEIGHT + BLEED, BOTTOM + (row + 1) * CELL_HEIGHT - BLEED):
            canvas.line(LEFT - 0.3 * mm, y, LEFT - 2.5 * mm, y)
            canvas.line(right + 0.3 * mm, y, right + 2.5 * mm, y)


def places(cards: list[Card], *, mirrored: bool) -> Iterator[tuple[Card, float, float]]:
    """Cards of a sheet with the lower left corners of their trims."""
    for i, card in enumerate(cards):
        row, column = divmod(i, COLUMNS)
        column = COLUMNS - 1 - column if mirrored else column
        yield card, LEFT + column * CELL_WIDTH + BLEED, PAGE_HEIGHT - BOTTOM - (row + 1) * CELL_HEIGHT + BLEED


def main() -> None:
    deck = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    fonts = Path(sys.argv[3])
    pdfmetrics.registerFont(TTFont("Sans", fonts / "NotoSans-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("Sans-Bold", fonts / "NotoSans-Bold.ttf"))
    pdfmetrics.registerFontFamily("Sans", normal="Sans", bold="Sans-Bold", italic="Sans", boldItalic="Sans-Bold")
    colours = {category["name"]: HexColor(category["color"]) for category in deck["categories"]}
    cards = deck["cards"]
    canvas = Canvas(sys.argv[2], pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1)
    canvas.setTitle(deck["title"])
    for first in range(0, len(cards), COLUMNS * ROWS):
        sheet = cards[first : first + COLUMNS * ROWS]
        for card, x, y in places(sheet, mirrored=False):
            draw_front(canvas, card, colours[card["category"]], x, y)
        draw_marks(canvas)
        canvas.showPage()
        canvas.translate(PAGE_WIDTH, PAGE_HEIGHT)  # a flip on the long edge turns a landscape sheet upside down
        canvas.rotate(180)
        for card, x, y in places(sheet, mirrored=True):
            draw_back(canvas, card, deck["title"], colours[card["category"]], x, y)
        draw_marks(canvas)
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    main()
