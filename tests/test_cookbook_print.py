"""Recipes of a room as a printed cookbook: each with the cards it was laid from, and all that people said of it."""

import json
import re
import shutil
import time
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from rooms import RUNNER, Phone, kit, make_room, manifest, press, thing
from serialised import controls
from test_handout import HOSTILE, letters, running

from generator.capture.app import create_app
from generator.capture.results.cookbook import cookbook_of
from generator.capture.results.held import ResultsReader
from generator.cli import main
from generator.errors import Problems
from generator.fonts import FontBook
from generator.kit.handout.printable import PrintableWords
from generator.kit.request.whereabouts import bundled_workshop
from generator.kit.workshop import load

SHEET = next(each for each in kit().things if (each.kind, each.id) == ("worksheet", "recipe"))
BLANK = next(each for each in kit().things if each.kind == "blank")
DECK = [card.id for card in load(bundled_workshop()).deck.cards]
CARDS = ("guest", "meets-a-title", "related-title", "banner", "nagging")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Nothing printed lies around."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREPDECK_WORKSHOPS", "")


def lays(people, name="Come back", cards=CARDS, blanks=(), **more) -> str:
    codes = [*(thing("card", card).code for card in cards), *blanks]
    body = {"name": name, "cards": codes, "who": "Guests", "sentence": "If a guest comes back, then we greet them."}
    return people.says(None, "", body | more, "recipe", SHEET)


def command(room, *words: str, to="cookbook.pdf", name="cookbook"):
    data = ["--data", str(room.store.path), "--to", to]
    return CliRunner().invoke(main, ["results", name, str(bundled_workshop()), *data, *words])


def pages(path="cookbook.pdf") -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def page_of(title: str, path="cookbook.pdf") -> int:
    return next(number for number, page in enumerate(pages(path)) if number > 1 and title in page)


def pictures(number: int) -> int:
    """How many faces are drawn on a page; what the first page has too is the mark that all pages share."""
    leaves = PdfReader("cookbook.pdf").pages
    drawn, shared = (re.findall(rb"/X\d+ Do\b", leaves[each].get_contents().get_data()) for each in (number, 1))
    return len([name for name in drawn if name not in shared])


def printed(room, *words):
    done = command(room, *words)
    assert done.exit_code == 0, done.output
    return pages()


def cookbook(room, session, along=None):
    return cookbook_of(ResultsReader(room.store, session.id), along)


def test_a_recipe_by_scans_has_a_page_with_its_cards(room, session, people):
    phone = Phone(create_app(room))
    phone.post("/join", {"_consent": "1"})
    phone.post("/lay/cards", {"card": thing("card", CARDS[0]).code, "do": "add"})
    for card in CARDS[1:]:
        page = phone.get(f"/{thing('card', card).code}")
    sent: dict[str, list[str]] = {}
    for name, value in controls(page.text):
        sent.setdefault(name, []).append(value)
    kept = phone.post("/lay", sent | {"name": ["Greeted"]})
    (entry,) = room.store.entries(session.id)
    printed(room)
    number = page_of("Greeted")
    text = " ".join(pages()[number].split())
    for card in CARDS:
        assert thing("card", card).title in text
    assert pictures(number) == len(CARDS)
    assert "then “A close neighbour” as “Banner”" in text
    assert "Failsafe: One cap for all channels" in text  # of the risk that lies there
    assert kit().entry_address(entry.id).partition("://")[2] in text
    assert kept.headers["location"].endswith(entry.id)


