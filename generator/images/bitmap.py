"""Pixels in, PNG and JPEG files out, with their resolution and colour space; rounded, and pasted on sheets."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

QUALITY = 92  # of a JPEG: letters stay clean
LEVEL = 6
FINE = 4  # steps of a pixel in which a corner is cut
_EXIF, _COLOUR_SPACE, _SRGB = 0x8769, 0xA001, 1  # Exif 2.32, §4.6.5


class Bitmap(NamedTuple):
    """Rows from top to bottom, in sRGB."""

    size: tuple[int, int]
    mode: Literal["RGB", "RGBA"]
    data: bytes

    @classmethod
    def of_rgbx(cls, size: tuple[int, int], data: bytes, times: int = 1) -> "Bitmap":
        """Four bytes a pixel, of which the last says nothing; as many `times` larger as each pixel is the mean of."""
        from PIL import Image

        drawn = (size[0] * times, size[1] * times)
        return _bitmap(Image.frombytes("RGB", drawn, data, "raw", "RGBX", 0, 1).reduce(times))

    def rounded(self, radius: float) -> "Bitmap":
        """With corners that one can see through."""
        from PIL import Image, ImageDraw

        if radius <= 0:
            return self
        width, height = self.size
        mask = Image.new("L", (width * FINE, height * FINE), 0)
        corners = (0, 0, width * FINE - 1, height * FINE - 1)
        ImageDraw.Draw(mask).rounded_rectangle(corners, radius * FINE, fill=255)
        image = _image(self).convert("RGBA")
        image.putalpha(mask.resize(self.size, Image.Resampling.BOX))
        return _bitmap(image)

    def png(self, dpi: float, level: int = LEVEL) -> bytes:
        """With an sRGB chunk and, where a resolution is given, pHYs."""
        from PIL.PngImagePlugin import PngInfo

        more = PngInfo()
        more.add(b"sRGB", b"\0")  # perceptual (PNG, third edition, §11.3.2.5)
        kept, resolution = BytesIO(), {"dpi": (dpi, dpi)} if dpi else {}
        _image(self).save(kept, "PNG", compress_level=level, pnginfo=more, **resolution)
        return kept.getvalue()

    def jpeg(self, dpi: float) -> bytes:
        """With its resolution, and sRGB as its Exif colour space."""
        from PIL import Image

        exif = Image.Exif()
        exif.get_ifd(_EXIF)[_COLOUR_SPACE] = _SRGB
        kept = BytesIO()
        _image(self).convert("RGB").save(
            kept, "JPEG", quality=QUALITY, subsampling=0, dpi=(round(dpi), round(dpi)), exif=exif
        )
        return kept.getvalue()


def pasted(size: tuple[int, int], colour: str, parts: Iterable[tuple[int, int, Bitmap]]) -> Bitmap:
    """Bitmaps on a ground, each with its top left corner at x, y."""
    from PIL import Image

    whole = Image.new("RGB", size, colour)
    for x, y, part in parts:
        whole.paste(_image(part), (x, y))
    return _bitmap(whole)


def _image(bitmap: Bitmap) -> "Image.Image":
    from PIL import Image

    return Image.frombytes(bitmap.mode, bitmap.size, bitmap.data)


def _bitmap(image: "Image.Image") -> Bitmap:
    mode: Literal["RGB", "RGBA"] = "RGBA" if image.mode == "RGBA" else "RGB"
    return Bitmap(image.size, mode, image.tobytes())
