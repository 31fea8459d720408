"""Every problem of a workshop's sources, found by composing all that it orders. Draws and writes nothing."""

from pathlib import Path

from generator.codes import Manifest
from generator.codes.journal import is_mixed, words_for_mixed
from generator.errors import NOWHERE, Problem
from generator.kit.press.fillable import filling
from generator.kit.press.production import Production, Progress, Shared
from generator.kit.press.separations import load_prepress
from generator.kit.request.whereabouts import MANIFEST
from generator.kit.workshop import Workshop, made_at, with_stand_ins


def check(
    shop: Workshop,
    epoch: str | None,
    progress: Progress,
    *,
    press: bool = True,
    folder: Path | None = None,
) -> list[Problem]:
    """Every problem of the sources: what is wrong with the files, and what composing all of it finds.

    A kit or brand that cannot be read has its problems said; the cards are composed all the same, to find theirs.
    `epoch` is SOURCE_DATE_EPOCH; `press`: PDFs are written of it, which may have to say when they were made. `folder`
    holds its files: a build that was stopped there is a warning, a manifest that no build can go on from an error.
    """
    if folder and shop.kit:
        Manifest.read(folder / MANIFEST, shop.problems, shop.kit.id)
    if folder and is_mixed(folder):
        shop.problems.warn(NOWHERE, *words_for_mixed(folder), code="mixed-files")
    if shop.deck:
        shop = with_stand_ins(shop)
        shared = Shared(shop, None, load_prepress(shop, made_at(shop, epoch)) if press else None)
        productions = [Production(shared, each) for each in shop.pieces.values()]
        for production in productions:
            production.prepare()
            production.compose_rest(progress)
            for page in production.pages() if production.piece.is_text else ():
                production.face(page, "front")
            production.plan()
            production.tiling()
            filling(production)
        shared.book.report()
    return shop.problems.sorted()
