"""The board keeps up: what one more entry costs, what is sent, which frame comes when, and what it must not tell."""

import ast
import asyncio
import math
import random
import re
from pathlib import Path
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect
from rooms import RUNNER, Phone, kit, press
from test_board import BALLOTS, GRID, GUEST, SESSION, WORDS, entry, frames, idea, of_kind, shown, vote

from generator.capture.app import create_app
from generator.capture.board.boards import Boards
from generator.capture.board.frames import EVERY, ROUND, Ballots, Frames, FrameWishes, turn
from generator.capture.board.frames.frame import BoardNote, NotesFrame
from generator.capture.board.frames.labels import BADGE_ACROSS, BADGE_UP, LINE, name_on_plane, width
from generator.capture.board.frames.planes import DOTS
from generator.capture.board.frames.spread import ASPECT, Spacing, squares
from generator.capture.board.frames.turn import SLOTS
from generator.capture.board.measures import Links, Measures
from generator.capture.board.measures.planes import quartiles
from generator.capture.board.upkeep import MeasuresOfSession
from generator.capture.model import Ballot, NewEntry
from generator.capture.web.tokens import entry_id
from generator.capture.web.translations import words

BOARD = Path(__file__).parent.parent / "generator/capture/board"
OPEN = Ballots((), 12)
EN = words("en")


# --- measures know no frames ---


def imported(path):
    tree = ast.parse(path.read_text())
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {node.module or "" for node in nodes}


def test_measures_know_no_frame_and_no_language():
    for path in (BOARD / "measures").glob("*.py"):
        known = {name for name in imported(path) if name.startswith("generator.capture")}
        assert not {name for name in known if "frames" in name or "translations" in name or ".web" in name}, path
    assert any("measures" in name for name in imported(BOARD / "frames/planes.py"))  # it would be seen


@given(st.lists(st.integers(0, 100), min_size=2, max_size=40))
def test_quartiles_are_those_of_the_numbers_one_by_one(numbers):
    counted = {number: numbers.count(number) for number in numbers}
    expected = quantiles(numbers, n=4, method="inclusive")
    assert [round(each, 6) for each in quartiles(counted)] == [round(each, 6) for each in expected]


# --- what work is done ---


def test_dots_that_fill_a_plane_are_found_a_place_in_a_few_steps_each():
    chance = random.Random(7)
    spacing = Spacing(3.4)
    for _ in range(DOTS):
        spacing.place(chance.gauss(50, 4), chance.gauss(50, 4))
    assert spacing.steps < 60 * DOTS
    alike = Spacing(3.4)
    for _ in range(DOTS):
        alike.place(50, 50)
    assert alike.steps < 10 * DOTS


def test_a_plane_of_twenty_thousand_is_drawn_with_as_many_shapes_as_one_of_two_thousand():
    """What is sent and drawn depends on the plane, not on how many stand there."""
    chance = random.Random(7)

    def plane(count):
        some = [idea(f"Idea {chance.randrange(count)}", chance.randrange(101), chance.randrange(101), "legal", n)
                for n in range(count)]  # fmt: skip
        return of_kind(some, "grid")

    small, large = plane(2_000), plane(20_000)
    for few, many in zip(small, large, strict=True):
        assert not many.dots
        assert len(many.squares) <= len(few.squares) * 1.1
        assert [len(each.squares) for each in many.planes] <= [150]
    assert large[0].count == 20_000
    assert sum(quadrant.count for quadrant in large[0].quadrants) == 20_000


def test_squares_are_as_large_as_what_they_count_and_stay_inside():
    parts = squares({(0, 0): 1, (100, 100): 4, (99, 99): 5}, 10)
    assert [part.side for part in parts] == [round(10 * math.sqrt(1 / 9), 1), 10]
    assert all(0 <= part.x <= 100 * ASPECT - part.side and 0 <= part.y <= 100 - part.side for part in parts)


def test_of_one_more_entry_only_its_matter_is_worked_on():
    measures, made = Measures(SESSION, kit()), Frames(WORDS)
    measures.add([idea("A", 1, 1, seq=1), entry("note", {"note": "N"}, seq=2), vote({"i1": 1}, seq=3)])
    before = made.of(measures, BALLOTS)
    assert made.made == 3
    measures.add([entry("note", {"note": "M"}, seq=4)])
    after = made.of(measures, BALLOTS)
    assert made.made == 4
    changed = {each.frame.key for each in after} - {each.frame.key for each in after if each in before}
    assert changed == {"note-notes-1"}
    measures.add([idea("B", 2, 2, seq=5)])
    made.of(measures, BALLOTS)
    assert made.made == 6  # the plane, and the votes on what stands there


