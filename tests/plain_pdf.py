"""Minimal PDFs by hand: a card for a press, sound in every way, of which a test changes one thing."""

from collections.abc import Callable, Mapping
from functools import cache

import qrcode
from drawn import made_font

MM = 72 / 25.4
TRIM = (28.5, 28.5, 28.5 + 63 * MM, 28.5 + 88 * MM)
BLEED = (TRIM[0] - 3 * MM, TRIM[1] - 3 * MM, TRIM[2] + 3 * MM, TRIM[3] + 3 * MM)
MEDIA = (0.0, 0.0, 236.0, 307.0)
MODULE = 0.5 * MM
LETTERS = "ABC"
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmp:CreateDate="2026-01-01T00:00:00Z" pdf:Trapped="False">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Cards &amp; more</rdf:li></rdf:Alt></dc:title>
<xmp:ModifyDate>2026-01-01T00:00:00Z</xmp:ModifyDate><xmp:MetadataDate>2026-01-01T00:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


class Pdf:
    """Objects by number; `bytes` writes them with a table of where they are."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def add(self, words: str | bytes) -> int:
        self._objects.append(words.encode("latin-1") if isinstance(words, str) else words)
        return len(self._objects)

    def stream(self, data: str | bytes, entries: str = "") -> int:
        content = data.encode("utf-8") if isinstance(data, str) else data
        return self.add(
            f"<< {entries} /Length {len(content)} >>\nstream\n".encode("latin-1") + content + b"\nendstream"
        )

    def replace(self, number: int, words: str, by: str) -> None:
        self._objects[number - 1] = self._objects[number - 1].replace(words.encode(), by.encode())

    def bytes(self, trailer: str, version: str = "1.4") -> bytes:
        out, places = bytearray(f"%PDF-{version}\n%\xe2\xe3\xcf\xd3\n".encode("latin-1")), []
        for number, words in enumerate(self._objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + words + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
        out += f"trailer\n<< /Size {len(places) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)


@cache
def modules(text: str = "https://cards.example/ABCDEF") -> tuple[tuple[bool, ...], ...]:
    code = qrcode.QRCode(border=0)
    code.add_data(text)
    code.make()
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())


def code(
    x: float = 80, y: float = 80, side: float = MODULE, matrix: tuple[tuple[bool, ...], ...] = (), each: str = ""
) -> str:
    """A QR code as rectangles from its lower left corner; `each`: what paints each alone."""
    rows = matrix or modules()
    lines = [
        f"{x + column * side:.4f} {y + (len(rows) - 1 - row) * side:.4f} {side:.4f} {side:.4f} re {each}"
        for row, bits in enumerate(rows)
        for column, dark in enumerate(bits)
        if dark
    ]
    return "\n".join(lines) + ("" if each else "\nf")


def box(edges: tuple[float, ...]) -> str:
    return "[" + " ".join(f"{edge:.3f}" for edge in edges) + "]"


def rectangle(edges: tuple[float, ...]) -> str:
    left, low, right, high = edges
    return f"{left:.3f} {low:.3f} {right - left:.3f} {high - low:.3f} re"


GROUND = f"0.1 0 0.1 0 k {rectangle(BLEED)} f"
WORDS = "/Over gs 0 0 0 1 k BT /F1 9 Tf 60 220 Td (ABCABC) Tj ET /Knock gs"
PANEL = "0 0 0 0 k 70 70 90 90 re f"
RICH = "0.6 0.4 0.4 1 k 60 235 40 20 re f"
MARK = f"0 0 0 1 K 0.5 w {TRIM[0]:.3f} 2 m {TRIM[0]:.3f} 14 l S"
CODE = f"0 0 0 1 k {code()}"
CARD = "\n".join((GROUND, PANEL, WORDS, RICH, MARK, CODE))


def profile(kind: bytes = b"prtr", space: bytes = b"CMYK") -> bytes:
    """The header of an ICC profile, which is all that is read of one."""
    return bytes(12) + kind + space + b"Lab " + bytes(12) + b"acsp" + bytes(88)


Change = Callable[[dict[str, str], Pdf], None]


def card(
    content: str | bytes = CARD,
    *,
    standard: str = "pdfx-1a",
    pages: int = 1,
    version: str = "",
    resources: str = "",
    change: Change | None = None,
    boxes: Mapping[str, tuple[float, ...] | None] | None = None,
) -> bytes:
    """`change` gets the entries of catalog, page, info, font, descriptor, trailer and more as words, and the file."""
    pdf = Pdf()
    new = standard == "pdfx-4"
    font_file = made_font(LETTERS)
    edges = {"MediaBox": MEDIA, "BleedBox": BLEED, "TrimBox": TRIM, **(boxes or {})}
    parts = {
        "page": " ".join(f"/{name} {box(of)}" for name, of in edges.items() if of),
        "info": "/Title (Cards & more) /CreationDate (D:20260101000000Z) /ModDate (D:20260101000000Z) /Trapped /False"
        " /Producer (hand)" + ("" if new else " /GTS_PDFXVersion (PDF/X-1a:2003) /GTS_PDFXConformance (PDF/X-1a:2003)"),
        "intent": "/Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (FOGRA39) /Info (Coated)"
        + ("" if new else " /RegistryName (http://www.color.org)"),
        "font": "/Type /Font /Subtype /TrueType /BaseFont /AAAAAA+Made /FirstChar 65 /LastChar 67 /Widths [500 500 500]"
        " /Encoding /WinAnsiEncoding",
        "descriptor": "/Type /FontDescriptor /FontName /AAAAAA+Made /Flags 32 /Ascent 700 /Descent -200 /CapHeight 700"
        " /ItalicAngle 0 /StemV 80 /FontBBox [0 -200 1000 800] /FontFile2 @FONT",
        "states": "/Over << /OP true /op true /OPM 1 >> /Knock << /OP false /op false >>",
        "fonts": "",
        "catalog": "",
        "contents": "",
        "resources": resources,
        "intents": "@INTENT",
        "xmp": XMP if new else "",
        "xmp-entries": "",
        "icc": profile().decode("latin-1") if new else "",
        "trailer": "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]",
    }
    if change:
        change(parts, pdf)
    program = pdf.stream(font_file, f"/Length1 {len(font_file)}")
    descriptor = pdf.add(f"<< {parts['descriptor'].replace('@FONT', f'{program} 0 R')} >>")
    font = pdf.add(f"<< {parts['font']} /FontDescriptor {descriptor} 0 R >>")
    drawn = pdf.stream(content, parts["contents"])
    tree = pdf.add(f"<< /Type /Pages /Kids @KIDS /Count {pages} >>")
    named = f"/Font << /F1 {font} 0 R {parts['fonts']} >> /ExtGState << {parts['states']} >> {parts['resources']}"
    leaf = f"<< /Type /Page /Parent {tree} 0 R /Contents {drawn} 0 R /Resources << {named} >> {parts['page']} >>"
    kids = " ".join(f"{pdf.add(leaf)} 0 R" for _ in range(pages))
    pdf.replace(tree, "@KIDS", f"[{kids}]")
    if parts["icc"]:
        parts["intent"] += f" /DestOutputProfile {pdf.stream(parts['icc'].encode('latin-1'), '/N 4')} 0 R"
    intent = pdf.add(f"<< {parts['intent']} >>")
    more = f"/OutputIntents [{parts['intents'].replace('@INTENT', f'{intent} 0 R')}]"
    if parts["xmp"]:
        more += f" /Metadata {pdf.stream(parts['xmp'], '/Type /Metadata /Subtype /XML ' + parts['xmp-entries'])} 0 R"
    catalog = pdf.add(f"<< /Type /Catalog /Pages {tree} 0 R {more} {parts['catalog']} >>")
    info = pdf.add(f"<< {parts['info']} >>")
    return pdf.bytes(f"/Root {catalog} 0 R /Info {info} 0 R {parts['trailer']}", version or ("1.6" if new else "1.4"))
