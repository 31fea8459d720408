"""Numbers as operands of content streams. (ReportLab writes the numbers of dictionaries itself, with more digits.)"""

from functools import lru_cache


@lru_cache(maxsize=4096)
def number(value: float, decimals: int = 3) -> str:
    """The shortest way to write a number; PDF knows no exponents (ISO 32000-2 §7.3.3)."""
    short = f"{value:.{decimals}f}"
    if "." in short:
        short = short.rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def numbers(*values: float) -> str:
    return " ".join(map(number, values))
