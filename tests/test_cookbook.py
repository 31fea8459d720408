"""docs/cookbook.md: the files of each part, written into a new workshop as they stand, build without a warning."""

import json
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner, Result
from printed import codes, pages, pdfium_text

from generator.cli import main
from generator.errors import ExitCode

TEXT = (Path(__file__).parent.parent / "docs/cookbook.md").read_text(encoding="utf-8")
WORKSHOP = "my-workshop"
GERMAN = Path(__file__).parent / "german"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TRIED = {
    "A form",
    "A poster",
    "A layout with a bigger title",
    "Question cards",
    "A card without a code",
    "A category",
    "Cards on the web",
    "A German kit",
    "A kit in two languages",
}
HEAD = re.compile(r"(?:#|<!--) (?P<path>[\w/.-]+\.\w+)(?P<added>, at the end)?(?: -->)?")


class Part(NamedTuple):
    files: list[tuple[str, bool, str]]  # path, whether it is added to what is there, text
    commands: list[list[str]]  # without the program


def part_of(text: str) -> Part:
    """Raises TypeError for a file whose first line does not say where it goes."""
    blocks = BLOCK.findall(text)
    heads = [(HEAD.fullmatch(block.splitlines()[0]), block) for language, block in blocks if language]
    files = [(head["path"], bool(head["added"]), block) for head, block in heads]
    typed = [line for language, block in blocks if not language for line in block.splitlines()]
    return Part(files, [shlex.split(line)[1:] for line in typed])


FIRST, *SECTIONS = re.split(r"^## ", TEXT, flags=re.MULTILINE)
START = part_of(FIRST).commands
PARTS = {section.splitlines()[0]: part_of(section) for section in SECTIONS}


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the page begins with."""
    monkeypatch.chdir(tmp_path)
    for words in START:
        done = run(*words)
        assert done.exit_code == ExitCode.DONE, done.output
    return tmp_path / WORKSHOP


def follow(title: str, workshop: Path) -> Path:
    """Does what the part says; the folder of what is printed."""
    part = PARTS[title]
    for path, added, text in part.files:
        place = workshop / path
        place.parent.mkdir(parents=True, exist_ok=True)
        assert place.exists() or not added
        before = place.read_text(encoding="utf-8") if added else ""
        place.write_text(before + text, encoding="utf-8")
    for words in part.commands:
        done = run(*words, "--json")
        assert done.exit_code == ExitCode.DONE, done.output
        assert json.loads(done.stdout)["findings"] == []
    return workshop / "output"


def words_of(pdf: Path) -> str:
    return " ".join(" ".join(pdfium_text(pdf)).split())


def sizes_of(pdf: Path, text: str) -> set[float]:
    """The heights of what is set in the words, in points."""
    with pdfium.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        index, count = page.search(text).get_next()
        boxes = [page.get_charbox(index + at, loose=True) for at in range(count)]
        return {round(top - bottom, 1) for _, bottom, _, top in boxes}


def test_each_part_has_files_and_is_tried() -> None:
    assert all(part.files and part.commands for part in PARTS.values())
    assert set(PARTS) == TRIED


def test_a_form(workshop: Path) -> None:
    printed = follow("A form", workshop)
    assert len(pdfium_text(printed / "worksheets/look-back.pdf")) == 8
    assert "about right" in words_of(printed / "worksheets/look-back.pdf")
    assert "May we ask you" not in words_of(printed / "worksheets/look-back.pdf")
    assert (printed / "worksheets/look-back-fillable.pdf").exists()


def test_a_poster(workshop: Path) -> None:
    printed = follow("A poster", workshop)
    poster = words_of(printed / "posters/promises.pdf")
    assert all(words in poster for words in ("What we promise", "They can tell by", "SESSION", "Read the board aloud"))
    assert (printed / "posters/promises-tiles.pdf").exists()


def test_a_layout_with_a_bigger_title(workshop: Path) -> None:
    run("build", WORKSHOP)
    (before,) = sizes_of(workshop / "output/deck.pdf", "sentence")
    (after,) = sizes_of(follow("A layout with a bigger title", workshop) / "deck.pdf", "sentence")
    assert after > before * 1.25


def test_question_cards(workshop: Path) -> None:
    run("build", WORKSHOP)
    before = words_of(workshop / "output/deck.pdf")
    deck = follow("Question cards", workshop) / "deck.pdf"
    added = ("What would you do if nobody were watching?", "The others guess why.")
    assert not any(words in before for words in added)
    assert all(words in words_of(deck) for words in added)
    assert max(sizes_of(deck, "watching")) > 20


def test_a_card_without_a_code(workshop: Path) -> None:
    run("build", WORKSHOP)
    assert seen(workshop / "output/deck.pdf")
    printed = follow("A card without a code", workshop)
    assert seen(printed / "deck.pdf") == set()
    assert "prepdeck.local" not in words_of(printed / "deck.pdf")
    assert len(json.loads((printed / "manifest.json").read_text(encoding="utf-8"))["things"]) == 3


def seen(pdf: Path) -> set[str]:
    return {code for page in pages(pdf, 200) for code in codes(page)}


def test_a_category(workshop: Path) -> None:
    printed = follow("A category", workshop)
    assert all(words in words_of(printed / "deck.pdf") for words in ("Done", "Show it", "Say thanks"))
    things = json.loads((printed / "manifest.json").read_text(encoding="utf-8"))["things"]
    assert {(thing["category"], thing["form"]) for thing in things} == {("done", "proof")}


def test_cards_on_the_web(workshop: Path) -> None:
    printed = follow("Cards on the web", workshop)
    things = json.loads((printed / "manifest.json").read_text(encoding="utf-8"))["things"]
    for thing in things:
        page = (workshop.parent / "site" / thing["code"] / "index.html").read_text(encoding="utf-8")
        assert thing["title"] in page
        assert f"entry.1111={thing['code']}&amp;entry.2222=" in page


def test_a_german_kit(workshop: Path) -> None:
    """The files are those of the small German kit, whose every word tests/test_foreign.py looks at."""
    printed = follow("A German kit", workshop)
    own = {path.relative_to(GERMAN).as_posix(): path.read_text(encoding="utf-8") for path in GERMAN.rglob("*.yaml")}
    assert {path: text for path, _, text in PARTS["A German kit"].files} == own
    assert words_of(printed / "order.pdf").startswith("Rückblick in einer Stunde Druckauftrag: Copyshop")
    assert "Bogen 1 von 2, Vorderseite" in words_of(printed / "deck.pdf")
    assert "Reihe 1 von 2, Spalte 1 von 4" in words_of(printed / "posters/drei-spalten-tiles.pdf")
    assert "gestrichelte Linien rillen" in words_of(printed / "tuck-box.pdf")


def test_a_kit_in_two_languages(workshop: Path) -> None:
    printed = follow("A kit in two languages", workshop)
    english, german = words_of(printed / "deck.pdf"), words_of(printed / "de/deck.pdf")
    assert all(words in english for words in ("Smallest step", "FOR INSTANCE", "What do we do?"))
    assert all(words in german for words in ("Kleinster Schritt", "Was tun wir?", "ZUM BEISPIEL"))
    assert not any(words in german for words in ("step", "TABLE", "INSTANCE"))
    assert seen(printed / "de/deck.pdf") == seen(printed / "deck.pdf") != set()
    assert list(json.loads((printed / "manifest.json").read_text(encoding="utf-8"))["languages"]) == ["de"]


def test_a_file_that_does_not_say_where_it_goes_is_caught() -> None:
    with pytest.raises(TypeError):
        part_of("```yaml\nid: somewhere\n```\n")
