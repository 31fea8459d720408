"""`prepdeck serve`: from the command to a running server and back, its addresses, its name, the poster of the day."""

import asyncio
import hashlib
import http.client
import json
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import printed
import pytest
import zxingcpp
from click.testing import CliRunner
from networks import Computer, Network
from troubles import held

from generator.capture.model import NewEntry
from generator.capture.network.addresses import Address, listen, plain_ip, printed_address, url_of
from generator.capture.network.interfaces import Interface, of_the_room
from generator.capture.network.mdns import Announcer, Silent
from generator.capture.network.reach import Entrance, entrance, hosts, lines_of_reach
from generator.capture.network.server import PatientProtocol, Server, listening
from generator.capture.run import paths
from generator.capture.run.reload import KitNow
from generator.capture.run.start import Order, port_of
from generator.capture.run.terminal_qr import DARK_ON_LIGHT, QrLook, qr_lines
from generator.capture.store import Store, StoreReader
from generator.capture.web.tokens import entry_id
from generator.cli import main
from generator.errors import ExitCode, FileError

ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "small"
PRINTED = "http://cards.local:8765"
HERE = (Address("192.168.1.20", "wlan0"),)


# --- addresses ---


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://Cards.local:8765", "cards.local", 8765),
        ("http://cards.local", "cards.local", 80),
        ("https://example.org/w/", "example.org", 443),
        ("http://[fd00::2]:8765", "fd00::2", 8765),
        ("http://[fd00::2]", "fd00::2", 80),
        ("", "", 0),
    ],
)
def test_a_printed_address_is_taken_apart(url: str, host: str, port: int) -> None:
    assert printed_address(url)[2:] == (host, port)


def test_what_kind_of_address_is_printed() -> None:
    kinds = {
        url: (found.is_local_name, found.is_loopback, found.is_number, found.is_elsewhere)
        for url in ("http://a.local", "http://localhost:1", "http://127.0.0.2", "http://10.0.0.1", "https://a.org", "")
        if (found := printed_address(url)) or True
    }
    assert kinds == {
        "http://a.local": (True, False, False, False),
        "http://localhost:1": (False, True, False, False),
        "http://127.0.0.2": (False, True, True, False),
        "http://10.0.0.1": (False, False, True, False),
        "https://a.org": (False, False, False, True),
        "": (False, False, False, False),
    }


def test_the_network_that_phones_are_on_comes_first() -> None:
    found = [
        Interface("127.0.0.1", "lo"),
        Interface("192.168.2.1", "bridge100"),
        Interface("93.184.216.34", "eth0"),
        Interface("192.168.1.20", "wlan0"),
        Interface("192.168.1.20", "wlan0"),
    ]
    assert [each.ip for each in of_the_room(found)] == ["192.168.1.20", "93.184.216.34", "192.168.2.1"]


REAL = (
    *(
        "wlan0",
        "wlp0s20f3",
        "eth0",
        "enp3s0",
        "eno1",
        "usb0",
        "br0",
        "br-lan",
        "en0",
        "en7",
        "bridge100",
        "ap1",
        "bond0",
    ),
    *("Wi-Fi", "WLAN", "Ethernet 3", "Drahtlosnetzwerkverbindung", "vEthernet (External)"),
)
VIRTUAL = (
    *(
        "docker0",
        "br-0f3a9c1d2e4b",
        "veth12ab",
        "virbr0",
        "lxdbr0",
        "cni0",
        "flannel.1",
        "podman1",
        "vboxnet0",
        "vmnet8",
    ),
    *("tun0", "tap0", "wg0", "utun3", "ppp0", "tailscale0", "zt7nnig26", "nordlynx", "ipsec0", "wwan0"),
    *("vEthernet (Default Switch)", "vEthernet (WSL)", "vEthernet (WSL (Hyper-V firewall))", "Tailscale"),
)


@pytest.mark.parametrize("name", REAL)
def test_numbers_of_networks_that_a_phone_can_be_on_are_announced(name: str) -> None:
    assert of_the_room([Interface("192.168.1.20", name, name)]) == (Address("192.168.1.20", name),)


@pytest.mark.parametrize("name", VIRTUAL)
def test_containers_and_vpns_are_not_announced(name: str) -> None:
    assert of_the_room([Interface("10.8.0.2", name, name)]) == ()


