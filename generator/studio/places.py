"""Folders of this computer that somebody types or chooses: below the home folder alone, as people call them."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.kit.request.kit_yaml import KIT_FILE
from generator.sources import file_name_fault
from generator.studio.refusal import Declined

HOME = "~"
MOST_LISTED = 500
USUAL = ("Documents", "Dokumente")  # where people keep what they make


class ListedFolder(NamedTuple):
    name: str
    path: str  # as people call it
    is_workshop: bool


class Places:
    def __init__(self, home: Path) -> None:
        self._home = home.resolve()

    def path(self, text: str) -> Path:
        """What '~/Documents/deck', 'deck' or a whole path means. Raises Declined outside of the home folder."""
        typed = text.strip()
        below = typed.removeprefix(HOME).lstrip("/\\") if typed.startswith(HOME) else typed
        try:
            path = (self._home / below).resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise Declined(400, "no-folder", folder=typed) from error
        if not path.is_relative_to(self._home):
            raise Declined(403, "outside-home", folder=typed)
        return path

    def new_path(self, text: str) -> Path:
        """The same for a folder that is to be made. Raises Declined for a name that a file cannot have somewhere."""
        path = self.path(text)
        try:
            new = [place for place in (path, *path.parents) if not place.exists()]
        except OSError as error:  # a name that is too long, or a folder that is closed to us
            raise Declined(400, "no-folder", folder=text.strip()) from error
        if fault := next(filter(None, (file_name_fault(place.name) for place in new)), ""):
            raise Declined(400, "folder-name", fault=fault)
        return path

    def shown(self, path: Path) -> str:
        """As people call it: '~/Documents/deck'."""
        if path == self._home:
            return HOME
        return f"{HOME}/{path.relative_to(self._home).as_posix()}" if path.is_relative_to(self._home) else str(path)

    def free(self, name: str) -> str:
        """A new folder of that name, where people keep such things."""
        usual = next((self._home / each for each in USUAL if (self._home / each).is_dir()), self._home)
        place, number = usual / "prepdeck", 2
        path = place / name
        while path.exists():
            path, number = place / f"{name}-{number}", number + 1
        return self.shown(path)

    def nearest(self, path: Path) -> Path:
        """The folder itself, or the first above it that there is: a proposed one may not be there yet."""
        return next((each for each in (path, *path.parents) if each.is_dir()), self._home)

    def above(self, path: Path) -> str:
        """The folder that it lies in; empty at the top of what may be chosen."""
        return self.shown(path.parent) if path != self._home else ""

    def folders(self, path: Path) -> list[ListedFolder]:
        """Those in a folder, by their names; none that is hidden. Raises Declined where it cannot be read."""
        try:
            with os.scandir(path) as entries:
                names = [each.name for each in entries if not each.name.startswith(".") and _is_folder(each)]
        except OSError as error:
            raise Declined(404, "no-folder", folder=self.shown(path)) from error
        names.sort(key=str.casefold)
        return [ListedFolder(name, self.shown(path / name), _is_workshop(path / name)) for name in names[:MOST_LISTED]]


def is_text(name: str) -> bool:
    """Whether a page can say it: on Linux the name of a file may be bytes that are none."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """A link that leads in a circle is none, and hides none of those beside it."""
    with suppress(OSError):
        return entry.is_dir() and is_text(entry.name)
    return False


def _is_workshop(folder: Path) -> bool:
    with suppress(OSError):  # it is closed to us
        return (folder / KIT_FILE).is_file()
    return False
