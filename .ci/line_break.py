"""Writes how lines break by character: generator/compose/line_break/classes.txt, of the Unicode Character Database.

    python .ci/line_break.py /usr/share/unicode          (Debian: apt-get install unicode-data)

A line says the code point from which on a class holds, up to the next line. The classes are those of UAX #14 as its
rule LB1 resolves them, and a few kinds of them that single rules ask for.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent.parent / "generator" / "compose" / "line_break" / "classes.txt"
ALL = 0x110000
WIDE = {"OP": "OPW"}  # the East Asian one, which LB30 leaves out
QUOTES = {"Pi": "QUI", "Pf": "QUF"}  # that open, that close


def properties(path: Path) -> Iterator[tuple[range, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        said = line.partition("#")[0].strip()
        if said:
            codes, value = (part.strip() for part in said.split(";")[:2])
            first, _, last = codes.partition("..")
            yield range(int(first, 16), int(last or first, 16) + 1), value


def by_code(path: Path, default: str) -> list[str]:
    values = [default] * ALL
    for codes, value in properties(path):
        for code in codes:
            values[code] = value
    return values


def classes(folder: Path) -> list[str]:
    breaks = by_code(folder / "LineBreak.txt", "XX")
    categories = by_code(folder / "extracted" / "DerivedGeneralCategory.txt", "Cn")
    widths = by_code(folder / "EastAsianWidth.txt", "N")
    pictures = {code for codes, value in properties(folder / "emoji" / "emoji-data.txt") for code in codes
                if value == "Extended_Pictographic"}  # fmt: skip
    for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FFFD), (0x30000, 0x3FFFD),
                        (0x1F000, 0x1FAFF), (0x1FC00, 0x1FFFD)):  # fmt: skip
        for code in range(first, last + 1):  # unassigned, and ideographs by default
            breaks[code] = "ID" if breaks[code] == "XX" else breaks[code]
    for code in range(0x20A0, 0x20D0):
        breaks[code] = "PR" if breaks[code] == "XX" else breaks[code]
    return [resolved(breaks[code], categories[code], widths[code], code in pictures) for code in range(ALL)]


def resolved(value: str, category: str, width: str, is_picture: bool) -> str:
    if value in ("AI", "SG", "XX"):
        return "AL"
    if value == "SA":
        return "CM" if category in ("Mn", "Mc") else "AL"
    if value == "CJ":
        return "NS"
    if value in WIDE and width in "FWH":
        return WIDE[value]
    if value == "QU":
        return QUOTES.get(category, "QU")
    return "IDX" if value == "ID" and category == "Cn" and is_picture else value


def main(folder: Path) -> None:
    version = (folder / "LineBreak.txt").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    lines = [f"# Made by .ci/line_break.py of {version} and other Unicode data files; see LICENSE.txt."]
    before = ""
    for code, value in enumerate(classes(folder)):
        if value != before:
            lines.append(f"{code:X} {value}")
        before = value
    HERE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
