"""The whole way, as a participant goes it: the kit is printed, its codes are read off the paper, a phone scans them.

The real commands, real pages in a real browser, the board beside it. Nothing is taken from the manifest that a
participant could not see: what a code says is read by zxing from the page as pdfium draws it.
"""

import json
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from engines import ChromiumPage
from filling import fill_in
from live import QUICK
from playwright.sync_api import expect, sync_playwright
from printed import codes, pages, pdfium_text
from suite import in_part
from test_serve import Serving

from generator import bundled
from generator.capture.answers.reader import questions
from generator.capture.kits import PrintedKit
from generator.capture.web.translations import words

pytestmark = pytest.mark.needs("chromium")

ROOT = Path(__file__).parent.parent
FORMS = sorted(path.stem for path in (bundled.folder("deck_sources") / "prepersonalization" / "forms").glob("*.yaml"))
PRINTED = "http://prepdeck.local:8765"
EN, DE = words("en"), words("de")


@pytest.fixture(scope="module")
def paper(print_once):
    """The bundled kit as it comes out of the printer, and what the codes on it say."""
    folder, read = print_once().folder, {}
    for pdf in sorted(folder.rglob("*.pdf")):
        if not re.search("-tiles|-fillable", pdf.stem):
            read[pdf.relative_to(folder).with_suffix("").as_posix()] = set().union(*map(codes, some_pages(pdf)))
    return SimpleNamespace(folder=folder, read=read, kit=PrintedKit.of((folder / "manifest.json").read_bytes()))


def some_pages(pdf):
    """As many as show each kind of thing: all of the deck, else the first."""
    large = pdf.parent.name == "posters"
    drawn = pages(pdf, 80 if large else 200)
    return drawn if pdf.stem == "deck" else [next(drawn)]


@pytest.fixture(scope="module")
def serving(paper, tmp_path_factory):
    serving = Serving(paper.folder, "--port", 0, "--data", tmp_path_factory.mktemp("data") / "room.db")
    yield serving
    serving.stop()


@pytest.fixture(scope="module")
def chromium(serving):
    """A browser that finds the server under the printed address, as phones do by its announcement."""
    rule = f"--host-resolver-rules=MAP {urlsplit(PRINTED).netloc} 127.0.0.1:{serving.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=QUICK, args=[rule, "--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium):
    """Makes phones; each must have asked nobody but the printed address, and had no error."""
    made, hosts, errors = [], set(), []

    def phone(language="en-GB", script=True):
        context = chromium.new_context(
            viewport={"width": 390, "height": 844},
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            java_script_enabled=script,
            locale=language,
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: errors.append(told.text) if "Content Security" in told.text else None)
        made.append(context)
        return page

    yield phone
    for context in made:
        context.close()
    assert hosts <= {urlsplit(PRINTED).netloc}
    assert errors == []


@pytest.fixture(scope="module")
def desk(chromium, serving):
    """The facilitator, who has come in by the link of the terminal, at the session."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = context.new_page()
    page.goto(PRINTED + urlsplit(serving.said["facilitator"]).path)
    page.get_by_role("button", name=EN["desk-door-go"]).click()
    page.get_by_role("link", name=serving.said["session"]["title"]).last.click()
    yield page
    context.close()


@pytest.fixture(scope="module")
def board(chromium, desk, serving):
    """What hangs on the wall, and all that it would show in turn."""
    link = desk.get_by_role("link", name=EN["board"]).get_attribute("href")
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, locale="en-GB")
    page = context.new_page()

    def frames(form):
        every = json.loads(serving.get(f"{link}/data", **{"Accept-Language": "en"})[1])["frames"]
        keys = [frame["key"] for frame in every if frame["key"].startswith((f"{form}-", "lone-"))]
        return {
            key: json.loads(serving.get(f"{link}/frames/{key}", **{"Accept-Language": "en"})[1])["html"] for key in keys
        }

    def shows(key, text):
        page.goto(f"{PRINTED}{link}?frame={key}")
        expect(page.locator("#frame")).to_have_attribute("data-key", key)
        expect(page.locator("#frame")).to_contain_text(text)

    yield SimpleNamespace(frames=frames, shows=shows)
    context.close()


def scanned(paper, wanted):
    """A code on paper that leads to a form; None where none does."""
    for said in paper.read.values():
        for address in sorted(said):
            thing = paper.kit.thing(urlsplit(address).path.split("/")[1])
            if wanted in [form.id for form in paper.kit.forms_of(thing)] and thing.id != "join":
                return address
    return None


def pointed(desk, paper, form):
    """A card's code that the facilitator points to a form which no print of the kit has."""
    address = sorted(paper.read["deck"])[-1 - FORMS.index(form)]
    desk.goto(f"{PRINTED}/desk/codes")
    desk.get_by_label(EN["code-label"]).fill(address.rpartition("/")[2])
    desk.get_by_label(EN["desk-codes-form"]).select_option(form)
    desk.get_by_role("button", name=EN["desk-codes-do"]).click()
    expect(desk.locator(".entry .code", has_text=address.rpartition("/")[2])).to_be_visible()
    return address


def choose_form(page, form):
    """The form that is meant, where a code offers several."""
    if page.locator('[name="_form"]').get_attribute("value") != form.id:
        page.get_by_role("link", name=form.title).tap()
    expect(page.locator('[name="_form"]')).to_have_value(form.id)


