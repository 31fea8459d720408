"""Keys as people spell them: min-size and min_size are one."""

from collections.abc import Iterable


def plain_key(key: str) -> str:
    """What all spellings of a key have in common."""
    return key.replace("-", "_")


def as_spelt(key: str, keys: Iterable[str]) -> str:
    """The key as one of these spells it; itself where it is none of them."""
    plain = plain_key(key)
    return next((each for each in keys if plain_key(each) == plain), key)
