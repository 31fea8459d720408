"""One paper for the whole kit: a command's goes before a piece's own, that before the kit's, that before A4."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from generator.errors import NOWHERE, Place, Problems
from generator.kit.request.kit_yaml import (
    BoxOrder,
    CatalogueOrder,
    GuideOrder,
    JoinOrder,
    Kit,
    PieceOrder,
    SheetOrder,
    WorksheetsOrder,
)
from generator.kit.request.shelf import Shelf
from generator.layout import Paper
from generator.sources import read

DEFAULT = "a4"
ON_THE_WALL = "a1"  # the size of posters
OPTION = Place("--paper")

Page = TypeVar("Page", JoinOrder, WorksheetsOrder, BoxOrder, GuideOrder, CatalogueOrder, SheetOrder)
Sheets = TypeVar("Sheets", bound=PieceOrder)


def on_papers(kit: Kit, asked: str, shelf: Shelf, *, sheet_asked: bool = False) -> Kit:
    """The kit with the paper of each order filled in, and its own; `asked` is a command's.

    `sheet_asked`: the command names the sheet too, and its paper is that sheet's other paper, whatever it is. A name
    that is no paper is a problem once, and counts as none.
    """
    papers = _Papers(_known(asked, OPTION, shelf), _known(kit.paper, kit.marks.of("paper"), shelf), shelf.papers)

    def page(order: Page) -> Page:
        return replace(order, paper=papers.page(order.paper))

    def sheets(order: Sheets) -> Sheets:
        return replace(order, paper=papers.asked) if sheet_asked and papers.asked else _on_paper(order, papers, shelf)

    posters = kit.posters
    if posters:
        tiles = "" if posters.tiles == "" else papers.page(posters.tiles or "")
        posters = replace(posters, size=papers.wall(posters.size), tiles=tiles)
    box = kit.box and replace(page(kit.box), grows=kit.box.grows or bool(papers.asked))
    return replace(
        kit,
        paper=papers.page(""),
        deck=sheets(kit.deck),
        blanks=kit.blanks and sheets(kit.blanks),
        posters=posters,
        join=kit.join and page(kit.join),
        worksheets=kit.worksheets and page(kit.worksheets),
        box=box,
        guide=kit.guide and page(kit.guide),
        catalogue=kit.catalogue and page(kit.catalogue),
        order=kit.order and page(kit.order),
    )


def paper_of(folder: Path) -> str:
    """What the kit in a folder is printed on; A4 where there is none, or it does not say."""
    path, problems = folder / "kit.yaml", Problems()
    kit = read(path, Kit, problems, salvage=True) if path.is_file() else None
    return kit.paper if kit and _known(kit.paper, NOWHERE, Shelf(folder, problems)) else DEFAULT


@dataclass(frozen=True)
class _Papers:
    """Which paper is meant, by names that are known; empty: nobody says."""

    asked: str
    of_kit: str
    known: Mapping[str, Paper]

    def page(self, own: str) -> str:
        """The paper of a piece that names this one, or none.

        Who asks for Letter wants the papers of that family: a piece that has A3 of its own gets Tabloid.
        """
        if not self.asked:
            return own or self.of_kit or DEFAULT
        is_plain = DEFAULT in (self.asked, self.known[self.asked].like)
        return self._like(own, self.asked) or self.asked if is_plain else self.asked

    def wall(self, own: str) -> str:
        """The size of posters: a page's paper decides its family alone."""
        size, leader = own or ON_THE_WALL, self.asked or ("" if own else self.of_kit)
        return self._like(size, leader) or size

    def _like(self, own: str, leader: str) -> str:
        """The paper that takes the place of `own` in the family of another; empty where it is of that family."""
        if own not in self.known or leader not in self.known:
            return ""
        family, its = self.known[leader].family, self.known[own]
        if its.family == family:
            return ""
        alike = (name for name, paper in self.known.items() if own == paper.like or its.like == name)
        return next((name for name in alike if self.known[name].family == family), "")


def _known(name: str, where: Place, shelf: Shelf) -> str:
    return name if name and shelf.paper(name, where) else ""


def _on_paper(order: Sheets, papers: _Papers, shelf: Shelf) -> Sheets:
    """Cards lie on a sheet, which has a paper. Stock is its paper, and a page for each card has none."""
    sheet = Shelf(shelf.folder, Problems()).sheet(order.sheet, NOWHERE)
    if sheet is None or sheet.stock or not sheet.paper:
        return order
    is_named = order.sheet != PieceOrder.sheet or order.marks.of("sheet") != order.marks.here
    own = order.paper or (sheet.paper if is_named else "")
    paper = papers.page(own)
    return order if paper == sheet.paper and not order.paper else replace(order, paper=paper)
