"""Invented people at a running server: they join, fill in its forms and vote, over the same pages as everybody."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from random import Random
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from generator.capture.answers.ballots import ballots_in, key_of
from generator.capture.answers.offers import relation_of
from generator.capture.answers.questions import inputs_of
from generator.capture.phone.recipe import recipe_form
from generator.capture.run.invented_answers import Inventor
from generator.capture.run.worked_examples import NO_EXAMPLES, Examples, dealt, spoken
from generator.capture.web.body import FORM
from generator.capture.web.translations import nearest, speaker
from generator.errors import FileError

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.network.reach import Served
    from generator.codes import ThingEntry
    from generator.form import Form

LANGUAGES = ("en", "de")  # that people speak, in turn
TABLE_OF = 4  # people
MOST_EACH = 24  # entries of a person: the server takes 30 a minute of a phone
OF_EACH_FORM = 3  # people who fill in a form that not everybody does
CARDS_EACH = 3  # that a person says something of
RECIPES_EACH = 2  # that a person lays
PATIENCE = 10.0  # seconds for an answer
GRACE = 2.0  # … until it is known that the server was told to stop, where nobody answers
_OFFERED = re.compile(r'name="_thing" value="([^"]+)"')
_VOTED = re.compile(r'name="([a-z0-9-]+)\.([0-9a-f-]{36})"')
_NONE: Iterator[str] = iter(())
Pause = Callable[[float], bool]  # so many seconds; whether it is all over


class Cast(NamedTuple):
    """Who plays, and how long: the same chance says the same."""

    people: int
    chance: Random
    seconds: float = 0.0
    examples: Examples = NO_EXAMPLES


class Task(NamedTuple):
    """A form that one person fills in, about a thing; without one it is a recipe that is laid."""

    person: int
    thing: "ThingEntry | None"
    form: "Form"
    example: str = ""  # the id of a worked one that is taken up

    @property
    def path(self) -> str:
        return f"/{self.thing.code}" if self.thing else "/lay"


class FilledRoom(NamedTuple):
    """What became of a rehearsal: entries that are kept, and what the server refused, with its words."""

    entries: int
    refused: tuple[str, ...] = ()


class PageAnswer(NamedTuple):
    status: int
    text: str
    wait: float = 0.0  # seconds, where it is too early


class Browser:
    """One browser: its cookies, its language, its connection. Raises OSError and HTTPException where nobody answers."""

    def __init__(self, base: str, language: str = "") -> None:
        address = urlsplit(base)
        assert address.hostname
        self._line = HTTPConnection(address.hostname, address.port, timeout=PATIENCE)
        self._origin = f"http://{address.netloc}"
        self._language, self._cookies = language, dict[str, str]()

    def ask(self, method: str, path: str, inputs: Mapping[str, Sequence[str]] | None = None) -> PageAnswer:
        headers = {"Accept-Language": self._language, "Origin": self._origin}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        body = None if inputs is None else urlencode(inputs, doseq=True)
        self._line.request(method, path, body, headers | ({} if body is None else {"Content-Type": FORM}))
        answer = self._line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        text = answer.read().decode("utf-8")
        return PageAnswer(answer.status, text, float(answer.headers.get("Retry-After", 0)))

    def close(self) -> None:
        self._line.close()


class Person:
    """Somebody with a phone, a table, a department and things to say."""

    def __init__(self, number: int, served: "Served", kit: "PrintedKit", chance: Random, examples: Examples) -> None:
        language = LANGUAGES[number % len(LANGUAGES)]
        own = kit.in_language(nearest(language, kit.languages, kit.language)) if kit.languages else kit
        t = speaker(own.language)  # pages are in the language of the phone, what is said in that of the room
        self.kit, self._chance, self._served = own, chance, served
        self._examples = spoken(examples, own.language)
        self._inventor = Inventor(own, chance, t, number + 1)
        self.browser = Browser(served.desk, language)
        departments = served.session.departments
        self._table = speaker(kit.language)("rehearsal-table", number=number // TABLE_OF + 1)  # one name for all at it
        self._department = departments[number % len(departments)] if departments else ""

    def join(self) -> PageAnswer:
        path = f"/j/{self._served.session.join_token}"
        table = self._table if "table" in self._served.session.asks else ""
        self.browser.ask("GET", path)
        return self.browser.ask("POST", path, {"_consent": ["1"], "_table": [table], "_department": [self._department]})

    def fill(self, task: Task) -> dict[str, list[str]]:
        """The inputs of the page with what this person says; empty where there is nothing to say yet."""
        form = next(own for own in self._forms(task) if own.id == task.form.id)
        about, choices = "", dict[str, list[str]]()
        if relation_of(form) or key_of(form):
            page = self.browser.ask("GET", f"{task.path}?form={form.id}").text
            offered = _OFFERED.findall(page)
            about = self._chance.choice(offered) if offered and self._chance.random() < 0.5 else ""
            for field, entry in _VOTED.findall(page):
                choices.setdefault(field, []).append(entry)
        said = self._inventor.answers(
            form,
            task.thing,
            choices,
            table=self._table,
            department=self._department,
            about=about,
            example=self._examples.get(task.example),
        )
        if not said:
            return {}
        entry = UUID(int=self._chance.getrandbits(128), version=4)
        return inputs_of(said) | {"_id": [str(entry)], "_form": [form.id], "_thing": [about]}

    def _forms(self, task: Task) -> "Sequence[Form]":
        """In the words of this person."""
        thing = self.kit.thing(task.thing.code) if task.thing else None
        return self.kit.forms_of(thing) if thing else tuple(self.kit.forms.values())


def tasks_of(kit: "PrintedKit", people: int, chance: Random, examples: Examples) -> list[Task]:
    """Who fills in what, in the order in which it is done: votes last, on what is there by then."""
    opened, cards = _opened(kit)
    tasks = [Task(person, thing, form) for thing, form in opened for person in _who(form, people, chance)]
    if laid := recipe_form(kit):
        tasks += [Task(person, None, laid) for person in range(people)] * RECIPES_EACH
    for person in range(people if cards else 0):
        tasks += [Task(person, *chance.choice(cards)) for _ in range(CARDS_EACH)]
    chance.shuffle(tasks)
    counts, kept = dict[int, int](), list[Task]()
    for task in sorted(tasks, key=lambda task: key_of(task.form) is not None):
        counts[task.person] = counts.get(task.person, 0) + 1
        if counts[task.person] <= MOST_EACH or key_of(task.form):
            kept.append(task)
    worked = dealt(examples, chance)
    return [task._replace(example=next(worked.get(task.form.id, _NONE), "")) for task in kept]


def _opened(kit: "PrintedKit") -> "tuple[list[tuple[ThingEntry, Form]], list[tuple[ThingEntry, Form]]]":
    """Each form with the first thing that opens it, a poster's with each of those; and what cards open."""
    found: dict[tuple[str, str], tuple[ThingEntry, Form]] = {}
    cards: list[tuple[ThingEntry, Form]] = []
    for thing in kit.things:
        forms = () if thing.retired else kit.forms_of(thing)
        if thing.kind == "card":
            cards += [(thing, form) for form in forms[:1] if not key_of(form)]
            continue
        for form in forms:
            if form.id != _id(recipe_form(kit)):
                found.setdefault((form.id, thing.id if thing.kind == "poster" else ""), (thing, form))
    return list(found.values()), cards


