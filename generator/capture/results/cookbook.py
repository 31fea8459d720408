"""The recipes of a session, each with all that people said of it elsewhere, and what the pantry lacks for them.

It rests on the forms that are laid from cards, and on `pitch`, `roadmap`, `risk` and `pantry` by the names of their
fields. It has what the board shows, and of twins the one that stays.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from generator.capture.answers.doubts import kept_row, open_points
from generator.capture.answers.questions import cards_field
from generator.capture.answers.reader import Question, option_id, questions
from generator.capture.board.measures.compared import ComparisonTally, compares
from generator.capture.board.measures.groups import ABOUT_ONESELF
from generator.capture.kits import PrintedKit
from generator.capture.model import Entry
from generator.capture.results.backlog import item_of, votes_of, words_of
from generator.capture.results.held import HeldSession, ResultsReader
from generator.capture.web.translations import words
from generator.form import Form
from generator.handout import LaidCard
from generator.lint import CardRow

RecipeOrder = Literal["votes", "journey"]
RECIPE_ORDERS: tuple[RecipeOrder, ...] = get_args(RecipeOrder)
JOURNEY = ("audience", "trigger")  # roles: for whom, then when
CARD, RISK_ROLE = "card", "risk"
PANTRY = "pantry"
INGREDIENT, NEEDED_BY, STATE = "ingredient", "recipe", "state"  # fields of an ingredient
# What forms say of a recipe that is named there, and in which of their fields it is.
ABOUT_RECIPES = {"roadmap": "feature", "risk": "scenario"}
PITCH = "pitch"
FEWEST_CHARS = 4  # of a name that is looked for in what was said elsewhere
COMPARED = ("audience", "content", "element", "trigger", "benefit", "measure", "risk")  # side by side on a page
SHORT = 60  # characters of what stands in a table


class CookbookRecipe(NamedTuple):
    """Words are those of the kit; "" or nothing where nothing is known."""

    title: str
    address: str
    about: tuple[str, ...]  # size, step of the programme
    votes: int
    sentence: str  # if, then
    cards: tuple[LaidCard, ...]
    risks: tuple[LaidCard, ...]  # of those cards
    answers: tuple[tuple[str, str], ...]
    measure: tuple[str, str]  # what it is called, and what it is
    elsewhere: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # what a pitch, the roadmap and risk looks say of it
    doubts: tuple[tuple[str, str], ...]  # what it leaves open, and what to do about it
    slots: Mapping[str, str]  # role → what lies there


class WantedIngredient(NamedTuple):
    """What is not on hand, or is no card of the kit."""

    name: str
    recipes: tuple[str, ...]  # that need it
    answers: tuple[tuple[str, str], ...]


class Cookbook(NamedTuple):
    held: HeldSession
    kit: PrintedKit
    recipes: tuple[CookbookRecipe, ...]
    roles: tuple[tuple[str, str], ...]  # those that recipes are compared by, with their names
    pantry: tuple[WantedIngredient, ...]


def cookbook_of(read: ResultsReader, along: Sequence[str] | None = None) -> Cookbook | None:
    """Of the one session that is read; None where no recipe can be seen, or its kit cannot be read.

    Most votes first; or `along` the ids of cards, as they lie in the deck: by whom a recipe is for, and when.
    """
    (shared,) = read.shared()
    held = read.held(shared.session)
    if held.kit is None:
        return None
    entries = tuple(entry for entry in shared.entries if entry.state != "merged")
    found = _Found(read, held, held.kit, entries)
    recipes = sorted(found.recipes(), key=lambda pair: found.place(pair[0], along))
    if not recipes:
        return None
    done = tuple(recipe for _, recipe in recipes)
    return Cookbook(held, held.kit, done, tuple(found.roles()), tuple(found.pantry(done)))


class _Found:
    """What a session has to say of its recipes."""

    def __init__(self, read: ResultsReader, held: HeldSession, kit: PrintedKit, entries: Sequence[Entry]) -> None:
        self._held, self._kit, self._entries = held, kit, entries
        self._words = words(kit.language)
        self._votes = votes_of(held, read)
        self._asked: dict[tuple[str, str], tuple[Question, ...]] = {}
        self._laid = [(entry, form) for entry in entries if (form := self._form(entry)) and compares(form)]
        self._tallies = {form.id: ComparisonTally(form, kit) for _, form in self._laid}
        for entry, form in self._laid:
            self._tallies[form.id].add(entry)
        self._slots = {each.entry: each.slots for tally in self._tallies.values() for each in tally.recipes}
        self._pitches: defaultdict[str, list[Entry]] = defaultdict(list)
        by_id = {entry.id: entry for entry in entries}
        for each in read.store.relations(held.session.id, "pitches"):
            if each.source in by_id:
                own = held.measures.stays(each.target) if held.measures else each.target
                self._pitches[own].append(by_id[each.source])

    def place(self, entry: Entry, along: Sequence[str] | None) -> tuple[int, ...]:
        if along is None:
            return -self._votes[entry.id], entry.seq
        slots = self._slots.get(entry.id, {})
        first = (slots[role][0].key if slots.get(role) else "" for role in JOURNEY)
        ids = (thing.id if (thing := self._kit.thing(code)) else "" for code in first)
        return (*(along.index(id) if id in along else len(along) for id in ids), entry.seq)

    def roles(self) -> Iterator[tuple[str, str]]:
        met = dict.fromkeys(role for tally in self._tallies.values() for role in tally.roles)
        for role in [role for role in COMPARED if role in met] or met:
            yield role, self._kit.roles[role].name if role in self._kit.roles else role

    def recipes(self) -> Iterator[tuple[Entry, CookbookRecipe]]:
        before: list[CardRow] = []
        for entry, form in self._laid:
            row = kept_row(entry, form, self._kit)
            points = open_points(row, before, self._words)
            before.append(row)
            yield entry, self._recipe(entry, form, tuple((point.text, point.advice) for point in points))

    def _recipe(self, entry: Entry, form: Form, doubts: tuple[tuple[str, str], ...]) -> CookbookRecipe:
        item = item_of(entry, form, self._kit, self._held, self._votes[entry.id])
        field = cards_field(form)
        laid = entry.body.get(field)
        things = [self._kit.thing(code) for code in laid if isinstance(code, str)] if isinstance(laid, list) else []
        cards = tuple(LaidCard(each.title or each.id, each.id if each.kind == CARD else "") for each in things if each)
        at_risk = {each.id for each in things if each and each.role == RISK_ROLE}
        shown = form.fields[field].label
        return CookbookRecipe(
            title=item.title,
            address=item.address,
            about=tuple(filter(None, (item.size, item.step))),
            votes=item.votes,
            sentence=item.sentence,
            cards=cards,
            risks=tuple(card for card in cards if card.id in at_risk),
            answers=tuple((label, text) for label, text in item.answers if label != shown),
            measure=(self._words["backlog-measure"], item.measure),
            elsewhere=tuple(self._elsewhere(entry, item.title)),
            doubts=doubts,
            slots={
                role: short(" · ".join(value.text for value in values))
                for role, values in self._slots.get(entry.id, {}).items()
            },
        )

    def _elsewhere(self, recipe: Entry, title: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
        """Each under the title of its form."""
        named = ((entry, ABOUT_RECIPES.get(entry.form, "")) for entry in self._entries)
        about = ((entry, field) for entry, field in named if field and _names(entry.body.get(field), title))
        for entry, field in (*((pitch, "") for pitch in self._pitches[recipe.id]), *about):
            form = self._form(entry)
            if form and (said := tuple(self._said(entry, field))):
                yield form.title, said

    def _said(self, entry: Entry, *but: str) -> Iterator[tuple[str, str]]:
        """What an entry answers, without what it was found by."""
        left_out = {*but, *ABOUT_ONESELF}
        asked = self._questions(entry)
        parts = {part for each in asked if each.kind == "sentence" for part in each.parts}
        for each in asked:
            if each.name not in left_out | parts and (text := words_of(each, entry.body.get(each.name))):
                yield each.label, text

    # --- the pantry ---

    def pantry(self, recipes: Sequence[CookbookRecipe]) -> Iterator[WantedIngredient]:
        """What somebody has marked as missing; then what recipes are laid from and no deck has."""
        for entry in self._entries:
            if entry.form == PANTRY and self._is_missing(entry):
                said = {each.name: words_of(each, entry.body.get(each.name)) for each in self._questions(entry)}
                name = said.get(INGREDIENT) or said.get(CARD) or said.get(NEEDED_BY) or "–"
                needed = said.get(NEEDED_BY, "")
                answers = tuple(self._said(entry, INGREDIENT, NEEDED_BY, CARD))
                yield WantedIngredient(name, (needed,) if needed else (), answers)
        needed_by: dict[str, list[str]] = {}
        for recipe in recipes:
            for card in recipe.cards:
                if not card.id:
                    needed_by.setdefault(card.title, []).append(short(recipe.title))
        for title, names in needed_by.items():
            yield WantedIngredient(title, tuple(dict.fromkeys(names)), ())

    def _is_missing(self, entry: Entry) -> bool:
        """Whether it is not on hand, which is the first thing that one can say of it."""
        question = next((each for each in self._questions(entry) if each.name == STATE), None)
        answer = entry.body.get(STATE)
        if question is None or not question.options or answer is None:
            return True
        return option_id(question, answer) != question.options[0].id

    def _form(self, entry: Entry) -> Form | None:
        return self._kit.form_with(entry.code, entry.form)

    def _questions(self, entry: Entry) -> tuple[Question, ...]:
        key = entry.code, entry.form
        if key not in self._asked:
            form = self._form(entry)
            self._asked[key] = questions(form, self._kit) if form else ()
        return self._asked[key]


def _names(said: object, title: str) -> bool:
    """Whether somebody speaks of the recipe of that title."""
    text, name = (f" {' '.join(str(each or '').casefold().split())} " for each in (said, title))
    at = text.find(name.strip()) if len(name.strip()) >= FEWEST_CHARS else -1
    return text == name or (at > 0 and not text[at - 1].isalnum() and not text[at + len(name) - 2].isalnum())


def short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1].rstrip()}…"
