"""The markers of kitchen tiles: ArUco 4 × 4, of which OpenCV's dictionary DICT_4X4_1000 has a thousand."""

from generator.codes.markers.assign import CardTile, TileNumbers, hashed, number_cards
from generator.codes.markers.patterns import BORDER, CELLS, COUNT, SIDE, is_light

__all__ = ["BORDER", "CELLS", "COUNT", "SIDE", "CardTile", "TileNumbers", "hashed", "is_light", "number_cards"]
