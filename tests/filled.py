"""Fills a PDF in as a person does, with mouse and keyboard of pdfium, and looks at it."""

import ctypes
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points
WIDE = ctypes.POINTER(ctypes.c_ushort)


def fill(pdf: Path, target: Path, answers: Mapping[str, object]) -> None:
    """`answers`: what is typed into a text field; which of its boxes are clicked, from 0, else."""
    with pdfium.PdfDocument(pdf) as document:
        document.init_forms()
        page = document[0]
        for name, boxes in _boxes(document, page).items():
            answer = answers.get(name, ())
            if isinstance(answer, str):
                _click(document, page, boxes[0])
                raw.FORM_ReplaceSelection(document.formenv, page, ctypes.cast(_wide(answer), WIDE))
            for place in answer if isinstance(answer, tuple) else ():
                _click(document, page, boxes[place])
        raw.FORM_ForceToKillFocus(document.formenv)
        document.save(target)


def boxes(pdf: Path) -> dict[str, list[Box]]:
    """The boxes of each field, in the order of the page; of a family they are those of its children."""
    with pdfium.PdfDocument(pdf) as document:
        document.init_forms()
        return _boxes(document, document[0])


def by_pdfium(pdf: Path) -> Image.Image:
    with pdfium.PdfDocument(pdf) as document:
        document.init_forms()
        return document[0].render(scale=2, may_draw_forms=True).to_pil().convert("L")


def by_poppler(pdf: Path) -> Image.Image:
    target = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "144", "-gray", "-singlefile", "-png", pdf, target], check=True)
    with Image.open(target.with_suffix(".png")) as picture:
        return picture.convert("L")


def ink(picture: Image.Image, box: Box) -> int:
    """The dark pixels inside a box of the page, its outline (of a small one a circle) left out."""
    edge = 7 if box[3] - box[1] < 15 else 3
    left, bottom, right, top = (side * 2 for side in box)
    top, bottom = picture.height - top, picture.height - bottom
    inner = (round(left) + edge, round(top) + edge, round(right) - edge, round(bottom) - edge)
    return int((np.asarray(picture.crop(inner)) < 128).sum())


def _boxes(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> dict[str, list[Box]]:
    found: dict[str, list[Box]] = {}
    for name, box in _widgets(document, page):
        found.setdefault(name.partition(".")[0], []).append(box)
    return found


def _widgets(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[tuple[str, Box]]:
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        length = raw.FPDFAnnot_GetFormFieldName(document.formenv, annotation, None, 0)
        name = ctypes.create_string_buffer(length)
        raw.FPDFAnnot_GetFormFieldName(document.formenv, annotation, ctypes.cast(name, WIDE), length)
        rectangle = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(annotation, rectangle)
        raw.FPDFPage_CloseAnnot(annotation)
        sides = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        yield (
            name.raw.decode("utf-16-le").rstrip("\0"),
            (min(sides[::2]), min(sides[1::2]), max(sides[::2]), max(sides[1::2])),
        )


def _click(document: pdfium.PdfDocument, page: pdfium.PdfPage, box: Box) -> None:
    at = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    raw.FORM_OnMouseMove(document.formenv, page, 0, *at)
    raw.FORM_OnLButtonDown(document.formenv, page, 0, *at)
    raw.FORM_OnLButtonUp(document.formenv, page, 0, *at)


def _wide(text: str) -> ctypes.Array:
    octets = f"{text}\0".encode("utf-16-le")
    return ctypes.create_string_buffer(octets, len(octets))
