"""What we lean on in other people's libraries that they do not promise to keep: each part is named here, and missed in
words where it is gone. pyproject.toml keeps their next major versions away until somebody has looked.

qrcode, uvicorn, openpyxl and ReportLab document little of what is below the surface; PyYAML hides its C parser.
"""

import ast
import dis
import importlib
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import FunctionType

import house
import pytest

ROOT = Path(__file__).parent.parent
# Where: library → what it is needed for → the names. `Class: a b` are attributes of the class or of what it makes.
PARTS = {
    "qrcode": {
        "blocks and error correction (generator/qr.py)": (
            "qrcode.base.rs_blocks",
            "qrcode.base.RSBlock: data_count total_count",
            "qrcode.base.EXP_TABLE",
            "qrcode.base.LOG_TABLE",
        ),
        "finders, timing, alignment, version and format (generator/qr.py)": (
            "qrcode.QRCode: modules modules_count setup_position_probe_pattern setup_position_adjust_pattern"
            " setup_timing_pattern setup_type_info setup_type_number",
            "qrcode.constants.ERROR_CORRECT_M",
        ),
        "masks (generator/qr.py)": ("qrcode.util.mask_func",),
    },
    "uvicorn": {
        "hanging up on whoever dawdles (generator/capture/network/server.py)": (
            "uvicorn.protocols.http.h11_impl.H11Protocol: connection_made data_received connection_lost"
            " send_400_response conn cycle loop transport",
            "uvicorn.protocols.http.h11_impl.RequestResponseCycle: response_started response_complete disconnected"
            " message_event",
            "h11.Connection: their_state",
            "h11.IDLE",
            "h11.SEND_BODY",
        ),
        "stopping without signals (generator/capture/network/server.py)": (
            "uvicorn.Server: capture_signals serve started should_exit force_exit",
            "uvicorn.Config",
        ),
        "serving on a socket that is open (generator/studio/server.py)": ("uvicorn.Server: run should_exit",),
    },
    "openpyxl": {
        "the cells that there are, not those up to a stray one (generator/tables/workbook.py)": (
            "openpyxl.load_workbook",
            "openpyxl.worksheet.worksheet.Worksheet: _cells _images merged_cells row_dimensions sheet_state title",
        ),
        "how many cells are merged, before all of them are made (generator/tables/workbook_file.py)": (
            "openpyxl.utils.range_boundaries",
        ),
        "the workbook for translators (generator/tables/wordbook.py)": (
            "openpyxl.Workbook: active save",
            "openpyxl.styles.Alignment",
            "openpyxl.styles.Font",
        ),
        "pictures that lie on a sheet, and where (generator/tables/workbook.py)": (
            "openpyxl.drawing.image.Image: _data anchor",
            "openpyxl.drawing.spreadsheet_drawing.OneCellAnchor: _from",
        ),
    },
    "reportlab": {
        "the file (generator/pdf/document.py, writer.py, standard.py)": (
            "reportlab.pdfbase.pdfdoc.PDFDocument: Catalog ID Pages Reference _pdfVersion addPage addShading format"
            " GetPDFData idToObject info numberToId thisPageName",
            "reportlab.pdfbase.pdfdoc.PDFFile: format",
            "reportlab.pdfbase.pdfdoc.PDFTrailer: format",
            "reportlab.pdfbase.pdfdoc.PDFCatalog: __NoDefault__",
            "reportlab.pdfbase.pdfdoc.PDFInfo: title author subject keywords format",
            "reportlab.pdfbase.pdfdoc.PDFPages: pages",
            "reportlab.pdfbase.pdfdoc.PDFStream: content format",
            "reportlab.pdfbase.pdfdoc.PDFResourceDictionary: basicFonts dict_attributes",
            "reportlab.pdfbase.pdfdoc.ViewerPreferencesPDFDictionary",
        ),
        "objects in it (generator/pdf)": tuple(
            f"reportlab.pdfbase.pdfdoc.PDF{kind}"
            for kind in ("Array", "ArrayCompact", "Dictionary", "Name", "ObjectReference", "Stream", "String")
        ),
        "how they are written (generator/pdf/dictionary.py, document.py)": (
            "reportlab.pdfbase.pdfdoc.PDFDictionary: dict format",
            "reportlab.pdfbase.pdfdoc.PDFDocument: idToObjectNumberAndVersion",
            "reportlab.pdfbase.pdfdoc.PDFObjectReference: name",
            "reportlab.pdfbase.pdfdoc.PDFStream: dictionary",
            "reportlab.pdfbase.pdfdoc.format",
        ),
        "gradients (generator/pdf/colour.py, inks.py)": tuple(
            f"reportlab.pdfbase.pdfdoc.PDF{kind}"
            for kind in ("AxialShading", "ExponentialFunction", "Function", "RadialShading", "StitchingFunction")
        ),
        "type (generator/pdf/type.py, subset.py, answers.py)": (
            "reportlab.pdfbase.ttfonts.FF_FORCEBOLD",
            "reportlab.pdfbase.ttfonts.FF_NONSYMBOLIC",
            "reportlab.pdfbase.ttfonts.FF_SYMBOLIC",
            "reportlab.pdfbase.ttfonts.TTFError",
            "reportlab.pdfbase.ttfonts.TTFont: _assignState addObjects face fontName getSubsetInternalName splitString"
            " state",
            "reportlab.pdfbase.ttfonts.TTFont.State: frozen subsets",
            "reportlab.pdfbase.ttfonts.TTFontFile: _ttf_data ascent bbox capHeight charToGlyph charWidths defaultWidth"
            " descent flags get_table glyphPos hmetrics italicAngle name stemV table",
        ),
    },
    "PyYAML": {"reading at the speed of C (generator/sources/parsing.py)": ("yaml._yaml.CParser",)},
}
NAMES = [(library, use, name) for library, uses in PARTS.items() for use, names in uses.items() for name in names]
BOUND = ("openpyxl", "qrcode", "reportlab", "uvicorn")  # the libraries whose next major version is kept away
ROOMS = ("generator/capture/network/", "generator/pdf/", "generator/studio/", "generator/qr.py", "generator/tables/")
PLAIN_NAMES = {
    "_cells",
    "_data",
    "_images",
    "_ttf_data",
    "_asdict",
    "_make",
    "_replace",
}  # named above, or of a NamedTuple


