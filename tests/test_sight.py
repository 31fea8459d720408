"""Categories are told apart by whoever looks at them; a whole brand is spread out of one colour."""

import shutil
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from test_palette import SIGHTS as PUBLISHED
from test_palette import lab as published_lab

from generator import sight
from generator.colours import Colour
from generator.compose.colouring import readable
from generator.compose.grounds import LEAST_CONTRAST
from generator.kit.workshop import bundled_workshop, load
from generator.sight import alike, difference, least_difference
from generator.spread import APART, furniture, spread

LEAST_IN_GREY = 1.35  # of neighbours
BRANDS = {
    "pale yellow": "#fff6a8", "near-black": "#0b0b0d", "neon": "#39ff14", "blue": "#1b6ca8", "grey": "#808080",
    "red": "#e60000", "pink": "#ff00aa", "olive": "#7a7a10", "black": "#000000", "white": "#ffffff",
}  # fmt: skip
STARTER = Path(__file__).parents[1] / "deck_sources/starter"


def named(*values: str) -> dict[str, Colour]:
    return {value: Colour.from_hex(value) for value in values}


def test_sights_agree_with_the_matrices_as_published() -> None:
    for one, other in combinations(("#7c9f33", "#bf2f2a", "#2a62b0", "#fbc440", "#101010"), 2):
        first, second = Colour.from_hex(one), Colour.from_hex(other)
        pairs = zip(sight.SIGHTS, ("full colour", "deuteranopia", "protanopia"), strict=True)
        for ours, theirs in pairs:
            apart = float(np.linalg.norm(published_lab(first, theirs) - published_lab(second, theirs)))
            assert difference(first, second, ours) == pytest.approx(apart, abs=1e-6)
    assert len(PUBLISHED) == len(sight.SIGHTS)


@pytest.mark.parametrize(
    ("values", "seen_by"),
    [
        (("#1b6ca8", "#1b6caa"), "for anybody"),
        (("#b0563c", "#6f7a2c"), "for deuteranopes"),
        (("#8a1f18", "#3f3c1a"), "for protanopes"),
        (("#0b6e74", "#b02c2c"), "in grey"),
    ],
)
def test_two_that_somebody_takes_for_one_another_are_a_pair(values: tuple[str, str], seen_by: str) -> None:
    pair = alike(named(*values))
    assert pair is not None
    assert pair.sight == seen_by
    assert alike({"before": Colour.from_hex("#ffffff"), **named(*values)}) == pair
    assert alike(named(values[0], "#ffffff")) is None


def test_in_grey_only_neighbours_have_to_differ() -> None:
    """Of eight colours two that lie far apart may be as dark as one another: their names tell them apart."""
    sea, white, brick = (Colour.from_hex(value) for value in ("#0b6e74", "#ffffff", "#b02c2c"))
    assert alike({"sea": sea, "white": white, "brick": brick}) is None


@pytest.mark.parametrize("start", BRANDS.values(), ids=BRANDS)
@pytest.mark.parametrize("count", [1, 2, 6, 8])
def test_one_colour_is_spread_until_all_are_told_apart(start: str, count: int) -> None:
    colour = Colour.from_hex(start)
    layers = spread(colour, count)
    assert len(layers) == count
    assert colour in layers
    assert min((one.contrast(other) for one, other in pairwise(layers)), default=21) >= LEAST_IN_GREY
    assert min((least_difference(one, other) for one, other in combinations(layers, 2)), default=APART) >= APART
    made = furniture(colour)
    for ground in (*layers, made["ground"], made["paper"]):
        assert readable(ground, made["ink"], made["paper"]).contrast(ground) >= LEAST_CONTRAST
    assert made["muted"].contrast(made["ground"]) >= LEAST_CONTRAST


def brand(folder: Path, words: str) -> Path:
    (folder / "brand.yaml").write_text(words, encoding="utf-8")
    return folder / "brand.yaml"


@pytest.mark.parametrize("words", ['layers: {from: "#fff6a8"}', 'colours: {lemon: "#fff6a8"}'])
def test_a_brand_of_one_colour_is_a_whole_one(words: str, tmp_path: Path) -> None:
    """Nothing of the house's colours is left, and no finding."""
    house = load(bundled_workshop())
    worn = load(bundled_workshop(), client=brand(tmp_path, f"client: One\n{words}\n"))
    assert list(worn.problems) == []
    assert house.brand is not None
    assert worn.brand is not None
    assert worn.deck is not None
    ours, theirs = house.brand.palette(), worn.brand.palette()
    white = {"#ffffff", "#000000"}
    assert {colour.hex for colour in ours.values()} & {colour.hex for colour in theirs.values()} <= white
    layers = [theirs[category.colour] for category in worn.deck.head.categories.values()]
    assert [colour.hex for colour in layers] == [colour.hex for colour in spread(Colour.from_hex("#fff6a8"), 8)]
    assert theirs["accent"].hex == "#fff6a8"