@pytest.mark.parametrize(
    "other",
    [
        Interface("127.0.0.1", "lo"),
        Interface("169.254.7.7", "eth0"),
        Interface("10.8.0.2", "eth9", prefix=32),  # a network of one
        Interface("192.168.56.1", "Ethernet 4", "VirtualBox Host-Only Ethernet Adapter"),
        Interface("192.168.99.1", "Ethernet 5", "VMware Virtual Ethernet Adapter for VMnet8"),
        Interface("10.8.0.6", "Ethernet 6", "TAP-Windows Adapter V9"),
        Interface("10.9.0.6", "office", "WireGuard Tunnel"),
    ],
)
def test_what_only_looks_like_a_network_is_not_announced(other: Interface) -> None:
    hotspot = Interface("192.168.137.1", "Local Area Connection* 2", "Microsoft Wi-Fi Direct Virtual Adapter")
    assert [each.ip for each in of_the_room([other, hotspot])] == ["192.168.137.1"]


def test_the_same_number_is_the_same_however_it_is_written() -> None:
    assert plain_ip("::ffff:192.168.1.9") == "192.168.1.9"
    assert plain_ip("fe80::1%eth0") == "fe80::1"
    assert plain_ip("fd00:0:0::2") == "fd00::2"
    assert plain_ip("nobody") == "nobody"


def test_urls_are_as_browsers_write_them() -> None:
    assert [url_of("10.0.0.1", 80), url_of("10.0.0.1", 8765), url_of("::1", 8765)] == [
        "http://10.0.0.1",
        "http://10.0.0.1:8765",
        "http://[::1]:8765",
    ]


def test_loopback_is_all_that_is_listened_to_until_asked() -> None:
    sockets = listen("", 0)
    try:
        bound = {each.getsockname()[0] for each in sockets}
        assert bound <= {"127.0.0.1", "::1"}
        assert "127.0.0.1" in bound
        assert len({each.getsockname()[1] for each in sockets}) == 1
    finally:
        for each in sockets:
            each.close()


def test_one_address_of_several_is_listened_to_alone() -> None:
    (only,) = listen("127.0.0.2", 0)
    with only:
        port = only.getsockname()[1]
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port), timeout=5)
        socket.create_connection(("127.0.0.2", port), timeout=5).close()


def test_a_port_in_use_is_said_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(FileError, match=f"another program listens on port {port} already.*--port"):
            listen("", port)


def test_an_address_of_somebody_else_is_said_in_words() -> None:
    with pytest.raises(FileError, match="cannot listen"):
        listen("192.0.2.77", 0)
    with pytest.raises(FileError, match="no address of this computer"):
        listen("no such host.", 0)


def test_the_port_is_the_printed_one_where_this_computer_is_meant() -> None:
    def port(url: str, **said: int) -> int:
        return port_of(Order(**said), printed_address(url))

    assert port("http://cards.local:9000") == 9000
    assert port("http://cards.local") == 80
    assert port("https://example.org") == 8765
    assert port("") == 8765
    assert port("http://cards.local:9000", port=8000) == 8000


def way(url: str, order: Order, announced: bool = True) -> Entrance:
    return entrance(printed_address(url), 8765, HERE if order.lan else (), order, announced)


def reach(url: str, order: Order, announced: bool = True) -> tuple[str, dict[str, bool]]:
    numbers = HERE if order.lan else ()
    lines = {each.url: each.works for each in lines_of_reach(printed_address(url), 8765, numbers, order, announced)}
    return way(url, order, announced).base, lines


def test_people_join_by_the_printed_address_where_it_leads_here() -> None:
    lan = Order(lan=True)
    assert reach(PRINTED, lan)[0] == PRINTED
    assert reach(PRINTED, lan, announced=False)[0] == "http://192.168.1.20:8765"
    assert reach("http://cards.local:9000", lan)[0] == "http://192.168.1.20:8765"
    assert reach("http://192.168.1.20:8765", lan)[0] == "http://192.168.1.20:8765"
    assert reach("https://example.org/w", lan)[0] == "http://192.168.1.20:8765"
    assert reach("https://example.org/w", Order(behind_proxy=True))[0] == "https://example.org/w"
    assert reach("http://localhost:8765", lan)[0] == "http://192.168.1.20:8765"  # on a phone that is the phone
    assert reach(PRINTED, Order(), announced=False) == (
        "http://127.0.0.1:8765",
        {"http://127.0.0.1:8765": True, PRINTED: False},
    )


def test_one_source_says_which_address_leads_here_and_that_the_printed_one_is_dead() -> None:
    number, there = "http://192.168.1.20:8765", Order(lan=True, address="http://laptop.lan:8765/")
    assert way(PRINTED, Order(lan=True)) == Entrance(PRINTED, PRINTED, False, "http://127.0.0.1:8765")
    assert way(PRINTED, Order(lan=True), announced=False)[:3] == (number, PRINTED, True)
    assert way(PRINTED, there, announced=False)[:3] == ("http://laptop.lan:8765", PRINTED, True)
    assert way("", Order(lan=True))[:3] == (number, "", False)
    assert not way(PRINTED, Order(), announced=False).is_for_phones
    tunnel = way("https://example.org/w", Order(behind_proxy=True))
    assert (tunnel.host, tunnel.desk) == ("example.org/w", "https://example.org")
    assert way("", Order(host="0.0.0.0")).desk == "http://127.0.0.1:8765"


