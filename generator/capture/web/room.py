"""The room that a server serves: its store, its printed kit, who may call it, and the pages it is drawn with."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse

from generator.capture.editions import Editions
from generator.capture.web.assets import Screens
from generator.capture.web.limits import Limits
from generator.capture.web.pictures import logo_of
from generator.capture.web.times import Local, day, full_time, hour, in_utc
from generator.capture.web.translations import choose, languages, nearest, spoken, words

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Device, Session
    from generator.capture.network.reach import Entrance
    from generator.capture.store import Ailment, Store

Clock = Callable[[], datetime]
ResultsWriter = Callable[[Sequence[str], Path], Awaitable[None]]  # words of `prepdeck results`, and where to

DEVICE_COOKIE = "device"
LANGUAGE_COOKIE = "language"
DESK_COOKIE = "desk"
OF_THE_ROOM = ("/desk", "/board")  # what all see alike


class DoorPoster(NamedTuple):
    """A join poster that was printed as the server started."""

    token: str  # of the link on it
    path: Path


@dataclass
class Room:
    """Everything that a page needs; made once by whoever starts the server."""

    store: "Store"
    kits: "Callable[[], PrintedKit]"  # the kit as it is now: it may be printed again while we serve
    hosts: tuple[str, ...]  # names and addresses we answer to, without ports
    clock: Clock
    entrance: "Callable[[], Entrance]"  # by which address people come here now
    local: Local = in_utc  # a time as the clocks on the walls show it
    secure: bool = False  # reached by https alone: cookies say so
    trust_proxy: bool = False  # believe X-Forwarded-For
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    door_poster: DoorPoster | None = None
    write_results: "ResultsWriter | None" = None  # for the desk; None: there are no files to take along
    workshop: Path | None = None  # whose faces what is printed wears; None: only its printed kit is known
    is_rehearsal: bool = False  # with people who are invented: pages say so
    limits: Limits = field(init=False)
    screens: Screens = field(init=False)
    editions: Editions = field(init=False)

    def __post_init__(self) -> None:
        self.limits = Limits(self.clock)
        self.screens = Screens()
        self.editions = Editions(self.store)

    @property
    def trouble(self) -> "Ailment | Literal['']":
        """What is in the store's way; '' as long as it is well."""
        return self.store.health.fault.ailment if self.store.health.fault else ""

    def kit_of(self, session: "Session | None") -> "PrintedKit":
        """The kit as a session speaks of it: one that is over keeps its own words, whatever was printed since."""
        return self.editions.of(session, self.kits()) if session else self.kits()

    def kit(self, request: Request, session: "Session | None" = None) -> "PrintedKit":
        """The same in the words of the phone that asks, as far as it has them. Desk and board speak the kit's own."""
        kit = self.kit_of(session)
        if not kit.languages or request.url.path.startswith(OF_THE_ROOM):
            return kit
        return kit.in_language(nearest(self._asked(request), kit.languages, kit.language))

    def poster_of(self, session: "Session") -> Path | None:
        """The poster for the door that leads to a session, as long as it lies there."""
        poster = self.door_poster
        return poster.path if poster and poster.token == session.join_token and poster.path.is_file() else None

    def device(self, request: Request) -> "Device | None":
        """The phone that asks, if it has joined a session; looked up once a request."""
        if not hasattr(request.state, "device"):
            token = request.cookies.get(DEVICE_COOKIE, "")
            request.state.device = self.store.device(token) if token else None
        found: Device | None = request.state.device
        return found

    def is_facilitator(self, request: Request) -> bool:
        token = request.cookies.get(DESK_COOKIE, "")
        return bool(token) and self.store.is_admin(token)

    def language(self, request: Request) -> str:
        """What the person chose, else what the phone speaks, else the kit's own."""
        return choose(self._asked(request), self.kits().language)

    def languages(self) -> dict[str, str]:
        """What a person may choose, with what each calls itself: the pages know it, or the kit does."""
        known = {name: words(name)["language-name"] for name in languages()}
        kit = self.kits()
        others = (tag for tag in (kit.language, *kit.languages) if kit.languages and not spoken(tag))
        return known | {tag: tag for tag in others}

    def _others(self, kit: "PrintedKit", language: str) -> tuple[tuple[str, str], ...]:
        """What may be chosen instead of what the page is in."""
        known = self.languages()
        now = kit.language if kit.language in known and not spoken(kit.language) else language
        return tuple(pair for pair in known.items() if pair[0] != now)

    def _asked(self, request: Request) -> str:
        """What the person chose, else what the phone speaks, as a header would say it."""
        device = self.device(request)
        asked = request.cookies.get(LANGUAGE_COOKIE, "") or (device.language if device else "")
        return asked or request.headers.get("accept-language", "")

    def say(self, request: Request, key: str, **values: Any) -> str:
        """A word or sentence of the pages, in the language of whoever asks."""
        return words(self.language(request))[key].format_map(values)

    def refusal(self, request: Request, key: str, **values: Any) -> tuple[str, str]:
        """Title and words of a refusal."""
        said = words(self.language(request))
        text = said.get(f"{key}-words", said.get(key, "")).format_map(values)
        return said.get(f"{key}-title", said["refused-title"]).format_map(values), text

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from `pages/`. Every template has `t(key, **values)`, `kit`, `language`, `dir`, `asset(name)`."""
        language, kit = self.language(request), self.kit(request)
        said, device = words(language), self.device(request)

        def t(key: str, **fill: Any) -> str:
            return said[key].format_map(fill)

        text = self.screens.render(
            template,
            {
                "t": t,
                "kit": kit,
                "logo": logo_of(kit, self.store),
                "language": language,
                "dir": said["dir"],
                "device": device,
            }
            | {"entrance": self.entrance(), "trouble": self.trouble, "is_rehearsal": self.is_rehearsal}
            | {"full_time": lambda at: full_time(at, self.local), "hour": lambda at: hour(at, self.local)}
            | {"day": lambda at: day(at, self.local)}
            | {"languages": self._others(kit, language)}
            | {"asset": lambda name: self.screens.address(name, kit), "path": request.url.path}
            | values,
        )
        return HTMLResponse(text, status)
