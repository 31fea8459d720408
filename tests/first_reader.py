"""The manifest as the first release read it: its records and what it took of a form. Kept as it was.

A server of then must read what a build of today writes: what it does not know it passes over.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from generator.codes.manifest_entries import Code, FaceName, FileName, Sha256
from generator.codes.records import read_record

FORMAT = 1
TEXTS = ("label", "hint", "low", "high", "options_from", "role", "poster", "form", "text")
NUMBERS = {"lines": 3, "steps": 5, "budget": 3}
TRUTHS = {"half": False, "required": False, "print": True}
NOTHING: Mapping[str, Any] = {}


class Kit(NamedTuple):
    id: str
    title: str
    edition: str = "1"
    language: str = "en"


class Capture(NamedTuple):
    url: str = ""
    asks: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


class Brand(NamedTuple):
    client: str = ""
    legal: str = ""
    colours: Mapping[str, str] = NOTHING


class Poster(NamedTuple):
    title: str
    layout: str = ""
    colour: str = ""
    form: str = ""
    words: Mapping[str, Any] = NOTHING


class Category(NamedTuple):
    name: str
    note: str = ""
    colour: str = ""
    form: str = ""


class Role(NamedTuple):
    name: str
    question: str = ""


class Spot(NamedTuple):
    face: FaceName
    x: float
    y: float
    side: float


class Trim(NamedTuple):
    width: float
    height: float
    code: Spot | None = None
    corners: tuple[Spot, ...] = ()


class Thing(NamedTuple):
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
    printed: bool = True
    faces: Mapping[FaceName, str] = NOTHING
    geometry: Trim | None = None


class File(NamedTuple):
    name: FileName
    sha256: Sha256
    pages: int = 0


class First(NamedTuple):
    kit: Kit
    capture: Capture = Capture()
    brand: Brand = Brand()
    categories: Mapping[str, Category] = NOTHING
    roles: Mapping[str, Role] = NOTHING
    forms: Mapping[str, Any] = NOTHING
    posters: Mapping[str, Poster] = NOTHING
    things: tuple[Thing, ...] = ()
    files: tuple[File, ...] = ()


def read_first(raw: dict[str, Any]) -> First:
    """Raises Damaged or AssertionError where a server of the first release would have refused."""
    assert raw["format"] == FORMAT
    found = read_record(First, raw)
    for form in found.forms.values():
        for field in form["fields"].values():
            read_field(field)
    return found


def read_field(said: dict[str, Any]) -> dict[str, Any]:
    """A field with what it did not say; each key of the kind that it had to be of."""
    field: dict[str, Any] = {name: said.get(name, "") for name in TEXTS} | {"kind": said.get("kind", "text")}
    field |= {name: said.get(name, default) for name, default in (NUMBERS | TRUTHS).items()}
    field["options"] = tuple(said.get("options", ()))
    assert all(type(field[name]) is str for name in (*TEXTS, "kind"))
    assert all(type(field[name]) is type(default) for name, default in (NUMBERS | TRUTHS).items())
    assert all(type(option) is str for option in field["options"])
    return field
