"""The board worked out by hand-made tables: what is placed, voted, laid and said, by whom, and what it never shows."""

import asyncio
import math
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import RUNNER, Pauses, kit, make_room, thing
from suite import examples

from generator.capture.board.boards import Boards
from generator.capture.board.colours import BY_DAY, BY_NIGHT, colours
from generator.capture.board.frames import Ballots, Frames
from generator.capture.board.frames.frame import BoardCard
from generator.capture.board.frames.screen import paged
from generator.capture.board.frames.spread import ASPECT, spread
from generator.capture.board.measures import Measures
from generator.capture.board.measures.matters import NO_LINKS, Links
from generator.capture.model import Ballot, Entry, NewEntry, Session
from generator.capture.web.assets import Screens, hue_sheet
from generator.capture.web.tokens import entry_id
from generator.capture.web.translations import speaker, words
from generator.colours import Colour

GRID, GUEST = thing("poster", "four-arguments"), thing("card", "guest")
WORDS = words("en")
SESSION = Session("s", kit().id, "Tuesday", "", "", "", True, "", departments=("product", "legal", "data"))


def entry(form, body, *, on=None, device=1, department="", seq=0, id=""):
    """An entry of the room, with only what a board looks at said."""
    code, kind, of, copy = (on.code, on.kind, on.id, on.copy) if on else ("", "", "", "")
    return Entry(
        id or f"e{seq}-{form}", "s", device, code, kind, of, copy, form, 1, body, "", department, seq, kit().id,
        "2026-11-22T09:00:00Z", "shown", 0,
    )  # fmt: skip


def idea(name, x, y, department="", seq=0):
    return entry(
        "idea", {"idea": name, "place": {"x": x, "y": y}}, on=GRID, department=department, seq=seq, id=f"i{seq}"
    )


BALLOTS = Ballots.of(SESSION, [Ballot("s", "idea-votes", "four-arguments", "closed")], 12)


def frames(session, entries, ballots=BALLOTS, links=NO_LINKS, texts_until=0):
    measures = Measures(session, kit(), entries, links, texts_until)
    return [each.frame for each in Frames(WORDS).of(measures, ballots)]


def shown(entries, session=SESSION, **more):
    return {frame.key: frame for frame in frames(session, entries, **more)}


def of_kind(entries, kind, session=SESSION, **more):
    return [frame for frame in shown(entries, session, **more).values() if frame.kind == kind]


# --- the plane ---


def test_an_idea_stands_at_the_median_with_the_middle_half_of_its_places():
    places = [(10, 20), (20, 40), (30, 60), (40, 80), (90, 90)]
    entries = [idea("Quiet hours", x, y, seq=n) for n, (x, y) in enumerate(places)]
    links = Links({entry.id: "i0" for entry in entries[1:]}, {})
    grid = shown(entries, links=links)["idea-four-arguments-place"]
    (only,) = grid.ideas
    assert (only.name, only.count, only.x, only.y) == ("Quiet hours", 5, 30, 60)
    assert (only.spread.left, only.spread.right, only.spread.low, only.spread.high) == (20, 40, 40, 80)
    assert (only.spread.width, only.spread.height) == (20, 40)
    assert grid.dots == ()
    assert sum(quadrant.count for quadrant in grid.quadrants) == grid.count == 5


@pytest.mark.parametrize(
    ("x", "y", "place"), [(0, 100, 0), (50, 50, 1), (49, 49, 2), (100, 0, 3), (49, 50, 0), (50, 49, 3)]
)
def test_each_quadrant_counts_what_is_placed_in_it(x, y, place):
    grid = shown([idea("A", x, y)])["idea-four-arguments-place"]
    assert [quadrant.count for quadrant in grid.quadrants] == [int(n == place) for n in range(4)]
    assert grid.quadrants[1].name == "Customer experience"
    assert grid.ends.top.startswith("Front-stage")


SAME = [idea("Quiet hours", 10, 10, seq=1), idea("A shelf", 90, 90, seq=2), idea("quiet  Hours", 20, 20, seq=3)]


def test_ideas_of_the_same_words_are_two_until_they_are_merged():
    grid = shown(SAME)["idea-four-arguments-place"]
    assert sorted((each.name, each.count) for each in grid.ideas) == [
        ("A shelf", 1),
        ("Quiet hours", 1),
        ("quiet Hours", 1),
    ]


