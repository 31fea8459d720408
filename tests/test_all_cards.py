"""All cards, in two sizes, on two papers, in the house's colours and a client's, for a press too: nothing to find."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from suite import Kits, in_part

from generator.compose import text as setting
from generator.compose.fitting import STEPS, Fitted, TextBox, place
from generator.deck import Card
from generator.geometry import Rect
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load

BRAND = Path(__file__).parent / "client" / "brand.yaml"
LARGE = ("title", "line")  # what a layout sets as large as there is room for
LEAST = 0.9  # of the size that a layout designs for all other words
SETS = list(product(("poker", "tarot"), ("a4", "letter"), ("", str(BRAND)), ("", "pdfx-4")))


def share(box: TextBox, step: int) -> Iterator[tuple[str, float]]:
    """Each field of a frame, with what is left of its designed size at a step."""
    for stack in box.stacks(step):
        yield stack.block.copy.field, stack.designed / stack.block.copy.style.size


def shrunk(production: Production, cards: Sequence[Card], patch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Cards and fields that are set too small."""
    small, now, frames = [], "", 0

    def watched(box: TextBox, step: int, frame: Rect, align: str, valign: str) -> Fitted:
        nonlocal frames
        frames += 1
        small.extend((now, field) for field, left in share(box, step) if field not in LARGE and left < LEAST)
        small.extend((now, field) for field, _ in share(box, step) if field in LARGE and step > STEPS)
        return place(box, step, frame, align, valign)

    with patch.context() as patched:
        patched.setattr(setting, "place", watched)
        for card in cards:
            now = card.id
            for side in ("front", "back"):
                production.face(card, side)
    assert frames > 4 * len(cards)
    return small


@pytest.mark.parametrize(("layout", "brand"), in_part([*product(("poker", "tarot"), ("", str(BRAND)))], ("poker", "")))
def test_no_text_shrinks_by_more_than_a_tenth_and_no_title_below_its_smallest_size(
    layout: str, brand: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = load(bundled_workshop(), {"layout": layout, "selection": "all"}, Path(brand) if brand else None)
    production = Production(Shared(shop, None), shop.pieces["deck"])
    cards = production.deck.cards
    assert len(cards) == 302
    assert shrunk(production, cards, monkeypatch) == []
    assert shop.problems.errors == []
    first = cards[0]
    long = replace(first, values={**first.values, "example": f"{first.values['example']} " * 3, "title": "Far " * 14})
    assert {field for _, field in shrunk(production, [long], monkeypatch)} >= {"example", "title"}, "planted"


@pytest.mark.parametrize(("layout", "paper", "brand", "profile"), in_part(SETS, SETS[0]))
def test_the_whole_kit_with_all_cards_prints_without_a_finding(
    layout: str, paper: str, brand: str, profile: str, print_once: Kits
) -> None:
    options = ["--selection", "all", "--layout", layout, "--paper", paper]
    options += ["--brand", brand] * bool(brand) + ["--for", profile] * bool(profile)
    report = print_once(*options).report
    assert report["findings"] == []
    assert next(piece["cards"] for piece in report["pieces"] if piece["piece"] == "deck") == 302
