"""From a source to the files of a new workshop: one step after another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from generator.errors import NOWHERE, Problems, SourceError
from generator.intake.columns import Column, map_columns
from generator.intake.draft import Draft, Left, draft_of, with_categories, with_ids
from generator.intake.headings import LEFT
from generator.intake.language import language_of
from generator.intake.memory import MEMORY_FILE, memory_of, written_memory
from generator.intake.records import Gathered, Value, as_text
from generator.intake.spoken import with_gaps_named, words_files
from generator.intake.twins import twins
from generator.intake.written import Identity, workshop_files

LONGEST_TITLE = 80


@dataclass(frozen=True)
class Wishes:
    """What a command said of an import."""

    map: Mapping[str, str]
    title: str = ""
    language: str = ""
    before: Mapping[str, str] = field(default_factory=dict)  # the mapping of the last import


def understood(source: Gathered, wishes: Wishes, otherwise: str, problems: Problems) -> Draft:
    """The deck that the source is taken for, its cards without ids. `otherwise` is its title where it says none.

    Raises UnknownColumn where the mapping names something that is not there, SourceError where a file is torn.
    """
    columns = map_columns(source, wishes.map, wishes.before)
    _check_gone(columns, wishes.before, problems)
    texts = (
        text
        for column in columns
        if column.field in ("title", "about", "line") and not column.language
        for text in source.texts(column.name)
    )
    title = wishes.title or (source.title if 0 < len(source.title) <= LONGEST_TITLE else "") or otherwise
    language = wishes.language or twins(source)[0] or language_of(texts)
    draft = with_gaps_named(draft_of(source, columns, " ".join(title.split()), language, problems))
    if problems.errors:
        raise SourceError(problems.sorted())
    return draft


def _check_gone(columns: Sequence[Column], before: Mapping[str, str], problems: Problems) -> None:
    """A problem where a column that filled a field is not there any more, and no other fills it."""
    names = {column.name for column in columns}
    fields = {column.field for column in columns}
    for name, goal in before.items():
        if name not in names and goal != LEFT and goal not in fields:
            message = f"the column '{name}', which was '{goal}', is gone"
            hint = f"say which one it is now: --map COLUMN={goal}"
            problems.error(NOWHERE, message, hint, "missing-column")
    if problems.errors:
        raise SourceError(problems.sorted())


def without_symbols(draft: Draft, unprintable: Callable[[Iterable[str]], frozenset[str]]) -> Draft:
    """The draft without pictographs that cannot be printed; they are left over."""
    texts = [as_text(value) for card in draft.cards for value in card.values.values()]
    texts += [card.category for card in draft.cards] + [draft.title]
    texts += [as_text(it) for card in draft.cards for some in card.words.values() for it in some.values()]
    lacking = unprintable(texts)
    if not lacking:
        return draft
    table = dict.fromkeys(map(ord, lacking))

    def bare(value: Value) -> Value:
        if isinstance(value, str):
            return "\n".join(" ".join(line.translate(table).split()) for line in value.split("\n"))
        return tuple(item for text in value if (item := str(bare(text))))

    cards = []
    for card in draft.cards:
        values = {name: text for name, value in card.values.items() if (text := bare(value))}
        said = {name: {key: bare(value) for key, value in some.items()} for name, some in card.words.items()}
        cards.append(replace(card, values=values or card.values, category=str(bare(card.category)), words=said))
    hit = [card for card in draft.cards if not lacking.isdisjoint("".join(map(as_text, card.values.values())))]
    shown = " ".join(sorted(it for it in lacking if it.isprintable()))
    note = [Left(f"a symbol that no bundled font has ({shown})", len(hit), hit[0].place)] if hit else []
    return replace(draft, title=str(bare(draft.title)), cards=tuple(cards), left=(*draft.left, *note))


def finished(draft: Draft) -> Draft:
    """The draft with ids and categories."""
    return with_categories(with_ids(draft))


class Chosen(Protocol):
    """What whoever composes says of a workshop that is not there yet."""

    @property
    def layout(self) -> str: ...
    @property
    def others(self) -> Mapping[str, str]: ...
    @property
    def too_long(self) -> Mapping[str, tuple[str, ...]]: ...


def in_layout(draft: Draft, chosen: Chosen) -> Draft:
    """The draft with cards that the chosen layout does not hold in another one of its size, or put aside."""
    cards = [
        replace(card, layout=chosen.others.get(card.id, ""), no_room=chosen.too_long.get(card.id, ()))
        for card in draft.cards
    ]
    return replace(draft, cards=tuple(cards))


def files_of(draft: Draft, identity: Identity, layout: str) -> dict[str, bytes]:
    """The files of the workshop, by name, with what the next import has to know."""
    files = workshop_files(draft, identity, layout) | words_files(draft)
    files[MEMORY_FILE] = written_memory(memory_of(draft, identity.source))
    return {name: text.encode() for name, text in files.items()}
