"""Problems as the pages show them: with the lines that they are about and the pieces that they belong to."""

from collections.abc import Sequence
from pathlib import Path

from generator.deck import Card
from generator.errors import Problem
from generator.kit.workshop import Workshop
from generator.preview.placing import Placing
from generator.preview.quoting import quote
from generator.preview.shown import Finding


def findings(
    problems: Sequence[Problem], shop: Workshop | None, known: tuple[Card, ...], folder: Path, client: Path | None
) -> tuple[Finding, ...]:
    """Numbered as they are listed; `known` are the cards of the last good print."""
    placing = Placing(shop, known) if shop else None
    return tuple(
        Finding(
            number,
            problem.severity.value,
            problem.where.file,
            str(problem.where),
            problem.message,
            problem.hint,
            quote(problem.where, folder, client),
            placing.pieces(problem.where) if placing else (),
            placing.card(problem.where) if placing else "",
        )
        for number, problem in enumerate(problems, 1)
    )
