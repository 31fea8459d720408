"""Somebody who has never seen prepdeck, with a mouse: from a spreadsheet and a logo to a printed deck."""

import io
import sys
from pathlib import Path

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


@pytest.mark.needs("chromium")
def test_from_a_spreadsheet_and_a_logo_to_a_branded_deck_and_blanks_on_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chromium
) -> None:
    from playwright.sync_api import expect

    home = tmp_path / "home"
    (home / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    (home / "cards.xlsx").write_bytes(own_cards())
    (home / "logo.svg").write_text(LOGO, encoding="utf-8")
    with served(studio_on(None, home, command=(sys.executable, "-m", "generator"))) as address:
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.set_default_timeout(20_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(address)
        hand = Hand(page)
        hand.choose("File with the cards", home / "cards.xlsx")
        hand.press("button", "Look at it")
        hand.press("radio", "Letter")
        hand.press("button", "Make the workshop")
        hand.press("link", "Brand")
        hand.choose("A logo", home / "logo.svg")
        expect(page.locator("#main")).to_contain_text("#0b5c8a", ignore_case=True)
        hand.press("link", "What is printed")
        hand.presses += 1
        with page.expect_response("**/pieces/change"):
            page.locator("#section-blanks").get_by_label("Print it").check()
        hand.press("link", "Print")
        hand.press("button", "Print all")
        expect(page.locator("#main")).to_contain_text("files are ready", timeout=60_000)
        assert complaints == []
        context.close()
    assert hand.presses <= MOST_CLICKS
    folder = next((home / "Documents/prepdeck").iterdir())
    shop = load(folder)
    assert shop.problems.errors == []
    assert shop.brand is not None
    assert "#0b5c8a" in (folder / "client/brand.yaml").read_text("utf-8").lower()
    for name in ("deck.pdf", "blanks.pdf"):
        box = PdfReader(folder / "output" / name).pages[0].mediabox
        assert sorted(round(float(side) / 72 * 25.4, 1) for side in (box.width, box.height)) == sorted(LETTER)
