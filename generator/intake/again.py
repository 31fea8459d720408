"""The import of a changed source into its workshop: three-way, so that what people wrote in the workshop stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from generator.errors import FileError, Place, Problems, SourceError
from generator.intake.draft import Draft, DraftCard, with_categories, with_ids
from generator.intake.edits import EditedFile, values_by_key
from generator.intake.matching import known_cards
from generator.intake.memory import CATEGORY, KNOWN_AS, MEMORY_FILE, Memory, memory_of, written_memory
from generator.intake.records import Value, as_text
from generator.intake.written import card_lines, colour_of, in_braces, palette
from generator.sources import Items, Map, Node, parse
from generator.sources.spans import Span

FILE, WORKSHOP = "file", "workshop"  # whose words go where both have changed
_KINDS = {"prompts": "list", "motif": "picture", "url": "url"}
_SHOWN = 60  # characters of a text in a message


@dataclass
class Changes:
    """What an import of a changed source did; ids of cards, with the fields where some of them changed."""

    new: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    kept: dict[str, list[str]] = field(default_factory=dict)  # changed in the workshop, and not in the source
    left_out: list[str] = field(default_factory=list)  # changed in the source, and taken out of the workshop
    categories: list[str] = field(default_factory=list)  # new ones

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone or self.categories)


class _OwnCard(NamedTuple):
    """A card as it stands in a file of the workshop."""

    file: str
    values: Mapping[str, Value]
    node: Map
    span: Span


class Workshop:
    """The files of a workshop that hold its cards, to be changed."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        self.folder, self.problems = folder, problems
        self.files: dict[str, EditedFile] = {}
        self.cards: dict[str, _OwnCard] = {}
        names = ["deck.yaml", *sorted(f"cards/{path.name}" for path in (folder / "cards").glob("*.yaml"))]
        for name in names:
            self._read(name)
        if problems.errors:
            raise SourceError(problems.sorted())

    def _read(self, name: str) -> None:
        try:
            data = (self.folder / name).read_bytes()
        except OSError as error:
            raise FileError(f"{self.folder / name}: cannot be read: {error.strerror}") from error
        node: Node = parse(data, name, self.problems)
        if self.problems.errors:
            return
        edited = self.files[name] = EditedFile(data.decode("utf-8-sig"))
        listed = node.get("cards") if isinstance(node, Map) else node
        spans = edited.cards()
        for at, item in enumerate(listed if isinstance(listed, Items) else ()):
            if isinstance(item, Map) and isinstance(ident := item.get("id"), str):
                self.cards[ident] = _OwnCard(name, values_by_key(item), item, spans[at])

    def changed_files(self) -> dict[str, bytes]:
        return {name: file.text.encode() for name, file in self.files.items() if file.text != file.before}


def import_again(
    draft: Draft, memory: Memory, folder: Path, source: str, prefer: str, problems: Problems
) -> tuple[dict[str, bytes], Draft, Changes]:
    """The files that change, the draft with its ids, and what changed. Raises SourceError where both sides changed a
    field and `prefer` does not say whose words go; nothing is to be written then.
    """
    shop = Workshop(folder, problems)
    if not shop.cards and memory.cards:
        hint = "import into a new folder, or write there what changed"
        problems.error(
            Place(MEMORY_FILE), "the cards of this workshop are not in YAML files any more", hint, "no-cards"
        )
        raise SourceError(problems.sorted())
    known = known_cards(draft.cards, memory.cards)
    others = {*shop.cards, *memory.cards}
    draft = with_categories(with_ids(draft, known, tuple(others)), memory.categories)
    merge = _Merge(draft, memory, shop, source, prefer, problems)
    merge.all_cards()
    merge.new_entries()
    if problems.errors:
        raise SourceError(problems.sorted())
    files = shop.changed_files()
    there = {*shop.cards, *merge.changes.new}
    now = replace(memory_of(draft, source), aside=tuple(name for name in memory.aside if name not in there))
    files[MEMORY_FILE] = written_memory(now).encode()
    return files, draft, merge.changes


