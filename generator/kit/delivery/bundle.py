"""The bundle for whoever prints: their files, the order sheet and the checksums of all, as one ZIP.

The same files give the same bytes, whenever and wherever it is packed.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from generator.codes import Manifest, files_in
from generator.errors import FileError, Problems, SourceError
from generator.kit.booklets.order_sheet import files_of_printers
from generator.kit.job import MANIFEST_NAME
from generator.kit.workshop import Workshop

CHECKSUMS = "SHA256SUMS.txt"  # as `sha256sum -c` reads it
ORDER_SHEET = "order.pdf"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP knows
READABLE = 0o100644 << 16  # a file that everybody may read, where systems ask
PIECE_OF_FILE = 1 << 20  # bytes


def bundles(shop: Workshop, printed: Path) -> dict[str, list[str]]:
    """Who prints, by name, and the files of each in the folder that the kit was printed into; '' where nobody is named.

    Raises SourceError where what lies there cannot be read.
    """
    problems = Problems()
    manifest = Manifest.read(printed / MANIFEST_NAME, problems, shop.kit.id if shop.kit else "")
    if problems.errors:
        raise SourceError(problems.sorted())
    found: dict[str, list[str]] = {}
    for language in ("", *((manifest.languages or ()) if manifest else ())):
        start = f"{language}/" if language else ""
        listed = files_in(manifest, language)
        for printer, names in files_of_printers(shop, listed).items():
            order = [ORDER_SHEET] if names and any(file.name == ORDER_SHEET for file in listed) else []
            found.setdefault(printer, []).extend(start + name for name in (*names, *order))
    return {printer: files for printer, names in found.items() if (files := _there(printed, names))}


def _there(printed: Path, names: Sequence[str]) -> list[str]:
    return [name for name in names if (printed / name).is_file()]


def pack(printed: Path, names: Sequence[str], top: str, to: Path) -> None:
    """Packs files of a folder into `to`, in a folder `top`. Raises FileError."""
    try:
        with ZipFile(to, "w", ZIP_STORED) as bundle:
            sums = [f"{_add(bundle, f'{top}/{name}', printed / name)}  {name}\n" for name in sorted(names)]
            bundle.writestr(_entry(f"{top}/{CHECKSUMS}"), "".join(sums))
    except OSError as error:
        raise FileError(f"{error.filename or to}: cannot be packed: {error.strerror}") from error


def _add(bundle: ZipFile, name: str, path: Path) -> str:
    """Its checksum. PDFs are packed in themselves already."""
    digest = sha256()
    entry = _entry(name)
    entry.file_size = path.stat().st_size  # for what is larger than a plain ZIP holds
    with path.open("rb") as file, bundle.open(entry, "w") as part:
        while data := file.read(PIECE_OF_FILE):
            digest.update(data)
            part.write(data)
    return digest.hexdigest()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, EARLIEST)
    entry.create_system = 3  # Unix, wherever it is packed
    entry.external_attr = READABLE
    return entry
