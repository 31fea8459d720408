"""What a printer does to the backs of one piece; a sheet that was not measured on it is a problem."""

from collections.abc import Collection

from generator.impose import Plan
from generator.kit.press.production import Production
from generator.kit.request.printer_profile import PrinterProfile, SheetDrift, flip_of, lie_of, said


def drift_of(production: Production, plan: Plan) -> SheetDrift | None:
    """As it was measured for the sheets of the piece; None without a printer, or where no page is a back."""
    printer, each = production.shared.shop.printer, production.piece
    if printer is None or not plan.backs or plan.fold:
        return None
    where = each.order.marks.of("sides")
    if plan.alone or not each.sheet:
        hint = "a print house lays such pages out itself; choose a sheet such as a4 for your own printer"
        production.problems.warn(where, f"{each.name}: pages of one card are not moved", hint, "printer")
        return None
    measured = printer.sheet(each.sheet.paper, plan.paper, plan.axis)
    if measured is None:
        paper, lies, flip = each.sheet.paper, lie_of(plan.paper), flip_of(plan.paper, plan.axis)
        message = f"the printer '{printer.name}' was not measured for {paper} {lies}, {flip.replace('-', ' ')}"
        hint = f"prepdeck calibrate sheet --paper {paper} --{lies} --sides two-sided-{flip}"
        production.problems.error(where, message, hint, "printer")
    return measured


def backs_note(printer: PrinterProfile, used: Collection[SheetDrift]) -> str:
    """What the report says of it."""
    if not used:
        return f"Nothing is moved for the printer {printer.name}: no back is printed on the other side of a sheet."
    papers = "; ".join(f"{sheet.words}: {said(sheet.drift)}" for sheet in dict.fromkeys(used))
    return f"Backs are moved for the printer {printer.name}, which prints them off. {papers}."
