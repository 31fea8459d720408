"""Says in the room's network that a `.local` name is this computer (multicast DNS, RFC 6762); hears who else does."""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

SERVICE = "_http._tcp.local."
PATIENCE = 1000  # ms: RFC 6762 gives answers at most 500
LONGEST_NAME = 63  # bytes of a label


class Silent(Exception):
    """The name cannot be announced here; the message says why."""


class Announcer:
    """One name of this computer, from `start` to `stop`."""

    def __init__(self, name: str, port: int, title: str, addresses: Sequence[str]) -> None:
        self.name, self.port, self.title = name.rstrip("."), port, title
        self.addresses = tuple(addresses)
        self.others: set[str] = set()  # numbers of other computers that answer to the name
        self.is_announced = False
        self._zeroconf: Any = None
        self._info: Any = None
        self._calling: Any = None

    async def start(self) -> tuple[str, ...]:
        """Announces the name, unless somebody has it: then their numbers are returned. Raises Silent."""
        if not self.addresses:
            raise Silent("this computer is in no network")
        self._open()
        await self._ask()
        if not self.others:
            await self._announce()
        return tuple(sorted(self.others))

    async def stop(self) -> None:
        """Takes the name back, so that phones forget it at once."""
        if self._zeroconf is None:
            return
        from zeroconf import Error

        with suppress(OSError, Error):  # the network may be gone by now
            if self._calling is not None:
                await self._calling
            if self._info is not None:
                # gives a task that says goodbye three times
                await (await self._zeroconf.async_unregister_service(self._info))
        await self._zeroconf.async_close()
        self._zeroconf = self._info = self._calling = None
        self.is_announced = False

    def _open(self) -> None:
        try:
            from zeroconf import IPVersion
            from zeroconf.asyncio import AsyncZeroconf
        except ImportError as error:
            raise Silent("the package zeroconf is not installed") from error
        try:
            self._zeroconf = AsyncZeroconf(interfaces=list(self.addresses), ip_version=IPVersion.V4Only)
        except OSError as error:
            raise Silent(f"the system allows no multicast: {error.strerror or error}") from error
        self._zeroconf.zeroconf.add_listener(_ears(self), None)

    async def _ask(self) -> None:
        """Whoever has the name answers, and the ears hear it; ourselves we do not count."""
        from zeroconf import AddressResolverIPv4  # type: ignore[attr-defined]

        try:
            await AddressResolverIPv4(f"{self.name}.").async_request(self._zeroconf.zeroconf, PATIENCE)
        except OSError as error:
            await self.stop()
            raise Silent(f"nothing can be sent to the network: {error.strerror or error}") from error
        await asyncio.sleep(0)

    async def _announce(self) -> None:
        from zeroconf import ServiceInfo

        info = ServiceInfo(
            SERVICE,
            f"{_label(self.title, self.name)}.{SERVICE}",
            server=f"{self.name}.",
            addresses=[socket.inet_aton(address) for address in self.addresses],
            port=self.port,
            properties={"path": "/"},
        )
        try:
            # gives a task that calls the name out three times; it is answered to from now on
            self._calling = await self._zeroconf.async_register_service(info, allow_name_change=True)
        except OSError as error:
            await self.stop()
            raise Silent(f"nothing can be sent to the network: {error.strerror or error}") from error
        self._info, self.is_announced = info, True


def _label(title: str, name: str) -> str:
    """The name of the service in lists: the kit's title, without dots, short enough."""
    plain = " ".join(title.replace(".", " ").split()) or name.partition(".")[0]
    return plain.encode()[:LONGEST_NAME].decode(errors="ignore")


def _ears(announcer: Announcer) -> Any:
    """Hears every answer on the network; keeps the numbers that others give for the name."""
    from zeroconf import RecordUpdateListener

    wanted = f"{announcer.name.lower()}."

    class Ears(RecordUpdateListener):
        def async_update_records(self, zc: Any, now: float, records: Sequence[Any]) -> None:
            for update in records:
                data = getattr(update.new, "address", b"")  # of no other kind of record
                if update.new.name.lower() != wanted or len(data) != 4:
                    continue  # an IPv6 number may be our own: nobody has told us those
                number = socket.inet_ntoa(data)
                if number not in announcer.addresses:
                    announcer.others.add(number)

    return Ears()


async def who_answers(name: str, addresses: Sequence[str], patience: int = PATIENCE) -> tuple[str, ...]:
    """The numbers that the network gives for a name, asked as a phone asks: nobody's, ours or another's."""
    from zeroconf import AddressResolverIPv4, IPVersion  # type: ignore[attr-defined]
    from zeroconf.asyncio import AsyncZeroconf

    try:
        asking = AsyncZeroconf(interfaces=list(addresses), ip_version=IPVersion.V4Only)
    except OSError:
        return ()
    try:
        resolver = AddressResolverIPv4(f"{name.rstrip('.')}.")
        await resolver.async_request(asking.zeroconf, patience)
        return tuple(sorted(resolver.parsed_addresses()))
    except OSError:
        return ()
    finally:
        await asking.async_close()
