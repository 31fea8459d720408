"""The board on the projector: for whoever has its link, fresh within a poll, and large enough to be read."""

import re

import pytest
from accessible import Look, first_of, walks, wear, wrong
from playwright.sync_api import expect
from rooms import RUNNER, Phone, kit, thing

from generator.capture.answers.reader import questions
from generator.capture.app import create_app
from generator.capture.model import NewEntry
from generator.capture.web.tokens import entry_id

GRID, GUEST = thing("poster", "four-arguments"), thing("card", "guest")
DEPARTMENTS = ("product", "design", "engineering", "data", "marketing", "legal", "support")
LONG = "Somebody who came back after a long and quiet winter and would rather not be asked about it"


def new(session, form, body, on=None, department=""):
    code, kind, of = (on.code, on.kind, on.id) if on else ("", "", "")
    return NewEntry(entry_id(), session.id, None, code, kind, of, "", form, 1, body, department=department)


def idea(session, name="Quiet hours", x=80, y=80, department=""):
    return new(session, "idea", {"idea": name, "place": {"x": x, "y": y}}, GRID, department)


# --- what is sent ---


@pytest.fixture
def projector(room):
    return Phone(create_app(room))


@pytest.fixture
def session(room):
    return RUNNER.run(room.store.open_session(kit().id, "Tuesday", departments=DEPARTMENTS))


def keys(projector, session):
    return [frame["key"] for frame in projector.get(f"/board/{session.board_token}/data").json()["frames"]]


def test_what_did_not_change_is_not_sent_again(room, projector, session):
    path = f"/board/{session.board_token}/data"
    first = projector.get(path)
    same = projector.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    RUNNER.run(room.store.submit(idea(session)))
    fresh = projector.get(path, headers={"if-none-match": first.headers["etag"]})
    assert fresh.status_code == 200
    assert fresh.headers["etag"] != first.headers["etag"]
    assert "Quiet hours" in fresh.text


def test_what_is_hidden_or_waits_is_not_shown(room, projector, session):
    entry = idea(session)
    RUNNER.run(room.store.submit(entry))
    assert keys(projector, session)
    RUNNER.run(room.store.set_session(session.id, premoderate=True))
    assert keys(projector, session) == []
    RUNNER.run(room.store.set_state(entry.id, "shown"))
    assert keys(projector, session)
    RUNNER.run(room.store.set_state(entry.id, "hidden"))
    assert keys(projector, session) == []


def test_a_link_that_was_taken_back_shows_nothing(room, projector, session):
    RUNNER.run(room.store.renew_tokens(session.id))
    for path in ("", "/data"):
        assert projector.get(f"/board/{session.board_token}{path}").status_code == 404


def test_the_link_of_a_board_opens_nothing_else(room, projector, session):
    for path in (
        f"/board/{session.join_token}",
        f"/board/{session.id}",
        f"/board/{session.join_code}/data",
        "/board/%ED%A0",
    ):
        assert projector.get(path).status_code == 404
    assert projector.get(f"/j/{session.board_token}").status_code == 404
    board = projector.get(f"/board/{session.board_token}").text
    assert session.join_token not in board


def test_a_board_says_how_to_join_as_long_as_one_can(room, projector, session):
    RUNNER.run(room.store.submit(idea(session)))
    how = f"Join: {room.entrance().host} · code {session.join_code[:4]} {session.join_code[4:]}"
    assert how in projector.get(f"/board/{session.board_token}").text
    RUNNER.run(room.store.close_session(session.id))
    assert session.join_code[:4] not in projector.get(f"/board/{session.board_token}").text


def test_nobody_s_phone_or_receipt_is_on_the_board(room, projector, session):
    token, device = RUNNER.run(room.store.join(session.id, table="Table of Hortensia", department="legal"))
    entry = idea(session, department="legal")._replace(device=device.number, table="Table of Hortensia")
    RUNNER.run(room.store.submit(entry))
    path = f"/board/{session.board_token}"
    sent = projector.get(f"{path}/data").text
    sent += "".join(projector.get(f"{path}/frames/{key}").text for key in keys(projector, session))
    assert "Quiet hours" in sent
    for secret in (token, device.receipt, "Hortensia", entry.id):
        assert secret not in sent


