"""Where in the studio that is mended what a finding is about."""

from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from generator.kit.request.kit_yaml import KIT_FILE
from generator.kit.request.proposed_brand import FILE as BRAND_FILE
from generator.studio.shown import ShownProblem

UNREADABLE = "yaml-syntax"  # nothing of such a file is on any page
DECK = "deck"


class Way(NamedTuple):
    """`key` of its words in frame.yaml; no address where an editor has to do it."""

    key: str
    address: str = ""


def way_on(finding: ShownProblem) -> Way | None:
    """None where a finding is about no file: its hint says what to do."""
    if finding.code == UNREADABLE:
        return Way("mend-file")
    if finding.cards:
        return Way("mend-card", f"/cards/card?id={quote(finding.cards[0], safe='')}")
    if finding.file == KIT_FILE:
        return Way("mend-kit", "/pieces")
    if PurePosixPath(finding.file).name == BRAND_FILE:
        return Way("mend-brand", "/brand")
    if finding.pieces == (DECK,):
        return Way("mend-deck", "/cards")
    if finding.pieces:
        return Way("mend-words", f"/texts?piece={quote(finding.pieces[0], safe='')}")
    return Way("mend-file") if finding.file else None
