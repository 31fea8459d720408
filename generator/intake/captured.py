"""Cards that people wrote in a room become cards of a workshop: new ones are added, what people changed there stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator.compose.inline import plain
from generator.deck import DeckHead
from generator.errors import NOWHERE, Place, Problems, SourceError
from generator.intake.again import WORKSHOP, CardFiles, Changes, Merge
from generator.intake.names import slug
from generator.intake.records import Value
from generator.intake.written import pair
from generator.sources import NO_MARKS, Marks, read, tidy

MEMORY_FILE = "captured.yaml"
FORMAT = 1
SOURCE = "what was captured"
TEXTS = ("about", "line")  # what a card says is the first of these that the deck has, else its first text
LABEL, CREDIT = "mark", "credit"  # fields for a label and for who wrote it; a deck without them has both as a remark


@dataclass(frozen=True, kw_only=True)
class CapturedMemory:
    """What an earlier run took over: what has changed since on either side is known by it."""

    format: int = FORMAT
    cards: dict[str, dict[str, str | tuple[str, ...]]] = field(default_factory=dict)  # id → what the card said
    marks: Marks = NO_MARKS


class WrittenCard(NamedTuple):
    """A card as a room wrote it; `texts` by fields of its form, `title` and `words` among them."""

    id: str
    session: str  # its title
    texts: Mapping[str, str]
    category: str = ""
    role: str = ""
    label: str = ""
    group: str = ""
    credits: tuple[str, ...] = ()


class AddedCards(NamedTuple):
    """What a run comes to: files of the workshop, by name, and what changed."""

    files: Mapping[str, bytes]
    changes: Changes
    where: Mapping[str, str]  # id of a new card → its file
    unsaid: tuple[str, ...]  # ids of cards that lie there, were taken over once, and were not given this time


def values_of(card: WrittenCard, head: DeckHead | None) -> dict[str, Value]:
    """What it says by the fields of a deck; without one by the usual ones."""
    kinds = {name: rule.kind for name, rule in head.fields.items()} if head else {}
    texts = [name for name, kind in kinds.items() if kind == "text" and name != "title"]
    words = next((name for name in TEXTS if name in texts), texts[0] if texts else TEXTS[0])
    said: dict[str, Value] = {"category": card.category, "role": card.role}
    for name, text in card.texts.items():
        at = words if name == "words" else name
        if at in ("title", words) or kinds.get(at) == "text":
            said[at] = as_written(text)
        elif kinds.get(at) == "list":
            said[at] = tuple(map(as_written, text.split("\n")))
    if card.label and kinds.get(LABEL) == "text":
        said[LABEL] = as_written(card.label)
    if card.credits and kinds.get(CREDIT) == "text":
        said[CREDIT] = as_written(", ".join(card.credits))
    return {name: value for name, value in said.items() if value}


def as_written(text: str) -> str:
    """A text whose stars are stars and whose backslashes are backslashes, as a file of cards says it."""
    text = tidy(text)
    return text if plain(text) == text else text.replace("\\", "\\\\").replace("*", "\\*")


def file_of(session: str) -> str:
    """Where the cards of a session lie in a workshop."""
    return f"cards/room-{slug(session) or 'cards'}.yaml"


def read_captured(folder: Path, problems: Problems) -> CapturedMemory:
    path = folder / MEMORY_FILE
    memory = read(path, CapturedMemory, problems, name=MEMORY_FILE) if path.is_file() else CapturedMemory()
    if memory and memory.format > FORMAT:
        problems.error(NOWHERE, f"{MEMORY_FILE} is of a later prepdeck", "update prepdeck", "later-format")
    if memory is None or problems.errors:
        raise SourceError(problems.sorted())
    return memory


def add_to_workshop(folder: Path, head: DeckHead, cards: Sequence[WrittenCard], problems: Problems) -> AddedCards:
    """Writes nothing. Raises SourceError where the cards of the workshop cannot be read, or are in no YAML files."""
    memory = read_captured(folder, problems)
    names = ["deck.yaml", *sorted(f"cards/{path.name}" for path in (folder / "cards").glob("*.yaml"))]
    shop = CardFiles(folder, [name for name in names if (folder / name).is_file()], problems)
    _check_place(folder, shop, problems)
    merge = Merge(shop, SOURCE, WORKSHOP, problems)
    now = {card.id: values_of(card, head) for card in cards}
    new: dict[str, list[WrittenCard]] = {}
    for card in cards:
        own = shop.cards.get(card.id)
        if own:
            merge.one_card(card.id, own, memory.cards.get(card.id, {}), now[card.id])
        elif card.id in memory.cards:
            merge.changes.left_out.append(card.id)
        else:
            merge.changes.new.append(card.id)
            new.setdefault(file_of(card.session), []).append(card)
    files = dict(_added(shop, new, now)) | shop.changed()
    if now:
        files[MEMORY_FILE] = _remembered({**memory.cards, **now})
    where = {card.id: name for name, some in new.items() for card in some}
    unsaid = tuple(name for name in memory.cards if name in shop.cards and name not in now)
    return AddedCards(files, merge.changes, where, unsaid)


def _check_place(folder: Path, shop: CardFiles, problems: Problems) -> None:
    """A deck has its cards in one place: files in cards/ beside another one would be a second."""
    tables = [name for name in ("cards.csv", "cards.xlsx") if (folder / name).is_file()]
    inline = [name for name in ("deck.yaml",) if name in shop.files and shop.files[name].cards()]
    for name in (*tables, *inline):
        hint = "write them into a file with --to, and take them from there"
        problems.error(Place(name), "the cards of this workshop are not in cards/*.yaml", hint, "several-sources")
        raise SourceError(problems.sorted())


def _added(
    shop: CardFiles, new: Mapping[str, Sequence[WrittenCard]], now: Mapping[str, Mapping[str, Value]]
) -> Iterable[tuple[str, bytes]]:
    """Files that there are not yet; others get their cards at the end."""
    for name, cards in new.items():
        file = shop.files.get(name)
        if file is None:
            yield name, new_file(cards, now)
        else:
            listed = file.cards()
            file.insert(listed[-1] if listed else None, "\n\n".join(_lines(card, now[card.id]) for card in cards))


def new_file(cards: Sequence[WrittenCard], now: Mapping[str, Mapping[str, Value]]) -> bytes:
    """A file of cards, of one at least."""
    sessions = ", ".join(dict.fromkeys(f"“{_remark(card.session)}”" for card in cards))
    written = "\n\n".join(_lines(card, now[card.id]) for card in cards)
    return f"""\
