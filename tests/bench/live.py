"""The card that is being typed, letter by letter: how long until it is drawn, in a deck of 54 and in one of 250.

usage: live.py

Milliseconds for each letter, both sides of the card as PNG, with what has no room: half of the letters and 19 in 20
take no longer. By the clock and of all cores; the first letter, which reads fonts and pictures, counts like any other.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT)]
BUNDLED = ROOT / "deck_sources" / "prepersonalization"
FONTS = ROOT / "fonts" / "noto-sans"
WIDTH = 560  # pixels: what a screen with two to a point shows beside a table
BOUNDS = {54: 0.5, 250: 1.0}  # cards → seconds by the clock of 19 letters in 20
CARDS = 6  # that are typed into
TYPED = "And then the words go on, one letter after another, until nobody has any room for them. "


class Strokes(NamedTuple):
    opened: float  # seconds: the workshop is read, and ready for the first letter
    clock: list[float]
    cpu: list[float]


def typed(workshop: Path, field: str) -> Strokes:
    from generator.deck import card_rows
    from generator.kit.pictures.live_card import LiveDeck
    from generator.kit.workshop import load
    from generator.sources import Map

    started = time.perf_counter()
    live = LiveDeck(load(workshop))
    strokes = Strokes(time.perf_counter() - started, [], [])
    printed = {card.id for card in live.deck.cards if card.quantity}
    rows = [row.said for row in card_rows(workshop).rows if row.id in printed]
    for said in rows[:: len(rows) // CARDS]:
        text = said.get(field) or ""
        assert isinstance(text, str)
        for end in range(1, len(TYPED)):
            clock, cpu = time.perf_counter(), time.process_time()
            live.draw(Map({**said, field: f"{text} {TYPED[:end]}"}, said.marks), WIDTH)
            strokes.clock.append(time.perf_counter() - clock)
            strokes.cpu.append(time.process_time() - cpu)
    return strokes


def share(seconds: list[float], part: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * part))]


def main() -> int:
    fine = True
    print("| cards | opened | letters | half | 19 in 20 | slowest | 19 in 20, of all cores | at most |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="prepdeck-bench-") as place:
        subprocess.run(
            [sys.executable, str(HERE / "deck.py"), "250", str(Path(place) / "deck"), str(FONTS)], check=True
        )
        for cards, (workshop, field) in {
            54: (BUNDLED, "about"),
            250: (Path(place) / "deck" / "workshop", "body"),
        }.items():
            strokes = typed(workshop, field)
            shown = [
                share(strokes.clock, 0.5),
                share(strokes.clock, 0.95),
                max(strokes.clock),
                share(strokes.cpu, 0.95),
            ]
            figures = " | ".join(f"{1000 * seconds:.0f} ms" for seconds in shown)
            bound = BOUNDS[cards]
            print(f"| {cards} | {strokes.opened:.2f} s | {len(strokes.clock)} | {figures} | {1000 * bound:.0f} ms |")
            fine &= shown[1] <= bound
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
