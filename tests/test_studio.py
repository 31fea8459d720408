"""The frame of the studio: who is let in, what may be posted, how large it may be, in which words it is said."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from studios import ADDRESS, COOKIE, TOKEN

from generator.cli.screen import opens_studio
from generator.studio import guard
from generator.studio.app import make_app
from generator.studio.body import Posted, posting
from generator.studio.latest import Latest
from generator.studio.nav import NAV
from generator.studio.redrawing import PreviewOptions, Redrawing
from generator.studio.refusal import Declined
from generator.studio.state import Studio
from generator.studio.watch import Stamps

LET_IN = {"prepdeck-studio-8760": COOKIE}
SCREEN = {"is_terminal": True, "platform": "linux", "environ": {"DISPLAY": ":0"}}


@pytest.fixture
def stranger(studio: Studio) -> TestClient:
    """A browser that was not let in yet."""
    return TestClient(make_app(studio), base_url=ADDRESS, follow_redirects=False)


# Who is let in


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8760", "127.0.0.1.evil.example", "", "[::1]:8760"])
def test_another_name_gets_nothing(mouse: TestClient, host: str) -> None:
    for path in ("/", "/state", "/static/pages.js", f"/?token={TOKEN}"):
        answer = mouse.get(path, headers={"host": host})
        assert answer.status_code == 421
        assert "Our first deck" not in answer.text
        assert "set-cookie" not in answer.headers
    assert mouse.post("/language", data={"language": "de"}, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8760", "localhost", "LOCALHOST:9"])
def test_our_own_name_is_answered_to(mouse: TestClient, host: str) -> None:
    cookie = f"prepdeck-studio-{host.rpartition(':')[2]}={COOKIE}"
    assert mouse.get("/pages", headers={"host": host, "cookie": cookie}).status_code == 200


def test_the_first_address_lets_a_browser_in_by_a_cookie_that_no_script_and_no_other_site_has(
    stranger: TestClient,
) -> None:
    assert stranger.get("/pages").status_code == 403
    door = stranger.get(f"/pages?token={TOKEN}")
    assert (door.status_code, 'content="0; url=/pages"' in door.text) == (200, True)
    cookie = door.headers["set-cookie"].lower()
    assert {"httponly", "path=/", "samesite=strict"} <= {part.strip() for part in cookie.split(";")}
    assert stranger.get("/pages").status_code == 200


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", "ü"])
def test_a_guessed_token_opens_nothing(stranger: TestClient, token: str) -> None:
    for answer in (
        stranger.get("/", params={"token": token}),
        stranger.get("/pages", headers={"cookie": f"prepdeck-studio-8760={token}".encode()}),
        stranger.post("/language", data={"language": "de"}, headers={"origin": ADDRESS}),
        stranger.get("/brand.css"),
        stranger.get("/state"),
    ):
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers
        assert "Our first deck" not in answer.text


def test_a_token_changes_nothing(studio: Studio, stranger: TestClient) -> None:
    """It lets a browser in; a form elsewhere that knew it could still not post."""
    assert stranger.post(f"/language?token={TOKEN}", data={"language": "de"}).status_code == 403
    assert studio.language == "en"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_kinds_of_request_are_refused(mouse: TestClient, method: str) -> None:
    assert mouse.request(method, "/pages").status_code == 405


# Who may change something


OTHERS = {
    "another site": {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
    "another site that says less": {"origin": "https://evil.example"},
    "a sandboxed frame": {"origin": "null"},
    "another port of this computer": {"origin": "http://127.0.0.1:3000", "sec-fetch-site": "same-site"},
    "another name of this computer": {"origin": "http://localhost:8760"},
    "https": {"origin": "https://127.0.0.1:8760"},
    "a typed address": {"sec-fetch-site": "none"},
    "nobody": {},
}


@pytest.mark.parametrize("headers", OTHERS.values(), ids=OTHERS)
def test_what_another_page_posts_changes_nothing(studio: Studio, stranger: TestClient, headers: dict[str, str]) -> None:
    for name, value in LET_IN.items():  # the worst case: the browser sends our cookie along
        stranger.cookies.set(name, value)
    answer = stranger.post("/language", data={"language": "de"}, headers=headers)
    assert (answer.status_code, studio.language) == (403, "en")


@pytest.mark.parametrize("headers", [{"origin": ADDRESS}, {"sec-fetch-site": "same-origin"}])
def test_what_our_own_page_posts_is_done(studio: Studio, stranger: TestClient, headers: dict[str, str]) -> None:
    for name, value in LET_IN.items():
        stranger.cookies.set(name, value)
    answer = stranger.post("/language", data={"language": "de", "back": "/pages"}, headers=headers)
    assert (answer.status_code, answer.headers["location"], studio.language) == (303, "/pages", "de")


def test_another_language_leaves_one_on_the_page_as_it_was(mouse: TestClient, studio: Studio) -> None:
    back = re.compile(r'action="/language".*?name="back" value="([^"]*)"', re.DOTALL)
    assert back.findall(mouse.get("/cards?family=x&show=all").text) == ["/cards?family=x&amp;show=all"]
    refused = mouse.post("/brand/logo", data={"workshop": studio.key}, files={"logo": ("logo.png", b"none")})
    assert (refused.status_code, back.findall(refused.text)) == (415, ["/brand"])
    assert mouse.get(mouse.post("/language", data={"language": "de", "back": "/brand"}).headers["location"]).is_success


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", ""])
def test_no_form_leads_elsewhere(mouse: TestClient, back: str) -> None:
    assert mouse.post("/language", data={"language": "de", "back": back}).headers["location"] == "/"


# How much may be posted


@pytest.mark.parametrize(
    ("kind", "length", "status"),
    [
        ("application/x-www-form-urlencoded", 500_000_000, 413),
        ("application/json", 500_000_000, 413),
        ("multipart/form-data; boundary=x", 500_000_000, 413),
        ("multipart/form-data; boundary=x", 10**30, 413),
        ("application/json", "-1", 400),
        ("application/json", "٣", 400),
    ],
)
def test_a_body_that_says_it_is_too_large_is_not_read(mouse: TestClient, kind: str, length: Any, status: int) -> None:
    headers = {"content-type": kind, "content-length": str(length).encode()}
    answer = mouse.post("/language", content=b"language=de", headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_that_says_no_size_ends_where_it_is_too_large(
    mouse: TestClient, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(guard, "MOST_BYTES", 100_000)
    monkeypatch.setattr(guard, "MOST_OF_FILES", 100_000)
    answer = mouse.post("/language", content=(b"x" * 1000 for _ in range(102)), headers={"content-type": kind})
    assert answer.status_code == 413


def test_a_stream_without_end_is_read_no_further_than_its_limit(studio: Studio) -> None:
    """Half a gigabyte is never taken in: the reader asks for no more once it is too much."""
    taken = 0

    async def endless() -> dict[str, Any]:
        nonlocal taken
        taken += 1 << 20
        return {"type": "http.request", "body": b"x" * (1 << 20), "more_body": True}

    answers = post_raw(studio, endless, b"application/x-www-form-urlencoded")
    assert answers[0]["status"] == 413
    assert taken <= guard.MOST_BYTES + (1 << 20)


def test_a_body_that_does_not_come_in_time_is_given_up(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr(guard, "PATIENCE", 0.01)

    async def never() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    assert post_raw(studio, never, b"application/json")[0]["status"] == 408


def post_raw(studio: Studio, receive: Any, kind: bytes) -> list[dict[str, Any]]:
    """What the app answers to a body that comes by `receive`, without a length."""
    import asyncio

    answers: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        answers.append(dict(message))

    headers = [
        *[(b"host", b"127.0.0.1:8760"), (b"origin", ADDRESS.encode()), (b"content-type", kind)],
        (b"cookie", f"prepdeck-studio-8760={COOKIE}".encode()),
    ]
    scope = {
        "type": "http", "method": "POST", "path": "/language", "raw_path": b"/language", "query_string": b"",
        "headers": headers, "http_version": "1.1", "scheme": "http", "root_path": "", "client": None, "server": None,
    }  # fmt: skip
    asyncio.run(make_app(studio)(scope, receive, send))
    return answers


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", b"language=de", 415),
        ("application/json", b'{"language": "de"}', 415),
        ("application/x-www-form-urlencoded", b"language=%ff", 400),
        ("application/x-www-form-urlencoded", b"language=de&back=%00", 400),
        ("application/x-www-form-urlencoded", "ü=1".encode(), 400),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 40_001), 400),
        ("multipart/form-data", b"language", 400),
        ("multipart/form-data; boundary=x", b"nonsense", 400),
    ],
)
def test_what_cannot_be_read_changes_nothing(
    studio: Studio, mouse: TestClient, kind: str, body: bytes, status: int
) -> None:
    answer = mouse.post("/language", content=body, headers={"content-type": kind, "accept": "application/json"})
    assert (answer.status_code, answer.json()["reason"], studio.language) == (status, "broken", "en")


# What every answer carries


def test_every_answer_is_closed_to_other_pages(mouse: TestClient, stranger: TestClient) -> None:
    answers = [
        mouse.get(path) for path in ("/", "/pages", "/state", "/nowhere", "/static/frame.css", "/fonts/text.ttf")
    ]
    for answer in (*answers, stranger.get("/pages"), mouse.post("/language")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'self';")
        assert "unsafe" not in policy
        assert {"form-action 'self'", "frame-ancestors 'none'"} <= {part.strip() for part in policy.split(";")}
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "template", sorted((Path(guard.__file__).parent / "templates").glob("*.html")), ids=lambda p: p.name
)
def test_no_template_has_script_or_style_of_its_own(template: Path) -> None:
    """The policy would not let them work."""
    text = template.read_text(encoding="utf-8")
    assert re.findall(r"<script[^>]*>(?!</script>)|<style|\sstyle=|\son[a-z]+=|https?://|\|safe", text) == []


@pytest.mark.parametrize(
    "path", ["/static/../pages.py", "/static/%2e%2e/app.py", "/fonts/fraunces/OFL.txt", "/kit.yaml"]
)
def test_what_is_no_page_is_said_to_be_none(mouse: TestClient, path: str) -> None:
    answer = mouse.get(path)
    assert answer.status_code == 404
    assert "There is no such page." in answer.text


# Whose workshop a form is about


def test_a_form_of_another_workshop_is_not_taken_for_this_one(studio: Studio, tmp_path: Path, starter: Path) -> None:
    made_for = studio.key
    other = shutil.copytree(starter, tmp_path / "other")
    studio.show(Redrawing(PreviewOptions(other, {})))
    for key in (made_for, "", "x"):
        with pytest.raises(Declined) as declined:
            studio.hold_open(key)
        assert (declined.value.reason, declined.value.values) == ("other-workshop", {"title": "other"})
    studio.close()
    with pytest.raises(Declined, match="nothing-open"):
        studio.hold_open(made_for)


def test_a_form_is_of_its_workshop_until_it_is_answered(studio: Studio, tmp_path: Path, starter: Path) -> None:
    """Another tab may open another one while an answer is made: nothing goes into that."""
    other = shutil.copytree(starter, tmp_path / "other")

    def answer(request: Request, posted: Posted) -> Response:
        studio.show(Redrawing(PreviewOptions(other, {})))
        return PlainTextResponse(f"{studio.folder.name} {studio.key}")

    app = Starlette(routes=[Route("/form", posting(studio, answer), methods=["POST"])])
    key = studio.key
    assert TestClient(app).post("/form", data={"workshop": key}).text == f"{starter.name} {key}"
    assert studio.folder == other


def test_what_pages_read_is_whole_and_read_once_for_each_change(studio: Studio) -> None:
    deck = studio.folder / "deck.yaml"
    reads: list[str] = []

    def read(options: PreviewOptions, stamps: Stamps) -> str:
        reads.append(deck.read_text("utf-8"))
        if len(reads) == 1:
            deck.write_text(f"{reads[0]}# written while it was read\n", "utf-8")
        return reads[-1]

    latest = Latest(studio, read)
    assert latest.now() == latest.now() == deck.read_text("utf-8")
    assert len(reads) == 2
    deck.write_text(f"{reads[-1]}# again\n", "utf-8")
    assert latest.now().endswith("# again\n")
    studio.show(Redrawing(PreviewOptions(studio.folder, {})))
    assert latest.now() == reads[-1]
    assert len(reads) == 4


def test_what_gave_way_to_another_workshop_is_stopped(
    studio: Studio, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where two are opened at once: nothing is drawn for ever that nobody sees."""
    first, second, third = (Redrawing(PreviewOptions(starter, {})) for _ in range(3))
    stopped: list[Redrawing] = []

    def stop(redrawing: Redrawing, *, waits: bool = True) -> None:
        stopped.append(redrawing)
        if redrawing is first:
            studio.show(third)

    monkeypatch.setattr(Redrawing, "stop", stop)
    studio.show(first)
    studio.show(second)
    assert studio.redrawing is third
    assert stopped[1:] == [first, second]


