"""`prepdeck rehearse`: invented people fill the real server; all of it is marked, and gone when it ends."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pypdf
import pytest
from accessible import Look, first_of, wear, wrong
from click.testing import CliRunner
from live import Live
from rooms import kit
from test_field_kinds import form

from generator.capture.answers.questions import inputs_of
from generator.capture.answers.reader import read
from generator.capture.network.reach import Served
from generator.capture.run.invented_answers import Inventor
from generator.capture.run.invented_people import RECIPES_EACH, Cast, FilledRoom, Person, Task, tasks_of
from generator.capture.run.rehearse import rehearse
from generator.capture.run.start import Order, now
from generator.capture.run.worked_examples import OWN, TIMES_EACH, spoken
from generator.capture.store import StoreReader
from generator.capture.web.limits import Rates
from generator.capture.web.translations import speaker, words
from generator.cli import main
from generator.cli.rehearsal import worked_examples
from generator.errors import ExitCode
from generator.form import FIELD_KINDS

ROOT = Path(__file__).parent.parent
KIT = ROOT / "deck_sources/prepersonalization"
MARK = "REHEARSAL"
RECIPE = kit().forms["recipe"]
WORKED = worked_examples(KIT)


def text_of(path: Path) -> str:
    """Whatever a file says, as far as a mark can be looked for."""
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as file:
            return "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
    return path.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize("kind", FIELD_KINDS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_kind_of_question_is_answered_as_a_page_takes_it(kind: str, language: str) -> None:
    asked, printed = form(kind), kit()
    for seed in range(12):
        inventor = Inventor(printed, Random(seed), speaker(language), seed)
        said = inventor.answers(asked, None, {"it": ["a-b"]}, table="", department="", about="")
        answers, faults = read(asked, printed, inputs_of(said))
        assert said
        assert (faults, {name: answers[name] for name in said}) == ([], said)
    assert "rehearsal-mark" in words(language)


def test_nobody_sends_more_than_a_phone_may_and_no_form_is_left_empty() -> None:
    printed = kit()
    tasks = tasks_of(printed, 12, Random(1), WORKED)
    counts = [sum(task.person == person for task in tasks) for person in range(12)]
    assert max(counts) < Rates().device.number
    opened = {form.id for thing in printed.things if not thing.retired for form in printed.forms_of(thing)}
    assert {task.form.id for task in tasks} >= opened


def test_an_example_is_laid_in_its_own_words_and_not_quite_the_same_each_time() -> None:
    printed = kit()
    for example in WORKED[OWN]:
        laid: set[tuple[str, ...]] = set()
        for seed in range(12):
            inventor = Inventor(printed, Random(seed), speaker("de"), seed)
            said = inventor.answers(RECIPE, None, {}, table="Table 3", department="", about="", example=example)
            answers, faults = read(RECIPE, printed, inputs_of(said))
            assert faults == []
            cards = {card.code for card in printed.named_cards(example.cards)}
            assert len(cards - set(answers["cards"])) in (0, 1)
            assert set(answers["cards"]) <= cards
            roles = [
                {thing.role for code in codes if (thing := printed.thing(code))} for codes in (cards, answers["cards"])
            ]
            assert roles[0] == roles[1]
            texts = ("name", "who", "what", "when", "why", "if", "then", "measure", "by")
            assert {name: answers[name] for name in texts} == {name: example.answers[name][0] for name in texts}
            assert answers["table"] == "Table 3"
            laid.add((*answers["cards"], str(answers.get("size")), str(answers.get("step"))))
        assert len(laid) > 1


@pytest.mark.parametrize(("people", "times"), [(12, {2}), (40, {TIMES_EACH})])
def test_each_example_is_laid_as_often_as_the_others_and_no_more_than_a_few_times(people: int, times: set[int]) -> None:
    tasks = [task for task in tasks_of(kit(), people, Random(1), WORKED) if task.form.id == RECIPE.id]
    counts = Counter(task.example for task in tasks if task.example)
    assert set(counts.values()) == times
    assert set(counts) == {example.id for example in WORKED[OWN]}
    assert len(tasks) == people * RECIPES_EACH
    assert not any(task.example for task in tasks_of(kit(), people, Random(1), {}))


def test_an_example_speaks_the_language_of_a_person_where_the_workshop_does(tmp_path: Path) -> None:
    shutil.copytree(KIT / "forms", tmp_path / "forms")
    shutil.copy(KIT / "recipes.yaml", tmp_path)
    (tmp_path / "words/de").mkdir(parents=True)
    said = "recipes:\n  - id: nurture\n    answers: {name: Pflegen, who: Ein Gast.}\n"
    (tmp_path / "words/de/recipes.yaml").write_text(said, encoding="utf-8")
    examples = worked_examples(tmp_path)
    german, french = spoken(examples, "de"), spoken(examples, "fr")
    assert [german["nurture"].answers[name] for name in ("name", "who", "size")] == [
        ("Pflegen",),
        ("Ein Gast.",),
        ("feature",),
    ]
    assert french["nurture"].answers["name"] == ("Nurture",)
    assert german["nurture"].cards == french["nurture"].cards


def test_people_speak_the_language_of_the_room() -> None:
    """Of a kit in German, whatever their phones are set to; of one in two languages each as the phone is."""
    served = SimpleNamespace(desk="http://127.0.0.1:1", session=SimpleNamespace(departments=(), asks=()))
    note = kit().forms["note"]
    german = replace(kit(), language="de")
    for own, languages in ((german, ("de", "de")), (replace(kit(), languages={"de": german}), ("en", "de"))):
        for number, language in enumerate(languages):
            person = Person(number, served, own, Random(1), {})
            (said,) = person.fill(
                Task(number, next(each for each in kit().things if note in kit().forms_of(each)), note)
            )["note"]
            assert said in words(language)["rehearsal-remarks"]


def bodies(folder: Path, to: Path, seed: int) -> tuple[list[tuple[str, str, dict[str, Any]]], FilledRoom]:
    """What two people said in a rehearsal of their own."""
    kept: list[tuple[str, str, dict[str, Any]]] = []
    ended: list[FilledRoom] = []

    def full(served: Served, filled: FilledRoom) -> None:
        store = StoreReader.open_to_read(served.data, now)
        kept.extend((entry.id, entry.form, dict(entry.body)) for entry in store.entries(served.session.id))
        store.close()
        ended.append(filled)

    to.mkdir()
    order = Order(folder, port=0, ends=True)
    rehearse(order, to, Cast(2, Random(seed), examples=WORKED), lambda *about: None, full, pytest.fail)
    return kept, ended[0]


def test_the_same_seed_says_the_same(print_once, tmp_path: Path) -> None:
    folder = print_once().folder
    first, filled = bodies(folder, tmp_path / "a", 7)
    assert filled == FilledRoom(len(first))
    laid = [body["name"] for _, form, body in first if form == "recipe"]
    assert 1 < len(laid) == len(set(laid))
    assert set(laid) <= {example.answers["name"][0] for example in WORKED[OWN]}
    assert bodies(folder, tmp_path / "b", 7) == (first, filled)
    assert tasks_of(kit(), 2, Random(7), {}) != tasks_of(kit(), 2, Random(8), {})


def test_files_of_a_rehearsal_are_marked_and_nothing_else_stays(print_once, tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "workshop"
    shutil.copytree(KIT, folder)
    shutil.copytree(print_once().folder, folder / "output")
    own, scratch = tmp_path / "data", tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(own))
    monkeypatch.setenv("PREPDECK_WORKSHOPS", str(tmp_path / "workshops.json"))
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before = sorted(folder.rglob("*"))
    ran = CliRunner().invoke(main, ["rehearse", str(folder), "--files", str(tmp_path / "out"), "--port", "0", "--json"])
    assert ran.exit_code == ExitCode.DONE, ran.output
    assert "Not taken" not in ran.stderr
    assert "left out" not in ran.stderr
    files = [Path(name) for name in json.loads(ran.stdout)["files"]]
    assert sorted(files) == sorted((tmp_path / "out").iterdir())
    assert {"rehearsal-cookbook.pdf", "rehearsal-outcome.pdf"} < {path.name for path in files}
    unmarked = [path.name for path in files if path.suffix != ".png" and MARK not in text_of(path)]
    assert unmarked == []
    assert all(path.name.startswith("rehearsal-") for path in files)
    said = text_of(tmp_path / "out/rehearsal-entries.csv")
    assert "invented person" in said
    assert "erfundene" not in said  # the kit is in English, whatever languages phones have
    assert all(example.answers["then"][0] in said for example in WORKED[OWN])
    assert list(scratch.iterdir()) == []
    assert sorted(folder.rglob("*")) == before
    assert not own.exists()
    assert not (tmp_path / "workshops.json").exists()


def test_codes_open_while_it_serves_and_ctrl_c_takes_all_of_it_away(
    print_once, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = shutil.copytree(print_once().folder, tmp_path_factory.mktemp("kit") / "printed")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["capture"]["links"] = {"card-log": "https://forms.example/?a=CARD"}  # not followed in a rehearsal
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    command = [sys.executable, "-m", "generator", "rehearse", str(folder), "--port", "0", "--json", "--no-open"]
    environ = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "own")}
    with subprocess.Popen(
        [*command, "--minutes", "60"], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        started = json.loads(process.stdout.readline())
        code = next(thing.code for thing in kit().things if thing.kind == "card")
        line = HTTPConnection(urlsplit(started["urls"][0]["url"]).netloc, timeout=30)
        line.request("GET", f"/{code}")
        answer = line.getresponse()
        page = answer.read().decode()
        line.close()
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
        assert (process.wait(30), told) == (ExitCode.DONE, "")
    assert answer.status == 200
    assert words("en")["rehearsal-mark"] in page
    assert 'name="_form" value="card-log"' in page
    assert MARK in started["session"]["title"]
    assert list(tmp_path.iterdir()) == []


LOOKS = {
    "narrow": Look((320, 640)),
    "dark": Look((390, 800), scheme="dark"),
    "forced": Look((390, 800), forced="active"),
}


@pytest.mark.needs("chromium")
def test_everybody_can_use_pages_that_say_that_it_is_a_rehearsal(chromium, tmp_path: Path) -> None:
    live = Live(tmp_path, is_rehearsal=True)
    context = chromium.new_context(locale="en-GB")
    try:
        page, store = context.new_page(), live.room.store
        session = live.do(store.open_session(kit().id, "REHEARSAL – Tuesday"))
        wear(page, first_of(LOOKS))
        page.goto(live.url(f"/f/{live.do(store.one_time_link())}"))
        page.get_by_role("button", name="Open the desk").click()
        page.wait_for_url("**/desk")
        card = next(thing.code for thing in kit().things if thing.kind == "card")
        for path in (f"/{card}", f"/desk/{session.id}"):
            page.goto(live.url(path))
            assert page.get_by_role("note").first.inner_text() == words("en")["rehearsal-mark"]
            assert wrong(page, LOOKS) == [], path
    finally:
        context.close()
        live.close()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = CliRunner().invoke(main, ["rehearse", str(tmp_path), "--files", str(tmp_path / "file" / "out")])
    assert (ran.exit_code, "cannot be made" in ran.stderr) == (ExitCode.FILES, True)
