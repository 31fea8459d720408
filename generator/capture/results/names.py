"""Names of people in what is handed on: they stand where somebody typed them for it, and nowhere else.

A field that asks who somebody is says so (`person: true`). What is typed there is for the room: its own files, its
outcome and its cookbook have it, and no file does that is made to be shared. Who was there and who calls people
together is typed on the sheet of the outcome for whoever gets it, and stands in each file.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from generator.capture.kits import PrintedKit
from generator.capture.model import Entry
from generator.form import FIELD_KINDS, Form

TYPED_FOR_IT = {"outcome": frozenset({"people", "host"})}  # fields, by form
# Kits that were printed before a field could say so have these, in any form and in one.
_NAMED = frozenset({"cook", "host", "owner", "people", "sponsor", "witness"})
_OF_FORM = {"assessment": {"talks"}, "blank": {"credit"}, "follow-up": {"next"}, "pantry": {"who"}}
_NONE: frozenset[str] = frozenset()


def person_fields(form: Form) -> frozenset[str]:
    """Those of a form that ask for people, typed for it or not."""
    known = _NAMED | _OF_FORM.get(form.id, _NONE)
    words = (name for name, field in form.fields.items() if FIELD_KINDS[field.kind].typed == "words")
    return frozenset(name for name in words if form.fields[name].person or name in known)


def _left_out(form: Form) -> Iterator[str]:
    """With the sentences that are built from such an answer."""
    people = person_fields(form) - TYPED_FOR_IT.get(form.id, _NONE)
    yield from people
    yield from (name for name, field in form.fields.items() if people.intersection(field.parts))


def nameless(kit: PrintedKit | None) -> Callable[[Entry], Entry]:
    """What an entry says without them; of a kit that cannot be read, by the names of its fields."""
    known: Mapping[str, Collection[str]] = {
        form.id: set(_left_out(form)) for form in (kit.forms.values() if kit else ())
    }

    def seen(entry: Entry) -> Entry:
        out = known.get(entry.form)
        if out is None:
            out = (_NAMED | _OF_FORM.get(entry.form, _NONE)) - TYPED_FOR_IT.get(entry.form, _NONE)
        return entry._replace(body={name: said for name, said in entry.body.items() if name not in out})

    return seen
