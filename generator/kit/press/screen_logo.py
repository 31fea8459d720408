"""The client's mark for light screens and for dark ones: drawn by us, as the pictures of cards are, on a plate where it
would vanish.
"""

from generator.codes import LOGOS, MAX_PICTURE_BYTES
from generator.colours import Colour
from generator.compose.logos import PLATE, Variant, variant
from generator.face import Art, Item, Outline, Placed, rectangle
from generator.geometry import IDENTITY
from generator.images import Raster
from generator.kit.press.production import Production
from generator.kit.press.screen_pictures import Drawing
from generator.screen_colours import day, night

SIDE = 480  # pixels: the longer side of one that is no drawing
WIDTH = 1200  # units: of one that is
_LIGHTER = "give a simpler drawing of it, or a PNG"


def screen_logo(production: Production) -> dict[str, bytes]:
    """Name → picture: both, or none where the brand has no mark, or none that screens show; one that is too large for
    them is said."""
    desk = production.desk
    logo = desk.brand.logo
    if logo is None:
        return {}
    light, dark = day(desk.palette), night(desk.palette)
    files = {key: desk.logos.peek(name) for key in ("file", "on_dark") if (name := getattr(logo, key))}
    pictures = {key: picture for key, picture in files.items() if picture}
    drawn: dict[str, bytes] = {}
    known: dict[tuple[str, Variant], bytes] = {}  # what is the same by day and by night is drawn once
    for name, tokens in ((LOGOS["day"], light), (LOGOS["night"], dark)):
        tallies = {key: desk.marks.tallies.of(each, desk.palette, tokens["ink"]) for key, each in pictures.items()}
        chosen = variant(logo, tallies, tokens["ground"], light["paper"], dark["ground"])
        if picture := pictures.get(chosen.key):
            mark = picture if isinstance(picture, Raster) else picture.art(desk.palette, tokens["ink"])
            if (mark.key, chosen) not in known:
                known[mark.key, chosen] = drawn_mark(mark, chosen.plate)
            drawn[name] = known[mark.key, chosen]
    if (most := max(map(len, drawn.values()), default=0)) > MAX_PICTURE_BYTES:
        size = f"as a drawing for screens the logo has {most // 1000} kB, and more than {MAX_PICTURE_BYTES // 1000} kB"
        message = f"{size} are not shown: phones, the desk and the board are without it"
        production.problems.warn(logo.marks.of("file"), message, _LIGHTER, "logo-heavy")
        return {}
    return drawn if len(drawn) == len(LOGOS) and all(drawn.values()) else {}


def drawn_mark(mark: Raster | Art, plate: Colour | None = None) -> bytes:
    """An SVG of our own, a PNG or a JPEG. Empty where it cannot be made small."""
    if isinstance(mark, Raster):
        return _raster(mark, plate)
    box, under = mark.box, tuple[Item, ...]()
    if plate:
        edge = PLATE * box.height
        box = box.grown(edge)
        under = (Outline(rectangle(box, edge), fill=plate),)
    return Drawing(box, (*under, Placed(mark, IDENTITY)), WIDTH / box.width).svg()


def _raster(picture: Raster, plate: Colour | None) -> bytes:
    from generator.images.small import small_jpeg, small_png

    if picture.alpha and picture.mode != "CMYK":
        return small_png(picture, SIDE, plate.hex if plate else "", PLATE)
    return small_jpeg(picture, SIDE, "#ffffff")
