"""From a trim size and a sheet layout to the plan of every sheet, or to problems that say what would fit."""

from generator.errors import NOWHERE, Place, Problems
from generator.geometry import Rect, Size
from generator.impose import marks
from generator.impose.grid import NOISE, Gaps, Grid, choose
from generator.impose.registration import registration_marks
from generator.impose.sheets import Duplex, Plan, Slot
from generator.impose.stock import stock_grid
from generator.impose.verso import behind, flip_axis, turned_behind
from generator.impose.wording import mm, place_of, size_words
from generator.layout import Paper, SheetLayout, Sides

SMALLEST_TRIM = 5.0  # a side shorter than this is a slip of the unit, and would give thousands of slots
LEAST_FOLD = 4.0  # between a front and its back over the fold: what a fold is off by is cut away
SAFE_MARGIN = 5.0  # office printers leave 4.2 to 6.35 mm of the paper blank


def plan(
    trim: Size,
    bleed: float,
    sheet: SheetLayout,
    paper: Paper | None,
    sides: Sides,
    uniform_edge: bool,
    problems: Problems,
    where: Place = NOWHERE,
) -> Plan | None:
    """Lays pieces of one size on a paper; without a paper, each on a page of its own.

    `uniform_edge`: one colour runs off every face of the job, so that neighbours may share a cut.
    `where`: what a problem names if the sheet layout does not know its lines. None is returned on an error.
    """
    before = len(problems.errors)
    _check_piece(trim, bleed, problems, where)
    if paper is None:
        if sides == "gutter-fold":
            hint = "choose a sheet that has one, such as a4"
            problems.error(where, "gutter-fold needs a paper on which fronts lie beside their backs", hint, "fold")
    elif sheet.stock is None:
        _check_sheet(sheet, paper, bleed, problems, where)
    if len(problems.errors) > before:
        return None
    if paper is None:
        return _alone(trim, bleed, sheet, sides)
    if sheet.stock is not None:
        grid = stock_grid(trim, sheet, sheet.stock, paper, sides, problems, where)
    else:
        grid = choose(trim, _gaps(sheet, bleed, sides, uniform_edge), sheet, paper, problems, where)
    return _imposed(trim, bleed, grid, sheet, sides, problems, where) if grid else None


def _check_piece(trim: Size, bleed: float, problems: Problems, where: Place) -> None:
    if min(trim) < SMALLEST_TRIM:
        problems.error(
            where,
            f"a piece of {size_words(trim)} is too small to impose",
            f"a trim is at least {mm(SMALLEST_TRIM)} each way",
            "piece-too-small",
        )
    if bleed < 0:
        problems.error(where, f"the bleed of {mm(bleed)} is less than nought", "3mm is usual", "bleed")


def _check_sheet(sheet: SheetLayout, paper: Paper, bleed: float, problems: Problems, where: Place) -> None:
    """What no choice of columns and rows can mend."""
    if min(paper.size) <= 0:
        problems.error(where, f"the paper {paper.title} of {size_words(paper.size)} has no area", "", "paper")
    for name, number in (("columns", sheet.columns), ("rows", sheet.rows)):
        if number is not None and number < 1:
            hint = "leave it out to have as many as fit"
            problems.error(place_of(sheet, name, where), f"{number} {name} are less than one", hint, "grid")
    if sheet.margin < 0:
        hint = "the margin is the distance from the paper's edge to the outermost trim"
        problems.error(
            place_of(sheet, "margin", where), f"the margin of {mm(sheet.margin)} is less than nought", hint, "margin"
        )
    elif sheet.margin < SAFE_MARGIN - NOISE:
        problems.warn(
            place_of(sheet, "margin", where),
            f"a margin of {mm(sheet.margin)}: most printers cannot print there",
            f"{mm(SAFE_MARGIN)} is safe on most, {mm(SheetLayout.margin)} is the usual margin",
            "margin",
        )
    _check_gutter(sheet, bleed, problems, where)


def _check_gutter(sheet: SheetLayout, bleed: float, problems: Problems, where: Place) -> None:
    if isinstance(sheet.gutter, str):
        return
    place = place_of(sheet, "gutter", where)
    if sheet.gutter < 0:
        problems.error(
            place, f"the gutter of {mm(sheet.gutter)} is less than nought", "pieces may not overlap", "gutter"
        )
    elif 0 < sheet.gutter < 2 * bleed - NOISE:
        problems.warn(
            place,
            f"a gutter of {mm(sheet.gutter)} leaves {mm(sheet.gutter / 2)} of the bleed of {mm(bleed)}",
            f"{mm(2 * bleed)} keeps the whole bleed; `butt` makes one cut of two",
            "gutter",
        )


def _gutter(sheet: SheetLayout, bleed: float, uniform_edge: bool) -> float:
    if sheet.gutter == "auto":
        return 0.0 if uniform_edge else 2 * bleed
    return 0.0 if sheet.gutter == "butt" else sheet.gutter


