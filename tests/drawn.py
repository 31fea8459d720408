"""Faces drawn for the tests of the PDF room, and their pages asked for colours, words and objects."""

import subprocess
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import reportlab
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image

from generator.colours import BLACK, Colour
from generator.face import (
    Face,
    GradientStop,
    Item,
    LinearGradient,
    Modules,
    Outline,
    Picture,
    Placed,
    Span,
    TextLine,
    make_art,
    rectangle,
)
from generator.geometry import Rect, Size, Transform
from generator.images import Raster
from generator.pdf import DocumentInfo, Placement, Writer
from generator.pdf.document import Document
from generator.pdf.type import Typeface
from generator.qr import encode
from generator.units import POINTS_PER_MM

RED, GREEN, BLUE = Colour(1, 0, 0), Colour(0, 1, 0), Colour(0, 0, 1)
SIZE = Size(60, 80)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
JOB = DocumentInfo(title="A deck", author="Cooks & Co", subject="Layers", created=NOON, duplex="long-edge")
MANY = [chr(code) for code in range(0x4E00, 0x4E00 + 600)] + ["\U0001f600", "\U0001d54f"]
DOTS_PER_MM = 10


@dataclass(frozen=True)
class FontOf:
    key: str
    data: bytes

    def with_outlines(self, characters: Iterable[int]) -> bytes:
        return self.data


def made_font(letters: Sequence[str]) -> bytes:
    """A font whose every letter is a square of its own size."""
    names = [".notdef", *(f"u{ord(letter):X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): name for letter, name in zip(letters, names[1:], strict=True)})
    glyphs = {}
    for place, name in enumerate(names):
        pen = TTGlyphPen(None)
        if name != "u20":
            side = 300 + place % 400
            pen.moveTo((50, 0))
            for corner in ((50, side), (50 + side, side), (50 + side, 0)):
                pen.lineTo(corner)
            pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (800, 50) for name in names})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": "Squares"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    file = BytesIO()
    builder.font.recalcTimestamp = False
    builder.save(file)
    return file.getvalue()


FOLDER = Path(reportlab.__file__).parent / "fonts"  # Bitstream Vera, which ReportLab brings along
FONTS = {
    "text": FontOf("text", (FOLDER / "Vera.ttf").read_bytes()),
    "bold": FontOf("bold", (FOLDER / "VeraBd.ttf").read_bytes()),
    "many": FontOf("many", made_font([" ", "a", "(", ")", "\\", *MANY])),
}


def width(text: str, key: str, size: float) -> float:
    """mm, as the composer measures."""
    widths = Typeface(FONTS[key], Document(JOB)).face.charWidths
    return float(sum(widths[ord(letter)] for letter in text) / 1000 * size / POINTS_PER_MM)


def span(text: str, key: str = "text", size: float = 9, colour: Colour = BLACK, **more: Any) -> Span:
    return Span(text, key, size, colour, width(text.replace("\xa0", " "), key, size), **more)


def line(x: float, baseline: float, *spans: Span) -> TextLine:
    return TextLine(x, baseline, spans)


def block(box: Rect, fill: Colour | LinearGradient | None, **more: Any) -> Outline:
    return Outline(rectangle(box), fill, **more)


def face(*items: Item, size: Size = SIZE) -> Face:
    return Face(size, 3.0, items)


def writer(job: DocumentInfo = JOB, pictures: Callable[[str], Any] | None = None) -> Writer:
    return Writer(job, FONTS.__getitem__, pictures)


def one_page(
    *items: Item, pictures: Callable[[str], Any] | None = None, job: DocumentInfo = JOB, repeated: bool = False
) -> bytes:
    made = writer(job, pictures)
    drawn = made.draw(face(*items), repeated=repeated)
    made.page(SIZE, [Placement(drawn, 0, 0, 0, Rect(0, 0, *SIZE))])
    return made.finish()


class Shown:
    """A rendered page, asked for colours at millimetres."""

    def __init__(self, data: bytes, page: int = 0) -> None:
        scale = DOTS_PER_MM * 25.4 / 72
        self.image = pypdfium2.PdfDocument(data)[page].render(scale=scale).to_pil().convert("RGB")

    def at(self, x: float, y: float) -> tuple[int, ...]:
        found = self.image.getpixel((int(x * DOTS_PER_MM), int(y * DOTS_PER_MM)))
        assert isinstance(found, tuple)
        return found

    def is_at(self, colour: Colour, x: float, y: float, within: int = 3) -> bool:
        return all(abs(seen - part * 255) <= within for seen, part in zip(self.at(x, y), colour[:3], strict=True))

    def box(self, colour: Colour) -> Rect:
        """Around all that has the colour, mm."""
        wanted = tuple(round(part * 255) for part in colour[:3])
        data = self.image.tobytes()
        mask = Image.new("L", self.image.size)
        mask.putdata([255 * (tuple(data[at : at + 3]) == wanted) for at in range(0, len(data), 3)])
        found = mask.getbbox()
        assert found, f"nothing on the page is {colour.hex}"
        left, top, right, bottom = (edge / DOTS_PER_MM for edge in found)
        return Rect(left, top, right - left, bottom - top)


def near(found: Rect, wanted: Rect, within: float = 0.1) -> bool:
    edges = zip(
        (found.x, found.y, found.right, found.bottom), (wanted.x, wanted.y, wanted.right, wanted.bottom), strict=True
    )
    return all(abs(one - other) <= within + 1e-6 for one, other in edges)


def objects(data: bytes) -> Iterator[Any]:
    reader = pypdf.PdfReader(BytesIO(data), strict=True)
    for at in range(1, len(reader.xref[0]) + 1):
        yield reader.get_object(at)


def checked(folder: Path, data: bytes) -> Path:
    """Written into the folder, and found sound by qpdf."""
    path = folder / "checked.pdf"
    path.write_bytes(data)
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr
    return path


def raster(pixels: tuple[int, int], mode: Any, **more: bytes) -> Raster:
    return Raster("photo", pixels, mode, Size(10, 10), **more)  # type: ignore[arg-type]


def packed(stride: int, samples: bytes) -> bytes:
    """Rows with PNG's filter 0."""
    return zlib.compress(b"".join(b"\0" + samples[at : at + stride] for at in range(0, len(samples), stride)))


def kitchen_sink() -> bytes:
    """One page of everything."""
    art = make_art(Rect(0, 0, 10, 10), (block(Rect(1, 1, 8, 8), GREEN), line(2, 5, span("art"))))
    gradient = LinearGradient(0, 0, 60, 0, (GradientStop(0, RED), GradientStop(0.5, GREEN), GradientStop(1, BLUE)))
    return one_page(
        block(Rect(-3, -3, 66, 20), gradient, stroke=BLACK, stroke_width=0.5),
        line(5, 30, span("Words "), span("and bold", "bold", tracking=0.4)),
        Placed(art, Transform(2, 0, 0, 2, 5, 40), clip=Rect(5, 40, 15, 15)),
        Placed(art, Transform(0, 1, -1, 0, 50, 40)),
        Modules(30, 60, 0.5, encode("HTTP://A.B/C").rows, "", BLACK),
        Picture(Rect(2, 60, 10, 10), "photo", (2, 2)),
        pictures=lambda _: raster((2, 2), "RGB", rows=packed(6, bytes(range(12))), alpha=packed(2, b"\xff\x80\xff\0")),
    )
