"""Prepdeck: card definitions in, a printed workshop out."""

__version__ = "0.1.0"
