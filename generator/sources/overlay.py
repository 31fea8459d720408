"""One file laid over another as nodes: the texts of another language in the place of the original's.

Texts alone are said there; ids, numbers, colours and counts stay with the original. Knows no model by name.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from generator.errors import Place, Problems, did_you_mean
from generator.sources.binding import takes
from generator.sources.key_names import plain_key
from generator.sources.kinds import Either, Kind, ListOf, MapOf, Model, OrNone, Tagged, Text
from generator.sources.marks import Marks, MergedMarks
from generator.sources.nodes import Items, Map, Node, Translated
from generator.sources.parsing import RefusedValue

_GAP = re.compile(r"\{[^{}]*\}")


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


class TextPair(NamedTuple):
    """A value of the original, and what another language says for it; each with its place."""

    original: Node
    said: Node
    there: Place
    here: Place
    path: tuple[Step, ...] = ()


class Overlay:
    def __init__(self, problems: Problems, missing: list[Missing], texts: list[SpokenText]) -> None:
        self._problems, self._missing, self._texts = problems, missing, texts

    def lay(self, pair: TextPair, kind: Kind) -> Node:
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

    def _same(self, pair: TextPair) -> Node:
        """What is no text may be said again, and not otherwise."""
        if pair.said is not None and pair.said != pair.original:
            was = f"the original says '{pair.original}'" if isinstance(pair.original, str) else "the original says it"
            self._refuse(pair.here, f"this is no text, and {was}", "leave it out here", "not-a-text")
        return pair.original

    def _text(self, pair: TextPair, kind: Text) -> Node:
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

    def _list(self, pair: TextPair, kind: ListOf) -> Node:
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
            items.append(self.lay(TextPair(item, ours, original.place(number), where, path), kind.item))
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

    def _mapping(self, pair: TextPair, kind: MapOf) -> Node:
        original = pair.original
        if not isinstance(original, Map):
            return original
        return self.keys(pair, original, dict.fromkeys(original, kind.value), is_open=False)

    def _model(self, pair: TextPair, kind: Model) -> Node:
        if kind.pair:
            return self._option(pair, kind, kind.pair)
        original, said = (
            _spelt(node, kind, place) for node, place in ((pair.original, pair.there), (pair.said, pair.here))
        )
        if not isinstance(original, Map):
            return pair.original
        return self.keys(pair._replace(said=said), original, {name: key.kind for name, key in kind.keys.items()})

    def _option(self, pair: TextPair, kind: Model, names: tuple[str, str]) -> Node:
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

    def keys(self, pair: TextPair, original: Map, kinds: Mapping[str, Kind], *, is_open: bool = True) -> Map:
        """Key by key; `is_open`: a text of these kinds may be added that the original does not say."""
        said = pair.said
        if said is not None and not isinstance(said, Map):
            self._other_shape(pair, "a mapping of keys and values")
            said = None
        ours = said or Map()
        plain = {plain_key(key): key for key in ours}
        both: dict[str, Node] = dict(original)
        for key, value in original.items():
            name = key if key in kinds else plain_key(key)
            written = plain.pop(plain_key(key), key)
            if name in kinds:
                here = ours.marks.of(written) if written in ours else pair.here
                both[key] = self.lay(
                    TextPair(value, ours.get(written), original.marks.of(key), here, (*pair.path, key)), kinds[name]
                )
        for name, written in plain.items():
            self._added(both, ours, name, written, kinds if is_open else {}, list(original))
        said_here = frozenset(key for key in both if plain_key(key) in set(map(plain_key, ours)))
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

    def _other_shape(self, pair: TextPair, wanted: str) -> Node:
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
