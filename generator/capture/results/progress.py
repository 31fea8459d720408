"""How far a file of results is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]  # how much is done, of how much


def no_progress(done: int, total: int) -> None:
    """For whoever watches nothing."""
