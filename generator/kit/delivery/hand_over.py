"""Writes a drawn kit: all files of it, or none, the manifest last."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.codes import FileEntry, Manifest, picture_kind, picture_name
from generator.kit.delivery.deliver import Delivery, ours, pictures_of, refuse
from generator.kit.delivery.kit_manifest import described, proofs_listed, with_pictures
from generator.kit.job import MANIFEST_NAME
from generator.kit.press.draw import DrawnKit
from generator.kit.press.screen_pictures import screen_pictures


@dataclass(frozen=True)
class PrintedFile:
    path: Path
    pages: int
    sheets: int  # of paper
    codes: tuple[str, ...]  # of the things in it, each once
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "path": str(self.path)}


def hand_over(drawn: DrawnKit) -> tuple[PrintedFile, ...]:
    """Raises FileError where a file cannot be written, or would replace one that no build of ours has listed."""
    folder, published, listed = drawn.job.folder, drawn.job.published, ours(drawn.job.published)
    pictures = {} if drawn.job.shop.proof else screen_pictures(drawn.productions)
    drawings = {picture_name(code, picture_kind(picture)): picture for code, picture in pictures.items()}
    refuse(folder, [*drawn.names, *drawings], listed, "this kit's last build")
    printed: list[PrintedFile] = []
    with Delivery(folder, MANIFEST_NAME) as delivery:
        for each in drawn.finished:
            for file, writer in each.press.writers.items():
                name = each.names()[file]
                with delivery.part(name) as path:
                    writer.save(path)
                pages, sheets = each.press.pages[file], each.press.sheets
                printed.append(PrintedFile(folder / name, pages, sheets, each.codes(), writer.sha256()))
        for name, picture in drawings.items():
            with delivery.part(name) as path:
                path.write_bytes(picture)
        manifest = _manifest(drawn, printed)
        if not drawn.job.shop.proof:
            manifest = with_pictures(manifest, pictures)
        with delivery.part(MANIFEST_NAME) as path:
            path.write_bytes(manifest.to_bytes())
        drawn_before = pictures_of(published) - drawings.keys() - pictures_of(manifest, retired=True)
        gone = [*drawn.stale, *(() if drawn.job.shop.proof else sorted(drawn_before))]
        delivery.finish(gone=[name for name in gone if name in listed])
    return tuple(printed)


def _manifest(drawn: DrawnKit, printed: list[PrintedFile]) -> Manifest:
    job = drawn.job
    files = [FileEntry(file.path.relative_to(job.folder).as_posix(), file.sha256, file.pages) for file in printed]
    if job.shop.proof:  # nothing counts as printed, and what was stays
        return proofs_listed(drawn.productions, files, drawn.stale, job.published)
    codes = {code for file in printed for code in file.codes}
    return described(drawn.productions, files, drawn.stale, job.published, codes)
