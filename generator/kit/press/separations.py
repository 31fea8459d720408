"""What a print profile asks of the files: their standard and printing condition, the inks, and what would be refused.

A workshop in; out come what writers need, or problems at the lines that have to be mended.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from generator import bundled
from generator.brand import BrandColour
from generator.colours import Build, Colour
from generator.errors import FileError, Place, Problems
from generator.face import Placed
from generator.geometry import Rect
from generator.images import Raster
from generator.images.separating import BadProfile, Separation
from generator.kit.pieces.piece import Piece
from generator.kit.request.kit_yaml import Kit
from generator.kit.workshop import Workshop
from generator.layout import CardLayout, FillFrame, PatternFrame, PictureFrame, Profile
from generator.pdf import Inks, NotFlat, PressRun, Standard, flattened

FOLDER = Path("layouts/profiles/icc")
NO_FIELDS = "Worksheets to fill in on a screen are left out: a file for a press has no fields."
HAIR = 0.01  # mm
PROBE = Colour(0.5, 0.25, 0.125)  # any that has no build: a profile that cannot convert is found before it is needed


@dataclass(frozen=True)
class Prepress:
    """What a build for a print house keeps to."""

    profile: Profile
    separation: Separation
    run: PressRun
    die_line: bool
    _known: dict[tuple[str, Colour], tuple[str, str]] = field(default_factory=dict)  # of drawings, by their ground

    def picture_fault(self, raster: Raster, ground: Colour | None) -> tuple[str, str]:
        """Why a press would not print the picture, and what to do, in words; empty where it would."""
        if raster.alpha and ground is None and not self.run.inks.transparent:
            message = f"is transparent, and stands on more than one colour: {self.profile.standard} has no transparency"
            return message, "let it stand on one area, save it without transparency, or build --for pdfx-4"
        most = round(self.separation.most_ink(raster) * 100)
        if most > self.profile.ink_limit + 1:
            message = f"has up to {most} % of ink, over the limit of {self.profile.ink_limit:g} %"
            return message, "save it as RGB, or convert it with a profile of less ink"
        return "", ""

    def drawing_fault(self, placed: Placed) -> tuple[str, str]:
        """The same of a drawing that lets its ground through, as `pdf.flattened` would make it solid."""
        if self.run.inks.transparent:
            return "", ""
        standard = self.profile.standard
        if placed.ground is None:
            message = f"is transparent, and stands on more than one colour: {standard} has no transparency"
            return message, "let it stand on one area, use solid colours, or build --for pdfx-4"
        key = (placed.art.key, placed.ground)
        if key not in self._known:
            try:
                flattened(placed)
                self._known[key] = "", ""
            except NotFlat as error:
                hint = "use solid colours there, or build --for pdfx-4"
                self._known[key] = f"{error}, and {standard} has no transparency", hint
        return self._known[key]


def load_prepress(shop: Workshop, created: datetime | None) -> Prepress | None:
    """None for home and office, and, with problems, where something is missing."""
    profile, problems = shop.profile, shop.problems
    if profile is None or profile.standard is None or shop.kit is None:
        return None
    before = len(problems.errors)
    _check_date(shop.kit, profile, created, problems)
    separation, own = _separation(shop, profile)
    _check_inks(shop, profile)
    for each in shop.pieces.values():
        _check_bleed(each, profile.bleed, problems)
    if separation is None or len(problems.errors) > before:
        return None
    embedded = own or profile.standard == "PDF/X-4"
    standard = Standard(
        version=profile.standard,
        condition=separation.name if own else profile.condition,
        title=separation.name if own else profile.condition_title,
        registered=not own,
        icc=separation.profile if embedded else b"",
        edition=shop.kit.edition,
    )
    rich = _shares(profile.rich_black)
    modern = profile.standard == "PDF/X-4"
    inks = Inks(
        separation.build,
        separation.picture,
        rich,
        profile.ink_limit / 100,
        profile.ink_window,
        transparent=modern,
        layered=modern,
    )
    return Prepress(profile, separation, PressRun(standard, inks), profile.die_line)


def _check_date(kit: Kit, profile: Profile, created: datetime | None, problems: Problems) -> None:
    """A file for a press says when it was made; a problem where nothing tells."""
    if created is None:
        message = f"{profile.standard} says when it was made, and the kit has no date"
        hint = 'add a line to kit.yaml such as `date: "2026-11-22"`'
        problems.error(kit.marks.here, message, hint, "no-date")


def _separation(shop: Workshop, profile: Profile) -> tuple[Separation | None, bool]:
    """Of a command's own profile, or of the print profile's; and whether it is the command's."""
    where = profile.marks.of("icc")
    if shop.icc is None and not profile.icc:
        hint = "name one in layouts/profiles/icc, such as fogra39.icc"
        shop.problems.error(
            profile.marks.of("standard"), "a file for a press needs an ICC profile: `icc:`", hint, "icc"
        )
        return None, False
    path = shop.icc or _found(shop.folder, profile.icc)
    if path is None:
        hint = "put it there; names count from that folder"
        shop.problems.error(where, f"there is no {FOLDER}/{profile.icc}", hint, "icc")
        return None, False
    try:
        separation = Separation(path.read_bytes(), profile.ink_limit / 100)
        separation.build(PROBE)
        return separation, shop.icc is not None
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}") from error
    except BadProfile as error:
        place = Place(str(shop.icc)) if shop.icc else where
        shop.problems.error(place, f"{path.name} {error}", "ask the print house for its profile", "icc")
        return None, False


