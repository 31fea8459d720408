"""Printers as they were measured: a file each in the user's folder, read, written, and looked up for a sheet."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from generator.errors import FileError, Place, Problems, SourceError, did_you_mean
from generator.geometry import Size
from generator.impose import Axis
from generator.impose.calibration import RESIDUAL_LIMIT, SCALE_LIMIT, Drift, Solved
from generator.sources import NO_MARKS, Id, Marks, check_file_id, read
from generator.units import Mm

FOLDER_VARIABLE = "PREPDECK_PRINTERS"
FARTHEST = 5.0  # mm: no printer is off by more, a slip of the hand is
WORST_TURN = 3.0  # degrees
WORST_SCALE = 0.05

Flip = Literal["long-edge", "short-edge"]
Lie = Literal["portrait", "landscape"]


@dataclass(frozen=True, kw_only=True)
class SheetDrift:
    """What the printer does to the backs of one paper, as one sees it who looks at the back."""

    paper: Id
    orientation: Lie
    flip: Flip
    right: Mm = 0.0
    down: Mm = 0.0
    turned: float = 0.0  # degrees clockwise
    wider: float = 1.0
    taller: float = 1.0
    residual: Mm = 0.0
    marks: Marks = NO_MARKS

    @property
    def drift(self) -> Drift:
        return Drift(self.right, self.down, self.turned, self.wider, self.taller)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.paper, self.orientation, self.flip

    @property
    def words(self) -> str:
        return f"{self.paper} {self.orientation}, {self.flip.replace('-', ' ')}"


@dataclass(frozen=True, kw_only=True)
class PrinterProfile:
    """A printer, with all papers that were measured on it."""

    name: Id
    sheets: tuple[SheetDrift, ...] = ()
    marks: Marks = NO_MARKS

    def sheet(self, paper: str, size: Size, axis: Axis) -> SheetDrift | None:
        wanted = (paper, lie_of(size), flip_of(size, axis))
        return next((sheet for sheet in self.sheets if sheet.key == wanted), None)

    def with_sheet(self, new: SheetDrift) -> "PrinterProfile":
        """The new measurement stands in the place of an earlier one of the same paper."""
        others = [sheet for sheet in self.sheets if sheet.key != new.key]
        return replace(self, sheets=tuple(sorted((*others, new), key=lambda sheet: sheet.key)))


@dataclass(frozen=True, kw_only=True)
class Readings:
    """What was read from a sheet: the numbers of the first bars with black left, and the ruler."""

    front: dict[str, float]
    back: dict[str, float]
    ruler: Mm | None = None
    marks: Marks = NO_MARKS


def lie_of(size: Size) -> Lie:
    return "landscape" if size.landscape else "portrait"


def flip_of(size: Size, axis: Axis) -> Flip:
    return "short-edge" if size.landscape == (axis == "vertical") else "long-edge"


def printers_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where the user's printers are kept, as the system has it."""
    if said := environment.get(FOLDER_VARIABLE):
        return Path(said)
    home = Path.home()
    if platform == "win32":
        place = Path(environment.get("APPDATA") or home / "AppData/Roaming")
    elif platform == "darwin":
        place = home / "Library/Application Support"
    else:
        place = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    return place / "prepdeck" / "printers"


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml"))


def load_printer(name: str, folder: Path) -> PrinterProfile:
    """Raises FileError where nobody has measured that printer, SourceError where its file is wrong."""
    path = folder / f"{name}.yaml"
    if name not in names(folder):
        hint = did_you_mean(name, names(folder)) or "measure it: prepdeck calibrate sheet"
        raise FileError(f"no printer '{name}' in {folder}; {hint}")
    problems = Problems()
    found = read(path, PrinterProfile, problems, name=str(path))
    for sheet in found.sheets if found else ():
        _check(sheet, problems, str(path))
    if problems.errors or found is None:
        raise SourceError(problems.errors)
    return found


