"""A store that is full, locked or damaged: nothing acknowledged is lost; it is told once, and comes back by itself."""

from contextlib import closing
from html import unescape

import pytest
from rooms import RUNNER, Phone, kit, make_room, press
from test_server import GUEST, JSON, entry
from troubles import damaged, full, locked, small_disk

from generator.capture.model import KEPT
from generator.capture.run.care import Care
from generator.capture.store import Store, StoreFault, StoreReader
from generator.capture.web import guard
from generator.capture.web.translations import words

NOTE = "Words that a page of the file holds"


@pytest.fixture
def room(tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        room = make_room(disk)
        yield room
        room.store.close()


@pytest.fixture
def desk(room, app):
    browser = Phone(app, address="10.0.0.1")
    assert press(browser, f"/f/{RUNNER.run(room.store.one_time_link())}").status_code == 303
    return browser


class Outbox:
    """Sends entries, and remembers which were acknowledged and which are to be sent again."""

    def __init__(self, phone, clock) -> None:
        self.phone, self.clock = phone, clock
        self.acknowledged: set[str] = set()
        self.waiting: dict[str, dict[str, str]] = {}

    def send(self, sent=None):
        self.clock.pass_by(10)  # not more than one phone may send
        sent = sent or entry(note=NOTE + ", and more of them" * 100)
        answer = self.phone.post(f"/{GUEST.code}", sent, headers=JSON)
        if answer.status_code in (200, 201):
            self.acknowledged.add(sent["_id"])
            self.waiting.pop(sent["_id"], None)
        else:
            self.waiting[sent["_id"]] = sent
        return answer

    def send_until_it_waits(self):
        answer = self.send()
        for _ in range(300):
            if answer.status_code not in (200, 201):
                return answer
            answer = self.send()
        raise AssertionError("nothing was in the way")

    def lost(self, store, session) -> set[str]:
        kept = [entry.id for entry in store.entries(session.id, states=KEPT)]
        assert len(kept) == len(set(kept))
        return self.acknowledged - set(kept)


@pytest.fixture
def outbox(phone, room):
    return Outbox(phone, room.clock)


def mark(desk, path="/desk") -> str:
    """What the desk says of the store, on top of each page."""
    text = desk.get(path).text
    return unescape(text.partition('id="trouble"')[2].partition(">")[2].partition("<")[0])


# --- a full disk, a locked file ---


@pytest.mark.parametrize(("trouble", "ailment"), [(full, "full"), (locked, "locked")])
def test_what_cannot_be_kept_waits_and_what_was_kept_stays(room, session, outbox, desk, trouble, ailment):
    for _ in range(3):
        assert outbox.send().status_code == 201
    with trouble(room.store):
        answer = outbox.send_until_it_waits()
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "10"
        assert answer.json()["reason"] == "unavailable"
        assert {outbox.send().status_code for _ in range(3)} <= {201, 503}  # a small one may still find room
        assert room.trouble == ailment
        assert not RUNNER.run(room.store.recover())
        for path in ("/desk", f"/desk/{session.id}"):  # what is read is there
            assert mark(desk, path) == words("en")[f"desk-store-{ailment}"]
        assert outbox.phone.get(f"/{GUEST.code}").status_code == 200
    assert len(outbox.waiting) >= 1
    assert RUNNER.run(room.store.recover())
    assert room.trouble == mark(desk) == ""
    for sent in list(outbox.waiting.values()):
        assert outbox.send(sent).status_code in (200, 201)
    assert not outbox.waiting
    assert not outbox.lost(room.store, session)


def test_without_script_the_page_says_how_to_send_it_again(room, session, phone):
    with locked(room.store):
        page = phone.post(f"/{GUEST.code}", entry())
        assert page.status_code == 503
        assert page.headers["retry-after"] == "10"
        said = words("en")
        assert said["store-writing-title"] in page.text
        assert said["store-writing-words"].format(seconds=10) in unescape(page.text)


def test_a_server_that_acknowledges_what_it_could_not_keep_is_caught(room, session, outbox, monkeypatch):
    submit = Store.submit

    async def hasty(self, entry, may_change=True):
        try:
            return await submit(self, entry, may_change)
        except StoreFault:
            return "stored"

    outbox.send()  # has joined
    monkeypatch.setattr(Store, "submit", hasty)
    with locked(room.store):
        assert outbox.send().status_code == 201
    assert len(outbox.lost(room.store, session)) == 1


def test_a_fault_that_nobody_answers_for_is_caught(room, session, phone, monkeypatch):
    monkeypatch.setattr(guard, "StoreFault", LookupError)  # the terminal would show a traceback for each request
    with locked(room.store), pytest.raises(StoreFault):
        phone.post(f"/{GUEST.code}", entry())


@pytest.mark.parametrize("trouble", [full, locked])
def test_a_server_that_ends_amid_a_trouble_has_lost_nothing(room, session, outbox, trouble):
    outbox.send()
    with trouble(room.store):
        outbox.send_until_it_waits()
        with closing(StoreReader.open_to_read(room.store.path, room.clock)) as beside:
            assert not outbox.lost(beside, session)
    room.store.close()
    with closing(StoreReader.open_to_read(room.store.path, room.clock)) as again:
        assert not outbox.lost(again, session)


# --- damage ---


def test_damaged_pages_are_answered_for_where_they_are_met_alone(room, session, outbox, desk):
    outbox.send()
    secret, _ = RUNNER.run(room.store.join(session.id))
    other = RUNNER.run(room.store.open_session(kit().id, "Wednesday"))
    with damaged(room.store, NOTE.encode()):
        RUNNER.run(room.store.set_session(other.id, title="Thursday"))  # so that nobody reads what is remembered
        page = desk.get(f"/desk/{session.id}")
        assert page.status_code == 503
        assert words("en")["store-reading-title"] in page.text
        assert room.trouble == "damaged"
        assert mark(desk, "/desk/codes") == words("en")["desk-store-damaged"]
        assert room.store.device(secret).session == session.id
        assert not RUNNER.run(room.store.recover())
    RUNNER.run(room.store.set_session(other.id, title="Friday"))
    assert RUNNER.run(room.store.recover())
    assert not outbox.lost(room.store, session)
    assert mark(desk) == ""


# --- in the terminal ---


@pytest.mark.parametrize("trouble", [full, locked])
def test_the_terminal_says_a_trouble_once_and_that_it_is_over(room, session, outbox, trouble):
    lines: list[str] = []
    care = Care(room.store, room.clock, lines.append)
    RUNNER.run(care.look_after())
    assert lines == []
    for _ in range(2):
        lines.clear()
        with trouble(room.store):
            outbox.send_until_it_waits()
            for _ in range(3):
                outbox.send()
                RUNNER.run(care.look_after())
            (line,) = lines
            assert str(room.store.path) in line
            assert "Phones keep what is written" in line
        RUNNER.run(care.look_after())
        RUNNER.run(care.look_after())
        assert lines[1:] == [f"{room.store.path}: all is well again; entries are kept."]
