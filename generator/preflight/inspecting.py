"""A PDF and what is asked of it in, findings out. Damaged, encrypted and foreign files give findings too."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from generator.preflight import (
    cross_reference,
    ink_colours,
    ink_coverage,
    of_boxes,
    of_codes,
    of_file,
    of_pictures,
    of_standard,
    of_words,
)
from generator.preflight.across_files import AcrossFiles
from generator.preflight.boxes import within
from generator.preflight.demands import Demands
from generator.preflight.findings import Call, Finding, FindingNotes, Findings
from generator.preflight.interpreter import Interpreter
from generator.preflight.objects import MAX_BYTES, Box, Locked, Objects, Page, Unreadable
from generator.preflight.painted import is_text
from generator.preflight.painted_runs import PaintedRun
from generator.preflight.stores import MOST_STEPS, Budget, Stores
from generator.preflight.tokens import statements
from generator.preflight.typefaces import Typeface
from generator.preflight.view import View

Check = Callable[[View, Demands, Findings], None]
_ONE_BY_ONE: tuple[Check, ...] = (
    of_boxes.check_marks,
    of_boxes.check_borders,
    ink_colours.check,
    of_words.check,
    of_pictures.check,
)
LETTER: Box = (0.0, 0.0, 612.0, 792.0)  # where a page says no size


class Report(NamedTuple):
    """`readable`: pages were found and looked at. `pages`: how many."""

    findings: tuple[Finding, ...]
    pages: int
    readable: bool
    left_off: int = 0

    @property
    def errors(self) -> int:
        return sum(finding.severity.value == "error" for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        counted = {"errors": self.errors, "warnings": len(self.findings) - self.errors, "left_off": self.left_off}
        found = [finding.as_dict() for finding in self.findings]
        return {"readable": self.readable, "pages": self.pages, **counted, "findings": found}


def inspect(source: bytes, demands: Demands, steps: int = MOST_STEPS, known: AcrossFiles | None = None) -> Report:
    """Raises nothing for what the file holds. `steps`: how much of its content is looked at; `known`: by others."""
    found = Findings(demands)
    try:
        objects = Objects(source, known)
    except Locked as fault:
        found.add("encrypted", f"the file is encrypted and cannot be opened ({fault})")
        found.add("not-inspected", "nothing of its pages could be looked at")
        return Report(tuple(found), 0, True)
    except Unreadable as fault:
        found.add("damaged", f"this is no PDF, or too damaged to read ({fault})")
        return Report(tuple(found), 0, False)
    for words in cross_reference.faults(source):
        found.add("cross-reference", words)
    count = _Inspection(objects, demands, found, Stores(objects, Budget(steps), known)).run()
    if not count:
        found.add("damaged", "the file has no pages")
    return Report(tuple(found), count, count > 0, found.left_off)


def claim_of(source: bytes) -> str:
    """The PDF/X that a file says it is, such as PDF/X-4; nothing where it says none or cannot be read."""
    try:
        return of_standard.claim(Objects(source))
    except (Locked, Unreadable):  # the inspection says so
        return ""


class _Inspection:
    """The pages one after another: what a page paints is forgotten with it."""

    def __init__(self, objects: Objects, demands: Demands, found: Findings, stores: Stores) -> None:
        self._objects, self._demands, self._found = objects, demands, found
        self._budget, self._stores = stores.budget, stores
        self._fonts: dict[Typeface, int] = {}  # and the page where each is first

    def run(self) -> int:
        objects, demands, found = self._objects, self._demands, self._found
        sizes: list[tuple[float, float]] = []
        for page in objects.pages():
            found.page = page.number
            sizes.append(self._page(page))
        for font, number in self._fonts.items():
            found.page = number
            of_words.check_font(font, found)
        found.page = 0
        if sizes:
            self._guarded(lambda: of_file.check_sizes(sizes, demands, found))
            self._guarded(lambda: of_file.check_sides(sizes, objects, demands, found))
        self._guarded(lambda: of_file.check(objects, demands, found))
        self._guarded(lambda: of_standard.check(objects, demands, found))
        for words in objects.faults:
            found.add("damaged", words)
        if self._budget.left <= 0:
            found.add("not-inspected", "the file holds more than is looked at in good time; the end of it was left out")
        return len(sizes)

    def _page(self, page: Page) -> tuple[float, float]:
        """Judges a page; gives its trim size."""
        sizes = [(0.0, 0.0)]

        def look() -> None:
            view = self._view(page)
            sizes.append(view.size)
            self._check(view)

        self._guarded(look)
        return sizes[-1]

    def _guarded(self, look: Callable[[], None]) -> None:
        """The last net: one page must not keep the others from being looked at."""
        try:
            look()
        except Exception as fault:  # whatever it is, it is said, and the other pages are looked at
            own = f" ({type(fault).__name__})" if type(fault).__module__ == "builtins" else ""
            self._found.add("not-inspected", f"a part of it could not be looked at{own}")

    def _view(self, page: Page) -> View:
        objects = self._objects
        media = objects.box(page, "/MediaBox") or LETTER
        shown = objects.box(page, "/CropBox") or media
        trim = objects.box(page, "/TrimBox") or objects.box(page, "/ArtBox") or shown
        bleed = objects.box(page, "/BleedBox") or trim
        self._found.corner = (media[0], media[3])
        reader = Interpreter(objects, self._stores, self._budget, page, media)
        reader.run(statements(b"\n".join(self._contents(page))))
        reader.close_run()
        for each in (*chain.from_iterable(map(_fonts_of, reader.runs)), *reader.unseen):
            self._fonts.setdefault(each, page.number)
        bleed = bleed if within(trim, bleed, 0.05) else trim
        return View(objects, page, media, trim, bleed, tuple(reader.runs), reader.notes)

    def _contents(self, page: Page) -> Iterator[bytes]:
        most = MAX_BYTES
        for stream in self._objects.items(dict.get(page.entries, "/Contents")):
            data = self._stores.content(stream)
            most -= len(data)
            if most < 0 or not self._budget.read(len(data)):
                self._found.add("not-inspected", "the page holds more than is looked at in good time")
                return
            yield data

    def _check(self, view: View) -> None:
        found, demands = self._found, self._demands
        for note, times in view.notes.items():
            found.add(note.rule, note.words, note.box, times)
        of_boxes.check(view, demands, found)
        for check in _ONE_BY_ONE:
            for run in view.runs:
                for call in run.once((check, view.edges), partial(self._calls, check, view)):
                    found.add(*call)
        of_codes.check(view, demands, found)
        ink_coverage.check(view, demands, found)
        of_standard.check_group(view, demands, found)
        of_file.check_page(view, found)

    def _calls(self, check: Check, view: View, run: PaintedRun) -> list[Call]:
        """What a check that looks at one painting after the other has to say of some."""
        notes = FindingNotes(self._demands)
        check(view._replace(runs=(run,)), self._demands, notes)
        return notes.calls


def _fonts_of(run: PaintedRun) -> dict[Typeface, None]:
    if not run.any(is_text):
        return {}
    return run.once("fonts", lambda run: {each.font: None for each in run.which(is_text) if each.font is not None})
