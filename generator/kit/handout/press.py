"""Prints a handout: in the kit's brand and on its paper, with the faces of its cards.

It is no part of the build: it is written where the command says, and no manifest lists it.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from generator.deck import Deck
from generator.errors import NOWHERE, Place, SourceError
from generator.handout import Handout
from generator.kit.handout.document import document_of
from generator.kit.handout.printable import PrintableWords
from generator.kit.pieces.load import load_handout
from generator.kit.pieces.piece import HandoutPiece
from generator.kit.pieces.running_text import HANDOUT
from generator.kit.press.piece_sheets import SheetPress
from generator.kit.press.production import Production, Progress, Shared, unwatched
from generator.kit.request.papers import DEFAULT
from generator.kit.request.shelf import Shelf
from generator.kit.workshop import Workshop, made_at
from generator.private_file import with_part
from generator.sources.typed_text import ZERO_WIDTH_SPACE
from generator.units import MM_PER_POINT

DECK = "deck"
_LONG = re.compile(r"\S{12}(?=\S{12})")
RUNNING = 0.45 / 6.7  # em of a running head, for each point of the width of its paper
MOST_TITLE = 120  # characters on a cover; the whole title stands in what follows


class PrintedHandout(NamedTuple):
    path: Path
    pages: int
    has_unset: bool  # characters that no font has, which are said in their places


def print_handout(
    shop: Workshop,
    handout: Handout,
    to: Path,
    paper: str = "",
    epoch: str | None = None,
    progress: Progress = unwatched,
) -> PrintedHandout:
    """Writes it, whole or not at all; `paper`: else that of the kit. `epoch` is SOURCE_DATE_EPOCH, used where the kit
    has no date.

    Raises SourceError where the workshop has problems, FileError where nothing can be written.
    """
    deck = shop.deck
    if shop.problems.errors or shop.kit is None or deck is None:
        raise SourceError(shop.problems.sorted())
    shop = replace(shop, pieces={name: each for name, each in shop.pieces.items() if name == DECK}, profile=None)
    shared = Shared(shop, None)
    words = PrintableWords(shared.book)
    piece = _piece(shop, deck, handout, words, paper)
    document = document_of(handout, words, shop.fixed, deck)
    if DECK in shop.pieces:
        Production(shared, shop.pieces[DECK])
    production = Production(shared, replace(piece, written={HANDOUT: document}))
    plan = production.plan()
    if plan is None:
        raise SourceError(shop.problems.errors)
    production.prepare()
    press = SheetPress(production, plan, production.pages(), made_at(shop, epoch))
    press.run(progress)
    if shop.problems.errors:
        raise SourceError(shop.problems.errors)
    (writer,) = press.writers.values()
    with_part(to, writer.save)
    return PrintedHandout(to, sum(press.pages.values()), words.has_unset)


def _piece(shop: Workshop, deck: Deck, handout: Handout, words: PrintableWords, paper: str) -> HandoutPiece:
    """Not written yet. Raises SourceError where there is no such paper or layout."""
    shelf = Shelf(shop.folder, shop.problems)
    asked = paper or (shop.kit.paper if shop.kit else "") or DEFAULT
    found = shelf.paper(asked, Place("--paper") if paper else NOWHERE)
    around = {"title": _on_cover(handout.title, words), "intro": _on_cover(handout.intro, words)}
    if found:
        around["running"] = words(words.within(handout.running or handout.title, RUNNING * found.width / MM_PER_POINT))
    piece = load_handout(shelf, found, deck, around, has_cover=handout.has_cover) if found else None
    if piece is None or shop.problems.errors:
        raise SourceError(shop.problems.errors)
    return piece


def _on_cover(text: str, words: PrintableWords) -> str:
    """Its beginning, with places where long words may be parted."""
    line = " ".join(words.plain(text).split())
    line = line if len(line) <= MOST_TITLE else f"{line[: MOST_TITLE - 1].rstrip()}…"
    return words(_LONG.sub(lambda found: f"{found[0]}{ZERO_WIDTH_SPACE}", line))
