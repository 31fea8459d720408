"""The segments of a JPEG file: what its header says, and the file without what no press needs.

Metadata go (camera, place, thumbnails, second pictures after the end); samples are not touched.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")  # in coded data, FF 00 and RSTn are no segments
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_PLAIN_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # Huffman coded DCT: what DCTDecode reads (ISO 32000-2 §7.4.8)
_SCAN, _END = 0xDA, 0xD9


class JpegHeader(NamedTuple):
    width: int
    height: int
    bits: int
    component_ids: bytes
    plain: bool  # baseline, extended or progressive, Huffman coded
    jfif: bool
    adobe: int | None  # the colour transform that an Adobe marker states
    sound: bool  # segment follows segment up to the first scan, with nothing between them that readers have to skip

    @property
    def passes_through(self) -> bool:
        """Whether every reader of PDF decodes it to the same colours as we do."""
        if not self.plain or not self.sound or self.bits != 8:
            return False
        told = self.jfif or self.adobe is not None
        return len(self.component_ids) in (1, 4) or told or self.component_ids == b"\x01\x02\x03"


class _Segment(NamedTuple):
    marker: int
    start: int  # of the marker
    body: bytes
    end: int


def _segments(data: bytes) -> Iterator[_Segment]:
    """Every segment up to the end of the first picture; stops where the file is cut short."""
    at = 2
    while found := _MARKER.search(data, at):
        marker = found[1][0]
        if marker in (_END, 0x01):
            yield _Segment(marker, found.start(), b"", found.end())
            at = found.end()
            if marker == _END:
                return
            continue
        length = int.from_bytes(data[found.end() : found.end() + 2], "big")
        end = found.end() + length
        if length < 2 or end > len(data):
            return
        yield _Segment(marker, found.start(), data[found.end() + 2 : end], end)
        at = end


def read_header(data: bytes) -> JpegHeader | None:
    """What the segments before the first scan say, or None where they say no size."""
    frame: _Segment | None = None
    jfif, adobe = False, None
    sound, at = True, 2
    for segment in _segments(data):
        sound, at = sound and segment.start == at, segment.end
        if segment.marker in _FRAMES and frame is None:
            frame = segment
        elif segment.marker == 0xE0 and segment.body.startswith(b"JFIF\0"):
            jfif = True
        elif segment.marker == 0xEE and segment.body.startswith(b"Adobe") and len(segment.body) >= 12:
            adobe = segment.body[11]
        elif segment.marker == _SCAN:
            break
    if frame is None or len(frame.body) < 6 or len(frame.body) < 6 + 3 * frame.body[5]:
        return None
    body = frame.body
    height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    ids, plain = body[6 : 6 + 3 * body[5] : 3], frame.marker in _PLAIN_FRAMES
    return JpegHeader(width, height, body[0], ids, plain, jfif, adobe, sound)


def stripped(data: bytes) -> bytes:
    """The file with JFIF and Adobe segments only, ended at the end of its first picture."""
    out = bytearray(data[:2])
    kept_to = 2
    for segment in _segments(data):
        if _is_metadata(segment):
            out += data[kept_to : segment.start]
            kept_to = segment.end
        elif segment.marker == _END:
            out += data[kept_to : segment.end]
            return bytes(out)
    return bytes(out + data[kept_to:])


def _is_metadata(segment: _Segment) -> bool:
    if segment.marker == 0xE0:
        return not segment.body.startswith(b"JFIF\0")
    if segment.marker == 0xEE:
        return not segment.body.startswith(b"Adobe")
    return segment.marker == 0xFE or 0xE1 <= segment.marker <= 0xEF
