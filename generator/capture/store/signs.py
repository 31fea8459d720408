"""Tokens and signs from octets of chance, and the digest that is kept in their place. Knows no table."""

import base64
import hashlib

from generator.capture.model import Random
from generator.codes import ALPHABET
from generator.codes.signs import LENGTH, is_clean

TOKEN_OCTETS = 16  # 128 bit
SECRET_OCTETS = 32


def token(random: Random, octets: int = TOKEN_OCTETS) -> str:
    """For links: letters, digits, - and _."""
    return base64.urlsafe_b64encode(random(octets)).rstrip(b"=").decode()


def signs(random: Random, count: int) -> str:
    """To be read and typed by people: signs that do not look alike and spell nothing rude."""
    while True:
        drawn = "".join(_drawn(random, count))
        if all(is_clean(drawn[start : start + LENGTH]) for start in range(max(1, count - LENGTH + 1))):
            return drawn


def _drawn(random: Random, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        for octet in random(count):
            if octet % 32 < len(ALPHABET):  # five bits, drawn again where they name no sign: each is as likely
                found.append(ALPHABET[octet % 32])
    return found[:count]


def digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
