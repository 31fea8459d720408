"""One back for all cards: alike whatever the card and however it is printed, at every size; nothing gets lost by it."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from press import build
from test_vendors import profile

from generator.face import Outline, Placed, TextLine
from generator.geometry import Rect
from generator.images.paths import bounds
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import Workshop, load

WAYS = ("two-sided-long-edge", "two-sided-short-edge", "gutter-fold", "fronts-and-backs-apart")


def workshop(folder: Path, **deck: Any) -> Path:
    """Six cards in two families and two roles."""
    sources: dict[str, dict[str, Any]] = {
        "kit.yaml": {"id": "drawn-blind", "title": "Drawn", "capture": "none", "deck": {"backs": "common", **deck}},
        "deck.yaml": {
            "id": "drawn-blind",
            "title": "Questions for a long evening",
            "fields": {"title": {"label": "Title"}},
            "categories": {"a": {"name": "A", "colour": "#2a62b0"}, "b": {"name": "B", "colour": "#fbc440"}},
            "roles": {"x": {"name": "X"}, "y": {"name": "Y"}},
            "cards": [
                {"id": f"card-{n}", "category": "ab"[n % 2], "role": "xy"[n % 3 % 2], "title": f"Card {n}"}
                for n in range(6)
            ],
        },
        "brand.yaml": {"client": "Us", "accent": "#0a6166"},
    }
    for name, source in sources.items():
        (folder / name).write_text(yaml.safe_dump(source), encoding="utf-8")
    return folder


def produced(shop: Workshop) -> Production:
    production = Production(Shared(shop, None), shop.pieces["deck"])
    production.prepare()
    return production


@pytest.mark.parametrize("layout", ["poker-compact", "business-statement", "a6-statement", "tarot"])
def test_all_cards_have_it_at_their_size(layout: str, tmp_path: Path) -> None:
    shop = load(workshop(tmp_path, layout=layout))
    production = produced(shop)
    faces = [production.face(card, "back") for card in production.deck.cards]
    assert [problem.code for problem in shop.problems if problem.code != "left-out"] == []
    assert len({face.digest() for face in faces if face}) == 1
    back = faces[0]
    assert back is not None
    own = shop.pieces["deck"].layouts[layout]
    ground, *others = [item for placed in back.items if isinstance(placed, Placed) for item in placed.art.items]
    assert isinstance(ground, Outline)
    assert bounds(ground.path) == pytest.approx(Rect(0, 0, *own.size).grown(own.bleed))
    lines = [item for item in others if isinstance(item, TextLine)]
    assert " ".join(line.text for line in lines) == "Questions for a long evening Us"
    assert all(line.x >= own.safe and line.x + line.width <= own.size.width - own.safe for line in lines)


@pytest.mark.parametrize("sides", WAYS)
def test_it_lies_on_every_card_however_it_is_printed(sides: str, tmp_path: Path) -> None:
    report = build(workshop(tmp_path, layout="poker-compact"), tmp_path / "out", "--sides", sides)
    assert report["findings"] == []
    (name,) = {path.name for path in (tmp_path / "out").glob("deck*.pdf")} - {"deck-fronts.pdf"}
    page = pypdfium2.PdfDocument(tmp_path / "out" / name)[0 if sides in WAYS[2:] else 1]
    assert page.get_textpage().get_text_bounded().count("Questions") == (4 if sides == "gutter-fold" else 6)


def test_a_vendor_that_prints_one_back_takes_it_and_no_other(tmp_path: Path) -> None:
    profile(workshop(tmp_path, layout="poker-compact"), "once")
    own = ("--for", "ours", "--only", "deck")
    refused = build(tmp_path, tmp_path / "own", *own, "--backs", "own")
    assert [(each["code"], "--backs common" in each["hint"]) for each in refused["findings"]] == [("one-back", True)]
    build(tmp_path, tmp_path / "common", *own)
    (file,) = (tmp_path / "common").rglob("*.pdf")
    assert len(pypdfium2.PdfDocument(file)) == 6 + 1


def test_a_code_that_would_be_lost_is_a_problem_that_names_who_has_it_in_front(tmp_path: Path) -> None:
    workshop(tmp_path, layout="poker")
    kit = (tmp_path / "kit.yaml").read_text("utf-8").replace("capture: none", "capture: 'http://prepdeck.local:8765'")
    (tmp_path / "kit.yaml").write_text(kit, "utf-8")
    (problem,) = load(tmp_path).problems.errors
    assert (problem.code, problem.where.file) == ("common-back", "kit.yaml")
    assert problem.hint == "these have it in front: poker-compact"
    assert load(tmp_path, {"layout": "poker-compact"}).problems.errors == []
    assert load(tmp_path, {"backs": "own"}).problems.errors == []


def test_a_back_of_ones_own_keeps_its_styles_apart_from_those_of_the_front(tmp_path: Path) -> None:
    workshop(tmp_path, layout="poker-compact")
    (tmp_path / "layouts/backs").mkdir(parents=True)
    box = "{left: 9mm, right: 9mm, top: 9mm, height: 20mm}"
    words = f"{{kind: text, box: {box}, blocks: [{{field: deck.title, style: title}}]}}"
    text = "title: Ours\ntrim: {width: 63.5mm, height: 88.9mm}\nstyles: {title: {size: 7pt}}\n"
    (tmp_path / "layouts/backs/common.yaml").write_text(f"{text}back:\n  words: {words}\n", encoding="utf-8")
    production = produced(load(tmp_path))
    card = production.deck.cards[0]
    sizes = [
        {span.size for line in face.lines() if line.field in ("title", "deck.title") for span in line.spans}
        for face in (production.face(card, side) for side in ("front", "back"))
        if face
    ]
    assert sizes[1] == {7.0}
    assert min(sizes[0]) > 10
