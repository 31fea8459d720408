"""The fixed words in one language: of those that come with prepdeck, or a workshop's own over them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from generator.errors import Place, Problems, did_you_mean
from generator.sources import marks_of, read, read_shipped

FOLDER = Path(__file__).parent
ENGLISH = "en"
OWN = "words"  # of a workshop: a folder for each language
OWN_FILE = "fixed.yaml"
MOST_NAMED = 5  # keys in a sentence
FORMER = {"order-same", "order-sets", "order-files", "order-checksums"}  # keys of earlier versions: printed nowhere now
_TAG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")  # one that is no path
_PLACE = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class FixedWords:
    """What prepdeck itself prints, by its key."""

    language: str
    texts: Mapping[str, str]

    def text(self, key: str, **places: object) -> str:
        """With its {places} filled in. A text of somebody's own may leave places out."""
        return _PLACE.sub(lambda place: str(places[place[1]]), self.texts[key])

    def number(self, value: float, how: str = "g") -> str:
        """As the language writes it; `how` is a format of Python, such as '.1f'."""
        return f"{value:{how}}".replace(".", self.texts["decimal"])

    def title(self, room: str, name: str, said: str) -> str:
        """The title of a layout in `layouts/<room>/`; of one that did not come with prepdeck what it says itself."""
        key = f"{room}-{name}"
        return self.texts[key] if english().texts.get(key) == said else said


def english() -> FixedWords:
    return _shipped(ENGLISH)


def shipped_words(language: str) -> FixedWords:
    """For a language tag; where there is no table of it, in English."""
    return _shipped(next((tag for tag in _tags(language) if tag in shipped_languages()), ENGLISH))


def is_spoken(language: str) -> bool:
    """Whether there is a table for a language tag."""
    return any(tag in shipped_languages() for tag in _tags(language))


@cache
def shipped_languages() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def words_of(folder: Path, language: str, where: Place, problems: Problems) -> FixedWords:
    """A workshop's: its own over those that come with prepdeck. What stays English in a kit of another language is a
    warning at `where`, what is wrong with its own file a problem in that.
    """
    shipped = shipped_words(language)
    own = _own(folder, language, problems)
    if not is_spoken(language):
        _warn(language, [key for key in shipped.texts if key not in own], bool(own), where, problems)
    return FixedWords(language, MappingProxyType({**shipped.texts, **own})) if own else shipped


def places(text: str) -> set[str]:
    return set(_PLACE.findall(text))


@cache
def _shipped(name: str) -> FixedWords:
    texts = read_shipped(FOLDER / f"{name}.yaml", dict[str, str], f"{OWN}/{name}.yaml")
    return FixedWords(name, MappingProxyType(texts))


def _tags(language: str) -> Iterator[str]:
    """'de-AT', then 'de', as their files and folders are called."""
    tag = language if _TAG.fullmatch(language) else ""
    while tag:
        yield from dict.fromkeys((tag, tag.lower()))
        tag = tag.rpartition("-")[0]


def _own(folder: Path, language: str, problems: Problems) -> dict[str, str]:
    """What a workshop's own file says, without what it cannot say."""
    name = next((name for tag in _tags(language) if (folder / (name := f"{OWN}/{tag}/{OWN_FILE}")).is_file()), "")
    said = (read(folder / name, dict[str, str], problems, name=name, salvage=True) if name else None) or {}
    found = {}
    for key, text in said.items():
        where, known = marks_of(said).key(key), english().texts
        if key in FORMER:
            continue
        if key not in known:
            hint = did_you_mean(key, known) or "`prepdeck list words` shows all of them"
            problems.error(where, f"prepdeck prints no '{key}'", hint, "unknown-key")
        elif strange := sorted(places(text) - places(known[key])):
            there = ", ".join(f"{{{place}}}" for place in sorted(places(known[key]))) or "none"
            problems.error(where, f"'{key}' has no place {{{strange[0]}}}", f"its places: {there}", "unknown-key")
        else:
            found[key] = text
    return found


def _warn(language: str, missing: list[str], is_begun: bool, where: Place, problems: Problems) -> None:
    if not missing:
        return
    file = f"{OWN}/{language}/{OWN_FILE}"
    if is_begun:
        named = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        message = f"{len(missing)} words that prepdeck itself prints are English: {file} does not say {named}"
    else:
        message = (
            f"prepdeck's own words are English in this kit, as it knows none in '{language}': slug lines, maps of"
            " tiles, the order sheet, names of pieces in the guide, what stands round the box, proofs, titles of files"
        )
    hint = f"say them in {file}: `prepdeck list words` shows every key with its English"
    problems.warn(where, message, hint, "english-words")
