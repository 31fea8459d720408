"""`motifs.yaml`: pictures by name that cards refer to, and what a card lends to the picture of one that names it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from generator.deck.model import Card, DeckHead, Value
from generator.errors import FileError, Problems, did_you_mean
from generator.sources import NO_MARKS, Map, Marks, SourceModel, bind, parse, source_model

MOTIFS_FILE = "motifs.yaml"
FIELD = "motif"


@source_model
class Derived(SourceModel):
    """The pictures of cards that say none: out of what the cards that they name lend them."""

    by: tuple[str, ...] = ("proposes",)  # fields of cards that name others
    lends: dict[str, str] = field(default_factory=dict)  # card id → a vessel, contents, a state … as in a line
    marks: Marks = NO_MARKS


@source_model
class Motifs(SourceModel):
    """Motifs that cards name, and those that follow from other cards."""

    named: dict[str, str] = field(default_factory=dict)  # a name → the line that says the motif
    derived: Derived = field(default_factory=Derived)
    marks: Marks = NO_MARKS


def read_motifs(folder: Path, problems: Problems) -> Motifs | None:
    """What the file says, checked; None where it cannot be used."""
    try:
        data = (folder / MOTIFS_FILE).read_bytes()
    except OSError as error:
        raise FileError(f"cannot read {MOTIFS_FILE}: {error.strerror}") from error
    node = parse(data, MOTIFS_FILE, problems)
    if not isinstance(node, Map):
        return None
    motifs = bind(node, Motifs, problems, node.marks.here)
    if motifs is None:
        return None
    _check(motifs.named, _marks(node, "named"), problems)
    derived = node.get("derived")
    _check(motifs.derived.lends, _marks(derived, "lends") if isinstance(derived, Map) else NO_MARKS, problems)
    return motifs


def _marks(node: Map, key: str) -> Marks:
    inner = node.get(key)
    return inner.marks if isinstance(inner, Map) else NO_MARKS


def _check(lines: Mapping[str, str], marks: Marks, problems: Problems) -> None:
    from generator.motifs.words import merged

    for name, line in lines.items():
        for fault in merged([line])[1]:
            problems.error(marks.of(name), f"'{line}': {fault.message}", fault.hint, "unknown-motif")


def with_motifs(motifs: Motifs, head: DeckHead, cards: Sequence[Card], problems: Problems) -> Iterator[Card]:
    """The cards: names of motifs as their lines, and lines for those that have none of their own."""
    known = {card.id for card in cards}
    marks = motifs.derived.marks
    for other in motifs.derived.lends:
        if other not in known:
            hint = did_you_mean(other, sorted(known)) or "write the id of a card of this deck"
            problems.error(marks.of("lends"), f"there is no card '{other}'", hint, "unknown-card")
    for card in cards:
        own = card.values.get(FIELD)
        line = motifs.named.get(own, "") if isinstance(own, str) else _lent(motifs.derived, head, card.values)
        yield replace(card, values={**card.values, FIELD: line}) if line else card


def _lent(derived: Derived, head: DeckHead, values: Mapping[str, Value]) -> str:
    from generator.motifs.words import merged

    named = [name for key in derived.by if key in head.fields for name in values.get(key, ())]
    motif, _ = merged([derived.lends[name] for name in named if name in derived.lends])
    return str(motif) if motif and (motif.vessel or motif.contents) else ""
