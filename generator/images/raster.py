"""A raster picture as a PDF wants it: a JPEG file or compressed rows, upright, sRGB, grey or CMYK."""

from dataclasses import dataclass, field
from typing import Literal

from generator.geometry import Rect, Size
from generator.units import MM_PER_INCH

Mode = Literal["L", "RGB", "CMYK"]

COMPONENTS: dict[Mode, int] = {"L": 1, "RGB": 3, "CMYK": 4}


@dataclass(frozen=True, slots=True)
class Raster:
    """Eight bits a component. Either `jpeg` or `rows` holds the pixels, the other one is empty.

    `rows` and `alpha` are zlib streams of PNG-filtered rows: FlateDecode with Predictor 15 and, as Colors,
    `components` (1 for `alpha`).
    """

    key: str
    pixels: tuple[int, int]
    mode: Mode
    size: Size  # mm, at the resolution that the file states, else at 300 ppi
    jpeg: bytes = field(default=b"", repr=False)  # a whole file, for DCTDecode
    inverted: bool = False  # a CMYK JPEG as Adobe writes it: Decode [1 0 1 0 1 0 1 0]
    rows: bytes = field(default=b"", repr=False)
    alpha: bytes = field(default=b"", repr=False)  # empty where nothing is transparent

    @property
    def components(self) -> int:
        return COMPONENTS[self.mode]

    def ppi(self, box_mm: Rect) -> float:
        """Effective resolution when drawn in that box: the lesser of the two directions."""
        if box_mm.width <= 0 or box_mm.height <= 0:
            return 0.0
        return MM_PER_INCH * min(self.pixels[0] / box_mm.width, self.pixels[1] / box_mm.height)
