"""A whole brand out of one colour: a ladder of colours from dark to light that are told apart, and what they stand on.

Each rung is as much lighter than the one before as the next one is than it, so neighbours differ in grey; hue and
strength change as little as they must for colour-blind people to tell any two apart.
"""

from collections.abc import Iterator, Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from math import exp, inf, log

from generator.colours import BLACK, WHITE, Colour
from generator.sight import least_difference

APART = 15.0  # ΔE (CIE 1976) of any two, for everybody
DARKEST, LIGHTEST = 0.062, 0.85  # luminance + 0.05 of the ends, unless the colour itself lies beyond them
TURNS = (0, 20, -20, 40, -40, 60, -60, 90, -90, 180)  # degrees of hue
FULLER = (0.0, -0.3, 0.3, -0.6, 0.6, -1.0)  # added to the saturation
COOL = 215 / 360  # the hue in which greys are tinted, or its opposite
INK = 0.0018  # the most luminance of an ink that is read at 4.5:1 wherever white is not
PALE = 0.93  # the share of white in the ground
MUTED, QUIET = 5.5, 0.2  # contrast of quiet words with the ground, and their most saturation
BLACK_INK, MUTED_INK = (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 0.72)  # small type is one ink on a press


def spread(start: Colour, count: int) -> list[Colour]:
    """`count` colours from dark to light, `start` itself among them where it fits best."""
    if not count:
        return []
    rungs = _rungs(start.luminance + 0.05, count)
    place = rungs.index(start.luminance + 0.05)
    chosen: dict[int, Colour] = {place: start}
    for index in sorted(range(count), key=lambda index: abs(index - place)):
        if index != place:
            chosen[index] = _apart(start, rungs[index] - 0.05, list(chosen.values()))
    return [chosen[index] for index in range(count)]


def _rungs(own: float, count: int) -> list[float]:
    """Luminance + 0.05 of each, in equal ratios under and over the one that is given."""
    low, high = min(own, DARKEST), max(own, LIGHTEST)

    def steps(below: int) -> tuple[float, float]:
        """Logarithms of the ratios, below and above; where nothing stands there, the other one."""
        above = count - 1 - below
        under = log(own / low) / below if below else inf
        over = log(high / own) / above if above else inf
        return under, over

    below = max(range(count), key=lambda below: min(steps(below)))
    under, over = steps(below)
    ladder = [own * exp(-under * step) for step in range(below, 0, -1)]
    return [*ladder, own, *(own * exp(over * step) for step in range(1, count - below))]


def _apart(start: Colour, luminance: float, others: Sequence[Colour]) -> Colour:
    """The first of that lightness that is far enough from all others, else the one that is farthest."""
    best, farthest = start, -1.0
    for candidate in _candidates(start, luminance):
        least = min(least_difference(candidate, other) for other in others)
        if least >= APART:
            return candidate
        if least > farthest:
            best, farthest = candidate, least
    return best


def _candidates(start: Colour, luminance: float) -> Iterator[Colour]:
    """Of that luminance: in its own hue first."""
    hue, _, saturation = rgb_to_hls(*start[:3])
    hue = hue if saturation > 0.02 else COOL
    for turn in TURNS:
        for more in FULLER:
            yield of_luminance((hue + turn / 360) % 1, min(max(saturation + more, 0.0), 1.0), luminance)


def of_luminance(hue: float, saturation: float, luminance: float) -> Colour:
    """As a screen writes it: in whole steps of 1/255."""
    dark, light = 0.0, 1.0
    for _ in range(16):
        middle = (dark + light) / 2
        if Colour(*hls_to_rgb(hue, middle, saturation)).luminance < luminance:
            dark = middle
        else:
            light = middle
    return Colour.from_hex(Colour(*hls_to_rgb(hue, light, saturation)).hex)


def furniture(start: Colour) -> dict[str, Colour]:
    """Ink, ground, quiet words and paper that go with a colour."""
    darker = (Colour.from_hex(start.mixed(BLACK, step / 100).hex) for step in range(101))
    ink = next(filter(lambda colour: colour.luminance <= INK, darker), BLACK)
    ground = Colour.from_hex(start.mixed(WHITE, PALE).hex)
    hue, _, saturation = rgb_to_hls(*start[:3])
    muted = of_luminance(hue, min(saturation, QUIET), (ground.luminance + 0.05) / MUTED - 0.05)
    return {
        "ink": ink._replace(cmyk=BLACK_INK),
        "ground": ground,
        "muted": muted._replace(cmyk=MUTED_INK),
        "paper": WHITE,
    }
