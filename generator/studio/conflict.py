"""What was typed where somebody else has written meanwhile: both side by side, nothing lost, nothing written over."""

from collections.abc import Sequence
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from generator.studio.frame import Frame

WAS = "was:"  # an input that has what stood in the file when the page was made


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
