"""What a worksheet to fill in says of itself among its keywords: the kit, the form and the version that it is of."""

import re

_MARK = re.compile(r"prepdeck:([A-Za-z0-9._-]+)/([A-Za-z0-9._-]+)/([0-9]{1,9})")
_EARLIER = re.compile(r"([A-Za-z0-9._-]+), [^\d,]*([0-9]{1,9})\s*$")


def write(kit: str, form: str, version: int) -> str:
    return f"prepdeck:{kit}/{form}/{version}"


def read(keywords: str) -> tuple[str, str, int] | None:
    """Kit, form and version; the kit is "" in files of a prepdeck that did not say it. None: nothing is said."""
    if found := _MARK.search(keywords):
        return found[1], found[2], int(found[3])
    if found := _EARLIER.search(keywords):
        return "", found[1], int(found[2])
    return None
