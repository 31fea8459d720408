"""All pages of the studio at once, those of tomorrow too: who gets nothing, and that everybody can use them."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessible import Look, walks, wear, wrong
from starlette.routing import Route
from starlette.testclient import TestClient
from studios import ADDRESS, COOKIE, client_of, served, studio_on

from generator.studio import state
from generator.studio.app import make_app
from generator.studio.nav import NAV
from generator.studio.state import Studio

FREE = {"/end", "/language", "/workshops/open", "/workshops/forget", "/workshops/new"}  # about no open workshop
FREE |= {"/day/stop", "/print/stop", "/after/stop"}  # of what runs, whichever workshop is open
FREE |= {"/intake", "/intake/x", "/intake/x/make"}
LOOKS = {
    "light": Look((1024, 700)),
    "dark": Look((1024, 700), scheme="dark"),
    "narrow": Look((320, 640)),
    "forced colours": Look((1024, 700), forced="active"),
    "wide": Look((2560, 1440)),
}


def addresses(method: str) -> list[str]:
    """Of every route, with something in the place of what varies."""
    routes = make_app(studio_on(None, Path())).routes
    paths = [route.path for route in routes if isinstance(route, Route) and method in (route.methods or ())]
    return [re.sub(r"\{\w+:int\}", "1", path) for path in paths]


def filled(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "x", path)


GETS, POSTS = ([filled(path) for path in addresses(method)] for method in ("GET", "POST"))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("path", [path for path in GETS if not path.startswith(("/static/", "/fonts/"))])
def test_whoever_was_not_let_in_sees_nothing(studio: Studio, path: str) -> None:
    client = TestClient(make_app(studio), base_url=ADDRESS, follow_redirects=False)
    for cookie in ("", "x", COOKIE[:-1]):
        answer = client.get(path, headers={"cookie": f"prepdeck-studio-8760={cookie}"})
        assert answer.status_code == 403
        assert all(words not in answer.text for words in (studio.key, "first deck", str(studio.folder), COOKIE))


@pytest.mark.parametrize("path", POSTS)
def test_nothing_is_done_for_another_site_or_by_a_form_that_is_too_large(
    studio: Studio, mouse: TestClient, path: str
) -> None:
    before, stopped = files_of(studio.folder.parent), []
    studio.stops_by(lambda: stopped.append(True))
    form = {"workshop": studio.key, "language": "de", "folder": "~/new", "from": "small:en"}
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert mouse.post(path, data=form, headers=headers).status_code == 403
    assert mouse.post(path, data=form, headers={"host": "evil.example"}).status_code == 421
    assert mouse.post(path, content=b"x", headers={"content-length": "500000000"}).status_code == 413
    mouse.cookies.clear()
    assert mouse.post(path, data=form).status_code == 403
    assert (files_of(studio.folder.parent), studio.language, stopped) == (before, "en", [])


@pytest.mark.parametrize("path", sorted(set(POSTS) - FREE))
def test_a_form_of_another_tab_is_refused_once_another_workshop_is_open(
    studio: Studio, mouse: TestClient, tmp_path: Path, starter: Path, path: str
) -> None:
    """Two tabs: what was typed for one workshop is never written into another."""
    made_for = studio.key
    other = Path(shutil.copytree(starter, tmp_path / "other"))
    mouse.post("/workshops/open", data={"folder": str(other)})
    studio.redrawing.stop()
    before = files_of(tmp_path / "other"), files_of(starter)
    for key in (made_for, ""):
        answer = mouse.post(path, data={"workshop": key}, headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["reason"]) == (409, "other-workshop")
    assert (files_of(other), files_of(starter)) == before


def test_the_list_of_what_needs_no_open_workshop_is_what_there_is() -> None:
    assert set(POSTS) >= FREE


@pytest.mark.parametrize("page", [each.path for each in NAV])
def test_a_workshop_with_twenty_problems_is_shown_on_every_page(starter: Path, tmp_path: Path, page: str) -> None:
    text = (starter / "deck.yaml").read_text("utf-8")
    cards = "".join(f"  - {{id: Card {n}, categry: x, role: y{n}, title: [1]}}\n" for n in range(20))
    (starter / "deck.yaml").write_text(text + "\n" + cards, encoding="utf-8")
    with (starter / "kit.yaml").open("a", encoding="utf-8") as kit:
        kit.write("\nblanks: {cuonts: 3}\nposters: {size: a99}\n")
    studio = studio_on(starter, tmp_path, draws=True)
    assert studio.redrawing.state.errors >= 3
    with client_of(studio) as client:
        answer = client.get(page)
    assert answer.status_code == 200
    assert "<h1" in answer.text


@pytest.mark.parametrize("page", [each.path for each in NAV])
def test_a_workshop_whose_kit_cannot_be_read_is_shown_or_said_on_every_page(
    starter: Path, tmp_path: Path, page: str
) -> None:
    (starter / "kit.yaml").write_text("id: [\n", encoding="utf-8")
    studio = studio_on(starter, tmp_path, draws=True)
    with client_of(studio) as client:
        answer = client.get(page)
    assert answer.status_code == 200 or (answer.status_code, "kit.yaml" in answer.text) == (422, True)


@pytest.mark.parametrize("page", [each.path for each in NAV if each.of_workshop])
def test_where_nothing_can_be_written_every_page_says_so(
    studio: Studio, mouse: TestClient, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(state.os, "access", lambda path, mode: mode != os.W_OK)
    answer = mouse.get(page)
    assert answer.status_code == 200
    assert "cannot be written" in answer.text
    mouse.post("/workshops/open", data={"folder": "prepersonalization"})
    assert "comes with prepdeck" in mouse.get(page).text


# What is dropped there


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" {}>{}</svg>'
RED = '<rect width="9" height="9" fill="#c0143c"/>'
HOSTILE = {
    "a script": SVG.format('onload="evil()"', RED + "<script>document.documentElement.id = 'evil'</script>"),
    "a file of this computer": SVG.format("", RED + '<image href="file:///etc/passwd" width="9" height="9"/>'),
    "an address": SVG.format("", RED + '<image xlink:href="http://127.0.0.1:9/x.png" width="9" height="9"/>'),
    "a page in it": SVG.format(
        "", RED + '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'
    ),
    "entities": "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
    + SVG.format("", "&b;"),
    "an outside entity": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + SVG.format("", "<text>&x;</text>"),
    "itself": SVG.format("", '<g id="a"><use href="#a"/><use href="#a"/></g>' + RED),
    "a style that fetches": SVG.format("", "<style>@import url(http://127.0.0.1:9/x.css);</style>" + RED),
    "depth": SVG.format("", "<g>" * 20_000 + RED + "</g>" * 20_000),
}


@pytest.mark.parametrize("svg", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_logo_is_refused_or_inert(tmp_path: Path, svg: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    studio = studio_on(None, home)
    with client_of(studio) as user:
        fields = {"from": "small:en", "folder": "~/acme", "paper": "a4", "client": "Acme"}
        answer = user.post("/workshops/new", data=fields, files={"logo": ("logo.svg", svg.encode())})
        assert answer.status_code in (303, 422)
        assert "root:" not in answer.text
        if answer.status_code == 422:
            assert not (home / "acme").exists()
            return
        assert studio.folder == home / "acme"
        drawn = user.get("/brand/logo").text
        assert not any(words in drawn for words in ("script", "evil", "passwd", "127.0.0.1:9", "foreignObject"))
        assert "root:" not in (home / "acme/client/brand.yaml").read_text("utf-8")
    studio.end()


# Everybody can use them


@pytest.fixture
def address(starter: Path, tmp_path: Path) -> Iterator[str]:
    """Of a studio in which the kit is drawn."""
    with served(studio_on(starter, tmp_path, draws=True)) as first:
        yield first


@pytest.mark.needs("chromium")
@walks(LOOKS)
def test_every_page_can_be_used_by_everybody(address: str, looks: dict[str, Look], chromium) -> None:
    context = chromium.new_context(viewport={"width": 1024, "height": 700}, bypass_csp=True)
    page = context.new_page()
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    page.goto(address)
    page.wait_for_url("**/pages")
    faults = {}
    for each in NAV:
        page.goto(address.partition("/?")[0] + each.path)
        wear(page, next(iter(looks.values())))
        faults[each.path] = wrong(page, looks)
    context.close()
    assert {url for url in outside if not url.startswith((address.partition("/?")[0], "data:", "blob:"))} == set()
    assert {path: found for path, found in faults.items() if found} == {}


@pytest.mark.needs("WebKitWebDriver", "Xvfb")
def test_webkit_is_let_in_and_may_post(starter: Path, tmp_path: Path, webkit_browser) -> None:
    """A strict cookie after the first address, an Origin in a form: as that engine has them."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    studio = studio_on(starter, tmp_path)
    with served(studio) as first:
        waiting = WebDriverWait(webkit_browser, 15)
        webkit_browser.get(first)
        waiting.until(lambda browser: browser.current_url.endswith("/pages"))
        webkit_browser.find_element(By.CSS_SELECTOR, "button[lang=de]").click()
        waiting.until(lambda browser: browser.find_elements(By.CSS_SELECTOR, "html[lang=de]"))
        assert studio.language == "de"
        webkit_browser.get("about:blank")
