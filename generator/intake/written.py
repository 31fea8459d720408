"""Text in YAML as a person would write it, and the files of a workshop that come of a draft."""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator.brand import BrandColour
from generator.intake.draft import Draft, DraftCard
from generator.intake.records import Value
from generator.sources import read_shipped
from generator.sources.dumped import Tree

ALWAYS = ("title", "line", "about", "prompts", "example", "motif")  # the fields that the bundled layouts show
CARDS_FILE = "cards/cards.yaml"
WIDTH = 110
_KEY = re.compile(r"[^\W\d][\w-]*")
_PLAIN = re.compile(r"[^\W_](?:[^:#\n]|:(?=\S)|(?<=\S)#)*")
_WORDS_OF_YAML = re.compile(r"(?i)~|null|true|false|yes|no|on|off|[-+]?[\d._,:]+")
KINDS = {"prompts": "list", "motif": "picture", "url": "url"}
_LABELS_FILE = Path(__file__).with_name("labels.yaml")
_PALETTE_FILE = Path(__file__).with_name("palette.yaml")


class Identity(NamedTuple):
    """What a kit is called."""

    id: str
    date: str  # ISO
    paper: str
    source: str  # the name of the file that it was imported from


@cache
def palette() -> dict[str, BrandColour]:
    return read_shipped(_PALETTE_FILE, dict[str, BrandColour])


def colour_of(n: int) -> str:
    """The colour of category n, from 0; after the last the first again."""
    names = list(palette())
    return names[n % len(names)]


def scalar(text: str, indent: int = 0) -> str:
    """A text as a value of YAML: plain where that is safe, else in quotes; on lines of its own where it is long.

    `indent` is that of the key that it stands behind.
    """
    if "\n" in text:
        return _block(text, indent)
    if len(text) + indent > WIDTH and text.isprintable() and not text.startswith(" "):
        return _folded(text, indent)
    if text.isprintable() and _PLAIN.fullmatch(text) and not text.endswith(" ") and not _WORDS_OF_YAML.fullmatch(text):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """In double quotes, whatever it holds."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(it if it.isprintable() else f"\\U{ord(it):08X}" for it in written)


def _block(text: str, indent: int) -> str:
    lines = text.split("\n")
    if any(not line.isprintable() or line != line.strip() or not line for line in lines):
        return quoted(text)
    pad = " " * (indent + 2)
    return "|-\n" + "\n".join(pad + line for line in lines)


def _folded(text: str, indent: int) -> str:
    pad = " " * (indent + 2)
    lines = textwrap.wrap(text, WIDTH - len(pad), break_long_words=False, break_on_hyphens=False)
    if " ".join(lines) != text:  # a run of blanks, or another kind of blank
        return quoted(text)
    return ">-\n" + "\n".join(pad + line for line in lines)


def value(content: Tree, indent: int) -> str:
    """A text, or a list or mapping with an item on each line, as it stands behind a key of this indent."""
    if isinstance(content, str):
        return scalar(content, indent)
    if not content:
        return in_line(content)
    if isinstance(content, Mapping):
        return "\n" + _pairs(content, indent + 2)
    return "\n" + "\n".join(" " * (indent + 2) + item(one, indent + 2) for one in content)


def item(content: Tree, indent: int) -> str:
    """An item of a list whose dash stands at this indent, from the dash on."""
    if isinstance(content, Mapping) and content:
        return "- " + _pairs(content, indent + 2).lstrip()
    return f"- {scalar(content, indent) if isinstance(content, str) else in_line(content)}"


def in_line(content: Tree) -> str:
    """In one line of brackets and quotes, wherever it stands."""
    if content is None or isinstance(content, str):
        return "null" if content is None else quoted(content)
    if isinstance(content, Mapping):
        return f"{{{', '.join(f'{key_name(key)}: {in_line(one)}' for key, one in content.items())}}}"
    return f"[{', '.join(map(in_line, content))}]"


def key_name(key: str) -> str:
    """A key as it is written: an id is plain, any other text is in quotes."""
    return key if _KEY.fullmatch(key) else quoted(key)


def pair(key: str, content: Tree, indent: int) -> str:
    written = value(content, indent)
    return f"{' ' * indent}{key_name(key)}:{'' if written.startswith(chr(10)) else ' '}{written}"


def _pairs(content: Mapping[str, Any], indent: int) -> str:
    return "\n".join(pair(key, one, indent) for key, one in content.items())


def card_lines(card: DraftCard, category: str, fields: Sequence[str]) -> str:
    """A card as an item of cards/cards.yaml, without a line break at its end."""
    said: dict[str, Value] = {"id": card.id, "category": category}
    for key in ("quantity", "layout"):
        if text := card.layout if key == "layout" else card.values.get(key, ""):
            said[key] = text
    said |= {name: card.values[name] for name in fields if name in card.values}
    lines = [f"    {key}: {text}" if key == "quantity" else pair(key, text, 4) for key, text in said.items()]
    return "  - " + "\n".join(lines).lstrip()


def workshop_files(draft: Draft, identity: Identity, layout: str) -> dict[str, str]:
    """The files by their names: kit.yaml, deck.yaml, brand.yaml and the cards."""
    return {
        "kit.yaml": _kit(draft, identity, layout),
        "deck.yaml": _deck(draft, identity),
        "brand.yaml": _brand(draft),
        CARDS_FILE: _cards(draft, identity),
    }


def _kit(draft: Draft, identity: Identity, layout: str) -> str:
    return f"""\
