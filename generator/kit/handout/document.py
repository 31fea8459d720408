"""A handout as a document of running text, its words made printable."""

from generator.booklet import Document, Heading, Listing, Paragraph, Plain, Table
from generator.deck import Deck
from generator.handout import (
    Bullets,
    CardFacts,
    Chapter,
    ContentsList,
    FactSheet,
    Handout,
    HandoutBlock,
    LaidCard,
    LaidCards,
    Prose,
    Subheading,
    TextTable,
    WritingLines,
)
from generator.kit.handout.printable import PrintableWords
from generator.kit.words.fixed_words import FixedWords


def document_of(handout: Handout, words: PrintableWords, fixed: FixedWords, deck: Deck) -> Document:
    """With a note at its end, where some characters are said and not set."""
    blocks = [_block(block, words, deck) for block in handout.blocks]
    title, intro = ("", "") if handout.has_cover else (words(handout.title), words(handout.intro))
    if words.has_unset:
        blocks.append(Prose(fixed.text("handout-unset")))
    return Document(title, intro, tuple(blocks), is_typed=True)


def _of_cards(block: CardFacts, words: PrintableWords, deck: Deck) -> FactSheet:
    """The words of the deck are as they are printed on its cards."""
    cards = {card.id: card for card in deck.cards}
    said = ((card.title, cards[card.id].values.get(block.field)) for card in block.cards if card.id in cards)
    told = ((title, text) for title, text in said if isinstance(text, str) and text)
    return FactSheet(tuple((words(title), f"{words(block.words)} {text}") for title, text in told))


def _block(block: HandoutBlock, words: PrintableWords, deck: Deck) -> Plain:
    match block:
        case Chapter():
            return Chapter(words(block.title), words(block.number), words(block.about), block.url, words(block.address))
        case Subheading():
            return Heading(kind="heading", text=words(block.text), page=block.opens)
        case Prose(is_large=True):
            return block._replace(text=words(block.text))
        case Prose():
            return Paragraph(kind="text", text=words(block.text))
        case Bullets():
            return Listing(kind="list", items=tuple(map(words, block.items)), numbered=block.numbered)
        case TextTable():
            rows = tuple(tuple(map(words.short, row)) for row in block.rows)
            return Table(kind="table", columns=tuple(map(words, block.columns)), rows=rows, widths=block.widths)
        case FactSheet():
            return FactSheet(tuple((words(label), words(text)) for label, text in block.rows), words(block.title))
        case LaidCards():
            return LaidCards(tuple(LaidCard(words(card.title), card.id) for card in block.cards))
        case CardFacts():
            return _of_cards(block, words, deck)
        case WritingLines():
            return block
        case ContentsList():
            return ContentsList(words(block.title))
