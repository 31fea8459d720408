"""Rules on pictures: their resolution at the size they are printed in, and how hard a JPEG is packed."""

from generator.preflight.demands import Demands
from generator.preflight.findings import Findings, Use
from generator.preflight.objects import Objects
from generator.preflight.painted import Painted, Picture, is_picture
from generator.preflight.view import View

FLAT = 64  # pixels: a picture of no more is a coloured area or an ornament, whatever its size
MOST_OF_A_HEADER = 1 << 17
# The first coefficients of the standard luminance table (ITU-T T.81, K.1): at quality 50 they stand as they are.
STANDARD_TABLE = (16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40)


def check(view: View, demands: Demands, found: Findings) -> None:
    for each in (each for run in view.runs for each in run.which(is_picture)):
        if each.picture is not None:
            _resolution(view.objects, each, each.picture, demands, found)
            if "/DCTDecode" in each.picture.filters and found.wanted("jpeg-quality"):
                _quality(view.objects, each, each.picture, demands, found)


def _resolution(objects: Objects, painted: Painted, picture: Picture, demands: Demands, found: Findings) -> None:
    if picture.width * picture.height <= FLAT:
        return
    line = picture.bits == 1
    least = demands.least_line_ppi if line else demands.least_ppi
    good = demands.good_line_ppi if line else demands.good_ppi
    ppi = painted.size
    words = f"a picture of {picture.width} × {picture.height} pixels has {ppi:.0f} ppi at its printed size"
    if least is not None and ppi < least - 0.5:
        rule = "coarse-line-art" if line else "coarse-picture"
        found.add(rule, f"{words}; {least:g} are the least", painted.box, use=use_of(objects, picture, -ppi))
    elif good is not None and ppi < good - 0.5:
        found.add("low-picture", f"{words}; {good:g} look good", painted.box, use=use_of(objects, picture, -ppi))
    elif demands.most_ppi is not None and not line and ppi > demands.most_ppi + 0.5:
        said = f"{words}; more than {demands.most_ppi:g} are lost"
        found.add("dense-picture", said, painted.box, use=use_of(objects, picture, ppi))


def use_of(objects: Objects, picture: Picture, measure: float = 0.0, fault: str = "") -> Use | None:
    """Of a picture that has a stream of its own, and may stand elsewhere too. `fault`: where a rule knows several."""
    return None if picture.stream is None else Use(f"{objects.digest(picture.stream)} {fault}", measure)


def _quality(objects: Objects, painted: Painted, picture: Picture, demands: Demands, found: Findings) -> None:
    if picture.stream is None or picture.filters != ("/DCTDecode",):
        return
    quality = jpeg_quality(objects.packed(picture.stream)[:MOST_OF_A_HEADER])
    if quality is not None and quality < demands.jpeg_quality:
        words = f"a JPEG of quality {quality}, by its first table"
        found.add("jpeg-quality", words, painted.box, use=use_of(objects, picture))


def jpeg_quality(data: bytes) -> int | None:
    """The quality, 1 to 100, that the first quantisation table speaks of, as libjpeg scales tables; an estimate."""
    at = 2
    while data[:2] == b"\xff\xd8" and at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDB:
            wide = data[at + 4] >> 4 if at + 4 < len(data) else 0
            start, step = at + 5, 2 if wide else 1
            table = [
                int.from_bytes(data[place : place + step], "big") for place in range(start, start + 16 * step, step)
            ]
            return _scaled(table)
        if marker in (0xDA, 0xD9) or length < 2:
            return None
        at += 2 + length
    return None


def _scaled(table: list[int]) -> int | None:
    percent = 100 * sum(table) / sum(STANDARD_TABLE)
    if percent <= 0:
        return None
    return max(1, min(100, round((200 - percent) / 2 if percent <= 100 else 5000 / percent)))


__all__ = ["check", "jpeg_quality", "use_of"]
