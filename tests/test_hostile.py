"""Everything that can be asked of the server at once: any request to any address is refused or does no harm.

`test_server.py` shows each rule by itself; here no address is forgotten, and broken clients meet the real server.
"""

import asyncio
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlencode

import crowd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rooms import HOST, RUNNER, Phone, kit, make_room, press, thing
from suite import examples

from generator.capture.answers.reader import questions
from generator.capture.app import create_app
from generator.capture.model import KEPT
from generator.capture.phone.signature import sign
from generator.capture.results.cells import inert
from generator.capture.web.guard import HEADERS, MOST_BYTES
from generator.capture.web.limits import Rate, Rates
from generator.capture.web.tokens import entry_id

GUEST = thing("card", "guest")
GRID, RECIPE = thing("poster", "four-arguments"), thing("worksheet", "recipe", "1")
DOOR = thing("poster", "join")  # opens no form
BLANK = next(each for each in kit().things if each.kind == "blank")
SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><!--{{7*7}}"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
EXPECTED = {200, 201, 204, 303, 304, 307, 400, 403, 404, 405, 409, 410, 413, 415, 421, 422, 429}


class Asked(NamedTuple):
    """A request as it comes off the wire."""

    method: str
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


async def _talk(app, asked: Asked) -> Got:
    """Hands a request to the app as the server does, whatever is in it. What breaks the app breaks the test."""
    path, _, query = asked.target.partition(b"?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": asked.method, "scheme": "http",
        "path": unquote(path.decode("ascii")), "raw_path": path, "query_string": query, "root_path": "",
        "headers": [(name.lower(), value) for name, value in asked.headers], "state": {},
        "client": ("10.0.0.7", 1), "server": (HOST, 80),
    }  # fmt: skip
    waiting = [{"type": "http.request", "body": asked.body, "more_body": False}]
    said: list[dict] = []

    async def receive():
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message):
        said.append(message)

    await app(scope, receive, send)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in said[0]["headers"]}
    return Got(said[0]["status"], headers, b"".join(message.get("body", b"") for message in said[1:]))


def talk(app, asked: Asked) -> Got:
    return RUNNER.run(_talk(app, asked))


class House:
    """A server with two sessions that have something of each kind in them, and everybody's keys."""

    def __init__(self, folder: Path) -> None:
        self.room = make_room(folder)
        self.room.limits.rates = Rates(*(Rate(10**9, 60) for _ in Rates()))
        self.app = create_app(self.room)
        self.store = self.room.store
        self.desk = ""
        self.device = ""

    def fresh(self) -> None:
        """Whatever was revoked, closed or erased is there again."""
        if not (self.desk and self.store.is_admin(self.desk)):
            self.desk = RUNNER.run(self._let_in())
        if len(self.store.open_sessions(kit().id)) != 1:
            RUNNER.run(self._one_open())
        device = self.store.device(self.device)
        if device is None or not self.store.session(device.session).is_open:
            self.device, device = RUNNER.run(self.store.join(self.session.id, table="", department="", consent="1"))
        if not self.store.entries_of(device.number):
            cookie = (b"cookie", f"device={self.device}".encode())
            for code, inputs in ENTRIES:
                talk(self.app, post(f"/{code}", {"_id": entry_id(), **inputs}, cookie))

    @property
    def session(self):
        return self.store.open_sessions(kit().id)[0]

    async def _let_in(self) -> str:
        return await self.store.use_one_time(await self.store.one_time_link())

    async def _one_open(self) -> None:
        for each in self.store.open_sessions(kit().id):
            await self.store.close_session(each.id)
        await self.store.open_session(kit().id, "Tuesday", departments=("product", "legal"))

    def _board(self) -> str:
        asked = Asked("GET", f"/board/{self.session.board_token}/data".encode(), ((b"host", HOST.encode()),))
        return talk(self.app, asked).body.decode().replace(" ", "")

    def keys(self) -> dict[str, list[str]]:
        """What a part of an address may be and hit something."""
        session = self.session
        entries = self.store.entries(session.id, states=KEPT)
        return {
            "code": [GUEST.code, GRID.code, RECIPE.code, BLANK.code, DOOR.code, "ABCDEF"],
            "token": [session.board_token, session.join_token, session.join_code],
            "session": [each.id for each in self.store.sessions()[:3]],
            "entry": [entry.id for entry in entries[:3]],
            "signature": [sign(self.store, entry.id) for entry in entries[:3]],
            "key": [frame.split('"')[0] for frame in self._board().split('"key":"')[1:4]],
            "name": ["style.css", "kit.css", "outbox.js", "base.html"],
            "which": ["join", "board"],
            "kind": ["csv", "jsonl", "sqlite", "html", "md", "ics"],
            "way": ["csv", "md", "jira"],
            "secret": [RUNNER.run(self.store.one_time_link())],
        }