def test_without_script_frames_take_turns_and_one_that_was_chosen_stays(room, projector, session):
    RUNNER.run(room.store.submit(idea(session, department="legal")))
    path, seen = f"/board/{session.board_token}", []
    for _ in range(4):
        page = projector.get(path).text
        seen.append(re.search(r'data-key="([^"]+)" data-digest', page)[1])
        path = f"/board/{session.board_token}" + re.search(r'http-equiv="refresh" content="20; url=([^"]+)"', page)[1]
    assert seen == [*keys(projector, session), seen[0]]
    chosen = projector.get(f"/board/{session.board_token}?frame={seen[1]}&every=5&theme=dark").text
    assert f'data-key="{seen[1]}" data-digest' in chosen
    assert 'http-equiv="refresh" content="10"' in chosen
    assert f"?frame={seen[0]}&amp;theme=dark&amp;every=5" in chosen


@pytest.mark.parametrize(
    "query", ["turn=99999999", "turn=-1", "every=x", "every=999999", "frame=<b>", "theme=%00", "turn=٣"]
)
def test_strange_addresses_show_the_board(room, projector, session, query):
    RUNNER.run(room.store.submit(idea(session)))
    page = projector.get(f"/board/{session.board_token}?{query}")
    assert page.status_code == 200
    assert "<b>&" not in page.text
    assert "Quiet hours" in page.text


def test_a_board_speaks_the_language_of_whoever_looks(room, projector, session):
    path = f"/board/{session.board_token}/data"
    english = projector.get(path)
    german = projector.get(path, headers={"accept-language": "de", "if-none-match": english.headers["etag"]})
    assert german.status_code == 200
    assert "Noch nichts" in german.text
    assert "Nothing yet" in english.text


# --- in a browser ---


@pytest.fixture
def held(live):
    return live.do(live.room.store.open_session(kit().id, "Tuesday", departments=DEPARTMENTS))


@pytest.fixture
def screen(chromium):
    made = []

    def screen(size=(1280, 720), script=True, **more):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=script, locale="en-GB", **more
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.errors, page.hosts = [], set()
        page.on("request", lambda request: page.hosts.add(request.url.split("/")[2].split(":")[0]))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda told: page.errors.append(told.text) if "Content Security" in told.text else None)
        made.append((context, page))
        return page

    yield screen
    for context, page in made:
        assert page.hosts <= {"prepdeck.local"}
        assert page.errors == []
        context.close()


def fill(live, held, departments=DEPARTMENTS, times=3):
    """Everything that a board has a frame for, with long words and many departments."""
    store, said = live.room.store, []
    live.do(store.set_ballot(held.id, "idea-votes", "four-arguments", state="closed"))
    for n in range(times * len(departments)):
        department = departments[n % len(departments)]
        said.append(idea(held, f"{LONG} {n % 14}", 7 * n % 101, 11 * n % 101, department))
    known = min(14, len(said))
    votes = [{said[n % known].id: 2, said[(n + 1) % known].id: 1} for n in range(len(said))]
    said += [
        new(held, "idea-votes", {"department": entry.department, "dots": vote}, GRID)
        for entry, vote in zip(said, votes, strict=True)
    ]
    for n, department in enumerate(departments):
        team = {
            question.name: 1 + n % 5
            for question in questions(kit().forms["readiness-team"], kit())
            if question.kind == "scale"
        }
        sentence = f"If {LONG}, then {LONG}."
        laid = [card.code for card in kit().cards()[n : n + 6]]
        said += [
            new(held, "readiness-team", team, department=department),
            new(held, "recipe", {"name": LONG, "cards": laid, "sentence": sentence}, department=department),
            new(held, "card-log", {"opinion": "we know it", "effort": 3, "note": LONG}, GUEST, department),
            new(
                held, "risk", {"scenario": LONG * 3, "kinds": ["creepy"], "decision": "drop it"}, department=department
            ),
        ]
    pitch = new(held, "pitch", {"pilot": LONG, "situation": LONG, "motivation": LONG, "outcome": LONG})
    said += [pitch, new(held, "pitch-vote", {"dots": {pitch.id: 2}})]
    for form in ("gap", "size", "context", "segment", "outcome"):
        answers = {"text": LONG, "long-text": LONG, "scale": 2}
        fields = kit().forms[form].fields.items()
        said.append(new(held, form, {name: kit().options(field)[0].id if field.kind == "choice" else answers[field.kind]
                                     for name, field in fields if field.kind in ("choice", *answers)}))  # fmt: skip
    for entry in said:
        live.do(store.submit(entry))


