"""The bundled colours: ink that dries, text that reads, layers that colour-blind people tell apart."""

import colorsys
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

import numpy as np
import pytest

from generator.colours import Colour
from generator.compose.colouring import for_category, readable
from generator.compose.second_ink import table_of
from generator.kit.workshop import bundled_workshop, load

LAYERS = ("raw-data", "actionable-data", "segments", "patterns", "interactions", "goals")  # from the foot up
MOST_INK = 240  # per cent; also what uncoated office paper bears
LEAST_SPOT = 5  # per cent; a press may lose a dot smaller than this
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
LEAST_GREY, LEAST_BESIDE = 1.35, 20  # of neighbours: a ratio of contrast, ΔE of CIE 1976
LEAST_DIFFERENCE = 10  # CIEDE2000; 1 is what a trained eye sees side by side

Palette = Mapping[str, Colour]

# Machado, Oliveira, Fernandes: A physiologically-based model for simulation of color vision deficiency (2009)
SIGHTS = {
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "full colour": np.eye(3),
}
_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_D65 = _XYZ.sum(axis=1)


def lab(colour: Colour, sight: str) -> np.ndarray:
    """CIELAB (D65) of a colour as somebody of that sight has it."""
    encoded = np.array(colour[:3])
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    x, y, z = (_XYZ @ np.clip(SIGHTS[sight] @ linear, 0, 1)) / _D65
    fx, fy, fz = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """CIEDE2000 (ISO/CIE 11664-6)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1 + 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25**7)))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = (h1 + h2) / 2 if abs(h1 - h2) <= 180 else ((h1 + h2) / 2 + 180) % 360
    hue = hue if c1 * c2 else h1 + h2
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    t = 1 + sum(size * np.cos(np.radians(times * hue + shift)) for size, times, shift in waves)
    dl = (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    bend = np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))
    twist = -2 * np.sqrt(chroma**7 / (chroma**7 + 25**7)) * np.sin(bend)
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + twist * dc * dh))


# What breaks a rule: one line a fault.


def builds_astray(palette: Palette) -> Iterator[str]:
    """Colours without a build, with more ink than dries, or with dots that a press loses."""
    for name, colour in palette.items():
        parts = [100 * part for part in colour.cmyk or ()]
        if not parts:
            yield f"{name} has no CMYK build"
        if sum(parts) > MOST_INK + 1e-6:
            yield f"{name} has {sum(parts):.0f} % of ink"
        if any(0 < part < LEAST_SPOT for part in parts):
            yield f"{name} has a part under {LEAST_SPOT} %"


def unreadable(categories: Palette, palette: Palette) -> Iterator[str]:
    """Grounds on which the text that is set there falls short."""
    ink, paper, cream = palette["ink"], palette["paper"], palette["ground"]
    pairs = [("ink on cream", ink, cream), ("muted on cream", palette["muted"], cream), ("ink on paper", ink, paper)]
    for name, colour in categories.items():
        pairs.append((f"text on {name}", readable(colour, ink, paper), colour))
        pairs.append((f"ink on the tint of {name}", ink, for_category(colour, palette)["category-tint"]))
    for what, text, ground in pairs:
        if text.contrast(ground) < LEAST_CONTRAST:
            yield f"{what}: {text.contrast(ground):.2f} to 1"


def confused(categories: Palette) -> Iterator[str]:
    """Families that look alike to people of one sight or another."""
    for sight in SIGHTS:
        for (one, first), (other, second) in combinations(categories.items(), 2):
            apart = difference(lab(first, sight), lab(second, sight))
            if apart < LEAST_DIFFERENCE:
                yield f"{one} and {other}, {sight}: {apart:.1f}"


def merging(categories: Palette) -> Iterator[str]:
    """Families that lie side by side and differ too little in grey, or for colour-blind people (CIE 1976)."""
    for (one, first), (other, second) in pairwise(categories.items()):
        if first.contrast(second) < LEAST_GREY:
            yield f"{one} and {other}, grey: {first.contrast(second):.2f}"
        for sight in SIGHTS:
            apart = float(np.linalg.norm(lab(first, sight) - lab(second, sight)))
            if apart < LEAST_BESIDE:
                yield f"{one} and {other}, {sight}: {apart:.1f}"


def steps(colours: list[Colour]) -> list[float]:
    """Degrees of hue from each colour to the next, the short way round."""
    hues = [colorsys.rgb_to_hsv(*colour[:3])[0] * 360 for colour in colours]
    return [(after - before + 180) % 360 - 180 for before, after in pairwise(hues)]


def hues_astray(layers: Palette) -> Iterator[str]:
    """Steps between neighbours that turn back or are too small to be felt, and a round that closes."""
    turns = steps(list(layers.values()))
    forward = np.sign(sum(turns))
    for (before, after), turn in zip(pairwise(layers), turns, strict=True):
        if turn * forward < 15:
            yield f"{before} to {after}: {turn:.0f} degrees"
    if abs(sum(turns)) > 330:
        yield "the tip has the hue of the foot"


@pytest.fixture(scope="module")
def palette() -> dict[str, Colour]:
    brand = load(bundled_workshop()).brand
    assert brand
    return brand.palette()


@pytest.fixture(scope="module")
def categories(palette: Palette) -> dict[str, Colour]:
    deck = load(bundled_workshop()).deck
    assert deck
    return {name: palette[category.colour] for name, category in deck.head.categories.items()}


@pytest.fixture(scope="module")
def layers(categories: Palette) -> dict[str, Colour]:
    assert tuple(categories)[: len(LAYERS)] == LAYERS  # a legend lists them in this order
    return {name: categories[name] for name in LAYERS}


def test_builds_dry_and_hold_their_dots(palette):
    assert list(builds_astray(palette)) == []


def test_shades_derived_for_a_category_dry(categories, palette):
    derived = {
        f"{name}, {role}": for_category(colour, palette)[role]
        for name, colour in categories.items()
        for role in ("category-tint", "category-deep")
    }
    assert [fault for fault in builds_astray(derived) if "ink" in fault or "no CMYK" in fault] == []


def test_text_reads_on_every_ground(categories, palette):
    assert list(unreadable(categories, palette)) == []


def test_families_are_told_apart_by_every_sight(categories):
    assert list(confused(categories)) == []


def test_neighbours_are_told_apart_in_grey_and_by_every_sight(categories):
    assert list(merging(categories)) == []


def test_second_inks_are_seen_on_their_family_and_on_its_table(categories, palette):
    brand, deck = load(bundled_workshop()).brand, load(bundled_workshop()).deck
    for name, colour in categories.items():
        second = palette[brand.colours[deck.head.categories[name].colour].second]
        assert min(second.contrast(ground) for ground in (colour, table_of(colour))) >= 3


def test_hues_of_the_layers_step_in_one_direction(layers):
    assert list(hues_astray(layers)) == []


def test_builds_step_as_the_screen_colours_do(layers):
    """A build typed for the wrong colour would show here: plain inks turned into light, roughly."""
    for name, colour in layers.items():
        c, m, y, k = colour.cmyk
        printed = Colour(*((1 - part) * (1 - k) for part in (c, m, y)))
        [turn] = steps([colour, printed])
        assert abs(turn) < 30, f"{name}: the build is {turn:.0f} degrees from the screen's hue"


# Planted faults.


def test_heavy_missing_and_faint_builds_are_caught(palette):
    heavy = palette["ink"]._replace(cmyk=(0.8, 0.7, 0.6, 0.31))
    assert list(builds_astray({"heavy": heavy})) == ["heavy has 241 % of ink"]
    assert list(builds_astray({"edge": heavy._replace(cmyk=(0.8, 0.7, 0.6, 0.3))})) == []
    assert list(builds_astray({"bare": palette["ink"]._replace(cmyk=None)})) == ["bare has no CMYK build"]
    assert list(builds_astray({"faint": heavy._replace(cmyk=(0.04, 0.5, 0, 0))})) == ["faint has a part under 5 %"]


def test_middling_grounds_are_caught(palette):
    soft = palette | {"ink": Colour.from_hex("#555555")}
    assert list(unreadable({"mud": Colour.from_hex("#808080")}, soft)) == ["text on mud: 3.95 to 1"]
    pale = palette | {"ink": Colour.from_hex("#8a8a8a")}
    faults = list(unreadable({"night": Colour.from_hex("#101040")}, pale))
    assert [fault.split(":")[0] for fault in faults] == ["ink on cream", "ink on paper", "ink on the tint of night"]
    dim = palette | {"muted": Colour.from_hex("#999999")}
    assert [fault.split(":")[0] for fault in unreadable({}, dim)] == ["muted on cream"]


@pytest.mark.parametrize(
    ("one", "other", "blind"),
    [
        ("#b0563c", "#6f7a2c", "deuteranopia"),  # the red and the green of equal weight
        ("#7d1f1a", "#45401a", "protanopia"),
    ],
)
def test_colours_that_merge_for_some_are_caught(one, other, blind):
    faults = list(confused({"one": Colour.from_hex(one), "other": Colour.from_hex(other)}))
    assert any(blind in fault for fault in faults)
    assert not any("full colour" in fault for fault in faults)


def test_neighbours_that_merge_are_caught():
    sea, basil = Colour.from_hex("#22a096"), Colour.from_hex("#87ac37")
    assert any("grey: 1.22" in fault for fault in merging({"one": sea, "other": basil}))
    tomato = Colour.from_hex("#c0392b")
    assert any("deuteranopia" in fault for fault in merging({"one": Colour.from_hex("#6f7a2c"), "other": tomato}))


def test_hues_that_turn_back_are_caught(layers):
    swapped = dict(zip(layers, [*list(layers.values())[:3], *reversed(list(layers.values())[3:])], strict=True))
    assert list(hues_astray(swapped))
    doubled = dict(layers) | {"segments": layers["actionable-data"]}
    assert any("actionable-data to segments" in fault for fault in hues_astray(doubled))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Sharma, Wu, Dalal (2005), the pairs that probe each turn of the formula
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_difference_agrees_with_published_pairs(one, other, expected):
    assert difference(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


def test_simulated_sights_leave_greys_grey():
    """The rows of each matrix sum to one, so a mistyped number shows."""
    for sight, matrix in SIGHTS.items():
        assert matrix.sum(axis=1) == pytest.approx(np.ones(3), abs=2e-6), sight
