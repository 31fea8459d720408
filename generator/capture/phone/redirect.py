"""Codes and forms that were pointed elsewhere: where to, filled in, and which would lead back here, round and round."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from generator import codes
from generator.capture.network.addresses import printed_address
from generator.capture.web.guard import host_name
from generator.capture.web.room import Room
from generator.codes.links import LinkFault, LinkTemplate, Word, read_link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.capture.kits import PrintedKit
    from generator.codes import ThingEntry

FORM = "form:"  # before the id of a form, in what is kept of a link: where it leads, and instead of a code


def leads_back(room: Room, code: str, target: str) -> bool:
    """Whether whoever follows an address from this code comes to the code again, at once or by way of others."""
    seen = {code}
    while (onward := code_of_ours(room, target)) is not None:
        if onward in seen:
            return True
        seen.add(onward)
        link = room.store.link(onward)
        if link is None:
            return False
        target = link.target
    return False


def code_of_ours(room: Room, target: str) -> str | None:
    """The code that an address opens at this server, by one of its own names or the printed one."""
    parts = urlsplit(target)
    ours = {*room.hosts, printed_address(room.kits().url).host, printed_address(room.entrance().base).host}
    if host_name(parts.netloc) not in ours:
        return None
    typed = parse_qs(parts.query).get("code", [""])[0]
    return codes.parse(parts.path) or codes.parse(typed)


def outside_form(room: Room, form: str) -> LinkTemplate | None:
    """The link of another service's form that stands for one of ours: the desk's word counts before the kit's.

    None where ours is filled in: nothing else is said, or the link leads to this server itself.
    """
    kept = room.store.link(f"{FORM}{form}")
    text = kept.target if kept else room.kits().links.get(form, "")
    link = template(text)
    return link if link and code_of_ours(room, text) is None else None


def template(text: str) -> LinkTemplate | None:
    """None for an address without our words, which is followed as it is."""
    try:
        return read_link(text)
    except LinkFault:
        return None


def told(kit: "PrintedKit", thing: "ThingEntry", session: str = "") -> "Mapping[Word, str]":
    """What our words mean for a thing; in the kit's own language, so that answers can be counted together.

    `session` is its title; "" where it is not known.
    """
    own = kit.thing(thing.code) or thing
    category = kit.categories.get(own.category)
    return {"CARD": own.code, "TITLE": own.title, "CATEGORY": category.name if category else "", "SESSION": session}
