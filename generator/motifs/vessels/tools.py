"""Tools that stand for a deed: to stir, to measure, to time, to cut."""

from math import cos, pi, sin

from generator.motifs.part import BAR, FINE, HAIR, LINE, MotifPart, Parts, area, bar, disc, oval, stroke
from generator.motifs.vessel import Vessel, tool, turned

_BACK = ((1.0, -0.28), (1 / cos(0.28), 0.0), (1.0, 0.28))  # of a chair from above: shares of the reach, turns


def _chairs(many: int, x: float, y: float, reach: float) -> Parts:
    """From above, around a table: a seat each, and a back that bends around it."""
    parts: list[MotifPart] = []
    for at in range(many):
        turn = pi / 2 + 2 * pi * at / many
        ends = [(x + reach * far * cos(turn + by), y + reach * far * sin(turn + by)) for far, by in _BACK]
        (x1, y1), (x2, y2), (x3, y3) = ends
        parts.append(disc(x + reach * 0.82 * cos(turn), y + reach * 0.82 * sin(turn), 10, "body"))
        parts.append(stroke(f"M{x1:.3f} {y1:.3f} Q{x2:.3f} {y2:.3f} {x3:.3f} {y3:.3f}", "shade", BAR))
    return tuple(parts)


def _book(left: float, bottom: float, width: float, high: float, cover: str, spine: str) -> Parts:
    """One that lies, its back to the left: that is where its pages are not seen."""
    return (
        bar(left, bottom, width, high, cover, 3),
        bar(left + 12, bottom + 3.5, width - 14, high - 7, "light", 1),
        bar(left, bottom, 12, high, spine, 3),
    )


