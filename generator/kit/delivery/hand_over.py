"""Writes a drawn kit: all files of it, or none, the manifest last."""

from collections.abc import Collection, Mapping
from functools import partial
from hashlib import sha256

from generator.codes import FONTS, FileEntry, Manifest, files_in, language_entry, picture_name, screen_kind
from generator.kit.delivery.deliver import Delivery, checksum, ours, pictures_of, refuse
from generator.kit.delivery.kit_manifest import described, proofs_listed, with_pictures
from generator.kit.delivery.report import PrintedFile
from generator.kit.job import MANIFEST_NAME, PrintJob
from generator.kit.press.draw import DrawnKit
from generator.kit.press.screen_fonts import screen_fonts
from generator.kit.press.screen_logo import screen_logo
from generator.kit.press.screen_pictures import screen_pictures


def hand_over(drawn: DrawnKit) -> tuple[tuple[PrintedFile, ...], dict[str, str]]:
    """The files, and the names of all that are ours in the folder now, the manifest's among them, with the checksums of
    those that were written.

    Raises FileError where a file cannot be written, or would replace one that no build of ours has listed."""
    folder, published, beneath = drawn.job.home, drawn.job.listed, drawn.job.beneath
    listed = ours(published)
    is_proof = drawn.job.shop.proof
    pictures = {} if is_proof else screen_pictures(drawn.productions) | screen_logo(drawn.productions[0])
    fonts = {} if is_proof else screen_fonts(drawn.productions[0], partial(_font_before, drawn.job))
    for_screens = pictures | {name: font.content for name, font in fonts.items()}
    drawings = {picture_name(name, screen_kind(content)): content for name, content in for_screens.items()}
    refuse(folder, [*(beneath + name for name in drawn.names), *drawings], listed, "this kit's last build")
    printed: list[PrintedFile] = []
    entries: list[FileEntry] = []
    with Delivery(folder, MANIFEST_NAME) as delivery:
        for each in drawn.finished:
            for file, writer in zip(each.files(), each.writers.values(), strict=True):
                entry = file._replace(name=beneath + file.name)
                with delivery.part(entry.name, entry.sha256) as path:
                    writer.save(path)
                entries.append(entry)
                place = folder / entry.name
                printed.append(PrintedFile(place, entry.pages, each.press.sheets, each.codes(), entry.sha256))
        for name, picture in drawings.items():
            with delivery.part(name, sha256(picture).hexdigest()) as path:
                path.write_bytes(picture)
        manifest = _manifest(drawn, entries)
        if not is_proof:
            manifest = with_pictures(manifest, pictures, fonts)
        with delivery.part(MANIFEST_NAME) as path:
            path.write_bytes(manifest.to_bytes())
        drawn_before = pictures_of(published) - drawings.keys() - pictures_of(manifest, retired=True)
        gone = [*_stale(drawn), *(() if is_proof else sorted(drawn_before))]
        delivery.finish(gone=[name for name in gone if name in listed])
    return tuple(printed), _kept(drawn, manifest, drawings, delivery.checksums)


def _font_before(job: PrintJob, key: str) -> bytes:
    """A font for screens of the last build, where it lies there as it was."""
    fonts = job.listed.brand.fonts if job.listed else None
    entry, place = (fonts or {}).get(key), job.home / picture_name(FONTS[key], "woff2")
    if entry is None or checksum(place) != entry.file:
        return b""
    return place.read_bytes()


def _stale(drawn: DrawnKit) -> list[str]:
    return [drawn.job.beneath + name for name in drawn.stale]


def _kept(
    drawn: DrawnKit, manifest: Manifest, drawings: Collection[str], checksums: Mapping[str, str]
) -> dict[str, str]:
    """What a next build looks at, from the folder of its files on; no checksum of what was not written now, and of the
    manifest, which other languages write after this one.
    """
    beneath = drawn.job.beneath
    if beneath:
        named = (file.name for file in files_in(manifest, beneath.rstrip("/")))
        return {name: checksums.get(beneath + name, "") for name in named} | {f"../{MANIFEST_NAME}": ""}
    names = (*(file.name for file in files_in(manifest, "")), *drawings, *pictures_of(manifest, retired=True))
    return {name: checksums.get(name, "") for name in names} | {MANIFEST_NAME: ""}


def _manifest(drawn: DrawnKit, files: list[FileEntry]) -> Manifest:
    job, productions = drawn.job, drawn.originals or drawn.productions
    if job.shop.proof:  # nothing of it is published, and what was stays
        return proofs_listed(productions, files, _stale(drawn), job.listed)
    manifest = described(productions, files, _stale(drawn), job.listed)
    if not drawn.originals:
        return manifest
    spoken = language_entry(described(drawn.productions, (), (), None))
    return manifest._replace(languages={**(manifest.languages or {}), job.language: spoken})
