"""`prepdeck` on a computer whose only network is loopback: its number there is said in the file NUMBER."""

import os
import socket
from pathlib import Path

from generator.capture.network import addresses, interfaces
from generator.cli import main

NUMBER = Path(os.environ["NUMBER"])
MOVED = {"127.0.0.1": "127.0.0.3"}  # the number that it may get instead
listen = addresses.listen


def lan_addresses() -> tuple[addresses.Address, ...]:
    return (addresses.Address(NUMBER.read_text(), "lo"),)


def listen_here(host: str, port: int, *, lan: bool = False) -> list[socket.socket]:
    """Never to any other network: whoever runs the tests may sit in a café."""
    first = NUMBER.read_text()
    return [each for number in {first, MOVED.get(first, first)} for each in listen(number, port)]


interfaces.lan_addresses = interfaces.own_addresses = lan_addresses
addresses.is_loopback = lambda host: False
addresses.listen = listen_here
main(prog_name="prepdeck")
