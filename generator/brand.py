"""Names, colours, logo and fonts of whoever the kit is printed for."""

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from generator.colours import BLACK, WHITE, Colour
from generator.sources import NO_MARKS, Marks


@dataclass(frozen=True, slots=True)
class HexReader:
    def read(self, text: str) -> Colour:
        return Colour.from_hex(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"}


@dataclass(frozen=True, slots=True)
class CmykReader:
    """'60 40 40 100': cyan, magenta, yellow and black in per cent."""

    def read(self, text: str) -> tuple[float, float, float, float]:
        try:
            parts = [float(part) for part in text.replace(",", " ").split()]
        except ValueError:
            parts = []
        if len(parts) != 4 or not all(0 <= part <= 100 for part in parts):
            raise ValueError(f"'{text}' is not a CMYK build; write four percentages, such as '60 40 40 100'")
        c, m, y, k = (part / 100 for part in parts)
        return c, m, y, k

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d+(\.\d+)?([ ,]+\d+(\.\d+)?){3}$"}


HexColour = Annotated[Colour, HexReader()]
CmykBuild = Annotated[tuple[float, float, float, float], CmykReader()]


@dataclass(frozen=True, kw_only=True)
class BrandColour:
    """A colour for screens and office printers and, for print houses, its CMYK build."""

    rgb: HexColour
    cmyk: CmykBuild | None = None
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "rgb"  # a lone '#1B6CA8' is read as {rgb: '#1B6CA8'}

    @property
    def colour(self) -> Colour:
        return self.rgb._replace(cmyk=self.cmyk)


@dataclass(frozen=True, kw_only=True)
class BrandFont:
    """A bundled family by name, or font files of the workshop folder."""

    family: str = ""
    regular: str = ""
    bold: str = ""
    italic: str = ""
    bold_italic: str = ""
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "family"


@dataclass(frozen=True, kw_only=True)
class Brand:
    client: str = ""
    legal: str = ""
    colours: dict[str, BrandColour] = field(default_factory=dict)
    fonts: dict[str, BrandFont] = field(default_factory=dict)
    marks: Marks = NO_MARKS

    def palette(self) -> dict[str, Colour]:
        """Every named colour; `black`, `white`, `ink` and `paper` are always there."""
        standard = {"black": BLACK, "white": WHITE, "ink": BLACK, "paper": WHITE}
        return standard | {name: colour.colour for name, colour in self.colours.items()}
