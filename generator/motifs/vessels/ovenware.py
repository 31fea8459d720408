"""What one bakes and mixes in: bowl, mould, tray, dish …"""

from generator.motifs.part import FINE, HAIR, LINE, area, bar, disc, dots, stroke
from generator.motifs.vessel import Vessel, turned

OVENWARE: dict[str, Vessel] = {
    "bowl": turned(
        "M46 44 C44 16 28 6 16 6 L18 0",
        "heap",
        before=(bar(-48, 40, 96, 6, "shade", 3), stroke("M-38 26 C-20 18 20 18 38 26", "light", FINE)),
    ),
    "soup bowl": turned(
        "M40 32 C40 14 30 5 18 5 L18 0",
        "heap",
        before=(bar(-52, 28, 104, 6, "shade", 3),),
    ),
    "mixing bowl": turned(
        "M38 50 C38 20 26 0 18 0",
        "heap",
        paint="light",
        before=(bar(-41, 46, 82, 7, "shade", 3.5), stroke("M-35 34 H35 M-33 27 H33", "body", FINE)),
        gleam=False,
    ),
    "mould": turned(
        "M40 40 C38 24 32 10 24 0",
        "heap",
        before=(
            *(stroke(f"M{x} 38 L{x * 0.62} 3", "shade", FINE) for x in (-28, -15, 0, 15, 28)),
            bar(-43, 37, 86, 6, "shade", 3),
        ),
    ),
    "loaf tin": turned(
        "M44 34 L36 0",
        "heap",
        before=(bar(-48, 30, 96, 6, "shade", 2), stroke("M-30 12 H30", "light", FINE)),
    ),
    "baking tray": turned(
        "M58 12 L52 0",
        "top",
        paint="shade",
        before=(bar(-62, 9, 124, 5, "body", 2),),
        rim=(52, 14),
        gleam=False,
    ),
    "muffin tray": turned(
        "M60 18 L60 12",
        "heap",
        paint="shade",
        before=(
            *(area(f"M{x - 17} 14 L{x - 12} 0 H{x + 12} L{x + 17} 14 Z", "body") for x in (-38, 0, 38)),
            bar(-62, 13, 124, 6, "shade", 2),
        ),
        gleam=False,
    ),
    "gratin dish": turned(
        "M50 24 C50 8 46 0 38 0",
        "heap",
        before=(
            bar(-64, 15, 18, 8, "shade", 4),
            bar(46, 15, 18, 8, "shade", 4),
            bar(-52, 20, 104, 6, "light", 3),
        ),
    ),
    "ramekin": turned(
        "M24 28 L22 0",
        "heap",
        before=(
            *(stroke(f"M{x} 22 V2", "shade", FINE) for x in (-15, -7.5, 0, 7.5, 15)),
            bar(-26, 23, 52, 6, "light", 3),
        ),
        gleam=False,
    ),
    "flan tin": turned(
        "M48 18 L42 0",
        "heap",
        before=(
            *(stroke(f"M{x} 16 L{x * 0.9} 2", "light", HAIR) for x in range(-40, 41, 10)),
            bar(-50, 15, 100, 5, "shade", 2),
        ),
        gleam=False,
    ),
    "mortar": turned(
        "M36 46 C36 26 30 18 16 14 C12 12 22 8 24 0",
        "heap",
        paint="light",
        behind=(area("M6 40 L34 86 C38 92 48 86 44 80 L18 36 Z", "shade"),),
        before=(bar(-39, 41, 78, 7, "shade", 3.5),),
        top=60,
    ),
    "egg cup": turned(
        "M20 36 C20 20 12 14 5 12 C5 8 18 6 18 0",
        "heap",
        before=(bar(-22, 32, 44, 6, "light", 3),),
        rim=(14, 37),
    ),
    "scale": turned(
        "M24 40 L40 0",
        "heap",
        before=(
            disc(0, 20, 15, "light"),
            stroke("M0 20 L8 29", "ink", FINE),
            stroke("M-10 20 H-8 M0 30 V28 M10 20 H8", "ink", HAIR),
            bar(-6, 38, 12, 12, "shade"),
            area("M-46 62 C-44 50 -30 48 -18 48 H18 C30 48 44 50 46 62 Z", "shade"),
        ),
        rim=(40, 60),
        gleam=False,
        top=62,
    ),
    "sieve": turned(
        "M40 46 C38 22 24 8 0 8",
        "heap",
        before=(
            dots({34: (-24, -12, 0, 12, 24), 24: (-18, -6, 6, 18), 15: (-8, 4)}, "light"),
            area("M38 45 L78 62 L80 55 L40 37 Z", "ink"),
            bar(-43, 42, 86, 7, "shade", 3.5),
        ),
        gleam=False,
    ),
    "colander": turned(
        "M42 46 C42 22 32 8 20 8 L24 0",
        "heap",
        paint="light",
        before=(
            dots({32: (-28, -14, 0, 14, 28), 22: (-21, -7, 7, 21)}, "body"),
            stroke("M-42 40 C-60 40 -60 26 -40 28 M42 40 C60 40 60 26 40 28", "shade", LINE),
            bar(-46, 41, 92, 7, "shade", 3.5),
        ),
        gleam=False,
    ),
    "measuring jug": turned(
        "M29 66 L25 6 C25 2 22 0 18 0",
        "inside",
        paint="light",
        behind=(stroke("M27 56 C52 58 50 16 25 16", "shade", 6.5),),
        before=(
            area("M-29 66 L-38 72 L-28 56 Z", "light"),
            stroke("M-2 14 H14 M4 23 H14 M-2 32 H14 M4 41 H14 M-2 50 H14", "ink", FINE),
        ),
        wall=3.5,
        spout_left=True,
    ),
}
