"""The same files in another language: what a file in `words/<language>/` says is laid over its original, as nodes.

Texts alone are said there; ids, numbers, colours and counts stay with the original. Knows no model by name.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from generator.errors import Place, Problems, did_you_mean
from generator.sources.binding import takes
from generator.sources.kinds import Either, Kind, ListOf, MapOf, Model, OrNone, Tagged, Text, kind_of
from generator.sources.marks import Marks, MergedMarks
from generator.sources.nodes import Items, Map, Node, Translated
from generator.sources.parsing import RefusedValue, parse

FOLDER = "words"
_GAP = re.compile(r"\{[^{}]*\}")
_TAG = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
LONGEST_QUOTED = 40


def is_language(tag: str) -> bool:
    return bool(re.fullmatch(_TAG, tag))


def tidy_language(tag: str) -> str:
    """As such tags are spelled: de, pt-BR, zh-Hant."""
    language, *parts = tag.replace("_", "-").split("-")
    sized = {2: str.upper, 4: str.title}
    return "-".join((language.lower(), *(sized.get(len(part), str.lower)(part) for part in parts)))


class Missing(NamedTuple):
    """A text that the other language does not say."""

    place: Place
    text: str


Step = str | int | tuple[str, str]  # a key, a place in a list, or what names an item of it: ("id", …), ("option", …)


class SpokenText(NamedTuple):
    """One text of a workshop, whichever file says it, and what the other language says."""

    place: Place  # of the original
    path: tuple[Step, ...]  # to it, from the top of its file
    original: str
    said: str  # '' where it is not said


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
        pair = _Pair(original, said, Place(name, 1, 1), Place(self.called(name), 1, 1))
        return _Overlay(problems, self.missing, self.texts).lay(pair, kind_of(model))

    def lay_keys(self, original: Map, said: Node, kinds: Mapping[str, Kind], here: Place, problems: Problems) -> Map:
        """The same of a mapping whose keys are of these kinds."""
        name = original.get("id")
        path: tuple[Step, ...] = (("id", name),) if isinstance(name, str) else ()
        pair = _Pair(original, said, original.marks.here, here, path)
        return _Overlay(problems, self.missing, self.texts).keys(pair, original, kinds)

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


class _Pair(NamedTuple):
    """A value of the original, and what another language says for it; each with its place."""

    original: Node
    said: Node
    there: Place
    here: Place
    path: tuple[Step, ...] = ()


class _Overlay:
    def __init__(self, problems: Problems, missing: list[Missing], texts: list[SpokenText]) -> None:
        self._problems, self._missing, self._texts = problems, missing, texts

    def lay(self, pair: _Pair, kind: Kind) -> Node:
        """The original with the texts that are said for it."""
        original, said = pair.original, pair.said
        if isinstance(original, RefusedValue) or isinstance(said, RefusedValue) or (original is None and said is None):
            return original
        match kind:
            case OrNone():
                return self.lay(pair, kind.kind)
            case Either():
                fitting = (each for each in kind.kinds if takes(each, said if original is None else original))
                return self.lay(pair, next(fitting, kind.kinds[0]))
            case Tagged():
                tag = original.get("kind") if isinstance(original, Map) else None
                model = kind.model(tag) if isinstance(tag, str) else None
                return self.lay(pair, model) if model else original
            case Text(is_words=True):
                return self._text(pair, kind)
            case ListOf() if speaks(kind):
                return self._list(pair, kind)
            case MapOf() if speaks(kind):
                return self._mapping(pair, kind)
            case Model() if speaks(kind):
                return self._model(pair, kind)
            case _:
                return self._same(pair)

    def _same(self, pair: _Pair) -> Node:
        """What is no text may be said again, and not otherwise."""
        if pair.said is not None and pair.said != pair.original:
            was = f"the original says '{pair.original}'" if isinstance(pair.original, str) else "the original says it"
            self._refuse(pair.here, f"this is no text, and {was}", "leave it out here", "not-a-text")
        return pair.original

    def _text(self, pair: _Pair, kind: Text) -> Node:
        original, said, there = pair.original, pair.said, pair.there
        if original is None:
            return said
        if not isinstance(original, str):
            return original  # its own problem says so
        text = said if isinstance(said, str) else ""
        if not _is_name(original, kind):
            self._texts.append(SpokenText(there, pair.path, original, text))
        if said is None or (isinstance(said, str) and not said.strip()):
            if _is_missed(original, kind):
                self._missing.append(Missing(there, original))
            return original
        if not isinstance(said, str):
            return self._other_shape(pair, "a text")
        return Translated(said, original)

    def _list(self, pair: _Pair, kind: ListOf) -> Node:
        original, said, here = pair.original, pair.said, pair.here
        if not isinstance(original, Items):
            return original if original is not None else said
        if said is not None and not isinstance(said, Items):
            return self._other_shape(pair, "a list")
        places = self._places(original, said, kind.item, here) if isinstance(said, Items) else {}
        items = []
        for number, item in enumerate(original):
            at = places.get(number)
            ours = said[at] if isinstance(said, Items) and at is not None else None
            where = said.place(at) if isinstance(said, Items) and at is not None else here
            path = (*pair.path, _step(item, kind.item, number))
            items.append(self.lay(_Pair(item, ours, original.place(number), where, path), kind.item))
        whole = isinstance(said, Items) and len(said) == len(original) and isinstance(kind.item, Text)
        return said.instead(items) if whole and isinstance(said, Items) else original.instead(items)

    def _places(self, original: Items, said: Items, kind: Kind, here: Place) -> dict[int, int]:
        """Which item is said for each of the original: that of its id, else the one in its place."""
        ids = {name: number for number, item in enumerate(original) if (name := _id_of(item, kind, lone=True))}
        found: dict[int, int] = {}
        for at, item in enumerate(said):
            name = _id_of(item, kind)
            number = ids.get(name) if name else at
            if number is None:
                hint = did_you_mean(name, ids)
                self._refuse(said.place(at), f"the original has no '{name}'", hint, "no-original")
            elif number >= len(original):
                message = f"the original has {len(original)} of these, and here is one more"
                self._refuse(said.place(at), message, "say as many, in the same order", "no-original")
            elif number in found:
                self._refuse(said.place(at), "this is said twice", "keep one of them", "duplicate-id")
            else:
                found[number] = at
        return found

    def _mapping(self, pair: _Pair, kind: MapOf) -> Node:
        original = pair.original
        if not isinstance(original, Map):
            return original
        return self.keys(pair, original, dict.fromkeys(original, kind.value), is_open=False)

    def _model(self, pair: _Pair, kind: Model) -> Node:
        if kind.pair:
            return self._option(pair, kind, kind.pair)
        original, said = (
            _spelt(node, kind, place) for node, place in ((pair.original, pair.there), (pair.said, pair.here))
        )
        if not isinstance(original, Map):
            return pair.original
        return self.keys(pair._replace(said=said), original, {name: key.kind for name, key in kind.keys.items()})

    def _option(self, pair: _Pair, kind: Model, names: tuple[str, str]) -> Node:
        """`{id: text}`, or a text that is its own id."""
        text = kind.keys[names[1]].kind
        original, said = pair.original, pair.said
        if isinstance(said, Map):
            own = [key for key in said if key not in kind.said]
            if len(own) != 1:
                return self._other_shape(pair, "one id with its text")
            pair = pair._replace(said=said[own[0]], here=said.marks.of(own[0]))
        if not isinstance(original, Map):
            return self.lay(pair, text)
        free = next((key for key in original if key not in kind.said), None)
        if free is None:
            return original
        spoken = self.lay(pair._replace(original=original[free], there=original.marks.of(free)), text)
        return Map({**original, free: spoken}, Marks.at(pair.here) if said is not None else original.marks)

    def keys(self, pair: _Pair, original: Map, kinds: Mapping[str, Kind], *, is_open: bool = True) -> Map:
        """Key by key; `is_open`: a text of these kinds may be added that the original does not say."""
        said = pair.said
        if said is not None and not isinstance(said, Map):
            self._other_shape(pair, "a mapping of keys and values")
            said = None
        ours = said or Map()
        plain = {key.replace("-", "_"): key for key in ours}
        both: dict[str, Node] = dict(original)
        for key, value in original.items():
            name = key if key in kinds else key.replace("-", "_")
            written = plain.pop(key.replace("-", "_"), key)
            if name in kinds:
                here = ours.marks.of(written) if written in ours else pair.here
                both[key] = self.lay(
                    _Pair(value, ours.get(written), original.marks.of(key), here, (*pair.path, key)), kinds[name]
                )
        for name, written in plain.items():
            self._added(both, ours, name, written, kinds if is_open else {}, list(original))
        said_here = frozenset(key for key in both if key.replace("-", "_") in {k.replace("-", "_") for k in ours})
        return (
            Map(both, MergedMarks(ours.marks, said_here, original.marks))
            if said is not None
            else Map(both, original.marks)
        )

    def _added(
        self, both: dict[str, Node], ours: Map, name: str, written: str, kinds: Mapping[str, Kind], known: list[str]
    ) -> None:
        """A key that the original does not have."""
        kind = kinds.get(name) or kinds.get(written)
        value = ours[written]
        if value is None or isinstance(value, RefusedValue):
            return
        if kind is None:
            where, hint = ours.marks.key(written), did_you_mean(written, [*known, *kinds])
            self._refuse(where, f"the original has no '{written}'", hint, "no-original")
        elif is_text(kind):
            both[written] = value
        else:
            message = f"'{written}' is no text, and the original does not say it"
            self._refuse(ours.marks.key(written), message, "say it there", "not-a-text")

    def _other_shape(self, pair: _Pair, wanted: str) -> Node:
        given = "a list" if isinstance(pair.said, Items) else "a mapping" if isinstance(pair.said, Map) else "a text"
        self._refuse(pair.here, f"this is {given}, and the original has {wanted}", "", "wrong-type")
        return pair.original

    def _refuse(self, where: Place, message: str, hint: str, code: str) -> None:
        self._problems.error(where, message, hint, code)


def _is_missed(text: str, kind: Text) -> bool:
    """Whether another language has to say it: what has no letter outside of gaps is the same in all."""
    return kind.is_missed and not _is_name(text, kind) and any(map(str.isalpha, _GAP.sub("", text)))


def _is_name(text: str, kind: Text) -> bool:
    """Whether it names something of the kit where words with gaps may stand."""
    return kind.has_gaps and not _GAP.search(text)


def _spelt(node: Node, kind: Model, place: Place) -> Node:
    return Map({kind.shorthand: node}, Marks.at(place)) if isinstance(node, str) and kind.shorthand else node


def _id_of(item: Node, kind: Kind, *, lone: bool = False) -> str:
    """`lone`: a text that is its own id counts."""
    if isinstance(kind, Model) and kind.pair:
        if isinstance(item, Map):
            return next((key for key in item if key not in kind.said), "")
        return item if lone and isinstance(item, str) else ""
    name = item.get("id") if isinstance(item, Map) else None
    return name if isinstance(name, str) else ""


def _step(item: Node, kind: Kind, number: int) -> Step:
    """How an item of a list is called in a path."""
    if isinstance(kind, Model) and kind.pair:
        return ("option", _id_of(item, kind, lone=True))
    return ("id", name) if (name := _id_of(item, kind)) else number


def is_text(kind: Kind) -> bool:
    """Whether a value of this kind is words and nothing else."""
    match kind:
        case Text():
            return kind.is_words
        case OrNone():
            return is_text(kind.kind)
        case ListOf():
            return is_text(kind.item)
        case Either():
            return all(map(is_text, kind.kinds))
        case _:
            return False


@cache
def speaks(kind: Kind) -> bool:
    """Whether there are words in a value of this kind."""
    return any(isinstance(each, Text) and each.is_words for each in _inside(kind, set()))


def _inside(kind: Kind, met: set[type]) -> Iterator[Kind]:
    yield kind
    inner: tuple[Kind, ...] = ()
    match kind:
        case OrNone():
            inner = (kind.kind,)
        case ListOf():
            inner = (kind.item,)
        case MapOf():
            inner = (kind.value,)
        case Either():
            inner = kind.kinds
        case Tagged():
            inner = tuple(model for _, model in kind.models)
        case Model() if kind.model not in met:
            met.add(kind.model)
            inner = tuple(key.kind for key in kind.keys.values())
    for each in inner:
        yield from _inside(each, met)
