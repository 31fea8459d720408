"""The tuck box as a piece: how many boxes of what size, and each of their panels as a card of a deck of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from generator.box import BoxCard, BoxCover, BoxPlay, TuckBox
from generator.deck import Card, Category, Deck, DeckHead, FieldRule, Value, pattern_of
from generator.deck.model import FieldKind
from generator.errors import Problems, did_you_mean
from generator.example import Example
from generator.form import Form
from generator.geometry import Rect, Size
from generator.impose import Net, Panel, boxes, depth_of, lies_on, tuck_box
from generator.kit.pieces.box_recipes import RECIPE, check_names, recipe_cards
from generator.kit.pieces.scale import scaled_to
from generator.kit.request.kit_yaml import BoxOrder
from generator.kit.request.shelf import Shelf
from generator.kit.words.fixed_words import FixedWords
from generator.layout import Box, CardLayout, FillFrame, Frame, Paper, PatternFrame
from generator.sources import Translation, read

KIND = "box"
FILE = "box.yaml"
CARD, COVER, PLAY, DIVIDER = "card", "cover", "play", "divider"
INSIDE = (CARD, COVER, PLAY, RECIPE, DIVIDER)  # layouts of what lies in it
FAMILY = "family {}"  # the category of a family's divider
BASE = "base"  # the category of the bottom
LAYOUTS = {
    "front": "front", "back": "back", "left": "spine", "right": "spine", "lid": "lid", "bottom": "base",
    "tuck": "flap", "dust-top-left": "flap", "dust-top-right": "flap",
    "glue": "glue", "dust-bottom-left": "glue", "dust-bottom-right": "glue", "bottom-tuck": "glue",
}  # fmt: skip
SIDES = 2
LYING = "spine"  # the layout whose words run down
BANDS = "bands"  # a frame of the layouts
THINNEST, THICKEST = 0.05, 3.0  # mm, of a card
FIELDS: dict[str, FieldKind] = {  # of the box, then of its card
    "picture": "picture", "foot": "picture", "side_foot": "picture", "shelf": "text", "subtitle": "text",
    "title": "text", "line": "text", "sides": "text", "about": "text", "inside_title": "text", "inside": "list",
    "part": "text", "glue": "text",
}  # fmt: skip
CARD_FIELDS: dict[str, FieldKind] = {
    "title": "text", "time": "text", "steps": "list", "keep_title": "text", "keep": "list", "ask": "text",
    "answers": "list", "sentences": "list", "laid": "text", "laid_title": "text",
}  # fmt: skip


@dataclass(frozen=True)
class Boxes:
    """The boxes of a deck: alike in size, so that they stand side by side."""

    holds: tuple[int, ...]  # cards of each, what lies in it among those of the first
    net: Net
    words: TuckBox
    fixed: FixedWords  # for what these do not say
    recipes: tuple[Card, ...] = ()  # worked examples that lie in the first one

    @property
    def count(self) -> int:
        return len(self.holds)


def load_box(
    folder: Path,
    order: BoxOrder,
    deck: Deck,
    card: Size,
    fixed: FixedWords,
    problems: Problems,
    spoken: Translation | None = None,
    examples: Sequence[Example] = (),
    forms: Mapping[str, Form] = MappingProxyType({}),
) -> Boxes | None:
    """The boxes for one set of a deck; None, and problems, where there can be none. `spoken`: in another language."""
    if not THINNEST <= order.thickness <= THICKEST:
        message = f"a card is {THINNEST:g} to {THICKEST:g} mm thick, not {order.thickness:g}"
        problems.error(order.marks.of("thickness"), message, "card stock of 300 g/m² has about 0.32mm", "box-thickness")
        return None
    if not (folder / FILE).is_file():
        hint = f"write {FILE} with a title and the words of its card, or leave `box:` out"
        problems.error(order.marks.here, f"there is no {FILE} in this workshop", hint, "missing-file")
        return None
    words = read(folder / FILE, TuckBox, problems, name=FILE, salvage=True, words=spoken)
    if words is None:
        return None
    if len(words.sides) > SIDES:
        hint = "one text for both, or one for each"
        problems.error(words.marks.of("sides", SIDES), "a box has words on two sides", hint, "box-sides")
    recipes: tuple[Card, ...] = ()
    if own := words.recipes:
        check_names(own, examples, forms, problems)
        recipes = tuple(recipe_cards(own, KIND, deck, examples, forms))
    inside = sum(one.quantity for one in deck.cards) + len(lying_in(words, deck, recipes))
    holds = boxes(inside, order.thickness)
    _check_bands(words, deck.head, problems)
    return Boxes(holds, tuck_box(card, depth_of(holds[0], order.thickness)), words, fixed, recipes)


def _check_bands(words: TuckBox, head: DeckHead, problems: Problems) -> None:
    for number, name in enumerate(words.bands):
        if name not in head.categories:
            hint = did_you_mean(name, head.categories)
            problems.error(
                words.marks.of("bands", number), f"the deck has no category '{name}'", hint, "unknown-category"
            )


def grown_paper(found: Boxes, paper: Paper, papers: Iterable[Paper]) -> Paper:
    """The paper, or the smallest larger one of its family on which the net fits."""
    larger = (other for other in papers if other.family == paper.family and other.width > paper.width)
    candidates = (paper, *sorted(larger, key=lambda other: other.width * other.height))
    return next((other for other in candidates if lies_on(found.net, other.size)), paper)


def box_deck(found: Boxes, deck: Deck) -> Deck:
    """Each panel of each box as a card with a layout of its own, and the cards that lie in the first one."""
    words, head = found.words, deck.head
    rules = {name: FieldRule(kind=kind) for name, kind in {**FIELDS, **CARD_FIELDS}.items()}
    colours = {KIND: words.colour, BASE: words.base_colour or words.colour}
    worn = {each.colour: pattern_of(head, name) for name, each in head.categories.items()}
    categories = {
        name: Category(name=words.title, colour=colour, pattern=worn.get(colour), marks=words.marks)
        for name, colour in colours.items()
    }
    families = {
        FAMILY.format(name): replace(each, pattern=pattern_of(head, name), layout="")
        for name, each in head.categories.items()
    }
    panels = [_panel(found, panel, number) for number in range(1, found.count + 1) for panel in LAYOUTS]
    own = replace(head, title=words.title, fields=rules, categories={**categories, **families}, roles={})
    return Deck(own, (*panels, *lying_in(words, deck, found.recipes)))


def lying_in(words: TuckBox, deck: Deck, recipes: Sequence[Card] = ()) -> tuple[Card, ...]:
    """The cards that lie in a box beside the deck's: the instruction card first."""
    made = Card(id=CARD, category=KIND, layout=CARD, values=_said(words.card), marks=words.card.marks)
    front: dict[str, Value] = {"shelf": words.shelf or words.title, "subtitle": words.title if words.shelf else ""}
    front |= {"line": words.line, "picture": words.picture}
    cover = (
        [Card(id=COVER, category=KIND, layout=COVER, values=front | _said(own), marks=own.marks)]
        if (own := words.cover)
        else []
    )
    play = (
        Card(id=f"{PLAY}-{number}", category=KIND, layout=PLAY, values=front | _said(each), marks=each.marks)
        for number, each in enumerate(words.play, 1)
    )
    used = dict.fromkeys(card.category for card in deck.cards if card.quantity) if words.dividers else {}
    dividers = (
        Card(
            id=f"{DIVIDER}-{name}",
            category=FAMILY.format(name),
            layout=DIVIDER,
            values={"ask": words.dividers if deck.head.categories[name].prompts else ""},
            marks=words.marks,
        )
        for name in used
    )
    return (made, *cover, *play, *recipes, *dividers)


