"""What a person does with a page, in the words of no driver: the same test runs in Chromium and in WebKit.

A control is named by a CSS selector, a place on a surface by fractions of its width and height from the top left.
Paths are those of the server; a page has asked nobody else when it is done.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from live import LOOPBACK, NAME
from selenium import webdriver
from selenium.common.exceptions import (
    NoSuchElementException,
    NoSuchFrameException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import visibility_of_element_located
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 15  # seconds until something is there
WIDTH, HEIGHT = 390, 844
CHROMIUM = pytest.param("chromium", marks=pytest.mark.needs("chromium"))
WEBKIT = pytest.param("webkit_browser", marks=pytest.mark.needs("WebKitWebDriver", "Xvfb"))
ENGINES = [CHROMIUM, WEBKIT]  # names of fixtures: for parametrize("engine", ENGINES)
# The boxes of a page; those that make a phone zoom in; those for codes that a phone would mend.
BOXES = "[...document.querySelectorAll('input:not([type=radio], [type=checkbox], [type=hidden]), textarea, select')]"
ZOOMED = BOXES + ".filter((box) => parseFloat(getComputedStyle(box).fontSize) < 16).map((box) => box.outerHTML)"
UNLIKE_CODES = """[...document.querySelectorAll('input.code')]
    .filter((box) => box.getAttribute('autocorrect') !== 'off' || box.autocapitalize !== 'characters' || box.spellcheck)
    .map((box) => box.outerHTML)"""


class ChromiumPage:
    def __init__(self, page, live=None) -> None:
        self.page, self._live = page, live

    def go(self, path: str) -> None:
        self.page.goto(self._live.url(path, NAME))

    def back(self) -> None:
        self.page.go_back()

    def fill(self, css: str, words: str) -> None:
        """Instead of what stands there."""
        self.page.locator(css).first.fill(words)

    def write(self, css: str, words: str) -> None:
        """After what stands there."""
        self.page.locator(css).first.press("Control+End")
        self.page.keyboard.insert_text(words)

    def tick(self, css: str) -> None:
        self.page.locator(css).first.check()

    def press(self, css: str) -> None:
        self.page.locator(css).first.click()

    def tap(self, css: str, left: float, top: float) -> None:
        surface = self.page.locator(css)
        surface.scroll_into_view_if_needed()
        box = surface.bounding_box()
        surface.click(position={"x": box["width"] * left, "y": box["height"] * top})

    def run(self, script: str):
        """What an expression of script comes to in the page; what it promises is waited for."""
        return self.page.evaluate(script)

    def load(self, program: str) -> None:
        self.page.evaluate(program)

    def see(self, css: str) -> None:
        """Waits until such a thing is in sight."""
        self.page.locator(css).first.wait_for()


class WebKitPage:
    def __init__(self, browser: webdriver.Remote, live) -> None:
        self._browser, self._live = browser, live

    def go(self, path: str) -> None:
        self._browser.get(self._live.url(path, LOOPBACK))

    def back(self) -> None:
        self._browser.back()

    def fill(self, css: str, words: str) -> None:
        """Instead of what stands there."""
        box = self._first(css)
        box.clear()
        if words:
            box.send_keys(words)

    def write(self, css: str, words: str) -> None:
        """After what stands there."""
        self._first(css).send_keys(words)

    def tick(self, css: str) -> None:
        box = self._first(css)
        if not box.is_selected():
            box.click()

    def press(self, css: str) -> None:
        box = self._first(css)
        with suppress(NoSuchFrameException):  # the page went while the driver waited for an answer: it was pressed
            box.click()

    def tap(self, css: str, left: float, top: float) -> None:
        surface = self._first(css)
        self._browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", surface)
        size = surface.size
        aside, down = round((left - 0.5) * size["width"]), round((top - 0.5) * size["height"])
        webdriver.ActionChains(self._browser).move_to_element_with_offset(surface, aside, down).click().perform()

    def run(self, script: str):
        """What an expression of script comes to in the page; what it promises is waited for."""
        return self._wait().until(lambda browser: (browser.execute_script(f"return ({script})"),), script)[0]

    def load(self, program: str) -> None:
        self._browser.execute_script(program)

    def see(self, css: str) -> None:
        """Waits until such a thing is in sight."""
        self._wait().until(visibility_of_element_located((By.CSS_SELECTOR, css)), css)

    def _wait(self) -> WebDriverWait:
        """A page that goes while it is asked takes the question with it: it is asked again, of the page that comes."""
        return WebDriverWait(self._browser, PATIENCE, 0.05, (NoSuchFrameException, StaleElementReferenceException))

    def _first(self, css: str):
        found = self._wait().until(lambda browser: browser.find_elements(By.CSS_SELECTOR, css)[:1] or [None], css)
        if found[0] is None:
            raise NoSuchElementException(css)
        return found[0]


@contextmanager
def phones_of(browser, live) -> Iterator:
    """Makes phones, with script or without; nothing of them is left at the end."""
    made = []

    def chromium(script: bool = True) -> ChromiumPage:
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, java_script_enabled=script, locale="en-GB", has_touch=True
        )
        made.append(context.close)
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        return ChromiumPage(page, live)

    def webkit(script: bool = True) -> WebKitPage:
        """Its driver works by script, so that the pages come without theirs instead."""
        live.scripts = script
        made.extend((browser.delete_all_cookies, lambda: browser.get("about:blank")))
        return WebKitPage(browser, live)

    yield webkit if isinstance(browser, webdriver.Remote) else chromium
    for end in made:
        end()
