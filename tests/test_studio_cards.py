"""The page of the cards: the table and its edits, what two write at once, and the card that is typed."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from accessible import AXE, Look, first_of, violations, walks, wear, wrong
from starlette.testclient import TestClient
from studios import NOW, client_of, served, studio_on

from generator.deck import card_rows
from generator.studio.history import journal_of
from generator.studio.redrawing import PreviewOptions, Redrawing
from generator.studio.state import Studio


def saved(mouse: TestClient, studio: Studio, *, status: int = 303, **fields: str) -> Any:
    """Posts cells, such as `cell:quiet-hour:title`."""
    answer = mouse.post("/cards/save", data={"workshop": studio.key, **fields})
    assert answer.status_code == status, answer.text
    return answer


def said(studio: Studio, card: str) -> dict[str, Any]:
    return next(dict(row.said) for row in card_rows(studio.folder).rows if row.id == card)


def ids(studio: Studio) -> list[str]:
    return [row.id for row in card_rows(studio.folder).rows]


def in_table(page: str) -> list[str]:
    return re.findall(r'<tr data-card="([^"]+)"', page)


# The table


def test_shows_each_card_in_a_row_with_what_its_file_says(mouse: TestClient, studio: Studio) -> None:
    page = mouse.get("/cards").text
    assert in_table(page) == ids(studio)
    assert 'data-text="stuck"' in page
    assert ">Which word did *everybody* use?" in page.replace("\n", ">")
    assert '<circle cx="5" cy="5" r="5" fill="#' in page
    assert in_table(mouse.get("/cards?family=stuck").text) == [
        row.id for row in card_rows(studio.folder).rows if row.said["category"] == "stuck"
    ]


def test_is_sorted_by_any_column_and_the_files_are_not(mouse: TestClient, studio: Studio) -> None:
    before = (studio.folder / "deck.yaml").read_bytes()
    roles = {row.id: str(row.said["role"]) for row in card_rows(studio.folder).rows}
    up, down = (in_table(mouse.get(f"/cards?sort={sort}").text) for sort in ("role", "-role"))
    assert [roles[card] for card in up] == sorted(roles.values()) == [roles[card] for card in down][::-1]
    assert up != list(roles)
    assert in_table(mouse.get("/cards?sort=nonsense&family=&show=all").text) == list(roles)
    assert (studio.folder / "deck.yaml").read_bytes() == before


def test_a_workshop_without_cards_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    folder.mkdir()
    (folder / "kit.yaml").write_text("id: bare\ntitle: Bare\n", encoding="utf-8")
    with client_of(studio_on(folder, tmp_path)) as mouse:
        assert "There are no cards here." in mouse.get("/cards").text
        assert mouse.get("/cards/card?id=none").status_code == 404


def test_a_deck_that_cannot_be_read_has_a_way_on_and_takes_no_cards(mouse: TestClient, studio: Studio) -> None:
    with (studio.folder / "deck.yaml").open("a", encoding="utf-8") as file:
        file.write("\n  - {id: [b\n")
    page = mouse.get("/cards").text
    assert 'deck.yaml cannot be read. <a href="/pages">' in page
    assert "new-title" not in page


def test_faulty_cards_are_there_to_be_mended(mouse: TestClient, studio: Studio) -> None:
    path = studio.folder / "deck.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("category: start", "category: strat", 1), encoding="utf-8")
    assert in_table(mouse.get("/cards?show=all").text)[0] == "one-sentence"
    saved(mouse, studio, **{"cell:one-sentence:category": "start", "was:one-sentence:category": "strat"})
    assert said(studio, "one-sentence")["category"] == "start"


# What is written


def test_a_cell_is_written_where_it_stands_and_nothing_else(mouse: TestClient, studio: Studio) -> None:
    path = studio.folder / "deck.yaml"
    before = path.read_text(encoding="utf-8")
    answer = saved(
        mouse, studio, **{"cell:silent-minute:title": "Loud minute", "was:silent-minute:title": "Silent minute"}
    )
    assert answer.headers["location"] == "/cards"
    assert path.read_text(encoding="utf-8") == before.replace("title: Silent minute", "title: Loud minute")


def test_cells_of_each_kind(mouse: TestClient, studio: Studio) -> None:
    cells = {
        "cell:silent-minute:prompts": "One?\r\n\r\n Two? ",
        "cell:silent-minute:quantity": "3",
        "cell:silent-minute:example": "",
        "cell:silent-minute:role": "question",
        "cell:silent-minute:line": "No: 7 # not a comment",
    }
    saved(mouse, studio, **cells)
    now = said(studio, "silent-minute")
    assert (list(now["prompts"]), now["quantity"], now["role"]) == (["One?", "Two?"], "3", "question")
    assert "example" not in now
    assert now["line"] == "No: 7 # not a comment"
    assert "quantity: 3\n" in (studio.folder / "deck.yaml").read_text(encoding="utf-8")


def test_the_form_of_one_card_needs_no_script(mouse: TestClient, studio: Studio) -> None:
    page = mouse.get("/cards/card?id=smallest-step").text
    fields = dict(re.findall(r'name="((?:cell|was):[^"]+)"[^>]* value="([^"]*)"', page))
    assert fields["cell:smallest-step:title"] == fields["was:smallest-step:title"] == "Smallest step"
    assert re.search(r'<img src="/cards/side/[0-9a-f]+-\d+\.png"', page)
    back = saved(
        mouse, studio, **fields | {"cell:smallest-step:title": "Next step", "back": "/cards/card?id=smallest-step"}
    )
    assert back.headers["location"] == "/cards/card?id=smallest-step"
    assert said(studio, "smallest-step")["title"] == "Next step"
    assert journal_of(studio).undo_label == "1 cell changed"  # of all that the form has


def test_blanks_around_what_a_file_says_are_no_change_of_somebody_else(mouse: TestClient, studio: Studio) -> None:
    deck = studio.folder / "deck.yaml"
    deck.write_text(deck.read_text("utf-8").replace("title: Smallest step", 'title: " Smallest step "'), "utf-8")
    page = mouse.get("/cards/card?id=smallest-step").text
    fields = dict(re.findall(r'name="((?:cell|was):[^"]+)"[^>]* value="([^"]*)"', page))
    saved(mouse, studio, **fields | {"cell:smallest-step:line": "One line"})
    now = said(studio, "smallest-step")
    assert (now["title"], now["line"]) == (" Smallest step ", "One line")


def test_new_cards_go_behind_those_of_their_family(mouse: TestClient, studio: Studio) -> None:
    before = ids(studio)
    answer = saved(mouse, studio, **{"cell:new.1:title": "Über alles", "cell:new.1:category": "stuck"})
    assert answer.headers["location"] == "/cards/card?id=uber-alles"
    assert ids(studio) == [*before, "uber-alles"]
    assert said(studio, "uber-alles") == {"id": "uber-alles", "category": "stuck", "title": "Über alles"}
    pasted = {f"cell:new.{n}:title": "Same" for n in range(3)}
    saved(mouse, studio, **pasted)
    assert ids(studio)[-3:] == ["same", "same-2", "same-3"]


def test_a_deck_without_titles_takes_new_cards_by_its_first_text(mouse: TestClient, studio: Studio) -> None:
    head = "id: d\ntitle: D\nfields: {motif: {kind: picture}, statement: {}}\ncategories: {a: {name: A}}\n"
    (studio.folder / "deck.yaml").write_text(
        head + "cards:\n- {id: one, category: a, statement: One}\n", encoding="utf-8"
    )
    assert 'name="cell:new.1:statement"' in mouse.get("/cards?show=all").text
    saved(mouse, studio, **{"cell:new.1:statement": "Two, then", "cell:new.1:category": "a"})
    assert said(studio, "two-then") == {"id": "two-then", "category": "a", "statement": "Two, then"}


def test_a_card_is_removed_unless_it_was_changed_meanwhile(mouse: TestClient, studio: Studio) -> None:
    page = mouse.get("/cards/card?id=silent-minute").text
    was = re.search(r'name="card" value="silent-minute">\s*<input type="hidden" name="was" value="(\w+)"', page)
    assert was
    gone = {"workshop": studio.key, "card": "silent-minute", "was": was[1]}
    saved(mouse, studio, **{"cell:silent-minute:title": "Other"})
    assert mouse.post("/cards/remove", data=gone).status_code == 409
    saved(mouse, studio, **{"cell:silent-minute:title": "Silent minute"})
    assert mouse.post("/cards/remove", data=gone).headers["location"] == "/cards"
    assert "silent-minute" not in ids(studio)
    assert mouse.post("/cards/remove", data=gone).status_code == 409


def test_cells_that_were_changed_elsewhere_are_shown_beside_what_was_typed(mouse: TestClient, studio: Studio) -> None:
    path = studio.folder / "deck.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Silent minute", "Their minute"), encoding="utf-8")
    before = path.read_bytes()
    cells = {
        "cell:silent-minute:title": "My <b>minute</b>", "was:silent-minute:title": "Silent minute",
        "cell:smallest-step:title": "Next step", "was:smallest-step:title": "Smallest step",
        "cell:never-there:title": "Typed into nothing", "was:never-there:title": "x",
    }  # fmt: skip
    page = saved(mouse, studio, status=409, **cells).text
    assert path.read_bytes() == before
    for words in ("Their minute", "My &lt;b&gt;minute&lt;/b&gt;", "Typed into nothing"):
        assert words in page
    fields = {**cells, "was:silent-minute:title": "Their minute"}
    del fields["cell:never-there:title"]
    saved(mouse, studio, **fields)
    assert [said(studio, card)["title"] for card in ("silent-minute", "smallest-step")] == [
        "My <b>minute</b>",
        "Next step",
    ]


def test_what_was_typed_for_a_field_that_is_gone_is_kept(mouse: TestClient, studio: Studio) -> None:
    """Also where somebody is just writing into deck.yaml, and nothing of it can be read."""
    deck = studio.folder / "deck.yaml"
    before = deck.read_bytes()
    for card, field, data in (
        ("smallest-step", "gone", before),
        ("smallest-step", "line", before + b"x: ["),
        ("new.1", "title", b""),
    ):
        deck.write_bytes(data)
        answer = saved(mouse, studio, status=409, **{f"cell:{card}:{field}": "Typed words", f"was:{card}:{field}": ""})
        assert "not in the files any more" in answer.text
        assert "Typed words" in answer.text
        assert deck.read_bytes() == data


def test_what_is_changed_in_two_tabs_is_all_written(mouse: TestClient, studio: Studio) -> None:
    for card, key in (("one-sentence", "line"), ("one-sentence", "example"), ("silent-minute", "line")):
        was = said(studio, card)[key]
        saved(mouse, studio, **{f"cell:{card}:{key}": f"{key} of {card}", f"was:{card}:{key}": was})
    assert said(studio, "one-sentence")["line"] == "line of one-sentence"
    assert said(studio, "one-sentence")["example"] == "example of one-sentence"


def test_another_workshop_is_not_written_into(mouse: TestClient, studio: Studio) -> None:
    before = (studio.folder / "deck.yaml").read_bytes()
    for address in ("/cards/save", "/cards/remove", "/undo"):
        assert mouse.post(address, data={"workshop": "0" * 16, "cell:silent-minute:title": "x"}).status_code == 409
    assert (studio.folder / "deck.yaml").read_bytes() == before


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_cards_of_a_table_are_written_cell_by_cell(studio: Studio, mouse: TestClient, ending: str) -> None:
    head = (studio.folder / "deck.yaml").read_text(encoding="utf-8").partition("\ncards:")[0]
    (studio.folder / "deck.yaml").write_text(head + "\n", encoding="utf-8")
    rows = [
        ["id", "category", "title", "prompts 1", "prompts 2"],
        ["a", "start", "A", "p", "q"],
        ["b", "stuck", "B", "", ""],
    ]
    path = studio.folder / f"cards.{ending}"
    if ending == "csv":
        path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    saved(mouse, studio, **{"cell:b:title": "Bee", "cell:a:prompts": "one\ntwo\nthree", "cell:a:line": "A line"})
    assert said(studio, "b")["title"] == "Bee"
    now = said(studio, "a")
    assert list(now["prompts"]) == ["one", "two\nthree"]
    assert now["line"] == "A line"
    saved(mouse, studio, **{"cell:new.1:title": "Sea", "cell:new.1:category": "stuck"})
    assert ids(studio) == ["a", "b", "sea"]


# The card that is typed


def test_the_card_that_is_typed_is_drawn(mouse: TestClient, studio: Studio) -> None:
    typed = {
        "workshop": studio.key,
        "card": "silent-minute",
        "width": "400",
        "cell:silent-minute:title": "While typing",
    }
    page = mouse.post("/cards/draw", data=typed).text
    assert "<h2>While typing</h2>" in page
    (picture, *_) = re.findall(r'src="(/cards/side/[^"]+)"', page)
    answer = mouse.get(picture)
    assert (answer.status_code, answer.headers["content-type"], answer.content[:4]) == (200, "image/png", b"\x89PNG")
    assert said(studio, "silent-minute")["title"] == "Silent minute"
    for name in ("x", "0-400", f"{picture.rpartition('/')[2][:20]}-9x"):
        assert mouse.get(f"/cards/side/{name}.png").status_code == 404


def test_what_has_no_room_is_marked_in_its_words(mouse: TestClient, studio: Studio) -> None:
    text = "Words that stand here & take more room than there is. " * 40
    page = mouse.post(
        "/cards/draw", data={"workshop": studio.key, "card": "silent-minute", "cell:silent-minute:about": text}
    ).text
    assert re.search(r'<div hidden data-field="\w+">.*<mark>', page)
    about = re.findall(r'<div hidden data-field="about">(.*?)</div>', page, re.DOTALL)
    assert "Words that stand here &amp; take" in about[0].partition("<mark>")[0]


# Undo


def test_undo_and_redo_also_tomorrow(studio: Studio, mouse: TestClient) -> None:
    path = studio.folder / "deck.yaml"
    first = path.read_bytes()
    assert mouse.get("/cards").text.count("disabled") == 2
    saved(mouse, studio, **{"cell:silent-minute:title": "One"})
    second = path.read_bytes()
    assert "Undo: 1 cell changed" in mouse.get("/cards").text
    with client_of(studio_on(studio.folder, studio.surroundings.home)) as tomorrow:
        form = {"workshop": studio.key, "back": "/cards?sort=title"}
        assert tomorrow.post("/undo", data=form).headers["location"] == "/cards?sort=title"
        assert path.read_bytes() == first
        assert tomorrow.post("/redo", data=form).status_code == 303
        assert path.read_bytes() == second
        path.write_bytes(second + b"# elsewhere\n")
        answer = tomorrow.post("/undo", data=form)
        assert answer.status_code == 409
        assert "deck.yaml was changed elsewhere" in answer.text
    assert path.read_bytes() == second + b"# elsewhere\n"


def test_what_is_typed_letter_by_letter_is_undone_at_once(starter: Path, tmp_path: Path) -> None:
    times = iter([NOW, NOW + timedelta(seconds=2), NOW + timedelta(seconds=60)])
    studio = studio_on(starter, tmp_path, clock=lambda: next(times))
    before = (starter / "deck.yaml").read_bytes()
    with client_of(studio) as mouse:
        for text in ("Q", "Qu", "Qui"):
            saved(mouse, studio, **{"cell:silent-minute:title": text})
        assert journal_of(studio).labels == ["1 cell changed"] * 2, "the last one came a minute later"
        for _ in range(2):
            assert mouse.post("/undo", data={"workshop": studio.key, "back": "/cards"}).status_code == 303
    assert (starter / "deck.yaml").read_bytes() == before
    studio.end()


def test_a_journal_that_cannot_be_read_takes_no_page_away(studio: Studio, mouse: TestClient) -> None:
    saved(mouse, studio, **{"cell:silent-minute:title": "One"})
    (journal,) = studio.surroundings.data.rglob("journal.json")
    journal.write_text('{"format": 99}', encoding="utf-8")
    page = mouse.get("/cards")
    assert (page.status_code, 'id="history"' in page.text) == (200, False)
    answer = mouse.post("/undo", data={"workshop": studio.key})
    assert (answer.status_code, "newer prepdeck" in answer.text) == (422, True)


# In a browser


@pytest.fixture
def address(studio: Studio) -> Iterator[str]:
    with served(studio) as first:
        yield first


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    """The table, as somebody has opened it."""
    context = chromium.new_context(viewport={"width": 1024, "height": 700})
    faults: list[str] = []
    page = context.new_page()
    page.set_default_timeout(8000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    page.goto(address)
    page.wait_for_url("**/pages")
    page.get_by_role("link", name="Cards", exact=True).first.click()
    page.wait_for_selector("#table td")
    yield page
    context.close()
    assert faults == []


def cell(page: Any, card: str, key: str) -> Any:
    keys = page.locator("#table thead th").evaluate_all("all => all.map(each => each.dataset.key)")
    return page.locator(f'tr[data-card="{card}"] > *').nth(keys.index(key))


def wait_until_saved(page: Any) -> None:
    page.wait_for_selector("#said:text-is('Saved')")
    page.wait_for_selector(".unsaved, .editing", state="detached")


@pytest.mark.needs("chromium")
def test_keys_alone_change_cells_which_are_drawn_marked_saved_undone_and_redone(page: Any, studio: Studio) -> None:
    path = studio.folder / "deck.yaml"
    before = path.read_bytes()
    cell(page, "one-sentence", "category").focus()
    page.wait_for_selector("#panel img[alt='Front of “One sentence”']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#panel img[alt='Front of “Silent minute”']")
    page.keyboard.type("Typed")
    page.wait_for_selector("#panel h2:text-is('Typed')")
    page.keyboard.press("Escape")
    assert (cell(page, "silent-minute", "title").text_content(), path.read_bytes()) == ("Silent minute", before)
    page.keyboard.press("F2")
    page.keyboard.type(" and more")
    page.keyboard.press("Tab")
    wait_until_saved(page)
    assert said(studio, "silent-minute")["title"] == "Silent minute and more"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(" There are more words here than there is room for." * 30)
    page.wait_for_selector("td mark")
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    wait_until_saved(page)
    assert "about" not in said(studio, "silent-minute")
    page.keyboard.press("Control+z")
    page.wait_for_selector("#said:has-text('Undone')")
    page.wait_for_selector("td:has-text('Sixty seconds of writing')")
    page.keyboard.press("Control+z")
    page.wait_for_selector("td:text-is('Silent minute')")
    assert path.read_bytes() == before
    page.keyboard.press("Control+Shift+z")
    page.wait_for_selector("td:text-is('Silent minute and more')")


@pytest.mark.needs("chromium")
def test_a_cell_that_one_goes_to_before_the_script_is_there_is_drawn_too(page: Any) -> None:
    def late(route: Any) -> None:
        page.locator("#table td").first.focus()
        route.continue_()

    page.route("**/cards.js*", late)
    page.goto(page.url, wait_until="commit")
    page.wait_for_selector("#panel img[alt^='Front of']")


@pytest.mark.needs("chromium")
def test_a_block_of_a_spreadsheet_goes_into_the_cells_and_makes_cards(page: Any, studio: Studio) -> None:
    cell(page, "silent-minute", "title").click()
    block = 'Minute of silence\t"Two\nlines, ""quoted"""\r\nStep\tA line\r\nBrand new\tIts line\r\n'
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }""",
        block,
    )
    page.wait_for_selector("tr[data-card=brand-new]")
    assert said(studio, "silent-minute")["line"] == 'Two\nlines, "quoted"'
    assert [said(studio, card)["title"] for card in ("silent-minute", "smallest-step")] == ["Minute of silence", "Step"]
    assert said(studio, "brand-new") == {
        "id": "brand-new", "category": "stuck", "title": "Brand new", "line": "Its line",
    }  # fmt: skip
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("tr[data-card=brand-new]", state="detached")
    assert said(studio, "silent-minute")["title"] == "Silent minute"


@pytest.mark.needs("chromium")
def test_what_was_typed_is_never_lost(page: Any, studio: Studio) -> None:
    path = studio.folder / "deck.yaml"
    cell(page, "silent-minute", "title").dblclick()
    path.write_text(path.read_text(encoding="utf-8").replace("Silent minute", "Their minute"), encoding="utf-8")
    page.locator("td textarea").fill("My minute")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Changed elsewhere meanwhile")
    dialog.get_by_text("Their minute").wait_for()
    assert dialog.get_by_label("What you typed").input_value() == "My minute"
    assert said(studio, "silent-minute")["title"] == "Their minute"
    page.evaluate(AXE)
    assert violations(page) == []
    dialog.get_by_role("button", name="Write what I typed").click()
    page.wait_for_selector("td:text-is('My minute')")
    assert said(studio, "silent-minute")["title"] == "My minute"
    path.write_text(path.read_text(encoding="utf-8").replace("My minute", "Elsewhere"), encoding="utf-8")
    page.wait_for_selector("td:text-is('Elsewhere')")  # a table that nobody is editing shows it by itself
    page.route("**/cards/save", lambda route: route.abort())
    cell(page, "silent-minute", "title").dblclick()
    page.locator("td textarea").fill("Typed while nobody answers")
    page.keyboard.press("Enter")
    page.wait_for_selector("td.unsaved:text-is('Typed while nobody answers')")
    page.unroute("**/cards/save")
    cell(page, "silent-minute", "title").dblclick()
    page.keyboard.press("Enter")
    page.wait_for_selector(".unsaved", state="detached")
    assert said(studio, "silent-minute")["title"] == "Typed while nobody answers"


@pytest.mark.needs("chromium")
def test_a_title_typed_in_an_old_tab_goes_into_no_other_workshop_and_stays(
    page: Any, studio: Studio, tmp_path: Path
) -> None:
    own = studio.folder
    other = shutil.copytree(own, tmp_path / "other")
    before = (own / "deck.yaml").read_bytes()
    cell(page, "silent-minute", "title").dblclick()
    studio.show(Redrawing(PreviewOptions(other, {}), "The other deck"))
    page.locator("td textarea").fill("Typed in an old tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#said:has-text('“The other deck” was opened meanwhile')")
    page.wait_for_selector("td.unsaved:text-is('Typed in an old tab')")
    assert (own / "deck.yaml").read_bytes() == (other / "deck.yaml").read_bytes() == before
    studio.show(Redrawing(PreviewOptions(own, {})))
    cell(page, "silent-minute", "title").dblclick()
    page.keyboard.press("Enter")
    page.wait_for_selector(".unsaved", state="detached")
    assert said(studio, "silent-minute")["title"] == "Typed in an old tab"
    assert (other / "deck.yaml").read_bytes() == before


@pytest.mark.needs("chromium")
def test_cards_are_added_and_removed_with_the_mouse(page: Any, studio: Studio) -> None:
    page.get_by_label("New card").fill("A card of mine")
    page.get_by_label("Family").select_option("stuck")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/cards/card?id=a-card-of-mine")
    page.get_by_label("In one line").or_(page.get_by_label("line", exact=True)).fill("Seen at once")
    page.wait_for_selector("#panel img")
    page.get_by_role("button", name="Save").click()
    page.wait_for_load_state()
    assert said(studio, "a-card-of-mine")["line"] == "Seen at once"
    page.get_by_role("button", name="Remove the card").click()
    page.wait_for_url("**/cards")
    assert "a-card-of-mine" not in ids(studio)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector("tr[data-card=a-card-of-mine]")


LOOKS = {
    "small": Look((1024, 700)),
    "large": Look((2560, 1440)),
    "dark": Look((1440, 900), "dark"),
    "phone": Look((390, 844)),
    "forced": Look((1440, 900), forced="active"),
}


@pytest.mark.needs("chromium")
@walks(LOOKS)
def test_everybody_can_use_it(page: Any, studio: Studio, looks: dict[str, Look]) -> None:
    wear(page, first_of(looks))
    page.locator("td").first.click()
    page.wait_for_selector("#panel img")
    past = "each => each.getBoundingClientRect().right > innerWidth"
    outside = f"[...document.querySelectorAll('.bar *, #panel')].filter({past}).map(each => each.outerHTML)"
    assert wrong(page, looks, outside) == []
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(" that is far too long for any card of this size" * 9)
    page.wait_for_selector("#panel .notice")
    assert wrong(page, looks) == []
    page.keyboard.press("Escape")
    page.goto(page.url + "/card?id=silent-minute")
    assert wrong(page, looks) == []