def test_in_a_store_of_then_the_same_words_are_one_and_the_most_placed_come_first():
    grid = shown(SAME, texts_until=3)["idea-four-arguments-place"]
    assert [(each.name, each.count) for each in grid.ideas] == [("Quiet hours", 2), ("A shelf", 1)]
    assert grid.ideas[0].spread is None  # two make no middle half
    assert len(shown(SAME, texts_until=2)["idea-four-arguments-place"].ideas) == 3  # the third came since


def test_ideas_beyond_the_list_are_counted_and_stay_on_the_plane():
    grid = shown([idea(f"Idea {n}", 5 * n, 50, seq=n) for n in range(15)])["idea-four-arguments-place"]
    assert (len(grid.ideas), grid.more, len(grid.dots)) == (12, 3, 3)


def test_departments_have_a_shape_each_their_median_and_a_plane_of_their_own():
    entries = [idea("A", 10 * n, 50, "legal", seq=n) for n in range(4)]
    entries += [idea("B", 90, 90, "product", seq=9), idea("C", 1, 1, "", seq=10)]
    together, apart = (
        shown(entries)["idea-four-arguments-place-groups-1"],
        shown(entries)["idea-four-arguments-place-groups-2"],
    )
    named = [(group.name, group.count) for group in together.groups]
    assert named == [("product", 1), ("legal", 4), (WORDS["board-no-department"], 1)]
    assert len({group.mark for group in together.groups}) == 3
    assert len(together.dots) == 6
    assert [each.spread.x for each in together.middles] == [15]  # of legal alone: one dot has no median
    assert [len(each.dots) for each in apart.planes] == [1, 4, 1]
    assert [each.spread is not None for each in apart.planes] == [False, True, False]


def test_small_groups_are_shown_with_the_group_they_were_merged_into():
    session = SESSION._replace(merged={"legal": "data"})
    entries = [idea("A", 10, 10, "legal", seq=1), idea("B", 20, 20, "data", seq=2)]
    grid = shown(entries, session)["idea-four-arguments-place-groups-1"]
    assert [(group.name, group.count) for group in grid.groups] == [("data", 2)]
    assert "legal" not in repr(shown(entries, session))


def test_nobody_is_split_where_nobody_said_a_department():
    assert set(shown([idea("A", 1, 1)])) == {"idea-four-arguments-place"}


place = st.tuples(st.integers(0, 100), st.integers(0, 100))


@given(st.lists(place, max_size=60), st.floats(1, 10))
def test_places_are_moved_apart_within_the_plane(places, apart):
    found = spread(places, apart)
    assert found == spread(places, apart)
    assert len(found) == len(places)
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in found)
    if len(places) * apart * apart < 500:  # there is room for all of them
        pairs = [(a, b) for n, a in enumerate(found) for b in found[:n]]
        assert all(math.hypot((a[0] - b[0]) * ASPECT, a[1] - b[1]) > apart * 0.95 for a, b in pairs)


def test_whoever_stands_alone_stays_put():
    assert spread([(30, 40), (80, 20)], 3) == [(30, 40), (80, 20)]


# --- votes and choices ---


def vote(dots, device=1, department="", seq=0):
    return entry("idea-votes", {"dots": dots}, on=GRID, device=device, department=department, seq=seq)


def test_votes_are_bars_the_longest_first_and_what_has_none_keeps_its_line():
    ideas = [idea("A", 1, 1, seq=1), idea("B", 2, 2, seq=2), idea("C", 3, 3, seq=3)]
    votes = [vote({"i2": 2, "i1": 1}, 1, "legal", 4), vote({"i2": 3}, 2, "data", 5)]
    (bars,) = of_kind([*ideas, *votes], "bars")
    assert [(bar.label, bar.count) for bar in bars.panels[0].bars] == [("B", 5), ("A", 1), ("C", 0)]
    assert bars.count == 2
    assert [(part.count, part.start, part.length) for part in bars.panels[0].bars[0].segments] == [
        (2, 0, 40),
        (3, 40, 60),
    ]
    assert [group.name for group in bars.groups] == ["legal", "data"]
    assert [part.mark for part in bars.panels[0].bars[0].segments] == [group.mark for group in bars.groups]


def test_of_a_phone_that_votes_again_the_last_vote_counts_and_the_room_votes_as_often_as_it_likes():
    ideas = [idea("A", 1, 1, seq=1), idea("B", 2, 2, seq=2)]
    votes = [
        vote({"i1": 3}, 7, seq=3),
        vote({"i2": 1}, 7, seq=4),
        vote({"i1": 1}, None, seq=5),
        vote({"i1": 1}, None, seq=6),
    ]
    (bars,) = of_kind([*ideas, *votes], "bars")
    assert {bar.label: bar.count for bar in bars.panels[0].bars} == {"A": 2, "B": 1}


