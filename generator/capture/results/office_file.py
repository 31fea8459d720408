"""An outcome as a document for Word, LibreOffice and the like, by the extra `office`; the same bytes every time."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from generator.capture.results.plain_text import visible
from generator.errors import FileError
from generator.handout import Bullets, FactSheet, Handout, Prose, Subheading, WritingLines

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from generator.capture.kits import PrintedKit

_MADE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can say: when a file was made is not what it says
LARGE, LABEL_WIDTH, TEXT_WIDTH = 14, 4.5, 11.5  # points; cm
ACCENT = "accent"
A4, AMERICAN = (210, 297), ("letter", "legal", "tabloid")  # what the library makes is Letter


def office_document(handout: Handout, kit: "PrintedKit | None") -> bytes:
    """Of a handout without cards and chapters. Raises FileError where the library is not there."""
    try:
        from docx import Document
    except ImportError as error:
        raise FileError(
            "a .docx is written by python-docx, which is not installed: add it, or install prepdeck with its extra,"
            " as pipx install '.[office]'",
            reason="office",
        ) from error
    document = Document()
    _dress(document, kit)
    document.core_properties.title = visible(handout.title)
    document.core_properties.author = visible(kit.brand.client) if kit else ""
    document.add_heading(_line(handout.title), 0)
    document.add_paragraph(_line(handout.intro))
    for block in handout.blocks:
        _add(document, block)
    return _packed(document)


def _add(document: "Document", block: object) -> None:
    match block:
        case Subheading():
            heading = document.add_heading(_line(block.text), 1)
            heading.paragraph_format.page_break_before = block.opens
        case Prose():
            for line in filter(None, visible(block.text).split("\n")):
                _sized(document.add_paragraph(), line, large=block.is_large)
        case Bullets():
            for item in block.items:
                document.add_paragraph(visible(item), "List Bullet")
        case FactSheet():
            if block.title:
                _sized(document.add_paragraph(), visible(block.title), large=True)
            _facts(document, block.rows)
        case WritingLines():
            for _ in range(block.lines):
                _ruled(document.add_paragraph())
        case _:
            raise TypeError(f"an office document has no {type(block).__name__}")


def _sized(paragraph: "Paragraph", text: str, *, large: bool) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(text)
    if large:
        run.bold, run.font.size = True, Pt(LARGE)


def _facts(document: "Document", rows: Sequence[tuple[str, str]]) -> None:
    """A table of two columns; what was said breaks its lines where people did."""
    from docx.shared import Cm

    table = document.add_table(0, 2)
    table.autofit = False
    for column, width in zip(table.columns, (LABEL_WIDTH, TEXT_WIDTH), strict=True):
        column.width = Cm(width)
    for label, text in rows:
        first, second = table.add_row().cells
        first.width, second.width = Cm(LABEL_WIDTH), Cm(TEXT_WIDTH)
        first.paragraphs[0].add_run(visible(label)).bold = True
        second.paragraphs[0].add_run(visible(text))


def _ruled(paragraph: "Paragraph") -> None:
    """A line to write on."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    border = OxmlElement("w:pBdr")
    for side in ("bottom", "between"):  # programs draw one border around paragraphs that follow each other
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "12"), ("color", "999999")):
            line.set(qn(f"w:{name}"), value)
        border.append(line)
    paragraph._p.get_or_add_pPr().append(border)


def _dress(document: "Document", kit: "PrintedKit | None") -> None:
    """Its headings in the colour of the client; language and paper are those of the kit."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, RGBColor

    if kit is None or not kit.paper.startswith(AMERICAN):
        section = document.sections[0]
        section.page_width, section.page_height = map(Mm, A4)

    colour = kit.brand.colours.get(ACCENT, "") if kit else ""
    for name in ("Title", "Heading 1"):
        style: Any = document.styles[name]
        if colour:
            style.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), kit.language if kit else "en")


def _line(text: str) -> str:
    return " ".join(visible(text).split())


def _packed(document: "Document") -> bytes:
    """Packed anew: the library packs with the time of day."""
    made, packed = BytesIO(), BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in sorted(before.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            after.writestr(zipfile.ZipInfo(name, _MADE), before.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
