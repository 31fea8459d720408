"""Draws faces and sheets into one PDF file; decides no position. ReportLab holds the document and its fonts."""

from generator.pdf.document import Job
from generator.pdf.type import FontFile, MissingGlyph
from generator.pdf.writer import Drawn, Placement, Raster, Writer

__all__ = ["Drawn", "FontFile", "Job", "MissingGlyph", "Placement", "Raster", "Writer"]