def test_votes_on_what_is_hidden_are_told_but_not_what_it_said():
    (bars,) = of_kind([idea("A", 1, 1, seq=1), vote({"i1": 1, "gone": 2}, seq=2)], "bars")
    assert {bar.label: bar.count for bar in bars.panels[0].bars} == {"A": 1, WORDS["board-gone"]: 2}


def test_dots_on_ideas_of_the_same_words_are_apart_but_for_those_of_then():
    entries = [idea("A", 1, 1, seq=1), idea("a", 2, 2, seq=2), vote({"i1": 1, "i2": 2}, seq=3)]
    (bars,) = of_kind(entries, "bars")
    assert [(bar.label, bar.count) for bar in bars.panels[0].bars] == [("a (2)", 2), ("A", 1)]
    (bars,) = of_kind(entries, "bars", texts_until=2)
    assert [(bar.label, bar.count) for bar in bars.panels[0].bars] == [("A", 3)]


def test_what_was_made_of_cards_is_split_by_opinion():
    said = ["we admire it", "we dislike it", "we admire it"]
    entries = [entry("card-log", {"opinion": text}, on=GUEST, seq=n) for n, text in enumerate(said)]
    (bars,) = of_kind(entries, "bars")
    assert [(bar.label, bar.count) for bar in bars.panels[0].bars] == [("Guest", 3)]
    assert [(group.name, group.count) for group in bars.groups] == [("we admire it", 2), ("we dislike it", 1)]


def test_choices_stand_in_the_order_of_the_form():
    entries = [entry("size", {"example": "A list", "size": "experience"}, seq=n) for n in range(2)]
    (frame,) = of_kind(entries, "bars")
    size = next(panel for panel in frame.panels if panel.question == "Its size")
    assert [(bar.label, bar.count) for bar in size.bars][:3] == [("function", 0), ("feature", 0), ("experience", 2)]


MANY = tuple(f"team {n:02}" for n in range(30))
BIG = SESSION._replace(departments=MANY)


def test_more_departments_than_a_screen_holds_are_on_further_ones_and_none_is_cut():
    found = of_kind([idea(f"Idea {n}", n, n, MANY[n], n) for n in range(30)], "grid", BIG)[1:]
    assert [(frame.page, frame.pages) for frame in found] == [(n, 6) for n in range(1, 7)]
    assert len({frame.key for frame in found}) == 6
    seen = [item.name for frame in found[::2] for item in frame.groups if item.mark >= 0]
    assert seen == list(MANY)
    for dots, planes in zip(found[::2], found[1::2], strict=True):
        own = [item for item in dots.groups if item.mark >= 0]
        assert len(own) <= 12
        assert len({item.mark for item in own}) == len(own)  # no two look the same
        assert (dots.groups[-1].name, dots.groups[-1].count) == (WORDS["board-other"], 20)
        assert len(dots.dots) == 30  # the others lie there too, in grey
        assert [each.group for each in planes.planes] == own


def test_twelve_departments_and_those_that_say_none_stand_on_one_screen():
    names = MANY[:12]
    found = of_kind([idea(f"Idea {n}", n, n, (*names, "")[n], n) for n in range(13)], "grid", BIG)[1:]
    assert [frame.pages for frame in found] == [2, 2]
    assert [item.name for item in found[0].groups] == [*names, WORDS["board-no-department"]]


@pytest.mark.parametrize("form", ["idea-votes", "context"])
def test_bars_of_many_departments_say_all_of_them_and_count_the_same_on_each_screen(form):
    body = {"idea-votes": {"dots": {"i0": 1}}, "context": {"lawful": ["to suggest"]}}[form]
    said = [idea("Idea", 5, 5, seq=0)]
    on = {"idea-votes": GRID, "context": None}[form]
    said += [entry(form, body, on=on, device=n, department=MANY[n], seq=n + 1) for n in range(30)]
    found = [frame for frame in of_kind(said, "bars", BIG) if frame.groups]
    assert [item.name for frame in found for item in frame.groups if item.mark >= 0] == list(MANY)
    assert len({frame.key for frame in found}) == len({frame.title for frame in found}) == 3
    assert [sum(part.count for bar in frame.panels[0].bars for part in bar.segments) for frame in found] == [30] * 3


