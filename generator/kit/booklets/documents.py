"""The running text of a piece: which words go on its pages."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from generator.codes import FileEntry, Key
from generator.kit.pieces.piece import Piece
from generator.kit.pieces.running_text import CATALOGUE, GUIDE
from generator.kit.workshop import Workshop

if TYPE_CHECKING:
    from generator.booklet import Document


def documents(
    piece: Piece, shop: Workshop, codes: Mapping[Key, str], files: Sequence[FileEntry]
) -> "Mapping[str, Document]":
    """By the category of their pages; nothing for a piece that is no running text."""
    if piece.written:
        return piece.written
    if piece.lists_files:
        from generator.booklet import OrderWords
        from generator.kit.booklets.order_sheet import order_documents

        return order_documents(shop, shop.order_words or OrderWords(), files)
    words = {GUIDE: shop.guide, CATALOGUE: shop.catalogue}.get(piece.kind)
    if words is None:
        return {}
    from generator.kit.booklets.guide import guide_document  # most pieces are no running text

    return {piece.kind: guide_document(shop, words, codes, piece)}
