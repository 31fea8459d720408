"""`prepdeck serve`: store, kit, sockets and the name in the network, brought up together and put away in order.

Takes an order, calls `started` with all there is to show, a way to new desk links and one to hang the poster for the
door, and `notice` when something happens. Prints nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from generator.capture.app import create_app
from generator.capture.model import Session
from generator.capture.network import addresses, interfaces
from generator.capture.network.addresses import printed_address
from generator.capture.network.mdns import Announcer, Silent
from generator.capture.network.reach import Entrance, Served, entrance, hosts, lines_of_reach
from generator.capture.network.server import Server, allow_many_connections, listening, stopped_by_signals
from generator.capture.run.care import Care
from generator.capture.run.pictures import keep_pictures
from generator.capture.run.reload import KitNow
from generator.capture.run.results_process import ResultsProcess
from generator.capture.run.start import (
    Order,
    beside,
    closed_before,
    in_the_way,
    local,
    now,
    open_kit,
    open_store,
    port_of,
    session_of_today,
    taken,
)
from generator.capture.store import Store, StoreFault
from generator.capture.web.room import DoorPoster, Room
from generator.errors import FileError

LOOK = 1.0  # seconds between two looks at the manifest and at who else has our name
LOOK_AROUND = 3.0  # … at our own addresses: a laptop changes its Wi-Fi
BACK_UP = 300.0
RETAIN = 3600.0

NEW_LINK = 10.0  # seconds

Say = Callable[[str], None]
NewLink = Callable[[], str]  # for any thread but the server's own. Raises FileError
Hang = Callable[[Path], None]  # the poster for the door lies there: the desk links to it from now on
Started = Callable[[Served, NewLink, Hang], None]
Ask = Callable[[Sequence[Session]], bool]  # whether these sessions are to be closed


def serve(order: Order, started: Started, notice: Say, ask: Ask | None = None) -> None:
    """Serves until a signal says stop, or the order ends; then answers what is under way and closes the store.

    Raises FileError.
    `ask` is called where a session is to be opened while others are open, and the order does not say whether those are
    over; without it they are closed.
    """
    allow_many_connections()
    kit, data = open_kit(order)
    serving = _Serving(order, kit, data, notice)
    store = serving.open(ask)
    with stopped_by_signals(serving.stop):
        asyncio.run(serving.run(store, started))


class _Serving:
    """One run of the server."""

    def __init__(self, order: Order, kit: KitNow, data: Path, notice: Say) -> None:
        self.order, self.kit, self.data, self.notice = order, kit, data, notice
        self.printed = printed_address(kit().url)
        self.sockets = addresses.listen(order.host, port_of(order, self.printed), lan=order.lan)
        self.port: int = self.sockets[0].getsockname()[1]
        self.numbers = self._numbers()
        self.own = interfaces.own_addresses() if self._is_open() else ()
        self.announcer: Announcer | None = None
        self.is_taken = False  # another computer answers to the printed name
        self.app: ASGIApp | None = None
        self.server = Server(self._current)
        self.room: Room | None = None
        self.shuts = False
        self.closed: tuple[Session, ...] = ()  # without asking

    def stop(self) -> None:
        self.server.stop()

    async def _current(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The app as it is now: another Wi-Fi gives us other names to answer to. Codes may be printed with a path."""
        assert self.app is not None
        if self.printed.path and scope["path"].startswith(f"{self.printed.path}/"):
            scope = {**scope, "path": scope["path"].removeprefix(self.printed.path)}
        await self.app(scope, receive, send)

    def open(self, ask: Ask | None) -> Store:
        """The store, once it is known what becomes of sessions that are open. Raises FileError."""
        with ExitStack() as undone:
            undone.callback(_close, self.sockets)
            store = open_store(self.data)
            undone.callback(store.close)
            others = in_the_way(store, self.kit(), self.order.title)
            if others and self.order.shuts is None and ask:
                self.shuts = ask(others)
            else:
                self.shuts = self.order.shuts is not False
                self.closed = others if self.shuts else ()
            undone.pop_all()
        return store

    async def run(self, store: Store, started: Started) -> None:
        try:
            await self._serve(store, started)
        finally:
            _close(self.sockets)
            await asyncio.to_thread(store.close)

    async def _serve(self, store: Store, started: Started) -> None:
        self.kit.remember(store.manifests(self.kit().id))
        kit = self.kit()
        await store.keep_manifest(kit.id, self.kit.data)
        await keep_pictures(store, kit, self.kit.folder)
        self.room = Room(
            store,
            self.kit,
            self._hosts(),
            now,
            self.entrance,
            local,
            secure=self.order.behind_proxy and self.printed.scheme == "https",
            trust_proxy=self.order.behind_proxy,
            write_results=ResultsProcess(store.path),
            workshop=self.order.workshop,
            is_rehearsal=self.order.is_rehearsal,
        )
        self.app = create_app(self.room)
        session = await session_of_today(store, kit, self.order.title, shuts=self.shuts)
        notes = [*closed_before(self.closed), *beside(session, store.open_sessions(kit.id))]
        notes += [*await self._announce(kit.title), *self.kit.doubts()]
        task = await listening(self.server, self.sockets)
        try:
            if not task.done():
                served = await self._served(store, session, notes)
                await asyncio.to_thread(started, served, self._new_link(store), self._hang(session))
            if not self.order.ends:
                await self._meanwhile(store, task)
        finally:
            self.server.stop()
            await task
            if self.announcer:
                await self.announcer.stop()

    async def _served(self, store: Store, session: Session, notes: Sequence[str]) -> Served:
        kit = self.kit()
        way = self.entrance()
        return Served(
            kit=kit.id,
            title=kit.title,
            language=kit.language,
            brand=kit.brand,
            data=self.data,
            reach=tuple(lines_of_reach(self.printed, self.port, self.numbers, self.order, self._is_announced)),
            base=way.base,
            desk=f"{way.desk}/f/{await store.one_time_link()}",
            desk_to_open=f"{way.desk}/f/{await store.one_time_link()}",
            session=session,
            notes=tuple(notes),
            paper=kit.paper,
            folder=self.kit.folder,
        )

    def _new_link(self, store: Store) -> NewLink:
        """The server alone writes into the store, so that it makes the link, whoever asks for it."""
        loop = asyncio.get_running_loop()

        async def make() -> str:
            return f"{self.entrance().desk}/f/{await store.one_time_link()}"

        def new_link() -> str:
            try:
                return asyncio.run_coroutine_threadsafe(make(), loop).result(NEW_LINK)
            except (RuntimeError, TimeoutError) as error:
                raise FileError("the server is about to stop") from error

        return new_link

    def _hang(self, session: Session) -> Hang:
        def hang(poster: Path) -> None:
            assert self.room is not None
            self.room.door_poster = DoorPoster(session.join_token, poster)

        return hang

    def entrance(self) -> Entrance:
        """By which address people come here now: the Wi-Fi may change, and another kit may be printed."""
        return entrance(self.printed, self.port, self.numbers, self.order, self._is_announced)

    @property
    def _is_announced(self) -> bool:
        return bool(self.announcer and self.announcer.is_announced and not self.is_taken)

    def _hosts(self) -> tuple[str, ...]:
        return hosts(self.printed, self.order.host, (*self.numbers, *self.own), self.order.address)

    def _is_open(self) -> bool:
        """Whether every network may come in."""
        return self.order.lan or self.order.host in addresses.EVERYWHERE

    def _numbers(self) -> tuple[addresses.Address, ...]:
        """Where phones reach us: nowhere, unless we listen to their network."""
        if self._is_open():
            return interfaces.lan_addresses()
        host = self.order.host
        return () if not host or addresses.is_loopback(host) else (addresses.Address(host),)

    async def _announce(self, title: str) -> list[str]:
        """Gives the printed `.local` name to this computer; else what is in the way, in words."""
        if not self.printed.is_local_name or not self.numbers:
            return []
        numbers, self.is_taken = [number.ip for number in self.numbers], False
        self.announcer = Announcer(self.printed.host, self.port, title, numbers)
        try:
            others = await self.announcer.start()
        except Silent as reason:
            return [f"The name {self.printed.host} cannot be announced: {reason}. Printed codes will not open here."]
        return [taken(self.printed, others)] if others else []

    async def _meanwhile(self, store: Store, task: "asyncio.Task[None]") -> None:
        """What is done while the server serves; a fault in it is said and stops nothing else."""
        care = Care(store, now, self.notice)
        jobs = [
            asyncio.create_task(self._again(LOOK, lambda: self._look(store))),
            asyncio.create_task(self._again(LOOK, care.look_after)),
            asyncio.create_task(self._again(BACK_UP, lambda: store.backup(store.backup_path))),
            asyncio.create_task(self._again(RETAIN, care.retain, at_once=True)),
        ]
        if self.order.lan:
            jobs.append(asyncio.create_task(self._again(LOOK_AROUND, self._look_around)))
        try:
            await task
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)

    async def _again(self, seconds: float, work: Callable[[], Awaitable[object]], *, at_once: bool = False) -> None:
        failed = ""
        while True:
            if not at_once:
                await asyncio.sleep(seconds)
            at_once = False
            try:
                await work()
            except Exception as error:  # whatever it is, it is said, and the serving goes on
                is_said = isinstance(error, StoreFault) and self.room and self.room.trouble
                if failed != str(error) and not is_said:
                    failed = str(error)
                    self.notice(f"Something went wrong beside the serving, which goes on: {error}")

    async def _look(self, store: Store) -> None:
        """Takes a newly printed kit over; says once when another computer takes our name."""
        before = self.kit.data
        said = await asyncio.to_thread(self.kit.look)
        if self.kit.data != before:
            await store.keep_manifest(self.kit().id, self.kit.data)
            await keep_pictures(store, self.kit(), self.kit.folder)
            if self.printed != printed_address(self.kit().url):
                await self._answer_to(self.numbers)
        if said:
            self.notice(said)
        if self.announcer and self.announcer.is_announced and self.announcer.others:
            self.notice(taken(self.printed, sorted(self.announcer.others)))
            self.announcer.others.clear()
            self.is_taken = True

    async def _look_around(self) -> None:
        """After a change of networks we answer to the new numbers, and announce the name there."""
        numbers = await asyncio.to_thread(self._numbers)
        own = await asyncio.to_thread(interfaces.own_addresses)
        if own != self.own:
            self.own = own
            self._rebuild()
        if numbers == self.numbers:
            return
        await self._answer_to(numbers)
        urls = ", ".join(addresses.url_of(number.ip, self.port) for number in numbers) or "none"
        self.notice(f"The network has changed; phones reach this computer now at: {urls}")

    async def _answer_to(self, numbers: tuple[addresses.Address, ...]) -> None:
        """Other numbers, or another name: from now on we answer to these."""
        self.numbers, self.printed = numbers, printed_address(self.kit().url)
        self._rebuild()
        if self.announcer:
            await self.announcer.stop()
            self.announcer = None
        for note in await self._announce(self.kit().title):
            self.notice(note)

    def _rebuild(self) -> None:
        """The app for the names that we have now."""
        assert self.room is not None
        self.room.hosts = self._hosts()
        self.app = create_app(self.room)


def _close(sockets: Sequence[socket.socket]) -> None:
    for each in sockets:
        each.close()
