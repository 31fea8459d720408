"""Where words of a language may be broken (patterns of the package `pyphen`, read when first asked for)."""

from functools import cache

LEFT, RIGHT = 2, 3  # letters that stay before and after a break


def hyphens(language: str, word: str) -> tuple[int, ...]:
    """Positions in a word at which its language puts a hyphen; none where nobody knows."""
    hyphenator = Hyphenator.of(language)
    return hyphenator.points(word) if hyphenator else ()


class Hyphenator:
    """Break points of words, each word looked up once."""

    def __init__(self, language: str) -> None:
        from pyphen import Pyphen

        self._patterns = Pyphen(lang=language, left=LEFT, right=RIGHT)
        self._known: dict[str, tuple[int, ...]] = {}

    @classmethod
    @cache
    def of(cls, language: str) -> "Hyphenator | None":
        """The hyphenator of a language such as 'en-GB', or None where there are no patterns for it."""
        from pyphen import language_fallback

        known = language_fallback(language.replace("-", "_"))
        return cls(known) if known else None

    def points(self, word: str) -> tuple[int, ...]:
        """Positions at which a hyphen may stand; none in words with figures, hyphens, or capitals alone."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._look_up(word)
        return known

    def _look_up(self, word: str) -> tuple[int, ...]:
        if len(word) < LEFT + RIGHT or not word.isalpha() or word.isupper():
            return ()
        return tuple(int(point) for point in self._patterns.positions(word))
