"""What the sources name of one another: forms that things log to, posters and roles that forms are about."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from generator import bundled
from generator.deck import Deck
from generator.errors import Place, Problems, did_you_mean
from generator.form import FOLDER, Form, FormField
from generator.kit.pieces import posters
from generator.kit.pieces.piece import Piece
from generator.kit.request.kit_yaml import Capture


def check_names(
    folder: Path, deck: Deck, forms: Mapping[str, Form], pieces: Collection[Piece], problems: Problems
) -> None:
    """A form, poster or role that is not there is a problem where it is named."""
    known = {*forms, *_bundled_forms()}
    for where, name in dict.fromkeys(_named_forms(deck, pieces)):
        if name not in known:
            hint = did_you_mean(name, known) or f"put it into {FOLDER}/"
            problems.error(where, f"there is no form '{name}' in {FOLDER}/", hint, "unknown-form")
    on_the_wall = {path.stem for path in (folder / posters.FOLDER).glob("*.yaml")}
    on_the_wall |= {card.id for piece in pieces if piece.is_poster for card in piece.deck.cards}
    for form in forms.values():
        if form.builds_on and form.builds_on not in known:
            hint, where = did_you_mean(form.builds_on, sorted(known)), form.marks.of("builds_on")
            problems.error(where, f"there is no form '{form.builds_on}'", hint, "unknown-form")
        for asked in form.fields.values():
            _check_field(asked, on_the_wall, known, deck, problems)


def check_links(capture: Capture, forms: Mapping[str, Form], problems: Problems) -> None:
    """Links are of forms that codes can open; where there are no phones, nobody follows them."""
    known, where = {*forms, *_bundled_forms()}, capture.marks.of("links")
    for name in capture.links:
        if name not in known:
            hint = did_you_mean(name, sorted(known)) or f"put it into {FOLDER}/"
            problems.error(where, f"links: there is no form '{name}' in {FOLDER}/", hint, "unknown-form")
    if capture.links and capture.is_none:
        problems.error(where, "links lead nowhere in a kit without phones", "give capture a url", "unused-links")


def _check_field(
    asked: FormField, on_the_wall: Collection[str], forms: Collection[str], deck: Deck, problems: Problems
) -> None:
    for key, name, known, code in (
        ("poster", asked.poster, on_the_wall, "unknown-poster"),
        ("form", asked.form, forms, "unknown-form"),
        ("role", asked.role, deck.head.roles, "unknown-role"),
    ):
        if name and name not in known:
            problems.error(asked.marks.of(key), f"there is no {key} '{name}'", did_you_mean(name, sorted(known)), code)
    for role in asked.laid_roles:
        if role not in deck.head.roles:
            hint = did_you_mean(role, sorted(deck.head.roles))
            problems.error(asked.marks.of("laid_from"), f"there is no role '{role}'", hint, "unknown-role")


def _named_forms(deck: Deck, pieces: Collection[Piece]) -> Iterator[tuple[Place, str]]:
    """Each form that is named, and where; what a piece was given by the order itself is not said by anybody."""
    for category in deck.head.categories.values():
        if category.form:
            yield category.marks.of("form"), category.form
    for piece in pieces:
        if not piece.has_copies:
            yield from ((card.place("form"), card.form) for card in piece.deck.cards if card.form)


def _bundled_forms() -> frozenset[str]:
    """The forms that the server has for kits without: named after their files."""
    return frozenset(path.stem for path in bundled.folder("deck_sources").glob(f"prepersonalization/{FOLDER}/*.yaml"))
