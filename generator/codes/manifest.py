"""`manifest.json`: everything that was ever printed of a kit, with its codes, for the server and the next build.

Typed entries in, stable bytes out, and back. Knows no card, no face and no file but the manifest itself.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, TypeVar

from generator.codes.code import ALPHABET, LENGTH
from generator.codes.records import Damaged, Pattern, place_of, plain, read_record, schema_of
from generator.errors import Place, Problems

FORMAT = 1
NOTHING: Mapping[str, Any] = MappingProxyType({})


Code = Annotated[str, Pattern(f"^[{ALPHABET}]{{{LENGTH}}}$", "a code")]
Sha256 = Annotated[str, Pattern("^[0-9a-f]{64}$", "a SHA-256 digest")]
FaceName = Annotated[str, Pattern("^(front|back)$", "front or back")]
FileName = Annotated[
    str,
    Pattern(r"^(?!/)(?!(.*/)?\.{1,2}(/|$))[^\\:\u0000-\u001f]+$", "the name of a file in the folder of the manifest"),
]

Entry = TypeVar("Entry")


PICTURES = {
    "svg": b"<svg",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
}  # for screens: what each kind begins with


def picture_kind(content: bytes) -> str:
    """The ending of its file; '' for what is no picture that screens are given."""
    return next((kind for kind, start in PICTURES.items() if content.startswith(start)), "")


def picture_name(code: str, kind: str) -> str:
    """Where the picture of a card for screens lies, beside the manifest."""
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


class BrandEntry(NamedTuple):
    """What screens wear of the brand that the paper wears."""

    client: str = ""
    legal: str = ""
    colours: Mapping[str, str] = NOTHING  # #rrggbb


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
    frame: str = ""  # a kind of frame: grid, bars, recipes, unused, scales, notes


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


class Manifest(NamedTuple):
    """The whole kit, whatever part of it was printed last."""

    kit: KitEntry
    capture: CaptureEntry = CaptureEntry()
    brand: BrandEntry = BrandEntry()
    categories: Mapping[str, CategoryEntry] = NOTHING
    roles: Mapping[str, RoleEntry] = NOTHING
    forms: Mapping[str, Any] = NOTHING
    posters: Mapping[str, PosterEntry] = NOTHING
    guide: tuple[DayEntry, ...] = ()
    faces: Mapping[str, FaceEntry] = NOTHING
    things: tuple[ThingEntry, ...] = ()
    files: tuple[FileEntry, ...] = ()

    @staticmethod
    def read(path: Path, problems: Problems, kit_id: str = "") -> "Manifest | None":
        """The manifest at `path`; None where there is none yet, or where a problem says why it cannot be used."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            problems.error(Place(str(path)), f"the manifest cannot be read: {error.strerror}", code="manifest")
            return None
        try:
            return parse_manifest(data, kit_id)
        except Damaged as damage:
            problems.error(Place(str(path)), str(damage), damage.hint, "manifest")
            return None

    def to_bytes(self) -> bytes:
        """UTF-8, one line a thing and a file, in an order that depends on nothing but what they are."""
        import json

        def line(value: Any) -> str:
            return json.dumps(value, ensure_ascii=False, allow_nan=False)

        parts = []
        said = {"format": FORMAT} | plain(self._replace(things=_in_order(self.things), files=_by_name(self.files)))
        for name, value in said.items():
            if isinstance(value, list) and value:
                text = "[\n    " + ",\n    ".join(line(item) for item in value) + "\n  ]"
            elif name in ("categories", "roles", "forms", "posters", "faces") and value:
                text = "{\n    " + ",\n    ".join(f"{line(key)}: {line(item)}" for key, item in value.items()) + "\n  }"
            else:
                text = line(value)
            parts.append(f"  {line(name)}: {text}")
        return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


_KEEP = "it holds the codes that are printed: bring back an earlier copy, or build into another folder with -o"


