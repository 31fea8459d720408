"""One typed line in, the inputs of a form out: '2 Faster refunds', '4 3 5 2', 'admire x7'. Knows no store and no page.

What is short comes first, in the order of the form; '-' leaves a question out; the rest is for the words, those of
several questions apart by ';'. 'x7' at the end says it seven times.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from generator import codes
from generator.capture.answers.questions import Asked, Choice
from generator.form import FIELD_KINDS

MOST_AT_ONCE = 50
SKIP = "-"
SEPARATOR = ";"
TICK = {"y", "yes", "j", "ja", "x", "+", "1"}
QUADRANTS = {"1": (25, 75), "2": (75, 75), "3": (25, 25), "4": (75, 25)}  # as they are read
_TIMES = re.compile(r"[x×*](\d{1,2})", re.IGNORECASE)
_PLACE = re.compile(r"(\d{1,3})[/,](\d{1,3})")
_DOTS = re.compile(r"(\d{1,3})(?:[:=](\d{1,2}))?")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


class Typed(NamedTuple):
    inputs: dict[str, list[str]]
    times: int = 1


def typed(line: str, asked: Sequence[Asked]) -> Typed:
    """Never refuses: what is no answer lands in the words, or is left over for the form to refuse."""
    tokens = line.split()
    times = 1
    if len(tokens) > 1 and (found := _TIMES.fullmatch(tokens[-1])) and 1 <= int(found[1]) <= MOST_AT_ONCE:
        times = int(found[1])
        tokens.pop()
    inputs: dict[str, list[str]] = {}
    for each in asked:
        if FIELD_KINDS[each.question.kind].typed != "token":
            continue
        if tokens and tokens[0] == SKIP:
            tokens.pop(0)
            continue
        used, said = _short(each, tokens)
        inputs |= said
        del tokens[:used]
    return Typed(inputs | _words(" ".join(tokens), asked), times)


def _words(rest: str, asked: Sequence[Asked]) -> dict[str, list[str]]:
    """The last question takes what is left, semicolons and all."""
    questions = [each.question.name for each in asked if FIELD_KINDS[each.question.kind].typed == "words"]
    if not rest:
        return {}
    if not questions:
        return {"": [rest]}
    parts = [part.strip() for part in rest.split(SEPARATOR, len(questions) - 1)]
    return {name: [part] for name, part in zip(questions, parts, strict=False) if part}


def _short(each: Asked, tokens: Sequence[str]) -> tuple[int, dict[str, list[str]]]:
    """How many of the tokens answer this question, and what they say."""
    name, first = each.question.name, tokens[0] if tokens else ""
    match each.question.kind:
        case "placement":
            return _placed(name, first)
        case "scale":
            steps = first.isascii() and first.isdigit() and 1 <= int(first) <= each.question.steps
            return (1, {name: [first]}) if steps else (0, {})
        case "number":
            return (1, {name: [first]}) if _NUMBER.fullmatch(first) else (0, {})
        case "check":
            return (1, {name: ["1"]}) if first.casefold() in TICK else (0, {})
        case "choice":
            key = _option(first, each)
            return (1, {name: [key]}) if key else (0, {})
        case "choices":
            keys = [_option(part, each) for part in first.split(",")]
            return (1, {name: keys}) if all(keys) else (0, {})
        case "votes":
            return _voted(name, tokens, each.choices)
        case "card" | "cards":
            return _laid(name, tokens, each, 1 if each.question.kind == "card" else len(tokens))
    return 0, {}


def _placed(name: str, token: str) -> tuple[int, dict[str, list[str]]]:
    exact = _PLACE.fullmatch(token)
    place = (exact[1], exact[2]) if exact else QUADRANTS.get(token)
    return (1, {f"{name}.x": [str(place[0])], f"{name}.y": [str(place[1])]}) if place else (0, {})


def _option(token: str, each: Asked) -> str:
    """The key of an option by its number, by a whole name of any edition, or by the beginning of a word that no other
    option has; '' for none.
    """
    choices = each.choices
    if token.isascii() and token.isdigit():
        return choices[int(token) - 1].key if 1 <= int(token) <= len(choices) else ""
    start = token.casefold()
    exact = [choice.key for choice in choices if choice.label.casefold() == start]
    begun = [
        choice.key for choice in choices if any(word.startswith(start) for word in choice.label.casefold().split())
    ]
    unique = begun if len(begun) == 1 and len(start) > 1 else ()
    return next(iter(exact), "") or each.question.names.get(token, "") or next(iter(unique), "")


def _voted(name: str, tokens: Sequence[str], choices: Sequence[Choice]) -> tuple[int, dict[str, list[str]]]:
    """'2' is a dot on the second, '2:3' are three; further numbers go on."""
    dots: dict[str, int] = {}
    used = 0
    for token in tokens:
        found = _DOTS.fullmatch(token)
        if not found or not 1 <= int(found[1]) <= len(choices):
            break
        key = choices[int(found[1]) - 1].key
        dots[key] = dots.get(key, 0) + int(found[2] or 1)
        used += 1
    return used, {f"{name}.{key}": [str(count)] for key, count in dots.items()}


def _laid(name: str, tokens: Sequence[str], each: Asked, most: int) -> tuple[int, dict[str, list[str]]]:
    found: list[str] = []
    for token in tokens[:most]:
        code = codes.parse(token)
        if code is None or code not in each.question.titles:
            break
        found.append(code)
    return len(found), {name: found} if found else {}
