"""What leads here and elsewhere: the links of a session with their QR codes, and codes that are pointed anew."""

import asyncio
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator import codes, qr
from generator.capture.facilitator.door import back_to, guarded, inputs, one, session_of
from generator.capture.facilitator.endings import download
from generator.capture.phone.redirect import FORM, leads_back, template
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.codes import ThingEntry
    from generator.codes.links import AnswerPlace

LONGEST = 2000  # of an address


class Target(NamedTuple):
    """Where a code is to lead: a form, or an address with the host that people will see."""

    text: str
    form: str = ""
    host: str = ""

    @property
    def answers(self) -> "tuple[AnswerPlace, ...]":
        """What is filled in there, where it is the link of a form with our words."""
        link = template(self.text) if self.host else None
        return link.answers if link else ()


class Pointed(NamedTuple):
    thing: "ThingEntry | None"
    code: str
    target: Target


def routes(room: Room) -> list[Route]:
    async def links(request: Request) -> Response:
        return _links(room, request)

    async def poster(request: Request) -> Response:
        return await _poster(room, request)

    async def picture(request: Request) -> Response:
        return _picture(room, request)

    async def pointed(request: Request) -> Response:
        return _page(room, request)

    async def point(request: Request) -> Response:
        return await _point(room, request)

    async def invite(request: Request) -> Response:
        await inputs(request)
        link = f"{room.entrance().base}/f/{await room.store.one_time_link()}"
        return room.page(request, "desk-invite.html", session=None, here="home", link=link)

    return [
        guarded(room, "/desk/codes", pointed),
        guarded(room, "/desk/codes", point, "POST"),
        guarded(room, "/desk/invite", invite, "POST"),
        guarded(room, "/desk/{session}/links", links),
        guarded(room, "/desk/{session}/{which}.svg", picture),
        guarded(room, "/desk/{session}/poster.pdf", poster),
    ]


def _links(room: Room, request: Request) -> Response:
    session, base = session_of(room, request), room.entrance().base
    return room.page(
        request,
        "desk-links.html",
        session=session,
        here="links",
        base=base,
        join=f"{base}/j/{session.join_token}",
        board=f"{base}/board/{session.board_token}",
        host=f"{room.entrance().host}/join",
        poster=room.poster_of(session),
    )


def _picture(room: Room, request: Request) -> Response:
    """The QR code of a link."""
    session = session_of(room, request)
    paths = {"join": f"/j/{session.join_token}", "board": f"/board/{session.board_token}"}
    which = request.path_params["which"]
    if which not in paths:
        raise HTTPException(404)
    return Response(svg(f"{room.entrance().base}{paths[which]}"), media_type="image/svg+xml")


async def _poster(room: Room, request: Request) -> Response:
    """The poster for the door, to print from whichever computer the desk is open on."""
    session = session_of(room, request)
    path = room.poster_of(session)
    if path is None:
        raise HTTPException(404)
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise HTTPException(404) from error
    return download(content, "application/pdf", session, "pdf")


def svg(text: str) -> str:
    """A QR code with its quiet zone, dark on white whatever the page looks like."""
    code = qr.encode(text)
    side = code.size + 2 * qr.QUIET_ZONE
    runs = []
    for row, bits in enumerate(code.rows):
        for column in range(code.size):
            if bits >> (code.size - 1 - column) & 1:
                runs.append(f"M{column + qr.QUIET_ZONE} {row + qr.QUIET_ZONE}h1v1h-1z")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{"".join(runs)}"/></svg>'
    )


# --- codes that are pointed anew ---


def target_of(form: str, address: str, kit: "PrintedKit") -> Target | str:
    """Where a code is to lead, or the key of the words that say why it cannot."""
    if form and address:
        return "desk-wrong-target"
    if not address:
        return Target(f"{FORM}{form}", form) if form in kit.forms else "desk-wrong-target"
    if len(address) > LONGEST or any(letter <= " " or letter in '\\"<>`' or letter == "\x7f" for letter in address):
        return "desk-wrong-address"
    try:
        parts = urlsplit(address)
        host = (
            (parts.hostname or "").encode("idna").decode()
        )  # letters that look like others are seen for what they are
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "desk-wrong-address"
    if parts.scheme != "https":
        return "desk-wrong-scheme"
    if "." not in host or parts.username is not None or parts.password is not None:
        return "desk-wrong-address"
    path = parts._replace(scheme="", netloc="").geturl()
    ascii_path = "".join(letter if letter.isascii() else _quoted(letter) for letter in path)
    return Target(f"https://{host}{port}{ascii_path}", "", f"{host}{port}")


def _quoted(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))


def shown_target(text: str, kit: "PrintedKit") -> Target:
    """A target as it is kept."""
    if text.startswith(FORM):
        return Target(text, text.removeprefix(FORM))
    return Target(text, "", urlsplit(text).netloc)


async def _point(room: Room, request: Request) -> Response:
    sent, kit = await inputs(request), room.kits()
    code = codes.parse(one(sent, "code")) or ""
    thing = kit.thing(code)
    if one(sent, "do") == "back" and code:
        await room.store.relink(code, "")
        return back_to("/desk/codes")
    if thing is None:
        return _page(room, request, sent, "desk-wrong-code")
    target = target_of(one(sent, "form"), one(sent, "address"), kit)
    if isinstance(target, str):
        return _page(room, request, sent, target)
    if target.host and leads_back(room, code, target.text):
        return _page(room, request, sent, "desk-wrong-circle")
    if target.host and one(sent, "sure") != target.text:
        return _page(room, request, sent, asked=Pointed(thing, code, target))
    await room.store.relink(code, target.text)
    return back_to("/desk/codes")


def _page(
    room: Room,
    request: Request,
    sent: dict[str, list[str]] | None = None,
    wrong: str = "",
    asked: Pointed | None = None,
) -> Response:
    kit = room.kits()
    return room.page(
        request,
        "desk-codes.html",
        422 if wrong else 200,
        session=None,
        here="codes",
        code=one(sent or {}, "code"),
        form=one(sent or {}, "form"),
        address=one(sent or {}, "address"),
        wrong=wrong,
        sure=asked,
        forms=sorted(kit.forms.values(), key=lambda form: form.title.casefold()),
        links=[
            Pointed(kit.thing(link.code), link.code, shown_target(link.target, kit))
            for link in room.store.links()
            if not link.code.startswith(FORM)
        ],
    )
