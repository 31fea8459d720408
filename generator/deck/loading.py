"""A workshop folder in, its deck out: `deck.yaml`, and the cards from the one place that has them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.deck.cards import ITEMS, CardReader, Rules, reserved
from generator.deck.head import read_head, rules_of
from generator.deck.model import Card, Deck, DeckHead
from generator.deck.motifs import MOTIFS_FILE, read_motifs, with_motifs
from generator.deck.selections import check_references
from generator.deck.spoken import SpokenCards
from generator.deck.unread import OFFICE, Unread, unread_files
from generator.errors import FileError, Place, Problems, did_you_mean
from generator.sources import Items, Map, Node, RefusedValue, Translation, parse

DECK_FILE = "deck.yaml"
CARDS_FOLDER = "cards"
CARD_TABLES = ("cards.csv", "cards.xlsx")
_WAYS = "say the cards under 'cards:' in deck.yaml, in cards/*.yaml, in cards.csv or in cards.xlsx"
_HEAD_HINT = "it says the deck's id, title, fields and categories"
_DASH = "each card begins with a dash: '- id: …'"


class CardSources:
    """What a folder has: names relative to it, as messages call them."""

    def __init__(self) -> None:
        self.names: list[str] = []  # of all that the folder has
        self.deck: Node = None  # deck.yaml, without its cards
        self.inline: Node = None  # the cards of deck.yaml
        self.inline_said = False
        self.files: list[str] = []  # cards/*.yaml
        self.tables: list[str] = []
        self.unread: list[Unread] = []  # look like cards, but are not of a kind that is read


def load_deck(folder: Path, problems: Problems, words: Translation | None = None) -> Deck | None:
    """The deck with every card that can be used; None without a usable head. Messages name files from `folder` on.

    `words`: in their language; the cards' may be in a file of another kind than the cards.
    """
    sources = find_sources(folder, problems)
    said = _find_words(words, problems) if words else None
    deck = sources.deck
    if words and said and isinstance(deck, Map):
        deck = words.lay(deck, said.deck, DECK_FILE, DeckHead, problems)
    head = read_head(deck, problems) if isinstance(deck, Map) else None
    rules = rules_of(head, deck)
    spoken = None
    if words and said:
        spoken = SpokenCards(words, rules, _words_of_cards(folder, said, rules, problems), problems)
    cards = _cards(folder, sources, rules, problems, spoken)
    if spoken:
        spoken.check_left()
    if head:
        check_references(head, cards, problems)
        if MOTIFS_FILE in sources.names:
            motifs = read_motifs(folder, problems)
            cards = list(with_motifs(motifs, head, cards, problems)) if motifs else cards
    return Deck(head, tuple(cards)) if head else None


def find_sources(folder: Path, problems: Problems) -> CardSources:
    sources = CardSources()
    names = sources.names = _listed(folder, folder)
    if DECK_FILE in names:
        _read_deck_file(folder, sources, problems)
    sources.tables = [name for name in names if name.lower() in CARD_TABLES]
    inside = _listed(folder / CARDS_FOLDER, folder) if CARDS_FOLDER in names else []
    sources.files = [f"{CARDS_FOLDER}/{name}" for name in inside if name.endswith(".yaml")]
    sources.unread = list(unread_files(folder, names, inside, [*sources.files, *sources.tables]))
    if DECK_FILE not in names:
        _report_no_deck(sources, names, problems)
    return sources


def _report_no_deck(sources: CardSources, names: list[str], problems: Problems) -> None:
    near = [name for name in names if name.lower() in ("deck.yml", "deck.yaml")]
    cards = [*sources.tables, *(file.source for file in sources.unread)]
    hint = f"rename {near[0]} to {DECK_FILE}" if near else _import(cards[0]) if cards else _HEAD_HINT
    problems.error(Place(DECK_FILE), "there is no such file in the workshop folder", hint, "missing-file")


def _import(source: str) -> str:
    named = f'"{source}"' if " " in source else source
    return f"`prepdeck import {named}` makes a workshop of it"


def _report_unread(sources: CardSources, has_cards: bool, problems: Problems) -> None:
    """An error where cards are looked for, unless it is what the table was saved from; else a warning."""
    for file in sources.unread:
        path = Path(file.name)
        is_table = path.suffix.lower() in OFFICE and "/" not in file.name
        report = problems.error if file.is_cards and not (has_cards and is_table) else problems.warn
        hint = _import(file.source)
        if file.is_cards and path.suffix.lower() in (".yaml", ".yml"):
            hint = f"it is read as {CARDS_FOLDER}/{path.stem}.yaml"
        report(Place(file.name), f"not read: {file.source}, which looks like cards", hint, "unread-file")


def _listed(folder: Path, top: Path) -> list[str]:
    """The names in a folder, sorted; those that systems and editors hide are not ours."""
    try:
        return sorted(path.name for path in folder.iterdir() if not path.name.startswith((".", "~")))
    except NotADirectoryError:
        return []
    except OSError as error:
        name = folder.relative_to(top).as_posix()
        raise FileError(f"cannot read the folder {name if name != '.' else folder}: {error.strerror}") from error


def _read_deck_file(folder: Path, sources: CardSources, problems: Problems) -> None:
    errors = len(problems.errors)
    node = parse_source(folder, DECK_FILE, problems)
    if isinstance(node, Map):
        sources.inline_said = "cards" in node
        sources.inline = node.pop("cards", None)
        sources.deck = node
    elif node is None and len(problems.errors) == errors:
        problems.error(Place(DECK_FILE), "this file says nothing", _HEAD_HINT, "empty")
    elif node is not None:
        hint = "it begins with lines such as 'id: my-deck'"
        problems.error(Place(DECK_FILE, 1, 1), "this file is not a mapping of names to values", hint, "wrong-type")


def parse_source(folder: Path, name: str, problems: Problems) -> Node:
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise FileError(f"cannot read {name}: {error.strerror}") from error
    return parse(data, name, problems)


def _cards(
    folder: Path, sources: CardSources, rules: Rules, problems: Problems, spoken: SpokenCards | None
) -> list[Card]:
    """The cards of the one place that has them; where there are several, all are checked."""
    found = [f"'cards:' in {DECK_FILE}"] if sources.inline_said else []
    found += [f"{CARDS_FOLDER}/*.yaml"] if sources.files else []
    found += sources.tables
    _report_unread(sources, bool(found), problems)
    if len(found) > 1:
        message = f"there are cards in {len(found)} places: {', '.join(found)}"
        problems.error(_first_place(sources), message, "keep one of them and move the others away", "several-sources")
    if not found:
        if isinstance(sources.deck, Map):
            problems.error(Place(DECK_FILE), "there are no cards in the workshop folder", _WAYS, "no-cards")
        return []
    errors = len(problems.errors)
    ways = list(_ways(folder, sources, rules, problems, spoken.over if spoken else iter))
    if not any(ways) and len(problems.errors) == errors:
        problems.error(_first_place(sources), "there is no card here", _WAYS, "no-cards")
    return ways[0]


def _first_place(sources: CardSources) -> Place:
    if sources.inline_said and isinstance(sources.deck, Map):
        return sources.deck.marks.key("cards")
    return Place((sources.files or sources.tables)[0])


def _ways(
    folder: Path, sources: CardSources, rules: Rules, problems: Problems, over: Callable[[Iterable[Map]], Iterator[Map]]
) -> Iterator[list[Card]]:
    """`over` gives cards the words of another language, or leaves them as they are."""
    if sources.inline_said and isinstance(sources.deck, Map):
        where = sources.deck.marks.of("cards")
        yield CardReader(rules, problems).read(over(_maps(sources.inline, where, problems)))
        sources.inline = None
    if sources.files:
        reader = CardReader(rules, problems)
        yield [card for name in sources.files for card in reader.read(over(_file_maps(folder, name, problems)))]
    for name in sources.tables:
        rows = table_rows(folder, name, rules, problems, ("id", "category", *rules.required()))
        yield CardReader(rules, problems, table=True).read(over(rows))


def table_rows(folder: Path, name: str, rules: Rules, problems: Problems, required: tuple[str, ...]) -> list[Map]:
    from generator.tables import WantedColumns, read_table

    lists = frozenset(key for key, rule in (rules.fields or {}).items() if rule is None or rule.kind in ITEMS)
    kinds = {key: rule.kind for key, rule in (rules.fields or {}).items() if rule}
    own = reserved(rules.fields)
    plain = frozenset((*own, *(key for key, kind in kinds.items() if kind in ("picture", "url", "cards"))))
    names = (*own, *(rules.fields or {}))
    wanted = WantedColumns(names, lists, required, rules.fields is None, plain, rules.language)
    return read_table(folder / name, name, problems, wanted)


def _find_words(words: Translation, problems: Problems) -> CardSources:
    """What another language has, wherever its cards are: names from the workshop folder on."""
    said = CardSources()
    node = words.node(DECK_FILE, problems)
    if isinstance(node, Map):
        said.inline = node.pop("cards", None)
        said.deck = node
    said.files = [words.called(f"{CARDS_FOLDER}/{path.name}") for path in words.files(CARDS_FOLDER, "*.yaml")]
    said.tables = [words.called(name) for name in CARD_TABLES if words.files("", name)]
    return said


def _words_of_cards(folder: Path, said: CardSources, rules: Rules, problems: Problems) -> Iterator[Map]:
    if isinstance(said.deck, Map):
        yield from _maps(said.inline, said.deck.marks.of("cards"), problems)
    for name in said.files:
        yield from _file_maps(folder, name, problems)
    for name in said.tables:
        yield from table_rows(folder, name, rules, problems, ("id",))


def _file_maps(folder: Path, name: str, problems: Problems) -> Iterator[Map]:
    """The cards of one file: under 'cards:', or as the list that the whole file is."""
    errors = len(problems.errors)
    node = parse_source(folder, name, problems)
    if node is None and len(problems.errors) > errors:
        return
    where = Place(name, 1, 1)
    if isinstance(node, Map):
        if "cards" not in node and "id" in node:
            problems.error(where, "this file is one card, not a list of cards", _DASH, "wrong-type")
            return
        for key in node:
            if key != "cards":
                hint = did_you_mean(key, ["cards"])
                problems.error(
                    node.marks.key(key), f"unknown key '{key}'; this file says 'cards:'", hint, "unknown-key"
                )
        where, node = node.marks.of("cards"), node.get("cards")
    yield from _maps(node, where, problems)


def _maps(node: Node, where: Place, problems: Problems) -> Iterator[Map]:
    """The cards of a list, which is emptied on the way: a big deck is not kept twice."""
    if node is None or isinstance(node, RefusedValue):
        return
    if not isinstance(node, Items):
        problems.error(where, "this is not a list of cards", _DASH, "wrong-type")
        return
    for n, item in enumerate(node):
        if isinstance(item, Map):
            yield item
            node[n] = None
        elif not isinstance(item, RefusedValue):
            hint = "each card is lines such as 'id: …' and 'title: …' under one dash"
            problems.error(node.place(n), f"item {n + 1} of the cards is not a card", hint, "wrong-type")
