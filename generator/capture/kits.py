"""The bytes of a `manifest.json` in, what the server knows of the printed kit out. Knows no store and no page."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import islice

from generator import bundled
from generator.brand import ACCENT
from generator.capture.departments import folded
from generator.capture.form_entries import read_form
from generator.codes import (
    BrandEntry,
    CaptureEntry,
    CategoryEntry,
    Manifest,
    PosterEntry,
    RoleEntry,
    ThingEntry,
    entry_address,
    in_language,
)
from generator.codes.manifest import parse_manifest
from generator.codes.records import Damaged
from generator.errors import Problems
from generator.form import Form, FormField, Option, load_forms

ASKS = ("table", "department")  # what a phone may be asked as it joins
AXES = ("left", "right", "bottom", "top")  # the words that make a poster a grid
MOST_EDITIONS = 20  # that are understood beside the one that is served
DEPARTMENT = "department"  # a field of that name asks for it
ANYTHING = "note"  # the form of what has no other
PLACE = "place"  # of a grid that names none
DEFAULTS = {"card": "card-log", "blank": "blank", "poster": ANYTHING}  # by the kind of thing
CARDS = ("card", "blank")  # kinds of things that a recipe is laid from
_SOURCE = "prepersonalization"  # the bundled workshop whose forms stand in for those that a kit lacks


@dataclass(frozen=True)
class PrintedKit:
    """A kit as it is printed: its things by their codes, and the forms that they lead to."""

    id: str
    title: str
    language: str
    url: str
    brand: BrandEntry
    categories: Mapping[str, CategoryEntry]
    roles: Mapping[str, RoleEntry]
    posters: Mapping[str, PosterEntry]
    forms: Mapping[str, Form]
    things: tuple[ThingEntry, ...] = field(repr=False, default=())
    asks: tuple[str, ...] = ()  # of a phone that joins: "table", "department"
    named: tuple[Option, ...] = ()  # departments
    paper: str = ""  # of its pages, by name
    links: Mapping[str, str] = field(default_factory=dict)  # id of a form → the link of another service's
    earlier: "tuple[PrintedKit, ...]" = field(
        repr=False, default=()
    )  # editions that phones may still hold, newest first
    languages: "Mapping[str, PrintedKit]" = field(repr=False, default_factory=dict)  # the same in others than its own
    is_translated: bool = False

    @classmethod
    def of(cls, data: bytes) -> "PrintedKit":
        """Raises Damaged, with words for the user."""
        manifest = parse_manifest(data)
        kit = cls._of(manifest)
        others = {tag: _spoken(kit, in_language(manifest, tag)) for tag in manifest.languages or ()}
        return replace(kit, languages=others) if others else kit

    @classmethod
    def _of(cls, manifest: Manifest) -> "PrintedKit":
        own = {name: read_form(name, said) for name, said in manifest.forms.items()}
        return cls(
            id=manifest.kit.id,
            title=manifest.kit.title,
            language=manifest.kit.language,
            url=manifest.capture.url,
            brand=_with_accent(manifest),
            categories=manifest.categories,
            roles=manifest.roles,
            posters=manifest.posters,
            forms={**_standing_in(manifest, own), **own},
            things=manifest.things,
            asks=tuple(name for name in ASKS if name in manifest.capture.asks),
            named=_departments(manifest.capture),
            paper=manifest.kit.paper,
            links=manifest.capture.links or {},
        )

    def entry_address(self, entry: str) -> str:
        """Under which an entry is opened; "" in a kit without an address."""
        return entry_address(self.url, entry)

    def thing(self, code: str) -> ThingEntry | None:
        """The thing with this code, exactly as it is printed; one that is no longer in the kit as well."""
        return self._by_code.get(code)

    def form_of(self, thing: ThingEntry) -> Form | None:
        """The form that its code opens. Fields that name no poster are about the one that was scanned."""
        category = self.categories.get(thing.category)
        poster = self.poster(thing)
        default = PLACE if poster and self.is_grid(poster) else DEFAULTS.get(thing.kind, ANYTHING)
        family = category.form if category and thing.kind != "blank" else ""  # a blank becomes a card: it is none yet
        own = (thing.form, poster.form if poster else "", family, thing.id if thing.kind == "worksheet" else "")
        form = next((self.forms[name] for name in (*own, default, ANYTHING) if name in self.forms), None)
        return _on_poster(form, thing.id) if form and poster else form

    def forms_of(self, thing: ThingEntry) -> tuple[Form, ...]:
        """The form that its code opens, then those that vote on the entries of that one."""
        found = self._opened.get(thing.code)
        if found is None or found[0] is not thing:
            first = self.form_of(thing)
            found = self._opened[thing.code] = thing, (first, *self.votes_on(first)) if first else ()
        return found[1]

    def form_with(self, code: str, name: str) -> Form | None:
        """The form of this id as the code opens it, about the poster that was scanned; else as the kit has it."""
        thing = self.thing(code)
        opened = self.forms_of(thing) if thing else ()
        return next((form for form in opened if form.id == name), self.forms.get(name))

    def votes_on(self, form: Form) -> tuple[Form, ...]:
        """The forms with which a room votes on what is entered with this one."""
        others = (other for other in self.forms.values() if other.id != form.id)
        return tuple(other for other in others if any(_votes_on(each, form) for each in other.fields.values()))

    def voted_on(self, field: FormField) -> tuple[str, ...]:
        """The forms whose entries a field votes on: the one it names, or those that place something on its poster."""
        if field.kind != "votes" or field.options:
            return ()
        if field.form:
            return (field.form,)
        return tuple(
            form.id
            for form in self.forms.values()
            if field.poster and any(_places_on(each, field.poster) for each in form.fields.values())
        )

    def cards(self, role: str = "") -> tuple[ThingEntry, ...]:
        """The cards of the kit, or those of a role, by their titles, those that are not printed last; retired ones are
        not offered.
        """
        return tuple(card for card in self._cards if not role or card.role == role)

    def named_cards(self, ids: Iterable[str]) -> tuple[ThingEntry, ...]:
        """The cards with these ids, in their order, as far as the kit has them."""
        return tuple(self._card_ids[name] for name in ids if name in self._card_ids)

    def poster(self, thing: ThingEntry | str) -> PosterEntry | None:
        """The words of a poster, by its id or by the printed thing."""
        if isinstance(thing, str):
            return self.posters.get(thing)
        return self.posters.get(thing.id) if thing.kind == "poster" else None

    @staticmethod
    def is_grid(poster: PosterEntry) -> bool:
        """Whether something can be placed on it: both its axes have words."""
        return all(end in poster.words for end in AXES)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of everything that a recipe may be laid from, by its code."""
        return {thing.code: thing.title or thing.id for thing in self.things if thing.kind in CARDS}

    def in_language(self, tag: str) -> "PrintedKit":
        """The kit in the words of a language; in its own where it has none of it. Ids and codes are the same."""
        return self._spoken.get(tag, self)

    @cached_property
    def _spoken(self) -> "Mapping[str, PrintedKit]":
        """Each understands the words of all others: a page may be older than what the phone speaks now."""
        others = (self, *self.earlier, *self.languages.values())
        return {tag: replace(kit, earlier=others) for tag, kit in self.languages.items()}

    @property
    def _known(self) -> "tuple[PrintedKit, ...]":
        """Whose words are understood beside its own."""
        return (*self.earlier, *self.languages.values())

    def after(self, earlier: "Iterable[PrintedKit]") -> "PrintedKit":
        """The kit with the editions before it, the newest first: their words for its options are understood."""
        return replace(self, earlier=tuple(islice(earlier, MOST_EDITIONS)))

    def options(self, field: FormField) -> tuple[Option, ...]:
        """What can be chosen in a field: its own options, or the kit's categories or roles under their own ids."""
        offered: Mapping[str, CategoryEntry | RoleEntry] = {}
        match field.options_from:
            case "categories":
                offered = self.categories
            case "roles":
                offered = self.roles
            case _:
                return field.offered
        named: dict[str, Option] = {}
        for name, entry in offered.items():
            named.setdefault(entry.name, Option(text=entry.name, id=name))
        return tuple(named.values())

    def option_names(self, form: Form, name: str) -> Mapping[str, str]:
        """Whatever an option of a field was called in any edition → the id that it has now."""
        field = form.fields[name]
        found = self._option_names.get((form.id, name))
        if found is None or found[0] is not field:
            before = (kit.options(kit.forms[form.id].fields[name]) for kit in self._known if kit._asks(form.id, name))
            found = self._option_names[form.id, name] = field, names_of(self.options(field), before)
        return found[1]

    def _asks(self, form: str, name: str) -> bool:
        return form in self.forms and name in self.forms[form].fields

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """What can be chosen as one's department: what the kit says, else the options of the first such choice."""
        return tuple(option.text for option in self._departments)

    def department(self, name: str) -> str:
        """A department by the name that it has now, whatever it was called and however it is spelled; one that the kit
        does not know as it is.
        """
        return self._department_names.get(folded(name), name)

    def shown_department(self, name: str) -> str:
        """As it is spelled in the session; in another language as that calls it."""
        return self.department(name) if self.is_translated else name

    @cached_property
    def _departments(self) -> tuple[Option, ...]:
        return self.named or next((self.options(field) for _, field in self._asked_departments), ())

    @cached_property
    def _asked_departments(self) -> tuple[tuple[Form, FormField], ...]:
        """The fields that ask for it, with their forms."""
        asked = ((form, form.fields[DEPARTMENT]) for form in self.forms.values() if DEPARTMENT in form.fields)
        return tuple((form, field) for form, field in asked if field.kind == "choice")

    @cached_property
    def _department_names(self) -> Mapping[str, str]:
        """Every name of a department → its text: forms may ask for the same ones in words of their own."""
        texts = {option.id: option.text for option in self._departments}
        ids = dict(names_of(self._departments, (kit._departments for kit in self._known)))
        for form, asked in self._asked_departments:
            own = {option.id: option for option in self.options(asked)}
            for name, option_id in self.option_names(form, DEPARTMENT).items():
                known = ids.get(option_id) or ids.get(own[option_id].text)
                texts.setdefault(known or option_id, own[option_id].text)
                ids.setdefault(name, known or option_id)
        return {folded(name): texts[option_id] for name, option_id in ids.items()}

    @cached_property
    def _option_names(self) -> dict[tuple[str, str], tuple[FormField, Mapping[str, str]]]:
        """What was found already, by form and field: every entry is read and shown with it."""
        return {}

    @cached_property
    def _opened(self) -> dict[str, tuple[ThingEntry, tuple[Form, ...]]]:
        """What was found already: it is asked for with every entry."""
        return {}

    @cached_property
    def _by_code(self) -> Mapping[str, ThingEntry]:
        return {thing.code: thing for thing in self.things}

    @cached_property
    def _cards(self) -> tuple[ThingEntry, ...]:
        cards = (thing for thing in self.things if thing.kind == "card" and not thing.retired)
        return tuple(sorted(cards, key=lambda card: (card.drawn is False, card.title.casefold(), card.code)))

    @cached_property
    def _card_ids(self) -> Mapping[str, ThingEntry]:
        return {card.id: card for card in self._cards}


