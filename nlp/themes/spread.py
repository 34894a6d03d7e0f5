"""Is a theme spread over municipalities more than chance allows?

What chance allows is an urn that draws a theme's statements from the municipalities. Without
replacement it is the permutation of the municipalities' labels over all statements. But a
conference talks about one case, so that themes come in clumps: in the Pólya urn every draw
makes another one from the same municipality likelier. The other themes of the corpus tell
which of the two it is, and how strong the clumping.

A theme is *structural* when it touches more municipalities than the urn would (upper tail),
*local* when it touches fewer than labels at random would (lower tail) and no more than half
of them, else *open*.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats
from scipy.signal import fftconvolve
from scipy.special import gammaln

from nlp.types import Reach, Spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Counts = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

# Dirichlet concentrations that are tried, 10 % apart: from one statement deciding for all
# the others to no visible clumping.
CONCENTRATIONS = np.geomspace(0.1, 1000, 97)
# Clumping is believed where its likelihood ratio exceeds this: one-sided level .05.
CLUMPING = float(stats.chi2.ppf(0.90, df=1)) / 2


def score(counts: Counts, *, volumes: Counts, level: float = 0.05) -> tuple[Spread, ...]:
    """Score the themes of one run.

    Args:
        counts: Statements per theme and municipality, shape ``(themes, municipalities)``.
        volumes: All statements of each municipality, in a theme or not, shape
            ``(municipalities,)``.
        level: Share of false calls among the calls "structural" that is accepted, and among the
            calls "local".

    Returns:
        One spread a theme, in the order of the rows. A theme of fewer than two statements has
        probabilities of 1 and stays open.

    Raises:
        ValueError: The shapes do not fit, or a theme has more statements from a municipality
            than there are.
    """
    counts, volumes = _checked(counts, volumes)
    sizes, touched = counts.sum(axis=1), (counts > 0).sum(axis=1)
    urns = concentrations(counts, volumes)
    chance = functools.cache(functools.partial(occupancy, volumes))
    above = [_at_least(chance(int(size), urn)) for size, urn in zip(sizes, urns, strict=True)]
    below = [_at_most(chance(int(size), None)) for size in sizes]
    p_spread, q_spread = _tested(above, touched, np.minimum(sizes, len(volumes)), level)
    p_local, q_local = _tested(below, touched, _fewest(sizes, volumes), level)
    return tuple(
        Spread(
            municipalities=int(touched[theme]),
            effective=effective_number(counts[theme]),
            share=jeffreys(int(touched[theme]), len(volumes), level=level),
            concentration=urns[theme],
            p_spread=float(p_spread[theme]),
            q_spread=float(q_spread[theme]),
            p_local=float(p_local[theme]),
            q_local=float(q_local[theme]),
            reach=_reach(
                structural=bool(q_spread[theme] <= level),
                local=bool(q_local[theme] <= level and 2 * touched[theme] <= len(volumes)),
            ),
        )
        for theme in range(len(counts))
    )


def concentrations(counts: Counts, volumes: Counts) -> tuple[float | None, ...]:
    """Estimate how much the *other* themes clump, for every theme.

    The Pólya urn with the municipalities' volumes as proportions makes the counts of a theme
    Dirichlet-multinomial (Mosimann 1962). Its concentration is fitted by maximum likelihood on
    all themes but one, so that no theme testifies in its own case.

    Args:
        counts: Shape ``(themes, municipalities)``.
        volumes: Positive, shape ``(municipalities,)``.

    Returns:
        A concentration a theme, or None where the urn fits the others no better than labels at
        random (likelihood-ratio test).
    """
    gain = _gains(counts, volumes)
    others = gain.sum(axis=0) - gain
    best = others.argmax(axis=1)
    return tuple(
        float(CONCENTRATIONS[at]) if row[at] > CLUMPING else None
        for row, at in zip(others, best, strict=True)
    )


def _gains(counts: Counts, volumes: Counts) -> Floats:
    """Return log-likelihoods less that of random labels, ``(themes, CONCENTRATIONS)``."""
    themes, towns = np.nonzero(counts)
    cells, volume = counts[themes, towns], volumes[towns]
    sizes, total = counts.sum(axis=1), volumes.sum()

    def per_theme(values: Floats) -> Floats:
        return np.bincount(themes, values, len(counts)).astype(np.float64)

    permuted = per_theme(_falling(volume, cells)) - _falling(total, sizes)
    urns = [
        per_theme(_rising(urn * volume / total, cells)) - _rising(urn, sizes)
        for urn in CONCENTRATIONS
    ]
    return np.stack(urns, axis=1) - permuted[:, None]


def _rising(start: Floats | float, factors: Counts) -> Floats:
    """Return ``log(start (start + 1) ... (start + factors - 1))``."""
    return np.asarray(gammaln(start + factors) - gammaln(start))


def _falling(start: Counts | int, factors: Counts) -> Floats:
    """Return ``log(start (start - 1) ... (start - factors + 1))``."""
    return np.asarray(gammaln(start + 1.0) - gammaln(start - factors + 1.0))


def occupancy(volumes: Counts, size: int, concentration: float | None) -> Floats:
    """Return the distribution of the number of municipalities that a theme touches, exactly.

    The urn's counts are independent binomial (negative binomial for the Pólya urn) counts a
    municipality, given their sum. So the two-dimensional distribution of (municipalities touched,
    statements) is the convolution of the municipalities' own, read at ``size`` statements.

    Args:
        volumes: Positive, shape ``(municipalities,)``.
        size: Statements of the theme, from 0 to ``volumes.sum()``.
        concentration: Of the Pólya urn, or None for drawing without replacement.

    Returns:
        Probabilities of 0, 1, ... ``min(size, municipalities)``.
    """
    numbers, total = np.arange(size + 1), volumes.sum()
    if concentration is None:
        single = stats.binom.pmf(numbers, volumes[:, None], size / max(total, 1))
    else:
        proportions = concentration * volumes[:, None] / total
        single = stats.nbinom.pmf(numbers, proportions, concentration / (concentration + size))
    parts = np.zeros((len(volumes) + 1, 2, size + 1))
    parts[:-1, 0, 0], parts[:-1, 1, 1:] = single[:, 0], single[:, 1:]
    parts[-1, 0, 0] = 1  # nothing, so that there is something to convolve
    joint = _convolved(parts, size)[: min(size, len(volumes)) + 1, size].clip(min=0)
    return np.asarray(joint / joint.sum())


def _convolved(parts: Floats, size: int) -> Floats:
    """Convolve ``(parts, touched, statements)`` over the parts, pair by pair."""
    while len(parts) > 1:
        if len(parts) % 2:
            nothing = np.zeros((1, *parts.shape[1:]))
            nothing[0, 0, 0] = 1
            parts = np.concatenate([parts, nothing])
        pairs = fftconvolve(parts[0::2], parts[1::2], axes=(1, 2))
        parts = pairs[:, : size + 1, : size + 1]
    return np.asarray(parts[0])


def _at_least(probabilities: Floats) -> Floats:
    return np.cumsum(probabilities[::-1])[::-1].clip(max=1)


def _at_most(probabilities: Floats) -> Floats:
    return np.cumsum(probabilities).clip(max=1)


def _fewest(sizes: Counts, volumes: Counts) -> Counts:
    """Return the least number of municipalities that can hold as many statements."""
    held = np.cumsum(np.sort(volumes)[::-1])
    return np.searchsorted(np.append(0, held), sizes)


def _tested(
    tails: Sequence[Floats], touched: Counts, extreme: Counts, level: float
) -> tuple[Floats, Floats]:
    """Return p- and q-values: each tail read at ``touched``, the least possible at ``extreme``."""
    p = np.array([tail[at] for tail, at in zip(tails, touched, strict=True)], dtype=np.float64)
    least = np.array([tail[at] for tail, at in zip(tails, extreme, strict=True)])
    return p, adjusted(p, least=least, level=level)


def adjusted(p: Floats, *, least: Floats, level: float) -> Floats:
    """Adjust p-values over the themes that could be found (Benjamini and Hochberg 1995).

    A theme whose least possible p-value exceeds the level is left out of the family (Tarone
    1990, Gilbert 2005). Its size decides that, not its spread, so that the level still holds.

    Args:
        p: Shape ``(themes,)``.
        least: The least p-value that each could have had, shape ``(themes,)``.
        level: The level of the test.

    Returns:
        q-values, 1 for themes that are left out.
    """
    q = np.ones(len(p))
    tested = least <= level
    if tested.any():
        q[tested] = stats.false_discovery_control(p[tested])
    return q


def effective_number(counts: Counts) -> float:
    """Return the Hill number of order 1, the exponential of Shannon's entropy; 0 if empty."""
    if not counts.any():
        return 0.0
    return float(np.exp(stats.entropy(counts)))


def jeffreys(touched: int, municipalities: int, *, level: float = 0.05) -> tuple[float, float]:
    """Return the equal-tailed Jeffreys interval of a share, closed at 0 and at 1."""
    posterior = stats.beta(touched + 0.5, municipalities - touched + 0.5)
    low = 0.0 if touched == 0 else float(posterior.ppf(level / 2))
    high = 1.0 if touched == municipalities else float(posterior.ppf(1 - level / 2))
    return low, high


def _reach(*, structural: bool, local: bool) -> Reach:
    if structural:
        return Reach.STRUCTURAL
    return Reach.LOCAL if local else Reach.OPEN


def _checked(counts: Counts, volumes: Counts) -> tuple[Counts, Counts]:
    """Return both as whole numbers, without municipalities that have no statements."""
    if volumes.ndim != 1 or volumes.shape != counts.shape[1:]:
        msg = f"counts {counts.shape} do not fit volumes {volumes.shape}"
        raise ValueError(msg)
    if (counts < 0).any() or (counts > volumes).any():
        msg = "a theme has fewer statements than none or more than its municipality"
        raise ValueError(msg)
    present = volumes > 0
    return counts[:, present], volumes[present]