TOOLS: dict[str, Vessel] = {
    "whisk": tool(
        bar(-5, 52, 10, 40, "shade", 5),
        stroke(
            "M0 52 C-40 40 -30 2 0 2 C30 2 40 40 0 52 M0 52 C-18 36 -14 4 0 2 C14 4 18 36 0 52 M0 52 V2",
            "light",
            FINE,
        ),
        bar(-7, 48, 14, 8, "ink", 3),
        top=92,
    ),
    "ladle": turned(
        "M24 30 C24 10 16 2 0 2",
        "heap",
        behind=(bar(18, 24, 7, 62, "ink", 3.5), stroke("M21 84 C22 96 8 96 8 86", "ink", BAR)),
        before=(bar(-26, 27, 52, 6, "shade", 3),),
        top=92,
    ),
    "spoon": tool(
        bar(-3.5, 2, 7, 60, "shade", 3.5),
        oval(0, 72, 16, 22, "body"),
        area("M4 93 C18 90 18 54 4 51 C10 60 10 84 4 93 Z", "shade"),
        top=94,
    ),
    "wooden spoon": tool(
        bar(-4, 0, 8, 64, "light", 4),
        oval(0, 72, 13, 18, "light"),
        oval(3, 72, 6, 11, "shade"),
        top=90,
    ),
    "measuring spoons": tool(
        stroke("M0 86 L-44 30 M0 86 L-16 24 M0 86 L16 24 M0 86 L44 30", "ink", LINE),
        disc(-48, 22, 18, "body"),
        disc(-18, 15, 14, "light"),
        disc(17, 14, 11, "shade"),
        disc(45, 24, 8, "ink"),
        oval(0, 88, 6, 6, "light"),
        top=94,
    ),
    "hourglass": tool(
        area(
            "M-24 80 H24 C24 56 4 52 4 45 C4 38 24 34 24 10 H-24 C-24 34 -4 38 -4 45 C-4 52 -24 56 -24 80 Z",
            "light",
        ),
        area("M-20 10 C-18 24 -8 26 0 30 C8 26 18 24 20 10 Z", "body"),
        area("M-16 66 H16 C12 56 3 54 0 46 C-3 54 -12 56 -16 66 Z", "body"),
        bar(-32, 78, 64, 9, "shade", 4),
        bar(-32, 0, 64, 10, "shade", 4),
        stroke("M0 46 V28", "body", HAIR),
        top=88,
    ),
    "clock": tool(
        disc(-30, 82, 9, "shade"),
        disc(30, 82, 9, "shade"),
        stroke("M-22 12 L-30 2 M22 12 L30 2", "ink", BAR),
        disc(0, 46, 40, "body"),
        disc(0, 46, 31, "light"),
        stroke("M0 46 V68 M0 46 L15 38", "ink", LINE),
        disc(0, 46, 4, "ink"),
        top=90,
    ),
    "kitchen timer": turned(
        "M12 70 C34 66 44 40 36 14 C34 6 28 0 20 0",
        "nothing",
        before=(
            bar(-44, 26, 88, 16, "light"),
            *(stroke(f"M{x} 30 V{38 if x % 20 else 41}", "ink", FINE) for x in range(-30, 31, 10)),
            area("M-5 50 L0 42 L5 50 Z", "ink"),
            bar(-14, 66, 28, 8, "shade", 3),
        ),
        top=76,
    ),
    "thermometer": tool(
        bar(-12, 8, 24, 84, "light", 12),
        disc(0, 16, 16, "light"),
        disc(0, 16, 10, "body"),
        bar(-4, 18, 8, 48, "body", 4),
        stroke("M14 82 H24 M14 66 H20 M14 50 H24 M14 34 H20", "ink", FINE),
        top=92,
    ),
    "balance": tool(
        area("M-26 0 H26 L18 12 H-18 Z", "shade"),
        bar(-3.5, 8, 7, 66, "ink", 3),
        bar(-50, 70, 100, 7, "ink", 3.5),
        disc(0, 78, 8, "ink"),
        stroke("M-44 72 L-58 40 M-44 72 L-30 40 M44 72 L30 34 M44 72 L58 34", "ink", HAIR),
        area("M-62 40 C-58 22 -30 22 -26 40 Z", "light"),
        area("M26 34 C30 16 58 16 62 34 Z", "body"),
        top=86,
    ),
    "grater": turned(
        "M16 76 L28 0",
        "nothing",
        before=(
            stroke("M-10 76 C-10 92 10 92 10 76", "ink", BAR),
            bar(-19, 70, 38, 9, "shade", 3),
            *(
                stroke(" ".join(f"M{x - 2} {y + 2} L{x + 2} {y - 2}" for x in row), "light", LINE)
                for y, row in (
                    (60, (-8, 2)),
                    (48, (-11, -1, 8)),
                    (36, (-13, -3, 7)),
                    (24, (-16, -6, 4)),
                    (12, (-18, -7, 4)),
                )
            ),
        ),
        gleam=False,
        top=90,
    ),
    "rolling pin": tool(
        bar(-66, 12, 24, 9, "ink", 4.5),
        bar(42, 12, 24, 9, "ink", 4.5),
        bar(-46, 0, 92, 33, "body", 8),
        bar(-46, 0, 92, 13, "shade", 6),
        bar(-38, 24, 60, 4, "light", 2),
        top=33,
    ),
    "skewer": tool(
        bar(-66, 40, 132, 4, "ink", 2),
        disc(-66, 42, 7, "ink"),
        bar(-50, 26, 26, 32, "body", 6),
        disc(-8, 42, 17, "light"),
        disc(-8, 42, 8, "shade"),
        bar(14, 28, 22, 28, "shade", 5),
        area("M40 30 L62 42 L40 56 Z", "body"),
        top=60,
    ),
    "knife": tool(
        bar(-66, 10, 46, 13, "ink", 5),
        area("M-22 24 H62 C58 8 34 2 -22 2 Z", "light"),
        area("M-22 2 C34 2 58 8 62 24 H54 C44 12 20 9 -22 9 Z", "shade"),
        disc(-54, 16.5, 2, "light"),
        disc(-34, 16.5, 2, "light"),
        top=26,
    ),
    "oven glove": tool(
        area("M-24 18 L-28 64 C-30 88 6 92 8 68 L8 50 C14 64 32 64 32 50 C32 40 20 34 20 18 Z", "body"),
        area("M8 68 L8 50 C14 64 32 64 32 50 C32 40 20 34 20 18 H6 V50 C4 60 6 66 8 68 Z", "shade"),
        bar(-29, 0, 54, 20, "light", 5),
        stroke("M-20 10 H16", "body", FINE),
        top=86,
    ),
    "chef's hat": tool(
        area("M-28 8 L-32 44 C-56 46 -52 76 -32 72 C-26 92 26 92 32 72 C52 76 56 46 32 44 L28 8 Z", "light"),
        area("M28 8 L32 44 C56 46 52 76 32 72 C26 66 20 48 14 8 Z", "shade"),
        bar(-31, 0, 62, 14, "body", 3),
        top=88,
    ),
    "cookbook": tool(
        area(
            "M-58 4 L-54 66 C-38 74 -14 72 0 62 C14 72 38 74 54 66 L58 4 C40 12 14 10 0 0 C-14 10 -40 12 -58 4 Z",
            "shade",
        ),
        area("M0 8 C-14 17 -36 18 -52 12 L-48 72 C-34 78 -12 76 0 66 Z", "light"),
        area("M0 8 C14 17 36 18 52 12 L48 72 C34 78 12 76 0 66 Z", "body"),
        stroke("M-38 60 H-16 M-39 48 H-14 M-40 36 H-18", "ink", LINE),
        disc(24, 46, 13, "light"),
        disc(24, 46, 6, "ink"),
        stroke("M14 26 H34", "ink", FINE),
        top=76,
    ),
    "recipe card": tool(
        bar(-34, 0, 68, 88, "light", 4),
        bar(-34, 68, 68, 20, "body", 4),
        area("M34 4 V84 H24 V4 Z", "shade"),
        stroke("M-24 54 H14 M-24 43 H10 M-24 32 H14 M-24 21 H0", "ink", FINE),
        bar(-24, 75, 30, 6, "light", 2),
        top=88,
    ),
    "docket": tool(
        bar(-12, 0, 24, 8, "ink", 3),
        stroke("M0 6 V94", "ink", FINE),
        area("M-26 20 L-20 26 L-13 20 L-6 26 L0 20 L6 26 L13 20 L20 26 L26 20 V78 H-26 Z", "light"),
        area("M26 20 V78 H17 V24 L20 26 Z", "shade"),
        stroke("M-16 66 H10 M-16 56 H6 M-16 46 H10", "ink", FINE),
        bar(-16, 34, 18, 6, "body", 1),
        top=94,
    ),
    "menu board": tool(
        area("M-34 0 L-26 86 H26 L34 0 H26 L24 16 H-24 L-26 0 Z", "shade"),
        bar(-22, 22, 44, 56, "ink", 2),
        stroke("M-12 68 H12", "body", BAR),
        stroke("M-12 56 H8 M-12 47 H12 M-12 38 H4", "light", FINE),
        top=86,
    ),
    "apron": tool(
        stroke("M-14 72 C-14 100 14 100 14 72", "ink", LINE),
        area("M-18 76 H18 C18 58 30 50 38 48 V0 H-38 V48 C-30 50 -18 58 -18 76 Z", "body"),
        area("M18 76 C18 58 30 50 38 48 V0 H18 Z", "shade"),
        bar(-16, 14, 32, 20, "light", 4),
        top=92,
    ),
    "mousetrap": tool(
        bar(-58, 0, 116, 12, "body", 2),
        bar(-58, 0, 116, 5, "shade", 2),
        stroke("M-44 12 C-44 44 0 44 0 12", "ink", LINE),
        stroke("M0 14 L46 20", "ink", FINE),
        area("M10 12 L46 12 L46 34 L34 34 C30 26 24 22 10 22 Z", "light"),
        disc(36, 24, 4, "shade"),
        disc(26, 16, 3, "shade"),
        top=40,
    ),
    "table": Vessel(
        "",
        "top",
        before=(
            bar(-64, 40, 128, 8, "body", 2),
            bar(-56, 0, 8, 42, "shade"),
            bar(48, 0, 8, 42, "shade"),
            area(
                "M-60 48 H60 L58 21 C46 28 36 19 24 24 C12 29 4 19 -8 24 C-20 29 -30 19 -42 24 C-48 27 -54 24 -58 21 Z",
                "light",
            ),
            stroke("M-42 42 L-40 30 M-8 42 L-8 30 M24 42 L23 30", "body", HAIR),
        ),
        rim=(54, 48),
        top=48,
    ),
    "chair": Vessel(
        "",
        "top",
        behind=(bar(-19, 6, 5, 34, "ink"), bar(14, 6, 5, 34, "ink")),
        before=(
            bar(-25, 40, 7, 52, "shade", 3),
            bar(18, 40, 7, 52, "shade", 3),
            bar(-27, 76, 54, 11, "body", 5),
            bar(-20, 58, 40, 8, "body"),
            area("M-26 50 H26 L31 38 H-31 Z", "body"),
            bar(-31, 33, 62, 7, "shade", 2),
            bar(-30, 0, 7, 34, "shade", 2),
            bar(23, 0, 7, 34, "shade", 2),
        ),
        rim=(18, 46),
        top=92,
    ),
    "round table": Vessel(
        "",
        "ring",
        behind=_chairs(7, 0, 45, 45),
        before=(disc(0, 45, 31, "light"), disc(0, 45, 25, "body"), disc(0, 45, 23, "light")),
        ring=(0, 45, 22),
        top=94,
    ),
    "tap": tool(
        oval(26, 4, 38, 5.5, "light"),
        bar(20, 4, 12, 54, "light", 3),
        area("M-64 78 H2 C24 78 34 70 34 52 H18 C18 58 12 62 2 62 H-64 Z", "body"),
        area("M-64 62 H2 C12 62 18 58 18 52 H26 C26 64 16 68 2 68 H-64 Z", "shade"),
        bar(-68, 56, 8, 28, "shade", 3),
        bar(-20, 76, 18, 10, "shade", 2),
        bar(-28, 86, 34, 8, "ink", 4),
        top=94,
    ),
    "shopping list": tool(
        bar(-32, 0, 64, 88, "light", 3),
        area("M32 3 V86 H22 V0 H29 Z", "shade"),
        bar(-34, 82, 68, 9, "body", 4),
        *(stroke(f"M-4 {y} H14", "ink", FINE) for y in (66, 48, 30, 12)),
        *(stroke(f"M-23 {y - 5} H-13 V{y + 5} H-23 Z", "ink", HAIR) for y in (66, 48, 30, 12)),
        *(stroke(f"M-22 {y} L-18 {y - 4} L-11 {y + 7}", "shade", LINE) for y in (66, 48, 30)),
        top=91,
    ),
    "cookbooks": tool(
        *_book(-48, 0, 96, 20, "body", "shade"),
        *_book(-40, 20, 86, 16, "ink", "shade"),
        *_book(-46, 36, 80, 22, "shade", "ink"),
        *_book(-32, 58, 74, 16, "body", "shade"),
        area("M18 62 H26 V44 L22 49 L18 44 Z", "light"),
        top=74,
    ),
}
