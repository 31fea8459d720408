"""A backlog as files that trackers take: CSV with the columns that each documents, and Markdown.

Jira (Atlassian support, "Importing data from CSV"): a heading row with `Summary`, no punctuation in it, a column again
for each further label, which has no blanks. GitHub imports no file: `gh issue create` takes title, body and labels
with commas between them. GitLab ("Import issues from CSV"): `title` and `description`, the first two, in that order.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from generator.capture.results.backlog import BacklogItem
from generator.capture.results.cells import inert
from generator.capture.results.markdown import one_line, paragraphs, table_of
from generator.capture.results.plain_text import visible
from generator.capture.web.translations import Say

Tracker = Literal["", "jira", "github", "gitlab"]
TRACKERS: tuple[Tracker, ...] = get_args(Tracker)
LONGEST_TITLE = 250  # characters; Jira takes 255, GitHub 256
LABELS = 3  # columns of them
_JIRA = re.compile(r"[\\{}\[\]!*_^~|]|\?(?=\?)|(?<!\S)[-+](?=\S)|^[-+#]|(?<=^h\d)\.|(?<=^bq)\.", re.MULTILINE)


class TrackerColumns(NamedTuple):
    """Of a tracker: its headings, a row of an item, and whether programs read it that stumble over a mark before it."""

    headings: Callable[[Say], Sequence[str]]
    row: Callable[[BacklogItem, Say], Sequence[str | int]]
    encoding: str = "utf-8"


def write_backlog(to: Path, items: Sequence[BacklogItem], tracker: Tracker, t: Say) -> None:
    """As CSV."""
    columns = COLUMNS[tracker]
    with to.open("w", encoding=columns.encoding, newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        table.writerow(columns.headings(t))
        for item in items:
            cells = columns.row(item, t)
            table.writerow([inert(visible(cell)) if isinstance(cell, str) else cell for cell in cells])


def backlog_in_markdown(title: str, items: Sequence[BacklogItem], t: Say) -> str:
    """A table of all, then each by itself."""
    headings = ("", t("backlog-title"), t("sheet-votes"), t("backlog-measure"), t("backlog-size"), t("backlog-step"))
    rows = [
        (str(number), each.title, str(each.votes or ""), each.measure, each.size, each.step)
        for number, each in enumerate(items, 1)
    ]
    lines = [f"# {one_line(title)}", "", *table_of(headings, rows)]
    for number, item in enumerate(items, 1):
        lines += [f"## {number} {one_line(item.title)}", "", _in_markdown(item, t), ""]
    return "\n".join(lines)


def _facts(item: BacklogItem, t: Say) -> Iterator[tuple[str, str]]:
    """What is known of an item beside its sentence, each with what it is."""
    facts = [
        (t("backlog-measure"), item.measure),
        (t("backlog-size"), item.size),
        (t("backlog-step"), item.step),
        (t("sheet-votes"), str(item.votes or "")),
        (t("backlog-place"), item.place),
        *item.answers,
        (t("backlog-from"), f"{item.session} · {item.form} · {item.address or item.id}"),
    ]
    return ((label, text) for label, text in facts if text)


def _in_markdown(item: BacklogItem, t: Say) -> str:
    lines = [paragraphs(item.sentence), ""] if item.sentence else []
    lines += [f"- **{one_line(label)}** {paragraphs(text, '  ')}" for label, text in _facts(item, t)]
    return "\n".join(lines)


def _in_jira(item: BacklogItem, t: Say) -> str:
    """In its own notation, in which a backslash makes a character itself."""
    facts = [f"*{_jira(label)}*: {_jira(text)}" for label, text in _facts(item, t)]
    return "\n\n".join(filter(None, [_jira(item.sentence), *facts]))


def _jira(text: str) -> str:
    return _JIRA.sub(lambda found: f"\\{found[0]}", text)


def _title(item: BacklogItem) -> str:
    title = visible(item.title)
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def labels_of(item: BacklogItem) -> list[str]:
    """One word each, in small letters: the form, the size, the step."""
    words = (re.sub(r"[^\w]+", "-", text.lower()).strip("-") for text in (item.kind, item.size, item.step))
    return [word for word in words if word]


def _all_headings(t: Say) -> Sequence[str]:
    own = ("backlog-title", "backlog-sentence", "backlog-measure", "backlog-size", "backlog-step")
    more = t("sheet-votes"), t("backlog-place"), t("backlog-more"), t("backlog-form"), t("sheet-session"), t("sheet-id")
    return (*(t(key) for key in own), *more, t("sheet-address"))


def _all(item: BacklogItem, t: Say) -> Sequence[str | int]:
    more = "\n".join(f"{label} {text}" for label, text in item.answers)
    about = item.votes, item.place, more, item.form, item.session, item.id, item.address
    return (item.title, item.sentence, item.measure, item.size, item.step, *about)


def _jira_row(item: BacklogItem, t: Say) -> Sequence[str | int]:
    labels = labels_of(item)
    return (_title(item), "Story", _in_jira(item, t), *labels, *[""] * (LABELS - len(labels)), item.votes)


COLUMNS: Mapping[Tracker, TrackerColumns] = {
    "": TrackerColumns(_all_headings, _all, "utf-8-sig"),
    "jira": TrackerColumns(
        lambda t: ("Summary", "Issue Type", "Description", *["Labels"] * LABELS, "Votes"), _jira_row
    ),
    "github": TrackerColumns(
        lambda t: ("title", "body", "labels"),
        lambda item, t: (_title(item), _in_markdown(item, t), ",".join(labels_of(item))),
    ),
    "gitlab": TrackerColumns(lambda t: ("title", "description"), lambda item, t: (_title(item), _in_markdown(item, t))),
}
