"""Rules on fonts and on where text lies: embedded, Type 3, across the trim, outside of the safe area."""

from generator.preflight.boxes import grown, shared, within
from generator.preflight.demands import Demands
from generator.preflight.findings import Findings
from generator.preflight.painted import is_text
from generator.preflight.typefaces import Typeface
from generator.preflight.view import View, points

SLACK = points(0.1)


def check_font(font: Typeface, found: Findings) -> None:
    """Once a file: with the page that uses the font first."""
    if font.kind == "Type3":
        found.add("type3-font", f"{font.name} is a Type 3 font")
    elif not font.embedded:
        standard = ", one of the fonts that a reader is thought to have" if font.standard else ""
        found.add("font-not-embedded", f"{font.name} is not embedded{standard}")
    if font.name == "Courier":
        found.add("courier", "text is set in Courier")


def check(view: View, demands: Demands, found: Findings) -> None:
    """Text that the trim cuts, and text too near to it. Text wholly outside of the trim is a slug."""
    trim = view.trim
    safe = grown(trim, -points(demands.safe) + SLACK)
    whole = grown(trim, SLACK)
    for each in (each for run in view.runs for each in run.which(is_text)):
        if within(each.box, safe):
            continue
        if shared(each.box, trim) is None:
            continue
        if not within(each.box, whole):
            found.add("cut-off", "text crosses the trim", each.box)
        else:
            found.add("unsafe-text", f"text is nearer than {demands.safe:g} mm to the trim", each.box)
