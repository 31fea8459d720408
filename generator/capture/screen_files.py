"""Pictures and fonts for screens that lie beside a manifest, each of them what the manifest says. Knows no store."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from generator.codes import MAX_PICTURE_BYTES, SCREEN_KINDS, picture_name, screen_kind


def read_screen_files(folder: Path, wanted: Mapping[str, str]) -> Iterator[tuple[str, str, bytes]]:
    """Digest, kind and content of each that lies there. `wanted`: digest → name of the file; others are passed over."""
    for digest, name in wanted.items():
        for kind in SCREEN_KINDS:
            path = folder / picture_name(name, kind)
            try:
                content = path.read_bytes() if path.stat().st_size <= MAX_PICTURE_BYTES else b""
            except OSError:
                continue
            if sha256(content).hexdigest() == digest and screen_kind(content) == kind:
                yield digest, kind, content
