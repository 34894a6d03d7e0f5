"""The change of themes between two half-years by simulation: false calls and power.

    scripts/bench trends [--corpora 200] [--seed 0]

A corpus has two half-years with equally many conferences and 20 themes, each with a share of
conferences that name it, drawn between .05 and .4. In *planted* corpora one theme of a share of
.25 before doubles or halves its share. In *steady* worlds every conference names a theme with
that theme's share; in *towns C* the shares differ between municipalities (beta distribution,
concentration C) and each half-year other municipalities hold conferences, two of each.

Prints the share of unchanged themes that are called rising or falling, the share of corpora with
such a call, the share called steady, and how often what was planted is found.
"""

from __future__ import annotations

import argparse
from collections import Counter

import numpy as np
import numpy.typing as npt

from nlp.themes.change import Direction, compare

Counts = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
THEMES, BEFORE = 20, 0.25
MOVED = (Direction.RISING, Direction.FALLING)


def half_year(
    rng: np.random.Generator, shares: Shares, conferences: int, concentration: float | None
) -> Counts:
    """Return how many conferences name each theme."""
    if concentration is None:
        return rng.binomial(conferences, shares)
    towns = conferences // 2
    own = rng.beta(concentration * shares, concentration * (1 - shares), size=(towns, len(shares)))
    named: Counts = rng.binomial(2, own).sum(axis=0)
    return named


def corpus(
    rng: np.random.Generator, conferences: int, concentration: float | None, factor: float
) -> tuple[Direction, ...]:
    """Return the directions of the themes, the first being the planted one."""
    shares = rng.uniform(0.05, 0.4, THEMES)
    shares[0] = BEFORE
    later = shares.copy()
    later[0] *= factor
    naming = np.stack(
        [half_year(rng, one, conferences, concentration) for one in (shares, later)], axis=1
    )
    changes = compare(naming, np.array([conferences, conferences]))
    return tuple(change.direction for change in changes)


def row(conferences: int, concentration: float | None, *, corpora: int, seed: int) -> str:
    """Return a line of the table."""
    rng = np.random.default_rng(seed)
    found = {
        factor: [corpus(rng, conferences, concentration, factor) for _ in range(corpora)]
        for factor in (1.0, 2.0, 0.5)
    }
    calls = Counter(direction for one in found[1.0] for direction in one)
    world = "steady" if concentration is None else f"towns {concentration:g}"
    return (
        f"| {conferences} | {world} "
        f"| {sum(calls[moved] for moved in MOVED) / calls.total():.3f} "
        f"| {np.mean([any(moved in one for moved in MOVED) for one in found[1.0]]):.2f} "
        f"| {calls[Direction.STEADY] / calls.total():.2f} "
        f"| {np.mean([one[0] is Direction.RISING for one in found[2.0]]):.2f} "
        f"| {np.mean([one[0] is Direction.FALLING for one in found[0.5]]):.2f} "
        f"| {np.mean([one[0] is Direction.STEADY for one in found[2.0] + found[0.5]]):.3f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    print(
        "| conferences each | world | called changed | corpora with a call | called steady "
        "| doubled: found | halved: found | planted called steady |\n" + 8 * "|---" + "|"
    )
    for conferences in (8, 14, 26, 54, 100, 400):
        for concentration in (None, 5.0, 1.0):
            line = row(conferences, concentration, corpora=arguments.corpora, seed=arguments.seed)
            print(line, flush=True)


if __name__ == "__main__":
    main()
