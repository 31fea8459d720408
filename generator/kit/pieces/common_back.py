"""One back for all cards of a deck, so that they can be shuffled and drawn: layouts/backs/common.yaml at their size."""

from collections.abc import Mapping
from dataclasses import replace

from generator.errors import NOWHERE, Problems
from generator.kit.pieces.scale import scaled_to
from generator.kit.request.kit_yaml import DeckOrder
from generator.kit.request.shelf import Shelf, is_blank
from generator.layout import Box, CardLayout, CodeFrame, Frame, TextFrame
from generator.units import Share

FOLDER, NAME = "backs", "common"
STYLE = "back {}"  # what its styles are called beside those of the front


def with_common_backs(
    layouts: Mapping[str, CardLayout], order: DeckOrder, shelf: Shelf, *, has_codes: bool
) -> dict[str, CardLayout]:
    """The layouts with that back; one whose code would have no place any more is a problem."""
    where = order.marks.of("backs")
    drawn = shelf.card(NAME, where, FOLDER)
    if drawn is None:
        return dict(layouts)
    for name, layout in layouts.items():
        if has_codes and _shows_code(layout.back) and not _shows_code(layout.front):
            message = f"the code of '{name}' is on its back, where a common one has none"
            shelf.problems.error(where, message, _with_code_in_front(layout, shelf), "common-back")
    return {name: _with_back(layout, drawn) for name, layout in layouts.items()}


def _with_back(layout: CardLayout, drawn: CardLayout) -> CardLayout:
    """The back as it is drawn, at the size of the layout, as far as its bleed; its styles under names of their own."""
    back = scaled_to(drawn, min(layout.size) / min(drawn.size), layout.size)
    styles = {STYLE.format(name): style for name, style in back.styles.items()}
    frames = {name: _named(replace(frame, box=_off_trim(frame.box, layout.bleed))) for name, frame in back.back.items()}
    return replace(layout, styles=layout.styles | styles, back=frames)


def _named(frame: Frame) -> Frame:
    if not isinstance(frame, TextFrame):
        return frame
    blocks = tuple(
        replace(block, style=STYLE.format(block.style), label=STYLE.format(block.label) if block.label else "")
        for block in frame.blocks
    )
    return replace(frame, blocks=blocks)


def _off_trim(box: Box, bleed: float) -> Box:
    """What reaches off the trim reaches as far as the bleed."""

    def edge(distance: float | None) -> float | None:
        is_off = distance is not None and not isinstance(distance, Share) and distance < 0
        return -bleed if is_off else distance

    return replace(box, left=edge(box.left), right=edge(box.right), top=edge(box.top), bottom=edge(box.bottom))


def _shows_code(frames: Mapping[str, Frame]) -> bool:
    return any(isinstance(frame, CodeFrame) for frame in frames.values())


def _with_code_in_front(layout: CardLayout, shelf: Shelf) -> str:
    """Which layouts of cards of the size have it there."""
    quiet = Shelf(shelf.folder, Problems())
    alike = quiet.cards_of(lambda size: size == layout.size)
    there = ((name, quiet.card(name, NOWHERE)) for name in alike if not is_blank(name))
    names = [name for name, each in there if each and _shows_code(each.front)]
    return f"these have it in front: {', '.join(names)}" if names else "let a layout of your own have it in front"
