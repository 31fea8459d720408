"""What art is as a stream, kept for all files of a kit: a logo, a pattern and a picture stand in most of them.

Kept is what refers to nothing else that is in its file but how it overprints, and so is the same in each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.pdf.document import packed_bytes
from generator.pdf.nested import Nesting

OVERPRINTS, KNOCKS_OUT = "GO", "GN"  # the names, in every file, of the states that say so
MOST_BYTES = 1 << 23  # before they are packed: what is kept is held beside the files
SHORT = 300  # characters: what takes no more is drawn wherever it stands
LONG = 2000  # what takes more, such as a logo of a thousand paths, is a form: the drawings that show it once are many


@dataclass(frozen=True)
class DrawnForm:
    """`names`: the resources that it uses, by their kinds."""

    operators: str
    names: Mapping[str, Mapping[str, None]]

    @cached_property
    def packed(self) -> bytes:
        return packed_bytes(self.operators.encode("latin-1"))

    def is_in_place(self, once: bool) -> bool:
        """Drawn where it stands, in a stream that shows it `once` or more often. A form is what is painted with a
        pattern: that lies in the plane of its stream, wherever this has come to (ISO 32000-2 §8.7.2).
        """
        return len(self.operators) <= (LONG if once else SHORT) and not self.names["Pattern"]

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
        self.nesting = Nesting()

    def get(self, key: str) -> DrawnForm | None:
        return self._kept.get(key)

    def keep(self, key: str, form: DrawnForm) -> None:
        if form.is_of_any_file and self._bytes + len(form.operators) <= MOST_BYTES:
            self._bytes += len(form.operators)
            self._kept[key] = form
