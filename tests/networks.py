"""A laptop and a phone in one network, twice: as network namespaces at an access point, and as addresses of loopback.

Namespaces need root on Linux. Where a machine permits none, the same scenarios run on loopback alone, where what an
access point does is played, not done. The phone shares no code with the laptop: it asks for names in its own words.
"""

import os
import shutil
import socket
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = Path(__file__).parent
PATIENCE = 30  # seconds for anything that a computer does


class Computer:
    """One that has a number of its own, and runs what it is told to."""

    def __init__(self, number: str, *prefix: str, **environ: str) -> None:
        self.number = number
        self._prefix, self._environ = prefix, environ

    def start(self, *words: object, **how: object) -> "subprocess.Popen[str]":
        modules = os.pathsep.join(filter(None, (str(ROOT), str(TESTS), os.environ.get("PYTHONPATH"))))
        environ = {**os.environ, "PYTHONPATH": modules, **self._environ}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": ROOT}
        command = [*self._prefix, sys.executable, *map(str, words)]
        return subprocess.Popen(command, **{**pipes, **how, "env": {**environ, **how.get("env", {})}})

    def prepdeck(self, *words: object, **how: object) -> "subprocess.Popen[str]":
        return self.start("-m", "generator", *words, **how)

    def does(self, script: str, *words: object) -> str:
        """What a script that runs on it writes, good or bad."""
        with self.start("-c", script, *words) as done:
            out, err = done.communicate(timeout=PATIENCE)
        return out.strip() or err.strip().rpartition("\n")[2]

    def opens(self, url: str, form: str = "") -> str:
        """What a phone has of an address: status, where it leads on, and the page; or why nothing comes."""
        return self.does(PHONE, url, self.number, form)

    def fails_to_open(self, *urls: str) -> bool:
        """Whether nothing comes of any; all are tried at once, as each takes its time."""
        with ThreadPoolExecutor() as several:
            return all(said.startswith("nobody answers") for said in several.map(self.opens, urls))


class Network(ABC):
    """Both of them, and what their access point does to them."""

    printed: str  # the address on the kit
    laptop: Computer
    phone: Computer

    @property
    def by_number(self) -> str:
        """The laptop's address where its name is of no use."""
        return f"http://{self.laptop.number}:{self.port}"

    @property
    def port(self) -> int:
        return int(self.printed.rpartition(":")[2])

    @property
    def name(self) -> str:
        return self.printed.removeprefix("http://").partition(":")[0]

    def printed_kit(self, kit: Path) -> Path:
        """The kit, with codes that say this network's address."""
        manifest = kit / "manifest.json"
        manifest.write_bytes(manifest.read_bytes().replace(b"http://cards.local:8765", self.printed.encode()))
        return kit

    @abstractmethod
    def keep_apart(self) -> None:
        """Client isolation: nothing goes from one guest to another."""

    @abstractmethod
    def pass_no_multicast(self) -> None:
        """Guests reach each other by number alone."""

    @abstractmethod
    def move(self) -> None:
        """The laptop gets another number."""


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


class Namespaces(Network):
    """Two namespaces at the ports of a bridge in a third one, as guests at an access point."""

    printed = "http://cards.local:8765"

    def __init__(self) -> None:
        mark = os.getpid()
        self._point = f"pd-point-{mark}"
        self._names = (f"pd-laptop-{mark}", f"pd-phone-{mark}")
        inside = ("ip", "netns", "exec")
        self.laptop = Computer("10.77.0.1", *inside, self._names[0])
        self.phone = Computer("10.77.0.2", *inside, self._names[1])

    def build(self) -> None:
        for name in (self._point, *self._names):
            _ip("netns", "add", name)
        at = ("-n", self._point)
        _ip(*at, "link", "add", "air", "type", "bridge", "mcast_snooping", "0")
        _ip(*at, "link", "set", "air", "up")
        for computer, name, port in zip((self.laptop, self.phone), self._names, ("one", "two"), strict=True):
            inside = ("-n", name)
            _ip(*at, "link", "add", port, "type", "veth", "peer", "name", "wlan0", "netns", name)
            _ip(*at, "link", "set", port, "master", "air", "up")
            _ip(*inside, "link", "set", "lo", "up")
            _ip(*inside, "addr", "add", f"{computer.number}/24", "dev", "wlan0")
            _ip(*inside, "link", "set", "wlan0", "up")
            _ip(*inside, "route", "add", "default", "dev", "wlan0")

    def remove(self) -> None:
        for name in (self._point, *self._names):
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)

    def keep_apart(self) -> None:
        self._ports("isolated", "on")

    def pass_no_multicast(self) -> None:
        self._ports("mcast_flood", "off")

    def _ports(self, *words: str) -> None:
        for port in ("one", "two"):
            _ip("-n", self._point, "link", "set", port, "type", "bridge_slave", *words)

    def move(self) -> None:
        inside = ("-n", self._names[0])
        self.laptop.number = "10.77.0.9"
        _ip(*inside, "addr", "flush", "dev", "wlan0")
        _ip(*inside, "addr", "add", f"{self.laptop.number}/24", "dev", "wlan0")
        _ip(*inside, "route", "replace", "default", "dev", "wlan0")


