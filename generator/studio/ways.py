"""Where in the studio that is mended what a finding is about."""

from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from generator.kit.request.kit_yaml import KIT_FILE
from generator.kit.request.proposed_brand import FILE as BRAND_FILE
from generator.studio.shown import ShownProblem

UNREADABLE = "yaml-syntax"  # nothing of such a file is on any page
DECK = "deck"


class WayOn(NamedTuple):
    """`key` of its words in frame.yaml; no address where an editor has to do it."""

    key: str
    address: str = ""


def way_on(finding: ShownProblem) -> WayOn | None:
    """None where a finding is about no file: its hint says what to do."""
    if finding.code == UNREADABLE:
        return WayOn("mend-file")
    if finding.cards:
        return WayOn("mend-card", f"/cards/card?id={quote(finding.cards[0], safe='')}")
    if finding.file == KIT_FILE:
        return WayOn("mend-kit", "/pieces")
    if PurePosixPath(finding.file).name == BRAND_FILE:
        return WayOn("mend-brand", "/brand")
    if finding.pieces == (DECK,):
        return WayOn("mend-deck", "/cards")
    if finding.pieces:
        return WayOn("mend-words", f"/texts?piece={quote(finding.pieces[0], safe='')}")
    return WayOn("mend-file") if finding.file else None
