"""Vessels that are poured from and drunk from: bottle, jug, kettle, cup, glass …"""

from generator.motifs.part import BAR, FINE, HAIR, LINE, area, bar, disc, dots, stroke
from generator.motifs.vessel import Vessel, turned

JUGS: dict[str, Vessel] = {
    "bottle": turned(
        "M7 88 L7 64 C7 56 20 52 20 40 L20 6 C20 2 18 0 14 0",
        "inside",
        paint="light",
        lid=(bar(-8, 86, 16, 9, "ink", 2),),
        lidded=True,
        before=(bar(-9, 82, 18, 5, "shade", 2),),
    ),
    "milk bottle": turned(
        "M13 82 L13 66 C13 58 23 54 23 42 L23 6 C23 2 21 0 16 0",
        "inside",
        paint="light",
        lid=(bar(-15, 80, 30, 7, "body", 3),),
        before=(bar(-15, 77, 30, 5, "shade", 2.5),),
    ),
    "carafe": turned(
        "M15 80 C11 70 10 64 12 56 C15 46 31 38 31 18 C31 6 27 0 18 0",
        "inside",
        paint="light",
        before=(bar(-16, 77, 32, 4, "shade", 2),),
    ),
    "oil can": turned(
        "M6 62 C8 50 30 36 30 4 C30 1 28 0 26 0",
        "nothing",
        before=(stroke("M5 60 C8 80 22 84 38 92", "shade", LINE), bar(-30, 8, 60, 5, "light")),
        behind=(stroke("M-20 38 C-46 46 -46 14 -30 12", "shade", LINE),),
        top=92,
    ),
    "jug": turned(
        "M21 74 C16 66 18 58 22 50 C30 38 31 10 25 0",
        "heap",
        before=(area("M-21 74 L-33 82 L-19 64 Z", "body"), bar(-26, 24, 52, 5, "light")),
        behind=(stroke("M20 66 C46 72 46 28 27 22", "shade", BAR),),
        spout_left=True,
    ),
    "pitcher": turned(
        "M25 76 L22 8 C22 3 20 0 15 0",
        "inside",
        paint="light",
        before=(area("M-25 76 L-35 82 L-24 66 Z", "light"),),
        behind=(stroke("M23 64 C44 66 42 22 22 22", "shade", BAR),),
        spout_left=True,
    ),
    "kettle": turned(
        "M15 58 C36 56 41 28 35 4 C34 1 32 0 30 0",
        "nothing",
        before=(
            area("M30 34 L52 60 L60 54 L37 12 Z", "shade"),
            bar(-17, 55, 34, 7, "shade", 3),
            disc(0, 66, 5, "ink"),
        ),
        behind=(stroke("M-28 46 C-32 98 32 98 28 46", "ink", BAR),),
        top=84,
    ),
    "teapot": turned(
        "M14 50 C34 48 40 32 37 20 C35 8 26 0 18 0",
        "nothing",
        before=(
            area("M30 20 C44 20 42 42 54 46 L58 40 C50 34 50 8 33 8 Z", "shade"),
            stroke("M-32 42 C-58 48 -56 8 -32 12", "shade", BAR),
            stroke("M-30 30 H30", "light", FINE),
        ),
        lid=(area("M-16 50 C-14 60 14 60 16 50 Z", "shade"), disc(0, 61, 5, "ink")),
        lidded=True,
    ),
    "coffee pot": turned(
        "M16 70 L26 8 C27 3 25 0 22 0",
        "nothing",
        before=(
            area("M18 62 L38 66 L36 58 L22 36 Z", "shade"),
            stroke("M-17 60 C-44 62 -42 20 -24 22", "ink", BAR),
            bar(-22, 30, 44, 6, "light"),
        ),
        lid=(area("M-17 70 C-14 82 14 82 17 70 Z", "shade"), disc(0, 83, 4.5, "ink")),
        lidded=True,
    ),
    "moka pot": turned(
        "M18 74 L20 42 L15 36 L15 33 L24 4 L24 0",
        "nothing",
        before=(
            area("M-17 74 L-30 72 L-18 58 Z", "shade"),
            stroke("M19 66 H40 L37 36", "ink", BAR),
            bar(-17, 32, 34, 6, "light", 2),
            stroke("M-7 72 L-9 44 M7 72 L9 44 M-7 30 L-11 2 M7 30 L11 2", "shade", HAIR),
        ),
        lid=(area("M-18 74 L-3 84 H3 L18 74 Z", "shade"), disc(0, 86, 4, "ink")),
        lidded=True,
        spout_left=True,
    ),
    "cup": turned(
        "M30 44 C30 22 26 10 16 6",
        "heap",
        before=(stroke("M28 38 C52 42 46 10 21 14", "body", BAR), bar(-34, 0, 68, 6, "shade", 3)),
        top=44,
    ),
    "mug": turned(
        "M25 56 L25 10 C25 3 22 0 16 0",
        "heap",
        before=(bar(-25, 18, 50, 12, "light"),),
        behind=(stroke("M22 46 C50 50 48 10 22 12", "shade", BAR),),
    ),
    "beaker": turned("M22 60 L17 4 C17 1 15 0 13 0", "heap", before=(bar(-20, 30, 40, 7, "light"),)),
    "glass": turned("M22 64 L18 5 C18 2 16 0 13 0", "inside", paint="light"),
    "tumbler": turned("M26 46 L24 6 C24 2 22 0 18 0", "inside", paint="light"),
    "goblet": turned(
        "M24 76 C27 54 22 38 4 34 L3 8 C6 5 20 5 22 0",
        "inside",
        paint="light",
    ),
    "cocktail glass": turned(
        "M34 78 L3 40 L3 6 C6 4 20 4 22 0",
        "inside",
        paint="light",
    ),
    "thermos": turned(
        "M18 64 L20 60 L20 5 C20 2 18 0 14 0",
        "nothing",
        before=(bar(-20, 22, 40, 10, "light"), stroke("M20 52 H32 V20 H20", "shade", LINE)),
        lid=(bar(-15, 64, 30, 20, "shade", 4), bar(-9, 84, 18, 6, "ink", 2)),
        lidded=True,
    ),
    "milk can": turned(
        "M18 74 L15 62 C15 56 29 54 29 44 L29 5 C29 2 27 0 24 0",
        "heap",
        before=(stroke("M-29 36 H29 M-29 12 H29", "light", FINE),),
        behind=(stroke("M-15 66 C-40 72 -38 46 -27 46 M15 66 C40 72 38 46 27 46", "ink", LINE),),
        lid=(area("M-21 74 C-18 86 18 86 21 74 Z", "shade"), bar(-6, 82, 12, 5, "ink", 2)),
        lidded=True,
    ),
    "tea glass": turned(
        "M18 58 C14 44 14 34 19 22 C21 12 18 8 13 6",
        "inside",
        paint="light",
        before=(bar(-30, 0, 60, 6, "shade", 3),),
    ),
    "shaker": turned(
        "M14 56 C20 44 22 22 22 6 C22 2 20 0 16 0",
        "nothing",
        paint="light",
        before=(
            area("M-15 54 C-14 74 14 74 15 54 Z", "shade"),
            dots({60: (-6, 0, 6), 65: (-3, 3)}, "light"),
        ),
        top=70,
    ),
    "pepper mill": turned(
        "M15 64 C8 56 8 50 14 44 C20 34 12 26 14 18 C18 12 20 8 20 0",
        "nothing",
        before=(disc(0, 70, 12, "shade"), disc(0, 84, 4, "ink"), bar(-20, 0, 40, 7, "light")),
        top=86,
    ),
}
