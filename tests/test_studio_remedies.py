"""What is mended by a button: the edit stands on the page, takes the finding away, and undo gives the old bytes."""

import re
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from accessible import AXE, violations
from starlette.testclient import TestClient
from studios import served, studio_on

from generator.deck import card_rows
from generator.errors import Place
from generator.studio.remedies import remedy as remedy_module
from generator.studio.remedies.remedy import remedy
from generator.studio.remedies.spelt import spelt_words
from generator.studio.shown import ShownProblem
from generator.studio.state import Studio

KIT, DECK = "kit.yaml", "deck.yaml"
SILENT = "title: Silent minute"
OWL = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


class Fault(NamedTuple):
    """What is made wrong in a file, what is said of it, and the lines that the button puts in the place of others."""

    file: str
    old: str
    new: str
    message: str
    was: str
    becomes: str


FAULTS = {
    "key": Fault(KIT, "paper: a4 ", "papr: a4 ", "'papr' is not a key here", "papr: a4", "paper: a4"),
    "paper": Fault(KIT, "paper: a4 ", 'paper: "letr" ', "there is no paper 'letr'", 'paper: "letr"', 'paper: "letter"'),
    "truth": Fault(KIT, "  layout: poker", "  slug: False", "'False' is neither true", "slug: False", "slug: false"),
    "field": Fault(DECK, SILENT, "titel: Silent minute", "no field 'titel'", "titel: Silent minute", SILENT),
    "role": Fault(
        DECK, f"move\n    {SILENT}", f"'mvoe'\n    {SILENT}", "no role 'mvoe'", "role: 'mvoe'", "role: 'move'",
    ),
    "picture": Fault(DECK, SILENT, f"motif: owll.svg\n    {SILENT}", "'owll.svg'", "motif: owll.svg", "motif: owl.svg"),
    "id": Fault(
        DECK, "- id: silent-minute", "- id: one-sentence", "belongs to another card", "- id: one-sentence",
        "- id: one-sentence-2",
    ),
    "tile": Fault(
        DECK, "  - id: silent-minute",
        "  - {id: other, category: start, title: O, tile: 7}\n  - tile: 7\n    id: silent-minute",
        "have the same tile 7", "- tile: 7", "",
    ),
}  # fmt: skip


def break_it(folder: Path, fault: Fault) -> bytes:
    (folder / "owl.svg").write_text(OWL, encoding="utf-8")
    path = folder / fault.file
    text = path.read_text(encoding="utf-8")
    assert fault.old in text
    path.write_bytes(text.replace(fault.old, fault.new, 1).encode())
    return path.read_bytes()


def forms(html: str) -> list[dict[str, str]]:
    """The buttons with what they send."""
    shown = re.findall(r'<form class="mend".*?</form>', html, re.DOTALL)
    return [{key: unescape(value) for key, value in re.findall(r'name="(\w+)" value="([^"]*)"', one)} for one in shown]


def button(html: str, message: str) -> dict[str, str]:
    (found,) = [form for form in forms(html) if message in form["message"]]
    return found


def page_of(studio: Studio, mouse: TestClient, path: str = "/pages") -> str:
    studio.redrawing.draw()
    return mouse.get(path).text


@pytest.mark.parametrize("fault", FAULTS.values(), ids=list(FAULTS))
def test_a_finding_goes_by_the_edit_that_its_page_shows(fault: Fault, studio: Studio, mouse: TestClient) -> None:
    before = break_it(studio.folder, fault)
    path = studio.folder / fault.file
    html = page_of(studio, mouse)
    form = button(html, fault.message)
    assert form["becomes"].startswith(fault.becomes)
    assert f"<del>{fault.was}" in unescape(html)
    assert fault.becomes in unescape(re.sub("</?ins>", "", html))
    assert mouse.post("/mend", data=form).headers["location"] == "/pages"
    after = path.read_bytes()
    old, new = before.decode().splitlines(), after.decode().splitlines()
    differing = [(one, two) for one, two in zip(old, new, strict=False) if one != two]
    if fault.becomes:
        assert len(old) == len(new)
        assert [(one.strip(), two.strip()) for one, two in differing] == [(of_page(html, "del"), form["becomes"])]
    assert fault.message not in unescape(page_of(studio, mouse))
    assert mouse.post("/undo", data={"workshop": studio.key, "back": "/pages"}).status_code == 303
    assert path.read_bytes() == before


def of_page(html: str, tag: str) -> str:
    return unescape(re.findall(f"<{tag}>(.*?)</{tag}>", html)[0])


