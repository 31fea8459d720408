"""What boards show, as tables: what was placed where, what was chosen how often, how scales lie, what recipes share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.capture.answers.reader import option_text
from generator.capture.board.measures.matters import Matter, Measures
from generator.capture.board.measures.planes import Places, PlaneTally, quartiles
from generator.capture.board.measures.votes import ChoiceTally, ScaleTally
from generator.capture.web.translations import Say

HALF_FROM = 3  # numbers that have a middle half


class BoardTable(NamedTuple):
    """What one question came to. Cells are text."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def board_tables(measures: Measures, t: Say) -> tuple[BoardTable, ...]:
    """In the order of the board. Votes have tables of their own, and what was said in words stands by itself."""
    return tuple(table for matter in measures.matters for table in _of(matter, measures, t) if table.rows)


def _of(matter: Matter, measures: Measures, t: Say) -> Iterator[BoardTable]:
    for plane in matter.planes:
        yield from _plane(matter, plane, measures, t)
    for choice in matter.choices:
        yield from _choice(matter, choice, measures, t)
    for scale in matter.scales:
        yield _scale(matter, scale, t)
    yield from _compared(matter, measures, t)


def _titled(matter: Matter, label: str) -> str:
    return f"{matter.title} · {label}" if label != matter.title else label


# --- planes ---


def _plane(matter: Matter, tally: PlaneTally, measures: Measures, t: Say) -> Iterator[BoardTable]:
    """What was placed, the most placed first; then the same by department, where several were there."""
    words = tally.question.poster.words if tally.question.poster else {}
    axes = (f"{words.get(low, low)} → {words.get(high, high)}" for low, high in (("left", "right"), ("bottom", "top")))
    columns = (t("sheet-entries"), *axes)
    things = sorted(tally.things.items(), key=lambda item: -item[1].count)
    named = [(thing.name or measures.name(id) or t("board-gone"), thing.places) for id, thing in things]
    named += [("–", tally.nameless)] if tally.nameless else []
    title = tally.question.poster.title if tally.question.poster else matter.title
    yield BoardTable(title, (t("sheet-what"), *columns), tuple((name, *_where(places, t)) for name, places in named))
    groups = [(group or t("sheet-no-department"), places) for group, places in tally.groups.items()]
    if len(groups) > 1:
        rows = tuple((group, *_where(places, t)) for group, places in groups)
        yield BoardTable(f"{title} · {t('board-by-department')}", (t("sheet-department"), *columns), rows)


def _where(places: Places, t: Say) -> Iterator[str]:
    yield str(places.total())
    for axis in (0, 1):
        numbers: dict[int, int] = {}
        for place, count in places.items():
            numbers[place[axis]] = numbers.get(place[axis], 0) + count
        yield _middle(numbers, t)


def _middle(numbers: Mapping[int, int], t: Say) -> str:
    low, middle, high = (f"{number:g}" for number in quartiles(numbers))
    return t("table-half", middle=middle, low=low, high=high) if sum(numbers.values()) >= HALF_FROM else middle


# --- choices, scales ---


def _choice(matter: Matter, tally: ChoiceTally, measures: Measures, t: Say) -> Iterator[BoardTable]:
    question = tally.question
    title = _titled(matter, question.label)
    options = dict.fromkeys([*(option.id for option in question.options), *tally.options])
    if tally.answered:
        groups = [group for group in tally.answered if group] if len(tally.answered) > 1 else []
        rows = [(option_text(question, option), *_counted(tally.options.get(option, {}), groups)) for option in options]
        yield BoardTable(title, (question.label, t("sheet-entries"), *groups), tuple(rows))
    if tally.by_card:
        chosen = [option for option in options if any(counts.get(option) for counts in tally.by_card.values())]
        titles = measures.kit.titles
        cards = [(titles.get(code, code), *_counted(by, chosen)) for code, by in tally.by_card.items()]
        heads = (t("table-card"), t("sheet-entries"), *(option_text(question, option) for option in chosen))
        yield BoardTable(title, heads, tuple(sorted(cards, key=lambda card: -int(card[1]))))


def _counted(counts: Mapping[str, int], columns: Sequence[str]) -> Iterable[str]:
    return (str(sum(counts.values())), *(str(counts.get(column) or "") for column in columns))


def _scale(matter: Matter, tally: ScaleTally, t: Say) -> BoardTable:
    question = tally.question
    ends = {1: question.low, question.steps: question.high}
    names = {step: f"{step} {ends.get(step, '')}".strip() for step in range(1, question.steps + 1)}
    rows = tuple((names[step], str(tally.steps[step])) for step in names) if tally.steps else ()
    middle = t("board-median", median=f"{quartiles(tally.steps).middle:g}", count=tally.steps.total()) if rows else ""
    return BoardTable(_titled(matter, f"{question.label} ({middle})"), (question.label, t("sheet-entries")), rows)


# --- recipes ---


def _compared(matter: Matter, measures: Measures, t: Say) -> Iterator[BoardTable]:
    names = {role: named.name for role, named in measures.kit.roles.items()}
    for tally in matter.compared:
        if len(tally.recipes) < 2:  # one is compared with nothing
            continue
        rows = [
            (names.get(role, role), text, str(count)) for role in tally.roles for text, count in tally.palette(role)
        ]
        heads = (t("table-part"), t("table-card"), t("table-recipes"))
        yield BoardTable(f"{matter.title} · {t('board-compared')}", heads, tuple(rows))
