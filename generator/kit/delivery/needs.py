"""What preflight asks of a file that is printed for a print profile: figures of the profile over those of its standard.

No figure is said here: those of `layouts/preflight/` go for any file of a standard, those of `layouts/profiles/` for
whoever prints it.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator import bundled
from generator.errors import NOWHERE, Problems, SourceError, did_you_mean
from generator.kit.request.shelf import Shelf
from generator.layout import Profile
from generator.preflight.demands import AT_A_PRESS, AT_AN_OFFICE, STANDARDS, Demands, Sized, asked, names
from generator.vendor import TRIM_TOLERANCE, Product, Vendor

FILE_ENDS = (".yaml", ".yml")


def demands_of(profile: Profile) -> Demands:
    """Of the standard that the profile prints in, else of any press or of an office printer; and the profile's own."""
    at_a_press = profile.vendor is not None or profile.bleed > 0
    base = asked(STANDARDS.get(profile.standard or "", AT_A_PRESS if at_a_press else AT_AN_OFFICE))
    said: dict[str, Any] = {"title": profile.title}
    if profile.ink_limit < Profile.ink_limit:  # the default is no limit
        said |= {"ink_limit": profile.ink_limit, "ink_window": profile.ink_window}
    if profile.bleed:
        said["bleed"] = profile.bleed
    if profile.vendor:
        said |= _of_vendor(profile.vendor, base)
        if not profile.die_line:  # a vendor has dies of its own, and would print the line
            said |= {"die_lines": (), "fold_lines": ()}
    return replace(base, **said)


def demands_named(name: str, workshop: Path | None = None) -> Demands:
    """Of a print profile, the workshop's before the bundled ones; else of a file in layouts/preflight/, or of one's
    own. Raises SourceError with all that is wrong, and for a vendor that takes no PDF.
    """
    if name.endswith(FILE_ENDS):
        return asked(name)
    problems = Problems()
    shelf = Shelf(workshop or bundled.folder("layouts").parent, problems)
    known = shelf.names("profiles")
    if name not in known:
        if name not in names():
            words = f"there is no profile '{name}' to look a PDF over by"
            every = sorted({*known, *names()})
            hint = did_you_mean(name, every)
            hint = f"{hint} There are {', '.join(every)}" if hint.startswith("did") else f"there are {', '.join(every)}"
            problems.error(NOWHERE, words, f"{hint}; or name a file of your own, such as ours.yaml", "unknown-profile")
            raise SourceError(problems.sorted())
        return asked(name)
    profile = shelf.profile(name, NOWHERE)
    if profile and profile.vendor:
        from generator.kit.pieces.vendor_pages import check_takes

        check_takes(replace(profile, name=name), "pdf", NOWHERE, problems)
    if profile is None or problems.errors:
        raise SourceError(problems.sorted())
    return demands_of(profile)


def _of_vendor(vendor: Vendor, base: Demands) -> dict[str, Any]:
    products = list(vendor.products.values())
    said: dict[str, Any] = {
        "sizes": tuple(Sized(width=each.trim.width, height=each.trim.height) for each in products),
        "size_tolerance": TRIM_TOLERANCE,
        "safe": min(each.safe for each in products),
        "bleed": _least_bleed(products),
        "good_ppi": max(float(vendor.dpi), base.good_ppi or 0.0),
    }
    if vendor.backs == "before":
        said["sides"] = "two"  # page 1 is a back: a deck without backs cannot be in step
    elif vendor.backs in ("apart", "once"):
        said["sides"] = "one"
    if vendor.colour == "rgb" and not base.colours:
        said["colours"] = ("gray", "rgb", "icc-gray", "icc-rgb", "cal-gray", "cal-rgb")
    return said


def _least_bleed(products: Sequence[Product]) -> float:
    """What every size has: to ask for more would refuse some of them."""
    gaps = [min(each.page.width - each.trim.width, each.page.height - each.trim.height) for each in products]
    return min(gaps) / 2
