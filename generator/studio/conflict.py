"""What was typed where somebody else has written meanwhile: both side by side, nothing lost, nothing written over."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from generator.edit.faults import Stale
from generator.studio.frame import Frame, wants_json

WAS = "was:"  # an input that has what stood in the file when the page was made
MOST_TRIES = 3  # to write while somebody else writes, too
MOST_DIFFERENCES = 20  # that are shown of a file


class TypedText(NamedTuple):
    """`now` is what the file says; None where there is no such place any more."""

    name: str  # of its input
    label: str
    text: str
    was: str | None
    now: str | None

    @property
    def is_changed(self) -> bool:
        """Whether the file says something else by now, and not what was typed."""
        return self.now is None or (self.was is not None and self.now not in (self.was, self.text))


def conflict_page(
    request: Request, frame: Frame, page: str, typed: Sequence[TypedText], *, address: str, back: str
) -> Response:
    """With a form that writes what was typed; `address` is where it is posted, `back` where nothing is written."""
    return frame.page(request, "conflict.html", page, 409, typed=typed, address=address, back=back)


class Difference(NamedTuple):
    """The same lines in two versions of a file, as each has them; either may be empty."""

    now: str
    wanted: str


def retried(attempt: Callable[[], Response]) -> Response:
    """The answer of what reads, compares and writes; again where somebody wrote in between. Raises Stale where that
    does not end.
    """
    for _ in range(MOST_TRIES - 1):
        with suppress(Stale):
            return attempt()
    return attempt()


def stale_page(request: Request, frame: Frame, stale: Stale) -> Response:
    """Of a file that was changed since the page was made: what it says now beside what was to be written."""
    message = frame.words(request, "frame")("stale-file", file=stale.file)
    back = "/" + request.url.path.split("/")[1]
    if wants_json(request):
        return frame.message(request, message, 409, "changed")
    lines = list(islice(differences(stale.now, stale.wanted), MOST_DIFFERENCES))
    return frame.page(request, "stale.html", "frame", 409, message=message, differences=lines, go=back)


def differences(now: bytes | None, wanted: bytes | None) -> Iterator[Difference]:
    """Where two versions differ, with all of the lines; none where one is missing, or is no text in UTF-8."""
    try:
        theirs, ours = ((data or b"").decode().splitlines() for data in (now, wanted))
    except UnicodeDecodeError:
        return
    if now is None or wanted is None:
        return
    for kind, start, end, first, last in SequenceMatcher(None, theirs, ours).get_opcodes():
        if kind != "equal":
            yield Difference("\n".join(theirs[start:end]), "\n".join(ours[first:last]))
