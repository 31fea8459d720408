"""The outlines of a piece's sheet for a cutting plotter, as files beside the PDF."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from generator.cutting import CutSheet, dxf, svg
from generator.deck import Card
from generator.impose import Plan
from generator.kit.press.production import Production

WRITERS = {"svg": svg, "dxf": dxf}
FOLDER = "cut"


def cut_names(stem: str) -> dict[str, str]:
    return {f"cut-{kind}": f"{FOLDER}/{stem}.{kind}" for kind in WRITERS}


class CutFile:
    """Bytes, as a writer of PDFs holds them."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets

    def save(self, target: Path) -> None:
        target.write_bytes(self._octets)

    def sha256(self) -> str:
        return sha256(self._octets).hexdigest()


class CutPress:
    """Every sheet of the piece is cut alike, a part-filled one too: what is empty there is cut as well."""

    def __init__(self, production: Production, plan: Plan, stem: str) -> None:
        self.production, self.stem = production, stem
        self.cards: Sequence[Card] = ()
        self.sheets = 0
        layout, kit = production.piece.layout, production.kit
        boxes = tuple(plan.box(slot) for slot in plan.slots)
        sheet = CutSheet(
            title=f"{kit.title}, edition {kit.edition}: {production.piece.name}, sheet seen from the front",
            paper=plan.paper,
            pieces=boxes,
            radius=layout.corner if layout else 0.0,
            marks=plan.registration,
            fold=plan.fold,
        )
        self.writers = {f"cut-{kind}": CutFile(WRITERS[kind](sheet)) for kind in production.piece.order.cut}
        self.pages = Counter(self.writers.keys())

    def names(self, is_whole: bool) -> dict[str, str]:
        return cut_names(self.stem)

    def summary(self) -> str:
        return "outlines for a cutting plotter"
