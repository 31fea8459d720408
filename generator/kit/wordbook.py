"""The words of a workshop as rows for a translator, and the rows as what files of `words/<language>/` say."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from generator.deck import CARD_TABLES, read_trade, trades
from generator.errors import Place, Problems
from generator.kit.workshop import Workshop, load
from generator.sources import SpokenText, Translation
from generator.tables import WordRow

CARDS = "cards"
AROUND = "…"  # joins the steps of a path for people


def rows(shop: Workshop) -> list[WordRow]:
    """Every text of a workshop that was loaded in another language, in the order of its files."""
    texts = _texts(shop)
    limits: dict[tuple[str, str], int] = {}
    for text in texts:
        group = _group(text)
        limits[group] = max(limits.get(group, 0), len(text.original))
    return [WordRow(key_of(text), _where(shop, text), limits[_group(text)], text.original, text.said) for text in texts]


def key_of(text: SpokenText) -> str:
    """Names a text for good: its file and the way to it."""
    return json.dumps([text.place.file, *text.path], ensure_ascii=False, separators=(",", ":"))


def load_in(folder: Path, language: str) -> Workshop:
    """The workshop in another language, with the words of all its trades, whichever is in use."""
    shop = load(folder, language=language)
    for name in trades(folder):
        read_trade(folder, name, shop.problems, shop.words)
    return shop


def words_trees(
    shop: Workshop, translated: Iterable[tuple[Place, WordRow]], problems: Problems
) -> tuple[dict[str, dict[str, Any]], int]:
    """What `words/<language>/` says with the rows laid over it: by the names of its files, and how many texts.

    A row whose original has changed since is taken, with a warning; one whose text is gone is left out, with one. The
    words of cards that stand in a table are changed there: where rows say others, that is a problem.
    """
    there = {key_of(text): text for text in _texts(shop)}
    said = {key: text.said for key, text in there.items() if text.said}
    table = _table(shop)
    for where, row in translated:
        text = there.get(row.key)
        if text is None:
            message = f"the workshop does not say this any more: “{_short(row.original)}”"
            problems.warn(where, message, "its translation is not taken", "no-original")
            continue
        if text.original != row.original:
            message = f"the original says “{_short(text.original)}” by now"
            problems.warn(where, message, "see whether the translation still holds", "changed-original")
        if table and _is_card(text) and row.translation != text.said:
            hint = "change them there; or move that file away, and take the workbook in again"
            problems.error(where, f"the words of the cards stand in {table}", hint, "words-in-table")
        said[row.key] = row.translation
    trees: dict[str, dict[str, Any]] = {}
    for key, text in there.items():
        if key in said and not (table and _is_card(text)):
            _plant(trees, text, said[key])
    return trees, len(said)


def _table(shop: Workshop) -> str:
    """The file of a table that says the words of cards, as messages call it; '' where there is none."""
    words = shop.words
    assert isinstance(words, Translation)
    return next((words.called(path.name) for name in CARD_TABLES for path in words.files("", name)), "")


def _texts(shop: Workshop) -> Sequence[SpokenText]:
    words = shop.words
    assert isinstance(words, Translation)
    return list({key_of(text): text for text in words.texts}.values())


def _group(text: SpokenText) -> tuple[str, str]:
    """Texts that stand in places of one kind: the longest of them has room."""
    names = [step for step in text.path if isinstance(step, str)]
    return PurePosixPath(text.place.file).parts[0], names[-1] if names else ""


def _where(shop: Workshop, text: SpokenText) -> str:
    steps = (
        step[1] if isinstance(step, tuple) else str(step + 1 if isinstance(step, int) else step) for step in text.path
    )
    where = f"{text.place.file}: {' · '.join(steps)}"
    rule = shop.deck.head.fields.get(_group(text)[1]) if shop.deck and _is_card(text) else None
    return f"{where}\n{rule.help}" if rule and rule.help else where


def _is_card(text: SpokenText) -> bool:
    return bool(text.path) and isinstance(text.path[0], tuple)


def _plant(trees: dict[str, dict[str, Any]], text: SpokenText, said: str) -> None:
    """Puts a text at its place in the tree of its file."""
    name, path = text.place.file, text.path
    if _is_card(text):
        path = (CARDS, *path)
        if not name.endswith(".yaml"):
            name = f"{CARDS}/{PurePosixPath(name).stem}.yaml"  # of a table
    node: Any = trees.setdefault(name, {})
    for step, following in zip(path, (*path[1:], None), strict=True):
        empty: Any = said if following is None else {} if isinstance(following, str) else []
        node = _child(node, step, empty)


def _child(node: Any, step: Any, empty: Any) -> Any:
    match step:
        case str():
            return node.setdefault(step, empty)
        case int():
            node.extend([None] * (step + 1 - len(node)))
            node[step] = empty if node[step] is None else node[step]
            return node[step]
        case ["id" | "option" as kind, name]:
            return _named(node, kind, name, empty)
    return node


def _named(node: list[Any], kind: str, name: str, empty: Any) -> Any:
    """An item of a list that is known by its name: `{id: name, …}`, or `{name: text}`."""
    if kind == "option":
        node.append({name: empty})
        return empty
    for item in node:
        if item.get("id") == name:
            return item
    node.append({"id": name})
    return node[-1]


def _short(text: str, most: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}{AROUND}"


def in_words(said: int, total: int, language: str, files: int) -> str:
    """What an import of words says for people."""
    left = f"; {total - said} are left" if said < total else ""
    changed = "nothing has changed" if not files else f"{files} file{'' if files == 1 else 's'} changed"
    return f"{language}: {said} of {total} texts are said, {changed}{left}"
