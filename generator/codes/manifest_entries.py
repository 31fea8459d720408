"""What the parts of `manifest.json` hold: typed entries, plain data."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

from generator.codes.code import ALPHABET, LENGTH
from generator.codes.records import Pattern

NOTHING: Mapping[str, Any] = MappingProxyType({})


Code = Annotated[str, Pattern(f"^[{ALPHABET}]{{{LENGTH}}}$", "a code")]
Sha256 = Annotated[str, Pattern("^[0-9a-f]{64}$", "a SHA-256 digest")]
FaceName = Annotated[str, Pattern("^(front|back)$", "front or back")]
FileName = Annotated[
    str,
    Pattern(r"^(?!/)(?!(.*/)?\.{1,2}(/|$))[^\\:\u0000-\u001f]+$", "the name of a file in the folder of the manifest"),
]

FONTS = {"display": "font-display", "text": "font-text", "text-bold": "font-text-bold"}  # the names of their files
LOGOS = {"day": "logo-day", "night": "logo-night"}  # the names of its pictures
PICTURES = {
    "svg": b"<svg",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
}  # for screens: what each kind begins with
SCREEN_KINDS = {**PICTURES, "woff2": b"wOF2"}
MAX_PICTURE_BYTES = 200_000  # a phone fetches it over the Wi-Fi of a hotel


def picture_kind(content: bytes) -> str:
    """The ending of its file; '' for what is no picture that screens are given."""
    kind = screen_kind(content)
    return kind if kind in PICTURES else ""


def screen_kind(content: bytes) -> str:
    """The same of a picture or a font."""
    return next((kind for kind, start in SCREEN_KINDS.items() if content.startswith(start)), "")


def picture_name(code: str, kind: str) -> str:
    """Where the picture of a card for screens lies, beside the manifest; instead of its code a name of the logo's, or
    of a font's.
    """
    return f"screen/{code}.{kind}"


class KitEntry(NamedTuple):
    id: str
    title: str
    edition: str = "1"
    language: str = "en"
    paper: str = ""  # of its pages, by name


class CaptureEntry(NamedTuple):
    """Codes are printed as <url>/CODE. What each phone is asked as it joins: its table, its department."""

    url: str = ""
    asks: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    department_ids: tuple[str, ...] = ()  # of each; the text where there are none
    departments_were: Mapping[str, str] = NOTHING  # earlier text → id
    links: Mapping[str, str] | None = None  # id of a form → the link of another service's, our words as its answers


class LogoEntry(NamedTuple):
    """The client's mark on light screens and on dark ones: its picture, as of a card."""

    day: Sha256
    night: Sha256


class FontEntry(NamedTuple):
    """A font for screens, and how large it is set beside the house's, in per cent."""

    file: Sha256
    scale: int = 100


class BrandEntry(NamedTuple):
    """What screens wear of the brand that the paper wears."""

    client: str = ""
    legal: str = ""
    colours: Mapping[str, str] = NOTHING  # #rrggbb
    second: Mapping[str, str] | None = None  # of colours that say it, the ink of pictures on them: #rrggbb
    logo: LogoEntry | None = None
    fonts: Mapping[str, FontEntry] | None = None  # display, text, text-bold: those that are not the house's


class PosterEntry(NamedTuple):
    """A poster's words: the ends of its axes and its fields are said there alone."""

    title: str
    layout: str = ""
    colour: str = ""  # #rrggbb
    form: str = ""
    words: Mapping[str, Any] = NOTHING  # a text or a list each


class CategoryEntry(NamedTuple):
    name: str
    note: str = ""
    colour: str = ""  # #rrggbb
    form: str = ""


class RoleEntry(NamedTuple):
    name: str
    question: str = ""


class CodeSpot(NamedTuple):
    """Where the code stands on its face, without quiet zone, in mm from the top left corner of the trim."""

    face: FaceName
    x: float
    y: float
    side: float


class Geometry(NamedTuple):
    """The trim, in mm."""

    width: float
    height: float
    code: CodeSpot | None = None
    corners: tuple[CodeSpot, ...] = ()  # of a piece with a code in each corner, from the top left one, clockwise
    tile: CodeSpot | None = None  # the dark square of its marker, upright as the face is


