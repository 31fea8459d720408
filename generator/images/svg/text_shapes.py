"""Words of SVG as outlines of a font that is at hand: the words of one <text> with all that it holds (SVG 2 §11)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple
from unicodedata import normalize

from generator.errors import code_point
from generator.face import Path, PathStep, rectangle, transformed
from generator.geometry import Rect, Size, Transform
from generator.images.letter_fonts import LetterFont, LetterFonts
from generator.images.paths import bounds, numbers
from generator.images.svg.letters import BLANKS, Chain, Char, Letter, folded, is_nothing, positions
from generator.images.svg.look import length
from generator.images.svg.markup import Node
from generator.images.svg.notices import Notices
from generator.images.svg.shapes import Shapes
from generator.images.svg.type_look import TypeLook, in_type, styles_named
from generator.images.svg.walk import MAX_DRAWN, At
from generator.images.vector import Items

_XML_SPACE = "http://www.w3.org/XML/1998/namespace space"
_SAYS_NOTHING = frozenset({"title", "desc", "metadata", "style", "script", "animate", "animateTransform", "set"})
_INSIDE = frozenset({"tspan", "a"})
_NOT_SAID = ("rotate", "textLength", "lengthAdjust")  # attributes that move letters in ways that are not drawn here
_FLOWS = ("shape-inside", "inline-size")  # each line also has its place, for readers that know nothing of these
_PAST = 0.01  # of the longer side of a drawing: letters may hang over its edge as far as that
_ANY_FAMILY = frozenset({"", "sans-serif", "system-ui", "ui-sans-serif"})  # what a kit's own font is one of
_MOST_NAMED = 6  # letters in a message


class _Run(NamedTuple):
    """Letters of one element, one after the other, in its own coordinates."""

    node: Node
    at: At
    path: Path


class TextShapes:
    """Few drawings have words, and what sets them is loaded for these."""

    def __init__(self, shapes: Shapes, fonts: LetterFonts) -> None:
        self._shapes, self._notices, self._fonts = shapes, shapes.notices, fonts
        self._faces: dict[tuple[tuple[str, ...], int, bool], LetterFont] = {}
        self._stand_ins: dict[str, dict[str, None]] = {}  # title of a font → families for which it stands in
        self._words: Node | None = None  # the first that are set in another font than theirs
        self._reaches: list[tuple[Node, Path]] = []  # words, and where they are in the whole drawing

    def drawn(self, node: Node, at: At) -> Items:
        """All words of a <text>, each element's as it is painted; gradients count from around the whole."""
        letters = self._letters(node, at)
        spots = positions(letters)
        room = rectangle(_around(letters, spots)) if letters else ()
        runs = list(self._runs(letters, spots))
        self._reaches += ((run.node, transformed(run.path, run.at.frame)) for run in runs if run.path)
        return tuple(item for run in runs for item in self._shapes.outlined(run.node, run.path, room, run.at))

    def outline(self, node: Node, at: At) -> Path:
        """The outline of all words that are seen."""
        letters = self._letters(node, at)
        runs = self._runs(letters, positions(letters))
        return tuple(step for run in runs if run.at.look.visible for step in run.path)

    # Letters

    def _letters(self, node: Node, at: At) -> list[Letter]:
        chain = Chain((node,), at, self._preserves(node, at.look.type))
        chars = folded(list(self._chars(chain)))
        places = _Places(self._notices)
        return [Letter(value, chain, self._face(chain), *places.next(chain)) for value, chain in self._checked(chars)]

    def _chars(self, chain: Chain) -> Iterator[Char]:
        node = chain.nodes[-1]
        for name in (each for each in _NOT_SAID if each in node.attributes and not _is_nought(node.attributes[each])):
            self._notices.property(node, name, node.attributes[name])
        for is_words, parts in groupby(node.content or (), lambda part: isinstance(part, str)):
            if is_words:
                yield from self._words_of("".join(map(str, parts)), chain)
            else:
                yield from self._elements(parts, chain)

    def _words_of(self, words: str, chain: Chain) -> Iterator[Char]:
        self._shapes.drawn += len(words)
        self._shapes.count(chain.at)  # before they are looked at: marks without end take normalize() as long
        yield from (Char(value, chain) for value in normalize("NFC", words))

    def _elements(self, parts: Iterable[Node | str], chain: Chain) -> Iterator[Char]:
        for part in parts:
            if isinstance(part, str):
                continue
            if part.tag in _INSIDE:
                yield from self._inner(part, chain)
            elif part.tag not in _SAYS_NOTHING:
                self._notices.not_drawn(part)

    def _inner(self, node: Node, chain: Chain) -> Iterator[Char]:
        """The characters of a <tspan>."""
        if node.said.get("display") == "none":
            return
        for name, plain in (("opacity", "1"), ("clip-path", "none"), ("mask", "none")):
            if node.said.get(name, plain) != plain:
                self._notices.property(node, name, node.said[name])
        at = self._shapes.painted(node, chain.at)
        at = at._replace(depth=at.depth + 1)
        self._shapes.count(at)
        yield from self._chars(Chain((*chain.nodes, node), at, self._preserves(node, at.look.type)))

    def _preserves(self, node: Node | None, look: TypeLook) -> bool:
        """Whether white space stands as it is written."""
        while look.preserves is None and node is not None:
            if _XML_SPACE in node.attributes:
                return node.attributes[_XML_SPACE] == "preserve"
            node = node.parent
        return bool(look.preserves)

    def _checked(self, chars: list[Char]) -> Iterator[Char]:
        """The characters, of whose words all is drawn; what is not has been said."""
        for _, same in groupby(chars, lambda char: id(char.chain)):
            own = list(same)
            chain = own[0].chain
            node, look = chain.nodes[-1], chain.at.look.type
            is_placed = any({"x", "y"} <= inner.attributes.keys() for inner in chain.nodes[1:])
            for name, value in look.not_set:
                if not (is_placed and name in _FLOWS):
                    self._notices.property(node, name, value)
            words = "".join(char.value for char in own)
            if fault := self._fonts.unset(words):
                self._notices.say(node.place, f"<{node.tag}>: {fault}", _OUTLINES, "svg-letters")
            else:
                self._check_letters(node, words, self._face(chain))
            yield from own

    def _check_letters(self, node: Node, words: str, font: LetterFont) -> None:
        lacks = sorted({char for char in words if not (char in BLANKS or is_nothing(char) or font.has(char))})
        if lacks:
            named = ", ".join(f"“{char}” ({code_point(char)})" for char in lacks[:_MOST_NAMED])
            more = f" and {len(lacks) - _MOST_NAMED} more" if len(lacks) > _MOST_NAMED else ""
            message = f"<{node.tag}>: the font {font.title} has no {named}{more}"
            self._notices.say(node.place, message, _OUTLINES, "svg-letters")

    # Fonts

    def _face(self, chain: Chain) -> LetterFont:
        """The font of an element: the first of its families that is at hand, else the one that stands in."""
        look = chain.at.look.type
        key = (look.families, look.weight, look.italic)
        if key not in self._faces:
            self._faces[key] = self._chosen(look, chain.nodes[-1])
        return self._faces[key]

    def _chosen(self, look: TypeLook, node: Node) -> LetterFont:
        for family in look.families:
            if family.lower() in _ANY_FAMILY:
                break
            face = self._fonts.face(family, look.weight, look.italic)
            if face is not None:
                font, is_it = face
                if not is_it:
                    self._note(font.title, f"{family}{_style(look)}", node)
                return font
        is_bold, is_italic = styles_named(look.families[0] if look.families else "")
        font = self._fonts.body(max(look.weight, 700 if is_bold else 0), look.italic or is_italic)
        if look.families and look.families[0].lower() not in _ANY_FAMILY:
            self._note(font.title, look.families[0], node)
        return font

    def _note(self, title: str, wanted: str, node: Node) -> None:
        self._stand_ins.setdefault(title, {})[wanted] = None
        self._words = self._words or node

    def warn_of_words(self, page: Size) -> None:
        """What stands in for a font, and words that the edge of the drawing cuts: once for the whole drawing."""
        cut = next((node for node, path in self._reaches if _is_cut(bounds(path), page)), None)
        if cut is not None:
            message = f"<{cut.tag}>: words reach past the edge of the drawing, which cuts them"
            hint = "make the drawing wider, or convert the text to outlines"
            self._notices.warn(cut.place, message, hint, "svg-words")
        if self._words is not None:
            parts = (f"{_listed(families)} in {title}" for title, families in self._stand_ins.items())
            message = f"words are set in a font that stands in: {', '.join(parts)}"
            self._notices.warn(self._words.place, message, _FONT_HINT, "svg-font")

    # Outlines

    def _runs(self, letters: list[Letter], spots: list[tuple[float, float]]) -> Iterator[_Run]:
        """Neighbours of one element as one outline."""
        pairs = zip(letters, spots, strict=True)
        for _, same in groupby(pairs, lambda pair: id(pair[0].chain)):
            own = list(same)
            _, chain, font, *_ = own[0][0]
            outlines = font.outlines("".join(letter.value for letter, _ in own))
            size = chain.at.look.type.size
            path: list[PathStep] = []
            for letter, (x, y) in own:
                outline = outlines.get(letter.value, ())
                self._shapes.grow(len(outline))
                path += transformed(outline, Transform(size, 0, 0, size, x, y + letter.drop))
            look = chain.at.look._replace(even_odd=False)
            yield _Run(chain.nodes[-1], chain.at._replace(look=look), tuple(path))


