"""Outlines of a sheet's pieces for cutting plotters: rectangles with round corners in, SVG or DXF out; mm, y down."""

from collections.abc import Iterator
from math import pi, tan
from typing import NamedTuple

from generator.geometry import Point, Rect, Size

CUT, FOLD, MARKS, PAPER = "CUT", "FOLD", "REGISTRATION", "PAPER"  # layers
COLOURS = {CUT: ("#ff0000", 1), FOLD: ("#0000ff", 5), MARKS: ("#000000", 7), PAPER: ("#00a000", 3)}  # and AutoCAD's
HAIRLINE = 0.1
QUARTER = tan(pi / 8)  # the bulge of a quarter circle: the tangent of a quarter of its angle


class CutSheet(NamedTuple):
    """What is cut out of a sheet, and what stands on it for the plotter."""

    title: str
    paper: Size
    pieces: tuple[Rect, ...]
    radius: float = 0.0
    marks: tuple[Rect, ...] = ()  # that are printed, so not cut
    fold: tuple[Point, Point] | None = None


def svg(sheet: CutSheet) -> bytes:
    """At its true size; a group for each layer."""
    from html import escape  # its table of named characters is long, and is loaded with every deck otherwise

    width, height = _number(sheet.paper.width), _number(sheet.paper.height)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"',
        f' viewBox="0 0 {width} {height}">',
        f"<title>{escape(sheet.title)}</title>",
    ]
    for layer, shapes in _layers(sheet).items():
        colour = COLOURS[layer][0]
        look = f'fill="{colour}"' if layer == MARKS else f'fill="none" stroke="{colour}" stroke-width="{HAIRLINE}"'
        lines += [f'<g id="{layer}" {look}>', *shapes, "</g>"]
    return "\n".join([*lines, "</svg>", ""]).encode()


def _layers(sheet: CutSheet) -> dict[str, list[str]]:
    found = {CUT: [f'<path d="{_path(_clean(piece), sheet.radius)}"/>' for piece in sheet.pieces]}
    if sheet.fold:
        (x, y), (end, foot) = sheet.fold
        found[FOLD] = [f'<path d="M{_number(x)} {_number(y)}L{_number(end)} {_number(foot)}"/>']
    if sheet.marks:
        found[MARKS] = [f'<path d="{_path(_clean(mark), 0)}"/>' for mark in sheet.marks]
    return found


def _path(box: Rect, radius: float) -> str:
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    r = min(radius, box.width / 2, box.height / 2)
    if r <= 0:
        return f"M{_pair(x, y)}H{_number(right)}V{_number(bottom)}H{_number(x)}Z"
    arc = f"A{_pair(r, r)} 0 0 1 "
    return (
        f"M{_pair(x + r, y)}H{_number(right - r)}{arc}{_pair(right, y + r)}V{_number(bottom - r)}"
        f"{arc}{_pair(right - r, bottom)}H{_number(x + r)}{arc}{_pair(x, bottom - r)}V{_number(y + r)}"
        f"{arc}{_pair(x + r, y)}Z"
    )


def dxf(sheet: CutSheet) -> bytes:
    """Release 12, which every plotter's program reads; y runs up there, from the bottom edge of the paper."""
    groups: list[tuple[int, str | int]] = [(999, _plain(sheet.title)), *_head(sheet), *_tables()]
    groups += [(0, "SECTION"), (2, "ENTITIES")]
    height = sheet.paper.height
    groups += _outline(Rect(0, 0, *sheet.paper), 0, height, PAPER)
    for piece in sheet.pieces:
        groups += _outline(_clean(piece), sheet.radius, height, CUT)
    for mark in sheet.marks:
        groups += _outline(_clean(mark), 0, height, MARKS)
    if sheet.fold:
        start, end = sheet.fold
        groups += [(0, "LINE"), (8, FOLD), *_at(start.x, height - start.y), (30, "0")]
        groups += [(11, _number(end.x)), (21, _number(height - end.y)), (31, "0")]
    groups += [(0, "ENDSEC"), (0, "EOF")]
    return "".join(f"{code}\n{value}\n" for code, value in groups).encode("ascii")


Groups = list[tuple[int, str | int]]


def _head(sheet: CutSheet) -> Groups:
    units: Groups = [(9, "$INSUNITS"), (70, 4), (9, "$MEASUREMENT"), (70, 1)]  # millimetres, metric
    least: Groups = [(9, "$EXTMIN"), *_at(0, 0), (30, "0")]
    most: Groups = [(9, "$EXTMAX"), *_at(*sheet.paper), (30, "0")]
    return [(0, "SECTION"), (2, "HEADER"), (9, "$ACADVER"), (1, "AC1009"), *units, *least, *most, (0, "ENDSEC")]


def _tables() -> Groups:
    line: Groups = [(0, "TABLE"), (2, "LTYPE"), (70, 1), (0, "LTYPE"), (2, "CONTINUOUS"), (70, 0)]
    line += [(3, "Solid line"), (72, 65), (73, 0), (40, "0"), (0, "ENDTAB")]
    layers: Groups = [(0, "TABLE"), (2, "LAYER"), (70, len(COLOURS))]
    for name, (_, colour) in COLOURS.items():
        layers += [(0, "LAYER"), (2, name), (70, 0), (62, colour), (6, "CONTINUOUS")]
    return [(0, "SECTION"), (2, "TABLES"), *line, *layers, (0, "ENDTAB"), (0, "ENDSEC")]


def _outline(box: Rect, radius: float, height: float, layer: str) -> Groups:
    """A closed line, anticlockwise, its round corners as bulges."""
    groups: Groups = [(0, "POLYLINE"), (8, layer), (66, 1), *_at(0, 0), (30, "0"), (70, 1)]
    for x, y, bulge in _corners(box, min(radius, box.width / 2, box.height / 2), height):
        groups += [(0, "VERTEX"), (8, layer), *_at(x, y), (30, "0")]
        groups += [(42, f"{QUARTER:.10f}")] if bulge else []
    return [*groups, (0, "SEQEND"), (8, layer)]


def _corners(box: Rect, r: float, height: float) -> Iterator[tuple[float, float, bool]]:
    left, right, foot, head = box.x, box.right, height - box.bottom, height - box.y
    if r <= 0:
        yield from ((left, foot, False), (right, foot, False), (right, head, False), (left, head, False))
        return
    yield from ((left + r, foot, False), (right - r, foot, True), (right, foot + r, False), (right, head - r, True))
    yield from ((right - r, head, False), (left + r, head, True), (left, head - r, False), (left, foot + r, True))


def _at(x: float, y: float) -> Groups:
    return [(10, _number(x)), (20, _number(y))]


def _clean(box: Rect) -> Rect:
    """Without the noise of sums, so that pieces that share a cut share it exactly."""
    x, y, right, bottom = (round(value, 4) for value in (box.x, box.y, box.right, box.bottom))
    return Rect(x, y, right - x, bottom - y)


def _number(value: float) -> str:
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _pair(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"


def _plain(text: str) -> str:
    """Release 12 knows ASCII alone, and a line is a value."""
    return "".join(sign if sign.isascii() and sign.isprintable() else "?" for sign in text)
