"""The address that stands beside a code in plain type: where it may break, and how much of it a layout has room for."""

from collections.abc import Iterator

from generator.colours import BLACK
from generator.compose import inline
from generator.compose.facts import CORNER_FACTS
from generator.compose.fitting import Copy, TextBox, measure
from generator.compose.setting import Typesetter
from generator.layout import SIDES, CardLayout, CodeFrame, TextFrame
from generator.sources.typed_text import ZERO_WIDTH_SPACE

HOST, SIGN = "code.host", "code.sign"
WIDEST = "MMMMMM"  # of the codes


def breakable(host: str) -> str:
    """With a place to break after each point and slash."""
    return "".join(f"{letter}{ZERO_WIDTH_SPACE}" if letter in "./" else letter for letter in host)


def is_address(frame: TextFrame) -> bool:
    """Whether a frame shows the host, perhaps with the code, and nothing else."""
    fields = {block.field for block in frame.blocks}
    return HOST in fields and fields <= {HOST, SIGN}


def shows_corners(layout: CardLayout) -> bool:
    """Whether its codes say in which corner they stand."""
    frames = (frame for side in SIDES for frame in layout.side(side).values())
    return any(isinstance(frame, CodeFrame) and frame.field in CORNER_FACTS for frame in frames)


def room_for(host: str, layout: CardLayout, typesetter: Typesetter) -> int:
    """How many characters of the host fit where the layout shows it, at its smallest size: all of them, or fewer."""
    frames = list(_address_frames(layout))
    return next((n for n in range(len(host), 0, -1) if all(_fits(host[:n], *one, typesetter) for one in frames)), 0)


def _address_frames(layout: CardLayout) -> Iterator[tuple[CardLayout, TextFrame]]:
    for side in SIDES:
        for frame in layout.side(side).values():
            if isinstance(frame, TextFrame) and is_address(frame) and not frame.box.faults():
                yield layout, frame


def _fits(host: str, layout: CardLayout, frame: TextFrame, typesetter: Typesetter) -> bool:
    return any(_box(words, layout, frame, typesetter).has_room for words in (host, breakable(host)))


def _box(host: str, layout: CardLayout, frame: TextFrame, typesetter: Typesetter) -> TextBox:
    said = {HOST: host, SIGN: WIDEST}
    blocks = [
        measure(
            typesetter,
            Copy(
                block.field,
                layout.styles[block.style],
                BLACK,
                (tuple(inline.paragraphs(said[block.field])),),
                space_before=block.space_before,
            ),
        )
        for block in frame.blocks
        if block.style in layout.styles
    ]
    box = frame.box.within(layout.size)
    return TextBox(typesetter, blocks, box.width, box.height)
