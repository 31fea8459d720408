"""A workshop folder and what it names, loaded: kit, deck, brand, layouts, sheets, papers."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from generator import bundled
from generator.brand import Brand
from generator.codes import Key
from generator.deck import Card, Deck, load_deck
from generator.errors import NOWHERE, FileError, Place, Problems, did_you_mean
from generator.form import Form, load_forms
from generator.kit import blanks, worksheets
from generator.kit.copies import copy_of
from generator.kit.order import DEFAULT_SIDES, BlanksOrder, DeckOrder, Kit, PieceOrder, PostersOrder, WorksheetsOrder
from generator.kit.posters import as_deck, at_size, empty_words, load_posters
from generator.layout import CardLayout, Frame, Paper, RulesFrame, SheetLayout, Sides, Stock
from generator.sources import MergedMarks, read, read_merged

BUNDLED_WORKSHOP = "prepersonalization"
# What a command says of sheets goes for every piece; a layout is the deck's, and so are its sets.
FOR_ALL = ("sheet", "paper", "sides", "margin", "gutter", "order")
SHEET_KEYS = ("margin", "gutter", "columns", "rows", "crop_marks", "slug", "order")  # an order may say them otherwise

Model = TypeVar("Model")


@dataclass
class Print:
    """One piece of the kit, as it is ordered: its cards, and the layouts, sheet and paper that the order names."""

    piece: str  # deck, blanks, posters/<poster>
    kind: str  # of its things: card, blank or poster
    order: PieceOrder
    deck: Deck
    layouts: dict[str, CardLayout] = field(default_factory=dict)
    sheet: SheetLayout | None = None
    paper: Paper | None = None
    tiles: Paper | None = None  # on which it is printed in parts as well

    @property
    def layout(self) -> CardLayout | None:
        return self.layouts.get(self.order.layout)

    @property
    def sides(self) -> Sides:
        return self.order.sides or (DEFAULT_SIDES if self.layout and self.layout.back else "one-sided")

    @property
    def has_copies(self) -> bool:
        """Whether its cards are numbered copies, each with a code of its own."""
        return self.kind in (blanks.KIND, worksheets.KIND)

    @property
    def sets(self) -> int:
        return self.order.sets if isinstance(self.order, DeckOrder) else 1

    def key(self, card: Card) -> Key:
        """What names the printed thing for good: its code comes from it."""
        return (self.kind, card.category, copy_of(card)) if self.has_copies else (self.kind, card.id, "")


@dataclass
class Workshop:
    """What the sources say. Parts that could not be read are None and stand in `problems`."""

    folder: Path
    problems: Problems
    kit: Kit | None = None
    deck: Deck | None = None
    brand: Brand | None = None
    forms: dict[str, Form] = field(default_factory=dict)
    prints: dict[str, Print] = field(default_factory=dict)  # by the name of the piece


def with_stand_ins(shop: Workshop) -> Workshop:
    """The shop with a plain kit and brand in the place of those that could not be read."""
    if not shop.kit:
        shop.kit = Kit(id="unread", title="")
        _load_prints(shop)
    shop.brand = shop.brand or Brand()
    return shop


def bundled_workshop() -> Path:
    return bundled.folder("deck_sources") / BUNDLED_WORKSHOP


def load(folder: Path, overrides: dict[str, Any] | None = None, client: Path | None = None) -> Workshop:
    """Reads a workshop folder; `overrides` are keys of kit.yaml's `deck:` that a command set otherwise.

    `client` is a brand file that is worn over the kit's own brand. Every problem of every file is in the workshop's
    `problems`. Raises FileError where there is no such folder.
    """
    if not folder.is_dir():
        raise FileError(f"{folder}: no such folder; a workshop is a folder with a kit.yaml")
    problems = Problems()
    shop = Workshop(folder, problems)
    shop.kit = _kit(folder, overrides or {}, problems)
    shop.deck = load_deck(folder, problems)
    shop.brand = _brand(folder, shop.kit, client, problems)
    _load_prints(shop)
    return shop


def _kit(folder: Path, overrides: dict[str, Any], problems: Problems) -> Kit | None:
    kit = _read(folder, "kit.yaml", Kit, problems)
    if kit is None:
        return None
    on_blanks = {key: value for key, value in overrides.items() if key in FOR_ALL}
    if kit.blanks and "sheet" in on_blanks and not _fits_stock(folder, on_blanks["sheet"], kit.blanks, problems):
        del on_blanks["sheet"]
        on_blanks.pop("paper", None)
    blanks = replace(kit.blanks, **on_blanks) if kit.blanks else None
    return replace(kit, deck=replace(kit.deck, **overrides), blanks=blanks)


def _fits_stock(folder: Path, sheet: str, order: PieceOrder, problems: Problems) -> bool:
    """Whether a sheet that a command says for all pieces takes this one: stock has pieces of one size."""
    stock = _layout(folder, "sheets", sheet, NOWHERE, SheetLayout, Problems())
    layout = _layout(folder, "cards", order.layout, NOWHERE, CardLayout, Problems())
    if stock is None or stock.stock is None or layout is None or stock.stock.fits(layout.size):
        return True
    message = f"'{order.layout}' does not fit {stock.title}, so it stays on the sheet '{order.sheet}'"
    hint = "`layout` and `sheet` under `blanks:` in kit.yaml choose others"
    problems.warn(order.marks.of("layout"), message, hint, "stock-trim")
    return False


def _brand(folder: Path, kit: Kit | None, client: Path | None, problems: Problems) -> Brand | None:
    """The brand that the kit names, or a client's over it."""
    house = _house_brand(folder, kit, problems)
    if client is None or house is None:
        return house
    if not client.is_file():
        raise FileError(f"{client}: no such file; --brand takes a brand.yaml of the client")
    brand = read(client, Brand, problems, name=client.name, salvage=True)
    return brand.within(client.parent).over(house) if brand else None


