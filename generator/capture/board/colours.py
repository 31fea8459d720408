"""The colours of boards: those of the kit, and those in which groups are told apart, by day and by night."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from generator.colours import Colour
from generator.screen_colours import day, night

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit

Theme = Literal["", "dark", "light"]

# Seven shapes in seven colours, each 4.5:1 or better with what is written in it and 3:1 with any ground that we allow.
BY_DAY = ("#0b62a8", "#b4470a", "#0a7a55", "#7d3aa8", "#a8154e", "#6b5b00", "#3d4a57")
BY_NIGHT = ("#6db8f7", "#ff9a52", "#3fd39b", "#c99af0", "#ff86ac", "#e6cf4a", "#b9c6d3")


def colours(kit: "PrintedKit", theme: Theme) -> str:
    """The kit's colours and those of the shapes as a style sheet; without a theme as the browser likes it.

    On paper it is light.
    """
    brand = {name: Colour.from_hex(said) for name, said in kit.brand.colours.items()}
    light = _rule({name: colour.hex for name, colour in day(brand).items()}, BY_DAY, "#ffffff")
    dark = _rule({name: colour.hex for name, colour in night(brand).items()}, BY_NIGHT, "#111111")
    if theme:
        return light if theme == "light" else dark
    return f"{light}@media screen and (prefers-color-scheme: dark) {{ {dark}}}\n"


def _rule(tokens: Mapping[str, str], marks: Sequence[str], on_mark: str) -> str:
    said = dict(tokens) | {f"m{number}": colour for number, colour in enumerate(marks)}
    said |= {"m-none": tokens["muted"], "on-mark": on_mark}
    return ":root { " + " ".join(f"--{name}: {colour};" for name, colour in said.items()) + " }\n"
