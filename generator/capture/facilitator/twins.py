"""Twins on the desk: entries that say the same are merged into the one that stays, and taken apart again."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.answers.offers import offered_forms
from generator.capture.answers.questions import name_of
from generator.capture.facilitator.door import back_to, guarded, inputs, one, session_of
from generator.capture.model import VISIBLE, Entry, State
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Session

LISTED: tuple[State, ...] = (*VISIBLE, "merged")


class NamedEntry(NamedTuple):
    """An entry by its first words; `twins` were merged into it."""

    id: str
    name: str
    by: str  # department or table
    twins: tuple["NamedEntry", ...] = ()


class Namesakes(NamedTuple):
    """What can be merged with one another: of one form, on one poster where it is about one."""

    form: str
    poster: str
    title: str
    entries: tuple[NamedEntry, ...]  # the same words stand together
    alike: int  # how many say the same as another


def routes(room: Room) -> list[Route]:
    async def page(request: Request) -> Response:
        return _page(room, request, session_of(room, request))

    async def change(request: Request) -> Response:
        return await _change(room, request)

    return [
        guarded(room, "/desk/{session}/twins", page),
        guarded(room, "/desk/{session}/twins", change, "POST"),
    ]


def _page(room: Room, request: Request, session: "Session", wrong: str = "") -> Response:
    return room.page(
        request,
        "desk-twins.html",
        422 if wrong else 200,
        session=session,
        here="twins",
        wrong=wrong,
        collections=collections(room, session),
    )


def collections(room: Room, session: "Session") -> list[Namesakes]:
    """Of every form whose entries are placed or voted on by others, those with two entries or more."""
    kit = room.kit_of(session)
    forms = offered_forms(kit)
    entries = room.store.entries(session.id, states=LISTED, forms=forms) if forms else ()
    placing = {relation.source for relation in room.store.relations(session.id, "places")}
    merged = {relation.source: relation.target for relation in room.store.relations(session.id, "merged")}
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.id not in placing:
            found.setdefault((entry.form, entry.thing if entry.kind == "poster" else ""), []).append(entry)
    listed = (_collection(form, poster, of_form, merged, kit) for (form, poster), of_form in found.items())
    return [each for each in listed if len(each.entries) > 1 or any(named.twins for named in each.entries)]


def _collection(
    form: str, poster: str, entries: Sequence[Entry], merged: dict[str, str], kit: "PrintedKit"
) -> Namesakes:
    twins: dict[str, list[NamedEntry]] = {}
    for entry in entries:
        if entry.state == "merged":
            twins.setdefault(merged.get(entry.id, ""), []).append(_named(entry, kit))
    listed = [
        named._replace(twins=tuple(twins.get(entry.id, ())))
        for entry in entries
        if entry.state != "merged" and (named := _named(entry, kit)).name
    ]
    first = {named.name.casefold(): place for place, named in reversed(list(enumerate(listed)))}
    listed.sort(key=lambda named: first[named.name.casefold()])
    on = kit.poster(poster) if poster else None
    title = kit.forms[form].title + (f" · {on.title}" if on else "")
    return Namesakes(form, poster, title, tuple(listed), len(listed) - len(first))


def _named(entry: Entry, kit: "PrintedKit") -> NamedEntry:
    return NamedEntry(entry.id, name_of(entry, kit), " · ".join(filter(None, (entry.department, entry.table))))


async def _change(room: Room, request: Request) -> Response:
    session, sent = session_of(room, request), await inputs(request)
    do, here = one(sent, "do"), f"/desk/{session.id}/twins"
    if do == "apart":
        await _apart(room, session, one(sent, "entry"))
        return back_to(here)
    if do != "merge":
        raise HTTPException(400)
    stays = one(sent, "stays")
    twins = [id for id in sent.get("twin", ()) if id != stays]
    if not stays or not twins:
        return _page(room, request, session, "desk-wrong-twins")
    if not _together(room, session, [stays, *twins]):
        raise HTTPException(400)
    await room.store.merge(twins, stays)
    return back_to(here)


def _together(room: Room, session: "Session", ids: Iterable[str]) -> bool:
    """Whether all of them stand in one collection: nobody merges an idea into a recipe, or into another workshop."""
    wanted = set(ids)
    return any(wanted <= {named.id for named in each.entries} for each in collections(room, session))


async def _apart(room: Room, session: "Session", id: str) -> None:
    entry = room.store.entry(id)
    if entry is None or entry.session != session.id or entry.state != "merged":
        raise HTTPException(400)
    await room.store.unmerge(id)
