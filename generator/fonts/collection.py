"""Collections of fonts (TTC): the fonts in one by their names, and one of them as a file of its own.

OpenType 1.9.1, 'The OpenType Font File', 'name', 'OS/2'.
"""

from collections.abc import Mapping, Sequence
from struct import error as StructError
from struct import pack, unpack_from
from typing import NamedTuple

COLLECTION = b"ttcf"
_FAMILY, _FULL, _POSTSCRIPT, _TYPOGRAPHIC_FAMILY = 1, 4, 6, 16
_NAMES = (_TYPOGRAPHIC_FAMILY, _FAMILY, _FULL, _POSTSCRIPT)
_ITALIC = 0x01  # of fsSelection


class CollectionFont(NamedTuple):
    """A font of a collection, or of a file of its own."""

    at: int  # where its directory of tables begins
    names: tuple[str, ...]  # family, full name, PostScript name; the first is what people know
    weight: int
    italic: bool
    families: tuple[str, ...] = ()  # those of the names that it shares with others
    title: str = ""  # the name that it has alone: Noto Sans Bold


def directory(data: bytes, at: int = 0) -> dict[bytes, tuple[int, int]]:
    """Tag → (offset, length) of each table of the font whose directory begins there. Raises struct.error."""
    count = unpack_from(">H", data, at + 4)[0]
    records = (unpack_from(">4sIII", data, at + 12 + 16 * place) for place in range(count))
    return {tag: (offset, length) for tag, _, offset, length in records}


def packed(flavour: bytes, tables: Mapping[bytes, bytes]) -> bytes:
    """A font file of these tables, for readers that do not ask for checksums."""
    offset = 12 + 16 * len(tables)
    records: list[bytes] = []
    bodies: list[bytes] = []
    for tag, body in sorted(tables.items()):
        records.append(pack(">4sIII", tag, 0, offset, len(body)))
        bodies.append(body + bytes(-len(body) % 4))
        offset += len(bodies[-1])
    return b"".join([flavour, pack(">HHHH", len(tables), 0, 0, 0), *records, *bodies])


def faces(data: bytes) -> list[CollectionFont]:
    """The fonts of a collection. Raises struct.error where it is cut off."""
    count = unpack_from(">I", data, 8)[0]
    return [_face(data, at) for at in unpack_from(f">{count}I", data, 12)]


def named(data: bytes) -> CollectionFont:
    """What a font file of its own is called. Raises struct.error where it is cut off."""
    return _face(data, 0)


def chosen(found: Sequence[CollectionFont], name: str, *, bold: bool, italic: bool) -> CollectionFont | None:
    """The font of that name, whatever its case; of a whole family the one that comes nearest."""
    named = [face for face in found if name.casefold() in map(str.casefold, face.names)]
    weight = 700 if bold else 400
    return min(named, key=lambda face: (face.italic != italic, abs(face.weight - weight), face.at), default=None)


def alone(data: bytes, face: CollectionFont) -> bytes:
    """A font of a collection as a file of its own. Raises struct.error where a table reaches past its end."""
    tables = {tag: data[offset : offset + length] for tag, (offset, length) in directory(data, face.at).items()}
    if any(len(tables[tag]) < length for tag, (_, length) in directory(data, face.at).items()):
        raise StructError("a table is cut off")
    return packed(data[face.at : face.at + 4], tables)


def _face(data: bytes, at: int) -> CollectionFont:
    tables = directory(data, at)
    weight, italic = 400, False
    if b"OS/2" in tables:
        start = tables[b"OS/2"][0]
        weight = unpack_from(">H", data, start + 4)[0]
        italic = bool(unpack_from(">H", data, start + 62)[0] & _ITALIC)
    found = _names(data, tables[b"name"][0]) if b"name" in tables else {}
    names, families = (
        tuple(dict.fromkeys(found[kind] for kind in kinds if kind in found)) for kinds in (_NAMES, _NAMES[:2])
    )
    return CollectionFont(at, names, weight, italic, families, found.get(_FULL, next(iter(names), "")))


def _names(data: bytes, start: int) -> dict[int, str]:
    """Of each kind the English one, or the first."""
    count, storage = unpack_from(">HH", data, start + 2)
    found: dict[int, str] = {}
    for place in range(count):
        platform, _, language, kind, length, offset = unpack_from(">6H", data, start + 6 + 12 * place)
        if kind in _NAMES and platform in (0, 3) and (kind not in found or language == 0x409):
            raw = data[start + storage + offset : start + storage + offset + length]
            found[kind] = raw.decode("utf-16-be", "replace")
    return found
