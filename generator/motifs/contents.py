"""What vessels hold, one piece of each, drawn in a circle of radius 10 whose lowest point stands on the table.

The role `main` is the colour that the packing gives a piece.
"""

from typing import NamedTuple

from generator.motifs.part import FINE, HAIR, Parts, area, bar, disc, oval, stroke


class Contents(NamedTuple):
    parts: Parts
    radius: float = 9.0  # in a picture that is 100 high, where no count is said
    turns: float = 0.0  # degrees at most to each side
    is_liquid: bool = False


_LEAF = "M0 -10 C-9 -3 -8 6 0 10 C8 6 9 -3 0 -10 Z"
_DROP = "M0 10 C-4 3 -8 0 -8 -4 C-8 -12 8 -12 8 -4 C8 0 4 3 0 10 Z"
_PEAR = "M0 8 C-3 8 -4 5 -4 2 C-5 -1 -8 -2 -8 -5 C-8 -12 8 -12 8 -5 C8 -2 5 -1 4 2 C4 5 3 8 0 8 Z"
_PEAR_SHADE = "M0 8 C3 8 4 5 4 2 C5 -1 8 -2 8 -5 C8 -8.6 5 -10.4 1 -10.5 C4 -7 3 -2 1 1 C0 3 2 6 0 8 Z"
_EGG = "M0 10 C-6 10 -8 1 -8 -3 C-8 -12 8 -12 8 -3 C8 1 6 10 0 10 Z"
_FISH = "M-9 0 C-5 7 3 7 6 0 L10 6 V-6 L6 0 C3 -7 -5 -7 -9 0 Z"

