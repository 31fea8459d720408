"""What the pages say, in each language that they know, and which of them a phone gets. Knows no page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from generator.sources import read_shipped

FOLDER = Path(__file__).parent.parent / "words"
FALLBACK = "en"
Say = Callable[..., str]  # a key of the words, and what is filled in

MOST_ASKED = 1000  # characters of a header that are read


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are words in; another one is another file."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def words(language: str) -> Mapping[str, str]:
    """Every word of the pages by its key, in the language or, where there is none of it, in English.

    Words hold {places} to be filled with `str.format_map`. `dir` is the direction of the script, `language-name` what
    the language calls itself.
    """
    return _words(spoken(language) or FALLBACK)


@cache
def _words(name: str) -> Mapping[str, str]:
    return MappingProxyType(read_shipped(FOLDER / f"{name}.yaml", dict[str, str], f"words/{name}.yaml"))


def speaker(language: str) -> Say:
    """What gives the words of a key, their {places} filled."""
    wording = words(language)

    def t(key: str, **values: object) -> str:
        return wording[key].format_map(values)

    return t


def spoken(language: str) -> str:
    """The file for a language tag: 'de' for 'de-AT'; '' where there is none."""
    tag = language.strip().lower().replace("_", "-")
    while tag and tag not in languages():
        tag = tag.rpartition("-")[0]
    return tag


def choose(accept_language: str, kit_language: str) -> str:
    """What the phone would rather read, as its header says it; else the kit's own language, else English."""
    wanted = [found for tag in _ranked(accept_language) if (found := _any(tag, kit_language))]
    return next(iter(wanted), "") or spoken(kit_language) or FALLBACK


def nearest(accept_language: str, known: Iterable[str], own: str) -> str:
    """Which of some languages the header would rather have: 'de' or 'de-CH' for 'de-AT'; `own` where it wants none."""
    tags = {tag.lower(): tag for tag in (own, *known)}
    for wanted in _ranked(accept_language):
        tag = wanted.lower().replace("_", "-")
        if tag == "*":
            return own
        while tag and tag not in tags:
            tag = tag.rpartition("-")[0]
        main = wanted.lower().replace("_", "-").partition("-")[0]
        found = tag or next((other for other in tags if other.partition("-")[0] == main), "")
        if found:
            return tags[found]
    return own


def _any(tag: str, kit_language: str) -> str:
    return spoken(kit_language) if tag == "*" else spoken(tag)


def _ranked(header: str) -> list[str]:
    """The tags of a header, the best first; those of quality 0 are not wanted."""
    found = [_weighed(part) for part in header[:MOST_ASKED].split(",")]
    return [tag for weight, tag in sorted(found, key=lambda each: -each[0]) if weight > 0 and tag]


def _weighed(part: str) -> tuple[float, str]:
    tag, _, rest = part.strip().partition(";")
    weight = next(_qualities(rest), 1.0)
    return weight, tag.strip()


def _qualities(rest: str) -> Iterator[float]:
    for parameter in rest.split(";"):
        name, _, said = parameter.strip().partition("=")
        if name.strip().lower() == "q":
            try:
                weight = float(said)
            except ValueError:
                weight = 0.0
            yield weight if 0 <= weight <= 1 else 0.0
