"""Draws the kit anew when its sources change, in a thread of its own: one change at a time, the newest wins.

A folder and what a command said in, a state out, at any moment. What was drawn last is kept until it can be replaced.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from generator.brand import Brand
from generator.deck import Card
from generator.errors import FileError, Place, Problem, SourceError, by_cause, in_short
from generator.kit.check import check
from generator.kit.workshop import Workshop, load
from generator.screen_colours import day, night
from generator.studio.drawn_kit import ordered, print_pieces
from generator.studio.findings import findings
from generator.studio.shown import PreviewState, ShownPiece
from generator.studio.watch import Stamps, Watch

PAUSE = 0.2  # seconds between two looks at the sources
SETTLING = 0.08  # and while an editor is still writing


class _Overtaken(Exception):
    """The sources say something else by now: the rest need not be drawn."""


@dataclass(frozen=True)
class PreviewOptions:
    """What the command was told."""

    folder: Path
    overrides: dict[str, Any]
    client: Path | None = None
    profile: str = ""
    language: str = ""

    def load(self) -> Workshop:
        """A translation may be looked at while it is being made: what is missing in it is a warning."""
        shop = load(self.folder, self.overrides, self.client, self.profile, self.language)
        shop.original = None
        if shop.words:
            shop.words.report(shop.problems, is_error=False)
        return shop


class Redrawing:
    """The state that pages show. `look_at` tells which piece somebody has before them: it is drawn first."""

    def __init__(self, asked: PreviewOptions, title: str = "") -> None:
        """`title` is what the kit is called until it is drawn."""
        self.asked = asked
        self._watch = Watch(asked.folder, [asked.client] if asked.client else [])
        self._seen: Stamps = {}
        self._known: tuple[Card, ...] = ()  # of the last good print
        self._shop: Workshop | None = None  # that is drawn, as it was read
        self._state = PreviewState(title=title)
        self._lock = Lock()
        self._looked_at = "deck"
        self._stopped, self._woken = Event(), Event()
        self._thread = Thread(target=self._run, name="redrawing", daemon=True)

    @property
    def state(self) -> PreviewState:
        with self._lock:
            return self._state

    def stamps(self) -> Stamps:
        """Of the sources as they are now."""
        return self._watch.look()

    def look_at(self, piece: str) -> None:
        self._looked_at = piece.partition("/")[0]

    def start(self) -> None:
        self._thread.start()

    def stop(self, *, waits: bool = True) -> None:
        """`waits`: until what is being drawn is done."""
        self._stopped.set()
        self._woken.set()
        if waits and self._thread.is_alive():
            self._thread.join()

    def wake(self) -> None:
        """Something was written whole: it is drawn at once, and not at the next look."""
        self._woken.set()

    def draw(self) -> None:
        """Once, whatever has changed."""
        self._seen = self._watch.look()
        self._redraw()

    def _run(self) -> None:
        self.draw()
        while not self._stopped.is_set():
            is_whole = self._woken.wait(PAUSE)
            self._woken.clear()
            now = self._watch.look()
            if now != self._seen and not self._stopped.is_set():
                self._seen = now if is_whole else self._settled(now)
                self._redraw()

    def _settled(self, now: Stamps) -> Stamps:
        """How the sources are once nobody writes: editors empty a file before they fill it."""
        while not self._stopped.wait(SETTLING):
            later = self._watch.look()
            if later == now:
                break
            now = later
        return now

    def _publish(self, **changes: Any) -> None:
        with self._lock:
            self._state = replace(self._state, version=self._state.version + 1, **changes)

    def _redraw(self) -> None:
        self._publish(is_drawing=True, round=self.state.round + 1)
        self._shop = None
        try:
            self._draw_round()
        except Exception as error:  # whatever it is, the next change gets another chance
            words = f"prepdeck itself failed here, which it should not: {type(error).__name__}: {error}"
            problem = Problem(Place(), words, "please report it with the sources that led to it", "failed")
            self._show_findings([problem], None)  # what failed is not asked again

    def _draw_round(self) -> None:
        try:
            found = self._drawn()
        except SourceError as error:
            found = [*error.problems, *self._others()]
        except FileError as error:
            found = [Problem(Place(), str(error))]
        if found is not None:
            self._show_findings(found, self._shop or self._readable())

    def _drawn(self) -> list[Problem] | None:
        """What is to be said of a kit that was drawn whole; None where the sources changed meanwhile."""
        shop = self._shop = self.asked.load()
        self._seen |= self._watch.also([*named_files(shop.brand), *([shop.client] if shop.client else [])])
        names = list(shop.pieces)

        def show(piece: ShownPiece) -> None:
            if piece.name == "deck":
                self._known = shop.deck.cards if shop.deck else ()
            self._show(shop, names, piece)
            if self._stopped.is_set() or self._watch.look() != self._seen:
                raise _Overtaken

        with suppress(_Overtaken):
            print_pieces(ordered(shop, self._looked_at), self.state.round, show)
            return shop.problems.sorted()
        return None

    def _readable(self) -> Workshop | None:
        with suppress(FileError):
            return self.asked.load()
        return None

    def _others(self) -> list[Problem]:
        """Every problem that there is: one piece may have hidden another's."""
        with suppress(FileError):
            return check(self.asked.load(), None, lambda done, total: None, press=False)
        return []

    def _show(self, shop: Workshop, order: Sequence[str], drawn: ShownPiece) -> None:
        """A piece in the place of what it was, in the order of the kit; what is none of its pieces any more goes."""
        state = self.state
        others = [piece for piece in state.pieces if piece.name != drawn.name and piece.name in order]
        pieces = sorted([*others, drawn], key=lambda piece: order.index(piece.name))
        replaced = [piece for piece in state.pieces if piece.name == drawn.name]
        before = state.before | {name: file for piece in replaced for name, file in piece.files.items()}
        title = shop.kit.title if shop.kit else state.title
        palette = (shop.brand or Brand()).palette()
        accents = day(palette)["accent"].hex, night(palette)["accent"].hex
        self._publish(pieces=tuple(pieces), before=before, title=title, accents=accents)

    def _show_findings(self, problems: Iterable[Problem], shop: Workshop | None) -> None:
        told = sorted(dict.fromkeys(problems), key=lambda each: (not each.is_error, each.where, each.message))
        found = findings(in_short(by_cause(told)), shop, self._known, self.asked.folder, shop.client if shop else None)
        self._publish(is_drawing=False, findings=found)


def named_files(brand: Brand | None) -> list[Path]:
    """The logo and the fonts of a brand, which may lie beside a client's file."""
    if brand is None:
        return []
    logo = [brand.logo.folder / name for name in (brand.logo.file, brand.logo.on_dark) if name] if brand.logo else []
    fonts = [font.folder / named.file for font in brand.fonts.values() for named in font.files.values()]
    return [*logo, *fonts]
