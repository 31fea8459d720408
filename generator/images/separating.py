"""Colours and pictures in the four inks of a press: RGB is converted by an ICC profile, ink is kept within a limit.

Builds that a brand states stay as they are. A neutral grey without a build is black ink alone, of the same lightness:
four inks that do not lie exactly on one another colour it. It knows no PDF.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

from generator.colours import Build, Colour
from generator.images.decode import PNG_SIGNATURE, packed_rows
from generator.images.raster import Raster

if TYPE_CHECKING:
    from PIL import Image

_GRID = 33  # samples of each of red, green and blue in the table that converts pictures
_QUALITY = {"quality": 95, "subsampling": 0}
_SEEN = 8  # pixels to a side that count as one spot of a picture's ink


class BadProfile(ValueError):
    """Not the ICC profile of a press; words for the user."""


@dataclass(frozen=True)
class Separation:
    """`profile`: an ICC profile of a press; `limit`: the most ink on one spot, 1 for each full ink."""

    profile: bytes
    limit: float = 4.0

    def __post_init__(self) -> None:
        """Raises BadProfile."""
        _name(self.profile)
        if int.from_bytes(self.profile[:4], "big") != len(self.profile):
            raise BadProfile("is an ICC profile that is cut short")

    @property
    def name(self) -> str:
        return _name(self.profile)

    def build(self, colour: Colour) -> Build:
        """The inks of a colour, in whole per cent where they are found here."""
        if colour.cmyk is not None:
            return colour.cmyk
        if colour.red == colour.green == colour.blue:
            return (0.0, 0.0, 0.0, round(self._tones[round(colour.red * 255)] / 255, 2))
        pixel = self._converted(_of_bytes("RGB", (1, 1), bytes(round(part * 255) for part in colour[:3])))
        c, m, y, k = (round(part / 255, 2) for part in pixel.tobytes())
        return within((c, m, y, k), self.limit)

    def picture(self, raster: Raster, ground: Build | None = None) -> Raster:
        """The picture in inks; grey ones stay grey, for the black plate. `ground`: what is stirred in where the
        picture lets it through, so that nothing is transparent any more."""
        if raster.alpha and ground is not None:
            return replace(self._rows(raster, self._on(raster, ground)), alpha=b"")
        if raster.mode == "CMYK":
            return raster
        image = _opened(raster)
        if raster.mode == "L":
            return self._rows(raster, image.point([255 - tone for tone in self._tones]))
        inks = self._pictured(image)
        if not raster.jpeg:
            return self._rows(raster, inks)
        file = BytesIO()
        inks.save(file, "JPEG", **_QUALITY)
        return replace(raster, mode="CMYK", jpeg=file.getvalue(), inverted=True)

    def most_ink(self, raster: Raster) -> float:
        """The heaviest spot of a picture that came in inks; 0 for all others, which are converted within the limit."""
        if raster.mode != "CMYK":
            return 0.0
        from PIL import ImageChops

        cyan, magenta, yellow, black = _opened(raster).reduce(_SEEN).split()
        halves = (ImageChops.add(cyan, magenta, 2), ImageChops.add(yellow, black, 2))
        _, most = ImageChops.add(*halves, 2).getextrema()
        return float(most) * 4 / 255  # type: ignore[arg-type]  # of one band they are two numbers

    def _on(self, raster: Raster, ground: Build) -> "Image.Image":
        from PIL import Image

        image = _opened(raster)
        if raster.mode == "L":
            black = image.point(self._tones)
            none = Image.new("L", image.size, 0)
            image = Image.merge("CMYK", (none, none, none, black))
        elif raster.mode == "RGB":
            image = self._pictured(image)
        alpha = _of_rows(raster.alpha, "L", raster.pixels)
        under = Image.new("CMYK", image.size, tuple(round(part * 255) for part in ground))
        return Image.composite(image, under, alpha)

    def _rows(self, raster: Raster, image: "Image.Image") -> Raster:
        mode: Any = image.mode
        return replace(raster, mode=mode, jpeg=b"", inverted=False, rows=packed_rows(image))

    def _pictured(self, image: "Image.Image") -> "Image.Image":
        inks: Image.Image = image.filter(self._table)
        return inks

    @cached_property
    def _transform(self) -> Any:
        from PIL import ImageCms

        press = ImageCms.ImageCmsProfile(BytesIO(self.profile))
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
        try:
            return ImageCms.buildTransform(ImageCms.createProfile("sRGB"), press, "RGB", "CMYK", intent, flags)
        except ImageCms.PyCMSError as error:
            raise BadProfile("does not say how colours become inks, or is damaged") from error

    def _converted(self, image: "Image.Image") -> "Image.Image":
        from PIL import ImageCms

        inks = ImageCms.applyTransform(image, self._transform)
        assert inks is not None  # only a conversion in place returns nothing
        return inks

    @cached_property
    def _table(self) -> Any:
        """RGB → inks within the limit: what lies between two entries within it is within it too."""
        from PIL import ImageFilter

        steps = [round(step * 255 / (_GRID - 1)) for step in range(_GRID)]
        asked = bytes(part for b in steps for g in steps for r in steps for part in (r, g, b))
        found = self._converted(_of_bytes("RGB", (_GRID, _GRID * _GRID), asked)).tobytes()
        table: list[float] = []
        for at in range(0, len(found), 4):
            c, m, y, k = found[at : at + 4]
            table += within((c / 255, m / 255, y / 255, k / 255), self.limit)
        return ImageFilter.Color3DLUT(_GRID, table, channels=4, target_mode="CMYK")

    @cached_property
    def _tones(self) -> list[int]:
        """For each grey of sRGB the black ink that is as light, between the paper and full black."""
        from PIL import ImageCms

        lab = ImageCms.createProfile("LAB")
        relative = ImageCms.Intent.RELATIVE_COLORIMETRIC
        press = ImageCms.ImageCmsProfile(BytesIO(self.profile))
        ramp = _of_bytes("CMYK", (256, 1), bytes(part for k in range(256) for part in (0, 0, 0, k)))
        inks = _luminances(ramp, ImageCms.buildTransform(press, lab, "CMYK", "LAB", relative))
        greys = _of_bytes("RGB", (256, 1), bytes(grey for grey in range(256) for _ in range(3)))
        seen = _luminances(greys, ImageCms.buildTransform(ImageCms.createProfile("sRGB"), lab, "RGB", "LAB", relative))
        light, dark = inks[0], inks[255]
        wanted = (dark + (light - dark) * grey / seen[255] for grey in seen)  # black point compensation
        return [min(range(256), key=lambda k: abs(inks[k] - want)) for want in wanted]


def within(build: Build, limit: float) -> Build:
    """The same tone with less colour under the black, where the inks are more than the limit."""
    c, m, y, k = build
    if c + m + y + k <= limit:
        return build
    share = max(0.0, limit - k) / (c + m + y)
    return c * share, m * share, y * share, k


def _name(profile: bytes) -> str:
    from PIL import ImageCms

    try:
        press = ImageCms.ImageCmsProfile(BytesIO(profile))
        space, kind = press.profile.xcolor_space.strip(), press.profile.device_class.strip()
        name = ImageCms.getProfileDescription(press).strip()
    except (ImageCms.PyCMSError, OSError, ValueError, AttributeError) as error:
        raise BadProfile("is not an ICC profile, or is damaged") from error
    if (space, kind) != ("CMYK", "prtr"):
        raise BadProfile(f"is a profile of another kind ({space} {kind}), not of a press with four inks")
    return name


def _luminances(image: "Image.Image", transform: Any) -> list[float]:
    """The light that each pixel gives back, from 0 to 1 (CIE 15)."""
    from PIL import ImageCms

    lab = ImageCms.applyTransform(image, transform)
    assert lab is not None
    lightness = (value / 2.55 for value in lab.tobytes()[::3])
    return [((each + 16) / 116) ** 3 if each > 8 else each / 903.3 for each in lightness]


def _opened(raster: Raster) -> "Image.Image":
    """The picture's pixels; of inks, 255 is full ink."""
    from PIL import Image, ImageChops

    if not raster.jpeg:
        return _of_rows(raster.rows, raster.mode, raster.pixels)
    image = Image.open(BytesIO(raster.jpeg), formats=["JPEG"])
    image.load()
    if raster.mode == "CMYK" and not raster.inverted:  # Pillow turns every CMYK JPEG over
        return ImageChops.invert(image)
    return image


def _of_rows(rows: bytes, mode: str, pixels: tuple[int, int]) -> "Image.Image":
    """PNG-filtered rows, opened as the PNG file that they come from."""
    from zlib import crc32

    from PIL import Image

    kind = {"L": 0, "RGB": 2, "CMYK": 6}[mode]
    size = b"".join(side.to_bytes(4, "big") for side in pixels)
    parts = ((b"IHDR", size + bytes((8, kind, 0, 0, 0))), (b"IDAT", rows), (b"IEND", b""))
    chunks = (
        len(data).to_bytes(4, "big") + name + data + crc32(name + data).to_bytes(4, "big") for name, data in parts
    )
    image = Image.open(BytesIO(PNG_SIGNATURE + b"".join(chunks)), formats=["PNG"])
    image.load()
    return _of_bytes("CMYK", pixels, image.tobytes()) if mode == "CMYK" else image


def _of_bytes(mode: str, size: tuple[int, int], data: bytes) -> "Image.Image":
    from PIL import Image

    return Image.frombytes(mode, size, data)
