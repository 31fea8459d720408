"""Import by mouse: a list of cards as people have it, what it was taken for, and the workshop that is made of it."""

from collections import Counter
from dataclasses import replace
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from generator.edit.edits import PutFile
from generator.edit.write import digests
from generator.errors import FileError, SourceError
from generator.intake.again import FILE, WORKSHOP
from generator.intake.columns import Column, UnknownColumn
from generator.intake.draft import TEXTS, Draft
from generator.intake.folder import check_free, write_files
from generator.intake.headings import LEFT
from generator.intake.memory import Memory
from generator.intake.names import slug
from generator.intake.pictures import SUFFIXES as PICTURES
from generator.intake.source import ReadSource
from generator.intake.written import Identity
from generator.kit.request.starter import id_of
from generator.sources.translation import is_language
from generator.studio.body import Handler, Posted, posting
from generator.studio.frame import Frame
from generator.studio.history import save
from generator.studio.imported import LISTS, Import, Imports, arrange, bring, memory_of
from generator.studio.places import Places
from generator.studio.redrawing import PreviewOptions
from generator.studio.refusal import Declined, words_of
from generator.studio.state import Studio
from generator.studio.words import Say

SAMPLES = 3  # rows
MENU = ("title", "line", "about", "prompts", "example", "category", "role", "quantity", "motif", "url", "id", "layout")
PAPERS = ("a4", "letter")
SIDES = (FILE, WORKSHOP)  # whose words go where both have changed
WHY = {  # what an import says of a column → the key of words
    "by its name": "why-name",
    "by what stands in it": "why-content",
    "as you said": "why-said",
    "a running number, which changes with the order": "why-running",
    "an address in the place of a card's own page; --map says if you want it": "why-address",
}


class ShownColumn(NamedTuple):
    number: int  # of its menu
    name: str
    goal: str
    why: str
    samples: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]  # what it may become: value and words


class IntakePages:
    def __init__(self, studio: Studio, frame: Frame) -> None:
        self._studio, self._frame = studio, frame
        self._places = Places(studio.surroundings.home)
        self._imports = Imports()
        studio.at_end(self._imports.end)

    def start(self, request: Request) -> Response:
        return self._start(request)

    def send(self, request: Request, posted: Posted) -> Response:
        """A list that was sent is read at once: where there is none in it, the file can be chosen anew."""
        uploads = tuple(file for file in posted.files.get("source", ()) if file.name)
        made = self._imports.add(uploads)
        try:
            made.read()
        except (FileError, SourceError) as error:
            self._imports.drop(made.key)
            return self._start(request, _words_of(error, made), 422)
        return RedirectResponse(f"/intake/{made.key}", 303)

    def show(self, request: Request) -> Response:
        return self._show(request, self._imports.find(request.path_params["key"]))

    def change(self, request: Request, posted: Posted) -> Response:
        made = self._imports.find(request.path_params["key"])
        self._imports.keep(self._as_said(made, posted))
        return RedirectResponse(f"/intake/{made.key}", 303)

    def layouts(self, request: Request) -> Response:
        """How many of the cards each size of cards holds: by itself, as it takes a while."""
        made = self._imports.find(request.path_params["key"])
        arrangement = arrange(made.read()[0], self._identity("deck", made))
        choice, draft = arrangement.choice, arrangement.draft
        return self._frame.page(
            request,
            "intake_layouts.html",
            "intake",
            layouts=[(one.layout.title, one.holds, one.layout.name == choice.layout) for one in choice.of_each_size()],
            total=len(draft.cards),
            others=len(choice.others),
            aside=[str(card.values["title"]) for card in draft.cards if card.no_room],
        )

    def make(self, request: Request, posted: Posted) -> Response:
        """The workshop, written and opened; what was wrong stands beside what was filled in."""
        t = self._frame.words(request, "intake")
        made = self._as_said(self._imports.find(request.path_params["key"]), posted)
        self._imports.keep(made)
        try:
            folder = self._places.new_path(made.target)
            check_free(folder)
            identity = self._identity(id_of(folder), made)
            write_files(folder, arrange(made.read()[0], identity).files)
        except Declined as declined:
            fault = t(f"declined-{declined.reason}", **declined.values)
            return self._show(request, made, fault, declined.status)
        except (FileError, SourceError) as error:
            return self._show(request, made, _words_of(error, made), 422)
        self._imports.drop(made.key)
        self._studio.open(PreviewOptions(folder, {}))
        return RedirectResponse("/pages", 303)

    def again(self, request: Request, posted: Posted) -> Response:
        """What the list changes in the open workshop, which was imported from an earlier state of it."""
        made = self._as_said(self._imports.find(request.path_params["key"]), posted)
        self._imports.keep(made)
        return self._show_changes(request, made, posted.text("prefer", FILE))

    def bring(self, request: Request, posted: Posted) -> Response:
        """Writes what was shown; where it would be something else by now, that is shown."""
        made, prefer = self._imports.find(request.path_params["key"]), posted.text("prefer")
        t = self._frame.words(request, "intake")
        folder = self._studio.folder
        seen = digests(folder, bring(made, folder, self._known(), prefer).files)
        brought = bring(made, folder, self._known(), prefer)  # where one was changed since, nothing is written
        if brought.stamp != posted.text("stamp"):
            return self._show_changes(request, made, prefer, t("changed-meanwhile"), 409)
        edits = [PutFile(name, data) for name, data in brought.files.items()]
        save(self._studio, edits, seen, t("brought", name=made.name))
        self._imports.drop(made.key)
        return RedirectResponse("/cards", 303)

    def _show_changes(
        self, request: Request, made: Import, prefer: str, notice: str = "", status: int = 200
    ) -> Response:
        try:
            brought = bring(made, self._studio.folder, self._known(), prefer if prefer in SIDES else FILE)
        except (FileError, SourceError) as error:
            return self._show(request, made, _words_of(error, made), 422)
        values: dict[str, Any] = {"made": made, "brought": brought, "prefer": prefer, "notice": notice}
        return self._frame.page(request, "intake_changes.html", "intake", status, **values)

    def _memory(self) -> Memory | None:
        """Of the open workshop, where it is somebody's own and was imported."""
        is_own = self._studio.is_open and self._studio.is_own and self._studio.is_writable
        return memory_of(self._studio.folder) if is_own else None

    def _known(self) -> Memory:
        memory = self._memory()
        if memory is None:
            raise Declined(409, "not-imported", go="/workshops#list")
        return memory

    def _identity(self, ident: str, made: Import) -> Identity:
        surroundings = self._studio.surroundings
        paper = made.paper if made.paper in PAPERS else surroundings.paper
        return Identity(ident, surroundings.clock().date().isoformat(), paper, made.name)

    def _as_said(self, made: Import, posted: Posted) -> Import:
        """The import with what a form says of it. Raises Declined for what no form of ours says."""
        columns = made.read()[0].draft.columns
        goals = {column.name: posted.text(f"goal-{n}", column.goal) for n, column in enumerate(columns)}
        changed = {column.name: goals[column.name] for column in columns if goals[column.name] != column.goal}
        language = posted.text("language", made.language).strip()
        if language and not is_language(language):
            raise Declined(400, "no-language", go=f"/intake/{made.key}", language=language)
        title = " ".join(posted.text("title", made.title).split())[:80]
        target, paper = posted.text("folder", made.target), posted.text("paper", made.paper)
        map_ = {**made.map, **changed}
        new = replace(made, map=map_, title=title, language=language, target=target, paper=paper)
        try:
            new.read()
        except UnknownColumn as error:
            raise Declined(400, "broken", go=f"/intake/{made.key}") from error
        return new

    def _start(self, request: Request, fault: str = "", status: int = 200) -> Response:
        accept = ",".join((*LISTS, *PICTURES))
        return self._frame.page(request, "intake_start.html", "intake", status, accept=accept, fault=fault)

    def _show(self, request: Request, made: Import, fault: str = "", status: int = 200) -> Response:
        reading, problems = made.read()
        t, draft = self._frame.words(request, "intake"), reading.draft
        values: dict[str, Any] = {
            "made": made,
            "draft": draft,
            "columns": [_column(reading, n, column, t) for n, column in enumerate(draft.columns)],
            "families": Counter(card.category or draft.title for card in draft.cards).most_common(),
            "problems": problems.sorted(),
            "again": self._memory() is not None,
            "folder": made.target or self._places.free(slug(draft.title) or "deck"),
            "paper": made.paper or self._studio.surroundings.paper,
            "fault": fault,
        }
        return self._frame.page(request, "intake.html", "intake", status, **values)