def test_departments_are_no_bars_of_their_own():
    entries = [entry("readiness-team", {"department": "legal", "drive": 3})]
    assert of_kind(entries, "bars") == []


# --- recipes, scales, words ---


def test_recipes_stand_as_sentences_the_newest_first_and_the_rest_of_the_deck_was_never_chosen():
    recipes = [
        entry("recipe", {"name": f"No {n}", "sentence": f"If {n}, then {n}.", "cards": [GUEST.code]}, seq=n)
        for n in range(5)
    ]
    first, second = of_kind(recipes, "recipes")
    assert [each.name for each in (*first.recipes, *second.recipes)] == ["No 4", "No 3", "No 2", "No 1", "No 0"]
    assert first.recipes[0].sentence == "If 4, then 4."
    assert first.recipes[0].cards == (BoardCard("Guest", "segments", GUEST.picture or ""),)
    unused = of_kind(recipes, "unused")
    left = [card.title for frame in unused for role in frame.roles for card in role.cards]
    assert "Guest" not in left
    assert sorted(left) == sorted(card.title for card in kit().cards() if card.drawn is None and card != GUEST)
    assert unused[0].count == len(left) == unused[0].total - 1


def test_long_recipes_stand_by_twos_and_cards_without_room_are_counted():
    laid = [card.code for card in kit().cards()]
    recipes = [entry("recipe", {"sentence": "If so, then so. " * 9, "cards": laid}, seq=n) for n in range(4)]
    found = of_kind(recipes, "recipes")
    assert [len(frame.recipes) for frame in found] == [2, 2]
    for recipe in found[0].recipes:
        assert len(recipe.cards) + recipe.more == len(laid)
        assert len(recipe.cards) == 7  # two rows of four, the last of which says how many more


def test_what_is_said_of_a_card_has_the_colour_of_its_layer():
    said = [
        entry("card-log", {"note": "One", "opinion": "we know it"}, on=GUEST, seq=1),
        entry("card-log", {"note": "Two", "opinion": "we know it"}, on=GUEST, seq=2),
        *(entry("recipe", {"name": f"R{n}", "cards": [GUEST.code]}, seq=3 + n) for n in range(2)),
    ]
    (notes,), (recipes,), (compared,) = (of_kind(said, kind) for kind in ("notes", "recipes", "compared"))
    bars = [bar for frame in of_kind(said, "bars") for panel in frame.panels for bar in panel.bars if bar.category]
    layers = [each.category for each in (*notes.notes, *recipes.recipes[0].cards, *compared.slots[0].cards, *bars)]
    assert set(layers) == {"segments"}
    assert len(layers) == 5
    html = Screens().render("board-frame.html", {"t": speaker("en"), "frame": recipes})
    assert '<span class="card of-segments"><i>Guest</i></span>' in html  # on a page that fetches nothing
    assert ".of-segments { --hue: " in hue_sheet(kit())


def test_nothing_was_never_chosen_as_long_as_nothing_is_laid():
    assert of_kind([entry("recipe", {"name": "Air"})], "unused") == []


def test_scales_show_how_answers_lie():
    entries = [entry("readiness-team", {"drive": step}, seq=n) for n, step in enumerate([1, 1, 4, 5, 99, "5", True])]
    (frame,) = of_kind(entries, "scales")
    (scale,) = frame.scales
    assert [step.count for step in scale.steps] == [2, 0, 0, 1, 1]
    assert [step.share for step in scale.steps] == [100, 0, 0, 50, 50]
    assert (scale.median, scale.count) == (2.5, 4)


def test_no_name_of_an_owner_is_shown():
    said = {"feature": "Quiet hours", "owner": "Hortensia", "measure": "Hortensia says so", "week": "Hortensia’s"}
    entries = [
        entry("roadmap", said, seq=1),
        entry("pitch", {"pilot": "Shelf", "cook": "Hortensia", "situation": "I read"}, seq=2),
        entry("gap", {"barrier": "Labels", "owner": "Hortensia"}, seq=3),
        entry("outcome", {"objective": "A plan", "people": "Hortensia", "host": "Hortensia"}, seq=4),
        entry("pantry", {"ingredient": "Titles", "witness": "Hortensia", "who": "Hortensia"}, seq=5),
    ]
    found = frames(SESSION, entries)
    assert "Quiet hours" in repr(found)
    assert "Shelf" in repr(found)
    assert "Hortensia" not in repr(found)


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "y", "i1", "code"]), inner, max_size=3)
    ),
    max_leaves=5,
)
FIELDS = sorted({name for form in kit().forms.values() for name in form.fields})


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(kit().forms)), st.dictionaries(st.sampled_from(FIELDS), ANSWERS, max_size=6))
    )
)
def test_answers_of_a_form_that_was_another_break_nothing(said):
    """A store outlives its kit: what an entry says need not be what the form asks for today."""
    entries = [entry(form, body, on=GRID if n % 2 else None, seq=n) for n, (form, body) in enumerate(said)]
    entries += [idea("A", 1, 1, seq=1)]
    assert frames(SESSION, entries)


