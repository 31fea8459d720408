"""How much ink lies on a page: an estimate from what is painted, averaged over the square window that is demanded.

Exact for rectangles in CMYK and spot colours. Other shapes count with their whole box, text with a part of it, CMYK
pictures by samples; RGB has no inks before it is converted, and counts as none. Die lines and folds are not printed.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.preflight.boxes import grown, shared, united
from generator.preflight.colours import Plates
from generator.preflight.demands import Demands
from generator.preflight.findings import Findings
from generator.preflight.objects import Box
from generator.preflight.painted import Painted
from generator.preflight.painted_runs import PaintedRun
from generator.preflight.sampling import Sampled, sampled
from generator.preflight.view import View, mm, points

CELL = points(1.0)
MOST_CELLS = 160_000
MOST_WORK = 2_000_000  # cells that are inked
MOST_PAIRS = 20_000  # of grounds that are compared before
TEXT_COVERS = 0.35  # of its box
STEM = 0.15  # of its size: as thick are the strokes of heavy letters
Tints = tuple[tuple[str, float], ...]


class Ground(NamedTuple):
    """Something painted, with what it leaves on the plates. `covers`: the part of its box that it fills."""

    box: Box
    plates: Plates
    covers: float
    overprint: bool
    samples: Sampled | None = None

    @property
    def most(self) -> float:
        tints = sum(tint for _, tint in self.plates)
        return max(tints, self.samples.most if self.samples else 0.0)

    def with_all(self, over: dict[str, float]) -> float:
        """The most that a place of it has under all that."""
        beyond = self.most if self.samples else _beyond(self.plates, over)
        return beyond + sum(over.values())


class _Inks(NamedTuple):
    """What a run leaves on the plates, each kind once: of what knocks out, and by plates the most of what overprints.

    `samples`: the most that a picture has which knocks out.
    """

    under: frozenset[Plates]
    samples: float
    over: dict[str, float]

    @property
    def most(self) -> float:
        """No place can have more than the heaviest ground with everything that overprints it.

        A plate has no more than the ground or what overprints gives it: what overprints takes the place of what is on
        its own plates. Samples of pictures that overprint are of no plates that are known here, and add up.
        """
        over = sum(self.over.values())
        heaviest = max((_beyond(plates, self.over) for plates in self.under), default=0.0)
        return over + max(heaviest, self.samples)


def _beyond(plates: Plates, over: dict[str, float]) -> float:
    """What a ground has that nothing which overprints it takes the place of."""
    if "" in over:
        return sum(tint for _, tint in plates)
    return sum(max(tint - over.get(name, 0.0), 0.0) for name, tint in plates)


def check(view: View, demands: Demands, found: Findings) -> None:
    if demands.ink_limit is None or not found.wanted("ink-limit"):
        return
    limit, window = demands.ink_limit / 100, points(demands.ink_window)
    if _joined([_inks(run, view, demands) for run in view.runs]).most <= limit + 0.005:
        return
    grounds = [ground for run in view.runs for ground in _grounds(run, view, demands)]
    area = shared(view.bleed, view.media) or view.media
    if not _may_exceed(grounds, limit, area):
        return
    sheet = Sheet.of(area, grounds)
    if sheet is None:
        found.add("not-inspected", "the page has more inks over one another than are added up in good time")
        return
    if sheet.most() <= limit:
        return  # so has every mean of cells
    mean, box = sheet.heaviest(window)
    if mean > limit + 0.005:
        side = f"a square of {mm(box[2] - box[0]):.3g} mm"
        words = f"{mean * 100:.0f} % of ink on the mean of {side}; {demands.ink_limit:g} % are the limit (an estimate)"
        found.add("ink-limit", words, box)


def _may_exceed(grounds: Sequence[Ground], limit: float, area: Box) -> bool:
    """Whether a cell may have more than the limit: by bounds, then by the cells around what may have."""
    cell = cell_of(area)
    heavy = _heavy(grounds, limit, cell)
    if heavy is None:
        return True
    around = united(each.box for each in heavy)
    if around is None:
        return False
    reach = grown(around, 2 * cell)
    sheet = Sheet.of(area, [each for each in grounds if shared(each.box, reach)])
    return sheet is None or sheet.most() > limit


def _ground(painted: Painted, view: View, demands: Demands) -> Ground | None:
    ink, window = painted.ink, points(demands.ink_window)
    if painted.space and painted.space.names and {*painted.space.names} <= {*demands.die_lines, *demands.fold_lines}:
        return None
    if painted.picture is not None and not painted.picture.mask:
        samples = sampled(view.objects, painted.picture)
        return Ground(painted.box, (), 1.0, painted.overprint, samples)
    if ink is None or (ink.total is None and not painted.area):
        return None
    covers = painted.alpha
    if painted.kind == "text":
        covers *= 1.0 if painted.size * STEM >= window else TEXT_COVERS
    elif painted.kind == "stroke":
        wide = min(painted.box[2] - painted.box[0], painted.box[3] - painted.box[1])
        covers *= min(painted.size / wide, 1.0) if wide > 0 else 1.0
    elif len(painted.rects) > 4:
        covers *= 0.5
    return Ground(painted.box, ink.plates, covers, painted.overprint)


def _grounds(run: PaintedRun, view: View, demands: Demands) -> list[Ground]:
    def of_run(run: PaintedRun) -> list[Ground]:
        return [ground for each in run.items if (ground := _ground(each, view, demands)) is not None]

    return run.once("grounds", of_run)


def _inks(run: PaintedRun, view: View, demands: Demands) -> _Inks:
    """The same wherever the run is placed."""

    def of_source(source: PaintedRun) -> _Inks:
        if source.parts:
            return _joined([_inks(part, view, demands) for part in source.parts])
        kinds = {
            (each.kind, id(each.ink), id(each.space), each.overprint, id(each.picture)): each for each in source.items
        }
        grounds = [ground for each in kinds.values() if (ground := _ground(each, view, demands)) is not None]
        under = [each for each in grounds if not each.overprint]
        samples = max((each.samples.most for each in under if each.samples), default=0.0)
        plates = frozenset(each.plates for each in under)
        return _Inks(plates, samples, _most_over(each for each in grounds if each.overprint))

    return run.source.once("inks", of_source)


def _joined(several: Sequence[_Inks]) -> _Inks:
    over: dict[str, float] = {}
    for inks in several:
        for name, tint in inks.over.items():
            over[name] = max(over.get(name, 0.0), tint)
    under = frozenset[Plates]().union(*(inks.under for inks in several))
    return _Inks(under, max((inks.samples for inks in several), default=0.0), over)


def _most_over(grounds: Iterable[Ground]) -> dict[str, float]:
    """The most that each plate gets of grounds that overprint."""
    over: dict[str, float] = {}
    for each in grounds:
        for name, tint in each.plates:
            over[name] = max(over.get(name, 0.0), tint)
        if each.samples:
            over[""] = max(over.get("", 0.0), each.samples.most)
    return over


def _heavy(grounds: Sequence[Ground], limit: float, cell: float) -> list[Ground] | None:
    """The grounds that may have more than the limit with all that overprints within a cell of them; None where that
    is not the question.
    """
    above = [each for each in grounds if each.overprint]
    everywhere = _most_over(above)
    under = [each for each in grounds if not each.overprint]
    kinds = {(each.plates, id(each.samples)): each for each in under}  # few, of thousands
    most = {kind: each.with_all(everywhere) for kind, each in kinds.items()}
    heavy = [each for each in under if most[each.plates, id(each.samples)] > limit]
    if sum(everywhere.values()) > limit or len(heavy) * len(above) > MOST_PAIRS:
        return None

    def over(ground: Ground) -> dict[str, float]:
        reach = grown(ground.box, cell * 1.01)
        return _most_over(each for each in above if shared(each.box, reach))

    return [each for each in heavy if each.with_all(over(each)) > limit]


class _Mixed(dict[int, int]):
    """What becomes of cells under a ground: most cells of a row are alike, and each kind is mixed once."""

    def __init__(self, sheet: "Sheet", ground: Ground) -> None:
        self._sheet, self._ground = sheet, ground

    def __missing__(self, cell: int) -> int:
        self[cell] = mixed = self._sheet.number(_mix(self._sheet.tints[cell], self._ground))
        return mixed


def cell_of(area: Box) -> float:
    """The side of the cells that an area is parted into."""
    return float(max(CELL, ((area[2] - area[0]) * (area[3] - area[1]) / MOST_CELLS) ** 0.5))


class Sheet:
    """An area as square cells, each with the number of the tints that lie on it."""

    def __init__(self, area: Box) -> None:
        wide, high = area[2] - area[0], area[3] - area[1]
        self.cell = cell_of(area)
        self.area, self.work = area, 0
        self.columns, self.rows = max(int(wide / self.cell), 1), max(int(high / self.cell), 1)
        self.tints: list[Tints] = [()]
        self._numbers: dict[Tints, int] = {(): 0}
        self._rows: list[list[int]] = [[0] * self.columns for _ in range(self.rows)]
        self._mixed: dict[tuple[Plates, float, bool], _Mixed] = {}

    @classmethod
    def of(cls, area: Box, grounds: Iterable[Ground]) -> "Sheet | None":
        """With all of them on it; None where that is too much work."""
        sheet = cls(area)
        for ground in grounds:
            sheet.put(ground)
            if sheet.work > MOST_WORK:
                return None
        return sheet

    def number(self, tints: Tints) -> int:
        if tints not in self._numbers:
            self._numbers[tints] = len(self.tints)
            self.tints.append(tints)
        return self._numbers[tints]

    def put(self, ground: Ground) -> None:
        """On the cells whose middle it covers; what is thinner than a cell, with its part of one."""
        left, low, right, high = ground.box
        first, last, across = self._range(left - self.area[0], right - self.area[0], self.columns)
        bottom, top, down = self._range(low - self.area[1], high - self.area[1], self.rows)
        if across * down < 1:
            ground = ground._replace(covers=ground.covers * across * down)
        plain = ground.covers >= 1 and not ground.overprint and ground.samples is None
        self.work += (top - bottom) * (1 + (last - first) // (50 if plain else 1))
        flat = self.number(ground.plates) if plain else 0
        key = (ground.plates, ground.covers, ground.overprint)
        mixed = self._mixed.setdefault(key, _Mixed(self, ground))
        for y in range(bottom, top):
            row = self._rows[y]
            if ground.samples is not None:
                for x in range(first, last):
                    across = (self.area[0] + (x + 0.5) * self.cell - left) / (right - left)
                    up = (self.area[1] + (y + 0.5) * self.cell - low) / (high - low)
                    row[x] = self.number(ground.samples.at(across, 1 - up))
            elif plain:
                row[first:last] = [flat] * (last - first)
            else:
                row[first:last] = map(mixed.__getitem__, row[first:last])

    def _range(self, start: float, end: float, count: int) -> tuple[int, int, float]:
        """From which cell to which, and what part of them is covered."""
        if 0 < end - start < self.cell:
            cell = int((start + end) / 2 // self.cell)
            return (cell, cell + 1, (end - start) / self.cell) if 0 <= cell < count else (0, 0, 1.0)
        first = min(max(round(start / self.cell), 0), count)
        return first, min(max(round(end / self.cell), first), count), 1.0

    def most(self) -> float:
        """The tints of the cell that has most of them."""
        totals = self._totals()
        return max(totals[cell] for cell in set[int]().union(*self._rows))

    def _totals(self) -> list[float]:
        return [sum(tint for _, tint in tints) for tints in self.tints]

    def heaviest(self, window: float) -> tuple[float, Box]:
        """The largest mean of a window, and where it lies."""
        side = max(round(window / self.cell), 1)
        wide, high = min(side, self.columns), min(side, self.rows)
        totals = self._totals()
        above = [0.0] * (self.columns + 1)
        sums = [above]
        for row in self._rows:
            run, line = 0.0, [0.0]
            for place, cell in enumerate(row):
                run += totals[cell]
                line.append(above[place + 1] + run)
            sums.append(line)
            above = line
        best, where = -1.0, (0, 0)
        for y in range(self.rows - high + 1):
            low, top = sums[y], sums[y + high]
            for x in range(self.columns - wide + 1):
                total = top[x + wide] - top[x] - low[x + wide] + low[x]
                if total > best:
                    best, where = total, (x, y)
        left, bottom = self.area[0] + where[0] * self.cell, self.area[1] + where[1] * self.cell
        return best / (wide * high), (left, bottom, left + wide * self.cell, bottom + high * self.cell)


def _mix(under: Tints, ground: Ground) -> Tints:
    below, above, covers = dict(under), dict(ground.plates), ground.covers
    names = {*below, *above}
    return tuple(
        (name, below.get(name, 0.0) * (1 - covers) + _over(name, below, above, ground.overprint) * covers)
        for name in sorted(names)
    )


def _over(name: str, below: dict[str, float], above: dict[str, float], overprint: bool) -> float:
    """What overprints leaves the plates that it does not print on as they are."""
    return above.get(name, below.get(name, 0.0) if overprint else 0.0)
