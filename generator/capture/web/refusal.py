"""What is refused, with a stable reason for scripts and a key of the wording for people."""

# What is refused for these may be taken later, as it is: it is worth keeping and sending again.
PASSING = ("closed", "ballot-closed", "none-open", "which", "newer", "unknown", "slow-down")


class Refused(Exception):
    """Ends a request; the server answers with a page or with JSON, as it was asked for.

    The words are `<key>-title` and `<key>-words`, or `key` alone under the title of all refusals.
    """

    def __init__(self, status: int, reason: str, key: str, *, wait: float = 0, **values: object) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.key = key
        self.wait = wait
        self.values = values

    @property
    def passes(self) -> bool:
        return self.reason in PASSING
