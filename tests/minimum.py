"""The least that a person fills in who has one thing to say, for each form of the bundled kit."""

from rooms import kit, thing
from serialised import controls

from generator.capture.answers.reader import questions

GRID = thing("poster", "four-arguments")
SPARE = kit().cards()[-1]  # pointed to the form that no code of the kit opens


def printed(form):
    """A printed thing whose code opens the form, with that form among those it opens."""
    for each in kit().things:
        opened = {found.id: found for found in kit().forms_of(each)}
        if form in opened and each.id != "join":
            return each, opened[form]
    return SPARE, kit().forms[form]


def needed(form, printed_kit=None):
    """The questions that must be answered, else the first that takes words."""
    asked = questions(form, printed_kit or kit())
    first = next((each for each in asked if each.kind in ("text", "long-text")), asked[0])
    return [each for each in asked if each.required] or [first]


def written(form, words, page=""):
    """The inputs that answer what is needed, by their names."""
    return {name: value for each in needed(form) for name, value in least(each, words, page).items()}


def least(question, words, page=""):
    """The least that answers a question, by the names of its inputs."""
    match question.kind:
        case "text" | "long-text":
            return {question.name: words}
        case "number" | "scale" | "check":
            return {question.name: "1"}
        case "choice" | "choices":
            return {question.name: question.options[0].id}
        case "card" | "cards":
            return {question.name: question.cards[0].code}
        case "placement":
            return {f"{question.name}.x": "10", f"{question.name}.y": "20"}
        case "votes":
            return {next(name for name, _ in controls(page) if name.startswith(f"{question.name}.")): "1"}
    return {}
