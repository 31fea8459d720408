"""import.yaml: what an import remembers, so that the next one of the changed source changes only what changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import NOWHERE, Problems
from generator.intake.draft import Draft
from generator.intake.records import Value
from generator.intake.written import pair, scalar
from generator.sources import NO_MARKS, Marks, read

MEMORY_FILE = "import.yaml"
FORMAT = 1
CATEGORY, KNOWN_AS = (
    "category",
    "known-as",
)  # beside the fields of a card: its category as the source calls it; its id there


@dataclass(frozen=True, kw_only=True)
class Memory:
    """The last import of a workshop."""

    format: int = FORMAT
    source: str  # the name of the file or folder
    map: dict[str, str]  # column → field
    categories: dict[str, str]  # the source's words → id
    cards: dict[str, dict[str, str | tuple[str, ...]]] = field(default_factory=dict)  # id → what the source said
    aside: tuple[str, ...] = ()  # ids of cards for which no layout had room
    marks: Marks = NO_MARKS


def memory_of(draft: Draft, source: str) -> Memory:
    cards: dict[str, dict[str, Value]] = {}
    for card in draft.cards:
        own = {CATEGORY: card.category, KNOWN_AS: card.known_as}
        cards[card.id] = {**{name: text for name, text in own.items() if text}, **card.values}
    mapping = {column.name: column.field for column in draft.columns}
    aside = tuple(card.id for card in draft.cards if card.no_room)
    return Memory(source=source, map=mapping, categories=dict(draft.categories), cards=cards, aside=aside)


def read_memory(folder: Path, problems: Problems) -> Memory | None:
    """What the last import of a workshop left; None where there was none, or, with a problem, where it is damaged."""
    path = folder / MEMORY_FILE
    if not path.is_file():
        return None
    memory = read(path, Memory, problems, name=MEMORY_FILE)
    if memory and memory.format > FORMAT:
        problems.error(NOWHERE, f"{MEMORY_FILE} is of a later prepdeck", "update prepdeck", "later-format")
        return None
    return memory


def written_memory(memory: Memory) -> str:
    lines = [
        f"# What `prepdeck import` knows of {memory.source}: the next import compares with it. Leave it as it is.",
        f"format: {memory.format}",
        f"source: {scalar(memory.source)}",
        "map:",
        *(_entry(column, name) for column, name in memory.map.items()),
        "categories:",
        *(_entry(text, name) for text, name in memory.categories.items()),
        *([pair("aside", memory.aside, 0)] if memory.aside else []),
        "cards:",
    ]
    for name, values in memory.cards.items():
        lines += [f"  {name}:", *(pair(key, content, 4) for key, content in values.items())]
    return "\n".join(lines) + "\n"


def _entry(key: str, name: str) -> str:
    return f"  {key_text(key)}: {scalar(name)}"


def key_text(key: str) -> str:
    written: Mapping[str, str] = {"": '""'}
    return written.get(key) or scalar(key.replace("\n", " "))
