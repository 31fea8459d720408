"""Writes a drawn kit: all files of it, or none, the manifest last."""

from generator.codes import FileEntry, Manifest, picture_kind, picture_name
from generator.kit.delivery.deliver import Delivery, ours, pictures_of, refuse
from generator.kit.delivery.kit_manifest import described, proofs_listed, with_pictures
from generator.kit.delivery.report import PrintedFile
from generator.kit.job import MANIFEST_NAME
from generator.kit.press.draw import DrawnKit
from generator.kit.press.screen_pictures import screen_pictures


def hand_over(drawn: DrawnKit) -> tuple[tuple[PrintedFile, ...], set[str]]:
    """The files, and the names of all that are ours in the folder now, the manifest's among them.

    Raises FileError where a file cannot be written, or would replace one that no build of ours has listed."""
    folder, published, listed = drawn.job.folder, drawn.job.published, ours(drawn.job.published)
    pictures = {} if drawn.job.shop.proof else screen_pictures(drawn.productions)
    drawings = {picture_name(code, picture_kind(picture)): picture for code, picture in pictures.items()}
    refuse(folder, [*drawn.names, *drawings], listed, "this kit's last build")
    printed: list[PrintedFile] = []
    entries: list[FileEntry] = []
    with Delivery(folder, MANIFEST_NAME) as delivery:
        for each in drawn.finished:
            for entry, writer in zip(each.files(), each.writers.values(), strict=True):
                with delivery.part(entry.name) as path:
                    writer.save(path)
                entries.append(entry)
                place = folder / entry.name
                printed.append(PrintedFile(place, entry.pages, each.press.sheets, each.codes(), entry.sha256))
        for name, picture in drawings.items():
            with delivery.part(name) as path:
                path.write_bytes(picture)
        manifest = _manifest(drawn, entries)
        if not drawn.job.shop.proof:
            manifest = with_pictures(manifest, pictures)
        with delivery.part(MANIFEST_NAME) as path:
            path.write_bytes(manifest.to_bytes())
        drawn_before = pictures_of(published) - drawings.keys() - pictures_of(manifest, retired=True)
        gone = [*drawn.stale, *(() if drawn.job.shop.proof else sorted(drawn_before))]
        delivery.finish(gone=[name for name in gone if name in listed])
    return tuple(printed), {*ours(manifest), MANIFEST_NAME}


def _manifest(drawn: DrawnKit, files: list[FileEntry]) -> Manifest:
    job = drawn.job
    if job.shop.proof:  # nothing of it is published, and what was stays
        return proofs_listed(drawn.productions, files, drawn.stale, job.published)
    return described(drawn.productions, files, drawn.stale, job.published)
