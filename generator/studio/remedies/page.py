"""The button that mends a finding: the edit that the page has shown is written, or none where it is another by now."""

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from generator.studio.body import Posted, posting
from generator.studio.frame import Frame
from generator.studio.history import own_path, save
from generator.studio.refusal import Declined
from generator.studio.remedies.remedy import Remedy, remedy
from generator.studio.shown import ShownProblem
from generator.studio.state import Studio


def remedies(studio: Studio, findings: Iterable[ShownProblem]) -> Mapping[int, Remedy]:
    """By the numbers of the findings; none where nothing can be written."""
    if not studio.is_own or not studio.is_writable:
        return {}
    return {each.number: found for each in findings if (found := remedy(each, studio.folder))}


def routes(studio: Studio, frame: Frame) -> list[Route]:
    def mend(request: Request, posted: Posted) -> Response:
        back = own_path(posted.text("back"))
        about = posted.text("place"), posted.text("message")
        findings = studio.redrawing.state.findings
        finding = next((each for each in findings if (each.place, each.message) == about), None)
        found = remedy(finding, studio.folder) if finding else None
        if found is None or _lines(posted.text("becomes")) != _lines(found.becomes):
            raise Declined(409, "changed", go=back)
        label = frame.words(request, "frame")("did-mend", place=about[0])
        save(studio, found.edits, {found.file: posted.text("seen")}, label)
        return RedirectResponse(back, 303)

    return [Route("/mend", posting(studio, mend, writes=True), methods=["POST"])]


def _lines(text: str) -> list[str]:
    """A form sends line ends of its own."""
    return text.splitlines()