def _column(reading: ReadSource, number: int, column: Column, t: Say) -> ShownColumn:
    samples = tuple(record.text(column.name) for record in reading.gathered.records[:SAMPLES])
    why = t(WHY[column.why]) if column.why in WHY else column.why
    return ShownColumn(number, column.name, column.goal, why, samples, _choices(reading.draft, column, t))


def _choices(draft: Draft, column: Column, t: Say) -> tuple[tuple[str, str], ...]:
    """What a column may become: nothing, a field, or a field in a language that the source has as well."""
    plain = [(name, t(f"field-{name}")) for name in MENU]
    languages = dict.fromkeys((*draft.languages, *([column.language] if column.language else [])))
    spoken = [
        (f"{name}:{tag}", t("field-in", field=t(f"field-{name}"), language=tag)) for tag in languages for name in TEXTS
    ]
    known = [(LEFT, t("field-none")), *plain, *spoken]
    if column.goal not in dict(known):
        known.append((column.goal, column.goal))
    return tuple(known)


def _words_of(error: FileError | SourceError, made: Import) -> str:
    """What is wrong, in words; files are called as they were sent."""
    words = words_of(error) if isinstance(error, FileError) else str(error)
    return words.replace(f"{made.folder.name}/", "").replace(made.folder.name, made.name)


def routes(studio: Studio, frame: Frame) -> list[Route]:
    pages = IntakePages(studio, frame)

    def form(path: str, handler: Handler, *, of_workshop: bool = False) -> Route:
        answer = posting(studio, handler, of_workshop=of_workshop, writes=of_workshop)
        return Route(path, answer, methods=["POST"])

    return [
        Route("/intake", pages.start),
        form("/intake", pages.send),
        Route("/intake/{key}", pages.show),
        form("/intake/{key}", pages.change),
        Route("/intake/{key}/layouts", pages.layouts),
        form("/intake/{key}/make", pages.make),
        form("/intake/{key}/again", pages.again, of_workshop=True),
        form("/intake/{key}/bring", pages.bring, of_workshop=True),
    ]
