"""JSON Schemas: valid, as committed, and of one mind with the binder about good files and bad ones."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator.brand import Brand
from generator.deck import DeckHead
from generator.errors import Place, Problems
from generator.kit.request.kit_yaml import Kit
from generator.layout import CardLayout, SheetLayout
from generator.schemas import schemas, write, written
from generator.sources import bind, parse
from generator.sources.schema import schema_of

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = schemas()

BOX = "{left: 1mm, width: 2mm, top: 1mm, height: 2mm}"
CARD_LAYOUT = (
    f"title: t\ntrim: {{width: 63.5mm, height: 88.9mm}}\nfront: {{a: {{kind: fill, box: {BOX}, colour: ink}}}}\n"
)


def validator(schema: dict[str, Any]) -> Any:
    return jsonschema.Draft202012Validator(schema)


def as_editors_see(text: str) -> Any:
    """YAML values as an editor's reader gives them: its dates are text."""
    return yaml.load(text, Loader=_EditorLoader)


class _EditorLoader(yaml.SafeLoader):
    """YAML 1.2 core as far as it matters here: only true and false are booleans, dates are text."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, rule) for tag, rule in rules if not tag.endswith((":timestamp", ":bool")) or first in "tf"]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_the_one_that_the_models_give(name: str) -> None:
    committed = ROOT / "layouts" / "schemas" / f"{name}.schema.json"
    assert committed.read_text(encoding="utf-8") == written(SCHEMAS[name]), "run make schemas"


def test_writing_gives_the_committed_files(tmp_path: Path) -> None:
    files = write(tmp_path / "new")
    assert sorted(path.name for path in files) == sorted(f"{name}.schema.json" for name in SCHEMAS)
    assert all(path.read_text(encoding="utf-8").endswith("}\n") for path in files)


def _shipped() -> list[tuple[str, Path]]:
    places = {
        "card-layout": "layouts/cards/*.yaml",
        "sheet-layout": "layouts/sheets/*.yaml",
        "papers": "layouts/papers.yaml",
        "kit": "deck_sources/*/kit.yaml",
        "brand": "deck_sources/*/brand.yaml",
        "deck": "deck_sources/*/deck.yaml",
        "cards": "deck_sources/*/cards/*.yaml",
        "poster": "deck_sources/*/posters/*.yaml",
        "form": "deck_sources/*/forms/*.yaml",
    }
    return [(name, path) for name, pattern in places.items() for path in sorted(ROOT.glob(pattern))]


@pytest.mark.parametrize(("name", "path"), _shipped(), ids=lambda each: each.name if isinstance(each, Path) else each)
def test_a_shipped_file_keeps_to_its_schema(name: str, path: Path) -> None:
    value = as_editors_see(path.read_text(encoding="utf-8"))
    assert [error.message for error in validator(SCHEMAS[name]).iter_errors(value)] == []


GOOD = [
    ("card-layout", CardLayout, CARD_LAYOUT),
    ("card-layout", CardLayout, CARD_LAYOUT + "bleed: 1/8in\nstyles: {a: {size: 9pt, min-size: 6pt}, b: }\n"),
    ("sheet-layout", SheetLayout, "title: t\ngutter: butt\ncolumns: 3\n"),
    ("sheet-layout", SheetLayout, "title: 4\ngutter: 2 1/2in\ncrop_marks: false\npaper:\n"),
    ("brand", Brand, "colours: {a: '#123', b: {rgb: '#123456', cmyk: 60 40 40 100}}\nfonts: {text: Inter}\n"),
    ("deck", DeckHead, "id: a\ntitle: t\nedition: 1.10\nfields: {body: {required: true}, note: }\n"),
    ("kit", Kit, "id: a\ntitle: t\ndate: 2026-11-22\ndeck: {sets: 2, crop-marks: false}\n"),
]

BAD = [
    ("card-layout", CardLayout, CARD_LAYOUT.replace("fill", "fil")),
    ("card-layout", CardLayout, CARD_LAYOUT.replace("63.5mm", "63.5")),
    ("card-layout", CardLayout, CARD_LAYOUT.replace(", colour: ink", "")),
    ("card-layout", CardLayout, CARD_LAYOUT.replace("title: t", "")),
    ("card-layout", CardLayout, CARD_LAYOUT + "name: x\n"),
    ("sheet-layout", SheetLayout, "title: t\ngutter: wide\n"),
    ("sheet-layout", SheetLayout, "title: t\ncolumns: 2.5\n"),
    ("sheet-layout", SheetLayout, "title: t\ncrop_marks: yes\n"),
    ("sheet-layout", SheetLayout, "title: t\nmargins: 3mm\n"),
    ("brand", Brand, "colours: {a: red}\n"),
    ("brand", Brand, "colours: {a: {cmyk: 60 40 40 100}}\n"),
    ("deck", DeckHead, "id: a\ntitle: t\nfields: {body: {kind: texts}}\n"),
    ("kit", Kit, "title: t\n"),
]


def takes(model: type, text: str) -> bool:
    return bind(parse(text, "f", Problems()), model, Problems(), Place("f")) is not None


@pytest.mark.parametrize(("name", "model", "text"), GOOD)
def test_schema_and_binder_take_what_is_good(name: str, model: type, text: str) -> None:
    assert takes(model, text)
    assert [error.message for error in validator(SCHEMAS[name]).iter_errors(as_editors_see(text))] == []


@pytest.mark.parametrize(("name", "model", "text"), BAD)
def test_schema_and_binder_refuse_what_is_bad(name: str, model: type, text: str) -> None:
    assert not takes(model, text)
    assert not validator(SCHEMAS[name]).is_valid(as_editors_see(text))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("extends: poker\nfront: {a: {colour: paper}}\n", True),
        ("extends: poker\nfront: {a: }\nstyles: {a: {size: 9pt}}\nbleed:\n", True),
        ("front: {a: {colour: paper}}\n", False),
        ("extends: poker\nfrotn: {}\n", False),
        ("extends: poker\nfront: {a: {colour: paper, radius: 3}}\n", False),
    ],
)
def test_a_file_that_extends_another_says_only_the_differences(text: str, fits: bool) -> None:
    assert validator(SCHEMAS["card-layout"]).is_valid(as_editors_see(text)) is fits


@pytest.mark.parametrize(
    ("card", "fits"),
    [
        ("{id: a, category: b, title: 1.10, prompts: [x, 2], quantity: 3, code: 23456}", True),
        ("{id: 7, category: b, role: , note: }", True),
        ("{id: A b, category: b}", False),
        ("{category: b}", False),
        ("{id: a, category: b, quantity: 1000}", False),
        ("{id: a, category: b, quantity: two}", False),
        ("{id: a, category: b, body: {x: y}}", False),
    ],
)
def test_cards(card: str, fits: bool) -> None:
    value = as_editors_see(card)
    assert validator(SCHEMAS["deck"]).is_valid({"id": "d", "title": "t", "cards": [value]}) is fits
    assert validator(SCHEMAS["cards"]).is_valid({"cards": [value]}) is fits
    assert validator(SCHEMAS["cards"]).is_valid([value]) is fits


def test_descriptions_and_defaults_come_from_the_models() -> None:
    keys = SCHEMAS["sheet-layout"]["properties"]
    assert keys["margin"]["description"] == "from the paper's edge to the outermost trim"
    assert keys["margin"]["default"] == "8mm"
    assert keys["orientation"]["default"] == "auto"
    assert "name" not in keys
    assert schema_of(Brand, "b")["$defs"]["BrandColour"]["description"].startswith("A colour for screens")
