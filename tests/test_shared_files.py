"""Files that are made to be shared, all of them: who names no group under three, nobody who was not typed for it, and
nothing that was hidden or taken back.
"""

import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from rooms import RUNNER, People, Phone, kit, make_room, press, thing

from generator.capture.app import create_app
from generator.capture.facilitator import endings
from generator.capture.results.names import TYPED_FOR_IT, nameless, person_fields
from generator.cli import main, results_commands
from generator.form import Form, FormField
from generator.kit.request.whereabouts import bundled_workshop

MATRIX, SHEET = thing("poster", "priority-matrix"), next(t for t in kit().things if t.kind == "worksheet")
# What is typed where somebody is asked for: a word of its own for each field, which is looked for in every file.
NAMED = {
    ("pitch", "cook"): "Zacharias", ("roadmap", "owner"): "Yolanda", ("gap", "owner"): "Xaver",
    ("pantry", "witness"): "Wilhelmina", ("pantry", "who"): "Vesna", ("assessment", "sponsor"): "Ulrike",
    ("assessment", "host"): "Thaddeus", ("assessment", "talks"): "Sidonie", ("follow-up", "next"): "Rosalind",
    ("readiness-leadership", "owner"): "Leander",
}  # fmt: skip
TYPED = ("Quirin", "Philippa")  # on the sheet of the outcome: who was here, who calls people together
NOWHERE = ("zanzibar", "vanished", "legal")  # hidden, taken back, a department of two
PRINTED = (".pdf",)


class Output(NamedTuple):
    """A file, the words of the command that writes it, and who is named in it where it is one's own."""

    words: tuple[str, ...]
    file: str
    own: tuple[tuple[str, str], ...] = ()

    @property
    def printed(self) -> bool:
        return self.words[0] in ("cookbook", "outcome") and self.file.endswith(PRINTED)


