"""What another language says of cards: the texts of their fields, by the ids of the cards."""

from collections.abc import Iterable, Iterator

from generator.deck.cards import Rules, reserved
from generator.errors import Problems, did_you_mean
from generator.sources import Items, Map, Node, RefusedValue, Translated, Translation
from generator.sources.kinds import Kind, ListOf, Text

WORDS = Text(is_words=True, is_missed=True)
KINDS: dict[str, Kind] = {"text": WORDS, "list": ListOf(WORDS)}


class SpokenCards:
    """Lays them over the cards, which come one by one."""

    def __init__(self, words: Translation, rules: Rules, nodes: Iterable[Map], problems: Problems) -> None:
        self._words, self._problems = words, problems
        fields = {name: rule.kind if rule and rule.print else "" for name, rule in (rules.fields or {}).items()}
        self._kinds = dict.fromkeys(reserved(rules.fields), Text()) | {
            name: KINDS.get(kind, Text()) for name, kind in fields.items()
        }
        self._lists = [name for name, kind in fields.items() if kind == "list"]
        self._left: dict[str, Map] = {}
        for node in nodes:
            self._note(node)
        self._known: list[str] = []

    def over(self, nodes: Iterable[Map]) -> Iterator[Map]:
        for node in nodes:
            name = _id_of(node)
            self._known.append(name)
            said = self._left.pop(name, None)
            here = said.marks.here if said is not None else node.marks.here
            said = self._lined(said) if said is not None else None
            spoken = self._words.lay_keys(self._lined(node), said, self._kinds, here, self._problems)
            yield Map({key: _plain(value) for key, value in spoken.items()}, spoken.marks)

    def check_left(self) -> None:
        """What is said of cards that there are not."""
        for name, node in self._left.items():
            message, hint = f"the deck has no card '{name}'", did_you_mean(name, self._known)
            self._problems.error(node.marks.of("id"), message, hint, "no-original")

    def _note(self, node: Map) -> None:
        name = _id_of(node)
        if not name:
            message = "this says no id of a card"
            self._problems.error(node.marks.here, message, "give it that of the card whose words it has", "missing-key")
        elif name in self._left:
            first = self._left[name].marks.of("id")
            self._problems.error(node.marks.of("id"), f"'{name}' is said twice, first at {first}", "", "duplicate-id")
        else:
            self._left[name] = node

    def _lined(self, node: Map) -> Map:
        """A lone text in the place of a list has an item on each line."""
        lines: dict[str, Node] = {
            name: Items([line for line in text.splitlines() if line.strip()])
            for name in self._lists
            if isinstance(text := node.get(name), str) and not isinstance(text, RefusedValue)
        }
        return Map({**node, **lines}, node.marks) if lines else node


def _plain(value: Node) -> Node:
    """A text of a card is a text: nothing is made from what its original says."""
    if isinstance(value, Items):
        return value.instead(map(_plain, value))
    return str(value) if isinstance(value, Translated) else value


def _id_of(node: Map) -> str:
    name = node.get("id")
    return name.strip() if isinstance(name, str) else ""
