"""The pages that there are, in the order of the work; `app` has their routes."""

from typing import NamedTuple


class NavPage(NamedTuple):
    """Its words have `nav`, the name in the row of pages."""

    name: str
    path: str
    of_workshop: bool = True  # shown while a workshop is open


NAV = (
    NavPage("workshops", "/workshops", of_workshop=False),
    NavPage("brand", "/brand"),
    NavPage("cards", "/cards"),
    NavPage("pieces", "/pieces"),
    NavPage("pages", "/pages"),
    NavPage("print", "/print"),
    NavPage("day", "/day"),
    NavPage("after", "/after"),
)
