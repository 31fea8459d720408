"""Who asks too often: counts by device and by address, in memory alone. Reads a clock that is given."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

MOST_KEPT = 20_000  # counts; more than any room has phones


class Rate(NamedTuple):
    """`number` in `seconds`, all at once if need be."""

    number: int
    seconds: int


class Rates(NamedTuple):
    device: Rate = Rate(30, 60)  # what a joined phone sends
    stranger: Rate = Rate(600, 60)  # all requests of an address that are not joined: a whole room sits behind one
    wrong: Rate = Rate(60, 60)  # codes that are none
    login: Rate = Rate(10, 900)


class _Bucket(NamedTuple):
    left: float
    at: datetime


class Limits:
    """Each call takes one from a bucket and returns the seconds to wait: 0 where there was one."""

    def __init__(self, clock: Callable[[], datetime], rates: Rates | None = None) -> None:
        self._clock = clock
        self.rates = rates or Rates()
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def device(self, number: int) -> float:
        return self._take("device", str(number), self.rates.device)

    def stranger(self, address: str) -> float:
        return self._take("stranger", address, self.rates.stranger)

    def wrong(self, address: str) -> float:
        return self._take("wrong", address, self.rates.wrong)

    def login(self, address: str) -> float:
        return self._take("login", address, self.rates.login)

    def guessing(self, address: str) -> float:
        """The seconds until an address may try a code again; takes nothing."""
        left = self._left("wrong", address, self.rates.wrong, self._clock())
        return 0.0 if left >= 1 else (1 - left) * self.rates.wrong.seconds / self.rates.wrong.number

    def hesitation(self, address: str) -> float:
        """How long an answer to a wrong code is held back: nothing for a slip or two, two seconds for a machine."""
        used = self.rates.wrong.number - self._left("wrong", address, self.rates.wrong, self._clock())
        return min(2.0, max(0.0, (used - 5) * 0.05))

    def _take(self, what: str, who: str, rate: Rate) -> float:
        now = self._clock()
        left = self._left(what, who, rate, now)
        if left < 1:
            return (1 - left) * rate.seconds / rate.number
        if len(self._buckets) >= MOST_KEPT:
            self._forget(now)
        self._buckets[what, who] = _Bucket(left - 1, now)
        return 0.0

    def _left(self, what: str, who: str, rate: Rate, now: datetime) -> float:
        bucket = self._buckets.get((what, who))
        if bucket is None:
            return float(rate.number)
        passed = max(0.0, (now - bucket.at).total_seconds())  # a laptop's clock may be set back
        return min(float(rate.number), bucket.left + passed * rate.number / rate.seconds)

    def _forget(self, now: datetime) -> None:
        """Whoever has been quiet for a while, and if that is nobody, everybody: memory has an end."""
        self._buckets = {
            key: bucket for key, bucket in self._buckets.items() if (now - bucket.at).total_seconds() < 900
        }
        if len(self._buckets) >= MOST_KEPT:
            self._buckets.clear()
