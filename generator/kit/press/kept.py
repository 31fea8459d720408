"""Pieces that are as they were: their files stay, and their faces need not be composed to be known.

Those that show no card of the deck, drawn without a problem, for no press: what decides on them is the workshop but for
its cards, which stand in files of their own.
"""

import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from generator.colours import BLACK
from generator.face import Entry
from generator.geometry import Rect
from generator.kit.job import PrintJob
from generator.kit.pieces.kept import KeptFields, KeptFile, KeptPiece
from generator.kit.press.production import Production


class FileThere:
    """A file that lies where it is to go."""

    def __init__(self, path: Path, kept: KeptFile) -> None:
        self._path, self._kept, self.pages = path, kept, kept.pages

    def save(self, target: Path) -> None:
        shutil.copyfile(self._path, target)

    def finish(self) -> bytes:
        return self._path.read_bytes()

    def sha256(self) -> str:
        return self._kept.sha256


def kept_piece(job: PrintJob, production: Production) -> KeptPiece | None:
    """What is remembered of it, if it would be drawn the same; its production then knows its faces."""
    kept = job.kept.get(production.piece.name)
    if kept is None or kept.inputs != inputs_of(job, production):
        return None
    production.digests = {card: dict(sides) for card, sides in kept.digests.items()}
    production.spots = dict(kept.spots)
    for layout, form, fields in kept.fields:
        production.entries[layout, form] = tuple(
            Entry(name, "", "text", tuple(Rect(*box) for box in boxes), (), 0.0, BLACK)
            for name, boxes in fields.items()
        )
    return kept


def files_there(job: PrintJob, kept: KeptPiece) -> Mapping[str, FileThere]:
    """Its files by their names; none where one of them is not as it was."""
    for name, file in kept.files.items():
        path = job.folder / name
        if not path.is_file() or sha256(path.read_bytes()).hexdigest() != file.sha256:
            return {}
    return {name: FileThere(job.folder / name, file) for name, file in kept.files.items()}


def to_keep(job: PrintJob, production: Production, files: Mapping[str, KeptFile]) -> KeptPiece:
    """What is remembered of a piece that was drawn."""
    fields = tuple(
        KeptFields(layout, form, {entry.name: tuple(map(_rounded, entry.boxes)) for entry in entries})
        for (layout, form), entries in production.entries.items()
    )
    return KeptPiece(inputs_of(job, production), files, production.digests, production.spots, fields)


def inputs_of(job: PrintJob, production: Production) -> str:
    """Of its things, and of all but the cards that any piece is made from; '' where nothing is kept of it."""
    piece = production.piece
    if not job.inputs or piece.shows_cards or production.shared.prepress or job.shop.printer or job.shop.proof:
        return ""
    things = [(card.id, production.shared.codes.get(piece.key(card), "")) for card in production.deck.cards]
    return sha256(repr((job.inputs, piece.name, things)).encode()).hexdigest()


def _rounded(box: Rect) -> tuple[float, ...]:
    return tuple(round(number, 2) for number in box)
