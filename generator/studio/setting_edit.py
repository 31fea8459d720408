"""A setting of a YAML file as an edit, whether it stands there yet or not."""

from generator.edit.edits import AddEntry, OfYaml, Path, RemoveEntry, SetValue, Value
from generator.errors import Problems
from generator.sources import Map, Node, parse


def setting_edit(data: bytes, file: str, path: Path, value: Value) -> OfYaml | None:
    """Makes the value at `path` this one; None takes it away. None where there is nothing to be done."""
    node: Node = parse(data, file, Problems())
    for depth, key in enumerate(path):
        if not isinstance(node, Map) or not isinstance(key, str) or key not in node:
            return None if value is None else AddEntry(file, path[:depth], key, _nested(path[depth + 1 :], value))
        node = node[key]
    return RemoveEntry(file, path) if value is None else SetValue(file, path, value)


def _nested(path: Path, value: Value) -> Value:
    for key in reversed(path):
        value = {str(key): value}
    return value
