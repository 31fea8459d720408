"""The marker of a tile: its dark square in a box, and the outline of its dark. Knows no colour and no card."""

from collections.abc import Iterator
from itertools import product

from generator.codes.markers import BORDER, CELLS, SIDE, is_light
from generator.face import Path, PathStep, rectangle
from generator.geometry import Rect

RIM = 0.75  # cells of light around the dark square
SMALLEST = 6.0  # mm: the dark square of a marker that is still read on a table of cards

Corner = tuple[int, int]  # of cells, from the top left of the dark square


def marker_in(box: Rect) -> Rect:
    """The dark square of a tile that fills a box; in the middle of one that is no square."""
    side = min(box.width, box.height) * SIDE / (SIDE + 2 * RIM)
    return Rect(box.centre.x - side / 2, box.centre.y - side / 2, side, side)


def marker(number: int, square: Rect) -> Path:
    """The dark of a marker as one path, to be filled by the even-odd rule: its square, and around each light patch."""
    cell = square.width / SIDE
    return (*rectangle(square), *(step for loop in _patches(number) for step in _steps(loop, square, cell)))


def _steps(loop: list[Corner], square: Rect, cell: float) -> Iterator[PathStep]:
    verb = "move"
    for x, y in loop:
        yield PathStep(verb, (round(square.x + x * cell, 4), round(square.y + y * cell, 4)))
        verb = "line"
    yield PathStep("close")


def _patches(number: int) -> Iterator[list[Corner]]:
    """The edges between light cells and dark ones, as closed loops of corners. Light cells that touch have no line
    between them.
    """
    edges = _edges(number)
    while edges:
        start = at = min(edges)
        loop = []
        before: Corner = (0, 0)
        while True:
            following = edges[at].pop()
            if not edges[at]:
                del edges[at]
            step = (following[0] - at[0], following[1] - at[1])
            if step != before:
                loop.append(at)
            at, before = following, step
            if at == start:
                break
        yield loop


def _edges(number: int) -> dict[Corner, list[Corner]]:
    """From each corner the corners to which an edge runs, with the light cell on its right."""
    light = {
        (column + BORDER, row + BORDER)
        for row, column in product(range(CELLS), repeat=2)
        if is_light(number, row, column)
    }
    edges: dict[Corner, list[Corner]] = {}
    for x, y in sorted(light):
        around = (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        )
        for neighbour, start, end in around:
            if neighbour not in light:
                edges.setdefault(start, []).append(end)
    return edges
