"""Gives every printed thing its code: the one pinned in its source, or the one its ids lead to. Writes nothing."""

from collections.abc import Iterable
from typing import NamedTuple

from generator.codes.code import ALPHABET, LENGTH, derive, is_code, normalise
from generator.codes.manifest import Manifest
from generator.errors import NOWHERE, Place, Problems

Key = tuple[str, str, str]  # kind, id, copy


class Thing(NamedTuple):
    """What gets a code. `pin` is the `code:` of its source, `place` where that or the thing itself is said."""

    kind: str
    id: str
    copy: str = ""
    pin: str = ""
    place: Place = NOWHERE

    @property
    def key(self) -> Key:
        return self.kind, self.id, self.copy


def assign(
    things: Iterable[Thing], kit_id: str, problems: Problems, published: Manifest | None = None
) -> dict[Key, str]:
    """A code for each thing. Two things with one code, or one that was printed on another thing, are errors."""
    codes: dict[Key, str] = {}
    owners: dict[str, Thing] = {}
    printed = {entry.code: entry.key for entry in published.things} if published else {}
    for thing in things:
        code = _code_of(thing, kit_id, problems)
        codes[thing.key] = code
        owner = owners.setdefault(code, thing)
        if owner.key != thing.key:
            _collision(thing, owner, code, problems)
        elif printed.get(code, thing.key) != thing.key:
            _printed_before(thing, printed[code], code, problems)
    return codes


def _code_of(thing: Thing, kit_id: str, problems: Problems) -> str:
    derived = derive(kit_id, thing.kind, thing.id, thing.copy)
    if not thing.pin:
        return derived
    pinned = normalise(thing.pin)
    if is_code(pinned):
        return pinned
    odd = "".join(dict.fromkeys(character for character in pinned if character not in ALPHABET))
    fault = f"no code has {' or '.join(odd)} in it" if odd else f"a code has {LENGTH} characters, not {len(pinned)}"
    hint = f"codes are {LENGTH} characters of {ALPHABET}; without 'code:' this one gets {derived}"
    problems.error(thing.place, f"'{thing.pin}' cannot be the code of {_named(thing.key)}: {fault}", hint, "code-pin")
    return derived


def _collision(thing: Thing, owner: Thing, code: str, problems: Problems) -> None:
    where = f" ({owner.place})" if owner.place != NOWHERE else ""
    message = f"{_named(thing.key)} gets the code {code}, which {_named(owner.key)}{where} has already"
    problems.error(thing.place, message, _cure(thing, owner), "code-collision")


def _cure(thing: Thing, owner: Thing) -> str:
    if thing.pin and owner.pin:
        return "change 'code:' of one of them, whichever is not printed yet"
    if thing.pin or owner.pin:
        pinned = thing if thing.pin else owner
        return f"change 'code:' of {_named(pinned.key)}, or pin another code for the other one"
    return f"pin one of them, whichever is not printed yet: give it 'code:' and {LENGTH} characters of {ALPHABET}"


def _printed_before(thing: Thing, owner: Key, code: str, problems: Problems) -> None:
    message = f"{_named(thing.key)} gets the code {code}, which is printed on {_named(owner)} for good"
    cure = "change its 'code:'" if thing.pin else f"pin another: give it 'code:' and {LENGTH} characters of {ALPHABET}"
    problems.error(thing.place, message, cure, "code-published")


def _named(key: Key) -> str:
    kind, name, copy = key
    return f"{kind} '{name}'" + (f" (copy {copy})" if copy else "")
