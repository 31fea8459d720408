"""All that a YAML file says, its anchors and tags too: as it is, and as it has to be after an edit."""

from collections.abc import Mapping
from typing import Any

from generator.edit.edits import AddEntry, OfYaml, Path, RenameKey, SetValue, Value
from generator.sources.spans import LIST, MAPPING, TEXT, Span


class _Wanted:
    """What is to stand in a place: compared with the tree of what stands there."""

    def __init__(self, value: Value) -> None:
        self.value = value

    def __eq__(self, tree: object) -> bool:
        return isinstance(tree, list) and _says(tree, self.value)

    __hash__ = None  # type: ignore[assignment]


def _says(tree: list[Any], value: Value) -> bool:
    kind, named, content = tree[:3]
    if named:
        return False
    if isinstance(value, Mapping):
        keys = [key for key, _ in content] if kind == MAPPING else None
        return keys == [_key(key) for key in value] and all(_says(one, value[key[2]]) for key, one in content)
    if isinstance(value, list):
        return kind == LIST and len(content) == len(value) and all(map(_says, content, value))
    if kind != TEXT or content is None or value is None:
        return kind == TEXT and content is value
    is_block = tree[3] in ("|", ">")
    return content == value or (is_block and content.rstrip("\n") == str(value).rstrip("\n"))


def _key(key: str) -> list[Any]:
    return [TEXT, "", key]


def tree(span: Span | None) -> list[Any] | None:
    """All that a value says: kind, anchor and tag, content; of a text how it is written."""
    return None if span is None else _tree(span)


def _tree(span: Span) -> list[Any]:
    if span.kind == MAPPING:
        return [MAPPING, span.named, [[_tree(key)[:3], _tree(value)] for key, value in span.pairs]]
    if span.kind == LIST:
        return [LIST, span.named, [_tree(item) for item in span.items]]
    return [span.kind, span.named, span.text, span.style]


def changed(before: list[Any] | None, edit: OfYaml) -> Any:
    """The tree as it has to be after an edit, a wanted value in its place."""
    if isinstance(edit, AddEntry):
        return _at(before, edit.path, lambda here: _with(here, edit.key, _Wanted(edit.value), edit.value))
    if not edit.path:
        return _Wanted(edit.value) if isinstance(edit, SetValue) else None
    *path, last = edit.path

    def replaced(here: Any) -> Any:
        kind, named, content = here[:3]
        at = _number(content, last)
        new: list[Any] = []
        if isinstance(edit, SetValue):
            new = [_Wanted(edit.value)] if kind == LIST else [[content[at][0], _Wanted(edit.value)]]
        elif isinstance(edit, RenameKey):
            new = [[_key(edit.key), content[at][1]]]
        return [kind, named, [*content[:at], *new, *content[at + 1 :]]]

    return _at(before, tuple(path), replaced)


def _with(here: Any, key: str | int, wanted: _Wanted, value: Value) -> Any:
    if here is None or here[0] not in (MAPPING, LIST) or not here[2]:
        return _Wanted([value] if isinstance(key, int) else {key: value})
    kind, named, content = here
    if isinstance(key, int):
        return [kind, named, [*content[:key], wanted, *content[key:]]]
    return _OneMore([kind, named, content], [_key(key), wanted])


class _OneMore:
    """A mapping with one entry more, wherever it stands."""

    def __init__(self, before: list[Any], entry: list[Any]) -> None:
        self.before, self.entry = before, entry

    def __eq__(self, tree: object) -> bool:
        if not isinstance(tree, list) or tree[:2] != self.before[:2]:
            return False
        rest = [one for one in tree[2] if one[0] != self.entry[0]]
        return rest == self.before[2] and len(rest) + 1 == len(tree[2]) and self.entry in tree[2]

    __hash__ = None  # type: ignore[assignment]


def _at(tree: Any, path: Path, change: Any) -> Any:
    if not path:
        return change(tree)
    kind, named, content = tree[:3]
    at = _number(content, path[0])
    inner = content[at] if kind == LIST else content[at][1]
    new = _at(inner, path[1:], change)
    return [kind, named, [*content[:at], new if kind == LIST else [content[at][0], new], *content[at + 1 :]]]


def _number(content: Any, step: str | int) -> int:
    return step if isinstance(step, int) else next(at for at, (key, _) in enumerate(content) if key[2] == step)
