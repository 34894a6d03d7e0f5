"""Trust in a theme against what is known of its statements.

    scripts/bench trust [--corpora dip klimarat demo] [--sizes 200 500] [--draws 2]

For bands of agreement, of recovery and of separation: the number of themes, the share of pairs of
a theme's statements that have one gold topic (mean over themes), and the share of its statements
that have its commonest topic. By chance two statements of a corpus have one topic as often as
the first line of each corpus says. The words for trust in ``service/catalogue/trust.py`` come from
this table.
"""

from __future__ import annotations

import argparse
import itertools
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import labelled
import numpy as np

from nlp.themes import clustering, embedding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from labelled import Corpus

    from nlp.types import Trust

BANDS: Final = {
    "agreement": (0.0, 0.4, 0.6, 0.8, 1.01),
    "recovery": (0.0, 0.4, 0.6, 0.75, 1.01),
    "separation": (0.0, 0.3, 0.4, 0.5, 1.01),
}


@dataclass(frozen=True)
class Judged:
    """A theme's trust, and what is known of its statements."""

    trust: Trust
    one_topic: float
    purity: float


def one_topic(topics: Sequence[str]) -> float:
    """Return the share of pairs that have one topic."""
    together = sum(number * (number - 1) for number in Counter(topics).values())
    return together / (len(topics) * (len(topics) - 1))


def judged(drawn: Corpus) -> Iterator[Judged]:
    """Cluster a draw and look at its themes."""
    found = clustering.cluster(drawn.vectors(), drawn.texts)
    for theme, trust in enumerate(found.trust):
        topics = [drawn.gold[row] for row in np.flatnonzero(found.labels == theme)]
        commonest = Counter(topics).most_common(1)[0][1]
        yield Judged(trust, one_topic(topics), commonest / len(topics))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", nargs="+", default=["dip", "klimarat", "demo"])
    parser.add_argument("--sizes", nargs="+", type=int, default=[200, 500])
    parser.add_argument("--draws", type=int, default=2)
    parser.add_argument("--vectors", type=Path, help="folder that keeps vectors between runs")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    encoders = embedding.load()
    print("| corpus | figure | band | themes | pairs of one topic | purity |\n" + "|---" * 6 + "|")
    for name in arguments.corpora:
        corpus = labelled.load(name, encoders, folder=arguments.vectors)
        themes = [
            theme
            for size in arguments.sizes
            if size <= len(corpus.texts)
            for seed in range(arguments.draws)
            for theme in judged(corpus.draw(size, seed))
        ]
        print(f"| {name} | | by chance | {len(themes)} | {one_topic(corpus.gold):.2f} | |")
        for figure, edges in BANDS.items():
            for low, high in itertools.pairwise(edges):
                inside = [one for one in themes if low <= getattr(one.trust, figure) < high]
                if inside:
                    print(
                        f"| {name} | {figure} | {low:g}–{min(high, 1):g} | {len(inside)} "
                        f"| {np.mean([one.one_topic for one in inside]):.2f} "
                        f"| {np.mean([one.purity for one in inside]):.2f} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
