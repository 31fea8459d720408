"""Draws faces and sheets into one PDF file; decides no position. ReportLab holds the document and its fonts."""

from generator.pdf.document import DocumentInfo
from generator.pdf.drawn_forms import DrawnForms
from generator.pdf.flatten import NotFlat, flattened
from generator.pdf.inks import Inks
from generator.pdf.standard import Standard
from generator.pdf.type import FontFile, MissingGlyph
from generator.pdf.writer import Drawn, Placement, PressRun, Raster, Writer

__all__ = [
    "DocumentInfo",
    "Drawn",
    "DrawnForms",
    "FontFile",
    "Inks",
    "MissingGlyph",
    "NotFlat",
    "Placement",
    "PressRun",
    "Raster",
    "Standard",
    "Writer",
    "flattened",
]
