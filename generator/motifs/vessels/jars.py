"""Vessels that keep: jar, tin, sack, basket, crate …"""

from generator.motifs.part import BAR, FINE, HAIR, LINE, area, bar, disc, stroke
from generator.motifs.vessel import Vessel, turned

JARS: dict[str, Vessel] = {
    "jar": turned(
        "M19 76 L19 69 C19 64 27 64 27 55 L27 8 C27 3 24 0 19 0",
        "inside",
        paint="light",
        lid=(bar(-22, 72, 44, 13, "shade", 3), bar(-22, 72, 44, 4, "ink", 1.5)),
        lidded=True,
    ),
    "preserving jar": turned(
        "M22 70 C30 66 31 60 31 52 C31 40 28 30 28 18 C28 6 26 0 18 0",
        "inside",
        paint="light",
        lid=(
            bar(-24, 70, 48, 6, "shade", 3),
            area("M-20 76 C-20 86 20 86 20 76 Z", "light"),
            stroke("M-26 60 L-20 72 H20 L26 60", "ink", FINE),
            disc(0, 84, 4, "ink"),
        ),
        lidded=True,
    ),
    "tin": turned(
        "M26 62 L28 60 L28 56 L26 54 L26 8 L28 6 L28 2 L26 0",
        "heap",
        before=(
            bar(-26, 18, 52, 26, "light"),
            stroke("M-26 50 H26 M-26 12 H26", "shade", HAIR),
        ),
        lid=(bar(-29, 60, 58, 6, "shade", 2),),
        gleam=False,
    ),
    "caddy": turned(
        "M25 56 L25 0",
        "heap",
        before=(bar(-17, 12, 34, 26, "light", 4),),
        lid=(bar(-27, 50, 54, 16, "shade", 3), disc(0, 69, 4, "ink")),
        lidded=True,
    ),
    "biscuit tin": turned(
        "M42 38 L42 4 C42 1 40 0 38 0",
        "heap",
        before=(bar(-42, 12, 84, 12, "light"), stroke("M-42 30 H42", "shade", HAIR)),
        lid=(bar(-44, 36, 88, 12, "shade", 3), bar(-10, 48, 20, 4, "ink", 2)),
    ),
    "sack": turned(
        "M20 66 C30 62 38 44 38 24 C38 10 37 0 33 0",
        "heap",
        paint="light",
        before=(
            area("M-24 59 C-14 65 14 65 24 59 L26 70 C14 78 -14 78 -26 70 Z", "shade"),
            stroke("M-14 40 H12 M-14 32 H12 M-14 24 H4", "ink", FINE),
        ),
        lid=(
            area("M-19 62 C-8 70 8 70 19 62 L8 74 L16 92 C6 86 -6 86 -16 92 L-8 74 Z", "light"),
            stroke("M-11 73 H11", "ink", BAR),
        ),
        gleam=False,
    ),
    "paper bag": turned(
        "M25 70 L25 0",
        "heap",
        paint="light",
        before=(
            area("M25 70 L16 66 L16 4 L25 0 Z", "shade"),
            area("M-25 70 L-20 76 L-15 70 L-10 76 L-5 70 L0 76 L5 70 L10 76 L15 70 L20 76 L25 70 Z", "light"),
            bar(-15, 22, 22, 22, "body", 11),
        ),
        lid=(area("M-25 68 H25 L21 84 H-21 Z", "light"), bar(-14, 73, 28, 7, "ink", 2)),
        gleam=False,
    ),
    "basket": turned(
        "M40 40 L34 0",
        "heap",
        behind=(stroke("M-36 38 C-36 92 36 92 36 38", "shade", BAR),),
        before=(
            stroke("M-38 28 H38 M-36.5 17 H36.5", "light", FINE),
            stroke("M-24 38 L-20 2 M-8 38 L-7 2 M8 38 L7 2 M24 38 L20 2", "shade", FINE),
            bar(-43, 36, 86, 7, "shade", 3.5),
        ),
        gleam=False,
    ),
    "crate": turned(
        "M44 38 L44 0",
        "heap",
        paint="shade",
        before=(
            bar(-46, 26, 92, 11, "body", 1.5),
            bar(-46, 13, 92, 11, "body", 1.5),
            bar(-46, 0, 92, 11, "body", 1.5),
            bar(-46, 0, 8, 40, "shade"),
            bar(38, 0, 8, 40, "shade"),
            bar(-11, 28, 22, 6, "ink", 3),
        ),
        gleam=False,
    ),
    "lunch box": turned(
        "M40 32 L40 8 C40 3 37 0 32 0",
        "heap",
        before=(bar(-8, 20, 16, 12, "light", 2),),
        lid=(
            area("M-40 32 C-40 48 -32 52 -26 52 H26 C32 52 40 48 40 32 Z", "shade"),
            stroke("M-13 52 C-13 66 13 66 13 52", "ink", LINE),
        ),
    ),
    "spice drawer": turned(
        "M48 30 L48 0",
        "heap",
        paint="shade",
        before=(
            *(bar(left, 4, 28, 22, "body", 2) for left in (-45, -14, 17)),
            *(disc(x, 15, 3, "ink") for x in (-31, 0, 31)),
        ),
        gleam=False,
    ),
    "egg box": turned(
        "M46 22 L40 0",
        "heap",
        paint="shade",
        before=(
            area(
                "M-46 22 C-40 10 -28 10 -23 20 C-18 10 -5 10 0 20 C5 10 18 10 23 20 C28 10 40 10 46 22 L41 0 H-41 Z",
                "body",
            ),
        ),
        gleam=False,
    ),
}
