"""The public pages of a kit: a page for each code on any host of files, found however it is typed, with nothing from
elsewhere and nothing that no card says.
"""

import functools
import json
import re
import threading
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree

import pytest
from accessible import AXE, Look, walks, wear, wrong
from click.testing import CliRunner
from rooms import ROOT, kit, thing

from generator.capture.elsewhere.site import POLICY, PublicField, site
from generator.cli import main
from generator.codes import BrandEntry
from generator.kit.public_words import card_fields
from generator.kit.workshop import bundled_workshop, load

GUEST, GRID = thing("card", "guest"), thing("poster", "four-arguments")
LINK = "https://docs.google.com/forms/d/e/1F/viewform?usp=pp_url&entry.1=CARD&entry.2=TITLE"
LOOKS = {
    "narrow": Look((320, 640)),
    "wide": Look((1280, 800)),
    "dark": Look((390, 800), scheme="dark"),
    "forced colours": Look((390, 800), forced="active"),
    "right to left": Look((320, 800), rtl=True),
}


@pytest.fixture(scope="module")
def printed(print_once):
    return print_once("--only", "deck").folder


@pytest.fixture(scope="module")
def pages(printed):
    """Of the bundled kit, whose cards lead to a form of another service."""
    fields = {id: [PublicField(*each) for each in said] for id, said in card_fields(load(bundled_workshop())).items()}
    return site(replace(kit(), links={"card-log": LINK}), printed, fields)


