"""Nested data in, records out: the longest list of like items, wherever it lies, with what it lies under."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.errors import NOWHERE, Place
from generator.intake.headings import language_named, meaning_of
from generator.intake.records import Gathered, Record, Value
from generator.intake.tabular import TEXT
from generator.sources import Items, Map, Node

_DEEPEST = 3  # of what lies inside of a card
_FAMILY = 4  # items, on average, from which a list inside of things is the list of cards and they are its families
_CARDS = {
    "cards",
    "card",
    "karten",
    "cartes",
    "cartas",
    "carte",
    "items",
    "deck",
    "entries",
    "kaarten",
    "kort",
    "карточки",
    "卡片",
}


@dataclass
class _List:
    """Like items that lie at one kind of place: 'suits.*.cards'."""

    path: tuple[str, ...]
    records: list[Record] = field(default_factory=list)
    parents: set[int] = field(default_factory=set)

    @property
    def is_named(self) -> bool:
        return any(step.casefold() in _CARDS for step in self.path[-1:])

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(column for record in self.records for column in record.values))

    @property
    def texts(self) -> int:
        """How many columns have texts of their own."""
        return sum(any(record.text(column) for record in self.records) for column in self.columns)

    @property
    def per_parent(self) -> float:
        return len(self.records) / max(1, len(self.parents))


def gather_tree(node: Node, file: str) -> Gathered | None:
    """The cards of nested data; None where there is no list."""
    lists: dict[tuple[str, ...], _List] = {}
    _walk(node, (), "", lists, Place(file))
    best = _best(list(lists.values()))
    if best is None:
        return None
    records = _with_names(best.records, node)
    title = _name_of(node) if isinstance(node, Map) else ""
    where = ".".join(step for step in best.path if step) or "the list"
    columns = tuple(dict.fromkeys(column for record in records for column in record.values))
    return Gathered(where, columns, tuple(records), title)


def gather_card(node: Node, file: str) -> Gathered | None:
    """The one card that a file is: a mapping that says a title or a text, and lists nothing but texts of its own."""
    if not isinstance(node, Map) or not all(map(_is_flat, node.values())):
        return None
    values = dict(_flat(node))
    said = {meaning_of(key) for key, value in values.items() if isinstance(value, str)}
    if said.isdisjoint(("title", "about", "line")):
        return None
    return Gathered(file, tuple(values), (Record(values, Place(file, 1)),))


def _is_flat(value: Node) -> bool:
    inner = list(value.values()) if isinstance(value, Map) else value if isinstance(value, Items) else []
    return not any(isinstance(it, Map | Items) for it in inner)


def _best(lists: list[_List]) -> _List | None:
    """The longest; what lies inside of its items counts only where there are many of them in each."""
    usable = [one for one in lists if one.records]
    if not usable:
        return None

    def is_inside_of_cards(one: _List) -> bool:
        outer = [it for it in usable if it is not one and one.path[: len(it.path)] == it.path]
        return any(one.per_parent < _FAMILY or (one.columns == (TEXT,) and it.texts > 2) for it in outer)

    outermost = [one for one in usable if not is_inside_of_cards(one)]
    return max(
        outermost or usable, key=lambda one: (one.is_named and len(one.records) > 2, len(one.records), one.texts)
    )


def _walk(node: Node, path: tuple[str, ...], group: str, lists: dict[tuple[str, ...], _List], place: Place) -> None:
    """Collects every list of mappings or of texts; a mapping of like mappings or lists is one, too."""
    if isinstance(node, Items):
        _add(node, path, group, lists, place)
        return
    if not isinstance(node, Map):
        return
    here = node.marks.here if node.marks.here != NOWHERE else place
    if _is_keyed(node):
        keyed = Items([_with_key(key, value) for key, value in node.items()])
        _add(keyed, path, group, lists, here)
        return
    families = [key for key, value in node.items() if isinstance(value, Items)]
    is_families = len(node) > 1 and (len(families) == len(node) or all(map(language_named, node)))
    for key, value in node.items():
        inner = (*path, "*" if is_families else key)
        _walk(value, inner, key if is_families else group, lists, here)


def _is_keyed(node: Map) -> bool:
    """Whether a mapping is a list whose items have names: {regular: {text: …}, newcomer: {text: …}}."""
    maps = [value for value in node.values() if isinstance(value, Map)]
    if len(maps) < 3 or len(maps) < len(node):
        return False
    keys = [set(one) for one in maps]
    shared = set.intersection(*keys)
    return bool(shared) and len(shared) >= 0.5 * max(map(len, keys)) and not set(node) <= set(keys[0])


def _with_key(key: str, value: Node) -> Node:
    if not isinstance(value, Map) or any(meaning_of(name) in ("title", "id") for name in value):
        return value
    return Map({"name": key, **value}, value.marks)


def _add(items: Items, path: tuple[str, ...], group: str, lists: dict[tuple[str, ...], _List], place: Place) -> None:
    maps = [(n, item) for n, item in enumerate(items) if isinstance(item, Map)]
    texts = [(n, item) for n, item in enumerate(items) if isinstance(item, str)]
    if len(maps) >= len(texts):
        of_maps = lists.setdefault(path, _List(path)) if maps else None
        for n, item in maps:
            at = item.marks.here if item.marks.here != NOWHERE else items.place(n)
            assert of_maps is not None
            of_maps.records.append(Record(dict(_flat(item)), at, group))
            of_maps.parents.add(id(items))
            under = _name_of(item) or group
            for key, value in item.items():
                _walk(value, (*path, key), under, lists, at)
        return
    of_texts = lists.setdefault(path, _List(path))
    of_texts.parents.add(id(items))
    for n, text in texts:
        at = items.place(n)
        of_texts.records.append(Record({TEXT: text}, at if at != NOWHERE else place, group))


def _name_of(node: Map) -> str:
    for key, value in node.items():
        if isinstance(value, str) and value.strip() and meaning_of(key) in ("title", "category"):
            return " ".join(value.split())
    return ""


def _flat(node: Map, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Value]]:
    """The texts of an item by their paths, such as back.text; lists of texts, or of things with a name, as one."""
    for key, value in node.items():
        name = f"{prefix}{key}"
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, Map) and depth < _DEEPEST:
            yield from _flat(value, f"{name}.", depth + 1)
        elif isinstance(value, Items):
            texts = tuple(text for item in value if (text := _text_of(item)))
            if texts:
                yield name, texts


def _text_of(item: Node) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, Map):
        return _name_of(item) or next((value for value in item.values() if isinstance(value, str)), "")
    return ""


def _with_names(records: list[Record], node: Node) -> list[Record]:
    """Records that name the list they are in by its id, as Trello's do, have its name as their group."""
    names = _names_by_id(node) if isinstance(node, Map) else {}
    if not names:
        return records
    for column in dict.fromkeys(column for record in records for column in record.values if column.startswith("id")):
        if column != "id" and all(record.text(column) in names for record in records):
            return [record._replace(group=record.group or names[record.text(column)]) for record in records]
    return records


def _names_by_id(node: Map) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for value in node.values():
        for item in value if isinstance(value, Items) else ():
            name = _name_of(item) if isinstance(item, Map) else ""
            if isinstance(item, Map) and name and isinstance(ident := item.get("id"), str):
                found[ident] = name
    return found
