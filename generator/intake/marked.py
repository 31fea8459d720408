"""Text as other programs write it, HTML, Markdown, entities, becomes text with our marks; and a text becomes a list."""

import html
import re

from generator.sources.typed_text import WORD_JOINER

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b([^<>]*)>")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_BREAKING = {"p", "div", "br", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "hr"}
_KNOWN = {
    *_MARKS,
    *_BREAKING,
    "li",
    "span",
    "u",
    "s",
    "a",
    "font",
    "code",
    "small",
    "sub",
    "sup",
    "td",
    "th",
    "tbody",
    "mark",
}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# What stands between two marks has a limit, so that a text of marks that never close is read in time.
_IMAGE = re.compile(r"!\[([^\]\n]{0,500})\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")
_LINK = re.compile(r"(?<!!)\[([^\]\n]{1,500})\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")
_UNDERLINED = re.compile(r"(?<![\w*_\\])(__?)(?=[^\s_])([^_\n]*?[^\s_])\1(?![\w_])")
_EMPTY = re.compile(r"(?<!\*)\*{4}(?!\*)")  # strong, and nothing in it
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+)$", re.MULTILINE)
_STRUCK = re.compile(r"~~(?=\S)(.{1,500}?)(?<=\S)~~")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`\n]+?)\1(?!`)")
_ESCAPED = re.compile(r"\\([_\[\](){}#+\-.!~`>|])")
_RULE = re.compile(r"^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*(?:[•●▪◦‣·∙○■□▸►✓✔]|[–—-](?!\d)|\*(?=\s)|\+(?=\s)|\[[ xX]?\])[ \t]*(?=\S)")
_ORDINAL = re.compile(r"^[ \t]*\(?(\d{1,2}|[a-z])[.)][ \t]+(?=\S)")
_INLINE_ORDINAL = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2})[.)][ \t]*(?=\D)")
_INLINE_BULLET = re.compile(r"\s*[•●▪◦‣∙■▸►]\s*")


def with_our_marks(text: str) -> str:
    """The text with `*` and `**` for what was emphasised and strong, and a line for what stood in a line of its own."""
    if "<" in text:
        text = _TAG.sub(_of_tag, text)
    if "&" in text:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if "#" in text:
        text = _HEADING.sub(lambda found: f"**{found[1].rstrip(' #').strip('*')}**", text)
    if "_" in text:
        text = _UNDERLINED.sub(lambda found: f"{'*' * len(found[1])}{found[2]}{'*' * len(found[1])}", text)
    if "~~" in text:
        text = _STRUCK.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    text = _RULE.sub("", text) if "\n" in text else text
    return _tidied(text)


def _of_tag(found: re.Match[str]) -> str:
    name = found[2].lower()
    if name not in _KNOWN:
        return found[0]
    if name in _MARKS:
        return _mark(found, _MARKS[name])
    if name == "li":
        return "" if found[1] else "\n• "
    return "\n" if name in _BREAKING else " " if name in ("td", "th") else ""


def _mark(found: re.Match[str], stars: str) -> str:
    """Stars, beside a letter behind what is not printed: between letters they would be stars."""
    if found[1]:
        return f"{stars}{WORD_JOINER}" if found.string[found.end() :][:1].isalnum() else stars
    return f"{WORD_JOINER}{stars}" if found.string[: found.start()][-1:].isalnum() else stars


def _tidied(text: str) -> str:
    """Lines without blanks at their ends; marks around nothing are taken out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = _EMPTY.sub("", text)
    lines = [re.sub(r"[ \t]{2,}", " ", line.strip()) for line in text.split("\n")]
    return "\n".join(line for line in lines if line)


def as_line(text: str) -> str:
    """A text for a place of one line: without its breaks, a bullet before it, and marks around all of it."""
    line = _BULLET.sub("", " ".join(with_our_marks(text).split()), count=1)
    whole = re.fullmatch(r"(\*{1,3})([^*]+)\1", line)
    return whole[2].strip() if whole else line


def as_items(text: str) -> tuple[str, ...]:
    """The items of a list that was written as one text: on lines, numbered, with bullets, or between ; or |."""
    lines = [line for line in with_our_marks(text).split("\n") if line]
    if len(lines) > 1:
        return tuple(item for line in _unbroken(lines) if (item := _bare(line)))
    line = lines[0] if lines else ""
    for parts in (_by_numbers(line), _INLINE_BULLET.split(line), line.split("|"), _between(line, ";")):
        items = tuple(item for part in parts if (item := _bare(part)))
        if len(items) > 1:
            return items
    return (bare,) if (bare := _bare(line)) else ()


def _unbroken(lines: list[str]) -> list[str]:
    """Lines of which most begin an item; those that do not go on with the one before."""
    begins = [bool(_BULLET.match(line) or _ORDINAL.match(line)) for line in lines]
    if sum(begins) < 2 or not begins[0]:
        return lines
    joined: list[str] = []
    for line, is_item in zip(lines, begins, strict=True):
        if is_item:
            joined.append(line)
        else:
            joined[-1] += " " + line
    return joined


def _bare(item: str) -> str:
    return _ORDINAL.sub("", _BULLET.sub("", item.strip(), count=1), count=1).strip()


def _by_numbers(line: str) -> list[str]:
    """'1. One 2. Two' at its numbers, which have to begin with 1 and go on by one."""
    found = list(_INLINE_ORDINAL.finditer(line))
    if (
        len(found) < 2
        or line[: found[0].start()].strip()
        or [int(it[1]) for it in found] != list(range(1, len(found) + 1))
    ):
        return [line]
    ends = [it.start() for it in found[1:]] + [len(line)]
    return [line[it.end() : end] for it, end in zip(found, ends, strict=True)]


def _between(line: str, separator: str) -> list[str]:
    """At the separators, where each of them stands before a blank or between words of some length."""
    parts = [part.strip() for part in line.split(separator)]
    return parts if all(len(part) > 1 or part.isalnum() for part in parts if part) else [line]
