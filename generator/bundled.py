"""Where the files that ship with the package lie."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CLONE = (_PACKAGE.parent / "pyproject.toml").is_file()


def folder(name: str) -> Path:
    """`deck_sources`, `layouts` or `fonts`: inside the installed package, or beside it in a clone."""
    return (_PACKAGE.parent if _CLONE else _PACKAGE) / name
