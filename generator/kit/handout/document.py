"""A handout as a document of running text, its words made printable."""

from generator.booklet import Document, Heading, Listing, Paragraph, Plain, Table
from generator.handout import (
    Bullets,
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
)
from generator.kit.handout.printable import PrintableWords
from generator.kit.words.fixed_words import FixedWords


def document_of(handout: Handout, words: PrintableWords, fixed: FixedWords) -> Document:
    """With a note at its end, where some characters are said and not set."""
    blocks = [_block(block, words) for block in handout.blocks]
    title, intro = ("", "") if handout.has_cover else (words(handout.title), words(handout.intro))
    if words.has_unset:
        blocks.append(Prose(fixed.text("handout-unset")))
    return Document(title, intro, tuple(blocks), is_typed=True)


def _block(block: HandoutBlock, words: PrintableWords) -> Plain:
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
            rows = tuple(tuple(map(words, row)) for row in block.rows)
            return Table(kind="table", columns=tuple(map(words, block.columns)), rows=rows, widths=block.widths)
        case FactSheet():
            return FactSheet(tuple((words(label), words(text)) for label, text in block.rows))
        case LaidCards():
            return LaidCards(tuple(LaidCard(words(card.title), card.id) for card in block.cards))
        case ContentsList():
            return ContentsList(words(block.title))
