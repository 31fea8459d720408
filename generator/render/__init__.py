"""Pages of PDFs as pixels. Knows no piece, no file and no folder."""

from generator.render.crew import Shot, developed
from generator.render.pages import Pages
from generator.render.phrases import DrawnLetter, Phrase, nearest, phrases

__all__ = ["DrawnLetter", "Pages", "Phrase", "Shot", "developed", "nearest", "phrases"]