@given(st.lists(st.tuples(st.sampled_from(["A", "b", "B"]), st.integers(0, 100), st.integers(0, 3)), max_size=20))
def test_one_after_the_other_comes_to_the_same_as_all_at_once(placed):
    entries = [idea(name, x, x, seq=n) for n, (name, x, _) in enumerate(placed)]
    entries += [vote({f"i{n}": dots + 1}, device=dots, seq=100 + n) for n, (_, _, dots) in enumerate(placed)]
    measures = Measures(SESSION, kit())
    for each in entries:
        measures.add([each])
    assert [each.frame for each in Frames(WORDS).of(measures, BALLOTS)] == frames(SESSION, entries)


# --- kept up with the store ---


def submit(room, session, form="note", body=None, on=None, **more):
    code, kind, of = (on.code, on.kind, on.id) if on else ("", "", "")
    new = NewEntry(entry_id(), session.id, None, code, kind, of, "", form, 1, body or {"note": "New"}, **more)
    RUNNER.run(room.store.submit(new))
    return new.id


def place(room, session, name, x=10):
    return submit(room, session, "idea", {"idea": name, "place": {"x": x, "y": x}}, GRID)


def test_what_is_new_is_read_alone_and_what_changed_is_counted_again(room, session):
    reading, asked, entries = MeasuresOfSession(room.store), [], room.store.entries
    room.store.entries = lambda *said, **more: asked.append(more["since"]) or entries(*said, **more)
    first = submit(room, session)

    def notes():
        return [note.text for matter in reading.measures(session, kit()).matters for note in matter.notes[0].notes]

    assert notes() == ["New"]
    second = submit(room, session, body={"note": "Newer"})
    assert notes() == ["New", "Newer"]
    assert notes() == ["New", "Newer"]
    assert asked == [0, 1, 2]
    RUNNER.run(room.store.edit(first, {"note": "Changed"}))
    assert notes() == ["Changed", "Newer"]
    RUNNER.run(room.store.set_state(second, "hidden"))
    assert notes() == ["Changed"]
    RUNNER.run(room.store.set_state(second, "accepted"))
    assert notes() == ["Changed", "Newer"]
    RUNNER.run(room.store.set_state(first, "erased"))
    assert notes() == ["Newer"]
    assert asked[3:] == [0, 0, 0, 0]
    session = session._replace(premoderate=True)
    RUNNER.run(room.store.set_state(second, "shown"))
    submit(room, session)
    assert notes() == ["Newer"]


def test_what_places_another_entry_stands_with_it_and_goes_with_it(room, session):
    reading = MeasuresOfSession(room.store)

    def ideas():
        made = Frames(WORDS).of(reading.measures(session, kit()), BALLOTS)
        return [(each.name, each.count) for frame in made if frame.frame.kind == "grid" for each in frame.frame.ideas]

    first, other = place(room, session, "A shelf"), place(room, session, "Quiet hours", 90)
    placing = place(room, session, "", 20)
    RUNNER.run(room.store.relate("places", placing, first))
    assert ideas() == [("A shelf", 2), ("Quiet hours", 1)]
    again = place(room, session, "", 30)
    assert ideas() == [("A shelf", 2), ("Quiet hours", 1)]  # what it places is not known yet
    RUNNER.run(room.store.relate("places", again, first))
    assert ideas() == [("A shelf", 3), ("Quiet hours", 1)]
    RUNNER.run(room.store.relate("merged", other, first))
    RUNNER.run(room.store.set_state(other, "merged"))
    assert ideas() == [("A shelf", 4)]
    RUNNER.run(room.store.set_state(first, "hidden"))
    assert ideas() == []


def test_dots_on_twins_count_for_the_one_that_stays():
    entries = [idea("A", 1, 1, seq=1), idea("B", 2, 2, seq=2)._replace(state="merged"), idea("C", 3, 3, seq=3)]
    entries += [vote({"i1": 1, "i2": 2, "i3": 1}, 1, seq=4), vote({"i2": 1}, 2, seq=5)]
    (bars,) = of_kind(entries, "bars", links=Links({}, {"i2": "i1"}))
    assert [(bar.label, bar.count) for bar in bars.panels[0].bars] == [("A", 4), ("C", 1)]


