"""The body of a PDF file (ISO 32000-2 §7): numbered objects, written as they come, and their cross-references.

Bytes go in, bytes stay: an object is packed at once and only its place in the file is remembered.
It knows nothing of pages, fonts or colours.
"""

import hashlib
import zlib
from array import array
from datetime import UTC, datetime
from functools import lru_cache

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
# Measured on sheets of eight cards (40 KB): 6 takes 60 % more time for 4 % less, 4 a third less time for 9 % more.
LEVEL = 5


class Body:
    def __init__(self) -> None:
        self._bytes = bytearray(HEADER)
        self._offsets = array("Q", [0])

    def reserve(self) -> int:
        """A number for an object that is written later."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def put(self, number: int, content: bytes) -> None:
        if self._offsets[number]:
            raise ValueError(f"object {number} is written twice")
        self._offsets[number] = len(self._bytes)
        self._bytes += b"%d 0 obj\n%b\nendobj\n" % (number, content)

    def add(self, content: bytes) -> int:
        number = self.reserve()
        self.put(number, content)
        return number

    def put_stream(self, number: int, data: bytes, entries: bytes = b"", *, packed: bool = False) -> None:
        """A stream: Flate-packed here, unless `entries` say how `data` is already packed."""
        if not packed:
            data = zlib.compress(data, LEVEL)
            entries += b"/Filter/FlateDecode"
        self.put(number, b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data))

    def add_stream(self, data: bytes, entries: bytes = b"", *, packed: bool = False) -> int:
        number = self.reserve()
        self.put_stream(number, data, entries, packed=packed)
        return number

    def close(self, root: int, info: int) -> bytearray:
        """The whole file. Its identity is a digest of all that it holds (§14.4)."""
        missing = [number for number, offset in enumerate(self._offsets) if number and not offset]
        if missing:
            raise ValueError(f"objects {missing} are named and never written")
        digest = hashlib.sha256(self._bytes).hexdigest()[:32].upper().encode()
        start = len(self._bytes)
        count = len(self._offsets)
        self._bytes += b"xref\n0 %d\n0000000000 65535 f \n" % count
        self._bytes += b"".join(b"%010d 00000 n \n" % offset for offset in self._offsets[1:])
        self._bytes += b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n" % (
            count,
            root,
            info,
            digest,
            digest,
            start,
        )
        return self._bytes


@lru_cache(maxsize=4096)
def number(value: float, decimals: int = 3) -> str:
    """The shortest way to write a number; PDF knows no exponents (§7.3.3)."""
    short = f"{value:.{decimals}f}"
    if "." in short:
        short = short.rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def numbers(*values: float) -> str:
    return " ".join(map(number, values))


def references(named: dict[str, int]) -> str:
    """A dictionary of indirect objects."""
    return "<<" + "".join(f"/{name} {at} 0 R" for name, at in named.items()) + ">>"


def text_string(text: str) -> bytes:
    """Words for people (§7.9.2.2): ASCII as it is, all else as UTF-16."""
    if text.isascii() and text.isprintable():
        return b"(" + text.encode().replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def date(moment: datetime) -> bytes:
    """§7.9.4, always in UTC; a moment without a time zone is taken as UTC, never as local time."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"(D:{moment:%Y%m%d%H%M%S}Z)".encode()