class Loopback(Network):
    """Two addresses of this computer. Names and ports are this run's own: there may be others here."""

    def __init__(self, folder: Path) -> None:
        self._number = folder / "number"
        self._number.write_text("127.0.0.1")
        self.printed = f"http://cards-{os.getpid()}.local:{_free_port()}"
        self.laptop = _Neighbour("127.0.0.1", self._number)
        number = folder / "number-of-the-phone"
        number.write_text("127.0.0.2")
        self.phone: _Neighbour = _Neighbour("127.0.0.2", number)

    def keep_apart(self) -> None:
        self.phone.hears = "nothing"

    def pass_no_multicast(self) -> None:
        self.phone.hears = "numbers"

    def move(self) -> None:
        self.laptop.number = "127.0.0.3"
        self._number.write_text(self.laptop.number)


class _Neighbour(Computer):
    """A computer whose only network is loopback; `hears` is what the access point lets through."""

    def __init__(self, number: str, told: Path) -> None:
        super().__init__(number, NUMBER=str(told))
        self.hears = "everything"

    def prepdeck(self, *words: object, **how: object) -> "subprocess.Popen[str]":
        return self.start(TESTS / "on_loopback.py", *words, **how)

    def opens(self, url: str, form: str = "") -> str:
        if self.hears == "nothing" or (self.hears == "numbers" and ".local" in url):
            return "nobody answers"
        return super().opens(url, form)


def why_no_namespaces() -> str:
    """Empty where this machine has them, or would have if iproute2 were installed."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "network namespaces need root on Linux"
    if not shutil.which("ip"):
        return ""
    network = Namespaces()
    try:
        network.build()
    except subprocess.CalledProcessError as error:
        return f"this machine allows no network namespaces: {error.stderr.strip()}"
    finally:
        network.remove()
    return ""


WHY_NO_NAMESPACES = why_no_namespaces()


@contextmanager
def network_of(kind: str, folder: Path) -> Iterator[Network]:
    """A network of that kind, from its first packet to its last."""
    if kind == "loopback":
        yield Loopback(folder)
        return
    network = Namespaces()
    try:
        network.build()
        yield network
    finally:
        network.remove()


def lacks_addresses() -> str:
    """What to do where loopback has one address alone, as on macOS; empty where it has all of 127.x."""
    try:
        for number in ("127.0.0.2", "127.0.0.3"):
            with socket.socket() as tried:
                tried.bind((number, 0))
    except OSError:
        return "loopback has one address: `sudo ifconfig lo0 alias 127.0.0.2` and 127.0.0.3, or make test SKIP=loopback"
    return ""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


# A phone: asks the network for a `.local` name by multicast (RFC 6762) in a few lines of its own, and opens the page.
PHONE = r"""
import http.client, socket, struct, sys, time
from urllib.parse import urlsplit

GROUP, PORT = "224.0.0.251", 5353

def name_at(octets, at):
    parts, after = [], 0
    while octets[at]:
        if octets[at] >= 0xC0:
            after = after or at + 2
            at = struct.unpack_from(">H", octets, at)[0] & 0x3FFF
        else:
            parts.append(octets[at + 1 : at + 1 + octets[at]].decode())
            at += 1 + octets[at]
    return ".".join(parts).lower(), after or at + 1

def numbers_in(octets, name):
    _, flags, questions, *answers = struct.unpack_from(">6H", octets)
    at = 12
    for _ in range(questions):
        at = name_at(octets, at)[1] + 4
    for _ in range(sum(answers) if flags & 0x8000 else 0):
        who, at = name_at(octets, at)
        kind, _, _, length = struct.unpack_from(">2HIH", octets, at)
        if (who, kind) == (name, 1):
            yield socket.inet_ntoa(octets[at + 10 : at + 14])
        at += 10 + length

def resolve(name, own):
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    question = struct.pack(">6H", 0, 0, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">2H", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ears:
        ears.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "SO_REUSEPORT"):
            ears.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        ears.bind(("", PORT))
        here = socket.inet_aton(own)
        ears.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(GROUP) + here)
        ears.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, here)
        ears.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 255)
        for _ in range(3):  # a second each, as phones ask
            ears.sendto(question, (GROUP, PORT))
            until = time.monotonic() + 1
            while (left := until - time.monotonic()) > 0:
                ears.settimeout(left)
                try:
                    found = sorted(numbers_in(ears.recv(9000), name))
                except TimeoutError:
                    break
                if found:
                    return found[0]
    sys.exit("nobody answers to that name")

url, own, form = sys.argv[1:4]
said = urlsplit(url)
number = resolve(said.hostname.lower(), own) if said.hostname.endswith(".local") else said.hostname
try:
    connection = http.client.HTTPConnection(number, said.port or 80, timeout=3, source_address=(own, 0))
    headers = {"Host": said.netloc, "Origin": f"{said.scheme}://{said.netloc}", "Accept-Language": "en"}
    headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    connection.request("POST" if form else "GET", said.path or "/", form or None, headers)
    answer = connection.getresponse()
    print(answer.status, answer.getheader("Location", ""), answer.getheader("Set-Cookie", ""), answer.read().decode())
except OSError as error:
    sys.exit(f"nobody answers: {error}")
"""
