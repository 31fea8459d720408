"""What was laid: recipes and pitches as their sentence, and the cards that no recipe uses. A matter in, frames out."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from generator.capture.answers.reader import Question, questions, shown
from generator.capture.board.frames import Frame, Recipe, Recipes, Shelf, Unused
from generator.capture.board.matters import ABOUT_ONESELF, Matter, paged
from generator.form import FIELD_KINDS

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry

RECIPES, LONG_RECIPES = 3, 2  # to a screen
LONG_SENTENCE, ROW = 100, 66  # characters: two lines of a sentence, a row of cards, on the narrowest projector
UNUSED = 30


def recipes(matter: Matter, kit: "PrintedKit", words: Mapping[str, str]) -> list[Frame]:
    """The newest first, each as its sentence and the cards it was laid from."""
    if not any(question.kind in ("cards", "sentence") for question in matter.questions):
        return []
    said = [recipe for entry in reversed(matter.entries) if (recipe := _recipe(matter.questions, entry))]
    most = LONG_RECIPES if any(_is_long(recipe) for recipe in said) else RECIPES
    return [
        Recipes(f"{matter.key}-sentences-{page}", matter.title, some, len(said), page, pages)
        for page, pages, some in paged(said, most)
    ]


def _is_long(recipe: Recipe) -> bool:
    return len(recipe.sentence) > LONG_SENTENCE or _that_fit(recipe.cards, ROW) < len(recipe.cards)


def _recipe(asked: Sequence[Question], entry: "Entry") -> Recipe | None:
    """Its name is the first thing said in one line; who said it stands nowhere."""
    sentence = next((text for question in asked if question.kind == "sentence" and (text := said(question, entry))), "")
    lines = (question for question in asked if question.kind == "text" and question.name not in ABOUT_ONESELF)
    first = next(lines, None)
    name = said(first, entry) if first else ""
    titles = next((question.titles for question in asked if question.kind == "cards"), {})
    cards = tuple(titles[code] for code in laid(asked, entry) if code in titles)
    fit = _that_fit(cards, 2 * ROW)
    return Recipe(name, sentence, cards[:fit], len(cards) - fit) if sentence or cards or name else None


def _that_fit(cards: Sequence[str], room: int) -> int:
    """How many of the cards stand in so many characters, each with its frame."""
    widths = accumulate(len(card) + 4 for card in cards)
    return sum(width <= room for width in widths)


def said(question: Question, entry: "Entry") -> str:
    """An answer in words; nothing of one that is not of the kind the form asks for today."""
    answer = entry.body.get(question.name)
    wanted = FIELD_KINDS[question.kind].answer
    return " ".join(shown(question, answer).split()) if answer and isinstance(answer, wanted) else ""


def laid(asked: Iterable[Question], entry: "Entry") -> tuple[str, ...]:
    """The codes of the cards that a recipe was laid from."""
    answers = (entry.body.get(question.name) for question in asked if question.kind == "cards")
    return tuple(code for answer in answers if isinstance(answer, list) for code in answer if isinstance(code, str))


def unused(entries: "Sequence[Entry]", kit: "PrintedKit", words: Mapping[str, str]) -> list[Frame]:
    """Cards that stand in no recipe, by role; nothing as long as no recipe was laid from cards."""
    asked = {name: questions(kit.forms[name], kit) for name in {entry.form for entry in entries} if name in kit.forms}
    codes = {code for entry in entries if entry.form in asked for code in laid(asked[entry.form], entry)}
    if not codes:
        return []
    cards = kit.cards()
    left = [card for card in cards if card.code not in codes]
    roles = [*kit.roles, ""]
    names = {role: entry.name for role, entry in kit.roles.items()}
    left.sort(key=lambda card: roles.index(card.role if card.role in names else ""))
    pairs = [(names.get(card.role, ""), card.title) for card in left]
    return [
        Unused(f"unused-{page}", words["board-unused"], _shelves(some), len(left), len(cards), page, pages)
        for page, pages, some in paged(pairs, UNUSED)
    ]


def _shelves(pairs: Iterable[tuple[str, str]]) -> tuple[Shelf, ...]:
    by_role: dict[str, list[str]] = {}
    for role, title in pairs:
        by_role.setdefault(role, []).append(title)
    return tuple(Shelf(role, tuple(titles)) for role, titles in by_role.items())
