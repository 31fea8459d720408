"""A record as Markdown (CommonMark with tables): to be pasted into a wiki, a chat or a tracker."""

from collections.abc import Iterable, Iterator, Sequence

from generator.capture.results.plain_text import in_markdown
from generator.capture.results.record import RecordedEntry, RecordedVote, SessionRecord
from generator.capture.web.translations import Say, speaker


def markdown(record: SessionRecord) -> str:
    """Whatever was said is text in it."""
    return "\n".join(_blocks(record, speaker(record.language)))


def _blocks(record: SessionRecord, t: Say) -> Iterator[str]:
    """Each with an empty line behind it."""
    yield f"# {one_line(record.title)}\n"
    for title, at in record.held:
        yield f"{one_line(title)} · {one_line(at)}\n"
    for note in record.notes:
        yield f"{one_line(note)}\n"
    tables = [(board, table) for board in record.boards for table in board.tables]
    if tables:
        yield f"## {t('board')}\n"
    for board, table in tables:
        yield f"### {one_line(f'{table.title} · {board.session}' if len(record.boards) > 1 else table.title)}\n"
        yield from table_of(table.headings, table.rows)
    if record.votes:
        yield f"## {t('sheet-votes')}\n"
    for vote in record.votes:
        yield f"### {one_line(vote.title)}\n"
        yield from _vote(vote, t)
    for form in record.forms:
        yield f"## {one_line(form.title)} ({len(form.entries)})\n"
        for number, entry in enumerate(form.entries, 1):
            yield from _entry(entry, number)


def one_line(text: str) -> str:
    """For a heading, a label or the cell of a table."""
    return " ".join(in_markdown(text).split())


def paragraphs(text: str, indent: str = "") -> str:
    """Lines of a text kept as lines; what stands in a list is indented."""
    first, *rest = ["\\\n".join(part.split("\n")) for part in in_markdown(text).split("\n\n") if part.strip()] or [""]
    return f"\n\n{indent}".join(part.replace("\n", f"\n{indent}") for part in (first, *rest))


def table_of(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, and an empty line."""
    yield _row(headings)
    yield _row(["---"] * len(headings), is_text=False)
    yield from map(_row, rows)
    yield ""


def _row(cells: Iterable[str], *, is_text: bool = True) -> str:
    """A line in a cell ends as GitHub and GitLab have it: Markdown's own tables know no other way."""
    texts = ("<br>".join(in_markdown(cell).split("\n")) for cell in cells) if is_text else cells
    return f"| {' | '.join(texts)} |"


def _vote(vote: RecordedVote, t: Say) -> Iterator[str]:
    rows = (
        (on, *(str(count) if place == 0 or count else "" for place, count in enumerate(counts)))
        for on, counts in vote.rows
    )
    yield from table_of((t("sheet-voted-on"), t("sheet-votes"), *vote.groups), rows)


def _entry(entry: RecordedEntry, number: int) -> Iterator[str]:
    about = " · ".join(map(one_line, entry.about))
    yield f"### {one_line(entry.title) or number}\n"
    if about:
        yield f"{about}\n"
    for label, text in entry.answers:
        yield f"- **{one_line(label)}** {paragraphs(text, '  ')}"
    if entry.answers:
        yield ""
