"""Whether everybody can use a page: axe's rules, and nothing beyond the edge, in each way that the page may look.

A walk through pages looks at each one in all looks, so that a page is loaded once: in the first look by all rules, in
the others by those that a look can break. The walk in one look alone, which loads its pages in it, asks all rules.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

AXE = (Path(__file__).parent / "vendored" / "axe.min.js").read_text(encoding="utf-8")
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
BY_LOOK = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"],
}
RUN = "(only) => axe.run(document, {runOnly: only, resultTypes: ['violations']})"


class Look(NamedTuple):
    size: tuple[int, int]  # CSS pixels
    scheme: str = "light"
    forced: str = "none"  # colours
    motion: str = "no-preference"
    rtl: bool = False


def violations(page: Any, rules: Mapping[str, Any] = RULES) -> list[tuple[str, ...]]:
    """Of a page into which AXE was put: rule, place, what to mend."""
    nodes = [(each["id"], each["nodes"][0]) for each in page.evaluate(RUN, rules)["violations"]]
    return [(rule, node["html"][:200], node["failureSummary"]) for rule, node in nodes]


def barriers(page: Any) -> list[tuple[str, str]]:
    """Of a page of any engine (`engines`), as it stands: rule, place."""
    page.load(AXE)
    found = page.run(f"({RUN})({json.dumps(RULES)})")
    return [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]]


def walks(looks: Mapping[str, Look]) -> pytest.MarkDecorator:
    """Parametrizes `looks`: all of them in one walk; in `make soak` each in a walk of its own."""
    alone = [pytest.param({name: look}, id=name, marks=pytest.mark.soak) for name, look in looks.items()]
    return pytest.mark.parametrize("looks", [pytest.param(looks, id="every look"), *alone])


def first_of(looks: Mapping[str, Look]) -> Look:
    return next(iter(looks.values()))


def wear(page: Any, look: Look) -> None:
    page.set_viewport_size({"width": look.size[0], "height": look.size[1]})
    page.emulate_media(color_scheme=look.scheme, forced_colors=look.forced, reduced_motion=look.motion)


def wrong(page: Any, looks: Mapping[str, Look], *measures: str) -> list[tuple[object, ...]]:
    """What is wrong with the page as it stands. `measures`: scripts that list what they mind.

    The page wears the first of the looks, and wears it again afterwards.
    """
    page.evaluate(AXE)
    own, found = page.evaluate("document.documentElement.dir"), []
    first = first_of(looks)
    for name, look in looks.items():
        if look is not first:
            wear(page, look)
        page.evaluate("(way) => document.documentElement.dir = way", "rtl" if look.rtl else own)
        told = violations(page, RULES if look is first else BY_LOOK)
        told += [item for measure in measures for item in page.evaluate(measure)]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > look.size[0]:
            told.append(f"{wide} px wide")
        found += [(name, item) for item in told]
    wear(page, first)
    page.evaluate("(way) => document.documentElement.dir = way", own)
    return found