def test_every_page_in_the_row_opens_and_says_where_one_is(mouse: TestClient) -> None:
    for each in NAV:
        html = mouse.get(each.path).text
        assert re.findall(r'<a href="([^"]+)" aria-current="page">', html)[:1] == [each.path]
        assert re.findall(r'<nav class="rooms".*?</nav>', html, flags=re.S)[0].count("<a ") == len(NAV)


def test_a_page_speaks_as_the_browser_does_until_somebody_chooses(studio: Studio, mouse: TestClient) -> None:
    studio.speak("")
    assert '<html lang="de">' in mouse.get("/pages", headers={"accept-language": "fr, de-AT;q=0.8, en;q=0.5"}).text
    assert '<html lang="en">' in mouse.get("/pages", headers={"accept-language": "fr"}).text
    mouse.post("/language", data={"language": "de", "back": "/pages"})
    assert '<html lang="de">' in mouse.get("/pages", headers={"accept-language": "en"}).text
    mouse.post("/language", data={"language": "../en", "back": "/pages"})
    assert studio.language == "de"


# When the command alone opens it


@pytest.mark.parametrize(
    ("words", "changed", "opens"),
    [
        ([], {}, True),
        ([], {"environ": {"WAYLAND_DISPLAY": "wayland-0"}}, True),
        ([], {"platform": "darwin", "environ": {}}, True),
        ([], {"platform": "win32", "environ": {}}, True),
        (["build"], {}, False),
        (["--help"], {}, False),
        ([], {"is_terminal": False}, False),
        ([], {"environ": {}}, False),
        ([], {"environ": {"DISPLAY": ""}}, False),
        ([], {"environ": {"DISPLAY": ":0", "SSH_CONNECTION": "10.0.0.1 22 10.0.0.2 22"}}, False),
        ([], {"platform": "darwin", "environ": {"SSH_TTY": "/dev/ttys1"}}, False),
    ],
)
def test_the_command_alone_opens_the_studio_before_a_screen(
    words: list[str], changed: dict[str, Any], opens: bool
) -> None:
    assert opens_studio(words, **SCREEN | changed) is opens


