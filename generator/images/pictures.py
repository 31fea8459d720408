"""The pictures of one job, found by name in the workshop folder and read once; nothing outside it is opened."""

import os
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from generator.errors import Place, Problem, Problems, Severity, did_you_mean, seen
from generator.images.decode import PNG_SIGNATURE, BadPicture, Decoded, Kind, decode
from generator.images.letter_fonts import LetterFonts
from generator.images.raster import Raster
from generator.images.svg import read_vector
from generator.images.vector import Vector

_Kind = Kind | Literal["SVG", "PDF"]
MAX_BYTES = 50_000_000
MAX_SVG_BYTES = 10_000_000
_MAX_LISTED = 5_000  # files looked at for a suggestion

_SUFFIXES = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "SVG": (".svg",),
    "PDF": (".pdf", ".ai"),  # Illustrator keeps a PDF in its own files
}
_READ = tuple(suffix for suffixes in _SUFFIXES.values() for suffix in suffixes)
_VECTOR_HOW = "open it in its program and export it as SVG (drawings) or PNG at 300 ppi or more"
_RASTER_HOW = "open it in a picture editor and export it as PNG or JPEG"
_OTHERS: tuple[tuple[int, bytes, str, str], ...] = (  # offset, signature, name, how to
    (0, b"%!PS", "an EPS or PostScript file", _VECTOR_HOW),
    (0, b"\xc5\xd0\xd3\xc6", "an EPS file", _VECTOR_HOW),
    (0, b"8BPS", "a Photoshop file", _RASTER_HOW),
    (0, b"GIF8", "a GIF file", _RASTER_HOW),
    (0, b"II*\0", "a TIFF file", _RASTER_HOW),
    (0, b"MM\0*", "a TIFF file", _RASTER_HOW),
    (0, b"BM", "a BMP file", _RASTER_HOW),
    (8, b"WEBP", "a WebP file", _RASTER_HOW),
    (4, b"ftypavif", "an AVIF file", _RASTER_HOW),
    (4, b"ftyp", "a HEIC file or a film", _RASTER_HOW),
    (0, b"\x1f\x8b", "a compressed file (SVGZ?)", "save it as plain SVG"),
    (0, b"PK", "a ZIP file or a document", _VECTOR_HOW),
)


class Pictures:
    """What cards name is looked up in the workshop folder, checked and kept for drawing."""

    def __init__(
        self,
        folder: Path,
        fonts: LetterFonts,
        described: Callable[[str], Vector | None] | None = None,
        called: Callable[[Path], str] | None = None,
    ) -> None:
        """`fonts`: in which the words of drawings are drawn. `described`: the drawing of a name that is no file and
        says what is to be seen; None where it says nothing, BadPicture where it cannot be understood. `called`: what
        messages call a file of the folder, where that is not its name.
        """
        self._folder, self._fonts, self._described, self._called = folder, fonts, described, called
        self._read: dict[str, _Found] = {}
        self._rasters: dict[str, Raster] = {}
        self._listed: list[str] | None = None
        self._listener: Problems | None = None
        self._said: set[Problem] = set()

    def find(self, name: str, place: Place, problems: Problems) -> Raster | Vector | None:
        """The picture, or None and the reason among the problems, said once for each name and place."""
        found = self._opened(name)
        if found.faults or found.problems:
            at_place = (Problem(place, fault.message, fault.hint, fault.code, fault.severity) for fault in found.faults)
            self._say((*at_place, *found.problems), problems)
        return found.picture

    def peek(self, name: str) -> Raster | Vector | None:
        """The same without a word about what is wrong with it."""
        return self._opened(name).picture

    def _opened(self, name: str) -> "_Found":
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = self._open(name)
            if isinstance(found.picture, Raster):
                self._rasters[found.picture.key] = found.picture
        return found

    def __contains__(self, key: str) -> bool:
        return key in self._rasters

    def get(self, key: str) -> Raster:
        """A raster that was found before, for drawing."""
        return self._rasters[key]

    def _say(self, news: tuple[Problem, ...], problems: Problems) -> None:
        if problems is not self._listener:
            self._listener, self._said = problems, set()
        problems.extend(problem for problem in news if problem not in self._said)
        self._said.update(news)

    def _open(self, name: str) -> "_Found":
        try:
            if (
                self._described
                and not any(map(_is_there, _spellings(self._folder, name)))
                and (drawn := self._described(name))
            ):
                return _Found(drawn)
            path = self._path(name)
            data = _content(path, name)
            kind = _kind(data, name)
            found = self._of_kind(kind, data, name)
        except BadPicture as bad:
            return _Found(None, (_Fault(seen(f"the picture '{name}' {bad.message}"), seen(bad.hint), bad.code),))
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in _SUFFIXES[kind]:
            hint = f"rename it to '{PurePosixPath(name).with_suffix(_SUFFIXES[kind][0]).name}'"
            message = f"the picture '{name}' holds {kind}, whatever its name says"
            fault = _Fault(message, hint, "picture-suffix", Severity.WARNING)
            return _Found(found.picture, (*found.faults, fault), found.problems)
        return found

    def _of_kind(self, kind: "_Kind", data: bytes, name: str) -> "_Found":
        if kind == "SVG":
            return self._vector(data, name)
        if kind == "PDF":
            from generator.images.pdf_file import read_page

            return _Found(read_page(data))
        return _raster(decode(data, kind), name)

    def _vector(self, data: bytes, name: str) -> "_Found":
        problems = Problems()
        file = self._called(self._folder / name) if self._called else name
        picture = read_vector(data, file, problems, self._fonts)
        shown = picture if picture and picture.draws else None  # what draws nothing leaves its place to others
        return _Found(shown, (), tuple(dict.fromkeys(problems)))

    def _path(self, name: str) -> Path:
        """The file of that name, links followed, if it lies in the folder."""
        _check_name(name)
        top = self._folder.resolve()
        try:
            path = next((p for p in _spellings(self._folder, name) if p.exists()), None)
            resolved = path.resolve() if path else None
        except (OSError, RuntimeError, ValueError) as error:
            raise BadPicture("cannot be opened", "check its name and the links on the way to it", _OUT) from error
        if resolved is None:
            if _is_link(self._folder / name):
                raise BadPicture("is a link that leads nowhere", _PUT_INSIDE, "picture-missing")
            hint = did_you_mean(name, self._names()) or "put it into the workshop folder; names count from there"
            raise BadPicture("is not in the workshop folder", hint, "picture-missing")
        if not resolved.is_relative_to(top):
            raise BadPicture("is a link that leads out of the workshop folder", _PUT_INSIDE, _OUT)
        return resolved

    def _names(self) -> list[str]:
        """Picture files of the folder, for suggestions."""
        if self._listed is None:
            self._listed = []
            seen = 0
            for where, folders, files in os.walk(self._folder):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                seen += len(files) + len(folders)
                inside = Path(where).relative_to(self._folder)
                self._listed += [(inside / name).as_posix() for name in sorted(files) if name.lower().endswith(_READ)]
                if seen > _MAX_LISTED:
                    break
        return self._listed


