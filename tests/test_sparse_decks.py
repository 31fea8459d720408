"""Decks that say little, or have many families, print well: no picture, no notes, one field, 25 categories."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_floors import Painted, painted

from generator.deck import Card
from generator.face import Face, Modules, Outline, TextLine
from generator.geometry import Rect
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import load

KIT = "id: sparse\ntitle: Sparse\ndeck: {layout: poker}\ncapture: {url: http://cards.local}\n"
DECK = "id: sparse\ntitle: Sparse\nfields:\n"
FIELDS = {"line": "  line: {label: Line}\n", "about": "  about: {label: About}\n"}
EMPTY = """\
extends: poker
title: With an empty shape
front:
  shape: {kind: fill, box: {left: 8mm, right: 18mm, top: 46mm, height: 30mm}, colour: paper}
"""
LARGE = 0.12  # of a face: what is smaller is a tab, a rule or a band
KINDS = {
    "no pictures": (("line", "about"), 3),
    "no notes": ((), 3),
    "one field": ((), 1),
    "25 categories": (("line",), 25),
}


def faces(folder: Path, fields: tuple[str, ...], families: int, *, layout: str = "") -> Iterator[tuple[Card, Face]]:
    (folder / "kit.yaml").write_text(KIT, encoding="utf-8")
    head = DECK + "  title: {label: Title}\n" + "".join(FIELDS[name] for name in fields)
    head += "categories:\n" + "".join(
        f"  f{n}: {{name: Family {n}, colour: '#{40 + n * 8:02x}4a7{n % 10}'}}\n" for n in range(families)
    )
    cards = "".join(
        f"- {{id: c{n}, category: f{n % families}, title: Something {n}, "
        + ", ".join(f"{name}: What we know." for name in fields)
        + "}\n"
        for n in range(max(families, 6))
    )
    (folder / "deck.yaml").write_text(f"{head}cards:\n{cards}", encoding="utf-8")
    if layout:
        (folder / "layouts/cards").mkdir(parents=True)
        (folder / "layouts/cards/own.yaml").write_text(layout, encoding="utf-8")
        (folder / "kit.yaml").write_text(KIT.replace("poker", "own"), encoding="utf-8")
    shop = load(folder)
    production = Production(Shared(shop, None), shop.pieces["deck"])
    production.prepare()
    for card in production.deck.cards:
        for side in ("front", "back"):
            face = production.face(card, side)
            assert face is not None
            yield card, face
    assert not shop.problems.errors


def bare(face: Face) -> Iterator[Rect]:
    """Large areas within a face with nothing in them: no words, no code, nothing of a pattern or a picture."""
    parts = list(painted(face, cut=True))
    whole = face.size.width * face.size.height
    for number, each in enumerate(parts):
        area = each.box.width * each.box.height
        is_area = isinstance(each.item, Outline) and each.item.fill and not each.drawing
        if (
            is_area
            and LARGE < area / whole < 0.9
            and not any(_lies_in(other, each.box) for other in parts[number + 1 :])
        ):
            yield each.box


def _lies_in(part: Painted, area: Rect) -> bool:
    is_something = isinstance(part.item, TextLine | Modules) or bool(part.drawing)
    return is_something and area.overlaps(part.box)


@pytest.mark.parametrize("kind", KINDS)
def test_a_sparse_deck_prints_well_and_has_no_empty_shape(kind: str, tmp_path: Path) -> None:
    made = list(faces(tmp_path, *KINDS[kind]))
    for card, face in made:
        assert list(bare(face)) == [], card.id
        assert str(card.values["title"]) in " ".join(line.text for line in face.lines())
    families = {line.text for _, face in made for line in face.lines() if line.text.startswith("Family")}
    assert len(families) == KINDS[kind][1]


def test_an_empty_shape_is_seen(tmp_path: Path) -> None:
    assert any(list(bare(face)) for _, face in faces(tmp_path, (), 1, layout=EMPTY))
