"""Texts laid into the files of `words/<language>/`, in the place of what stands there: comments and all else stay."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator.errors import FileError, Problems, SourceError
from generator.intake.edits import EditedFile
from generator.sources import Items, Map, Node, as_yaml, parse
from generator.sources.dumped import Tree
from generator.sources.key_names import plain_key
from generator.sources.spans import Span

CARDS, DECK_FILE = "cards", "deck.yaml"


class _Standing(NamedTuple):
    """A file as it stands."""

    file: EditedFile
    node: Node


def laid_into(home: Path, trees: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """The files of the folder that change, by their names from it on. A card whose words stand in another file than
    the one that a tree names is changed there. Raises FileError where a file cannot be read.
    """
    names = {*trees, DECK_FILE, *(f"{CARDS}/{path.name}" for path in (home / CARDS).glob("*.yaml"))}
    standing = {name: _standing(home, name) for name in sorted(names) if (home / name).is_file()}
    texts = {name: _laid(standing.get(name), tree) for name, tree in _where_they_stand(trees, standing).items()}
    return {
        name: text.encode()
        for name, text in texts.items()
        if name not in standing or text != standing[name].file.before
    }


def _standing(home: Path, name: str) -> _Standing:
    problems = Problems()
    try:
        data = (home / name).read_bytes()
    except OSError as error:
        raise FileError(f"{home / name}: cannot be read: {error.strerror}") from error
    node = parse(data, name, problems)
    if problems.errors:
        raise SourceError(problems.sorted())
    return _Standing(EditedFile(data.decode("utf-8-sig")), node)


def _where_they_stand(
    trees: Mapping[str, Mapping[str, Any]], standing: Mapping[str, _Standing]
) -> dict[str, dict[str, Any]]:
    """The trees, each card in that of the file that has its words already."""
    homes = {ident: name for name, own in standing.items() if _has_cards(name) for ident in _ids(own.node)}
    moved: dict[str, dict[str, Any]] = {}
    for name, tree in trees.items():
        cards = tree.get(CARDS, ()) if _has_cards(name) else ()
        for card in cards:
            moved.setdefault(homes.get(card["id"], name), {}).setdefault(CARDS, []).append(card)
        if rest := {key: value for key, value in tree.items() if key != CARDS or not cards}:
            moved.setdefault(name, {}).update(rest)
    return moved


def _has_cards(name: str) -> bool:
    return name == DECK_FILE or name.startswith(f"{CARDS}/")


def _ids(node: Node) -> Iterator[str]:
    listed = node.get(CARDS) if isinstance(node, Map) else node
    for card in listed if isinstance(listed, Items) else ():
        if isinstance(card, Map) and isinstance(ident := card.get("id"), str):
            yield ident.strip()


def _laid(own: _Standing | None, tree: Mapping[str, Any]) -> str:
    if own is None:
        return as_yaml(tree)
    file, node = own
    if isinstance(node, Map) and node:
        _keys(file, file.root, node, tree)
    elif isinstance(node, Items) and node:
        _items(file, file.root, node, tree[CARDS])
    else:
        return f"{file.before.rstrip()}\n{as_yaml(tree)}".lstrip()
    return file.text


def _keys(file: EditedFile, span: Span, node: Map, tree: Mapping[str, Any]) -> None:
    """What is there first, and below it what is new: changes to one place go in their order."""
    written = {plain_key(key): key for key in node}
    new = {}
    for key, value in tree.items():
        own = written.get(plain_key(key))
        if own is None:
            new[key] = value
        elif not _laid_over(file, span.entries[own], node[own], value):
            file.set(span, own, value)
    for key, value in new.items():
        file.set(span, key, value)


def _items(file: EditedFile, span: Span, node: Items, items: Sequence[Tree]) -> None:
    new: list[Tree] = []
    are_options = _are_options(items)
    for number, item in enumerate(items):
        at = _place_of(item, node, number, are_options=are_options)
        if at is None:
            new.append(item)
        elif item is not None and not _laid_over(file, span.items[at], node[at], item):
            file.set_item(span.items[at], item)
    for item in new:
        file.append(span, item)


def _laid_over(file: EditedFile, span: Span, node: Node, value: Tree) -> bool:
    """Whether a value needs no other in its place: it says the same, or what it holds has been changed."""
    if isinstance(value, str) or value is None:
        return value == node
    if isinstance(value, Mapping):
        if isinstance(node, Map) and node:
            _keys(file, span, node, value)
            return True
        return [*value.values()] == [node]  # the short way to write it
    if isinstance(node, Items) and node and not _is_by_place(node, value):
        _items(file, span, node, value)
        return True
    lines = node if isinstance(node, Items) else node.splitlines() if isinstance(node, str) else ()
    return [line for line in lines if line] == [text for item in value for text in _texts(item)]


def _is_by_place(node: Items, items: Sequence[Tree]) -> bool:
    """Whether options stand there as texts alone, in the order of the original's."""
    return _are_options(items) and any(isinstance(one, str) for one in node)


def _texts(item: Tree) -> tuple[Any, ...]:
    return tuple(item.values()) if isinstance(item, Mapping) else (item,)


def _are_options(items: Sequence[Tree]) -> bool:
    """Whether each of them is an id with its text."""
    pairs = [item for item in items if isinstance(item, Mapping) and len(item) == 1 and "id" not in item]
    texts = [one for pair in pairs for one in pair.values() if isinstance(one, str)]
    return len(items) == len(texts) == len({name for pair in pairs for name in pair})


def _place_of(item: Tree, node: Items, number: int, *, are_options: bool) -> int | None:
    """Where an item of a list stands in the file: by its id, as an option by its name, else by its number."""
    if isinstance(item, Mapping) and (are_options or "id" in item):
        key, value = next(((key, one) for key, one in item.items() if are_options or key == "id"))
        maps = ((at, one) for at, one in enumerate(node) if isinstance(one, Map))
        return next((at for at, one in maps if key in one and (are_options or one[key] == value)), None)
    return number if number < len(node) else None
