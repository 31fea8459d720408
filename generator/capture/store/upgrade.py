"""An older store becomes one of today; a whole copy of how it was stays beside it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from generator.capture.store.connection import lock_store, make_durable
from generator.capture.store.copying import copy_store
from generator.capture.store.schema import cannot_use, check, migrate, newest
from generator.errors import FileError


def upgrade(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Of an open and locked store of this version; nothing where it is one of today. Raises FileError."""
    if 0 < version < newest():
        copy_store(path, _free_name(path, version))
    if version < newest():
        migrate(connection, version)


def upgrade_file(path: Path) -> None:
    """Of a store that nobody has open. Raises FileError."""
    with closing(lock_store(path)):
        try:
            with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as connection:
                version = check(connection, path, may_be_new=False)
                make_durable(connection)
                upgrade(connection, path, version)
        except sqlite3.Error as error:
            raise FileError(cannot_use(path, error)) from error


def older_copies(path: Path) -> list[Path]:
    """What `upgrade` left beside a store. They hold what was said then: erasing has to reach them too."""
    return sorted(beside for beside in path.parent.glob(f"{path.stem}.v*{path.suffix}") if is_older_copy(beside))


def is_older_copy(path: Path) -> bool:
    version = Path(path.stem).suffix
    return version.startswith(".v") and version[2:].replace("-", "").isdigit()


def _free_name(path: Path, version: int) -> Path:
    """`room.v1.db`, or `room.v1-2.db` where an earlier copy has that name."""
    names = (
        path.with_name(f"{path.stem}.v{version}{turn}{path.suffix}") for turn in ("", *(f"-{n}" for n in range(2, 99)))
    )
    return next(name for name in names if not name.exists())