def found(path: str) -> object:
    """What a dotted name stands for. Raises ImportError or AttributeError where there is no such thing."""
    module, _, rest = path.partition(".")
    thing: object = importlib.import_module(module)
    for name in filter(None, rest.split(".")):
        module = f"{module}.{name}"
        thing = getattr(thing, name) if hasattr(thing, name) else importlib.import_module(module)
    return thing


def stored(made: type) -> set[str]:
    """The attributes that the methods of a class, or of those it comes from, give to what it makes."""
    functions = (each for kind in made.__mro__ for each in vars(kind).values() if isinstance(each, FunctionType))
    return {
        str(step.argval) for each in functions for step in dis.get_instructions(each) if "STORE_ATTR" in step.opname
    }


def missed(library: str, use: str, name: str) -> str:
    """A sentence where a part is gone; empty where it is there."""
    path, _, attributes = name.partition(": ")
    try:
        thing = found(path)
    except (ImportError, AttributeError):
        return f"{library} {version(library)} has no {path} any more; we need it for {use}"
    known = {*dir(thing), *(stored(thing) if isinstance(thing, type) else ())}
    known |= set(getattr(thing, "__slots__", ())) | set(getattr(thing, "__dataclass_fields__", ()))
    gone = [attribute for attribute in attributes.split() if attribute not in known]
    return (
        f"{library} {version(library)}: {path} has no {', '.join(gone)} any more; we need it for {use}" if gone else ""
    )


@pytest.mark.parametrize(("library", "use", "name"), NAMES, ids=lambda part: part.split(":")[0].split(" (")[0])
def test_a_part_that_nobody_promised_us_is_there(library, use, name):
    assert missed(library, use, name) == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("qrcode.base.rs_pieces", "has no qrcode.base.rs_pieces any more; we need it for blocks"),
        ("qrcode.basis", "has no qrcode.basis any more; we need it for blocks"),
        ("qrcode.QRCode: modules setup_all", "qrcode.QRCode has no setup_all any more; we need it for blocks"),
    ],
)
def test_a_part_that_is_gone_is_missed_in_words(name, words):
    assert words in missed("qrcode", "blocks", name)


def test_the_cells_of_a_sheet_are_kept_by_row_and_column():
    import openpyxl

    sheet = openpyxl.Workbook().active
    sheet["B3"] = "a word"
    assert [(place, cell.value) for place, cell in sheet._cells.items()] == [((3, 2), "a word")]


def test_the_tables_of_the_field_are_those_of_qr_codes():
    from qrcode import base

    assert base.EXP_TABLE[8] == 0b11101  # x⁸ = x⁴ + x³ + x² + 1
    assert all(base.LOG_TABLE[base.EXP_TABLE[power]] == power for power in range(255))
    assert [block.data_count for block in base.rs_blocks(5, 0)] == [43, 43]  # 5-M, table 9


def test_resources_are_of_the_kinds_that_we_fill():
    from reportlab.pdfbase.pdfdoc import PDFResourceDictionary

    kinds = {"ColorSpace", "ExtGState", "Properties", "Shading", "XObject"}
    assert kinds <= set(PDFResourceDictionary.dict_attributes)


def unnamed(path: str, source: str) -> Iterator[str]:
    """Imports from these libraries, and looks at private parts in rooms that hold objects of theirs, that nothing above
    names."""
    named = {name.partition(":")[0] for _, _, name in NAMES}
    libraries = {"qrcode", "uvicorn", "openpyxl", "reportlab"}
    for line, name in house.imports(source):
        is_whole = name in libraries or any(part.startswith(f"{name}.") for part in named)  # a module, looked into
        if name.split(".")[0] in libraries and name not in named and not is_whole:
            yield f"{path}:{line}: {name}"
    for node in ast.walk(ast.parse(source)):
        if not path.startswith(ROOMS) or not isinstance(node, ast.Attribute):
            continue
        if re.match("_[a-z]", node.attr) and node.attr not in PLAIN_NAMES:
            ours = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            is_super = isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name)
            if not ours and not is_super:
                yield f"{path}:{node.lineno}: .{node.attr}"


def test_everything_that_we_lean_on_is_named():
    sources = {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "generator").rglob("*.py"))}
    assert [one for name, path in sources.items() for one in unnamed(name, path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("from reportlab.pdfbase.pdfdoc import PDFOutlines", "reportlab.pdfbase.pdfdoc.PDFOutlines"),
        ("def f():\n    from qrcode.main import make", "qrcode.main.make"),
        ("def f(sheet):\n    return sheet._charts", "._charts"),
    ],
)
def test_what_nobody_named_is_caught(source, what):
    (one,) = unnamed("generator/qr.py", source)
    assert one.endswith(what)


@pytest.mark.parametrize("library", BOUND)
def test_the_next_major_version_is_kept_away(library):
    wishes = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    (wish,) = (wish for wish in wishes if re.match(rf"{library}\b", wish))
    most = re.search(r"<(\d+)$", wish)
    assert most, f"{wish} has no upper bound"
    assert int(most[1]) == int(version(library).split(".")[0]) + 1
