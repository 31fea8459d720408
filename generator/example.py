"""Worked examples of forms, as `recipes.yaml` says them: what somebody has written into each field. Holds no sizes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from generator.errors import Place, Problems, did_you_mean
from generator.form import Form, FormField
from generator.sources import NO_MARKS, Id, Marks, read

FILE = "recipes.yaml"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is written, or which options are ticked: one as its words, several as `any`."""

    text: str = ""
    any: tuple[str, ...] = ()
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "text"

    @property
    def chosen(self) -> tuple[str, ...]:
        return self.any or ((self.text,) if self.text else ())


@dataclass(frozen=True, kw_only=True)
class Example:
    """A form that is filled in, to be read before one's own."""

    id: Id
    form: str
    title: str
    intro: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    marks: Marks = NO_MARKS


@dataclass(frozen=True, kw_only=True)
class Examples:
    recipes: tuple[Example, ...] = ()
    marks: Marks = NO_MARKS


def load_examples(folder: Path, forms: dict[str, Form], problems: Problems) -> tuple[Example, ...]:
    """The examples of a workshop; a workshop may have none. Answers that their form has no room for are problems."""
    path = folder / FILE
    found = read(path, Examples, problems, name=FILE, salvage=True) if path.is_file() else None
    sound = []
    seen: dict[str, Place] = {}
    for example in found.recipes if found else ():
        if example.id in seen:
            message = f"the id '{example.id}' is said twice, first at {seen[example.id]}"
            problems.error(example.marks.of("id"), message, "", "duplicate-id")
            continue
        seen[example.id] = example.marks.of("id")
        form = forms.get(example.form)
        if form is None:
            hint = did_you_mean(example.form, forms)
            problems.error(example.marks.of("form"), f"there is no form '{example.form}'", hint, "unknown-form")
            continue
        for name, answer in example.answers.items():
            _check(form, name, answer, problems)
        sound.append(example)
    return tuple(sound)


def _check(form: Form, name: str, answer: Answer, problems: Problems) -> None:
    field = form.printed.get(name)
    if field is None:
        message = f"the form '{form.id}' has no field '{name}'"
        problems.error(answer.marks.here, message, did_you_mean(name, form.printed), "unknown-field")
        return
    options = options_of(field)
    for option in answer.chosen if options else ():
        if option not in options:
            hint = did_you_mean(option, options) or f"one of: {', '.join(options)}"
            problems.error(answer.marks.here, f"'{option}' is no option of '{name}'", hint, "unknown-option")


def options_of(field: FormField) -> tuple[str, ...]:
    """What can be ticked; nothing where words are written."""
    match field.kind:
        case "choice" | "choices":
            return field.options
        case "scale":
            return tuple(str(step) for step in range(1, field.steps + 1))
        case "check":
            return ("yes",)
        case _:
            return ()
