"""The same files in another language: which file of `words/<language>/` is beside which, and what is not said there."""

import re
from collections.abc import Mapping
from pathlib import Path

from generator.errors import Place, Problems, did_you_mean
from generator.sources.kinds import Kind, kind_of
from generator.sources.nodes import Map, Node
from generator.sources.overlay import Missing, Overlay, SpokenText, Step, TextPair
from generator.sources.parsing import RefusedValue, parse

FOLDER = "words"
_TAG = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
LONGEST_QUOTED = 40


def is_language(tag: str) -> bool:
    return bool(re.fullmatch(_TAG, tag))


def tidy_language(tag: str) -> str:
    """As such tags are spelled: de, pt-BR, zh-Hant."""
    language, *parts = tag.replace("_", "-").split("-")
    sized = {2: str.upper, 4: str.title}
    return "-".join((language.lower(), *(sized.get(len(part), str.lower)(part) for part in parts)))


class Translation:
    """The words of a workshop in one language, looked up as its files are read."""

    def __init__(self, folder: Path, language: str) -> None:
        """`folder` is that of the workshop."""
        self.language = language
        self.missing: list[Missing] = []
        self.texts: list[SpokenText] = []
        self._top = folder
        self._read: set[str] = set()

    @property
    def folder(self) -> Path:
        return self._top / FOLDER / self.language

    def called(self, name: str) -> str:
        """What messages call its file beside an original."""
        return f"{FOLDER}/{self.language}/{name}"

    def files(self, folder: str, pattern: str) -> list[Path]:
        return sorted((self.folder / folder).glob(pattern))

    def node(self, name: str, problems: Problems) -> Node:
        """What its file beside an original says."""
        self._read.add(name)
        path = self.folder / name
        if not path.is_file():
            return None
        try:
            return parse(path.read_bytes(), self.called(name), problems)
        except OSError as fault:
            message = f"the file cannot be read: {fault.strerror or fault}"
            problems.error(Place(self.called(name)), message, "", "unreadable")
            return RefusedValue()

    def over(self, original: Node, name: str, model: type, problems: Problems) -> Node:
        """An original's node with the texts of this language."""
        return self.lay(original, self.node(name, problems), name, model, problems)

    def lay(self, original: Node, said: Node, name: str, model: type, problems: Problems) -> Node:
        """The same of what has been read."""
        pair = TextPair(original, said, Place(name, 1, 1), Place(self.called(name), 1, 1))
        return Overlay(problems, self.missing, self.texts).lay(pair, kind_of(model))

    def lay_keys(self, original: Map, said: Node, kinds: Mapping[str, Kind], here: Place, problems: Problems) -> Map:
        """The same of a mapping whose keys are of these kinds."""
        name = original.get("id")
        path: tuple[Step, ...] = (("id", name),) if isinstance(name, str) else ()
        pair = TextPair(original, said, original.marks.here, here, path)
        return Overlay(problems, self.missing, self.texts).keys(pair, original, kinds)

    def excuse(self, *places: Place) -> None:
        """The texts there need not be said: they are names of something that is said elsewhere."""
        self.missing[:] = [each for each in self.missing if each.place not in places]

    def check_files(self, problems: Problems, readable: tuple[str, ...], alone: tuple[str, ...]) -> None:
        """A file that has no original is a problem. `readable` are patterns of those that texts are read from, `alone`
        of those that need none of their name, such as files of cards.
        """
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder)
            if (
                path.is_dir()
                or name.as_posix() in self._read
                or any(part.startswith((".", "~")) for part in name.parts)
            ):
                continue
            if not any(map(name.match, readable)):
                hint = "texts alone are said in another language; take it out"
                problems.error(Place(self.called(name.as_posix())), "this file is not read", hint, "no-original")
            elif not any(map(name.match, alone)) and not (self._top / name).is_file():
                known = [each.name for each in (self._top / name.parent).glob("*.yaml")]
                hint = did_you_mean(name.name, known)
                problems.error(Place(self.called(name.as_posix())), f"this workshop has no {name}", hint, "no-original")

    def report(self, problems: Problems, *, is_error: bool = True) -> None:
        """What is missing and has not been said, where the originals stand: one cause, with all its places."""
        say = problems.error if is_error else problems.warn
        missing, self.missing = self.missing, []
        for place, text in missing:
            hint = f"say it in {self.called(place.file)}"
            say(place, f"not said in {self.language}: {_quoted(text)}", hint, "untranslated", self.language)


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line if len(line) <= LONGEST_QUOTED else line[: LONGEST_QUOTED - 1].rstrip() + '…'}'"
