"""A PDF in, its pages as bitmaps of exactly so many pixels out. PDFium knows of one thread: the others wait."""

import ctypes
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from generator.geometry import Rect, Size
from generator.images.bitmap import Bitmap
from generator.render.phrases import DrawnLetter

WHITE = 0xFFFFFFFF
FINE = 3  # times larger is drawn than is seen
_ONE_THREAD = Lock()
MOST_PIXELS = 40_000_000  # that are drawn at once, 160 MB: the pixels of larger pages are fine enough


class Pages:
    """The pages of a PDF; close it when done."""

    def __init__(self, data: bytes) -> None:
        with _ONE_THREAD:
            self._document = pypdfium2.PdfDocument(data)

    def __len__(self) -> int:
        with _ONE_THREAD:
            return len(self._document)

    def close(self) -> None:
        with _ONE_THREAD:
            self._document.close()

    def size(self, index: int) -> Size:
        """In points."""
        with _ONE_THREAD:
            return Size(*self._document.get_page_size(index))

    def letters(self, index: int) -> list[DrawnLetter]:
        """The characters of the page, in the order in which they are drawn, with line breaks between lines."""
        with _ONE_THREAD:
            page = self._document[index]
            text = pdfium.FPDFText_LoadPage(page.raw)
            try:
                height = page.get_height()
                return [_letter(text, number, height) for number in range(pdfium.FPDFText_CountChars(text))]
            finally:
                pdfium.FPDFText_ClosePage(text)
                page.close()

    def bitmap(self, index: int, pixels: tuple[int, int], fine: int = FINE) -> Bitmap:
        """The whole page on exactly so many pixels, drawn larger and averaged: PDFium draws no line thinner than one.

        Not by pypdfium2's `render`, which takes a scale and rounds up: 198 pt at 300 dpi are 825 pixels, it gives 826.
        """
        fits = (times for times in range(fine, 0, -1) if pixels[0] * pixels[1] * times**2 <= MOST_PIXELS)
        times = next(fits, 1)
        width, height = (side * times for side in pixels)
        return Bitmap.of_rgbx(pixels, self._drawn(index, width, height), times)

    def _drawn(self, index: int, width: int, height: int) -> bytes:
        """Four bytes a pixel."""
        stride = width * 4
        data = ctypes.create_string_buffer(stride * height)
        with _ONE_THREAD:
            page = self._document[index]
            bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, data, stride)
            try:
                pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE)
                pdfium.FPDF_RenderPageBitmap(bitmap, page.raw, 0, 0, width, height, 0, pdfium.FPDF_REVERSE_BYTE_ORDER)
            finally:
                pdfium.FPDFBitmap_Destroy(bitmap)
                page.close()
        return data.raw


def _letter(text: pdfium.FPDF_TEXTPAGE, number: int, height: float) -> DrawnLetter:
    box = pdfium.FS_RECTF()
    known = pdfium.FPDFText_GetLooseCharBox(text, number, box) and not pdfium.FPDFText_IsGenerated(text, number)
    place = Rect(box.left, height - box.top, box.right - box.left, box.top - box.bottom) if known else None
    return DrawnLetter(chr(pdfium.FPDFText_GetUnicode(text, number)), place)
