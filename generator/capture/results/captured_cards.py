"""Cards that people wrote in a room, on their way into a deck: as they were entered, and as the desk has them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.capture.answers.reader import Question, questions
from generator.capture.answers.values import text
from generator.capture.kits import DEFAULTS, PrintedKit
from generator.capture.model import VISIBLE, Candidate, Entry, Session
from generator.capture.results.backlog import words_of
from generator.capture.results.held import ResultsReader, stays_of
from generator.capture.store import StoreReader

FORM = DEFAULTS["blank"]
TITLE, WORDS, CREDIT = "title", "words", "credit"  # fields of the form; the last where a kit asks for it
_NAME = "room"  # how ids of such cards begin
_DIGITS = 10  # of an id: enough for a thousand million cards with little risk


class CapturedCard(NamedTuple):
    """A card by the words that it goes on with; `category` and `role` are ids of the kit, "" for none."""

    entry: Entry
    said: Candidate
    session: Session
    texts: Mapping[str, str]  # field of the form → words
    category: str = ""
    role: str = ""
    twins: tuple[tuple[str, str], ...] = ()  # ids and titles of what was merged into it
    credits: tuple[str, ...] = ()  # who wrote it and its twins, where that was typed for the deck

    @property
    def id(self) -> str:
        """Of the card in a deck: the same for ever, whatever becomes of its words."""
        return f"{_NAME}-{hashlib.sha256(self.entry.id.encode()).hexdigest()[:_DIGITS]}"

    @property
    def title(self) -> str:
        return self.texts.get(TITLE, "")

    def answer(self, field: str) -> str:
        return str({**self.entry.body, **self.said.body}.get(field, ""))

    @property
    def entered(self) -> str:
        """The words that stood in the place of others, as they were entered."""
        return " · ".join(str(self.entry.body.get(name, "")) for name in self.said.body if name in (TITLE, WORDS))


def captured_cards(store: StoreReader, session: Session, kit: PrintedKit) -> tuple[CapturedCard, ...]:
    """What was written in a session and is neither hidden nor merged; what the desk puts together stands together."""
    asked = {question.name: question for question in questions(kit.forms[FORM], kit)}
    said = store.candidates(session.id)
    entries = store.entries(session.id, states=(*VISIBLE, "merged"), forms=[FORM])
    every = [_card(entry, said.get(entry.id, Candidate(entry.id)), session, kit, asked) for entry in entries]
    stays = {each.source: each.target for each in store.relations(session.id, "merged")}
    cards = list(_with_twins(every, stays))
    first: dict[str, int] = {}
    for place, card in enumerate(cards):
        first.setdefault(card.said.group.casefold() or card.entry.id, place)
    return tuple(sorted(cards, key=lambda card: first[card.said.group.casefold() or card.entry.id]))


def _card(
    entry: Entry, said: Candidate, session: Session, kit: PrintedKit, asked: Mapping[str, Question]
) -> CapturedCard:
    body = {**entry.body, **said.body}
    chosen = {
        question.options_from: question.names.get(str(body.get(name, "")), "")
        for name, question in asked.items()
        if question.kind == "choice"
    }
    scanned = kit.thing(entry.code)
    family = chosen.get("categories", "") or (scanned.category if scanned else "")
    texts = {name: words for name, question in asked.items() if (words := _words(question, body.get(name)))}
    typed = texts.pop(CREDIT, "")
    said = said._replace(credit=said.credit or typed)
    return CapturedCard(
        entry, said, session, texts, family if family in kit.categories else "", chosen.get("roles", "")
    )


def _words(question: Question, answer: object) -> str:
    return words_of(question, answer) if question.kind in ("text", "long-text") else ""


def _with_twins(cards: Sequence[CapturedCard], stays: Mapping[str, str]) -> Iterator[CapturedCard]:
    """Those that stand for themselves, with what was merged into them and the names typed for it, each once."""
    names: dict[str, list[str]] = {}
    twins: dict[str, list[tuple[str, str]]] = {}
    for card in cards:
        name, root = card.said.credit, stays_of(card.entry.id, stays)
        if name and name not in names.setdefault(root, []):
            names[root].append(name)
        if root != card.entry.id:
            twins.setdefault(root, []).append((card.entry.id, card.title))
    for card in cards:
        if card.entry.state != "merged":
            id = card.entry.id
            yield card._replace(credits=tuple(names.get(id, ())), twins=tuple(twins.get(id, ())))


class DeckWish(NamedTuple):
    """Which of the cards are wanted. `known`: ids of cards that are in an earlier edition."""

    every: bool = False  # also those that nobody has looked at; what was rejected never
    since: str = ""  # ISO, in UTC: entered then or later
    after: str = ""  # a session: of those that were opened after it
    known: frozenset[str] = frozenset()


def deck_cards(read: ResultsReader, wish: DeckWish) -> tuple[CapturedCard, ...]:
    """Of the sessions that are read, the one first that was opened first."""
    sessions = tuple(read.sessions.values())[::-1]
    places = {session.id: place for place, session in enumerate(sessions)}
    later = sessions[places[wish.after] + 1 :] if wish.after in places else sessions
    found = (
        card for session in later if (kit := read.kit_of(session)) for card in captured_cards(read.store, session, kit)
    )
    return tuple(card for card in found if _is_wanted(card, wish))


def _is_wanted(card: CapturedCard, wish: DeckWish) -> bool:
    verdicts = ("accepted", "") if wish.every else ("accepted",)
    return card.said.verdict in verdicts and card.entry.at >= wish.since and card.id not in wish.known


def reworded(card: CapturedCard, kit: PrintedKit, given: Mapping[str, str]) -> Mapping[str, str]:
    """What the card says in place of the entry: of what was `given` for fields of the form that which is not as it was
    entered, an option by its id. Raises Wrong for a text that is too long."""
    form = kit.forms[FORM]
    own = {question.name: question for question in questions(form, kit)}
    found: dict[str, str] = {}
    for name in given.keys() & own.keys():
        said, entered = given[name], card.entry.body.get(name, "")
        if own[name].kind == "choice":
            now, before = own[name].names.get(said, ""), own[name].names.get(str(entered), "")
        else:
            now, before = text(said), _words(own[name], entered)
        if now != before:
            found[name] = now
    return found


def cards_of(kits: Iterable[PrintedKit]) -> frozenset[str]:
    """Ids of the cards that are in these."""
    return frozenset(card.id for kit in kits for card in kit.cards())
