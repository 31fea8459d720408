"""The neutral deck by typst, its QR codes by segno.

usage: with_typst.py DECK.json OUT.pdf FONTS
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import segno
import typst


def code(url: str) -> str:
    """A QR code as an SVG of one path, neighbouring modules of a row as one rectangle."""
    matrix = segno.make(url, error="m", micro=False, boost_error=False).matrix
    path = "".join(f"M{x} {y}h{n}v1h-{n}z" for y, row in enumerate(matrix) for x, n in runs(row))
    size = len(matrix)
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {size} {size}'><path d='{path}'/></svg>"


def runs(row: bytearray) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in a row, and how many they are."""
    x = 0
    while (x := row.find(1, x)) >= 0:
        end = row.find(0, x)
        end = len(row) if end < 0 else end
        yield x, end - x
        x = end


def main() -> None:
    deck, pdf, fonts = (Path(word).resolve() for word in sys.argv[1:4])
    cards = json.loads(deck.read_text(encoding="utf-8"))["cards"]
    with tempfile.TemporaryDirectory() as folder:
        codes = Path(folder) / "codes.json"
        codes.write_text(json.dumps([code(card["url"]) for card in cards]), encoding="utf-8")
        typst.compile(
            str(Path(__file__).with_name("deck.typ")),
            output=str(pdf),
            root="/",
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"deck": str(deck), "codes": str(codes)},
        )


if __name__ == "__main__":
    main()
