"""Pages of PDFs as PNG pictures, of the widths that screens ask for. Knows no piece and no address."""

from collections import OrderedDict
from threading import Lock

from generator.render import Pages
from generator.studio.shown import FinishedPdf
from generator.units import MM_PER_POINT

WIDTHS = (200, 400, 600, 800, 1200, 1600, 2400)  # pixels
MAX_BYTES = 96_000_000  # of pictures that are kept
MOST_DOCUMENTS = 6  # that are kept open

Key = tuple[str, int, int]


class Darkroom:
    """Renders one page at a time, as PDFium does not know of threads, and keeps what was asked for last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pictures: OrderedDict[Key, bytes] = OrderedDict()
        self._documents: OrderedDict[str, Pages] = OrderedDict()
        self._held = 0

    def picture(self, printed: FinishedPdf, number: int, width: int) -> bytes | None:
        """Page `number` (from 1) in the next width that there is; None where there is no such page."""
        width = next((each for each in WIDTHS if each >= width), WIDTHS[-1])
        key = (printed.sha256, number, width)
        with self._lock:
            if key not in self._pictures:
                document = self._document(printed)
                if not 1 <= number <= len(document):
                    return None
                self._keep(key, _png(document, number - 1, width))
            self._pictures.move_to_end(key)
            return self._pictures[key]

    def sizes(self, printed: FinishedPdf) -> tuple[tuple[float, float], ...]:
        """Width and height of each page, in mm."""
        with self._lock:
            document = self._document(printed)
            sizes = (document.size(index) for index in range(len(document)))
            return tuple((width * MM_PER_POINT, height * MM_PER_POINT) for width, height in sizes)

    def _document(self, printed: FinishedPdf) -> Pages:
        if printed.sha256 not in self._documents:
            self._documents[printed.sha256] = Pages(printed.data)
            while len(self._documents) > MOST_DOCUMENTS:
                self._documents.popitem(last=False)[1].close()
        self._documents.move_to_end(printed.sha256)
        return self._documents[printed.sha256]

    def _keep(self, key: Key, picture: bytes) -> None:
        self._pictures[key] = picture
        self._held += len(picture)
        while self._held > MAX_BYTES and len(self._pictures) > 1:
            self._held -= len(self._pictures.popitem(last=False)[1])


def _png(document: Pages, index: int, width: int) -> bytes:
    page = document.size(index)
    height = max(1, round(page.height * width / page.width))
    return document.bitmap(index, (width, height), 1).png(0, level=1)  # quickly: it stays on this machine
