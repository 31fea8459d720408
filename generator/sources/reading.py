"""Files in, models out; a file may extend one other. Reads only the files it is told to."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple, TypeVar

from generator.errors import NOWHERE, Place, Problems, SourceError
from generator.sources.binding import bind
from generator.sources.key_names import as_spelt
from generator.sources.marks import MergedMarks
from generator.sources.nodes import Map, Node
from generator.sources.parsing import LARGEST, RefusedValue, parse
from generator.sources.translation import Translation

T = TypeVar("T")
Three = tuple[str, str, str]  # an edge, a length and the far edge


def read(
    path: Path,
    model: type[T],
    problems: Problems,
    *,
    name: str = "",
    salvage: bool = False,
    words: Translation | None = None,
) -> T | None:
    """A YAML file as a model; None if anything in it is wrong. `name` is how messages call the file.

    `salvage`: what is sound of it all the same (see `bind`). `words`: in their language; the file is called as in the
    workshop then.
    """
    name = name or path.as_posix()
    node, fine = _node(path, name, problems)
    if words and node is not None:
        node = words.over(node, name, model, problems)
    bound = bind(node, model, problems, Place(name, 1, 1), salvage=salvage) if fine or node is not None else None
    return bound if fine or salvage else None


def read_shipped(path: Path, model: type[T], name: str = "") -> T:
    """One of prepdeck's own files as a model. Raises SourceError where that is damaged."""
    problems = Problems()
    bound = read(path, model, problems, name=name or path.name)
    if bound is None:
        raise SourceError(problems)
    return bound


def _node(path: Path, name: str, problems: Problems) -> tuple[Node, bool]:
    """What a file says, and whether nothing is wrong with it as YAML."""
    so_far = len(problems.errors)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as fault:
        problems.error(Place(name), f"the file cannot be read: {fault.strerror or fault}", "", "unreadable")
        return None, False
    node = parse(raw, name, problems)
    return node, len(problems.errors) == so_far


def read_merged(
    name: str,
    find: Callable[[str], Path | None],
    model: type[T],
    problems: Problems,
    *,
    asked: Place = NOWHERE,
    called: Callable[[Path], str] = Path.as_posix,
    salvage: bool = False,
    threes: Collection[Three] = (),
    amend: Callable[[Map, Problems], Map] | None = None,
    parents: dict[Path, tuple[Node, bool]] | None = None,
) -> T | None:
    """The file that `find` gives for a name, over the one it `extends`, as a model; None if anything is wrong.

    `asked` is where the name is said, `called` gives the name that messages use for a file, `salvage` is as in `bind`,
    `threes` as in `merged`. `amend` has what both files say together before it is bound. `parents`:
    files that several others extend, each read once.
    """
    path = find(name)
    if path is None:
        problems.error(asked, f"there is no file for '{name}'", "", "unknown-name")
        return None
    file = called(path)
    node, fine = _node(path, file, problems)
    if not isinstance(node, Map):
        return bind(node, model, problems, Place(file, 1, 1)) if fine else None
    extends = node.pop("extends", None)
    if extends is not None:
        known = {} if parents is None else parents
        line = _Line((name,), find, problems, called, known, threes)
        parent = line.parent(extends, node.marks.of("extends"))
        if parent is None:
            return None
        both = merged(parent, node, threes)
        node = amend(both, problems) if amend else both
    bound = bind(node, model, problems, Place(file, 1, 1), salvage=salvage)
    return bound if fine or salvage else None


class _Line(NamedTuple):
    """Files of which each extends the next, by their names from the first one on."""

    names: tuple[str, ...]
    find: Callable[[str], Path | None]
    problems: Problems
    called: Callable[[Path], str]
    known: dict[Path, tuple[Node, bool]]
    threes: Collection[Three]

    def parent(self, extends: Node, said: Place) -> Map | None:
        """What the extended file says, over the one that it extends in turn; None, and a problem, if it cannot be."""
        if isinstance(extends, RefusedValue):
            return None
        if not isinstance(extends, str):
            self.problems.error(said, "'extends' takes the name of one file", "", "wrong-type")
            return None
        path = None if extends in self.names else self.find(extends)
        if path is None:
            self._report(extends, said)
            return None
        if path not in self.known:
            self.known[path] = _node(path, self.called(path), self.problems)
        node, fine = self.known[path]
        if not isinstance(node, Map):
            if fine:
                self.problems.error(said, f"'{extends}' has no keys to extend", "", "extends")
            return None
        if not fine or "extends" not in node:
            return node if fine else None
        rest = Map({key: value for key, value in node.items() if key != "extends"}, node.marks)
        further = self._replace(names=(*self.names, extends)).parent(node["extends"], node.marks.of("extends"))
        return merged(further, rest, self.threes) if further is not None else None

    def _report(self, extends: str, said: Place) -> None:
        """That there is no such file, or that it is one of these."""
        words, hint = f"there is no '{extends}' to extend", ""
        if extends in self.names:
            between = ", ".join(self.names[self.names.index(extends) + 1 :])
            words, hint = "a file cannot extend itself", "name another one, or write it out"
            hint = f"it does so by way of {between}; name another one, or write it out" if between else hint
        self.problems.error(said, words, hint, "extends")


def merged(parent: Map, child: Map, threes: Collection[Three] = ()) -> Map:
    """The parent's keys with the child's in their stead: mappings key by key, lists and texts as a whole.

    A key that the child leaves empty is taken out. A mapping of another `kind` is not merged but replaced.
    `threes`: keys of which two say the third, as left, width and right do; where the child gives two a value, the
    parent's third is taken out, and where it gives a length alone, the far one of the parent's two edges.
    """
    both = dict(parent)
    said = set()
    for written, value in child.items():
        key = written if written in both else as_spelt(written, both)
        said.add(key)
        inherited = both.get(key)
        if value is None:
            both.pop(key, None)
        elif isinstance(value, Map) and isinstance(inherited, Map) and _same_kind(inherited, value):
            both[key] = merged(inherited, value, threes)
        else:
            both[key] = value
    given = {key for key in said if key in both}
    for three in threes:
        rest = [key for key in three if key not in given]
        if len(rest) == 1 or (rest == [three[0], three[2]] and both.keys() >= set(three)):
            both.pop(rest[-1], None)
    return Map(both, MergedMarks(child.marks, frozenset(said), parent.marks))


def _same_kind(parent: Map, child: Map) -> bool:
    return "kind" not in child or child["kind"] == parent.get("kind")
