"""The shapes that a workshop may name: its own layouts, the bundled ones, papers. Each file is read once."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from generator import bundled
from generator.errors import NOWHERE, Place, Problems, did_you_mean
from generator.geometry import Size
from generator.layout import SIDES, Box, CardLayout, Paper, Profile, SheetLayout, Stock
from generator.sources import Items, Map, Node, read, read_merged

Model = TypeVar("Model")
BLANK = "blank"  # the layout of cards to write on; those of other sizes are named blank-…


def is_blank(name: str) -> bool:
    return name == BLANK or name.startswith(f"{BLANK}-")


def without_former(layout: Map, problems: Problems) -> Map:
    """A layout over the one that it extends, without what it says of frames that the other has no more: a frame that
    says its own kind is one of its own.
    """
    former = layout.get("former")
    names = set(former) if isinstance(former, Items) else set()
    amended = dict(layout)
    for side in SIDES:
        frames = layout.get(side)
        for name, frame in frames.items() if isinstance(frames, Map) else ():
            if name in names and isinstance(frame, Map) and isinstance(frames, Map) and "kind" not in frame:
                message = f"the layout that is extended has no frame '{name}' any more, so this is left out"
                problems.warn(frames.marks.key(name), message, "take it out, or say its kind too", "former-frame")
                left = {key: each for key, each in frames.items() if key != name}
                frames = amended[side] = Map(left, frames.marks)
    return Map(amended, layout.marks)


class Shelf:
    """Looks layouts up by their names: in the workshop's `layouts/<kind>/` first, then among the bundled ones."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self.folder, self.problems = folder, problems
        self._places = (folder / "layouts", bundled.folder("layouts"))
        self._read: dict[tuple[str, str], Any] = {}
        self._parents: dict[Path, tuple[Node, bool]] = {}  # layouts that others extend

    def card(self, name: str, where: Place, kind: str = "cards") -> CardLayout | None:
        """The layout of a card, poster or worksheet; a problem at `where` if there is none of that name."""
        return self._layout(kind, name, where, CardLayout)

    def sheet(self, name: str, where: Place) -> SheetLayout | None:
        return self._layout("sheets", name, where, SheetLayout)

    def profile(self, name: str, where: Place) -> Profile | None:
        return self._layout("profiles", name, where, Profile)

    def paper(self, name: str, where: Place) -> Paper | None:
        if name not in self.papers:
            hint = did_you_mean(name, self.papers) or "`prepdeck list papers` shows what there is"
            self.problems.error(where, f"there is no paper '{name}'", hint, "unknown-paper")
        return self.papers.get(name)

    @cached_property
    def papers(self) -> dict[str, Paper]:
        path = self._places[-1] / "papers.yaml"
        return read(path, dict[str, Paper], self.problems, name="layouts/papers.yaml") or {}

    def fitting(self, stock: Stock, *, blank: bool) -> tuple[str, ...]:
        """The names of the card layouts that go on a stock: those to write on, or those for the words of cards."""
        return tuple(name for name in self.cards_of(stock.fits) if is_blank(name) == blank)

    def cards_of(self, fits: Callable[[Size], bool]) -> tuple[str, ...]:
        """The names of the card layouts of such a size."""
        quiet = Shelf(self.folder, Problems())
        layouts = ((name, quiet.card(name, NOWHERE)) for name in self.names("cards"))
        return tuple(name for name, layout in layouts if layout and fits(layout.size))

    def names(self, kind: str) -> list[str]:
        """The layouts that there are."""
        return sorted({path.stem for place in self._places for path in (place / kind).glob("*.yaml")})

    def _find(self, kind: str, name: str) -> Path | None:
        plain = name and all(sign.isalnum() or sign in "-_" for sign in name)
        paths = (place / kind / f"{name}.yaml" for place in self._places if plain)
        return next((path for path in paths if path.is_file()), None)

    def _layout(self, kind: str, name: str, where: Place, model: type[Model]) -> Model | None:
        if self._find(kind, name) is None:
            hint = did_you_mean(name, self.names(kind))
            what = "profile" if kind == "profiles" else "layout"
            self.problems.error(where, f"there is no {what} '{name}' in layouts/{kind}", hint, f"unknown-{what}")
            return None
        if (kind, name) not in self._read:
            self._read[kind, name] = read_merged(
                name,
                lambda asked: self._find(kind, asked),
                model,
                self.problems,
                asked=where,
                called=lambda path: f"layouts/{kind}/{path.name}",
                salvage=True,
                threes=Box.AXES,
                amend=without_former if model is CardLayout else None,
                parents=self._parents,
            )
        return cast("Model | None", self._read[kind, name])