def _said(words: BoxCard | BoxCover | BoxPlay) -> dict[str, Value]:
    return {name: getattr(words, name) for name in CARD_FIELDS if hasattr(words, name)}


def panel_id(panel: str, number: int, count: int) -> str:
    return panel if count == 1 else f"{panel}-{number}"


def _panel(found: Boxes, panel: str, number: int) -> Card:
    words = found.words
    values: dict[str, Value] = {name: getattr(words, name) for name in FIELDS if name != "subtitle"}
    values |= {"shelf": words.shelf or words.title, "subtitle": words.title if words.shelf else ""}
    sides = words.sides or (words.title,)
    values["sides"] = sides[-1] if panel == "right" else sides[0]
    part, glue = (
        found.fixed.texts[f"box-{name}"] if own is None else own
        for name, own in (("part", words.part), ("glue", words.glue))
    )
    part = part.replace("{number}", str(number)).replace("{count}", str(found.count))
    values |= {"part": part if found.count > 1 else "", "glue": glue}
    category = BASE if panel == "bottom" else KIND
    name = panel_id(panel, number, found.count)
    return Card(id=name, category=category, layout=panel, values=values, marks=words.marks)


def box_layouts(shelf: Shelf, found: Boxes, order: BoxOrder, card: Size, head: DeckHead) -> dict[str, CardLayout]:
    """The layout of each panel at its size, and that of the instruction card, all grown as the front has."""
    layouts = {}
    upright = Size(min(card), max(card))
    for name, file in (*LAYOUTS.items(), *zip(INSIDE, INSIDE, strict=True)):
        layout = shelf.card(file, order.marks.here, "boxes")
        front = shelf.card("front", order.marks.here, "boxes")
        if layout is None or front is None:
            continue
        width, height, _ = found.net.inner
        factor = min(width / front.size.width, height / front.size.height)
        size = upright if name in INSIDE else _printed(found.net.panel(name))
        banded = _banded(scaled_to(layout, factor, size), found.words.bands, head, lying=file == LYING)
        layouts[name] = replace(banded, name=file)
    return layouts


def _banded(layout: CardLayout, bands: Sequence[str], head: DeckHead, *, lying: bool) -> CardLayout:
    """With an area and its pattern for each band in the place of the one frame for all; `lying`: from left to right."""
    frames: dict[str, Frame] = {}
    for name, frame in layout.front.items():
        if name != BANDS or not isinstance(frame, PatternFrame):
            frames[name] = frame
            continue
        known = [(key, head.categories[key]) for key in bands if key in head.categories]
        boxes = _parts(frame.box.within(layout.size), layout.size, len(known), lying=lying)
        for (key, category), box in zip(known, boxes, strict=True):
            frames[f"band {key}"] = FillFrame(kind="fill", box=box, colour=category.colour, marks=frame.marks)
            frames[f"marks {key}"] = replace(frame, box=box, pattern=pattern_of(head, key))
    return replace(layout, front=frames)


def _parts(area: Rect, trim: Size, count: int, *, lying: bool) -> Iterator[Box]:
    """An area in equal parts, one under the other or side by side; the last one has the bleed as well."""
    start, end, whole = (area.x, area.right, trim.width) if lying else (area.y, area.bottom, trim.height)
    for number in range(count):
        near = start + (min(end, whole) - start) * number / count
        far = end if number == count - 1 else start + (min(end, whole) - start) * (number + 1) / count
        if lying:
            yield Box(left=near, width=far - near, top=area.y, height=area.height)
        else:
            yield Box(left=area.x, width=area.width, top=near, height=far - near)


def _printed(panel: Panel) -> Size:
    """The size of a panel as what is printed on it stands upright."""
    box = panel.box
    size = Size(box.width, box.height)
    return size.turned if panel.turned % 180 else size
