"""`prepdeck doctor`: can a phone open what is printed? It has when another device came by the printed address.

Takes an order, calls `invite` with what a phone has to open, and gives back what was found. Prints nothing.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.capture.network import addresses, interfaces
from generator.capture.network.addresses import EVERYWHERE, Address, PrintedAddress, printed_address, url_of
from generator.capture.network.mdns import Announcer, Silent, who_answers
from generator.capture.network.probe import answers, system_resolves
from generator.capture.network.reach import Served
from generator.capture.network.server import Server, listening
from generator.capture.run.doctor_page import DoctorVisit, Visits
from generator.capture.run.reload import KitNow
from generator.capture.run.start import Order, open_kit, open_store, port_of, session_of_today, taken
from generator.capture.store import StoreReader
from generator.codes import ALPHABET
from generator.errors import FileError

SAFE_SQLITE = (3, 51, 3)  # before it, two connections that checkpoint at once may damage a file


class Diagnosis(NamedTuple):
    """One thing that was looked at."""

    is_well: bool
    words: str
    hint: str = ""


class Invitation(NamedTuple):
    """What a phone has to open now, and how long we wait for it."""

    url: str
    why: str
    seconds: float


class Checkup(NamedTuple):
    """Everything that was found; `base` is the address that another device came by, empty where none did."""

    findings: tuple[Diagnosis, ...]
    base: str = ""
    is_printed: bool = False  # … and that it is what codes are printed with
    served: Served | None = None  # for the join poster

    def as_dict(self) -> dict[str, object]:
        found = [each._asdict() for each in self.findings]
        return {"works": self.is_printed, "address": self.base or None, "findings": found}


def checkup(order: Order, seconds: float, invite: Callable[[Invitation], None]) -> Checkup:
    """Raises FileError where there is no kit to check."""
    kit, data = open_kit(order)
    examination = _Examination(order, kit, invite, seconds)
    found = asyncio.run(examination.run())
    if not found.base:
        return found
    try:
        return found._replace(served=asyncio.run(_served(order, kit, data, found.base)))
    except FileError as error:
        return found._replace(findings=(*found.findings, Diagnosis(False, str(error))))


class _Examination:
    """One run of the doctor."""

    def __init__(self, order: Order, kit: KitNow, invite: Callable[[Invitation], None], seconds: float) -> None:
        self.order, self.kit, self.invite, self.seconds = order, kit, invite, seconds
        self.printed = printed_address(kit().url)
        self.port = port_of(order, self.printed)
        self.numbers: tuple[Address, ...] = ()
        self.findings: list[Diagnosis] = []
        self.visits = Visits(_secret(), _secret(), order.behind_proxy)

    async def run(self) -> Checkup:
        self._look_at_this_computer()
        try:
            sockets = addresses.listen(self.order.host, self.port, lan=True)
        except FileError as error:
            self._bad(str(error))
            return Checkup(tuple(self.findings))
        self.port = sockets[0].getsockname()[1]
        server = Server(self.visits)
        task = await listening(server, sockets)
        announcer = await self._announce()
        try:
            trying = asyncio.create_task(self._try_alone())
            visit = await self._wait_for_a_phone()
            if visit and self._by_the_printed(visit):
                trying.cancel()  # whatever it would find, phones come
            await asyncio.wait([trying])
            if not trying.cancelled():
                trying.result()
            return self._judged(visit)
        finally:
            server.stop()
            await task
            if announcer:
                await announcer.stop()

    def _look_at_this_computer(self) -> None:
        version = StoreReader.sqlite_version()
        is_safe = tuple(map(int, version.split("."))) >= SAFE_SQLITE
        self._well(f"SQLite {version}" + ("" if is_safe else ", which is safe with the one writer that prepdeck has"))
        host = self.order.host
        self.numbers = (Address(host),) if host and host not in EVERYWHERE else interfaces.lan_addresses()
        if not self.numbers:
            self._bad("This computer is in no network", "join the Wi-Fi that phones in the room will be on")
        for finding in of_the_printed(self.printed, self.port, self.numbers):
            self.findings.append(finding)

    async def _announce(self) -> Announcer | None:
        if not self.printed.is_local_name or not self.numbers:
            return None
        announcer = Announcer(self.printed.host, self.port, self.kit().title, [each.ip for each in self.numbers])
        try:
            others = await announcer.start()
        except Silent as reason:
            self._bad(f"The name {self.printed.host} cannot be announced: {reason}")
            return None
        if others:
            self._bad(taken(self.printed, others))
        return announcer

    async def _try_alone(self) -> None:
        """Each address by itself, from this computer: what fails here cannot work from a phone."""
        for number in self.numbers:
            url = url_of(number.ip, self.port)
            device = f" ({number.device})" if number.device else ""
            if await answers(f"{url}/{self.visits.own}", self.visits.nonce):
                self._well(f"{url}{device} answers")
            else:
                self._bad(
                    f"{url}{device} does not answer, even from here", "a firewall on this computer may be in the way"
                )
        if self.printed.is_local_name and self.numbers:
            await self._try_name()
        elif self.printed.is_elsewhere:
            await self._try_elsewhere()

    async def _try_name(self) -> None:
        name, ours = self.printed.host, {each.ip for each in self.numbers}
        found = set(await who_answers(name, sorted(ours)))
        if found & ours and not found - ours:
            self._well(f"{name} is announced and leads to {', '.join(sorted(found))}")
        elif not found:
            self._bad(
                f"{name} is announced, but nobody hears it", "this network, or a firewall here, lets no multicast pass"
            )
        elsewhere = set(await system_resolves(name)) - ours
        if elsewhere and not found - ours:
            self._bad(
                f"The system here finds {name} at {', '.join(sorted(elsewhere))}, which is not this computer",
                "the network's own name server, or the file `hosts`, says so; phones may believe it too",
            )

    async def _try_elsewhere(self) -> None:
        host, found = self.printed.host, await system_resolves(self.printed.host)
        if not found:
            self._bad(
                f"{host} leads nowhere: no name server knows it", "register the name, or print with another capture.url"
            )
        elif await answers(f"{self.printed.url}/{self.visits.own}", self.visits.nonce, through_proxies=True):
            self._well(f"{self.printed.url} leads here")
        else:
            self._bad(
                f"{host} leads to {', '.join(found)}, and what answers there is not this computer",
                f"let your proxy or tunnel lead to port {self.port} here, and say --behind-proxy",
            )

    async def _wait_for_a_phone(self) -> DoctorVisit | None:
        """Whoever comes by the printed address; else, by any."""
        if self.printed.url and not self.printed.is_loopback:
            url = f"{self.printed.url}/{self.visits.secret}"
            self.invite(Invitation(url, "Scan this with a phone: it is the address that is printed.", self.seconds))
            if visit := await self.visits.wait(self._by_the_printed, self.seconds):
                return visit
        if not self.numbers:
            return None
        if visit := self.visits.first(self._from_another):
            return visit
        url = f"{url_of(self.numbers[0].ip, self.port)}/{self.visits.secret}"
        self.invite(Invitation(url, "Now this one: the same computer by its number.", self.seconds))
        return await self.visits.wait(self._from_another, self.seconds)

    def _judged(self, visit: DoctorVisit | None) -> Checkup:
        if visit and self._by_the_printed(visit):
            self._well(f"{visit.client} came by the printed address {self.printed.url}")
            return Checkup(tuple(self.findings), self.printed.url, is_printed=True)
        base = f"http://{visit.authority}" if visit else ""
        self.findings += in_the_way(self.printed, self.port, base)
        return Checkup(tuple(self.findings), base, is_printed=bool(base) and not self.printed.url)

    def _from_another(self, visit: DoctorVisit) -> bool:
        return not addresses.is_loopback(visit.client) and visit.client not in {each.ip for each in self._own()}

    def _own(self) -> tuple[Address, ...]:
        return (*interfaces.lan_addresses(), *interfaces.own_addresses())

    def _by_the_printed(self, visit: DoctorVisit) -> bool:
        return self._from_another(visit) and is_by(self.printed, visit, any_port=self.order.behind_proxy)

    def _well(self, words: str) -> None:
        self.findings.append(Diagnosis(True, words))

    def _bad(self, words: str, hint: str = "") -> None:
        self.findings.append(Diagnosis(False, words, hint))


def is_by(printed: PrintedAddress, visit: DoctorVisit, *, any_port: bool = False) -> bool:
    """Whether this is the address that codes say. Some proxies do not tell the port of their own door."""
    port = printed_address(f"{printed.scheme}://{visit.authority}").port
    return visit.host == printed.host and (any_port or port == printed.port)


def of_the_printed(printed: PrintedAddress, port: int, numbers: Sequence[Address]) -> list[Diagnosis]:
    """What can be said of the printed address without asking anybody."""
    if not printed.url:
        hint = "say capture.url in kit.yaml and print again, if codes are wanted"
        return [Diagnosis(False, "This kit was printed without codes", hint)]
    found = []
    if printed.is_loopback:
        words = f"The printed codes say {printed.host}: on a phone that is the phone itself"
        found.append(Diagnosis(False, words, "print with a name such as http://prepdeck.local:8765"))
    elif not printed.is_elsewhere and printed.port != port:
        words = f"The printed codes ask at port {printed.port}, and this server listens on {port}"
        found.append(Diagnosis(False, words, f"say --port {printed.port}"))
    if printed.is_number and not printed.is_loopback and printed.host not in {each.ip for each in numbers}:
        have = ", ".join(each.ip for each in numbers) or "none"
        words = f"The printed codes say {printed.host}; the numbers of this computer today are: {have}"
        found.append(Diagnosis(False, words, "give it that number in the router, or print on the day"))
    return found


def in_the_way(printed: PrintedAddress, port: int, base: str) -> list[Diagnosis]:
    """What is likely in the way: `base` is what a phone came by, empty where none came at all."""
    if not base:
        hint = (
            "the phone is on mobile data or in another Wi-Fi; or the network keeps its guests apart (client isolation,"
            f" usual in hotels); or a firewall here keeps port {port} shut. A small router of your own, or the"
            " hotspot of a phone, gets around all three"
        )
        return [Diagnosis(False, "No other device has come, by no address", hint)]
    if printed.is_local_name:
        hint = (
            "this network passes no multicast between its guests, or the phone is too old for such names (Android"
            " before 12) or uses a VPN or a private name server"
        )
        return [Diagnosis(False, f"A phone came by {base}, but not by the name {printed.host}", hint)]
    missed = f", but not by {printed.url}" if printed.url else ""
    return [Diagnosis(not missed, f"A phone came by {base}{missed}")]


async def _served(order: Order, kit: KitNow, data: Path, base: str) -> Served:
    """What the join poster needs: the session that is open, or one that is opened for it."""
    now = kit()
    store = open_store(data)
    try:
        await store.keep_manifest(now.id, kit.data)
        session = await session_of_today(store, now, order.title)
    finally:
        await asyncio.to_thread(store.close)
    return Served(
        kit=now.id,
        title=now.title,
        language=now.language,
        brand=now.brand,
        data=data,
        base=base,
        session=session,
        paper=now.paper,
        folder=kit.folder,
    )


def _secret() -> str:
    """A path that nobody has opened yet, short for the sake of the code."""
    return "doctor-" + "".join(ALPHABET[byte % len(ALPHABET)] for byte in os.urandom(8))