def readable(manifests: Iterable[bytes]) -> Iterator[PrintedKit]:
    """The kits of those manifests that can be read."""
    for data in manifests:
        with suppress(Damaged):
            yield PrintedKit.of(data)


def names_of(options: Iterable[Option], before: Iterable[Iterable[Option]] = ()) -> dict[str, str]:
    """Whatever each option is or was called → its id. An id counts before a text, a newer text before an older one.

    `before` are the options of earlier editions, the newest first; those that are gone since have no id.
    """
    now = tuple(options)
    ids = {option.id: option.id for option in now}
    for edition in (now, *before):
        known = [(option, ids.get(option.id)) for option in edition]
        for option, option_id in known:
            if option_id:
                ids.setdefault(option.text, option_id)
        for option, option_id in known:
            for earlier in option.was if option_id else ():
                ids.setdefault(earlier, option_id or "")
    return ids


def _spoken(kit: PrintedKit, manifest: Manifest) -> PrintedKit:
    """The kit with the words of a manifest in another language; what cannot be asked so is asked in its own."""
    forms = dict(kit.forms)
    for name, said in manifest.forms.items():
        with suppress(Damaged):
            forms[name] = read_form(name, said)
    named = kit.named
    with suppress(Damaged):
        named = _departments(manifest.capture)
    return replace(
        kit,
        title=manifest.kit.title,
        language=manifest.kit.language,
        categories=manifest.categories,
        roles=manifest.roles,
        posters=manifest.posters,
        forms=forms,
        things=manifest.things,
        named=named,
        is_translated=True,
    )