@pytest.mark.parametrize("ends", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_typed_alone_in_a_terminal_it_serves_the_studio_until_it_is_ended(tmp_path: Path, ends: str) -> None:
    """By Ctrl-C, by the system, or by the window of the terminal: what it noted of itself is gone."""
    import pty

    leader, follower = pty.openpty()
    env = {**os.environ, "DISPLAY": ":9", "BROWSER": "true", "HOME": str(tmp_path), "SSH_CONNECTION": "", "SSH_TTY": ""}
    env["XDG_DATA_HOME"] = str(tmp_path)
    words = [sys.executable, "-m", "generator"]
    env["PYTHONPATH"] = str(Path(__file__).parent.parent)
    with subprocess.Popen(words, cwd=tmp_path, env=env, stdin=follower, stdout=follower) as process:
        shown = b""
        while b"\n" not in shown:
            shown += os.read(leader, 1000)
        assert (tmp_path / "prepdeck/studio-running.json").is_file()
        process.send_signal(getattr(signal, ends))
    os.close(leader)
    os.close(follower)
    assert re.match(rb"http://127\.0\.0\.1:\d+/\?token=\S{32}  \(Ctrl-C ends it\)", shown)
    assert process.returncode == 0
    assert not (tmp_path / "prepdeck/studio-running.json").exists()
