"""The import of a changed source into its workshop: three-way, so that what people wrote in the workshop stays."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from generator.errors import Place, Problems, SourceError
from generator.intake.draft import CATEGORY, TEXTS, Draft, with_categories, with_ids
from generator.intake.edits import EditedFile, values_by_key
from generator.intake.folder import file_bytes
from generator.intake.known_cards import known_cards
from generator.intake.memory import KNOWN_AS, MEMORY_FILE, Memory, memory_of, written_memory
from generator.intake.records import Value, as_text
from generator.intake.spoken import category_names, word_lines, words_files, words_of
from generator.intake.written import CARDS_FILE, KINDS, card_lines, colour_of, in_braces, palette
from generator.sources import Items, Map, Node, parse
from generator.sources.spans import Span
from generator.sources.translation import FOLDER

FILE, WORKSHOP = "file", "workshop"  # whose words go where both have changed
_WORDS = (*TEXTS, "motif", "url")
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


class CardFiles:
    """Files of a workshop that hold its cards, or their words in a language, to be changed."""

    def __init__(self, folder: Path, names: Sequence[str], problems: Problems) -> None:
        self.folder, self.problems = folder, problems
        self.files: dict[str, EditedFile] = {}
        self.cards: dict[str, _OwnCard] = {}
        for name in names:
            self._read(name)
        if problems.errors:
            raise SourceError(problems.sorted())

    def _read(self, name: str) -> None:
        data = file_bytes(self.folder / name)
        node: Node = parse(data, name, self.problems)
        if self.problems.errors:
            return
        edited = self.files[name] = EditedFile(data.decode("utf-8-sig"))
        listed = node.get("cards") if isinstance(node, Map) else node
        spans = edited.cards()
        for at, item in enumerate(listed if isinstance(listed, Items) else ()):
            if isinstance(item, Map) and isinstance(ident := item.get("id"), str):
                self.cards[ident] = _OwnCard(name, values_by_key(item), item, spans[at])

    def changed(self) -> dict[str, bytes]:
        return {name: file.text.encode() for name, file in self.files.items() if file.text != file.before}


class Sides(NamedTuple):
    """What there is to be merged: of each card its words at the last import and now, and how it is written anew."""

    before: Mapping[str, Mapping[str, Value]]
    now: Mapping[str, Mapping[str, Value]]
    lines: Callable[[str], str]  # of a card, by its id
    aside: Collection[str] = ()  # ids of cards that are in no file, as no layout had room


def import_again(
    draft: Draft, memory: Memory, folder: Path, source: str, prefer: str, problems: Problems
) -> tuple[dict[str, bytes], Draft, Changes]:
    """The files that change, the draft with its ids, and what changed. Raises SourceError where both sides changed a
    field and `prefer` does not say whose words go; nothing is to be written then.
    """
    names = ["deck.yaml", *sorted(f"cards/{path.name}" for path in (folder / "cards").glob("*.yaml"))]
    shop = CardFiles(folder, names, problems)
    if not shop.cards and memory.cards:
        hint = "import into a new folder, or write there what changed"
        problems.error(
            Place(MEMORY_FILE), "the cards of this workshop are not in YAML files any more", hint, "no-cards"
        )
        raise SourceError(problems.sorted())
    known = known_cards(draft.cards, memory.cards)
    _check_source(known, memory, source, prefer, problems)
    known |= _written_already(draft, known, {name: own for name, own in shop.cards.items() if name not in memory.cards})
    draft = with_categories(with_ids(draft, known, (*shop.cards, *memory.cards)), memory.category_ids)
    merge = Merge(shop, source, prefer, problems)
    merge.all_cards(_own_sides(draft, memory))
    _add_entries(draft, shop.files["deck.yaml"], merge.changes)
    files = _words(draft, memory, folder, merge)
    if problems.errors:
        raise SourceError(problems.sorted())
    there = {*shop.cards, *merge.changes.new}
    now = replace(memory_of(draft, source), aside=tuple(name for name in memory.aside if name not in there))
    files |= shop.changed()
    files[MEMORY_FILE] = written_memory(now).encode()
    return files, draft, merge.changes


def _check_source(known: Mapping[int, str], memory: Memory, source: str, prefer: str, problems: Problems) -> None:
    """A problem where another file has none of the cards: each of them would go, and its code retire."""
    if memory.cards and not known and source != memory.source and prefer != FILE:
        hint = "import it into a new folder; or say --prefer file, and all cards that are here go"
        problems.error(Place(source), f"none of the cards of {memory.source} is in it", hint, "other-cards")
        raise SourceError(problems.sorted())


def _written_already(draft: Draft, known: Collection[int], others: Mapping[str, "_OwnCard"]) -> dict[int, str]:
    """Place in the draft → id of a card that says the same, as where an import was stopped before it could note it."""
    by_words = {tuple(own.values.get(name, "") for name in TEXTS): name for name, own in others.items()}
    new = (
        (n, by_words.pop(tuple(card.values.get(name, "") for name in TEXTS), ""))
        for n, card in enumerate(draft.cards)
        if n not in known
    )
    return {n: name for n, name in new if name}


def _own_sides(draft: Draft, memory: Memory) -> Sides:
    """Categories by their ids: their names may be changed in deck.yaml."""
    cards = {card.id: card for card in draft.cards}

    def lines(ident: str) -> str:
        return card_lines(cards[ident], draft.categories[cards[ident].category], draft.fields)

    before = {
        ident: {**values, CATEGORY: memory.category_ids.get(as_text(values.get(CATEGORY, "")), "")}
        for ident, values in memory.cards.items()
    }
    now = {card.id: {**card.values, CATEGORY: draft.categories[card.category]} for card in draft.cards}
    return Sides(before, now, lines, memory.aside)


def _words(draft: Draft, memory: Memory, folder: Path, merge: "Merge") -> dict[str, bytes]:
    """The files of other languages: those of a new one, and what changed in the others."""
    files: dict[str, bytes] = {}
    whole = words_files(draft)
    for language in draft.languages:
        home = f"{FOLDER}/{language}"
        if not (folder / home / CARDS_FILE).is_file():
            files |= {name: text.encode() for name, text in whole.items() if name.startswith(f"{home}/")}
            continue
        names = [f"{home}/deck.yaml", f"{home}/{CARDS_FILE}"]
        shop = CardFiles(folder, [name for name in names if (folder / name).is_file()], merge.problems)
        own = Merge(shop, merge.source, merge.prefer, merge.problems)
        there = {it.id: it for it in draft.cards if it.id in merge.shop.cards or it.id in merge.changes.new}
        now = {ident: words_of(card, language) for ident, card in there.items()}
        written = {ident: word_lines(card, language) for ident, card in there.items()}
        own.all_cards(Sides(memory.words.get(language, {}), now, written.__getitem__))
        for ident, fields in own.changes.changed.items():
            merge.changes.changed.setdefault(ident, []).extend(f"{name} in {language}" for name in fields)
        for ident, name in category_names(draft, language).items():
            if ident in merge.changes.categories and names[0] in shop.files:
                shop.files[names[0]].add_entry("categories", ident, f"{{name: {in_braces(name)}}}")
        files |= shop.changed()
    return files


class Merge:
    """Brings the words of a source into the files of a workshop, card by card and field by field."""

    def __init__(self, shop: CardFiles, source: str, prefer: str, problems: Problems) -> None:
        self.shop, self.source, self.prefer, self.problems = shop, source, prefer, problems
        self.changes = Changes()

    def all_cards(self, sides: Sides) -> None:
        last = ""
        added: dict[str, list[str]] = {}  # id of the card before them ('': none) → new ones
        for ident, theirs in sides.now.items():
            own = self.shop.cards.get(ident)
            if own:
                self.one_card(ident, own, sides.before.get(ident, {}), theirs)
                last = ident
            elif ident not in sides.before or self._comes_back(ident, sides):
                added.setdefault(last, []).append(ident)
                self.changes.new.append(ident)
        for before, idents in added.items():
            self._insert(self.shop.cards.get(before), "\n\n".join(map(sides.lines, idents)))
        for ident in sides.before:
            if ident not in sides.now and (own := self.shop.cards.get(ident)):
                self._remove(ident, own, sides.before[ident])

    def _comes_back(self, ident: str, sides: Sides) -> bool:
        """Whether a card that is not in the workshop is to be there: put aside for its length, and changed since."""
        before = {name: value for name, value in sides.before[ident].items() if name != KNOWN_AS}
        is_changed = dict(sides.now[ident]) != before
        if is_changed and ident not in sides.aside:
            self.changes.left_out.append(ident)
        return is_changed and ident in sides.aside

    def one_card(self, ident: str, own: _OwnCard, before: Mapping[str, Value], theirs: Mapping[str, Value]) -> None:
        for name in dict.fromkeys((*theirs, *before)):
            if name != KNOWN_AS:
                self._field(ident, name, own, before.get(name, ""), theirs.get(name, ""))

    def _field(self, ident: str, name: str, own: _OwnCard, base: Value, theirs: Value) -> None:
        mine = own.values.get(name, "")
        if name == "quantity":
            base, mine, theirs = base or "1", mine or "1", theirs or "1"
        if mine == theirs:
            return
        is_mine = theirs == base or (mine != base and self.prefer == WORKSHOP)
        if is_mine:
            self.changes.kept.setdefault(ident, []).append(name)
        elif mine != base and not self.prefer:
            self._report_both(ident, name, own, mine, theirs)
        else:
            self.changes.changed.setdefault(ident, []).append(name)
            self._write(name, own, theirs)

    def _write(self, name: str, own: _OwnCard, theirs: Value) -> None:
        file = self.shop.files[own.file]
        if theirs and (name, theirs) != ("quantity", "1"):
            file.set(own.span, name, theirs)
        elif name in own.values:
            file.drop(own.span, name)

    def _report_both(self, ident: str, name: str, own: _OwnCard, mine: Value, theirs: Value) -> None:
        where = own.node.marks.of(name)
        words = f"{_shown(mine)} here, {_shown(theirs)} there"
        message = f"'{name}' of '{ident}' was changed here and in {self.source}: {words}"
        hint = "make them the same, or say --prefer file or --prefer workshop"
        self.problems.error(where, message, hint, "both-changed")

    def _insert(self, neighbour: _OwnCard | None, lines: str) -> None:
        """Behind a card; without one at the beginning of the file that has the first."""
        beside = neighbour or next(iter(self.shop.cards.values()), None)
        name = beside.file if beside else list(self.shop.files)[-1]
        self.shop.files[name].insert(neighbour.span if neighbour else None, lines)

    def _remove(self, ident: str, own: _OwnCard, before: Mapping[str, Value]) -> None:
        """A card whose row has gone, unless its words were changed here."""
        edited = [name for name, value in own.values.items() if name in _WORDS and before.get(name, "") != value]
        if edited and not self.prefer:
            message = f"'{ident}' is not in {self.source} any more, and its {' and '.join(edited)} was changed here"
            hint = "take the card out, or say --prefer file or --prefer workshop"
            self.problems.error(own.node.marks.here, message, hint, "both-changed")
        elif edited and self.prefer == WORKSHOP:
            self.changes.kept.setdefault(ident, []).append("the card")
        else:
            self.changes.gone.append(ident)
            self.shop.files[own.file].remove(own.span)


def _add_entries(draft: Draft, deck: EditedFile, changes: Changes) -> None:
    """Categories and fields that deck.yaml does not say yet."""
    entries = deck.root.entries
    known = entries["categories"].entries if "categories" in entries else {}
    for n, (text, ident) in enumerate(draft.categories.items()):
        if ident not in known and any(card.category == text for card in draft.cards):
            colour = palette()[colour_of(n)].rgb.hex
            written = f'{{name: {in_braces(text or draft.title)}, colour: "{colour}"}}'
            if deck.add_entry("categories", ident, written):
                changes.categories.append(ident)
    fields = entries["fields"].entries if "fields" in entries else {}
    for name in draft.fields:
        if name not in fields and fields:
            deck.add_entry("fields", name, f"{{kind: {KINDS.get(name, 'text')}}}")


def _shown(value: Value) -> str:
    text = " / ".join(as_text(value).split("\n"))
    return f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" if text else "nothing"