def send(page, say=EN):
    """Agrees where that is still asked, sends, and sees that it is kept."""
    if page.locator("#_consent").count():
        page.locator("#_consent").tap()
    page.get_by_role("button", name=say["keep"]).tap()
    page.wait_for_url(re.compile("/kept/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(say["kept-title"])
    return page.locator(".receipt").inner_text()


def take_back(page, receipt, say=EN):
    """By the receipt, as from any phone."""
    page.get_by_role("link", name=say["erase-by-receipt"]).tap()
    page.locator("#receipt").fill(receipt.lower())
    page.get_by_role("button", name=say["go-on"]).tap()
    page.get_by_role("button", name=say["erase-sure"]).tap()
    expect(page.get_by_role("status").first).to_be_visible()


def go(page, paper, desk, board, name, script=True, say=EN):
    """Scan, agree, fill in, send; the board shows it, and shows it no longer when it is taken back."""
    form, kit = paper.kit.forms[name], paper.kit
    before = board.frames(name)
    page.goto(scanned(paper, name) or pointed(desk, paper, name))
    if any(field.kind == "votes" for field in form.fields.values()):
        # somebody has to have said something before it can be voted on
        other = kit.forms[page.locator('[name="_form"]').get_attribute("value")]
        fill_in(ChromiumPage(page), other, kit, script, "To be voted on:")
        send(page, say)
        page.get_by_role("link", name=form.title).tap()
    choose_form(page, form)
    said = fill_in(ChromiumPage(page), form, kit, script, f"Way of {name}:")
    receipt = send(page, say)
    after = board.frames(name)
    assert after != before
    key, text = seen(after, before, form, kit, said)
    board.shows(key, text)
    take_back(page, receipt, say)
    assert board.frames(name) == before


def seen(after, before, form, kit, said):
    """A frame that is new, and the words in it that came from the phone."""
    new = {key: html for key, html in after.items() if before.get(key) != html}
    texts = [said[each.name] for each in questions(form, kit) if each.kind in ("text", "long-text")]
    found = [(key, text) for key, html in new.items() for text in texts if text in html]
    return found[0] if found else (next(iter(new)), "1")


# Always: one for each kind of frame that the board has (bars, a grid, scales, a recipe), and one that is on no paper.
ALWAYS = ("card-log", "idea-votes", "note", "readiness-team", "recipe")


def test_one_of_the_forms_that_always_go_the_way_is_on_no_paper(paper):
    assert [name for name in ALWAYS if scanned(paper, name) is None] == ["note"]


@pytest.mark.parametrize("name", in_part(FORMS, *ALWAYS))
def test_the_way_of_every_form_from_paper_to_the_wall_and_back(paper, phone, desk, board, name):
    go(phone(), paper, desk, board, name)


@pytest.mark.parametrize("name", ["idea", "recipe"])
def test_the_way_without_script(paper, phone, desk, board, name):
    go(phone(script=False), paper, desk, board, name, script=False)


def test_the_way_in_german(paper, phone, desk, board):
    page = phone("de-CH")
    go(page, paper, desk, board, "card-log", say=DE)
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_the_way_by_the_signs_beside_the_code(paper, phone, board):
    """For a phone whose camera does not read: what a person reads on the poster is typed."""
    words = pdfium_text(paper.folder / "posters" / "four-arguments.pdf")[0]
    (typed,) = {word for word in words.split() if paper.kit.thing(word)}
    page = phone()
    page.goto(PRINTED)
    page.get_by_label(EN["code-label"]).fill(f"{typed[:3]} {typed[3:]}".lower())
    page.get_by_role("button", name=EN["code-go"]).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Four arguments")
    page.locator('[name="idea"]').fill("A typed idea")
    page.locator(".surface").tap(position={"x": 40, "y": 40})
    receipt = send(page)
    board.shows("idea-four-arguments-place", "A typed idea")
    take_back(page, receipt)


@pytest.mark.parametrize("script", in_part([True, False], True), ids=["script", "no script"])  # both: test_engines.py
def test_a_recipe_is_laid_by_three_scans(paper, phone, board, script):
    cards = sorted(paper.read["deck"])[:3]
    titles = [paper.kit.thing(address.rpartition("/")[2]).title for address in cards]
    page = phone(script=script)
    page.goto(cards[0])
    page.get_by_role("button", name=EN["lay-with-this"]).tap()
    page.locator("#_consent").tap()
    page.get_by_role("button", name=EN["join-go"]).tap()
    page.wait_for_url("**/lay")
    for address, title in zip(cards[1:], titles[1:], strict=True):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(EN["lay-added"].format(card=title))
    page.locator('[name="if"]').fill("a guest comes")
    page.locator('[name="then"]').fill("we say hello")
    receipt = send(page)
    board.shows("recipe-sentences-1", "If a guest comes, then we say hello.")
    for title in titles:
        board.shows("recipe-sentences-1", title)
    take_back(page, receipt)
    assert board.frames("recipe") == {}


def test_the_way_in_by_the_poster_at_the_door(paper, phone, desk, board, serving):
    """The poster of the kit asks for the notice first; the department that is given there is on the board."""
    (door,) = paper.read["join"]
    desk.goto(f"{PRINTED}/desk/{serving.said['session']['id']}/settings")
    desk.get_by_label(EN["desk-asks-department"]).check()
    desk.get_by_label(EN["desk-departments"]).fill("product\nlegal")
    desk.get_by_role("button", name=EN["desk-save"]).first.click()
    page = phone()
    page.goto(door)
    page.get_by_label(EN["department-label"]).select_option("legal")
    page.locator("#_consent").tap()
    page.get_by_role("button", name=EN["join-go"]).tap()
    page.wait_for_url(f"{PRINTED}/")
    page.goto(scanned(paper, "idea"))
    expect(page.locator("#_consent")).to_have_count(0)
    fill_in(ChromiumPage(page), paper.kit.forms["idea"], paper.kit)
    receipt = send(page)
    board.shows("idea-four-arguments-place-groups-1", "legal")
    take_back(page, receipt)
