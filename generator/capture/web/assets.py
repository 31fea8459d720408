"""Templates and static files of `pages/`, and the style sheet in a kit's colours. Knows no request."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.bundled import folder
from generator.colours import Colour
from generator.screen_colours import day, ink_on_hue, night

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.codes import FontEntry

PAGES = Path(__file__).parent.parent / "pages"
KIT_SHEET = "kit.css"  # the one file that no folder holds
ICON = "icon.svg"  # of the tab: a template, in the kit's colours
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}
FONTS = {
    "display.ttf": "fraunces/Fraunces-ExtraBold.ttf",
    "text.ttf": "atkinson-hyperlegible-next/AtkinsonHyperlegibleNext-Regular.ttf",
    "text-bold.ttf": "atkinson-hyperlegible-next/AtkinsonHyperlegibleNext-Bold.ttf",
}
BRAND_FONTS = {"display": ("Brand Display", 800), "text": ("Brand Text", 400), "text-bold": ("Brand Text", 700)}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class Asset(NamedTuple):
    data: bytes
    media_type: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()[:12]


class Screens:
    """What is served as it is lies in memory: no path of a request ever meets a folder."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._assets = {path.name: _load(path) for path in sorted(PAGES.iterdir()) if path.suffix in TYPES}
        fonts = folder("fonts")
        self._assets |= {name: _load(fonts / path) for name, path in FONTS.items() if (fonts / path).is_file()}

    def render(self, template: str, values: dict[str, Any]) -> str:
        return self._templates.get_template(template).render(values)

    def text(self, name: str) -> str:
        """A style sheet or script, to be put into a page."""
        return self._assets[name].data.decode()

    def asset(self, name: str, kit: "PrintedKit") -> Asset | None:
        if name == ICON:
            return Asset(self.render(ICON, _of_icon(tuple(kit.brand.colours.items()))).encode(), TYPES[".svg"])
        return kit_sheet(kit) if name == KIT_SHEET else self._assets.get(name)

    def address(self, name: str, kit: "PrintedKit") -> str:
        """Where the file is fetched: a new address for new bytes, so that phones may keep it for good."""
        asset = self.asset(name, kit)
        if asset is None:
            raise KeyError(f"there is no static file '{name}'")
        return f"/static/{name}?v={asset.digest}"


def _load(path: Path) -> Asset:
    return Asset(path.read_bytes(), TYPES[path.suffix])


def kit_sheet(kit: "PrintedKit") -> Asset:
    """The kit's colours as a style sheet, made to be read whatever the brand says, and where its fonts lie."""
    return _sheet(tuple(kit.brand.colours.items()), _hues(kit), tuple((kit.brand.fonts or {}).items()))


def hue_sheet(kit: "PrintedKit") -> str:
    """The colours of categories and posters alone, for a page that has those of the brand already."""
    return "\n".join(_hue_rules(_colours(tuple(kit.brand.colours.items())), _hues(kit))) + "\n"


def _hues(kit: "PrintedKit") -> tuple[tuple[str, str], ...]:
    categories = tuple((name, entry.colour) for name, entry in kit.categories.items())
    return (*categories, *((f"poster-{name}", entry.colour) for name, entry in kit.posters.items()))


@cache
def _sheet(
    brand: tuple[tuple[str, str], ...],
    hues: tuple[tuple[str, str], ...],
    fonts: tuple[tuple[str, "FontEntry"], ...] = (),
) -> Asset:
    colours = _colours(brand)
    light, dark = day(colours), night(colours)
    rules = [_rule(":root", light), "@media (prefers-color-scheme: dark) {", _rule(":root", dark), "}"]
    rules += [_font_rule(*BRAND_FONTS[name], font) for name, font in fonts if name in BRAND_FONTS]
    return Asset("\n".join([*rules, *_hue_rules(colours, hues)]).encode() + b"\n", TYPES[".css"])


def _hue_rules(brand: dict[str, Colour], hues: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name, text in hues:
        colour = _colour(text)
        if colour and _NAME.fullmatch(name):
            yield _rule(f".of-{name}", {"hue": colour, "on-hue": ink_on_hue(colour, brand)})


def _font_rule(family: str, weight: int, font: "FontEntry") -> str:
    """As large as the house's looks, as on paper."""
    source = f'url("/picture/{font.file}.woff2") format("woff2")'
    says = f'font-family: "{family}"; src: {source}; font-weight: {weight}; size-adjust: {font.scale}%'
    return f"@font-face {{ {says}; font-display: swap; }}"


@cache
def _of_icon(brand: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {name: colour.hex for name, colour in day(_colours(brand)).items()}


def _colours(brand: tuple[tuple[str, str], ...]) -> dict[str, Colour]:
    return {name: colour for name, text in brand if (colour := _colour(text))}


def _colour(text: str) -> Colour | None:
    try:
        return Colour.from_hex(text)
    except ValueError:
        return None


def _rule(selector: str, tokens: dict[str, Colour]) -> str:
    return f"{selector} {{ " + " ".join(f"--{name}: {colour.hex};" for name, colour in tokens.items()) + " }"
