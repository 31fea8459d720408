"""A line of a card as its drawing: the door through which pictures ask for a motif."""

import re
from collections.abc import Mapping

from generator.images.decode import BadPicture
from generator.images.vector import Vector

_FILE = re.compile(r".*([/\\\\\0].*|\.[A-Za-z][A-Za-z0-9]{1,4})", re.DOTALL)


def is_line(text: str) -> bool:
    """Whether a text is the line of a motif, right or wrong: the name of a file has an ending, a path a slash."""
    return bool(text.strip()) and _FILE.fullmatch(text) is None


def drawing(text: str) -> Vector | None:
    """The motif that a text says; None where it can only be a file. Raises BadPicture with what is wrong with it."""
    if not is_line(text):
        return None
    from generator.motifs.picture import picture
    from generator.motifs.words import read_line

    motif, faults = read_line(text)
    if motif is None:
        fault = faults[0]
        raise BadPicture(
            f"is no file of the workshop folder and no motif: {fault.message}", fault.hint, "unknown-motif"
        )
    return picture(motif)


def line_of(said: Mapping[str, str]) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The line of a mapping such as `{vessel: jar, contents: peas}`, or '' and message, hint and key of each fault."""
    from generator.motifs.words import read_keys

    motif, faults = read_keys(said)
    return (str(motif) if motif else ""), tuple((fault.message, fault.hint, fault.key) for fault in faults)
