"""What can be chosen in kit.yaml: sections with their choices, what is chosen now, and what else there is."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from generator import bundled
from generator.errors import Problems
from generator.kit.request import catalogue
from generator.kit.request.kit_yaml import Kit
from generator.kit.workshop import Workshop
from generator.layout import CardLayout, Paper
from generator.sources import read, read_merged

MOST_COPIES = 99
MOST_SETS = 40
MOST_PEOPLE = 300
JOIN = "join"
PAPERS = ("a4", "letter")  # of the kit; others where they are chosen already
LARGE = ("a0", "a1", "a2", "a3", "ansi-d", "ansi-c", "tabloid")
SIDES = ("two-sided-long-edge", "two-sided-short-edge", "one-sided", "gutter-fold")
PLAIN = "plain"

Kind = Literal["one", "pictured", "number", "many"]


class PieceOption(NamedTuple):
    value: str
    label: str = ""  # of the workshop or the catalogue; else the page has words for the value
    size: tuple[float, float] = (0, 0)  # mm, of what is drawn beside it


class PieceChoice(NamedTuple):
    """One value of kit.yaml."""

    path: tuple[str, ...]
    kind: Kind
    now: str  # as a form has it; of many the values with commas between
    options: tuple[PieceOption, ...] = ()
    label: str = ""  # where the page has no words for it
    most: int = 0  # of a number
    least: int = 0
    shows: str = ""  # the piece that it is about

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(part for part in self.now.split(",") if part)


class PieceSection(NamedTuple):
    """A part of kit.yaml: what is chosen of one kind of piece."""

    name: str
    choices: tuple[PieceChoice, ...] = ()
    is_ordered: bool = True
    is_needed: bool = False  # it cannot be left out
    begins: object = None  # what is written where it is ordered anew


def sections(kit: Kit, shop: Workshop) -> list[PieceSection]:
    """In the order of the page. `kit` is as the file says now; what the workshop has is as it was last read."""
    made = (_kit(kit), _deck(kit, shop), _blanks(kit, shop), _posters(kit, shop), _join(kit, shop))
    more = (_worksheets(kit, shop), _box(kit, shop), _guide(kit, shop), _catalogue(kit, shop))
    order = PieceSection("order", (), kit.order is not None, begins={})
    return [section for section in (*made, *more, order) if section]


def _kit(kit: Kit) -> PieceSection:
    paper = kit.paper or PAPERS[0]
    profiles = (PieceOption("", ""), *(PieceOption(name, title) for name, title in _profiles().items()))
    return PieceSection(
        "kit",
        (
            PieceChoice(("paper",), "pictured", paper, _papers(dict.fromkeys((*PAPERS, paper)))),
            PieceChoice(("profile",), "one", kit.profile, profiles),
        ),
        is_needed=True,
    )


def _deck(kit: Kit, shop: Workshop) -> PieceSection:
    order = kit.deck
    sides = order.sides or ""  # as the profile of the printer says, else on the long edge
    choices = [
        PieceChoice(("deck", "sets"), "number", str(order.sets), most=MOST_SETS, least=1),
        PieceChoice(("deck", "layout"), "one", order.layout, _layouts(shop.folder, order.layout)),
        PieceChoice(("deck", "sides"), "pictured", sides, tuple(map(PieceOption, dict.fromkeys(("", *SIDES, sides))))),
        PieceChoice(("deck", "backs"), "one", order.backs, (PieceOption("own"), PieceOption("common"))),
    ]
    if shop.deck and shop.deck.head.selections:
        named = tuple(PieceOption(name, name) for name in shop.deck.head.selections)
        choices.insert(
            1, PieceChoice(("deck", "selection"), "one", order.selection or "all", (*named, PieceOption("all")))
        )
    return PieceSection("deck", tuple(choices), is_needed=True)


def _blanks(kit: Kit, shop: Workshop) -> PieceSection:
    counts = kit.blanks.counts if kit.blanks else {}
    names = {name: category.name for name, category in (shop.deck.head.categories if shop.deck else {}).items()}
    choices = (
        PieceChoice(("blanks", "counts", name), "number", str(counts.get(name, 0)), label=names.get(name, ""),
               most=MOST_COPIES)
        for name in dict.fromkeys((*names, *counts, PLAIN))
    )  # fmt: skip
    return PieceSection("blanks", tuple(choices), kit.blanks is not None, begins={"counts": {PLAIN: 8}})


def _posters(kit: Kit, shop: Workshop) -> PieceSection | None:
    there = [path.stem for path in sorted((shop.folder / "posters").glob("*.yaml")) if path.stem != JOIN]
    if not there and kit.posters is None:
        return None
    titles = {name.partition("/")[2]: _title(shop, name) for name in shop.pieces if name.startswith("posters/")}
    named = kit.posters.names if kit.posters else ()
    options = tuple(PieceOption(name, titles.get(name) or name) for name in dict.fromkeys((*named, *there)))
    size = kit.posters.size if kit.posters else ""
    choices = (
        PieceChoice(("posters", "names"), "many", ",".join(named or there), options),
        PieceChoice(
            ("posters", "size"),
            "one",
            size,
            (PieceOption(""), *_papers(dict.fromkeys((*LARGE, *filter(None, [size]))))),
        ),
    )
    return PieceSection("posters", choices, kit.posters is not None, begins={})


def _join(kit: Kit, shop: Workshop) -> PieceSection | None:
    is_there = (shop.folder / "posters" / f"{JOIN}.yaml").is_file()
    return PieceSection(JOIN, (), kit.join is not None, begins={}) if is_there or kit.join else None


def _worksheets(kit: Kit, shop: Workshop) -> PieceSection | None:
    copies = kit.worksheets.copies if kit.worksheets else {}
    titles = {name: form.title for name, form in shop.forms.items()}
    names = dict.fromkeys((*copies, *titles))
    if not names:
        return None
    choices = (
        PieceChoice(("worksheets", "copies", name), "number", str(copies.get(name, 0)), label=titles.get(name) or name,
               most=MOST_COPIES, shows=f"worksheets/{name}")
        for name in names
    )  # fmt: skip
    return PieceSection(
        "worksheets", tuple(choices), kit.worksheets is not None, begins={"copies": dict.fromkeys(names, 1)}
    )


def _box(kit: Kit, shop: Workshop) -> PieceSection | None:
    return (
        PieceSection("box", (), kit.box is not None, begins={})
        if kit.box or (shop.folder / "box.yaml").is_file()
        else None
    )


def _guide(kit: Kit, shop: Workshop) -> PieceSection | None:
    if kit.guide is None and not (shop.folder / "guide.yaml").is_file():
        return None
    people, layout = (str(kit.guide.participants), kit.guide.layout) if kit.guide else ("10", "booklet")
    layouts = tuple(PieceOption(name) for name in dict.fromkeys(("guide", "booklet", layout)))
    choices = (
        PieceChoice(("guide", "participants"), "number", people, most=MOST_PEOPLE, least=1),
        PieceChoice(("guide", "layout"), "one", layout, layouts),
    )
    return PieceSection("guide", choices, kit.guide is not None, begins={})


def _catalogue(kit: Kit, shop: Workshop) -> PieceSection | None:
    is_there = kit.catalogue is not None or (shop.folder / "catalogue.yaml").is_file()
    return PieceSection("catalogue", (), kit.catalogue is not None, begins={}) if is_there else None


def _title(shop: Workshop, piece: str) -> str:
    cards = shop.pieces[piece].deck.cards
    words = cards[0].values.get("title") if cards else ""
    return words if isinstance(words, str) else ""


def _papers(names: Mapping[str, None]) -> tuple[PieceOption, ...]:
    known = _known_papers()
    return tuple(
        PieceOption(name, known[name].title, (known[name].width, known[name].height))
        if name in known
        else PieceOption(name, name)
        for name in names
        if name in known or name
    )


def _layouts(folder: Path, now: str) -> tuple[PieceOption, ...]:
    """Those of cards that are printed, not those of blank ones; and the workshop's own."""
    own = {path.stem: path.stem for path in sorted((folder / "layouts/cards").glob("*.yaml"))}
    known = {**_card_layouts(), **own}
    return tuple(PieceOption(name, title) for name, title in {**known, now: known.get(now, now)}.items())


@cache
def _known_papers() -> dict[str, Paper]:
    return read(bundled.folder("layouts") / "papers.yaml", dict[str, Paper], Problems(), salvage=True) or {}


@cache
def _profiles() -> dict[str, str]:
    return catalogue.profiles()


@cache
def _card_layouts() -> dict[str, str]:
    """The title of each, with its size."""
    return {name: f"{layout.title} ({layout.size[0]:g} × {layout.size[1]:g} mm)" for name, layout in _bundled_cards()}


def _bundled_cards() -> Iterator[tuple[str, CardLayout]]:
    folder = bundled.folder("layouts") / "cards"

    def find(name: str) -> Path | None:
        path = folder / f"{name}.yaml"
        return path if path.is_file() else None

    for path in sorted(folder.glob("*.yaml")):
        layout = read_merged(path.stem, find, CardLayout, Problems(), salvage=True)
        if layout and not path.stem.startswith("blank"):
            yield path.stem, layout
