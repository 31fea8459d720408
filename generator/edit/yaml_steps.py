"""An edit of a list or mapping as edits of what differs in it, so that the rest stays as it is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from generator.edit.edits import AddEntry, OfYaml, Path, RemoveEntry, RenameKey, SetValue, Value
from generator.sources.key_names import as_spelt
from generator.sources.spans import LIST, MAPPING, Span


def in_its_keys(root: Span | None, edit: OfYaml) -> OfYaml:
    """The edit with its keys as the file spells them."""
    path: list[str | int] = []
    for step in edit.path:
        here = _span(root, tuple(path))
        path.append(_key_of(here, step) if here and isinstance(step, str) else step)
    if isinstance(edit, AddEntry) and isinstance(edit.key, str) and (here := _span(root, tuple(path))):
        return replace(edit, path=tuple(path), key=_key_of(here, edit.key))
    if isinstance(edit, RenameKey) and (here := _span(root, tuple(path[:-1]))):
        known = _key_of(here, edit.key)
        return replace(edit, path=tuple(path), key=edit.key if known == path[-1] else known)
    return replace(edit, path=tuple(path))


def _key_of(here: Span, key: str) -> str:
    return key if key in here.entries else as_spelt(key, here.entries)


def steps_of(text: str, root: Span | None, edit: OfYaml) -> Iterator[OfYaml]:
    """An edit as edits of what differs, so that the rest of a list or mapping stays as it is written."""
    old = _span(root, edit.path)
    if not isinstance(edit, SetValue) or old is None or (old.flow and "#" not in text[old.start : old.end]):
        yield edit
    elif isinstance(edit.value, Mapping) and edit.value and old.pairs:
        yield from _mapping_steps(old, edit, edit.value)
    elif isinstance(edit.value, list) and edit.value and old.items:
        yield from _list_steps(old, edit, edit.value)
    else:
        yield edit


def _mapping_steps(old: Span, edit: SetValue, value: Mapping[str, Value]) -> Iterator[OfYaml]:
    for key, one in value.items():
        if key not in old.entries:
            yield AddEntry(edit.file, edit.path, key, one)
        elif plain(old.entries[key]) != one:
            yield from _inner_steps(old.entries[key], SetValue(edit.file, (*edit.path, key), one))
    for key in old.entries:
        if key not in value:
            yield RemoveEntry(edit.file, (*edit.path, key))


def _list_steps(old: Span, edit: SetValue, value: Sequence[Value]) -> Iterator[OfYaml]:
    """From the end, so that the numbers of those before stay."""
    before, after = [repr(plain(it)) for it in old.items], [repr(_comparable(it)) for it in value]
    for tag, i, j, k, m in reversed(SequenceMatcher(None, before, after, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        both = min(j - i, m - k)
        for extra in range(m - k - both):
            yield AddEntry(edit.file, edit.path, i + both + extra, value[k + both + extra])
        for gone in reversed(range(i + both, j)):
            yield RemoveEntry(edit.file, (*edit.path, gone))
        for n in range(both):
            yield from _inner_steps(old.items[i + n], SetValue(edit.file, (*edit.path, i + n), value[k + n]))


def _inner_steps(old: Span, edit: SetValue) -> Iterator[OfYaml]:
    if isinstance(edit.value, Mapping) and edit.value and old.pairs and not old.flow:
        yield from _mapping_steps(old, edit, edit.value)
    elif isinstance(edit.value, list) and edit.value and old.items and not old.flow:
        yield from _list_steps(old, edit, edit.value)
    else:
        yield edit


def _span(root: Span | None, path: Path) -> Span | None:
    for step in path:
        if root is None:
            return None
        if isinstance(step, int):
            root = root.items[step] if 0 <= step < len(root.items) else None
        else:
            root = root.entries.get(step)
    return root


def plain(span: Span) -> Value:
    """What a value says."""
    if span.kind == MAPPING:
        return {key.text or "": plain(value) for key, value in span.pairs}
    if span.kind == LIST:
        return [plain(item) for item in span.items]
    return span.text


def _comparable(value: Value) -> Value:
    if isinstance(value, Mapping):
        return {key: _comparable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_comparable(one) for one in value]
    return str(value) if isinstance(value, str) else None
