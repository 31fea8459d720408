"""One department by one name: "Sales", "sales " and " SALES" are the same people."""

from collections.abc import Iterable


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
