"""The frames of a whole session. Those of a matter are made anew only when something came to it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from generator.capture.board.frames.bars import choice_frames, vote_frames
from generator.capture.board.frames.compared import compared_frames
from generator.capture.board.frames.frame import Frame
from generator.capture.board.frames.opinions import lone_entry, lone_frames, note_frames, scale_frames
from generator.capture.board.frames.planes import plane_frames
from generator.capture.board.frames.recipes import recipe_frames, unused_frames
from generator.capture.board.frames.screen import Ballots, Palette
from generator.capture.board.measures import Matter, Measures

Maker = Callable[[Matter, Measures, Palette], Iterable[Frame]]

ALSO_OF_ONE: tuple[Maker, ...] = (plane_frames, vote_frames, recipe_frames)  # entry
MAKERS: tuple[Maker, ...] = (*ALSO_OF_ONE, compared_frames, scale_frames, choice_frames, note_frames)


class DigestedFrame(NamedTuple):
    """A frame, with text that is another one whenever anything of the frame is."""

    frame: Frame
    digest: str


class MadeFrames(NamedTuple):
    """The frames of a matter, and what they were made of."""

    of: tuple[object, ...]
    frames: tuple[DigestedFrame, ...]


class Frames:
    """Every frame of a session in one language; `made` counts the matters that were worked on."""

    def __init__(self, words: Mapping[str, str], salt: str = "") -> None:
        self._words = words
        self._salt = salt  # of the digests: whatever else is drawn around a frame
        self._kept: dict[str, MadeFrames] = {}
        self.made = 0

    def of(self, measures: Measures, ballots: Ballots) -> tuple[DigestedFrame, ...]:
        """Frames of other measures than last time may follow: what fits is kept."""
        palette = Palette.of(measures.groups.names, self._words, ballots)
        made = [frame for matter in measures.matters for frame in self._of(matter, measures, palette)]
        return (*made, *self._digested((*lone_frames(measures, palette), *unused_frames(measures, palette))))

    def _of(self, matter: Matter, measures: Measures, palette: Palette) -> tuple[DigestedFrame, ...]:
        seen = tuple(palette.marks), *_counted(matter, measures, palette)
        kept = self._kept.get(matter.key)
        if kept is None or kept.of != seen:
            self.made += 1
            kept = self._kept[matter.key] = MadeFrames(seen, self._digested(_make(matter, measures, palette)))
        return kept.frames

    def _digested(self, frames: Iterable[Frame]) -> tuple[DigestedFrame, ...]:
        return tuple(DigestedFrame(frame, self._digest(frame)) for frame in frames)

    def _digest(self, frame: Frame) -> str:
        return hashlib.sha256(f"{self._salt}{frame!r}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _counted(matter: Matter, measures: Measures, palette: Palette) -> tuple[object, ...]:
    """Another one whenever anything was counted that the frames of a matter show."""
    if not matter.votes:
        return matter, matter.added
    voted = {form for tally in matter.votes for form in tally.question.entries}
    others = (other.added for other in measures.matters if other.form in voted)
    return matter, matter.added, palette.ballots, *others


def _make(matter: Matter, measures: Measures, palette: Palette) -> Iterable[Frame]:
    """What an entry that stands alone says on scales, by choices and in words has its place among others such."""
    alone = lone_entry(matter) is not None
    makers = ALSO_OF_ONE if alone else MAKERS
    return (frame for make in makers for frame in make(matter, measures, palette))
