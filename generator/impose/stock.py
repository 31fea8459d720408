"""Perforated and label stock: pieces lie where the stock has them, or a problem says which pieces it takes."""

from generator.errors import NOWHERE, Place, Problems
from generator.geometry import Rect, Size
from generator.impose.grid import NOISE, Grid
from generator.impose.wording import mm, place_of, size_words
from generator.layout import Paper, SheetLayout, Sides, Stock

FIXED = ("columns", "rows", "orientation", "margin", "gutter")  # settings of a sheet that the stock decides


def stock_grid(
    trim: Size, sheet: SheetLayout, stock: Stock, paper: Paper, sides: Sides, problems: Problems, where: Place
) -> Grid | None:
    """Pieces centred on the stock's own; None on a problem."""
    before = len(problems.errors)
    _check_figures(sheet, stock, paper, problems)
    asked = where if where != NOWHERE else place_of(sheet, "stock", where)
    if sides == "gutter-fold":
        hint = "print two-sided-long-edge, or fronts-and-backs-apart where the printer has one side"
        problems.error(asked, f"{sheet.title} cannot be folded and glued", hint, "stock-fold")
    if len(problems.errors) > before:
        return None
    if not stock.fits(trim):
        _say_other_trim(trim, sheet, stock, problems, asked)
        return None
    for name in FIXED:
        if getattr(sheet, name) != getattr(SheetLayout, name):
            message = f"`{name}` does nothing on {sheet.title}: the stock fixes where its pieces lie"
            problems.warn(place_of(sheet, name, where), message, "leave it out", "stock-setting")
    return _centred(trim, stock, paper)


def _centred(trim: Size, stock: Stock, paper: Paper) -> Grid:
    turned = not stock.takes(trim)
    cell = trim.turned if turned else trim
    left = stock.left + (stock.card.width - cell.width) / 2
    top = stock.top + (stock.card.height - cell.height) / 2
    xs = tuple(left + n * stock.across for n in range(stock.columns))
    ys = tuple(top + n * stock.down for n in range(stock.rows))
    return Grid(paper.size, cell, turned, xs, ys, max(0.0, stock.across - stock.card.width))


def _check_figures(sheet: SheetLayout, stock: Stock, paper: Paper, problems: Problems) -> None:
    """What cannot be true of any stock."""
    for name, number in (("columns", stock.columns), ("rows", stock.rows)):
        if number < 1:
            problems.error(stock.marks.of(name), f"{number} {name} are less than one", "count them", "stock")
    for name, pitch, length, many in (
        ("across", stock.across, stock.card.width, stock.columns > 1),
        ("down", stock.down, stock.card.height, stock.rows > 1),
    ):
        if many and pitch < length - NOISE:
            message = f"{name} {mm(pitch)} is less than the piece's {mm(length)}: pieces would overlap"
            hint = "measure from the edge of one piece to the same edge of the next"
            problems.error(stock.marks.of(name), message, hint, "stock")
    width = stock.card.width + (stock.columns - 1) * stock.across
    height = stock.card.height + (stock.rows - 1) * stock.down
    if not Rect(0, 0, *paper.size).contains(Rect(stock.left, stock.top, width, height)):
        message = f"the pieces of {sheet.title} do not lie on {paper.title} ({size_words(paper.size)})"
        problems.error(place_of(sheet, "stock", NOWHERE), message, "measure from the top left corner", "stock")


def _say_other_trim(trim: Size, sheet: SheetLayout, stock: Stock, problems: Problems, where: Place) -> None:
    size = Size(stock.card.width, stock.card.height)
    if sheet.fitting:
        hint = f"{'these layouts fit' if len(sheet.fitting) > 1 else 'this layout fits'}: {', '.join(sheet.fitting)}"
    else:
        hint = f"write a card layout with a trim of {size_words(size)}"
    problems.error(
        where,
        f"a piece of {size_words(trim)} does not fit {sheet.title}, whose pieces are {size_words(size)}",
        hint,
        "stock-trim",
    )
