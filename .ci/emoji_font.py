"""Makes fonts/noto-emoji: the emoji of one code point that the other bundled fonts lack, in one colour.

    python .ci/emoji_font.py NotoEmoji_400Regular.ttf /usr/share/unicode

The font is the static instance of Noto Emoji that Google Fonts publishes (the npm package @expo-google-fonts/noto-emoji
has it as a file); the list of emoji is Unicode's (Debian: apt-get install unicode-data). Outlines are drawn anew with
fewer points: no line strays more than 0.6 % of the em, which is 0.02 mm in text of 10 points.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

FONTS = Path(__file__).parent.parent / "fonts"
UNITS = 400  # per em
TO_CURVES, TO_OUTLINE = 0.002, 0.004  # em: how far an outline may stray, there and back
FLAGS = range(0x1F1E6, 0x1F200)  # letters of two that make a flag


def emoji(folder: Path) -> set[int]:
    """Unicode's, without digits and other keys."""
    found: set[int] = set()
    for line in (folder / "emoji" / "emoji-data.txt").read_text(encoding="utf-8").splitlines():
        codes, _, kind = line.partition("#")[0].partition(";")
        if kind.strip() == "Emoji":
            first, _, last = codes.strip().partition("..")
            found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found - set(range(0x80)) - set(FLAGS)


def others() -> set[int]:
    """What the other families have that help out."""
    files = [path for path in FONTS.glob("noto-sans*/*-Regular.ttf")]
    return set().union(*(TTFont(path).getBestCmap() for path in files))


def redraw(font: TTFont) -> None:
    """The same glyphs with fewer points."""
    outlines = font.getGlyphSet()
    drawn = {}
    for name in font.getGlyphOrder():
        recorded, pen = DecomposingRecordingPen(outlines), TTGlyphPen(None)
        outlines[name].draw(recorded)
        recorded.replay(Qu2CuPen(Cu2QuPen(pen, TO_OUTLINE * UNITS), TO_CURVES * UNITS, all_cubic=True))
        drawn[name] = pen.glyph()
    font["glyf"].glyphs = drawn
    for name, glyph in drawn.items():
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))


def main(source: Path, unicode: Path) -> None:
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "STAT", "GSUB", "gasp"]
    cutter = subset.Subsetter(options)
    wanted = (emoji(unicode) & set(font.getBestCmap())) - others()
    cutter.populate(unicodes={ord(" "), *wanted})
    cutter.subset(font)
    scale_upem(font, UNITS)
    redraw(font)
    font.save(FONTS / "noto-emoji" / "NotoEmoji-Regular.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
