"""Somebody with a mouse before the studio, whose clicks are counted."""

from pathlib import Path

from accessible import Look, first_of, wear
from test_child_process import LONG

PATIENCE = 1000 * LONG  # ms
LOOKS = {
    "a desk by day": Look((1280, 720)),
    "by night": Look((1280, 720), "dark"),
    "a narrow window": Look((390, 844)),
    "forced colours": Look((1024, 700), forced="active"),
}


class Hand:
    """A browser that was let in. Whatever is pressed, chosen or dropped counts as a click; nothing is typed."""

    def __init__(self, chromium, address: str) -> None:
        self.context = chromium.new_context(locale="en-GB")
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.clicks = 0
        wear(self.page, first_of(LOOKS))
        self.page.goto(address)
        self.page.wait_for_url(lambda url: "token" not in url)

    def click(self, role: str, name: str, **how) -> None:
        self.page.get_by_role(role, name=name, **how).click()
        self.clicks += 1

    def chooses(self, label: str, value: str) -> None:
        self.page.get_by_label(label).select_option(value)
        self.clicks += 1

    def drops(self, label: str, file: Path) -> None:
        self.page.get_by_label(label).set_input_files(file)
        self.clicks += 1

    def opens(self, role: str, name: str) -> bytes:
        """What a link to another tab leads to."""
        link = self.page.get_by_role(role, name=name).first
        answer = self.page.request.get(self.page.evaluate("link => link.href", link.element_handle()))
        self.clicks += 1
        assert answer.ok
        return answer.body()
