"""Posters as pieces: the words of a file as the one card of a deck, the layout at the size that is ordered."""

from collections.abc import Mapping
from dataclasses import replace
from math import sqrt
from pathlib import Path

from generator.deck import Card, Category, Deck, DeckHead, FieldRule, Value, pattern_of
from generator.errors import Problems, did_you_mean
from generator.geometry import Size
from generator.kit.pieces.scale import scaled_to
from generator.kit.request.kit_yaml import PostersOrder
from generator.layout import SIDES, CardLayout, PictureFrame, shown_fields
from generator.poster import Poster
from generator.repeat import PatternName
from generator.sources import Marks, MergedMarks, Translation, marks_of, read

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
    for name, file in _pictures(poster).items():
        words[name] = file
        rules[name] = FieldRule(kind="picture")
    category = Category(
        name=poster.title,
        colour=poster.colour,
        form=poster.form,
        pattern=_pattern(poster, head),
        colours=poster.colours,
        marks=poster.marks,
    )
    own = replace(head, title=poster.title, fields=rules, categories={KIND: category}, roles={})
    return Deck(own, (Card(id=poster.id, category=KIND, values=words, form=poster.form, marks=_places(poster, words)),))


def _places(poster: Poster, said: Mapping[str, Value]) -> Marks:
    """Of its words and pictures in their own mappings, of all else in the poster's."""
    inside = MergedMarks(marks_of(poster.words), frozenset(poster.words), marks_of(poster.pictures))
    own = {"form", *said} - poster.words.keys() - poster.pictures.keys()
    return MergedMarks(poster.marks, frozenset(own), inside)


def _pictures(poster: Poster) -> dict[str, str]:
    return {**({"picture": poster.picture} if poster.picture else {}), **poster.pictures}


def _pattern(poster: Poster, head: DeckHead) -> PatternName | None:
    """That of the family whose colour the poster wears."""
    alike = (name for name, category in head.categories.items() if category.colour == poster.colour)
    return next((pattern_of(head, name) for name in alike), None)


def check_words(poster: Poster, layout: CardLayout, problems: Problems) -> None:
    """A word that the poster's layout does not show is a problem at its line: it is spelt otherwise, or too much."""
    shown = shown_fields(layout)
    said = {name: marks_of(poster.words).key(name) for name in poster.words}
    if poster.picture:
        said["picture"] = poster.marks.key("picture")
    said |= {name: marks_of(poster.pictures).key(name) for name in poster.pictures}
    for name, where in said.items():
        if name not in shown:
            others = sorted(shown - {"title", "picture", *poster.words, *poster.pictures})
            message = f"the layout '{poster.layout}' does not show '{name}'"
            problems.error(where, message, did_you_mean(name, others), "unknown-field")


def empty_words(layout: CardLayout, deck: Deck) -> Deck:
    """With the fields that the layout names and the poster leaves out: on a poster every field may be missing."""
    frames = [frame for side in SIDES for frame in layout.side(side).values()]
    named = {block.field: FieldRule() for frame in frames for block in getattr(frame, "blocks", ())}
    named |= {frame.field: FieldRule(kind="picture") for frame in frames if isinstance(frame, PictureFrame)}
    named = {name: rule for name, rule in named.items() if "." not in name}
    return Deck(replace(deck.head, fields={**named, **deck.head.fields}), deck.cards)


def at_size(layout: CardLayout, paper: Size) -> CardLayout:
    """The layout at the size of a paper, turned as the layout lies; type, lines and distances grow with its area.

    Shares of the piece stay shares, so that a layout drawn for A papers keeps its shape on US ones.
    """
    size = paper if paper.landscape == layout.size.landscape else paper.turned
    factor = sqrt(size.width * size.height / (layout.size.width * layout.size.height))
    return scaled_to(layout, factor, size)
