"""The lines of a source that a problem is about. Reads files of the workshop and of the bundled layouts, no others."""

import re
from pathlib import Path

from generator import bundled
from generator.errors import Place
from generator.studio.shown import QuotedLine

AROUND = 1  # lines before and after
MAX_BYTES = 2_000_000
MOST_LETTERS = 160  # of a line
_WORD = re.compile(r"""("[^"]*"|'[^']*'|[^\s,:}\]]+|\S|$)""")


def quote(place: Place, folder: Path, client: Path | None) -> tuple[QuotedLine, ...]:
    """The line of the place, its first word marked, and its neighbours; nothing where there is no such line."""
    path = _path_of(place.file, folder, client) if place.line else None
    if path is None:
        return ()
    try:
        data = path.read_bytes()
    except OSError:
        return ()
    if len(data) > MAX_BYTES or b"\0" in data:
        return ()
    lines = data.decode("utf-8", errors="replace").splitlines()
    if place.line > len(lines):
        return ()
    first, last = max(1, place.line - AROUND), min(len(lines), place.line + AROUND)
    numbered = ((number, lines[number - 1]) for number in range(first, last + 1))
    return tuple(
        _marked(number, line, place.column) if number == place.line else QuotedLine(number, _short(line))
        for number, line in numbered
    )


def _path_of(name: str, folder: Path, client: Path | None) -> Path | None:
    """The file that a place names, if we may show it."""
    inside = folder / name
    if name and client and (name == client.as_posix() or inside.resolve() == client.resolve()):
        return client
    if not name or not inside.resolve().is_relative_to(folder.resolve()):
        return None
    if inside.is_file():
        return inside
    shipped = bundled.folder("layouts").parent / name
    is_layout = shipped.resolve().is_relative_to(bundled.folder("layouts").resolve())
    return shipped if is_layout and shipped.is_file() else None


def _marked(number: int, line: str, column: int) -> QuotedLine:
    start = min(max(column - 1, 0), len(line))
    found = _WORD.search(line, start)
    end = found.end() if found else len(line)
    start = found.start() if found else start
    left = max(0, start - MOST_LETTERS // 2) if len(line) > MOST_LETTERS else 0
    right = min(max(left + MOST_LETTERS, end), end + MOST_LETTERS)
    before = ("…" if left else "") + line[left:start]
    after = line[end:right] + ("…" if right < len(line) else "")
    return QuotedLine(number, before, line[start:end][:MOST_LETTERS] or " ", after)


def _short(line: str) -> str:
    return line if len(line) <= MOST_LETTERS else line[: MOST_LETTERS - 1] + "…"