def test_a_card_of_a_table_is_mended_in_its_cell(studio: Studio, mouse: TestClient) -> None:
    deck = studio.folder / DECK
    deck.write_text(deck.read_text(encoding="utf-8").partition("\ncards:")[0] + "\n", encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (["id", "category", "role", "title"], ["a", "start", "move", "A"], ["b", "stuck", "mvoe", "mvoe"]):
        book.active.append(row)
    book.save(path := studio.folder / "cards.xlsx")
    before = path.read_bytes()
    form = button(page_of(studio, mouse), "no role 'mvoe'")
    assert mouse.post("/mend", data=form).status_code == 303
    row = [cell.value for cell in openpyxl.load_workbook(path).active[3]]
    assert row == ["b", "stuck", "move", "mvoe"]
    mouse.post("/undo", data={"workshop": studio.key, "back": "/pages"})
    assert path.read_bytes() == before


def test_cells_of_one_cause_are_mended_with_one_look_at_their_table(
    studio: Studio, mouse: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page shows what there is to mend each time that it is asked for."""
    deck = studio.folder / DECK
    deck.write_text(deck.read_text(encoding="utf-8").partition("\ncards:")[0] + "\n", encoding="utf-8")
    rows = [f"card-{number},stuck,mvoe,Title {number}" for number in range(20)]
    (studio.folder / "cards.csv").write_text("\n".join(["id,category,role,title", *rows, ""]), encoding="utf-8")
    studio.redrawing.draw()
    looks: list[Path] = []
    monkeypatch.setattr(remedy_module, "card_rows", lambda folder: looks.append(folder) or card_rows(folder))
    html = mouse.get("/pages").text
    assert "It is mended at 19 more places." in html
    assert of_page(html, "del") == "mvoe"
    assert len(looks) == 1


def test_a_file_that_is_not_edited_here_has_no_button_and_is_no_end_of_the_page(studio: Studio) -> None:
    (studio.folder / "10:30.yaml").write_text("twoo: 1\n", encoding="utf-8")
    place = Place("10:30.yaml", 1, 1)
    found = ShownProblem(1, "error", place.file, str(place), "'twoo'", "did you mean 'two'?", places=(place,))
    assert remedy(found, studio.folder) is None


def test_the_same_word_in_several_places_is_mended_in_all_of_them(studio: Studio, mouse: TestClient) -> None:
    deck = studio.folder / DECK
    before = deck.read_bytes()
    count = before.count(b"role: move\n")
    deck.write_bytes(before.replace(b"role: move\n", b"role: mvoe\n"))
    html = page_of(studio, mouse)
    assert f"It is mended at {count - 1} more places." in html or count == 2
    assert mouse.post("/mend", data=button(html, "mvoe")).status_code == 303
    assert deck.read_bytes() == before


def test_what_is_not_certain_has_no_button(studio: Studio, mouse: TestClient) -> None:
    """A key whose right name is there, too; a role that is like no other; tiles of a kit that is printed."""
    break_it(studio.folder, Fault(KIT, "paper: a4 ", "paper: a4\npapr: a4 ", "", "", ""))
    break_it(studio.folder, Fault(DECK, "role: move", "role: zzz", "", "", ""))
    break_it(studio.folder, FAULTS["tile"])
    printed = studio.folder / "output"
    printed.mkdir(parents=True)
    (printed / "manifest.json").write_text("{}", encoding="utf-8")
    html = page_of(studio, mouse)
    assert "is not a key here" in unescape(html)
    assert "no role" in html
    assert forms(html) == []
    break_it(studio.folder, Fault(DECK, "role: zzz", "role: move", "", "", ""))
    break_it(studio.folder, Fault(KIT, "papr: a4 ", "", "", "", ""))
    assert "have the same tile" in (html := page_of(studio, mouse))
    assert forms(html) == []


def test_a_button_writes_nothing_else_than_its_page_has_shown(studio: Studio, mouse: TestClient) -> None:
    break_it(studio.folder, FAULTS["role"])
    form = button(page_of(studio, mouse), "mvoe")
    deck = studio.folder / DECK
    theirs = deck.read_bytes().replace(b"Silent minute", b"Loud minute")
    deck.write_bytes(theirs)
    answer = mouse.post("/mend", data=form)
    assert answer.status_code == 409
    assert "Loud minute" in answer.text or "changed" in answer.text
    assert mouse.post("/mend", data={**form, "message": "another"}).status_code == 409
    assert mouse.post("/mend", data={**form, "becomes": "role: other"}).status_code == 409
    deck.write_bytes(theirs.replace(b"'mvoe'", b"move"))
    assert mouse.post("/mend", data=form).status_code == 409
    assert deck.read_bytes() == theirs.replace(b"'mvoe'", b"move")


def test_where_nothing_can_be_written_there_is_no_button(
    studio: Studio, mouse: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_it(studio.folder, FAULTS["role"])
    assert len(forms(page_of(studio, mouse))) == 1
    monkeypatch.setattr(Studio, "is_writable", False)
    assert forms(page_of(studio, mouse)) == []


@pytest.mark.parametrize(
    ("text", "place", "wanted"),
    [
        ("a: [one, twoo, three]\n", (1, 4), ("a", 1)),
        ("a:\n  twoo: 3\n", (2, 3), ("a", "twoo")),
        ("a:\n  - {id: x, role: twoo}\n", (2, 5), ("a", 0, "role")),
        ("a: twoo # twoo\r\nb: twoo\r\n", (2, 4), ("b",)),
        ("\u00e9: [\U0001f600, twoo]\n", (1, 4), ("\u00e9", 1)),
        ("a: [twoo, twoo]\n", (1, 4), None),
        ("a: twoo\n", (1, 2), None),
        ("a: twoo\n", (9, 1), None),
        ("", (1, 1), None),
    ],
)
def test_the_word_that_is_meant_is_the_only_one_there(
    text: str, place: tuple[int, int], wanted: tuple[str | int, ...] | None
) -> None:
    (found,) = spelt_words(text, [Place("f", *place)], ["twoo"])
    assert (found.path if found else None) == wanted


def test_by_mouse_in_a_browser(starter: Path, tmp_path: Path, chromium: Any) -> None:
    before = break_it(starter, FAULTS["field"])
    studio = studio_on(starter, tmp_path)
    studio.redrawing.draw()
    studio.redrawing.start()
    with served(studio) as address:
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        page.goto(address)
        page.get_by_role("link", name="Pictures").click()
        wanted = page.locator("form.mend", has_text="titel: Silent minute")
        wanted.wait_for()
        page.evaluate(AXE)
        assert violations(page) == []
        wanted.get_by_role("button", name="Mend it").click()
        page.locator(".pill.done").wait_for()
        assert page.locator("form.mend").count() == 0
        page.get_by_role("button", name="Undo").click()
        page.locator("form.mend", has_text="titel: Silent minute").wait_for()
        page.close()
    assert (starter / DECK).read_bytes() == before
