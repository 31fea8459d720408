"""What cards were used for, over all workshops that were held with them: laid, laid together, admired, disliked.

A recipe counts each of its cards once; a pitch that was built on a recipe is no second one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from generator.capture.answers.reader import Question, option_id
from generator.capture.board.measures.matters import Measures
from generator.capture.board.measures.texts import laid_cards
from generator.capture.kits import PrintedKit
from generator.capture.model import Entry, Session
from generator.capture.results.held import ResultsReader
from generator.capture.results.pooled_shares import PooledShare, pooled_share
from generator.capture.results.progress import Progress, no_progress
from generator.capture.results.small_groups import together_of
from generator.errors import NothingYet

OPINION = "opinion"  # the field of that name: its first option is the best that can be said, its last the worst
TOGETHER = 2  # recipes: what lay together less often is chance

CardKey = tuple[str, str]  # kit and id


class DepartmentShare(NamedTuple):
    """In how many of its recipes a department has a card."""

    group: str
    laid: int
    recipes: int
    pooled: PooledShare


class CardUse(NamedTuple):
    key: CardKey
    title: str
    family: str
    role: str
    workshops: int  # in which recipes were laid while it was at hand to play a part in them
    chosen_in: int  # of them
    recipes: int  # that it lies in
    of_recipes: int  # that were laid in those workshops
    opinions: int
    admired: int
    disliked: int
    by_group: Mapping[str, int]  # recipes
    shares: tuple[DepartmentShare, ...] = ()


class CardPair(NamedTuple):
    """Two cards that lay in the same recipes; `jaccard`: of the recipes that have one of them, the share with both."""

    one: CardUse
    other: CardUse
    together: int
    jaccard: float
    lift: float  # how much more often than if each were laid by itself


class UsedCards(NamedTuple):
    """`cards`: those that lie in the most recipes first; `pairs`: those that belong together most first."""

    kit: PrintedKit  # the newest, for words and colours
    workshops: tuple[str, ...]  # titles of those in which recipes were laid
    recipes: int
    groups: Mapping[str, int]  # → recipes
    cards: tuple[CardUse, ...]
    pairs: tuple[CardPair, ...]
    together: tuple[str, ...]  # what small groups stand under, where they were merged; "" where they are left out


class _Tallies:
    """Counts over sessions."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.recipes = 0
        self.of_groups: Counter[str] = Counter()
        self.laid: Counter[CardKey] = Counter()
        self.by_group: dict[CardKey, Counter[str]] = {}
        self.pairs: Counter[tuple[CardKey, CardKey]] = Counter()
        self.chosen_in: Counter[CardKey] = Counter()
        self.at_hand: Counter[CardKey] = Counter()  # sessions
        self.possible: Counter[CardKey] = Counter()  # recipes of those
        self.opinions: dict[CardKey, Counter[str]] = {}

    def add(
        self, session: Session, kit: PrintedKit, measures: Measures, entries: Sequence[Entry], built: set[str]
    ) -> None:
        ids = {thing.code: (kit.id, thing.id) for thing in kit.things if thing.kind == "card"}
        recipes = list(_recipes(measures, entries, ids, built))
        for cards, group in recipes:
            self.of_groups[group] += 1
            self.laid.update(cards)
            self.pairs.update(combinations(cards, 2))
            for card in cards:
                self.by_group.setdefault(card, Counter())[group] += 1
        for card, opinion in _opinions(measures, entries, ids):
            self.opinions.setdefault(card, Counter())[opinion] += 1
        if not recipes:
            return
        laid = {card for cards, _ in recipes for card in cards}
        at_hand = {(kit.id, card.id) for card in kit.cards() if card.role and card.drawn is not False} | laid
        self.titles.append(session.title)
        self.recipes += len(recipes)
        self.chosen_in.update(laid)
        self.at_hand.update(at_hand)
        self.possible.update(dict.fromkeys(at_hand, len(recipes)))


