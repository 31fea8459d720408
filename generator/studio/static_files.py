"""Styles, scripts and fonts, by names that are known: no path of a request ever meets a folder."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from generator import bundled

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
FONTS = {
    "text.ttf": "atkinson-hyperlegible-next/AtkinsonHyperlegibleNext-Regular.ttf",
    "text-bold.ttf": "atkinson-hyperlegible-next/AtkinsonHyperlegibleNext-Bold.ttf",
    "display.ttf": "fraunces/Fraunces-ExtraBold.ttf",
}


def routes() -> list[Route]:
    files = {path.name: path for path in FOLDER.iterdir() if path.suffix in TYPES}

    def static(request: Request) -> Response:
        path = files.get(request.path_params["name"])
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, media_type=TYPES[path.suffix], headers={"Cache-Control": "no-cache"})

    return [Route("/static/{name}", static), Route("/fonts/{name}", _font)]


def _font(request: Request) -> Response:
    name = FONTS.get(request.path_params["name"])
    if name is None:
        raise HTTPException(404)
    path = bundled.folder("fonts") / name
    return FileResponse(path, media_type="font/ttf", headers={"Cache-Control": "private, max-age=3600"})
