"""Many pages at once, in processes of their own: shots in, files or bitmaps out, in the order of the shots."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Literal, NamedTuple

from generator.images.bitmap import Bitmap
from generator.render.pages import Pages

WORTH_A_CREW = 12  # pages: fewer are done before a process has begun
AHEAD = 4  # pages that each process has waiting, so that few are held


class Shot(NamedTuple):
    """One page as a picture of so many pixels."""

    page: int  # from 0
    pixels: tuple[int, int]
    kind: Literal["png", "jpeg", "bitmap"]
    dpi: float = 0.0
    radius: float = 0.0  # pixels: corners that are cut away


def developed(data: bytes, shots: Sequence[Shot], workers: int) -> Iterator[bytes | Bitmap]:
    """Each shot of the PDF; by so many processes, or here where that is not worth while."""
    if workers < 2 or len(shots) < WORTH_A_CREW:
        pages = Pages(data)
        try:
            yield from (_develop(pages, shot) for shot in shots)
        finally:
            pages.close()
        return
    # Spawned, not forked: a fork inherits the locks of whatever threads there are.
    with ProcessPoolExecutor(workers, get_context("spawn"), _open, (data,)) as crew:
        waiting: list[Future[bytes | Bitmap]] = []
        try:
            for shot in shots:
                waiting.append(crew.submit(_at_work, shot))
                if len(waiting) > workers * AHEAD:
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()
        finally:
            for each in waiting:
                each.cancel()


_opened: list[Pages] = []  # of this process


def _open(data: bytes) -> None:
    _opened[:] = [Pages(data)]


def _at_work(shot: Shot) -> bytes | Bitmap:
    return _develop(_opened[0], shot)


def _develop(pages: Pages, shot: Shot) -> bytes | Bitmap:
    bitmap = pages.bitmap(shot.page, shot.pixels).rounded(shot.radius)
    if shot.kind == "bitmap":
        return bitmap
    return bitmap.png(shot.dpi) if shot.kind == "png" else bitmap.jpeg(shot.dpi)