def test_a_server_answers_to_its_own_names_alone() -> None:
    found = hosts(printed_address(PRINTED), "", HERE, "http://laptop.lan:8765")
    assert found == ("localhost", "127.0.0.1", "::1", "cards.local", "laptop.lan", "192.168.1.20")


# --- places ---


def test_the_only_kit_under_output_is_found(tmp_path: Path) -> None:
    assert paths.kit_folder(tmp_path) is None
    (tmp_path / "one").mkdir()
    (tmp_path / "one/manifest.json").touch()
    assert paths.kit_folder(tmp_path) == tmp_path / "one"
    (tmp_path / "two").mkdir()
    (tmp_path / "two/manifest.json").touch()
    with pytest.raises(FileError, match=r"several kits; say which one: .*one, .*two"):
        paths.kit_folder(tmp_path)


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {"HOME": "/home/a"}, "/home/a/.local/share/prepdeck"),
        ("linux", {"HOME": "/home/a", "XDG_DATA_HOME": "/data"}, "/data/prepdeck"),
        ("linux", {"HOME": "/home/a", "XDG_DATA_HOME": "not/absolute"}, "/home/a/.local/share/prepdeck"),
        ("darwin", {"HOME": "/Users/a"}, "/Users/a/Library/Application Support/prepdeck"),
        ("win32", {"LOCALAPPDATA": "/C/a/Local"}, "/C/a/Local/prepdeck"),
        ("win32", {"USERPROFILE": "/C/a"}, "/C/a/AppData/Local/prepdeck"),
    ],
)
def test_entries_are_kept_where_the_system_keeps_what_is_the_users(platform: str, environ: dict, folder: str) -> None:
    assert paths.user_data_folder(platform, environ) == Path(folder)


def test_backups_are_no_stores_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "user_data_folder", lambda: tmp_path)
    for name in ("a.db", "a.backup.db", "a.db.lock"):
        (tmp_path / name).touch()
    assert paths.known_data_files() == [tmp_path / "a.db"]


# --- the code in the terminal ---


def as_picture(lines: list[str]) -> np.ndarray:
    """What a terminal shows of half blocks: a letter is one module wide and two high."""
    halves = {" ": (255, 255), "▀": (0, 255), "▄": (255, 0), "█": (0, 0)}
    rows = [row for line in lines for row in zip(*(halves[sign] for sign in line), strict=True)]
    return np.kron(np.array(rows, dtype=np.uint8), np.ones((4, 4), dtype=np.uint8))


@pytest.mark.parametrize("text", ["x", f"{PRINTED}/j/abcdefghijklmnopqrstuv", "WIFI:T:WPA;S:" + "s" * 90 + ";;"])
def test_the_code_in_the_terminal_is_read(text: str) -> None:
    (found,) = zxingcpp.read_barcodes(as_picture(qr_lines(text, QrLook(coloured=False))))
    assert found.text == text


def test_on_a_terminal_it_is_dark_on_light_whatever_its_colours() -> None:
    lines = qr_lines("x", QrLook(coloured=True))
    assert all(line.startswith(DARK_ON_LIGHT) and line.endswith("\x1b[0m") for line in lines)
    bare = [line.removeprefix(DARK_ON_LIGHT).removesuffix("\x1b[0m") for line in lines]
    assert bare == qr_lines("x", QrLook(coloured=False))


# --- the kit while it is printed again ---


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "small"
    assert CliRunner().invoke(main, ["build", str(SMALL), "-o", str(folder)]).exit_code == ExitCode.DONE
    return folder


@pytest.fixture
def kit(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "output/small"))


def retitled(manifest: Path, title: str, **more: str) -> bytes:
    said = json.loads(manifest.read_text(encoding="utf-8"))
    said["kit"] |= {"title": title, **more}
    return json.dumps(said).encode()


def test_a_kit_that_is_printed_again_is_taken_over(kit: Path) -> None:
    path = kit / "manifest.json"
    now = KitNow(path, path.read_bytes())
    title = now().title
    assert now.look() == ""
    path.write_bytes(retitled(path, "Another title"))
    assert "taken over" in now.look()
    assert now().title == "Another title"
    assert now.data == path.read_bytes()
    assert now.look() == ""
    assert [each.title for each in now().earlier] == [title]  # phones hold its pages
    now.remember([retitled(path, "Oldest"), b"damaged"])
    assert [each.title for each in now().earlier] == ["Oldest"]


