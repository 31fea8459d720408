"""`prepdeck images`: pictures of the cards, in sets, each file whole under its name or none at all."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.codes import Manifest
from generator.errors import Problem, SourceError
from generator.kit.check import check
from generator.kit.delivery.deliver import Delivery, refuse, settle
from generator.kit.delivery.lock import sole_writer
from generator.kit.job import MANIFEST_NAME
from generator.kit.pictures.card_pages import CardStudio
from generator.kit.pictures.index import LIST_NAME, Listed, listed, read_list, stale, write_list
from generator.kit.pictures.sets import Made, Wish, sets_of
from generator.kit.pieces import vendor_pages
from generator.kit.press.production import Progress, Shared
from generator.kit.request.kit_yaml import Kit
from generator.kit.request.whereabouts import output_folder
from generator.kit.selection import UnknownName, Wanted, check_names, chosen
from generator.kit.workshop import Workshop
from generator.layout import Profile

FOLDER = "images"


@dataclass(frozen=True)
class Gallery:
    """What was written, and what was found."""

    kit: str
    folder: Path
    files: tuple[Listed, ...]
    advice: str = ""
    problems: tuple[Problem, ...] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """How many files there are in each folder, or under a name of their own."""
        return Counter(each.name.partition("/")[0] for each in self.files)

    def as_dict(self) -> dict[str, Any]:
        files = [{**each._asdict(), "path": str(self.folder / each.name)} for each in self.files]
        return {"kit": self.kit, "folder": str(self.folder), "files": files, "advice": self.advice}


def write_images(shop: Workshop, wish: Wish, output: Path | None, progress: Progress) -> Gallery:
    """Writes the sets that are wished for, and the list of them. Raises SourceError, with nothing written, on a
    problem; FileError where a file would be replaced that is none of ours, or another process writes there;
    UnknownName for what is not to be had.
    """
    if shop.words:
        shop.words.report(shop.problems)
    if shop.problems.errors or shop.kit is None:
        raise SourceError(check(shop, None, progress, press=False))
    home = output_folder(shop.folder, shop.kit.id, output)
    folder = (home / shop.words.language if shop.words else home) / FOLDER
    check_names(Wanted(("deck",), wish.cards), shop)
    with sole_writer(folder, "prepdeck images"):
        settle(folder)
        return _write(shop, shop.kit, wish, home, folder, progress)


def _write(shop: Workshop, kit: Kit, wish: Wish, home: Path, folder: Path, progress: Progress) -> Gallery:
    published = Manifest.read(home / MANIFEST_NAME, shop.problems, kit.id)
    profile = shop.profile if wish.vendor else None
    if profile:
        vendor_pages.check_takes(profile, "images", kit.marks.of("profile"), shop.problems)
        _check(wish, profile)
    shared = Shared(shop, published)  # for screens, and for vendors that take RGB: no press asks anything of them
    studio = CardStudio(shared, chosen(shop, wish.cards))
    sets = sets_of(studio, wish, profile, progress)
    before = read_list(folder, kit.id)
    files = _deliver(folder, kit.id, sets, before, whole=not wish.cards)
    shared.book.report()
    advice = vendor_pages.advice(profile, studio.piece) if profile else ""
    return Gallery(kit.id, folder, files, advice, tuple(shop.problems.sorted()))


def _check(wish: Wish, profile: Profile) -> None:
    """A vendor says itself how its images are."""
    if profile.vendor is None:
        raise UnknownName(f"'{wish.vendor}' is no card vendor: it says nothing of images")
    said = {"--bleed": wish.bleed, "--dpi": bool(wish.dpi), "--sprites": wish.sprites}
    said |= {"--whiteboard": wish.whiteboard, "--contact": bool(wish.contact), "--motifs": bool(wish.motifs)}
    if wrong := [option for option, given in said.items() if given]:
        raise UnknownName(f"{profile.title} decides how its images are: leave out {wrong[0]}, or --for {wish.vendor}")
    if wish.format and "images" in profile.vendor.takes and wish.format not in profile.vendor.formats:
        raise UnknownName(f"{profile.title} takes {' or '.join(profile.vendor.formats)}, not {wish.format}")


def _deliver(
    folder: Path, kit: str, sets: dict[str, Iterator[Made]], before: dict[str, Listed], *, whole: bool
) -> tuple[Listed, ...]:
    """All files or none, the list last. What the sets held before goes, unless only some cards were wished for."""
    now: list[Listed] = []
    with Delivery(folder, LIST_NAME) as delivery:
        for made in sets.values():
            for each in made:
                refuse(folder, [each.name], before, f"`prepdeck images`, as {LIST_NAME} has it")
                with delivery.part(each.name) as path:
                    path.write_bytes(each.data)
                now.append(listed(each.name, each.set, each.data, each.card, each.side, each.pixels))
        gone = stale(before, now, sets) if whole else []
        kept = {name: entry for name, entry in before.items() if name not in gone}
        kept.update((each.name, each) for each in now)
        with delivery.part(LIST_NAME) as path:
            path.write_bytes(write_list(kit, kept.values()))
        delivery.finish(gone)
    return tuple(now)
