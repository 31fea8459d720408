"""What differs between the engines of phones: the same in Chromium and in WebKit."""

import pytest
from engines import BOXES, ENGINES, UNLIKE_CODES, ZOOMED
from rooms import kit, thing

pytestmark = pytest.mark.parametrize("engine", ENGINES)

GRID = thing("poster", "four-arguments")
GUEST = thing("card", "guest")
RECIPE = thing("worksheet", "recipe", "1")
PLACE = """[...document.querySelectorAll('.numbers input')].map((box) => box.value)"""
DOT = """[document.querySelector('.dot').checkVisibility(), ...['left', 'bottom'].map((side) =>
    document.querySelector('.dot').style[side])]"""


@pytest.fixture
def session(live):
    return live.do(live.room.store.open_session(kit().id, "Tuesday", asks=("table", "department")))


@pytest.fixture
def page(phone_in, session):
    return phone_in()


def agree(page):
    page.tick("#_consent")
    page.press("main button.main")


def test_no_box_makes_a_phone_zoom_and_codes_stay_as_they_are_typed(page, session):
    paths = ["/", "/?code=ABCDEF", "/join", "/erase", f"/{GRID.code}", f"/{RECIPE.code}", f"/j/{session.join_token}"]
    for path in paths:
        page.go(path)
        assert (path, page.run(ZOOMED), page.run(UNLIKE_CODES)) == (path, [], [])
        assert page.run(f"{BOXES}.length"), path
    agree(page)
    page.see("#code")
    page.go("/lay")
    assert page.run(ZOOMED) == page.run(UNLIKE_CODES) == []


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
