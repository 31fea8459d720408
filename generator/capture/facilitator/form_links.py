"""Forms that another service asks: the link that the facilitator pastes, what was recognised in it, and back again."""

from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.facilitator.door import back_to, guarded, inputs, one
from generator.capture.phone.redirect import FORM, code_of_ours, outside_form, told
from generator.capture.web.room import Room
from generator.codes.links import LONGEST_LINK, LinkFault, LinkTemplate, read_link

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = "/desk/elsewhere"


class LedForm(NamedTuple):
    """A form that is asked elsewhere; without a link one that kit.yaml leads there and the desk has brought back."""

    form: str
    link: LinkTemplate | None


def routes(room: Room) -> list[Route]:
    async def page(request: Request) -> Response:
        return _page(room, request)

    async def lead(request: Request) -> Response:
        return await _lead(room, request)

    return [guarded(room, PLACE, page), guarded(room, PLACE, lead, "POST")]


async def _lead(room: Room, request: Request) -> Response:
    sent, kit = await inputs(request), room.kits()
    form, pasted, asked = one(sent, "form"), one(sent, "link"), one(sent, "do")
    if asked in ("back", "kit") and form:
        stays = asked == "back" and form in kit.links
        await room.store.relink(f"{FORM}{form}", f"{FORM}{form}" if stays else "")
        return back_to(PLACE)
    if form not in kit.forms:
        return _page(room, request, form, pasted, "desk-wrong-form")
    try:
        link = read_link(pasted)
    except LinkFault as fault:
        return _page(room, request, form, pasted, f"desk-link-{fault.kind}")
    if code_of_ours(room, link.text) is not None:
        return _page(room, request, form, pasted, "desk-wrong-circle")
    if one(sent, "sure") != link.text:
        return _page(room, request, form, pasted, sure=link)
    await room.store.relink(f"{FORM}{form}", link.text)
    return back_to(PLACE)


def _page(
    room: Room,
    request: Request,
    form: str = "",
    pasted: str = "",
    wrong: str = "",
    sure: LinkTemplate | None = None,
) -> Response:
    titles = {each.id: each.title for each in room.kits().forms.values()}
    return room.page(
        request,
        "desk-elsewhere.html",
        422 if wrong else 200,
        session=None,
        here="codes",
        titles=dict(sorted(titles.items(), key=lambda each: each[1].casefold())),
        form=form,
        link=pasted,
        wrong=wrong,
        most=LONGEST_LINK,
        sure=sure,
        example=_example(room, form, sure) if sure else "",
        led=sorted(_led(room)),
    )


def _example(room: Room, form: str, link: LinkTemplate) -> str:
    """The link filled in for the first thing that opens the form, to be tried."""
    kit = room.kits()
    things = (
        thing for thing in kit.things if not thing.retired and any(each.id == form for each in kit.forms_of(thing))
    )
    thing = next(things, None)
    opened = room.store.open_sessions(kit.id)
    return link.address(told(kit, thing, opened[0].title if opened else "")) if thing else ""


def _led(room: Room) -> "Iterator[LedForm]":
    kept = {link.code.removeprefix(FORM) for link in room.store.links() if link.code.startswith(FORM)}
    for form in kept | set(room.kits().links):
        yield LedForm(form, outside_form(room, form))
