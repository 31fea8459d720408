"""The file as ReportLab's document: streams, resources and pages go in by name, one string of bytes comes out.

ReportLab numbers, refers and writes what is in an object. Ours are what the file says of itself, its identity, and that
streams are packed when they come: ReportLab would keep them as text until the end. There is no canvas, which begins
each page in Helvetica, not embedded.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any, Literal

from reportlab.pdfbase.pdfdoc import (
    PDFArrayCompact,
    PDFDocument,
    PDFFile,
    PDFInfo,
    PDFObjectReference,
    PDFResourceDictionary,
    PDFStream,
    PDFString,
    PDFTrailer,
    ViewerPreferencesPDFDictionary,
)
from reportlab.pdfbase.pdfdoc import format as written_object

from generator import __version__
from generator.pdf.dictionary import Dictionary, name_of
from generator.pdf.dictionary import number as written

# Measured on sheets of eight cards (40 KB): 6 takes 60 % more time for 4 % less, 4 a third less time for 9 % more.
LEVEL = 5
PACKED = {"Filter": name_of("FlateDecode")}  # what a stream says that was packed so
CUT = "PrepdeckCut"  # a key of our own (ISO 32000-2 §14.3.3); "none": a page is the paper, and nothing is cut off it
_DUPLEX = {"simplex": "Simplex", "long-edge": "DuplexFlipLongEdge", "short-edge": "DuplexFlipShortEdge"}
_IN_A_LINE = 10
_UNKNOWN = b"<" + b"0" * 32 + b">"


def packed_bytes(data: bytes) -> bytes:
    return zlib.compress(data, LEVEL)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the file says of itself."""

    title: str
    author: str = ""
    subject: str = ""
    language: str = "en"
    created: datetime | None = None  # UTC; None: no dates are written
    duplex: Literal["simplex", "long-edge", "short-edge"] = "simplex"
    keywords: str = ""


class Document(PDFDocument):  # type: ignore[misc]
    def __init__(self, job: DocumentInfo) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7), lang=job.language)
        self.info = Info(job)
        self._layers: list[PDFObjectReference] = []
        self.Catalog.ViewerPreferences = ViewerPreferencesPDFDictionary(
            {"DisplayDocTitle": "true", "PrintScaling": name_of("None"), "Duplex": name_of(_DUPLEX[job.duplex])}
        )

    def add_stream(
        self, data: bytes, entries: Mapping[str, object] | None = None, name: str | None = None, *, packed: bool = False
    ) -> PDFObjectReference:
        """A stream, Flate-packed here and now, unless `entries` say how `data` is already packed."""
        if not packed:
            data, entries = packed_bytes(data), {**(entries or {}), **PACKED}
        return self.Reference(Stream(Dictionary(entries), data), name)

    def next_page(self) -> PDFObjectReference:
        """The page that comes next, for what has to name it before."""
        return PDFObjectReference(self.thisPageName())

    def add_page(
        self,
        boxes: Mapping[str, Sequence[float]],
        contents: Iterable[object],
        resources: object,
        more: Mapping[str, object] | None = None,
    ) -> None:
        """A plain dictionary: ReportLab's `PDFPage` writes a fixed list of entries only, without /Group for one."""
        edges = {name: number_array(box) for name, box in boxes.items()}
        entries = {"Parent": self.Reference(self.Pages), "Resources": resources, "Contents": PDFArrayCompact(contents)}
        self.addPage(Dictionary({"Type": name_of("Page"), **entries, **edges, **(more or {})}))

    def add_layer(self, title: str, name: str, more: Mapping[str, object] | None = None) -> PDFObjectReference:
        """A group of optional content, shown and printed until a reader hides it (ISO 32000-2 §8.11)."""
        entries = {"Type": name_of("OCG"), "Name": string(title), **(more or {})}
        layer = self.Reference(Dictionary(entries), name)
        self._layers.append(layer)
        every = PDFArrayCompact(self._layers)
        default = Dictionary({"Name": string("Layers"), "Order": every, "ON": every})
        self.Catalog.OCProperties = Dictionary({"OCGs": every, "D": default})
        if "OCProperties" not in self.Catalog.__NoDefault__:
            self.Catalog.__NoDefault__ = [*self.Catalog.__NoDefault__, "OCProperties"]
        return layer

    def ID(self) -> object:
        """ReportLab's is a digest of the title and the author: the same for every edition. See `format`."""
        return PDFArrayCompact([_UNKNOWN, _UNKNOWN])

    def format(self) -> bytearray:
        """The whole file (ISO 32000-2 §7.5), byte for byte as ReportLab writes it. Its identity is a digest of all that
        it holds (§14.4).
        """
        catalog, info = self.Reference(self.Catalog), self.Reference(self.info)
        whole = bytearray(PDFFile(self._pdfVersion).format(self))
        entries = [b"0000000000 65535 f \n"]
        for number, name in self._numbered():
            entries.append(b"%010d 00000 n \n" % len(whole))
            whole += b"%d 0 obj\n" % number
            whole += written_object(self.idToObject[name], self, 1)
            whole += b"endobj\n" if whole.endswith(b"\n") else b"\nendobj\n"
        start = len(whole)
        whole += b"xref\n0 %d\n%b" % (len(entries), b"".join(entries))
        trailer: bytes = PDFTrailer(start, len(entries), Root=catalog, Info=info, ID=self.ID()).format(self)
        identity = sha256(whole)
        identity.update(trailer)
        return whole + trailer.replace(_UNKNOWN, b"<%b>" % identity.hexdigest()[:32].encode())

    def _numbered(self) -> Iterator[tuple[int, str]]:
        """All objects: writing one may bring others along."""
        for number in count(1):
            if number not in self.numberToId:
                return
            yield number, self.numberToId[number]


