"""Tries an address from this computer: does a name resolve, does our own page answer behind a URL."""

import asyncio
import socket
import threading
import urllib.error
import urllib.request
from contextlib import suppress

PATIENCE = 4.0  # seconds
PATIENCE_WITH_NAMES = 2.0
MOST_BYTES = 64 * 1024


async def answers(url: str, nonce: str, *, through_proxies: bool = False) -> bool:
    """Whether what answers at `url` says `nonce`. A proxy of the system is asked for names of the internet alone."""
    return await asyncio.to_thread(_fetch, url, nonce, through_proxies)


def _fetch(url: str, nonce: str, through_proxies: bool) -> bool:
    handlers = [] if through_proxies else [urllib.request.ProxyHandler({})]
    opener = urllib.request.build_opener(*handlers)
    try:
        with opener.open(url, timeout=PATIENCE) as answer:
            return nonce.encode() in answer.read(MOST_BYTES)
    except (OSError, ValueError, urllib.error.URLError):
        return False


async def system_resolves(name: str) -> tuple[str, ...]:
    """The numbers (IPv4) that the system gives for a name; none where it knows it not, or does not say in time."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[tuple[str, ...]] = loop.create_future()

    def tell(found: tuple[str, ...]) -> None:
        if not answer.done():
            answer.set_result(found)

    def ask() -> None:
        found = _resolve(name)
        with suppress(RuntimeError):  # nobody waits any more
            loop.call_soon_threadsafe(tell, found)

    # a thread of its own: it cannot be stopped, and a network without name servers keeps it busy for half a minute
    threading.Thread(target=ask, daemon=True).start()
    try:
        async with asyncio.timeout(PATIENCE_WITH_NAMES):
            return await answer
    except TimeoutError:
        return ()


def _resolve(name: str) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(name, None, family=socket.AF_INET, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(sorted({str(where[0]) for *_, where in found}))
