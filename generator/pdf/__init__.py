"""Draws faces and sheets into one PDF file; decides no position. ReportLab cuts its fonts, nothing else does."""

from generator.pdf.type import FontFile, MissingGlyph
from generator.pdf.writer import Drawn, Job, Placement, Raster, Writer

__all__ = ["Drawn", "FontFile", "Job", "MissingGlyph", "Placement", "Raster", "Writer"]
