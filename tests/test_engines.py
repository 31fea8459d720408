"""What differs between the engines of phones: the same in Chromium and in WebKit."""

import pytest
from accessible import barriers
from engines import BOXES, ENGINES, UNLIKE_CODES, ZOOMED
from rooms import kit, thing

from generator.capture.model import NewEntry
from generator.capture.web.tokens import entry_id

pytestmark = pytest.mark.parametrize("engine", ENGINES)

GRID = thing("poster", "four-arguments")
GUEST = thing("card", "guest")
RECIPE = thing("worksheet", "recipe", "1")
CARDS = [card.code for card in kit().cards()[:3]]
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
PLACE = """[...document.querySelectorAll('.numbers input')].map((box) => box.value)"""
DOT = """[document.querySelector('.dot').checkVisibility(), ...['left', 'bottom'].map((side) =>
    document.querySelector('.dot').style[side])]"""


@pytest.fixture
def session(live):
    return live.do(live.room.store.open_session(kit().id, "Tuesday", asks=("table", "department")))


@pytest.fixture
def page(phone_in, session):
    return phone_in()


def said(live, session):
    """An idea on the grid; its id."""
    body = {"idea": "Quiet hours", "place": {"x": 80, "y": 70}}
    entry = NewEntry(entry_id(), session.id, None, GRID.code, GRID.kind, GRID.id, "", "idea", 1, body)
    live.do(live.room.store.submit(entry))
    return entry.id


def agree(page):
    page.tick("#_consent")
    page.press("main button.main")


def test_everybody_can_use_the_pages_of_a_phone(page, session):
    """Nothing that axe has against them, no box that makes a phone zoom, no code that a phone mends."""
    paths = ["/", "/?code=ABCDEF", "/join", "/erase", f"/{GRID.code}", f"/{RECIPE.code}", f"/j/{session.join_token}"]
    for path in paths:
        page.go(path)
        assert (path, barriers(page), page.run(ZOOMED), page.run(UNLIKE_CODES)) == (path, [], [], [])
        assert page.run(f"{BOXES}.length"), path
    agree(page)
    page.see("#code")
    page.go("/lay")
    assert barriers(page) == page.run(ZOOMED) == page.run(UNLIKE_CODES) == []


def test_a_place_is_drawn_again_when_the_page_comes_back(page):
    page.go(f"/{GRID.code}")
    page.tap(".surface", 0.7, 0.8)
    page.press(".strip .kit")
    page.see("#code")
    page.back()
    page.see(".surface .dot")
    assert page.run(PLACE) == ["70", "20"]
    assert page.run(DOT) == [True, "70%", "20%"]


def test_after_what_waits_the_first_question_has_the_focus(live, page):
    page.go(f"/{GUEST.code}")
    live.stop()
    page.fill('[name="note"]', "Written in the lift")
    agree(page)
    page.see("main > section:focus button")
    page.press("main > section:focus button")
    assert page.run("document.activeElement === document.querySelector('#entry .stack input')")
    live.start()


def test_the_board_is_as_high_as_what_is_seen_of_the_window(page, session):
    page.go(f"/board/{session.board_token}")
    assert page.run("document.body.clientHeight") == page.run("innerHeight")
    sheets = page.run("[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText)")
    assert [rule for rule in sheets if "100vh" in rule] == []
    assert [rule for rule in sheets if "100dvh" in rule]


@SCRIPT
def test_a_recipe_is_laid_by_three_scans(live, session, phone_in, script):
    page = phone_in(script)
    page.go(f"/{CARDS[0]}")
    page.press('form[action="/lay/cards"] button')
    page.see("main:not(:has(#entry)) #_consent")
    agree(page)
    page.see(".slots")
    for code in CARDS[1:]:
        page.go(f"/{code}")
        page.see(f'#entry:has([value="{code}"]:checked)')
    page.fill('[name="if"]', "a guest comes")
    page.fill('[name="then"]', "we say hello")
    page.press("#entry button.main")
    page.see(".receipt")
    (kept,) = live.room.store.entries(session.id)
    assert set(kept.body["cards"]) == set(CARDS)
    assert kept.body["sentence"] == "If a guest comes, then we say hello."


@SCRIPT
def test_a_phone_comes_in_by_the_door(live, session, phone_in, script):
    page = phone_in(script)
    page.go(f"/j/{session.join_token}")
    page.fill("#_table", "7")
    page.fill("#_department", "legal")
    agree(page)
    page.see("#code")
    page.fill("#code", GUEST.code.lower())
    page.press("main button.main")
    page.see("#entry")
    page.fill('[name="note"]', "From the seventh table")
    page.press("#entry button.main")
    page.see(".receipt")
    (kept,) = live.room.store.entries(session.id)
    assert (kept.table, kept.department, kept.body) == ("7", "legal", {"note": "From the seventh table"})


