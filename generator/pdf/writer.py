"""Faces and sheets in, one PDF file out. It decides no position and reads no clock.

What is drawn is packed at once and forgotten: a writer holds the bytes of the file and a few numbers a page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, Protocol

from generator import __version__
from generator.face import Art, Face, Item, Outline
from generator.geometry import Rect, Size
from generator.pdf.content import Content
from generator.pdf.objects import Body, date, numbers, references, text_string
from generator.pdf.pages import PageTree
from generator.pdf.type import Codes, FontFile, Typeface
from generator.units import POINTS_PER_MM

Duplex = Literal["none", "long-edge", "short-edge"]
_DUPLEX = {"none": "Simplex", "long-edge": "DuplexFlipLongEdge", "short-edge": "DuplexFlipShortEdge"}
_COLOUR_SPACES = {"L": ("/DeviceGray", 1), "RGB": ("/DeviceRGB", 3), "CMYK": ("/DeviceCMYK", 4)}
_TURNED = {0: "1 0 0 1", 90: "0 -1 1 0", 180: "-1 0 0 -1", 270: "0 1 -1 0"}  # degrees clockwise


class Raster(Protocol):
    """A picture as `generator.images` gives it: a JPEG file, or zlib-packed rows with PNG predictors."""

    @property
    def pixels(self) -> tuple[int, int]: ...
    @property
    def mode(self) -> Literal["L", "RGB", "CMYK"]: ...
    @property
    def jpeg(self) -> bytes: ...
    @property
    def inverted(self) -> bool: ...
    @property
    def rows(self) -> bytes: ...
    @property
    def alpha(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Job:
    """What the file says of itself."""

    title: str
    author: str = ""
    subject: str = ""
    language: str = "en"
    created: datetime = datetime(1980, 1, 1)  # UTC
    duplex: Duplex = "none"
    keywords: str = ""


class Drawn(NamedTuple):
    """A face as operators, from its lower left corner; `repeated` ones just enter the form that holds them."""

    size: Size
    operators: bytes
    repeated: bool


class Placement(NamedTuple):
    """`x`, `y`: top left corner of the turned trim box on the sheet; `turned`: degrees clockwise; mm, y down."""

    drawn: Drawn
    x: float
    y: float
    turned: int
    clip: Rect


class Writer:
    """Draw each face, then the pages that show it, then save once."""

    def __init__(
        self, job: Job, fonts: Callable[[str], FontFile], pictures: Callable[[str], Raster] | None = None
    ) -> None:
        self._job = job
        self._fonts = fonts
        self._pictures = pictures
        self._body = Body()
        self._tree = PageTree(self._body)
        self._resources = self._body.reserve()
        self._typefaces: dict[str, Typeface] = {}
        self._objects: dict[str, dict[str, int]] = {"Font": {}, "XObject": {}, "Shading": {}}
        self._names: dict[object, str] = {}  # art, pictures and shadings that have been drawn
        self._shared: dict[object, int] = {}  # streams that are the same on several pages
        self._file: bytearray | None = None

    def draw(self, face: Face, *, repeated: bool = False) -> Drawn:
        """Draw a face, once. `repeated`: as a form in the file, for what is placed more than once.

        What is not repeated is packed with its page: draw it shortly before, so that little is held.
        """
        content = Content(self, face.size.height).draw(face.items)
        if not repeated:
            return Drawn(face.size, content.bytes(), False)
        trim = Rect(0, 0, face.size.width, face.size.height)
        form = self._form(content, trim.grown(face.bleed), face.size.height)
        return Drawn(face.size, f"/{form} Do".encode(), True)

    def page(
        self,
        size: Size,
        placements: Sequence[Placement],
        extra: Sequence[Item] = (),
        trim: Rect | None = None,
        bleed: Rect | None = None,
    ) -> None:
        """A page; `extra` (marks, slug) is drawn last, in the coordinates of the sheet."""
        parts: list[bytes] = []
        for (face, operators, _), x, y, turned, clip in placements:
            parts += (_entered(face, x, y, turned % 360, clip, size.height), operators, b"Q")
        operators = b"\n".join(parts)
        common = all(placed.drawn.repeated for placed in placements)
        streams = [self._share(operators) if common else self._body.add_stream(operators)]
        for plain, items in groupby(extra, lambda item: isinstance(item, Outline)):
            streams.append(self._extra(tuple(items), size.height, shared=plain))
        boxes = f"/MediaBox[0 0 {numbers(size.width * POINTS_PER_MM, size.height * POINTS_PER_MM)}]"
        if bleed is not None:
            boxes += f"/BleedBox[{_box(bleed, size.height)}]"
        boxes += f"/TrimBox[{_box(trim or Rect(0, 0, *size), size.height)}]"
        contents = " ".join(f"{stream} 0 R" for stream in streams)
        self._tree.add(f"{boxes}/Resources {self._resources} 0 R/Contents[{contents}]")

    def save(self, target: Path | str | BinaryIO) -> None:
        """Write the file. A half-written one is the caller's to prevent: give a stream or a temporary name."""
        if isinstance(target, Path | str):
            Path(target).write_bytes(self._closed())
        else:
            target.write(self._closed())

    def finish(self) -> bytes:
        return bytes(self._closed())

    # --- what streams refer to (content.Store) ----------------------------------------------------

    def codes(self, key: str) -> Codes:
        if key not in self._typefaces:
            self._typefaces[key] = Typeface(self._fonts(key), len(self._typefaces) + 1)
        return self._typefaces[key].codes

    def art(self, art: Art) -> str:
        if art.key not in self._names:
            longest = max(art.box.width, art.box.height)  # small art may be scaled up
            content = Content(self, 0.0, 2 if longest >= 100 else 3 if longest >= 10 else 4, fresh=False)
            self._names[art.key] = self._form(content.draw(art.items), art.box, 0.0)
        return self._names[art.key]

    def picture(self, key: str) -> str:
        named = ("picture", key)
        if named not in self._names:
            if self._pictures is None:
                raise ValueError(f"no pictures were given, and a face shows '{key}'")
            self._names[named] = self._name("XObject", "I", self._image(self._pictures(key)))
        return self._names[named]

    def shading(self, shading: str) -> str:
        if shading not in self._names:
            self._names[shading] = self._name("Shading", "S", self._body.add(shading.encode()))
        return self._names[shading]

    def _name(self, kind: str, letter: str, number: int) -> str:
        name = f"{letter}{len(self._objects[kind])}"
        self._objects[kind][name] = number
        return name

    # --- objects ----------------------------------------------------------------------------------

    def _form(self, content: Content, box: Rect, height: float) -> str:
        """A form (ISO 32000-2 §8.10) with resources of its own: just what it uses."""
        for typeface in self._typefaces.values():
            self._objects["Font"] |= typeface.references(self._body)
        used = "".join(
            f"/{kind}{references({name: self._objects[kind][name] for name in names})}"
            for kind, names in content.names.items()
            if names
        )
        entries = f"/Type/XObject/Subtype/Form/BBox[{_box(box, height)}]/Resources<<{used}>>"
        return self._name("XObject", "X", self._body.add_stream(content.bytes(), entries.encode()))

    def _image(self, picture: Raster) -> int:
        width, height = picture.pixels
        entries = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8"
        space, components = _COLOUR_SPACES[picture.mode]
        mask = ""
        if picture.alpha:
            grey = f"{entries}/ColorSpace/DeviceGray{_predicted(1, width)}"
            mask = f"/SMask {self._body.add_stream(picture.alpha, grey.encode(), packed=True)} 0 R"
        entries += f"/ColorSpace{space}{mask}"
        if not picture.jpeg:
            return self._body.add_stream(picture.rows, (entries + _predicted(components, width)).encode(), packed=True)
        entries += "/Filter/DCTDecode" + ("/Decode[1 0 1 0 1 0 1 0]" if picture.inverted else "")
        return self._body.add_stream(picture.jpeg, entries.encode(), packed=True)

    def _share(self, operators: bytes) -> int:
        if operators not in self._shared:
            self._shared[operators] = self._body.add_stream(operators)
        return self._shared[operators]

    def _extra(self, items: tuple[Item, ...], height: float, shared: bool) -> int:
        """Crop marks are the same on every page, and so one stream; a slug line is another on each."""
        key = (items, height)
        if shared and key in self._shared:
            return self._shared[key]
        stream = self._body.add_stream(b"q " + Content(self, height, inline=not shared).draw(items).bytes() + b" Q")
        if shared:
            self._shared[key] = stream
        return stream

    def _closed(self) -> bytearray:
        if self._file is None:
            self._tree.close()
            for typeface in self._typefaces.values():
                self._objects["Font"] |= typeface.references(self._body)
                typeface.embed(self._body)
            named = "".join(f"/{kind}{references(objects)}" for kind, objects in self._objects.items() if objects)
            self._body.put(self._resources, f"<<{named}>>".encode())
            self._file = self._body.close(self._body.add(self._catalog()), self._body.add(self._info()))
        return self._file

    def _catalog(self) -> bytes:
        entries = (
            f"/Type/Catalog/Pages {self._tree.root} 0 R/ViewerPreferences"
            f"<</DisplayDocTitle true/PrintScaling/None/Duplex/{_DUPLEX[self._job.duplex]}>>/Lang"
        )
        return b"<<" + entries.encode() + text_string(self._job.language) + b">>"

    def _info(self) -> bytes:
        job, maker = self._job, text_string(f"prepdeck {__version__}")
        words = {"Title": job.title, "Author": job.author, "Subject": job.subject, "Keywords": job.keywords}
        said = b"".join(b"/%b%b" % (name.encode(), text_string(text)) for name, text in words.items() if text)
        created = date(job.created)
        return b"<<%b/Creator%b/Producer%b/CreationDate%b/ModDate%b>>" % (said, maker, maker, created, created)


@lru_cache(maxsize=1024)
def _entered(size: Size, x: float, y: float, turned: int, clip: Rect, height: float) -> bytes:
    """Operators that cut to the clip and move to the lower left corner of the face."""
    width, depth = size
    x += {0: 0.0, 90: 0.0, 180: width, 270: depth}[turned]
    y += {0: depth, 90: 0.0, 180: 0.0, 270: width}[turned]
    corner = (clip.x * POINTS_PER_MM, (height - clip.bottom) * POINTS_PER_MM)
    return (
        f"q {numbers(*corner, clip.width * POINTS_PER_MM, clip.height * POINTS_PER_MM)} re W n\n"
        f"{_TURNED[turned]} {numbers(x * POINTS_PER_MM, (height - y) * POINTS_PER_MM)} cm"
    ).encode()


def _box(box: Rect, height: float) -> str:
    low, high = height - box.bottom, height - box.y
    return numbers(*(side * POINTS_PER_MM for side in (box.x, low, box.right, high)))


def _predicted(components: int, width: int) -> str:
    predictor = f"/Predictor 15/Colors {components}/BitsPerComponent 8/Columns {width}"
    return f"/Filter/FlateDecode/DecodeParms<<{predictor}>>"
