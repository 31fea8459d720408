"""Worksheets that were filled in as PDF files, read: which form each is, what stands in its fields. Knows no kit."""

from generator.filled.pdf_forms import FilledForm, NotTaken, read_filled

__all__ = ["FilledForm", "NotTaken", "read_filled"]