def _house_brand(folder: Path, kit: Kit | None, problems: Problems) -> Brand | None:
    """A kit that names no brand may do without one."""
    name, where = (kit.brand, kit.marks.of("brand")) if kit else (Kit.brand, NOWHERE)
    if name == Kit.brand and not (folder / name).exists():
        return Brand()
    if not _inside(folder, name):
        problems.error(where, f"'{name}' lies outside the workshop folder", "copy it into the folder", "outside")
        return None
    brand = _read(folder, name, Brand, problems, where)
    return brand.within((folder / name).parent) if brand else None


def _inside(folder: Path, name: str) -> bool:
    return (folder / name).resolve().is_relative_to(folder.resolve())


def _read(folder: Path, name: str, model: type[Model], problems: Problems, asked: Place = NOWHERE) -> Model | None:
    path = folder / name
    if not path.is_file():
        where = Place(name) if asked == NOWHERE else asked
        problems.error(where, f"there is no {name} in this workshop", code="missing-file")
        return None
    return read(path, model, problems, name=name, salvage=True)


def _load_prints(shop: Workshop) -> None:
    """Each piece that the kit orders, with what its order names."""
    if shop.kit is None or shop.deck is None:
        return
    prints = [Print("deck", "card", shop.kit.deck, shop.deck)]
    if shop.kit.blanks and shop.kit.blanks.counts:
        empty = blanks.blank_deck(shop.deck, shop.kit.blanks, shop.problems)
        prints.append(Print("blanks", blanks.KIND, shop.kit.blanks, empty))
    for each in prints:
        _load_layouts(shop, each)
        _load_sheet(shop, each)
        _check_sides(shop, each)
        shop.prints[each.piece] = each
    if shop.kit.posters:
        _load_posters(shop, shop.kit.posters, shop.deck)
    shop.forms = load_forms(shop.folder, shop.problems)
    if shop.kit.worksheets:
        _load_worksheets(shop, shop.kit.worksheets, shop.deck)


def _load_posters(shop: Workshop, order: PostersOrder, deck: Deck) -> None:
    """Each poster as a piece of its own, its layout at the size that is ordered."""
    size = _paper(order.size, order.marks.of("size"), shop.problems)
    tiles = _paper(order.tiles, order.marks.of("tiles"), shop.problems) if order.tiles else None
    for poster in load_posters(shop.folder, order, shop.problems):
        layout = _layout(shop.folder, "posters", poster.layout, poster.marks.of("layout"), CardLayout, shop.problems)
        if layout is None or size is None:
            continue
        words = empty_words(layout, as_deck(poster, deck.head))
        each = Print(
            f"posters/{poster.id}", "poster", PieceOrder(layout=poster.layout, sheet="one-per-page"), words,
            layouts={poster.layout: replace(at_size(layout, size.size), name=poster.layout)}, tiles=tiles,
        )  # fmt: skip
        _load_sheet(shop, each)
        shop.prints[each.piece] = each


def _load_worksheets(shop: Workshop, order: WorksheetsOrder, deck: Deck) -> None:
    """Each form as a piece of its own, a page of the paper that is ordered."""
    paper = _paper(order.paper, order.marks.of("paper"), shop.problems)
    where = order.marks.of("layout")
    layout = _layout(shop.folder, "worksheets", order.layout, where, CardLayout, shop.problems)
    for form in worksheets.ordered_forms(order, shop.forms, shop.problems):
        if layout is None or paper is None:
            continue
        copies = worksheets.worksheet_deck(form, order.copies[form.id], deck.head)
        page = replace(worksheets.on_paper(layout, paper.size), name=order.layout)
        piece = PieceOrder(layout=order.layout, sheet="one-per-page", marks=order.marks)
        each = Print(f"worksheets/{form.id}", worksheets.KIND, piece, copies, layouts={order.layout: page})
        _load_sheet(shop, each)
        shop.prints[each.piece] = each


def _paper(name: str, where: Place, problems: Problems) -> Paper | None:
    papers = _papers(problems)
    if name not in papers:
        problems.error(where, f"there is no paper '{name}'", did_you_mean(name, papers), "unknown-paper")
    return papers.get(name)