_OUT = "picture-outside"
_PUT_INSIDE = "put a copy of the file itself into the workshop folder"


class _Fault(NamedTuple):
    message: str
    hint: str
    code: str
    severity: Severity = Severity.ERROR


class _Found(NamedTuple):
    """What a name led to: `faults` are said where the name stands, `problems` where they are in the SVG."""

    picture: Raster | Vector | None
    faults: tuple[_Fault, ...] = ()
    problems: tuple[Problem, ...] = ()


def _check_name(name: str) -> None:
    lowered = name.strip().lower()
    if "://" in lowered or lowered.startswith(("data:", "file:", "http:", "https:", "//")):
        raise BadPicture(
            "is an address; nothing is fetched", "save the picture in the workshop folder and name it", _OUT
        )
    parts = PurePosixPath(name.replace("\\", "/")).parts
    windows_drive = len(name) > 1 and name[1] == ":" and name[0].isalpha()
    if ".." in parts or name.startswith(("/", "\\", "~")) or windows_drive:
        hint = "put it into the workshop folder and name it from there, such as pictures/logo.svg"
        raise BadPicture("is outside the workshop folder", hint, _OUT)
    if "\\" in name:
        raise BadPicture("has a backslash in its name", f"write '{name.replace(chr(92), '/')}'", "picture-name")
    if not parts or "\0" in name:
        raise BadPicture("has no name of a file", "name a file such as pictures/logo.svg", "picture-name")


def _spellings(folder: Path, name: str) -> list[Path]:
    """The name as written, and with its accents composed and apart: systems differ on that."""
    forms = (name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name))
    return [folder / form for form in dict.fromkeys(forms)]


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False  # a sentence, and longer than a name can be


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return False


def _content(path: Path, name: str) -> bytes:
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise BadPicture("is not a file", "name a PNG, JPEG, SVG or PDF file", "picture-missing")
        limit = MAX_SVG_BYTES if name.lower().endswith(".svg") else MAX_BYTES
        if facts.st_size > limit:
            raise _huge(facts.st_size, limit)
        return path.read_bytes()
    except OSError as error:
        raise BadPicture("cannot be read", "check who may read the file", "picture-unreadable") from error


def _huge(size: int, limit: int) -> BadPicture:
    message = f"is huge: {size / 1e6:.0f} MB, over {limit // 1_000_000} MB"
    return BadPicture(message, "scale it down or simplify it; it is printed small", "picture-huge")


def _kind(data: bytes, name: str) -> "_Kind":
    """What the content is; the name does not count."""
    if not data:
        raise BadPicture("is an empty file", "export it again")
    if data.startswith(PNG_SIGNATURE):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if _looks_like_xml(data):
        if len(data) > MAX_SVG_BYTES:
            raise _huge(len(data), MAX_SVG_BYTES)
        return "SVG"
    if data.startswith(b"%PDF"):
        return "PDF"
    for offset, signature, what, how in _OTHERS:
        if data.startswith(signature, offset):
            raise BadPicture(f"is {what}, which cannot be placed", how, "picture-format")
    if PurePosixPath(name).suffix.lower() in _READ:
        raise BadPicture("is damaged, or is no picture", "export it again as PNG, JPEG or SVG")
    raise BadPicture("is of a kind that cannot be placed", "use PNG, JPEG, SVG or PDF", "picture-format")


def _looks_like_xml(data: bytes) -> bool:
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"<", b"\xff\xfe<\0", b"\xfe\xff\0<"))


def _raster(decoded: Decoded, name: str) -> _Found:
    if not decoded.warning:
        return _Found(decoded.raster)
    hint = "convert it to sRGB in a picture editor if its colours matter"
    message = f"the picture '{name}' {decoded.warning}"
    return _Found(decoded.raster, (_Fault(message, hint, "picture-profile", Severity.WARNING),))
