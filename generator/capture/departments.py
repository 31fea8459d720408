"""One department by one name: "Sales", "sales " and " SALES" are the same people."""

from collections.abc import Callable, Iterable


def folded(name: str) -> str:
    """What names of the same department have in common."""
    return " ".join(name.split()).casefold()


def own_spelling(typed: str, known: Iterable[str]) -> str:
    """The department as it is spelled already; one that nobody has named as it was typed, its spaces tidied."""
    key = folded(typed)
    return next((name for name in known if folded(name) == key), " ".join(typed.split()))


def one_each(names: Iterable[str]) -> tuple[str, ...]:
    """A list of departments without those that it names twice, each as it was spelled first."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), name)
    return tuple(found.values())


def speller(own: Iterable[str], now: Callable[[str], str]) -> Callable[[str], str]:
    """What a department goes by: its name of `now`, spelled as a session's `own` list has it, else as it came first."""
    spelled: dict[str, str] = {}
    for name in own:
        called = now(name)
        spelled.setdefault(folded(called), name if folded(called) == folded(name) else called)

    def spell(name: str) -> str:
        called = now(name)
        return spelled.setdefault(folded(called), called)

    return spell
