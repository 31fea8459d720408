"""Which text of the workshop is printed somewhere: the words of a line, held against all texts."""

from collections.abc import Iterator, Sequence

from generator.studio.texts.text_index import TextIndex, WorkshopText, letters_of, words_of

FEW = 2  # words that stand anywhere in longer ones: so many have to be whole
MOST = 8  # texts that are offered


def texts_under(
    lines: Sequence[str], number: int, word: int, index: TextIndex, piece: str, card: str = ""
) -> list[WorkshopText]:
    """The texts that line `number` is of, seen at its word `word`; most likely one. `card`: which one lies there."""
    for part in _parts(lines[number], word):
        words, letters = words_of(part), letters_of(part)
        is_short = len(words.split()) <= FEW
        found = [
            text
            for its, text in index.words
            if letters and (words in its if is_short else letters in its.replace(" ", ""))
        ]
        if found:
            return _likely(found, lines, number, part, index, piece, card)[:MOST]
    return []


def _parts(line: str, word: int) -> Iterator[str]:
    """The line, then parts of it with the word that was clicked, the longest first."""
    words = line.split()
    for size in range(len(words), 0, -1):
        for start in range(max(0, word - size + 1), min(word, len(words) - size) + 1):
            yield " ".join(words[start : start + size])


def _likely(
    found: list[WorkshopText],
    lines: Sequence[str],
    number: int,
    part: str,
    index: TextIndex,
    piece: str,
    card: str,
) -> list[WorkshopText]:
    """As far as there are any: of the card that lies there, of the piece, with the lines around, and nothing else."""
    letters = letters_of(part)
    around = []
    if part == " ".join(lines[number].split()):
        around += [letters_of(lines[number - 1]) + letters] if number else []
        around += [letters + letters_of(lines[number + 1])] if number + 1 < len(lines) else []
    for likelier in (
        [text for text in found if text.card == card],
        [text for text in found if index.shows(piece, text)],
    ):
        found = likelier or found
    found = [text for text in found if any(each in text.letters for each in around)] or found
    return _beside(lines, [text for text in found if text.letters == letters] or found, index)


def _beside(lines: Sequence[str], found: list[WorkshopText], index: TextIndex) -> list[WorkshopText]:
    """Of the same words in several items of a list those whose item has most of the other words of the page."""
    if len(found) == 1:
        return found
    page = "".join(map(letters_of, lines))
    shown = [_shown_of_item(text, page, index) for text in found]
    return [text for text, letters in zip(found, shown, strict=True) if letters == max(shown)]


def _shown_of_item(text: WorkshopText, page: str, index: TextIndex) -> int:
    """How many letters of the item of a list that has the text stand on the page."""
    depth = next((number for number, step in enumerate(text.path, 1) if isinstance(step, int)), 0)
    item = text.path[:depth]
    texts = (other for other in index.texts if other.place.file == text.place.file and other.path[:depth] == item)
    return sum(len(other.letters) for other in texts if other.letters in page) if depth else 0