def _found(folder: Path, name: str) -> Path | None:
    """In the workshop first, then among the bundled ones."""
    if Path(name).name != name:
        return None
    places = (folder / FOLDER / name, bundled.folder("layouts") / FOLDER.relative_to("layouts") / name)
    return next((path for path in places if path.is_file()), None)


def _shares(per_cent: tuple[float, ...]) -> Build | None:
    if len(per_cent) != 4:
        return None
    c, m, y, k = (part / 100 for part in per_cent)
    return c, m, y, k


def _check_inks(shop: Workshop, profile: Profile) -> None:
    """What a brand or a profile says in inks is printed as it says: nobody thins it out behind its back."""
    limit, problems = profile.ink_limit, shop.problems
    if profile.rich_black and (
        len(profile.rich_black) != 4 or not all(0 <= part <= 100 for part in profile.rich_black)
    ):
        where = profile.marks.of("rich_black")
        problems.error(where, "rich black is four percentages", "such as [60, 40, 40, 100]", "ink-limit")
    elif sum(profile.rich_black) > limit:
        message = f"rich black has {sum(profile.rich_black):g} % of ink, over the limit of {limit:g} %"
        problems.error(profile.marks.of("rich_black"), message, "take less of the colours", "ink-limit")
    for name, colour in _built(shop):
        total = round(sum(colour.cmyk or ()) * 100, 1)
        if total > limit:
            message = f"the build of '{name}' has {total:g} % of ink, over the limit of {limit:g} %"
            problems.error(
                colour.marks.of("cmyk"), message, "take less of the lighter inks and more black", "ink-limit"
            )


def _built(shop: Workshop) -> Iterator[tuple[str, BrandColour]]:
    yield from ((name, colour) for name, colour in (shop.brand.colours if shop.brand else {}).items() if colour.cmyk)


def _check_bleed(each: Piece, least: float, problems: Problems) -> None:
    """What runs off the edge runs as far as the profile asks for."""
    if each.is_net:
        return  # its panels run into each other
    for layout in each.layouts.values():
        for name, box, where in _areas(layout):
            missing = _short_of(box, Rect(0, 0, *layout.size), least)
            if missing:
                message = (
                    f"'{name}' of {layout.name} runs {missing[0]:g} mm off the trim, not the {least:g} mm asked for"
                )
                hint = f"give the layout a bleed of {least:g} mm and let the box reach into it"
                problems.error(where, message, hint, "bleed")


def _areas(layout: CardLayout) -> Iterator[tuple[str, Rect, Place]]:
    for side in (layout.front, layout.back):
        for name, frame in side.items():
            filled = isinstance(frame, FillFrame | PatternFrame) or (
                isinstance(frame, PictureFrame) and frame.fit == "cover"
            )
            if filled and not frame.box.faults():
                yield name, frame.box.within(layout.size), frame.box.marks.here


def _short_of(box: Rect, trim: Rect, least: float) -> list[float]:
    """How far it runs off each edge that it meets, where that is too little."""
    past = (trim.x - box.x, trim.y - box.y, box.right - trim.right, box.bottom - trim.bottom)
    return [round(max(far, 0.0), 2) for far in past if -HAIR <= far < least - HAIR]
