"""Imposition: faces on sheets, versos behind rectos, marks. Data before it is PDF; knows sizes, not contents."""

from generator.impose.marks import Mark, Slug
from generator.impose.planning import plan
from generator.impose.sheets import Duplex, File, Laid, Page, PieceSide, Plan, SheetSide, Slot, page_order
from generator.impose.tiles import Tile, Tiling, tile
from generator.impose.verso import Axis, behind, flip_axis, turned_behind

__all__ = [
    "Axis",
    "Duplex",
    "File",
    "Laid",
    "Mark",
    "Page",
    "PieceSide",
    "Plan",
    "SheetSide",
    "Slot",
    "Slug",
    "Tile",
    "Tiling",
    "behind",
    "flip_axis",
    "page_order",
    "plan",
    "tile",
    "turned_behind",
]
