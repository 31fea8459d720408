"""What a server and the doctor begin with: the order, the printed kit, the store of its entries, today's session."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from generator.capture.departments import folded
from generator.capture.kits import PrintedKit
from generator.capture.model import Session
from generator.capture.network import addresses
from generator.capture.network.addresses import PrintedAddress
from generator.capture.run import paths
from generator.capture.run.reload import KitNow
from generator.capture.store import Store, StoreReader
from generator.capture.web.times import day
from generator.codes.records import Damaged
from generator.errors import FileError


class Order(NamedTuple):
    """What the command asks for."""

    folder: Path | None = None  # of the printed kit; else that of `kit`, or the only one under output/
    data: Path | None = None  # the file of the entries; else in the user's data folder
    lan: bool = False
    host: str = ""
    port: int | None = None  # else that of the printed address, where it can be ours
    title: str = ""  # of a session to open
    shuts: bool | None = None  # whether others that are open are closed then; None: nobody has said
    address: str = ""  # that the join poster leads to; else the best one
    behind_proxy: bool = False
    kit: str = ""  # its id, where it is known before it is read
    output: Path | None = None  # where it will be printed; else under output/
    workshop: Path | None = None
    words: str = ""  # that name it in a command, with a blank before them
    is_rehearsal: bool = False  # with people who are invented: pages say so
    ends: bool = False  # as soon as all there is to show has been shown


def now() -> datetime:
    return datetime.now(UTC)


def local(time: datetime) -> datetime:
    """In the zone of this computer, which stands in the room."""
    return time.astimezone()


def open_kit(order: Order) -> tuple[KitNow, Path]:
    """The printed kit and the file of its entries. Without a kit at hand, the copy that was kept. Raises FileError."""
    folder = paths.checked(order.folder) if order.folder else None if order.kit else paths.kit_folder()
    if folder is None:
        return _kept_kit(order)
    path = folder / paths.MANIFEST
    try:
        kit = KitNow(path, path.read_bytes())
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}") from error
    except Damaged as damage:
        raise FileError(f"{path}: {damage}" + (f"; {damage.hint}" if damage.hint else "")) from damage
    return kit, order.data or paths.data_file(kit().id)


def _kept_kit(order: Order) -> tuple[KitNow, Path]:
    known, where = _kept(order), order.output or paths.OUTPUT
    print_first = f"print the kit first: `prepdeck build{order.words}`" + ("" if order.kit else ", or name its folder")
    if not known:
        raise FileError(f"{where}: no printed kit is here; {print_first}")
    if len(known) > 1:
        names = ", ".join(str(path) for path in known)
        raise FileError(f"{where}: no printed kit is here; {print_first}, or say --data with one of {names}")
    store = StoreReader.open_to_read(known[0], now)
    try:
        kits = store.kits()
        content = store.manifest(kits[0]) if len(kits) == 1 else None
    finally:
        store.close()
    if content is None:
        raise FileError(f"{known[0]}: holds no printed kit, or several; {print_first}")
    kit = KitNow(None, content)
    kit.path = (order.output or paths.OUTPUT / kit().id) / paths.MANIFEST  # it may be printed again
    return kit, known[0]


def _kept(order: Order) -> list[Path]:
    """The files of entries that may hold a copy of the kit."""
    if order.data is None and not order.kit:
        return paths.known_data_files()
    path = order.data or paths.data_file(order.kit)
    return [path] if path.exists() else []


def open_to_read(order: Order) -> StoreReader:
    """The store of a kit, for whoever only asks; a server may be running. Raises FileError."""
    return StoreReader.open_to_read(order.data or open_kit(order)[1], now)


def open_store(data: Path) -> Store:
    """Raises FileError."""
    return Store.open(data, now, os.urandom)


def port_of(order: Order, printed: PrintedAddress) -> int:
    """The port that was asked for, or that printed codes name where this computer is what they mean."""
    if order.port is not None:
        return order.port
    may_be_us = printed.is_local_name or printed.is_loopback or printed.is_number
    return printed.port if may_be_us and printed.scheme == "http" else addresses.DEFAULT_PORT


def in_the_way(store: Store, kit: PrintedKit, title: str) -> tuple[Session, ...]:
    """What is open beside the session of a new title that is to be opened; nothing where that one goes on."""
    opened = store.open_sessions(kit.id)
    return () if not title or _goes_on(opened, title) else opened


async def session_of_today(store: Store, kit: PrintedKit, title: str, *, shuts: bool = False) -> Session:
    """The session that is open, the last one of several or that of the title; else one that is opened now.

    `shuts`: what was open before it is closed then.
    """
    opened = store.open_sessions(kit.id)
    if session := _goes_on(opened, title):
        return session
    departments = kit.departments if "department" in kit.asks else ()
    session = await store.open_session(kit.id, title or kit.title, asks=kit.asks, departments=departments)
    for other in opened if shuts else ():
        await store.close_session(other.id)
    return session


def _goes_on(opened: Sequence[Session], title: str) -> Session | None:
    """A command that is given again, as after a crash, opens no twin."""
    same = (each for each in opened if not title or folded(each.title) == folded(title))
    return next(same, None)


def beside(session: Session, opened: Sequence[Session]) -> list[str]:
    """What has to be known of other sessions that are open: a scanned code alone does not say which is meant."""
    others = [each for each in opened if each.id != session.id]
    if not others:
        return []
    return [
        f"{names(others)} {'is' if len(others) == 1 else 'are'} open as well. Phones must join by a poster or a typed"
        " code now; close on the desk what is over, and a scan alone is enough again."
    ]


def closed_before(others: Sequence[Session]) -> list[str]:
    """What was done to sessions that were open, for whoever was not asked."""
    if not others:
        return []
    were, they = ("was", "it") if len(others) == 1 else ("were", "them")
    return [
        f"{names(others)} {were} open and {were} closed; the desk opens {they} again, and --keep-open keeps {they}."
    ]


def names(sessions: Sequence[Session]) -> str:
    return ", ".join(f"“{each.title}” ({day(each.opened_at, local)})" for each in sessions)


def taken(printed: PrintedAddress, others: Sequence[str]) -> str:
    return (
        f"ANOTHER COMPUTER ANSWERS TO {printed.host.upper()}: {', '.join(others)}. Codes that are scanned in this"
        " network may open there and not here. Stop the other server, or use another network, or let people type the"
        " codes at another address of this computer."
    )
