"""What the style sheets and `style` of an SVG file say of each element, in their order of strength (CSS Cascade 4 §6).

Presentation attributes are the weakest, then rules by weight and place, then `style`; `!important` turns it over.
tinycss2 reads the language; it is loaded only for a file that has any.
"""

import re
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from generator.errors import Place
from generator.images.svg.look import GEOMETRY, PRESENTATION
from generator.images.svg.markup import Node, Tree
from generator.images.svg.notices import Notices
from generator.images.svg.selectors import Selector, read_selectors
from generator.images.svg.type_look import longhands

_FIRST = ("baseline-shift", "font-size")  # one counts from the size of the type around it, others from the new one
_DEEPEST = 40  # brackets in brackets
_MOST_TESTS = 300_000  # selectors against elements
_MOST_WORDS = 1_000_000  # characters of sheets and `style`s: tinycss2 takes some seconds for them
_DATA = re.compile(r"[A-Za-z0-9+/=]{64,}+|\s{64,}+")  # of fonts that are built in, and blanks: read at once
_LONGEST = 1000  # characters of a value
_VARIABLE = re.compile(r"var\((--[^\s(),]++)\)")
_SAYS_NOTHING = {"charset", "namespace", "font-face"}
_PRINTED = {"", "all", "print", "screen", "only screen", "(prefers-color-scheme: light)"}
_SHEET_HINT = "export with 'presentation attributes' or 'inline style' instead of a style sheet"


class TooManyRules(Exception):
    """The sheets would take too long."""


class Declaration(NamedTuple):
    name: str  # as it is written
    value: str
    important: bool


class _Rule(NamedTuple):
    selector: Selector
    declarations: tuple[Declaration, ...]


def apply_styles(tree: Tree, notices: Notices) -> None:
    """Fill `said` of every node. Raises TooManyRules."""
    _check_size(tree)
    for place, name in tree.sheets:
        hint = "put its rules into the file, in a <style>, or export with presentation attributes"
        notices.warn(place, f"the style sheet '{name[:60]}' lies outside of the file and is not read", hint)
    for node in tree.nodes:
        if "style" in node.attributes:
            _warn_of_capitals(node.place, declarations(node.attributes["style"]), notices)
    rules = _ByName(rule for node in tree.nodes if node.tag == "style" for rule in _sheet(node, notices))
    custom: dict[int, ChainMap[str, str]] = {}
    for node in tree.nodes:
        own = dict(_one_by_one(_cascaded(node, rules)))
        above = custom.get(id(node.parent)) or ChainMap[str, str]({})
        named = {name: value[:_LONGEST] for name, value in own.items() if name.startswith("--")}
        known = custom[id(node)] = above.new_child(named) if named else above
        node.said = {
            name: _closed(value, known) if known else value for name, value in own.items() if name not in named
        }
        first = {name: node.said[name] for name in _FIRST if name in node.said}
        node.said = {**first, **node.said} if first else node.said
        for name in GEOMETRY & node.said.keys():
            node.attributes[name] = node.said.pop(name)


