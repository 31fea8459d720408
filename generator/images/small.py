"""Pictures made small: a CMYK JPEG as a few samples, for whoever asks how much ink it has; any raster for a screen."""

import warnings
import zlib
from io import BytesIO
from struct import pack

from generator.images.raster import Raster


def small_cmyk(data: bytes, side: int) -> tuple[int, int, bytes] | None:
    """Width, height and the bytes as the file codes them, no side much longer than `side`; None if that fails."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(BytesIO(data), formats=["JPEG"])
            if image.mode != "CMYK":
                return None
            image.draft("CMYK", (side, side))  # decoded at an eighth of its size, if that is enough
            image.load()
            image.thumbnail((side, side), Image.Resampling.NEAREST)
    except Exception:  # Pillow lets many kinds escape on a damaged file
        return None
    return (*image.size, bytes(255 - byte for byte in image.tobytes()))  # Pillow takes all for inverted


def small_jpeg(raster: Raster, side: int, ground: str) -> bytes:
    """A JPEG whose longer side has `side` pixels at most, on a ground (#rrggbb) where it is transparent; empty for rows
    of CMYK, which no screen shows.
    """
    if raster.mode == "CMYK" and not raster.jpeg:
        return b""
    from PIL import Image

    image: Image.Image = Image.open(BytesIO(raster.jpeg or _png(raster, raster.rows, raster.components)))
    image.draft("RGB", (side, side))
    image = image.convert("RGB")
    if raster.alpha:
        under = Image.new("RGB", image.size, ground)
        under.paste(image, mask=Image.open(BytesIO(_png(raster, raster.alpha, 1))))
        image = under
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    small = BytesIO()
    image.save(small, "JPEG", quality=80, optimize=True)
    return small.getvalue()


def small_png(raster: Raster, side: int, plate: str = "", edge: float = 0.0) -> bytes:
    """A PNG whose longer side has `side` pixels at most, transparent where the picture is; or on a plate (#rrggbb)
    that goes around it by a share of its height.
    """
    from PIL import Image

    image: Image.Image = Image.open(BytesIO(raster.jpeg or _png(raster, raster.rows, raster.components)))
    image = image.convert("RGB")
    if raster.alpha:
        image.putalpha(Image.open(BytesIO(_png(raster, raster.alpha, 1))).convert("L"))
    image.thumbnail((side, side), Image.Resampling.BOX)
    if plate:
        more = round(edge * image.height)
        under = Image.new("RGB", (image.width + 2 * more, image.height + 2 * more), plate)
        under.paste(image, (more, more), image if image.mode == "RGBA" else None)
        image = under
    small = BytesIO()
    image.save(small, "PNG")
    return small.getvalue()


def _png(raster: Raster, rows: bytes, components: int) -> bytes:
    """A PNG file of its rows, which are what such a file holds."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))

    head = pack(">IIBBBBB", *raster.pixels, 8, 2 if components == 3 else 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
