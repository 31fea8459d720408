"""What `prepdeck images` has written: `images.json`, which says of each file which card and side it shows."""

import json
from collections.abc import Collection, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from generator.errors import FileError

LIST_NAME = "images.json"
VERSION = 1


class Listed(NamedTuple):
    """A file that is ours. `set` is what it was made with: cards, whiteboard, sprites, contact or a vendor."""

    name: str  # under the folder of images
    set: str
    sha256: str
    card: str = ""  # id
    side: str = ""
    pixels: tuple[int, int] = (0, 0)


def listed(name: str, kind: str, data: bytes, card: str, side: str, pixels: tuple[int, int]) -> Listed:
    return Listed(name, kind, sha256(data).hexdigest(), card, side, pixels)


def read_list(folder: Path, kit: str) -> dict[str, Listed]:
    """The files by their names. Raises FileError where the list is another kit's, or none of ours."""
    path = folder / LIST_NAME
    if not path.exists():
        return {}
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        files = [Listed(**{**entry, "pixels": tuple(entry["pixels"])}) for entry in found["files"]]
        of_kit, version = found["kit"], found["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileError(f"{path}: cannot be read: it is no list of images; move it away") from error
    if version != VERSION or of_kit != kit:
        raise FileError(
            f"{path}: lists images of the kit '{of_kit}'; delete their folder if it was copied along, or choose"
            " another one with -o"
        )
    return {each.name: each for each in files if _inside(each.name)}


def write_list(kit: str, files: Collection[Listed]) -> bytes:
    entries = [{**each._asdict(), "pixels": list(each.pixels)} for each in sorted(files, key=lambda each: each.name)]
    whole = {"version": VERSION, "kit": kit, "files": entries}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def stale(before: dict[str, Listed], now: Sequence[Listed], sets: Collection[str]) -> list[str]:
    """Files of an earlier run that the same sets do not hold any more."""
    names = {each.name for each in now}
    return sorted(each.name for each in before.values() if each.set in sets and each.name not in names)


def _inside(name: str) -> bool:
    """A list that somebody has touched never leads out of its folder."""
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts and name != LIST_NAME
