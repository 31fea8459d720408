"""What preflight found: which rule, how grave, on which page, where, and how to mend it."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from generator.errors import Severity
from generator.geometry import Rect
from generator.preflight.demands import Demands
from generator.preflight.objects import Box
from generator.preflight.rules import RULES
from generator.units import MM_PER_POINT

MOST_OF_A_RULE = 400  # pages that one rule names


class Use(NamedTuple):
    """Of a picture that may stand in many places: what is wrong with it is said once, where it is worst."""

    picture: str  # the same for the same picture, in other files too
    measure: float  # how bad it is there


class Finding(NamedTuple):
    """`page` from 1, 0 for the file; `place` in mm from the top left corner of the page; `times` it was met there.

    Of a `picture` it is where it is worst; `others` are the other pages, and `times` counts them too.
    """

    rule: str
    severity: Severity
    page: int
    place: Rect | None
    what: str
    times: int = 1
    picture: str = ""
    others: tuple[int, ...] = ()

    @property
    def pages(self) -> list[int]:
        """All on which it was met, in order."""
        return sorted({self.page, *self.others} - {0})

    @property
    def code(self) -> str:
        return RULES[self.rule].code

    @property
    def mend(self) -> str:
        return RULES[self.rule].mend

    def as_dict(self) -> dict[str, Any]:
        place = {name: round(side, 2) for name, side in zip("xywh", self.place, strict=True)} if self.place else None
        words = {"code": self.code, "rule": self.rule, "severity": self.severity.value, "page": self.page or None}
        return words | {"pages": self.pages, "place": place, "what": self.what, "times": self.times, "mend": self.mend}


class Findings:
    """Collects what is found, as the demands want it. `top`: where the page's upper edge and left edge lie."""

    def __init__(self, demands: Demands) -> None:
        self._demands = demands
        self._found: dict[tuple[str, int, str], Finding] = {}
        self._worst: dict[tuple[str, str], float] = {}
        self._pages: dict[str, int] = {}
        self.page = 0
        self.corner = (0.0, 0.0)

    def wanted(self, rule: str) -> bool:
        return self._demands.level(rule) != "off"

    def add(self, rule: str, what: str, box: Box | None = None, times: int = 1, use: Use | None = None) -> None:
        level = self._demands.level(rule)
        if level == "off":
            return
        if use is not None:
            self._add_use(Finding(rule, Severity(level), self.page, self._place(box), what, times, use.picture), use)
            return
        key = (rule, self.page, what)
        known = self._found.get(key)
        if known is not None:
            self._found[key] = known._replace(times=known.times + times)
            return
        count = self._pages[rule] = self._pages.get(rule, 0) + 1
        if count <= MOST_OF_A_RULE:
            self._found[key] = Finding(rule, Severity(level), self.page, self._place(box), what, times)

    def _add_use(self, new: Finding, use: Use) -> None:
        """One finding a picture, with the words of the worst of its uses."""
        key = (new.rule, 0, new.picture)
        known = self._found.get(key)
        if known is None:
            self._found[key], self._worst[new.rule, new.picture] = new, use.measure
            return
        times, pages = known.times + new.times, {known.page, new.page, *known.others}
        if use.measure > self._worst[new.rule, new.picture]:
            known, self._worst[new.rule, new.picture] = new, use.measure
        self._found[key] = known._replace(times=times, others=tuple(sorted(pages - {known.page})))

    def _place(self, box: Box | None) -> Rect | None:
        if box is None:
            return None
        left, top = self.corner
        sides = (box[0] - left, top - box[3], box[2] - box[0], box[3] - box[1])
        return Rect(*(round(side * MM_PER_POINT, 2) for side in sides))

    def __iter__(self) -> Iterator[Finding]:
        """Errors first, by code, then by page."""
        grave = {Severity.ERROR: 0, Severity.WARNING: 1}
        return iter(sorted(self._found.values(), key=lambda each: (grave[each.severity], each.code, each.page)))

    @property
    def left_off(self) -> int:
        return sum(max(count - MOST_OF_A_RULE, 0) for count in self._pages.values())


Call = tuple[str, str, Box | None, int, Use | None]


class FindingNotes(Findings):
    """What would be added, to be said again wherever the same is true."""

    def __init__(self, demands: Demands) -> None:
        super().__init__(demands)
        self.calls: list[Call] = []

    def add(self, rule: str, what: str, box: Box | None = None, times: int = 1, use: Use | None = None) -> None:
        self.calls.append((rule, what, box, times, use))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]
