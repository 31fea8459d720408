"""Two computers in one room for tests: network namespaces of this machine, joined by a cable. Needs root on Linux."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAPTOP, PHONE = "10.77.0.1", "10.77.0.2"


def why_not() -> str:
    """What is missing for two namespaces; empty where nothing is."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("ip"):
        return "network namespaces need Linux, root and iproute2"
    name = f"pd-try-{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode:
        return "this machine allows no network namespaces"
    subprocess.run(["ip", "netns", "del", name], check=True)
    return ""


@dataclass(frozen=True)
class Computer:
    """A namespace with a number of its own."""

    namespace: str
    number: str

    def start(self, *words: object, **how: object) -> "subprocess.Popen[str]":
        command = ["ip", "netns", "exec", self.namespace, sys.executable, *map(str, words)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": ROOT}
        return subprocess.Popen(command, **{**pipes, **how})

    def gets(self, number: str) -> None:
        """Another number, in place of its own."""
        (device,) = {line.split()[1] for line in _ip("-n", self.namespace, "-o", "-4", "addr").splitlines()} - {"lo"}
        _ip("-n", self.namespace, "addr", "flush", "dev", device)
        _ip("-n", self.namespace, "addr", "add", f"{number}/24", "dev", device)
        _ip("-n", self.namespace, "route", "replace", "default", "dev", device)

    def does(self, script: str, *words: object) -> str:
        """What a script that runs on it writes."""
        done = self.start("-c", script, *words)
        out, err = done.communicate(timeout=30)
        assert done.returncode == 0, err
        return out.strip()


@contextmanager
def two_computers() -> Iterator[tuple[Computer, Computer]]:
    """A laptop and a phone in one network, and in no other."""
    mark = os.getpid()
    laptop, phone = Computer(f"pd-laptop-{mark}", LAPTOP), Computer(f"pd-phone-{mark}", PHONE)
    cable = (f"pda{mark}", f"pdb{mark}")
    try:
        for computer in (laptop, phone):
            _ip("netns", "add", computer.namespace)
        ends = ("netns", laptop.namespace, "type", "veth", "peer", "name", cable[1], "netns", phone.namespace)
        _ip("link", "add", cable[0], *ends)
        for computer, end in zip((laptop, phone), cable, strict=True):
            inside = ("-n", computer.namespace)
            _ip(*inside, "link", "set", "lo", "up")
            _ip(*inside, "addr", "add", f"{computer.number}/24", "dev", end)
            _ip(*inside, "link", "set", end, "up")
            _ip(*inside, "route", "add", "default", "dev", end)
        yield laptop, phone
    finally:
        for computer in (laptop, phone):
            subprocess.run(["ip", "netns", "del", computer.namespace], capture_output=True, check=False)


def _ip(*words: str) -> str:
    return subprocess.run(["ip", *words], check=True, capture_output=True, text=True).stdout


# What a phone does with an address: asks the network for a `.local` name, as phones do, and opens the page.
OPEN = """
import asyncio, http.client, sys
from urllib.parse import urlsplit
from generator.capture.announce import who_answers

url, own = sys.argv[1:3]
said = urlsplit(url)
number = said.hostname
if number.endswith(".local"):
    found = asyncio.run(who_answers(number, [own]))
    if not found:
        sys.exit("nobody answers to that name")
    number = found[0]
connection = http.client.HTTPConnection(number, said.port or 80, timeout=10)
connection.request("GET", said.path or "/", headers={"Host": said.netloc})
answer = connection.getresponse()
print(answer.status, answer.read().decode())
"""
