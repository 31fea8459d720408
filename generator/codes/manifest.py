"""`manifest.json`: everything that was ever printed of a kit, with its codes, for the server and the next build.

Typed entries in, stable bytes out, and back. Knows no card, no face and no file but the manifest itself.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from generator.codes.manifest_entries import (
    NOTHING,
    BrandEntry,
    CaptureEntry,
    CategoryEntry,
    DayEntry,
    FaceEntry,
    FileEntry,
    KitEntry,
    LanguageEntry,
    PosterEntry,
    RoleEntry,
    ThingEntry,
)
from generator.codes.records import Damaged, place_of, plain, read_record, schema_of
from generator.errors import Place, Problems

FORMAT = 1
BY_NAME = ("categories", "roles", "forms", "posters", "faces", "languages")  # a line each

Entry = TypeVar("Entry")


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
    languages: Mapping[str, LanguageEntry] | None = None  # beside its own, as they were built last

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
            elif name in BY_NAME and value:
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
        languages={**(old.languages or {}), **(new.languages or {})} or None,
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
