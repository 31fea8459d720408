"""The bundled families: which file is which face, under which licence."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import bundled
from generator.errors import Problems
from generator.sources import NO_MARKS, Marks, read

FACES = ("regular", "bold", "italic", "bold_italic")


@dataclass(frozen=True, kw_only=True)
class Family:
    """`fonts/<name>/family.yaml`."""

    title: str
    licence: str  # the file with its text
    source: str  # where it comes from, in words
    regular: str
    bold: str = ""
    italic: str = ""
    bold_italic: str = ""
    fallback: int = 0  # order in which it is asked for characters that others lack; 0: never
    name: str = field(default="", metadata={"key": False})
    marks: Marks = NO_MARKS


def folder() -> Path:
    return bundled.folder("fonts")


def family_names() -> list[str]:
    return sorted(path.parent.name for path in folder().glob("*/family.yaml"))


def load_family(name: str, problems: Problems) -> Family | None:
    family = read(folder() / name / "family.yaml", Family, problems, name=f"fonts/{name}/family.yaml")
    return replace(family, name=name) if family else None


def face_file(family: Family, bold: bool, italic: bool) -> str:
    """The file of a face; where the family lacks it the nearest one it has, bold before italic."""
    exact = FACES[bold + 2 * italic]
    for face in (exact, *(["bold"] if bold else []), *(["italic"] if italic else []), "regular"):
        file: str = getattr(family, face)
        if file:
            return file
    return family.regular
