"""The objects of a PDF as plain values: read through pypdf, whatever state the file is in.

Nothing in here raises for what a file holds: what cannot be read is None or empty, and is noted in `faults`.
"""

import zlib
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any, NamedTuple, Protocol, TypeAlias

from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import BooleanObject, IndirectObject, NameObject, NullObject, StreamObject

from generator.preflight.tokens import Operand

Value: TypeAlias = Any  # of pypdf: a dict, list, str, bytes, number, or one of its objects
Box: TypeAlias = tuple[float, float, float, float]

MOST_PAGES = 50_000
DEEPEST_TREE = 60
MAX_BYTES = 64 << 20  # of one stream
MAX_BYTES_OF_ALL = 1 << 30  # of all streams that are unpacked
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
FLATE = ("/FlateDecode", "/Fl")


class Page(NamedTuple):
    number: int  # from 1
    entries: dict[str, Value]  # what it inherits is in them


class Locked(Exception):
    """The file is encrypted with a password or a way that cannot be opened here."""


class Unreadable(Exception):
    """This is no PDF, or nothing of it can be found."""


class Streams(Protocol):
    """Those of other files, by what they are packed as."""

    def stream(self, packed: bytes) -> bytes | None: ...

    def keep_stream(self, packed: bytes, data: bytes) -> None: ...


