"""import.yaml: what an import remembers, so that the next one of the changed source changes only what changed."""

from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import NOWHERE, Problems
from generator.intake.draft import CATEGORY, Draft
from generator.intake.records import Value
from generator.intake.spoken import words_of
from generator.intake.written import pair, scalar
from generator.sources import NO_MARKS, Marks, read

MEMORY_FILE = "import.yaml"
FORMAT = 1
KNOWN_AS = "known-as"  # beside the fields of a card and its category as the source calls it: its id there


@dataclass(frozen=True, kw_only=True)
class Memory:
    """The last import of a workshop."""

    format: int = FORMAT
    source: str  # the name of the file or folder
    map: tuple[str, ...]  # of each column what --map would say: Name=title
    categories: dict[str, str]  # id → the source's words
    cards: dict[str, dict[str, str | tuple[str, ...]]] = field(default_factory=dict)  # id → what the source said
    words: dict[str, dict[str, dict[str, str | tuple[str, ...]]]] = field(default_factory=dict)  # the same by language
    aside: tuple[str, ...] = ()  # ids of cards for which no layout had room
    marks: Marks = NO_MARKS

    @property
    def fields(self) -> dict[str, str]:
        """Column → field."""
        return {column: name for column, _, name in (text.rpartition("=") for text in self.map)}

    @property
    def category_ids(self) -> dict[str, str]:
        """The source's words → id."""
        return {text: ident for ident, text in self.categories.items()}


def memory_of(draft: Draft, source: str) -> Memory:
    cards: dict[str, dict[str, Value]] = {}
    for card in draft.cards:
        own = {CATEGORY: card.category, KNOWN_AS: card.known_as}
        cards[card.id] = {**{name: text for name, text in own.items() if text}, **card.values}
    mapping = tuple(f"{column.name}={column.goal}" for column in draft.columns)
    categories = {ident: text for text, ident in draft.categories.items()}
    words = {language: {card.id: words_of(card, language) for card in draft.cards} for language in draft.languages}
    aside = tuple(card.id for card in draft.cards if card.no_room)
    return Memory(source=source, map=mapping, categories=categories, cards=cards, words=words, aside=aside)


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
        pair("map", memory.map, 0),
        "categories:",
        *(pair(ident, text, 2) for ident, text in memory.categories.items()),
        *([pair("aside", memory.aside, 0)] if memory.aside else []),
        "cards:",
    ]
    for name, values in memory.cards.items():
        lines += [f"  {name}:", *(pair(key, content, 4) for key, content in values.items())]
    lines += ["words:"] if memory.words else []
    for language, cards in memory.words.items():
        lines.append(f"  {language}:")
        for name, values in cards.items():
            lines += [f"    {name}:", *(pair(key, content, 6) for key, content in values.items())]
    return "\n".join(lines) + "\n"
