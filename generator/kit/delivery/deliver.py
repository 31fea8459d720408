"""Files in the output folder: whole or not at all, and nobody else's."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path

from generator.codes import Manifest
from generator.errors import FileError


def refuse_strangers(folder: Path, names: Sequence[str], published: Manifest | None) -> None:
    """Only files that our last manifest lists are replaced."""
    refuse(folder, names, ours(published), "this kit's last build")


def remove_stale(folder: Path, names: Sequence[str], published: Manifest | None) -> None:
    """Files of an earlier way to print would be printed by mistake; only those that we have written go."""
    remove(folder, [name for name in names if name in ours(published)])


def ours(published: Manifest | None) -> set[str]:
    return {entry.name for entry in published.files} if published else set()


def refuse(folder: Path, names: Sequence[str], listed: Collection[str], writer: str) -> None:
    """Raises FileError where a file would be replaced that is not listed."""
    strangers = [name for name in names if name not in listed and (folder / name).exists()]
    if strangers:
        raise FileError(
            f"{folder / strangers[0]}: is there already and was not written by {writer};"
            " move it away, or choose another folder with -o"
        )


def remove(folder: Path, names: Sequence[str]) -> None:
    """The files, and their folders where nothing else is in them."""
    for name in names:
        (folder / name).unlink(missing_ok=True)
        if (folder / name).parent != folder:
            with suppress(OSError):  # there is something else in it
                (folder / name).parent.rmdir()


class Delivery:
    """Files under temporary names, renamed together; nothing is left behind when something fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._parts: list[Path] = []
        self._folders: list[Path] = []  # made for this delivery

    def part(self, name: str) -> Path:
        place = self.folder / name
        if not place.parent.exists():
            place.parent.mkdir(parents=True)
            self._folders.append(place.parent)
        path = place.with_name(f".{place.name}.part")
        if path not in self._parts:
            self._parts.append(path)
        return path

    def finish(self, names: Sequence[str]) -> None:
        for name in names:
            self.part(name).replace(self.folder / name)

    def __enter__(self) -> "Delivery":
        return self

    def __exit__(self, *exc: object) -> None:
        for path in self._parts:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        for folder in reversed(self._folders):
            with suppress(OSError):  # it is not empty where all went well
                folder.rmdir()
