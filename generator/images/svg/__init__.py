"""SVG as programs write it, made a Vector; what cannot be drawn is named with its line."""

from generator.images.svg.reader import read_vector

__all__ = ["read_vector"]
