"""Codes that were pointed elsewhere: which of them would lead back here, round and round."""

from urllib.parse import parse_qs, urlsplit

from generator import codes
from generator.capture.network.addresses import printed_address
from generator.capture.web.guard import host_name
from generator.capture.web.room import Room

FORM = "form:"  # before the id of a form, in what is kept of a link


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