def test_links_that_run_in_a_circle_end():
    measures = Measures(SESSION, kit(), [], Links({}, {"a": "b", "b": "a"}))
    assert measures.stays("a") in ("a", "b")


# --- ballots ---


def test_counts_stay_hidden_until_a_ballot_is_closed_or_the_desk_shows_them():
    entries = [idea("Quiet hours", 1, 1, seq=1), idea("A shelf", 2, 2, seq=2)]
    entries += [vote({"i1": 3}, 1, seq=3), vote({"i2": 1}, 2, seq=4), vote({"i1": 1}, 2, seq=5), vote({"i1": 1}, None)]
    hidden = [frame for frame in frames(SESSION, entries, OPEN) if "votes" in frame.key]
    assert [(each.kind, each.count, each.total, each.room) for each in hidden] == [("ballot", 2, 12, 1)]
    assert "Quiet hours" not in repr(hidden)
    for ballot in (Ballot("s", "idea-votes", "four-arguments", "closed"),
                   Ballot("s", "idea-votes", "four-arguments", is_shown=True)):  # fmt: skip
        assert of_kind(entries, "bars", ballots=Ballots.of(SESSION, [ballot], 12))
    over = Ballots.of(SESSION._replace(is_open=False), [], 12)
    assert of_kind(entries, "bars", ballots=over)
    for other in (Ballot("s", "idea-votes", "four-arguments"), Ballot("s", "idea-votes", "", "closed")):
        assert not of_kind(entries, "bars", ballots=Ballots.of(SESSION, [other], 12))


def test_nothing_of_an_open_ballot_is_sent(room, session):
    projector = Phone(create_app(room))
    shelf = place(room, session, "A shelf")
    submit(room, session, "idea-votes", {"dots": {shelf: 3}}, GRID)
    path = f"/board/{session.board_token}"
    index = projector.get(f"{path}/data").json()
    key = next(each["key"] for each in index["frames"] if "votes" in each["key"])
    assert "A shelf" not in projector.get(f"{path}/frames/{key}").text
    RUNNER.run(room.store.set_ballot(session.id, "idea-votes", "four-arguments", state="closed"))
    closed = projector.get(f"{path}/data").json()
    key = next(each["key"] for each in closed["frames"] if "votes" in each["key"])
    assert "A shelf" in projector.get(f"{path}/frames/{key}").text


# --- which frame comes when ---


def note_frame(key, weight="rest"):
    return NotesFrame(key, key, "", (BoardNote("x"),), weight=weight)


def test_few_frames_come_one_after_the_other():
    some = [note_frame(str(n)) for n in range(ROUND)]
    assert turn(some, FrameWishes()) == tuple(range(ROUND))


@given(st.lists(st.sampled_from(list(SLOTS)), min_size=ROUND + 1, max_size=60))
def test_every_frame_comes_and_in_each_round_all_weights_as_often_as_there_is_room(weights):
    some = [note_frame(str(n), weight) for n, weight in enumerate(weights)]
    order = turn(some, FrameWishes())
    assert set(order) == set(range(len(some)))
    assert len(order) % ROUND == 0
    for start in range(0, len(order), ROUND):
        rounds = [weights[index] for index in order[start : start + ROUND]]
        assert len(set(order[start : start + ROUND])) == ROUND
        for weight, slots in SLOTS.items():
            assert rounds.count(weight) >= min(slots, weights.count(weight))


def test_the_desk_pins_and_skips():
    some = [note_frame(str(n)) for n in range(4)]
    assert turn(some, FrameWishes(pinned=("2", "0", "gone"), skipped=("0",))) == (0, 2)
    assert turn(some, FrameWishes(skipped=("1", "2"))) == (0, 3)
    assert turn(some, FrameWishes(pinned=("gone",))) == (0, 1, 2, 3)
    assert turn(some, FrameWishes(skipped=tuple("0123"))) == ()


@pytest.mark.parametrize("board", [{}, {"pinned": "x", "skipped": 3, "now": []}, {"pinned": [1, None]}])
def test_wishes_that_are_none_are_none(board):
    assert FrameWishes.of(board) == FrameWishes()


def test_wishes_are_kept_as_they_are():
    wishes = FrameWishes(("a",), ("b", "c"), "d")
    assert FrameWishes.of(wishes.kept()) == wishes


