"""In how many of its recipes a department has a card, said with care: a share of three says less than one of thirty.

A binomial share under a beta prior about that of everybody (Gelman and others, Bayesian Data Analysis, 3rd edition,
2013, §2.4), worth a few recipes, and the interval that leaves as much of the posterior on either side.
"""

from math import exp, lgamma, log, log1p
from typing import NamedTuple

WORTH = 8  # recipes of everybody's, that the prior is worth
INTERVAL = 0.99  # of the posterior: many cards are compared, of which 90 % would name many by chance
_HALVINGS, _TERMS = 40, 200
_TINY = 1e-300


class PooledShare(NamedTuple):
    pooled: float
    low: float
    high: float
    of_all: float  # the share among everybody's recipes

    @property
    def is_apart(self) -> bool:
        return self.low > self.of_all or self.high < self.of_all


def pooled_share(laid: int, recipes: int, of_all: float) -> PooledShare:
    """`laid` of so many `recipes`; a share of everybody's of nought or one leaves nothing to tell."""
    if not 0 < of_all < 1:
        return PooledShare(of_all, of_all, of_all, of_all)
    a, b = laid + WORTH * of_all, recipes - laid + WORTH * (1 - of_all)
    rest = (1 - INTERVAL) / 2
    return PooledShare(a / (a + b), beta_quantile(rest, a, b), beta_quantile(1 - rest, a, b), of_all)


def beta_quantile(share: float, a: float, b: float) -> float:
    """By halving."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if beta_cumulative(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_cumulative(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function: DLMF 8.17.22 by continued fractions, 8.17.4 where that converges
    faster.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cumulative(1 - x, b, a)
    front = exp(a * log(x) + b * log1p(-x) - log(a) - lgamma(a) - lgamma(b) + lgamma(a + b))
    return front * _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """1 / (1 + d1 / (1 + d2 / (1 + …))), from its head on (Lentz)."""
    value, c, d = 1.0, 1.0, 0.0
    for term in range(_TERMS):
        m = term // 2
        if term == 0:
            part = 1.0
        elif term % 2 == 0:
            part = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            part = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + part * d or _TINY)
        c = 1 + part / c or _TINY
        value *= c * d
        if term and abs(c * d - 1) < 1e-12:
            break
    return value - 1
