"""Boards as maps to be drawn: what was put where and by whom, and how departments differ."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

from generator.capture.board.measures.matters import Matter
from generator.capture.board.measures.planes import MIDDLE, Place, PlaneTally, place_of, quartiles
from generator.capture.model import Entry, Session
from generator.capture.results.backlog import votes_of
from generator.capture.results.bar_maps import bar_maps
from generator.capture.results.board_tables import HALF_FROM
from generator.capture.results.held import ResultsReader
from generator.capture.results.leans import MappedSession, PeopleFigures, lean_chart, person_of
from generator.capture.results.plain_text import visible
from generator.capture.results.progress import Progress, no_progress
from generator.capture.results.small_groups import notes_on, together_of
from generator.capture.results.workbook import language_of
from generator.capture.web.translations import Say, speaker
from generator.errors import FileError, NothingYet
from generator.heat_map import NOBODY, BarMap, HeatMap, LeanChart, MapDot, MappedThing, MiddleHalf, PlaneMap

QUADRANTS = ("top-left", "top-right", "bottom-left", "bottom-right")
ENDS = ("top", "bottom", "left", "right")
REACH = 100.0  # per cent, of an axis
LISTED = 60  # things that are named: those that most people placed


class Put(NamedTuple):
    """One placement: of what, where, and by whom. `thing`: its id; "" of what has no name."""

    thing: str
    place: Place
    group: str
    person: str


def heat_map_of(
    read: ResultsReader, board: str = "", progress: Progress = no_progress, *, share: bool = False
) -> HeatMap:
    """Of one session or of all, planes first; `board`: the id of a poster or a form, where one alone is wanted.

    `share`: small groups stand together. Raises FileError where there is nothing to be drawn.
    """
    sessions: list[tuple[Session, Sequence[Entry]]]
    shared = read.shared() if share else ()
    sessions = [(each.session, each.entries) for each in shared] if share else _shown(read)
    mapped: list[MappedSession] = []
    for done, (session, entries) in enumerate(sessions, 1):
        mapped += [each] if entries and (each := _mapped(read, session, entries)) else []
        progress(done, len(sessions))
    t = speaker(language_of(each.held for each in mapped))
    mapped = [each._replace(are_several=len(mapped) > 1) for each in mapped]
    notes = notes_on(together_of(shared), t)
    maps: list[PlaneMap | BarMap] = [*_planes(mapped, board, notes, t), *bar_maps(mapped, board, notes, t)]
    if not maps:
        known = ", ".join(_boards(mapped)) or "none"
        kind = FileError if board else NothingYet
        raise kind(f"there is nothing to draw{f' of {board!r}' if board else ''}; boards with something: {known}")
    kit = next(each.held.kit for each in mapped if each.held.kit)
    title = mapped[0].held.session.title if len(mapped) == 1 else kit.title
    brand = kit.brand
    return HeatMap(
        visible(title), kit.language, tuple(maps), brand.colours, brand.legal, brand.client, kit.paper, captions(t),
        kit.id,
    )  # fmt: skip


def captions(t: Say) -> dict[str, str]:
    """What stands beside dots, frames and bars."""
    return {
        "order": t("heat-order"),
        "by-thing": t("heat-by-thing"),
        "by-group": t("board-by-department"),
        "differ": t("heat-differ"),
        "method": t("heat-method"),
        "dot": t("heat-dot"),
        "squares": t("heat-squares"),
        "together": t("heat-together"),
        "counted": t("heat-counted"),
        "box": t("heat-box"),
        "codes": t("heat-codes"),
        "continued": t("heat-continued"),
        "people": t("heat-people"),
        "bare": t("heat-bare"),
        "more": t("heat-more"),
    }


def _shown(read: ResultsReader) -> list[tuple[Session, Sequence[Entry]]]:
    hidden = read.hidden
    return [
        (session, [entry for entry in read.shown(session) if entry.id not in hidden])
        for session in read.sessions.values()
    ]


def _mapped(read: ResultsReader, session: Session, entries: Sequence[Entry]) -> MappedSession | None:
    held = read.held(session)
    if held.measures is None:
        return None
    return MappedSession(held, held.measures, tuple(entries), votes_of(held, read), are_several=False)


def _boards(mapped: Iterable[MappedSession]) -> dict[str, None]:
    """The ids by which they can be asked for."""
    matters = (matter for each in mapped for matter in each.measures.matters)
    drawn = (matter for matter in matters if any((*matter.planes, *matter.votes, *matter.scales, *matter.choices)))
    return dict.fromkeys(matter.poster or matter.form for matter in drawn)


# --- planes ---


def _planes(mapped: Iterable[MappedSession], board: str, notes: Sequence[str], t: Say) -> Iterator[PlaneMap]:
    for each in mapped:
        puts = _puts(each)
        for matter in each.wanted(board):
            for plane in matter.planes:
                if own := puts.get((matter.key, plane.question.name)):
                    yield _plane(each, matter, plane, own, notes, t)


def _puts(each: MappedSession) -> Mapping[tuple[str, str], list[Put]]:
    """By the matter and the question that they answer; places of what is not shown are not shown either."""
    found: dict[tuple[str, str], list[Put]] = {}
    placed = each.held.placed
    shown = {entry.id for entry in each.entries if entry.state != "merged"}
    for entry in each.entries:
        matter = each.measures.matter_of(entry)
        thing = each.measures.stays(placed.get(entry.id, entry.id))
        for plane in matter.planes if matter and thing in shown else ():
            if place := place_of(entry.body.get(plane.question.name)):
                named = thing if each.measures.name(thing) else ""
                put = Put(named, place, each.measures.groups.meet(entry), person_of(entry))
                assert matter is not None
                found.setdefault((matter.key, plane.question.name), []).append(put)
    return found


def _plane(
    each: MappedSession, matter: Matter, tally: PlaneTally, puts: Sequence[Put], notes: Sequence[str], t: Say
) -> PlaneMap:
    groups = each.groups(put.group for put in puts)
    poster = tally.question.poster
    printed = poster.words if poster else {}
    words = {name: visible(said) if isinstance(said := printed.get(name), str) else "" for name in (*ENDS, *QUADRANTS)}
    by_thing: dict[str, list[Put]] = {}
    for put in puts:
        by_thing.setdefault(put.thing, []).append(put)
    nameless = len(by_thing.pop("", ()))
    listed = nlargest(LISTED, by_thing.items(), key=lambda pair: len(pair[1]))  # of two alike the earlier one
    things = [_thing(each.measures.name(id), own, groups, each.votes[id], t) for id, own in listed]
    things.sort(key=lambda thing: (thing.half is None, -thing.half.spread if thing.half else 0, -thing.total))
    in_quadrants = Counter((put.place[0] >= MIDDLE) + 2 * (put.place[1] < MIDDLE) for put in puts)
    people = len({put.person for put in puts})
    own_notes = [t("heat-nameless", count=nameless)] if nameless else []
    own_notes += [t("heat-rest", count=len(by_thing) - LISTED)] if len(by_thing) > LISTED else []
    top, bottom, left, right = (words[name] for name in ENDS)
    return PlaneMap(
        title=each.titled(poster.title if poster else matter.title),
        about=t("heat-about", count=len(puts), things=len(by_thing), people=people),
        ends=(top, bottom, left, right),
        quadrants=tuple((words[name], in_quadrants[at]) for at, name in enumerate(QUADRANTS)),
        things=tuple(things),
        dots=_dots(puts, ()),
        groups=groups,
        of_groups=tuple(_of_groups(puts, groups, t)),
        charts=tuple(_charts(puts, groups, (left, right), (bottom, top), t)),
        notes=(*own_notes, *notes),
    )


def _dots(puts: Iterable[Put], groups: Sequence[str]) -> tuple[MapDot, ...]:
    """Placements of one group at one place as one; without `groups` nobody is told from others."""
    number = {name: at for at, name in enumerate(groups)}
    counts = Counter((put.place, number.get(put.group, NOBODY)) for put in puts)
    return tuple(MapDot(*place, group, count) for (place, group), count in sorted(counts.items()))


def _thing(name: str, puts: Sequence[Put], groups: Sequence[str], votes: int | None, t: Say) -> MappedThing:
    """`votes`: None of what nobody votes on."""
    across, up = (Counter(put.place[axis] for put in puts) for axis in (0, 1))
    wide, high = quartiles(across), quartiles(up)
    half = MiddleHalf(wide.low, wide.high, high.low, high.high) if len(puts) >= HALF_FROM else None
    facts = [t("heat-placed", count=len(puts))]
    facts += [t("heat-votes", count=votes)] if votes else []
    facts += [t("heat-middle", x=round(wide.middle), y=round(high.middle))]
    if half:
        left, right, low, top = map(round, half)
        facts += [t("heat-half", left=left, right=right, low=low, high=top)]
    return MappedThing(visible(name), " · ".join(facts), _dots(puts, groups), wide.middle, high.middle, half)


def _of_groups(puts: Iterable[Put], groups: Sequence[str], t: Say) -> Iterator[MappedThing]:
    """Where somebody says a department, each with all that its people put there; those who say none come last."""
    by_group: dict[str, list[Put]] = {}
    for put in puts:
        by_group.setdefault(put.group, []).append(put)
    for group in (*groups, "") if groups else ():
        if own := by_group.get(group):
            thing = _thing(group or t("board-no-department"), own, groups, None, t)
            yield thing._replace(
                facts=" · ".join((t("heat-of-people", count=len({put.person for put in own})), thing.facts))
            )


def _charts(
    puts: Iterable[Put], groups: Sequence[str], across: tuple[str, str], up: tuple[str, str], t: Say
) -> Iterator[LeanChart]:
    """For each axis how departments lie to one another: a person counts once, with the mean of what they placed."""
    for axis, ends in enumerate((across, up)):
        figures = PeopleFigures()
        for put in puts:
            figures.add(put.group, put.person, put.place[axis])
        low, high = ends
        title = t("heat-axis-up", low=low, high=high) if axis else t("heat-axis-across", low=low, high=high)
        if chart := lean_chart(figures, groups, title, ends, REACH, t):
            yield chart
