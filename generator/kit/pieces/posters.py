"""Posters as pieces: the words of a file as the one card of a deck, the layout at the size that is ordered."""

from dataclasses import replace
from math import sqrt
from pathlib import Path

from generator.deck import Card, Category, Deck, DeckHead, FieldRule, Value
from generator.errors import Problems, did_you_mean
from generator.geometry import Size
from generator.kit.pieces.scale import scaled_to
from generator.kit.request.kit_yaml import PostersOrder
from generator.layout import CardLayout, shown_fields
from generator.poster import Poster
from generator.sources import Translation, marks_of, read

KIND = "poster"
FOLDER = "posters"


def load_posters(
    folder: Path, order: PostersOrder, problems: Problems, words: Translation | None = None
) -> list[Poster]:
    """The posters that are ordered, in the order of their names; in another language with its `words`."""
    files = {path.stem: path for path in sorted((folder / FOLDER).glob("*.yaml"))}
    for number, name in enumerate(order.names):
        if name not in files:
            where = order.marks.of("names", number)
            problems.error(where, f"there is no {FOLDER}/{name}.yaml", did_you_mean(name, files), "unknown-poster")
    wanted = [name for name in files if not order.names or name in order.names]
    found = (
        read(files[name], Poster, problems, name=f"{FOLDER}/{name}.yaml", salvage=True, words=words) for name in wanted
    )
    return [poster for poster in found if poster]


def as_deck(poster: Poster, head: DeckHead) -> Deck:
    """The poster as the only card of a deck; its title is one of its fields."""
    words: dict[str, Value] = {"title": poster.title, **poster.words}
    rules = {name: FieldRule(kind="text" if isinstance(value, str) else "list") for name, value in words.items()}
    if poster.picture:
        words["picture"] = poster.picture
        rules["picture"] = FieldRule(kind="picture")
    category = Category(name=poster.title, colour=poster.colour, form=poster.form, marks=poster.marks)
    own = replace(head, title=poster.title, fields=rules, categories={KIND: category}, roles={})
    return Deck(own, (Card(id=poster.id, category=KIND, values=words, form=poster.form, marks=poster.marks),))


def check_words(poster: Poster, layout: CardLayout, problems: Problems) -> None:
    """A word that the poster's layout does not show is a problem at its line: it is spelt otherwise, or too much."""
    shown = shown_fields(layout)
    said = {name: marks_of(poster.words).key(name) for name in poster.words}
    if poster.picture:
        said["picture"] = poster.marks.key("picture")
    for name, where in said.items():
        if name not in shown:
            others = sorted(shown - {"title", "picture", *poster.words})
            message = f"the layout '{poster.layout}' does not show '{name}'"
            problems.error(where, message, did_you_mean(name, others), "unknown-field")


def empty_words(layout: CardLayout, deck: Deck) -> Deck:
    """With the fields that the layout names and the poster leaves out: on a poster every field may be missing."""
    named = {
        block.field: FieldRule()
        for side in (layout.front, layout.back)
        for frame in side.values()
        for block in getattr(frame, "blocks", ())
        if "." not in block.field
    }
    return Deck(replace(deck.head, fields={**named, **deck.head.fields}), deck.cards)


def at_size(layout: CardLayout, paper: Size) -> CardLayout:
    """The layout at the size of a paper, turned as the layout lies; type, lines and distances grow with its area.

    Shares of the piece stay shares, so that a layout drawn for A papers keeps its shape on US ones.
    """
    size = paper if paper.landscape == layout.size.landscape else paper.turned
    factor = sqrt(size.width * size.height / (layout.size.width * layout.size.height))
    return scaled_to(layout, factor, size)