def ordinary(count=42):
    """A session of a day: a few of everything that the bundled kit asks."""
    said = [idea(f"Idea {n}", 7 * n % 101, 11 * n % 101, seq=n) for n in range(12)]
    said += [vote({f"i{n % 12}": 2, f"i{n % 5}": 1}, n, seq=20 + n) for n in range(8)]
    cards = [card.code for card in kit().cards()]
    for n in range(4):
        said.append(entry("recipe", {"name": f"R{n}", "sentence": "If so, then so.", "cards": cards[n : n + 4],
                                     "size": "feature"}, seq=40 + n))  # fmt: skip
        said.append(entry("card-log", {"opinion": "we know it", "size": "feature", "effort": 3}, on=GUEST, seq=50 + n))
        said.append(entry("readiness-team", {"data": 2, "content": 3, "engine": 1, "time": 4, "courage": 2, "drive": 5,
                                             "wish": "Time"}, seq=60 + n))  # fmt: skip
    for n, form in enumerate(("gap", "risk", "size", "segment", "pantry", "layers", "context", "pitch", "roadmap",
                              "outcome")):  # fmt: skip
        answers = {
            name: {
                "scale": 2,
                "choice": options[0] if options else "",
                "choices": options[:2],
            }.get(field.kind, "Something")
            for name, field in kit().forms[form].fields.items()
            for options in [[option.id for option in kit().options(field)]]
            if field.kind not in ("number", "card", "sentence")
        }
        said.append(entry(form, answers, seq=80 + n))
    return said[:count]


def test_the_whole_turn_of_an_ordinary_session_takes_three_minutes_and_an_entry_alone_has_one_frame():
    entries = ordinary()
    assert len(entries) == 42
    made = frames(SESSION, entries)
    assert len({frame.key for frame in made}) == len(made)
    assert len(made) <= 19
    order = turn(made, FrameWishes())
    assert ROUND * EVERY <= 180
    heavy = {index for index, frame in enumerate(made) if frame.weight == "often"}
    assert heavy
    assert heavy <= set(order[:ROUND])
    assert len(order) <= 3 * ROUND
    risk = [frame for frame in made if frame.key.startswith("risk")]
    assert risk == []
    lone = [each for frame in made if frame.kind == "lone" for each in frame.entries]
    assert len(lone) == 9
    title = kit().forms["risk"].title
    assert [len(each.answers) for each in lone if each.title == title] == [3]


def test_choices_of_one_form_share_a_screen_in_its_order():
    said = [entry("size", {"example": f"E{n}", "size": "feature", "opinion": "we know it"}, seq=n) for n in range(3)]
    (bars,) = of_kind(said, "bars")
    assert [panel.question for panel in bars.panels] == ["Its size", "What is it to you?"]
    assert bars.count == 3


def test_the_newest_notes_have_screens_and_all_are_counted():
    said = [entry("note", {"note": f"No {n}"}, seq=n) for n in range(500)]
    pages = of_kind(said, "notes")
    assert [note.text for page in pages for note in page.notes] == [f"No {n}" for n in range(499, 463, -1)]
    assert {(page.count, page.newest) for page in pages} == {(500, 36)}
    assert [page.weight for page in pages] == ["newest"] + ["rest"] * 5


# --- names on the plane ---


points = st.tuples(st.floats(4, 96), st.floats(5, 95))


@given(st.lists(st.tuples(st.text("abc ", min_size=1, max_size=30), points), max_size=12))
def test_names_on_the_plane_touch_nothing_and_stay_inside(some):
    names, places = [name for name, _ in some], [place for _, place in some]
    badges = [(x - BADGE_ACROSS / 2, x + BADGE_ACROSS / 2, y - BADGE_UP / 2, y + BADGE_UP / 2) for x, y in places]
    areas = []
    for name, (x, y), side in zip(names, places, name_on_plane(names, places), strict=True):
        if side:
            wide, up = width(name), {"above": 1, "below": -1}.get(side, 0) * (BADGE_UP + LINE) / 2
            left = x + {"right": BADGE_ACROSS / 2, "left": -BADGE_ACROSS / 2 - wide}.get(side, -wide / 2)
            areas.append((left, left + wide, y + up - LINE / 2, y + up + LINE / 2))
    for n, one in enumerate(areas):
        assert one[0] >= 0
        assert one[1] <= 100
        for other in (*badges, *areas[:n]):
            apart = max(one[0] - other[1], other[0] - one[1], one[2] - other[3], other[2] - one[3])
            assert apart >= -1e-6


