"""What a spreadsheet shows of a number, a date or a time in a cell with its number format."""

from datetime import date, time, timedelta

from generator.tables.date_text import Moment, date_text, elapsed_of
from generator.tables.locales import locale_of
from generator.tables.number_format import FormatPart, section_for, sections
from generator.tables.number_text import general, number_text

SYSTEM_DATE = "mm-dd-yy"  # how the format 14 is written, which is the short date of whoever looks
_PLAIN = ("General", "@", "")
_LAST_DAY = 2_958_466  # the first day of the year 10000


def shown(value: float | Moment, code: str, language: str) -> str | None:
    """None where the format says what we do not know, or cannot show such a value."""
    locale = locale_of(language)
    if isinstance(value, date | time | timedelta):
        elapsed: timedelta | None = elapsed_of(value)
        number = elapsed_of(value) / timedelta(days=1)
    else:
        number = value
        elapsed = timedelta(days=number) if 0 <= number < _LAST_DAY else None
    if code in _PLAIN:
        return general(number, locale) if number is value else None
    of = sections(locale.date if code == SYSTEM_DATE else code)
    chosen = section_for(number, of) if of else None
    if chosen is None:
        return None
    section, minus = chosen
    if not section.is_date:
        return number_text(number, section, locale, minus=minus)
    return date_text(elapsed, section, locale) if elapsed is not None else None


def shown_text(text: str, code: str) -> str | None:
    """A text in its cell: formats may put words around it; None as above."""
    if code in _PLAIN or ("@" not in code and code.count(";") < 3):
        return text
    of = sections(code)
    if of is None:
        return None
    section = of[3] if len(of) == 4 else next((one for one in of if one.is_text), None)
    if section is None:
        return text
    return "".join(text if token.part is FormatPart.CELL else token.text for token in section.tokens)


def unformatted(value: float | Moment, language: str) -> str:
    """What is taken where the format cannot be followed."""
    if isinstance(value, date | time | timedelta):
        return str(value).removesuffix(" 00:00:00")
    return general(value, locale_of(language))
