"""Pictures of the workshop folder, PNG, JPEG, SVG and PDF, made ready for a face; knows no layout and no PDF."""

from generator.images.pictures import Pictures
from generator.images.raster import Raster
from generator.images.vector import Vector

__all__ = ["Pictures", "Raster", "Vector"]
