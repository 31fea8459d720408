"""What is refused for now, and came without script: a page that holds the words, says why, and sends them again."""

from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from generator.capture.answers.offers import names_field
from generator.capture.answers.questions import name_of
from generator.capture.answers.reader import Question, questions, read, shown
from generator.capture.model import VISIBLE
from generator.capture.web.body import FORM, media_type, posted
from generator.capture.web.guard import wants_json
from generator.capture.web.refusal import Refused
from generator.capture.web.room import Room
from generator.capture.web.tokens import entry_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.capture.kits import PrintedKit

TYPED = ("text", "long-text", "number")
OWN = ("_id", "_signature")


class AnswerLine(NamedTuple):
    """An answer: words are there to be changed, what was chosen is said and sent as it came."""

    label: str
    name: str
    values: tuple[str, ...]
    is_typed: bool
    words: str = ""


async def held_page(room: Room, request: Request, error: Refused) -> Response | None:
    """None where nothing was to be kept, or where sending it again cannot help."""
    is_gone = error.reason == "gone"
    if request.method != "POST" or wants_json(request) or not (error.passes or is_gone):
        return None
    if media_type(request) != FORM:
        return None
    try:
        inputs = await posted(request)
    except Refused:
        return None
    if "_id" not in inputs:
        return None
    hidden = [(name, value) for name, values in inputs.items() for value in values if name.startswith("_")]
    if is_gone:  # it stays so; what is sent now is something new
        hidden = [("_id", entry_id()), *(pair for pair in hidden if pair[0] not in OWN)]
    seconds = int(error.wait) + 1
    title, words = room.refusal(request, error.key, **{"seconds": seconds, **error.values})
    page = room.page(
        request,
        "held.html",
        error.status,
        heading=title,
        words=words,
        is_gone=is_gone,
        is_asked=error.reason == "which",
        hidden=hidden,
        lines=[*_placed(room, request, inputs), *_lines(inputs, room.kit(request))],
        target=request.url.path,
    )
    if error.wait:
        page.headers["retry-after"] = str(seconds)
    return page


def _placed(room: Room, request: Request, inputs: "Mapping[str, list[str]]") -> list[AnswerLine]:
    """What was chosen to be placed, as long as this phone sees it; it is sent again with what is hidden."""
    kit, device = room.kit(request), room.device(request)
    form = kit.forms.get(inputs.get("_form", [""])[0])
    there = room.store.entry(room.store.stays(inputs.get("_thing", [""])[0]))
    if form is None or device is None or there is None or there.session != device.session or there.state not in VISIBLE:
        return []
    field = names_field(form)
    return [AnswerLine(form.fields[field].label, field, (), False, name_of(there, kit))] if field else []


def _lines(inputs: "Mapping[str, list[str]]", kit: "PrintedKit") -> list[AnswerLine]:
    said = {name: values for name, values in inputs.items() if not name.startswith("_")}
    form = kit.forms.get(inputs.get("_form", [""])[0])
    asked = {question.name: question for question in questions(form, kit)} if form else {}
    answers = read(form, kit, said)[0] if form else {}
    found: list[AnswerLine] = []
    for name, values in said.items():
        question = asked.get(name) or asked.get(name.partition(".")[0])
        if question is None:
            found.append(AnswerLine(name, name, tuple(values), is_typed=True))
        elif question.kind in TYPED:
            found.append(AnswerLine(question.label, name, tuple(values), is_typed=True))
        else:
            words = "" if any(line.label == question.label for line in found) else _words(question, answers)
            found.append(AnswerLine(question.label, name, tuple(values), False, words))
    return found


def _words(question: Question, answers: "Mapping[str, object]") -> str:
    if question.name not in answers or (question.kind == "votes" and question.entries):
        return ""
    return shown(question, answers[question.name])
