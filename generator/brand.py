"""Names, colours, logo and fonts of whoever the kit is printed for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, ClassVar

from generator.colours import BLACK, WHITE, Colour
from generator.sources import NO_MARKS, Marks, Remark, SourceModel, source_model
from generator.spread import furniture, spread
from generator.units import Mm


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


@dataclass(frozen=True, slots=True)
class FromReader:
    def read(self, text: str) -> str:
        if text != FROM:
            raise ValueError(f"'{text}' is not known here; write layers: {{from: '#1B6CA8'}}")
        return text

    def schema(self) -> dict[str, Any]:
        return {"const": FROM}


ACCENT = "accent"
FROM = "from"
STANDARD = ("ink", "paper", "ground", "muted", "black", "white", ACCENT)  # names that are no category's
FURNITURE = {"ink", "paper", "ground", "muted"}
_LAYERS = (
    "{from: '#rrggbb'}: colours of the deck's categories, and ink and ground, out of this one where they are not given"
)
_ACCENT = "of what belongs to no category, such as phones and the poster at the door: a colour of these, or '#rrggbb';"
_ACCENT += " else that of the first category"
_SECOND = "the ink of pictures on cards of this colour: a colour of these, or '#rrggbb'; else the one that stands out"
FACES = ("regular", "bold", "italic", "bold_italic")
_INSTANCE = "of a variable font, such as Condensed Light; else its weight is 400, or 700 where bold is asked for"
_FACE = "which font of a collection (TTC) it is, by its family or full name, such as Noto Sans CJK SC"
GREY = Colour(0.37, 0.37, 0.37, (0, 0, 0, 0.75))
HexColour = Annotated[Colour, HexReader()]
CmykBuild = Annotated[tuple[float, float, float, float], CmykReader()]


@source_model
class BrandColour(SourceModel):
    """A colour for screens and office printers and, for print houses, its CMYK build."""

    rgb: HexColour
    cmyk: CmykBuild | None = None
    second: str = field(default="", metadata={"doc": _SECOND})
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "rgb"  # a lone '#1B6CA8' is read as {rgb: '#1B6CA8'}

    @property
    def colour(self) -> Colour:
        return self.rgb._replace(cmyk=self.cmyk)


@source_model
class FaceFile(SourceModel):
    """A font file, and of a variable one which of its named instances is meant."""

    file: str
    instance: str = field(default="", metadata={"doc": _INSTANCE})
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "file"


@source_model
class BrandFont(SourceModel):
    """A bundled family by name, or font files of the workshop folder."""

    family: str = ""
    regular: FaceFile | None = None
    bold: FaceFile | None = None
    italic: FaceFile | None = None
    bold_italic: FaceFile | None = None
    face: str = field(default="", metadata={"doc": _FACE})
    folder: Path = field(default=Path(), metadata={"key": False})  # of the brand file: its paths start there
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "family"

    @property
    def files(self) -> dict[str, FaceFile]:
        """Those that are named, by their faces."""
        named = {face: getattr(self, face) for face in FACES}
        return {face: file for face, file in named.items() if file}


@source_model
class Logo(SourceModel):
    """The client's mark. Frames that show `brand.logo` take the variant that stands out on their ground."""

    file: str  # SVG, PDF, PNG or JPEG, for light grounds
    on_dark: str = ""  # the variant for dark grounds
    min_width: Mm = 8.0  # below it the mark is not read any more
    clear: Mm = 0.0  # room around it that stays empty
    folder: Path = field(default=Path(), metadata={"key": False})
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "file"


@source_model
class Brand(SourceModel):
    client: str = ""
    legal: Remark = ""
    colours: dict[str, BrandColour] = field(default_factory=dict)
    layers: dict[Annotated[str, FromReader()], BrandColour] = field(default_factory=dict, metadata={"doc": _LAYERS})
    fonts: dict[str, BrandFont] = field(default_factory=dict)
    logo: Logo | None = None
    accent: str = field(default="", metadata={"doc": _ACCENT})
    marks: Marks = NO_MARKS

    def within(self, folder: Path) -> "Brand":
        """The brand with its own paths starting from `folder`, that of its file."""
        fonts = {role: replace(font, folder=folder) for role, font in self.fonts.items()}
        return replace(self, fonts=fonts, logo=replace(self.logo, folder=folder) if self.logo else None)

    def over(self, house: "Brand") -> "Brand":
        """A client's brand in the place of the kit's own: what it does not say of colours and fonts stays the house's.

        A logo does not: no client wants another's.
        """
        return replace(
            self,
            legal=self.legal or house.legal,
            colours={**house.colours, **self.colours},
            fonts={**house.fonts, **self.fonts},
            accent=self.accent or house.accent,
        )

    def spread_over(self, wearers: Sequence[str], house: "Brand") -> "Brand":
        """With the rest of its colours out of one, where it says so, or where one is all that it has.

        `wearers`: the colours of the deck's categories in their order; `house`: the brand in whose place it stands.
        """
        start = self.layers.get(FROM) or self._only_colour(house)
        if start is None:
            return self._furnished(wearers, house)
        own = {*self.colours, *STANDARD}
        names = [name for name in dict.fromkeys(wearers) if name not in own and not name.startswith("#")]
        made = {name: start for name in house.colours if name not in own}
        made |= {name: _given(colour) for name, colour in furniture(start.colour).items()}
        rungs = dict(zip(names, spread(start.colour, len(names)), strict=True))
        made |= {name: start if colour == start.colour else _given(colour) for name, colour in rungs.items()}
        its_name = next((name for name, colour in rungs.items() if colour == start.colour), start.rgb.hex)
        return replace(self, colours=made | self.colours, accent=self.accent or its_name)

    def _furnished(self, wearers: Sequence[str], house: "Brand") -> "Brand":
        """Where all categories wear its own colours, and it says nothing of what they stand on: with ink, ground and
        quiet words that go with its accent, or with the first of them, and not those that the house chose for its own.
        """
        colours = [self.colours.get(name) for name in wearers]
        if None in colours or self.colours.keys() & FURNITURE or not house.colours.keys() & FURNITURE:
            return self
        start = next((each for each in (self.colours.get(self.accent or house.accent), *colours) if each), None)
        made = {name: _given(colour) for name, colour in furniture(start.colour).items()} if start else {}
        return replace(self, colours=made | self.colours)

    def _only_colour(self, house: "Brand") -> BrandColour | None:
        """The one colour of a brand that knows nothing of the kit in which it is worn."""
        only = next(iter(self.colours), "")
        return self.colours[only] if len(self.colours) == 1 and only not in {*house.colours, *STANDARD} else None

    def palette(self) -> dict[str, Colour]:
        """Every named colour. Those that the bundled layouts name are always there, so that a brand may be short."""
        standard = {"black": BLACK, "white": WHITE, "ink": BLACK, "paper": WHITE, "ground": WHITE, "muted": GREY}
        palette = standard | {name: colour.colour for name, colour in self.colours.items()}
        return {ACCENT: colour_named(self.accent, palette) or palette["ink"], **palette}


def _given(colour: Colour) -> BrandColour:
    return BrandColour(rgb=colour._replace(cmyk=None), cmyk=colour.cmyk)


def colour_named(name: str, palette: Mapping[str, Colour]) -> Colour | None:
    """A colour of the brand by its name, or '#rrggbb'; None where it is neither."""
    if name in palette:
        return palette[name]
    if name.startswith("#"):
        try:
            return Colour.from_hex(name)
        except ValueError:
            return None
    return None