def parse_manifest(data: bytes, kit_id: str = "") -> Manifest:
    """The manifest that `data` hold. Raises Damaged, with words for the user."""
    raw = _json_object(data)
    version = raw.get("format")
    if type(version) is not int or version < 1 or "kit" not in raw or "things" not in raw:
        raise Damaged("this file is not a manifest of prepdeck", "move it away, or build into another folder with -o")
    if version > FORMAT:
        message = f"a newer prepdeck wrote this manifest (format {version}; this one knows {FORMAT})"
        raise Damaged(message, "install the newer prepdeck, or build into another folder with -o")
    try:
        manifest = read_record(Manifest, raw)
        _check_codes(manifest.things)
    except Damaged as damage:
        raise Damaged(f"the manifest is damaged: {damage}", _KEEP) from damage
    if kit_id and manifest.kit.id != kit_id:
        message = f"this manifest is of another kit, '{manifest.kit.id}', not of '{kit_id}'"
        raise Damaged(
            message,
            "delete its folder if it was copied along, build into another one with -o, or give the kit its id back",
        )
    return manifest


def _json_object(data: bytes) -> dict[str, Any]:
    import json

    def refuse(name: str) -> None:
        raise Damaged(f"the manifest is damaged: {name} is not a number of JSON", _KEEP)

    try:
        raw = json.loads(data.decode(), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Damaged(f"the manifest is damaged: it is not JSON{place_of(error)}", _KEEP) from error
    if not isinstance(raw, dict):
        raise Damaged("this file is not a manifest of prepdeck", "move it away, or build into another folder with -o")
    return raw


def _check_codes(things: Iterable[ThingEntry]) -> None:
    codes: set[str] = set()
    live: set[tuple[str, str, str]] = set()
    for thing in things:
        if thing.code in codes:
            raise Damaged(f"the code {thing.code} stands there twice")
        if not thing.retired and thing.key in live:
            raise Damaged(f"{thing.kind} '{thing.id}' has two codes at once")
        codes.add(thing.code)
        if not thing.retired:
            live.add(thing.key)


def merge(old: Manifest | None, new: Manifest) -> Manifest:
    """`new`, with all that `old` published: codes of things that are gone, retired, and files not built this time.

    Raises ValueError where a code would change hands; `assign` has told the user before.
    """
    if old is None:
        return new
    if old.kit.id != new.kit.id:
        raise ValueError(f"the manifests are of two kits, '{old.kit.id}' and '{new.kit.id}'")
    live = {thing.code: thing for thing in new.things}
    for thing in old.things:
        if live.get(thing.code, thing).key != thing.key:
            raise ValueError(f"the code {thing.code} is printed on {thing.kind} '{thing.id}' for good")
    gone = tuple(thing._replace(retired=True) for thing in old.things if thing.code not in live)
    built = {file.name for file in new.files}
    categories = _still_named(old.categories, (thing.category for thing in gone))
    posters = _still_named(old.posters, (thing.id for thing in gone if thing.kind == "poster"))
    forms = [*(thing.form for thing in gone), *(category.form for category in categories.values())]
    return new._replace(
        categories={**new.categories, **_without(categories, new.categories)},
        roles={**new.roles, **_without(_still_named(old.roles, (thing.role for thing in gone)), new.roles)},
        forms={**new.forms, **_without(_still_named(old.forms, forms), new.forms)},
        posters={**new.posters, **_without(posters, new.posters)},
        faces={**new.faces, **_without(_still_named(old.faces, (thing.face or "" for thing in gone)), new.faces)},
        things=_in_order(new.things + gone),
        files=_by_name(new.files + tuple(file for file in old.files if file.name not in built)),
    )


def _still_named(entries: Mapping[str, Entry], names: Iterable[str]) -> dict[str, Entry]:
    wanted = set(names)
    return {name: entry for name, entry in entries.items() if name in wanted}


def _without(entries: Mapping[str, Entry], others: Mapping[str, Entry]) -> dict[str, Entry]:
    return {name: entry for name, entry in entries.items() if name not in others}


def _in_order(things: Iterable[ThingEntry]) -> tuple[ThingEntry, ...]:
    return tuple(sorted(things, key=lambda thing: (*thing.key, thing.code)))


def _by_name(files: Iterable[FileEntry]) -> tuple[FileEntry, ...]:
    return tuple(sorted(files, key=lambda file: file.name))


def manifest_schema() -> dict[str, Any]:
    """The JSON Schema of `manifest.json`, from the entries above."""
    schema = schema_of(Manifest, "The manifest of a printed kit")
    schema["properties"] = {"format": {"const": FORMAT}} | schema["properties"]
    schema["required"] = ["format", *schema["required"]]
    return schema


def manifest_schema_text() -> str:
    """What `layouts/schemas/manifest.schema.json` holds."""
    import json

    return json.dumps(manifest_schema(), indent=2, ensure_ascii=False) + "\n"
