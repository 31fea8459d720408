"""One fault at a time, planted into a real file by editing the form that qpdf lays open; fix-qdf makes it whole."""

import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

Edit = Callable[[bytes], bytes]


def opened(pdf: Path, target: Path, pages: str) -> bytes:
    """Some pages of a file with all its streams and objects laid open."""
    words = ("qpdf", "--qdf", "--object-streams=disable", "--static-id", pdf, "--pages", ".", pages, "--", target)
    subprocess.run([str(word) for word in words], check=True)
    return target.read_bytes()


def planted(octets: bytes, edits: Iterable[Edit]) -> bytes:
    for edit in edits:
        octets = edit(octets)
    done = subprocess.run(["fix-qdf"], input=octets, capture_output=True, check=True)
    return done.stdout


def swap(old: str | bytes, new: str | bytes, everywhere: bool = False) -> Edit:
    before, after = (one.encode("latin-1") if isinstance(one, str) else one for one in (old, new))

    def edit(octets: bytes) -> bytes:
        assert before in octets, before
        return octets.replace(before, after, -1 if everywhere else 1)

    return edit


def catalog(words: str) -> Edit:
    return swap("  /Type /Catalog\n", f"  /Type /Catalog\n  {words}\n")


def _part(octets: bytes, mark: str, end: bytes) -> tuple[int, int]:
    """Where what a comment of qpdf announces begins, and where it ends."""
    start = octets.index(f"%% {mark}\n".encode())
    return start, octets.index(end, start)


def page(words: str, number: int = 2) -> Edit:
    """An entry of a page."""

    def edit(octets: bytes) -> bytes:
        _, end = _part(octets, f"Page {number}", b"  /Type /Page\n")
        return octets[:end] + f"  {words}\n".encode() + octets[end:]

    return edit


def box(name: str, edges: tuple[float, ...] | None, number: int = 2) -> Edit:
    """A box of a page: other edges, a new one, or none."""
    written = f"  /{name}Box [{' '.join(f'{edge:.3f}' for edge in edges)}]\n".encode() if edges else b""

    def edit(octets: bytes) -> bytes:
        start, end = _part(octets, f"Page {number}", b"  /Type /Page\n")
        kept = re.sub(rf"  /{name}Box \[[^\]]*\]\n".encode(), b"", octets[start:end])
        return octets[:start] + kept + written + octets[end:]

    return edit


def resource(kind: str, words: str, number: int = 2) -> Edit:
    """A name of a page's resources."""

    def edit(octets: bytes) -> bytes:
        start, end = _part(octets, f"Page {number}", b"endobj")
        own = octets[start:end]
        known = f"/{kind} <<\n".encode()
        if known in own:
            own = own.replace(known, known + f"      {words}\n".encode(), 1)
        else:
            own = own.replace(b"/Resources <<\n", f"/Resources <<\n    /{kind} << {words} >>\n".encode(), 1)
        return octets[:start] + own + octets[end:]

    return edit


def paint(content: str, number: int = 2, *, alone: bool = False, first: bool = False) -> Edit:
    """What a page paints at last, at `first`, or `alone`."""
    written = content.encode("latin-1")

    def edit(octets: bytes) -> bytes:
        start, end = _part(octets, f"Contents for page {number}", b"\nendstream")
        begin = octets.index(b"stream\n", start) + len(b"stream\n")
        kept = [] if alone else [octets[begin:end]]
        return octets[:begin] + b"\n".join([written, *kept] if first else [*kept, written]) + octets[end:]

    return edit


def thing(words: str, data: bytes, then: Callable[[str], Edit]) -> Edit:
    """A new stream, and what refers to it."""

    def edit(octets: bytes) -> bytes:
        number = max(int(one) for one in re.findall(rb"^(\d+) 0 obj$", octets, re.M)) + 1
        written = f"{number} 0 obj\n<<\n  {words}\n  /Length {number + 1} 0 R\n>>\nstream\n".encode("latin-1")
        written += data + f"\nendstream\nendobj\n\n%QDF: ignore_newline\n{number + 1} 0 obj\n0\nendobj\n\n".encode()
        at = octets.rindex(b"xref\n", 0, octets.rindex(b"startxref"))
        return then(f"{number} 0 R")(octets[:at] + written + octets[at:])

    return edit