def test_what_a_brand_says_itself_stays(tmp_path: Path) -> None:
    words = 'layers: {from: "#0a7d5c"}\naccent: layer-2\ncolours: {layer-2: "#123456", ink: "#111111"}\n'
    worn = load(bundled_workshop(), client=brand(tmp_path, words)).brand
    assert worn is not None
    palette = worn.palette()
    assert [palette[name].hex for name in ("layer-2", "ink", "accent")] == ["#123456", "#111111", "#123456"]


def test_a_brand_that_names_all_of_its_colours_needs_none_out_of_one(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(STARTER, tmp_path / "mine"))
    own = 'colours: {sea: "#0b6e74", brick: "#a8322d"}'
    (folder / "brand.yaml").write_text(f'layers: {{from: "#1b6ca8"}}\n{own}\n', encoding="utf-8")
    palette = load(folder).brand.palette()
    assert (palette["sea"].hex, palette["brick"].hex) == ("#0b6e74", "#a8322d")
    assert palette["ground"].hex == furniture(Colour.from_hex("#1b6ca8"))["ground"].hex


ALL = ", ".join(f'{name}: "#1b6ca8"' for name in (*(f"layer-{number}" for number in range(1, 7)), "risk", "aside"))


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (ALL, "#1b6ca8"),
        (f'{ALL}, mine: "#c8102e"', "#c8102e"),  # its accent
        (f'{ALL}, muted: "#444444"', ""),  # it has thought of it
        (ALL.replace("aside", "mine"), ""),  # a colour of the house is left
    ],
)
def test_where_all_colours_are_the_clients_what_they_stand_on_goes_with_them(
    words: str, start: str, tmp_path: Path
) -> None:
    accent = "accent: mine\n" if "mine" in words else ""
    worn = load(bundled_workshop(), client=brand(tmp_path, f"{accent}colours: {{{words}}}\n")).brand
    house = load(bundled_workshop()).brand
    assert worn is not None
    assert house is not None
    expected = furniture(Colour.from_hex(start)) if start else house.palette()
    for name in ("ink", "ground"):
        assert worn.palette()[name].hex == expected[name].hex
    assert load(bundled_workshop()).brand.palette()["ground"].hex == "#fbf4e6"


def test_a_workshop_of_its_own_spreads_its_colour_too(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(STARTER, tmp_path / "mine"))
    brand(folder, 'layers: {from: {rgb: "#0a7d5c", cmyk: "85 20 70 10"}}\n')
    shop = load(folder)
    assert list(shop.problems) == []
    assert shop.brand is not None
    assert [shop.brand.palette()[name].hex for name in ("sea", "brick")].count("#0a7d5c") == 1
    wrong = load(Path(shutil.copytree(STARTER, tmp_path / "other")), client=brand(folder, 'layers: {of: "#0a7d5c"}\n'))
    assert [problem.where.line for problem in wrong.problems] == [1]


@pytest.mark.parametrize(
    ("brick", "found"), [('"#0b6e75"', ["ΔE 0.6 for anybody"]), ('"#b02c2c"', ["1.08:1 in grey"]), ('"#a8322d"', [])]
)
def test_categories_that_look_alike_are_one_finding_at_their_line(brick: str, found: list[str], tmp_path: Path) -> None:
    client = brand(tmp_path, f'colours:\n  sea: "#0b6e74"\n  brick: {brick}\n')
    problems = [problem for problem in load(STARTER, client=client).problems if problem.code == "alike-colours"]
    assert [problem.where.line for problem in problems] == [3] * len(found)
    for problem, words in zip(problems, found, strict=True):
        assert f"'start' and 'stuck' are hardly told apart ({words})" in problem.message
        assert not problem.is_error


def test_one_colour_for_two_categories_is_meant(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(STARTER, tmp_path / "mine"))
    deck = folder / "deck.yaml"
    deck.write_text(deck.read_text("utf-8").replace("colour: brick", "colour: sea"), encoding="utf-8")
    assert list(load(folder).problems) == []
