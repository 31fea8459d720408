"""What can be ordered: the names that a kit or a command may say, with their titles."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from generator import bundled
from generator.errors import Problems
from generator.fonts.families import family_names, load_family
from generator.kit.request.kit_yaml import KIT_FILE, Kit
from generator.kit.request.printer_profile import PrinterProfile, names, printers_folder
from generator.kit.request.whereabouts import find_workshop, read_kit
from generator.kit.request.workshop_languages import spoken_languages
from generator.kit.words.fixed_words import ENGLISH, shipped_words
from generator.layout import CardLayout, Paper, Profile, SheetLayout
from generator.sources import Translation, read, read_merged


def decks() -> dict[str, str]:
    found = {}
    for path in sorted(bundled.folder("deck_sources").glob("*/kit.yaml")):
        kit = read(path, Kit, Problems(), salvage=True)
        found[path.parent.name] = kit.title if kit else ""
    return found


def layouts() -> dict[str, str]:
    return _titles("cards", CardLayout)


def posters() -> dict[str, str]:
    return _titles("posters", CardLayout)


def sheets() -> dict[str, str]:
    return _titles("sheets", SheetLayout)


def profiles() -> dict[str, str]:
    return _titles("profiles", Profile)


def papers() -> dict[str, str]:
    found = read(bundled.folder("layouts") / "papers.yaml", dict[str, Paper], Problems(), salvage=True) or {}
    return {name: f"{paper.title}, {paper.width:g} × {paper.height:g} mm" for name, paper in found.items()}


def fonts() -> dict[str, str]:
    families = ((name, load_family(name, Problems())) for name in family_names())
    return {name: family.title for name, family in families if family}


def printers(folder: Path | None = None) -> dict[str, str]:
    """Those that were measured, with their papers; a file that is wrong says so when it is used."""
    place = folder or printers_folder()
    found = {name: read(place / f"{name}.yaml", PrinterProfile, Problems(), salvage=True) for name in names(place)}
    return {name: "; ".join(sheet.words for sheet in it.sheets) if it else "" for name, it in found.items()}


def languages(named: Path | None = None) -> dict[str, str]:
    """A workshop's: its own, then those of `words/`, with the title that the kit has in each."""
    folder = find_workshop(named)
    own = read_kit(folder)
    found = {own.language if own else Kit.language: own.title if own else ""}
    for language in spoken_languages(folder):
        words = Translation(folder, language)
        kit = read(folder / KIT_FILE, Kit, Problems(), name=KIT_FILE, salvage=True, words=words) if own else None
        found.setdefault(language, kit.title if kit else "")
    return found


def fixed(language: str | None = None) -> dict[str, str]:
    """The words that prepdeck itself prints, as a workshop may say them in a file of its own."""
    return dict(shipped_words(language or ENGLISH).texts)


def _titles(kind: str, model: type[Any]) -> dict[str, str]:
    folder = bundled.folder("layouts") / kind

    def find(name: str) -> Path | None:
        path = folder / f"{name}.yaml"
        return path if path.is_file() else None

    found = {}
    for path in sorted(folder.glob("*.yaml")):
        layout = read_merged(path.stem, find, model, Problems(), salvage=True)
        found[path.stem] = layout.title if layout else ""
    return found


def motifs() -> dict[str, str]:
    """The words that a picture is said with, and what each of them is."""
    from generator.motifs.contents import CONTENTS
    from generator.motifs.vessels import VESSELS
    from generator.motifs.words import ARRANGEMENTS, COUNTS, CROPS, FILLS, GLAZES, STATES

    holds = {"inside": "glass, filled", "heap": "heaped", "top": "laid on", "ring": "a place", "nothing": "a tool"}
    found = {name: f"vessel, {holds[vessel.holds]}" for name, vessel in VESSELS.items()}
    found |= {name: "contents, liquid" if each.is_liquid else "contents" for name, each in CONTENTS.items()}
    groups: dict[str, Iterable[str]] = {"count": COUNTS, "fill": FILLS, "state": STATES, "glaze": GLAZES}
    groups["arrangement"] = ARRANGEMENTS
    found |= {word: key for key, words in groups.items() for word in words}
    return found | {f"crop {word}": "crop" for word in CROPS} | {"with a …": "beside: any vessel or contents"}


LISTS: dict[str, Callable[[], dict[str, str]]] = {
    "decks": decks,
    "layouts": layouts,
    "posters": posters,
    "sheets": sheets,
    "papers": papers,
    "profiles": profiles,
    "fonts": fonts,
    "printers": printers,
    "motifs": motifs,
}
