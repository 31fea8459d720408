"""Rules on the file as a whole: what printing forbids, sizes of pages, fronts and backs in step, its size."""

import re
from collections.abc import Iterator, Sequence

from generator.preflight.boxes import shared
from generator.preflight.demands import Demands
from generator.preflight.findings import Findings
from generator.preflight.objects import Objects, StreamObject, Value, name_of
from generator.preflight.view import View, sized

NEAR = 0.3  # mm: sizes that differ by less are one
LATE = ("/JPXDecode", "/JBIG2Decode")
LZW = ("/LZWDecode", "/LZW")
LATE_STRUCTURE = re.compile(rb"/Type\s*/(?:ObjStm|XRef)\b")


def check(objects: Objects, demands: Demands, found: Findings) -> None:
    """What may stand anywhere in the file."""
    if objects.encrypted:
        found.add("encrypted", "the file is encrypted; it opened without a password")
    root = objects.root
    for key, words in (("/OpenAction", "something is done as the file opens"), ("/AA", "something is done by itself")):
        action = objects.entry(root, key)
        if isinstance(action, dict):  # an array is only the page that is shown first
            found.add("action", words)
    form = objects.entry(root, "/AcroForm")
    fields = objects.items(objects.entry(form, "/Fields"))
    if fields:
        found.add("form-field", "the file has a form to fill in", times=len(fields))
    if objects.path(root, "/Names", "/EmbeddedFiles") is not None:
        found.add("embedded-file", "files are attached to it")
    if objects.entry(root, "/OCProperties") is not None:
        found.add("layers", "the file has layers")
    if LATE_STRUCTURE.search(objects.content):
        found.add("late-structure", "object streams or cross-reference streams")
    for holder in objects.every():
        for rule, words in _forbidden(objects, holder):
            found.add(rule, words)
    if demands.most_megabytes is not None and len(objects.content) > demands.most_megabytes * 1e6:
        size = len(objects.content) / 1e6
        found.add("large-file", f"the file has {size:.1f} MB; {demands.most_megabytes:g} MB are taken")


def _forbidden(objects: Objects, holder: dict[str, Value]) -> Iterator[tuple[str, str]]:
    if dict.get(holder, "/S") == "/JavaScript" or "/JavaScript" in holder:
        yield "javascript", "a script"
    if "/OPI" in holder:
        yield "opi", "a picture is to be put in later (OPI)"
    for key in ("/TR", "/TR2"):
        if key in holder and objects.name(holder, key) not in ("/Default", "/Identity") and _is_state(holder):
            yield "transfer-curve", f"a transfer curve ({key})"
    if "/HTP" in holder:
        yield "halftone", "a halftone phase (/HTP)"
    if "/HalftoneName" in holder:
        yield "halftone", "a halftone by name"
    if "/Alternates" in holder:
        yield "alternate-picture", "a picture with alternates"
    if name_of(dict.get(holder, "/Type")) == "/Filespec" and "/EF" in holder:
        yield "embedded-file", "files are attached to it"
    if isinstance(holder, StreamObject):
        yield from _forbidden_stream(objects, holder)


def _is_state(holder: dict[str, Value]) -> bool:
    """In a soft mask /TR is no transfer curve of the press."""
    return name_of(dict.get(holder, "/Type")) != "/Mask" and "/G" not in holder


def _forbidden_stream(objects: Objects, stream: StreamObject) -> Iterator[tuple[str, str]]:
    filters = objects.filters(stream)
    if any(each in LZW for each in filters):
        yield "lzw", "a stream packed by LZW"
    for each in LATE:
        if each in filters:
            yield "late-filter", f"a picture packed by {each.removeprefix('/').removesuffix('Decode')}"
    if "/F" in stream and objects.entry(stream, "/F") is not None:
        yield "external-stream", "a stream that lies in another file"
    if objects.name(stream, "/Subtype") == "/PS" or objects.name(stream, "/Subtype2") == "/PS":
        yield "postscript", "PostScript inside"
    if "/Ref" in stream and objects.name(stream, "/Subtype") == "/Form":
        yield "external-stream", "a form that lies in another file"


def check_page(view: View, found: Findings) -> None:
    """Annotations, fields and actions of a page; what lies wholly outside of the bleed does no harm."""
    objects = view.objects
    if objects.entry(view.page.entries, "/AA") is not None:
        found.add("action", "something is done as the page opens")
    for each in objects.items(objects.entry(view.page.entries, "/Annots"))[:5000]:
        if not isinstance(each, dict):
            continue
        kind = objects.name(each, "/Subtype").removeprefix("/") or "without a kind"
        if kind in ("TrapNet", "PrinterMark"):
            continue
        edges = objects.numbers(objects.entry(each, "/Rect"))
        box = (
            (min(edges[0], edges[2]), min(edges[1], edges[3]), max(edges[0], edges[2]), max(edges[1], edges[3]))
            if len(edges) == 4
            else None
        )
        if objects.entry(each, "/A") is not None or objects.entry(each, "/AA") is not None:
            found.add("action", f"an annotation ({kind}) that does something", box)
        if box is None or shared(box, view.bleed):
            found.add("form-field" if kind == "Widget" else "annotation", f"an annotation ({kind}) on the page", box)


def check_sizes(sizes: Sequence[tuple[float, float]], demands: Demands, found: Findings) -> None:
    """Of the trims of all pages, in mm."""
    for number, (width, height) in enumerate(sizes, 1):
        found.page = number
        near = demands.size_tolerance + 1e-6
        if demands.sizes and not any(
            (abs(width - each.width) <= near and abs(height - each.height) <= near)
            or (abs(height - each.width) <= near and abs(width - each.height) <= near)
            for each in demands.sizes
        ):
            known = ", ".join(sized((each.width, each.height)) for each in demands.sizes)
            found.add("page-size", f"the trim is {sized((width, height))}; taken are {known}")
        if not _same(sizes[0], (width, height)):
            found.add("mixed-sizes", f"the trim is {sized((width, height))}, that of page 1 {sized(sizes[0])}")
    found.page = 0


def check_sides(sizes: Sequence[tuple[float, float]], objects: Objects, demands: Demands, found: Findings) -> None:
    """Page 1 is a front, page 2 its back, and so on, where the profile or the file itself says two sides."""
    duplex = objects.name(objects.entry(objects.root, "/ViewerPreferences"), "/Duplex")
    if demands.sides == "one" or (demands.sides == "declared" and not duplex.startswith("/DuplexFlip")):
        return
    if len(sizes) % 2:
        found.page = len(sizes)
        found.add("odd-pages", f"{len(sizes)} pages for two sides: the last front has no back")
    for place in range(0, len(sizes) - 1, 2):
        if not _same(sizes[place], sizes[place + 1]):
            found.page = place + 2
            found.add("sides-differ", f"the front is {sized(sizes[place])}, its back {sized(sizes[place + 1])}")
    found.page = 0


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) <= NEAR and abs(one[1] - other[1]) <= NEAR
