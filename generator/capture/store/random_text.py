"""Tokens and codes from bytes of chance, and the digest that is kept in their place. Knows no table."""

import base64
import hashlib

from generator.capture.model import Random
from generator.codes import ALPHABET
from generator.codes.code import LENGTH, is_clean

TOKEN_BYTES = 16  # 128 bit
SECRET_BYTES = 32


def token(random: Random, data: int = TOKEN_BYTES) -> str:
    """For links: letters, digits, - and _."""
    return base64.urlsafe_b64encode(random(data)).rstrip(b"=").decode()


def characters(random: Random, count: int) -> str:
    """To be read and typed by people: characters that do not look alike and spell nothing rude."""
    while True:
        drawn = "".join(_drawn(random, count))
        if all(is_clean(drawn[start : start + LENGTH]) for start in range(max(1, count - LENGTH + 1))):
            return drawn


def _drawn(random: Random, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        for byte in random(count):
            if byte % 32 < len(ALPHABET):  # five bits, drawn again where they name none: each is as likely
                found.append(ALPHABET[byte % 32])
    return found[:count]


def digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
