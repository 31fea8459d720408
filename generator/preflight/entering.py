"""What content enters by name: forms, pictures, shadings, patterns, states and layers (ISO 32000-2 §8.7 to §8.11)."""

from collections.abc import Callable
from typing import Any

from generator.preflight.across_files import ReadForm
from generator.preflight.boxes import Matrix, after, mapped, shared, upright
from generator.preflight.colours import PATTERN, UNKNOWN, Ink, Space, ink, space_of
from generator.preflight.objects import Box, StreamObject, Value, name_of, number_of, plain, true
from generator.preflight.painted import Painted, Picture
from generator.preflight.painted_runs import joined
from generator.preflight.shared_forms import KnownForm, Traits, of_graphics, of_inks
from generator.preflight.stencils import Stencil, parted
from generator.preflight.stores import FormFacts
from generator.preflight.tokens import Operand
from generator.preflight.walking import OPAQUE, Walker

DEEPEST = 24
POINTS = 72.0
_SHORT = {"/W": "/Width", "/H": "/Height", "/BPC": "/BitsPerComponent", "/CS": "/ColorSpace", "/IM": "/ImageMask",
          "/F": "/Filter", "/D": "/Decode"}  # fmt: skip
_FILTERS = {"/AHx": "/ASCIIHexDecode", "/A85": "/ASCII85Decode", "/LZW": "/LZWDecode", "/Fl": "/FlateDecode",
            "/RL": "/RunLengthDecode", "/CCF": "/CCITTFaxDecode", "/DCT": "/DCTDecode"}  # fmt: skip


