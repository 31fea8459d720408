"""Faces and sheets in, one PDF file out. It decides no position and reads no clock.

What is drawn is packed at once and forgotten: a writer holds the bytes of the file and a few numbers a page.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, Protocol

from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFObjectReference

from generator.face import Art, Face, GradientStop, Item, Outline, Picture
from generator.geometry import Rect, Size, Transform
from generator.pdf.colour import SPACE as RGB
from generator.pdf.colour import shading
from generator.pdf.content import Content, Matrix
from generator.pdf.dictionary import Dictionary, name_of
from generator.pdf.document import (
    PACKED,
    Document,
    DocumentInfo,
    number_array,
    resources,
    resources_of_pages,
)
from generator.pdf.drawn_forms import KNOCKS_OUT, OVERPRINTS, DrawnForm, DrawnForms
from generator.pdf.fields import Fields
from generator.pdf.inks import SPACE, InkContent, Inks, overprinting, separation, step
from generator.pdf.nested import ShownArt, bounding_box, cut_to, decimals_of
from generator.pdf.numbers import number, numbers
from generator.pdf.standard import Standard, StandardDocument
from generator.pdf.type import Codes, FontFile, Typeface
from generator.units import POINTS_PER_MM

GREY = "DeviceGray"
_COLOUR_SPACES = {"L": ("DeviceGray", 1), "RGB": ("DeviceRGB", 3), "CMYK": ("DeviceCMYK", 4)}
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


class PressRun(NamedTuple):
    """What a file for a print house keeps to, in place of the RGB of home and office."""

    standard: Standard
    inks: Inks


class Writer:
    """Draw each face, then the pages that show it, then save once."""

    def __init__(
        self,
        job: DocumentInfo,
        fonts: Callable[[str], FontFile],
        pictures: Callable[[str], Raster] | None = None,
        press: PressRun | None = None,
        forms: DrawnForms | None = None,
    ) -> None:
        """`forms`: of other files in the same inks."""
        self._fonts = fonts
        self._pictures = pictures
        self._press = press
        self._forms = DrawnForms() if forms is None else forms
        self._document = StandardDocument(job, press.standard) if press else Document(job)
        self._resources = resources_of_pages()
        self._reference = self._document.Reference(self._resources)
        self._typefaces: dict[str, Typeface] = {}
        self._names: dict[object, str] = {}  # art, pictures and shadings that have been drawn
        self._arts: dict[str, DrawnForm] = {}
        self._shared: dict[object, Any] = {}  # streams that are the same on several pages
        self._fields: Fields | None = None
        self._masked = self._blended = False  # a picture, or a drawing, in the file is transparent
        self._file: bytearray | None = None
        self._sha256 = ""

    def draw(self, face: Face, *, repeated: bool = False) -> Drawn:
        """Draw a face, once. `repeated`: as a form in the file, for what is placed more than once.

        What is not repeated is packed with its page: draw it shortly before, so that little is held.
        """
        content = self._content(face.size.height).draw(face.items)
        if not repeated:
            return Drawn(face.size, content.bytes(), False)
        trim = Rect(0, 0, face.size.width, face.size.height)
        form = self._form(_drawn(content), trim.grown(face.bleed), face.size.height)
        return Drawn(face.size, f"/{form} Do".encode(), True)

    def page(
        self,
        size: Size,
        placements: Sequence[Placement],
        extra: Sequence[Item] = (),
        trim: Rect | None = None,
        bleed: Rect | None = None,
        moved: Transform | None = None,
    ) -> None:
        """A page; `extra` (marks, slug) is drawn last, in the coordinates of the sheet. `moved`: all of it, for a
        printer that draws awry.
        """
        parts: list[bytes] = []
        for (face, operators, _), x, y, turned, clip in placements:
            parts += (_entered(face, x, y, turned % 360, clip, size.height), operators, b"Q")
        operators = b"\n".join(parts)
        common = all(placed.drawn.repeated for placed in placements)
        streams = [self._share(operators) if common else self._document.add_stream(operators)]
        for plain, items in groupby(extra, lambda item: isinstance(item, Outline)):
            streams.append(self._extra(tuple(items), size.height, shared=plain))
        if moved is not None:
            streams = [self._share(_moved(moved, size.height)), *streams, self._share(b"Q")]
        whole = Rect(0, 0, *size)
        boxes = {"MediaBox": whole, "BleedBox": bleed or (whole if self._press else None), "TrimBox": trim or whole}
        edges = {name: bounding_box(box, size.height) for name, box in boxes.items() if box is not None}
        self._document.add_page(edges, streams, self._reference, self._group())

    def leave_uncut(self) -> None:
        """The file says that its pages are the paper on which it is printed, and that they want no bleed."""
        self._document.info.cut = "none"

    def fillable(self, face: Face, font: FontFile) -> None:
        """A page that is the face itself, for a screen; what its entries are filled in with is set in `font`."""
        if self._fields is None:
            self._fields = Fields(self._document, self, font)
        size, document = face.size, self._document
        stream = document.add_stream(self.draw(face).operators)
        annotations = self._fields.widgets(face.entries, document.next_page(), size.height)
        edges = {"MediaBox": bounding_box(Rect(0, 0, *size), size.height)}
        document.add_page(edges, [stream], self._reference, {"Annots": annotations, "Tabs": name_of("S")})

    def save(self, target: Path | str | BinaryIO) -> None:
        """Write the file. A half-written one is the caller's to prevent: give a stream or a temporary name."""
        if isinstance(target, Path | str):
            Path(target).write_bytes(self._closed())
        else:
            target.write(self._closed())

    def finish(self) -> bytes:
        return bytes(self._closed())

    def sha256(self) -> str:
        """Of the whole file, in hexadecimal."""
        if not self._sha256:
            self._sha256 = sha256(self._closed()).hexdigest()
        return self._sha256

    # --- what streams refer to (content.Store) ----------------------------------------------------

    def codes(self, key: str) -> Codes:
        if key not in self._typefaces:
            self._typefaces[key] = Typeface(self._fonts(key), self._document)
        return self._typefaces[key].codes

    def art(self, art: Art, *, once: bool) -> ShownArt:
        """In place, where it is short or the stream shows it `once`; else as a form."""
        form = self._drawn_art(art)
        if form.is_in_place(once):
            return ShownArt(cut_to(art.box) + form.operators, form.names)
        if art.key not in self._names:
            self._names[art.key] = self._form(form, art.box, 0.0)
        name = self._names[art.key]
        return ShownArt(f"/{name} Do", {"XObject": {name: None}})

    def _drawn_art(self, art: Art) -> DrawnForm:
        form = self._arts.get(art.key)
        if form is None:
            form = self._forms.get(art.key)
            if form is None:
                form = _drawn(self._nested(art))
                self._forms.keep(art.key, form)
            for state in form.states:
                self.overprint(state == OVERPRINTS)
            self._arts[art.key] = form
        return form

    def _nested(self, art: Art) -> Content:
        once = self._forms.nesting.once(art)
        return self._content(0.0, decimals_of(art), fresh=False, once=once).draw(art.items)

    def picture(self, picture: Picture) -> str:
        named = ("picture", picture.key, picture.ground if self._press else None)
        if named not in self._names:
            if self._pictures is None:
                raise ValueError(f"no pictures were given, and a face shows '{picture.key}'")
            raster = self._pictures(picture.key)
            self._names[named] = self._image(self.inks.raster(raster, picture) if self._press else raster)
        return self._names[named]

    def layer(self, name: str) -> str:
        named = ("layer", name)
        if named not in self._names:
            own = self._names[named] = f"L{len(self._resources.Properties)}"
            self._resources.Properties[own] = self._document.add_layer(name, own, step(name) if self._press else None)
        return self._names[named]

    def shading(self, stops: tuple[GradientStop, ...], ends: tuple[float, ...], *, grey: bool = False) -> str:
        named = (stops, ends, grey)
        if named not in self._names:
            own = (GREY, lambda colour: colour[:1]) if grey else (SPACE, self.inks.of) if self._press else ()
            made = shading(stops, ends, *own)
            name = self._names[named] = str(self._document.addShading(made))
            self._resources.Shading[name] = self._document.Reference(made)
        return self._names[named]

    def pattern(self, shading: str, matrix: Matrix) -> str:
        """A shading to paint lines with, in the plane of the form or page that it is named in (§8.7.4)."""
        named = ("pattern", shading, matrix)
        if named not in self._names:
            own = self._names[named] = f"P{len(self._resources.Pattern)}"
            entries = {"Type": name_of("Pattern"), "PatternType": 2, "Shading": PDFObjectReference(shading)}
            place = number_array([round(part, 6) for part in matrix])
            self._resources.Pattern[own] = self._document.Reference(Dictionary({**entries, "Matrix": place}), own)
        return self._names[named]

    def group(self, art: Art, *, grey: bool = False) -> str:
        """Art that covers as one (§11.6.6)."""
        named = ("group", art.key, grey)
        if named not in self._names:
            content = self._greys(art) if grey else self._nested(art)
            space = GREY if grey else SPACE if self._press else RGB
            self._names[named] = self._form(_drawn(content), art.box, 0.0, _blending(space))
        return self._names[named]

    def _greys(self, art: Art) -> Content:
        return Content(self, 0.0, decimals_of(art), fresh=False, inline=True, grey=True).draw(art.items)

    def cover(self, opacity: float, mask: Art | None) -> str:
        """A graphics state in which what is painted covers so much (§11.6.4.3, §11.6.5)."""
        named = ("cover", opacity, mask.key if mask else "")
        if named not in self._names:
            self._blended = True
            entries: dict[str, Any] = {"Type": name_of("ExtGState"), "ca": opacity, "CA": opacity}
            if mask is not None:
                form = PDFObjectReference(self.group(mask, grey=True))
                entries["SMask"] = Dictionary({"Type": name_of("Mask"), "S": name_of("Luminosity"), "G": form})
            own = self._names[named] = f"GA{len(self._resources.ExtGState)}"
            self._resources.ExtGState[own] = self._document.Reference(Dictionary(entries), own)
        return self._names[named]

    # --- what streams for a press refer to (inks.PressStore) ---------------------------------------

    @property
    def inks(self) -> Inks:
        if self._press is None:
            raise ValueError("a file in RGB has no inks")
        return self._press.inks

    def spot(self, name: str) -> str:
        named = ("spot", name)
        if named not in self._names:
            own = self._names[named] = f"S{len(self._resources.ColorSpace)}"
            self._resources.ColorSpace[own] = self._document.Reference(separation(name), own)
        return self._names[named]

    def overprint(self, on: bool) -> str:
        named = ("overprint", on)
        if named not in self._names:
            own = self._names[named] = OVERPRINTS if on else KNOCKS_OUT
            self._resources.ExtGState[own] = self._document.Reference(overprinting(on), own)
        return self._names[named]

    def _content(self, height: float, decimals: int = 2, **how: Any) -> Content:
        return InkContent(self, height, decimals, **how) if self._press else Content(self, height, decimals, **how)

    def _group(self) -> dict[str, Any] | None:
        """Where something is transparent, the page says in which colours it is blended (§11.4.7)."""
        if not self._blended and not (self._press and self._masked):
            return None
        group = {"S": name_of("Transparency"), "CS": name_of(SPACE if self._press else RGB), "Type": name_of("Group")}
        return {"Group": Dictionary(group)}

    # --- objects ----------------------------------------------------------------------------------

    def _form(self, form: DrawnForm, box: Rect, height: float, more: Mapping[str, Any] | None = None) -> str:
        """A form (ISO 32000-2 §8.10) with just the resources that it uses. ReportLab's own leaves out shadings."""
        entries = {
            "Type": name_of("XObject"),
            "Subtype": name_of("Form"),
            "BBox": number_array(bounding_box(box, height)),
            "Resources": resources(form.names),
            **(more or {}),
            **PACKED,
        }
        return self._xobject(form.packed, entries)

    def _image(self, picture: Raster) -> str:
        width, height = picture.pixels
        entries = {"Type": name_of("XObject"), "Subtype": name_of("Image"), "Width": width, "Height": height}
        entries["BitsPerComponent"] = 8
        space, components = _COLOUR_SPACES[picture.mode]
        own = {**entries, "ColorSpace": name_of(space)}
        if picture.alpha:
            mask = {**entries, "ColorSpace": name_of("DeviceGray"), **_predicted(1, width)}
            self._masked = True
            own["SMask"] = self._document.add_stream(picture.alpha, mask, packed=True)
        if not picture.jpeg:
            return self._xobject(picture.rows, {**own, **_predicted(components, width)})
        own["Filter"] = name_of("DCTDecode")
        if picture.inverted:
            own["Decode"] = PDFArrayCompact([1, 0] * components)
        return self._xobject(picture.jpeg, own)

    def _xobject(self, data: bytes, entries: dict[str, Any]) -> str:
        """Of data that is packed as the entries say."""
        name = f"X{len(self._resources.XObject)}"
        self._resources.XObject[name] = self._document.add_stream(data, entries, name, packed=True)
        return name

    def _share(self, operators: bytes) -> Any:
        if operators not in self._shared:
            self._shared[operators] = self._document.add_stream(operators)
        return self._shared[operators]

    def _extra(self, items: tuple[Item, ...], height: float, shared: bool) -> Any:
        """Crop marks are the same on every page, and so one stream; a slug line is another on each."""
        key = (items, height)
        if shared and key in self._shared:
            return self._shared[key]
        stream = self._document.add_stream(b"q " + self._content(height, inline=not shared).draw(items).bytes() + b" Q")
        if shared:
            self._shared[key] = stream
        return stream

    def _closed(self) -> bytearray:
        if self._file is None:
            if not self._document.Pages.pages:
                raise ValueError("a PDF file needs at least one page")
            self._file = self._document.GetPDFData(None)
        return self._file


def _drawn(content: Content) -> DrawnForm:
    return DrawnForm(content.text(), content.names)


def _blending(space: str) -> dict[str, Any]:
    """A form that is blended by itself, in this colour space."""
    entries = {"S": name_of("Transparency"), "CS": name_of(space), "I": "true", "Type": name_of("Group")}
    return {"Group": Dictionary(entries)}


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


def _moved(by: Transform, height: float) -> bytes:
    """Operators that do to a whole page what `by` does in its millimetres: y is turned over on both sides of it."""
    a, b, c, d, e, f = by
    along = numbers((e + c * height) * POINTS_PER_MM, (height - d * height - f) * POINTS_PER_MM)
    return f"q {' '.join(number(part, 6) for part in (a, -b, -c, d))} {along} cm".encode()


def _predicted(components: int, width: int) -> dict[str, Any]:
    predictor = {"Predictor": 15, "Colors": components, "BitsPerComponent": 8, "Columns": width}
    return {"Filter": name_of("FlateDecode"), "DecodeParms": Dictionary(predictor)}
