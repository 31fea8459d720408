"""The measure of pages that everybody can use: a fault of one look alone is seen, and only in that look."""

import pytest
from accessible import Look, first_of, wear, wrong

pytestmark = pytest.mark.needs("chromium")

LOOKS = {
    "light": Look((390, 800)),
    "narrow": Look((320, 640)),
    "dark": Look((390, 800), scheme="dark", motion="reduce"),
    "forced colours": Look((390, 800), forced="active", motion="reduce"),
    "right to left": Look((390, 800), rtl=True),
}
PAGE = """<!doctype html><html lang="en"><title>A page</title>
<style>body {{ margin: 0; color: #111; background: #fff }}
div {{ display: flex }} {style}</style>
<main><h1>Words</h1><p>Some words.</p><div><button>One</button><button>Another</button></div></main>"""
TINY = "button { width: 12px; height: 12px; padding: 0; margin: 0; overflow: hidden }"
FAULTS = {
    "": None,
    "p { color: #999 }": ("light", "color-contrast"),
    "@media (prefers-color-scheme: dark) { p { color: #999 } }": ("dark", "color-contrast"),
    "@media (max-width: 330px) { p { width: 380px } }": ("narrow", "380 px wide"),
    f"[dir=rtl] {TINY}": ("right to left", "target-size"),
    "[dir=rtl] p { width: 500px }": ("right to left", "500 px wide"),
}


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def judged(page, looks, style):
    """The looks in which something is wrong, and what."""
    wear(page, first_of(looks))
    page.set_content(PAGE.format(style=style))
    return {(look, item if isinstance(item, str) else item[0]) for look, item in wrong(page, looks)}


@pytest.mark.parametrize(("style", "fault"), FAULTS.items(), ids=[str(fault) for fault in FAULTS.values()])
def test_a_fault_of_a_look_is_seen_and_no_other(page, style, fault):
    found = judged(page, LOOKS, style)
    assert (fault in found) if fault else found == set()
    if fault and fault[0] != "light":  # what is wrong by day may be wrong in the others too
        assert {look for look, _ in found} == {fault[0]}


def test_a_fault_is_seen_in_a_walk_in_its_look_alone(page):
    fault = "[dir=rtl] p { width: 500px }"
    assert judged(page, {"right to left": LOOKS["right to left"]}, fault) == {FAULTS[fault]}


def test_what_no_look_changes_is_seen_in_the_first(page):
    assert ("light", "image-alt") in judged(page, LOOKS, "</style><img src=x><style>")


def test_a_page_is_as_it_was_afterwards(page):
    judged(page, LOOKS, "")
    assert page.evaluate(
        "[document.documentElement.dir, innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]"
    ) == ["", 390, False]


def test_what_a_measure_minds_is_said_with_its_look(page):
    wear(page, LOOKS["light"])
    page.set_content(PAGE.format(style=""))
    assert wrong(page, LOOKS, "() => innerWidth < 330 ? ['too narrow'] : []") == [("narrow", "too narrow")]
