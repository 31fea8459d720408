"""What the pages say, in each language that they know: a file for the frame, and one for each page."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from generator.sources import read_shipped

FOLDER = Path(__file__).parent / "words"
FALLBACK = "en"
FRAME = "frame"  # whose words every page has
MOST_READ = 1000  # characters of a header


class Say:
    """`t(key, place=…)` gives the words of a key, their {places} filled; `key in t` tells whether there are any."""

    def __init__(self, wording: Mapping[str, str]) -> None:
        self._wording = wording

    def __call__(self, key: str, **values: object) -> str:
        return self._wording[key].format_map(values)

    def __contains__(self, key: str) -> bool:
        return key in self._wording

    def count(self, key: str, number: int) -> str:
        """`<key>-one` where there is one, else `<key>-many` with its {number}."""
        return self(f"{key}-one" if number == 1 else f"{key}-many", number=number)


@cache
def languages() -> tuple[str, ...]:
    """Those that there are words in; another one is another folder."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))


@cache
def wording(language: str, page: str) -> Mapping[str, str]:
    """The words of a page, with those of the frame."""
    frame = _read(language, FRAME)
    return frame if page == FRAME else MappingProxyType({**frame, **_read(language, page)})


@cache
def _read(language: str, page: str) -> Mapping[str, str]:
    name = f"{language}/{page}.yaml"
    return MappingProxyType(read_shipped(FOLDER / name, dict[str, str], f"words/{name}"))


def speaker(language: str, page: str) -> Say:
    return Say(wording(language, page))


def preferred(accept_language: str) -> str:
    """What a browser would rather read, as its header says it, the best first; else English."""
    tags = (part.partition(";")[0].strip().lower() for part in accept_language[:MOST_READ].split(","))
    return next((tag.partition("-")[0] for tag in tags if tag.partition("-")[0] in languages()), FALLBACK)
