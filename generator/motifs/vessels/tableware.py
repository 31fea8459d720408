"""What is carried to the table: plate, board, cloche, stand, and the place that is laid."""

from math import cos, pi, sin

from generator.motifs.part import BAR, FINE, HAIR, LINE, Parts, area, bar, disc, oval, stroke
from generator.motifs.vessel import Vessel, tool, turned

_FORK = (
    bar(-64, -6, 6, 62, "ink", 3),
    bar(-70, 52, 18, 10, "ink", 5),
    bar(-70, 56, 4.4, 32, "ink", 2.2),
    bar(-63.2, 56, 4.4, 32, "ink", 2.2),
    bar(-56.4, 56, 4.4, 32, "ink", 2.2),
)
_KNIFE = (area("M58 -6 H64 V88 C74 80 74 52 70 44 L64 42 V-6 Z", "ink"), bar(58, -6, 6, 50, "shade", 3))
_SPOON = (bar(58, -6, 6, 62, "shade", 3), oval(61, 70, 10, 17, "shade"))
_CHOPSTICKS = (stroke("M58 -4 L54 90 M66 -4 L66 90", "ink", LINE),)


def _pleats(many: int, reach: float) -> Parts:
    """A fan of folds that stand upright, light on their left."""
    fold, parts = pi / many, []
    for at in range(many):
        (x1, y1), (x2, y2), (x3, y3) = (
            (-reach * out * cos((at + part) * fold), 6 + reach * out * sin((at + part) * fold))
            for part, out in ((0.0, 0.92), (0.5, 1.0), (1.0, 0.92))
        )
        parts += [
            area(f"M0 6 L{x1:.3f} {y1:.3f} L{x2:.3f} {y2:.3f} Z", "light"),
            area(f"M0 6 L{x2:.3f} {y2:.3f} L{x3:.3f} {y3:.3f} Z", "body"),
        ]
    return tuple(parts)


