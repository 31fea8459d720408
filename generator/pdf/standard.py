"""What makes a PDF a PDF/X: its header, what it says of itself, the printing condition that it is made for.

PDF/X-1a:2003 (ISO 15930-4) on PDF 1.4, PDF/X-4 (ISO 15930-7) on PDF 1.6. It draws nothing.
"""

from hashlib import sha256
from typing import Any, Literal, NamedTuple

from reportlab.pdfbase.pdfdoc import (
    PDFArrayCompact,
    PDFStream,
    ViewerPreferencesPDFDictionary,
)

from generator.pdf.dictionary import Dictionary, name_of
from generator.pdf.document import Document, DocumentInfo, Info, string

Version = Literal["PDF/X-1a:2003", "PDF/X-4"]
REGISTRY = "http://www.color.org"  # of characterisation data, kept by the ICC
_BASE = {"PDF/X-1a:2003": (1, 4), "PDF/X-4": (1, 6)}
_UNKNOWN = b"00000000-0000-0000-0000-000000000000"


class Standard(NamedTuple):
    """`condition`: the name of the printing condition, in the registry of the ICC where `registered`."""

    version: Version
    condition: str
    title: str  # of the condition, in words
    registered: bool = True
    icc: bytes = b""  # its profile, embedded in the file; X-4 needs one
    edition: str = "1"


class StandardDocument(Document):
    def __init__(self, job: DocumentInfo, standard: Standard) -> None:
        if job.created is None or not job.title:
            raise ValueError(f"{standard.version} needs a date and a title")
        if standard.version == "PDF/X-4" and not standard.icc:
            raise ValueError("PDF/X-4 needs the profile of the printing condition")
        super().__init__(job)
        self._pdfVersion = _BASE[standard.version]
        self.info = StandardInfo(job, standard)
        self.Catalog.ViewerPreferences = ViewerPreferencesPDFDictionary({"DisplayDocTitle": "true"})
        self.Catalog.OutputIntents = PDFArrayCompact([self.Reference(self._intent(standard))])
        self.Catalog.__NoDefault__ = [*self.Catalog.__NoDefault__, "OutputIntents"]
        if standard.version == "PDF/X-4":
            self.Catalog.Metadata = self._metadata(job, standard)

    def _intent(self, standard: Standard) -> Dictionary:
        entries: dict[str, Any] = {
            "Type": name_of("OutputIntent"),
            "S": name_of("GTS_PDFX"),
            "OutputConditionIdentifier": string(standard.condition),
            "OutputCondition": string(standard.title),
            "Info": string(standard.title),
        }
        if standard.registered:
            entries["RegistryName"] = string(REGISTRY)
        if standard.icc:
            entries["DestOutputProfile"] = self.add_stream(standard.icc, {"N": 4})
        return Dictionary(entries)

    def _metadata(self, job: DocumentInfo, standard: Standard) -> Any:
        """As it is, not packed: it is searched for by programs that read no PDF."""
        entries = Dictionary({"Type": name_of("Metadata"), "Subtype": name_of("XML")})
        return self.Reference(PDFStream(entries, metadata(job, standard, self.info.producer)))

    def format(self) -> bytearray:
        """Its metadata name the document by a digest of all that it holds, as its trailer does."""
        whole = super().format()
        start = whole.find(b"<?xpacket begin")
        if start < 0:
            return whole
        end = whole.index(b"<?xpacket end", start)
        found = sha256(whole[: whole.rindex(b"trailer")]).hexdigest()
        name = "-".join((found[:8], found[8:12], "5" + found[13:16], "8" + found[17:20], found[20:32]))
        whole[start:end] = whole[start:end].replace(_UNKNOWN, name.encode())
        return whole


class StandardInfo(Info):
    def __init__(self, job: DocumentInfo, standard: Standard) -> None:
        super().__init__(job)
        self.version = standard.version

    def entries(self) -> dict[str, Any]:
        known = {**super().entries(), "Trapped": name_of("False"), "GTS_PDFXVersion": string(self.version)}
        if self.version.startswith("PDF/X-1a"):
            known["GTS_PDFXConformance"] = string(self.version)  # asked for by readers of the edition of 2001
        return known


def metadata(job: DocumentInfo, standard: Standard, producer: str) -> bytes:
    """XMP (ISO 16684-1): the same values as in the document information."""
    moment = f"{job.created:%Y-%m-%dT%H:%M:%S}Z" if job.created else ""
    words = {
        "pdf:Producer": producer,
        "pdf:Trapped": "False",
        "pdf:Keywords": job.keywords,
        "pdfxid:GTS_PDFXVersion": standard.version,
        "xmp:CreatorTool": producer,
        "xmp:CreateDate": moment,
        "xmp:ModifyDate": moment,
        "xmp:MetadataDate": moment,
        "xmpMM:DocumentID": f"uuid:{_UNKNOWN.decode()}",
        "xmpMM:VersionID": standard.edition,
        "xmpMM:RenditionClass": "default",
    }
    lines = [f"<{name}>{_plain(said)}</{name}>" for name, said in words.items() if said]
    lines.append(_chosen("dc:title", job.title))
    if job.subject:
        lines.append(_chosen("dc:description", job.subject))
    if job.author:
        lines.append(f"<dc:creator><rdf:Seq><rdf:li>{_plain(job.author)}</rdf:li></rdf:Seq></dc:creator>")
    lines.append("<dc:format>application/pdf</dc:format>")
    return (_HEAD + "\n".join(lines) + _FOOT).encode()


def _chosen(name: str, said: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_plain(said)}</rdf:li></rdf:Alt></{name}>'


def _plain(said: str) -> str:
    """XML 1.0 knows no control characters."""
    from html import escape  # its table of named characters is long, and a plain file says nothing in XML

    return escape("".join(sign if sign.isprintable() else " " for sign in said))


_HEAD = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
"""
_FOOT = """
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
