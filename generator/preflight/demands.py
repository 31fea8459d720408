"""What a print house asks of a file, as `layouts/preflight/*.yaml` says it: limits, and which rules are errors."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from generator import bundled
from generator.errors import NOWHERE, Problems, SourceError, did_you_mean
from generator.preflight.rules import CODES, RULES
from generator.sources import NO_MARKS, Marks, read_merged
from generator.units import Mm, Pt

STANDARDS = {"PDF/X-1a:2003": "pdfx-1a", "PDF/X-4": "pdfx-4"}  # and their files in layouts/preflight/
AT_A_PRESS, AT_AN_OFFICE = "print", "office"  # files there

Level = Literal["error", "warning", "off"]
Colour = Literal["gray", "cmyk", "rgb", "icc-gray", "icc-rgb", "icc-cmyk", "cal-gray", "cal-rgb", "lab", "spot"]


class RuleName:
    """How a key of `levels` is read: a code such as E04, or the name of a rule such as colour-space."""

    def read(self, text: str) -> str:
        if text not in CODES and text not in RULES:
            raise ValueError(f"there is no rule '{text}'; {did_you_mean(text, [*RULES, *CODES])}".rstrip("; "))
        return text

    def schema(self) -> dict[str, Any]:
        return {"enum": [*CODES, *RULES]}


@dataclass(frozen=True, kw_only=True)
class Sized:
    """A trim size that is taken, upright or turned."""

    width: Mm
    height: Mm


@dataclass(frozen=True, kw_only=True)
class Demands:
    """What a file is held against. Keys that are left out ask for nothing."""

    title: str
    note: str = ""  # where the figures come from
    standard: Literal["none", "pdfx-1a", "pdfx-4"] = "none"
    levels: dict[Annotated[str, RuleName()], Level] = field(default_factory=dict)  # of codes, and of rules over them
    colours: tuple[Colour, ...] = ()  # the colour spaces that are taken; all unless said
    spots: tuple[str, ...] = ()  # spot colours that are taken; a die line needs none
    die_lines: tuple[str, ...] = ("CutContour",)  # the names of spot colours that are cut and not printed
    fold_lines: tuple[str, ...] = ("Crease",)  # the same for lines that are creased: they need not be closed
    sizes: tuple[Sized, ...] = ()  # trim sizes that are taken; any unless said
    size_tolerance: Mm = 0.3
    sides: Literal["declared", "one", "two"] = "declared"  # declared: two where the file asks a printer for both sides
    bleed: Mm = 3.0
    safe: Mm = 3.0  # from the trim to text
    safe_code: Mm = 2.0  # from the trim to a code
    border: Mm = 3.0  # from the trim to a border along it
    ink_limit: float | None = None  # the sum of all inks, in per cent
    ink_window: Mm = 15.0  # the side of the square over which ink is averaged
    text_ink: float = 280.0  # from this sum on, text with black in it is rich black
    least_ppi: float | None = None  # below it a picture is an error
    good_ppi: float | None = None  # below it a warning
    most_ppi: float | None = None
    least_line_ppi: float | None = None  # the same for pictures of one bit
    good_line_ppi: float | None = None
    small_text: Pt = 5.0
    small_multi_ink_text: Pt = 8.0
    knockout_text: Pt = 12.0  # black text below this overprints
    hairline: Pt = 0.25
    multi_ink_line: Pt = 0.25  # for lines that are white or in several inks
    module: Mm = 0.4  # of a code
    quiet_zone: float = 4.0  # in modules
    black_codes: bool = False  # codes in black ink alone
    jpeg_quality: int = 60
    most_megabytes: float | None = None
    marks: Marks = NO_MARKS

    mergeable: ClassVar[bool] = True

    def level(self, rule: str) -> Level:
        """Of a rule: what is said of it, else of its code, else an error for E and a warning for W."""
        code = RULES[rule].code
        return self.levels.get(rule) or self.levels.get(code) or ("error" if code.startswith("E") else "warning")


def names() -> list[str]:
    return sorted(path.stem for path in (bundled.folder("layouts") / "preflight").glob("*.yaml"))


def demands(name: str, problems: Problems) -> Demands | None:
    """A bundled file by its name, or a file of one's own by its path; None, and a problem, for what is not there."""
    folder = bundled.folder("layouts") / "preflight"
    known = names()

    def find(asked: str) -> Path | None:
        if asked in known:
            return folder / f"{asked}.yaml"
        return Path(asked) if asked == name and asked.endswith((".yaml", ".yml")) and Path(asked).is_file() else None

    if find(name) is None:
        words = f"there is no preflight profile '{name}'"
        problems.error(NOWHERE, words, did_you_mean(name, known), "unknown-profile")
        return None
    return read_merged(name, find, Demands, problems, called=_called)


def asked(name: str) -> Demands:
    """The same; raises SourceError with everything that is wrong with it."""
    problems = Problems()
    found = demands(name, problems)
    if found is None or problems.errors:
        raise SourceError(problems.sorted())
    return found


@cache
def by_claim(claim: str) -> tuple[str, Demands]:
    """For a file that says which PDF/X it is, what is asked of any file of that standard; for others, at any press."""
    standard = next((name for said, name in STANDARDS.items() if claim.startswith(said.partition(":")[0])), "")
    return (claim if standard else "", asked(standard or AT_A_PRESS))


def _called(path: Path) -> str:
    ours = path.parent == bundled.folder("layouts") / "preflight"
    return f"layouts/preflight/{path.name}" if ours else path.as_posix()
