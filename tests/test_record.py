"""The record of a workshop: one page from the disk that asks nobody for anything, and names no group under three."""

import asyncio
import csv
import html
import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest
from accessible import AXE, Look, walks, wear, wrong
from rooms import ROOT, RUNNER, People, kit, thing

from generator import child_process
from generator.capture.results import export, record
from generator.capture.results.plain_text import visible
from generator.capture.results.small_groups import shared_session
from generator.capture.run.results_process import ResultsProcess
from generator.capture.web.translations import speaker
from generator.capture.web.translations import words as wording
from generator.errors import REASONS, FileError

GRID = thing("poster", "four-arguments")
LOOKS = {
    "wide": Look((1280, 800)),
    "phone": Look((390, 800)),
    "narrow": Look((320, 640)),
    "dark": Look((390, 800), scheme="dark"),
    "forced colours": Look((390, 800), forced="active"),
    "right to left": Look((390, 800), rtl=True),
}
WORDS = ("one", "two", "three", "four", "five")
HOSTILE = [
    "=1+1",
    "</dd></script><script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">",
    "\u202eback to front\u202c",
    "{{ t }} {% for %} {0}",
    "👩🏽‍🚒 مرحبا z͑͗a͛",
    "ab" * 1000,
    "one\n\n  two",
]


def written(room, folder, session=None) -> str:
    to = folder / "record.html"
    record(room.store, session.id if session else None, to, room.local)
    return to.read_text("utf-8")


def fill(people: People) -> None:
    """Three from data, two from legal, an idea that both placed and voted on."""
    data, legal = people.joins("data", 3), people.joins("legal", 2)
    for number, device in enumerate([*data, *legal]):
        group = "data" if device in data else "legal"
        idea = people.says(device, group, {"idea": f"Idea {number}", "place": {"x": 9 * number, "y": 50}}, "idea", GRID)
        people.says(device, group, {"dots": {idea: 1}}, "idea-votes", GRID)
        people.says(device, group, {"note": f"Crème brûlée {WORDS[number]}"})


# --- what is in it ---


def test_it_has_what_the_board_shows_its_twins_and_no_vote_of_one_person(room, session, people, tmp_path):
    fill(people)
    for words in ("zanzibar hidden", "zanzibar erased"):
        id = people.says(None, "", {"note": words})
        RUNNER.run(room.store.set_state(id, words.split()[1]))
    stays, twin = (people.says(None, "", {"note": words}) for words in ("quagga stays", "quagga twin"))
    RUNNER.run(room.store.merge([twin], stays))
    RUNNER.run(room.store.close_session(session.id))
    text = written(room, tmp_path)
    assert "zanzibar" not in text
    assert text.count("quagga twin</dd>") == 1
    assert 'id="votes"' in text  # as a table
    assert f"{kit().forms['idea-votes'].title} <span" not in text  # and not as entries
    RUNNER.run(room.store.set_state(stays, "hidden"))
    assert "quagga" not in written(room, tmp_path)


def test_votes_that_are_open_are_neither_counted_nor_listed(room, session, people, tmp_path):
    fill(people)
    text = written(room, tmp_path)
    assert 'id="votes"' not in text
    assert "Votes that are open still: 5" in text


def test_votes_on_what_was_erased_name_nothing_of_it(room, session, people, tmp_path):
    fill(people)
    RUNNER.run(room.store.set_state("e1", "erased"))  # the first idea
    RUNNER.run(room.store.close_session(session.id))
    text = written(room, tmp_path)
    votes = text[text.index('id="votes"') :]
    assert "Idea 0" not in text
    assert not re.search(r">e1<", text)
    assert votes.count("(no longer shown)") == 1


def test_where_entries_are_released_one_by_one_only_those_are_in_it(room, session, people, tmp_path):
    RUNNER.run(room.store.set_session(session.id, premoderate=True))
    released = people.says(None, "", {"note": "quagga"})
    people.says(None, "", {"note": "zanzibar"})
    RUNNER.run(room.store.set_state(released, "shown"))
    text = written(room, tmp_path)
    assert "quagga" in text
    assert "zanzibar" not in text


def test_the_same_session_is_the_same_bytes(room, session, people, tmp_path):
    fill(people)
    assert written(room, tmp_path) == written(room, tmp_path)


# --- groups under three ---


def groups(people: People, entries=None, others="Others"):
    room, session = people.room, people.room.store.session(people.session.id)
    entries = room.store.entries(session.id) if entries is None else entries
    return shared_session(session, kit(), entries, room.store.departments(session.id), others)


