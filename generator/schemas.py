"""The JSON Schemas of all the files a workshop or a layout consists of, as `layouts/schemas/` holds them."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.booklet import Booklet, OrderWords
from generator.box import TuckBox
from generator.brand import Brand
from generator.deck import DeckHead
from generator.deck.motifs import Motifs
from generator.example import Examples
from generator.form import Form
from generator.layout import CardLayout, Paper, Profile, SheetLayout
from generator.poster import Poster
from generator.preflight.demands import Demands
from generator.sources.ids import Id, IdReader
from generator.sources.schema import Schema, schema_of

_TEXT = {"type": ["string", "number", "boolean", "null"]}
_SHORT_LIST = re.compile(r'\[\n\s*((?:[\w".-]+,?\s+)+)\]')
_TEXTS = {"type": "array", "items": _TEXT}


def schemas() -> dict[str, Schema]:
    """Every schema by the name of its file, without ending."""
    from generator.kit.request.kit_yaml import Kit

    models: dict[str, tuple[Any, str]] = {
        "kit": (Kit, "kit.yaml: what is ordered"),
        "brand": (Brand, "brand.yaml: names, colours and fonts of whoever the kit is printed for"),
        "form": (Form, "forms/*.yaml: the fields of a form"),
        "poster": (Poster, "posters/*.yaml: the words of a poster"),
        "motifs": (Motifs, "motifs.yaml: pictures by name, and those that follow from other cards"),
        "recipes": (Examples, "recipes.yaml: forms that are filled in"),
        "guide": (Booklet, "guide.yaml: what the facilitator reads"),
        "order": (OrderWords, "order.yaml: the words of the order sheet"),
        "box": (TuckBox, "box.yaml: the words of a tuck box and of the card in it"),
        "card-layout": (CardLayout, "layouts/cards/*.yaml, layouts/posters/*.yaml and the like: the shape of a piece"),
        "sheet-layout": (SheetLayout, "layouts/sheets/*.yaml: how pieces lie on a sheet"),
        "profile": (Profile, "layouts/profiles/*.yaml: what suits a kind of printer"),
        "preflight": (Demands, "layouts/preflight/*.yaml: what a finished PDF is held against"),
        "papers": (dict[Id, Paper], "layouts/papers.yaml: papers by name"),
    }
    written = {name: schema_of(model, title) for name, (model, title) in models.items()}
    return written | {"deck": _deck(), "cards": _card_file()}


def _deck() -> Schema:
    """`deck.yaml`: its head, and its cards unless they lie in files of their own."""
    schema = schema_of(DeckHead, "deck.yaml: a deck's fields, categories and roles, and its cards")
    schema["description"] = "A deck: what its cards may say, their categories and roles, and the cards."
    schema["properties"]["cards"] = _cards()
    schema["$defs"]["Card"] = _card()
    return schema


def _card_file() -> Schema:
    """`cards/*.yaml`: the cards alone, with their key or without."""
    alone = {"type": "object", "properties": {"cards": _cards()}, "required": ["cards"], "additionalProperties": False}
    whole = schema_of(DeckHead, "cards/*.yaml: cards of a deck")
    return {
        "$schema": whole["$schema"],
        "title": whole["title"],
        "anyOf": [alone, _cards()],
        "$defs": {"Card": _card()},
    }


def _cards() -> Schema:
    return {"type": "array", "items": {"$ref": "#/$defs/Card"}, "description": "the cards, in the order of the deck"}


def _card() -> Schema:
    """A card. The fields that a deck declares are its own: any text or list of texts."""
    some_id = IdReader().schema()
    known: Schema = {
        "id": some_id | {"description": "names the card for good: its printed code comes from it"},
        "category": some_id | {"description": "a category of the deck"},
        "role": _TEXT | {"description": "a role of the deck"},
        "quantity": {
            "type": "integer",
            "minimum": 0,
            "maximum": 999,
            "default": 1,
            "description": "how many are printed",
        },
        "form": _TEXT | {"description": "the form that the card logs to"},
        "layout": _TEXT | {"description": "another layout than the deck's"},
        "code": _TEXT | {"description": "pins the printed code"},
        "tile": _TEXT | {"description": "pins the number of its tile, from 0 to 999; or a field of the deck"},
        "motif": {
            "anyOf": [_TEXT, _motif(), _TEXTS],
            "description": "a file, or what is to be seen: jar of peas, open",
        },
    }
    return {
        "type": "object",
        "properties": known,
        "required": ["id", "category"],
        "additionalProperties": {"anyOf": [_TEXT, _TEXTS]},
    }


def _motif() -> Schema:
    """What a card may say of its picture key by key."""
    from generator.motifs.contents import CONTENTS
    from generator.motifs.vessels import VESSELS
    from generator.motifs.words import ARRANGEMENTS, CROPS, GLAZES, KEYS, STATES

    words: dict[str, Iterable[str]] = {"vessel": VESSELS, "contents": CONTENTS, "state": STATES}
    words |= {"glaze": GLAZES, "arrangement": ARRANGEMENTS, "crop": CROPS}
    listed = {key: {"anyOf": [{"enum": sorted(known)}, _TEXT]} for key, known in words.items()}
    properties = {key: listed.get(key, _TEXT) for key in KEYS}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def written(schema: Schema) -> str:
    """A schema as its file holds it: short lists on one line."""
    text = json.dumps(schema, indent=2, ensure_ascii=False)
    return _SHORT_LIST.sub(lambda found: "[" + " ".join(found[1].split()) + "]", text) + "\n"


def write(folder: Path) -> list[Path]:
    """Writes every schema into the folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, schema in sorted(schemas().items()):
        path = folder / f"{name}.schema.json"
        path.write_text(written(schema), encoding="utf-8")
        files.append(path)
    return files