@given(st.lists(st.integers()), st.integers(1, 9))
def test_pages_hold_everything_once_and_are_as_full_as_one_another(items, most):
    pages = paged(items, most)
    assert [item for _, _, some in pages for item in some] == items
    assert all(0 < len(some) <= most for _, _, some in pages)
    assert [(page, of) for page, of, _ in pages] == [(n + 1, len(pages)) for n in range(len(pages))]


# --- what is kept of it, and its colours ---


def test_a_board_is_worked_out_once_until_something_changes(tmp_path):
    store = SimpleNamespace(
        version=lambda session: store.at,
        entries=lambda session, since, states: store.asked.append(since) or (),
        ballots=lambda session: (),
        count_devices=lambda session: 0,
        relations=lambda session, kind, since=0: (),
        sums=lambda session, until: (0, 0, 0, 0),
        texts_until=lambda: 0,
    )
    store.at, store.asked = 1, []
    room = make_room(tmp_path)
    room.store.close()
    room.store = store
    boards = Boards(room)

    def board(session, language):
        store.session = lambda id: session
        return RUNNER.run(boards.of(session, language))

    first = board(SESSION, "en")
    assert board(SESSION, "en") is first
    assert board(SESSION, "de").etag != first.etag
    assert store.asked == [0, 0]
    store.at = 2
    assert board(SESSION, "en").etag != first.etag
    assert board(SESSION._replace(premoderate=True), "en").etag not in (first.etag, board(SESSION, "en").etag)
    assert len(store.asked) == 5


def test_many_who_ask_at_once_wait_for_one_board_and_it_is_not_drawn_all_the_time(tmp_path):
    pauses = Pauses()
    room = make_room(tmp_path, pause=pauses)
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday"))
    boards, drawn = Boards(room), []
    draw, boards.draw = boards.draw, lambda *said: drawn.append(said) or draw(*said)

    async def say_and_ask():
        await room.store.submit(NewEntry(entry_id(), session.id, None, "", "", "", "", "note", 1, {"note": "New"}))
        return await asyncio.gather(*(boards.of(session, "en") for _ in range(50)))

    for number in (1, 2, 3):
        found = RUNNER.run(say_and_ask())
        assert len(set(map(id, found))) == 1
        assert repr(found[0].frames).count("'New'") == number
        assert len(drawn) == number
    assert len(pauses.seconds) == 2  # before the second and the third
    assert min(pauses.seconds) > 0
    room.store.close()


def test_what_goes_wrong_with_a_board_does_not_stay(tmp_path):
    room = make_room(tmp_path)
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday"))
    boards = Boards(room)
    draw, boards.draw = boards.draw, lambda *said: 1 / 0
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            RUNNER.run(boards.of(session, "en"))
    boards.draw = draw
    assert RUNNER.run(boards.of(session, "en")).frames == ()
    room.store.close()


@pytest.mark.parametrize(("theme", "marks", "text"), [("light", BY_DAY, "#ffffff"), ("dark", BY_NIGHT, "#111111")])
def test_shapes_stand_out_from_the_ground_and_hold_their_numbers(theme, marks, text):
    sheet = colours(kit(), theme)
    tokens = dict(
        said.strip().split(": ") for said in sheet.partition("{")[2].partition("}")[0].split(";") if said.strip()
    )
    for number, mark in enumerate(marks):
        assert tokens[f"--m{number}"] == mark
        assert (
            min(Colour.from_hex(mark).contrast(Colour.from_hex(tokens[name])) for name in ("--ground", "--paper")) >= 3
        )
        assert Colour.from_hex(mark).contrast(Colour.from_hex(text)) >= 4.5


def test_a_sheet_without_a_theme_follows_the_browser():
    assert colours(kit(), "").startswith(colours(kit(), "light"))
    assert "prefers-color-scheme: dark" in colours(kit(), "")
