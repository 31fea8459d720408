"""How groups differ, said with care: a group of three says less of itself than one of thirty, and is drawn to the rest.

The normal hierarchical model of Gelman and others, Bayesian Data Analysis, 3rd edition (2013), §5.4, formulas 5.17 to
5.21: the mean of each group is normal about a mean of all groups, with a deviation tau that is integrated out on a grid
under a half-Cauchy prior (Gelman, Prior distributions for variance parameters in hierarchical models, Bayesian Analysis
1, 2006, §5.2). The deviation of people within groups is pooled over all groups, with a scaled inverse-chi-squared prior
(§2.6), so that two people who happen to agree are no certainty.
"""

from collections.abc import Sequence
from math import exp, log, pi, sqrt, tan
from typing import NamedTuple

STEPS = 400  # of the grid: so many values of tau, all of the same prior mass
INTERVAL = 1.645  # deviations on either side: 90 % of a normal distribution
BETWEEN = 0.15  # of the length of an axis: the scale of the half-Cauchy prior, whose median it is
WITHIN, WORTH = 0.2, 4  # the prior of the deviation within groups, and the people that it is worth


class PooledGroup(NamedTuple):
    """How far a group lies from the mean of all groups: as its people alone have it, pooled, and 90 % about that."""

    bare: float
    pooled: float
    low: float
    high: float


class _Conditional(NamedTuple):
    """What follows where tau is known: the mean of all groups, its variance, and the weight of that tau as a log."""

    tau: float
    mean: float
    variance: float
    weight: float


def pooled_groups(groups: Sequence[Sequence[float]], reach: float) -> tuple[PooledGroup, ...]:
    """A figure for each person of each group, on an axis of length `reach`. Empty where there is nothing to compare."""
    if len(groups) < 2 or not all(groups) or reach <= 0:
        return ()
    means = [sum(group) / len(group) for group in groups]
    within = within_variance(groups, means, reach)
    return pooled(means, [within / len(group) for group in groups], reach * BETWEEN)


def within_variance(groups: Sequence[Sequence[float]], means: Sequence[float], reach: float) -> float:
    """Of people about the mean of their group, with the prior's share."""
    squares = sum((each - mean) ** 2 for group, mean in zip(groups, means, strict=True) for each in group)
    freedom = sum(len(group) - 1 for group in groups)
    return (squares + WORTH * (WITHIN * reach) ** 2) / (freedom + WORTH)


def pooled(means: Sequence[float], variances: Sequence[float], scale: float) -> tuple[PooledGroup, ...]:
    """Groups by their means and the variances of those; `scale`: of the prior of tau."""
    grid = [_given(scale * tan(pi / 2 * (step + 0.5) / STEPS), means, variances) for step in range(STEPS)]
    highest = max(each.weight for each in grid)
    weights = [exp(each.weight - highest) for each in grid]
    whole = sum(weights)
    shares = [weight / whole for weight in weights]
    centre = sum(share * each.mean for share, each in zip(shares, grid, strict=True))
    return tuple(
        _group(mean, variance, grid, shares, mean - centre) for mean, variance in zip(means, variances, strict=True)
    )


def _given(tau: float, means: Sequence[float], variances: Sequence[float]) -> _Conditional:
    """Formulas 5.20 and 5.21."""
    precisions = [1 / (variance + tau**2) for variance in variances]
    variance = 1 / sum(precisions)
    mean = variance * sum(precision * each for precision, each in zip(precisions, means, strict=True))
    fit = sum(log(one) - one * (each - mean) ** 2 for one, each in zip(precisions, means, strict=True))
    return _Conditional(tau, mean, variance, (log(variance) + fit) / 2)


def leaning(mean: float, variance: float, given: _Conditional) -> tuple[float, float]:
    """The mean and the variance of what a group has over the mean of all, where tau is known (5.17, less mu)."""
    kept = given.tau**2 / (variance + given.tau**2)
    return kept * (mean - given.mean), kept * variance + kept**2 * given.variance


def _group(
    mean: float, variance: float, grid: Sequence[_Conditional], shares: Sequence[float], bare: float
) -> PooledGroup:
    """Over all tau: the variance within, and that of what each tau has for mean."""
    known = [leaning(mean, variance, given) for given in grid]
    middle = sum(share * own for share, (own, _) in zip(shares, known, strict=True))
    square = sum(share * (its + own**2) for share, (own, its) in zip(shares, known, strict=True))
    half = INTERVAL * sqrt(max(square - middle**2, 0))
    return PooledGroup(bare, middle, middle - half, middle + half)
