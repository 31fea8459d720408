"""How numbers and dates are written where a language is spoken: locales.yaml, read when a cell needs it."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from generator.sources import read_shipped

_FILE = Path(__file__).with_name("locales.yaml")
_USUAL = "en"
# Of the identifiers of languages that Windows has, the lower ten bits (MS-LCID 2.2).
_WINDOWS = {
    5: "cs", 6: "da", 7: "de", 8: "el", 9: "en", 10: "es", 11: "fi", 12: "fr", 14: "hu", 16: "it", 17: "ja", 18: "ko",
    4: "zh", 19: "nl", 20: "nb", 21: "pl", 22: "pt", 24: "ro", 25: "ru", 27: "sk", 29: "sv", 31: "tr", 34: "uk",
}  # fmt: skip
_SYSTEM = ("", "f800", "f400", "x-sysdate", "x-systime")  # as whoever looks has it


@dataclass(frozen=True, kw_only=True)
class Locale:
    """Months from January and days from Sunday on; none of either where their words are not known."""

    decimal: str
    thousands: str
    date: str  # the short one of the system, as a number format
    months: tuple[str, ...] = ()
    short_months: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    short_days: tuple[str, ...] = ()
    like: str = ""  # a language with the same words

    @property
    def date_mark(self) -> str:
        """What stands between the parts of a date."""
        return next(letter for letter in self.date if letter not in "dmy")


@cache
def _locales() -> dict[str, Locale]:
    listed = read_shipped(_FILE, dict[str, Locale])
    spaced = {name: replace(one, thousands=one.thousands.replace("_", "\u00a0")) for name, one in listed.items()}
    return {name: _with_words(one, spaced.get(one.like)) for name, one in spaced.items()}


def _with_words(one: Locale, other: Locale | None) -> Locale:
    if other is None:
        return one
    words = {name: getattr(other, name) for name in ("months", "short_months", "days", "short_days")}
    return replace(one, **words)


def locale_of(language: str) -> Locale:
    """Of a language tag; of English where the tag is of none that is known."""
    tag = language.lower().replace("_", "-")
    locales = _locales()
    return locales.get(tag) or locales.get(tag.partition("-")[0]) or locales[_USUAL]


def is_known(language: str) -> bool:
    return language.lower().partition("-")[0] in _locales()


def named_by(tag: str, usual: Locale) -> Locale | None:
    """The locale that a number format names, as in [$-407] or [$-de-DE]; None where it is none of ours."""
    tag = tag.partition(",")[0].lower()
    if tag in _SYSTEM:
        return usual
    try:
        number = int(tag, 16)
    except ValueError:
        return locale_of(tag) if is_known(tag) else None
    language = _WINDOWS.get(number & 0x3FF, "") if number <= 0xFFFF else ""  # above: other numerals and calendars
    return locale_of(language) if language else None
