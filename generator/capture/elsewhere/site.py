"""A kit as a folder of pages that any host of files serves: a page for each code, one for wrong addresses, a list of
all codes, a search. What everybody may read who holds the deck, and nothing that was said in a room.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from generator.bundled import folder as bundled_folder
from generator.capture.kits import PrintedKit
from generator.capture.phone.redirect import template, told
from generator.capture.phone.submit import heading
from generator.capture.results.plain_text import visible
from generator.capture.results.standalone_page import policy
from generator.capture.screen_files import read_screen_files
from generator.capture.web.assets import FONTS, ICON, KIT_SHEET, Screens, kit_sheet
from generator.capture.web.pictures import HEAD, STANDS
from generator.capture.web.translations import FALLBACK, Say, speaker, spoken
from generator.codes import LOGOS, CategoryEntry, ThingEntry
from generator.codes.code import CORNERS

LIST = "codes.json"
WRONG = "404.html"
STATIC = "static"
MARK = "mark"  # the kind of a field
SHEETS = ("style.css", "site.css")
SCRIPT, WRONG_SCRIPT, WRONG_SHEET = "site.js", "site-wrong.js", "site-wrong.css"
# Nothing from elsewhere: a host of files sends no headers for us, so that the page says it.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
PICTURE = re.compile(r"[0-9a-f]{16}\.[a-z]+")  # the name of one in STATIC: the beginning of its digest
_BRAND_FONT = re.compile(r"@font-face \{[^}]*/picture/[^}]*\}\n?")


class PublicField(NamedTuple):
    """What a card says beside its title and its line; of cards that are named their ids."""

    label: str
    lines: tuple[str, ...]
    kind: str = "text"  # text, list, url, cards, or mark: a word for the head of the page


Fields = Mapping[str, Sequence[PublicField]]  # id of a card → what it says


class WayOut(NamedTuple):
    """The form of another service, filled in for a thing."""

    address: str
    host: str
    filled: tuple[str, ...]


class PublicLogo(NamedTuple):
    day: str
    night: str


class PublicPicture(NamedTuple):
    """As a page shows it: see web.pictures.PictureOnPage."""

    address: str = ""
    goes_on: bool = False


class PublicCard(NamedTuple):
    """A card in the list: `words` is what else it is found by."""

    thing: ThingEntry
    hue: str
    picture: PublicPicture
    words: str


class PublicFamily(NamedTuple):
    category: CategoryEntry
    printed: tuple[PublicCard, ...]
    more: tuple[PublicCard, ...]  # that the last build printed no copy of


def site(kit: PrintedKit, printed: Path | None, fields: Fields, language: str = "") -> dict[str, bytes]:
    """Path → content, the same bytes every time. `printed`: the folder of the manifest, with the pictures."""
    return dict(_Site(kit, printed, fields, language).files())


class _Site:
    def __init__(self, kit: PrintedKit, printed: Path | None, fields: Fields, language: str) -> None:
        self._own, self._fields = kit, fields
        self._kit = kit.in_language(language) if language else kit
        self._say: Say = speaker(self._kit.language)
        self._screens = Screens()
        self._pictures = {
            digest: (f"{STATIC}/{digest[:16]}.{kind}", content)
            for digest, kind, content in (read_screen_files(printed, _wanted(kit)) if printed else ())
        }

    def files(self) -> Iterator[tuple[str, bytes]]:
        things = self._kit.things
        yield from self._statics()
        yield LIST, self._list()
        yield WRONG, self._wrong()
        yield "index.html", self._index()
        for thing in things:
            yield f"{thing.code}/index.html", self._thing(thing)
            for corner in CORNERS if thing.geometry and thing.geometry.corners else ():
                yield f"{thing.code}/{corner}/index.html", self._page("site-corner.html", "../../", thing=thing)

    def _statics(self) -> Iterator[tuple[str, bytes]]:
        for name in SHEETS:
            yield f"{STATIC}/{name}", self._screens.text(name).replace('"/static/', '"').encode()
        yield f"{STATIC}/{SCRIPT}", self._screens.text(SCRIPT).encode()
        yield f"{STATIC}/edge.svg", self._screens.text("edge.svg").encode()
        yield f"{STATIC}/{KIT_SHEET}", self._colours().encode()
        icon = self._screens.asset(ICON, self._kit)
        assert icon is not None
        yield f"{STATIC}/{ICON}", icon.data
        for name, place in FONTS.items():
            path = bundled_folder("fonts") / place
            yield f"{STATIC}/{name}", path.read_bytes()
            yield f"{STATIC}/{path.parent.name}-OFL.txt", path.with_name("OFL.txt").read_bytes()
        yield from self._pictures.values()

    def _colours(self) -> str:
        """Without the fonts of a brand: its maker allowed a room, not the web."""
        return _BRAND_FONT.sub("", kit_sheet(self._kit).data.decode())

    def _list(self) -> bytes:
        """Every code with what it is, where its page lies and where it leads outside."""
        codes = {}
        for thing in self._kit.things:
            away = self._away(thing)
            about = {"kind": thing.kind, "title": thing.title, "category": thing.category, "page": f"{thing.code}/"}
            codes[thing.code] = (
                about | ({"form": away.address} if away else {}) | ({"retired": True} if thing.retired else {})
            )
        about = {"id": self._kit.id, "title": self._kit.title, "language": self._kit.language}
        return (json.dumps({"format": 1, "kit": about, "codes": codes}, ensure_ascii=False, indent=1) + "\n").encode()

    def _wrong(self) -> bytes:
        """For whatever address there is no file at: all of it stands in the page, as nobody knows how deep that is."""
        codes = json.dumps(sorted(thing.code for thing in self._kit.things))
        script = f"const CODES = new Set({codes});\n{self._screens.text(WRONG_SCRIPT)}"
        style = self._colours() + self._screens.text(WRONG_SHEET)
        base = f"{urlsplit(self._kit.url).path.rstrip('/')}/"
        told = {"policy": policy(style, script), "style": style, "script": script}
        return self._render("site-404.html", "", base=base, **told)

    def _index(self) -> bytes:
        codes = [each.code for each in self._kit.things]
        families, others = list(self._families()), self._others()
        return self._page("site-index.html", "", families=families, others=others, codes=codes)

    def _thing(self, thing: ThingEntry) -> bytes:
        about = heading(thing, self._kit)
        fields = self._fields.get(thing.id, ()) if thing.kind == "card" else ()
        marks = [line for field in fields if field.kind == MARK for line in field.lines]
        ids = [id for field in fields if field.kind == "cards" for id in field.lines]
        named = {card.id: card for card in self._kit.named_cards(ids)}
        return self._page(
            "site-thing.html",
            "../",
            **about | {"title": thing.title or thing.id, "over": " · ".join(filter(None, (about["over"], *marks)))},
            picture=self._picture(thing, "../"),
            fields=[field for field in fields if field.kind != MARK],
            named=named,
            away=self._away(thing),
        )

    def _families(self) -> Iterator[PublicFamily]:
        order = {name: number for number, name in enumerate(self._fields)}  # as the deck has them
        cards = [each for each in self._kit.things if each.kind == "card" and not each.retired]
        cards.sort(key=lambda card: (order.get(card.id, len(order)), card.title.casefold(), card.code))
        for name, category in self._kit.categories.items():
            own = [card for card in cards if card.category == name]
            printed, more = (
                tuple(self._listed(card) for card in own if (card.drawn is not False) == is_printed)
                for is_printed in (True, False)
            )
            if own:
                yield PublicFamily(category, printed, more)

    def _listed(self, card: ThingEntry) -> PublicCard:
        said = [line for field in self._fields.get(card.id, ()) if field.kind != "cards" for line in field.lines]
        words = " ".join((*(card.also or ()), *said))
        return PublicCard(card, heading(card, self._kit)["hue"], self._picture(card, ""), words)

    def _others(self) -> list[ThingEntry]:
        """Whatever else has a code, for those who can only choose."""
        return [each for each in self._kit.things if each.kind != "card" or each.retired]

    def _away(self, thing: ThingEntry) -> WayOut | None:
        form = self._own.form_of(thing)
        link = template(self._own.links.get(form.id, "")) if form else None
        if link is None:
            return None
        values = told(self._own, thing)
        parts = urlsplit(link.text)
        host = f"http://{parts.netloc}" if parts.scheme.lower() == "http" else parts.netloc
        filled = (each for each in link.filled(values) if each.strip())
        return WayOut(link.address(values), host, tuple(dict.fromkeys(filled)))

    def _picture(self, thing: ThingEntry, root: str) -> PublicPicture:
        name, content = self._pictures.get(thing.picture or "", ("", b""))
        return PublicPicture(f"{root}{name}", STANDS in content[:HEAD]) if name else PublicPicture()

    def _page(self, name: str, root: str, **values: Any) -> bytes:
        """`root`: the way from the page to the folder of all."""
        return self._render(name, root, policy=POLICY, **values)

    def _render(self, name: str, root: str, **values: Any) -> bytes:
        about = {
            "t": self._say,
            "kit": self._kit,
            "language": spoken(self._kit.language) or FALLBACK,
            "dir": self._say("dir"),
            "theme": "",
            "logo": self._logo(root),
            "root": root,
        }
        return visible(self._screens.render(name, about | values)).encode("utf-8", "replace")

    def _logo(self, root: str) -> PublicLogo | None:
        drawn = self._kit.brand.logo
        found = [self._pictures.get(digest, ("", b""))[0] for digest in drawn] if drawn else []
        return PublicLogo(*(f"{root}{name}" for name in found)) if found and all(found) else None


def _wanted(kit: PrintedKit) -> dict[str, str]:
    """Digest → name of the file."""
    named = {thing.picture: thing.code for thing in kit.things if thing.picture}
    return named | ({digest: LOGOS[key] for key, digest in kit.brand.logo._asdict().items()} if kit.brand.logo else {})
