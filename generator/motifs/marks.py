"""What a state adds to a thing: steam, a crack, a flag … drawn for what is `half` wide to each side and `high`."""

from collections.abc import Callable

from generator.motifs.part import BAR, FINE, HAIR, LINE, MotifPart, Parts, area, bar, disc, oval, stroke

Mark = Callable[[float, float], Parts]


def _steam(half: float, high: float) -> Parts:
    spread = min(half * 0.62, 22)
    wave = "C{a} {y1} {b} {y2} {x} {y3}"
    strokes = []
    for at, x in enumerate((-spread, 0.0, spread)):
        low = high + 5 + (4 if at == 1 else 0)
        curves = (
            wave.format(a=x - 8, y1=low + 5, b=x + 8, y2=low + 9, x=x, y3=low + 14)
            + " "
            + wave.format(a=x - 8, y1=low + 19, b=x + 8, y2=low + 21, x=x + 2, y3=low + 26)
        )
        strokes.append(stroke(f"M{x} {low} {curves}", "light" if at != 1 else "ink", LINE))
    return tuple(strokes)


def _bubbles(half: float, high: float) -> Parts:
    s = max(0.7, half / 34)
    return tuple(
        disc(x * s, high + y * s, r * s, role)
        for x, y, r, role in (
            (-26, 3, 8, "light"), (-10, 6, 11, "light"), (9, 3, 9, "light"), (25, 4, 8, "light"),
            (-18, 19, 4, "light"), (3, 23, 5.5, "body"), (18, 18, 3.5, "light"), (-6, 35, 3, "light"),
            (13, 33, 2.4, "ink"),
        )
    )  # fmt: skip


def _foam(half: float, high: float) -> Parts:
    s = max(0.7, half / 34)
    run = min(high * 0.6, 34)
    return (
        *(
            disc(x * s, high + y * s, r * s, "light")
            for x, y, r in (
                (-32, 2, 11),
                (-17, 9, 14),
                (2, 10, 16),
                (20, 7, 13),
                (34, 1, 10),
                (-24, 25, 4),
                (8, 32, 4.5),
            )
        ),
        bar(-half - 8, high - run, 11, run + 6, "light", 5.5),
        bar(half - 10, high - run * 0.62, 9, run * 0.62 + 6, "light", 4.5),
        bar(-half + 8, high - run * 0.4, 9, run * 0.4 + 6, "light", 4.5),
        oval(-half - 3, 2.4, 14, 3, "light"),
    )


def _ringing(half: float, high: float) -> Parts:
    x, y = half + 7, high - 6
    return (
        stroke(f"M{x} {y - 12} C{x + 9} {y - 4} {x + 9} {y + 10} {x} {y + 18}", "ink", LINE),
        stroke(f"M{-x} {y - 12} C{-x - 9} {y - 4} {-x - 9} {y + 10} {-x} {y + 18}", "ink", LINE),
        stroke(f"M{x + 12} {y - 18} C{x + 24} {y - 6} {x + 24} {y + 12} {x + 12} {y + 24}", "light", LINE),
        stroke(f"M{-x - 12} {y - 18} C{-x - 24} {y - 6} {-x - 24} {y + 12} {-x - 12} {y + 24}", "light", LINE),
    )


def _crack(half: float, high: float) -> Parts:
    w, top, step = half * 0.5, high * 0.98, high * 0.16
    points = (
        f"M{w * 0.2} {top} L{-w * 0.5} {top - step} L{w * 0.3} {top - 1.9 * step} L{-w * 0.4} {top - 3 * step} "
        f"L{w * 0.2} {top - 4 * step} L{-w * 0.1} {top - 5 * step}"
    )
    right = f"M{w * 0.3} {top - 1.9 * step} L{w} {top - 2.6 * step}"
    left = f"M{-w * 0.4} {top - 3 * step} L{-w * 1.1} {top - 3.4 * step}"
    return stroke(points, "ink", LINE), stroke(f"{right} {left}", "ink", FINE)


def _shards(half: float, high: float) -> Parts:
    x = half + 6
    return (
        *_crack(half, high),
        area(f"M{x} 0 L{x + 15} 0 L{x + 8} 13 Z", "light"),
        area(f"M{x + 16} 0 L{x + 28} 0 L{x + 26} 8 Z", "shade"),
        area(f"M{-x} 0 L{-x - 14} 0 L{-x - 4} 10 Z", "body"),
    )


def _smoke(half: float, high: float) -> Parts:
    """A plume that rises in a curl, and a thinner one beside it."""
    y, s = high + 2, max(0.7, min(1.2, half / 30))

    def at(x: float, up: float) -> str:
        return f"{x * s:.3f} {y + up:.3f}"

    return (
        area(
            f"M{at(-9, 0)} C{at(-22, 14)} {at(4, 18)} {at(-8, 30)} C{at(-14, 37)} {at(-6, 46)} {at(3, 50)} "
            f"C{at(-1, 42)} {at(12, 38)} {at(11, 28)} C{at(10, 18)} {at(-2, 16)} {at(7, 0)} Z",
            "ink",
        ),
        area(
            f"M{at(12, 2)} C{at(8, 12)} {at(20, 16)} {at(15, 30)} C{at(26, 22)} {at(24, 14)} {at(20, 10)} "
            f"C{at(17, 7)} {at(18, 4)} {at(20, 2)} Z",
            "shade",
        ),
    )


