"""What the program says of a workshop, read off its code: words with a {} for each value."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.kit.words.fixed_words import english
from generator.studio.sentences import sentences
from generator.studio.words import FALLBACK, languages

PROGRAM = Path(__file__).parent.parent / "generator"
ELSEWHERE = ("capture", "cli", "edit", "images", "intake", "preflight", "studio")  # what they say is on no such page


TRANSLATED = [language for language in languages() if language != FALLBACK]
KNOWN = {language: sentences(language).wording for language in TRANSLATED}
NESTED = "true or false"  # a sentence in a sentence
COMMAND = "prepdeck "  # is the same in every language
PARTS = {  # sentences that are put together of words, as they are said
    "{} is empty": "'paper' is empty",
    "{} is {}, not {}": "'paper' is a list, not a text",
    "{} no tile: there are {} markers": "1 card has no tile: there are 1,000 markers",
    "{} not read: {}": "columns not read: 'Colour', 'Size'",
    "'{}' lacks {}": "'a.ttf' lacks ß: words with them, such as “Straße”, are set in Inter",
}


class SaidSentence(NamedTuple):
    place: str
    text: str  # "there is no paper '{}'"


def reported() -> Iterator[SaidSentence]:
    """Every message and hint that is written where a problem is reported, or in a name just before."""
    for path in sorted(PROGRAM.rglob("*.py")):
        name = path.relative_to(PROGRAM)
        if name.parts[0] in ELSEWHERE:
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for text in filter(_has_words, _of_function(function)):
                    yield SaidSentence(f"{name.as_posix()}:{function.name}", text)


def all_texts() -> set[str]:
    """Every text of the program, wherever it stands."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in PROGRAM.rglob("*.py"))
    return {text for tree in trees for text in _texts(tree)}


def _of_function(function: ast.FunctionDef) -> Iterator[str]:
    names = dict(_assigned(function))
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("error", "warn"):
            for said in call.args[1:3]:
                yield from _texts(names.get(said.id, said) if isinstance(said, ast.Name) else said)


def _assigned(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    for each in ast.walk(function):
        if isinstance(each, ast.Assign):
            for target in each.targets:
                if isinstance(target, ast.Name):
                    yield target.id, each.value
                elif isinstance(target, ast.Tuple) and isinstance(each.value, ast.Tuple):
                    pairs = zip(target.elts, each.value.elts, strict=False)
                    yield from ((one.id, value) for one, value in pairs if isinstance(one, ast.Name))


def _texts(node: ast.AST) -> Iterator[str]:
    """Texts of a part of the program; those inside of a text's values are none."""
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    else:
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    if text:
        yield text
    else:
        for part in ast.iter_child_nodes(node):
            yield from _texts(part)


def _has_words(text: str) -> bool:
    return " " in text.strip(" {}:;,")


def filled(text: str, value: str = "") -> str:
    """With a value for each {}; each another one where none is given."""
    for number in range(text.count("{}")):
        text = text.replace("{}", value or f"x{number}", 1)
    return text


def ways(text: str) -> list[str]:
    """How a sentence may be said: its values are words of a workshop, or sentences; what begins it may be missing."""
    whole = text if text == text.rstrip() else text + "{}"
    bare = whole.removeprefix("{}")
    return [PARTS.get(text, ""), *(filled(each, value) for each in (whole, bare) for value in ("", NESTED))]


def missing(language: str) -> list[SaidSentence]:
    """What is said of a workshop and has no words in that language."""
    translated = sentences(language).translated
    found = dict.fromkeys(each for each in reported() if not each.text.startswith(COMMAND))
    assert len(found) > 300, "the program is not read"
    return [each for each in found if all(translated(way) == way for way in ways(each.text))]


def left(language: str) -> set[str]:
    """Words in that language of what nobody says."""
    said = all_texts() | {re.sub(r"\{[a-z]+\}", "{}", text) for text in english().texts.values()}
    patterns = [re.escape(each).replace(r"\{\}", "(.+?)") for each in said if "{}" in each and each.strip("{}:;., '")]
    whole = re.compile("|".join(patterns), re.DOTALL)
    others = {text: spoken for text in KNOWN[language] if said.isdisjoint(spoken := _spoken(text))}
    return {text for text, spoken in others.items() if not any(map(whole.fullmatch, spoken))}


def _spoken(text: str) -> list[str]:
    plain = re.sub(r"\{[a-z]+[0-9]?\}", "{}", text)
    return [plain, filled(plain), filled(plain, NESTED)]
