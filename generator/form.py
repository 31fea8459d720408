"""A form, said once in `forms/*.yaml`: printed as a worksheet, and the fields of what is captured. Holds no sizes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from generator.errors import Problems
from generator.sources import NO_MARKS, Id, Marks, read

FieldKind = Literal["text", "long-text", "number", "choice", "choices", "scale", "check"]
FOLDER = "forms"


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question: `label` is what is asked, `hint` how it is meant."""

    label: str
    kind: FieldKind = "text"
    hint: str = ""
    lines: int = 3  # of long-text
    options: tuple[str, ...] = ()  # of choice (one of them) and choices (any of them)
    steps: int = 5  # of a scale
    low: str = ""  # what the ends of a scale mean
    high: str = ""
    half: bool = False  # stands beside its neighbour, if that is half as well
    marks: Marks = NO_MARKS

    def faults(self) -> list[str]:
        """What keeps this from being answered, in words."""
        found = []
        if self.kind in ("choice", "choices") and len(self.options) < 2:
            found.append(f"a field of kind {self.kind} needs two `options` or more")
        if self.kind == "scale" and not 2 <= self.steps <= 11:
            found.append("a scale has 2 to 11 `steps`")
        if self.kind == "long-text" and not 1 <= self.lines <= 30:
            found.append("a long text has 1 to 30 `lines`")
        return found


@dataclass(frozen=True, kw_only=True)
class Form:
    """An entry keeps the form's id and version: raise the version when a field changes its meaning."""

    id: Id
    version: int = 1
    title: str
    intro: str = ""
    fields: dict[Id, FormField] = field(default_factory=dict)
    marks: Marks = NO_MARKS


def load_forms(folder: Path, problems: Problems) -> dict[str, Form]:
    """The forms of a workshop by their ids; two files of one id are a problem."""
    forms: dict[str, Form] = {}
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        form = read(path, Form, problems, name=f"{FOLDER}/{path.name}", salvage=True)
        if form is None:
            continue
        if form.id in forms:
            first = forms[form.id].marks.of("id")
            problems.error(
                form.marks.of("id"), f"the form '{form.id}' is said twice, first in {first}", "", "duplicate-id"
            )
        forms.setdefault(form.id, form)
    return forms