def test_departments_under_three_stand_together_also_where_a_form_asks(people):
    for name, count in (("data", 3), ("legal", 2), ("design", 1)):
        for device in people.joins(name, count):
            people.says(device, name, {"note": "x"})
    (own,) = people.joins("data")
    people.says(own, "data", {"note": "x", "department": "support"})
    shared = groups(people)
    assert shared.together == "Others"
    assert [entry.department for entry in shared.entries] == ["data"] * 3 + ["Others"] * 3 + ["data"]
    assert shared.entries[-1].body["department"] == "Others"
    assert set(shared.session.merged.values()) == {"Others"}


def test_two_alone_take_the_next_along_and_where_nobody_is_left_no_group_stands(people):
    for name, count in (("data", 4), ("design", 3), ("legal", 2)):
        for device in people.joins(name, count):
            people.says(device, name, {"note": "x"})
    assert [entry.department for entry in groups(people).entries] == ["data"] * 4 + ["Others"] * 5
    few = [entry for entry in people.room.store.entries(people.session.id) if entry.department != "data"]
    assert {entry.department for entry in groups(people, few).entries} == {""}


def test_people_are_phones_and_who_typed_for_the_room_is_nobody(people):
    for device in people.joins("data", 3):
        people.says(device, "data", {"note": "x"})
    (one,) = people.joins("legal")
    for _ in range(4):
        people.says(one, "legal", {"note": "x"})
        people.says(None, "legal", {"note": "x"})
    assert {entry.department for entry in groups(people).entries} == {""}  # with one of legal, data is nobody else


def test_where_all_are_large_enough_nothing_is_merged(people):
    for name in ("data", "legal"):
        for device in people.joins(name, 3):
            people.says(device, name, {"note": "x"})
    people.says(None, "", {"note": "x"})
    shared = groups(people)
    assert shared.together is None
    assert shared.entries == people.room.store.entries(people.session.id)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "sqlite", "xlsx"])
def test_no_file_to_share_names_a_small_group_or_what_is_hidden(room, session, people, tmp_path, kind):
    for device in people.joins("data", 4):
        people.says(device, "data", {"note": "quagga", "table": "okapi"}, table="okapi")
    for device in people.joins("legal", 2):
        id = people.says(device, "legal", {"note": "quagga", "department": "legal"})
        RUNNER.run(room.store.edit(id, {"note": "quagga too", "department": "legal"}, device))
    for device in people.joins("design", 1):
        people.says(device, "design", {"note": "quagga"})
    RUNNER.run(room.store.set_state(people.says(None, "", {"note": "zanzibar"}), "hidden"))
    to = tmp_path / f"shared.{kind}"
    assert export(room.store, session.id, to, kind, share=True) == 7
    said = _read(to)
    assert "quagga" in said
    assert "legal" not in said
    assert "zanzibar" not in said
    assert "okapi" not in said  # of a department one sits at each table
    assert said.count("Others") >= 3
    export(room.store, session.id, to, kind)
    assert {"legal", "okapi"} <= set(re.findall(r"\w+", _read(to)))  # one's own files say what was said


def test_what_comes_while_a_copy_is_made_is_in_none(room, session, people, tmp_path, monkeypatch):
    fill(people)
    phones, share = people.joins("data"), room.store.share

    def late(*words):
        people.joins("zanzibar")
        people.says(phones[0], "zanzibar", {"note": "zanzibar"})
        people.says(phones[0], "data", {"dots": {"e1": 1}}, "idea-votes", GRID)
        return share(*words)

    monkeypatch.setattr(room.store, "share", late)
    to = tmp_path / "x.sqlite"
    export(room.store, None, to, "sqlite", share=True)
    assert "zanzibar" not in _read(to)
    export(room.store, None, to, "sqlite")
    assert "dots" not in _read(to)  # a vote that is open


def test_no_digest_is_handed_on_by_which_one_could_try_out_who_it_was(room, session, people, tmp_path):
    fill(people)
    export(room.store, None, tmp_path / "x.sqlite", "sqlite", share=True)
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as store:
        assert store.execute("SELECT count(*), count(sent) FROM entry").fetchone() == (10, 0)


def _read(path) -> str:
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as store:
            tables = ("entry", "device", "revision", "session")
            return repr([store.execute(f"SELECT * FROM {table}").fetchall() for table in tables])
    if path.suffix == ".xlsx":
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(path)
        return repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    if path.suffix == ".jsonl":
        return repr([json.loads(line) for line in path.read_text("utf-8").splitlines()])
    with path.open(encoding="utf-8-sig", newline="") as file:
        return repr(list(csv.reader(file)))


