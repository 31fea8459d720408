"""What files that are looked at together have in common, such as drawings and a printing condition: read once.

Known by all that decides on it, to the byte; what is wrong in it is said of no file from here, but read there anew.
"""

from collections.abc import Hashable
from typing import NamedTuple

from generator.preflight.stencils import Stencil

MOST_BYTES = 64 << 20  # of streams, unpacked
MOST_PAINTED = 100_000


class ReadForm(NamedTuple):
    """`steps`: of the budget of a file, that it took to read."""

    stencil: Stencil
    steps: int


class AcrossFiles:
    def __init__(self) -> None:
        self._streams: dict[bytes, bytes] = {}
        self._bytes = 0
        self._drawings: dict[Hashable, ReadForm] = {}
        self._painted = 0
        self._numbers: dict[Hashable, int] = {}

    def stream(self, packed: bytes) -> bytes | None:
        """What it holds, where all of it was read before without a fault."""
        return self._streams.get(packed)

    def keep_stream(self, packed: bytes, data: bytes) -> None:
        if self._bytes + len(packed) + len(data) <= MOST_BYTES:
            self._bytes += len(packed) + len(data)
            self._streams[packed] = data

    def number(self, key: Hashable) -> int:
        """The same for what is alike; from 1."""
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def drawing(self, key: Hashable) -> ReadForm | None:
        return self._drawings.get(key)

    def keep_drawing(self, key: Hashable, drawing: ReadForm) -> None:
        if self._painted + drawing.stencil.run.count <= MOST_PAINTED:
            self._painted += 1 + drawing.stencil.run.count
            self._drawings[key] = drawing