class Reader(HTMLParser):
    """Tags, addresses and words of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags, self.addresses, self.words = Counter[str](), list[str](), list[str]()
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.addresses += [value for name, value in attrs if name in ("href", "src", "srcset")]
        self.tags.update(f"{tag} {name}" for name, _ in attrs if name.startswith("on") or name == "style")

    def handle_data(self, data):
        self.words.append(data)


def html(pages):
    return {name: page for name, page in pages.items() if name.endswith(".html")}


# --- the files ---


def test_every_code_has_its_page_and_corners_lead_to_it(pages):
    assert all(f"{each.code}/index.html" in pages for each in kit().things)
    cornered = [each for each in kit().things if each.geometry and each.geometry.corners]
    assert cornered
    for each in cornered:
        assert all(b'content="0; url=../"' in pages[f"{each.code}/{corner}/index.html"] for corner in "1234")
    told = json.loads(pages["codes.json"])["codes"]
    assert set(told) == {each.code for each in kit().things}
    assert told[GUEST.code] == {
        "kind": "card", "title": "Guest", "category": "segments", "page": f"{GUEST.code}/",
        "form": f"https://docs.google.com/forms/d/e/1F/viewform?usp=pp_url&entry.1={GUEST.code}&entry.2=Guest",
    }  # fmt: skip


def test_whatever_a_page_names_is_there_and_nothing_is_elsewhere(pages):
    outside = set()
    for name, page in html(pages).items():
        place = Path(name).parent
        for address in Reader(page).addresses if name != "404.html" else ():
            if address.startswith("http"):
                outside.add(address.split("?")[0])
                continue
            path = Path("/", place, address).resolve().relative_to("/")
            assert str(path) in pages or str(path / "index.html") in pages, (name, address)
    assert outside == {LINK.split("?")[0]}
    for name, data in pages.items():
        if name.endswith(".css"):
            assert all(f"static/{each}" in pages for each in re.findall(r'url\("([^"]+)"\)', data.decode()))
    assert all(
        POLICY.encode() in page.replace(b"&#39;", b"'") for name, page in html(pages).items() if name != "404.html"
    )
    assert b"sha256-" in pages["404.html"]


def test_the_same_kit_gives_the_same_bytes(pages, printed):
    again = site(replace(kit(), links={"card-log": LINK}), printed, {})
    assert {name for name in again if name not in pages} == set()
    assert again["codes.json"] == pages["codes.json"]
    assert site(kit(), printed, {}) == site(kit(), printed, {})


HOSTILE = (
    "\"'></script><script>document.title='run'</script><img src=x onerror=alert(1)>{{7*7}} \u202eabc\u202c\x01 👩🏽‍🚒"
)


def test_hostile_words_stand_on_the_pages_as_words(printed, pages):
    card = GUEST._replace(title=HOSTILE, line=HOSTILE, also=(HOSTILE,))
    things = tuple(card if each.code == GUEST.code else each for each in kit().things)
    brand = BrandEntry(client=HOSTILE, legal=HOSTILE, colours={"ink": "red;}*{x"})
    own = replace(kit(), title=HOSTILE, things=things, brand=brand, links={"card-log": LINK})
    fields = {"guest": [PublicField(HOSTILE, (HOSTILE,), kind) for kind in ("text", "list", "url", "mark")]}
    said, shown = site(own, printed, fields), HOSTILE.replace("\x01", "␁")
    for name in (f"{GUEST.code}/index.html", "index.html", "404.html"):
        found, before = Reader(said[name]), Reader(pages[name])
        assert found.tags["script"] == before.tags["script"]
        assert found.tags["img"] <= before.tags["img"]
        assert not [tag for tag in found.tags if " " in tag]
        assert "".join(found.words).count(shown) >= 1
    assert Reader(said[f"{GUEST.code}/index.html"]).words.count(shown) >= 8
    assert json.loads(said["codes.json"])["codes"][GUEST.code]["title"] == HOSTILE
    assert b"red;}" not in said["static/kit.css"]


# --- the command ---


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def small(tmp_path):
    """A workshop with words that are for nobody else."""
    folder = Path(copytree(ROOT / "tests" / "small", tmp_path / "small"))
    deck = folder / "deck.yaml"
    text = deck.read_text(encoding="utf-8")
    own = "fields:\n  hush: {print: false, help: SECRET-help}\n  quiet: {help: no layout shows it}\n"
    deck.write_text(text.replace("fields:\n", own), encoding="utf-8")
    cards = folder / "cards" / "all.yaml"
    text = cards.read_text(encoding="utf-8").replace("title: ", "hush: SECRET-a\n    quiet: SECRET-b\n    title: ", 1)
    cards.write_text(text, encoding="utf-8")
    assert run("build", folder).exit_code == 0
    return folder


def test_what_no_card_shows_is_not_published(tmp_path):
    folder = small(tmp_path)
    done = run("publish", folder, "-o", tmp_path / "site", "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert (len(files), report["codes"]) == (report["files"], 4)
    assert not [path for path in files if b"SECRET" in path.read_bytes()]


def test_it_writes_again_over_its_own_pages_and_over_nothing_else(tmp_path):
    folder, to = small(tmp_path), tmp_path / "site"
    to.mkdir()
    (to / ".git").mkdir()
    (to / "CNAME").write_text("cards.example", encoding="utf-8")
    assert run("publish", folder, "-o", to).exit_code == 0
    first = {path: path.read_bytes() for path in to.rglob("*.*") if path.is_file()}
    (to / "static/0123456789abcdef.svg").write_text("the mark of a client that was", encoding="utf-8")
    assert run("publish", folder, "-o", to).exit_code == 0
    assert {path: path.read_bytes() for path in to.rglob("*.*") if path.is_file()} == first
    (to / "codes.json").write_text('{"kit": {"id": "other"}}', encoding="utf-8")
    assert run("publish", folder, "-o", to).exit_code == 5
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.doc").write_text("mine", encoding="utf-8")
    done = run("publish", folder, "-o", full)
    assert (done.exit_code, [path.name for path in full.iterdir()]) == (5, ["thesis.doc"])
    assert "is not empty" in done.stderr


def test_sources_with_problems_are_not_published(tmp_path):
    folder = small(tmp_path)
    (folder / "cards" / "all.yaml").write_text("cards: [{id: x, category: nope}]", encoding="utf-8")
    done = run("publish", folder, "-o", tmp_path / "site")
    assert (done.exit_code, (tmp_path / "site").exists()) == (3, False)


def test_a_printed_folder_alone_has_titles_and_lines(printed, tmp_path):
    alone = copytree(printed, tmp_path / "alone")
    data = json.loads((alone / "manifest.json").read_text(encoding="utf-8"))
    data["kit"]["id"] = "lent"
    (alone / "manifest.json").write_text(json.dumps(data), encoding="utf-8")
    assert run("publish", alone, "-o", tmp_path / "site").exit_code == 0
    page = (tmp_path / "site" / GUEST.code / "index.html").read_text(encoding="utf-8")
    assert GUEST.line in page
    assert "For the table" not in page


def test_a_kit_is_published_in_a_language_that_it_is_printed_in(print_once, tmp_path):
    workshop = ROOT / "tests" / "bilingual"
    folder = print_once(workshop=workshop).folder
    assert run("publish", folder, "-o", tmp_path / "de", "--language", "de").exit_code == 0
    page = (tmp_path / "de" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in page
    assert run("publish", folder, "-o", tmp_path / "fr", "--language", "fr").exit_code == 2


# --- in a browser, from a host that knows nothing but files ---


class Host(SimpleHTTPRequestHandler):
    """A static host that has the pages in a folder of its own, and shows its page for wrong addresses."""

    def log_message(self, *words):
        pass

    def send_error(self, code, message=None, explain=None):
        data = (Path(self.directory) / "deck" / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def put(folder, pages):
    for name, data in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture(scope="module")
def address(pages, printed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("host")
    put(folder / "deck", pages)
    few = replace(kit(), things=(GUEST, GRID, *kit().things[:20], *kit().things[-20:]), links={"card-log": LINK})
    put(folder / "few", site(few, printed, {}))
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/deck/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser(chromium, address):
    """A page that remembers what it asked for and what it complained of."""
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.asked, page.faults = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda line: page.faults.append(line.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    yield page
    context.close()
    assert [url for url in page.asked if not url.startswith(address.rstrip("/").rpartition("/")[0])] == []
    assert [line for line in page.faults if "404" not in line] == []


CODE = GUEST.code


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    "typed",
    [CODE, f"{CODE}/", CODE.lower(), f"{CODE.lower()}.", f"{CODE[:3]}-{CODE[3:]}", f"{CODE.lower()}/2", f"x/{CODE}"],
)
def test_a_code_is_found_however_it_is_typed(browser, address, typed):
    browser.goto(address + typed)
    browser.wait_for_url(re.compile(f"/{CODE}/$"))
    if not typed.startswith("x/"):
        assert browser.url == f"{address}{CODE}/"
        assert browser.locator("h1").text_content() == "Guest"
        assert browser.locator(".motif").evaluate("(picture) => picture.naturalWidth > 0")


@pytest.mark.needs("chromium")
def test_a_corner_of_a_poster_opens_the_poster_and_a_card_says_what_it_is_named(browser, address):
    browser.goto(f"{address}{GRID.code}/3")
    browser.wait_for_url(f"{address}{GRID.code}/")
    assert browser.locator("h1").text_content() == "Four arguments"
    browser.goto(address + CODE)
    assert "For the table" in browser.locator(".said").text_content()
    way = browser.locator("a.button.main")
    assert browser.locator(".panel strong").text_content() == "docs.google.com"
    assert way.get_attribute("href").endswith(f"entry.1={CODE}&entry.2=Guest")
    assert browser.evaluate("document.fonts.check('800 20px \"Kit Display\"')")


@pytest.mark.needs("chromium")
def test_the_list_is_searched_and_a_code_typed_into_it(browser, address):
    browser.goto(address)
    every = browser.locator(".tiles > li").count()
    assert every == sum(each.kind == "card" for each in kit().things)
    browser.get_by_label("Search the cards").fill("borrowed COMMUTER")  # of what a card says on its back
    assert browser.locator("#hits").text_content() == f"1 of {every}"
    assert browser.locator(".tiles > li:visible b").all_text_contents() == ["Guest"]
    browser.get_by_label("Search the cards").fill("zzz")
    assert browser.locator("#hits").text_content() == "No card has all these words."
    box = browser.get_by_label("The six characters")
    box.fill("aaaaaa")
    box.press("Enter")
    assert "“aaaaaa” is none of our codes" in browser.locator("#unknown").text_content()
    box.fill(f" {GRID.code.lower()} ")
    box.press("Enter")
    browser.wait_for_url(f"{address}{GRID.code}/")


@pytest.mark.needs("chromium")
def test_a_wrong_address_offers_the_box_and_the_way_to_all(browser, address):
    browser.goto(f"{address}nothing/here")
    assert browser.locator("h1").text_content() == "There is nothing here"
    assert browser.get_by_label("The six characters").is_visible()


@pytest.mark.needs("chromium")
def test_without_script_every_code_is_there_to_choose(chromium, address):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    assert not page.locator("#type").is_visible()
    assert page.locator("main a[href]").count() == len(kit().things)
    page.goto(f"{address}{GRID.code}/2/")
    page.wait_for_url(f"{address}{GRID.code}/")
    page.context.close()


@pytest.mark.needs("chromium")
@walks(LOOKS)
def test_everybody_can_use_the_pages(chromium, address, looks):
    page = chromium.new_context(bypass_csp=True).new_page()
    wear(page, next(iter(looks.values())))
    for path in ("few/", f"few/{GRID.code}", f"deck/{CODE}", "few/nothing"):
        page.goto(address.removesuffix("deck/") + path)
        page.evaluate(AXE)
        assert wrong(page, looks) == [], path
    page.context.close()
