"""Ladders and other boards that are no planes, to be drawn: what was voted for, marked or chosen, and by whom."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.capture.answers.reader import option_text
from generator.capture.board.measures.matters import Matter
from generator.capture.board.measures.planes import quartiles
from generator.capture.board.measures.votes import ChoiceTally, ScaleTally
from generator.capture.model import Entry
from generator.capture.results.leans import MappedSession, PeopleFigures, lean_chart, person_of
from generator.capture.results.plain_text import visible
from generator.capture.results.vote_counts import counted_votes, open_tallies
from generator.capture.web.translations import Say
from generator.heat_map import BarMap, BarRow

LISTED = 60  # rows of votes: those with the most

Counts = list[tuple[str, Mapping[str, int]]]  # what, in words, and how often by group


def bar_maps(mapped: Iterable[MappedSession], board: str, notes: Sequence[str], t: Say) -> Iterator[BarMap]:
    """Votes that may be seen, then scales and choices, each in the order of the board."""
    for each in mapped:
        yield from _votes(each, board, notes, t)
        for matter in each.wanted(board):
            yield from (_scale(each, matter, tally, notes, t) for tally in matter.scales if tally.steps)
            yield from (_choice(each, matter, tally, notes, t) for tally in matter.choices if tally.answered)


def _bars(
    each: MappedSession, matter: Matter, label: str, about: str, counts: Counts, notes: Sequence[str], t: Say
) -> BarMap:
    met = {name for _, by_group in counts for name, count in by_group.items() if count}
    groups = each.groups(met)
    columns = (*groups, "") if groups and "" in met else groups
    rows = (
        BarRow(visible(text), sum(by_group.values()), tuple(by_group.get(name, 0) for name in columns))
        for text, by_group in counts
    )
    title = f"{matter.title} · {label}" if label != matter.title else label
    names = tuple(visible(name) or t("board-no-department") for name in columns)
    return BarMap(each.titled(title), about, tuple(rows), names, (), tuple(notes), ends_with_nobody="" in columns)


def _votes(each: MappedSession, board: str, notes: Sequence[str], t: Say) -> Iterator[BarMap]:
    """Most votes first."""
    wanted = {matter.key for matter in each.wanted(board)}
    for matter, tally in open_tallies(each.held):
        if matter.key in wanted and tally.count:
            names = each.measures.candidates(tally.question) if tally.question.entries else {}
            whole = {id: _whole(name, each.measures.name(id)) for id, name in names.items()}
            counts = list(counted_votes(each.held, tally, whole, t("board-gone")))
            counts.sort(key=lambda pair: -sum(pair[1].values()))
            dots = sum(sum(by_group.values()) for _, by_group in counts)
            about = t("heat-voters", count=dots, people=tally.count)
            left = len(counts) - LISTED
            others = [t("heat-fewer", count=left)] if left > 0 else []
            yield _bars(each, matter, tally.question.label, about, counts[:LISTED], [*others, *notes], t)


def _whole(name: str, words: str) -> str:
    """What is voted on, in all its words: boards cut long ones."""
    return words if name.endswith("…") and words.startswith(name[:-1]) else name


def _choice(each: MappedSession, matter: Matter, tally: ChoiceTally, notes: Sequence[str], t: Say) -> BarMap:
    """In the order of the form, as steps of a ladder are."""
    question = tally.question
    options = dict.fromkeys([*(option.id for option in question.options), *tally.options])
    counts: Counts = [(option_text(question, option), tally.options.get(option, {})) for option in options]
    return _bars(each, matter, question.label, t("heat-answers", count=tally.answered.total()), counts, notes, t)


def _scale(each: MappedSession, matter: Matter, tally: ScaleTally, notes: Sequence[str], t: Say) -> BarMap:
    """The highest step stands on top, as on a ladder."""
    question = tally.question
    ends = {1: question.low, question.steps: question.high}
    by_step: dict[int, Counter[str]] = {step: Counter() for step in range(question.steps, 0, -1)}
    figures = PeopleFigures()
    for entry in each.entries:
        step = entry.body.get(question.name)
        if type(step) is int and step in by_step and _is_of(entry, matter, each):
            group = each.measures.groups.meet(entry)
            by_step[step][group] += 1
            figures.add(group, person_of(entry), step)
    counts: Counts = [(f"{step} {ends.get(step, '')}".strip(), by_group) for step, by_group in by_step.items()]
    groups = each.groups(name for by_group in by_step.values() for name in by_group)
    chart = lean_chart(figures, groups, question.label, (question.low, question.high), question.steps - 1, t)
    about = t("board-median", median=f"{quartiles(tally.steps).middle:g}", count=tally.steps.total())
    bars = _bars(each, matter, question.label, about, counts, notes, t)
    return bars._replace(charts=(chart,)) if chart else bars


def _is_of(entry: Entry, matter: Matter, each: MappedSession) -> bool:
    return entry.state != "merged" and each.measures.matter_of(entry) is matter