def test_a_kit_that_was_printed_between_reading_and_looking_is_not_missed(kit: Path) -> None:
    path = kit / "manifest.json"
    before = path.read_bytes()
    path.write_bytes(retitled(path, "Another title"))
    now = KitNow(path, before)
    now.look()
    assert now().title == "Another title"


def test_what_is_deleted_damaged_or_anothers_leaves_the_kit_as_it_was(kit: Path) -> None:
    path = kit / "manifest.json"
    good = path.read_bytes()
    now = KitNow(path, good)
    title = now().title
    path.write_text("{", encoding="utf-8")
    assert "stays as it was" in now.look()
    assert now.look() == ""  # said once
    path.write_bytes(good)
    path.write_bytes(retitled(path, "Other", id="other"))
    assert "another kit" in now.look()
    path.unlink()
    assert now.look() == ""
    assert (now().title, now.data) == (title, good)


# --- connections ---


async def _hello(scope: dict, receive: object, send: object) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"hi"})


async def _asked(port: int, *parts: bytes, pause: float) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        async with asyncio.timeout(10):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


def test_whoever_dawdles_over_a_request_is_hung_up_on_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientProtocol, "patience", 0.4)

    async def scene() -> list[bytes]:
        sockets = listen("127.0.0.1", 0)
        port = sockets[0].getsockname()[1]
        server = Server(_hello)
        task = await listening(server, sockets)
        close = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
        keep = close.replace(b"close", b"keep-alive")
        answers = await asyncio.gather(
            _asked(port, pause=0),
            _asked(port, b"GET / HTTP/1.1\r\n", b"X: y\r\n", pause=0.3),
            _asked(port, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1", pause=0),
            _asked(port, close, pause=0),
            _asked(port, keep, keep, close, pause=0.3),
        )
        server.stop()
        await task
        return answers

    silent, slow_head, slow_body, quick, kept = asyncio.run(scene())
    assert silent == slow_head == b""
    assert slow_body.count(b"hi") <= 1
    assert quick.count(b"200 OK") == 1
    assert kept.count(b"200 OK") == 3


# --- the name in the network ---


def test_without_a_network_no_name_is_announced() -> None:
    with pytest.raises(Silent, match="in no network"):
        asyncio.run(Announcer("cards.local", 8765, "Small", []).start())


# --- the whole command ---


class Serving:
    """`prepdeck serve` in a process of its own."""

    def __init__(self, *words: object, on: Computer | None = None, folder: Path | None = None, **environ: str) -> None:
        said = ("serve", *words, "--json", "--no-open")
        self.process = (on or Computer("127.0.0.1")).prepdeck(*said, env=environ, cwd=folder or ROOT)
        self.heard: list[str] = []
        self._hears = threading.Condition()
        self._ears = threading.Thread(target=self._listen, daemon=True)
        self._ears.start()
        assert self.process.stdout is not None
        self.said = json.loads(self.process.stdout.readline())
        if "error" in self.said:
            assert self.wait() == self.said["status"]
            raise AssertionError("".join(self.heard))

    @property
    def port(self) -> int:
        return int(self.said["urls"][0]["url"].rpartition(":")[2])

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._hears:
                self.heard.append(line)
                self._hears.notify_all()

    def hears(self, words: str) -> bool:
        with self._hears:
            return self._hears.wait_for(lambda: any(words in line for line in self.heard), timeout=20)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode(errors="replace")
        connection.close()
        return found

    def post(self, path: str, body: str = "", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        own = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, body, headers=own | headers)
        found = connection.getresponse()
        connection.close()
        return found

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        with self.process:
            status = self.process.wait(timeout=30)
            self._ears.join(timeout=10)
        return status


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[object]:
    started: list[Serving] = []

    def start(*words: object, **how: object) -> Serving:
        words = words if "--data" in words else (*words, "--data", tmp_path / "entries.db")
        words = words if "--port" in words or how.get("on") else (*words, "--port", 0)
        started.append(Serving(*words, **how))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
        each.wait()


def code_in(kit: Path) -> str:
    return json.loads((kit / "manifest.json").read_text(encoding="utf-8"))["things"][0]["code"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda each: each.name)
def test_a_signal_ends_it_in_order_and_the_session_goes_on_next_time(serve, kit: Path, tmp_path: Path, number) -> None:
    first = serve(kit, "--title", "Spring")
    assert first.get("/")[0] == 200
    assert first.get(f"/{code_in(kit)}")[0] == 200
    assert first.stop(number) == ExitCode.DONE
    assert first.heard == []
    assert (tmp_path / "entries.db").is_file()
    assert not (tmp_path / "entries.db-wal").exists()  # the store was closed
    second = serve(kit)
    assert second.said["session"] == first.said["session"]
    assert second.said["session"]["title"] == "Spring"


def test_a_session_of_another_day_is_closed_and_that_is_said_where_nobody_can_be_asked(serve, kit: Path) -> None:
    first = serve(kit, "--title", "Monday")
    assert first.said["notes"] == []
    assert first.stop() == ExitCode.DONE
    second = serve(kit, "--title", "Tuesday")
    assert second.said["session"]["title"] == "Tuesday"
    (note,) = second.said["notes"]
    assert re.match(r"“Monday” \(\d{4}-\d\d-\d\d\) was open and was closed; the desk opens it again", note)
    page = second.get(f"/{code_in(kit)}")[1]
    assert 'name="_consent"' in page  # a scan alone is enough
    assert second.stop() == ExitCode.DONE
    third = serve(kit, "--title", " tuesday")  # the command once more, as after a crash
    assert third.said["session"] == second.said["session"]
    assert third.said["notes"] == []


def test_a_session_of_another_day_is_kept_open_where_the_command_says_so(serve, kit: Path) -> None:
    assert serve(kit, "--title", "Monday").stop() == ExitCode.DONE
    (note,) = serve(kit, "--title", "Tuesday", "--keep-open").said["notes"]
    assert note.startswith("“Monday” (")
    assert "close on the desk what is over" in note


@pytest.mark.parametrize(("answer", "left"), [("\n", ["Tuesday"]), ("n\n", ["Tuesday", "Monday"])], ids=["yes", "no"])
def test_somebody_at_the_terminal_is_asked_whether_the_open_session_is_over(
    kit: Path, tmp_path: Path, answer: str, left: list[str]
) -> None:
    data = tmp_path / "entries.db"
    store = Store.open(data, lambda: datetime(2026, 1, 5, 9, tzinfo=UTC), os.urandom)
    asyncio.run(store.open_session("small", "Monday"))
    store.close()
    terminal = Terminal(kit, "--data", data, "--title", "Tuesday")
    terminal.press(answer)
    assert "“Monday” (2026-01-05) is open still. Close it? [Y/n]" in terminal.says("open still")
    terminal.says("Enter prints")
    assert terminal.stop() == ExitCode.DONE
    reader = StoreReader.open_to_read(data, lambda: datetime.now(UTC))
    assert [each.title for each in reader.open_sessions()] == left
    reader.close()


def test_this_computer_alone_until_asked_and_no_poster_then(serve, kit: Path) -> None:
    said = serve(kit).said
    assert [each["works"] for each in said["urls"]] == [True, False]  # loopback, and the printed name
    assert said["poster"] is None
    assert said["facilitator"].startswith("http://127.0.0.1:")


def test_the_poster_of_the_day_lies_beside_what_is_printed_and_the_desk_has_it(serve, kit: Path) -> None:
    serving = serve(kit, "--address", "http://laptop.example:8765")
    poster = kit / "join-today.pdf"
    assert serving.said["poster"] == str(poster)
    assert codes_on(poster) == [serving.said["join"]]
    door = serving.said["facilitator"].partition(f":{serving.port}")[2]
    desk = {"Cookie": serving.post(door, f"key={'a' * 43}").getheader("set-cookie").partition(";")[0]}
    path = f"/desk/{serving.said['session']['id']}"
    status, page = serving.get(f"{path}/links", **desk)[:2]
    assert (status, "/poster.pdf" in str(page)) == (200, True)
    assert serving.get(f"{path}/poster.pdf", **desk)[0] == 200
    assert serving.get(f"{path}/poster.pdf")[0] == 403
    poster.unlink()  # output/ is safe to delete
    assert serving.get(f"{path}/poster.pdf", **desk)[0] == 404


def test_the_facilitators_link_works_once(serve, kit: Path) -> None:
    serving = serve(kit)
    path = serving.said["facilitator"].partition(f":{serving.port}")[2]
    assert [serving.get(path)[0] for _ in range(3)] == [200] * 3
    assert serving.post(path, f"key={'a' * 43}").getheader("location") == "/desk"
    assert serving.post(path, f"key={'b' * 43}").status == 404
    assert serving.get(path)[0] == 404


class Terminal:
    """`prepdeck serve` with a terminal for its input, as somebody has it before them."""

    def __init__(self, *words: object) -> None:
        self._keys, theirs = pty.openpty()
        said = ("serve", *words, "--port", 0, "--no-open")
        self.process = Computer("127.0.0.1").prepdeck(*said, stdin=theirs, stderr=subprocess.STDOUT)
        os.close(theirs)

    def press(self, keys: str) -> None:
        os.write(self._keys, keys.encode())

    def says(self, words: str) -> str:
        """The next line with these words."""
        assert self.process.stdout is not None
        return next(line for line in self.process.stdout if words in line)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        with self.process:
            status = self.process.wait(timeout=30)
        os.close(self._keys)
        return status


def is_door(url: str) -> bool:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.request("GET", parts.path)
    status = connection.getresponse().status
    connection.close()
    return status == 200


def test_a_lost_link_is_made_anew_by_enter_in_the_terminal(kit: Path, tmp_path: Path) -> None:
    terminal = Terminal(kit, "--data", tmp_path / "entries.db")
    lost = terminal.says("facilitator, works once").split()[-1]
    assert "Enter prints a new link" in terminal.says("Enter")
    found = []
    for _ in range(2):
        terminal.press("\n")
        found.append(terminal.says("A new link").split()[-1])
    assert len({lost, *found}) == 3
    assert all(is_door(link) for link in found)
    assert terminal.stop() == ExitCode.DONE


def asking(folder: Path, said: str) -> Path:
    """A workshop whose kit asks something of every phone."""
    workshop = Path(shutil.copytree(SMALL, folder / "workshop"))
    order = workshop / "kit.yaml"
    order.write_text(order.read_text().replace("capture:\n", f"capture:\n{said}"))
    return workshop


def test_what_the_kit_asks_of_phones_is_asked_before_the_notice(serve, tmp_path: Path) -> None:
    workshop = asking(tmp_path, "  asks: [department, table]\n  departments: [Night shift, Kitchen]\n")
    folder = tmp_path / "printed"
    assert CliRunner().invoke(main, ["build", str(workshop), "-o", str(folder)]).exit_code == ExitCode.DONE
    page = serve(folder).get(f"/{code_in(folder)}")[1]
    assert ">Night shift</option>" in page
    assert page.index('name="_table"') < page.index('name="_department"') < page.index('name="_consent"')


def test_a_kit_that_asks_nothing_goes_on_to_the_notice(serve, kit: Path) -> None:
    page = serve(kit).get(f"/{code_in(kit)}")[1]
    assert 'name="_consent"' in page
    assert "_table" not in page
    assert "_department" not in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("  asks: [tabel]\n", "kit.yaml:6:10"),
        (f"  departments: [Kitchen, {'long ' * 9}]\n", "too long for a phone"),
    ],
)
def test_what_no_phone_can_be_asked_is_a_problem_of_the_kit(said: str, words: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(asking(tmp_path, said))])
    assert result.exit_code == ExitCode.SOURCES
    assert words in result.stdout
    assert "kit.yaml:6:" in result.stdout


