"""The tuck box of a deck, as `box.yaml` says it: the words on its panels and on the card that lies in it. No sizes."""

from dataclasses import dataclass

from generator.sources import NO_MARKS, Marks


@dataclass(frozen=True, kw_only=True)
class BoxCard:
    """The card that says how the box is made, and how the kit is kept together."""

    title: str
    steps: tuple[str, ...]
    keep_title: str = ""  # of its other side
    keep: tuple[str, ...] = ()
    marks: Marks = NO_MARKS


@dataclass(frozen=True, kw_only=True)
class TuckBox:
    """What stands on the box. Every box of a deck that needs several says it, with its number."""

    title: str
    line: str = ""  # under the title
    sides: tuple[str, ...] = ()  # along the left and the right side; the title, where there are none
    about: str = ""  # on the back
    inside_title: str = ""
    inside: tuple[str, ...] = ()  # what the box holds
    part: str | None = None  # of several boxes: {number} of {count}; else as prepdeck says it
    glue: str | None = None  # on what is glued; else as prepdeck says it
    colour: str = "ink"  # a colour of the brand, or '#rrggbb'
    base_colour: str = ""  # of the bottom, if it is another
    picture: str = ""  # on the front
    foot: str = ""  # a picture that runs round the foot of the box
    side_foot: str = ""  # the same for the sides, whose words are turned
    card: BoxCard
    marks: Marks = NO_MARKS