ENTRIES = (
    (GUEST.code, {"note": "Words", "opinion": "we know it"}),
    (GRID.code, {"idea": "An idea", "place.x": "10", "place.y": "90"}),
    (RECIPE.code, {"cards": GUEST.code, "if": "a", "then": "b"}),
)


def post(path: str, inputs: dict, *headers: tuple[bytes, bytes], kind: str = FORM, body: bytes | None = None) -> Asked:
    octets = urlencode(inputs, doseq=True).encode() if body is None else body
    own = (
        (b"host", HOST.encode()),
        (b"origin", f"http://{HOST}".encode()),
        (b"content-type", kind.encode()),
        (b"content-length", str(len(octets)).encode()),
    )
    return Asked("POST", path.encode(), (*own, *headers), octets)


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house"))
    yield house
    house.store.close()


# What can be asked for: a route that is added is tried as well.
ROUTES = [(route.path, method) for route in create_app(None).routes for method in sorted(route.methods or {"GET"})]
POSTS = [path for path, method in ROUTES if method == "POST"]
PART = re.compile(r"{(\w+)}")


def filled(path: str, keys: dict[str, list[str]]) -> str:
    """An address of this route that leads somewhere."""
    return PART.sub(lambda part: (keys[part[1]] or ["none"])[0], path)


def cookies(house: House, which: str) -> tuple[bytes, bytes]:
    held = {"desk": f"desk={house.desk}", "device": f"device={house.device}"}
    return b"cookie", "; ".join(held[name] for name in which.split()).encode()


# --- anything at all, to every address ---

TRAPS = [
    SCRIPT, "", " ", "1", "-1", "²", "٣", "1e999", "NaN", "9" * 30, "0x1", "true", "null", "\x00", "\n", "\u2028",
    "\x1b[2J",
    "İ", "ﬃ", "e" + "\u0301" * 90, "😀" * 40, "a" * 2001, "=cmd|' /C calc'!A0", "%s%n{0}{x}", "{{7*7}}", "' OR 1=1 --",
    "../../etc/passwd", "..\\..\\x", "//evil.example", "javascript:alert(1)", "https://evil.example/",
    "form:risk", "form:",
    GUEST.code, GRID.code, f"lay-{GUEST.code}", "close", "reopen", "renew", "merge", "undo", "show-all", "hide", "show",
    "erase", "anonymise", "back", "add", "remove", "clear", "all", "de", "dark", "product",
]  # fmt: skip
TEXTS = st.sampled_from(TRAPS) | st.text(max_size=30)
NAMES = st.sampled_from(
    [
        "_id", "_form", "_consent", "_table", "_department", "_newer", "_device", "_signature", "revision",
        "code", "card", "do", "next", "receipt", "sure", "entry", "to",
        "back", "title", "asks", "departments", "days", "premoderate", "group", "with", "until", "view", "line",
        "form", "address",
        "department", "table", "show", "before", "frame", "turn", "every", "theme", "v", "log", "write",
        "erased", "place.x",
        "place.y", "place", "dots.", *(name for form in kit().forms.values() for name in form.fields),
    ]
)  # fmt: skip
INPUTS = st.lists(st.tuples(NAMES | TEXTS, TEXTS), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | TEXTS, inner, max_size=4),
    max_leaves=8,
)
HEADER_VALUES = st.binary(max_size=40).map(
    lambda octets: bytes(octet for octet in octets if octet >= 32 and octet != 127)
)
HEADER_NAMES = st.sampled_from(
    [
        b"accept", b"accept-language", b"content-type", b"content-length", b"cookie", b"host",
        b"if-none-match", b"origin",
        b"range", b"sec-fetch-site", b"sec-purpose", b"x-forwarded-for", b"x-forwarded-host",
        b"transfer-encoding", b"expect",
    ]
)  # fmt: skip


