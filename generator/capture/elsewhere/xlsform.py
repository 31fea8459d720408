"""A form as an XLSForm: the sheets survey, choices and settings, as xlsform.org describes them, which ODK Central,
KoboToolbox, Enketo and ArcGIS Survey123 take. In several languages, where the kit is printed in them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import NamedTuple

from generator.capture.answers.reader import Question, questions
from generator.capture.kits import PrintedKit
from generator.capture.results.plain_text import visible
from generator.capture.results.workbook import ResultSheet
from generator.capture.results.workbook_file import write_workbook
from generator.capture.web.translations import speaker, spoken
from generator.form import Form

CODE = "code"  # the first question: a link fills it in, d[/data/code]=CARD
INTRO = "intro"
MANY = 10  # choices: more of them are searched
SURVEY = (
    "type", "name", "label", "hint", "required", "appearance", "parameters", "constraint", "constraint_message",
)  # fmt: skip
CHOICES = ("list_name", "name", "label")
TRANSLATED = ("label", "hint", "constraint_message")
_PART = re.compile(r"\{([^{}]*)\}")

Texts = tuple[str, ...]  # in each language


class SurveyRow(NamedTuple):
    """A row of the sheet `survey`."""

    type: str
    name: str = ""
    label: Texts = ()
    hint: Texts = ()
    required: str = ""
    appearance: str = ""
    parameters: str = ""
    constraint: str = ""
    constraint_message: Texts = ()


class ChoiceRow(NamedTuple):
    list_name: str
    name: str
    label: Texts


class XlsForm:
    """The rows of one form, in every language that the kit has."""

    def __init__(self, kit: PrintedKit, form: str) -> None:
        self._kits = (kit, *(kit.in_language(tag) for tag in kit.languages))
        self._form = kit.forms[form]
        self._say = tuple(speaker(each.language) for each in self._kits)
        self._asked = tuple(zip(*(questions(each.forms[form], each) for each in self._kits), strict=True))
        self._names = dict(zip(self._form.fields, names(self._form.fields), strict=True))
        self._choices: list[ChoiceRow] = []

    def sheets(self) -> tuple[ResultSheet, ...]:
        survey = [*self._head(), *(row for asked in self._asked for row in self._rows(asked))]
        tags = [_tag(each) for each in self._kits]
        return (
            _sheet("survey", SURVEY, survey, tags),
            _sheet("choices", CHOICES, self._choices, tags),
            ResultSheet("settings", tuple(row := self._settings(tags)), (row,)),
        )

    def _settings(self, tags: Sequence[str]) -> dict[str, str]:
        about = {
            "form_title": _inert(self._form.title or self._form.id),
            "form_id": f"{self._kits[0].id}-{self._form.id}",
            "version": str(self._form.version),
        }
        return about | ({"default_language": tags[0]} if len(tags) > 1 else {})

    def _head(self) -> Iterator[SurveyRow]:
        yield SurveyRow("text", CODE, self._words("xlsform-code"), self._words("xlsform-code-hint"))
        intros = tuple(_inert(kit.forms[self._form.id].intro) for kit in self._kits)
        if intros[0]:
            yield SurveyRow("note", INTRO, intros)

    def _words(self, key: str, **values: object) -> Texts:
        return tuple(say(key, **values) for say in self._say)

    def _rows(self, asked: Sequence[Question]) -> Iterator[SurveyRow]:
        """The row of a question, or several; `asked` is the same question in each language."""
        first = asked[0]
        name = self._names[first.name]
        label = tuple(_inert(each.label or each.name) for each in asked)
        hint = tuple(_inert(each.hint) for each in asked)
        row = SurveyRow("text", name, label, hint, "yes" if first.required else "")
        match first.kind:
            case "long-text":
                yield row._replace(appearance="multiline")
            case "number":
                yield row._replace(type="decimal")
            case "check":
                yield row._replace(type="acknowledge")
            case "choice" | "choices" | "card" | "cards":
                yield self._chosen(row, asked)
            case "scale":
                yield _ranged(row, 1, first.steps, [(each.low, each.high) for each in asked])
            case "placement":
                yield from self._placed(row, asked)
            case "votes" if first.options:
                yield from self._votes(row, asked)
            case "votes":
                yield row._replace(appearance="multiline", hint=self._words("xlsform-votes", budget=first.budget))
            case "sentence":
                yield SurveyRow("note", name, tuple(self._sentence(each.text) for each in asked))
            case _:
                yield row

    def _chosen(self, row: SurveyRow, asked: Sequence[Question]) -> SurveyRow:
        several = asked[0].kind in ("choices", "cards")
        offered = [_offered(each) for each in asked]
        for number, name in enumerate(choice_names(key for key, _ in offered[0])):
            self._choices.append(ChoiceRow(row.name, name, tuple(_inert(each[number][1]) for each in offered)))
        if not offered[0]:
            return row  # nothing to choose from: it is written
        appearance = "minimal autocomplete" if len(offered[0]) > MANY else ""
        return row._replace(type=f"select_{'multiple' if several else 'one'} {row.name}", appearance=appearance)

    def _placed(self, row: SurveyRow, asked: Sequence[Question]) -> Iterator[SurveyRow]:
        """Across and up, in hundredths, as an entry has them in parts of one."""
        for part, ends in (("x", ("left", "right")), ("y", ("bottom", "top"))):
            own = names([*self._names.values(), f"{row.name}_{part}"])[-1]
            words = [_ends(each, ends) for each in asked]
            label = tuple(
                f"{text}: {said}" for text, said in zip(row.label, self._words(f"xlsform-{part}"), strict=True)
            )
            yield _ranged(row._replace(name=own, label=label), 0, 100, words)

    def _votes(self, row: SurveyRow, asked: Sequence[Question]) -> Iterator[SurveyRow]:
        """A number for each option; together no more than there are dots."""
        options = [each.options for each in asked]
        own = list(self._names.values())
        named = names([*own, *(f"{row.name}_{number}" for number in range(1, len(options[0]) + 1))])[len(own) :]
        yield SurveyRow("begin_group", row.name, row.label, self._words("xlsform-votes", budget=asked[0].budget))
        for number, name in enumerate(named):
            others = "".join(f" + coalesce(${{{other}}}, 0)" for other in named if other != name)
            yield SurveyRow(
                "integer",
                name,
                tuple(_inert(each[number].text) for each in options),
                constraint=f". >= 0 and .{others} <= {asked[0].budget}",
                constraint_message=self._words("xlsform-votes", budget=asked[0].budget),
            )
        yield SurveyRow("end_group")

    def _sentence(self, text: str) -> str:
        """With what was answered in it."""
        parts = _PART.split(text)  # words and names in turn
        return "".join(f"${{{self._names[part]}}}" if at % 2 else _inert(part) for at, part in enumerate(parts))


def xlsform(kit: PrintedKit, form: Form) -> bytes:
    """The workbook; the same bytes every time."""
    to = BytesIO()
    write_workbook(to, XlsForm(kit, form.id).sheets())
    return to.getvalue()


def names(ids: Iterable[str]) -> list[str]:
    """Names of questions, each once: an XForm takes those of XML, and some of its readers no hyphens."""
    taken, found = {CODE, INTRO}, []
    for id in ids:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", id)
        plain = plain if re.match(r"[A-Za-z_]", plain) else f"f_{plain}"
        name, number = plain, 2
        while name.lower() in taken:
            name, number = f"{plain}_{number}", number + 1
        taken.add(name.lower())
        found.append(name)
    return found


def choice_names(ids: Iterable[str]) -> list[str]:
    """Names of choices, each once and without a blank: several of them are kept in one answer, with blanks between."""
    found: list[str] = []
    for id in ids:
        plain = re.sub(r"\s+", "_", id.strip()) or "_"
        name, number = plain, 2
        while name in found:
            name, number = f"{plain}_{number}", number + 1
        found.append(name)
    return found


def _offered(question: Question) -> list[tuple[str, str]]:
    """Name and words of each choice; of cards their codes."""
    if question.kind in ("card", "cards"):
        return [(card.code, card.title) for card in question.cards]
    return [(option.id, option.text) for option in question.options]


def _ranged(row: SurveyRow, low: int, high: int, ends: Iterable[tuple[str, str]]) -> SurveyRow:
    words = (
        " – ".join(f"{at}: {_inert(end)}" for at, end in ((low, first), (high, last)) if end) for first, last in ends
    )
    hints = tuple(" ".join(filter(None, each)) for each in zip(row.hint, words, strict=True))
    return row._replace(type="range", hint=hints, parameters=f"start={low} end={high} step=1")


def _ends(question: Question, ends: tuple[str, str]) -> tuple[str, str]:
    words = question.poster.words if question.poster else {}
    low, high = (words.get(end, "") for end in ends)
    return (low if isinstance(low, str) else ""), (high if isinstance(high, str) else "")


def _inert(text: str) -> str:
    """Text that names no question: ${…} would, and there is no other way to write it."""
    return visible(text.replace("${", "$ {"))


def _tag(kit: PrintedKit) -> str:
    """A language as an XLSForm names it, such as 'Deutsch (de)'."""
    own = speaker(kit.language)("language-name") if spoken(kit.language) else kit.language
    return f"{own} ({kit.language})"


def _sheet(
    name: str, columns: Sequence[str], rows: Sequence[SurveyRow | ChoiceRow], tags: Sequence[str]
) -> ResultSheet:
    """With a column for each language where there are several; columns that nothing stands in are left out."""
    table = [_told(row, tags) for row in rows]
    known: Mapping[str, None] = dict.fromkeys(
        heading for column in columns for heading in _headings(column, tags) if any(row.get(heading) for row in table)
    )
    return ResultSheet(
        name, tuple(known) or tuple(columns), tuple({each: row.get(each) for each in known} for row in table)
    )


def _headings(column: str, tags: Sequence[str]) -> list[str]:
    return [f"{column}::{tag}" for tag in tags] if column in TRANSLATED and len(tags) > 1 else [column]


def _told(row: SurveyRow | ChoiceRow, tags: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column, value in row._asdict().items():
        values = value if isinstance(value, tuple) else (value,)
        found |= dict(zip(_headings(column, tags), values, strict=False))
    return found
