"""Dictionaries of a file, byte for byte as ReportLab writes them, which looks at each name letter by letter."""

from functools import lru_cache
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFName, PDFObjectReference
from reportlab.pdfbase.pdfdoc import format as written

_IN_A_LINE = 6


class Dictionary(PDFDictionary):  # type: ignore[misc]
    """Entries by name, in the order of the alphabet; their values are words, numbers, bytes or objects."""

    def format(self, document: PDFDocument, IND: bytes = b"") -> bytes:
        """`IND`: ReportLab's, which has no use here."""
        entries = [_key(name) + _value(value, document) for name, value in sorted(self.dict.items())]
        lines = [b" ".join(entries[at : at + _IN_A_LINE]) for at in range(0, len(entries), _IN_A_LINE)]
        return b"<<\n%b\n>>" % b" \n  ".join(lines)


@lru_cache(maxsize=1024)
def name_of(word: str) -> str:
    """A name as a value: the same few come again in every file (ISO 32000-2 §7.3.5)."""
    return str(PDFName(word))


@lru_cache(maxsize=4096)
def number(value: float) -> bytes:
    """As ReportLab writes it in dictionaries and arrays."""
    return bytes(written(value, None))


@lru_cache(maxsize=4096)
def _key(name: str) -> bytes:
    return bytes(written(PDFName(name), None)) + b" "


@lru_cache(maxsize=1024)
def _word(word: str) -> bytes:
    return bytes(written(word, None))


def _value(value: Any, document: PDFDocument) -> bytes:
    kind = type(value)
    if kind is PDFObjectReference and value.name in document.idToObjectNumberAndVersion:
        return b"%d %d R" % document.idToObjectNumberAndVersion[value.name]
    if kind is bytes:
        return bytes(value)
    if kind is str:
        return _word(value)
    return number(value) if kind in (int, float) else bytes(written(value, document))