def test_behind_a_proxy_the_facilitator_comes_in_by_https(serve, kit: Path) -> None:
    path = kit / "manifest.json"
    path.write_bytes(path.read_bytes().replace(PRINTED.encode(), b"https://cards.example.org"))
    serving = serve(kit, "--behind-proxy")
    domain, way, secret = serving.said["facilitator"].partition("/f/")
    assert domain == "https://cards.example.org"
    assert serving.said["join"].startswith("https://cards.example.org/j/")
    there = {"Host": "cards.example.org", "Origin": "https://cards.example.org", "X-Forwarded-For": "203.0.113.9"}
    answer = serving.post(way + secret, f"key={'a' * 43}", **there)
    assert answer.getheader("location") == "/desk"
    assert "secure" in answer.getheader("set-cookie").lower()
    assert serving.get("/", Host="cards.example.org")[0] == 200
    assert serving.get("/", Host="other.example.org")[0] == 421


def test_what_was_kept_long_enough_is_erased_and_backups_are_made_while_it_serves(
    serve, kit: Path, tmp_path: Path
) -> None:
    data, today = tmp_path / "entries.db", datetime.now(UTC)
    clock = [today - timedelta(days=50)]
    store = Store.open(data, lambda: clock[0], os.urandom)
    old = asyncio.run(store.open_session("small", "January", retention_days=1))
    said = NewEntry("an-entry", old.id, None, "", "", "", "", "note", 1, {"note": "zanzibar"})
    assert asyncio.run(store.submit(said)) == "stored"
    asyncio.run(store.close_session(old.id))
    for ago in (50, 48, 46, 16):  # believed, announced, in the trash, announced again
        clock[0] = today - timedelta(days=ago)
        asyncio.run(store.retain(clock[0], was_running=False))
    store.close()
    backup = tmp_path / "entries.backup.db"
    assert b"zanzibar" in backup.read_bytes()
    hurried = tmp_path / "hurried"
    hurried.mkdir()
    (hurried / "sitecustomize.py").write_text("from generator.capture.run import serve\nserve.BACK_UP = 0.1\n")
    serving = serve(kit, PYTHONPATH=f"{hurried}{os.pathsep}{ROOT}")
    assert serving.hears("“January” was in the trash for 30 days and is erased for good now.")
    wait_until(lambda: b"zanzibar" not in backup.read_bytes())
    assert serving.stop() == ExitCode.DONE
    assert b"zanzibar" not in data.read_bytes()


