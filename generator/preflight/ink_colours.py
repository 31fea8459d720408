"""Rules on colour: colour spaces, spot colours, die lines, overprint, rich black, registration colour, thin lines."""

import re

from generator.preflight.boxes import shared
from generator.preflight.colours import PROCESS, WORDS, Ink
from generator.preflight.demands import Demands
from generator.preflight.findings import FindingNotes, Findings
from generator.preflight.of_pictures import use_of
from generator.preflight.painted import Painted, is_registration
from generator.preflight.painted_runs import PaintedRun, PlacedRun
from generator.preflight.view import View

DIE = re.compile(r"cut|die|stanz|kiss|crease|rill|fold|falz|contour|kontur|thru|perf", re.IGNORECASE)
DIE_LAYER = re.compile(r"\b(cut|die|dieline|die line|stanze|cutcontour)\b", re.IGNORECASE)
DARK_BLACK = 0.85
FULL = 0.99
GRAY_LINE = 2.0  # points: from this width on, black as DeviceGray is no thin line


def check(view: View, demands: Demands, found: Findings) -> None:
    for run in view.runs:
        if not _is_clean(run, view, demands):
            for each in run.items:
                _check(each, view, demands, found)


def _is_clean(run: PaintedRun, view: View, demands: Demands) -> bool:
    """Whether nothing can be said of what is placed: of one for each that differs by more than its place."""
    if not isinstance(run, PlacedRun) or run.any(is_registration):
        return False
    notes = FindingNotes(demands)
    for each in run.looks:
        _check(each, view, demands, notes)
    return not notes.calls


def _check(painted: Painted, view: View, demands: Demands, found: Findings) -> None:
    if demands.colours:
        _space(painted, frozenset(demands.colours), view, found)
    if painted.space is not None and painted.space.family == "spot":
        _spot(painted, view, demands, found)
    elif painted.layer and DIE_LAYER.search(painted.layer) and painted.kind == "stroke":
        words = f"a line of the layer {painted.layer} is in {_words(painted)}, and would be printed"
        found.add("die-line-printed", words, painted.box)
    ink = painted.ink
    if ink is None:
        return
    if ink.white and painted.overprint and painted.kind != "picture":
        found.add("white-overprint", f"white {painted.kind} that overprints", painted.box)
    if painted.kind == "text":
        _text(painted, ink, demands, found)
    elif painted.kind == "stroke" or (painted.kind == "fill" and painted.exact):
        _line(painted, ink, demands, found)


def _words(painted: Painted) -> str:
    return painted.space.words if painted.space else "a colour"


def _space(painted: Painted, taken: frozenset[str], view: View, found: Findings) -> None:
    picture = painted.picture
    if painted.space is None:
        if picture and not picture.mask:
            words, use = "a picture that says its own colour space (JPEG 2000)", use_of(view.objects, picture)
            found.add("colour-space", words, painted.box, use=use)
        return
    for family in sorted(painted.space.families - taken - {"unknown"}):
        under = (
            "the alternate of a spot colour" if painted.space.family == "spot" and family != "spot" else painted.kind
        )
        use = use_of(view.objects, picture, fault=family) if picture and not picture.mask else None
        found.add("colour-space", f"{under} in {WORDS[family]}", painted.box, use=use)


def _spot(painted: Painted, view: View, demands: Demands, found: Findings) -> None:
    for name in painted.space.names if painted.space else ():
        if name in PROCESS or name == "None":
            continue
        if name == "All":
            if shared(painted.box, view.bleed):
                found.add("registration-colour", f"{painted.kind} in registration colour on the page", painted.box)
        elif name in demands.die_lines or name in demands.fold_lines:
            _die_line(painted, name, name in demands.die_lines, found)
        elif DIE.search(name) and name not in demands.spots and (demands.die_lines or demands.fold_lines):
            said = ", ".join((*demands.die_lines, *demands.fold_lines))
            found.add(
                "die-line-name", f"the spot colour {name} looks like a die line; here that is named {said}", painted.box
            )
        elif name not in demands.spots:
            found.add("spot-colour", f"spot colour {name}", painted.box)


def _die_line(painted: Painted, name: str, cut: bool, found: Findings) -> None:
    faults = []
    if painted.kind != "stroke":
        faults.append(f"is a {painted.kind}, not a stroke")
    if not painted.overprint:
        faults.append("does not overprint")
    if cut and painted.kind == "stroke" and not painted.closed:
        found.add("die-line-open", f"the die line {name} is not closed", painted.box)
    if faults:
        found.add("die-line-style", f"the die line {name} {' and '.join(faults)}", painted.box)


def _text(painted: Painted, ink: Ink, demands: Demands, found: Findings) -> None:
    size = painted.size
    tints = dict(ink.plates)
    if ink.black and tints["Black"] >= FULL and size < demands.knockout_text:
        if ink.space.family != "cmyk" and ink.space.family != "spot":
            found.add("gray-black", f"text in black as {ink.space.words}", painted.box)
        elif not painted.overprint:
            found.add(
                "black-knockout", f"black text below {demands.knockout_text:g} pt that does not overprint", painted.box
            )
    if tints.get("Black", 0) >= DARK_BLACK and (ink.total or 0) * 100 > demands.text_ink:
        found.add("rich-black-text", f"text in {ink.words}, {(ink.total or 0) * 100:.0f} % of ink", painted.box)
    _small(painted, ink, demands, found)


def _small(painted: Painted, ink: Ink, demands: Demands, found: Findings) -> None:
    size = painted.size
    if size < demands.small_text - 0.01:
        found.add("small-text", f"text of {size:.3g} pt", painted.box)
    elif size < demands.small_multi_ink_text - 0.01:
        if ink.white:
            found.add("small-multi-ink-text", f"white text of {size:.3g} pt", painted.box)
        elif several(ink):
            found.add("small-multi-ink-text", f"text of {size:.3g} pt in several inks", painted.box)


def several(ink: Ink) -> bool:
    """Whether a colour prints with more than one ink; a conversion makes several of most RGB colours."""
    if ink.space.family in ("rgb", "icc-rgb", "cal-rgb"):
        return len(set(ink.values)) > 1
    return len(ink.plates) > 1


def _line(painted: Painted, ink: Ink, demands: Demands, found: Findings) -> None:
    width = painted.size
    if painted.kind == "fill" and width > max(demands.multi_ink_line, GRAY_LINE):
        return
    if width < demands.multi_ink_line - 0.004 and (several(ink) or (ink.white and painted.kind == "stroke")):
        found.add("thin-multi-ink-line", f"a line of {width:.2g} pt, white or in several inks", painted.box)
    elif width < demands.hairline - 0.004:
        found.add("hairline", f"a line of {width:.2g} pt", painted.box)
    gray = ink.space.family in ("gray", "cal-gray", "icc-gray") and ink.black and dict(ink.plates)["Black"] >= FULL
    if gray and painted.kind == "stroke" and width < GRAY_LINE:
        found.add("gray-black", f"a line in black as {ink.space.words}", painted.box)
