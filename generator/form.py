"""A form, said once in `forms/*.yaml`: printed as a worksheet, and the fields of what is captured. Holds no sizes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, ClassVar, Literal, NamedTuple

from generator.errors import Problems, did_you_mean
from generator.sources import (
    NO_MARKS,
    FileId,
    Id,
    Marks,
    SourceModel,
    Translation,
    Words,
    WordsAround,
    original_of,
    read,
    source_model,
)

FieldKind = Literal[
    "text", "long-text", "number", "choice", "choices", "scale", "check",
    "card", "cards", "placement", "votes", "sentence",
]  # fmt: skip


Shape = Literal["", "lines", "sentence", "slot", "ring", "plank", "dial", "jar"]


class KindOfField(NamedTuple):
    """What a kind of field is to each part: paper, files, pages, the quick line, the board."""

    answer: tuple[type, ...]  # of what is kept, as JSON has it
    by_hand: Literal["lines", "number", "boxes", "box", "scale", "cross", "dots"]  # on paper
    in_file: Literal["text", "long-text", "number", "choice", "choices", "scale", "check"]  # to fill in on a screen
    inputs: Literal["one", "several", "parts"] = "one"  # of a page: one value, any number of them, `name.part` each
    typed: Literal["token", "words", "never"] = "token"  # on the desk's quick line: short, among the words, or built
    frames: tuple[str, ...] = ()  # kinds of frames that show it on the board, soon or late
    lines: int = 1  # on paper, where the field says no number
    shapes: tuple[Shape, ...] = ()  # that it may have on paper, the first where none is said


WRITTEN: tuple[Shape, ...] = ("lines", "sentence", "slot")

# One row a kind: tests/test_field_kinds.py fails until each part has what its row says.
FIELD_KINDS: Mapping[FieldKind, KindOfField] = {
    "text": KindOfField((str,), "lines", "text", typed="words", frames=("notes",), shapes=WRITTEN),
    "long-text": KindOfField((str,), "lines", "long-text", typed="words", frames=("notes",), shapes=WRITTEN),
    "number": KindOfField((int, float), "number", "number"),
    "choice": KindOfField((str,), "boxes", "choice", frames=("bars",), shapes=("ring",)),
    "choices": KindOfField((list,), "boxes", "choices", "several", frames=("bars",), shapes=("ring",)),
    "scale": KindOfField((int,), "scale", "scale", frames=("scales",), shapes=("plank", "dial", "jar")),
    "check": KindOfField((bool,), "box", "check"),
    "card": KindOfField((str,), "lines", "text", shapes=("lines", "slot")),
    "cards": KindOfField(
        (list,), "lines", "long-text", "several", frames=("recipes",), lines=3, shapes=("lines", "slot")
    ),
    "placement": KindOfField((dict,), "cross", "text", "parts", frames=("grid",)),
    "votes": KindOfField((dict,), "dots", "text", "parts", frames=("ballot", "bars")),
    "sentence": KindOfField((str,), "lines", "long-text", typed="never", frames=("recipes",), lines=2),
}
FOLDER = "forms"
MOST_FIELDS = 50  # of a form
MOST_COLUMNS = 6  # of a page: what is narrower holds no word of a hand
_OPTIONS = "of choice (one of them), choices (any of them) and votes; {id: text} where a text may change"
_LAID = (
    "of text and long-text: what laid cards fill it with, a role or words around {role}; without such a card it drops"
)
_PERSON = "asks who somebody is: the answer stays out of files that are made to be shared"
_SHAPE = "on paper; else as its kind is: lines, words to ring, planks to colour in"
_PICTURES = "on paper, over the options or under a card: a motif, or a file in the workshop, for each"
_DRAWN = {"boxes": "ring", "scale": "plank", "box": "check", "cross": "square"}  # where its kind has no shape to choose
_PART = re.compile(r"\{([^{}]*)\}")


@source_model
class Option(SourceModel):
    """What can be chosen: a text, which is its own id, or `{id: text}`; `was` beside it is what it said before."""

    shorthand: ClassVar[str] = "text"
    pair: ClassVar[tuple[str, str]] = ("id", "text")
    text: Words
    id: Id = ""
    was: tuple[str, ...] = field(default=(), metadata={"as": str | tuple[str, ...]})  # its earlier text, or several

    @classmethod
    def of_source(cls, text: str, id: str = "", was: str | tuple[str, ...] = ()) -> "Option":
        return cls(text=text, id=id or original_of(text), was=(was,) if isinstance(was, str) else was)


def option_faults(options: Iterable[Option]) -> list[str]:
    """What keeps these from being told apart, in words: a name, be it id, text or earlier text, means one of them."""
    means: dict[str, int] = {}
    for number, option in enumerate(options):
        for name in (option.id, option.text, *option.was):
            if not name or name != " ".join(name.split()):
                return ["an option is one line of words"]
            if means.setdefault(name, number) != number:
                return [f"two options are called '{name}'"]
    return []


def roles_in(part: str) -> tuple[str, ...]:
    """The roles that a part of `laid_from` names: those in braces, else the part is a role itself."""
    return tuple(_PART.findall(part)) or (part,)


@source_model
class FormField(SourceModel):
    """One question: `label` is what is asked, `hint` how it is meant."""

    label: Words
    kind: FieldKind = "text"
    hint: Words = ""
    lines: int = 3  # of long-text
    columns: int = 1  # of long-text on paper: so many answers side by side, each on its lines
    options: tuple[str, ...] = field(default=(), metadata={"as": tuple[Option, ...], "doc": _OPTIONS})
    option_ids: tuple[str, ...] = field(default=(), metadata={"key": False})  # of each; the text where none is given
    was: Mapping[str, str] = field(default_factory=dict, metadata={"key": False})  # earlier text → id
    options_from: Literal["", "categories", "roles"] = ""  # those of the kit, instead of `options`
    steps: int = 5  # of a scale
    low: Words = ""  # what the ends of a scale mean
    high: Words = ""
    half: bool = False  # stands beside its neighbour, if that is half as well
    required: bool = False
    print: bool = True  # false: asked on screens alone
    person: bool = field(default=False, metadata={"doc": _PERSON})
    role: str = ""  # of card and cards: those that are offered
    poster: str = ""  # of placement and votes: its id; else the poster whose code was scanned
    form: str = ""  # of votes: the form whose entries are voted on
    budget: int = 3  # of votes: how many dots there are to spend
    text: Words = ""  # of a sentence: what stands around the answers to {other-fields}
    laid_from: tuple[WordsAround, ...] = field(default=(), metadata={"doc": _LAID})
    shape: Shape = field(default="", metadata={"doc": _SHAPE})
    pictures: tuple[str, ...] = field(default=(), metadata={"doc": _PICTURES})
    marks: Marks = NO_MARKS

    @classmethod
    def of_source(cls, options: tuple[Option, ...] = (), **said: Any) -> "FormField":
        """As a file says it. Raises ValueError where one name means two options."""
        if faults := option_faults(options):
            raise ValueError(f"`options`: {faults[0]}")
        was = {earlier: option.id for option in options for earlier in option.was}
        texts, ids = tuple(option.text for option in options), tuple(option.id for option in options)
        return cls(options=texts, option_ids=ids, was=was, **said)

    def __post_init__(self) -> None:
        if not self.option_ids:
            object.__setattr__(self, "option_ids", self.options)  # frozen: nobody has seen it yet

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options with their ids and what they were."""
        return tuple(
            Option(text=text, id=name, was=tuple(earlier for earlier, its in self.was.items() if its == name))
            for text, name in zip(self.options, self.option_ids, strict=True)
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """The fields that a sentence is built from."""
        return tuple(_PART.findall(self.text))

    @property
    def laid_roles(self) -> tuple[str, ...]:
        """The roles of the cards that fill it, each once."""
        return tuple(dict.fromkeys(role for part in self.laid_from for role in roles_in(part)))

    @property
    def card_roles(self) -> tuple[str, ...]:
        """The roles of the cards that are laid on it."""
        return (self.role,) if self.role else self.laid_roles

    @property
    def drawn_as(self) -> str:
        """Its shape on paper."""
        by_hand = FIELD_KINDS[self.kind].by_hand
        return self.shape or _DRAWN.get(by_hand, by_hand)

    def faults(self) -> list[str]:
        """What keeps this from being answered, in words."""
        found = []
        if self.kind in ("choice", "choices") and len(self.options) < 2 and not self.options_from:
            found.append(f"a field of kind {self.kind} needs two `options` or more")
        found += self._faults_of_options()
        if self.kind == "scale" and not 2 <= self.steps <= 11:
            found.append("a scale has 2 to 11 `steps`")
        if self.kind == "long-text" and not 1 <= self.lines <= 30:
            found.append("a long text has 1 to 30 `lines`")
        if not 1 <= self.columns <= MOST_COLUMNS or (self.columns > 1 and self.kind != "long-text"):
            found.append(f"a long text has 1 to {MOST_COLUMNS} `columns`, and nothing else has any")
        if self.kind == "sentence" and not self.parts:
            found.append("a sentence needs a `text` that names fields of the form, such as 'If {who}, then {what}.'")
        if self.laid_from and self.kind not in ("text", "long-text"):
            found.append(f"`laid_from` fills a text or a long-text; this is a {self.kind}")
        if self.person and self.kind not in ("text", "long-text"):
            found.append(f"a `person` is named in a text or a long-text; this is a {self.kind}")
        if self.shape and self.shape not in FIELD_KINDS[self.kind].shapes:
            found.append(f"a field of kind {self.kind} cannot have the shape of a {self.shape}")
        if len(self.pictures) > max(1, len(self.options)):
            found.append("there are more `pictures` than options")
        return found + self._faults_of_votes()

    def _faults_of_options(self) -> list[str]:
        if len(self.option_ids) != len(self.options):
            return ["each of the `options` needs an id of its own"]
        if unknown := set(self.was.values()).difference(self.option_ids):
            return [f"`was` names '{min(unknown)}', which is none of the options"]
        return [f"`options`: {fault}" for fault in option_faults(self.offered)]

    def _faults_of_votes(self) -> list[str]:
        if self.kind != "votes":
            return []
        found = []
        if not 1 <= self.budget <= 50:
            found.append("votes have a `budget` of 1 to 50")
        if sum(map(bool, (self.options, self.poster, self.form))) > 1:
            found.append("votes are on `options`, on what is on a `poster`, or on entries of a `form`: say one of them")
        if len(self.options) == 1:
            found.append("votes need two `options` or more")
        return found


@source_model
class Form(SourceModel):
    """An entry keeps the form's id and version: raise the version when a field changes its meaning."""

    id: FileId
    version: int = 1
    title: Words
    intro: Words = ""
    colour: str = ""  # on paper: of the brand, or '#rrggbb'; else its accent
    picture: str = (
        ""  # on paper, beside the title: a motif, or a file in the workshop; else of the family with its colour
    )
    landscape: bool = False  # on paper: wider than it is high
    builds_on: str = ""  # the form whose entries are offered here: one may be chosen, as what this is built on
    fields: dict[Id, FormField] = field(default_factory=dict)
    marks: Marks = NO_MARKS

    @property
    def printed(self) -> Mapping[str, FormField]:
        """The fields that stand on paper."""
        return {name: each for name, each in self.fields.items() if each.print}


def load_forms(folder: Path, problems: Problems, words: Translation | None = None) -> dict[str, Form]:
    """The forms of a workshop by their ids, in another language with its `words`; two files of one id are a problem."""
    forms: dict[str, Form] = {}
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        form = read(path, Form, problems, name=f"{FOLDER}/{path.name}", salvage=True, words=words)
        if form is None:
            continue
        if form.id in forms:
            first = forms[form.id].marks.of("id")
            problems.error(
                form.marks.of("id"), f"the form '{form.id}' is said twice, first in {first}", "", "duplicate-id"
            )
        _check(form, problems)
        forms.setdefault(form.id, form)
    return forms


def _check(form: Form, problems: Problems) -> None:
    """What a field cannot know of its form."""
    if len(form.fields) > MOST_FIELDS:
        hint = "make two forms of it: nobody fills in so much on a phone"
        problems.error(form.marks.of("fields"), f"a form has {MOST_FIELDS} fields at most", hint, "bad-value")
    for name, asked in form.fields.items():
        for part, message in sentence_faults(name, asked, form.fields):
            hint = did_you_mean(part, (other for other in form.fields if other != name))
            problems.error(asked.marks.of("text"), message, hint, "unknown-field")
        if asked.laid_from and not any(other.kind == "cards" for other in form.fields.values()):
            hint = "add a field of kind cards to the form"
            problems.error(asked.marks.of("laid_from"), "there are no cards here that could fill it", hint, "bad-value")


def sentence_faults(name: str, asked: FormField, fields: Mapping[str, FormField]) -> Iterator[tuple[str, str]]:
    """The parts of a sentence that are no answers, with words."""
    if asked.kind != "sentence":
        return
    for part in asked.parts:
        if part not in fields or part == name:
            yield part, f"the sentence names '{part}', which is no other field of this form"
        elif fields[part].kind in ("sentence", "placement", "votes"):
            yield part, f"'{part}' is a {fields[part].kind}, which cannot stand in a sentence"
