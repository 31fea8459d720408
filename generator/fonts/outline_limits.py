"""Outlines of letters, drawn as far as a sound font needs: what calls itself, or all others, without end is stopped.

Imports fontTools, so only who draws one imports this. Raises ValueError where a limit is passed.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from fontTools.misc.psCharStrings import SimpleT2Decompiler, T2OutlineExtractor
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

MOST_PARTS = 1000  # of one letter: a part may be made of parts, each of parts again
MOST_STEPS = 10_000_000  # bytes of all the PostScript outlines of a font, those of subroutines at each call
_CALL = 10  # steps that a call takes by itself


class StepBudget:
    """How many a font has left."""

    def __init__(self) -> None:
        self._left = MOST_STEPS

    def take(self, charstring: Any) -> None:
        self._left -= _CALL + len(charstring.bytecode or charstring.program or ())
        if self._left < 0:
            raise ValueError("its outlines call each other without end")


class _Decompiler(SimpleT2Decompiler):  # type: ignore[misc]
    def __init__(self, steps: StepBudget, *subroutines: Any) -> None:
        super().__init__(*subroutines)
        self._steps = steps

    def execute(self, charString: Any, **how: Any) -> None:
        self._steps.take(charString)
        super().execute(charString, **how)


class _Extractor(_Decompiler, T2OutlineExtractor):  # type: ignore[misc]
    """Draws what it reads; the order of the bases puts the count before both."""


def limit(font: TTFont, names: Iterable[str], steps: StepBudget) -> None:
    """PostScript outlines of these glyphs, where the font has such, are read and drawn in no more steps."""
    for tag in ("CFF ", "CFF2"):
        if tag in font:
            charstrings = font[tag].cff.topDictIndex[0].CharStrings
            for name in names:
                charstrings[name].decompilerClass = partial(_Decompiler, steps)
                charstrings[name].outlineExtractor = partial(_Extractor, steps)


def read_all(font: TTFont) -> None:
    """All its PostScript outlines, before something that sets no limit reads them: they are read once."""
    names = font.getGlyphOrder()
    limit(font, names, StepBudget())
    for name in names:
        font["CFF2"].cff.topDictIndex[0].CharStrings[name].decompile()


class Recorder(DecomposingRecordingPen):  # type: ignore[misc]
    """What is drawn of a letter, its parts as outlines of its own."""

    _parts = 0

    def addComponent(self, glyphName: str, transformation: tuple[float, ...]) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise ValueError(f"a letter of more than {MOST_PARTS} parts")
        super().addComponent(glyphName, transformation)
