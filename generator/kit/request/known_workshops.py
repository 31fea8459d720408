"""Where each workshop lies, by its id, as this computer knows it: a folder that somebody has copied by hand is noticed.

Two workshops of one id print the same codes and share one file of entries. The list is a file of the user's, JSON of
ids and paths; what cannot be read counts as empty, and where it cannot be written nothing is noticed.
"""

import json
import os
from contextlib import suppress
from pathlib import Path

from generator.errors import FileError
from generator.kit.request.kit_yaml import KIT_FILE
from generator.kit.request.whereabouts import OUTPUT, is_bundled, read_kit

SAME_WORKSHOP = "--same-workshop"


def claim(known: Path | None, kit_id: str, folder: Path, *, is_same: bool) -> None:
    """Notes that the workshop of this id lies in this folder. Raises FileError, with the way out, where it lies in
    another one as well; `is_same`: somebody says that it is the same workshop, and lies here now.

    A folder that is gone, or has got another id, was moved. The bundled workshop lies where it lies.
    """
    if known is None or is_bundled(folder):
        return
    places, here = listed(known), str(folder.resolve())
    before = places.get(kit_id, here)
    if _is_writable(known) and before != here and not is_same and _is_still(Path(before), kit_id):
        raise FileError(_words(before, kit_id, folder))
    if places.get(kit_id) != here:
        with suppress(OSError):
            _write(known, places | {kit_id: here})


def _words(before: str, kit_id: str, folder: Path) -> str:
    return (
        f"{folder}: a workshop with the id '{kit_id}' lies in {before} as well. A copy prints the same codes, and its"
        f" entries go into the same file. Give this one another id in its {KIT_FILE}, and delete its {OUTPUT}/ if that"
        f" was copied along; or, if it is the same workshop in a new place, say {SAME_WORKSHOP}"
    )


def _is_still(place: Path, kit_id: str) -> bool:
    kit = read_kit(place)
    return kit is not None and kit.id == kit_id


def listed(known: Path | None) -> dict[str, str]:
    """Ids and the folders that they were last seen in."""
    if known is None:
        return {}
    try:
        record = json.loads(known.read_bytes())
    except (OSError, ValueError):
        return {}
    pairs = record.items() if isinstance(record, dict) else ()
    return {name: place for name, place in pairs if isinstance(place, str)}


def _write(known: Path, places: dict[str, str]) -> None:
    """Whole or not at all. Raises OSError."""
    known.parent.mkdir(parents=True, exist_ok=True)
    part = known.with_name(f".{known.name}.part")
    try:
        part.write_text(json.dumps(dict(sorted(places.items())), indent=1) + "\n", encoding="utf-8")
        part.replace(known)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _is_writable(known: Path) -> bool:
    return os.access(known, os.W_OK) and os.access(known.parent, os.W_OK)
