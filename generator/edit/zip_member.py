"""A ZIP archive with another content for some members; the bytes of all others stay, packed as they are."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

_CENTRAL, _LOCAL = struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s5H3I2H")  # APPNOTE 4.3.12 and 4.3.7
_END = b"PK\x05\x06"
_FULL = 0xFFFFFFFF  # says that the number is elsewhere: in an archive of more than 4 GB
_HAS_DESCRIPTOR = 1 << 3
_ZIP64 = 1


def with_members(data: bytes, members: Mapping[str, bytes]) -> bytes:
    """Raises ValueError where the archive is of a kind that cannot be changed so."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos, directory = archive.infolist(), archive.start_dir
    names = [info.filename for info in infos]
    if any(names.count(name) != 1 for name in members):
        raise ValueError("a member is not there, or twice")
    starts = sorted(info.header_offset for info in infos)
    ends = dict(zip(starts, [*starts[1:], directory], strict=True))
    written, offsets, entries = bytearray(data[: starts[0]]), {}, {}
    for info in sorted(infos, key=lambda info: info.header_offset):
        part = data[info.header_offset : ends[info.header_offset]]
        if info.filename in members:
            part, entries[info.filename] = _packed(part, members[info.filename], info)
        offsets[info.filename, info.header_offset] = len(written)
        written += part
    begin, at = len(written), directory
    for info in infos:
        record, at = _record(data, at, offsets[info.filename, info.header_offset], entries.get(info.filename))
        written += record
    return bytes(written) + _end(data, at, len(written) - begin, begin)


def _packed(part: bytes, content: bytes, info: zipfile.ZipInfo) -> tuple[bytes, tuple[int, int, int, int, int]]:
    """The member with its header, and what the directory says of it: flags, method, checksum and both sizes."""
    head = _LOCAL.unpack_from(part)
    name = part[_LOCAL.size : _LOCAL.size + head[9]]
    extra = _without_zip64(part[_LOCAL.size + head[9] : _LOCAL.size + head[9] + head[10]])
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    is_stored = info.compress_type == zipfile.ZIP_STORED
    packed = content if is_stored else packer.compress(content) + packer.flush()
    entry = (head[2] & ~_HAS_DESCRIPTOR, 0 if is_stored else 8, zlib.crc32(content), len(packed), len(content))
    local = _LOCAL.pack(head[0], head[1], *entry[:2], *head[4:6], *entry[2:], len(name), len(extra))
    return local + name + extra + packed, entry


def _without_zip64(extra: bytes) -> bytes:
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        kept += b"" if kind == _ZIP64 else extra[at : at + 4 + size]
        at += 4 + size
    return kept


def _record(data: bytes, at: int, offset: int, entry: tuple[int, int, int, int, int] | None) -> tuple[bytes, int]:
    """A record of the directory with its member elsewhere, and where the next one stands."""
    fields = list(_CENTRAL.unpack_from(data, at))
    if fields[0] != b"PK\x01\x02" or _FULL in (fields[8], fields[9], fields[16]):
        raise ValueError("the archive is too large")
    following = at + _CENTRAL.size + sum(fields[10:13])
    fields[16] = offset
    if entry:
        fields[3], fields[4], fields[7], fields[8], fields[9] = entry
    return _CENTRAL.pack(*fields) + data[at + _CENTRAL.size : following], following


def _end(data: bytes, at: int, size: int, begin: int) -> bytes:
    if data[at : at + 4] != _END:
        raise ValueError("the archive is too large")
    return data[at : at + 12] + struct.pack("<2I", size, begin) + data[at + 20 :]
