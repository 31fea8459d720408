"""Somebody who has never seen prepdeck, with a mouse: from a spreadsheet and a logo to a printed deck."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from pypdf import PdfReader
from studios import served, studio_on

from generator.kit.workshop import load

MOST_CLICKS = 15
LETTER = (279.4, 215.9)  # mm, lying
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path d="M0 0h40v10H0z" fill="#0b5c8a"/></svg>'
FAMILIES = ("Customer needs", "Channels", "Risks")


def own_cards() -> bytes:
    """As facilitators have them: a banner above the headings, a column of one's own, a sum below."""
    book = Workbook()
    sheet = book.active
    sheet.append(["Retail discovery workshop – card set (draft)"])
    sheet.append([])
    sheet.append(["No.", "Category", "Title", "Description", "Discussion questions", "Notes (us)"])
    for number in range(12):
        text = f"What number {number} is about, in a sentence that somebody has written late."
        sheet.append([number + 1, FAMILIES[number % 3], f"Card {number} “new”", text, "Who is it?\nWhen?", ""])
    sheet.append(["TOTAL", 12])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Hand:
    """Presses what a page shows, and counts; choosing a file is a press as well."""

    def __init__(self, page) -> None:
        self.page, self.presses = page, 0

    def press(self, role: str, name: str) -> None:
        self.presses += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def choose(self, label: str, file: Path) -> None:
        self.presses += 1
        self.page.get_by_label(label).set_input_files(file)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of somebody with a logo at hand, whose programs write below it."""
    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    (home / "logo.svg").write_text(LOGO, encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def hand(home: Path, chromium) -> Iterator[Hand]:
    """Before the first page of the studio; whatever the browser complains of fails the test."""
    with served(studio_on(None, home)) as address:
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.set_default_timeout(20_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(address)
        yield Hand(page)
        assert complaints == []
        context.close()


def print_all(hand: Hand) -> None:
    from playwright.sync_api import expect

    hand.press("link", "Print")
    hand.press("button", "Print all")
    expect(hand.page.locator("#main")).to_contain_text("files are ready", timeout=90_000)


def new_workshop(home: Path) -> Path:
    return next((home / "Documents/prepdeck").iterdir())


@pytest.mark.needs("chromium")
def test_from_a_spreadsheet_and_a_logo_to_a_branded_deck_and_blanks_on_letter(home: Path, hand: Hand) -> None:
    from playwright.sync_api import expect

    (home / "cards.xlsx").write_bytes(own_cards())
    hand.choose("File with the cards", home / "cards.xlsx")
    hand.press("button", "Look at it")
    hand.press("radio", "Letter")
    hand.press("button", "Make the workshop")
    hand.press("link", "Brand")
    hand.choose("A logo", home / "logo.svg")
    expect(hand.page.locator("#main")).to_contain_text("#0b5c8a", ignore_case=True)
    hand.press("link", "What is printed")
    hand.presses += 1
    with hand.page.expect_response("**/pieces/change"):
        hand.page.locator("#section-blanks").get_by_label("Print it").check()
    print_all(hand)
    assert hand.presses <= MOST_CLICKS
    folder = new_workshop(home)
    assert load(folder).problems.errors == []
    assert "#0b5c8a" in (folder / "client/brand.yaml").read_text("utf-8").lower()
    for name in ("deck.pdf", "blanks.pdf"):
        box = PdfReader(folder / "output" / name).pages[0].mediabox
        assert sorted(round(float(side) / 72 * 25.4, 1) for side in (box.width, box.height)) == sorted(LETTER)


@pytest.mark.needs("chromium")
def test_the_bundled_workshop_in_a_clients_colours_with_other_recipes_as_a_bundle_for_a_copy_shop(
    home: Path, hand: Hand
) -> None:
    page = hand.page
    hand.choose("A client's logo, if there is one", home / "logo.svg")
    hand.press("button", "Make the workshop")
    hand.press("link", "Examples")
    page.get_by_role("heading", level=1, name="Examples").wait_for()
    hand.press("link", "All its words")
    titles = page.get_by_label(re.compile(r"^recipes · [\w-]+ · title$"))
    for number in range(4):
        hand.presses += 1
        titles.nth(number).fill(f"Recipe of ours {number}")
    hand.press("button", "Save")
    expect_text(hand, "Recipe of ours 3")
    print_all(hand)
    hand.presses += 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the bundle").first.click()
    assert hand.presses <= MOST_CLICKS
    folder = new_workshop(home)
    assert load(folder).problems.errors == []
    assert (folder / "client/logo.svg").read_text("utf-8") == LOGO
    with ZipFile(download.value.path()) as bundle:
        names = {name.partition("/")[2] for name in bundle.namelist()}
    assert {"deck.pdf", "order.pdf", "SHA256SUMS.txt"} <= names
    (examples,) = (folder / "output/worksheets").glob("*examples.pdf")
    words = " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(examples).pages)
    assert [number for number in range(4) if f"Recipe of ours {number}" not in words] == []


def expect_text(hand: Hand, words: str) -> None:
    from playwright.sync_api import expect

    hand.page.wait_for_load_state()
    expect(hand.page.get_by_text(words).first).to_be_attached()
