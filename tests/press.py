"""Files for a press, asked by programs that share no code with ours: MuPDF for objects, Ghostscript for plates."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import numpy as np
import pypdf
from PIL import Image

INKS = ("Cyan", "Magenta", "Yellow", "Black")
POINTS_PER_MM = 72 / 25.4
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Painted(NamedTuple):
    """Something that MuPDF paints: fill_path, stroke_path, fill_text, fill_image …"""

    kind: str
    space: str
    colour: tuple[float, ...]
    overprints: bool
    alpha: float
    size: float  # of type, in points; 0 else


def painted(pdf: Path, last: int = 999) -> list[Painted]:
    """All that is painted on the pages up to `last`, in the order of painting."""
    pages = f"1-{min(last, len(pypdf.PdfReader(pdf).pages))}"
    done = subprocess.run(["mutool", "draw", "-q", "-F", "trace", pdf, pages], capture_output=True, check=True)
    text = _CONTROL.sub("", done.stdout.decode("utf-8", "replace"))
    text = re.sub(r"&#x?[0-9a-fA-F]+;", "?", text)
    return [one for element in ElementTree.fromstring(text).iter() if (one := _painted(element))]


def _painted(element: ElementTree.Element) -> Painted | None:
    said = element.attrib
    if "colorspace" not in said and element.tag not in ("begin_group", "begin_mask", "fill_shade"):
        return None
    parts = tuple(float(part) for part in said.get("color", "").split())
    on_line = "SP" if element.tag.startswith("stroke") else "sp"
    over = said.get("OP" if on_line == "SP" else "op", said.get("op", "0")) == "1" and said.get("opm", "0") == "1"
    sizes = [abs(float(span.get("trm", "0").split()[0])) for span in element.iter("span")]
    return Painted(
        element.tag, said.get("colorspace", ""), parts, over, float(said.get("alpha", 1)), max(sizes, default=0.0)
    )


def plates(pdf: Path, folder: Path, dpi: int, last: int = 999) -> Iterator[dict[str, Any]]:
    """For each page up to `last`, the plates by their names: how much ink, from 0 to 1. Overprint is carried out."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-dPDFSTOPONERROR", "-sDEVICE=tiffsep", f"-r{dpi}"]
    words += ["-dOverprint=/enable", f"-dLastPage={last}", f"-sOutputFile={folder}/p%04d.tif", str(pdf)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for page in sorted(folder.glob("p????.tif")):
        files = {file.stem.partition("(")[2].rstrip(")"): file for file in folder.glob(f"{page.stem}(*).tif")}
        yield {name: 1 - np.asarray(Image.open(file), dtype=np.float32) / 255 for name, file in files.items()}
        for file in (page, *files.values()):
            file.unlink()


def most_ink(page: Mapping[str, Any], dpi: int, window_mm: float = 1.0) -> float:
    """The heaviest window of a page, in per cent of all four inks."""
    total = sum(page[ink] for ink in INKS)
    side = max(1, round(window_mm / 25.4 * dpi))
    sums = np.pad(total, ((1, 0), (1, 0))).cumsum(0, dtype=np.float64).cumsum(1)
    windows = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return float(windows.max() / side**2 * 100)


def boxes(pdf: Path, page: int = 0) -> dict[str, tuple[float, ...]]:
    """The boxes that the page itself has, in points."""
    found = pypdf.PdfReader(pdf).pages[page]
    names = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
    return {name: tuple(float(side) for side in found[f"/{name}"]) for name in names if f"/{name}" in found}


def faults(pdf: Path, version: str) -> Iterator[str]:
    """What ISO 15930 forbids, or asks for and is not there, as far as objects say it."""
    reader = pypdf.PdfReader(pdf)
    header = {"PDF/X-1a:2003": "%PDF-1.4", "PDF/X-4": "%PDF-1.6"}[version]
    if reader.pdf_header != header:
        yield f"the header is {reader.pdf_header}"
    info, root = reader.trailer["/Info"], reader.trailer["/Root"]
    yield from (f"the information lacks {key}" for key in ("/Title", "/CreationDate", "/ModDate") if key not in info)
    if info.get("/GTS_PDFXVersion") != version:
        yield "the information names no version"
    if info.get("/Trapped") not in ("/True", "/False"):
        yield "trapped is not said"
    if "/ID" not in reader.trailer:
        yield "there is no identity"
    yield from (f"the catalogue has {key}" for key in ("/AcroForm", "/OpenAction", "/AA", "/Names") if key in root)
    yield from _intent_faults(root, version)
    if version == "PDF/X-4":
        yield from _metadata_faults(root, info)
    elif "/OCProperties" in root:
        yield "there are layers"
    for number in range(1, len(reader.xref[0]) + 1):
        yield from _object_faults(reader.get_object(number), version)
    for number, page in enumerate(reader.pages, 1):
        yield from (f"page {number}: {fault}" for fault in _box_faults(page))


def _intent_faults(root: Any, version: str) -> Iterator[str]:
    intents = [one.get_object() for one in root.get("/OutputIntents", ())]
    if len(intents) != 1 or intents[0].get("/S") != "/GTS_PDFX":
        yield "there is not one output intent"
        return
    (intent,) = intents
    if not intent.get("/OutputConditionIdentifier") or not intent.get("/Info"):
        yield "the output intent has no name"
    profile = intent.get("/DestOutputProfile")
    if profile is None and version == "PDF/X-4":
        yield "there is no profile"
    if profile is None and intent.get("/RegistryName") != "http://www.color.org":
        yield "the condition is neither registered nor embedded"
    if profile is not None and profile.get_object().get_data()[12:20] != b"prtrCMYK":
        yield "the profile is not that of a press with four inks"


def _metadata_faults(root: Any, info: Any) -> Iterator[str]:
    if "/Metadata" not in root or "/Filter" in root["/Metadata"]:
        yield "the metadata are missing or packed"
        return
    text = root["/Metadata"].get_data().decode()
    wanted = ("<pdfxid:GTS_PDFXVersion>PDF/X-4<", "<pdf:Trapped>False<", "<xmpMM:DocumentID>uuid:")
    wanted += ("<xmpMM:VersionID>", "<xmpMM:RenditionClass>default<", "<xmp:CreateDate>", "<xmp:ModifyDate>")
    yield from (
        f"the metadata lack {words}" for words in (*wanted, "<xmp:MetadataDate>", "<dc:title>") if words not in text
    )
    if "00000000-0000" in text:
        yield "the document has no identity of its own"
    ElementTree.fromstring(text)
    day = str(info["/CreationDate"])[2:10]
    if f"<xmp:CreateDate>{day[:4]}-{day[4:6]}-{day[6:]}T" not in text:
        yield "the metadata have another date"


def _object_faults(found: Any, version: str) -> Iterator[str]:
    if not isinstance(found, dict):
        return
    kind, subtype = found.get("/Type"), found.get("/Subtype")
    if (
        subtype in ("/PS", "/Widget", "/Link")
        or "/JS" in found
        or "/EF" in found
        or "/OPI" in found
        or "/Alternates" in found
    ):
        yield f"an object has {subtype or 'something forbidden'}"
    if found.get("/Filter") in ("/LZWDecode", "/JPXDecode", "/JBIG2Decode"):
        yield f"a stream is packed with {found['/Filter']}"
    if kind == "/FontDescriptor" and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(found):
        yield f"the font {found.get('/FontName')} is not embedded"
    if kind == "/Font" and "/FontDescriptor" not in found:
        yield f"the font {found.get('/BaseFont')} is not embedded"
    if kind == "/ExtGState" and {"/TR", "/TR2", "/HTP"} & set(found):
        yield "there are transfer curves"
    if version == "PDF/X-1a:2003":
        if found.get("/SMask", "/None") != "/None" or found.get("/ca", 1) != 1 or found.get("/CA", 1) != 1:
            yield "something is transparent"
        if found.get("/BM", "/Normal") != "/Normal" or "/Group" in found or kind in ("/OCG", "/OCMD"):
            yield "something is blended, or can be hidden"
    group = found.get("/Group")
    if group is not None and group.get_object().get("/CS") != "/DeviceCMYK":
        yield "a page is blended in other colours than those of the press"


def _box_faults(page: Any) -> Iterator[str]:
    if {"/UserUnit", "/Rotate", "/CropBox", "/ArtBox"} & set(page) or not {"/BleedBox", "/TrimBox", "/MediaBox"} <= set(
        page
    ):
        yield "its boxes are not MediaBox, BleedBox and TrimBox"
        return
    media, bleed, trim = ([float(side) for side in page[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox"))
    for outer, inner in ((media, bleed), (bleed, trim)):
        if not (outer[0] <= inner[0] < inner[2] <= outer[2] and outer[1] <= inner[1] < inner[3] <= outer[3]):
            yield f"{inner} is not in {outer}"
