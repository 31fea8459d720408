"""What a build says that it has done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.errors import Problem
from generator.kit.pieces.kept import KeptPiece

if TYPE_CHECKING:
    from generator.kit.delivery.gate import Passed
    from generator.kit.press.since import EditionChanges


@dataclass(frozen=True)
class PrintedFile:
    path: Path
    pages: int
    sheets: int  # of paper
    codes: tuple[str, ...]  # of the things in it, each once
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "path": str(self.path)}


@dataclass(frozen=True)
class PrintedPiece:
    """How many of a piece were printed, and how."""

    piece: str
    cards: int
    sheets: int
    imposition: str


class BuildRecord(NamedTuple):
    """What a build leaves for the next one."""

    report: "BuildReport"
    pieces: Mapping[str, KeptPiece]
    files: Mapping[str, str]  # all in the folder that are ours, with their checksums as far as they are known


@dataclass(frozen=True)
class BuildReport:
    """What a build has written and found."""

    kit: str
    language: str
    files: tuple[PrintedFile, ...]
    pieces: tuple[PrintedPiece, ...]
    codes: int
    reach: str
    advice: str = ""  # of the print profile
    notes: tuple[str, ...] = ()  # what else there is to know
    since: "EditionChanges | None" = None  # an earlier edition
    preflight: "Passed | None" = None  # of files that somebody else prints
    problems: tuple[Problem, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        return {
            "kit": self.kit,
            "language": self.language,
            "files": [file.as_dict() for file in self.files],
            "pieces": [vars(piece) for piece in self.pieces],
            "cards": sum(piece.cards for piece in self.pieces),
            "sheets": sum(piece.sheets for piece in self.pieces),
            "codes": self.codes,
            "reach": self.reach,
            "advice": self.advice,
            "notes": list(self.notes),
            "since": self.since.as_dict() if self.since else None,
            "preflight": self.preflight.as_dict() if self.preflight else None,
        }
