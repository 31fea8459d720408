"""A file for a press, asked by qpdf, poppler, MuPDF and Ghostscript: nothing of it is our own code, or pypdf's.

What they say is sorted under the codes that print houses' lists have. `chain` asks them all; the rest are its links.
"""

import json
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import numpy as np
from PIL import Image

INKS = ("Cyan", "Magenta", "Yellow", "Black")
POINTS_PER_MM = 72 / 25.4
HEADERS = {"PDF/X-1a:2003": "1.4", "PDF/X-4": "1.6"}
TOOLS = ("CutContour", "Crease")  # spot colours that cut and fold
Box = tuple[float, float, float, float]


class Seen(NamedTuple):
    """Something that a program showed, and the code that it comes under."""

    code: str
    what: str


@dataclass(frozen=True)
class Asks:
    """What a file is held against; figures that have no word here are those of the GWG 2022 for sheet-fed offset."""

    version: str  # PDF/X-1a:2003 or PDF/X-4
    ink_limit: float = 320.0
    window: float = 15.0  # mm
    bleed: float = 3.0
    safe: float = 3.0
    size: tuple[float, float] = (0, 0)  # mm, of the trim, where one is asked for
    two_sided: bool = False
    most_megabytes: float = 1e9
    dpi: int = 51  # of plates: two pixels to a millimetre
    pages: int = 999  # of how many is looked at what is painted, and what comes on the plates

    @property
    def modern(self) -> bool:
        return self.version == "PDF/X-4"


def chain(pdf: Path, asks: Asks, folder: Path) -> list[Seen]:
    """All that the programs see; `folder` is where plates lie while they are looked at."""
    told = Told(pdf, asks.pages)
    links = (
        sound(told),
        declared(told, asks),
        forbidden(told, asks),
        boxed(told, asks),
        lettered(told),
        pictured(told),
        painted_rightly(told, asks),
        laid(told, asks),
        cut_rightly(told),
        inked(told, asks, folder),
    )
    return [seen for link in links for seen in link]


def faults(pdf: Path, version: str) -> list[str]:
    """What ISO 15930 forbids, or asks for and is not there, as far as objects say it."""
    told, asks = Told(pdf), Asks(version)
    links = (sound(told), declared(told, asks), forbidden(told, asks), boxed(told, asks), lettered(told))
    return [f"{seen.code}: {seen.what}" for link in links for seen in link]


def painted(pdf: Path) -> "list[Painted]":
    """All that is painted, page after page."""
    return [one for page in Told(pdf).painted for one in page]


def boxes(pdf: Path, page: int = 0) -> dict[str, Box]:
    """The boxes that a page itself has, in points."""
    told = Told(pdf)
    names = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
    return {name: told.box(page + 1, name) for name in names if f"/{name}" in told.pages[page]}


# --- what the programs tell -----------------------------------------------------------------------


class Heard(NamedTuple):
    status: int
    out: str
    errors: str