@st.composite
def bodies(draw) -> tuple[str, bytes]:
    """A body with what it says that it is; mostly it is."""
    said = draw(st.sampled_from(["form", "json", "entry", "octets"]))
    if said == "form":
        pairs = draw(INPUTS) + draw(st.sampled_from([[], [("_id", entry_id()), ("_consent", "1")], [("_id", "1")]]))
        return FORM, urlencode(pairs, errors="surrogatepass").encode()
    if said == "octets":
        return draw(st.sampled_from([FORM, JSON, "", "text/xml", "multipart/form-data; boundary=x"])), draw(st.binary())
    value = draw(VALUES)
    if said == "entry":
        value = {"id": entry_id(), "consent": True, "answers": value, draw(TEXTS): value}
    return JSON, json.dumps(value).encode()


@st.composite
def requests(draw, keys: dict[str, list[str]]) -> Asked:
    path, method = draw(st.sampled_from(ROUTES))
    method = draw(st.sampled_from([method] * 12 + ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "X"]))

    def part(match: re.Match) -> str:
        there = keys[match[1]] or ["gone"]  # what is drawn does not depend on how much there is at the time
        known = st.integers(0, 5).map(lambda place: there[place % len(there)])
        return quote(draw(st.one_of(known, known, TEXTS)), safe=draw(st.sampled_from(["", "/"])), errors="replace")

    query = (
        urlencode(draw(INPUTS), errors="replace")
        if draw(st.booleans())
        else draw(st.sampled_from(["", "%ff&%", "&=&"]))
    )
    kind, body = draw(bodies()) if method not in ("GET", "HEAD") else (FORM, b"")
    named = {
        b"host": HOST.encode(),
        b"origin": f"http://{HOST}".encode(),
        b"content-type": kind.encode(),
        b"content-length": str(len(body)).encode(),
        b"accept": draw(st.sampled_from([b"text/html", b"application/json", b"*/*"])),
        b"accept-language": draw(st.sampled_from([b"en", b"de", b"ar;q=nan, *;q=-1", b"de-\xff"])),
        b"cookie": draw(st.sampled_from(["DESK", "DEVICE", "DESK; DEVICE", 'device="; desk=\x80', ""])).encode(
            "latin-1"
        ),
    }
    odd = draw(st.lists(st.tuples(HEADER_NAMES, HEADER_VALUES), max_size=2)) if draw(st.integers(0, 3)) == 0 else []
    target = PART.sub(part, path) + (f"?{query}" if query else "")
    return Asked(method, target.encode("ascii"), (*(named | dict(odd)).items(),), body)


def with_keys(asked: Asked, house: House) -> Asked:
    held = {b"DESK": f"desk={house.desk}".encode(), b"DEVICE": f"device={house.device}".encode()}
    pairs = []
    for name, value in asked.headers:
        for key, cookie in held.items() if name == b"cookie" else ():
            value = value.replace(key, cookie)
        pairs.append((name, value))
    return asked._replace(headers=tuple(pairs))


