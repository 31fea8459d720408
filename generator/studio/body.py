"""The body of a request, read: a form's inputs and its files. Nothing of it is believed yet."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from generator.studio.refusal import Declined
from generator.studio.state import Studio

T = TypeVar("T")

FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data"
MOST_INPUTS = 40_000  # of a pasted block of 500 cards and 30 columns each cell has two: what it says, and said
MOST_FILES = 400  # of a folder that is dropped
MOST_OF_INPUT = 1024 * 1024  # bytes of one input in a form with files
WORKSHOP = "workshop"  # the input that says which workshop a form was made for
STARTS = {  # how a file of a kind begins; text has no such bytes
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".pdf": (b"%PDF-",),
    ".xlsx": (b"PK\x03\x04",),
    ".xlsm": (b"PK\x03\x04",),
    ".zip": (b"PK\x03\x04", b"PK\x05\x06"),
    ".ttf": (b"\x00\x01\x00\x00", b"true"),
    ".otf": (b"OTTO", b"\x00\x01\x00\x00"),
    ".ttc": (b"ttcf",),
    ".woff": (b"wOFF",),
    ".woff2": (b"wOF2",),
}


class Upload(NamedTuple):
    """A file as it was sent; its name is a word that may be shown, and no place."""

    name: str  # 'cards.xlsx', without any folder
    data: bytes

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    @property
    def is_as_named(self) -> bool:
        """Whether it begins as files of its ending do; text holds no byte 0 (UTF-16 begins with its mark)."""
        if self.suffix in STARTS:
            return self.data.startswith(STARTS[self.suffix])
        return b"\0" not in self.data[:4096] or self.data[:2] in (b"\xff\xfe", b"\xfe\xff")


class Posted(NamedTuple):
    fields: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[Upload, ...]]

    def text(self, name: str, otherwise: str = "") -> str:
        """The input of that name; of several the last one."""
        return self.fields[name][-1] if name in self.fields else otherwise

    def whole(self, name: str, least: int, most: int, *, go: str, otherwise: str = "") -> int:
        """A whole number, as it may be. Raises Declined, with the page to `go` on to."""
        text = self.text(name, otherwise)
        if not (text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most):
            raise Declined(422, "number", go=go, least=least, most=most)
        return int(text)

    def upload(self, name: str, suffixes: tuple[str, ...]) -> Upload | None:
        """The file of that name; None where none was chosen. Raises Declined for another kind of file."""
        files = [file for file in self.files.get(name, ()) if file.name or file.data]
        if not files:
            return None
        if files[0].suffix not in suffixes or not files[0].is_as_named:
            kinds = ", ".join(suffix.removeprefix(".").upper() for suffix in suffixes)
            raise Declined(415, "kind", name=files[0].name, kinds=kinds)
        return files[0]


Handler = Callable[[Request, Posted], Response]


def posting(
    studio: Studio, handler: Handler, *, of_workshop: bool = True, writes: bool = False
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads what was posted and answers it in a thread. `of_workshop`: it has to say which workshop it
    is about (`{{ seal }}` in a form, the key of <body> in a script), and that one has to be open still. `writes`: into
    that workshop, which has to be somebody's own."""

    async def endpoint(request: Request) -> Response:
        posted = await read_posted(request)
        if of_workshop:
            studio.hold_open(posted.text(WORKSHOP))
        if writes:
            studio.check_own()
        return await run_in_threadpool(handler, request, posted)

    return endpoint


def media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_posted(request: Request) -> Posted:
    """Raises Declined."""
    kind = media_type(request)
    if kind == FILES:
        return await _form_with_files(request)
    body = await request.body()
    if kind != FORM and (kind or body):
        raise Declined(415, "broken")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_INPUTS)
    except ValueError as error:
        raise Declined(400, "broken") from error
    return Posted(_gathered_texts(pairs), {})


async def _form_with_files(request: Request) -> Posted:
    try:
        async with request.form(max_files=MOST_FILES, max_fields=MOST_INPUTS, max_part_size=MOST_OF_INPUT) as form:
            items = form.multi_items()
            files = [(name, await _upload(value)) for name, value in items if isinstance(value, UploadFile)]
            pairs = [(name, value) for name, value in items if isinstance(value, str)]
    except HTTPException as error:  # what Starlette makes of a form that it cannot read
        raise Declined(400, "broken") from error
    return Posted(_gathered_texts(pairs), _gathered(files))


async def _upload(file: UploadFile) -> Upload:
    return Upload(plain_name(file.filename or ""), await file.read())


def plain_name(name: str) -> str:
    """The last part of a path of any system, without characters that no name has."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-200:].strip()


def _gathered_texts(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Raises Declined for a character 0, which nobody types: no path, and no word of a command may have one."""
    if any("\0" in text for pair in pairs for text in pair):
        raise Declined(400, "broken")
    return _gathered(pairs)


def _gathered(pairs: list[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    gathered: dict[str, tuple[T, ...]] = {}
    for name, value in pairs:
        gathered[name] = (*gathered.get(name, ()), value)
    return gathered