def test_a_name_stands_beside_its_place_where_there_is_room_and_is_numbered_elsewhere():
    entries = [idea("Quiet hours", 50, 50, seq=1), idea("x" * 40, 20, 30, seq=2)]
    ideas = shown(entries)["idea-four-arguments-place"].ideas
    assert [(each.name, each.side, each.number) for each in ideas] == [("Quiet hours", "right", 0), ("x" * 40, "", 1)]


@pytest.mark.parametrize(
    ("places", "side"),
    [([(50, 40)], "right"), ([(90, 40)], "left"), ([(50, 40), (80, 40), (20, 40)], "above")],
)
def test_a_name_goes_to_the_other_side_or_above_where_something_stands(places, side):
    assert name_on_plane(["abc " * 3] * len(places), places)[0] == side
    assert name_on_plane(["abc " * 3], [(50, 80)]) == ["right"]
    crowded = [(50, 80), (80, 80), (20, 80)]
    assert name_on_plane(["abc " * 3] * 3, crowded)[0] == "below"  # above are the names of the fields


# --- what is sent ---


def test_a_poll_has_the_index_and_the_frame_that_is_shown_and_no_other(room, session):
    projector = Phone(create_app(room))
    for n in range(40):
        place(room, session, f"Idea {n}", n)
        submit(room, session, body={"note": f"Words {n}"})
    path = f"/board/{session.board_token}"
    index = projector.get(f"{path}/data").json()
    assert index["frames"][0]["key"] == index["frame"]["key"]
    assert "Words" not in repr(index)
    notes = projector.get(f"{path}/data?frame=note-notes-1").json()
    assert notes["frame"]["key"] == "note-notes-1"
    assert "Words 39" in notes["frame"]["html"]
    digest = notes["frame"]["digest"]
    assert digest == next(each["digest"] for each in index["frames"] if each["key"] == "note-notes-1")
    known = projector.get(f"{path}/data?frame=note-notes-1&have={digest}")
    assert "frame" not in known.json()
    alone = projector.get(f"{path}/frames/note-notes-1").json()
    assert alone == notes["frame"]
    assert projector.get(f"{path}/frames/gone").status_code == 410
    assert projector.get("/board/wrong/frames/note-notes-1").status_code == 404
    assert len(projector.get(f"{path}/data").content) < 30_000


def test_the_desk_says_where_all_boards_stand(room, session):
    place(room, session, "A shelf")
    submit(room, session)
    submit(room, session)
    path = f"/board/{session.board_token}"
    projector = Phone(create_app(room))
    RUNNER.run(room.store.set_session(session.id, board=FrameWishes(now="note-notes-1").kept()))
    told = projector.get(f"{path}/data?frame=idea-four-arguments-place").json()
    assert (told["now"], told["frame"]["key"]) == ("note-notes-1", "note-notes-1")
    assert 'data-key="note-notes-1" data-digest' in projector.get(path).text
    RUNNER.run(room.store.set_session(session.id, board=FrameWishes(now="gone", pinned=("note-notes-1",)).kept()))
    told = projector.get(f"{path}/data").json()
    assert (told["now"], told["turn"]) == ("", [1])
    RUNNER.run(
        room.store.set_session(
            session.id, board=FrameWishes(skipped=("idea-four-arguments-place", "note-notes-1")).kept()
        )
    )
    assert projector.get(f"{path}/data").json()["frame"]["key"] == ""


# --- the desk ---


@pytest.fixture
def desk(room):
    desk = Phone(create_app(room))
    assert press(desk, f"/f/{RUNNER.run(room.store.one_time_link())}").status_code == 303
    return desk


def press_frame(room, session, desk, way, key=""):
    answer = desk.post(f"/desk/{session.id}/board", {"do": way, "frame": key})
    return answer.status_code, FrameWishes.of(room.store.session(session.id).board)


def test_the_desk_lists_every_frame_and_says_which_have_a_turn(room, session, desk):
    place(room, session, "A shelf")
    submit(room, session)
    submit(room, session)
    RUNNER.run(room.store.set_session(session.id, board=FrameWishes(pinned=("note-notes-1",)).kept()))
    page = desk.get(f"/desk/{session.id}/board").text
    shown = [each.group(1) for each in re.finditer(r'id="f-([^"]+)"', page)]
    projector = Phone(create_app(room))
    index = projector.get(f"/board/{session.board_token}/data").json()
    assert shown == [each["key"] for each in index["frames"]] == ["idea-four-arguments-place", "note-notes-1"]
    first, second = page.split('id="f-')[1:]
    assert EN["desk-board-waits"] in first
    assert EN["desk-board-is-pinned"] in second


