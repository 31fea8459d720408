"""Bold and italic of a cell as the marks of a card's text. Knows no workbook."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple


class StyledText(NamedTuple):
    """Text of one look."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False


def is_wholly(runs: Iterable[StyledText], look: str) -> bool:
    """Whether every word is bold, or italic, or struck."""
    return all(getattr(run, look) for run in runs if run.text.strip())


def without(runs: Iterable[StyledText], looks: Collection[str]) -> list[StyledText]:
    bold, italic = "bold" not in looks, "italic" not in looks
    return [run._replace(bold=run.bold and bold, italic=run.italic and italic) for run in runs]


def with_marks(runs: Sequence[StyledText]) -> tuple[str, bool]:
    """The text with * and ** around what stands out; and whether some of it could not be marked.

    Marks stand at the ends of words and inside of a line alone: what stands out within a word does not.
    """
    lines: list[list[StyledText]] = [[]]
    for run in runs:
        first, *others = run.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=text)] for text in others]
    marked = [_marked(line) for line in lines]
    return "\n".join(text for text, _ in marked), any(lost for _, lost in marked)


def _marked(line: Iterable[StyledText]) -> tuple[str, bool]:
    alike = groupby((run for run in line if run.text), key=lambda run: (run.bold, run.italic))
    parts = [("*" * (2 * bold + italic), "".join(run.text for run in runs)) for (bold, italic), runs in alike]
    text, lost = "", False
    for at, (stars, part) in enumerate(parts):
        words = part.strip()
        if not stars or not words:
            text += part
            continue
        lead, tail = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
        before = (text + lead)[-1:]
        after = (tail + "".join(other for _, other in parts[at + 1 :]))[:1]
        is_next_marked = not tail and at + 1 < len(parts) and bool(parts[at + 1][0])
        fits = not (before.isalnum() or before == "*" or after.isalnum() or is_next_marked)
        text += f"{lead}{stars}{words}{stars}{tail}" if fits else part
        lost = lost or (not fits and any(letter.isalnum() for letter in words))
    return text, lost