def test_it_says_what_was_said_elsewhere_what_is_open_and_what_is_missing(room, session, people):
    first = lays(people)
    lays(people, "Another way", ("guest", "banner", "meets-a-title", "related-title"), [BLANK.code])
    people.says(None, "", {"pilot": "Pilot", "cook": "Ada", "proof": "Fifty readers"}, "pitch", SHEET,
                names=(("pitches", first),))  # fmt: skip
    people.says(None, "", {"feature": "“Come back”, first", "owner": "Grace", "week": "49"}, "roadmap", SHEET)
    people.says(None, "", {"scenario": "Come backs of others", "wrong": "not of it"}, "risk", SHEET)
    people.says(None, "", {"ingredient": "Consent", "state": "no", "missing": "A sentence"}, "pantry", SHEET)
    people.says(None, "", {"ingredient": "Catalogue", "state": "yes"}, "pantry", SHEET)
    text = [" ".join(page.split()) for page in printed(room)]
    recipe, other = text[page_of("Come back")], text[page_of("Another way")]
    for words in ("Fifty readers", "Ada", "Grace", "49"):
        assert words in recipe
    assert "not of it" not in recipe
    assert "It does not say when it must not happen." in other
    assert "Worth another look" not in recipe
    side, shopping = text[page_of("Side by side")], text[page_of("The shopping list")]
    assert "1 Come back Guest A close neighbour Banner" in side
    for words in ("Consent", "A sentence", BLANK.title, "Needed by Another way"):
        assert words in shopping
    assert "Catalogue" not in shopping
    shared = " ".join(printed(room, "--share"))
    assert not re.search("Ada|Grace", shared)
    assert "Fifty readers" in shared


def test_most_votes_come_first_or_the_way_of_people(room, session, people):
    late = lays(people, "Late", ("about-to-lapse", "before-the-term-ends"))
    lays(people, "Nobody's", ())
    early = lays(people, "Early", ("guest", "meets-a-title"))
    (device,) = people.joins("design")
    field = next(name for name, each in kit().forms["pitch-vote"].fields.items() if each.kind == "votes")
    pitch = people.says(None, "", {"pilot": "Pilot"}, "pitch", SHEET, names=(("pitches", late),))
    people.says(device, "design", {field: {pitch: 3}}, "pitch-vote", SHEET)
    RUNNER.run(room.store.set_ballot(session.id, "pitch-vote", "", state="closed"))
    by_votes = cookbook(room, session).recipes
    assert [each.title for each in by_votes] == ["Late", "Nobody's", "Early"]
    assert by_votes[0].votes == 3
    along = [each.title for each in cookbook(room, session, DECK).recipes]
    assert along == ["Early", "Late", "Nobody's"]
    assert by_votes[2].address == kit().entry_address(early)


def test_what_is_hidden_merged_or_taken_back_is_in_none(room, session, people):
    (device,) = people.joins("design")
    stays, twin, hidden = lays(people, "Stays"), lays(people, "Twin"), lays(people, "Hidden")
    gone = people.says(device, "design", {"name": "Gone", "who": "x"}, "recipe", SHEET)
    RUNNER.run(room.store.merge([twin], stays))
    RUNNER.run(room.store.set_state(hidden, "hidden"))
    RUNNER.run(room.store.erase(device))
    assert [each.title for each in cookbook(room, session).recipes] == ["Stays"]
    assert room.store.entry(gone).state == "erased"


def test_hostile_recipes_come_out_whole(room, session, people):
    for number, text in enumerate(HOSTILE):
        fields = dict.fromkeys(("who", "what", "why", "sentence", "measure"), text)
        lays(people, f"{number} {text}", **fields, table=text)
        people.says(None, "", {"ingredient": text, "missing": text, "recipe": text}, "pantry", SHEET)
    text = running(printed(room, "--paper", "letter"), "Tuesday")
    words = PrintableWords(FontBook.load({}, {}, Problems()))
    for typed in HOSTILE:
        assert text.count(letters(words.plain(typed))) >= 6, typed[:40]


