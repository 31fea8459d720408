"""Pictures of cards, and fonts, as the store keeps them: where a page finds one, how it is served. Knows no file."""

from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from generator.codes import picture_kind, screen_kind

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.store import StoreReader
    from generator.capture.web.room import Room
    from generator.codes import ThingEntry

STANDS, HEAD = b'preserveAspectRatio="xMaxYMax"', 200  # what such a drawing says in its first bytes
FOR_GOOD = "public, max-age=31536000, immutable"
TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "woff2": "font/woff2"}
# A picture that is opened by itself is a page: it may run and fetch nothing.
HEADERS = {
    "cache-control": FOR_GOOD,
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}


class LogoOnScreens(NamedTuple):
    """Where a page finds the client's mark, for light and for dark screens."""

    day: str
    night: str


def logo_of(kit: "PrintedKit", store: "StoreReader") -> LogoOnScreens | None:
    logo = kit.brand.logo
    found = LogoOnScreens(_address(logo.day, store), _address(logo.night, store)) if logo else None
    return found if found and all(found) else None


class PictureOnPage(NamedTuple):
    """Where a page finds the picture of a card, "" where there is none; and whether it stands at the right foot of any
    box, its table going on beside it: builds of before drew pictures that end at their edges."""

    address: str = ""
    goes_on: bool = False


def on_page(thing: "ThingEntry | None", store: "StoreReader") -> PictureOnPage:
    return with_digest(thing.picture or "", store) if thing else PictureOnPage()


def with_digest(digest: str, store: "StoreReader") -> PictureOnPage:
    content = store.picture(digest) if digest else None
    kind = picture_kind(content) if content else ""
    if not (content and kind):
        return PictureOnPage()
    return PictureOnPage(f"/picture/{digest}.{kind}", STANDS in content[:HEAD])


def _address(digest: str, store: "StoreReader") -> str:
    content = store.picture(digest)
    kind = picture_kind(content) if content else ""
    return f"/picture/{digest}.{kind}" if kind else ""


def picture(room: "Room", request: Request) -> Response:
    """`/picture/{name}`: a digest with the ending of its kind. Another content has another address."""
    digest, _, ending = request.path_params["name"].partition(".")
    content = room.store.picture(digest)
    if content is None or screen_kind(content) != ending:
        raise HTTPException(404)
    etag = f'"{digest[:12]}"'
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers={**HEADERS, "etag": etag})
    return Response(content, media_type=TYPES[ending], headers={**HEADERS, "etag": etag})
