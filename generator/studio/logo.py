"""A logo that was dropped on a page, and the brand that it proposes."""

from pathlib import Path

from generator.errors import FileError
from generator.kit.request.proposed_brand import Proposal, propose
from generator.studio.body import Upload

LOGO_SUFFIXES = (".svg", ".pdf", ".png", ".jpg", ".jpeg")


def proposed(place: Path, logo: Upload, client: str) -> Proposal:
    """The brand that a logo proposes; `place` is a folder to lay it in. Raises FileError where it cannot be read as a
    picture.
    """
    path = place / f"logo{logo.suffix}"
    path.write_bytes(logo.data)
    try:
        return propose(path, client)
    except FileError as error:  # it speaks of the place where it lay
        raise FileError(str(error).replace(str(path), logo.name)) from error