def test_the_same_recipes_are_the_same_bytes_in_the_brand_that_was_printed(room, session, people):
    lays(people)
    first = [command(room, to=name).exit_code for name in ("a.pdf", "b.pdf")]
    assert first == [0, 0]
    assert Path("a.pdf").read_bytes() == Path("b.pdf").read_bytes()
    client = Path(__file__).parent / "client"
    assert command(room, "--brand", str(client), to="c.pdf").exit_code == 0
    folder = Path("output/prepersonalization")
    folder.mkdir(parents=True)
    worn = json.loads(manifest())
    worn["brand"] |= {"legal": "© Lindenblatt", "colours": worn["brand"]["colours"] | {"accent": "#2d4a33"}}
    (folder / "manifest.json").write_text(json.dumps(worn), "utf-8")
    assert command(room, to="d.pdf").exit_code == 0
    assert "Lindenblatt" in pages("d.pdf")[0] + pages("c.pdf")[0]
    assert "Lindenblatt" not in pages("a.pdf")[0]


def test_what_cannot_be_printed_is_said(room, session, people, tmp_path):
    done = command(room)
    assert done.exit_code == 6
    assert "there is no recipe in this session" in done.output
    assert not Path("cookbook.pdf").exists()
    lays(people)
    assert command(room, to="cookbook.html").exit_code == 2
    assert command(room, "--paper", "b5").exit_code == 3
    other = Path(shutil.copytree(Path(__file__).parent / "small", tmp_path / "workshop"))
    words = ["results", "cookbook", str(other), "--data", str(room.store.path), "--to", "x.pdf"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 5
    assert "the session was held with 'prepersonalization'" in done.output


def test_the_desk_prints_it_where_the_workshop_lies_and_else_says_how(tmp_path):
    room = make_room(tmp_path)
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday"))
    from rooms import People

    lays(People(room, session))
    desk = Phone(create_app(room))
    press(desk, f"/f/{RUNNER.run(room.store.one_time_link())}")
    page = desk.get(f"/desk/{session.id}/end").text
    assert f"prepdeck results cookbook WORKSHOP --to cookbook.pdf --session {session.id}" in page
    assert "outcome/pdf" not in page
    assert desk.get(f"/desk/{session.id}/cookbook/votes").status_code == 404
    room.workshop = bundled_workshop()
    page = desk.get(f"/desk/{session.id}/end").text
    for path in ("cookbook/votes", "cookbook/journey", "outcome/pdf"):
        assert f'href="/desk/{session.id}/{path}"' in page
    for path in ("cookbook/journey", "outcome/pdf"):
        answer = desk.get(f"/desk/{session.id}/{path}")
        assert answer.content.startswith(b"%PDF-")
        assert answer.headers["content-type"] == "application/pdf"
    room.store.close()


def test_an_outcome_is_printed_with_its_follow_up_sheet(room, session, people):
    said = {
        "objective": "Three pilots", "people": "Ada, Grace", "first": "Ask less", "care": HOSTILE[1],
        "follow-up": "2026-12-08, 10:30", "host": "Ada",
    }  # fmt: skip
    people.says(None, "", said, "outcome", SHEET)
    people.says(None, "", {"feature": HOSTILE[2], "owner": "Grace"}, "roadmap", SHEET)
    done = command(room, to="outcome.pdf", name="outcome")
    assert done.exit_code == 0, done.output
    assert "[U+0633]" in done.output
    assert Path("outcome.pdf").stat().st_mode & 0o077 == 0
    text, words = running(pages("outcome.pdf"), "Tuesday"), PrintableWords(FontBook.load({}, {}, Problems()))
    for typed in ("Three pilots", "Ada, Grace", "2026-12-08 10:30 · Ada", HOSTILE[1]):
        assert letters(words.plain(typed)) in text
    assert text.count(letters(HOSTILE[2])) == 2  # on the roadmap, and on the sheet
    assert command(room, to="outcome.odt", name="outcome").exit_code == 2


@pytest.mark.parametrize("count", [5, pytest.param(200, marks=pytest.mark.soak)])
def test_two_hundred_recipes_are_a_cookbook_within_ten_seconds(room, session, people, count):
    examples = load(bundled_workshop()).examples
    for number in range(count):
        example = examples[number % len(examples)]
        said = {name: answer.text for name, answer in example.answers.items()}
        lays(people, cards=example.cards, **said | {"name": f"{number} {said['name']}"})
    started = time.process_time()
    printed(room)
    assert time.process_time() - started < 10