def _papers(problems: Problems) -> dict[str, Paper]:
    path = bundled.folder("layouts") / "papers.yaml"
    return read(path, dict[str, Paper], problems, name="layouts/papers.yaml") or {}


def _load_layouts(shop: Workshop, each: Print) -> None:
    """The order's layout and, for the deck, those that categories and cards ask for, each once."""
    wanted: dict[str, Place] = {each.order.layout: each.order.marks.of("layout")}
    if each.kind != blanks.KIND:
        for category in each.deck.head.categories.values():
            if category.layout:
                wanted.setdefault(category.layout, category.marks.of("layout"))
        for card in each.deck.cards:
            if card.layout:
                wanted.setdefault(card.layout, card.place("layout"))
    for name, where in wanted.items():
        layout = _layout(shop.folder, "cards", name, where, CardLayout, shop.problems)
        if layout:
            each.layouts[name] = _ruled_as_ordered(replace(layout, name=name), each.order)


def _ruled_as_ordered(layout: CardLayout, order: PieceOrder) -> CardLayout:
    """With the ruling that the order wants instead of the layout's."""
    ruling = order.ruling if isinstance(order, BlanksOrder) else None
    if ruling is None:
        return layout

    def ruled(frames: dict[str, Frame]) -> dict[str, Frame]:
        return {
            name: replace(frame, pattern=ruling) if isinstance(frame, RulesFrame) else frame
            for name, frame in frames.items()
        }

    return replace(layout, front=ruled(layout.front), back=ruled(layout.back))


def _check_sides(shop: Workshop, each: Print) -> None:
    """Sides that are about backs need a layout that has one."""
    if each.layout and not each.layout.back and each.sides in ("backs-only", "gutter-fold"):
        message = f"the layout '{each.order.layout}' has no back to print {each.sides}"
        where = each.order.marks.of("sides")
        shop.problems.error(where, message, "print one-sided, or choose another layout", "no-back")


def _load_sheet(shop: Workshop, each: Print) -> None:
    order = each.order
    sheet = _layout(shop.folder, "sheets", order.sheet, order.marks.of("sheet"), SheetLayout, shop.problems)
    papers = _papers(shop.problems)
    if sheet is None:
        return
    said = {key: getattr(order, key) for key in SHEET_KEYS}
    said = {key: value for key, value in said.items() if value is not None}
    if order.paper and _takes(order.paper, sheet, order, shop.problems):
        said["paper"] = order.paper
    marks = MergedMarks(order.marks, frozenset(said), sheet.marks)
    fitting = _fitting(shop.folder, each.layout, sheet.stock)
    each.sheet = replace(sheet, name=order.sheet, marks=marks, fitting=fitting, **said)
    if not each.sheet.paper:
        return
    each.paper = papers.get(each.sheet.paper)
    if each.paper is None:
        hint = did_you_mean(each.sheet.paper, papers)
        shop.problems.error(marks.of("paper"), f"there is no paper '{each.sheet.paper}'", hint, "unknown-paper")


def _takes(paper: str, sheet: SheetLayout, order: PieceOrder, problems: Problems) -> bool:
    """Whether the sheet may have another paper: stock is the paper."""
    if sheet.stock is None or paper == sheet.paper:
        return True
    message = f"the paper '{paper}' is not that of the sheet '{order.sheet}': {sheet.title}"
    problems.error(order.marks.of("paper"), message, "leave the paper out, or choose another sheet", "stock")
    return False


def _fitting(folder: Path, layout: CardLayout | None, stock: Stock | None) -> tuple[str, ...]:
    """The layouts that fit a stock; looked for only where the ordered one does not."""
    if stock is None or layout is None or stock.fits(layout.size):
        return ()
    layouts = (
        (name, _layout(folder, "cards", name, NOWHERE, CardLayout, Problems())) for name in _known(folder, "cards")
    )
    return tuple(name for name, other in layouts if other and stock.fits(other.size))


def _known(folder: Path, kind: str) -> list[str]:
    """The names of the layouts that there are."""
    places = (folder / "layouts" / kind, bundled.folder("layouts") / kind)
    return sorted({path.stem for place in places for path in place.glob("*.yaml")})


def _layout(folder: Path, kind: str, name: str, where: Place, model: type[Model], problems: Problems) -> Model | None:
    """A layout by name: the workshop's own `layouts/<kind>/<name>.yaml`, else the bundled one."""
    own, ours = folder / "layouts" / kind, bundled.folder("layouts") / kind

    def find(asked: str) -> Path | None:
        plain = asked and all(sign.isalnum() or sign in "-_" for sign in asked)
        return next((path for place in (own, ours) if plain and (path := place / f"{asked}.yaml").is_file()), None)

    if find(name) is None:
        hint = did_you_mean(name, _known(folder, kind))
        problems.error(where, f"there is no layout '{name}' in layouts/{kind}", hint, "unknown-layout")
        return None
    called = f"layouts/{kind}/"
    return read_merged(name, find, model, problems, asked=where, called=lambda path: called + path.name, salvage=True)
