"""The grid that lines of text stand on, from the top of a card."""

from math import ceil
from typing import NamedTuple

NEARER = 0.3  # of a line: so much nearer to what is above a baseline may come


class Baselines(NamedTuple):
    """Lines of like distance, from the top of a card, on which baselines stand; `top`: of the frame, in mm."""

    pitch: float
    top: float

    def on(self, baseline: float, nearer: float = NEARER) -> float:
        """The line that is next below, or no more than `nearer` of a line above; both from the top of the frame."""
        return ceil((self.top + baseline) / self.pitch - nearer) * self.pitch - self.top

    def lines(self, distance: float) -> float:
        """The distance in whole lines."""
        return self.pitch * round(distance / self.pitch)
