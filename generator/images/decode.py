"""Bytes of a PNG or JPEG file in, a Raster out. The only place that knows Pillow.

A JPEG that needs no change passes through; one that must be turned or converted is coded again.
"""

import hashlib
import struct
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Literal, NamedTuple

from generator.geometry import Size
from generator.images.jpeg import JpegHeader, read_header, stripped
from generator.images.raster import Mode, Raster
from generator.units import MM_PER_INCH

if TYPE_CHECKING:
    from PIL import Image, ImageCms

MAX_PIXELS = 100_000_000
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_STATED_PPI = 300.0  # where the file states none
_SAME = 3  # levels of 255: as far as makers of sRGB profiles are apart
_AGAIN = {"quality": 95, "subsampling": 0}  # a JPEG coded a second time: no loss that print shows

Kind = Literal["PNG", "JPEG"]


class BadPicture(Exception):
    """The file cannot be used; message and hint for the user."""

    def __init__(self, message: str, hint: str, code: str = "picture-damaged") -> None:
        super().__init__(message)
        self.message, self.hint, self.code = message, hint, code


class Decoded(NamedTuple):
    raster: Raster
    warning: str = ""


def decode(data: bytes, kind: Kind) -> Decoded:
    """Raises BadPicture for what is damaged, too large or animated."""
    header = read_header(data) if kind == "JPEG" else None
    _check_size(_png_size(data) if kind == "PNG" else (header.width, header.height) if header else None)
    try:
        return _decode(data, kind, header)
    except BadPicture:
        raise
    except Exception as error:  # Pillow lets many kinds escape on a damaged file, and none may stop the build
        raise _damaged() from error


def _decode(data: bytes, kind: Kind, header: JpegHeader | None) -> Decoded:
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # our own limit is checked, before and after
        image: Image.Image = Image.open(BytesIO(data), formats=[kind])
        _check_size(image.size)
        if kind == "PNG" and getattr(image, "n_frames", 1) > 1:
            raise BadPicture("is animated", "export one still frame as PNG", "picture-animated")
        image.load()
        size = _size(image)
        turned = image.getexif().get(0x0112, 1) not in (0, 1)
        profile = bytes(image.info.get("icc_profile") or b"")
        inverted = image.mode == "CMYK" and header is not None and header.adobe is not None
        plain = _eight_bits(image, undo=image.mode == "CMYK" and not inverted)
        if turned:
            plain = ImageOps.exif_transpose(plain)
            size = size.turned if plain.size != image.size else size
        plain, alpha = _without_alpha(plain)
        converted, warning = _in_srgb(plain, profile)
    key = hashlib.sha256(data).hexdigest()[:16]
    mode: Mode = converted.mode  # type: ignore[assignment]  # _eight_bits leaves L, RGB or CMYK
    known = Raster(key, converted.size, mode, size)
    touched = turned or converted is not plain
    return Decoded(_filled(known, data, header, converted, alpha, inverted, touched), warning)


def _filled(
    known: Raster,
    data: bytes,
    header: JpegHeader | None,
    image: "Image.Image",
    alpha: "Image.Image | None",
    inverted: bool,
    touched: bool,
) -> Raster:
    """The picture with its pixels, as they came where nothing changes them."""
    from dataclasses import replace

    if header is None:
        rows = b"" if touched or alpha is not None else _png_rows(data, known)
        return replace(known, rows=rows or packed_rows(image), alpha=packed_rows(alpha) if alpha is not None else b"")
    if not touched and header.passes_through:
        return replace(known, jpeg=stripped(data), inverted=inverted)
    if known.mode == "CMYK":
        return replace(known, rows=packed_rows(image))
    again = BytesIO()
    image.save(again, "JPEG", **_AGAIN)
    return replace(known, jpeg=again.getvalue())


def _check_size(pixels: tuple[int, int] | None) -> None:
    if pixels is None or min(pixels) < 1:
        raise _damaged()
    width, height = pixels
    if width * height > MAX_PIXELS:
        raise BadPicture(
            f"is huge: {width} × {height} pixels, over {MAX_PIXELS // 1_000_000} megapixels",
            "scale it down; 300 to 600 pixels per inch of its printed size are enough",
            "picture-huge",
        )


def _damaged() -> BadPicture:
    return BadPicture("is damaged or cut short", "open it in a picture editor and export it again as PNG or JPEG")


