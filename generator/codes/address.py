"""The address that codes lead to: whether it can be printed, what stands beside the code, and where it works."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

from generator.codes.code import LENGTH, url
from generator.errors import Place, Problems

SCANS_WELL = 42  # bytes: QR version 3 at level M
PRINTABLE = 62  # bytes: version 4
CORNER = len("/1")

_ADDRESS = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://([^/?#]*)([^?#]*)((?:\?[^#]*)?)((?:#.*)?)", re.DOTALL)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_PATH = re.compile(r"(/([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*")

_EXAMPLE = "write it as http://prepdeck.local:8765 or https://example.org/w"


class _Address(NamedTuple):
    scheme: str
    host: str  # without brackets, in small letters
    port: str
    path: str

    @property
    def ip(self) -> IPv4Address | IPv6Address | None:
        try:
            return ip_address(self.host)
        except ValueError:
            return None


def check_capture_url(text: str, place: Place, problems: Problems, *, corners: bool = False) -> bool:
    """Says everything that keeps codes from being printed with this address; True where nothing does.

    `corners`: some codes say in which corner of their sheet they stand as well.
    """
    faults = _faults(text)
    for message, hint in faults:
        problems.error(place, message, hint, "capture-url")
    if faults:
        return False
    printed = url(text, "X" * LENGTH)
    length = len(printed.encode())
    spare = f"{url(text, 'CODE')} takes {length} bytes with its six characters"
    if length + CORNER * corners > PRINTABLE:
        hint = f"at most {PRINTABLE} bytes scan at the size of a card; use a shorter name or path"
        more = f", and {CORNER} more in the corners of posters and worksheets" if corners else ""
        problems.error(place, f"the address is too long to print: {spare}{more}", hint, "capture-url-long")
        return False
    if length > SCANS_WELL:
        hint = f"up to {SCANS_WELL} bytes the modules are larger and old phones read them; use a shorter name or path"
        problems.warn(place, f"the address makes small modules: {spare}", hint, "capture-url-long")
    return True


def host_of(text: str) -> str:
    """What stands beside a code in plain type: the host, with port and path where there are any."""
    return text.strip().partition("://")[2].rstrip("/")


def where_it_works(text: str) -> str:
    """One plain sentence for whoever runs the workshop."""
    address = _split(text)
    if address is None:
        return "These codes lead nowhere yet: capture.url is not an address."
    host = host_of(text)
    ip = address.ip
    if (ip is not None and ip.is_loopback) or address.host == "localhost" or address.host.endswith(".localhost"):
        return f"These codes ({host}) work on this computer only; no phone can open them."
    if ip is not None and (ip.is_private or ip.is_link_local):
        return (
            f"These codes ({host}) work only on the network where the server has this number, "
            "and networks give out new numbers: print them on the day."
        )
    if address.host.endswith(".local") or (ip is None and "." not in address.host):
        return (
            f"These codes ({host}) work only on the same Wi-Fi as the computer that runs the prepdeck server, "
            "which announces that name there."
        )
    if address.scheme == "https":
        return f"These codes ({host}) work wherever there is internet, as long as that address leads to your server."
    return (
        f"These codes ({host}) work wherever there is internet, but over plain http: "
        "phones may warn people or refuse to open them; use https if you can."
    )


def _split(text: str) -> _Address | None:
    found = _ADDRESS.fullmatch(text.strip())
    if not found:
        return None
    scheme, authority, path = found[1].lower(), found[2].lower(), found[3]
    authority = authority.rpartition("@")[2]
    if authority.startswith("["):
        host, _, port = authority[1:].partition("]")
        port = port.removeprefix(":")
    else:
        host, _, port = authority.partition(":")
    return _Address(scheme, host, port, path) if host else None


def _faults(text: str) -> list[tuple[str, str]]:
    """What is wrong, and how to mend it: all of it at once."""
    shown = text if len(text) <= 80 else text[:77] + "..."
    found = _ADDRESS.fullmatch(text)
    if not found:
        return [(f"'{shown}' is not a whole web address", _EXAMPLE)]
    scheme, authority, path, query, fragment = found.groups()
    faults = []
    if scheme.lower() not in ("http", "https"):
        faults.append((f"an address that begins with {scheme}:// cannot be opened by every phone", _EXAMPLE))
    if "@" in authority:
        faults.append(
            ("a name or password in the address would be printed for all to read", "take out what is before @")
        )
    if query or fragment:
        faults.append(
            (f"nothing can follow '{query or fragment}', but the code must", "take out ? or # and what is after it")
        )
    faults += host_faults(authority.rpartition("@")[2], shown)
    if not _PATH.fullmatch(path.removesuffix("/")):
        hint = "use letters, digits, - and _ between single slashes"
        faults.append((f"'{path}' is not a path that every phone reads alike", hint))
    return faults


def host_faults(authority: str, shown: str) -> list[tuple[str, str]]:
    """What is wrong with host and port, and how to mend it; `shown` is the address that they are of."""
    if not authority.isascii():
        return [(f"the host '{authority}' has letters that phones read differently", _ascii_hint(authority))]
    found = re.fullmatch(r"(\[[0-9a-f:.]+\]|[^:\[\]]*)(?::(.*))?", authority.lower(), re.DOTALL)
    if not found or not found[1]:
        return [(f"'{shown}' names no host", _EXAMPLE)]
    host, port = found[1], found[2]
    faults = []
    if port is not None and not (port.isdigit() and 1 <= len(port) <= 5 and 1 <= int(port) <= 65535):
        faults.append((f"'{port}' is not a port", "a port is a number from 1 to 65535, such as 8765; or leave it out"))
    if _is_host(host) and _is_everywhere(host):
        hint = "write the name or number of the computer that codes lead to, such as http://prepdeck.local:8765"
        faults.append((f"'{host}' is no computer that a phone can open: servers listen there", hint))
    if not _is_host(host):
        faults.append((f"'{host}' is not the name or number of a host", _EXAMPLE))
    return faults


def _is_host(host: str) -> bool:
    numeric = host.startswith("[") or re.fullmatch(r"[0-9.]+", host) is not None
    if numeric:
        try:
            ip_address(host.strip("[]"))
        except ValueError:
            return False
        return True
    return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split("."))


def _is_everywhere(host: str) -> bool:
    """0.0.0.0 and [::]: all addresses of a computer, to itself."""
    try:
        return ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def _ascii_hint(authority: str) -> str:
    try:
        return f"write it as {authority.encode('idna').decode()}"
    except UnicodeError:
        return "write it in letters from a to z"
