"""The words of the studio: the same keys and places in every language, and every key that a page uses."""

from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment, nodes

from generator.studio import words
from generator.studio.nav import NAV
from generator.studio.words import FOLDER, FRAME, languages, wording

PAGES = sorted(path.stem for path in (FOLDER / "en").glob("*.yaml"))
TEMPLATES = Path(words.__file__).parent / "templates"


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def said(text: str) -> set[str]:
    """The keys that a template says as they stand."""
    calls = list(Environment().parse(text).find_all(nodes.Call))
    plain = {call.args[0].value for call in calls if _is_speaker(call.node) and isinstance(call.args[0], nodes.Const)}
    counted = {
        call.args[0].value for call in calls if isinstance(call.node, nodes.Getattr) and _is_speaker(call.node.node)
    }
    return plain | {f"{key}-{number}" for key in counted for number in ("one", "many")}


def _is_speaker(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "t"


@pytest.mark.parametrize("page", PAGES)
def test_every_language_has_the_same_words_with_the_same_places(page: str) -> None:
    own = {language: wording(language, page) for language in languages()}
    assert {"de", "en"} <= set(own)
    for others in own.values():
        assert set(others) == set(own["en"])
        assert {key: places(text) for key, text in others.items()} == {
            key: places(text) for key, text in own["en"].items()
        }
        assert all(text.strip() for text in others.values())


def test_a_page_takes_no_word_of_the_frame() -> None:
    for page in set(PAGES) - {FRAME}:
        assert {key for key in words._read("en", page) if key in words._read("en", FRAME)} == set(), page


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_whatever_a_template_says_there_are_words_for(template: Path) -> None:
    """Its page is the first part of its name that has words."""
    name = template.stem
    page = next((page for page in PAGES if name == page or name.startswith(f"{page}_")), FRAME)
    assert said(template.read_text(encoding="utf-8")) - {"nav"} - set(wording("en", page)) == set()


def test_every_page_in_the_row_has_a_name() -> None:
    assert all("nav" in wording(language, each.name) for language in languages() for each in NAV)
