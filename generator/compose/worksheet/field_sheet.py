"""What the shapes of fields are drawn with: words on the grid of the page, the colours of the form and of families."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.brand import ACCENT, colour_named
from generator.colours import Colour
from generator.compose import inline
from generator.compose.baselines import Baselines
from generator.compose.colouring import OBJECT, standing_out
from generator.compose.desk import Desk, Spot
from generator.compose.fitting import Copy, Measured, TextBox, measure, place
from generator.compose.inks import Inks
from generator.compose.picturing import onto
from generator.compose.unset import report_missing, report_script
from generator.compose.worksheet.cell import FieldSpacing
from generator.deck import Category
from generator.errors import Problems
from generator.face import Item, Outline, Path, Picture, Placed
from generator.fonts import MissingGlyphs
from generator.form import Form, FormField
from generator.geometry import Rect
from generator.images import Raster
from generator.layout import CardLayout, FormFrame
from generator.units import MM_PER_POINT

TALL = 1000.0  # mm: words are never cut, they are counted
SPACE = 0.8  # mm, between a label and its hint, where there is no grid
GHOST = 0.22  # of a picture that lies under what is laid or written on it
LEAD = 1.8  # mm
AIR = 0.9  # mm, from the foot of what is asked to an area that is typed into
ALONE = 0.7  # em: a last line that is a figure
PALE = 0.1  # of an area that is written on


class FormLabel(NamedTuple):
    """Styled texts under one another, set in a width."""

    box: TextBox
    field: FormField
    align: str
    height: float  # to the last baseline on a grid, else to the foot; 0 where there are none
    depth: float  # mm from there to the foot of its letters
    width: float  # of the longest line

    def at(self, x: float, y: float, problems: Problems) -> tuple[Item, ...]:
        fitted = place(self.box, 0, Rect(x, y, self.box.width, TALL), self.align, "top")
        if fitted.overset:
            message = f"the word “{fitted.overset.left_over}” is wider than its column"
            problems.error(self.field.marks.here, message, "shorten it, or do not say `half`", "overset")
        return fitted.items


class FieldSheet:
    """A form in its frame, at one spacing. What is wrong with it is added to `problems`."""

    def __init__(
        self,
        desk: Desk,
        layout: CardLayout,
        inks: Inks,
        problems: Problems,
        at: tuple[Spot, FormFrame, Form, FieldSpacing],
    ) -> None:
        self.desk, self.layout, self.inks, self.problems = desk, layout, inks, problems
        self.spot, self.frame, self.form, self.spacing = at
        self.ground = inks.ground(self.spot)
        self.ink = inks.line(self.spot, self.frame.colour)
        self.pen = self.frame.width * MM_PER_POINT  # mm: the width of a line
        self.colour = self._own_colour()
        self.strong = standing_out(self.colour, self.ground, OBJECT)

    def _own_colour(self) -> Colour:
        name = self.form.colour or ACCENT
        return colour_named(name, self.desk.palette) or self.desk.palette["ink"]

    @property
    def lead(self) -> float:
        """The room over words that stand under something; a grid has it in its first line."""
        return 0.0 if self.spacing.grid else LEAD

    @property
    def air(self) -> float:
        """What a tinted area keeps from letters over it; lines for a hand begin at their foot."""
        return AIR if self.frame.on_screen else 0.0

    def tint(self, colour: Colour | None = None, share: float = PALE) -> Colour:
        """A pale area of a colour, of the form's where none is named; it is seen, however pale that colour is."""
        return self.ground.mixed(standing_out(colour or self.colour, self.ground, OBJECT), share)

    def lines(self, path: Path, *, width: float = 1.0, colour: Colour | None = None) -> Outline:
        """A stroke so many times as wide as a line of the form."""
        return Outline(path, stroke=colour or self.ink, stroke_width=self.pen * width)

    def label(self, name: str, field: FormField, width: float) -> FormLabel:
        """What is asked, and under it how that is meant."""
        said = ((self.frame.label, field.label), (self.frame.hint, field.hint))
        return self.words(said, field, width, name=f"{name}.label")

    def option(self, text: str, field: FormField, width: float, align: str = "left", name: str = "option") -> FormLabel:
        return self.words(((self.frame.option, text),), field, width, align, name)

    def words(
        self,
        said: Iterable[tuple[str, str]],
        field: FormField,
        width: float,
        align: str = "left",
        name: str = "option",
        ground: Colour | None = None,
        apart: float = 0.0,
    ) -> FormLabel:
        """Texts in styles of the layout; what cannot be set is a problem and left out. `ground`: what is under them,
        `apart`: in mm, the least from one to the next.
        """
        blocks: list[Measured] = []
        for style_name, text in said:
            if not text or report_script(text, field.marks.here, "this text", self.problems):
                continue
            style = self.layout.styles[style_name]
            colour = self.inks.words(self.spot.card, style.colour, ground or self.ground)
            space = max(apart, 0.0 if self.spacing.grid else SPACE) if blocks else 0.0
            copy = Copy(name, style, colour, (tuple(inline.paragraphs(text)),), space_before=space)
            try:
                blocks.append(measure(self.desk.typesetter, copy))
            except MissingGlyphs as missing:
                report_missing(missing, field.marks.here, "", self.problems)
        grid = Baselines(self.spacing.grid, 0.0) if self.spacing.grid else None
        box = TextBox(self.desk.typesetter, blocks, width, TALL, parts=True, grid=grid)
        stacks = box.stacks(0)
        foot = stacks[-1].bottom if stacks and stacks[-1].rows else 0.0
        height = stacks[-1].rows[-1].baseline if grid and foot else foot
        rows = ((row.line.width * stack.size * MM_PER_POINT) for stack in stacks for row in stack.rows)
        return FormLabel(box, field, align, round(height, 4), round(foot - height, 4), max(rows, default=0.0))

    def lines_of(self, style_name: str, text: str, field: FormField, width: float) -> int:
        """How many lines a text has in a style; 0 where a word is wider than the width, or a figure stands on the last
        line alone.
        """
        copy = Copy(style_name, self.layout.styles[style_name], self.ink, (tuple(inline.paragraphs(text)),))
        try:
            box = TextBox(self.desk.typesetter, [measure(self.desk.typesetter, copy)], width, TALL)
        except MissingGlyphs:
            return 1  # said where it is set
        stacks = box.stacks(0)
        lines = [row.line.width for stack in stacks for row in stack.rows]
        is_alone = len(lines) > 1 and lines[-1] < ALONE
        return 0 if box.overset(stacks) or is_alone else len(lines)

    def family(self, field: FormField) -> Category | None:
        """The family of cards that lie on a field: of the first role that it names."""
        return next((self.desk.families[role] for role in field.card_roles if role in self.desk.families), None)

    def family_colour(self, field: FormField) -> Colour:
        """Of the family of its cards, else of the form; seen on the paper."""
        family = self.family(field)
        own = colour_named(family.colour, self.desk.palette) if family else None
        return own or self.colour

    def ghost(self, field: FormField, box: Rect) -> tuple[Item, ...]:
        """The picture of a field, or else that of its family, pale, at the foot of a box."""
        family, colour = self.family(field), self.family_colour(field)
        if field.pictures:
            return self.picture(field.pictures[0], field, box, colour, GHOST)
        if family is None or not family.motif:
            return ()
        return self._shown(family.motif, field, box, self._ghostly(colour), family)

    def picture(self, name: str, field: FormField, box: Rect, colour: Colour, share: float = 1.0) -> tuple[Item, ...]:
        """A picture on the foot of a box, in the colours of a family; paler where its share is under 1."""
        return self._shown(name, field, box, self._ghostly(colour, share), None)

    def _ghostly(self, colour: Colour, share: float = GHOST) -> Mapping[str, Colour]:
        seen = standing_out(colour, self.ground, OBJECT)
        palette = dict(self.inks.palette(self.spot.card)) | {
            "category": seen,
            "category-deep": standing_out(seen.mixed(self.desk.palette["ink"], 0.45), self.ground, OBJECT),
            "category-tint": self.ground.mixed(seen, 0.35),
            "category-second": self.ground.mixed(seen, 0.6),
            "category-table": seen,
        }
        return {name: self.ground.mixed(each, share) for name, each in palette.items()}

    def _shown(
        self, name: str, field: FormField, box: Rect, palette: Mapping[str, Colour], family: Category | None
    ) -> tuple[Item, ...]:
        where = family.marks.of("motif") if family else field.marks.of("pictures")
        picture = self.desk.pictures.find(name, where, self.problems)
        if picture is None or min(box.width, box.height) <= 0:
            return ()
        if isinstance(picture, Raster):
            area = _on_foot(box, *picture.pixels)
            return (Picture(area, picture.key, picture.pixels, None, self.ground if picture.alpha else None),)
        area = _on_foot(box, picture.painted.width, picture.painted.height)
        return (Placed(picture.art(palette, palette["ink"], self.problems), onto(picture.painted, area)),)


def _on_foot(box: Rect, width: float, height: float) -> Rect:
    """As large as fits, in the middle of the foot of a box."""
    scale = min(box.width / width, box.height / height)
    wide, high = width * scale, height * scale
    return Rect(round(box.x + (box.width - wide) / 2, 4), round(box.bottom - high, 4), wide, high)
