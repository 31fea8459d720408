"""What lies over the content of a PDF page, or is not shown of it: layers, notes. The objects are pypdf's."""

from typing import Any

from generator.images.pdf_paint import entry

_HIDDEN = 0x02 | 0x20  # flags of an annotation: hidden, not viewed


def hides_layers(catalog: Any) -> bool:
    """Whether a viewer leaves some of the optional content out (§8.11.4.3)."""
    shown = entry(entry(catalog, "/OCProperties", {}), "/D", {})
    return bool(entry(shown, "/OFF", [])) or str(entry(shown, "/BaseState", "/ON")) == "/OFF"


def is_seen(note: Any) -> bool:
    """Whether an annotation has looks of its own, and shows them (§12.5)."""
    hidden = int(entry(note, "/F", 0)) & _HIDDEN
    return entry(note, "/AP") is not None and not hidden and str(entry(note, "/Subtype")) not in ("/Link", "/Popup")
