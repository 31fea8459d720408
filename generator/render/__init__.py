"""Pages of PDFs as pixels. Knows no piece, no file and no folder."""

from generator.render.crew import Shot, developed
from generator.render.pages import Pages

__all__ = ["Pages", "Shot", "developed"]
