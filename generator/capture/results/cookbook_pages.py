"""A cookbook as a handout: contents, a chapter for each recipe, recipes side by side, the shopping list."""

from collections.abc import Iterator
from datetime import datetime

from generator.capture.results.cookbook import Cookbook, CookbookRecipe, WantedIngredient, short
from generator.capture.web.times import Local
from generator.capture.web.translations import Say, speaker
from generator.codes import host_of
from generator.handout import (
    Bullets,
    CardFacts,
    Chapter,
    ContentsList,
    FactSheet,
    Handout,
    HandoutBlock,
    LaidCards,
    Prose,
    Subheading,
    TextTable,
)

FAILSAFE = "failsafe"  # what the deck says of a risk
WIDE, NARROW = 4.0, 3.0  # shares of columns


def cookbook_handout(cookbook: Cookbook, local: Local) -> Handout:
    t = speaker(cookbook.kit.language)
    session = cookbook.held.session
    day = local(datetime.fromisoformat(session.opened_at)).date()
    about = (t("cookbook-count", count=len(cookbook.recipes)), session.series, str(day))
    return Handout(session.title, " · ".join(filter(None, about)), tuple(_blocks(cookbook, t)), has_cover=True)


def _blocks(cookbook: Cookbook, t: Say) -> Iterator[HandoutBlock]:
    yield ContentsList(t("cookbook"))
    for number, recipe in enumerate(cookbook.recipes, 1):
        yield from _recipe(str(number), recipe, t)
    yield Chapter(t("cookbook-side-by-side"))
    titles = tuple(name for _, name in cookbook.roles)
    rows = tuple(
        (f"{number} {short(recipe.title)}", *(recipe.slots.get(role, "") for role, _ in cookbook.roles))
        for number, recipe in enumerate(cookbook.recipes, 1)
    )
    yield TextTable((t("backlog-title"), *titles), rows, (WIDE, *(NARROW for _ in titles)))
    if cookbook.pantry:
        yield Chapter(t("cookbook-shopping"))
        yield Prose(t("cookbook-shopping-words"))
        for wanted in cookbook.pantry:
            yield from _wanted(wanted, t)


def _recipe(number: str, recipe: CookbookRecipe, t: Say) -> Iterator[HandoutBlock]:
    votes = t("cookbook-votes", count=recipe.votes) if recipe.votes else ""
    about = " · ".join(filter(None, (*recipe.about, votes)))
    yield Chapter(recipe.title, number, about, recipe.address, host_of(recipe.address))
    yield LaidCards(recipe.cards)
    if recipe.sentence and recipe.sentence != recipe.title:
        yield Prose(recipe.sentence, is_large=True)
    measured = (recipe.measure,) if recipe.measure[1] else ()
    yield FactSheet((*recipe.answers, *measured))
    yield CardFacts(recipe.risks, FAILSAFE, t("cookbook-failsafe"))
    for title, rows in recipe.elsewhere:
        yield Subheading(title)
        yield FactSheet(rows)
    if recipe.doubts:
        yield Subheading(t("doubts-title"))
        yield Bullets(tuple(" ".join(each) for each in recipe.doubts))


def _wanted(wanted: WantedIngredient, t: Say) -> Iterator[HandoutBlock]:
    recipes = ((t("cookbook-needed"), ", ".join(wanted.recipes)),) if wanted.recipes else ()
    yield Subheading(f"\N{BALLOT BOX} {_one_line(wanted.name)}")
    yield FactSheet((*recipes, *wanted.answers))


def _one_line(text: str) -> str:
    return " ".join(text.split())