# --- the page ---


def test_control_characters_are_seen():
    assert visible("a\x00b\x1bc\x7f\x85\ud83d\r\n\td") == "a␀b␛c␡\\u0085\\ud83d\n\td"


@pytest.fixture
def opened(chromium, room, session, people, tmp_path):
    """The record in a browser, from the disk; whatever it asks for is listed."""
    fill(people)
    for words in HOSTILE:
        people.says(None, "", {"note": words}, table="7")
    RUNNER.run(room.store.close_session(session.id))
    written(room, tmp_path)
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.goto((tmp_path / "record.html").as_uri())
    yield page
    assert asked == [(tmp_path / "record.html").as_uri()]
    context.close()


@pytest.mark.needs("chromium")
def test_what_was_said_is_text_and_whole(opened):
    texts = opened.evaluate("[...document.querySelectorAll('dd')].map((each) => each.textContent)")
    assert [words for words in HOSTILE if words not in texts] == []
    assert opened.title().startswith("Tuesday")
    assert opened.evaluate("getComputedStyle(document.querySelector('dd')).unicodeBidi") == "isolate"


@pytest.mark.needs("chromium")
def test_it_is_searched_by_the_keyboard_alone(opened):
    opened.keyboard.press("/")
    opened.keyboard.type("creme FOUR")
    opened.locator("#hits:not(:empty)").wait_for()
    count, of = opened.locator("#hits").text_content().split(" of ")
    assert (count, int(of)) == ("1", opened.locator(".entries > li").count())
    assert opened.locator(".entries > li:visible").count() == 1
    assert not opened.locator("#boards").is_visible()
    opened.keyboard.press("Enter")
    assert "Crème brûlée four" in opened.evaluate("document.activeElement.textContent")
    opened.keyboard.press("Escape")
    assert opened.locator(".entries > li:visible").count() == int(of)
    opened.keyboard.type("nobody said this")
    opened.locator("#hits:not(:empty)").wait_for()
    assert "no entry" in opened.locator("#hits").text_content()


@pytest.mark.needs("chromium")
@walks(LOOKS)
def test_everybody_can_read_it(opened, looks):
    wear(opened, next(iter(looks.values())))
    opened.evaluate(AXE)
    assert wrong(opened, looks) == []


@pytest.mark.needs("chromium")
def test_pictures_are_as_large_as_their_box_and_print_without_a_search(opened):
    wear(opened, LOOKS["wide"])
    box = opened.locator(".screen").first.bounding_box()
    assert box["width"] / box["height"] == pytest.approx(16 / 9, abs=0.01)
    plane = opened.locator(".screen .plane .dot, .screen .plane .badge").first.bounding_box()
    assert 0.01 < plane["height"] / box["height"] < 0.12
    opened.emulate_media(media="print", color_scheme="dark")
    assert not opened.locator("#find").is_visible()
    ground = opened.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')")
    opened.emulate_media(media="screen", color_scheme="light")
    assert ground == opened.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')")


@pytest.mark.needs("chromium")
def test_a_request_is_noticed(chromium, room, session, people, tmp_path):
    """The planted fault: a picture from elsewhere is not fetched, and the page says so."""
    people.says(None, "", {"note": "x"})
    text = written(room, tmp_path).replace("</main>", '<img src="https://example.org/x.png"></main>')
    (tmp_path / "planted.html").write_text(text, "utf-8")
    context = chromium.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto((tmp_path / "planted.html").as_uri())
    assert any("Content Security Policy" in each for each in told)
    context.close()


def test_the_desk_gives_it(desk, room, session, people):
    fill(people)
    page = desk.get(f"/desk/{session.id}/end")
    assert f'href="/desk/{session.id}/record.html"' in page.text
    answer = desk.get(f"/desk/{session.id}/record.html")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "Crème brûlée four" in answer.text


def test_a_server_has_files_written_by_another_process_one_at_a_time(room, session, people, tmp_path):
    fill(people)
    write = ResultsProcess(room.store.path)

    async def both():
        files = tmp_path / "a.html", tmp_path / "b.csv"
        await asyncio.gather(write(["record", "--session", session.id], files[0]), write(["export"], files[1]))
        return files

    page, table = RUNNER.run(both())
    assert "Crème brûlée four" in page.read_text("utf-8")
    assert "Crème brûlée four" in table.read_text("utf-8-sig")
    with pytest.raises(FileError, match="there is no session 'gone'"):
        RUNNER.run(write(["record", "--session", "gone"], tmp_path / "c.html"))


