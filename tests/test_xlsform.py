"""Forms as XLSForms: pyxform, with which ODK's servers convert them, takes each without a warning; it says what ours
says.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from pyxform.xls2xform import convert
from rooms import ROOT, kit

from generator.capture.elsewhere.xlsform import choice_names, names, xlsform
from generator.capture.kits import PrintedKit
from generator.capture.run.start import Order, open_kit
from generator.cli import main
from generator.form import Form, FormField

SPACES = {"h": "http://www.w3.org/1999/xhtml", "x": "http://www.w3.org/2002/xforms"}
REF = re.compile(r'<output value="[^"]*"\s*/>')


class Converted:
    """What pyxform makes of a form."""

    def __init__(self, own: PrintedKit, form: Form) -> None:
        self.workbook = xlsform(own, form)
        warnings: list[str] = []
        self.text = convert(BytesIO(self.workbook), file_type=".xlsx", warnings=warnings).xform
        assert warnings == []
        self.root = ET.fromstring(self.text)

    def questions(self) -> list[str]:
        refs = (each.get("ref", "") for each in self.root.find("h:body", SPACES).iter())
        return [ref.removeprefix("/data/") for ref in refs if ref.startswith("/data/")]

    def labels(self, kind: str = "*") -> list[str]:
        return ["".join(each.itertext()) for each in self.root.findall(f".//x:{kind}/x:label", SPACES)]

    def binds(self) -> dict[str, dict[str, str]]:
        return {
            each.get("nodeset").removeprefix("/data/"): each.attrib for each in self.root.findall(".//x:bind", SPACES)
        }


@pytest.mark.parametrize("form", kit().forms.values(), ids=list(kit().forms))
def test_every_form_of_the_kit_is_one_that_pyxform_takes(form):
    found = Converted(kit(), form)
    assert found.questions()[0] == "code"
    assert found.root.find(".//h:title", SPACES).text == form.title
    labels = " ".join(found.labels())
    for field in form.fields.values():
        assert field.kind == "sentence" or field.label in labels
        assert all(option.text in found.text.replace("&amp;", "&") for option in kit().options(field))
    called = dict(zip(form.fields, names(form.fields), strict=True))
    needed = {re.sub("_[xy]$", "", name) for name, bind in found.binds().items() if bind.get("required")}
    written = {called[name] for name, field in form.fields.items() if field.required and not is_built(field)}
    assert needed == written


def is_built(field: FormField) -> bool:
    """Of other questions, or as a group of them."""
    return field.kind == "sentence" or (field.kind == "votes" and bool(field.options))


HOSTILE = (
    "=1+1",
    "${nope}",
    '<b>&amp;</b> & "quotes"',
    "\u202eabc\u202c",
    "a\x01b",
    "emoji 🫖",
    "x" * 2000,
    "_*#md*_",
    "two\nlines",
)


def every_kind(text: str) -> Form:
    options = {"options": (text, "b c"), "option_ids": ("a b", "b  c")}
    return Form(
        id="every-kind",
        title=text,
        intro=text,
        fields={
            "1-text": FormField(label=text, hint=text, required=True),
            "code": FormField(label=text, kind="long-text"),
            "number": FormField(label=text, kind="number"),
            "choice": FormField(label=text, kind="choice", **options),
            "choices": FormField(label=text, kind="choices", **options),
            "scale": FormField(label=text, kind="scale", low=text, high=text, steps=7),
            "check": FormField(label=text, kind="check"),
            "card": FormField(label=text, kind="card", role="audience"),
            "cards": FormField(label=text, kind="cards"),
            "place": FormField(label=text, kind="placement", poster="four-arguments"),
            "place_x": FormField(label=text),
            "votes": FormField(label=text, kind="votes", budget=4, options=(text, "c")),
            "on-ideas": FormField(label=text, kind="votes", form="idea"),
            "said": FormField(
                label=text, kind="sentence", text=f"If {{1-text}}, then {{place_x}}: {text.replace('{', '')}"
            ),
        },
    )


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:12]) for text in HOSTILE])
def test_whatever_a_form_says_stands_in_it_as_text(text):
    form = every_kind(text)
    own = replace(kit(), forms={**kit().forms, form.id: form})
    found = Converted(own, form)
    asked = [
        "code",
        "intro",
        "f_1_text",
        "code_2",
        "number",
        "choice",
        "choices",
        "scale",
        "check",
        "card",
        "cards",
        "place_x_2",
        "place_y",
        "place_x",
    ]
    assert found.questions() == [*asked, "votes", "votes/votes_1", "votes/votes_2", "on_ideas", "said"]
    meant = text.replace("${", "$ {").replace("\x01", "␁")
    assert found.labels("input").count(meant) >= 5
    assert xlsform(own, form) == found.workbook  # the same bytes again


def test_votes_are_no_more_than_there_are_dots():
    form = every_kind("Tea")
    binds = Converted(replace(kit(), forms={form.id: form}), form).binds()
    both = [bind["constraint"] for name, bind in binds.items() if name.startswith("votes/")]
    assert len(both) == 2
    assert all(each.startswith(". >= 0 and . + coalesce(") and each.endswith(" <= 4") for each in both)


def test_names_are_told_apart_whatever_becomes_of_them():
    assert names(["a-b", "a_b", "A-B", "9", "code", "intro"]) == ["a_b", "a_b_2", "A_B_3", "f_9", "code_2", "intro_2"]
    assert choice_names(["a b", "a_b", " ", "c"]) == ["a_b", "a_b_2", "_", "c"]


def test_a_kit_in_two_languages_has_forms_in_both(print_once):
    folder = print_once(workshop=ROOT / "tests" / "bilingual").folder
    own = open_kit(Order(folder))[0]()
    tag, form = next(iter(own.languages)), next(iter(own.forms.values()))
    sheets = load_workbook(BytesIO(xlsform(own, form)))
    heads = [cell.value for cell in sheets["survey"][1]]
    assert sum(head.startswith("label::") for head in heads) == 1 + len(own.languages)
    assert any(head.endswith(f"({tag})") for head in heads)
    text = Converted(own, form).text
    spoken = own.in_language(tag).forms[form.id]
    assert all(field.label in text for each in (form, spoken) for field in each.fields.values())


def test_the_command_writes_all_of_them_or_those_that_are_named(print_once, tmp_path):
    folder = print_once("--only", "deck").folder
    done = CliRunner().invoke(main, ["forms", "out", str(tmp_path / "all"), str(folder)])
    assert (done.exit_code, len(list((tmp_path / "all").iterdir()))) == (0, len(kit().forms))
    done = CliRunner().invoke(main, ["forms", "out", str(tmp_path / "one"), str(folder), "--form", "idea", "--json"])
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["idea.xlsx"]
    done = CliRunner().invoke(main, ["forms", "out", str(tmp_path / "no"), str(folder), "--form", "nope"])
    assert done.exit_code == 2
    assert not (tmp_path / "no").exists()