TABLEWARE: dict[str, Vessel] = {
    "plate": turned(
        "M52 12 C44 4 34 4 22 4 L22 0",
        "top",
        paint="light",
        before=(bar(-54, 9, 108, 5, "shade", 2.5),),
        rim=(40, 14),
        gleam=False,
    ),
    "side plate": turned(
        "M34 10 C28 3 24 3 16 3 L16 0", "top", before=(bar(-36, 7, 72, 5, "light", 2.5),), rim=(26, 12), gleam=False
    ),
    "place": Vessel(
        "",
        "ring",
        before=(disc(0, 42, 44, "light"), disc(0, 42, 31, "body"), disc(0, 42, 29, "light")),
        behind=(*_FORK, *_KNIFE),
        ring=(0, 42, 27),
        top=86,
    ),
    "dark place": Vessel(
        "",
        "ring",
        before=(disc(0, 42, 44, "body"), disc(0, 42, 31, "light")),
        behind=(*_FORK, *_KNIFE),
        ring=(0, 42, 28),
        top=86,
    ),
    "breakfast place": Vessel(
        "",
        "ring",
        before=(disc(-8, 40, 40, "light"), disc(-8, 40, 28, "shade"), disc(-8, 40, 26, "light")),
        behind=_SPOON,
        ring=(-8, 40, 24),
        top=86,
    ),
    "rice place": Vessel(
        "",
        "ring",
        before=(disc(-6, 42, 42, "shade"), disc(-6, 42, 34, "light")),
        behind=_CHOPSTICKS,
        ring=(-6, 42, 29),
        top=90,
    ),
    "child's place": Vessel(
        "",
        "ring",
        before=(
            bar(-50, 0, 100, 82, "body", 14),
            bar(-44, 6, 88, 70, "light", 10),
            stroke("M-44 34 H44 M0 34 V76", "body", LINE),
        ),
        behind=(bar(56, -6, 6, 58, "ink", 3), oval(59, 62, 9, 12, "ink")),
        ring=(0, 20, 12),
        top=84,
    ),
    "board": turned(
        "M58 10 L58 0",
        "top",
        before=(bar(-60, 0, 120, 10, "body", 3), bar(-60, 0, 120, 4, "shade", 2), disc(53, 7, 2, "ink")),
        rim=(50, 10),
        gleam=False,
    ),
    "tray": turned(
        "M60 12 L56 0",
        "top",
        before=(
            bar(-64, 6, 128, 6, "shade", 3),
            stroke("M-60 10 C-72 14 -72 26 -60 24 M60 10 C72 14 72 26 60 24", "ink", LINE),
        ),
        rim=(50, 12),
        gleam=False,
    ),
    "cloche": turned(
        "M0 68 C28 68 46 46 46 14",
        "nothing",
        before=(bar(-56, 4, 112, 8, "shade", 4), bar(-44, 0, 88, 4, "ink", 2), disc(0, 71, 6, "ink")),
        top=77,
    ),
    "butter dish": turned(
        "M36 40 C40 40 40 36 40 12",
        "nothing",
        before=(bar(-50, 4, 100, 8, "shade", 4), bar(-38, 0, 76, 4, "light", 2), bar(-9, 40, 18, 8, "ink", 4)),
        top=48,
    ),
    "cake stand": turned(
        "M50 38 C40 34 8 36 6 30 L6 10 C8 4 24 4 24 0",
        "top",
        paint="light",
        before=(bar(-52, 35, 104, 6, "shade", 3),),
        rim=(42, 41),
        gleam=False,
    ),
    "tiered stand": Vessel(
        "",
        "top",
        before=(
            bar(-3, 4, 6, 82, "ink", 3),
            bar(-54, 4, 108, 6, "body", 3),
            bar(-42, 34, 84, 6, "body", 3),
            bar(-26, 62, 52, 6, "body", 3),
            bar(-54, 4, 108, 2.4, "shade", 1),
            bar(-42, 34, 84, 2.4, "shade", 1),
            bar(-26, 62, 52, 2.4, "shade", 1),
            disc(0, 89, 5, "ink"),
            area("M-18 0 H18 L12 5 H-12 Z", "shade"),
        ),
        rim=(48, 10),
        tiers=((36, 40), (20, 68)),
        top=94,
    ),
    "toast rack": turned(
        "M42 8 L42 0",
        "heap",
        paint="shade",
        before=(
            *(stroke(f"M{x} 6 V34 C{x} 42 {x + 11} 42 {x + 11} 34 V6", "ink", FINE) for x in (-36, -14, 8, 27)),
            bar(-46, 0, 92, 7, "ink", 3),
        ),
        rim=(36, 8),
        gleam=False,
    ),
    "sauce boat": Vessel(
        "",
        "heap",
        behind=(stroke("M34 38 C62 52 58 12 30 18", "shade", BAR),),
        before=(
            area(
                "M-60 60 C-46 50 -38 44 -22 43 H32 C42 43 46 40 42 30 C38 16 26 12 14 10 V4 H-12 V10 "
                "C-32 14 -42 38 -60 60 Z",
                "body",
            ),
            area("M10 43 H32 C42 43 46 40 42 30 C38 16 26 12 14 10 C24 20 24 34 10 43 Z", "shade"),
            stroke("M-30 32 C-24 22 -18 18 -10 16", "light", FINE),
            bar(-36, 0, 72, 6, "shade", 3),
        ),
        rim=(30, 43),
        top=60,
    ),
    "trolley": turned(
        "M54 46 L54 42",
        "top",
        paint="shade",
        before=(
            bar(-58, 42, 116, 7, "body", 3),
            bar(-58, 16, 116, 7, "body", 3),
            bar(-52, 8, 5, 62, "ink", 2),
            bar(47, 8, 5, 38, "ink", 2),
            stroke("M-50 70 H-64", "ink", LINE),
            disc(-49, 6, 6, "ink"),
            disc(49, 6, 6, "ink"),
        ),
        rim=(44, 49),
        gleam=False,
    ),
    "napkin": tool(*_pleats(6, 54), bar(-13, 0, 26, 9, "ink", 3), top=60),
    "bread basket": turned(
        "M50 26 C48 10 42 0 34 0",
        "heap",
        before=(
            stroke("M-46 17 H46 M-42 8 H42", "light", HAIR),
            area("M-52 26 L-40 40 L-30 26 L-16 38 L-4 26 L12 38 L24 26 L38 38 L52 26 L46 18 H-46 Z", "light"),
        ),
        gleam=False,
    ),
    "bell": turned(
        "M0 50 C26 50 40 32 42 14",
        "nothing",
        before=(
            bar(-50, 8, 100, 8, "shade", 4),
            bar(-42, 0, 84, 9, "ink", 4),
            bar(-4, 48, 8, 10, "ink"),
            bar(-9, 55, 18, 7, "ink", 3.5),
        ),
        top=62,
    ),
    "candlestick": turned(
        "M6 34 C6 24 10 22 5 18 C4 10 26 8 28 0",
        "nothing",
        before=(
            bar(-8, 34, 16, 40, "light", 2),
            bar(2, 34, 6, 40, "shade"),
            stroke("M0 74 V82", "ink", FINE),
            area("M0 102 C-10 92 -8 80 0 80 C8 80 10 92 0 102 Z", "body"),
        ),
        behind=(stroke("M8 10 C34 16 34 30 20 28", "shade", BAR),),
        gleam=False,
        top=102,
    ),
}
