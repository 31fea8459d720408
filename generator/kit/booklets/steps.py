"""Steps of a day as two pages each: when, what lies on the table, what is done and said, what is needed."""

from collections.abc import Callable, Iterator, Sequence

from generator.booklet import PieceFace, Schedule, Step, StepPart, StepSpread
from generator.deck import Card
from generator.errors import did_you_mean
from generator.kit.booklets.card_tables import SLOTS
from generator.kit.words.fixed_words import FixedWords
from generator.kit.workshop import Workshop

MOST_CARDS, MOST_SHEETS = 6, 2  # on a table that is to be seen at a glance
LAID = (*SLOTS, "risk")
LARGE = ("posters", "worksheets")


def spreads(shop: Workshop, day: Schedule, name: Callable[[str], str]) -> Iterator[StepSpread]:
    """Of the steps that have words to say or to watch for; `name`: how a piece is called."""
    now = day.start
    for number, step in enumerate(day.steps):
        parts = tuple(aside(step, shop.fixed))
        if parts:
            done = (StepPart(shop.fixed.text("guide-do"), step.text),) if step.text else ()
            minutes = shop.fixed.text("guide-minutes", count=step.minutes)
            there = tuple((PieceFace(piece, ""), name(piece)) for piece in step.pieces if piece in shop.pieces)
            sheets = tuple(shown for shown, _ in there if shown.piece.partition("/")[0] in LARGE)
            cards = list(_cards(shop, step, number))
            laid = tuple(_laid(shop, sheets[-1], cards)) if sheets else ()
            lying = {shown for _, shown in laid}
            yield StepSpread(
                time=f"{clock(now)}–{clock(now + step.minutes)} · {minutes}",
                title=step.title,
                parts=(*done, *parts),
                sheets=sheets[-1:] if laid else sheets[-MOST_SHEETS:],
                cards=tuple(card for card in cards if card not in lying)[: 2 if laid else MOST_CARDS],
                laid=laid,
                pieces=there,
                marks=step.marks,
            )
        now += step.minutes


def aside(step: Step, words: FixedWords) -> Iterator[StepPart]:
    """What of a step stands beside what is done."""
    if step.say:
        yield StepPart(words.text("guide-say"), step.say, is_said=True)
    if step.watch:
        yield StepPart(words.text("guide-watch"), step.watch)


def clock(minutes: int) -> str:
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"


def _laid(shop: Workshop, sheet: PieceFace, cards: Sequence[PieceFace]) -> Iterator[tuple[str, PieceFace]]:
    """Cards in the slots of a sheet: one of the role that is laid there."""
    deck, piece = shop.pieces.get("deck"), shop.pieces[sheet.piece]
    form = shop.forms.get(piece.deck.cards[0].form) if piece.is_form else None
    roles = {card.id: card.role for card in deck.deck.cards} if deck else {}
    free = [shown for shown in cards if shown.piece == "deck"]
    for name, field in form.fields.items() if form else ():
        wanted = field.laid_roles if field.shape == "slot" else ()
        if card := next((shown for shown in free if roles.get(shown.card) in wanted), None):
            free.remove(card)
            yield name, card


def _cards(shop: Workshop, step: Step, number: int) -> Iterator[PieceFace]:
    """Those that the step names, else those of a worked recipe, slot by slot; a blank one, or where it is of blanks
    alone one of each family.
    """
    deck = shop.pieces.get("deck")
    printed = {card.id: card for card in deck.deck.cards if card.quantity} if deck else {}
    for at, card_id in enumerate(step.lay):
        if shop.deck and card_id not in {card.id for card in shop.deck.cards}:
            hint = did_you_mean(card_id, printed)
            shop.problems.error(step.marks.of("lay", at), f"there is no card '{card_id}'", hint, "unknown-card")
    named = [printed[card_id] for card_id in step.lay if card_id in printed]
    if "blanks" in step.pieces and "blanks" in shop.pieces:
        yield from _blanks(shop, 1 if len(step.pieces) > 1 else MOST_CARDS)
    if "deck" in step.pieces:
        yield from (PieceFace("deck", card.id) for card in named or _of_a_recipe(shop, printed, number))


def _blanks(shop: Workshop, most: int) -> list[PieceFace]:
    """The first of each family."""
    firsts: dict[str, str] = {}
    for card in shop.pieces["blanks"].deck.cards:
        firsts.setdefault(card.category, card.id)
    return [PieceFace("blanks", card_id) for card_id in firsts.values()][:most]


def _of_a_recipe(shop: Workshop, printed: dict[str, Card], number: int) -> list[Card]:
    recipes = [[printed[name] for name in example.cards if name in printed] for example in shop.examples]
    most = max((_filled(recipe) for recipe in recipes), default=0)
    if not most:
        return list({card.category: card for card in reversed(printed.values())}.values())
    whole = [recipe for recipe in recipes if _filled(recipe) == most]
    recipe = whole[number % len(whole)]
    return [card for role in LAID for card in recipe if card.role == role]


def _filled(recipe: Sequence[Card]) -> int:
    """How many slots of a recipe there are cards for."""
    return len({card.role for card in recipe} & set(LAID))
