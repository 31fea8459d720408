"""Votes and choices as bars, split by who gave them or, of cards, by what was chosen."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.capture.board.frames.frame import BallotFrame, Bar, BarPanel, BarsFrame, LegendItem, Segment, Weight
from generator.capture.board.frames.screen import MARKS, MOST_PAGES, NOBODY, Palette, paged, share
from generator.capture.board.measures import Matter, Measures
from generator.capture.board.measures.votes import ChoiceTally, VoteTally

BARS = 8  # what fits one screen in letters of a thirtieth of its height
LINES = 10  # bars and questions, where several questions share a screen

NO_CATEGORIES: Mapping[str, str] = {}

Marked = Mapping[str, Mapping[int, int]]  # bar → mark → how many


class Chart(NamedTuple):
    """The bars of one question before they are paged."""

    key: str
    question: str
    bars: tuple[Bar, ...]
    legend: tuple[LegendItem, ...]
    answers: int  # who answered
    more: int  # bars for which there is no screen


def vote_frames(matter: Matter, measures: Measures, palette: Palette) -> Iterable[BarsFrame | BallotFrame]:
    """Dots on options, or on what others have logged; while a ballot hides its counts, how many have voted."""
    for tally in matter.votes:
        key, label = f"{matter.key}-{tally.question.name}", tally.question.label
        if not tally.count:
            continue
        if palette.ballots.is_counted(matter.ballot):
            names = _voted_on(tally, measures)
            for part in _parts(tally.voters, palette):
                counts, legend = _dots(tally, names, measures, part), part.legend(tally.voters)
                bars = dict.fromkeys((*names.values(), *counts))
                chart = _chart(_key(key, part), label, bars, counts, legend, tally.count)
                yield from _paged(part.titled(matter.title), chart, "often")
        else:
            joined = max(palette.ballots.phones, tally.devices)
            yield BallotFrame(key, matter.title, label, tally.devices, joined, tally.count - tally.devices)


def _parts(counts: Counter[str], palette: Palette) -> Sequence[Palette]:
    """The screens on which somebody is to be seen; one where nobody said a department."""
    return [part for part in palette.parts() if part.legend(counts)] or [palette]


def _key(key: str, part: Palette) -> str:
    return key if part.screen == 1 else f"{key}-groups-{part.screen}"


def _dots(tally: VoteTally, names: Mapping[str, str], measures: Measures, palette: Palette) -> dict[str, Counter[int]]:
    """Candidate → mark → dots. Of twins that were merged, all count for the one that stays."""
    counts: dict[str, Counter[int]] = {}
    for key, dots in tally.dots.items():
        if marked := _marked(dots, palette):
            gone = palette.words["board-gone"] if tally.question.entries else key  # hidden or erased since
            name = names.get(measures.stays(key), gone)
            counts.setdefault(name, Counter()).update(marked)
    return counts


def _voted_on(tally: VoteTally, measures: Measures) -> dict[str, str]:
    """What each key stands for: an option, or the first words of an entry; the second of the same words says so."""
    if not tally.question.entries:
        return {option.id: option.text for option in tally.question.options}
    turns: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for id, name in measures.candidates(tally.question).items():
        turns[name.casefold()] += 1
        turn = turns[name.casefold()]
        labels[id] = name if turn == 1 else f"{name} ({turn})"
    return labels


def choice_frames(matter: Matter, measures: Measures, palette: Palette) -> Iterable[BarsFrame]:
    """How often each option was taken, as many questions to a screen as fit; of cards, what was chosen about each."""
    answered = [tally for tally in matter.choices if tally.answered]
    for part in _parts(sum((tally.answered for tally in answered), Counter[str]()), palette):
        yield from _choice_frames(part.titled(matter.title), [_of_options(matter, tally, part) for tally in answered])
    for tally in matter.choices:
        if tally.by_card:
            yield from _paged(matter.title, _of_cards(matter, tally, measures), "rest")


def _choice_frames(title: str, charts: Iterable[Chart]) -> Iterable[BarsFrame]:
    for some in _gathered([chart for chart in charts if chart.bars]):
        if len(some) == 1:
            yield from _paged(title, some[0], "rest")
        else:
            panels = tuple(BarPanel(chart.question, chart.bars) for chart in some)
            count = max(chart.answers for chart in some)
            legend = max((chart.legend for chart in some), key=len)
            yield BarsFrame(f"{some[0].key}-1", title, panels, legend, count)


def _gathered(charts: Iterable[Chart]) -> list[list[Chart]]:
    """Questions that share a screen, in their order."""
    screens: list[list[Chart]] = []
    free = 0
    for chart in charts:
        lines = 1 + len(chart.bars)
        if lines > free:
            screens.append([])
            free = LINES
        screens[-1].append(chart)
        free -= lines
    return screens


def _of_options(matter: Matter, tally: ChoiceTally, palette: Palette) -> Chart:
    texts = {option.id: option.text for option in tally.question.options}
    counts = {texts.get(option, option): _marked(groups, palette) for option, groups in tally.options.items()}
    names = dict.fromkeys((*texts.values(), *counts))
    legend = palette.legend(tally.answered)
    key = _key(f"{matter.key}-{tally.question.name}", palette)
    return _chart(key, tally.question.label, names, counts, legend, tally.answered.total(), in_order=True)


def _of_cards(matter: Matter, tally: ChoiceTally, measures: Measures) -> Chart:
    marks = {option.id: min(index, MARKS - 1) for index, option in enumerate(tally.question.options)}
    counts: dict[str, Counter[int]] = {}
    totals: Counter[str] = Counter()
    categories: dict[str, str] = {}  # title → category
    for code, options in tally.by_card.items():
        thing = measures.kit.thing(code)
        title = thing.title if thing and thing.title else code
        categories.setdefault(title, thing.category if thing else "")
        bar = counts.setdefault(title, Counter())
        for option, count in options.items():
            bar[marks.get(option, NOBODY)] += count
            totals[option] += count
    used = (option for option in tally.question.options if totals[option.id])
    legend = tuple(LegendItem(option.text, marks[option.id], totals[option.id]) for option in used)
    key = f"{matter.key}-{tally.question.name}-cards"
    return _chart(key, tally.question.label, counts, counts, legend, tally.of_cards, categories=categories)


def _marked(groups: Mapping[str, int], palette: Palette) -> Counter[int]:
    marked: Counter[int] = Counter()
    for group, count in groups.items():
        if count:
            marked[palette.mark(group)] += count
    return marked


def _chart(
    key: str,
    question: str,
    names: Iterable[str],
    counts: Marked,
    legend: tuple[LegendItem, ...],
    answers: int,
    *,
    in_order: bool = False,
    categories: Mapping[str, str] = NO_CATEGORIES,
) -> Chart:
    """The longest bar first, or in the order of the options; what has nothing keeps its line."""
    totals = {name: sum(counts[name].values()) if name in counts else 0 for name in names}
    longest = max(totals.values(), default=0)
    order: Callable[[str], int] = (lambda name: 0) if in_order else (lambda name: -totals[name])
    marks = [*dict.fromkeys(item.mark for item in legend)] or [NOBODY]
    ranked = sorted(totals, key=order) if longest else []
    shown, more = ranked[: BARS * MOST_PAGES], len(ranked[BARS * MOST_PAGES :])
    bars = tuple(
        Bar(name, totals[name], _segments(counts.get(name, {}), marks, longest), categories.get(name, ""))
        for name in shown
    )
    return Chart(key, question, bars, legend, answers, more)


def _segments(counts: Mapping[int, int], marks: Sequence[int], longest: int) -> tuple[Segment, ...]:
    segments, start = [], 0
    for mark in marks:
        count = counts.get(mark, 0)
        if count:
            segments.append(Segment(mark, count, share(start, longest), share(count, longest)))
            start += count
    return tuple(segments)


def _paged(title: str, chart: Chart, weight: Weight) -> Iterable[BarsFrame]:
    for page, pages, some in paged(chart.bars, BARS):
        yield BarsFrame(
            key=f"{chart.key}-{page}",
            title=title,
            panels=(BarPanel(chart.question, some),),
            groups=chart.legend,
            count=chart.answers,
            more=chart.more if page == pages else 0,
            page=page,
            pages=pages,
            weight=weight,
        )
