"""The fixed words: every language has all of them, a workshop may say its own, and what stays English is said."""

import ast
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from printed import pdfium_text, words

from generator import bundled
from generator.cli import main
from generator.errors import NOWHERE, ExitCode, Problems
from generator.kit.words.fixed_words import english, places, shipped_languages, shipped_words, words_of
from generator.kit.workshop import load

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests/small"
KIT = [path for path in (ROOT / "generator/kit").rglob("*.py") if path.stem != "fixed_words"]
MADE = {
    "sides-",
    "slug-",
    "order-",
    "stock-",
    "name-",
    "paper-",
    "box-",
    "cards-",
    "sheets-",
}  # keys with a part filled


def run(*said: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in said])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "own"))


def speak(folder: Path, language: str, **said: str) -> None:
    """Sets the language of the deck, and what its fixed words are."""
    deck = folder / "deck.yaml"
    text = re.sub(r"^language:.*\n", "", deck.read_text(encoding="utf-8"), flags=re.M)
    deck.write_text(f"language: {language}\n{text}", encoding="utf-8")
    if said:
        file = folder / "words" / language / "fixed.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        keys = {key.replace("_", "-"): text for key, text in said.items()}
        file.write_text(yaml.safe_dump(keys, allow_unicode=True), encoding="utf-8")


def test_there_are_english_and_german() -> None:
    assert {"de", "en"} <= set(shipped_languages())


@pytest.mark.parametrize("language", shipped_languages())
def test_every_language_says_everything_with_the_same_places(language: str) -> None:
    texts = shipped_words(language).texts
    assert list(texts) == list(english().texts)
    assert faulty(texts) == set()


def faulty(texts: Mapping[str, str]) -> set[str]:
    """The keys whose words are none, lack a place, or have a typewriter's quotes."""
    known = english().texts
    return {
        key
        for key, text in texts.items()
        if not text.strip() or text != text.strip() or places(text) != places(known[key]) or set(text) & {"'", '"'}
    }


def test_a_planted_fault_of_a_table_is_seen() -> None:
    planted = {"slug-front": "", "slug-back": 'Rück"seite', "slug-sheet": "Bogen {number}", "slug-both": "beide "}
    assert faulty({**shipped_words("de").texts, **planted}) == planted.keys()


def test_german_does_not_copy_english() -> None:
    copied = {key for key, text in shipped_words("de").texts.items() if text == english().texts[key]}
    assert copied == {"tile-name", "file-form", "more-kit"}  # nothing but places and names of files


def keys_in(source: str) -> tuple[set[str], set[str]]:
    """Keys that code asks for whole, and the beginnings of those that it puts together."""
    whole, begun = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            whole.add(node.value)
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            begun.add(str(node.values[0].value))
    return whole, begun


def test_every_key_is_printed_somewhere() -> None:
    whole, begun = (
        set().union(*part) for part in zip(*(keys_in(path.read_text("utf-8")) for path in KIT), strict=True)
    )
    begun |= {"cards-", "sheets-"}  # `title`
    unused = {key for key in english().texts if key not in whole and not any(map(key.startswith, begun & MADE))}
    assert unused == {"decimal"}  # `number`


@pytest.mark.parametrize("room", ["cards", "sheets"])
def test_titles_of_layouts_that_are_printed_are_in_the_table_as_they_are(room: str) -> None:
    titles = {}
    for path in (bundled.folder("layouts") / room).glob("*.yaml"):
        layout = yaml.safe_load(path.read_text(encoding="utf-8"))
        is_printed = not path.stem.startswith("blank") if room == "cards" else "stock" in layout
        titles |= {f"{room}-{path.stem}": layout["title"]} if is_printed else {}
    assert titles
    assert titles == {key: text for key, text in english().texts.items() if key.startswith(f"{room}-")}


def test_a_title_of_ones_own_stays() -> None:
    german = shipped_words("de")
    assert german.title("cards", "poker", "Poker, two-sided") == "Poker, beidseitig"
    assert german.title("cards", "poker", "Ours") == "Ours"
    assert german.title("cards", "ours", "Ours") == "Ours"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert (shipped_words("de").number(4.5), english().number(4.5)) == ("4,5", "4.5")
    assert shipped_words("de").number(63.54, ".1f") == "63,5"


