"""What pages write into the open workshop: all of it goes through here."""

from collections.abc import Mapping, Sequence

from generator.edit.edits import Edit
from generator.edit.write import Change, apply
from generator.studio.state import Studio


def save(studio: Studio, edits: Sequence[Edit], seen: Mapping[str, str]) -> Change:
    """Writes edits at once, or none. `seen`: the digests of the files as the page had them.

    Raises Refused, FileError, Stale where a file was changed meanwhile, Declined where nothing of it is the user's.
    """
    studio.check_own()
    return apply(studio.folder, edits, seen)
