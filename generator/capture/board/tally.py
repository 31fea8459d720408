"""The entries of a session and the printed kit in, the frames of its board out. Knows no request and no person."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from generator.capture.board.bars import choices, votes
from generator.capture.board.frames import Frame
from generator.capture.board.matters import matters
from generator.capture.board.opinions import notes, scales
from generator.capture.board.planes import grids
from generator.capture.board.recipes import recipes, unused

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry, Session

WAYS = (grids, votes, recipes, scales, choices, notes)


def frames(
    session: "Session", entries: "Sequence[Entry]", kit: "PrintedKit", words: Mapping[str, str]
) -> tuple[Frame, ...]:
    """Everything that may be shown of a session: the caller leaves out what is hidden or waits to be released."""
    found = [frame for matter in matters(session, entries, kit) for way in WAYS for frame in way(matter, kit, words)]
    return (*found, *unused(entries, kit, words))
