"""Where the files that ship with the package lie."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "shipped"  # in an installed package; a clone has them beside the package


def folder(name: str) -> Path:
    """`deck_sources`, `layouts` or `fonts`."""
    return (_SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent) / name