# Cards that people wrote in {sessions}, as `prepdeck results deck` took them over; yours to edit.
# Keep the ids: the printed codes come from them. The next run adds what is new, and what you changed stays.

cards:
{written}
""".encode()


def _lines(card: WrittenCard, values: Mapping[str, Value]) -> str:
    """A card as an item of a list, and over it in a remark what has no field in the deck."""
    remarks = {
        "Label": "" if LABEL in values else card.label,
        "Lies with": card.group,
        "Written by": "" if CREDIT in values else ", ".join(card.credits),
    }
    lines = [f"  # {name}: {_remark(text)}" for name, text in remarks.items() if text]
    pairs = [pair(key, value, 4) for key, value in {"id": card.id, **values}.items()]
    return "\n".join([*lines, "  - " + "\n".join(pairs).lstrip()])


def _remark(text: str) -> str:
    """In one line, of what can be seen."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _remembered(cards: Mapping[str, Mapping[str, Value]]) -> bytes:
    lines = [
        "# What `prepdeck results deck` took over: the next run compares with it. Leave it as it is.",
        f"format: {FORMAT}",
        "cards:",
    ]
    for name, values in cards.items():
        lines += [f"  {name}:", *(pair(key, value, 4) for key, value in values.items())]
    return ("\n".join(lines) + "\n").encode()
