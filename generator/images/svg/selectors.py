"""CSS selectors as drawing programs write them, read and matched (Selectors 4): type, id, class, attribute, descendant
and child. Whatever else is a ValueError with words for the user.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from generator.images.svg.markup import Node

_STATES = {"hover", "focus", "active", "visited", "link", "target", "focus-visible", "focus-within"}  # of a screen
_TESTS = {"=", "~=", "^=", "$=", "*=", "|="}
_MOST_PARTS = 12


class Attribute(NamedTuple):
    """`test` is empty where it need only be there."""

    name: str
    test: str
    value: str


class Compound(NamedTuple):
    """What one element must be. `never`: a state that paper does not have."""

    tag: str = ""
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    places: tuple[str, ...] = ()  # root, first-child
    never: bool = False


class Selector(NamedTuple):
    """Compounds from the outermost to the element itself; `child[n]`: the n-th is the parent of the one after it."""

    compounds: tuple[Compound, ...]
    child: tuple[bool, ...]

    @property
    def weight(self) -> tuple[int, int, int]:
        """Its specificity (§17)."""
        middle = (len(each.classes) + len(each.attributes) + len(each.places) for each in self.compounds)
        ids, tags = (sum(len(each.ids) for each in self.compounds), sum(bool(each.tag) for each in self.compounds))
        return ids, sum(middle), tags

    def matches(self, node: "Node") -> bool:
        return self._from(len(self.compounds) - 1, node)

    def _from(self, at: int, node: "Node") -> bool:
        if not _is(node, self.compounds[at]):
            return False
        if at == 0:
            return True
        above = node.parent
        while above is not None:
            if self._from(at - 1, above):
                return True
            if self.child[at - 1]:
                return False
            above = above.parent
        return False


def _is(node: "Node", compound: Compound) -> bool:
    said = node.attributes
    if compound.never or (compound.tag and compound.tag != node.tag):
        return False
    if any(each != said.get("id") for each in compound.ids):
        return False
    if compound.classes and not set(compound.classes) <= set(said.get("class", "").split()):
        return False
    return all(_has(said, each) for each in compound.attributes) and all(_stands(node, at) for at in compound.places)


def _has(said: dict[str, str], wanted: Attribute) -> bool:
    value = said.get(wanted.name)
    if value is None or not wanted.test:
        return value is not None
    match wanted.test:
        case "=":
            return value == wanted.value
        case "~=":
            return wanted.value in value.split()
        case "^=":
            return bool(wanted.value) and value.startswith(wanted.value)
        case "$=":
            return bool(wanted.value) and value.endswith(wanted.value)
        case "*=":
            return bool(wanted.value) and wanted.value in value
        case _:
            return value == wanted.value or value.startswith(wanted.value + "-")


def _stands(node: "Node", place: str) -> bool:
    parent = node.parent
    return parent is None if place == "root" else parent is None or parent.children[0] is node


def read_selectors(tokens: Sequence["object"]) -> list[Selector]:
    """The list before the braces of a rule, as component values of tinycss2. Raises ValueError."""
    lists: list[list[_Token]] = [[]]
    for token in map(_Token, tokens):
        if token.text == ",":
            lists.append([])
        elif token.kind != "comment":
            lists[-1].append(token)
    return [_selector(each) for each in lists]


class _Token:
    """What is asked of a token of any kind."""

    def __init__(self, token: "object") -> None:
        self.kind: str = getattr(token, "type", "")
        value = getattr(token, "value", "")
        self.text: str = value if isinstance(value, str) else ""
        self.name: str = str(getattr(token, "lower_name", ""))
        self.content: Sequence[object] = getattr(token, "content", None) or ()


def _selector(tokens: list[_Token]) -> Selector:
    compounds: list[Compound] = []
    child: list[bool] = []
    for is_child, part in _parts(tokens):
        if compounds:
            child.append(is_child)
        compounds.append(_compound(part))
    if not compounds or len(compounds) > _MOST_PARTS:
        raise ValueError("a selector that is not read here")
    return Selector(tuple(compounds), tuple(child))


def _parts(tokens: list[_Token]) -> Iterator[tuple[bool, list[_Token]]]:
    """Tokens of each compound, and whether a `>` stands before it."""
    part: list[_Token] = []
    is_child = False
    for token in tokens:
        combines = token.kind == "whitespace" or token.text == ">"
        if not combines:
            part.append(token)
            continue
        if part:
            yield is_child, part
            part, is_child = [], False
        is_child = is_child or token.text == ">"
    if part:
        yield is_child, part
    elif is_child:
        raise ValueError("a selector that ends with '>'")


def _compound(tokens: list[_Token]) -> Compound:
    found, at = Compound(), 0
    while at < len(tokens):
        token = tokens[at]
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.kind == "ident" and at == 0:
            found = found._replace(tag=token.text)
        elif token.kind == "hash":
            found = found._replace(ids=(*found.ids, token.text))
        elif token.text == "." and after is not None and after.kind == "ident":
            found, at = found._replace(classes=(*found.classes, after.text)), at + 1
        elif token.kind == "[] block":
            found = found._replace(attributes=(*found.attributes, _attribute(token)))
        elif token.text == ":" and after is not None and after.kind == "ident":
            found, at = _at_place(found, after.text.lower()), at + 1
        elif token.text == ":" and after is not None:
            raise ValueError(f"the selector ':{after.name[:30] or ':'}' is not read here")
        elif token.text != "*" or at:
            raise ValueError(f"the selector '{token.text or token.name}' is not read here")
        at += 1
    return found


def _at_place(compound: Compound, word: str) -> Compound:
    if word in _STATES:
        return compound._replace(never=True)
    if word not in ("root", "first-child"):
        raise ValueError(f"the selector ':{word[:30]}' is not read here")
    return compound._replace(places=(*compound.places, word))


def _attribute(block: _Token) -> Attribute:
    inside = [token for token in map(_Token, block.content) if token.kind != "whitespace"]
    texts = [token.text for token in inside]
    if len(texts) == 1 and inside[0].kind == "ident":
        return Attribute(texts[0], "", "")
    if len(texts) == 3 and texts[1] in _TESTS and inside[0].kind == "ident" and inside[2].kind in ("ident", "string"):
        return Attribute(texts[0], texts[1], texts[2])
    raise ValueError("a selector of attributes that is not read here")