CONTENTS: dict[str, Contents] = {
    "peas": Contents((disc(0, 0, 9.4, "main"), oval(-3.4, 3.4, 2, 2, "light")), 6),
    "lentils": Contents((oval(0, 0, 9.6, 6.5, "main"),), 4.2, 80),
    "rice": Contents((oval(0, 0, 9.6, 4.4, "main"),), 4.4, 90),
    "sugar cubes": Contents((bar(-8, -8, 16, 16, "main", 2), bar(2, -8, 6, 16, "shade", 1)), 8, 22),
    "ice cubes": Contents((bar(-8, -8, 16, 16, "light", 3), stroke("M-4 3 V-3", "main", FINE)), 8, 30),
    "flour": Contents((), is_liquid=True),
    "milk": Contents((), is_liquid=True),
    "soup": Contents((), is_liquid=True),
    "tea": Contents((), is_liquid=True),
    "oil": Contents((), is_liquid=True),
    "herbs": Contents((area(_LEAF, "main"), stroke("M0 -9 V5", "shade", HAIR)), 9, 50),
    "drops": Contents((area(_DROP, "main"),), 7, 10),
    "berries": Contents((disc(0, -0.6, 9, "main"), area("M-4 9 L0 5 L4 9 L3 3 H-3 Z", "ink")), 7.5, 40),
    "cherries": Contents(
        (
            stroke("M-5 -4 C-4 4 0 8 4 10 M5 -5 C5 2 5 6 4 10", "ink", HAIR),
            disc(-5, -5, 5, "main"),
            disc(5, -5.5, 4.6, "shade"),
        ),
        11,
        12,
    ),
    "olives": Contents((oval(0, 0, 9.6, 7.6, "main"), disc(4, 0, 2.6, "ink")), 7, 90),
    "almonds": Contents((area(_LEAF, "main"), stroke("M-2 -6 V4 M2 -6 V4", "shade", HAIR)), 7, 80),
    "eggs": Contents((area(_EGG, "main"), area("M3 8 C8 4 10 -8 2 -9.6 C6 -4 5 3 3 8 Z", "shade")), 11, 14),
    "broken eggs": Contents(
        (
            oval(3, -8.8, 13, 1.8, "light"),
            disc(0, -1, 4.6, "ink"),
            area("M-8 -1 L-5.4 2.4 L-2.8 -1.4 L0 2.2 L2.8 -1.4 L5.4 2.4 L8 -1 C9 -13.4 -9 -13.4 -8 -1 Z", "main"),
            area("M4 -9.6 C8 -8 9 -5 8 -1 L6.6 0.8 C6.4 -4 5.6 -7 4 -9.6 Z", "shade"),
            oval(11.6, -7.4, 3.4, 2.4, "shade"),
        ),
        12,
    ),
    "lemons": Contents(
        (
            area("M-10 0 C-8 -2 -7 -8 0 -8 C7 -8 8 -2 10 0 C8 2 7 8 0 8 C-7 8 -8 2 -10 0 Z", "main"),
            oval(-3, 3, 2.6, 1.4, "light"),
        ),
        10,
        40,
    ),
    "lemon slices": Contents(
        (
            disc(0, 0, 10, "main"),
            disc(0, 0, 7.8, "light"),
            area("M0 1.4 L-4.6 5.8 C-2 7.4 2 7.4 4.6 5.8 Z M1.4 0.4 L6.4 4 C7.6 1 7.4 -2 6 -4.4 Z", "main"),
            area("M-1.4 0.4 L-6.4 4 C-7.6 1 -7.4 -2 -6 -4.4 Z M0 -1.2 L-4.4 -6 C-2 -7.4 2 -7.4 4.4 -6 Z", "main"),
        ),
        11,
        60,
    ),
    "apples": Contents(
        (
            area("M0 6 C-4 9 -10 7 -10 0 C-10 -6 -5 -11 0 -9.4 C5 -11 10 -6 10 0 C10 7 4 9 0 6 Z", "main"),
            area("M4 7 C8 7 10 4 10 0 C10 -6 5 -11 1 -9.6 C7 -6 8 2 4 7 Z", "shade"),
            stroke("M0 6 C0 9 1 10 3 11", "ink", HAIR),
        ),
        11,
        12,
    ),
    "pears": Contents((area(_PEAR, "main"), area(_PEAR_SHADE, "shade"), stroke("M0 7 L2 12", "ink", HAIR)), 12, 14),
    "carrots": Contents(
        (
            area("M-5 5 C-4 8 4 8 5 5 C5 -2 2 -8 0 -11 C-2 -8 -5 -2 -5 5 Z", "main"),
            area("M0 6 C-2 8 -2 11 0 12.6 C2 11 2 8 0 6 Z", "ink"),
            area(
                "M-0.6 6.4 C-1.6 9.4 -3.6 11.6 -6.4 11.6 C-6.4 9 -3.8 6.4 -0.6 6.4 Z "
                "M0.6 6.4 C1.6 9.4 3.6 11.6 6.4 11.6 C6.4 9 3.8 6.4 0.6 6.4 Z",
                "shade",
            ),
            stroke("M-4 2 H-1 M1 -1 H3 M-1.6 -4 H0", "shade", HAIR),
        ),
        12,
        24,
    ),
    "mushrooms": Contents(
        (
            bar(-3.6, -10, 7.2, 12, "light", 3),
            area("M-10 0 C-10 13 10 13 10 0 Z", "main"),
            disc(-4, 5, 1.8, "light"),
            disc(2, 3, 1.4, "light"),
        ),
        11,
        16,
    ),
    "onions": Contents(
        (
            area("M0 10 C-1 6 -9 5 -9 -2 C-9 -12 9 -12 9 -2 C9 5 1 6 0 10 Z", "main"),
            stroke("M0 8 C-5 3 -6 -4 -3 -9 M0 8 C5 3 6 -4 3 -9", "shade", HAIR),
            stroke("M0 8 V12", "ink", HAIR),
        ),
        11,
        12,
    ),
    "tomatoes": Contents(
        (disc(0, -1, 9.4, "main"), area("M-6 8 L-2 6 L0 10 L2 6 L6 8 L3 4 H-3 Z", "ink")),
        10,
        14,
    ),
    "chillies": Contents(
        (
            area("M-9.6 4 C-10.6 -5 -3 -11.4 10 -10.4 C2.6 -8 -0.4 -3 -0.6 4 C-3 6.4 -7 6.4 -9.6 4 Z", "main"),
            stroke("M-7 1 C-6.8 -2.6 -5.4 -5 -3.2 -6.8", "light", HAIR),
            area("M-10.2 3 C-10 9.4 -0.4 9.4 0 3 C-1.8 4.8 -3.4 3.2 -5 5 C-6.6 3.2 -8.4 4.8 -10.2 3 Z", "ink"),
            stroke("M-5 7 C-5 9.4 -4 10.6 -2 11.4", "ink", FINE),
        ),
        11,
        24,
    ),
    "peppers": Contents(
        (
            area(
                "M-4 8 C-11 9 -10 -4 -7 -9 C-4 -11 -2 -9 0 -9 C2 -9 4 -11 7 -9 C10 -4 11 9 4 8 C2 6 -2 6 -4 8 Z", "main"
            ),
            stroke("M0 6 V11", "ink", FINE),
            stroke("M-2 5 C-4 0 -3 -5 -2 -8", "shade", HAIR),
        ),
        11,
        14,
    ),
    "bread": Contents(
        (
            area("M-8 -10 H8 V1 C11 3 11 10 5 10 H-5 C-11 10 -11 3 -8 1 Z", "main"),
            area("M-5.6 -7.6 H5.6 V1.4 C8 3.6 7 7.6 4 7.6 H-4 C-7 7.6 -8 3.6 -5.6 1.4 Z", "light"),
        ),
        12,
        10,
    ),
    "rolls": Contents(
        (area("M-10 -7 C-12 8 12 8 10 -7 Z", "main"), stroke("M-4 4 L-2 -1 M1 5 L3 0", "light", FINE)),
        11,
        8,
    ),
    "pretzels": Contents(
        (stroke("M0 -8 C-9 -12 -12 4 -4 7 C2 8 2 0 -6 -6 M0 -8 C9 -12 12 4 4 7 C-2 8 -2 0 6 -6", "main", FINE),),
        12,
        10,
    ),
    "biscuits": Contents(
        (
            disc(0, 0, 9.6, "main"),
            *(disc(x, y, 1.7, "shade") for x, y in ((-4, 3), (3, 4), (-1, -4), (5, -2), (-5, -2))),
        ),
        10,
        90,
    ),
    "cake": Contents(
        (
            area("M-10 -10 H10 V0 H-10 Z", "main"),
            bar(-10, -4, 20, 3, "light"),
            area("M-10 0 H10 V5 C6 2 5 6 2 6 C-1 6 -2 2 -4 5 C-6 7 -9 4 -10 5 Z", "shade"),
            disc(0, 8, 2.8, "ink"),
        ),
        13,
    ),
    "pie": Contents(
        (
            area("M-10 -4 L-7 -10 H7 L10 -4 Z", "shade"),
            area("M-11 -4 C-8 7 8 7 11 -4 Z", "main"),
            stroke("M-4 2 L-2 -2 M1 3 L3 -1", "light", FINE),
        ),
        13,
    ),
    "cheese": Contents(
        (
            area("M-10 -8 H10 V1 L-8 8 C-10 7 -10 4 -10 1 Z", "main"),
            bar(-10, -8, 20, 3, "shade"),
            disc(-3, -1, 2, "light"),
            disc(4, -2.4, 1.5, "light"),
        ),
        12,
        6,
    ),
    "fish": Contents(
        (area(_FISH, "main"), disc(-5, 1, 1.3, "ink"), stroke("M0 4 C-2 1 -2 -1 0 -4", "shade", HAIR)), 12, 14
    ),
    "noodles": Contents(
        (stroke("M-9 -6 C-4 -10 -4 2 0 -2 C4 -6 4 6 9 2 M-8 2 C-4 -4 -2 8 2 4 C5 0 6 8 9 7", "main", FINE),),
        10,
        60,
    ),
    "sausages": Contents((bar(-10, -4, 20, 8, "main", 4), stroke("M-4 2 L-2 -2 M2 2 L4 -2", "shade", HAIR)), 11, 30),
    "fried eggs": Contents(
        (
            area("M-9 -2 C-12 4 -6 10 -1 8 C4 11 11 6 9 0 C12 -6 4 -11 0 -8 C-4 -11 -10 -8 -9 -2 Z", "light"),
            disc(0, 0, 4, "main"),
        ),
        13,
        90,
    ),
    "dumplings": Contents(
        (area("M-10 -8 C-10 6 10 6 10 -8 Z", "main"), stroke("M-5 0 L-3 -4 M0 2 V-3 M5 0 L3 -4", "shade", HAIR)),
        11,
        8,
    ),
    "coins": Contents(
        (
            disc(0, 0, 9.8, "main"),
            stroke("M-6.4 0 C-6.4 -8.5 6.4 -8.5 6.4 0 C6.4 8.5 -6.4 8.5 -6.4 0 Z M0 2.6 V-2.6", "shade", HAIR),
        ),
        8,
        20,
    ),
    "plates": Contents(
        (
            disc(0, 0, 9.9, "main"),
            stroke("M-6.6 0 C-6.6 -8.8 6.6 -8.8 6.6 0 C6.6 8.8 -6.6 8.8 -6.6 0 Z", "shade", HAIR),
            oval(-1.4, -1.6, 3.2, 2.2, "shade"),
        ),
        15,
        60,
    ),
    "letters": Contents(
        (bar(-10, -7, 20, 14, "light", 1.5), stroke("M-9 6 L0 -1 L9 6", "ink", HAIR), disc(0, -1.4, 2.2, "main")),
        10,
        14,
    ),
    "tea bags": Contents(
        (
            stroke("M0 4 C2 8 -3 9 0 12", "ink", HAIR),
            area("M-7 -10 H7 V2 L3 5 H-3 L-7 2 Z", "main"),
            bar(-4, -7, 8, 6, "light", 1),
        ),
        11,
        14,
    ),
    "bones": Contents(
        (
            stroke("M-8 0 H6", "main", FINE),
            stroke("M-4 -4 V4 M-1 -5 V5 M2 -4 V4", "main", FINE),
            area("M-10 0 C-9 -4 -6 -5 -5 -4 V4 C-6 5 -9 4 -10 0 Z", "main"),
            area("M6 0 L10 -5 V5 Z", "main"),
        ),
        12,
        16,
    ),
    "crumbs": Contents(
        (
            area("M-8 -3 C-9 1 -5 3 -3 1 C-2 5 3 5 3 1 C6 2 8 -1 6 -3 C4 -6 1 -3 -1 -5 C-3 -7 -7 -6 -8 -3 Z", "main"),
            disc(5.4, 6, 2.4, "main"),
            disc(-4.6, 6.4, 1.6, "main"),
        ),
        3,
        90,
    ),
}
SYNONYMS = {
    "pea": "peas",
    "egg": "eggs",
    "broken egg": "broken eggs",
    "lemon": "lemons",
    "pear": "pears",
    "apple": "apples",
    "berry": "berries",
    "biscuit": "biscuits",
    "carrot": "carrots",
    "mushroom": "mushrooms",
    "onion": "onions",
    "tomato": "tomatoes",
    "chilli": "chillies",
    "pepper": "peppers",
    "toast": "bread",
    "roll": "rolls",
    "fried egg": "fried eggs",
    "sugar": "sugar cubes",
    "ice": "ice cubes",
    "water": "tea",
    "letter": "letters",
    "tea bag": "tea bags",
    "cherry": "cherries",
    "bone": "bones",
    "pretzel": "pretzels",
    "lemon slice": "lemon slices",
    "coin": "coins",
}
