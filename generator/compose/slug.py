"""The slug line: one small line outside the cut that says which job and sheet this is."""

from collections.abc import Sequence

from generator.colours import BLACK
from generator.compose.inline import Run
from generator.compose.lines import Line
from generator.compose.setting import Setting, Typesetter, spans
from generator.face import Joint, TextLine
from generator.fonts import MissingGlyphs
from generator.units import MM_PER_POINT

SLUG = Setting("text", bold=False, italic=False, kerning=False, tracking=0.0, upper=False)


def slug_line(
    parts: Sequence[str], typesetter: Typesetter, width: float, size: float, setting: Setting = SLUG
) -> TextLine | None:
    """The parts on one line that starts at (0, 0), as many of the first as are not wider than `width` mm.

    The slug is cut off, so it may drop what has no room; None where no font has its letters.
    """
    em = size * MM_PER_POINT
    for count in range(len(parts), 0, -1):
        try:
            atoms = typesetter.atoms((Run("  ·  ".join(parts[:count])),), setting)
        except MissingGlyphs:
            return None
        length = sum(atom.width + (atom.space if index else 0.0) for index, atom in enumerate(atoms))
        if length * em <= width:
            line = Line(tuple(atoms), length, Joint.BREAK)
            return TextLine(0.0, 0.0, spans(line, size, BLACK, 0.0), "slug")
    return None
