"""Vessels that stand on fire: pot, pan, casserole …"""

from generator.motifs.part import BAR, FINE, LINE, area, bar, disc, oval, stroke
from generator.motifs.vessel import Vessel, turned

COOKWARE: dict[str, Vessel] = {
    "pot": turned(
        "M36 52 L36 10 C36 4 32 0 27 0",
        "heap",
        before=(bar(-39, 48, 78, 7, "shade", 3), bar(-52, 34, 15, 9, "shade", 4.5), bar(37, 34, 15, 9, "shade", 4.5)),
        lid=(area("M-36 55 C-30 70 30 70 36 55 Z", "shade"), bar(-8, 66, 16, 7, "ink", 3)),
    ),
    "stock pot": turned(
        "M32 70 L32 6 C32 2 30 0 26 0",
        "heap",
        before=(
            bar(-35, 66, 70, 7, "shade", 3),
            stroke("M-32 50 H-46 V40 H-32 M32 50 H46 V40 H32", "ink", LINE),
            bar(-32, 22, 64, 8, "light"),
        ),
        lid=(bar(-34, 72, 68, 6, "shade", 3), stroke("M-8 78 V85 H8 V78", "ink", LINE)),
    ),
    "casserole": turned(
        "M44 38 C44 12 38 0 26 0",
        "heap",
        before=(
            bar(-58, 26, 18, 8, "shade", 4),
            bar(40, 26, 18, 8, "shade", 4),
            bar(-47, 35, 94, 6, "shade", 3),
        ),
        lid=(area("M-44 41 C-40 66 40 66 44 41 Z", "ink"), bar(-8, 60, 16, 9, "ink", 4)),
        lidded=True,
    ),
    "saucepan": turned(
        "M30 42 L30 8 C30 3 27 0 22 0",
        "heap",
        before=(bar(29, 30, 34, 8, "ink", 4), bar(-33, 38, 66, 6, "shade", 3)),
        lid=(bar(-32, 43, 64, 6, "shade", 3), disc(0, 53, 5, "ink")),
    ),
    "pan": turned(
        "M40 20 C40 8 36 0 28 0",
        "heap",
        paint="ink",
        before=(area("M38 19 L82 30 L82 22 L39 10 Z", "shade"), bar(-43, 17, 86, 6, "ink", 3)),
        gleam=False,
    ),
    "wok": turned(
        "M54 34 C50 12 30 0 12 0",
        "heap",
        paint="ink",
        before=(
            bar(-57, 31, 114, 6, "shade", 3),
            stroke("M-55 32 C-66 34 -68 44 -58 46 M55 32 C66 34 68 44 58 46", "shade", LINE),
        ),
        gleam=False,
    ),
    "tagine": turned(
        "M46 22 C44 8 36 0 26 0",
        "heap",
        before=(bar(-50, 18, 100, 7, "shade", 3),),
        lid=(
            area("M-42 25 C-26 34 -12 56 -8 74 H8 C12 56 26 34 42 25 Z", "body"),
            area("M8 74 C12 56 26 34 42 25 H14 C8 44 4 60 3 74 Z", "shade"),
            bar(-10, 72, 20, 8, "ink", 4),
            stroke("M-22 42 H22", "light", FINE),
        ),
        lidded=True,
    ),
    "roasting tin": turned(
        "M56 26 L48 0",
        "heap",
        paint="shade",
        before=(bar(-60, 22, 120, 6, "body", 3), stroke("M-44 8 H44", "body", FINE)),
        gleam=False,
    ),
    "steamer": turned(
        "M38 62 L38 0",
        "heap",
        paint="light",
        before=(
            bar(-40, 56, 80, 6, "shade", 2),
            bar(-40, 28, 80, 6, "shade", 2),
            bar(-40, 0, 80, 6, "shade", 2),
            *(stroke(f"M{x} 34 V56 M{x} 6 V28", "body", FINE) for x in (-26, -13, 0, 13, 26)),
        ),
        lid=(area("M-38 62 C-30 80 30 80 38 62 Z", "body"), bar(-6, 74, 12, 8, "ink", 4)),
        gleam=False,
    ),
    "cauldron": turned(
        "M34 60 C48 50 50 26 36 10 C32 6 26 5 20 5",
        "heap",
        paint="ink",
        behind=(
            stroke("M-32 56 C-30 98 30 98 32 56", "shade", LINE),
            bar(-28, 0, 8, 14, "ink"),
            bar(20, 0, 8, 14, "ink"),
        ),
        before=(bar(-38, 57, 76, 7, "shade", 3.5),),
        gleam=False,
    ),
    "fondue pot": turned(
        "M35 60 C38 46 34 34 22 32",
        "heap",
        behind=(
            stroke("M-14 52 L-40 86 M18 52 L36 88", "ink", FINE),
            stroke("M-36 81 L-46 94 M33 82 L39 94", "shade", BAR),
        ),
        before=(
            bar(-38, 56, 76, 7, "shade", 3.5),
            bar(37, 48, 24, 8, "ink", 4),
            stroke("M-24 34 L-34 4 M24 34 L34 4", "ink", LINE),
            bar(-42, 0, 84, 6, "shade", 3),
            bar(-10, 5, 20, 6, "ink", 2),
            area("M0 31 C-9 22 -7 11 0 11 C7 11 9 22 0 31 Z", "light"),
        ),
        top=60,
    ),
    "sink": turned(
        "M50 38 L46 4 C46 1 44 0 42 0",
        "heap",
        behind=(
            stroke("M-40 36 V84 C-40 96 -14 96 -14 84 V80", "ink", BAR),
            bar(-50, 66, 12, 6, "shade", 3),
        ),
        before=(bar(-58, 34, 116, 8, "shade", 4), stroke("M-34 22 H34", "light", FINE)),
    ),
    "bin": turned(
        "M28 62 L23 4 C23 1 21 0 18 0",
        "heap",
        before=(
            bar(-31, 56, 62, 8, "shade", 3),
            stroke("M-25 44 H25 M-23 14 H23", "light", FINE),
            bar(-34, 0, 18, 5, "ink", 2.5),
        ),
        lid=(area("M-31 63 C-28 80 28 80 31 63 Z", "shade"), bar(-7, 74, 14, 7, "ink", 3)),
    ),
    "toaster": turned(
        "M36 46 C40 46 42 44 42 40 L42 5",
        "heap",
        before=(
            bar(-44, 0, 88, 6, "ink", 3),
            bar(-30, 42, 26, 6, "ink", 1),
            bar(4, 42, 26, 6, "ink", 1),
            stroke("M46 34 H52", "ink", BAR),
            oval(-24, 16, 5, 5, "light"),
        ),
    ),
    "stove": turned(
        "M46 62 L46 4",
        "top",
        before=(
            bar(-50, 60, 100, 6, "ink", 2),
            bar(-34, 10, 68, 32, "shade", 4),
            bar(-24, 18, 34, 16, "light", 3),
            *(disc(x, 51, 3.6, "light") for x in (-32, -18, 18, 32)),
            bar(-42, 0, 10, 5, "ink"),
            bar(32, 0, 10, 5, "ink"),
        ),
        rim=(40, 66),
        gleam=False,
    ),
}
