"""What art is as a stream, kept for all files of a kit: a logo, a pattern and a picture stand in most of them.

Kept is what refers to nothing else that is in its file but how it overprints, and so is the same in each.
"""

from collections.abc import Mapping
from typing import NamedTuple

OVERPRINTS, KNOCKS_OUT = "GO", "GN"  # the names, in every file, of the states that say so
MOST_BYTES = 1 << 23  # packed: what is kept is held beside the files


class DrawnForm(NamedTuple):
    """`names`: the resources that it uses, by their kinds."""

    packed: bytes
    names: Mapping[str, Mapping[str, None]]

    @property
    def states(self) -> list[str]:
        """Of how it overprints."""
        return [name for name in self.names["ExtGState"] if name in (OVERPRINTS, KNOCKS_OUT)]

    @property
    def is_of_any_file(self) -> bool:
        return sum(map(len, self.names.values())) == len(self.states)


class DrawnForms:
    """Of one kit, whose files have all the same inks: by the key of the art, which says all that is in it."""

    def __init__(self) -> None:
        self._kept: dict[str, DrawnForm] = {}
        self._bytes = 0

    def get(self, key: str) -> DrawnForm | None:
        return self._kept.get(key)

    def keep(self, key: str, form: DrawnForm) -> None:
        if form.is_of_any_file and self._bytes + len(form.packed) <= MOST_BYTES:
            self._bytes += len(form.packed)
            self._kept[key] = form
