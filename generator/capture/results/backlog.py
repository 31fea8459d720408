"""What could be built, as a backlog: recipes and scenarios with measure, size, step and votes, most votes first."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from generator.capture.answers.ballots import ballot_of, hides_counts
from generator.capture.answers.reader import Question, questions, shown
from generator.capture.board.measures.compared import compares
from generator.capture.board.measures.groups import ABOUT_ONESELF
from generator.capture.board.measures.planes import place_of, quartiles
from generator.capture.kits import PrintedKit
from generator.capture.model import Entry
from generator.capture.results.held import HeldSession, ResultsReader
from generator.form import FIELD_KINDS, Form

SCENARIO = "scenario"  # the form of what is laid from no cards
# What a column is called, by the name of a form's field.
MEASURE, BY, SIZE, STEP = "measure", "by", "size", "step"
_IN_COLUMNS = (MEASURE, BY, SIZE, STEP)


class BacklogItem(NamedTuple):
    """One thing to build. Words are those of the kit; "" or 0 where nothing is known."""

    id: str  # of the entry
    form: str  # its title
    kind: str  # the id of the form
    session: str
    title: str
    sentence: str  # if, then
    measure: str
    size: str
    step: str
    votes: int
    place: str  # on the posters where people placed it
    answers: tuple[tuple[str, str], ...]  # whatever else was asked
    address: str = ""  # that opens it, for those who were there


def backlog_of(read: ResultsReader, forms: Collection[str] = ()) -> tuple[BacklogItem, ...]:
    """Of the forms of these ids; else of those that are laid from cards and of scenarios. What the board does not show
    stays out, and of twins the one that stays stands for all.
    """
    found: list[BacklogItem] = []
    for shared in read.shared():
        held = read.held(shared.session)
        votes = votes_of(held, read)
        for entry in shared.entries:
            form = held.kit.form_with(entry.code, entry.form) if held.kit else None
            if held.kit and form and entry.state != "merged" and _is_asked_for(form, forms):
                found.append(item_of(entry, form, held.kit, held, votes[entry.id]))
    return tuple(sorted(found, key=lambda item: -item.votes))  # of equal ones the earlier one first


def _is_asked_for(form: Form, forms: Collection[str]) -> bool:
    return form.id in forms if forms else form.id == SCENARIO or compares(form)


def votes_of(held: HeldSession, read: ResultsReader) -> Counter[str]:
    """Entry → votes that may be seen, on itself, its twins and what was built on it."""
    counts: Counter[str] = Counter()
    if held.measures is None:
        return counts
    built_on = {each.source: each.target for each in read.store.relations(held.session.id, "pitches")}
    for matter in held.measures.matters:
        if matter.ballot and hides_counts(ballot_of(held.session, held.ballots, matter.ballot)):
            continue
        for tally in matter.votes if matter.ballot else ():
            for key, dots in tally.dots.items() if tally.question.entries else ():
                own = held.measures.stays(key)
                counts[own] += sum(dots.values())
                if own in built_on:
                    counts[held.measures.stays(built_on[own])] += sum(dots.values())
    return counts


def item_of(entry: Entry, form: Form, kit: PrintedKit, held: HeldSession, votes: int) -> BacklogItem:
    asked = {question.name: question for question in questions(form, kit) if question.name not in ABOUT_ONESELF}
    said = {name: text for name, question in asked.items() if (text := words_of(question, entry.body.get(name)))}
    sentences = [name for name in said if asked[name].kind == "sentence"]
    named = next((name for name in said if asked[name].kind == "text" and name not in _IN_COLUMNS), "")
    sentence = said[sentences[0]] if sentences else ""
    title = " ".join((said.get(named) or sentence or next(iter(said.values()), form.title)).split())
    parts = {part for name in sentences for part in asked[name].parts}
    placed = [name for name in said if asked[name].kind == "placement"]
    apart = {*sentences, *parts, *placed, named, *_IN_COLUMNS}
    return BacklogItem(
        id=entry.id,
        form=form.title,
        kind=form.id,
        session=held.session.title,
        title=title,
        sentence=sentence,
        measure=" · ".join(said[name] for name in (MEASURE, BY) if name in said),
        size=said.get(SIZE, ""),
        step=said.get(STEP, ""),
        votes=votes,
        place=" · ".join(_places(entry, held, asked)),
        answers=tuple((asked[name].label, text) for name, text in said.items() if name not in apart),
        address=kit.entry_address(entry.id),
    )


def words_of(question: Question, answer: Any) -> str:
    """ "" of what is not of the kind that the form asks for today."""
    if not answer or not isinstance(answer, FIELD_KINDS[question.kind].answer):
        return ""
    if question.kind == "placement" and place_of(answer) is None:
        return ""
    return shown(question, answer).strip()


def _places(entry: Entry, held: HeldSession, asked: Mapping[str, Question]) -> Iterator[str]:
    """Where it stands, in the middle of all who placed it."""
    for matter in held.measures.matters if held.measures else ():
        for plane in matter.planes if matter.form == entry.form else ():
            thing = plane.things.get(entry.id)
            question = asked.get(plane.question.name)
            if thing and question:
                across, up = Counter[int](), Counter[int]()
                for (x, y), count in thing.places.items():
                    across[x] += count
                    up[y] += count
                middle = {"x": round(quartiles(across).middle), "y": round(quartiles(up).middle)}
                yield shown(plane.question, middle)
