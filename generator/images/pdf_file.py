"""A PDF file of one page, as logos are handed over, made a drawing or refused with a remedy. pypdf reads it."""

from io import BytesIO
from typing import Any

from generator.geometry import Rect
from generator.images.decode import BadPicture
from generator.images.pdf_layers import hides_layers, is_seen
from generator.images.pdf_page import MAX_CONTENT, Page, too_much
from generator.images.pdf_paint import NotDrawn, entry
from generator.images.vector import Vector

_OUTLINES = "convert it to outlines in its program, or export the drawing as SVG"
_MOST_FILTERS = 3  # of a stream
_LIMITS: dict[str, Any] = {  # of pypdf, which by itself unpacks five times as much, and takes half a minute for it
    **dict.fromkeys(("zlib_maximum_output_length", "lzw_maximum_output_length"), MAX_CONTENT),
    "run_length_maximum_output_length": MAX_CONTENT,
    "array_based_stream_maximum_output_length": MAX_CONTENT,
    "stream_decoding_work_maximum_length": 2 * MAX_CONTENT,
    "stream_filters_maximum_length": _MOST_FILTERS,
}


def read_page(data: bytes) -> Vector:
    """The drawing. Raises BadPicture for a file of several pages, and for what is not drawn here."""
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import DependencyError, DeprecationError, LimitReachedError, PyPdfError

    try:
        with apply_configuration(**_LIMITS):
            return _drawing(PdfReader(BytesIO(data)))
    except NotDrawn as error:
        raise _not_drawn(error) from error
    except LimitReachedError as error:
        raise _not_drawn(too_much()) from error
    except DependencyError as error:  # of a cipher, before it can be asked whether there is one
        raise _locked() from error
    except (
        PyPdfError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        DeprecationError,
        LookupError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        raise BadPicture("is damaged, or no PDF file", "export it again as PDF or SVG") from error


def _drawing(reader: Any) -> Vector:
    if reader.is_encrypted:
        raise _locked()
    if len(reader.pages) != 1:
        message = f"is a PDF file of {len(reader.pages)} pages"
        raise BadPicture(message, "save the page with the drawing as a file of its own", "picture-format")
    if hides_layers(reader.root_object):
        raise BadPicture("is a PDF file with hidden layers", "take them out, or export it as SVG", "picture-format")
    page = reader.pages[0]
    if any(map(is_seen, entry(page, "/Annots", []))):
        raise NotDrawn("has notes or fields on its page")
    box = [float(edge) for edge in page.cropbox]
    return Page(reader, page, Rect(box[0], box[1], box[2] - box[0], box[3] - box[1])).drawing()


def _not_drawn(error: NotDrawn) -> BadPicture:
    return BadPicture(f"is a PDF file that {error}", _OUTLINES, "picture-format")


def _locked() -> BadPicture:
    return BadPicture("is a PDF file with a password", "save it without one", "picture-format")
