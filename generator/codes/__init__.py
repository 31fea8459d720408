"""What a printed code says: its code, the address it leads to, and the manifest that remembers it for good."""

from generator.codes.address import check_capture_url, host_of, where_it_works
from generator.codes.assign import Key, Thing, assign
from generator.codes.code import ALPHABET, LENGTH, derive, is_code, normalise, parse, url, without_tail
from generator.codes.manifest import (
    BrandEntry,
    CaptureEntry,
    CategoryEntry,
    CodeSpot,
    FileEntry,
    Geometry,
    KitEntry,
    Manifest,
    PosterEntry,
    RoleEntry,
    ThingEntry,
    manifest_schema,
    manifest_schema_text,
    merge,
)

__all__ = [
    "ALPHABET",
    "LENGTH",
    "BrandEntry",
    "CaptureEntry",
    "CategoryEntry",
    "CodeSpot",
    "FileEntry",
    "Geometry",
    "Key",
    "KitEntry",
    "Manifest",
    "PosterEntry",
    "RoleEntry",
    "Thing",
    "ThingEntry",
    "assign",
    "check_capture_url",
    "derive",
    "host_of",
    "is_code",
    "manifest_schema",
    "manifest_schema_text",
    "merge",
    "normalise",
    "parse",
    "url",
    "where_it_works",
    "without_tail",
]
