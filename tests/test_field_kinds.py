"""A kind of field is a row of one table, and every part of the product has what the row says."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from rooms import kit, thing
from serialised import controls
from test_options import ENTRY, SESSION

from generator.capture.answers.questions import Asked, Background, Subject, asked, ground
from generator.capture.answers.reader import questions, read, shown
from generator.capture.board.frames import Ballots, Frames
from generator.capture.board.measures import Measures
from generator.capture.facilitator.quick import typed
from generator.capture.form_entries import read_form
from generator.capture.model import Ballot
from generator.capture.results.cells import cells_of
from generator.capture.web.assets import Screens
from generator.capture.web.translations import words
from generator.face import AnswerKind
from generator.form import FIELD_KINDS, FieldKind, Form, FormField
from generator.kit.delivery.kit_manifest import _form as written_form
from generator.kit.press.fillable import filling
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import load

SMALL = Path(__file__).parent / "small"
CARDS = [card.code for card in kit().cards()[:2]]
OPTIONS = ("red", "green")
MORE = {"choice": {"options": OPTIONS}, "choices": {"options": OPTIONS}, "votes": {"options": OPTIONS}}
MORE |= {"placement": {"poster": "four-arguments"}, "sentence": {"text": "So {other}."}}
SENT: dict[str, tuple[dict[str, list[str]], Any]] = {  # what a page sends, and what is kept of it
    "text": ({"it": ["a b"]}, "a b"),
    "long-text": ({"it": ["a\nb"]}, "a\nb"),
    "number": ({"it": ["1,5"]}, 1.5),
    "choice": ({"it": ["red"]}, "red"),
    "choices": ({"it": ["green", "red"]}, ["red", "green"]),
    "scale": ({"it": ["2"]}, 2),
    "check": ({"it": ["1"]}, True),
    "card": ({"it": [CARDS[0]]}, CARDS[0]),
    "cards": ({"it": CARDS}, CARDS),
    "placement": ({"it.x": ["10"], "it.y": ["20"]}, {"x": 10, "y": 20}),
    "votes": ({"it.red": ["2"]}, {"red": 2}),
    "sentence": ({"other": ["x"]}, "So x."),
}
TYPED = {"choice": "red", "choices": "red", "card": CARDS[0], "cards": CARDS[0], "placement": "10/20", "check": "y"}


def field(kind: str) -> FormField:
    return FormField(label="It", kind=kind, **MORE.get(kind, {}))  # type: ignore[arg-type]


def form(kind: str) -> Form:
    other = {"other": FormField(label="Other")} if kind == "sentence" else {}
    return Form(id="every", title="Every", fields={**other, "it": field(kind)})


def ask(kind: str) -> Asked:
    subject = Subject(None, form(kind))
    found = asked(subject, Background(kit(), None, SESSION, None), {})  # type: ignore[arg-type]
    return next(each for each in found if each.question.name == "it")


def reads(kind: str) -> bool:
    inputs, answer = SENT[kind]
    body, faults = read(form(kind), kit(), inputs)
    ways = {"one": "it" in inputs, "several": "it" in inputs, "parts": "it" not in inputs}
    fits = ways[FIELD_KINDS[kind].inputs] or FIELD_KINDS[kind].typed == "never"
    return not faults and body["it"] == answer and fits and isinstance(answer, FIELD_KINDS[kind].answer)


def is_in_the_manifest(kind: str) -> bool:
    return read_form("every", json.loads(json.dumps(written_form(form(kind))))) == form(kind)


def is_on_the_page(kind: str) -> bool:
    context = {"t": lambda key, **values: words("en")[key].format_map(values), "language": "en", "ground": ground}
    module = (
        Screens()
        ._templates.get_template("fields.html")
        .make_module(context | {"pieces": lambda name: [("words", name)]})
    )
    html = str(module.field(ask(kind)))  # type: ignore[attr-defined]
    page = f'<form id="entry">{html}</form>'
    named = bool(controls(page)) or 'name="it"' in html  # a control that is not ticked sends nothing
    return "It" in html and ("data-sentence" in html if FIELD_KINDS[kind].typed == "never" else named)


def is_typed(kind: str) -> bool:
    inputs = typed(TYPED.get(kind, "1"), [ask(kind)]).inputs
    got = any(name.partition(".")[0] == "it" for name in inputs)
    return got is (FIELD_KINDS[kind].typed != "never")


def has_words(kind: str) -> bool:
    question = next(each for each in questions(form(kind), kit()) if each.name == "it")
    return bool(shown(question, SENT[kind][1])) and bool(list(cells_of("it", SENT[kind][1])))


def is_on_the_board(kind: str) -> bool:
    poster = thing("poster", "four-arguments")
    about = {"code": poster.code, "kind": "poster", "thing": poster.id} if kind == "placement" else {}
    entries = [ENTRY._replace(id=id, form="every", body={"it": SENT[kind][1]}, **about) for id in ("e", "f")]
    room = kit().after(())
    object.__setattr__(room, "forms", {**room.forms, "every": form(kind)})
    measures = Measures(SESSION, room, entries)
    ballots = [Ballots.of(SESSION, some, 2) for some in ((), [Ballot("s", "every", "", "closed")])]
    drawn = {each.frame.kind for some in ballots for each in Frames(words("en")).of(measures, some)} - {"unused"}
    return drawn == set(FIELD_KINDS[kind].frames)


def is_on_paper(kind: str, folder: Path) -> bool:
    face = worksheet(kind, folder, on_screen=False)
    return bool(face) and all(entry.boxes for entry in face.entries)


def is_fillable(kind: str, folder: Path) -> bool:
    face = worksheet(kind, folder, on_screen=True)
    (entry,) = (entry for entry in face.entries if entry.name == "it")
    return entry.kind == FIELD_KINDS[kind].in_file


def worksheet(kind: str, folder: Path, *, on_screen: bool) -> Any:
    workshop = Path(shutil.copytree(SMALL, folder / f"{kind}-{on_screen}"))
    (workshop / "forms").mkdir(exist_ok=True)
    (workshop / "forms/every.yaml").write_text("id: every\ntitle: Every\nfields: {it: {label: It}}\n", encoding="utf-8")
    with (workshop / "kit.yaml").open("a", encoding="utf-8") as order:
        order.write("worksheets: {copies: {every: 1}}\n")
    shop = load(workshop)
    shop.forms["every"] = form(kind)
    production = Production(Shared(shop, None), shop.pieces["worksheets/every"])
    if on_screen:
        return filling(production)
    return production.face(production.deck.cards[0], "front")


PARTS: dict[str, Callable[[str], bool]] = {
    "reading": reads,
    "manifest": is_in_the_manifest,
    "page": is_on_the_page,
    "quick line": is_typed,
    "words and export": has_words,
    "board": is_on_the_board,
}
PRINTED: dict[str, Callable[[str, Path], bool]] = {"paper": is_on_paper, "fillable": is_fillable}


def test_the_table_has_a_row_for_each_kind() -> None:
    assert set(FIELD_KINDS) == set(get_args(FieldKind))
    assert {row.in_file for row in FIELD_KINDS.values()} == set(get_args(AnswerKind))


@pytest.mark.parametrize("kind", get_args(FieldKind))
@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_each_kind(part: str, kind: str) -> None:
    assert PARTS[part](kind)


@pytest.mark.parametrize("kind", get_args(FieldKind))
@pytest.mark.parametrize("part", PRINTED)
def test_each_kind_is_printed_and_can_be_filled_in(part: str, kind: str, tmp_path: Path) -> None:
    assert PRINTED[part](kind, tmp_path)


@pytest.mark.parametrize("part", [*PARTS, *PRINTED])
def test_a_kind_that_a_part_does_not_know_is_noticed(
    part: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    row = FIELD_KINDS["scale"]._replace(by_hand="hologram", in_file="hologram", frames=("hologram",))
    monkeypatch.setitem(FIELD_KINDS, "hologram", row)
    monkeypatch.setitem(SENT, "hologram", SENT["scale"])
    try:
        has_it = PARTS[part]("hologram") if part in PARTS else PRINTED[part]("hologram", tmp_path)
    except (KeyError, UnboundLocalError):
        has_it = False
    assert not has_it