def _one_by_one(said: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """With what the one property says that stands for several."""
    for name, value in said:
        if name == "font":
            yield from longhands(value).items()
        else:
            yield name, value


def _cascaded(node: Node, rules: "_ByName") -> Iterator[tuple[str, str]]:
    """Name and value, the weakest first."""
    for name, value in node.attributes.items():
        if name in PRESENTATION:
            yield name, value.strip()
    style = declarations(node.attributes["style"]) if "style" in node.attributes else ()
    ruled = [each for rule in rules.of(node) for each in rule.declarations]
    for important in (False, True):
        for each in (*ruled, *style):
            if each.important is important:
                yield each.name, each.value


def _check_size(tree: Tree) -> None:
    left = _MOST_WORDS
    for node in tree.nodes:
        words = (node.attributes.get("style", ""), _words(node) if node.tag == "style" else "")
        left -= sum(len(_DATA.sub("", each)) for each in words)
    if left < 0:
        raise TooManyRules


def _words(node: Node) -> str:
    return "".join(part for part in node.content or () if isinstance(part, str))


def _closed(value: str, known: Mapping[str, str]) -> str:
    """The value with the variables that the file itself sets; those of the brand stay open."""
    for _ in range(4):  # a variable may name another
        if "var(" not in value:
            break
        value = _VARIABLE.sub(lambda found: known.get(found[1], found[0]), value[:_LONGEST])
    return value[:_LONGEST]


class _ByName:
    """Rules found by what their last element must be, in the order of their strength."""

    def __init__(self, rules: Iterator[_Rule]) -> None:
        self._named: dict[str, list[tuple[tuple[int, int, int], int, _Rule]]] = {}
        self._tests = 0
        for order, rule in enumerate(rules):
            last = rule.selector.compounds[-1]
            key = f"#{last.ids[0]}" if last.ids else f".{last.classes[0]}" if last.classes else last.tag
            self._named.setdefault(key, []).append((rule.selector.weight, order, rule))

    def of(self, node: Node) -> list[_Rule]:
        if not self._named:
            return []
        keys = [f"#{node.attributes.get('id', '')}", node.tag, ""]
        keys += [f".{name}" for name in node.attributes.get("class", "").split()]
        likely = [each for key in dict.fromkeys(keys) for each in self._named.get(key, ())]
        self._tests += sum(len(rule.selector.compounds) ** 2 for _, _, rule in likely)
        if self._tests > _MOST_TESTS:
            raise TooManyRules
        return [rule for _, _, rule in sorted(each for each in likely if each[2].selector.matches(node))]


@lru_cache(maxsize=1000)
def declarations(text: str) -> tuple[Declaration, ...]:
    """Those of a `style` attribute or of the braces of a rule."""
    if _is_deep(text):
        return ()
    import tinycss2

    return tuple(_declared(tinycss2.parse_declaration_list(text, skip_comments=True, skip_whitespace=True)))


def _declared(parsed: list[Any]) -> Iterator[Declaration]:
    import tinycss2

    for each in parsed:
        if each.type == "declaration":
            value = tinycss2.serialize([token for token in each.value if token.type != "comment"]).strip()
            yield Declaration(each.name, value, each.important)


def _warn_of_capitals(place: Place, said: tuple[Declaration, ...], notices: Notices) -> None:
    """librsvg and resvg know properties in small letters alone, browsers in any: what is drawn here is said."""
    for each in said:
        if each.name != each.name.lower() and each.name.lower() in PRESENTATION | GEOMETRY:
            hint = f"write '{each.name.lower()}'"
            notices.warn(place, f"the property '{each.name}' is in capitals and is not read", hint)


def _sheet(node: Node, notices: Notices) -> Iterator[_Rule]:
    """The rules of one <style>."""
    text = _words(node)
    if node.attributes.get("type", "text/css").strip().lower() not in ("", "text/css") or not text.strip():
        return
    if _is_deep(text):
        notices.say(node.place, "<style> has brackets nested without end", _SHEET_HINT, "svg-value")
        return
    import tinycss2

    parsed = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    yield from _rules(node, parsed, notices)


def _rules(node: Node, parsed: list[Any], notices: Notices) -> Iterator[_Rule]:
    import tinycss2

    for each in parsed:
        place = _place(node, each)
        if each.type == "error":
            notices.say(place, "<style>: a rule that cannot be read", _SHEET_HINT, "svg-value")
        elif each.type == "at-rule":
            yield from _at_rule(node, each, place, notices)
        else:
            content = tinycss2.parse_declaration_list(each.content, skip_comments=True, skip_whitespace=True)
            said = tuple(_declared(content))
            _warn_of_capitals(place, said, notices)
            try:
                yield from (_Rule(selector, said) for selector in read_selectors(each.prelude))
            except ValueError as error:
                notices.say(place, f"<style>: {error}", _SHEET_HINT, "svg-value")


def _at_rule(node: Node, rule: Any, place: Place, notices: Notices) -> Iterator[_Rule]:
    import tinycss2

    name, about = rule.lower_at_keyword, tinycss2.serialize(rule.prelude).strip()
    if name == "media" and rule.content is not None:
        if _is_printed(about):
            inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _rules(node, inside, notices)
    elif name == "import":
        hint = "put its rules into the file, in a <style>"
        notices.say(place, f"<style>: @import {about[:40]} leads out of the file", hint, "svg-reference")
    elif name.endswith("keyframes"):
        hint = "remove the animation; what is printed stands still"
        notices.say(place, f"<style>: @{name[:30]} is not drawn here", hint, "svg-element")
    elif name not in _SAYS_NOTHING:
        notices.say(place, f"<style>: @{name[:30]} is not read here", _SHEET_HINT)


def _is_printed(query: str) -> bool:
    """Whether rules for these media hold for a picture on light paper."""
    return any(part.strip().lower() in _PRINTED for part in query.split(","))


def _is_deep(text: str) -> bool:
    depth = deepest = 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _place(node: Node, token: Any) -> Place:
    """Where a rule stands: lines of the sheet count from where its text begins."""
    line = node.text_place.line + token.source_line - 1
    column = token.source_column + (node.text_place.column - 1 if token.source_line == 1 else 0)
    return Place(node.place.file, line, column)