def _gaps(sheet: SheetLayout, bleed: float, sides: Sides, uniform_edge: bool) -> Gaps:
    gutter = _gutter(sheet, bleed, uniform_edge)
    return Gaps(gutter, max(gutter, 2 * bleed, LEAST_FOLD) if sides == "gutter-fold" else None)


def _alone(trim: Size, bleed: float, sheet: SheetLayout, sides: Sides) -> Plan:
    """A page for each side of a piece, which lies in its middle, turned where the page is. Backs stand upright
    whichever edge was named: whoever gets such pages imposes them again, and expects them head to head; the duplex
    edge follows from that."""
    paper = Size(sheet.page.width, sheet.page.height) if sheet.page else Size(*(side + 2 * bleed for side in trim))
    turned = paper.landscape != trim.landscape and trim.width != trim.height
    cell = trim.turned if turned else trim
    x, y, turn = (paper.width - cell.width) / 2, (paper.height - cell.height) / 2, 90 if turned else 0
    clips = (Rect(0, 0, *paper),)
    two_sided = sides != "one-sided"
    return Plan(
        paper=paper,
        trim=trim,
        bleed=bleed,
        columns=1,
        rows=1,
        gutter=0.0,
        turned=turned,
        alone=True,
        axis="vertical",
        duplex=_duplex(sides, "short-edge" if paper.landscape else "long-edge"),
        slots=(Slot(x, y, turn),),
        backs=(Slot(x, y, turned_behind(turn, "vertical")),) if two_sided else (),
        clips=clips,
        back_clips=clips if two_sided else (),
        backs_go=sheet.backs,
    )


def _imposed(
    trim: Size, bleed: float, grid: Grid, sheet: SheetLayout, sides: Sides, problems: Problems, where: Place
) -> Plan:
    paper, cells, turned = grid.paper, tuple(grid.fronts), 90 if grid.turned else 0
    clips = tuple(_clip(cell, grid, bleed) for cell in cells)
    # A sheet that is folded in its middle lays a back where turning it over on that line would.
    axis = grid.fold or flip_axis(paper, sides)
    # From the sheet's size, not the grid's columns: a part-filled sheet meets its backs too.
    behind_cells = tuple(behind(cell, paper, axis) for cell in cells) if sides != "one-sided" else ()
    behind_clips = tuple(behind(clip, paper, axis) for clip in clips) if sides != "one-sided" else ()
    room = marks.reach(grid, bleed)
    reach = room if sheet.crop_marks and not sheet.stock else marks.MarkReach(0, 0)
    taken = reach  # by marks and the ends of the fold line, which need room without crop marks too
    if grid.fold:
        taken = reach._replace(above=room.above) if grid.fold == "vertical" else reach._replace(beside=room.beside)
    slug = marks.slug(grid, bleed, taken) if sheet.slug else None
    if not sheet.stock:
        _check_room(sheet, bleed, reach, slug, problems, where)
    return Plan(
        paper=paper,
        trim=trim,
        bleed=bleed,
        columns=grid.columns,
        rows=grid.rows,
        gutter=grid.gutter,
        turned=grid.turned,
        alone=False,
        axis=axis,
        duplex=_duplex(sides, "short-edge" if sides == "two-sided-short-edge" else "long-edge"),
        slots=tuple(Slot(cell.x, cell.y, turned) for cell in cells),
        backs=tuple(Slot(cell.x, cell.y, turned_behind(turned, axis)) for cell in behind_cells),
        clips=clips,
        back_clips=behind_clips,
        marks=marks.crop_marks(grid, bleed, reach),
        slug=slug,
        fold=marks.fold_line(grid, room),
        order=sheet.order,
        stock=sheet.stock is not None,
        registration=registration_marks(sheet, paper, clips, problems, where),
    )


def _duplex(sides: Sides, edge: Duplex) -> Duplex:
    return edge if sides in ("two-sided-long-edge", "two-sided-short-edge") else "simplex"


def _clip(cell: Rect, grid: Grid, bleed: float) -> Rect:
    """The bleed, half the way to a neighbour at most, and never past the paper."""
    left, above, right, below = (min(bleed, room / 2) for room in grid.room(cell))
    x, y = max(0.0, cell.x - left), max(0.0, cell.y - above)
    end, foot = min(grid.paper.width, cell.right + right), min(grid.paper.height, cell.bottom + below)
    return Rect(x, y, end - x, foot - y)


def _check_room(
    sheet: SheetLayout, bleed: float, reach: marks.MarkReach, slug: marks.Slug | None, problems: Problems, where: Place
) -> None:
    place = place_of(sheet, "margin", where)
    if sheet.crop_marks and not all(reach):
        problems.warn(
            place,
            "there is no room for all crop marks between the bleed and the edge of the paper",
            f"a margin of {mm(marks.least_margin(bleed))} has room; `crop_marks: false` goes without",
            "no-marks",
        )
    if sheet.slug and slug is None:
        problems.warn(
            place,
            "there is no room for the slug line between the bleed and the edge of the paper",
            f"a margin of {mm(marks.least_slug_margin(bleed))} has room; `slug: false` goes without",
            "no-slug",
        )