def _png_size(data: bytes) -> tuple[int, int] | None:
    if len(data) < 33 or data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _size(image: "Image.Image") -> Size:
    """In mm, at the resolution that the file states, if it is a credible one."""
    stated = image.info.get("dpi") or (_STATED_PPI, _STATED_PPI)
    across, down = (float(ppi) if 10 <= float(ppi) <= 10_000 else _STATED_PPI for ppi in stated)
    return Size(image.width / across * MM_PER_INCH, image.height / down * MM_PER_INCH)


def _eight_bits(image: "Image.Image", *, undo: bool) -> "Image.Image":
    """L, LA, RGB, RGBA or CMYK. Pillow turns every CMYK JPEG over; `undo` turns back one that is not Adobe's."""
    from PIL import ImageChops

    if image.mode.startswith("I"):
        if "transparency" in image.info:
            raise BadPicture("is a 16-bit grey picture with a transparent colour", "save it with 8 bits per channel")
        image = image.point(lambda value: value * (1 / 257)).convert("L")
    if undo:
        return ImageChops.invert(image)
    if image.mode in ("L", "RGB") and "transparency" not in image.info:
        return image
    if image.mode in ("LA", "RGBA", "CMYK"):
        return image
    if image.mode == "1" and "transparency" not in image.info:
        return image.convert("L")
    if image.mode == "P" and "transparency" not in image.info and image.palette is not None:
        return image.convert(image.palette.mode if image.palette.mode == "RGB" else "RGBA")
    return image.convert("RGBA")


def _without_alpha(image: "Image.Image") -> "tuple[Image.Image, Image.Image | None]":
    if image.mode not in ("LA", "RGBA"):
        return image, None
    alpha = image.getchannel("A")
    colour = image.convert("L" if image.mode == "LA" else "RGB")
    return colour, alpha if alpha.getextrema() != (255, 255) else None


def _in_srgb(image: "Image.Image", profile: bytes) -> "tuple[Image.Image, str]":
    """The picture in sRGB or its grey; the same object where there is nothing to do; words if the profile is bad."""
    if not profile:
        return image, ""
    from PIL import ImageCms

    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        space = own.profile.xcolor_space.strip()
        if space != {"L": "GRAY"}.get(image.mode, image.mode):
            return image, f"has a colour profile for {space}, which is not what it holds; the profile is left out"
        to_srgb = ImageCms.buildTransform(own, ImageCms.createProfile("sRGB"), image.mode, "RGB")
        if image.mode == "RGB" and _changes_nothing(to_srgb):
            return image, ""
        converted = ImageCms.applyTransform(image, to_srgb)
    except (ImageCms.PyCMSError, OSError, ValueError, AttributeError):
        return image, "has a damaged colour profile; its colours are taken as they are"
    assert converted is not None  # only a conversion in place returns nothing
    return (converted.convert("L") if image.mode == "L" else converted), ""


def _changes_nothing(transform: "ImageCms.ImageCmsTransform") -> bool:
    """Whether a profile is sRGB, by what it does to colours all over: names lie."""
    from PIL import Image, ImageChops, ImageCms

    levels = range(0, 256, 51)
    probe = bytes(part for red in levels for green in levels for blue in levels for part in (red, green, blue))
    colours = Image.frombytes("RGB", (len(levels), len(levels) ** 2), probe)
    seen = ImageCms.applyTransform(colours, transform)
    assert seen is not None
    return max(ImageChops.difference(colours, seen).tobytes()) <= _SAME


def packed_rows(image: "Image.Image") -> bytes:
    """Compressed rows: what a PNG file holds. Four inks go as the four channels of RGBA."""
    from PIL import Image

    if image.mode == "CMYK":
        image = Image.frombytes("RGBA", image.size, image.tobytes())
    bare = image.copy()
    bare.info = {}
    written = BytesIO()
    bare.save(written, "PNG")
    return _image_data(written.getvalue())


def _png_rows(data: bytes, raster: Raster) -> bytes:
    """The rows of a PNG file as they are, if they are what the raster says; it has been decoded without a fault."""
    bits, colour, _, _, interlaced = data[24:29]
    as_is = bits == 8 and not interlaced and (colour, raster.mode) in ((0, "L"), (2, "RGB"))
    return _image_data(data) if as_is else b""


def _image_data(png: bytes) -> bytes:
    parts, at = [], len(PNG_SIGNATURE)
    while at + 8 <= len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            parts.append(png[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(parts)
