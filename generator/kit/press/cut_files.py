"""The outlines of a piece's sheet for a cutting plotter, as files beside the PDF."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from generator.cutting import CutSheet, dxf, svg
from generator.deck import Card
from generator.impose import Plan
from generator.kit.press.production import Production, Progress

WRITERS = {"svg": svg, "dxf": dxf}
FOLDER = "cut"


def cut_names(stem: str) -> dict[str, str]:
    return {f"cut-{kind}": f"{FOLDER}/{stem}.{kind}" for kind in WRITERS}


class CutFile:
    """Outlines in one format."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def save(self, target: Path) -> None:
        target.write_bytes(self._data)

    def finish(self) -> bytes:
        return self._data

    def sha256(self) -> str:
        return sha256(self._data).hexdigest()


class CutPress:
    """Every sheet of the piece is cut alike, a part-filled one too: what is empty there is cut as well."""

    cards: Sequence[Card] = ()
    sheets = 0
    drift = None

    def __init__(self, production: Production, plan: Plan) -> None:
        self.production, self.plan = production, plan
        self.writers: dict[str, CutFile] = {}
        self.pages: Counter[str] = Counter()

    def run(self, progress: Progress) -> None:
        sheet = self._sheet()
        for kind in self.production.piece.order.cut:
            self.writers[f"cut-{kind}"] = CutFile(WRITERS[kind](sheet))
            self.pages[f"cut-{kind}"] += 1

    def _sheet(self) -> CutSheet:
        piece, kit, plan = self.production.piece, self.production.kit, self.plan
        say = self.production.shared.shop.fixed
        name = say.text("edition", title=kit.title, edition=kit.edition)
        return CutSheet(
            title=say.text("file-outlines", kit=name, piece=piece.name),
            paper=plan.paper,
            pieces=tuple(plan.box(slot) for slot in plan.slots),
            radius=piece.layout.corner if piece.layout else 0.0,
            marks=plan.registration,
            fold=plan.fold,
        )

    def names(self, suffix: str) -> dict[str, str]:
        return cut_names(self.production.piece.stem)

    def summary(self) -> str:
        return "outlines for a cutting plotter"
