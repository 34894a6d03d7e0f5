"""The structural score by simulation: false calls under chance, power for planted themes.

    scripts/bench spread [--corpora 200] [--seed 0]

A corpus has 13 municipalities with one or two conferences of eight statements each, and 20
themes of 2 to 13 statements (labels at random: 2 to 8, so that one-offs remain). Nothing in it
is structural but what is planted: eight statements from eight municipalities, or eight from two
(five and three). How themes come about:

- random: the municipalities' labels permuted; *unequal*: volumes of 2, 8, 30 or 80 instead
- urn A: Dirichlet-multinomial around the volumes, the model that the score fits, concentration A
- case A: every conference draws its own mixture of themes (Dirichlet, A times the themes'
  popularity) and fills eight places, a fifth of them with one-offs: volumes are fixed and the
  model of the score is wrong

Prints the share of unplanted themes called structural, the share of corpora with such a call,
and the power for each planted theme; before that, what can be found
at all, the demo notes, and seconds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from corpora import demo_gold
from nlp.themes import spread
from nlp.themes.spread import Reach

Counts = npt.NDArray[np.int64]
World = Callable[[np.random.Generator], tuple[Counts, Counts]]
TOWNS, THEMES, PLACES = 13, 20, 8


def random_labels(
    rng: np.random.Generator, *, volumes: tuple[int, ...] = (8, 16)
) -> tuple[Counts, Counts]:
    """Permute the labels over all statements."""
    drawn = rng.choice(volumes, TOWNS)
    labels = rng.permutation(np.repeat(np.arange(TOWNS), drawn))
    parts = np.split(labels, np.cumsum(rng.integers(2, 9, THEMES)))[:THEMES]
    return np.array([np.bincount(part, minlength=TOWNS) for part in parts]), drawn


def urn(rng: np.random.Generator, *, concentration: float) -> tuple[Counts, Counts]:
    """Draw every theme from a Pólya urn; its conferences hold what is drawn, or more."""
    volumes = rng.choice((PLACES, 2 * PLACES), TOWNS)
    shares = rng.dirichlet(concentration * volumes / volumes.sum(), THEMES)
    counts = rng.multinomial(rng.integers(2, 14, THEMES), shares)
    return counts, np.maximum(volumes, counts.sum(axis=0))


def case(rng: np.random.Generator, *, concentration: float) -> tuple[Counts, Counts]:
    """Let every conference draw the themes of its own case."""
    conferences = rng.integers(1, 3, TOWNS)
    popularity = rng.dirichlet(np.full(THEMES, 2.0))
    counts = np.zeros((THEMES, TOWNS), dtype=np.int64)
    for town in np.repeat(np.arange(TOWNS), conferences):
        mixture = rng.dirichlet(concentration * popularity)
        counts[:, town] += rng.multinomial(rng.binomial(PLACES, 0.8), mixture)
    return counts, conferences * PLACES


def planted(rng: np.random.Generator, *numbers: int) -> Counts:
    """Return a theme with these numbers of statements in municipalities drawn at random."""
    row = np.zeros(TOWNS, dtype=np.int64)
    row[rng.choice(TOWNS, len(numbers), replace=False)] = numbers
    return row


@dataclass
class Tally:
    """What was called in the corpora of one world."""

    corpora: int = 0
    called: int = 0
    corpora_with_calls: int = 0
    structural: int = 0
    local: int = 0

    def add(self, rng: np.random.Generator, world: World) -> None:
        """Score a corpus as it is, with a spread theme, and with a local one."""
        counts, volumes = world(rng)
        plain = [one.reach for one in spread.score(counts, volumes=volumes)]
        false_calls = plain.count(Reach.STRUCTURAL)
        self.corpora += 1
        self.called += false_calls
        self.corpora_with_calls += false_calls > 0
        self.structural += verdict(counts, volumes, planted(rng, *[1] * 8)) is Reach.STRUCTURAL
        self.local += verdict(counts, volumes, planted(rng, 5, 3)) is Reach.LOCAL


def verdict(counts: Counts, volumes: Counts, row: Counts) -> Reach:
    """Add a theme to a corpus and return what it is called."""
    return spread.score(np.vstack([counts, row]), volumes=volumes + row)[-1].reach


def worlds() -> dict[str, World]:
    """Return the ways in which themes come about, by name."""
    named: dict[str, World] = {
        "random": random_labels,
        "random, unequal": partial(random_labels, volumes=(2, 8, 30, 80)),
    }
    for concentration in (20, 10, 5, 3, 2, 1):
        named[f"urn {concentration}"] = partial(urn, concentration=concentration)
    for concentration in (1000, 15, 5, 2, 1):
        named[f"case {concentration}"] = partial(case, concentration=concentration)
    return named


def simulations(corpora: int, seed: int) -> None:
    """Print the table of false calls and power."""
    print("| themes | called structural | corpora with one | power 8 of 13 | local found |")
    print("|---|---|---|---|---|")
    for name, world in worlds().items():
        rng, tally = np.random.default_rng(seed), Tally()
        for _ in range(corpora):
            tally.add(rng, world)
        print(
            f"| {name} | {tally.called / tally.corpora / THEMES:.3f}"
            f" | {tally.corpora_with_calls / tally.corpora:.2f}"
            f" | {tally.structural / tally.corpora:.2f} | {tally.local / tally.corpora:.2f} |",
            flush=True,
        )


def limits() -> None:
    """Print how unlikely the widest spread is, at random and in urns: the least p-value."""
    urns = (None, 10.0, 5.0, 2.0, 1.0)
    print("\n| n = k of 13 | random | urn 10 | urn 5 | urn 2 | urn 1 |\n|---|---|---|---|---|---|")
    volumes = np.full(TOWNS, 12)
    for size in range(4, TOWNS + 1):
        least = [spread.occupancy(volumes, size, urn)[-1] for urn in urns]
        print(f"| {size} | " + " | ".join(f"{p:.2g}" for p in least) + " |")


def demo() -> None:
    """Print the largest gold themes of the demo notes, whose file names begin with the AGS."""
    rows = [row for row in demo_gold() if row["kind"] == "problem"]
    names, themes = np.unique([row["theme"] for row in rows], return_inverse=True)
    keys, towns = np.unique([row["file"].split("-")[0] for row in rows], return_inverse=True)
    counts = np.zeros((len(names), len(keys)), dtype=np.int64)
    np.add.at(counts, (themes, towns), 1)
    scored = spread.score(counts, volumes=counts.sum(axis=0))
    print("\n| demo theme | statements | of 13 | share | p | q | |\n|---|---|---|---|---|---|---|")
    for theme in np.argsort(-counts.sum(axis=1), kind="stable")[:8]:
        one = scored[theme]
        print(
            f"| {names[theme]} | {counts[theme].sum()} | {one.municipalities}"
            f" | {one.share[0]:.2f}-{one.share[1]:.2f}"
            f" | {one.p_spread:.2f} | {one.q_spread:.2f} | {one.reach} |"
        )


def seconds(seed: int) -> None:
    """Print how long a Kreis and a Land take."""
    print("\n| municipalities | themes | statements | seconds |\n|---|---|---|---|")
    rng = np.random.default_rng(seed)
    for towns, themes, largest in ((13, 20, 14), (13, 100, 500), (396, 300, 60), (396, 300, 2000)):
        sizes = np.geomspace(2, largest, themes).astype(np.int64)
        counts = rng.multinomial(sizes, rng.dirichlet(np.full(towns, 0.2), themes))
        start = time.perf_counter()
        spread.score(counts, volumes=counts.sum(axis=0) + 2)
        print(f"| {towns} | {themes} | {counts.sum()} | {time.perf_counter() - start:.2f} |")


def main() -> None:
    """Print the four tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corpora", type=int, default=200, help="corpora a row")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    limits()
    demo()
    seconds(options.seed)
    print()
    simulations(options.corpora, options.seed)


if __name__ == "__main__":
    main()
