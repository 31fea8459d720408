"""A YAML file with edits: bytes in, bytes out, and nothing else in it has changed; what cannot be so is refused."""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.edit.edits import AddEntry, OfYaml, Path, SetValue
from generator.edit.faults import NoSuchPlace, NotEdited
from generator.edit.yaml_entries import YamlText, spliced
from generator.edit.yaml_steps import in_its_keys, steps_of
from generator.edit.yaml_tree import changed, tree
from generator.edit.yaml_values import tidied
from generator.errors import Place, Problems
from generator.sources import parse
from generator.sources.spans import Span, spans

_MARK = b"\xef\xbb\xbf"


def edited_yaml(data: bytes | None, file: str, edits: Sequence[OfYaml]) -> bytes:
    """The file with the edits, one after another. Raises NotEdited."""
    mark = _MARK if (data or b"").startswith(_MARK) else b""
    text, known = _text(data, file)
    root = spans(text)
    for batch in _batches([_tidied(edit) for edit in edits]):
        done = _all_at_once(text, root, batch)
        if done is None:
            done = text, root
            for edit in batch:
                done = _one_by_one(*done, edit, file)
        text, root = done
    try:
        written = mark + text.encode()
    except UnicodeEncodeError as error:
        raise NotEdited(
            Place(file), "there is half a character in the text (a lone surrogate)", "", "encoding"
        ) from error
    _check_reading(known, written, file)
    return written


def _text(data: bytes | None, file: str) -> tuple[str, list[str]]:
    """What can be edited, the one document of a file that is YAML, and the codes of its problems. Raises NotEdited."""
    if data is None:
        return "", []
    problems = Problems()
    parse(data, file, problems)
    for problem in problems.errors:
        if problem.code in ("yaml-syntax", "encoding", "too-large", "documents", "too-deep"):
            raise NotEdited(problem.where, problem.message, problem.hint, problem.code)
    return data.decode("utf-8-sig"), [problem.code for problem in problems]


def _check_reading(known: list[str], after: bytes, file: str) -> None:
    """No new problem for who reads the file. Raises NotEdited."""
    new = Problems()
    parse(after, file, new)
    for problem in new:
        if problem.code not in known:
            raise NotEdited(problem.where, problem.message, problem.hint, problem.code)
        known.remove(problem.code)


def _tidied(edit: OfYaml) -> OfYaml:
    match edit:
        case SetValue():
            return SetValue(edit.file, edit.path, tidied(edit.value))
        case AddEntry():
            return AddEntry(edit.file, edit.path, edit.key, tidied(edit.value))
        case _:
            return edit


def _batches(edits: Sequence[OfYaml]) -> Iterator[list[OfYaml]]:
    """Values that can be set at once, as none of them is in another; each other edit alone."""
    batch: list[OfYaml] = []
    taken: set[Path] = set()
    for edit in edits:
        path = edit.path
        inner = any(path[:n] in taken for n in range(len(path) + 1)) or any(it[: len(path)] == path for it in taken)
        if batch and (inner or not isinstance(edit, SetValue) or not isinstance(batch[-1], SetValue)):
            yield batch
            batch, taken = [], set()
        batch.append(edit)
        taken.add(path)
    if batch:
        yield batch


def _all_at_once(text: str, root: Span | None, batch: Sequence[OfYaml]) -> tuple[str, Span | None] | None:
    """Values that are texts, all with one look at the file; None where that does not do."""
    if len(batch) < 2 or any(isinstance(edit, SetValue) and not isinstance(edit.value, str) for edit in batch):
        return None
    batch = [in_its_keys(root, edit) for edit in batch]
    file = YamlText(text, root)
    try:
        splices = [splice for edit in batch for splice in next(file.ways(edit))]
    except NoSuchPlace:
        return None
    wanted = tree(root)
    for edit in batch:
        wanted = changed(wanted, edit)
    return _as_wanted(spliced(text, splices, file.newline), wanted)


def _one_by_one(text: str, root: Span | None, edit: OfYaml, file: str) -> tuple[str, Span | None]:
    try:
        for step in steps_of(text, root, in_its_keys(root, edit)):
            text, root = _made(text, root, step, file)
    except NoSuchPlace as fault:
        raise NotEdited(place_in(text, fault.at, file), str(fault)) from fault
    return text, root


def _made(text: str, root: Span | None, edit: OfYaml, file: str) -> tuple[str, Span | None]:
    """The first way to write it after which all else says what it said."""
    own = YamlText(text, root)
    wanted = None
    for splices in own.ways(edit):
        wanted = wanted or changed(tree(root), edit)
        if (done := _as_wanted(spliced(text, splices, own.newline), wanted)) is not None:
            return done
    words = "this cannot be changed here without changing something else in the file"
    where = place_in(text, own.chain(edit.path)[-1] if root else None, file)
    raise NotEdited(where, words, "change it in an editor")


def _as_wanted(text: str, wanted: Any) -> tuple[str, Span | None] | None:
    try:
        root = spans(text)
    except ValueError:
        return None
    return (text, root) if wanted == tree(root) else None


def place_in(text: str, span: Span | None, file: str) -> Place:
    if span is None:
        return Place(file, 1, 1)
    at = span.key if span.key >= 0 else span.start
    lines = text[:at].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Place(file, len(lines), len(lines[-1]) + 1)