def _id(form: "Form | None") -> str:
    return form.id if form else ""


def _who(form: "Form", people: int, chance: Random) -> Sequence[int]:
    """Votes and what is placed are everybody's, the rest some people's."""
    if key_of(form) or relation_of(form) == "places":
        return range(people)
    return chance.sample(range(people), min(people, OF_EACH_FORM))


def act(served: "Served", kit: "PrintedKit", cast: Cast, pause: Pause) -> FilledRoom:
    """A session's day, in the seconds of the cast. Ends early where `pause` says that it is over.

    Raises FileError where nobody answers, and nobody has said that it is over.
    """
    room = [Person(number, served, kit, cast.chance, cast.examples) for number in range(cast.people)]
    tasks = tasks_of(kit, cast.people, cast.chance, cast.examples)
    entries, refused = 0, list[str]()
    try:
        for person in room:
            if person.join().status != 303:
                return FilledRoom(0, ("nobody could join",))
        for task in tasks:
            if pause(cast.seconds / len(tasks)):
                break
            answer = _done(room[task.person], task, pause)
            if answer is not None and answer.status != 303:
                refused.append(f"{task.form.id}: {answer.status}")
            elif answer:
                entries += 1
    except (OSError, HTTPException) as error:
        if not pause(GRACE):
            raise FileError("the server ended before invented people had said all") from error
    finally:
        for person in room:
            person.browser.close()
    return FilledRoom(entries, tuple(refused))


def _done(person: Person, task: Task, pause: Pause) -> PageAnswer | None:
    """None where there is nothing to say yet. Who is too early waits, as the server asks."""
    inputs = person.fill(task)
    if not inputs:
        return None
    while True:
        answer = person.browser.ask("POST", task.path, inputs)
        if answer.status != 429 or pause(answer.wait):
            return answer


def close_votes(served: "Served", kit: "PrintedKit", link: str, *, accept: bool = False) -> None:
    """At the desk, by a link that opens it once: all votes end; `accept`: all cards that were written are accepted."""
    desk = Browser(served.desk)
    desk.ask("POST", urlsplit(link).path, {"key": [""]})
    here = f"/desk/{served.session.id}"
    for key in ballots_in(kit):
        desk.ask("POST", f"{here}/votes", {"do": ["close"], "form": [key.form], "poster": [key.poster]})
    if accept:
        desk.ask("POST", f"{here}/cards", {"do": ["accept-all"], "until": ["999999999"]})
    desk.close()
