"""What inks a CMYK picture has, by samples of it. A picture that has none, or cannot be unpacked, gives nothing."""

from typing import NamedTuple

from generator.preflight.colours import PROCESS, Plates
from generator.preflight.objects import Objects
from generator.preflight.painted import Picture

SIDE = 64  # samples along a side
MOST_PIXELS = 25_000_000


class Sampled(NamedTuple):
    columns: int
    rows: int
    cells: tuple[Plates, ...]
    most: float

    def at(self, across: float, down: float) -> Plates:
        x = min(max(int(across * self.columns), 0), self.columns - 1)
        y = min(max(int(down * self.rows), 0), self.rows - 1)
        return self.cells[y * self.columns + x]


def sampled(objects: Objects, picture: Picture) -> Sampled | None:
    """None for pictures in other colours than CMYK of eight bits."""
    space = picture.space
    if space is None or space.indexed or space.family not in ("cmyk", "icc-cmyk") or picture.bits != 8:
        return None
    if picture.stream is None or picture.width * picture.height > MOST_PIXELS:
        return None
    inverted = objects.numbers(dict.get(picture.stream, "/Decode"))[:2] == (1.0, 0.0)
    if picture.filters == ("/DCTDecode",):
        from generator.images.small import small_cmyk  # Pillow is loaded for such pictures only

        small = small_cmyk(objects.packed(picture.stream), SIDE)
        if small is None:
            return None
        width, height, data = small
    else:
        width, height, data = picture.width, picture.height, objects.data(picture.stream, 4 * MOST_PIXELS)
    if len(data) < 4 * width * height or not data:
        return None
    return _cells(width, height, data, inverted)


def _cells(width: int, height: int, data: bytes, inverted: bool) -> Sampled:
    columns, rows = min(width, SIDE), min(height, SIDE)
    cells: list[Plates] = []
    for row in range(rows):
        for column in range(columns):
            at = 4 * ((row * height // rows) * width + column * width // columns)
            tints = [byte / 255 for byte in data[at : at + 4]]
            cells.append(tuple(zip(PROCESS, [1 - tint for tint in tints] if inverted else tints, strict=True)))
    return Sampled(columns, rows, tuple(cells), max(sum(tint for _, tint in cell) for cell in cells))
