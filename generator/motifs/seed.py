"""Numbers that look like chance and are the same on every machine: from the words of a motif."""

from hashlib import sha256


class Seed:
    """A stream of shares from 0 to 1."""

    def __init__(self, words: str) -> None:
        self._words, self._round, self._left = words.encode(), 0, b""

    def share(self) -> float:
        if not self._left:
            self._left = sha256(self._words + self._round.to_bytes(2)).digest()
            self._round += 1
        value, self._left = self._left[0], self._left[1:]
        return value / 255

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.share()

    def one_of(self, choices: tuple[str, ...]) -> str:
        return choices[int(self.share() * 0.999 * len(choices))]
