"""The page of a card: its picture and its one line, and the first question on the first screen of a phone."""

import hashlib
import re
from dataclasses import replace

import pytest
from rooms import RUNNER, Phone, kit, make_room, printed, thing

from generator.capture.app import create_app

WIDTH, HEIGHT = 390, 844
SAYING_MOST = sorted(kit().cards(), key=lambda card: len(card.title) + len(card.line or ""))
CARDS = {(card.role, bool(card.picture)): card for card in SAYING_MOST}  # of those in the selection, and of the others
QUESTION = "#entry [lang] > :is(fieldset, .field)"  # the first one, as a whole


def keep_pictures(store, do):
    for content in printed()[1]:
        do(store.keep_picture(content))


@pytest.mark.parametrize("language", ["en-GB", "de-DE"])
@pytest.mark.parametrize("joined", [False, True], ids=["consent asked", "without"])
def test_the_first_question_of_each_role_of_card_is_on_the_first_screen(live, chromium, joined, language):
    """The card of each role that has the most to say; those without a role as well."""
    assert {role for role, _ in CARDS} == {*kit().roles, ""}
    session = live.do(live.room.store.open_session(kit().id, "Tuesday", asks=("table", "department")))
    keep_pictures(live.room.store, live.do)
    context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale=language, has_touch=True)
    page = context.new_page()
    if joined:
        page.goto(live.url(f"/j/{session.join_token}"))
        page.locator("#_consent").check()
        page.locator("main button.main").click()
        page.locator("#code").wait_for()
    for (role, has_picture), card in CARDS.items():
        page.goto(live.url(f"/{card.code}"))
        box = page.locator(QUESTION).first.bounding_box()
        assert box["y"] + box["height"] <= HEIGHT, (role, box)
        assert page.locator("#_consent").count() == (not joined)
        assert page.locator(".hero .line").inner_text() == card.line
        motif = page.locator(".hero .motif")
        assert [each.evaluate("each => each.naturalWidth > 0") for each in motif.all()] == [True] * has_picture, role
    context.close()


@pytest.fixture
def room(tmp_path):
    room = make_room(tmp_path)
    RUNNER.run(room.store.open_session(kit().id, "Tuesday"))
    yield room
    room.store.close()


def test_the_picture_is_that_of_the_card_that_was_scanned_and_of_the_one_that_is_laid(room):
    keep_pictures(room.store, RUNNER.run)
    phone = Phone(create_app(room))
    phone.post("/join", {"_consent": "1"})
    guest, banner = thing("card", "guest"), thing("card", "banner")
    assert motif(phone.get(f"/{guest.code}").text) == guest.picture
    phone.post("/lay/cards", {"card": guest.code, "do": "add"})
    assert motif(phone.get(f"/{banner.code}").text) == banner.picture
    assert motif(phone.get("/lay").text) == ""


def test_a_picture_that_an_earlier_build_drew_stands_in_a_box_of_its_own(room):
    """Its table ends with it: stretched over the page it would lie in its middle, under the words."""
    svg = next(each for each in printed()[1] if b"xMaxYMax" in each)
    old = svg.replace(b' preserveAspectRatio="xMaxYMax"', b"")
    guest = thing("card", "guest")
    for drawing, kind in ((svg, "motif goes-on"), (old, "motif")):
        RUNNER.run(room.store.keep_picture(drawing))
        drawn = guest._replace(picture=hashlib.sha256(drawing).hexdigest())
        room.kits = lambda drawn=drawn: replace(
            kit(), things=tuple(drawn if each == guest else each for each in kit().things)
        )
        assert f'<img class="{kind}" src' in Phone(create_app(room)).get(f"/{guest.code}").text


def test_a_card_without_picture_or_line_has_its_page_all_the_same(room):
    bare = replace(kit(), things=tuple(each._replace(line=None, picture=None) for each in kit().things))
    for kits in (kit, lambda: bare):  # the first: a kit whose pictures the store does not have
        room.kits = kits
        page = Phone(create_app(room)).get(f"/{thing('card', 'guest').code}").text
        assert motif(page) == ""
        assert 'name="opinion"' in page
        assert ('class="line"' in page) == (kits is kit)


def test_what_is_kept_is_said_before_the_first_question_and_agreed_to_after_the_last(room):
    page = Phone(create_app(room)).get(f"/{thing('card', 'guest').code}").text
    places = [page.index(part) for part in ("kept for 90 days", 'href="#_notice"', 'name="opinion"', 'id="_notice"')]
    assert places == sorted(places)
    assert page.index('id="_consent"') < page.index('<button class="main">')


def motif(page):
    found = re.search(r'class="motif(?: goes-on)?" src="/picture/([0-9a-f]+)\.\w+"', page)
    return found[1] if found else ""