class _Merge:
    def __init__(
        self, draft: Draft, memory: Memory, shop: Workshop, source: str, prefer: str, problems: Problems
    ) -> None:
        self.draft, self.memory, self.shop = draft, memory, shop
        self.source, self.prefer, self.problems = source, prefer, problems
        self.changes = Changes()

    def all_cards(self) -> None:
        last: _OwnCard | None = None
        added: dict[str, list[DraftCard]] = {}  # id of the card before them ('': none) → new ones
        after = ""
        for card in self.draft.cards:
            own = self.shop.cards.get(card.id)
            if own:
                self._one(card, own)
                last, after = own, card.id
            elif card.id in self.memory.cards and not self._comes_back(card):
                continue
            else:
                added.setdefault(after, []).append(card)
                self.changes.new.append(card.id)
        for before, cards in added.items():
            self._insert(self.shop.cards.get(before) or last, cards, is_first=not before)
        self._remove_gone()

    def _comes_back(self, card: DraftCard) -> bool:
        """Whether a card that is not in the workshop is to be there: put aside for its length, and changed since."""
        is_changed = self._theirs(card) != dict(self.memory.cards[card.id])
        if is_changed and card.id not in self.memory.aside:
            self.changes.left_out.append(card.id)
        return is_changed and card.id in self.memory.aside

    def _theirs(self, card: DraftCard) -> dict[str, Value]:
        own = {CATEGORY: card.category, KNOWN_AS: card.known_as}
        return {**{name: text for name, text in own.items() if text}, **card.values}

    def _one(self, card: DraftCard, own: _OwnCard) -> None:
        before = self.memory.cards.get(card.id, {})
        category_before = self.memory.categories.get(as_text(before.get(CATEGORY, "")), "")
        sides = [(CATEGORY, category_before, self.draft.categories[card.category])]
        names = dict.fromkeys((*card.values, *(name for name in before if name not in (CATEGORY, KNOWN_AS))))
        sides += [(name, before.get(name, ""), card.values.get(name, "")) for name in names]  # type: ignore[misc]
        for name, base, theirs in sides:
            self._field(card.id, name, own, base, theirs)

    def _field(self, ident: str, name: str, own: _OwnCard, base: Value, theirs: Value) -> None:
        mine = own.values.get(name, "")
        if name == "quantity":
            base, mine, theirs = base or "1", mine or "1", theirs or "1"
        if mine == theirs:
            return
        if theirs == base:
            self.changes.kept.setdefault(ident, []).append(name)
            return
        if mine != base and not self.prefer:
            self._report_both(ident, name, own, mine, theirs)
            return
        if mine != base and self.prefer == WORKSHOP:
            self.changes.kept.setdefault(ident, []).append(name)
            return
        self.changes.changed.setdefault(ident, []).append(name)
        file = self.shop.files[own.file]
        if theirs and (name, theirs) != ("quantity", "1"):
            file.set(own.span, name, theirs)
        elif name in own.values:
            file.drop(own.span, name)

    def _report_both(self, ident: str, name: str, own: _OwnCard, mine: Value, theirs: Value) -> None:
        where = own.node.marks.of(name)
        message = (
            f"'{name}' of '{ident}' was changed here and in {self.source}: {_shown(mine)} here, {_shown(theirs)} there"
        )
        hint = "make them the same, or say --prefer file or --prefer workshop"
        self.problems.error(where, message, hint, "both-changed")

    def _insert(self, neighbour: _OwnCard | None, cards: Sequence[DraftCard], *, is_first: bool) -> None:
        lines = "\n\n".join(card_lines(card, self.draft.categories[card.category], self.draft.fields) for card in cards)
        if neighbour is None:
            name = next((it for it in self.shop.files if it != "deck.yaml"), "deck.yaml")
            self.shop.files[name].insert(None, lines)
        elif is_first:
            first = next(iter(self.shop.files[neighbour.file].cards()), None)
            self.shop.files[neighbour.file].insert(first, lines)
        else:
            self.shop.files[neighbour.file].insert(neighbour.span, lines)

    def _remove_gone(self) -> None:
        still = {card.id for card in self.draft.cards}
        for ident, before in self.memory.cards.items():
            own = self.shop.cards.get(ident)
            if ident in still or own is None:
                continue
            edited = [name for name, value in self._own_words(own) if before.get(name, "") != value]
            if edited and not self.prefer:
                message = f"'{ident}' is not in {self.source} any more, and its {' and '.join(edited)} was changed here"
                hint = "take the card out, or say --prefer file or --prefer workshop"
                self.problems.error(own.node.marks.here, message, hint, "both-changed")
            elif not edited or self.prefer == FILE:
                self.changes.gone.append(ident)
                self.shop.files[own.file].remove(own.span)
            else:
                self.changes.kept.setdefault(ident, []).append("the card")

    def _own_words(self, own: _OwnCard) -> Iterator[tuple[str, Value]]:
        fields = (*_KINDS, "title", "line", "about", "example")
        yield from ((name, value) for name, value in own.values.items() if name in fields)

    def new_entries(self) -> None:
        """Categories and fields that deck.yaml does not say yet."""
        deck = self.shop.files["deck.yaml"]
        entries = deck.root.entries
        known = entries["categories"].entries if "categories" in entries else {}
        for n, (text, ident) in enumerate(self.draft.categories.items()):
            if ident not in known and any(card.category == text for card in self.draft.cards):
                colour = palette()[colour_of(n)].rgb.hex
                written = f'{{name: {in_braces(text or self.draft.title)}, colour: "{colour}"}}'
                if deck.add_entry("categories", ident, written):
                    self.changes.categories.append(ident)
        fields = entries["fields"].entries if "fields" in entries else {}
        for name in self.draft.fields:
            if name not in fields and fields:
                deck.add_entry("fields", name, f"{{kind: {_KINDS.get(name, 'text')}}}")


def _shown(value: Value) -> str:
    text = " / ".join(as_text(value).split("\n"))
    return f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" if text else "nothing"
