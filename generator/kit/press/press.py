"""What all ways to print a piece have in common: sheets, tiles, a net, a page to fill in, outlines to cut."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from generator.deck import Card
from generator.kit.press.production import Production, Progress

if TYPE_CHECKING:
    from generator.kit.request.printer_profile import SheetDrift


class FileWriter(Protocol):
    """A file in memory."""

    def save(self, target: Path) -> None: ...

    def finish(self) -> bytes: ...

    def sha256(self) -> str: ...


class Press(Protocol):
    """Draws one piece in one way, into files that are named by what they are: 'fronts', 'tiles', 'cut-svg'."""

    @property
    def production(self) -> Production: ...

    @property
    def cards(self) -> Sequence[Card]:
        """What is printed, a card as often as it is: the codes in the files are theirs."""

    @property
    def sheets(self) -> int:
        """Of paper."""

    @property
    def drift(self) -> "SheetDrift | None":
        """Of a measured printer, where backs are moved for it."""

    @property
    def writers(self) -> Mapping[str, FileWriter]:
        """The files that were drawn."""

    @property
    def pages(self) -> Mapping[str, int]:
        """Of each file."""

    def names(self, suffix: str) -> Mapping[str, str]:
        """What each file is called, those too that another way to print the piece would give. `suffix` names a part."""

    def run(self, progress: Progress) -> None:
        """Draws; what is wrong is added to the workshop's problems."""

    def summary(self) -> str:
        """The settings in a few words, for the report."""