class FaceEntry(NamedTuple):
    """What can be read from a face, whatever its copy: boxes (left, top, width, height) in mm from the top left of the
    trim. Of a choice, a scale and votes a box for each option, in their order; of anything written the room for it.
    """

    fields: Mapping[str, tuple[tuple[float, ...], ...]] = NOTHING
    axes: Mapping[str, tuple[float, ...]] = NOTHING  # of a grid: across and up, as they are drawn


class StepEntry(NamedTuple):
    """A step of the run sheet; `form` and `frame` are what phones fill in then and what the board shows."""

    id: str
    minutes: int
    title: str
    form: str = ""
    frame: str = ""  # a kind of frame: grid, bars, recipes, unused, scales, notes, compared


class DayEntry(NamedTuple):
    """A day of the guide."""

    start: int  # minutes from midnight
    steps: tuple[StepEntry, ...] = ()


class ThingEntry(NamedTuple):
    """A printed thing. A retired one is no longer in the kit; its code stays its own."""

    code: Code
    kind: str
    id: str
    copy: str = ""
    title: str = ""
    category: str = ""
    role: str = ""
    form: str = ""
    layout: str = ""
    retired: bool = False
    printed: bool = True  # always; until format 2
    faces: Mapping[FaceName, str] = NOTHING  # digests
    geometry: Geometry | None = None
    line: str | None = None  # a card's one-liner, in plain text
    face: str | None = None  # the key of its face in `faces`
    picture: Sha256 | None = None  # of its screen picture
    drawn: bool | None = None  # False: a card outside of the selection, of which no copy is printed
    proposes: tuple[str, ...] | None = None  # ids of the cards with which it opens a recipe
    measures: tuple[str, ...] | None = None  # … of those that would show that it works
    depth: str | None = None  # of a signal: thick, or thin
    consent: str | None = None  # … needed, or given by it
    read_from: tuple[str, ...] | None = None  # of a measure: ids of the signals that show it
    also: tuple[str, ...] | None = None  # other names that people give to it
    tile: int | None = None  # of a card: the number of its marker, in DICT_4X4_1000 of ArUco

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.id, self.copy


class FileEntry(NamedTuple):
    """A file that a build wrote beside the manifest."""

    name: FileName
    sha256: Sha256
    pages: int = 0
    codes: tuple[Code, ...] | None = None  # of further copies, which later builds do not draw again
    drawn: Sha256 | None = None  # … a digest of how they were drawn


# --- another language than the kit's own ---


class NameWords(NamedTuple):
    """Of a category its name and note, of a role its name and question."""

    name: str
    note: str = ""


class FieldWords(NamedTuple):
    """Of a field of a form."""

    label: str | None = None
    hint: str | None = None
    low: str | None = None
    high: str | None = None
    text: str | None = None
    laid_from: tuple[str, ...] | None = None
    options: Mapping[str, str] | None = None  # id → text


class FormWords(NamedTuple):
    title: str = ""
    intro: str = ""
    fields: Mapping[str, FieldWords] = NOTHING


class PosterWords(NamedTuple):
    title: str = ""
    words: Mapping[str, Any] = NOTHING  # a text or a list each


class ThingWords(NamedTuple):
    """Of a printed thing; and its faces, as they are drawn in this language."""

    title: str = ""
    line: str | None = None
    faces: Mapping[FaceName, str] = NOTHING  # digests
    also: tuple[str, ...] | None = None


class LanguageEntry(NamedTuple):
    """What the kit says in another language: texts, by the ids and codes that are the same in all."""

    title: str
    departments: Mapping[str, str] = NOTHING  # id → text
    categories: Mapping[str, NameWords] = NOTHING
    roles: Mapping[str, NameWords] = NOTHING
    forms: Mapping[str, FormWords] = NOTHING
    posters: Mapping[str, PosterWords] = NOTHING
    guide: tuple[tuple[str, ...], ...] = ()  # the titles of each day's steps, in their order
    faces: Mapping[str, FaceEntry] = NOTHING  # whose boxes depend on the length of words
    things: Mapping[Code, ThingWords] = NOTHING
