"""The languages of a workshop: its own, and those that have a folder in `words/`."""

from collections.abc import Iterable
from pathlib import Path

from generator.errors import Place, Problems, did_you_mean
from generator.kit.words.fixed_words import OWN_FILE
from generator.sources import Translation, file_name_fault, is_language, tidy_language
from generator.sources.translation import FOLDER

READ = ("*.yaml", "forms/*.yaml", "posters/*.yaml")  # what texts are read from
OF_CARDS = ("cards/*.yaml", "cards.csv", "cards.xlsx")


class UnknownLanguage(ValueError):
    """A language that a command named and the workshop does not have."""


def spoken_languages(folder: Path) -> tuple[str, ...]:
    """Those beside its own, in the order of their names. Where fixed words alone are said, nothing of it is."""
    return tuple(path.name for path in _listed(folder) if not _fault(path.name) and _speaks(path))


def language_named(folder: Path, own: str, name: str) -> str:
    """As the workshop calls it; empty for its own. Raises UnknownLanguage."""
    known = spoken_languages(folder)
    tag = tidy_language(name)
    if tag == tidy_language(own):
        return ""
    if tag in known:
        return tag
    hint = did_you_mean(name, [own, *known]) if known else ""
    raise UnknownLanguage(f"there is no {FOLDER}/{tag} in this workshop" + (f"; {hint}" if hint else ""))


def translation(folder: Path, language: str) -> Translation | None:
    """None for the workshop's own."""
    return Translation(folder, language) if language else None


def check_languages(folder: Path, own: Iterable[str], problems: Problems) -> None:
    """What lies in `words/` and is no language, or is the workshop's own."""
    own = {tidy_language(tag) for tag in own if tag}
    for path in _listed(folder):
        where = Place(f"{FOLDER}/{path.name}")
        if not path.is_dir():
            hint = f"put it into the folder of its language, such as {FOLDER}/de/"
            problems.error(where, "this file is of no language", hint, "language-name")
        elif fault := _fault(path.name):
            problems.error(where, *fault, "language-name")
        elif path.name in own and _speaks(path):
            hint = "the words of its own language stand in the files of the workshop; take these out"
            problems.error(where, f"this workshop is in {path.name} already", hint, "language-name")


def check_files(words: Translation, problems: Problems) -> None:
    words.check_files(problems, (*READ, *OF_CARDS), (OWN_FILE, *OF_CARDS))


def _fault(name: str) -> tuple[str, str] | None:
    """What keeps a folder from being a language, and how to mend it."""
    if not is_language(name.replace("_", "-")):
        return f"'{name}' is no language tag", "call the folder de, fr, pt-BR …"
    if name != tidy_language(name):
        return f"the language '{name}' is spelled {tidy_language(name)}", f"rename the folder to {tidy_language(name)}"
    if fault := file_name_fault(name):
        return fault, "say the language with its country, such as aux-PG"
    return None


def _speaks(folder: Path) -> bool:
    """Whether the files of the workshop are said in it."""
    return folder.is_dir() and any(path.is_file() and path.name != OWN_FILE for path in folder.rglob("*"))


def _listed(folder: Path) -> list[Path]:
    place = folder / FOLDER
    return sorted(path for path in place.iterdir() if not path.name.startswith((".", "~"))) if place.is_dir() else []
