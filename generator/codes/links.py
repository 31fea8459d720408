"""The link of another service's form with our words as answers: where each goes, and the link filled in for a thing.

Whoever runs the workshop lets the service make a link that fills its form in, and types CARD, TITLE, CATEGORY and
SESSION as the answers. Whatever is `key=value` after ? or # and has one of these words in its value is where that
answer goes, whichever service it is. Nothing is fetched.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from generator.codes.address import host_faults

Word = Literal["CARD", "TITLE", "CATEGORY", "SESSION"]
FaultKind = Literal["long", "whole", "address", "percent", "none"]
WORDS: tuple[Word, ...] = ("CARD", "TITLE", "CATEGORY", "SESSION")
LONGEST_LINK = 2000  # characters, as it is pasted
LONGEST_FILLED = 4000  # … and filled in: of longer ones servers refuse some
HOW = "let the service make a link that fills its form in, with CARD, TITLE, CATEGORY or SESSION as the answers"

_LINK = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://([^/?#]*)([^?#]*)((?:\?[^#]*)?)((?:#.*)?)", re.DOTALL)
_OURS = re.compile(rf"(?<![A-Za-z0-9_])(?:{'|'.join(WORDS)})(?![A-Za-z0-9_])")
_NO_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_NOT_IN_LINKS = re.compile(r"[\x00-\x20\x7f-\x9f\\\"<>`\u2028\u2029]")
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986, 2.3


class AnswerPlace(NamedTuple):
    """Where the service takes an answer: its name for it, and the value that holds our words. Both as they read."""

    key: str
    value: str


class LinkTemplate(NamedTuple):
    """A link whose answers are ours. `parts` put together are the link: what stays as it is, and the answers."""

    text: str  # as it was pasted
    origin: str  # scheme, host and port, as people are shown them
    parts: tuple[str | AnswerPlace, ...]

    @property
    def answers(self) -> tuple[AnswerPlace, ...]:
        return tuple(part for part in self.parts if isinstance(part, AnswerPlace))

    def filled(self, values: Mapping[Word, str]) -> tuple[str, ...]:
        """What the service is told, answer by answer."""
        return tuple(_fill(part.value, values) for part in self.answers)

    def address(self, values: Mapping[Word, str]) -> str:
        """The link filled in. What would make it longer than servers take is cut, the longest text first."""
        told: dict[Word, str] = {word: values.get(word, "")[:LONGEST_FILLED] for word in WORDS}
        while len(link := self._with(told)) > LONGEST_FILLED:
            word = max(told, key=lambda each: len(told[each]))
            if len(told[word]) < 2:
                break
            told[word] = f"{told[word][: len(told[word]) // 2].rstrip('…')}…"
        return link

    def _with(self, values: Mapping[Word, str]) -> str:
        return "".join(part if isinstance(part, str) else encoded(_fill(part.value, values)) for part in self.parts)


class LinkFault(ValueError):
    """Why a link cannot work and what to write instead, for files; `kind` for pages, which have words of their own."""

    def __init__(self, kind: FaultKind, text: str) -> None:
        super().__init__(text)
        self.kind = kind


class LinkReader:
    """A link with our words, as files say it."""

    def read(self, text: str) -> LinkTemplate:
        return read_link(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[hH][tT][tT][pP][sS]?://.*[=].*$", "maxLength": LONGEST_LINK}


def encoded(text: str) -> str:
    """Percent-encoded, a blank too: queries and fragments all read it so. Half a letter becomes a question mark."""
    data = text.encode("utf-8", "replace")
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in data)


def read_link(text: str) -> LinkTemplate:
    """Raises LinkFault where it cannot work."""
    text = text.strip()
    if len(text) > LONGEST_LINK:
        fault = f"the link has {len(text):,} characters and may have {LONGEST_LINK:,}; let it fill in less"
        raise LinkFault("long", fault)
    found = _LINK.fullmatch(text)
    if found is None:
        raise LinkFault("whole", f"'{_short(text)}' is not a whole link; {HOW}, and paste all of it, from https:// on")
    scheme, authority, path, query, fragment = found.groups()
    for fault in _address_faults(text, scheme, authority):
        raise LinkFault("address", fault)
    for fault in _percent_faults(text):
        raise LinkFault("percent", fault)
    origin = f"{scheme.lower()}://{authority.lower()}"
    parts = (f"{origin}{_ascii(path)}", *_pairs(query), *_pairs(fragment))
    link = LinkTemplate(text, origin, tuple(parts))
    if not link.answers:
        raise LinkFault("none", _why_none(text))
    return link


def _address_faults(text: str, scheme: str, authority: str) -> Iterator[str]:
    """What is wrong with where it leads, and what to write."""
    if wrong := _NOT_IN_LINKS.search(text):
        what = f"'{wrong[0]}'" if wrong[0].isprintable() and wrong[0] != " " else f"a blank (U+{ord(wrong[0]):04X})"
        yield f"no link has {what} in it, as this one has after '{text[: wrong.start()][-20:]}'; copy the link anew"
    if scheme.lower() not in ("http", "https"):
        yield f"a link that begins with {scheme}:// opens no form; write one that begins with https://"
    if word := _OURS.search(authority):
        yield f"{word[0]} stands in the name of the host; our words are answers, behind an = after ? or #"
    if "@" in authority:
        yield "a name or password stands in the link for all to read; take out what is before @"
    for message, hint in host_faults(authority, _short(text)):
        yield f"{message}; {hint}"


def _percent_faults(text: str) -> Iterator[str]:
    if wrong := _NO_PERCENT.search(text):
        part = text[wrong.start() : wrong.start() + 3]
        yield f"'{part}' is no percent-encoded character; a percent sign itself is written as %25"
    for token in re.split("[?#&]", text)[1:]:
        value = token.partition("=")[2]
        if any(word in value for word in WORDS) and _decoded(value) is None:
            yield f"'{_short(value)}' is not percent-encoded as UTF-8; copy the link anew"


def _why_none(text: str) -> str:
    """Why there is no answer in it, as far as can be seen."""
    tokens = [token.partition("=")[::2] for token in re.split("[?#&]", text)]
    if word := next((word for key, _ in tokens[1:] if (word := _OURS.search(_decoded(key) or key))), None):
        return f"{word[0]} stands where the service's name of the field belongs; write it behind the =, as the answer"
    for _, value in tokens:
        if word := _OURS.search((_decoded(value) or value).upper()):
            return f"'{_short(value)}' is none of our words; write {word[0]} in capital letters, as the whole answer"
    if word := _OURS.search(tokens[0][0]):
        return f"{word[0]} stands in the path of the link; our words are answers, behind an = after ? or #"
    return f"no answer in this link is one of our words; {HOW}, and paste that link"


def _pairs(text: str) -> Iterator[str | AnswerPlace]:
    """A query or a fragment with the ? or # before it: pairs between &. A fragment may have a query: #/form?a=b."""
    for token in re.split("([?#&])", text):
        key, _, value = token.partition("=")
        plain = _decoded(value)
        if plain is not None and _OURS.search(plain):
            yield _ascii(token[: len(token) - len(value)])
            yield AnswerPlace(_decoded(key) or key, plain)
        elif token:
            yield _ascii(token)


def _decoded(text: str) -> str | None:
    """A value as it reads; None for what is no UTF-8."""
    data = re.sub(
        rb"%([0-9A-Fa-f]{2})",
        lambda found: bytes([int(found[1], 16)]),
        text.replace("+", " ").encode("utf-8", "replace"),
    )
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _fill(value: str, values: Mapping[Word, str]) -> str:
    known: Mapping[str, str] = {str(word): text for word, text in values.items()}
    return _OURS.sub(lambda found: known.get(found[0], ""), value)


def _ascii(text: str) -> str:
    return "".join(letter if letter.isascii() else encoded(letter) for letter in text)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
