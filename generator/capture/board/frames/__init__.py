"""The measures of a session put on screens: paged, spaced and worded. Knows no request and no person.

A frame has a key that stays while its words change. Another kind of frame is a function that makes it (`MAKERS`),
a class in `frame` and a part of `board-frame.html`; one that is of no matter, such as a question to the whole room, is
added where `Frames.of` adds the cards that nobody laid.
"""

from generator.capture.board.frames.frame import Frame
from generator.capture.board.frames.screen import Ballots, listed_title
from generator.capture.board.frames.session import DigestedFrame, Frames
from generator.capture.board.frames.turn import EVERY, ROUND, FrameWishes, turn

__all__ = ["EVERY", "ROUND", "Ballots", "DigestedFrame", "Frame", "FrameWishes", "Frames", "listed_title", "turn"]
