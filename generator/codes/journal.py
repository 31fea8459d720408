"""`.delivery/journal.json`: which files a build is about to exchange in a folder.

Written before the first of them is touched, gone after the last: whoever finds it knows that a build was stopped.
"""

from pathlib import Path
from typing import Annotated, NamedTuple

from generator.codes.manifest_entries import FileName
from generator.codes.records import Damaged, Pattern, place_of, plain, read_record

FOLDER = ".delivery"  # in the folder of the files: what is exchanged waits there
NAME = "journal.json"
FORMAT = 1

Checksum = Annotated[str, Pattern("^([0-9a-f]{64})?$", "a SHA-256 digest, or empty where there is no file")]


class Exchange(NamedTuple):
    """A file that is ours, before and after. Without `old` there was none; without `new` there will be none."""

    name: FileName
    old: Checksum = ""
    new: Checksum = ""


class DeliveryJournal(NamedTuple):
    """In the order in which they are exchanged; `last` is the list of all files."""

    last: FileName
    files: tuple[Exchange, ...]

    def to_bytes(self) -> bytes:
        import json

        return (json.dumps({"format": FORMAT} | plain(self), ensure_ascii=False, indent=1) + "\n").encode()

    @staticmethod
    def read(folder: Path) -> "DeliveryJournal | None":
        """That of a folder of files; None where nothing is under way. Raises Damaged, OSError."""
        import json

        try:
            raw = json.loads((folder / FOLDER / NAME).read_bytes())
        except FileNotFoundError:
            return None
        except (ValueError, RecursionError) as error:
            raise Damaged(f"the journal of a stopped build is damaged: it is not JSON{place_of(error)}") from error
        journal = read_record(DeliveryJournal, raw)
        if raw.get("format") != FORMAT:
            raise Damaged(f"a newer prepdeck wrote this journal (format {raw.get('format')})")
        return journal


def is_mixed(folder: Path) -> bool:
    """Whether a build was stopped while it exchanged the files of this folder."""
    return (folder / FOLDER / NAME).exists()


def words_for_mixed(folder: Path) -> tuple[str, str]:
    """What there is to say of such a folder, and how it is mended."""
    message = f"{folder}: a build was stopped while it put its files there: some are new, some are of the build before"
    return message, "run the same `prepdeck build` again: it finishes that first, or takes it back"
