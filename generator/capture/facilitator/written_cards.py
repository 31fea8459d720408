"""Cards that people wrote, looked through at the desk: what goes into the deck, in which words; twins side by side."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.answers.reader import Question, questions
from generator.capture.answers.values import Wrong
from generator.capture.facilitator.door import back_to, guarded, inputs, number, one, plain, session_of
from generator.capture.model import Verdict
from generator.capture.results.captured_cards import CREDIT, FORM, TITLE, CapturedCard, captured_cards, reworded
from generator.capture.results.near_duplicates import alike
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Session

PAGE = 48  # cards
LONGEST = 80  # characters of a label, a group, a name
VERDICTS: Mapping[str, Verdict] = {"accept": "accepted", "reject": "rejected", "open": ""}
FILTERS: Mapping[str, Verdict | None] = {"open": "", "accepted": "accepted", "rejected": "rejected", "all": None}


class SideBySide(NamedTuple):
    """Cards that say nearly the same, or one that is like no other."""

    cards: tuple[CapturedCard, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(card.entry.id for card in self.cards)


def routes(room: Room) -> list[Route]:
    async def page(request: Request) -> Response:
        return _page(room, request, session_of(room, request))

    async def change(request: Request) -> Response:
        return await _change(room, request)

    return [
        guarded(room, "/desk/{session}/cards", page),
        guarded(room, "/desk/{session}/cards", change, "POST"),
    ]


def _page(
    room: Room, request: Request, session: "Session", wrong: str = "", typed: CapturedCard | None = None
) -> Response:
    """`typed`: the card that was not kept as it is here; `wrong` says why."""
    kit = room.kit_of(session)
    cards = [
        typed if typed and card.entry.id == typed.entry.id else card
        for card in captured_cards(room.store, session, kit)
    ]
    show, start = _filter(request), number(request.query_params.get("from", ""), 0)
    listed = [card for card in cards if FILTERS[show] in (None, card.said.verdict)]
    groups = side_by_side(listed)
    page, left = _some(groups[start:])
    return room.page(
        request,
        "desk-cards.html",
        422 if wrong else 200,
        session=session,
        here="cards",
        wrong=wrong,
        typed=typed.entry.id if typed else "",
        groups=page,
        counts={name: sum(verdict in (None, card.said.verdict) for card in cards) for name, verdict in FILTERS.items()},
        show=show,
        older=start + len(page) if left else 0,
        until=max((card.entry.seq for card in cards), default=0),
        asked=_asked(kit),
        credit=CREDIT,
        longest=LONGEST,
        all_groups=sorted({card.said.group for card in cards if card.said.group}),
        has_files=room.write_results is not None,
    )


def _asked(kit: "PrintedKit") -> tuple[Question, ...]:
    """What of the form can be worded anew."""
    kinds = ("text", "long-text", "choice")
    return tuple(each for each in questions(kit.forms[FORM], kit) if each.kind in kinds and each.name != CREDIT)


def side_by_side(cards: Sequence[CapturedCard]) -> list[SideBySide]:
    """All of them in their order; what is like an earlier one stands with it."""
    ways = (
        {card.entry.id: card.title for card in cards},
        {card.entry.id: "\n".join(card.texts.values()) for card in cards},
    )
    by_id = {card.entry.id: card for card in cards}
    return [SideBySide(tuple(by_id[id] for id in ids)) for ids in alike(*ways)]


def _some(groups: Sequence[SideBySide]) -> tuple[Sequence[SideBySide], bool]:
    """As many as have room on a page, one at least; whether others are left."""
    count, taken = 0, 0
    for group in groups:
        if taken and count + len(group.cards) > PAGE:
            break
        count, taken = count + len(group.cards), taken + 1
    return groups[:taken], taken < len(groups)


def _filter(request: Request) -> str:
    wanted = request.query_params.get("show", "")
    return wanted if wanted in FILTERS else "open"


async def _change(room: Room, request: Request) -> Response:
    session, sent = session_of(room, request), await inputs(request)
    do, here = one(sent, "do"), f"/desk/{session.id}/cards?show={_filter(request)}"
    cards = {card.entry.id: card for card in captured_cards(room.store, session, room.kit_of(session))}
    if do == "accept-all":
        until = number(one(sent, "until"), 0)  # what came since the page was drawn was not seen
        seen = (card for card in cards.values() if not card.said.verdict and card.entry.seq <= until)
        await room.store.consider(*(card.said._replace(verdict="accepted") for card in seen))
        return back_to(here)
    if do == "apart":
        return await _apart(room, cards, one(sent, "twin"), here)
    card = cards.get(one(sent, "entry"))
    if card is None:
        raise HTTPException(400)
    if do == "merge":
        return await _merge(room, cards, card, sent.get("twin", ()), here)
    if do not in VERDICTS and do != "save":
        raise HTTPException(400)
    return await _consider(room, request, session, card, sent, here)


async def _consider(
    room: Room, request: Request, session: "Session", card: CapturedCard, sent: Mapping[str, list[str]], here: str
) -> Response:
    """What was typed goes with whichever button was pressed."""
    given = {name: values[0] for name, values in sent.items() if values}
    try:
        before = {name: words for name, words in card.said.body.items() if name not in given}
        body = before | dict(reworded(card, room.kit_of(session), given))
    except Wrong as wrong:
        typed = card._replace(texts={**card.texts, **{name: given[name] for name in card.texts if name in given}})
        return _page(room, request, session, room.say(request, wrong.key, **wrong.values), typed)
    if TITLE in given and not given[TITLE]:
        typed = card._replace(texts={**card.texts, **given, TITLE: ""})
        return _page(room, request, session, room.say(request, "desk-cards-no-title"), typed)
    label, group, credit = (plain(given.get(name, ""))[:LONGEST] for name in ("label", "group", "writer"))
    said = card.said._replace(
        body=body,
        verdict=VERDICTS.get(given["do"], card.said.verdict),
        label=label if "label" in given else card.said.label,
        group=group if "group" in given else card.said.group,
        credit=credit if "writer" in given else card.said.credit,
    )
    await room.store.consider(said)
    return back_to(f"{here}#c-{card.entry.id}")


async def _merge(
    room: Room, cards: Mapping[str, CapturedCard], stays: CapturedCard, twins: Sequence[str], here: str
) -> Response:
    """The others no longer stand for themselves; who wrote them is named with the one that stays."""
    others = [id for id in twins if id != stays.entry.id]
    if not others or not cards.keys() >= set(others):
        raise HTTPException(400)
    await room.store.merge(others, stays.entry.id)
    return back_to(f"{here}#c-{stays.entry.id}")


async def _apart(room: Room, cards: Mapping[str, CapturedCard], twin: str, here: str) -> Response:
    if all(twin != id for card in cards.values() for id, _ in card.twins):
        raise HTTPException(400)
    await room.store.unmerge(twin)
    return back_to(here)
