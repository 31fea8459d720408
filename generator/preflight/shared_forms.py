"""Forms that stand in a file again and again, such as a logo on each card: known by what they paint, not read anew.

A form paints the same where the same is set for it: the key holds all of the graphics state that anything depends on.
"""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from generator.preflight.objects import Value
from generator.preflight.painted import Note
from generator.preflight.painted_runs import PaintedRun
from generator.preflight.state import State
from generator.preflight.typefaces import Typeface

LEAST_PAINTED = 24  # by a form that is worth to be known
MOST_PAINTED = 100_000  # by all that are known
MOST_MET = 50_000  # forms
Key = tuple[Any, ...]


class Traits(NamedTuple):
    """What is true of a form wherever it stands. It is held, so that its identity stays its own.

    `takes_overprint`: something of it overprints where that is set around it.
    """

    form: Value
    has_text: bool
    takes_overprint: bool


class KnownForm(NamedTuple):
    """What a form painted and what was met in it."""

    run: PaintedRun
    notes: Mapping[Note, int]
    unseen: tuple[Typeface, ...]


class SharedForms:
    """Of one file."""

    def __init__(self) -> None:
        self._met: dict[int, Traits] = {}
        self._known: dict[Key, KnownForm] = {}
        self._painted = 0

    def key(self, form: Value, state: State, *around: object) -> Key | None:
        """All that decides on what a form paints; None of one that was not met before, or where that cannot be told.
        `around`: what holds beside the state.
        """
        traits = self._met.get(id(form))
        if traits is None or state.fill_pattern is not None:
            return None
        of_state = _SLOTS[traits.has_text, traits.takes_overprint](state)
        return (id(form), *of_inks(state), *of_state, *around)

    def meet(self, traits: Traits, painted: int) -> None:
        if painted >= LEAST_PAINTED and len(self._met) < MOST_MET:
            self._met[id(traits.form)] = traits

    def is_met(self, form: Value) -> bool:
        return id(form) in self._met

    def traits(self, form: Value) -> Traits:
        """Of a form that was met."""
        return self._met[id(form)]

    def known(self, key: Key) -> KnownForm | None:
        return self._known.get(key)

    def keep(self, key: Key, known: KnownForm) -> None:
        if self._painted + known.run.count <= MOST_PAINTED:
            self._painted += known.run.count
            self._known[key] = known


def of_inks(state: State) -> Key:
    fill, stroke = state.fill, state.stroke
    return (fill.key, fill.space, state.fill_space, stroke.key, stroke.space, state.stroke_space)


_INKS = ("fill", "fill_pattern", "fill_space", "stroke", "stroke_space")
_OF_TEXT = ("font", "leading", "mode", "rise", "size", "spacing", "stretch", "word_spacing")
_OVERPRINT = ("overprint", "stroke_overprint")
_ALWAYS = tuple(sorted({*vars(State((0, 0, 1, 1)))} - {*_INKS, *_OF_TEXT, *_OVERPRINT, "takes_overprint"}))
of_graphics = attrgetter(*(slot for slot in _ALWAYS if slot not in ("clip", "matrix")), *_OVERPRINT)
_SLOTS = {  # by whether there is text, and something overprints by what is set around
    (text, over): attrgetter(*_ALWAYS, *_OF_TEXT * text, *_OVERPRINT * over)
    for text in (False, True)
    for over in (False, True)
}
