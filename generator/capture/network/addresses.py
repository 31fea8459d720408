"""Addresses as they are printed, listened to and opened. Asks the system alone, never the internet."""

import socket
from collections.abc import Sequence
from ipaddress import ip_address
from typing import NamedTuple

from generator.codes import host_of
from generator.errors import FileError

DEFAULT_PORT = 8765
LOOPBACK = ("127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # hosts to listen to, and no addresses to open


class Address(NamedTuple):
    """A number of this computer, and the network device that has it."""

    ip: str
    device: str = ""


class PrintedAddress(NamedTuple):
    """The address that is printed on the kit: capture.url of its manifest, taken apart."""

    url: str = ""
    scheme: str = ""
    host: str = ""  # in small letters, without brackets
    port: int = 0

    @property
    def path(self) -> str:
        """What stands between the host and the code: '' or '/w'."""
        return host_of(self.url).partition("/")[2] and f"/{host_of(self.url).partition('/')[2]}"

    @property
    def is_local_name(self) -> bool:
        """Whether somebody in the room has to announce it."""
        return self.host.endswith(".local")

    @property
    def is_loopback(self) -> bool:
        return is_loopback(self.host) or self.host == "localhost" or self.host.endswith(".localhost")

    @property
    def is_number(self) -> bool:
        return bool(_ip(self.host))

    @property
    def is_elsewhere(self) -> bool:
        """Whether the internet, and not this room, knows where it leads."""
        return bool(self.host) and "." in self.host and not (self.is_local_name or self.is_loopback or self.is_number)


def printed_address(url: str) -> PrintedAddress:
    """Taken apart; all empty where a kit has none."""
    scheme, _, _ = url.partition("://")
    authority = host_of(url).partition("/")[0].lower()
    if not authority:
        return PrintedAddress()
    host, colon, port = authority.rpartition(":")
    if not colon or authority.endswith("]"):
        host, port = authority, ""
    default = 443 if scheme.lower() == "https" else 80
    return PrintedAddress(
        url.strip().rstrip("/"), scheme.lower(), host.strip("[]"), int(port) if port.isdigit() else default
    )


def is_loopback(host: str) -> bool:
    ip = _ip(host)
    return bool(ip) and ip_address(ip).is_loopback


def plain_ip(host: str) -> str:
    """An address as we compare it: IPv4 in IPv6 clothes is IPv4, zones are left out."""
    ip = _ip(host.partition("%")[0])
    if not ip:
        return host
    number = ip_address(ip)
    mapped = getattr(number, "ipv4_mapped", None)
    return str(mapped or number)


def _ip(host: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError:
        return ""


def url_of(host: str, port: int) -> str:
    """What a browser opens."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}" if port == 80 else f"http://{shown}:{port}"


def listen(host: str, port: int, *, lan: bool = False) -> list[socket.socket]:
    """Listening sockets: of `host`, of every network (`lan`), else of this computer alone. Raises FileError."""
    wanted: Sequence[str] = (host,) if host else ("0.0.0.0",) if lan else LOOPBACK
    opened: list[socket.socket] = []
    for name in wanted:
        try:
            opened.append(_open(name, opened[0].getsockname()[1] if opened else port))
        except OSError as error:
            if opened and not host:
                continue  # no IPv6 here, or its port is taken: the first one is what we print
            raise FileError(_cannot_listen(name, port, error)) from error
    return opened


def _open(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    opened = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(where)
        opened.listen(512)
    except OSError:
        opened.close()
        raise
    return opened


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    where = url_of(host, port)
    if isinstance(error, socket.gaierror):
        return f"'{host}' is no address of this computer; leave --host out, or say --lan for all of its networks"
    if isinstance(error, PermissionError):
        return (
            f"{where}: the system keeps port {port} to itself; choose one from 1024 up, such as --port {DEFAULT_PORT}"
        )
    if is_in_use(error):
        return (
            f"{where}: another program listens on port {port} already, perhaps another `prepdeck serve`;"
            " stop it, or choose another port with --port"
        )
    return f"{where}: cannot listen there: {error.strerror}"


def is_in_use(error: OSError) -> bool:
    import errno

    return error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE))