class Stream(PDFStream):  # type: ignore[misc]
    """Let go when it is written, once: what the file has is not held beside it, page after page."""

    def format(self, document: PDFDocument) -> bytes:
        content: Any = self.content
        self.content: Any = None
        entries = Dictionary({**self.dictionary.dict, "Length": len(content)})
        return b"%b\nstream\n%bendstream\n" % (entries.format(document), content)


class Info(PDFInfo):  # type: ignore[misc]
    """ReportLab's writes empty words too, and dates in the time zone of the machine, with the wrong half hours."""

    def __init__(self, job: DocumentInfo) -> None:
        super().__init__()
        self.title, self.author, self.subject, self.keywords = job.title, job.author, job.subject, job.keywords
        self.creator = self.producer = f"prepdeck {__version__}"
        self.moment = date(job.created) if job.created else ""
        self.cut = ""

    def entries(self) -> dict[str, Any]:
        words = {name: getattr(self, name.lower()) for name in ("Title", "Author", "Subject", "Keywords")}
        words |= {"Creator": self.creator, "Producer": self.producer}
        words |= {"CreationDate": self.moment, "ModDate": self.moment, CUT: self.cut}
        return {name: string(text) for name, text in words.items() if text}

    def format(self, document: PDFDocument) -> Any:
        return Dictionary(self.entries()).format(document)


def resources(names: Mapping[str, Iterable[str]]) -> Dictionary:
    """Kind → names of resources. A resource has the same name in the document, which may come to know it later."""
    return Dictionary(
        {kind: Dictionary({name: PDFObjectReference(name) for name in of}) for kind, of in names.items() if of}
    )


def resources_of_pages() -> PDFResourceDictionary:
    """All that are in the file, which come to it one by one; its fonts last."""
    whole = PDFResourceDictionary(ProcSet=())
    whole.basicFonts()
    return whole


def number_array(values: Iterable[float]) -> bytes:
    """An array of them as ReportLab writes it, ten in a line."""
    each = [written(value) for value in values]
    lines = (b" ".join(each[at : at + _IN_A_LINE]) for at in range(0, len(each), _IN_A_LINE))
    return b"[ " + b" \n  ".join(lines) + b" ]"


def string(text: str) -> PDFString:
    """ASCII as it is, all else as UTF-16: ReportLab's choice takes control characters for letters of PDFDocEncoding."""
    return PDFString(text, enc="auto" if text.isascii() and text.isprintable() else "utf-16")


def date(moment: datetime) -> str:
    """§7.9.4, always in UTC; a moment without a time zone is taken as UTC, never as local time."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"D:{moment:%Y%m%d%H%M%S}Z"