class _Places:
    """Which of the places that elements list belongs to each letter: the innermost element's (SVG 2 §11.4.4)."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._met: dict[int, int] = {}  # element → letters of it so far
        self._lists: dict[int, dict[str, list[float]]] = {}

    def next(self, chain: Chain) -> tuple[float | None, float | None, float, float]:
        """x, y, dx, dy of the next letter."""
        told: dict[str, float] = {}
        for node in chain.nodes:
            at = self._met[id(node)] = self._met.get(id(node), -1) + 1
            for name, values in self._of(node, chain).items():
                if at < len(values):
                    told[name] = values[at]
        return told.get("x"), told.get("y"), told.get("dx", 0.0), told.get("dy", 0.0)

    def _of(self, node: Node, chain: Chain) -> dict[str, list[float]]:
        if id(node) not in self._lists:
            lists = self._lists[id(node)] = {}
            view, size = chain.at.view, chain.at.look.type.size
            for name in ("x", "y", "dx", "dy"):
                whole = view.width if name[-1] == "x" else view.height
                try:
                    parts = node.attributes.get(name, "").replace(",", " ").split(None, MAX_DRAWN)[:MAX_DRAWN]
                    lists[name] = [in_type(part, size, whole, length) for part in parts]
                except ValueError as error:
                    self._notices.fault(node, error, name)
        return self._lists[id(node)]


_OUTLINES = "convert the text to outlines (paths) in the drawing program"
_FONT_HINT = (
    "name the font's files under `fonts:` in brand.yaml, put them into fonts/ of the workshop, or convert the text"
)
_FONT_HINT += " to outlines (paths)"


def _is_nought(value: str) -> bool:
    try:
        return not any(numbers(value))
    except ValueError:
        return False


def _is_cut(box: Rect, page: Size) -> bool:
    """Whether words are seen, and not all of them."""
    past, whole = _PAST * max(page), Rect(0, 0, *page)
    is_seen = box.x < page.width and box.y < page.height and box.right > 0 and box.bottom > 0
    return is_seen and not whole.contains(box, past)


def _style(look: TypeLook) -> str:
    return (" bold" if look.weight >= 600 else "") + (" italic" if look.italic else "")


def _listed(families: Iterable[str]) -> str:
    return " and ".join(f"'{family}'" for family in families)


def _around(letters: list[Letter], spots: list[tuple[float, float]]) -> Rect:
    """The cells of all letters: as wide as they count, as high as their font says."""
    lefts, tops, rights, bottoms = [], [], [], []
    for letter, (x, y) in zip(letters, spots, strict=True):
        size = letter.chain.at.look.type.size
        baseline = y + letter.drop
        lefts.append(min(x, x + letter.advance))
        rights.append(max(x, x + letter.advance))
        tops.append(baseline - letter.font.ascent * size)
        bottoms.append(baseline - letter.font.descent * size)
    return Rect(min(lefts), min(tops), max(rights) - min(lefts), max(bottoms) - min(tops))