def test_what_is_written_while_the_server_is_away_arrives_by_itself_and_once(live, session, page):
    page.go(f"/{GUEST.code}")
    live.stop()
    page.fill('[name="note"]', "Written in the lift")
    agree(page)
    page.see("#outbox summary")
    live.lose = 1  # the first answer as well
    live.start()
    page.see("#outbox.empty")
    assert [entry.body["note"] for entry in live.room.store.entries(session.id)] == ["Written in the lift"]


def test_what_is_refused_stays_in_sight_and_goes_when_it_can(live, session, page):
    page.go(f"/{GUEST.code}")
    live.do(live.room.store.close_session(session.id))
    page.fill('[name="note"]', "Too late?")
    agree(page)
    page.see("main > section:focus")
    page.go("/")
    page.press("#outbox summary")
    page.see("#outbox-list .words")
    assert "Too late?" in page.run("document.querySelector('#outbox-list .words').textContent")
    live.do(live.room.store.reopen_session(session.id))
    page.press("#outbox-list .row button:nth-child(2)")
    page.see("#outbox.empty")
    assert [entry.body["note"] for entry in live.room.store.entries(session.id)] == ["Too late?"]


def test_the_board_shows_what_is_said_while_it_hangs(live, session, page):
    page.go(f"/board/{session.board_token}")
    said(live, session)
    page.see("#frame .plane")
    assert "Quiet hours" in page.run("document.getElementById('frame').textContent")


@SCRIPT
def test_the_desk_chooses_what_hangs_there(live, session, phone_in, script):
    said(live, session)
    for words in ("A note", "Another note"):
        live.do(
            live.room.store.submit(NewEntry(entry_id(), session.id, None, "", "", "", "", "note", 1, {"note": words}))
        )
    page = phone_in(script)
    page.go(f"/f/{live.do(live.room.store.one_time_link())}")
    page.press("main button")
    page.see(".sessions a")
    page.go(f"/desk/{session.id}/board")
    page.see("#f-note-notes-1")
    page.press('#f-note-notes-1 [value="now"]')
    page.see('#f-note-notes-1 [value="go-on"]')
    page.go(f"/board/{session.board_token}")
    page.see(".notes li")
    page.go(f"/desk/{session.id}/board")
    page.press('#f-note-notes-1 [value="go-on"]')
    page.see('#f-note-notes-1 [value="now"]')
    page.press('#f-note-notes-1 [value="skip"]')
    page.see('#f-note-notes-1 [value="unskip"]')
    page.press('#f-idea-four-arguments-place [value="pin"]')
    page.see('#f-idea-four-arguments-place [value="unpin"]')
    board = live.room.store.session(session.id).board
    assert board == {"pinned": ["idea-four-arguments-place"], "skipped": ["note-notes-1"], "now": ""}


@SCRIPT
def test_a_vote_counts_until_the_desk_closes_it(live, session, phone_in, script):
    """The box of the other idea is sent along empty, as every browser does."""
    ids = [said(live, session) for _ in range(2)]
    page = phone_in(script)
    page.go(f"/{GRID.code}?form=idea-votes")
    page.fill(f'[name="dots.{ids[0]}"]', "2")
    agree(page)
    page.see(".answers")
    (vote,) = live.room.store.entries(session.id, forms=("idea-votes",))
    assert vote.body == {"dots": {ids[0]: 2}}
    live.do(live.room.store.set_ballot(session.id, "idea-votes", "four-arguments", state="closed"))
    page.go(f"/{GRID.code}?form=idea-votes")
    page.see("main h1")
    assert page.run("document.forms.entry === undefined") is True


@SCRIPT
def test_a_phone_places_what_is_there(live, session, phone_in, script):
    id = said(live, session)
    page = phone_in(script)
    page.go(f"/{GRID.code}")
    page.tick(f'[name="_thing"][value="{id}"]')
    assert page.run("document.querySelector('[name=idea]').checkVisibility()") is False
    page.fill('[name="place.x"]', "30")
    page.fill('[name="place.y"]', "40")
    agree(page)
    page.see(".answers")
    entry = live.room.store.entries(session.id)[-1]
    assert entry.body == {"place": {"x": 30, "y": 40}}
    assert live.room.store.targets(entry.id, "places") == (id,)


@SCRIPT
def test_the_desk_opens_hides_and_takes_it_back(live, session, phone_in, script):
    id = said(live, session)
    page = phone_in(script)
    page.go(f"/f/{live.do(live.room.store.one_time_link())}")
    page.press("main button")
    page.see(".sessions a")
    page.press(".sessions a")
    page.see('.entry [value="hide"]')
    page.press('.entry [value="hide"]')
    page.see(".entry.is-hidden")
    assert live.room.store.entry(id).state == "hidden"
    page.press('[value="undo"]')
    page.see(".entry:not(.is-hidden)")
    assert live.room.store.entry(id).state == "new"
