"""What results have to say on paper, as data: words as people wrote them, cards by their ids, addresses to scan.

Whoever writes it knows no layout; whoever prints it sees to it that all of it is set. Text is plain: nothing in it is
markup, and a line break is one.
"""

from typing import NamedTuple


class Chapter(NamedTuple):
    """Opens a page, and is listed in the contents."""

    title: str
    number: str = ""
    about: str = ""  # in small type below
    url: str = ""  # that a code beside it opens
    address: str = ""  # the same to be typed


class Subheading(NamedTuple):
    text: str
    opens: bool = False  # a page


class Prose(NamedTuple):
    """Paragraphs, a line each."""

    text: str
    is_large: bool = False  # as long as it is short: a sentence that is read first


class Bullets(NamedTuple):
    items: tuple[str, ...]
    numbered: bool = False


class TextTable(NamedTuple):
    """Words in rows, of which a line or two are shown; `widths` are shares."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


class FactSheet(NamedTuple):
    """What something is beside what was said of it, however long that is; `title`: of what all of it is said."""

    rows: tuple[tuple[str, str], ...]
    title: str = ""


class LaidCard(NamedTuple):
    title: str
    id: str = ""  # in the deck; "": it is none of its cards


class LaidCards(NamedTuple):
    """Cards as they lie on a table."""

    cards: tuple[LaidCard, ...]


class CardFacts(NamedTuple):
    """What the deck says of cards in one field, as long as it says something; `words` stand before each."""

    cards: tuple[LaidCard, ...]
    field: str
    words: str


class WritingLines(NamedTuple):
    lines: int


class ContentsList(NamedTuple):
    """The chapters with their pages."""

    title: str


HandoutBlock = (
    Chapter | Subheading | Prose | Bullets | TextTable | FactSheet | LaidCards | CardFacts | WritingLines | ContentsList
)  # fmt: skip


class Handout(NamedTuple):
    title: str
    intro: str
    blocks: tuple[HandoutBlock, ...]
    has_cover: bool = False
    running: str = ""  # above each page; else the title
