"""A folder is chosen by looking: the folders below the home folder, as a page and, for a script, as a list."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from generator.studio.frame import Frame, wants_json
from generator.studio.places import HOME, Places
from generator.studio.state import Studio


def routes(studio: Studio, frame: Frame) -> list[Route]:
    places = Places(studio.surroundings.home)

    def page(request: Request) -> Response:
        path = places.nearest(places.path(request.query_params.get("path", HOME)))
        folders, above = places.folders(path), places.above(path)
        if wants_json(request):
            listed = [each._asdict() for each in folders]
            return JSONResponse({"path": places.shown(path), "above": above, "folders": listed})
        return frame.page(
            request, "workshops_folders.html", "workshops", at=places.shown(path), above=above, folders=folders
        )

    return [Route("/folders", page)]