def _check(sheet: SheetDrift, problems: Problems, file: str) -> None:
    off = max(abs(sheet.right), abs(sheet.down))
    stretched = max(abs(sheet.wider - 1), abs(sheet.taller - 1))
    if off > FARTHEST or abs(sheet.turned) > WORST_TURN or stretched > WORST_SCALE:
        where = sheet.marks.here if sheet.marks.here != Place() else Place(file)
        hint = "measure it anew: prepdeck calibrate sheet"
        problems.error(where, f"{sheet.words}: no printer is off as far as that", hint, "drift")


def read_readings(path: Path) -> Readings:
    """Raises FileError, SourceError."""
    if not path.is_file():
        raise FileError(f"{path}: no such file; --readings takes a file with front:, back: and ruler:")
    problems = Problems()
    found = read(path, Readings, problems, name=str(path))
    if problems.errors or found is None:
        raise SourceError(problems.errors)
    return found


def check_name(name: str) -> None:
    """Raises ValueError with words for the user: the name is that of a file."""
    check_file_id(name)


def save_printer(name: str, new: SheetDrift, folder: Path) -> Path:
    """Adds the measurement to the printer's file, whole or not at all. Raises FileError; ValueError for a bad name."""
    check_name(name)
    path = folder / f"{name}.yaml"
    before = load_printer(name, folder) if path.is_file() else PrinterProfile(name=name)
    part = path.with_name(f".{path.name}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(_written(before.with_sheet(new)), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise FileError(f"{error.filename or path}: cannot be written: {error.strerror}") from error
    return path


def measured(paper: str, size: Size, axis: Axis, solved: Solved) -> SheetDrift:
    drift = solved.drift
    return SheetDrift(
        paper=paper,
        orientation=lie_of(size),
        flip=flip_of(size, axis),
        right=round(drift.right, 3),
        down=round(drift.down, 3),
        turned=round(drift.turned, 4),
        wider=round(drift.wider, 5),
        taller=round(drift.taller, 5),
        residual=round(solved.residual, 3),
    )


def _written(printer: PrinterProfile) -> str:
    """YAML that a person may read, and that `load_printer` reads back."""
    lines = [
        "# By `prepdeck calibrate read`: what this printer does to a back, as one sees it who looks at the back.",
        f"name: {printer.name}",
        "sheets:",
    ]
    for sheet in printer.sheets:
        lengths = {key: f"{getattr(sheet, key):.3f}mm" for key in ("right", "down", "residual")}
        plain = {"turned": f"{sheet.turned:.4f}", "wider": f"{sheet.wider:.5f}", "taller": f"{sheet.taller:.5f}"}
        named = {"paper": sheet.paper, "orientation": sheet.orientation, "flip": sheet.flip}
        values: dict[str, Any] = {**named, **lengths, **plain}
        lines.append("  - {" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}")
    return "\n".join(lines) + "\n"


def said(drift: Drift) -> str:
    """A drift in words."""
    parts = [
        _off(drift.right, "to the right", "to the left"),
        _off(drift.down, "down", "up"),
        f"turned by {abs(drift.turned):.2f}° {'clockwise' if drift.turned > 0 else 'anticlockwise'}",
        f"{_percent(drift.wider)} wide and {_percent(drift.taller)} high",
    ]
    return ", ".join(parts)


def _percent(scale: float) -> str:
    return f"{scale * 100:.2f} %"


def _off(length: float, one: str, other: str) -> str:
    return f"{abs(length):.2f} mm {one if length >= 0 else other}"


def doubts(solved: Solved, ruler: float | None, length: float) -> list[str]:
    """What makes a measurement doubtful, in words with what to do."""
    found = []
    if ruler is not None and abs(ruler / length - 1) > SCALE_LIMIT:
        size = _percent(ruler / length)
        found.append(f"the sheet was printed at {size}, not at 100 %: switch off “fit to page” and measure again")
    worst = max((solved.drift.wider, solved.drift.taller), key=lambda scale: abs(scale - 1))
    if abs(worst - 1) > SCALE_LIMIT:
        found.append(
            f"backs come out at {_percent(worst)} of the fronts' size: look for a scaling of one side in the driver"
        )
    if solved.residual > RESIDUAL_LIMIT:
        found.append(f"the readings disagree by {solved.residual:.2f} mm: read the stairs again, and cut straight")
    return found
