"""Makes the pictures of the studio: its pages as a browser shows them, of a workshop made from a list and a logo.

usage: PYTHONPATH=.:tests python docs/studio.py docs
"""

import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

from live import ARGUMENTS, CHROMIUM
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from studios import served, studio_on

SCREEN = {"width": 1280, "height": 800}
COLOURS = 128  # of a picture, so that a page with seven of them is read on a train
PATIENCE = 120_000  # ms
SEEN = """() => Promise.all([...document.images]
  .filter(image => image.getBoundingClientRect().top < innerHeight).map(image => image.decode()))"""
LIST = """\
title,question,family
The night before,What do people look up at eleven in the evening?,Moments
First snow,What changes for them when the weather does?,Moments
The wrong shoes,What did they bring that they do not need?,Moments
A map with a hole,What do we not know about the way?,Knowledge
Old footprints,What did they do the last three times?,Knowledge
Somebody's advice,Whose word do they trust more than ours?,Knowledge
Light a lamp,Show one thing where they stand. Which one?,Offers
A seat by the fire,Where could they rest without losing their place?,Offers
The short way back,How do they leave without an explanation?,Offers
"""
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path d="M4 34 22 6l10 15 6-8 14 21z" fill="#1f6f78"/>
<circle cx="44" cy="9" r="5" fill="#e0792b"/><g fill="#1f6f78"><rect x="62" y="12" width="52" height="6"/>
<rect x="62" y="22" width="36" height="6"/></g></svg>
"""


def main(folder: str) -> None:
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        home = Path(place) / "Ana"
        home.mkdir()
        (home / "cards.csv").write_text(LIST, encoding="utf-8")
        (home / "logo.svg").write_text(LOGO, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        try:
            with served(studio_on(None, home)) as address:
                page = browser.new_page(viewport=SCREEN, locale="en-GB", reduced_motion="reduce")
                page.set_default_timeout(PATIENCE)
                page.goto(address)
                for name, go in STEPS.items():
                    go(page, home)
                    shoot(page, Path(folder) / f"studio-{name}.png")
        finally:
            browser.close()


def workshops(page: Page, home: Path) -> None:
    page.get_by_role("heading", name="Workshops").wait_for()


def intake(page: Page, home: Path) -> None:
    page.goto(urljoin(page.url, "/intake"))
    page.locator("#source").set_input_files(home / "cards.csv")
    page.get_by_role("button", name="Look").click()
    page.locator("#layouts li, #layouts td").first.wait_for()


def brand(page: Page, home: Path) -> None:
    go_to(page, "Workshops")
    page.get_by_role("button", name="Make").click()
    page.wait_for_url("**/pages*")
    go_to(page, "Brand")
    page.locator("html.scripted").wait_for()
    page.locator("#logo-file").set_input_files(home / "logo.svg")
    page.wait_for_url("**/brand#logo")
    drawn(page)
    page.evaluate("scrollTo(0, 0)")


def cards(page: Page, home: Path) -> None:
    go_to(page, "Cards")
    page.locator("td").nth(1).click()
    page.locator("#panel img").first.wait_for()


def pictures(page: Page, home: Path) -> None:
    go_to(page, "Pictures")
    drawn(page)


def printing(page: Page, home: Path) -> None:
    go_to(page, "Print")
    page.locator("button[value=all]").click()
    page.get_by_role("heading", name="Done").wait_for()


def day(page: Page, home: Path) -> None:
    go_to(page, "The day")
    page.locator("button[value=rehearse]").click()
    page.locator(".code").wait_for()
    page.locator(".notice.done").wait_for()


def after(page: Page, home: Path) -> None:
    page.goto(urljoin(page.url, "/after?of=rehearsal"))
    page.locator("button[value=cookbook-pdf]").click()
    page.locator(".written").wait_for()


def go_to(page: Page, name: str) -> None:
    page.locator("nav.rooms").get_by_role("link", name=name, exact=True).click()


def drawn(page: Page) -> None:
    """Waits until all is drawn, and the pictures that are seen are there."""
    page.locator("#status .pill:not(.drawing)").wait_for()
    page.evaluate(SEEN)


STEPS: dict[str, Callable[[Page, Path], None]] = {
    "workshops": workshops,
    "import": intake,
    "brand": brand,
    "cards": cards,
    "pictures": pictures,
    "print": printing,
    "day": day,
    "after": after,
}


def shoot(page: Page, picture: Path) -> None:
    page.evaluate("document.fonts.ready")
    page.evaluate("document.activeElement.blur()")
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
