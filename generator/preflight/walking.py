"""What every part of the interpreter has: the state, the names of resources, and what comes out."""

from collections.abc import Iterable

from generator.preflight.boxes import shared
from generator.preflight.objects import Box, Objects, Page, Value
from generator.preflight.painted import Note, Painted
from generator.preflight.painted_runs import LEAST_PLACED, PaintedRun
from generator.preflight.state import State
from generator.preflight.stores import Budget, Stores
from generator.preflight.tokens import Statement
from generator.preflight.typefaces import Typeface

MOST_NOTES = 2_000  # of a page
MOST_PAINTED = 200_000
NEAR = 0.01  # points: edges that differ by less are one
OPAQUE = ("/Normal", "/Compatible")  # blend modes that blend nothing


class Walker:
    """One page. `notes` counts what was met; `within` is the area that a pattern fills, and so what is in it."""

    def __init__(self, objects: Objects, stores: Stores, budget: Budget, page: Page, media: Box) -> None:
        self.objects, self.stores, self.budget, self.page = objects, stores, budget, page
        self.runs: list[PaintedRun] = []  # of what was painted until now
        self.painted: list[Painted] = []  # since the last of them
        self._count = 0
        self.notes: dict[Note, int] = {}
        self._noted: dict[tuple[str, str], Note] = {}
        self.resources: Value = objects.resolve(dict.get(page.entries, "/Resources"))
        self.media = media
        self.state = State(media)
        self.within: Box | None = None
        self.layers: list[str] = []
        self.unseen: dict[Typeface, None] = {}  # fonts of invisible text: they have to be embedded all the same
        self.full = False  # of what a page may paint
        self.cuts = False  # a stencil, and ends with whatever else comes out than paintings
        self.entered: list[int] = []  # forms and patterns that we are in
        self.shown = 0  # how often text was
        self.taken = 0  # how often something overprinted or not as was set around the form that it is in
        self.turns = 0  # how often one would have drawn itself

    def run(self, content: Iterable[Statement]) -> None:
        raise NotImplementedError

    def note(self, rule: str, words: str, box: Box | None = None) -> None:
        """Counted: the same words again keep the place where they came first."""
        self.note_again(Note(rule, words, box), 1)

    def note_again(self, note: Note, times: int) -> None:
        self.full = self.full or self.cuts
        key = (note.rule, note.words)
        if key not in self._noted:
            if len(self._noted) >= MOST_NOTES:
                return
            self._noted[key] = note
        note = self._noted[key]
        self.notes[note] = self.notes.get(note, 0) + times

    def missing(self, what: str, name: object) -> None:
        self.note("missing-resource", f"{what} {str(name)[:60]} is used and not in the resources")

    def resource(self, kind: str, name: object, what: str) -> Value:
        """What a name in the content stands for; None, and a note, if for nothing."""
        found = self.stores.resource(self.resources, kind, name) if isinstance(name, str) else None
        if found is None:
            self.missing(what, name)
        return found

    # --- what comes out ---------------------------------------------------------------------------

    def emit(self, painted: Painted) -> None:
        """Clipped, with its layer; nothing of what is hidden."""
        state, layer = self.state, self._layer
        self.taken += state.takes_overprint  # however much of it is seen here
        if state.clip is None or layer in self.stores.hidden:
            return
        box = self.within or shared(state.clip, painted.box)
        if box is None:
            return
        if painted.kind == "text" and self.within is None:
            box = self._past_the_edges(box, painted.box)
        alpha = state.stroke_alpha if painted.kind == "stroke" else state.alpha
        if alpha < 1:
            self.note("alpha", f"{painted.kind} with an opacity of {alpha:.3g}", box)
        if state.blend not in OPAQUE:
            self.note("blend-mode", f"{painted.kind} blended by {state.blend.removeprefix('/')}", box)
        if state.soft_mask:
            self.note("soft-mask", f"{painted.kind} behind a soft mask", box)
        if painted.exact and (box is not painted.box) and self.within:
            painted = painted._replace(exact=False)
        if self._count >= MOST_PAINTED:
            self.full = True
            self.note("not-inspected", f"the page paints more than {MOST_PAINTED:,} things; the rest was left out")
            return
        self._count += 1
        self.painted.append(painted.seen(box, layer, alpha))

    @property
    def _layer(self) -> str:
        for name in reversed(self.layers):
            if name:
                return name
        return ""

    def close_run(self) -> None:
        """What was painted until now stands for itself."""
        if self.painted:
            self.runs.append(PaintedRun(self.painted))
            self.painted = []

    def add(self, run: PaintedRun | None) -> bool:
        """What is painted as it was elsewhere; whether there is room for it."""
        count = run.count if run is not None else 0
        if self._count + count > MOST_PAINTED or not self.budget.take(1 + count // 8):
            return False
        self._count += count
        if run is not None and count < LEAST_PLACED:
            self.painted += run.items
        elif run is not None:
            self.close_run()
            self.runs.append(run)
        return True

    def _past_the_edges(self, box: Box, whole: Box) -> Box:
        """What the edge of the page cuts of text is a fault, and no clip that hides it: there the box goes on."""
        left, low, right, high = (abs(a - b) < NEAR for a, b in zip(box, self.media, strict=True))
        return (
            whole[0] if left else box[0],
            whole[1] if low else box[1],
            whole[2] if right else box[2],
            whole[3] if high else box[3],
        )
