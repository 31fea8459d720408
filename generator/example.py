"""Worked examples of forms, as `recipes.yaml` says them: what somebody has written into each field. Holds no sizes."""

from dataclasses import field, replace
from pathlib import Path
from typing import ClassVar

from generator.errors import Place, Problems, did_you_mean
from generator.form import Form, FormField
from generator.sources import NO_MARKS, Id, Marks, SourceModel, Translation, Words, original_of, read, source_model

FILE = "recipes.yaml"


@source_model
class Answer(SourceModel):
    """What is written, or which options are ticked: one as its words, several as `any`."""

    text: Words = ""
    any: tuple[Words, ...] = ()
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "text"

    @property
    def chosen(self) -> tuple[str, ...]:
        return self.any or ((self.text,) if self.text else ())


@source_model
class Example(SourceModel):
    """A form that is filled in, to be read before one's own."""

    id: Id
    form: str
    title: Words
    intro: Words = ""
    cards: tuple[Id, ...] = ()  # of the deck: what it is laid from
    answers: dict[str, Answer] = field(default_factory=dict)
    marks: Marks = NO_MARKS


@source_model
class Examples(SourceModel):
    recipes: tuple[Example, ...] = ()
    marks: Marks = NO_MARKS


def load_examples(
    folder: Path, forms: dict[str, Form], problems: Problems, words: Translation | None = None
) -> tuple[Example, ...]:
    """The examples of a workshop; a workshop may have none. Answers that their form has no room for are problems.

    What is ticked is said by the text of an option or by its id, which are the same in every language of `words`.
    """
    path = folder / FILE
    found = read(path, Examples, problems, name=FILE, salvage=True, words=words) if path.is_file() else None
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
        answers = {name: _ticked(form, name, answer, words) for name, answer in example.answers.items()}
        for name, answer in answers.items():
            _check(form, name, answer, problems)
        sound.append(replace(example, answers=answers))
    return tuple(sound)


def _ticked(form: Form, name: str, answer: Answer, words: Translation | None) -> Answer:
    """Options by their texts."""
    field = form.printed.get(name)
    if field is None or not options_of(field):
        return answer
    texts = dict(zip(field.option_ids, field.options, strict=True))
    if words:
        places = (answer.marks.of("any", number) for number in range(len(answer.any)))
        words.excuse(answer.marks.of("text"), *places)
    text, *rest = (texts.get(original_of(said), said) for said in (answer.text, *answer.any))
    return replace(answer, text=text, any=tuple(rest))


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