def test_a_store_that_another_program_holds_is_said_once_however_many_ask(serve, kit: Path, tmp_path: Path) -> None:
    hurried = tmp_path / "hurried"
    hurried.mkdir()
    (hurried / "sitecustomize.py").write_text("from generator.capture.store import writer\nwriter.BUSY_TIMEOUT = 100\n")
    serving = serve(kit, PYTHONPATH=f"{hurried}{os.pathsep}{ROOT}")
    path = f"/{code_in(kit)}"

    def send() -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=10)
        headers = {"Origin": f"http://127.0.0.1:{serving.port}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, f"_id={entry_id()}&_consent=1&note=Words", headers)
        answer = connection.getresponse()
        found = answer.status, answer.headers.get("retry-after", "")
        connection.close()
        return found

    with held(tmp_path / "entries.db"):
        assert {send() for _ in range(5)} == {(503, "10")}
        assert serving.hears("another program is writing into this store")
        assert {send() for _ in range(5)} == {(503, "10")}
        assert serving.get(path)[0] == 200
    assert serving.hears("all is well again")
    assert send()[0] == 303
    assert serving.stop() == ExitCode.DONE
    assert len(serving.heard) == 2, serving.heard


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_names_that_are_not_ours_are_refused(serve, kit: Path) -> None:
    serving = serve(kit)
    assert serving.get("/", Host="evil.example")[0] == 421
    assert serving.get("/", Host="cards.local:8765")[0] == 200


def drawn(kit: Path, colour: str, title: str = "A kit with a picture") -> str:
    """Where the picture of the first thing is served, which now lies beside the manifest of that title."""
    content = f"<svg>{colour}</svg>".encode()
    digest = hashlib.sha256(content).hexdigest()
    said = json.loads(retitled(kit / "manifest.json", title))
    said["things"][0]["picture"] = digest
    (kit / "screen").mkdir(exist_ok=True)
    (kit / f"screen/{said['things'][0]['code']}.svg").write_bytes(content)
    (kit / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    return f"/picture/{digest}.svg"


def test_the_kit_is_printed_again_and_deleted_while_it_serves(serve, kit: Path, tmp_path: Path) -> None:
    first, then = drawn(kit, "red"), b"<svg>blue</svg>"
    serving = serve(kit)
    code = code_in(kit)
    assert serving.get(first)[0] == 200
    later = drawn(kit, "blue", "Printed once more")
    assert serving.hears("taken over")
    assert "Printed once more" in serving.get("/")[1]
    shutil.rmtree(tmp_path / "output")
    assert serving.get(f"/{code}")[0] == 200
    assert serving.get(later) == (200, then.decode())
    assert serving.stop() == ExitCode.DONE
    again = serve(folder=tmp_path)  # no kit at hand: from the copy that was kept
    assert "Printed once more" in again.get("/")[1]
    assert again.get(f"/{code}")[0] == 200


def test_the_only_kit_and_the_users_own_folder_are_found(serve, kit: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    serving = Serving("--port", 0, folder=tmp_path, XDG_DATA_HOME=str(data))
    try:
        assert serving.said["kit"] == "small"
        assert Path(serving.said["data"]) == data / "prepdeck/small.db"
    finally:
        assert serving.stop() == ExitCode.DONE


def test_a_second_server_on_the_same_entries_is_refused_with_words(serve, kit: Path, tmp_path: Path) -> None:
    serve(kit)
    with pytest.raises(AssertionError, match="another server has this store open"):
        serve(kit)


def test_a_port_in_use_ends_the_command_with_words(kit: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        words = ["serve", str(kit), "--data", str(tmp_path / "entries.db"), "--port", str(port)]
        result = CliRunner().invoke(main, words)
    assert result.exit_code == ExitCode.FILES
    assert f"another program listens on port {port}" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["serve"], "prepdeck build"),
        (["serve", "nowhere"], "no manifest.json"),
        (["serve", "--data", "nowhere.db"], "prepdeck build"),
    ],
)
def test_without_a_kit_the_command_says_what_to_do(words: list, said: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    result = CliRunner().invoke(main, words)
    assert result.exit_code == ExitCode.FILES
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_manifest_is_said_before_anything_is_made(kit: Path, tmp_path: Path) -> None:
    (kit / "manifest.json").write_text("{", encoding="utf-8")
    result = CliRunner().invoke(main, ["serve", str(kit), "--data", str(tmp_path / "entries.db")])
    assert result.exit_code == ExitCode.FILES
    assert "damaged" in result.stderr
    assert not (tmp_path / "entries.db").exists()


def codes_on(pdf: Path) -> list[str]:
    """What a phone's camera reads from the rendered pages."""
    return [text for page in printed.pages(pdf, 150) for text in sorted(printed.codes(page))]


@pytest.mark.every_network
def test_a_phone_opens_what_is_printed_by_the_name_that_is_announced(serve, kit: Path, network: Network) -> None:
    serving = serve(network.printed_kit(kit), "--lan", on=network.laptop)
    urls = {each["url"]: each["works"] for each in serving.said["urls"]}
    assert urls[network.by_number]
    assert urls[network.printed]
    card = codes_on(kit / "deck.pdf")[0].replace(PRINTED, network.printed)
    (poster,) = codes_on(Path(serving.said["poster"]))
    assert poster == serving.said["join"]
    assert poster.startswith(f"{network.printed}/j/")
    assert network.phone.opens(card).startswith("200 ")
    assert serving.said["session"]["title"] in network.phone.opens(poster)
    assert network.phone.opens(poster, "_consent=1").startswith("303 / device=")
    assert serving.stop() == ExitCode.DONE
    assert network.phone.fails_to_open(card)  # the name was taken back


def test_codes_that_are_printed_with_a_path_open_too(serve, kit: Path) -> None:
    path = kit / "manifest.json"
    code = code_in(kit)
    path.write_bytes(path.read_bytes().replace(PRINTED.encode(), f"{PRINTED}/w".encode()))
    serving = serve(kit)
    assert serving.get(f"/w/{code}")[0] == 200
    assert serving.get(f"/{code}")[0] == 200
    assert serving.get(f"/v/{code}")[0] == 404


def test_a_kit_that_is_printed_with_another_address_is_answered_to(serve, kit: Path) -> None:
    path = kit / "manifest.json"
    serving = serve(kit)
    assert serving.get("/", Host="other.local:8765")[0] == 421
    path.write_bytes(path.read_bytes().replace(b"cards.local", b"other.local"))
    assert serving.hears("taken over")
    assert serving.get("/", Host="other.local:8765")[0] == 200


def test_results_are_exported_while_it_serves(serve, kit: Path, tmp_path: Path) -> None:
    serve(kit)
    data = str(tmp_path / "entries.db")
    for name in ("a.csv", "b.jsonl", "c.sqlite"):
        result = CliRunner().invoke(main, ["results", "export", "--data", data, "--to", str(tmp_path / name)])
        assert (result.exit_code, result.stdout.split()[1:]) == (ExitCode.DONE, ["0", "entries"])
        assert (tmp_path / name).is_file()
    untold = CliRunner().invoke(main, ["results", "export", "--data", data, "--to", str(tmp_path / "d.xyz")])
    assert untold.exit_code == ExitCode.USAGE
    missing = CliRunner().invoke(main, ["results", "export", "--data", "no.db", "--to", str(tmp_path / "d.csv")])
    assert missing.exit_code == ExitCode.FILES


def test_another_wifi_is_noticed_and_answered_to(serve, kit: Path, network: Network) -> None:
    serving = serve(network.printed_kit(kit), "--lan", on=network.laptop)
    assert network.phone.opens(f"{network.by_number}/").startswith("200 ")
    network.move()
    assert serving.hears(network.by_number)
    assert network.phone.opens(f"{network.by_number}/").startswith("200 ")
    assert network.phone.opens(f"{network.printed}/").startswith("200 ")


def test_a_name_that_is_taken_is_said_loudly_and_people_join_by_number(
    serve, kit: Path, tmp_path: Path, network: Network
) -> None:
    network.printed_kit(kit)
    serve(kit, "--lan", on=network.phone)
    second = serve(kit, "--lan", "--data", tmp_path / "second.db", on=network.laptop)
    (note,) = second.said["notes"]
    assert note.startswith(f"ANOTHER COMPUTER ANSWERS TO {network.name.upper()}: {network.phone.number}")
    assert second.said["join"].startswith(f"{network.by_number}/j/")
    assert network.phone.opens(second.said["join"]).startswith("200 ")
