"""Two sessions that are open at once, on the phone of somebody who came in before the second one was opened."""

from datetime import timedelta

import pytest
from accessible import barriers
from engines import ENGINES
from rooms import kit, thing

GUEST = thing("card", "guest")
GO, STAY = "[name=_newer][value=go]", "[name=_newer][value=stay]"

pytestmark = [
    pytest.mark.parametrize("script", [True, False], ids=["script", "no script"]),
    pytest.mark.parametrize("engine", ENGINES),
]


@pytest.fixture
def monday(live):
    return live.do(live.room.store.open_session(kit().id, "Monday"))


@pytest.fixture
def page(phone_in, monday, script):
    """A phone that has said something on Monday."""
    page = phone_in(script)
    page.go(f"/{GUEST.code}")
    page.tick("#_consent")
    write(page, "On Monday")
    return page


def write(page, words):
    page.fill("[name=note]", words)
    page.press("#entry button.main")
    page.see(".answers, .panel")


def open_tuesday(live):
    live.later += timedelta(days=1)
    return live.do(live.room.store.open_session(kit().id, "Tuesday"))


def notes(live, session):
    return [entry.body["note"] for entry in live.room.store.entries(session.id)]


def test_what_is_written_as_a_session_is_opened_goes_where_the_phone_says(live, monday, page, script):
    page.go(f"/{GUEST.code}")
    tuesday = open_tuesday(live)
    page.fill("[name=note]", "On Tuesday")
    page.press("#entry button.main")
    page.see(GO)
    assert not script or barriers(page) == []
    page.press(GO)
    page.see("#_consent")
    page.tick("#_consent")
    page.press("#entry button.main")
    page.see(".answers")
    assert (notes(live, monday), notes(live, tuesday)) == (["On Monday"], ["On Tuesday"])


def test_a_phone_that_stays_is_asked_once(live, monday, page, script):
    tuesday = open_tuesday(live)
    page.go(f"/{GUEST.code}")
    page.see(STAY)
    assert not script or barriers(page) == []
    page.press(STAY)
    page.see("[name=note]")
    write(page, "On Monday still")
    assert (notes(live, monday), notes(live, tuesday)) == (["On Monday", "On Monday still"], [])
