"""What was laid, as frames: recipes and pitches as their sentence, and the cards that no recipe uses."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from generator.capture.board.frames.frame import BoardCard, Recipe, RecipesFrame, UnusedFrame, UnusedRole
from generator.capture.board.frames.screen import MOST_PAGES, Palette, newest, paged
from generator.capture.board.measures import Matter, Measures
from generator.capture.board.measures.texts import LaidRecipe, RecipeTally

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.codes import ThingEntry

RECIPES, LONG_RECIPES = 3, 2  # to a screen
LONG_SENTENCE = 100  # characters: two lines of it on the narrowest projector
ROW = 4  # cards; a long recipe has two of them
UNUSED = 30


def recipe_frames(matter: Matter, measures: Measures, palette: Palette) -> Iterable[RecipesFrame]:
    """The newest first, each as its sentence and the cards it was laid from."""
    for tally in matter.recipes:
        yield from _frames(matter, tally, measures)


def _frames(matter: Matter, tally: RecipeTally, measures: Measures) -> Iterable[RecipesFrame]:
    recipes = [_recipe(laid, measures.kit) for laid in newest(tally.recipes, RECIPES * MOST_PAGES)]
    most = LONG_RECIPES if any(_is_long(recipe) for recipe in recipes) else RECIPES
    for page, pages, some in paged(recipes[: most * MOST_PAGES], most):
        yield RecipesFrame(
            f"{matter.key}-sentences-{page}", matter.title, some, len(tally.recipes),
            min(len(recipes), most * MOST_PAGES), page, pages, weight="newest" if page == 1 else "rest",
        )  # fmt: skip


def _recipe(laid: LaidRecipe, kit: "PrintedKit") -> Recipe:
    """Its name is the first thing said in one line; who said it stands nowhere."""
    things = ((kit.thing(code), kit.titles[code]) for code in laid.cards if code in kit.titles)
    cards = tuple(_card(thing, title) for thing, title in things)
    fit = len(cards) if len(cards) <= 2 * ROW else 2 * ROW - 1  # where the last one would lie stands how many more
    return Recipe(laid.name, laid.sentence, cards[:fit], len(cards) - fit)


def _card(thing: "ThingEntry | None", title: str) -> BoardCard:
    return BoardCard(title, thing.category, thing.picture or "") if thing else BoardCard(title)


def _is_long(recipe: Recipe) -> bool:
    return len(recipe.sentence) > LONG_SENTENCE or len(recipe.cards) > ROW


def unused_frames(measures: Measures, palette: Palette) -> Iterable[UnusedFrame]:
    """Printed cards that stand in no recipe, by role; nothing as long as no recipe was laid from cards."""
    laid: Counter[str] = Counter()
    for matter in measures.matters:
        for tally in matter.recipes:
            laid.update(tally.laid)
    if not laid:
        return
    kit = measures.kit
    cards = [card for card in kit.cards() if card.drawn is not False or card.code in laid]
    names = {role: entry.name for role, entry in kit.roles.items()}
    order = [*names, ""]
    left = [card for card in cards if card.code not in laid]
    left.sort(key=lambda card: order.index(card.role if card.role in names else ""))
    pairs = [(names.get(card.role, ""), BoardCard(card.title, card.category)) for card in left]
    for page, pages, some in paged(pairs, UNUSED):
        title = palette.words["board-unused"]
        yield UnusedFrame(f"unused-{page}", title, _by_role(some), len(left), len(cards), page, pages)


def _by_role(pairs: Iterable[tuple[str, BoardCard]]) -> tuple[UnusedRole, ...]:
    by_role: dict[str, list[BoardCard]] = {}
    for role, card in pairs:
        by_role.setdefault(role, []).append(card)
    return tuple(UnusedRole(role, tuple(cards)) for role, cards in by_role.items())
