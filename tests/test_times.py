"""Times on pages are those of the room, with their zone; the zone is handed in, and files keep UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from rooms import RUNNER, Clock, Phone, kit, make_room, press

from generator.capture.app import create_app
from generator.capture.model import NewEntry
from generator.capture.web.times import day, full_time, hour, in_utc
from generator.capture.web.tokens import entry_id

VIENNA = ZoneInfo("Europe/Vienna")


def in_vienna(time):
    return time.astimezone(VIENNA)


@pytest.mark.parametrize(
    ("at", "full", "of_day", "date"),
    [
        ("2026-11-22T09:30:00Z", "2026-11-22 10:30 CET", "10:30 CET", "2026-11-22"),
        ("2026-07-22T23:30:00Z", "2026-07-23 01:30 CEST", "01:30 CEST", "2026-07-23"),  # another day, summer
        ("2026-11-22T00:00:00Z", "2026-11-22", "2026-11-22", "2026-11-22"),  # made anonymous: nobody knows the hour
    ],
)
def test_a_time_is_that_of_the_room_with_its_zone(at, full, of_day, date):
    assert (full_time(at, in_vienna), hour(at, in_vienna), day(at, in_vienna)) == (full, of_day, date)


def test_a_time_of_the_clock_is_one_too():
    assert full_time(datetime(2026, 11, 22, 9, 30, tzinfo=UTC), in_vienna) == "2026-11-22 10:30 CET"
    assert full_time("2026-11-22T09:30:00Z", in_utc) == "2026-11-22 09:30 UTC"


def test_the_desk_shows_the_time_of_the_room_and_files_keep_utc(tmp_path):
    room = make_room(tmp_path, local=in_vienna)
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday"))
    id = entry_id()
    RUNNER.run(room.store.submit(NewEntry(id, session.id, None, "", "", "", "", "note", 1, {"note": "New"})))
    RUNNER.run(room.store.edit(id, {"note": "Newer"}))
    desk = Phone(create_app(room))
    assert press(desk, f"/f/{RUNNER.run(room.store.one_time_link())}").status_code == 303
    assert '<time datetime="2026-11-22T09:30:00Z">10:30 CET</time>' in desk.get(f"/desk/{session.id}").text
    page = desk.get(f"/desk/{session.id}/entries/{id}").text
    assert page.count('<time datetime="2026-11-22T09:30:00Z">2026-11-22 10:30 CET</time>') == 2
    assert "2026-11-22T09:30:00Z" in desk.get(f"/desk/{session.id}/results.csv").text
    room.store.close()


def test_a_session_that_began_after_midnight_is_of_the_day_that_the_room_had(tmp_path):
    clock = Clock()
    clock.time = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    room = make_room(tmp_path, local=in_vienna, clock=clock)
    RUNNER.run(room.store.open_session(kit().id, "Tuesday"))
    desk = Phone(create_app(room))
    assert press(desk, f"/f/{RUNNER.run(room.store.one_time_link())}").status_code == 303
    page = desk.get("/desk").text
    assert "2026-11-23 ·" in page
    assert "2026-11-22" not in page
    room.store.close()