def test_each_press_of_the_desk_does_what_it_says(room, session, desk):
    assert press_frame(room, session, desk, "pin", "a") == (303, FrameWishes(pinned=("a",)))
    assert press_frame(room, session, desk, "skip", "b") == (303, FrameWishes(("a",), ("b",)))
    assert press_frame(room, session, desk, "now", "b") == (303, FrameWishes(("a",), ("b",), "b"))
    assert press_frame(room, session, desk, "pin", "b") == (303, FrameWishes(("a", "b"), (), "b"))
    assert press_frame(room, session, desk, "skip", "b") == (303, FrameWishes(("a",), ("b",), ""))
    assert press_frame(room, session, desk, "now", "a") == (303, FrameWishes(("a",), ("b",), "a"))
    assert press_frame(room, session, desk, "go-on") == (303, FrameWishes(("a",), ("b",)))
    assert press_frame(room, session, desk, "unskip", "b") == (303, FrameWishes(("a",)))
    assert press_frame(room, session, desk, "unpin", "a") == (303, FrameWishes())
    assert press_frame(room, session, desk, "burn", "a") == (400, FrameWishes())


def test_what_else_is_kept_of_a_board_stays(room, session, desk):
    RUNNER.run(room.store.set_session(session.id, board={"timer": 5}))
    desk.post(f"/desk/{session.id}/board", {"do": "now", "frame": "a"})
    assert room.store.session(session.id).board["timer"] == 5


def test_a_key_that_is_no_key_is_data_on_the_desk(room, session, desk):
    submit(room, session)
    answer = desk.post(f"/desk/{session.id}/board", {"do": "pin", "frame": '"><script>\r\nx: y'})
    assert answer.status_code == 303
    assert "<script>\r" not in desk.get(f"/desk/{session.id}/board").text


@pytest.mark.needs("chromium")
def test_screens_follow_the_desk_within_a_poll(live, chromium):
    store = live.room.store
    session = live.do(store.open_session(kit().id, "Tuesday"))
    shelf = {"idea": "A shelf", "place": {"x": 9, "y": 9}}
    for name, body, on in (("idea", shelf, GRID), ("note", {"note": "N"}, None), ("note", {"note": "M"}, None)):
        code, kind, of = (on.code, on.kind, on.id) if on else ("", "", "")
        live.do(store.submit(NewEntry(entry_id(), session.id, None, code, kind, of, "", name, 1, body)))
    context = chromium.new_context(locale="en-GB")
    screen = context.new_page()
    screen.goto(live.url(f"/board/{session.board_token}?every=3"))
    frame = screen.locator("#frame")
    expect(frame).to_have_attribute("data-key", "idea-four-arguments-place")
    live.do(store.set_session(session.id, board=FrameWishes(now="note-notes-1").kept()))
    expect(frame).to_have_attribute("data-key", "note-notes-1", timeout=9000)
    expect(screen.locator(".notes li")).to_have_count(2)
    live.do(store.set_session(session.id, board=FrameWishes(skipped=("note-notes-1",)).kept()))
    expect(frame).to_have_attribute("data-key", "idea-four-arguments-place", timeout=9000)
    live.do(
        store.set_session(session.id, board=FrameWishes(skipped=("note-notes-1", "idea-four-arguments-place")).kept())
    )
    expect(screen.get_by_role("heading", level=1)).to_have_text("Nothing yet", timeout=9000)
    context.close()


def test_boards_that_waited_leave_one_by_one_and_entries_come_in_between(room, session):
    boards, turns, left = Boards(room), [], []

    async def others():
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    async def look():
        await boards.of(session, "en")
        left.append(len(turns))

    async def scene():
        busy = asyncio.create_task(others())
        await asyncio.gather(*(look() for _ in range(20)))
        busy.cancel()

    RUNNER.run(scene())
    assert len(set(left)) == 20


def test_boards_in_two_languages_count_once(room, session):
    boards = Boards(room)
    submit(room, session)
    english, german = (boards.draw(session, language) for language in ("en", "de"))
    assert [each.frame.key for each in english.frames] == [each.frame.key for each in german.frames]
    assert len(boards._readings) == 1
