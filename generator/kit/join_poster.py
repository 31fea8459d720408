"""The join poster of the day: today's session, its link and typed code, perhaps the Wi-Fi, on a page for the office.

It is no part of the build: it is written where the command says, and its link is good for this session alone.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from generator import bundled
from generator.codes import BrandEntry
from generator.deck import Card, Category, Deck, DeckHead, FieldRule, Value
from generator.errors import NOWHERE, Problems, SourceError
from generator.kit.delivery.worn_brand import brand_of
from generator.kit.pieces.piece import ALONE, PosterPiece
from generator.kit.pieces.posters import KIND, at_size
from generator.kit.press.piece_sheets import SheetPress
from generator.kit.press.production import Production, Shared
from generator.kit.request.kit_yaml import Kit, PieceOrder
from generator.kit.request.papers import DEFAULT
from generator.kit.request.shelf import Shelf
from generator.kit.words.fixed_words import shipped_words
from generator.kit.workshop import Workshop
from generator.poster import Poster
from generator.private_file import with_part
from generator.sources import read

WORDS = "join"  # the folder of the words, a file for each language; and that of the shapes
FALLBACK = "en"
URLS = ("link", "wifi")
MOST_CHARACTERS = 63  # of a password of Wi-Fi; 64 are a key in hexadecimal


class Wifi(NamedTuple):
    """The network of the room, as phones read it from a code."""

    name: str
    password: str = ""

    def faults(self) -> list[str]:
        """What keeps a phone from joining with this, in words."""
        found = []
        if not 1 <= len(self.name.encode()) <= 32:
            found.append("the name of a Wi-Fi has 1 to 32 letters")
        is_key = re.fullmatch("[0-9a-fA-F]{64}", self.password)
        if self.password and not is_key and not 8 <= len(self.password) <= MOST_CHARACTERS:
            found.append(f"the password of a Wi-Fi has 8 to {MOST_CHARACTERS} characters")
        return found

    def code(self) -> str:
        """'WIFI:T:WPA;S:name;P:password;;', with what would end a part escaped."""
        name, password = (re.sub(r'([\\;,:"])', r"\\\1", part) for part in self)
        return f"WIFI:T:WPA;S:{name};P:{password};;" if password else f"WIFI:T:nopass;S:{name};;"


class Join(NamedTuple):
    """What the poster says, of no workshop folder: the server knows it from its manifest and its session."""

    session: str
    link: str  # in the code
    address: str  # to type instead, without http://
    sign: str  # the session's code, to type there
    days: int  # that entries are kept
    language: str = FALLBACK
    brand: BrandEntry = BrandEntry()
    folder: Path | None = None  # of what is printed: the client's mark for screens lies there, where there is one


def print_join_poster(join: Join, path: Path, wifi: Wifi | None = None, paper: str = DEFAULT) -> Path:
    """Writes the poster, whole or not at all. Raises FileError where it cannot be written."""
    problems = Problems()
    production = _production(join, wifi, paper, problems)
    plan = production.plan()
    if plan is not None:
        production.prepare()
        press = SheetPress(production, plan, production.deck.cards, None)
        press.run(lambda done, total: None)
    if plan is None or problems.errors:
        raise SourceError(problems.errors)
    (writer,) = press.writers.values()
    with_part(path, writer.save)
    return path


def _production(join: Join, wifi: Wifi | None, paper: str, problems: Problems) -> Production:
    poster = _poster(join.language, problems)
    deck = _deck(join, wifi, poster)
    shelf = Shelf(bundled.folder("layouts").parent, problems)
    layout = shelf.card("wifi" if wifi else poster.layout, NOWHERE, WORDS)
    found, sheet = shelf.paper(paper, NOWHERE), shelf.sheet(ALONE, NOWHERE)
    if layout is None or found is None or sheet is None:
        raise SourceError(problems.errors)
    page = replace(at_size(layout, found.size), name=layout.name)
    order = PieceOrder(layout=page.name, sheet=ALONE)
    own = replace(sheet, name=ALONE)
    each = PosterPiece(name=WORDS, order=order, deck=deck, layouts={page.name: page}, sheet=own)
    kit = Kit(id=WORDS, title=join.session, language=deck.head.language)
    words = bundled.folder("deck_sources") / WORDS
    fixed = shipped_words(deck.head.language)
    brand = brand_of(join.brand, join.folder)
    shop = Workshop(words, problems, kit, deck=deck, brand=brand, pieces={WORDS: each}, fixed=fixed)
    shared = Shared(shop, None)
    if brand.logo and shared.logos.peek(brand.logo.file) is None:  # a damaged one stops no poster
        shop.brand = replace(brand, logo=None)
    return Production(shared, each)


def _poster(language: str, problems: Problems) -> Poster:
    """The words in the language of the kit, else in English."""
    folder = bundled.folder("deck_sources") / WORDS
    spoken = language.partition("-")[0].lower()
    path = next(path for name in (spoken, FALLBACK) if (path := folder / f"{name}.yaml").is_file() and name.isalpha())
    found = read(path, Poster, problems, name=f"{WORDS}/{path.name}")
    if found is None:
        raise SourceError(problems.errors)
    return replace(found, id=path.stem)


def _deck(join: Join, wifi: Wifi | None, poster: Poster) -> Deck:
    """The poster as the only card of a deck; its id is its language."""
    words: dict[str, Value] = {"title": poster.title, **poster.words}
    words |= {"session": _plain(join.session), "link": join.link, "address": join.address, "sign": _spaced(join.sign)}
    words["ask"] = str(words["ask"]).replace("{days}", str(join.days))
    if wifi:
        password = _plain(wifi.password) or str(words["no-password"])
        words |= {"wifi": wifi.code(), "network": _plain(wifi.name), "password": password}
    rules = {
        name: FieldRule(kind="url" if name in URLS else "text" if isinstance(value, str) else "list")
        for name, value in words.items()
    }
    words["picture"], rules["picture"] = "" if wifi else poster.picture, FieldRule(kind="picture")
    category = Category(name=poster.title, colour=poster.colour)
    head = DeckHead(id=WORDS, title=poster.title, language=poster.id, fields=rules, categories={KIND: category})
    return Deck(head, (Card(id=poster.id, category=KIND, values=words),))


def _plain(text: str) -> str:
    """Somebody's own words, with the marks of our small inline syntax taken as they stand."""
    return re.sub(r"([\\*])", r"\\\1", text)


def _spaced(sign: str) -> str:
    """'K7M2 QX4P': what is read aloud and typed goes in fours."""
    return "\N{NO-BREAK SPACE}".join(sign[place : place + 4] for place in range(0, len(sign), 4))