def _sparkle(half: float, high: float) -> Parts:
    def star(x: float, y: float, r: float, role: str) -> Parts:
        k = r * 0.22
        return (
            area(
                f"M{x} {y + r} L{x + k} {y + k} L{x + r} {y} L{x + k} {y - k} "
                f"L{x} {y - r} L{x - k} {y - k} L{x - r} {y} L{x - k} {y + k} Z",
                role,
            ),
        )

    return (
        *star(half * 0.9 + 8, high * 0.86, 12, "light"),
        *star(-half * 0.9 - 6, high * 0.62, 8, "light"),
        *star(half * 0.3, high + 10, 7, "ink"),
    )


def _tag(half: float, high: float) -> Parts:
    """On the left: the tile of a card is on the right."""
    x, y = -half * 0.45, high * 0.6
    return (
        stroke(f"M{x * 0.2} {high - 4} C{x} {high - 2} {x - 6} {y + 14} {x - 4} {y + 5}", "ink", HAIR),
        area(f"M{x - 4} {y + 8} L{x + 9} {y} V{y - 22} H{x - 17} V{y} Z", "light"),
        disc(x - 4, y + 1.5, 2, "ink"),
        stroke(f"M{x - 12} {y - 8} H{x + 4} M{x - 12} {y - 15} H{x - 2}", "ink", FINE),
    )


def _lock(half: float, high: float) -> Parts:
    y = high * 0.22
    return (
        stroke(f"M{-8} {y + 20} V{y + 30} C{-8} {y + 42} 8 {y + 42} 8 {y + 30} V{y + 20}", "ink", LINE),
        bar(-14, y, 28, 23, "ink", 4),
        disc(0, y + 13, 3.6, "light"),
        bar(-1.4, y + 5, 2.8, 8, "light"),
    )


def _ribbon(half: float, high: float) -> Parts:
    y = high * 0.5
    return (
        bar(-half, y - 4, half * 2, 8, "ink"),
        area(f"M0 {y} C-8 {y + 18} -26 {y + 14} -20 {y} C-26 {y - 14} -8 {y - 16} 0 {y} Z", "light"),
        area(f"M0 {y} C8 {y + 18} 26 {y + 14} 20 {y} C26 {y - 14} 8 {y - 16} 0 {y} Z", "light"),
        disc(0, y, 5, "ink"),
    )


def _flag(half: float, high: float) -> Parts:
    return (
        bar(-1.6, high - 6, 3.2, 40, "ink", 1.6),
        area(f"M1.6 {high + 33} H32 L24 {high + 23} L32 {high + 13} H1.6 Z", "light"),
        area(f"M1.6 {high + 18} H28 L32 {high + 13} H1.6 Z", "shade"),
    )


def _level(half: float, high: float) -> Parts:
    """A ruler that stands on the left: the tile of a card is on the right."""
    x, y = -half - 27, high * 0.56
    ticks = " ".join(f"M{x + 17} {high * at / 8} H{x + (6 if at % 2 == 0 else 11)}" for at in range(1, 8))
    return (
        bar(x, 0, 17, high, "light", 2),
        stroke(ticks, "ink", FINE),
        area(f"M{x + 14} {y} L{x + 25} {y + 7} V{y - 7} Z", "ink"),
    )


def _drips(half: float, high: float) -> Parts:
    y = high * 0.7
    return (
        bar(half * 0.2, y - 10, 7, high - y + 12, "light", 3.5),
        bar(half * 0.2 - 12, y, 6, high - y + 2, "light", 3),
        _drop(half * 0.2 + 3.5, y - 14, -16),
    )


def _drop(x: float, y: float, high: float) -> MotifPart:
    """A drop that hangs from a point."""
    path = (
        f"M{x} {y} C{x - 6} {y + high / 2} {x - 5} {y + high} {x} {y + high} "
        f"C{x + 5} {y + high} {x + 6} {y + high / 2} {x} {y} Z"
    )
    return area(path, "light")


def _flies(half: float, high: float) -> Parts:
    def fly(x: float, y: float) -> Parts:
        return (
            oval(x - 5, y + 4, 5, 3, "body"),
            oval(x + 5, y + 4, 5, 3, "body"),
            oval(x, y, 3.4, 4.6, "ink"),
        )

    dash = stroke(
        f"M{half * 0.2} {high + 14} C{half * 0.6} {high + 22} {half} {high + 8} {half + 8} {high - 4}", "ink", HAIR
    )
    return *fly(-half * 0.5, high + 14), *fly(half * 0.2, high + 20), *fly(half + 11, high - 10), dash


def _candles(half: float, high: float) -> Parts:
    spread = min(half * 0.6, 22)
    parts: list[Parts] = []
    for x in (-spread, 0.0, spread):
        parts.append(
            (
                bar(x - 2.6, high - 2, 5.2, 18, "light", 1),
                area(
                    f"M{x} {high + 29} C{x - 6} {high + 22} {x - 4} {high + 17} {x} {high + 17} "
                    f"C{x + 4} {high + 17} {x + 6} {high + 22} {x} {high + 29} Z",
                    "ink",
                ),
            )
        )
    return tuple(part for each in parts for part in each)


def _question(half: float, high: float) -> Parts:
    y = high + 8
    return (
        stroke(f"M-9 {y + 20} C-9 {y + 34} 11 {y + 34} 10 {y + 22} C9 {y + 14} 0 {y + 15} 0 {y + 6}", "ink", BAR),
        disc(0, y - 2, 4, "ink"),
    )


MARKS: dict[str, Mark] = {
    "steaming": _steam,
    "boiling": _bubbles,
    "boiling over": _foam,
    "ringing": _ringing,
    "cracked": _crack,
    "broken": _shards,
    "burnt": _smoke,
    "sparkling": _sparkle,
    "labelled": _tag,
    "locked": _lock,
    "tied up": _ribbon,
    "flagged": _flag,
    "measured": _level,
    "dripping": _drips,
    "gone off": _flies,
    "with candles": _candles,
    "in question": _question,
}