def test_a_file_that_cannot_be_written_is_a_page_with_the_reason(room, desk, session):
    async def fails(words, to):
        raise FileError("no space left <here>")

    room.write_results = fails
    for path in ("record.html", "results.xlsx", "outcome/ics", "backlog/jira", "heat-map/png", "markdown"):
        answer = desk.get(f"/desk/{session.id}/{path}")
        assert answer.status_code == 500
        assert '<p lang="en">no space left &lt;here&gt;</p>' in answer.text
        assert speaker("en")("desk-why-other") in answer.text
        assert f'action="/desk/{session.id}/end"' in answer.text  # its buttons do what they do elsewhere


def test_a_file_that_nobody_has_said_anything_for_is_not_there_yet_in_the_words_of_the_desk(room, desk, session):
    room.write_results = ResultsProcess(room.store.path)
    room.workshop = ROOT / "deck_sources/prepersonalization"
    for path, key in (
        ("cookbook/votes", "desk-nothing-for-cookbook"),
        ("heat-map/png", "desk-nothing-for-heat-map"),
        ("deck/yaml", "desk-nothing-for-deck"),
        ("cards-used/md", "desk-nothing-for-card-uses"),
    ):
        answer = desk.get(f"/desk/{session.id}/{path}")
        assert (path, answer.status_code) == (path, 404)
        assert speaker("en")(key) in answer.text
        assert "prepdeck" not in re.findall(r'role="alert">(.*?)</p>', answer.text)[0]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_desk_has_words_of_its_own_for_what_a_command_says(room, desk, session, people, tmp_path, language):
    """Of a workshop with a fault, and of another kit; whatever else may be has words too."""
    people.says(None, "", {"name": "Come back", "cards": [thing("card", "guest").code]}, "recipe")
    room.write_results = ResultsProcess(room.store.path)
    faulty = tmp_path / "workshop"
    shutil.copytree(ROOT / "tests/small", faulty)
    (faulty / "kit.yaml").write_text("kit: [\n")
    for folder, key in ((faulty, "sources"), (ROOT / "tests/german", "other-kit")):
        room.workshop = folder
        answer = desk.get(f"/desk/{session.id}/cookbook/votes", headers={"accept-language": language})
        (shown,) = re.findall(r'role="alert">(.*?)</p>', answer.text)
        t = speaker(language)
        assert html.unescape(shown) == t("desk-not-written", why=t(f"desk-why-{key}"))
        assert answer.status_code == 500
        assert answer.text.count("kit.yaml" if key == "sources" else str(folder)) == 1  # where the command says it
    known = {name.removeprefix("desk-why-") for name in wording(language) if name.startswith("desk-why-")}
    assert known == {*filter(None, REASONS), "other"}


@pytest.fixture
def started(monkeypatch):
    """The processes that writers of results start, which do nothing until they are ended."""
    processes: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen):
        def __init__(self, *words, **more) -> None:
            super().__init__(*words, **more)
            processes.append(self)

    monkeypatch.setattr(child_process, "COMMAND", "import time\nwhile True: time.sleep(60)")
    monkeypatch.setattr(subprocess, "Popen", Noted)
    yield processes
    for process in processes:
        process.kill()


async def _until(is_so) -> None:
    while not is_so():
        await asyncio.sleep(0.01)


def test_a_file_that_nobody_waits_for_any_more_is_not_written_on(room, tmp_path, started):
    async def given_up():
        writing = asyncio.ensure_future(ResultsProcess(room.store.path)(["export"], tmp_path / "a.csv"))
        await _until(lambda: started)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        return writing.cancelled()

    assert RUNNER.run(given_up())
    (process,) = started
    assert process.returncode is not None


def test_a_process_that_was_killed_is_named_and_the_next_has_its_turn(room, tmp_path, started):
    write = ResultsProcess(room.store.path)

    async def killed() -> None:
        writing = asyncio.ensure_future(write(["export"], tmp_path / "a.csv"))
        await _until(lambda: started)
        started.pop().kill()
        await writing

    for _ in range(2):
        with pytest.raises(FileError, match="was ended"):
            RUNNER.run(killed())


def test_the_command_writes_it(room, session, people, tmp_path):
    from click.testing import CliRunner

    from generator.cli import main

    fill(people)
    to = tmp_path / "a.html"
    done = CliRunner().invoke(main, ["results", "record", "--to", str(to), "--data", str(room.store.path)])
    assert done.exit_code == 0, done.output
    assert "Crème brûlée four" in to.read_text("utf-8")
