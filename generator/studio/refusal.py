"""What is declined, with a stable reason for scripts and a key of the words for people."""

from generator.errors import FileError


class Declined(Exception):
    """Ends a request. The page says `declined-<reason>` of words/frame.yaml, with `values` filled in.

    `go`: where a way on is offered; empty: to the page that has the form.
    """

    def __init__(self, status: int, reason: str, *, go: str = "", **values: object) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.go = go
        self.values = values


def words_of(error: FileError) -> str:
    """What is wrong with a file, and how to go on."""
    return "; ".join(filter(None, (str(error), error.hint)))
