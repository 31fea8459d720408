"""The fonts of a brand for screens, where they are not the house's, which every server has."""

from collections.abc import Callable
from typing import NamedTuple

from generator.brand import BrandFont
from generator.codes import FONTS, MAX_PICTURE_BYTES
from generator.fonts.web import may_be_served, web_font
from generator.kit.press.production import Production

_ROLES = {"display": ("display", True), "text": ("text", False), "text-bold": ("text", True)}  # role, bold
_LICENSED = "ask its maker for a font that may be installed, or leave it so: what is printed has it"
_SMALLER = "name a file with fewer letters, or leave it so: what is printed has it"


class ScreenFont(NamedTuple):
    content: bytes
    scale: int  # per cent of the size at which the house's is set


def screen_fonts(production: Production, before: Callable[[str], bytes] = lambda key: b"") -> dict[str, ScreenFont]:
    """Name → font. One that its maker lets nobody hand out, or that is too large, is said and left out. `before`: what
    the last build made.
    """
    book, named = production.desk.book, production.desk.brand.fonts
    made: dict[str, ScreenFont] = {}
    for key, (role, bold) in _ROLES.items():
        if role not in named or book.is_house(role, bold):
            continue
        if key == "text-bold" and book.font(role, bold).key == book.font(role).key:
            continue  # it has none: browsers thicken what there is
        font = book.font(role, bold)
        if not may_be_served(font):
            _say(production, named[role], "its maker permits it in documents alone", _LICENSED)
        elif len(content := web_font(font, before(key))) > MAX_PICTURE_BYTES:
            _say(production, named[role], f"for them it has {len(content) // 1000} kB", _SMALLER)
        else:
            made[FONTS[key]] = ScreenFont(content, round(100 * book.match(role, bold).scale))
    return made


def _say(production: Production, font: BrandFont, why: str, remedy: str) -> None:
    message = f"phones, the desk and the board show another font in the place of this one: {why}"
    production.problems.warn(font.marks.here, message, remedy, "font-screens")