class Objects:
    """One file. `faults` says what could not be read; each once."""

    def __init__(self, content: bytes, known: Streams | None = None) -> None:
        self.content = content
        self._known = known
        self.faults: dict[str, None] = {}
        self._unpacked = 0
        self._digests: dict[int, tuple[Value, str]] = {}
        try:
            self._reader = PdfReader(BytesIO(content), strict=False)
            self.trailer: dict[str, Value] = self._reader.trailer
            self.encrypted = isinstance(self.resolve(dict.get(self.trailer, "/Encrypt")), dict)
        except Exception as fault:  # whatever a reader of damaged files may raise
            if b"/Encrypt" in content:
                raise Locked("it asks for a password, or is damaged") from fault
            raise Unreadable("nothing of it can be found") from fault
        if self.encrypted:
            self._unlock()
        root = self.entry(self.trailer, "/Root")
        if not isinstance(root, dict):
            try:
                root = self._reader.root_object  # searches the whole file
            except Exception as fault:  # as above
                raise Unreadable("nothing of it can be found") from fault
            self.faults["its trailer names no catalog"] = None
        self.root: dict[str, Value] = root

    def _unlock(self) -> None:
        try:
            opened = self._reader.decrypt("")
            _ = self._reader.root_object
        except DependencyError as fault:
            raise Locked("its cipher is AES, which preflight does not open") from fault
        except Exception as fault:  # whatever a cipher may raise on what is no key, or no PDF
            raise Locked("it asks for a password, or is damaged") from fault
        if not opened:
            raise Locked("it asks for a password")

    # --- values -----------------------------------------------------------------------------------

    def resolve(self, value: Value) -> Value:
        """What a reference leads to; None for nothing, and for the null object."""
        for _ in range(20):
            if not isinstance(value, IndirectObject):
                return None if isinstance(value, NullObject) else value
            number = value.idnum
            try:
                value = value.get_object()
            except Exception:  # whatever a parser may raise inside a damaged object: the others are looked at
                self.fault(f"object {number} cannot be read")
                return None
        return None

    def entry(self, holder: Value, key: str) -> Value:
        holder = self.resolve(holder)
        return self.resolve(dict.get(holder, key)) if isinstance(holder, dict) else None

    def path(self, holder: Value, *keys: str) -> Value:
        for key in keys:
            holder = self.entry(holder, key)
        return holder

    def items(self, value: Value) -> list[Value]:
        """An array's items, resolved; of one value that is no array, that value."""
        value = self.resolve(value)
        if value is None:
            return []
        return [self.resolve(each) for each in value] if isinstance(value, list) else [value]

    def entries(self, value: Value) -> Iterator[tuple[str, Value]]:
        """A dictionary's keys and resolved values."""
        value = self.resolve(value)
        if isinstance(value, dict):
            for key in list(value):
                yield str(key), self.resolve(dict.get(value, key))

    def numbers(self, value: Value) -> tuple[float, ...]:
        """The numbers of an array; empty unless all are."""
        items = self.items(value)
        found = tuple(number_of(each) for each in items)
        return tuple(each for each in found if each is not None) if None not in found else ()

    def number(self, holder: Value, key: str, otherwise: float) -> float:
        found = number_of(self.entry(holder, key))
        return otherwise if found is None else found

    def name(self, holder: Value, key: str) -> str:
        """A name with its slash; empty for anything else."""
        return name_of(self.entry(holder, key))

    def box(self, page: Page, key: str) -> Box | None:
        """A page's box, its corners put in order; None if it has none, or no area."""
        edges = self.numbers(dict.get(page.entries, key))
        if len(edges) != 4:
            return None
        left, right = sorted((edges[0], edges[2]))
        low, high = sorted((edges[1], edges[3]))
        return (left, low, right, high) if right - left > 0 and high - low > 0 else None

    def fault(self, words: str) -> None:
        if len(self.faults) < 100:
            self.faults[words] = None

    # --- pages ------------------------------------------------------------------------------------

    def pages(self) -> Iterator[Page]:
        """The leaves of the page tree, each once, however the tree is knotted."""
        count, seen = 0, set[int]()
        stack: list[tuple[Value, dict[str, Value], int]] = [(dict.get(self.root, "/Pages"), {}, 0)]
        while stack and count < MOST_PAGES:
            reference, inherited, depth = stack.pop()
            node = self.resolve(reference)
            if not isinstance(node, dict) or depth > DEEPEST_TREE or (id(node) in seen and "/Kids" in node):
                self.fault("the page tree has a branch that leads nowhere, or into itself")
                continue
            seen.add(id(node))
            own = inherited | {key: dict.get(node, key) for key in INHERITED if key in node}
            kids = self.entry(node, "/Kids")
            if isinstance(kids, list):
                stack.extend((kid, own, depth + 1) for kid in reversed(kids[: MOST_PAGES + 1]))
            else:
                count += 1
                yield Page(count, own | {str(key): dict.get(node, key) for key in node})
        if stack:
            self.fault(f"it has more than {MOST_PAGES:,} pages; the rest was not looked at")

    # --- streams ----------------------------------------------------------------------------------

    def filters(self, stream: Value) -> list[str]:
        return [name_of(each) for each in self.items(dict.get(stream, "/Filter"))]

    def digest(self, stream: Value) -> str:
        """The same for streams that are alike, in other files too."""
        if id(stream) not in self._digests:
            self._digests[id(stream)] = stream, sha256(self.packed(stream)).hexdigest()[:16]
        return self._digests[id(stream)][1]

    def packed(self, stream: Value) -> bytes:
        data = getattr(stream, "_data", b"")  # as it stands in the file, deciphered
        return data if isinstance(data, bytes) else bytes(data)

    def data(self, stream: Value, most: int = MAX_BYTES) -> bytes:
        """What a stream holds, unpacked; as much of it as can be had."""
        stream = self.resolve(stream)
        if not isinstance(stream, StreamObject):
            return b""
        if self._unpacked > MAX_BYTES_OF_ALL:
            self.fault("it unpacks to more than a gigabyte; the rest was not looked at")
            return b""
        filters = self.filters(stream)
        parameters = self.items(dict.get(stream, "/DecodeParms"))
        plain = not any(self.number(each, "/Predictor", 1) > 1 for each in parameters)
        if not filters:
            data = self.packed(stream)[:most]
        elif len(filters) == 1 and filters[0] in FLATE and plain:
            data = self._inflated(self.packed(stream), most)
        else:
            data = self._by_pypdf(stream)[:most]
        self._unpacked += len(data)
        return data

    def start(self, stream: Value, most: int) -> bytes:
        """The first bytes of what a stream holds, whatever may be wrong with those behind them."""
        if self.filters(stream) != ["/FlateDecode"]:
            return self.data(stream)[:most]
        try:
            return zlib.decompressobj().decompress(self.packed(stream), most)
        except zlib.error:
            return b""

    def _inflated(self, packed: bytes, most: int) -> bytes:
        known = self._known.stream(packed) if self._known is not None else None
        if known is not None and len(known) <= most:
            return known
        worker, parts = zlib.decompressobj(), []
        try:
            parts.append(worker.decompress(packed, most))
            if worker.unconsumed_tail:
                self.fault("a stream is larger than it has any reason to be; the rest of it was not looked at")
            elif not worker.eof:
                self.fault("a stream ends too early")
            elif self._known is not None:
                self._known.keep_stream(packed, parts[0])
        except zlib.error:
            self.fault("a stream is damaged")
            worker = zlib.decompressobj()
            try:  # in small steps: what lies before the damage
                for start in range(0, len(packed), 512):
                    parts.append(worker.decompress(packed[start : start + 512], max(most - sum(map(len, parts)), 1)))
            except zlib.error:
                pass
        return b"".join(parts)

    def _by_pypdf(self, stream: StreamObject) -> bytes:
        try:
            data = stream.get_data()
        except Exception:  # whatever a decoder may raise on damaged data
            self.fault("a stream cannot be unpacked")
            return b""
        return data if isinstance(data, bytes) else str(data).encode("latin-1", "replace")

    # --- all of it --------------------------------------------------------------------------------

    def every(self, most: int = 300_000) -> Iterator[dict[str, Value]]:
        """Every dictionary that the trailer leads to, streams too; each once."""
        stack: list[Value] = [self.trailer]
        seen, steps = set[object](), 0
        while stack:
            value = stack.pop()
            if isinstance(value, IndirectObject):
                if value.idnum in seen:
                    continue
                seen.add(value.idnum)
                value = self.resolve(value)
            if isinstance(value, dict):
                yield value
                stack.extend(each for each in dict.values(value) if isinstance(each, IndirectObject | dict | list))
            elif isinstance(value, list):
                stack.extend(each for each in value if isinstance(each, IndirectObject | dict | list))
            steps += 1
            if steps > most:
                self.fault(f"it has more than {most:,} objects; the rest was not searched for what is forbidden")
                return


def name_of(value: Value) -> str:
    return str(value) if isinstance(value, NameObject) else ""


def number_of(value: Value) -> float | None:
    if isinstance(value, bool | BooleanObject) or not isinstance(value, int | float):
        return None
    number = float(value)
    return number if abs(number) < 1e9 else None  # neither infinite nor absurd; NaN compares to nothing


def true(value: Value) -> bool:
    return value is True or (isinstance(value, BooleanObject) and bool(value.value))


def text_of(value: Value) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value) if isinstance(value, str) else ""


def plain(objects: Objects, value: Value, depth: int = 0) -> Operand:
    """A value as the operand of an operator would be: for what may stand in a stream or in the file."""
    value = objects.resolve(value)
    if isinstance(value, list) and depth < 4:
        return [plain(objects, each, depth + 1) for each in value[:4096]]
    number = number_of(value)
    return name_of(value) or (value if number is None else number)


__all__ = [
    "Box",
    "Locked",
    "Objects",
    "Page",
    "StreamObject",
    "Unreadable",
    "Value",
    "name_of",
    "number_of",
    "plain",
    "text_of",
    "true",
]
