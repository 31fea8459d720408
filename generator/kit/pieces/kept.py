"""What is remembered of a piece that was drawn: its files, and what the manifest says of its faces."""

from collections.abc import Mapping
from typing import NamedTuple

from generator.codes import CodeSpot


class KeptFile(NamedTuple):
    sha256: str
    pages: int


class KeptFields(NamedTuple):
    """Where a form is filled in: the boxes of each field, in mm, by the layout and the form."""

    layout: str
    form: str
    fields: Mapping[str, tuple[tuple[float, ...], ...]]


class KeptPiece(NamedTuple):
    """`inputs`: a digest of all that decides on how it is drawn."""

    inputs: str
    files: Mapping[str, KeptFile]
    digests: Mapping[str, Mapping[str, str]]  # card id → side → digest
    spots: Mapping[str, tuple[CodeSpot, ...]]  # card id → where its codes stand
    fields: tuple[KeptFields, ...] = ()
