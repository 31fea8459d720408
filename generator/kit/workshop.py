"""A workshop folder and what it names, loaded: kit, deck, brand, layouts, sheets, papers."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from generator import bundled
from generator.brand import Brand
from generator.deck import Deck, load_deck
from generator.errors import NOWHERE, FileError, Place, Problems, did_you_mean
from generator.kit.order import DEFAULT_SIDES, DeckOrder, Kit
from generator.layout import CardLayout, Paper, SheetLayout, Sides
from generator.sources import MergedMarks, read, read_merged

BUNDLED_WORKSHOP = "prepersonalization"

Model = TypeVar("Model")


@dataclass
class Workshop:
    """What the sources say. Parts that could not be read are None and stand in `problems`."""

    folder: Path
    problems: Problems
    kit: Kit | None = None
    deck: Deck | None = None
    brand: Brand | None = None
    layouts: dict[str, CardLayout] = field(default_factory=dict)
    sheet: SheetLayout | None = None
    paper: Paper | None = None

    @property
    def layout(self) -> CardLayout | None:
        return self.layouts.get(self.kit.deck.layout) if self.kit else None

    @property
    def sides(self) -> Sides:
        said = self.kit.deck.sides if self.kit else None
        return said or (DEFAULT_SIDES if self.layout and self.layout.back else "one-sided")


def with_stand_ins(shop: Workshop) -> Workshop:
    """The shop with a plain kit and brand in the place of those that could not be read."""
    if not shop.kit:
        shop.kit = Kit(id="unread", title="")
        _load_layouts(shop)
        _load_sheet(shop, shop.kit.deck)
    shop.brand = shop.brand or Brand()
    return shop


def bundled_workshop() -> Path:
    return bundled.folder("deck_sources") / BUNDLED_WORKSHOP


def load(folder: Path, overrides: dict[str, Any] | None = None) -> Workshop:
    """Reads a workshop folder; `overrides` are keys of kit.yaml's `deck:` that a command set otherwise.

    Every problem of every file is in the workshop's `problems`. Raises FileError where there is no such folder.
    """
    if not folder.is_dir():
        raise FileError(f"{folder}: no such folder; a workshop is a folder with a kit.yaml")
    problems = Problems()
    shop = Workshop(folder, problems)
    shop.kit = _kit(folder, overrides or {}, problems)
    shop.deck = load_deck(folder, problems)
    shop.brand = _brand(folder, shop.kit, problems)
    _load_layouts(shop)
    if shop.kit:
        _load_sheet(shop, shop.kit.deck)
    return shop


def _kit(folder: Path, overrides: dict[str, Any], problems: Problems) -> Kit | None:
    kit = _read(folder, "kit.yaml", Kit, problems)
    return replace(kit, deck=replace(kit.deck, **overrides)) if kit else None


def _brand(folder: Path, kit: Kit | None, problems: Problems) -> Brand | None:
    """The brand that the kit names; a kit that names none of its own may do without."""
    name, where = (kit.brand, kit.marks.of("brand")) if kit else (Kit.brand, NOWHERE)
    if name == Kit.brand and not (folder / name).exists():
        return Brand()
    if not _inside(folder, name):
        problems.error(where, f"'{name}' lies outside the workshop folder", "copy it into the folder", "outside")
        return None
    return _read(folder, name, Brand, problems, where)


def _inside(folder: Path, name: str) -> bool:
    return (folder / name).resolve().is_relative_to(folder.resolve())


def _read(folder: Path, name: str, model: type[Model], problems: Problems, asked: Place = NOWHERE) -> Model | None:
    path = folder / name
    if not path.is_file():
        where = Place(name) if asked == NOWHERE else asked
        problems.error(where, f"there is no {name} in this workshop", code="missing-file")
        return None
    return read(path, model, problems, name=name, salvage=True)


def _load_layouts(shop: Workshop) -> None:
    """The kit's layout and those that categories and cards ask for, each once."""
    wanted: dict[str, Place] = {}
    if shop.kit:
        wanted[shop.kit.deck.layout] = shop.kit.deck.marks.of("layout")
    if shop.deck:
        for category in shop.deck.head.categories.values():
            if category.layout:
                wanted.setdefault(category.layout, category.marks.of("layout"))
        for card in shop.deck.cards:
            if card.layout:
                wanted.setdefault(card.layout, card.place("layout"))
    for name, where in wanted.items():
        layout = _layout(shop.folder, "cards", name, where, CardLayout, shop.problems)
        if layout:
            shop.layouts[name] = replace(layout, name=name)


def _load_sheet(shop: Workshop, order: DeckOrder) -> None:
    sheet = _layout(shop.folder, "sheets", order.sheet, order.marks.of("sheet"), SheetLayout, shop.problems)
    papers = read(
        bundled.folder("layouts") / "papers.yaml", dict[str, Paper], shop.problems, name="layouts/papers.yaml"
    )
    if sheet is None or papers is None:
        return
    said = {key: getattr(order, key) for key in ("margin", "gutter", "columns", "rows", "crop_marks", "slug")}
    said = {key: value for key, value in said.items() if value is not None}
    if order.paper:
        said["paper"] = order.paper
    marks = MergedMarks(order.marks, frozenset(said), sheet.marks)
    shop.sheet = replace(sheet, name=order.sheet, marks=marks, **said)
    if not shop.sheet.paper:
        return
    shop.paper = papers.get(shop.sheet.paper)
    if shop.paper is None:
        hint = did_you_mean(shop.sheet.paper, papers)
        shop.problems.error(marks.of("paper"), f"there is no paper '{shop.sheet.paper}'", hint, "unknown-paper")


def _layout(folder: Path, kind: str, name: str, where: Place, model: type[Model], problems: Problems) -> Model | None:
    """A layout by name: the workshop's own `layouts/<kind>/<name>.yaml`, else the bundled one."""
    own, ours = folder / "layouts" / kind, bundled.folder("layouts") / kind

    def find(asked: str) -> Path | None:
        plain = asked and all(sign.isalnum() or sign in "-_" for sign in asked)
        return next((path for place in (own, ours) if plain and (path := place / f"{asked}.yaml").is_file()), None)

    if find(name) is None:
        known = sorted({path.stem for place in (own, ours) for path in place.glob("*.yaml")})
        hint = did_you_mean(name, known)
        problems.error(where, f"there is no layout '{name}' in layouts/{kind}", hint, "unknown-layout")
        return None
    called = f"layouts/{kind}/"
    return read_merged(name, find, model, problems, asked=where, called=lambda path: called + path.name, salvage=True)
