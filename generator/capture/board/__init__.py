"""The live board worked out: entries and the printed kit in, frames out."""

from generator.capture.board.frames import Frame
from generator.capture.board.tally import frames

__all__ = ["Frame", "frames"]