@pytest.mark.parametrize(
    ("tag", "spoken"), [("de-AT", "de"), ("en-GB", "en"), ("fr", "en"), ("../en", "en"), ("", "en")]
)
def test_a_region_takes_the_words_of_its_language(tag: str, spoken: str) -> None:
    assert shipped_words(tag).language == spoken


# --- a workshop's own -----------------------------------------------------------------------------


def test_a_language_without_words_is_said_once_with_a_way_out(own: Path) -> None:
    speak(own, "fr")
    (warning,) = [each for each in load(own).problems.found if each.code == "english-words"]
    assert not warning.is_error
    assert str(warning.where) == "deck.yaml:1:11"
    assert "slug lines" in warning.message
    assert "words/fr/fixed.yaml" in warning.hint
    done = run("build", own)
    assert done.exit_code == ExitCode.DONE
    assert done.stderr.count("own words are English") == 1


@pytest.mark.parametrize("language", ["en", "en-GB", "de", "de-CH"])
def test_a_language_with_words_says_nothing(language: str, own: Path) -> None:
    speak(own, language)
    assert not load(own).problems.found


def test_a_workshop_says_its_own_words_and_the_rest_is_named(own: Path) -> None:
    speak(own, "fr", slug_sheet="feuille {number} sur {count}, {side}", slug_front="recto", slug_back="verso")
    assert run("build", own).exit_code == ExitCode.DONE
    assert "feuille 1 sur 1, recto" in words(" ".join(pdfium_text(own / "output/deck.pdf")))
    (warning,) = load(own).problems.found
    assert f"{len(english().texts) - 3} words" in warning.message
    assert "does not say decimal" in warning.message
    speak(own, "fr", **{key: f"[{text}]" for key, text in english().texts.items()})
    assert not load(own).problems.found


def test_a_workshop_may_change_a_word_of_a_language_that_is_there(own: Path) -> None:
    speak(own, "de-CH", box_name="Schachtel {number}")
    found = words_of(own, "de-CH", NOWHERE, Problems())
    assert found.text("box-name", number=2, count=3, cards=40) == "Schachtel 2"
    assert found.text("slug-front") == "Vorderseite"


@pytest.mark.parametrize(
    ("said", "message", "hint"),
    [
        ({"slug-frnt": "a"}, "prepdeck prints no 'slug-frnt'", "did you mean 'slug-front'?"),
        ({"xyz": "a"}, "prepdeck prints no 'xyz'", "`prepdeck list words` shows all of them"),
        ({"slug-front": "a {side}"}, "'slug-front' has no place {side}", "its places: none"),
        ({"slug-sheet": "{nummer}"}, "'slug-sheet' has no place {nummer}", "its places: {count}, {number}, {side}"),
    ],
)
def test_what_it_cannot_say_is_a_problem_at_its_line(said: dict[str, str], message: str, hint: str, own: Path) -> None:
    speak(own, "de", order_note="Bemerkung", **{key.replace("-", "_"): text for key, text in said.items()})
    (problem,) = load(own).problems.errors
    assert (problem.message, problem.hint, problem.code) == (message, hint, "unknown-key")
    assert re.fullmatch(r"words/de/fixed.yaml:\d:1", str(problem.where))


def test_a_language_is_no_path(own: Path) -> None:
    (own / "fixed.yaml").write_text("slug-front: stolen\n", encoding="utf-8")
    assert words_of(own, "..", NOWHERE, Problems()).text("slug-front") == "front"


def test_words_are_listed_as_a_file_may_say_them(tmp_path: Path) -> None:
    for language, front in (("en", "front"), ("de", "Vorderseite")):
        listed = yaml.safe_load(run("list", "words", language).stdout)
        assert listed == dict(shipped_words(language).texts)
        assert listed["slug-front"] == front
    assert "slug-front" not in run("list").stdout
