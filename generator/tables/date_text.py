"""Dates, times and durations as a spreadsheet shows them: a section of a number format and a moment in, text out."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from generator.tables.locales import Locale, named_by
from generator.tables.number_format import FormatPart, Section, Token

DAY_NOUGHT = datetime(1899, 12, 30)
_FIRST_DATE = datetime(1900, 3, 1)  # before it a spreadsheet counts a day that there was not
Moment = date | time | timedelta


class _Clock(NamedTuple):
    at: datetime
    elapsed: timedelta
    is_halved: bool  # twelve hours, morning and afternoon
    locale: Locale


def elapsed_of(value: Moment) -> timedelta:
    """Since the day nought, as a spreadsheet counts."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, time):
        return datetime.combine(DAY_NOUGHT, value) - DAY_NOUGHT
    return (value if isinstance(value, datetime) else datetime.combine(value, time())) - DAY_NOUGHT


def date_text(elapsed: timedelta, section: Section, locale: Locale) -> str | None:
    """None where the section says what we do not know, or a date before there are dates."""
    kinds = list(_kinds(section.tokens))
    places = max((len(kind) - 1 for kind in kinds if kind.startswith(".")), default=0)
    step = timedelta(microseconds=10 ** (6 - min(places, 6)))
    elapsed = (elapsed + step / 2) // step * step
    at = DAY_NOUGHT + elapsed
    names_day = any(kind[0] in "yMd" for kind in kinds if kind)
    if elapsed < timedelta() or (names_day and at < _FIRST_DATE):
        return None
    named = named_by(section.locale, locale)
    words = any(kind in ("MMM", "MMMM", "MMMMM", "ddd", "dddd") for kind in kinds)
    if (words and not (named and named.months)) or (named is None and any(kind.startswith("y") for kind in kinds)):
        return None
    clock = _Clock(at, elapsed, any(kind == "AM" for kind in kinds), named or locale)
    return "".join(_shown(token, kind, clock) for token, kind in zip(section.tokens, kinds, strict=True))


def _kinds(tokens: Sequence[Token]) -> Iterator[str]:
    """Of each token what it stands for: y, M (month), d, h, m (minute), s as often as it is written; AM; tenths as
    .00; nothing for all else.
    """
    letters = [token.text.lower() if token.part in (FormatPart.DATE, FormatPart.ELAPSED) else "" for token in tokens]
    before = ""
    tenths = 0
    for at, (token, letter) in enumerate(zip(tokens, letters, strict=True)):
        if letter.startswith(("am", "a/")):
            yield "AM"
            continue
        if letter:
            after = next((later[0] for later in letters[at + 1 :] if later and not later.startswith("a")), "")
            is_month = letter[0] == "m" and before != "h" and after != "s" and token.part is FormatPart.DATE
            before = letter[0]
            tenths = 0
            yield letter.upper() if is_month else letter
        elif token.part is FormatPart.POINT and before == "s" and at + 1 < len(tokens) and tokens[at + 1].text == "0":
            after_point = "".join(later.text if later.part is FormatPart.DIGIT else " " for later in tokens[at + 1 :])
            tenths = len(after_point) - len(after_point.lstrip("0"))
            yield "." + "0" * tenths
        elif tenths and token.part is FormatPart.DIGIT:
            yield " "
        else:
            yield ""


def _shown(token: Token, kind: str, clock: _Clock) -> str:
    if kind == " ":
        return ""  # a place of the tenths, which are shown already
    if not kind:
        return clock.locale.date_mark if token.part is FormatPart.SLASH else token.text
    if token.part is FormatPart.ELAPSED:
        size = {"h": 3600, "m": 60, "s": 1}[kind[0]]
        return str(int(clock.elapsed.total_seconds()) // size).zfill(len(kind))
    if kind.startswith("."):
        return clock.locale.decimal + f"{clock.at.microsecond:06d}"[: len(kind) - 1]
    if kind == "AM":
        return ("AM" if clock.at.hour < 12 else "PM")[: len(token.text) // 2]
    return _part(kind, clock)


def _part(kind: str, clock: _Clock) -> str:
    at, locale = clock.at, clock.locale
    hour = (at.hour + 11) % 12 + 1 if clock.is_halved else at.hour
    number = {"y": at.year, "M": at.month, "d": at.day, "h": hour, "m": at.minute, "s": at.second}[kind[0]]
    day = (at.weekday() + 1) % 7
    if kind[0] == "y":
        return f"{number % 100:02d}" if len(kind) < 3 else str(number)
    if kind[0] == "M" and len(kind) > 2:
        words = locale.short_months if len(kind) == 3 else locale.months
        return words[at.month - 1][: 1 if len(kind) == 5 else None]
    if kind[0] == "d" and len(kind) > 2:
        return (locale.short_days if len(kind) == 3 else locale.days)[day]
    return str(number).zfill(min(len(kind), 2))