class Scripts(HTMLParser):
    """What a browser would run of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, pairs: list) -> None:
        said = dict(pairs)
        self._in_script = tag == "script"
        if tag in ("iframe", "object", "embed", "base", "style") or (tag == "script" and "src" not in said):
            self.found.append(tag)
        for name, value in pairs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{tag} {name}={value}")
            if name in ("href", "data") and (value or "").strip().lower().startswith(("javascript:", "data:")):
                self.found.append(f"{tag} {name}={value}")
        for name in ("src", "action", "formaction"):
            if name in said and not re.match(r"/(?!/)", said[name] or ""):
                self.found.append(f"{tag} {name}={said[name]}")

    def handle_data(self, data: str) -> None:
        if self._in_script and data.strip():
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False


def scripts(html: str) -> list[str]:
    parser = Scripts()
    parser.feed(html)
    parser.close()
    return parser.found


def harmless(got: Got, asked: Asked) -> None:
    assert got.status in EXPECTED, (got.status, asked)
    for name, value in HEADERS.items():
        assert got.headers[name] == value, (name, asked)
    kind = got.headers.get("content-type", "")
    if kind.startswith("text/html"):
        assert not scripts(got.text), (scripts(got.text), asked)
    if "location" in got.headers:
        start = f"http://{HOST}/" if got.status == 307 else "/"  # 307: without the stroke at the end
        assert re.match(start + "(?!/)", got.headers["location"]), (got.headers["location"], asked)
    assert "\n" not in "".join(got.headers.values())


@settings(max_examples=examples(600), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_request_breaks_the_server(house, data):
    house.fresh()
    for asked in data.draw(st.lists(requests(house.keys()), min_size=1, max_size=3)):
        asked = with_keys(asked, house)
        harmless(talk(house.app, asked), asked)


def test_a_page_that_runs_what_somebody_wrote_is_caught():
    for html in (f"<p>{SCRIPT}</p>", '<a href="javascript:alert(1)">', "<p onclick='x'>", "<style>", '<img src="//x">'):
        assert scripts(html)
    assert scripts('<p>&lt;script&gt;</p><script src="/static/form.js?v=1" defer></script>') == []


# --- the same fault, sent to every address ---


@pytest.mark.parametrize("path", POSTS)
def test_every_form_refuses_what_is_too_large_of_another_kind_or_from_another_site(house, path):
    house.fresh()
    keys, cookie = house.keys(), cookies(house, "desk device")
    to, before = filled(path, keys), house.store.version(house.session.id)
    large = post(to, {}, cookie, body=b"a=" + b"x" * MOST_BYTES)
    statuses = {
        "too large": talk(house.app, large).status,
        "too large, and says it is not": talk(house.app, with_header(large, b"content-length", b"9")).status,
        "xml": talk(house.app, post(to, {}, cookie, kind="text/xml", body=b"<a/>")).status,
        "several parts": talk(
            house.app, post(to, {}, cookie, kind="multipart/form-data; boundary=x", body=b"x")
        ).status,
        "no kind": talk(house.app, post(to, {}, cookie, kind="", body=b"a=b")).status,
        "no letters": talk(house.app, post(to, {}, cookie, body=b"a=%ff")).status,
    }
    refused = [413, 413, 415, 400, 415, 415] if path.endswith("/forms") else [413, 413, 415, 415, 415, 400]  # of files
    assert list(statuses.values()) == refused, statuses
    for name, value in ((b"origin", b"http://evil.example"), (b"origin", b"null"), (b"sec-fetch-site", b"cross-site")):
        assert talk(house.app, with_header(post(to, {"do": "erase"}, cookie), name, value)).status == 403
    assert talk(house.app, with_header(post(to, {}, cookie), b"host", b"evil.example")).status == 421
    assert house.store.version(house.session.id) == before


def with_header(asked: Asked, name: bytes, value: bytes) -> Asked:
    others = tuple(pair for pair in asked.headers if pair[0] != name)
    return asked._replace(headers=(*others, (name, value)))


@pytest.mark.parametrize(("path", "method"), [pair for pair in ROUTES if pair[0].startswith("/desk")])
def test_the_desk_opens_to_none_of_the_other_keys(house, path, method):
    house.fresh()
    session = house.session
    to = filled(path, house.keys())
    others = [house.device, session.board_token, session.join_token, "A" * 43, "", house.desk[:-1], house.desk.lower()]
    for key in others:
        held = (b"cookie", f"desk={key}; device={house.device}".encode())
        asked = post(to, {"do": "erase", "sure": "erase"}, held)._replace(method=method)
        assert talk(house.app, asked).status == 403, key
    assert house.session == session


# --- another session's keys, and others' ids ---


class Pair(NamedTuple):
    room: object
    app: object
    ours: object
    theirs: object  # the session of others, open too
    phone: Phone  # in ours
    entry: str  # of somebody in theirs


@pytest.fixture
def pair(tmp_path) -> Iterator[Pair]:
    room = make_room(tmp_path)
    app = create_app(room)
    ours, theirs = (RUNNER.run(room.store.open_session(kit().id, title)) for title in ("Ours", "Theirs"))
    phone, other, entry = Phone(app), Phone(app), entry_id()
    for each, session in ((phone, ours), (other, theirs)):
        assert each.post(f"/j/{session.join_token}", {"_consent": "1"}).status_code == 303
    assert other.post(f"/{GUEST.code}", {"_id": entry, "note": "Theirs alone"}).status_code == 303
    yield Pair(room, app, ours, theirs, phone, entry)
    room.store.close()


def theirs_is_untouched(pair: Pair) -> None:
    (entry,) = pair.room.store.entries(pair.theirs.id)
    assert (entry.id, entry.body, entry.state) == (pair.entry, {"note": "Theirs alone"}, "new")
    assert pair.room.store.entries(pair.ours.id) == ()


def test_nothing_of_another_session_is_shown(pair):
    pages = ["/mine", f"/kept/{pair.entry}", f"/board/{pair.ours.board_token}", f"/{GUEST.code}", "/lay"]
    for path in [*pages, f"/board/{pair.ours.board_token}/data"]:
        assert "Theirs alone" not in pair.phone.get(path).text, path
    assert pair.phone.get(f"/board/{pair.theirs.join_token}").status_code == 404
    assert pair.phone.get(f"/j/{pair.theirs.board_token}").status_code == 404


def test_an_entry_of_others_is_neither_replaced_nor_erased_by_its_id(pair):
    for said in ({"note": "Ours now"}, {"note": "Theirs alone"}):
        answer = pair.phone.post(f"/{GUEST.code}", {"_id": pair.entry, **said}, headers={"accept": JSON})
        assert answer.status_code in (200, 409)
        assert "Theirs alone" not in answer.text
    pair.phone.post(f"/kept/{pair.entry}/take-back")
    theirs_is_untouched(pair)
    assert "Theirs alone" not in pair.phone.get("/mine").text


def test_votes_go_to_what_the_room_knows_and_nowhere_else(pair):
    for key in (pair.entry, entry_id(), "../x", SCRIPT):
        said = {"_id": entry_id(), "_form": "idea-votes", f"dots.{key}": "1"}
        answer = pair.phone.post(f"/{GRID.code}", said, headers={"accept": JSON})
        assert answer.status_code in (201, 422)
        assert scripts(pair.phone.get("/mine").text) == []
        assert "Theirs alone" not in pair.phone.get("/mine").text
        assert "Theirs alone" not in pair.phone.get(f"/board/{pair.ours.board_token}").text


def test_links_that_were_renewed_open_nothing(pair):
    RUNNER.run(pair.room.store.renew_tokens(pair.theirs.id))
    for path in (f"/board/{pair.theirs.board_token}", f"/j/{pair.theirs.join_token}", f"/j/{pair.theirs.join_code}"):
        assert pair.phone.get(path).status_code == 404
    theirs_is_untouched(pair)


# --- script in every field ---


def inputs_of(form, note: str, kept) -> dict:
    """Every question of a form answered, in these words where it takes words."""
    found = {}
    for question in questions(form, kit()):
        voted = [entry.id for entry in kept if entry.form in question.entries]
        match question.kind:
            case "text" | "long-text":
                found[question.name] = note
            case "choice" | "choices":
                found[question.name] = question.options[0].id
            case "scale" | "number" | "check":
                found[question.name] = "1"
            case "card" | "cards":
                found[question.name] = question.cards[0].code
            case "placement":
                found |= {f"{question.name}.x": "10", f"{question.name}.y": "20"}
            case "votes":
                found[f"{question.name}.{[*(option.id for option in question.options), *voted][0]}"] = "1"
    return found


def test_what_people_write_is_words_on_every_page_and_in_every_file(tmp_path):
    room = make_room(tmp_path)
    room.limits.rates = Rates(*(Rate(10**9, 60) for _ in Rates()))
    app, asks = create_app(room), ("table", "department")
    session = RUNNER.run(room.store.open_session(kit().id, SCRIPT, asks=asks, departments=(SCRIPT[:40], "=1+1")))
    phone, desk, texts = Phone(app), Phone(app), [SCRIPT, "=1+1", "\t@SUM(A1)", "${7*7}", "＝1"]
    assert press(desk, f"/f/{RUNNER.run(room.store.one_time_link())}").status_code == 303
    phone.post(f"/j/{session.join_token}", {"_consent": "1", "_table": SCRIPT[:40], "_department": SCRIPT[:40]})
    opened = {form.id: (form, each) for each in kit().things if each != DOOR for form in kit().forms_of(each)}
    votes_last = sorted(opened.values(), key=lambda pair: "vote" in pair[0].id)
    for form, printed in votes_last:
        for text in texts:
            inputs = inputs_of(form, text, room.store.entries(session.id))
            answer = phone.post(f"/{printed.code}", {"_id": entry_id(), "_form": form.id, **inputs})
            assert answer.status_code == 303, (form.id, inputs, answer.text)
    kept = room.store.entries(session.id)
    assert {entry.form for entry in kept} == set(opened)
    pages = ["/", "/mine", "/lay", f"/board/{session.board_token}", *(f"/{e.code}" for e in kept[::5])]
    ends = ("", "/change", "/take-back")
    pages += [f"/kept/{entry.id}{end}" for entry in kept[::5] for end in ends]
    pages += [f"/{GRID.code}?form=idea-votes", f"/{quote(SCRIPT)}"]
    inside = [f"/desk{end}" for end in ("", "/codes", *(f"/{session.id}{end}" for end in DESK_ENDS))]
    inside += [f"/desk/{session.id}/entries/{entry.id}" for entry in kept[::5]]
    outside = ["/", "/join", f"/j/{session.join_token}", f"/{GUEST.code}", f"/{GRID.code}?form=idea-votes"]
    outside += [f"/kept/{entry.id}/{sign(room.store, entry.id)}{end}" for entry in kept[::5] for end in ends]
    for browser, paths in ((phone, pages), (desk, inside), (Phone(app), outside)):
        for path in paths:
            answer = browser.get(path)
            assert answer.status_code in (200, 404), path
            assert scripts(answer.text) == [], path
    for form in ("card-log", SCRIPT):  # words that are shown, and words that wait
        said = {"_id": entry_id(), "_form": form, "note": SCRIPT, SCRIPT: SCRIPT}
        assert scripts(phone.post(f"/{GUEST.code}", said).text) == []
    for frame in phone.get(f"/board/{session.board_token}/data").json()["frames"]:
        sent = phone.get(f"/board/{session.board_token}/frames/{quote(frame['key'], safe='')}").json()
        assert scripts(sent["html"]) == []
    assert scripts(desk.get(f"/desk/{session.id}/news").json()["html"]) == []
    sheet = list(csv.reader(io.StringIO(desk.get(f"/desk/{session.id}/results.csv").text.removeprefix("\ufeff"))))
    assert len(sheet) > len(kept)
    cells = [cell for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert {inert(SCRIPT), "'=1+1"} <= set(cells)
    lines = [json.loads(line) for line in desk.get(f"/desk/{session.id}/results.jsonl").text.splitlines()]
    assert {line["id"]: line["body"] for line in lines} == {entry.id: dict(entry.body) for entry in kept}
    room.store.close()


DESK_ENDS = (
    "",
    "/settings",
    "/links",
    "/votes",
    "/compared",
    "/twins",
    "/cards?show=all",
    "/forms",
    "/board",
    "/enter",
    "/end",
    f"/enter?code={quote(SCRIPT)}&table={quote(SCRIPT)}",
)


# --- addresses that reach for files ---


@pytest.mark.parametrize("start", ["/static/", "/", "/board/", "/kept/", "/j/"])
@pytest.mark.parametrize(
    "trick",
    [
        *(
            "../server.py",
            "..%2fserver.py",
            "%2e%2e/%2e%2e/server.py",
            "..%5cserver.py",
            "....//server.py",
            "%2fetc%2fpasswd",
        ),
        *(
            "../../../../etc/passwd",
            "style.css%00.py",
            "style.css/../../server.py",
            "%c0%ae%c0%ae/x",
            "C:%5cwindows",
            ".",
        ),
    ],
)
def test_path_tricks_reach_no_file(house, start, trick):
    house.fresh()
    got = talk(house.app, Asked("GET", f"{start}{trick}".encode(), ((b"host", HOST.encode()),)))
    assert got.status in (404, 307)
    for inside in (b"import", b"root:", b"{% block", b"SQLite"):
        assert inside not in got.body


# --- slow and broken clients, at the real server ---

BROKEN = (
    b"",
    b"GET / HTT",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),  # somebody tries https
    b"POST /erase HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\nreceipt=",
    b"POST /erase HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 100_000,
    b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(5000)),
    b"GET /\x00\xff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n\x00\x00\r\n\r\n",
    b"POST /erase HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"1\r\naxx",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"0\r\n\r\nGET /mine HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
)
OF_EACH = 6


async def _broken(port: int, octets: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(octets)
    return reader, writer


async def _heard(reader: asyncio.StreamReader) -> bytes:
    """What came until now; nobody waits for more."""
    try:
        async with asyncio.timeout(0.3):
            return await reader.read(65536)
    except (TimeoutError, ConnectionError):
        return b""


async def _served_beside_the_broken(served: crowd.Served, code: str) -> list[bytes]:
    ends = [await _broken(served.port, octets) for octets in BROKEN * OF_EACH]
    slow = asyncio.create_task(_drips(served.port))
    heard = Counter[str]()
    phones = [crowd.Phone(crowd.Line(served.port)) for _ in range(10)]
    for number in range(20):
        status = await phones[number % 10].deliver(code, crowd.note(number), heard)
        assert status == 201
    assert heard == {"stored": 20}
    answers = await asyncio.gather(*(_heard(reader) for reader, _ in ends))
    for number, (_, writer) in enumerate(ends):
        if number % 2:
            writer.transport.abort()  # as a phone that loses its network
        writer.close()
    slow.cancel()
    assert await phones[0].deliver(code, crowd.note(99), heard) == 201
    for phone in phones:
        phone.line.close()
    return answers


async def _drips(port: int) -> None:
    """One octet at a time."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for octet in b"POST /erase HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999\r\n\r\n" + b"a" * 9999:
            writer.write(bytes((octet,)))
            await asyncio.sleep(0.01)
    finally:
        writer.close()


def test_slow_and_broken_clients_keep_nobody_waiting(tmp_path):
    crowd.build(tmp_path / "kit")
    with crowd.Served("kit", "--data", "entries.db", cwd=tmp_path) as served:
        code = crowd.code_of(tmp_path / "kit/manifest.json")
        answers = asyncio.run(asyncio.wait_for(_served_beside_the_broken(served, code), 60))
        for answer in answers:
            statuses = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+)", answer)]
            assert all(status in {*EXPECTED, 426} for status in statuses), answer
        assert served.stop() == 0
    assert served.errors.read_text() == ""