def frames_of(live, held):
    return [frame["key"] for frame in Phone(create_app(live.room), host="prepdeck.local").get(
        f"/board/{held.board_token}/data"
    ).json()["frames"]]  # fmt: skip


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_the_legend_of_many_departments_is_never_cut_and_shows_their_shapes_as_they_are(live, screen, size):
    names = tuple(f"Department of long words {n:02}" for n in range(30))
    many = live.do(live.room.store.open_session(kit().id, "Big", departments=names))
    for n, name in enumerate(names):
        live.do(live.room.store.submit(idea(many, f"Idea {n}", n, n, name)))
    page = screen(size)
    page.goto(live.url(f"/board/{many.board_token}"))
    expect(page.locator("#title")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".legend li")).to_have_count(11)  # ten of thirty, and the others
    high, seen = page.locator(".legend").evaluate("list => [list.scrollHeight, list.clientHeight]")
    assert high <= seen
    names_cut = "spans => spans.filter(span => span.scrollHeight > 1.3 * span.clientHeight).length"  # a third line
    assert page.locator(".legend span").evaluate_all(names_cut) == 0
    hollow = page.locator(".legend .key.hollow").first.evaluate("key => getComputedStyle(key).fill")
    assert hollow == page.locator(".marks .hollow > .dot").first.evaluate("dot => getComputedStyle(dot).fill")


