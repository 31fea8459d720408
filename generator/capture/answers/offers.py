"""What is there already, offered to be placed again or built upon: by an entry's id, never by its words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.capture.answers.questions import Background, Subject, name_of
from generator.capture.model import RELEASED, VISIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry, RelationKind
    from generator.form import Form

MOST_OFFERED = 500
NEWEST = 60  # that stand on the page before one searches
WORDS = ("text", "long-text")


class Offer(NamedTuple):
    """An entry that may be chosen: one's own come first, then the newest; what one has chosen before comes last."""

    id: str
    name: str
    is_own: bool = False
    is_placed: bool = False  # by this phone


def names_field(form: "Form") -> str:
    """The field in whose words a thing is called; '' of a form that has none."""
    return next((name for name, field in form.fields.items() if field.kind in WORDS), "")


def relation_of(form: "Form") -> "RelationKind | None":
    """What an entry has to do with the one that is chosen on its page; None where nothing is offered there."""
    return "pitches" if form.builds_on else "places" if can_place(form) else None


def replaced_field(form: "Form") -> str:
    """The field whose words the chosen entry stands for; '' where it stands beside them."""
    return names_field(form) if relation_of(form) == "places" else ""


def about_another(form: "Form") -> "Form":
    """The form as it is asked about something that is there: without the field that would name it anew."""
    name = replaced_field(form)
    return replace(form, fields={key: field for key, field in form.fields.items() if key != name})


def with_name(body: Mapping[str, Any], form: "Form | None", name: str) -> dict[str, Any]:
    """Answers for people to read: of what places another entry, the words of that one where its own would stand."""
    field = names_field(form) if form and name else ""
    return {field: name, **body} if field else dict(body)


def can_place(form: "Form") -> bool:
    """Whether others may place what was entered with this form: it says what it is, and where it lies."""
    return bool(names_field(form)) and any(field.kind == "placement" for field in form.fields.values())


def offered_forms(kit: "PrintedKit") -> frozenset[str]:
    """The forms whose entries others place, vote on or build on: twins among them would split what they gather."""
    placed = {name for name, form in kit.forms.items() if can_place(form)}
    voted = {name for form in kit.forms.values() for field in form.fields.values() for name in kit.voted_on(field)}
    built_on = {form.builds_on for form in kit.forms.values()}
    return frozenset((placed | voted | built_on) & set(kit.forms))


def offers(form: "Form", poster: str, back: Background) -> tuple[Offer, ...]:
    """What this phone may choose with the form: what it may place on the poster ('' for none), or build on.

    Of twins the one that stays.
    """
    kind = relation_of(form)
    if kind is None:
        return ()
    states = RELEASED if back.session.premoderate else VISIBLE
    own = back.device.number if back.device else None
    entries = back.store.entries(back.session.id, states=(*VISIBLE, "merged"), forms=(form.id,))
    about = {relation.source: relation.target for relation in back.store.relations(back.session.id, kind)}
    mine = (entry for entry in entries if own is not None and entry.device == own)
    placed = {back.store.stays(about.get(entry.id, entry.id)) for entry in mine}
    if form.builds_on:
        offered: Iterable[Entry] = back.store.entries(back.session.id, states=VISIBLE, forms=(form.builds_on,))
    else:
        offered = _originals(entries, about, poster)
    there = [
        Offer(entry.id, name, own is not None and entry.device == own, entry.id in placed)
        for entry in offered
        if (entry.state in states or (entry.state in VISIBLE and own is not None and entry.device == own))
        and (name := name_of(entry, back.kit))
    ]
    newest = there[::-1]
    return tuple(sorted(newest, key=lambda offer: (offer.is_placed, not offer.is_own))[:MOST_OFFERED])


def offers_on(subject: Subject, back: Background) -> tuple[Offer, ...]:
    """What this phone may place on what it scanned."""
    thing = subject.thing
    return offers(subject.form, thing.id if thing and thing.kind == "poster" else "", back)


def _originals(entries: "Iterable[Entry]", about: dict[str, str], poster: str) -> "Iterable[Entry]":
    """Entries that place nothing else, on this poster."""
    return (
        entry
        for entry in entries
        if entry.id not in about and (entry.thing if entry.kind == "poster" else "") == poster
    )