ALL = tuple(NAMED)
OF_RECIPES = (("pitch", "cook"), ("roadmap", "owner"), ("pantry", "who"), ("pantry", "witness"))
OUTPUTS = [
    *(Output(("export",), f"x.{kind}", ALL) for kind in ("xlsx", "csv", "md", "jsonl", "db")),
    Output(("heatmap",), "x.pdf"),
    *(Output(("cards",), f"x.{kind}") for kind in ("xlsx", "csv", "md", "pdf")),
    Output(("cookbook",), "x.pdf", OF_RECIPES),
    *(Output(("outcome",), f"x.{kind}", (("roadmap", "owner"),)) for kind in ("html", "md", "docx", "pdf")),
    Output(("outcome",), "x.ics"),
    *(Output(("backlog", "--form", "pitch", "--form", "scenario"), f"x.{kind}", ALL[:1]) for kind in ("csv", "md")),
]  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A session in which each form that asks for people was filled in, once and once more by the same words."""
    room = make_room(tmp_path_factory.mktemp("shared"))
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday"))
    people = People(room, session)
    data, legal = people.joins("data", 4), people.joins("legal", 2)
    people.joins("design", 3)
    codes = [thing("card", each).code for each in ("guest", "meets-a-title", "banner", "nagging")]
    for device in (*data, *legal):
        group = "data" if device in data else "legal"
        place = {"scenario": f"Scenario of {device}", "place": {"x": 9 * device, "y": 40}}
        people.says(device, group, place, "scenario", MATRIX)
        recipe = people.says(device, group, {"name": "Come back", "cards": codes}, "recipe", SHEET)
    bodies: dict[str, dict[str, object]] = {}
    for (form, field), name in NAMED.items():
        bodies.setdefault(form, {})[field] = name
    bodies["pitch"]["pilot"], bodies["roadmap"]["feature"] = "Pilot", "Come back"
    bodies["pantry"] |= {"ingredient": "Consent", "state": "no"}
    for form, body in bodies.items():
        more = {"names": (("pitches", recipe),)} if form == "pitch" else {}
        people.says(data[0], "data", body, form, SHEET, **more)
    people.says(
        data[1], "data", {"people": "Quirin and others", "host": "Philippa", "first": "Ask less"}, "outcome", SHEET
    )
    RUNNER.run(room.store.set_state(people.says(data[0], "data", {"note": "zanzibar"}), "hidden"))
    gone = people.says(data[0], "data", {"scenario": "vanished", "place": {"x": 1, "y": 1}}, "scenario", MATRIX)
    RUNNER.run(room.store.erase(data[0], [gone]))
    room.store.close()
    return room.store.path


def text_of(path: Path) -> str:
    """All that a file says, as far as a word can be looked for."""
    match path.suffix:
        case ".pdf":
            return "".join(page.extract_text() for page in PdfReader(path).pages)
        case ".xlsx" | ".docx":
            with zipfile.ZipFile(path) as archive:
                return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
        case ".db":
            with closing(sqlite3.connect(path)) as store:
                return "\n".join(line for line in store.iterdump() if "manifest" not in line)
        case _:
            return path.read_text("utf-8-sig")


def written(output: Output, data: Path, to: Path, *more: str) -> str:
    of = [str(bundled_workshop())] if output.printed else []
    words = ["results", *output.words, *of, "--to", str(to / output.file), "--data", str(data), *more]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return text_of(to / output.file)


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda each: f"{each.words[0]}{Path(each.file).suffix}")
def test_a_file_to_share_names_nobody_who_was_not_typed_for_it(output, data, tmp_path, monkeypatch):
    monkeypatch.setenv("PREPDECK_WORKSHOPS", "")
    monkeypatch.chdir(tmp_path)
    own = written(output, data, tmp_path)
    assert [name for key, name in NAMED.items() if name in own and key not in output.own] == []
    assert [NAMED[key] for key in output.own if NAMED[key] not in own] == []
    shared = written(output, data, tmp_path, "--share")
    assert [word for word in (*NAMED.values(), *NOWHERE) if word in shared] == []
    assert "vanished" not in own
    if output.words[0] == "outcome":
        typed = TYPED if output.file != "x.ics" else TYPED[1:]
        assert [name for name in typed if name not in shared] == []


def test_a_record_is_always_shared(data, tmp_path):
    record = written(Output(("record",), "x.html"), data, tmp_path)
    assert [word for word in (*NAMED.values(), *NOWHERE) if word in record] == []
    assert [word for word in TYPED if word not in record] == []


def test_each_command_that_shares_is_tried_here():
    """And those that do not are known: cards for a deck have whom they credit; privacy and sessions name nobody."""
    commands = results_commands().commands
    tried = {output.words[0] for output in OUTPUTS}
    assert {name for name, each in commands.items() if any(o.name == "share" for o in each.params)} == tried
    assert set(commands) - tried == {"record", "deck", "forms", "privacy", "sessions"}


def test_the_desk_hands_on_what_is_shared_but_for_two_that_say_so(room, desk, session):
    files = (*endings.HEAT_MAPS.values(), *endings.CARD_USES.values(), *endings.BACKLOGS.values())
    assert [file for file in files if "--share" not in file.words] == []
    room.workshop = bundled_workshop()
    page = desk.get(f"/desk/{session.id}/end").text
    assert f"/desk/{session.id}/cookbook/share" in page
    assert "Who does what is named in “What we leave with” and in the cookbook alone" in page


def test_forms_say_themselves_which_fields_ask_for_people():
    """And kits of earlier editions, which say nothing, are known by the names of their fields."""
    typed_for_it = {(form, field) for form, fields in TYPED_FOR_IT.items() for field in fields}
    marked = {(id, name) for id, form in kit().forms.items() for name, field in form.fields.items() if field.person}
    asked = {(id, name) for id, form in kit().forms.items() for name in person_fields(form)}
    assert (marked, asked) == (set(NAMED), set(NAMED) | typed_for_it)
    plain = {
        id: {name: replace(field, person=False) for name, field in form.fields.items()}
        for id, form in kit().forms.items()
    }
    assert {(id, name) for id in plain for name in person_fields(Form(id=id, title="", fields=plain[id]))} == asked


def test_a_sentence_that_names_somebody_stays_out_as_a_whole(room, session, people):
    fields = {
        "who": FormField(label="Who?", person=True),
        "what": FormField(label="What?"),
        "sentence": FormField(label="So", kind="sentence", text="{who} does {what}."),
    }
    own = replace(kit().forms["note"], fields=fields)
    people.says(None, "", {"who": "Ada", "what": "bakes", "sentence": "Ada bakes."})
    (entry,) = room.store.entries(session.id)
    assert nameless(replace(kit(), forms={"note": own}))(entry).body == {"what": "bakes"}
    unread = entry._replace(body={"owner": "Ada", "what": "bakes"})
    assert nameless(None)(unread).body == {"what": "bakes"}


def test_only_words_name_somebody():
    assert FormField(label="Who?", kind="number", person=True).faults()
    assert FormField(label="Who?", kind="long-text", person=True).faults() == []


def test_a_phone_still_reads_what_it_typed(room, session, people):
    """The rule is one of files: on screens a name stands where it was typed."""
    id = people.says(None, "", {"feature": "Come back", "owner": "Yolanda"}, "roadmap", SHEET)
    desk = Phone(create_app(room))
    press(desk, f"/f/{RUNNER.run(room.store.one_time_link())}")
    assert "Yolanda" in desk.get(f"/desk/{session.id}/entries/{id}", follow_redirects=True).text