@pytest.mark.needs("chromium")
def test_what_is_said_is_on_the_board_within_a_poll(live, held, screen):
    page = screen()
    page.goto(live.url(f"/board/{held.board_token}"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing yet")
    live.do(live.room.store.submit(idea(held)))
    expect(page.locator(".plane .name")).to_contain_text("Quiet hours", timeout=4000)
    live.do(live.room.store.submit(idea(held, "A shelf", x=20)))
    expect(page.locator(".plane .name")).to_have_count(2, timeout=4000)
    live.stop()
    expect(page.locator("#state")).to_have_text("no connection", timeout=8000)
    expect(page.locator(".plane .name")).to_have_count(2)  # what was there stays
    live.start()
    expect(page.locator("#state")).to_have_text("", timeout=8000)


@pytest.mark.needs("chromium")
def test_frames_are_chosen_by_keys_and_links_and_stand_still_then(live, held, screen):
    fill(live, held)
    known = frames_of(live, held)
    page = screen()
    page.goto(live.url(f"/board/{held.board_token}?every=3"))
    expect(page.locator("#frame")).to_have_attribute("data-key", known[0])
    expect(page.locator("#frame")).not_to_have_attribute("data-key", known[0], timeout=9000)  # it moves by itself
    for key, place in (("3", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", -1), ("PageDown", 0), ("PageUp", -1)):
        page.keyboard.press(key)
        expect(page.locator("#frame")).to_have_attribute("data-key", known[place])
    page.locator("#all summary").click()
    page.locator("#list a").nth(1).click()
    expect(page.locator("#frame")).to_have_attribute("data-key", known[1])
    expect(page.locator("#turn")).to_have_text("Move on")
    page.reload()
    expect(page.locator("#frame")).to_have_attribute("data-key", known[1])
    page.keyboard.press("p")
    expect(page.locator("#turn")).to_have_text("Stand still")


@pytest.mark.needs("chromium")
def test_without_script_the_same_is_drawn(live, held, screen):
    fill(live, held)
    key = frames_of(live, held)[0]
    drawn = []
    for script in (True, False):
        page = screen(script=script)
        page.goto(live.url(f"/board/{held.board_token}?frame={key}"))
        drawn.append(re.sub(r"\s+", " ", page.locator("#frame .frame").inner_text()))
    assert drawn[0] == drawn[1]


MEASURE = """(least) => {
  const found = [], seen = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (seen.nextNode()) {
    const text = seen.currentNode.textContent.trim(), parent = seen.currentNode.parentElement;
    if (!text || parent.closest("noscript, script, .unseen")) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < least) found.push(`${text.slice(0, 40)} is ${size} px high`);
  }
  return found;
}"""
CUT = """() => {
  const low = document.querySelector(".rail").getBoundingClientRect().top, wide = innerWidth, found = [];
  if (document.documentElement.scrollHeight > innerHeight) found.push("the page scrolls");
  for (const one of document.querySelectorAll("#frame *")) {
    const box = one.getBoundingClientRect(), own = one.ownerSVGElement || one.tagName === "svg";
    const text = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (own || !text || !box.height) continue;
    const inside = box.bottom <= low + 1 && box.right <= wide + 1 && box.left >= -1;
    if (!inside) found.push(`${one.className}: ${one.textContent.trim().slice(0, 40)}`);
  }
  return found;
}"""
SIZES = [(1280, 720), (1920, 1080), (1024, 768)]


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    "size",
    [(1024, 768), *(pytest.param(size, marks=pytest.mark.soak) for size in SIZES[:2])],  # the narrowest for its height
    ids=lambda size: f"{size[0]}x{size[1]}",
)
def test_every_letter_is_a_thirtieth_of_the_screen_and_nothing_is_cut(live, held, screen, size):
    fill(live, held)
    page = screen(size)
    kinds = set()
    for key in frames_of(live, held):
        page.goto(live.url(f"/board/{held.board_token}?frame={key}"))
        expect(page.locator("#frame")).to_have_attribute("data-key", key)
        kinds.add(page.locator("#frame .frame").get_attribute("class"))
        assert page.evaluate(MEASURE, size[1] / 30) == [], key
        assert page.evaluate(CUT) == [], key
    assert kinds == {f"frame {kind}" for kind in (
        "grid", "bars", "ballot", "recipes", "compared", "unused", "scales", "notes", "lone",
    )}  # fmt: skip


LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 2


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_long_word_breaks_and_what_stands_beside_it_stays(live, held, screen, size):
    store = live.room.store
    for _ in range(5):
        live.do(store.submit(new(held, "card-log", {"note": LONG_WORD, "effort": 2, "opinion": "we know it"}, GUEST)))
        live.do(store.submit(new(held, "recipe", {"name": LONG_WORD, "sentence": LONG_WORD})))
        live.do(store.submit(idea(held, LONG_WORD, department=LONG_WORD)))
    live.do(store.submit(new(held, "gap", {"missing": LONG_WORD, "journey": 2})))
    page = screen(size)
    for key in frames_of(live, held):
        page.goto(live.url(f"/board/{held.board_token}?frame={key}"))
        assert page.evaluate(CUT) == [], key
    page.goto(live.url(f"/board/{held.board_token}?frame=card-log-notes-1"))
    titles = page.locator(".notes li b")
    expect(titles).to_have_count(5)
    for title in titles.all():
        expect(title).to_have_text("Guest")
        box = title.bounding_box()
        assert box["width"] > 20
        assert box["x"] + box["width"] <= size[0]


NAMES = """() => {
  const plane = document.querySelector(".plane").getBoundingClientRect(), found = [];
  const areas = [...document.querySelectorAll(".plane .name, .plane .quadrant span")].map((one) => [
    one.textContent.trim(), one.getBoundingClientRect(),
  ]);
  areas.forEach(([name, box], place) => {
    if (box.left < plane.left || box.right > plane.right) found.push(`${name} leaves the plane`);
    for (const [other, there] of areas.slice(0, place)) {
      if (box.left < there.right && there.left < box.right && box.top < there.bottom && there.top < box.bottom)
        found.push(`${name} lies on ${other}`);
    }
  });
  return [areas.length, found];
}"""


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_names_stand_on_the_plane_and_on_nothing_else(live, held, screen, size):
    for n in range(12):
        live.do(live.room.store.submit(idea(held, f"WWMM Quiet hours {n}", 13 * n % 101, 29 * n % 101)))
    page = screen(size)
    page.goto(live.url(f"/board/{held.board_token}"))
    count, found = page.evaluate(NAMES)
    assert found == []
    assert count > 4 + 2


@pytest.mark.needs("chromium")
def test_a_measure_that_finds_nothing_would_be_none(live, held, screen):
    page = screen()
    page.goto(live.url(f"/board/{held.board_token}"))
    for how, measure in (("font-size: 12px", MEASURE), ("position: absolute; top: 100vh", CUT)):
        # at once, before a poll draws the frame anew
        assert page.evaluate(
            f"() => {{ document.querySelector('h1').style.cssText = '{how}'; return ({measure})(24) }}"
        )


LOOKS = {
    "light": Look(SIZES[0]),
    "dark": Look(SIZES[0], scheme="dark"),
    "forced": Look(SIZES[0], forced="active"),
    "320 px": Look((320, 640)),
    "right to left": Look(SIZES[0], rtl=True),
}


@pytest.mark.needs("chromium")
@walks(LOOKS)
def test_everybody_can_use_every_frame(live, held, screen, looks):
    fill(live, held, times=1)
    page = screen()
    wear(page, first_of(looks))
    for key in ["", *frames_of(live, held)]:
        page.goto(live.url(f"/board/{held.board_token}?frame={key}"))
        assert wrong(page, looks) == [], key


@pytest.mark.needs("chromium")
def test_script_in_what_is_said_is_words_on_the_board(live, held, screen):
    bad = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    live.do(live.room.store.submit(idea(held, bad, department=bad)))
    page = screen()
    page.on("dialog", lambda dialog: page.errors.append("it ran"))
    for key in frames_of(live, held):
        page.goto(live.url(f"/board/{held.board_token}?frame={key}"))
        expect(page.locator("#frame img, #frame script")).to_have_count(0)
    expect(page.locator("#frame")).to_contain_text("<img src=x")
