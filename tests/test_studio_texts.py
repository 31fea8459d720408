"""Words are changed where they are seen: from a point of a page to the text of a file, and back into the file."""

import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from accessible import AXE, violations
from starlette.testclient import TestClient
from studios import client_of, served, studio_on

from generator import bundled
from generator.errors import Place
from generator.geometry import Rect
from generator.render import DrawnLetter, Pages, phrases
from generator.studio.redrawing import PreviewOptions, Redrawing
from generator.studio.shown import PrintedPage
from generator.studio.state import Studio
from generator.studio.texts.match import texts_under
from generator.studio.texts.text_index import TextIndex, WorkshopText, text_indexes

ROOT = Path(__file__).parent.parent
BUNDLED = ROOT / "deck_sources" / "prepersonalization"
SMALL = ROOT / "tests" / "small"


def with_a_poster(folder: Path) -> Path:
    """The starter with a poster, a worksheet and blanks."""
    shutil.copytree(bundled.folder("deck_sources") / "starter", folder)
    for name in ("posters/objective.yaml", "forms/objective.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        words = (BUNDLED / name).read_text(encoding="utf-8").replace("layer-6", "sea")
        (folder / name).write_text(words, encoding="utf-8")
    with (folder / "kit.yaml").open("a", encoding="utf-8") as kit:
        kit.write("\nposters: {size: a2}\nworksheets: {copies: {objective: 1}}\nblanks: {counts: {start: 2}}\n")
    return folder


@pytest.fixture
def drawn(tmp_path: Path) -> Iterator[Studio]:
    studio = studio_on(with_a_poster(tmp_path / "workshop"), tmp_path, draws=True)
    assert [finding.message for finding in studio.redrawing.state.findings if finding.is_error] == []
    yield studio
    studio.end()


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """The same for tests that change nothing of it."""
    home = tmp_path_factory.mktemp("home")
    studio = studio_on(with_a_poster(home / "workshop"), home, draws=True)
    yield studio
    studio.end()


@pytest.fixture
def mouse(drawn: Studio) -> Iterator[TestClient]:
    with client_of(drawn) as client:
        yield client


@pytest.fixture
def looking(looked_at: Studio) -> Iterator[TestClient]:
    with client_of(looked_at) as client:
        yield client


def place_of(studio: Studio, piece: str, words: str) -> dict[str, str]:
    """Where these words are printed, as a click on them says it."""
    shown = next(each for each in studio.redrawing.state.pieces if each.name == piece)
    for page in (page for part in shown.parts for leaf in part.leaves for page in leaf.pages):
        file = shown.files[page.file]
        pages = Pages(file.data)
        for phrase in phrases(pages.letters(page.number - 1)):
            if words in phrase.text:
                box = _box(phrase.letters[phrase.text.index(words)])
                pages.close()
                return _asked(page, file.version, box)
        pages.close()
    raise AssertionError(words)


def _box(letter: DrawnLetter) -> Rect:
    assert letter.box
    return letter.box


def _asked(page: PrintedPage, version: str, box: Rect) -> dict[str, str]:
    mm = 25.4 / 72
    x, y = (box.x + box.width / 2) * mm / page.width, (box.y + box.height / 2) * mm / page.height
    return {"file": page.file, "number": str(page.number), "v": version, "x": str(x), "y": str(y)}


def offered(page: str) -> list[tuple[str, str]]:
    fields = re.findall(r'<textarea id="[^"]+" name="text:([^"]+)"[^>]*>([^<]*)', page)
    return [(html.unescape(name), html.unescape(text)) for name, text in fields]


def key(*steps: object) -> str:
    return json.dumps(steps, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("folder", [BUNDLED, SMALL], ids=["bundled", "small"])
def test_the_way_to_every_text_leads_to_it(folder: Path, tmp_path: Path) -> None:
    index = text_indexes(_looking(folder, tmp_path)).now()
    roots: dict[str, Any] = {}
    for text in index.texts:
        name = text.place.file
        if name not in roots:
            roots[name] = yaml.load((folder / name).read_bytes(), yaml.CBaseLoader)
        node = roots[name]
        for step in text.path:
            node = node[step]
        assert node.strip("\n") == text.text, text.key
    assert len(index.by_key) == len(index.texts) > 10


def _looking(folder: Path, home: Path) -> Studio:
    studio = studio_on(None, home)
    studio.show(Redrawing(PreviewOptions(folder, {})))
    return studio


@pytest.mark.parametrize(
    ("piece", "words", "file", "steps"),
    [
        ("deck", "Silent minute", "deck.yaml", (["id", "silent-minute"], "title")),
        ("deck", "Sixty seconds", "deck.yaml", (["id", "silent-minute"], "about")),
        ("deck", "Stuck", "deck.yaml", ("categories", "stuck", "name")),
        ("posters/objective", "Not today", "posters/objective.yaml", ("words", "head-3")),
    ],
)
def test_a_click_on_words_finds_the_text_that_they_are_of(
    looking: TestClient, looked_at: Studio, piece: str, words: str, file: str, steps: tuple[object, ...]
) -> None:
    answer = looking.get("/texts/at", params=place_of(looked_at, piece, words))
    ((name, text),) = offered(answer.text)
    assert name == key(file, *steps)
    assert words in text


def test_what_is_typed_goes_into_its_place_and_nowhere_else(mouse: TestClient, drawn: Studio) -> None:
    path = drawn.folder / "posters/objective.yaml"
    before = path.read_text(encoding="utf-8")
    name = key("posters/objective.yaml", "words", "head-3")
    form = {"workshop": drawn.key, f"text:{name}": "Another day", f"was:{name}": "Not today", "back": "/pages"}
    assert mouse.post("/texts/save", data=form).headers["location"] == "/pages"
    assert path.read_text(encoding="utf-8") == before.replace("head-3: Not today", "head-3: Another day")
    page = mouse.post("/texts/save", data={**form, f"text:{name}": "Never <today>"})
    assert page.status_code == 409
    assert "Never &lt;today&gt;" in page.text
    assert "Another day" in page.text
    gone = key("posters/objective.yaml", "words", "no-such")
    assert "not in the files any more" in mouse.post("/texts/save", data={**form, f"text:{gone}": "x"}).text
    mouse.post("/undo", data={"workshop": drawn.key})
    assert path.read_text(encoding="utf-8") == before


def test_an_option_keeps_the_id_that_answers_are_kept_by(mouse: TestClient, drawn: Studio) -> None:
    path = drawn.folder / "kit.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("\ncapture:\n", "\ncapture:\n  departments: [product, design]\n"),
        encoding="utf-8",
    )
    name = key("kit.yaml", "capture", "departments", ["option", "design"])
    form = {"workshop": drawn.key, f"text:{name}": "Design & research", f"was:{name}": "design"}
    assert mouse.post("/texts/save", data=form).status_code == 303
    kit = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert kit["capture"]["departments"] == ["product", {"design": "Design & research"}]


def test_of_words_that_stand_twice_those_are_meant_whose_neighbours_are_on_the_page() -> None:
    def text(number: int, name: str, words: str) -> WorkshopText:
        path = ("blocks", number, name)
        return WorkshopText(key("guide.yaml", *path), Place("guide.yaml"), path, "", words, "")

    texts = [
        text(n, name, f"{words}{n}") for n in (1, 2) for name, words in (("title", "Where it"), ("text", "Sit at "))
    ]
    texts += [text(n, "head", "The same head") for n in (1, 2)]
    index = TextIndex(tuple(texts), {}, {"guide.yaml": ("guide",)})
    for number in (1, 2):
        (found,) = texts_under([f"Where it{number}", "", "The same head"], 2, 1, index, "guide")
        assert found.path == ("blocks", number, "head")
    assert texts_under(["Nothing of ours"], 0, 0, index, "guide") == []


def test_words_of_cards_in_a_table_are_cells(starter: Path, tmp_path: Path) -> None:
    head = (starter / "deck.yaml").read_text(encoding="utf-8").partition("\ncards:")[0]
    (starter / "deck.yaml").write_text(head + "\n", encoding="utf-8")
    table = 'id,category,title,prompts\na,start,A title,"One and two?\nThree and four?"\n'
    (starter / "cards.csv").write_text(table, encoding="utf-8")
    studio = studio_on(starter, tmp_path, draws=True)
    with client_of(studio) as mouse:
        ((name, text),) = offered(mouse.get("/texts/at", params=place_of(studio, "deck", "Three and four")).text)
        assert text == "One and two?\nThree and four?"
        form = {"workshop": studio.key, f"text:{name}": "One?\r\nTwo?", f"was:{name}": text}
        assert mouse.post("/texts/save", data=form).status_code == 303
    assert (starter / "cards.csv").read_text(encoding="utf-8") == table.replace(text, "One?\nTwo?")


def test_words_that_no_file_has_are_called_so(looking: TestClient, looked_at: Studio) -> None:
    answer = looking.get("/texts/at", params=place_of(looked_at, "deck", "prepdeck.local"))
    assert answer.status_code == 200
    assert offered(answer.text) == []
    assert "is in none of the workshop’s files" in answer.text


def test_a_click_beside_all_words_finds_none(looking: TestClient, looked_at: Studio) -> None:
    asked = place_of(looked_at, "deck", "Silent minute")
    assert looking.get("/texts/at", params={**asked, "x": "0", "y": "0"}).status_code == 204
    assert looking.get("/texts/at", params={**asked, "v": "0" * 16}).status_code == 404
    assert looking.get("/texts/at", params={**asked, "number": "99"}).status_code == 404
    for x in ("", "nonsense"):
        assert looking.get("/texts/at", params={**asked, "x": x}).status_code == 400
    assert looking.get("/texts/at", params={**asked, "x": "nan", "y": "inf"}).status_code in (204, 400)


def test_all_words_of_a_piece_are_a_form(looking: TestClient, looked_at: Studio) -> None:
    page = looking.get("/texts?piece=posters/objective").text
    texts = dict(offered(page))
    assert texts[key("posters/objective.yaml", "words", "head-3")] == "Not today"
    assert key("kit.yaml", "title") in texts
    assert not any('"id"' in name for name in texts)  # cards have a table of their own
    assert looking.get("/texts?piece=deck").headers["location"] == "/cards"


def test_letters_are_one_phrase_until_a_gap_parts_them() -> None:
    def row(text: str, x: float) -> list[DrawnLetter]:
        return [DrawnLetter(each, Rect(x + 5 * n, 10, 5, 10)) for n, each in enumerate(text)]

    letters = [
        *row("one", 0),
        DrawnLetter(" ", None),
        *row("two", 20),
        *row("far", 60),
        DrawnLetter("\n", None),
        *row("low", 0),
    ]
    found = phrases(letters)
    assert [phrase.text for phrase in found] == ["one two", "far", "low"]
    assert [found[0].word_at(x, 15) for x in (2, 22)] == [0, 1]


@pytest.mark.needs("chromium")
def test_a_word_is_clicked_and_changed_in_the_picture(chromium: Any, drawn: Studio) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    with served(drawn) as address:
        page = context.new_page()
        page.set_default_timeout(8000)
        page.goto(address)
        page.wait_for_url("**/pages")
        page.goto(address.partition("?")[0] + "pages?piece=posters/objective")
        asked = place_of(drawn, "posters/objective", "Not today")
        box = page.locator(f"img[data-key='{asked['file']}/{asked['number']}']").bounding_box()
        at = {"x": float(asked["x"]) * box["width"], "y": float(asked["y"]) * box["height"]}
        page.locator(f"img[data-key='{asked['file']}/{asked['number']}']").click(position=at)
        dialog = page.get_by_role("dialog", name="Change these words")
        field = dialog.get_by_role("textbox")
        assert field.input_value() == "Not today"
        page.evaluate(AXE)
        assert violations(page) == []
        field.fill("Not this week")
        dialog.get_by_role("button", name="Save").click()
        dialog.wait_for(state="detached")
        assert "head-3: Not this week" in (drawn.folder / "posters/objective.yaml").read_text(encoding="utf-8")
        page.get_by_role("link", name="All its words").click()
        page.get_by_label("words · head-3").fill("Not this year")
        assert violations_of(page) == []
        page.get_by_role("button", name="Save").click()
        page.wait_for_load_state()
        assert "head-3: Not this year" in (drawn.folder / "posters/objective.yaml").read_text(encoding="utf-8")
    context.close()


def violations_of(page: Any) -> list[tuple[str, ...]]:
    page.evaluate(AXE)
    return violations(page)