def used_cards(
    reads: Sequence[ResultsReader], series: str = "", progress: Progress = no_progress, *, share: bool = False
) -> UsedCards:
    """Of all sessions that the readers have, or those of a series. `share`: small groups stand together.

    Raises FileError where nobody has said or laid anything with cards.
    """
    tallies, kits = _Tallies(), list[PrintedKit]()
    together: dict[str, None] = {}
    total, done = sum(_is_of(session, series) for read in reads for session in read.sessions.values()), 0
    for read in reads:
        shared = [each for each in read.shared() if _is_of(each.session, series)] if share else []
        sessions = [(each.session, each.entries) for each in shared] if share else _shown(read, series)
        together |= dict.fromkeys(together_of(shared))
        for session, entries in sessions:
            done += 1
            progress(done, total)
            held = read.held(session) if entries else None
            if held and held.kit and held.measures:
                built = {each.source for each in read.store.relations(session.id, "pitches")}
                tallies.add(session, held.kit, held.measures, entries, built)
                kits.append(read.newest(session.kit) or held.kit)
    if not kits or not (tallies.recipes or tallies.opinions):
        raise NothingYet("nothing was laid or said of cards yet" + (f" in the series '{series}'" if series else ""))
    newest = {kit.id: kit for kit in reversed(kits)}
    cards = {key: _card(key, tallies, newest) for key in tallies.at_hand.keys() | tallies.opinions.keys()}
    ranked = sorted(cards.values(), key=lambda card: (-card.recipes, card.family, card.title))
    pairs = sorted(_pairs(tallies, cards), key=lambda pair: (-pair.jaccard, -pair.together, pair.one.title))
    return UsedCards(
        kits[0], tuple(tallies.titles), tallies.recipes, dict(tallies.of_groups), tuple(ranked), tuple(pairs),
        tuple(together),
    )  # fmt: skip


def _is_of(session: Session, series: str) -> bool:
    return series in ("", session.series)


def _shown(read: ResultsReader, series: str) -> list[tuple[Session, tuple[Entry, ...]]]:
    return [(session, read.shown(session)) for session in read.sessions.values() if _is_of(session, series)]


def _recipes(
    measures: Measures, entries: Iterable[Entry], ids: Mapping[str, CardKey], built: set[str]
) -> Iterator[tuple[list[CardKey], str]]:
    """The cards of each, in one order whatever order they lay in, with the department."""
    asked: dict[str, list[Question]] = {}
    for entry in entries:
        matter = measures.matter_of(entry) if entry.state != "merged" and entry.id not in built else None
        if matter is None or not matter.recipes:
            continue
        if matter.key not in asked:
            asked[matter.key] = [question for question in matter.questions if question.kind == "cards"]
        if cards := sorted({ids[code] for code in laid_cards(asked[matter.key], entry) if code in ids}):
            yield cards, measures.groups.meet(entry)


def _opinions(
    measures: Measures, entries: Iterable[Entry], ids: Mapping[str, CardKey]
) -> Iterator[tuple[CardKey, str]]:
    """Of each phone the last that it said of a card: "best", "worst" or "" for what lies between."""
    last: dict[tuple[CardKey, str], str] = {}
    for entry in entries:
        key = ids.get(entry.code) if entry.kind == "card" and entry.state != "merged" else None
        matter = measures.matter_of(entry) if key else None
        question = next((each for each in matter.questions if each.name == OPINION), None) if matter else None
        answer = entry.body.get(OPINION)
        if key and question and len(question.options) > 1 and isinstance(answer, str):
            said = option_id(question, answer)
            ends = {question.options[0].id: "best", question.options[-1].id: "worst"}
            last[key, entry.id if entry.device is None else str(entry.device)] = ends.get(said, "")
    yield from ((key, opinion) for (key, _), opinion in last.items())


def _card(key: CardKey, tallies: _Tallies, newest: Mapping[str, PrintedKit]) -> CardUse:
    kit = newest[key[0]]
    thing = next((each for each in kit.things if (each.kind, each.id) == ("card", key[1])), None)
    family = kit.categories.get(thing.category) if thing else None
    role = kit.roles.get(thing.role) if thing else None
    said, by_group = tallies.opinions.get(key, Counter()), tallies.by_group.get(key, Counter())
    return CardUse(
        key=key,
        title=(thing.title if thing else "") or key[1],
        family=family.name if family else "",
        role=role.name if role else "",
        workshops=tallies.at_hand[key],
        chosen_in=tallies.chosen_in[key],
        recipes=tallies.laid[key],
        of_recipes=tallies.possible[key],
        opinions=said.total(),
        admired=said["best"],
        disliked=said["worst"],
        by_group=dict(by_group),
        shares=tuple(_shares(by_group, tallies)),
    )


def _shares(by_group: Mapping[str, int], tallies: _Tallies) -> Iterator[DepartmentShare]:
    """Of each department that says its name, where there are two or more."""
    named = {group: recipes for group, recipes in tallies.of_groups.items() if group}
    laid, recipes = sum(by_group.get(group, 0) for group in named), sum(named.values())
    for group, own in named.items() if len(named) > 1 else ():
        own_laid = by_group.get(group, 0)
        yield DepartmentShare(group, own_laid, own, pooled_share(own_laid, own, laid / recipes))


def _pairs(tallies: _Tallies, cards: Mapping[CardKey, CardUse]) -> Iterator[CardPair]:
    for (one, other), together in tallies.pairs.items():
        if together >= TOGETHER:
            either = tallies.laid[one] + tallies.laid[other] - together
            expected = tallies.laid[one] * tallies.laid[other] / tallies.recipes
            yield CardPair(cards[one], cards[other], together, together / either, together / expected)
