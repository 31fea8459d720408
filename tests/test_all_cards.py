"""All cards, in two sizes, on two papers, in the house's colours and a client's, for a press too: nothing to find."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from suite import Kits, in_part

from generator.compose import text as setting
from generator.compose.fitting import Fitted, TextBox, place
from generator.deck import Card
from generator.face import Item, Outline
from generator.geometry import Rect
from generator.images.paths import bounds
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load

BRAND = Path(__file__).parent / "client" / "brand.yaml"
LEAST = 0.9  # of the size that a layout designs
LAYOUTS = ("poker", "poker-63x88", "poker-compact", "tarot", "a6")
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
        small.extend((now, field) for field, left in share(box, step) if left < LEAST)
        return place(box, step, frame, align, valign)

    with patch.context() as patched:
        patched.setattr(setting, "place", watched)
        for card in cards:
            now = card.id
            for side in ("front", "back"):
                production.face(card, side)
    assert frames >= 3 * len(cards)
    return small


@pytest.mark.parametrize(("layout", "brand"), in_part([*product(LAYOUTS, ("", str(BRAND)))], ("poker", "")))
def test_no_words_shrink_by_more_than_a_tenth(layout: str, brand: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles no more than others: on both sides, in as many lines as they need."""
    shop = load(bundled_workshop(), {"layout": layout, "selection": "all"}, Path(brand) if brand else None)
    production = Production(Shared(shop, None), shop.pieces["deck"])
    cards = production.deck.cards
    assert len(cards) == 302
    assert shrunk(production, cards, monkeypatch) == []
    assert shop.problems.errors == []
    planted = {"prompts": ("What " * 90,), "title": "Far " * 14}
    long = replace(cards[1], values={**cards[1].values, **planted})
    assert {field for _, field in shrunk(production, [long], monkeypatch)} >= {*planted}, "planted"
    wide = replace(cards[2], values={**cards[2].values, "title": "Customerandmore understanding"})
    assert "title" in {field for _, field in shrunk(production, [wide], monkeypatch)}, "planted"


@pytest.mark.parametrize("layout", in_part(LAYOUTS, "poker", "poker-compact"))
def test_what_may_be_so_in_the_room_has_a_box_to_tick(layout: str) -> None:
    shop = load(bundled_workshop(), {"layout": layout, "selection": "all"})
    production = Production(Shared(shop, None), shop.pieces["deck"])
    card = next(card for card in production.deck.cards if card.id == "detractor")
    for habits in (card.values["ticks"], ("Doubts every figure.",)):
        one = replace(card, id=f"{card.id}-{len(habits)}", values={**card.values, "ticks": habits})
        faces = [face for side in ("front", "back") if (face := production.face(one, side))]
        lines = [line for face in faces for line in face.lines() if line.field == "ticks"]
        boxes = [bounds(item.path) for face in faces for item in face.items if is_box(item)]
        assert len(lines) == len(boxes) == len(habits)
        assert all(box.right < line.x for box, line in zip(boxes, lines, strict=True))


def is_box(item: Item) -> bool:
    """An outline of a small square."""
    if not isinstance(item, Outline) or item.fill is not None or item.path[-1].verb != "close":
        return False
    box = bounds(item.path)
    return 1 < box.width < 3 and abs(box.width - box.height) < 1e-6


@pytest.mark.parametrize(("layout", "paper", "brand", "profile"), in_part(SETS, ("poker", "a4", str(BRAND), "pdfx-4")))
def test_the_whole_kit_with_all_cards_prints_without_a_finding(
    layout: str, paper: str, brand: str, profile: str, print_once: Kits
) -> None:
    options = ["--selection", "all", "--layout", layout, "--paper", paper]
    options += ["--brand", brand] * bool(brand) + ["--for", profile] * bool(profile)
    report = print_once(*options).report
    assert report["findings"] == []
    looked = report["preflight"]["files"] if profile else []
    assert len(looked) >= 20 * bool(profile)
    assert [(file["path"], each) for file in looked for each in file["findings"]] == []
    assert next(piece["cards"] for piece in report["pieces"] if piece["piece"] == "deck") == 302
