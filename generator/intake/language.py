"""Which language texts are in: by their script, or by short words that tell languages apart."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from generator.sources import read_shipped

USUAL = "en"
_FILE = Path(__file__).with_name("languages.yaml")
_ENOUGH = 20_000  # characters
_SCRIPTS = {"HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "GREEK": "el", "CYRILLIC": "ru"}


@cache
def _words() -> dict[str, frozenset[str]]:
    listed = read_shipped(_FILE, dict[str, tuple[str, ...]])
    return {language: frozenset(some) for language, some in listed.items()}


def language_of(texts: Iterable[str]) -> str:
    """The code of the language, en where nothing tells."""
    some = " ".join(texts)[:_ENOUGH].casefold()
    letters = [letter for letter in some if letter.isalpha()]
    scripts = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in letters if not letter.isascii())
    for script, language in _SCRIPTS.items():
        if scripts[script] > (len(letters) * 0.05 if language in ("ja", "ko") else len(letters) * 0.4):
            return "uk" if language == "ru" and re.search("[іїєґ]", some) else language
    counted = Counter(re.findall(r"[^\W\d_]+", some))
    scores = {name: sum(counted[word] for word in words) for name, words in _words().items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 3 and scores[best] > 1.2 * scores[USUAL] else USUAL