# What is ordered. Try:  prepdeck check   and   prepdeck build   in this folder.

{_commented(f"id: {identity.id}", "codes come from this id and the ids of cards: keep it once cards are printed")}
title: {scalar(draft.title)}
{_commented('edition: "1"', "goes on every sheet; raise it when you print again")}
date: {identity.date}
{_languages(draft)}\
{_commented(f"paper: {identity.paper}", "of every piece: a4, letter; prepdeck list papers")}

capture:
  # Codes are printed as this address, a slash and six characters. Keep it short: under 35 the code stays small.
  # A .local name works on the Wi-Fi of the computer that announces it; an own domain works everywhere.
  url: http://prepdeck.local:8765

deck:
{_commented(f"  layout: {layout}", "prepdeck list layouts   shows the others")}
  # sheet: avery-5371             # perforated stock, or a page for each card; prepdeck list sheets
  # sides: two-sided-short-edge   # if your printer turns the paper over its short edge
  # sets: 3                       # a whole deck for each of three tables

# Cards to write on, numbered, each with a code of its own; `plain` ones belong to no category:
# blanks: {{ruling: dotted, counts: {{{next(iter(draft.categories.values()), "cards")}: 4, plain: 8}}}}
"""


def _languages(draft: Draft) -> str:
    """The lines that say the language and order the others; in English alone none is needed."""
    own = f"language: {draft.language}\n" if draft.languages or draft.language != "en" else ""
    return own + (f"languages: [{', '.join(draft.languages)}]\n" if draft.languages else "")


def _commented(line: str, comment: str) -> str:
    return f"{line:<22} # {comment}"


def _deck(draft: Draft, identity: Identity) -> str:
    labels = labels_in(draft.language)
    fields = []
    for name in (*ALWAYS, *(it for it in draft.fields if it not in ALWAYS)):
        parts = [f"kind: {KINDS.get(name, 'text')}"]
        parts += [f"label: {labels[name]}"] if name in labels else []
        fields.append(f"  {name + ':':<9}{{{', '.join(parts)}}}")
    width = max((len(name) for name in draft.categories.values()), default=0) + 1
    families = [
        f"  {name + ':':<{width}} {{name: {in_braces(text or draft.title)}, colour: {colour_of(n)}}}"
        for n, (text, name) in enumerate(draft.categories.items())
    ]
    return f"""\
# The deck: which fields its cards have, and the families they belong to. The cards are in {CARDS_FILE}.

id: {identity.id}
title: {scalar(draft.title)}
language: {draft.language}

fields:       # what the bundled layouts show; a label is printed where the layout has one
{chr(10).join(fields)}

categories:   # a card's colour says its category; the colours are in brand.yaml
{chr(10).join(families)}
"""


def labels_in(language: str) -> Mapping[str, str]:
    """What stands above fields, in a language that we have, else in English."""
    return _labels().get(language.partition("-")[0], _labels()["en"])


@cache
def _labels() -> dict[str, dict[str, str]]:
    return read_shipped(_LABELS_FILE, dict[str, dict[str, str]])


def in_braces(text: str) -> str:
    """A text as a value of a mapping in one line."""
    is_plain = re.fullmatch(r"[^\W\d_]([\w .–-]*\w)?", text) and not _WORDS_OF_YAML.fullmatch(text)
    return text if is_plain else quoted(text)


def _brand(draft: Draft) -> str:
    used = list(dict.fromkeys(colour_of(n) for n in range(len(draft.categories))))
    lines = []
    for name in used:
        colour = palette()[name]
        build = " ".join(f"{part * 100:.0f}" for part in colour.cmyk or ())
        lines.append(f'  {name + ":":<8} {{rgb: "{colour.rgb.hex}", cmyk: "{build}"}}')
    return f"""\
# Colours, fonts and logo. Put colours in quotes: a bare # begins a comment.
# Give a client's brand a file of its own and print with:  prepdeck build --brand client.yaml

# client: Us
# legal: © Us
# logo: {{file: pictures/logo.svg, on_dark: pictures/logo-white.svg, min_width: 10mm, clear: 2mm}}

colours:      # cmyk: for print houses, in per cent
  ink:     "#22262b"
  ground:  "#f7f3ea"
  muted:   "#666055"
{chr(10).join(lines)}

# fonts:
#   display: fraunces                     # prepdeck list fonts
#   text: {{regular: fonts/Own.otf, bold: fonts/Own-Bold.otf}}
"""


def _cards(draft: Draft, identity: Identity) -> str:
    def lines(card: DraftCard) -> str:
        return card_lines(card, draft.categories[card.category], draft.fields)

    cards = "\n\n".join(lines(card) for card in draft.cards if not card.no_room)
    aside = [card for card in draft.cards if card.no_room]
    return f"""\
# Imported from {identity.source}; yours to edit. Keep the ids: the printed codes come from them.
# *emphasis*, **bold**, a new line is a line break. Has the source changed? Import it into this folder again.

cards:
{cards}
""" + "".join(_put_aside(card, lines(card)) for card in aside)


def _put_aside(card: DraftCard, lines: str) -> str:
    """A card as a comment."""
    why = f"# No bundled layout has room for its {' and '.join(card.no_room)}: shorten that, and take the # away."
    return "\n" + "\n".join([why, *(f"#{line}" for line in lines.split("\n"))]) + "\n"
