"""Makes tests/vendored/families of twelve families as clients bring them: two weights of each, cut down to what the
bundled kit says.

    python .ci/brand_fonts.py FOLDER

FOLDER has a folder for each package of @fontsource, unpacked: inter/files/inter-latin-400-normal.woff2, inter/LICENSE.
"""

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILIES = (
    "ibm-plex-sans", "inter", "lato", "merriweather", "montserrat", "open-sans", "playfair-display", "poppins",
    "roboto", "space-grotesk", "syne", "work-sans",
)  # fmt: skip
WEIGHTS = {400: "Regular", 700: "Bold"}
KEPT = {*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "–—‘’“”„•…€−×")}
INTO = Path(__file__).parents[1] / "tests" / "vendored" / "families"


def cut(path: Path) -> TTFont:
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(layout_features=["kern"], hinting=False, glyph_names=False, name_languages=[0x409])
    options.drop_tables += ["GDEF", "STAT", "BASE"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=KEPT)
    cutter.subset(font)
    font.flavor = "woff2"
    return font


def rename(font: TTFont, name: str) -> None:
    """Some of these names are reserved (OFL 1.1, 3): a font that is cut down may not bear them."""
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4, 6, 16, 17, 21, 22):
            font["name"].removeNames(nameID=record.nameID)
    for kind, text in ((1, name), (3, name), (4, name), (6, name.replace(" ", ""))):
        font["name"].setName(text, kind, 3, 1, 0x409)


def main(packages: Path) -> None:
    for number, family in enumerate(FAMILIES, 1):
        folder = INTO / family
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / family / "LICENSE", folder / "OFL.txt")
        for weight, name in WEIGHTS.items():
            font = cut(packages / family / "files" / f"{family}-latin-{weight}-normal.woff2")
            rename(font, f"Client Family {number} {name}")
            font.save(folder / f"{name}.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
