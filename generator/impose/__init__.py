"""Imposition: faces on sheets, versos behind rectos, marks. Data before it is PDF; knows sizes, not contents."""

from generator.impose.marks import Mark, Slug
from generator.impose.net import Net, NetOnPaper, Panel, boxes, depth_of, inked, lies_on, on_paper, tuck_box
from generator.impose.planning import plan
from generator.impose.seams import Unbroken, clear_of
from generator.impose.sheets import Duplex, File, Laid, PieceSide, Plan, SheetPage, SheetSide, Slot, page_order
from generator.impose.tiles import Tile, Tiling, tile
from generator.impose.verso import Axis, behind, flip_axis, turned_behind

__all__ = [
    "Axis",
    "Duplex",
    "File",
    "Laid",
    "Mark",
    "Net",
    "NetOnPaper",
    "Panel",
    "PieceSide",
    "Plan",
    "SheetPage",
    "SheetSide",
    "Slot",
    "Slug",
    "Tile",
    "Tiling",
    "Unbroken",
    "behind",
    "boxes",
    "clear_of",
    "depth_of",
    "flip_axis",
    "inked",
    "lies_on",
    "on_paper",
    "page_order",
    "plan",
    "tile",
    "tuck_box",
    "turned_behind",
]
