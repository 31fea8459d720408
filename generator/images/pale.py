"""A raster as a proof shows it: grey and light, so that it takes little ink. What is transparent stays so."""

import struct
import zlib
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from generator.images.raster import Raster

if TYPE_CHECKING:
    from PIL import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TYPES = {"L": 0, "RGB": 2, "CMYK": 6}  # four inks are packed as the four channels of RGBA


def paled(raster: Raster, share: float) -> Raster:
    """The same picture in grey, with `share` of its darkness."""
    grey = _opened(raster).convert("L").point([round(255 - (255 - level) * share) for level in range(256)])
    width, height = grey.size
    pixels = grey.tobytes()
    rows = b"".join(b"\0" + pixels[at * width : (at + 1) * width] for at in range(height))
    return replace(raster, mode="L", jpeg=b"", inverted=False, rows=zlib.compress(rows))


def _opened(raster: Raster) -> "Image.Image":
    """Packed rows are what a PNG file holds as its data. Pillow turns every CMYK JPEG over, Adobe's rightly."""
    from PIL import Image, ImageChops

    if raster.jpeg:
        image = Image.open(BytesIO(raster.jpeg))
        return ImageChops.invert(image) if raster.mode == "CMYK" and not raster.inverted else image
    head = struct.pack(">IIBBBBB", *raster.pixels, 8, _TYPES[raster.mode], 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", raster.rows), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    image = Image.open(BytesIO(_SIGNATURE + b"".join(packed)))
    return Image.frombytes("CMYK", image.size, image.tobytes()) if raster.mode == "CMYK" else image
