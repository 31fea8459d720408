"""How much each layout for cards holds, measured by composing: words and characters of a field, as a Markdown table.

usage: capacity.py [LAYOUT …]     (default: every bundled layout)

Each figure is the longest text that has room, of one card with a short title: seeded words of ordinary length. `with
all others`: beside a line, two prompts and an example, where the layout shows them. `category`: the name of a category
with a picture and a note, whose cards have a role. `word`: one word as a title, at whatever size.
"""

import random
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT)]

MOST = 6000  # characters
REST = {
    "line": "They said yes, and then they never came back",
    "prompts": ("What happened, exactly?", "Who may keep a record of it, and for how long?"),
    "example": "She took the trial in May, read four issues, and has not been seen since June.",
}
SOURCES = {
    "kit.yaml": "id: held\ntitle: Held\ncapture: {url: http://prepdeck.local:8765}\n",
    "deck.yaml": """id: held
title: Held
fields:
  title: {kind: text, label: Title}
  line: {kind: text, label: In one line}
  about: {kind: text, label: What it is}
  prompts: {kind: list, label: Ask the table}
  example: {kind: text, label: For instance}
  motif: {kind: picture, label: Picture}
categories:
  one: {name: One, colour: '#335577', glyph: glyph.svg, note: watch out}
roles:
  who: {name: Audience, question: Who is it for?}
""",
    "glyph.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 8"><path d="M0 8L4.5 0 9 8z"/></svg>',
    "cards/all.yaml": "cards:\n  - {id: a-card, category: one, role: who, title: Short}\n",
}


def sentences(characters: int) -> str:
    """The same words always, and so many characters of them."""
    from deck import body

    rng = random.Random(11)
    text = ""
    while len(text) <= characters:
        text += body(rng) + " "
    return text[:characters].strip()


def title(characters: int) -> str:
    from deck import NOUNS

    rng = random.Random(5)
    words = " ".join(rng.choice(NOUNS) for _ in range(characters // 3 + 1))
    return words[:characters].strip().capitalize()


def category(characters: int) -> str:
    return ("Elevation of Privilege and Repudiation of Messages " * 3)[:characters].strip()


def longest(fits: Callable[[int], bool]) -> int:
    """The greatest number that fits, where all smaller ones do."""
    low, high = 0, MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


class Bench:
    """A deck of one card that says what it is given, in any layout."""

    def __init__(self, folder: Path) -> None:
        from generator.kit.press.production import Shared
        from generator.kit.workshop import load

        for name, text in SOURCES.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        shop = load(folder)
        self.shared, self.piece = Shared(shop, None), shop.pieces["deck"]

    def layouts(self) -> dict[str, Any]:
        from generator.errors import Problems
        from generator.kit.press.capacity import bundled_layouts
        from generator.kit.request.shelf import Shelf

        return {layout.name: layout for layout in bundled_layouts(Shelf(self.shared.shop.folder, Problems()))}

    def fits(self, layout: Any, values: Mapping[str, Any], name: str = "One") -> bool:
        from generator.compose import Composer
        from generator.deck import Deck
        from generator.errors import Problems

        deck = self.piece.deck
        categories = {key: replace(each, name=name) for key, each in deck.head.categories.items()}
        card = replace(deck.cards[0], values={"title": "Short", **values})
        piece = replace(self.piece, deck=Deck(replace(deck.head, categories=categories), (card,)))
        problems = Problems()
        composer = Composer(self.shared.desk(piece, ()), layout, problems)
        composer.prepare([card])
        return not list(composer.overset(card)) and not problems.errors

    def row(self, layout: Any) -> list[str]:
        from generator.layout import shown_fields

        shown = shown_fields(layout)
        about = "about" if "about" in shown else "line"
        rest = {name: text for name, text in REST.items() if name in shown and name != about}
        alone = sentences(longest(lambda n: self.fits(layout, {about: sentences(n)})))
        beside = sentences(longest(lambda n: self.fits(layout, {about: sentences(n), **rest})))
        names = longest(lambda n: self.fits(layout, {"title": title(n)}))
        families = longest(lambda n: n < 100 and self.fits(layout, {}, category(n)))
        word = longest(lambda n: n < 100 and self.fits(layout, {"title": ("Representativeness" * 9)[:n]}))
        return [
            layout.name,
            about,
            *(f"{len(text.split())} / {len(text)}" for text in (alone, beside)),
            str(names),
            str(families),
            str(word),
        ]


def main(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        print("| layout | field | alone: words / characters | with all others | title | category | word |")
        print("|---|---|---|---|---|---|---|")
        for name, layout in bench.layouts().items():
            if not names or name in names:
                print("| " + " | ".join(bench.row(layout)) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
