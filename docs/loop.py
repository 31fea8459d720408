"""Makes the picture of the loop: a card, the phone that logs it, the board, and what is printed next, of a rehearsal.

usage: PYTHONPATH=.:docs:tests python docs/loop.py DECK.pdf KIT docs/loop.png
       (a deck printed with --sheet one-per-page, and the kit; `make pictures` does all of it)
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from live import ARGUMENTS, CHROMIUM
from picture import COLOURS, TABLE, WIDTH, Faces, lay, page
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright
from rooms import kit
from scan import PHONE, SCREEN, framed, shot, shot_of_board

from generator.capture.network.reach import Served
from generator.capture.run.invented_people import Cast, FilledRoom
from generator.capture.run.rehearse import rehearse
from generator.capture.run.start import Order
from generator.cli import main as prepdeck
from generator.cli.rehearsal import worked_examples
from generator.kit.request.whereabouts import bundled_workshop

HEIGHT, MIDDLE = 470, 235
CARD = 216  # pixels, the width of one on the table
PHONE_WIDE, BOARD_WIDE, PAGE_WIDE = 214, 500, 268
ARROW, ARROWS = "#6b5a47", (332, 593, 1145)
BOARD_FRAME = "idea-four-arguments-place"
WRITTEN = {"title": "The second cup", "words": "Somebody has come back within a day. What did they leave on the stove?"}


class Loop:
    """What a rehearsal shows: faces of cards, screens, pages."""

    def __init__(self, faces: Faces, folder: Path) -> None:
        self.faces, self.folder = faces, folder
        blanks = _blanks(folder)
        (words, number), *_ = blanks.fronts.items()
        self.blank = blanks.card(number, 2 * CARD)
        self.code = next(each.code for each in kit().things if each.kind == "blank" and each.code in words)

    def full(self, served: Served, filled: FilledRoom) -> None:
        with sync_playwright() as playwright, _chromium(playwright) as browser:
            self.phone = _phone(browser, served, self.code)
            _accept(browser, served)
            self.board = shot_of_board(browser, f"{served.board}?frame={BOARD_FRAME}")
        shop = Path(shutil.copytree(bundled_workshop(), self.folder / "shop"))
        data = ("--data", str(served.data))
        run("results", "cookbook", str(shop), "--to", str(self.folder / "cookbook.pdf"), *data)
        run("results", "deck", str(shop), *data)
        new, (written,) = self.folder / "new", (shop / "cards").glob("room-*.yaml")
        ids = ",".join(re.findall(r"\broom-[0-9a-f]{10}\b", written.read_text(encoding="utf-8")))
        run("build", str(shop), "--only", "deck", "--cards", ids, "--sheet", "one-per-page", "-o", str(new))
        self.new = Faces(new / "deck-selected.pdf")

    def picture(self) -> Image.Image:
        table = Image.new("RGBA", (WIDTH, HEIGHT), TABLE)
        lay(table, self.faces.card(self.faces.page("Guest"), 2 * CARD), 128, MIDDLE - 6, -6)
        lay(table, self.blank, 192, MIDDLE + 12, 5)
        lay(table, _wide(framed(self.phone, 26, 88), PHONE_WIDE), 462, MIDDLE, 0)
        lay(table, _wide(framed(self.board, 26, 14), BOARD_WIDE), 868, MIDDLE, 0)
        lay(table, page(self.folder / "cookbook.pdf", 2, PAGE_WIDE), 1444, MIDDLE, 2)
        lay(table, self.new.card(self.new.page(WRITTEN["title"]), 2 * CARD), 1300, MIDDLE + 40, -5)
        pen = ImageDraw.Draw(table)
        for x in ARROWS:
            pen.line((x - 12, MIDDLE, x + 4, MIDDLE), fill=ARROW, width=4)
            pen.polygon(((x + 2, MIDDLE - 9), (x + 16, MIDDLE), (x + 2, MIDDLE + 9)), fill=ARROW)
        return table


def main(deck: str, kit: str, to: str) -> None:
    shop = bundled_workshop()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        loop = Loop(Faces(Path(deck)), folder)
        place = folder / "rehearsal"
        place.mkdir()
        cast = Cast(12, Random(1), examples=worked_examples(shop))
        order = Order(folder=Path(kit), port=0, workshop=shop, ends=True)
        rehearse(order, place, cast, lambda *about: None, loop.full, print)
        picture = loop.picture().convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        picture.save(Path(to), optimize=True)


def run(*words: str) -> None:
    prepdeck(list(words), standalone_mode=False)


def _wide(picture: Image.Image, width: int) -> Image.Image:
    """Twice as wide as it will lie there."""
    return picture.resize((2 * width, round(2 * width * picture.height / picture.width)), Image.Resampling.LANCZOS)


def _blanks(folder: Path) -> Faces:
    """Cards that somebody may write on."""
    run("build", str(bundled_workshop()), "--only", "blanks", "--sheet", "one-per-page", "-o", str(folder / "blanks"))
    return Faces(folder / "blanks/blanks.pdf")


@contextmanager
def _chromium(playwright: Any) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
    try:
        yield browser
    finally:
        browser.close()


def _phone(browser: Browser, served: Served, code: str) -> Image.Image:
    """Somebody logs what they wrote on a blank card, as it looks before it is sent."""
    own = {"width": PHONE[0], "height": PHONE[1]}
    tab = browser.new_page(viewport=own, device_scale_factor=2, has_touch=True, locale="en-GB")
    base = served.desk.partition("/f/")[0]
    tab.goto(f"{base}/j/{served.session.join_token}")
    tab.locator("#_consent").check()
    tab.get_by_role("button", name="Come in").click()
    tab.wait_for_url(f"{base}/")
    tab.goto(f"{base}/{code}")
    for name, words in WRITTEN.items():
        tab.locator(f'[name="{name}"]').fill(words)
    tab.locator('[name="category"]').first.check()
    tab.evaluate("scrollTo(0, 0)")
    seen = shot(tab)
    tab.locator("button.main").click()
    tab.wait_for_load_state("networkidle")
    return seen


def _accept(browser: Browser, served: Served) -> None:
    """The cards that people wrote, at the desk."""
    tab = browser.new_page(viewport={"width": SCREEN[0], "height": SCREEN[1]}, locale="en-GB")
    tab.goto(served.desk)
    tab.get_by_role("button", name="Open the desk").click()
    tab.wait_for_url("**/desk*")
    tab.goto(f"{served.desk.partition('/f/')[0]}/desk/{served.session.id}/cards")
    tab.locator('[name="do"][value="accept-all"]').first.click()
    tab.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main(*sys.argv[1:])