def _with_accent(manifest: Manifest) -> BrandEntry:
    """A brand that was printed before accents were named has that of its first category."""
    first = next((category.colour for category in manifest.categories.values()), "")
    accent = {ACCENT: first} if first else {}
    return manifest.brand._replace(colours={**accent, **manifest.brand.colours})


def _departments(capture: CaptureEntry) -> tuple[Option, ...]:
    """Raises Damaged where they cannot be told apart."""
    asked = FormField(
        label="",
        options=tuple(dict.fromkeys(capture.departments)),
        option_ids=capture.department_ids,
        was=capture.departments_were,
    )
    if faults := asked.faults():
        raise Damaged(f"capture.departments: {faults[0]}")
    return asked.offered


def _standing_in(manifest: Manifest, own: Mapping[str, Form]) -> dict[str, Form]:
    """The bundled forms that this kit has not, but needs."""
    named = {thing.form for thing in manifest.things} | {each.form for each in manifest.categories.values()}
    named |= {poster.form for poster in manifest.posters.values()} | {ANYTHING, PLACE, *DEFAULTS.values()}
    return {name: form for name, form in bundled_forms().items() if name in named and name not in own}


@cache
def bundled_forms() -> Mapping[str, Form]:
    return load_forms(bundled.folder("deck_sources") / _SOURCE, Problems())


def _on_poster(form: Form, poster: str) -> Form:
    """With the poster that was scanned in the fields that name none."""
    return replace(form, fields={name: _about(field, poster) for name, field in form.fields.items()})


def _about(field: FormField, poster: str) -> FormField:
    loose = field.kind == "placement" or (field.kind == "votes" and not field.options and not field.form)
    return replace(field, poster=poster) if loose and not field.poster else field


def _votes_on(field: FormField, form: Form) -> bool:
    if field.kind != "votes" or field.options:
        return False
    placed = {each.poster for each in form.fields.values() if each.kind == "placement"}
    return field.form == form.id or (field.poster != "" and field.poster in placed)


def _places_on(field: FormField, poster: str) -> bool:
    return field.kind == "placement" and field.poster in ("", poster)
