"""Makes tests/vendored/east-asian.ttc of Noto Sans CJK (Debian: apt-get install fonts-noto-cjk): three of its fonts,
each cut down to the characters of the decks in tests/east_asian.py.

    PYTHONPATH=tests python .ci/east_asian_font.py NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc
"""

import sys
from pathlib import Path

from east_asian import FONT, WORDS, cards
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ASCII = "".join(map(chr, range(0x20, 0x7F)))
ALWAYS = "·–…“”‘’"
NUMBERS = {"JP": 0, "KR": 1, "SC": 2}  # of the fonts in the collections


def cut(path: Path, number: int, characters: set[str]) -> TTFont:
    font = TTFont(path, fontNumber=number, recalcTimestamp=False)
    options = subset.Options(layout_features=["kern"], hinting=False, glyph_names=False, name_languages=[0x409])
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, characters))
    cutter.subset(font)
    return font


def main(*paths: Path) -> None:
    collection = TTCollection()
    for path in paths:
        for words in WORDS.values():
            characters = {*ASCII, *ALWAYS, *"".join([words.name, *words.categories, *cards(words)])} - {"\n"}
            collection.fonts.append(cut(path, NUMBERS[words.face.split()[-1]], characters))
    collection.save(FONT)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
