"""The words of the pages: the same keys and places in every language, every key that is used, the right language. What
checks say of a workshop has words in each language of the studio.
"""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, nodes
from said_sentences import TRANSLATED, left, missing

from generator.capture.web import translations
from generator.capture.web.translations import choose, languages, spoken, words
from generator.studio.sentences import FILE, sentences

CAPTURE = Path(translations.__file__).parent.parent
SPEAKERS = {"say", "t"}

Said = dict[str, set[str]]  # a key, and the places that are filled in where it is used


def places(text: str) -> list[str]:
    """The names that are filled in."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def scripted(text: str) -> list[str]:
    """Those that the script of the page fills in: they stand in two braces."""
    return sorted(re.findall(r"\{\{([^{}]*)\}\}", text))


def said_in_page(text: str) -> Said:
    """What a template says with `t('key', place=…)`."""
    found: Said = {}
    for call in Environment().parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and isinstance(call.args[0], nodes.Const):
            found[call.args[0].value] = {each.key for each in call.kwargs}
    return found


def composed_in_page(text: str) -> set[str]:
    """Patterns of the keys that a template puts together, such as `t('show-' ~ name)`."""
    found = set()
    for call in Environment().parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and isinstance(call.args[0], nodes.Concat):
            parts = call.args[0].nodes
            found.add("".join(str(part.value) if isinstance(part, nodes.Const) else "[a-z-]+" for part in parts))
    return found


def said_in_code(source: str) -> Said:
    """What is passed to `say` and `t`, taken out of `words[…]`, or refused with."""
    found: Said = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and _name(node.value) == "words":
            found[str(node.slice.value)] = set()
        if not isinstance(node, ast.Call):
            continue
        texts = [each.value if isinstance(each, ast.Constant) else "" for each in node.args]
        filled = {each.arg for each in node.keywords if each.arg}
        if _name(node.func) in SPEAKERS:
            found |= {key: filled for key in texts if isinstance(key, str) and key}
        if _name(node.func) == "Refused" and len(texts) == 3 and isinstance(key := texts[2], str) and key:
            found[f"{key}-words" if f"{key}-words" in words("en") else key] = filled | {"seconds"}
    return found


def faults_in_code(source: str) -> set[str]:
    """Keys that are handed on before they are said."""
    texts = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and re.fullmatch("(fault|desk|board)(-[a-z]+)+", text)}


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


PAGES = sorted((CAPTURE / "pages").rglob("*.html"))
MODULES = sorted(CAPTURE.rglob("*.py"))


def test_there_are_english_and_german() -> None:
    assert {"de", "en"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_every_language_says_everything_with_the_same_places(language: str) -> None:
    said, english = words(language), words("en")
    assert list(said) == list(english)
    for key, text in said.items():
        assert text.strip() == text != "", key
        assert places(text) == places(english[key]), key
        assert scripted(text) == scripted(english[key]), key
    assert said["dir"] in ("ltr", "rtl")


def test_languages_do_not_copy_one_another() -> None:
    english = words("en")
    copied = {key for key, text in words("de").items() if text == english[key] and len(text) > 12}
    assert copied == set()


@pytest.mark.parametrize("path", [*PAGES, *MODULES], ids=lambda path: path.name)
def test_every_key_that_is_used_has_words_and_all_their_places_are_filled(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    said = said_in_page(text) if path.suffix == ".html" else said_in_code(text)
    assert set(said) - set(words("en")) == set()
    for pattern in composed_in_page(text) if path.suffix == ".html" else ():
        assert any(re.fullmatch(pattern, key) for key in words("en")), pattern
    for key, filled in said.items():
        assert set(places(words("en")[key])) <= filled, key


def test_every_key_that_is_handed_on_has_words() -> None:
    keys = {key for path in MODULES for key in faults_in_code(path.read_text(encoding="utf-8"))}
    assert len(keys) >= 16
    assert keys <= set(words("en")) | {key.removesuffix("-title") for key in words("en")}


def test_what_is_said_is_seen() -> None:
    page = "{% if t('a-b') %}{{ t('c-d', number=n, x=1) }}{% endif %}"
    assert said_in_page(page) == {"a-b": set(), "c-d": {"number", "x"}}
    assert composed_in_page("{{ t('a-' ~ b ~ '-c') }}") == {"a-[a-z-]+-c"}
    code = "room.say(request, 'a', x=1)\nt('b')\nwords['c']\nsaid['d']\nRefused(404, 'why', 'missing', most=1)"
    assert said_in_code(code) == {"a": {"x"}, "b": set(), "c": set(), "missing-words": {"most", "seconds"}}
    assert faults_in_code("raise Wrong('fault-x')") == {"fault-x"}
    assert sum(len(said_in_page(path.read_text(encoding="utf-8"))) for path in PAGES) > 60


def test_places_are_seen() -> None:
    assert (places("{a} and {{b}}"), scripted("{a} and {{b}}")) == (["a"], ["b"])


@pytest.mark.parametrize(
    ("asked", "kit", "language"),
    [
        ("de", "en", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "en", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "de", "en"),
        ("fr,de;q=0.2", "en", "de"),
        ("fr;q=1, en;q=0.3, de;q=0.7", "en", "de"),
        ("de;q=0, fr", "en", "en"),
        ("fr", "de-CH", "de"),
        ("fr", "fr", "en"),
        ("", "de", "de"),
        ("*", "de", "de"),
        ("DE_at", "en", "de"),
        ("de;q=many", "en", "en"),
        ("../../etc/passwd", "de", "de"),
    ],
)
def test_a_phone_gets_the_language_it_would_rather_read(asked: str, kit: str, language: str) -> None:
    assert choose(asked, kit) == language


@given(st.text(), st.text())
def test_any_header_gives_a_language_with_words(asked: str, kit: str) -> None:
    assert choose(asked, kit) in languages()
    assert words(asked)["dir"]
    assert spoken(asked) in (*languages(), "")


@pytest.mark.parametrize("language", TRANSLATED)
def test_whatever_is_said_of_a_workshop_has_words(language: str) -> None:
    assert missing(language) == [], f"say them in generator/studio/words/{language}/{FILE}"
    assert sentences(language).translated(new := "a new rule is broken by 'x'") == new, "without words it has others'"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_words_are_left_of_what_nobody_says_any_more(language: str) -> None:
    joined = {"add {faces} beside it"}  # of which the program has the parts alone
    assert left(language) == joined, f"it is said otherwise: see generator/studio/words/{language}/{FILE}"
