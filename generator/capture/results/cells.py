"""An answer to cells of a spreadsheet and back: text stays text there, whatever it begins with. Knows no form."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Cell = str | int | float

# What makes a spreadsheet take text for a formula, full-width twins too.
_COMMANDS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(text: str) -> str:
    """Text that no spreadsheet runs. An apostrophe goes before it; `original` takes that away again."""
    return f"'{text}" if text.lstrip("'").startswith(_COMMANDS) else text


def original(cell: str) -> str:
    """The text that `inert` made this cell of."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_COMMANDS) else cell


def cells_of(field: str, answer: Any) -> Iterator[tuple[str, Cell]]:
    """Columns and what stands in them: one, or one for each part of a placement or a vote."""
    if isinstance(answer, Mapping) and answer and all(map(_is_simple, answer.values())):
        for key, part in answer.items():
            yield f"{field}.{key}", _cell(part)
    elif answer is not None:
        yield field, _cell(answer)


def _cell(answer: Any) -> Cell:
    if isinstance(answer, bool):
        return "TRUE" if answer else "FALSE"
    if isinstance(answer, int | float):
        return answer
    if isinstance(answer, str):
        return inert(answer)
    if _is_list_of_lines(answer):
        return inert("\n".join(answer))
    return inert(json.dumps(answer, ensure_ascii=False))


def _is_simple(part: Any) -> bool:
    return isinstance(part, str | int | float)


def _is_list_of_lines(answer: Any) -> bool:
    """Not what would read back as something else: a line each, and nothing that looks like JSON."""
    if not isinstance(answer, list) or not answer or not all(isinstance(item, str) for item in answer):
        return False
    return not any("\n" in item for item in answer) and not answer[0].startswith(("[", "{"))
