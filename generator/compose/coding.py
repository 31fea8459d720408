"""Codes in the frames of a layout: large enough to scan, dark on light, their quiet zone kept."""

from generator.colours import WHITE
from generator.compose.colouring import standing_out
from generator.compose.desk import Desk, Spot
from generator.compose.facts import CODE_FACT
from generator.compose.inks import Inks
from generator.deck import Card
from generator.errors import Problems
from generator.face import Item, Modules, Outline, rectangle
from generator.layout import CardLayout, CodeFrame, FillFrame, PictureFrame
from generator.qr import MIN_MODULE_MM, QUIET_ZONE, encode

DARK_ENOUGH = 4.5  # contrast of a code's modules with paper: scanners want dark on light


class CodeSetter:
    """Places the codes of one layout."""

    def __init__(self, desk: Desk, layout: CardLayout, inks: Inks, problems: Problems) -> None:
        self.desk, self.layout, self.inks, self.problems = desk, layout, inks, problems

    def says(self, card: Card, frame: CodeFrame) -> str:
        """What the code reads as; a card without an address of its own has its code. Empty where there is none."""
        facts = self.desk.facts
        own = facts.value(card, frame.field)
        if not own and frame.field in self.desk.deck.head.fields:
            own = facts.value(card, CODE_FACT)
        return own if isinstance(own, str) else ""

    def items(self, spot: Spot, frame: CodeFrame) -> tuple[Item, ...]:
        """The code's modules, on a white panel where anything with colour lies under them."""
        card, name, box = spot.card, spot.name, spot.box
        says = self.says(card, frame)
        if not says:
            return ()
        try:
            rows = encode(says).rows
        except ValueError as error:
            self.problems.error(card.place(frame.field), f"card '{card.id}': {error}", "", "code-too-long", str(error))
            return ()
        module = min(box.width, box.height) / (len(rows) + 2 * QUIET_ZONE)
        if module < MIN_MODULE_MM and not self.desk.facts.kit.is_refused:
            need = MIN_MODULE_MM * (len(rows) + 2 * QUIET_ZONE)
            message = f"card '{card.id}': the code's modules would be {module:.2f} mm; phones need {MIN_MODULE_MM} mm"
            hint = f"give '{name}' at least {need:.1f} mm, or shorten the address"
            cause = f"{name} {module:.2f}"
            self.problems.error(card.place(frame.field), message, hint, "code-too-small", cause)
        colour = standing_out(self.inks.of(card, frame.colour), WHITE, DARK_ENOUGH)
        side_length = module * len(rows)
        centre = box.centre
        code = Modules(centre.x - side_length / 2, centre.y - side_length / 2, module, rows, says, colour)
        panel = (Outline(rectangle(box), fill=WHITE),) if self._covered(spot) else ()
        return (*panel, code)

    def _covered(self, spot: Spot) -> bool:
        for name, frame in self.layout.side(spot.side).items():
            if name == spot.name:
                return False
            if isinstance(frame, FillFrame | PictureFrame) and frame.box.within(self.layout.size).overlaps(spot.box):
                return True
        return False
