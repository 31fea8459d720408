"""The words of a draft in its other languages, as files of `words/<language>/`: texts alone, by the cards' ids."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.intake.draft import CATEGORY, TEXTS, Draft, DraftCard, Left
from generator.intake.records import Value
from generator.intake.written import CARDS_FILE, in_braces, labels_in, pair, scalar
from generator.sources.translation import FOLDER


def words_files(draft: Draft) -> dict[str, str]:
    """The files by their names. Where a language lacks a text, that of the deck's own language stands."""
    files: dict[str, str] = {}
    for language in draft.languages:
        home = f"{FOLDER}/{language}"
        files[f"{home}/kit.yaml"] = f"# What kit.yaml says, in {language}.\ntitle: {scalar(draft.title)}\n"
        files[f"{home}/deck.yaml"] = _deck(draft, language)
        files[f"{home}/{CARDS_FILE}"] = _cards(draft, language)
    return files


def with_gaps_named(draft: Draft) -> Draft:
    """The draft with what its other languages lack among what is left over."""
    gaps = [
        Left(f"not said in {language}: the words of {draft.language} stand there", len(cards), cards[0].place)
        for language in draft.languages
        if (cards := [card for card in draft.cards if _lacks(card, language)])
    ]
    return replace(draft, left=(*draft.left, *gaps))


def _lacks(card: DraftCard, language: str) -> bool:
    return any(name not in card.words.get(language, {}) for name in TEXTS if name in card.values)


def words_of(card: DraftCard, language: str) -> dict[str, Value]:
    """The texts of a card in a language, as many as it has in its own; a list has as many items."""
    said = card.words.get(language, {})
    return {name: _as_many(said.get(name, own), own) for name, own in card.values.items() if name in TEXTS}


def _as_many(its: Value, own: Value) -> Value:
    """A list has as many items in each language: those that lack are taken from the original."""
    if isinstance(own, str) or isinstance(its, str):
        return its if isinstance(its, str) == isinstance(own, str) else own
    return (*its[: len(own)], *own[len(its) :])


def word_lines(card: DraftCard, language: str) -> str:
    lines = [pair(name, value, 4) for name, value in words_of(card, language).items()]
    return "\n".join([f"  - id: {card.id}", *lines])


def _cards(draft: Draft, language: str) -> str:
    cards = "\n\n".join(word_lines(card, language) for card in draft.cards if not card.no_room)
    return f"# The cards of {CARDS_FILE} in {language}: texts alone, by their ids.\n\ncards:\n{cards}\n"


def _deck(draft: Draft, language: str) -> str:
    labels = "".join(f"  {name}: {{label: {label}}}\n" for name, label in labels_in(language).items())
    names = "".join(
        f"  {ident}: {{name: {in_braces(name)}}}\n" for ident, name in category_names(draft, language).items()
    )
    return f"# What deck.yaml says, in {language}.\ntitle: {scalar(draft.title)}\nfields:\n{labels}categories:\n{names}"


def category_names(draft: Draft, language: str) -> Mapping[str, str]:
    """Id → the name in a language: what most cards of it say first, else the name itself."""
    return dict(_names(draft, language))


def _names(draft: Draft, language: str) -> Iterator[tuple[str, str]]:
    for text, ident in draft.categories.items():
        said = (card.words.get(language, {}).get(CATEGORY, "") for card in draft.cards if card.category == text)
        yield ident, str(next(filter(None, said), text or draft.title))
