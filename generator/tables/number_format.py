"""Number formats of spreadsheets (ECMA-376 Part 1, 18.8.31) as sections of tokens, and which section a value takes."""

import re
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple


class FormatPart(Enum):
    TEXT = auto()  # shown as it is
    DIGIT = auto()  # 0, # or ?
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    EXPONENT = auto()  # E+ or E-
    SLASH = auto()  # of a fraction or a date
    GENERAL = auto()
    CELL = auto()  # @, the text of the cell
    DATE = auto()  # runs of y, m, d, h, s; AM/PM; tenths
    ELAPSED = auto()  # [h], [mm], [s]


class Token(NamedTuple):
    part: FormatPart
    text: str


class Section(NamedTuple):
    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None  # such as (">=", 100)
    locale: str = ""  # a tag, where the format names one

    @property
    def is_date(self) -> bool:
        return any(token.part in (FormatPart.DATE, FormatPart.ELAPSED) for token in self.tokens)

    @property
    def is_text(self) -> bool:
        return any(token.part is FormatPart.CELL for token in self.tokens)


_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"'
    r"|\\(?P<escaped>.)"
    r"|_(?P<width>.)"
    r"|\*(?P<fill>.)"
    r"|\[\$(?P<symbol>[^\]-]*)(?:-(?P<locale>[^\]]*))?\]"
    r"|\[(?P<elapsed>h+|m+|s+)\]"
    r"|\[(?P<operator><=|>=|<>|<|>|=)(?P<limit>-?[0-9.]+)\]"
    r"|\[(?P<colour>black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+)\]"
    r"|(?P<general>general)"
    r"|(?P<ampm>am/pm|a/p)"
    r"|(?P<date>y+|m+|d+|h+|s+)"
    r"|(?P<exponent>e[+-])"
    r"|(?P<digit>[0#?])"
    r"|(?P<other>[.,%/@]|[^\w\[\]\"\\]|[^\W\d_a-zA-Z]|[1-9])",
    re.IGNORECASE | re.DOTALL,
)
_PARTS = {
    ".": FormatPart.POINT,
    ",": FormatPart.COMMA,
    "%": FormatPart.PERCENT,
    "/": FormatPart.SLASH,
    "@": FormatPart.CELL,
}
_NAMED = {
    "general": FormatPart.GENERAL, "ampm": FormatPart.DATE, "date": FormatPart.DATE, "elapsed": FormatPart.ELAPSED,
    "exponent": FormatPart.EXPONENT, "digit": FormatPart.DIGIT,
}  # fmt: skip
_HOLDS = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "=": lambda value, limit: value == limit,
    "<>": lambda value, limit: value != limit,
}


@lru_cache(maxsize=512)
def sections(code: str) -> tuple[Section, ...] | None:
    """The one to four sections of a format; None where it says what we do not know."""
    found = [_section(part) for part in _parted(code)]
    if len(found) > 4 or None in found:
        return None
    return tuple(section for section in found if section is not None)


def _parted(code: str) -> list[str]:
    """At the semicolons that stand in no quotation and behind no backslash."""
    return re.findall(r'((?:"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[^;"\\])*)(?:;|$)', code, re.DOTALL)[: code.count(";") + 1]


def _section(code: str) -> Section | None:
    tokens: list[Token] = []
    condition: tuple[str, float] | None = None
    locale, at = "", 0
    while at < len(code):
        found = _TOKEN.match(code, at)
        if found is None:
            return None
        at = found.end()
        kind = found.lastgroup or ""
        if found["operator"]:
            condition = found["operator"], float(found["limit"])
        elif kind in ("symbol", "locale"):
            locale = found["locale"] or locale
            tokens.append(Token(FormatPart.TEXT, found["symbol"]))
        elif kind in _NAMED:
            tokens.append(Token(_NAMED[kind], found[kind]))
        elif kind == "other":
            tokens.append(Token(_PARTS.get(found[kind], FormatPart.TEXT), found[kind]))
        elif kind in ("quoted", "escaped"):
            tokens.append(Token(FormatPart.TEXT, found[kind]))
        elif kind == "width":
            tokens.append(Token(FormatPart.TEXT, " "))
    return Section(tuple(tokens), condition, locale)


def section_for(value: float, of: tuple[Section, ...]) -> tuple[Section, bool] | None:
    """The section that a number takes, and whether a minus stands before it; None where no section is for it."""
    numeric = [section for section in of[:3] if not section.is_text] or [Section((Token(FormatPart.GENERAL, ""),))]
    conditions = [section.condition for section in numeric]
    if not any(conditions):
        at = 0 if len(numeric) == 1 or value > 0 else 1 if value < 0 else min(2, len(numeric) - 1)
        at = 0 if value == 0 and len(numeric) == 2 else at
        return numeric[at], value < 0 and at == 0
    for section in numeric:
        if section.condition is None or _HOLDS[section.condition[0]](value, section.condition[1]):
            return section, value < 0 and not _is_for_negatives(section, numeric)
    return None


def _is_for_negatives(section: Section, among: list[Section]) -> bool:
    """Whether only negative numbers come to a section, so that it says by itself how they look."""
    if section.condition:
        operator, limit = section.condition
        return (operator == "<" and limit <= 0) or (operator == "<=" and limit < 0)
    return any(one.condition in ((">=", 0.0), (">", 0.0)) for one in among)