def ask(*words: object) -> Heard:
    done = subprocess.run([str(word) for word in words], capture_output=True, check=False)
    return Heard(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


@dataclass
class Told:
    """A file, with what qpdf, poppler and MuPDF say of it, each asked when it is wanted."""

    path: Path
    last: int = 999  # the page up to which is looked at what is painted

    @cached_property
    def checked(self) -> Heard:
        return ask("qpdf", "--check", self.path)

    @cached_property
    def _said(self) -> Any:
        words = ("--json=2", "--json-key=qpdf", "--json-key=pages", "--json-stream-data=none")
        return json.loads(ask("qpdf", *words, self.path).out or '{"qpdf": [{"pdfversion": ""}, {}], "pages": []}')

    @property
    def version(self) -> str:
        return str(self._said["qpdf"][0]["pdfversion"])

    @property
    def objects(self) -> Mapping[str, Any]:
        return self._said["qpdf"][1]  # type: ignore[no-any-return]

    def of(self, value: Any) -> Any:
        """What a reference stands for; of a stream its dictionary."""
        if isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            found = self.objects.get(f"obj:{value}", {})
            return found["stream"]["dict"] if "stream" in found else found.get("value")
        return value

    @property
    def trailer(self) -> Any:
        return self.objects.get("trailer", {}).get("value", {})

    @property
    def root(self) -> Any:
        return self.of(self.trailer.get("/Root")) or {}

    @property
    def info(self) -> Any:
        return self.of(self.trailer.get("/Info")) or {}

    @cached_property
    def pages(self) -> list[Any]:
        """The page dictionaries, with what they inherit."""
        return [self._inherited(self.of(page["object"])) for page in self._said["pages"]]

    def _inherited(self, page: Any) -> Any:
        keys = ("/MediaBox", "/CropBox", "/Rotate")
        found, node, depth = dict(page), page, 0
        while (node := self.of(node.get("/Parent"))) and depth < 20:
            found |= {key: node[key] for key in keys if key in node and key not in found}
            depth += 1
        return found

    @cached_property
    def dictionaries(self) -> list[Any]:
        """Every one of the file, those within others too; of a stream its own."""
        return [one for name, each in self.objects.items() for one in _dictionaries(_content(each), name != "trailer")]

    @cached_property
    def places(self) -> str:
        """Where each object lies in the file."""
        return ask("qpdf", "--show-xref", self.path).out

    def stream(self, reference: str) -> bytes:
        number = reference.split()[0]
        words = ["qpdf", f"--show-object={number}", "--filtered-stream-data", str(self.path)]
        return subprocess.run(words, capture_output=True, check=False).stdout

    @cached_property
    def about(self) -> Mapping[str, str]:
        """What pdfinfo says, line by line."""
        lines = ask("pdfinfo", "-box", "-f", 1, "-l", 9999, self.path).out.splitlines()
        return {name.strip(): said.strip() for name, _, said in (line.partition(":") for line in lines)}

    def box(self, page: int, name: str) -> Box:
        """A box of a page, counted from 1, in points: as the page says it, else the next larger one."""
        own = self.of(self.pages[page - 1].get(f"/{name}"))
        if own is None:
            larger = {"CropBox": "MediaBox", "BleedBox": "CropBox", "TrimBox": "CropBox"}
            return self.box(page, larger[name]) if name in larger else (0, 0, 612, 792)
        left, low, right, high = (float(self.of(edge)) for edge in own)
        return left, low, right, high

    def box_by_poppler(self, page: int, name: str) -> Box:
        left, low, right, high = map(float, self._about_pages[page, name].split())
        return left, low, right, high

    @cached_property
    def _about_pages(self) -> Mapping[tuple[int, str], str]:
        found = (re.fullmatch(r"Page +(\d+) (\w+)", name) for name in self.about)
        return {(int(one[1]), one[2]): self.about[one[0]] for one in found if one}

    @cached_property
    def _traced(self) -> Heard:
        return ask("mutool", "draw", "-q", "-F", "trace", self.path, f"1-{min(self.last, len(self.pages))}")

    @property
    def complaints(self) -> str:
        """What MuPDF could not make sense of."""
        return "\n".join(line for line in self._traced.errors.splitlines() if "ICC support" not in line)

    @cached_property
    def painted(self) -> list[list["Painted"]]:
        """All that MuPDF paints, page by page, in its order."""
        text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", self._traced.out)
        text = re.sub(r"&#x?[0-9a-fA-F]+;", "?", text)
        try:
            pages = ElementTree.fromstring(text).findall("page")
        except ElementTree.ParseError:
            return []
        return [_Trace(self, number).read(page) for number, page in enumerate(pages, 1)]


def _content(each: Any) -> Any:
    return each["stream"]["dict"] if "stream" in each else each.get("value")


def _dictionaries(value: Any, whole: bool = True) -> Iterator[Any]:
    if isinstance(value, dict):
        if whole:
            yield value
        for one in value.values():
            yield from _dictionaries(one)
    elif isinstance(value, list):
        for one in value:
            yield from _dictionaries(one)


# --- what MuPDF paints ----------------------------------------------------------------------------


class Painted(NamedTuple):
    """Something that MuPDF paints: fill_path, stroke_path, fill_text, fill_image …, or a `group` or `mask` of it."""

    kind: str
    space: str
    colour: tuple[float, ...]
    overprints: bool
    alpha: float
    size: float = 0.0  # of type, or the width of a line, in points
    box: Box = (0, 0, 0, 0)  # in points, as the boxes of the page are; what the clip leaves of it
    layer: str = ""
    closed: bool = True
    glyphs: tuple[str, ...] = ()
    picture: int = 0  # which, where it is part of one: what lies in one clip in another

    @property
    def tools(self) -> str:
        """The name of the spot colour that it is painted in, if that is none of the inks."""
        found = re.fullmatch(r"Separation\(\w+,(.+)\)", self.space)
        return found[1] if found else ""

    @property
    def inks(self) -> tuple[float, ...]:
        return self.colour if self.space == "DeviceCMYK" else ()

    @property
    def white(self) -> bool:
        return (self.inks == (0, 0, 0, 0)) or (self.space == "DeviceGray" and self.colour == (1,))

    @property
    def black(self) -> bool:
        return self.inks == (0, 0, 0, 1)

    def __str__(self) -> str:
        return f"{self.kind} in {self.space} {self.colour} at {tuple(round(side) for side in self.box)}"


_CLIPS = ("clip_path", "clip_stroke_path", "clip_text", "clip_stroke_text", "clip_image_mask")
_EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
NOWHERE: Box = (1e9, 1e9, -1e9, -1e9)


class _Trace:
    """A page of MuPDF's trace, read from its top to its end."""

    def __init__(self, told: Told, page: int) -> None:
        media, crop = told.box(page, "MediaBox"), told.box(page, "CropBox")
        shown = _shared(media, crop) or media
        self._left, self._top = shown[0], shown[3]
        self._clips: list[Box] = [_EVERYWHERE]
        self._pictures: list[int] = [0]  # as the clips
        self._count = 0
        self._layers: list[str] = []
        self._found: list[Painted] = []

    def read(self, page: ElementTree.Element) -> list[Painted]:
        for element in page:
            self._element(element)
        return self._found

    def _element(self, element: ElementTree.Element) -> None:
        tag = element.tag
        if tag in _CLIPS:
            box = self._path_box(element) if tag == "clip_path" else _EVERYWHERE
            self._clip(_shared(self._clips[-1], box) or NOWHERE)
        elif tag == "pop_clip":
            self._clips, self._pictures = self._clips[:-1] or [_EVERYWHERE], self._pictures[:-1] or [0]
        elif tag == "layer":
            self._layers.append(element.attrib["name"])
        elif tag == "end_layer":
            self._layers = self._layers[:-1]
        elif tag in ("group", "mask"):
            blend = element.attrib.get("blendmode", "Normal")
            self._found.append(Painted(tag, blend, (), False, float(element.attrib.get("alpha", 1))))
            for one in element:
                self._element(one)
            if tag == "mask":
                self._clip(self._clips[-1])  # what it lets through, until it is popped
        elif "text" in tag:
            self._found += (one for span in element.iter("span") if (one := self._painted(element, span)))
        elif ("colorspace" in element.attrib or tag.startswith("fill_")) and (one := self._painted(element)):
            self._found.append(one)

    def _clip(self, box: Box) -> None:
        self._clips.append(box)
        self._count += 1
        self._pictures.append(self._count if len(self._clips) > 2 else 0)

    def _painted(self, element: ElementTree.Element, span: ElementTree.Element | None = None) -> Painted | None:
        """None for what the clip leaves nothing of."""
        said, kind = element.attrib, element.tag
        over = said.get("OP" if kind.startswith("stroke") else "op", said.get("op", "0")) == "1"
        matrix = _matrix(said.get("transform", "1 0 0 1 0 0"))
        if span is not None:
            trm = _matrix(span.attrib["trm"] + " 0 0")
            box, size = self._text_box(span, trm, matrix), _scale(trm) * _scale(matrix)
        elif "path" in kind:
            size = float(said.get("linewidth", 0)) * _scale(matrix)
            box = self._path_box(element, size / 2 if kind == "stroke_path" else 0)
        else:
            box, size = self._mapped(matrix, ((0, 0), (1, 0), (0, 1), (1, 1))), 0.0
        shown = _shared(box, self._clips[-1])
        if shown is None:
            return None
        return Painted(
            kind=kind,
            space=said.get("colorspace", ""),
            colour=tuple(float(part) for part in said.get("color", "").split()),
            overprints=over and said.get("opm", "0") == "1",
            alpha=float(said.get("alpha", 1)),
            size=size,
            box=shown,
            layer=self._layers[-1] if self._layers else "",
            closed=len(element) == 0 or element[-1].tag == "closepath",
            glyphs=tuple(one.attrib.get("glyph", "") for one in span) if span is not None else (),
            picture=self._pictures[-1],
        )

    def _path_box(self, element: ElementTree.Element, around: float = 0) -> Box:
        points = [
            (float(said[f"x{end}"]), float(said[f"y{end}"]))
            for said in (one.attrib for one in element)
            for end in ("", "1", "2", "3")
            if f"x{end}" in said
        ]
        left, low, right, high = self._mapped(_matrix(element.attrib["transform"]), points)
        return left - around, low - around, right + around, high + around

    def _text_box(self, span: ElementTree.Element, trm: list[float], matrix: list[float]) -> Box:
        a, b, c, d = trm[:4]
        points = []
        for glyph in span:
            said = glyph.attrib
            if said.get("unicode") == " ":
                continue
            x, y, wide = float(said["x"]), float(said["y"]), float(said["adv"])
            points += [(x + a * u + c * v, y + b * u + d * v) for u in (0, wide) for v in (-0.22, 0.72)]
        return self._mapped(matrix, points)

    def _mapped(self, matrix: list[float], points: Iterable[tuple[float, float]]) -> Box:
        a, b, c, d, e, f = matrix
        xs, ys = [], []
        for x, y in points:
            xs.append(a * x + c * y + e + self._left)
            ys.append(self._top - (b * x + d * y + f))
        return (min(xs), min(ys), max(xs), max(ys)) if xs else (0, 0, 0, 0)


def _matrix(words: str) -> list[float]:
    return [float(word) for word in words.split()]


def _scale(matrix: list[float]) -> float:
    return float(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)


def _shared(one: Box, other: Box) -> Box | None:
    box = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return box if box[0] <= box[2] and box[1] <= box[3] else None


def _within(inner: Box, outer: Box, slack: float = 0.05) -> bool:
    low = inner[0] >= outer[0] - slack and inner[1] >= outer[1] - slack
    return low and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


# --- links: the file ------------------------------------------------------------------------------


def sound(told: Told) -> Iterator[Seen]:
    if told.checked.status or "WARNING" in told.checked.out + told.checked.errors:
        yield Seen("E00", f"qpdf: {told.checked.errors or told.checked.out}")
    for line in told.complaints.splitlines():
        missing = "resource" in line or "named" in line
        yield Seen("E11" if missing else "E00", f"MuPDF: {line}")


def declared(told: Told, asks: Asks) -> Iterator[Seen]:
    """What a file of that standard says of itself (ISO 15930-4, -7)."""
    found = [*_information(told, asks), *_intent(told, asks), *(_metadata(told) if asks.modern else ())]
    yield from (Seen("E08", what) for what in found)


def _information(told: Told, asks: Asks) -> Iterator[str]:
    info = told.info
    if told.version != HEADERS[asks.version]:
        yield f"it is PDF {told.version}"
    yield from (f"the information lacks {key}" for key in ("/Title", "/CreationDate", "/ModDate") if not info.get(key))
    for key in ("/CreationDate", "/ModDate"):
        if not re.match(r"u:D:\d{14}(Z|[+-]\d\d'\d\d)", str(info.get(key, ""))):
            yield f"{key} is no date"
    if info.get("/GTS_PDFXVersion") != f"u:{asks.version}" or not told.about.get("PDF subtype", "").startswith(
        asks.version
    ):
        yield f"it says {info.get('/GTS_PDFXVersion')} of itself"
    if info.get("/Trapped") not in ("/True", "/False"):
        yield "trapped is not said"
    if not told.trailer.get("/ID"):
        yield "there is no identity"


def _intent(told: Told, asks: Asks) -> Iterator[str]:
    intents = [told.of(one) for one in told.of(told.root.get("/OutputIntents")) or ()]
    if len(intents) != 1 or intents[0].get("/S") != "/GTS_PDFX":
        yield "there is not one output intent"
        return
    (intent,) = intents
    if not intent.get("/OutputConditionIdentifier") or not intent.get("/Info"):
        yield "the output intent has no name"
    profile = intent.get("/DestOutputProfile")
    if profile is None and asks.modern:
        yield "there is no profile"
    if profile is None and intent.get("/RegistryName") != "u:http://www.color.org":
        yield "the condition is neither registered nor embedded"
    if profile is not None and told.stream(profile)[12:20] != b"prtrCMYK":
        yield "the profile is not that of a press with four inks"


def _metadata(told: Told) -> Iterator[str]:
    reference = told.root.get("/Metadata")
    if reference is None or "/Filter" in told.of(reference):
        yield "the metadata are missing or packed"
        return
    text = told.stream(reference).decode("utf-8", "replace")
    wanted = {
        "GTS_PDFXVersion": "PDF/X-4", "Trapped": "(True|False)", "DocumentID": "uuid:[^<\"]+", "VersionID": ".+?",
        "RenditionClass": "default", "CreateDate": r"\d{4}-\d\d-\d\d.+?", "ModifyDate": r"\d{4}-\d\d-\d\d.+?",
        "MetadataDate": r"\d{4}-\d\d-\d\d.+?",
    }  # fmt: skip
    for name, said in wanted.items():
        if not re.search(rf":{name}(>{said}<|=\"{said}\")", text):
            yield f"the metadata lack {name}"
    if "00000000-0000" in text:
        yield "the document has no identity of its own"
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        yield f"the metadata are no XML: {error}"
    title = re.search(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", text, re.S)
    said = re.sub(r"[\x00-\x1f]", " ", str(told.info.get("/Title")))  # XML has no signs for these
    if not title or f"u:{unescape(title[1])}" != said:
        yield "the metadata have another title"
    day = str(told.info.get("/CreationDate"))[4:12]
    if not re.search(rf":CreateDate(>|=\"){day[:4]}-{day[4:6]}-{day[6:]}T", text):
        yield "the metadata have another date"


def forbidden(told: Told, asks: Asks) -> Iterator[Seen]:
    """What has no place in a file for a press, in whatever object it is."""
    if not told.about.get("Encrypted", "no").startswith("no"):
        yield Seen("E09", "it is encrypted")
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        if key in told.root:
            yield Seen("E09", f"the catalogue has {key}")
    if any(told.of(page.get("/Annots")) for page in told.pages):
        yield Seen("E09", "a page has annotations")
    if not asks.modern and re.search(r"compressed; stream|^\d+/\d+: compressed", told.places, re.M):
        yield Seen("E09", "objects lie in streams")
    if not asks.modern and "/OCProperties" in told.root:
        yield Seen("E09", "there are layers")
    for one in told.dictionaries:
        yield from (Seen("E09", what) for what in _forbidden(one, asks))
        yield from (Seen("E07", what) for what in _transparent(one, asks))


def _forbidden(one: Any, asks: Asks) -> Iterator[str]:
    keys = ("/JavaScript", "/JS", "/EmbeddedFiles", "/EF", "/OPI", "/Alternates", "/TR", "/TR2", "/HTP")
    yield from (f"an object has {key}" for key in keys if key in one)
    if one.get("/Subtype") == "/PS":
        yield "an object is PostScript"
    if "/Length" in one and "/F" in one:
        yield "a stream lies in another file"
    filters = one.get("/Filter", ())
    for name in [filters] if isinstance(filters, str) else filters:
        if name == "/LZWDecode" or (name in ("/JPXDecode", "/JBIG2Decode") and not asks.modern):
            yield f"a stream is packed with {name}"


def _transparent(one: Any, asks: Asks) -> Iterator[str]:
    group = one.get("/Group")
    space = group.get("/CS") if isinstance(group, dict) else None
    if asks.modern:
        if space and "/MediaBox" in one and space != "/DeviceCMYK":
            yield f"a page blends in {space}"
        return
    if group:
        yield "there is a transparency group"
    if one.get("/SMask", "/None") != "/None" or one.get("/ca", 1) != 1 or one.get("/CA", 1) != 1:
        yield "something lets its ground through"
    if one.get("/BM", "/Normal") not in ("/Normal", "/Compatible"):
        yield f"something is blended by {one['/BM']}"


# --- links: pages, fonts, pictures ----------------------------------------------------------------


def boxed(told: Told, asks: Asks) -> Iterator[Seen]:
    sizes = [_size(told.box(number, "TrimBox")) for number in range(1, len(told.pages) + 1)]
    for number, page in enumerate(told.pages, 1):
        yield from (Seen(code, f"page {number}: {what}") for code, what in _boxed(told, number, page, asks))
    if len(set(sizes)) > 1:
        yield Seen("E02", f"pages of {len(set(sizes))} sizes")
    if asks.size != (0, 0) and any(sorted(size) != sorted(asks.size) for size in sizes):
        yield Seen("E02", f"{sizes[0]} mm is not the size of the product")
    sides = told.of(told.root.get("/ViewerPreferences")) or {}
    if asks.two_sided or "Flip" in sides.get("/Duplex", ""):
        if len(sizes) % 2:
            yield Seen("E13", f"{len(sizes)} pages on two sides")
        if any(front != back for front, back in zip(sizes[::2], sizes[1::2], strict=False)):
            yield Seen("E13", "a front and its back differ in size")
    if float(told.about.get("File size", "0").split()[0]) > asks.most_megabytes * 1e6:
        yield Seen("W15", f"it has {told.about['File size']}")


def _size(box: Box) -> tuple[float, float]:
    return round((box[2] - box[0]) / POINTS_PER_MM, 1), round((box[3] - box[1]) / POINTS_PER_MM, 1)


def _boxed(told: Told, number: int, page: Any, asks: Asks) -> Iterator[tuple[str, str]]:
    yield from (("E03", f"there is no {name}") for name in ("/MediaBox", "/BleedBox", "/TrimBox") if name not in page)
    if "/ArtBox" in page:
        yield "E03", "there is an ArtBox"
    media, crop, bleed, trim = (told.box(number, f"{name}Box") for name in ("Media", "Crop", "Bleed", "Trim"))
    if crop != media:
        yield "E03", "the CropBox is not the MediaBox"
    for name in ("MediaBox", "BleedBox", "TrimBox"):
        said, read = told.box(number, name), told.box_by_poppler(number, name)
        if max(abs(one - other) for one, other in zip(said, read, strict=True)) > 0.01:
            yield "E03", f"poppler reads another {name}"
    if not (_within(trim, bleed) and _within(bleed, media)):
        yield "E03", "the boxes do not lie in each other"
    if "/UserUnit" in page:
        yield "E02", "it has a unit of its own"
    if page.get("/Rotate", 0) % 360:
        yield "E02", "it is turned"


def lettered(told: Told) -> Iterator[Seen]:
    for line in ask("pdffonts", told.path).out.splitlines()[2:]:
        found = re.fullmatch(r"(.*?) +((?:Type|True|CID).*?) +(?:yes|no) +(?:yes|no) +(?:\d+ +\d+|\[none\])", line)
        assert found, line
        name, (*kind, _, embedded) = found[1], found[2].split()
        if embedded != "yes":
            yield Seen("E05", f"the font {name} is not embedded")
        if kind[:2] == ["Type", "3"]:
            yield Seen("E05", f"{name} is a Type 3 font")
        if name.partition("+")[2] == "Courier":
            yield Seen("W12", f"there is a font {name}")
    for page in told.painted:
        for one in page:
            if {".notdef", "0"} & set(one.glyphs):
                yield Seen("E12", f"a glyph is missing: {one}")


def pictured(told: Told) -> Iterator[Seen]:
    for line in ask("pdfimages", "-list", told.path).out.splitlines()[2:]:
        parts = line.split()
        kind, space, bits, ppi = parts[2], parts[5], int(parts[7]), min(int(parts[12]), int(parts[13]))
        if kind == "image" and space not in ("gray", "cmyk", "sep", "devn", "index"):
            yield Seen("E04", f"a picture in {space}")
        if kind != "smask":
            least, good = (550, 800) if bits == 1 else (150, 225)
            if ppi < good:
                yield Seen("E06" if ppi < least else "W07", f"a picture of {ppi} ppi")
            if ppi > 600 and bits > 1:
                yield Seen("W07", f"a picture of {ppi} ppi")


# --- links: what is painted -----------------------------------------------------------------------


def painted_rightly(told: Told, asks: Asks) -> Iterator[Seen]:
    """Colour spaces, overprint, transparency, type and lines, object by object."""
    for number, page in enumerate(told.painted, 1):
        if not any(one.kind.startswith(("fill", "stroke")) and not one.white for one in page):
            yield Seen("W08", f"page {number} is empty")
        for one in page:
            for code, what in (*_surface(one, asks), *_type(one), *_line(one)):
                yield Seen(code, f"page {number}: {what}: {one}")


def _surface(one: Painted, asks: Asks) -> Iterator[tuple[str, str]]:
    if one.kind in ("group", "mask"):
        if not asks.modern:
            yield "E07", "a group of its own"
        return
    if one.alpha != 1 and not asks.modern:
        yield "E07", "lets its ground through"
    base = re.sub(r"^(Separation|DeviceN|Indexed)\((\w+).*", r"\2", one.space)
    if base not in ("DeviceCMYK", "DeviceGray", "None", "") or (base == "" and one.kind != "fill_shade"):
        yield "E04", "another colour space"
    if one.white and one.overprints and one.kind != "fill_image":
        yield "E10", "white that overprints"
    if one.overprints and one.inks and not one.black and not one.white:
        yield "E10", "overprints, and is not black alone"


def _type(one: Painted) -> Iterator[tuple[str, str]]:
    if not one.kind.endswith("_text"):
        return
    black = one.inks and one.inks[3] >= 0.85
    if black and sum(one.inks) > 2:
        yield "W03", "rich black type"
    if one.black and not one.overprints and one.size < 11.99:
        yield "W04", "black type that knocks out"
    if one.size < 4.99 or (one.size < 7.99 and (one.white or sum(part > 0 for part in one.inks) > 1)):
        yield "W05", f"type of {one.size:.3g} pt"
    if one.space == "DeviceGray" and one.colour == (0,) and one.size < 11.99:
        yield "W13", "black type in grey"


def _line(one: Painted) -> Iterator[tuple[str, str]]:
    if one.kind != "stroke_path":
        return
    if one.size < 0.246:
        yield "W06", f"a line of {one.size:.2g} pt"
    if one.space == "DeviceGray" and one.colour == (0,) and one.size < 2:
        yield "W13", "a black line in grey"


def laid(told: Told, asks: Asks) -> Iterator[Seen]:
    """What lies too near to the trim, or across it."""
    for number, page in enumerate(told.painted, 1):
        trim, bleed = told.box(number, "TrimBox"), told.box(number, "BleedBox")
        safe = _grown(trim, -asks.safe * POINTS_PER_MM)
        cut = _cut_pictures(page, trim)
        for one in page:
            for code, what in _laid(one, trim, bleed, safe, one.picture in cut):
                yield Seen(code, f"page {number}: {what}: {one}")


def _cut_pictures(page: Iterable[Painted], trim: Box) -> set[int]:
    """Those that the trim goes through: what is beyond it is their bleed."""
    return {one.picture for one in page if _shared(one.box, trim) and not _within(one.box, trim)} - {0}


def _laid(one: Painted, trim: Box, bleed: Box, safe: Box, of_cut_picture: bool) -> Iterator[tuple[str, str]]:
    within, shared = _within(one.box, trim), _shared(one.box, trim)
    if one.kind.endswith("_text"):
        if shared and not within:
            yield "E14", "is cut off"
        elif within and not _within(one.box, safe):
            yield "W01", "is near to the trim"
    line = one.kind.endswith("_text") or (one.kind == "stroke_path" and not of_cut_picture)
    if line and not shared and one.tools not in TOOLS and not one.white and _shared(one.box, _grown(bleed, -0.6)):
        yield "E16", "a mark in the bleed"
    if one.tools == "All" and _shared(one.box, bleed):
        yield "W09", "in registration colour"
    if one.kind == "stroke_path" and within and one.tools not in TOOLS and not one.white:
        gaps = [abs(inner - outer) / POINTS_PER_MM for inner, outer in zip(one.box, trim, strict=True)]
        if sum(0.1 < gap < 2.99 for gap in gaps) >= 3:
            yield "W10", "a border along the trim"


def cut_rightly(told: Told) -> Iterator[Seen]:
    """Die lines: spot colours that have the names that cutters know, strokes, closed, overprinting."""
    for number, page in enumerate(told.painted, 1):
        for one in page:
            for what in _cut_wrongly(one):
                yield Seen("E15", f"page {number}: {what}: {one}")


def _cut_wrongly(one: Painted) -> Iterator[str]:
    name = one.tools
    if name and name not in (*TOOLS, "All", "None", *INKS):
        yield f"the spot colour {name}"
    if name in TOOLS:
        if one.kind != "stroke_path" or not one.overprints or one.colour != (1,):
            yield "is no stroke in full that overprints"
        if name == "CutContour" and not one.closed:
            yield "is not closed"
    elif one.layer == "Cut" and one.kind == "stroke_path":
        yield "a cut that is printed"


# --- links: plates --------------------------------------------------------------------------------


def inked(told: Told, asks: Asks, folder: Path) -> Iterator[Seen]:
    """What Ghostscript puts on the plates: ink in any window, and past the trim where the page is inked up to it."""
    try:
        for number, page in enumerate(plates(told.path, folder, asks.dpi, asks.pages), 1):
            yield from (Seen(code, f"page {number}: {what}") for code, what in _inked(told, asks, number, page))
    except Stopped as stopped:
        words = str(stopped)
        missing = "undefined" in words or "find" in words.lower()
        yield Seen("E11" if missing else "E00", f"Ghostscript: {words[:300]}")


def _inked(told: Told, asks: Asks, number: int, page: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    media, bleed, trim = (told.box(number, f"{name}Box") for name in ("Media", "Bleed", "Trim"))
    most = most_ink(_cropped(page, media, bleed, asks.dpi), asks.dpi, asks.window)
    if most > asks.ink_limit + 0.5:
        yield "W02", f"{most:.0f} % of ink on the mean of {asks.window:g} mm"
    total = sum(page[ink] for ink in INKS)
    if told.pages[number - 1].get("/Rotate", 0) or "/UserUnit" in told.pages[number - 1]:
        return
    painted = told.painted[number - 1] if number <= len(told.painted) else ()  # of a damaged page nothing is known
    cut = _cut_pictures(painted, trim)
    for side in range(4):
        inner, outer, places = _strips(total, side, media, trim, asks)
        bare = (inner > 0.04) & (outer < 0.004)
        for at in np.flatnonzero(bare):
            bare[at] = not _covered_in_white(painted, cut, *places(at))
        if bare.sum() > 2 * asks.dpi / 25.4:
            yield "E01", f"the bleed on side {side} is bare along {bare.sum() / asks.dpi * 25.4:.0f} mm"
        reaches = abs(bleed[side] - trim[side]) / POINTS_PER_MM
        if (inner > 0.04).sum() > 2 * asks.dpi / 25.4 and reaches < asks.bleed - 0.05:
            yield "E01", f"the BleedBox reaches {reaches:.1f} mm over the trim"


def _cropped(page: Mapping[str, Any], media: Box, bleed: Box, dpi: int) -> dict[str, Any]:
    scale, (high, _) = dpi / 72, page["Black"].shape
    left, right = round((bleed[0] - media[0]) * scale), round((bleed[2] - media[0]) * scale)
    top, low = round(high - (bleed[3] - media[1]) * scale), round(high - (bleed[1] - media[1]) * scale)
    return {ink: page[ink][max(top, 0) : low, max(left, 0) : right] for ink in INKS}


Place = tuple[float, float]


def _covered_in_white(page: Sequence[Painted], cut: set[int], inner: Place, outer: Place) -> bool:
    """Whether the last that is painted there is white, and goes over the trim or is of a picture that does."""
    last = max((at for at, one in enumerate(page) if not one.white and _holds(one.box, inner)), default=-1)
    white = (one for one in page[last + 1 :] if one.white and _holds(one.box, outer))
    return any(_holds(one.box, inner) or one.picture in cut for one in white)


def _holds(box: Box, place: Place) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def _strips(
    total: Any, side: int, media: Box, trim: Box, asks: Asks
) -> tuple[Any, Any, Callable[[int], tuple[Place, Place]]]:
    """The ink just inside of a side of the trim, and where the bleed has to reach: left, bottom, right or top.

    And where on the page, in points, both are that stand at some place of them.
    """
    scale, (high, wide) = asks.dpi / 72, total.shape
    out = -1 if side < 2 else 1
    axis, other = side % 2, (side + 1) % 2
    edge = (trim[side] - media[axis]) * scale
    inside, outside = edge - out * 1.0, edge + out * (asks.bleed * POINTS_PER_MM * scale - 1.0)
    first, last = (round((trim[end] - media[other]) * scale) for end in (other, other + 2))
    if axis:
        rows = (min(max(int(high - at), 0), high - 1) for at in (inside, outside))
        inner, outer = (total[row, first + 1 : last - 1] for row in rows)
    else:
        columns = (min(max(int(at), 0), wide - 1) for at in (inside, outside))
        inner, outer = (total[high - last + 1 : high - first - 1, column] for column in columns)

    def places(at: int) -> tuple[Place, Place]:
        along = media[other] + ((first + 1.5 + at) if axis else (last - 1.5 - at)) / scale
        across = (media[axis] + inside / scale, media[axis] + outside / scale)
        near, far = ((along, one) if axis else (one, along) for one in across)
        return near, far

    return inner, outer, places


class Stopped(Exception):
    """Ghostscript would not go on."""


def plates(pdf: Path, folder: Path, dpi: int, last: int = 999) -> Iterator[dict[str, Any]]:
    """For each page up to `last`, the plates by their names: how much ink, from 0 to 1. Overprint is carried out."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dPDFSTOPONERROR", "-sDEVICE=tiffsep", f"-r{dpi}"]
    heard = ask(*words, "-dOverprint=/enable", f"-dLastPage={last}", f"-sOutputFile={folder}/p%04d.tif", pdf)
    if heard.status:
        raise Stopped(heard.out + heard.errors)
    for page in sorted(folder.glob("p????.tif")):
        files = {file.stem.partition("(")[2].rstrip(")"): file for file in folder.glob(f"{page.stem}(*).tif")}
        yield {name: 1 - np.asarray(Image.open(file), dtype=np.float32) / 255 for name, file in files.items()}
        for file in (page, *files.values()):
            file.unlink()


def most_ink(page: Mapping[str, Any], dpi: int, window_mm: float = 1.0) -> float:
    """The heaviest window of a page, in per cent of all four inks."""
    total = sum(page[ink] for ink in INKS)
    side = max(1, min(round(window_mm / 25.4 * dpi), *total.shape))
    sums = np.pad(total, ((1, 0), (1, 0))).cumsum(0, dtype=np.float64).cumsum(1)
    windows = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return float(windows.max() / side**2 * 100)
