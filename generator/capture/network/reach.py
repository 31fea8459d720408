"""Which addresses lead to a running server, the one that people are given, and the hosts that it answers to."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from generator.capture.model import Session
from generator.capture.network.addresses import EVERYWHERE, Address, PrintedAddress, printed_address, url_of
from generator.codes import BrandEntry, host_of


class Listening(Protocol):
    """How a server was asked to listen."""

    @property
    def lan(self) -> bool: ...
    @property
    def host(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def behind_proxy(self) -> bool: ...


class Reach(NamedTuple):
    """An address, for whom it is, and whether it leads here as far as this computer can tell."""

    url: str
    who: str
    works: bool = True


class Served(NamedTuple):
    """What a running server has to show."""

    kit: str
    title: str
    language: str
    brand: BrandEntry
    data: Path
    session: Session
    base: str  # that people join by
    reach: tuple[Reach, ...] = ()
    desk: str = ""  # the facilitator's way in; works once
    desk_to_open: str = ""  # another one, for the browser that is opened
    notes: tuple[str, ...] = ()
    paper: str = ""  # of the kit's pages, by name
    folder: Path | None = None  # that the kit was printed into

    @property
    def is_for_phones(self) -> bool:
        return not printed_address(self.base).is_loopback

    @property
    def join_link(self) -> str:
        return f"{self.base}/j/{self.session.join_token}"

    @property
    def join_address(self) -> str:
        return f"{host_of(self.base)}/join"

    @property
    def board(self) -> str:
        """As this computer opens it, for the screen that it is connected to."""
        return f"{self.desk.partition('/f/')[0]}/board/{self.session.board_token}" if self.desk else ""

    def as_dict(self) -> dict[str, object]:
        return {
            "kit": self.kit,
            "data": str(self.data),
            "urls": [each._asdict() for each in self.reach],
            "facilitator": self.desk,
            "board": self.board,
            "session": {"id": self.session.id, "title": self.session.title, "code": self.session.join_code},
            "join": self.join_link,
            "notes": list(self.notes),
        }


THIS_COMPUTER = "this computer"
PRINTED = "printed on the kit"


class Entrance(NamedTuple):
    """By which address people come to a running server: the one source of terminal, posters, desk and board."""

    base: str  # that people are given: the printed one where it leads here, else the best there is
    printed: str = ""  # what the codes say, "" for a kit without codes
    is_printed_dead: bool = False  # it does not lead here, as far as this computer can tell
    desk: str = ""  # the facilitator's, on this computer

    @property
    def host(self) -> str:
        """As people type it."""
        return host_of(self.base)

    @property
    def is_for_phones(self) -> bool:
        return not printed_address(self.base).is_loopback


def entrance(
    printed: PrintedAddress, port: int, numbers: Sequence[Address], asked: Listening, announced: bool
) -> Entrance:
    ours = is_ours(printed, port, numbers, asked, announced)
    best = printed.url if ours else url_of(numbers[0].ip if numbers else own_host(asked.host), port)
    # a cookie that is for https alone is of no use by another address
    is_secure = asked.behind_proxy and printed.scheme == "https"
    desk = f"https://{host_of(printed.url).partition('/')[0]}" if is_secure else url_of(own_host(asked.host), port)
    return Entrance(asked.address.rstrip("/") or best, printed.url, bool(printed.url) and not ours, desk)


def own_host(host: str) -> str:
    """A host that is listened to, as this computer opens it itself."""
    return "127.0.0.1" if host in ("", *EVERYWHERE) else host


def is_ours(printed: PrintedAddress, port: int, numbers: Sequence[Address], asked: Listening, announced: bool) -> bool:
    """Whether the printed address leads to this server, as far as this computer can tell."""
    if printed.is_elsewhere or printed.port != port or printed.scheme != "http":
        return asked.behind_proxy
    if printed.is_loopback:
        return not numbers  # on a phone that is the phone itself
    if printed.is_local_name:
        return announced
    return printed.host in [number.ip for number in numbers]


def lines_of_reach(
    printed: PrintedAddress, port: int, numbers: Sequence[Address], asked: Listening, announced: bool
) -> Iterator[Reach]:
    if asked.lan or not asked.host:
        yield Reach(url_of("127.0.0.1", port), THIS_COMPUTER)
    for number in numbers:
        yield Reach(url_of(number.ip, port), f"the network{f' ({number.device})' if number.device else ''}")
    if asked.host and not asked.lan and not numbers:
        yield Reach(url_of(own_host(asked.host), port), THIS_COMPUTER)
    if printed.url:
        yield Reach(printed.url, PRINTED, is_ours(printed, port, numbers, asked, announced))


def hosts(printed: PrintedAddress, host: str, numbers: Sequence[Address], address: str = "") -> tuple[str, ...]:
    """The names that requests may ask for (against DNS rebinding), without ports."""
    said = host_of(address).partition("/")[0].partition(":")[0] if address else ""
    names = ["localhost", "127.0.0.1", "::1", printed.host, host, said, *(number.ip for number in numbers)]
    return tuple(dict.fromkeys(name.lower() for name in names if name))
