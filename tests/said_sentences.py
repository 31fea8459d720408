"""What the program says of a workshop, read off its code: words with a {} for each value."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PROGRAM = Path(__file__).parent.parent / "generator"
ELSEWHERE = ("capture", "cli", "edit", "images", "intake", "preflight", "studio")  # what they say is on no such page


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