class Entering(Walker):
    # --- forms and pictures -----------------------------------------------------------------------

    def _enter(self, operands: list[Any]) -> None:
        found = self.resource("/XObject", operands[0], "form or picture")
        if found is None:
            return
        if not isinstance(found, StreamObject):
            self.missing("form or picture", operands[0])
            return
        facts = self.stores.facts(found)
        self.layers.append(facts.layer)
        if facts.kind == "/Form":
            self._form(facts)
        elif facts.kind == "/Image":
            self._picture(found)
        self.layers.pop()

    def _form(self, facts: FormFacts) -> None:
        before = self.state
        if facts.is_group:
            self._enter_group()
        self._run_within(facts.stream, facts.matrix, facts.clip, facts.resources)
        self.state = before

    def _enter_group(self) -> None:
        """What is set for a group holds for all of it, and begins anew inside (§11.6.6)."""
        self.note("transparency-group", "a form is a transparency group")
        state = self.state
        if state.alpha < 1:
            self.note("alpha", f"a group with an opacity of {state.alpha:.3g}", state.clip)
        if state.blend not in OPAQUE:
            self.note("blend-mode", f"a group blended by {state.blend.removeprefix('/')}", state.clip)
        if state.soft_mask:
            self.note("soft-mask", "a group behind a soft mask", state.clip)
        self.state = state.copy()
        self.state.alpha = self.state.stroke_alpha = 1.0
        self.state.blend, self.state.soft_mask = OPAQUE[0], False

    def _run_within(self, form: Value, matrix: Matrix, clip: Box | None, own: Value) -> None:
        """Executes a stream in a state of its own, once at a time however it refers to itself. `own`: its resources."""
        if own is not None and self._is_placed(form, matrix, clip):
            return
        if id(form) in self.entered or len(self.entered) >= DEEPEST:
            self.turns += 1
            self.note("damaged", "a form draws itself, or forms lie too deep in each other")
            return
        state, resources = self.state, self.resources
        self.state = state.copy()
        self.state.matrix = after(matrix, state.matrix)
        if clip is not None and state.clip is not None:
            self.state.clip = shared(state.clip, mapped(self.state.matrix, *clip))
        self.resources = own if own is not None else resources
        self.entered.append(id(form))
        layers = len(self.layers)
        self._run_or_repeat(form, is_whole=own is not None)
        del self.layers[layers:]
        self.entered.pop()
        self.state, self.resources = state, resources

    def _is_placed(self, form: Value, matrix: Matrix, clip: Box | None) -> bool:
        """What is small and stands in many places: moved there, where it was read so before, and no state is made."""
        stores, state, entered = self.stores, self.state, self.entered
        if self.within is not None or state.fill_pattern is not None or stores.shared.is_met(form):
            return False
        place, seen = after(matrix, state.matrix), state.clip
        if clip is not None and seen is not None:
            seen = shared(seen, mapped(place, *clip))
        turn, move = parted(place, seen)
        stencil = stores.stencils.known(stores.stencils.key(form, turn, state, self._layer, len(entered) + 1))
        if stencil is None or id(form) in entered or len(entered) >= DEEPEST or not stencil.fits(move, seen):
            return False
        if not self.add(stencil.placed(move, seen)):
            return False
        self.taken += stencil.takes_overprint
        return True

    def _run_or_repeat(self, form: Value, *, is_whole: bool) -> None:
        """What a form paints, as it did before where all is set alike. `is_whole`: it has resources of its own."""
        forms = self.stores.shared
        self.state.takes_overprint = True
        key = forms.key(form, self.state, self._layer, self.within, len(self.entered)) if is_whole else None
        known = None if key is None else forms.known(key)
        if known is not None and self.add(known.run):
            for note, times in known.notes.items():
                self.note_again(note, times)
            self.unseen |= dict.fromkeys(known.unseen)
            _, has_text, takes_overprint = forms.traits(form)
            self.shown += has_text
            self.taken += takes_overprint
        elif key is None or known is not None:
            before, shown, taken = self._count, self.shown, self.taken
            self._paint_form(form, is_whole=is_whole)
            if is_whole and self._is_sound:
                forms.meet(Traits(form, self.shown > shown, self.taken > taken), self._count - before)
        elif (learnt := self._learnt(form)) is not None:
            forms.keep(key, learnt)

    def _paint_form(self, form: Value, *, is_whole: bool) -> None:
        turn, move = parted(self.state.matrix, self.state.clip)
        stencil = self._stencil(form, turn) if is_whole else None
        place = move, self.state.clip
        if self.full:
            return
        if stencil is None or not stencil.fits(*place) or not self.add(stencil.placed(*place)):
            self.run(self.stores.form(form))
        else:
            self.taken += stencil.takes_overprint

    def _stencil(self, form: Value, turn: Matrix) -> Stencil | None:
        """What a form paints in its own coordinates, turned, where it paints the same in others."""
        stencils = self.stores.stencils
        if self.within is not None or self.state.fill_pattern is not None:
            return None
        key = stencils.key(form, turn, self.state, self._layer, len(self.entered))
        if key not in stencils:
            if stencils.full:
                return None
            stencils.keep(key, self._cut(form, turn))
        stencil = stencils.get(key)
        self.full = self.full or (self.cuts and stencil is None)  # nor is there one of what it stands in
        return stencil

    def _cut(self, form: Value, turn: Matrix) -> Stencil | None:
        """What a form paints for itself; nothing, and no step is taken for it, where more comes out than paintings
        without text.
        """
        box = self.stores.facts(form).clip
        if box is None or b"BT" in self.stores.content(form):
            return None
        across, key = self.stores.known, self._drawing_key(form, turn)
        if across is None or key is None:
            return self._executed(form, turn, box)
        known = across.drawing(key)
        if known is not None and known.steps < self.budget.left:
            self.budget.take(known.steps)
            return known.stencil
        left = self.budget.left
        stencil = self._executed(form, turn, box)
        if stencil is not None:
            across.keep_drawing(key, ReadForm(stencil, left - self.budget.left))
        return stencil

    def _drawing_key(self, form: Value, turn: Matrix) -> tuple[Any, ...] | None:
        """All that decides on what a form paints, in any file; None where that is more than paths and forms of such."""
        drawing = self.stores.drawing(form)
        if drawing is None:
            return None
        layer, state = self._layer, self.state
        around = (layer, layer in self.stores.hidden, len(self.entered), *of_inks(state), *of_graphics(state))
        return (drawing, turn, *around)

    def _executed(self, form: Value, turn: Matrix, box: Box) -> Stencil | None:
        apart = type(self)(self.objects, self.stores, self.budget, self.page, self.media)
        left, apart.cuts = self.budget.left, True
        apart.resources, apart.entered, apart.layers = self.resources, self.entered, [*self.layers]
        apart.state = self.state.copy()
        apart.state.matrix, apart.state.clip = turn, mapped(turn, *box)
        apart.run(self.stores.form(form))
        apart.close_run()
        if apart._is_sound and not apart.shown and len(apart.layers) >= len(self.layers):
            return Stencil(joined(apart.runs), apart.taken > 0)
        self.budget.left = left
        return None

    @property
    def _is_sound(self) -> bool:
        """Whether all of a form was looked at."""
        return not self.full and self.budget.left > 0

    def _learnt(self, form: Value) -> KnownForm | None:
        """Executes a form; gives what came out of it, where that would come out anywhere."""
        self.close_run()
        first, turns, layers = len(self.runs), self.turns, len(self.layers)
        notes, noted, unseen = self.notes, self._noted, self.unseen
        self.notes, self._noted, self.unseen = {}, {}, {}
        self._paint_form(form, is_whole=True)
        self.close_run()
        own, own_unseen = self.notes, self.unseen
        self.notes, self._noted, self.unseen = notes, noted, unseen
        for note, times in own.items():
            self.note_again(note, times)
        self.unseen |= own_unseen
        goes_beyond = self.turns > turns or len(self.layers) < layers  # it depends on, or changes, what is around it
        if not self._is_sound or goes_beyond or len(self.runs) == first:
            return None
        run = joined(self.runs[first:])
        self.runs[first:] = [run]
        return KnownForm(run, own, tuple(own_unseen))

    def _picture(self, image: Value) -> None:
        objects = self.objects
        if objects.entry(image, "/SMask") is not None:
            self.note("soft-mask", "a picture with a soft mask", self._unit_box())
        entries = {key: dict.get(image, key) for key in image}
        filters = tuple(objects.filters(image))
        self._place(entries, filters, image)

    def _inline(self, operands: list[Any]) -> None:
        entries = {_SHORT.get(key, key): value for key, value in operands[0].items()}
        said = entries.get("/Filter")
        names = [str(each) for each in (said if isinstance(said, list) else [said]) if each]
        self._place(entries, tuple(_FILTERS.get(name, name) for name in names), None)

    def _place(self, entries: dict[str, Any], filters: tuple[str, ...], stream: Value) -> None:
        objects, state = self.objects, self.state
        width, height = (int(number_of(objects.resolve(entries.get(key))) or 0) for key in ("/Width", "/Height"))
        mask = true(objects.resolve(entries.get("/ImageMask")))
        bits = 1 if mask else int(number_of(objects.resolve(entries.get("/BitsPerComponent"))) or 8)
        space = None if mask else self._space_of_picture(entries.get("/ColorSpace"))
        picture = Picture(width, height, bits, mask, space, filters, stream)
        a, b, c, d, _, _ = state.matrix
        across, up = (a * a + b * b) ** 0.5, (c * c + d * d) ** 0.5
        if width <= 0 or height <= 0 or across <= 0 or up <= 0:
            return
        ppi = min(width * POINTS / across, height * POINTS / up)
        colour = state.fill if mask else None
        self.emit(
            Painted(
                "picture",
                self._unit_box(),
                colour,
                colour.space if colour else space,
                ppi,
                state.overprint,
                upright(state.matrix) and not mask,
                picture=picture,
            )
        )

    def _unit_box(self) -> Box:
        return mapped(self.state.matrix, 0.0, 0.0, 1.0, 1.0)

    def _space_of_picture(self, value: Value) -> Space | None:
        value = self.objects.resolve(value)
        if value is None:
            return None  # a JPEG 2000 says its own
        space = space_of(self.objects, value, self.resources)
        if space is None:
            self.missing("colour space", name_of(value) or "of a picture")
        return space or UNKNOWN

    # --- shadings and patterns --------------------------------------------------------------------

    def _shade(self, operands: list[Any]) -> None:
        shading = self.resource("/Shading", operands[0], "shading")
        self.taken += self.state.takes_overprint
        if shading is not None and self.state.clip is not None:
            self._emit_shading(shading, self.state.clip)

    def _emit_shading(self, shading: Value, box: Box) -> None:
        space = space_of(self.objects, self.objects.entry(shading, "/ColorSpace"), self.resources) or UNKNOWN
        colours = _ends(self, self.objects.entry(shading, "/Function"), space)
        heaviest = max(colours, key=lambda each: each.total or 0, default=None)
        self.emit(Painted("shading", box, heaviest, space, overprint=self.state.overprint))

    def paint_pattern(self, pattern: Value, box: Box) -> None:
        """An area filled with a pattern: what a tile paints is taken to lie anywhere in it."""
        objects, before = self.objects, self.within
        area = shared(self.state.clip, box) if self.state.clip else None
        if area is None:
            self.shown += 1  # for all that is known of it
            self.taken += 1
            return
        if objects.number(pattern, "/PatternType", 1) == 2:
            shading = objects.entry(pattern, "/Shading")
            self._emit_shading(shading, area) if shading is not None else self.missing("shading", "of a pattern")
            return
        if not isinstance(pattern, StreamObject):
            return
        self.within = before or area
        fill, kind = self.state.fill_pattern, self.state.fill_space
        self.state.fill_pattern = None
        if kind.under is not None:
            self.state.fill_space = kind.under
        self._run_within(pattern, self.stores.matrix(pattern), None, objects.entry(pattern, "/Resources"))
        self.state.fill_pattern, self.state.fill_space = fill, kind
        self.within = before

    # --- states and layers ------------------------------------------------------------------------

    def _extended(self, operands: list[Any]) -> None:
        found = self.resource("/ExtGState", operands[0], "graphics state")
        if found is not None:
            vars(self.state).update(self.stores.changes(found))

    def _mark(self, operands: list[Any]) -> None:
        """Marked content: a layer if its tag is OC (§8.11.3.2)."""
        tag, what = [*operands, "", ""][:2]
        layer = ""
        if tag == "/OC" and isinstance(what, str):
            layer = self.stores.layer(self.resource("/Properties", what, "layer"))
        self.layers.append(layer)

    def _unmark(self) -> None:
        if self.layers:
            self.layers.pop()


ENTERING_OPERATORS: dict[str, Callable[[Entering, list[Operand]], None]] = {
    "Do": Entering._enter, "gs": Entering._extended, "sh": Entering._shade, "BI": Entering._inline,
    "BDC": Entering._mark, "BMC": lambda it, o: it.layers.append(""), "EMC": lambda it, o: it._unmark(),
}  # fmt: skip


def _ends(walker: Walker, function: Value, space: Space, depth: int = 0) -> list[Ink]:
    """The colours at the ends of a shading's functions: those between are mixed of them."""
    objects = walker.objects
    found: list[Ink] = []
    if depth > 3 or space.family == PATTERN.family:
        return found
    for each in objects.items(function)[:32]:
        for key in ("/C0", "/C1"):
            numbers = objects.numbers(objects.entry(each, key))
            if len(numbers) == space.components:
                found.append(ink(space, [plain(objects, number) for number in numbers]))
        inner = objects.entry(each, "/Functions")
        if inner is not None:
            found += _ends(walker, inner, space, depth + 1)
    return found
