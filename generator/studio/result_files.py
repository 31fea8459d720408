"""The files of results that can be had of a session, by how the page asks for them."""

from collections.abc import Mapping
from typing import NamedTuple


class ResultFile(NamedTuple):
    """The words of `prepdeck results` that write it, and what it is called."""

    words: tuple[str, ...]
    name: str
    is_of_all: bool = False  # of all sessions, whichever was chosen


def _of(command: str, stem: str, *endings: str, is_of_all: bool = False, **options: str) -> dict[str, ResultFile]:
    """One file an ending, asked for as `export-xlsx`."""
    words = (command, *(part for name, value in options.items() for part in (f"--{name}", value) if part))
    return {f"{stem}-{ending}": ResultFile(words, f"{stem}.{ending}", is_of_all) for ending in endings}


# Groups have a heading each, in the order of the page.
GROUPS: Mapping[str, Mapping[str, ResultFile]] = {
    "export": _of("export", "entries", "xlsx", "csv", "md", "jsonl")
    | {"entries-sqlite": ResultFile(("export", "--format", "sqlite"), "entries.db")},
    "record": {"record": ResultFile(("record",), "record.html")},
    "cookbook": _of("cookbook", "cookbook", "pdf", order="votes")
    | _of("cookbook", "cookbook-journey", "pdf", order="journey")
    | _of("cookbook", "cookbook-to-share", "pdf", share=""),
    "outcome": _of("outcome", "outcome", "pdf", "html", "md", "docx") | _of("outcome", "follow-up", "ics"),
    "heatmap": _of("heatmap", "heat-map", "pdf", "png", "svg", share=""),
    "backlog": _of("backlog", "backlog", "csv", "md")
    | {
        f"backlog-{tracker}": ResultFile(("backlog", "--for", tracker), f"backlog-{tracker}.csv")
        for tracker in ("jira", "github", "gitlab")
    },
    "cards": _of("cards", "cards-used", "xlsx", "pdf", "md", is_of_all=True, share=""),
    "privacy": _of("privacy", "privacy", "pdf", "md"),
}
FILES: Mapping[str, ResultFile] = {key: file for group in GROUPS.values() for key, file in group.items()}
