"""Whose colours, mark and fonts a workshop wears: looked at on every piece, and changed."""
