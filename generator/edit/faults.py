"""Why an edit is not made: it has no place, it would change something else, or the file was changed meanwhile."""

from generator.errors import Place, Problems, SourceError
from generator.sources.spans import Span


class NotEdited(SourceError):
    """An edit that cannot be made so that it alone changes what a file says; nothing was written."""

    def __init__(self, where: Place, message: str, hint: str = "", code: str = "not-edited") -> None:
        problems = Problems()
        problems.error(where, message, hint, code)
        super().__init__(problems)
        self.problem = self.problems[0]


class Stale(Exception):
    """A file was changed elsewhere since the page was made; nothing was written. `now` is what stands there, `wanted`
    the same with what was to be written; None where there is no such file, or where the edit has no place in it any
    more.
    """

    def __init__(self, file: str, now: bytes | None, wanted: bytes | None) -> None:
        super().__init__(f"{file}: was changed elsewhere meanwhile")
        self.file, self.now, self.wanted = file, now, wanted


class NoSuchPlace(Exception):
    """The path of an edit leads nowhere, or to what cannot be edited so; `at` is the last place on it."""

    def __init__(self, words: str, at: Span | None) -> None:
        super().__init__(words)
        self.at = at
