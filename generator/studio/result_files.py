"""The files of results that can be had of a session, by how the page asks for them."""

from collections.abc import Mapping
from typing import NamedTuple


class ResultChoice(NamedTuple):
    """The words of `prepdeck results` that write it, and what it is called."""

    words: tuple[str, ...]
    name: str
    is_of_all: bool = False  # of all sessions, whichever was chosen


def _of(command: str, stem: str, *endings: str, is_of_all: bool = False, **options: str) -> dict[str, ResultChoice]:
    """One file an ending, asked for as `export-xlsx`."""
    words = (command, *(part for name, value in options.items() for part in (f"--{name}", value) if part))
    return {f"{stem}-{ending}": ResultChoice(words, f"{stem}.{ending}", is_of_all) for ending in endings}


# Groups have a heading each, in the order of the page.
GROUPS: Mapping[str, Mapping[str, ResultChoice]] = {
    "export": _of("export", "entries", "xlsx", "csv", "md", "jsonl")
    | {"entries-sqlite": ResultChoice(("export", "--format", "sqlite"), "entries.db")},
    "record": {"record": ResultChoice(("record",), "record.html")},
    "cookbook": _of("cookbook", "cookbook", "pdf", order="votes")
    | _of("cookbook", "cookbook-journey", "pdf", order="journey")
    | _of("cookbook", "cookbook-to-share", "pdf", share=""),
    "outcome": _of("outcome", "outcome", "pdf", "html", "md", "docx") | _of("outcome", "follow-up", "ics"),
    "heatmap": _of("heatmap", "heat-map", "pdf", "png", "svg", share=""),
    "backlog": _of("backlog", "backlog", "csv", "md")
    | {
        f"backlog-{tracker}": ResultChoice(("backlog", "--for", tracker), f"backlog-{tracker}.csv")
        for tracker in ("jira", "github", "gitlab")
    },
    "cards": _of("cards", "cards-used", "xlsx", "pdf", "md", is_of_all=True, share=""),
    "privacy": _of("privacy", "privacy", "pdf", "md"),
}
FILES: Mapping[str, ResultChoice] = {key: file for group in GROUPS.values() for key, file in group.items()}
