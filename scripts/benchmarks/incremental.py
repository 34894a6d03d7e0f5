"""New statements get a theme before the next run: how right, how like the next run, how fast.

    scripts/bench incremental [--corpora dip klimarat demo] [--sizes 200 500] [--draws 2]

Of each draw 95 % (or 80 %) are clustered, and the rest is assigned to the themes found. For the
rest the table gives, beside what a run over all of them would have said:

- *topic*: the share whose theme has mostly statements of their gold topic
- *same theme*: the share whose theme is the one where the run over all has them, themes of the
  two runs being the same where most statements of the first are in the second
- *ARI*: of the assignment, over all statements, with the run over all; beside it that of the
  first run with the run over all on the statements that both have, which nobody can beat

by the vote of the ten nearest, and by the nearest mean. At last the seconds for 25 new statements
among 2,475, with gold topics for themes and with vectors at hand.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import labelled
import numpy as np
import numpy.typing as npt

from nlp import evaluation
from nlp.themes import assignment, clustering, embedding
from nlp.themes.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from labelled import Corpus

Labels = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float32]
SHARES: Final = (0.95, 0.8)
LAND, FEW = 2500, 25


@dataclass(frozen=True)
class Halves:
    """A draw of which a part is known, and the vectors of both parts in the known one's space.

    Attributes:
        kept: Rows that are known.
        new: The other rows.
        known: Vectors of the known ones.
        arriving: Vectors of the new ones.
    """

    kept: npt.NDArray[np.int64]
    new: npt.NDArray[np.int64]
    known: Matrix
    arriving: Matrix


def halve(drawn: Corpus, share: float, seed: int) -> Halves:
    """Keep a share of the statements and place the others beside them."""
    count = len(drawn.texts)
    kept = np.sort(np.random.default_rng(seed).permutation(count)[: round(share * count)])
    new = np.setdiff1d(np.arange(count), kept)
    rest = drawn.take(kept)
    _, first = np.unique(np.asarray(rest.texts, dtype=object), return_index=True)
    space = Space.fitted([view[first] for view in rest.views], drawn.learned)
    return Halves(
        kept, new, space.place(rest.views), space.place([view[new] for view in drawn.views])
    )


def majority(labels: Labels, other: Labels) -> dict[int, int]:
    """Return what most rows of each theme have; no theme has nothing."""
    return {
        theme: Counter(other[labels == theme].tolist()).most_common(1)[0][0]
        for theme in np.unique(labels[labels >= 0]).tolist()
    }


def hits(themes: Labels, meant: dict[int, int], truth: Labels) -> float:
    """Return the share of statements whose theme means the truth; no theme means no theme."""
    said = [meant.get(theme, clustering.UNBUNDLED) for theme in themes.tolist()]
    return float(np.mean(np.array(said) == truth))


@dataclass(frozen=True)
class Draw:
    """A draw with a run over a part of it and one over all.

    Attributes:
        parts: What is known and what is new.
        topics: Gold topic of each statement, as numbers.
        first: Themes of the known statements.
        strength: Their strengths.
        whole: Themes of all statements.
    """

    parts: Halves
    topics: Labels
    first: Labels
    strength: npt.NDArray[np.float64]
    whole: Labels

    def figures(self, found: Labels) -> tuple[float, float, float]:
        """Return topic, same theme and ARI of themes for the new statements."""
        kept, new = self.parts.kept, self.parts.new
        combined = np.full(len(self.whole), clustering.UNBUNDLED)
        combined[kept], combined[new] = self.first, found
        return (
            hits(found, majority(self.first, self.topics[kept]), self.topics[new]),
            hits(found, majority(self.first, self.whole[kept]), self.whole[new]),
            evaluation.agreement(combined, self.whole),
        )

    def compared(self) -> tuple[float, ...]:
        """Return the figures by vote, those by mean, and two of the run over all."""
        kept, new = self.parts.kept, self.parts.new
        names = [None if theme < 0 else str(theme) for theme in self.first.tolist()]
        voted = assignment.assign(self.parts.arriving, self.parts.known, names, self.strength)
        near = assignment.nearest(self.parts.arriving, assignment.means(self.parts.known, names))
        return (
            *self.figures(np.array([int(one.theme_id or clustering.UNBUNDLED) for one in voted])),
            *self.figures(np.array([int(one.theme_id) for one in near])),
            hits(self.whole[new], majority(self.whole[kept], self.topics[kept]), self.topics[new]),
            evaluation.agreement(self.first, self.whole[kept]),
        )


def draws(corpus: Corpus, size: int, seed: int) -> Iterator[tuple[float, Draw]]:
    """Yield a draw for each share that is known."""
    drawn = corpus.draw(size, seed)
    _, topics = np.unique(np.asarray(drawn.gold, dtype=object), return_inverse=True)
    whole = clustering.cluster(drawn.vectors(), drawn.texts).labels
    for share in SHARES:
        parts = halve(drawn, share, seed)
        first = clustering.cluster(parts.known, drawn.take(parts.kept).texts)
        yield share, Draw(parts, topics, first.labels, first.strength, whole)


def timed(corpus: Corpus) -> float:
    """Return seconds for ``FEW`` new statements in a Land's half-year."""
    drawn = corpus.draw(LAND, 0)
    parts = halve(drawn, 1 - FEW / LAND, 0)
    themes = [drawn.gold[row] for row in parts.kept]
    start = time.perf_counter()
    assignment.assign(parts.arriving, parts.known, themes, np.ones(len(themes)))
    return time.perf_counter() - start


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
    print(
        "| corpus | n | known | draws | topic: vote | mean | run over all "
        "| same theme: vote | mean | ARI: vote | mean | first run |\n" + "|---" * 12 + "|"
    )
    for name in arguments.corpora:
        corpus = labelled.load(name, encoders, folder=arguments.vectors)
        for size in arguments.sizes:
            if size > len(corpus.texts):
                continue
            figures: dict[float, list[tuple[float, ...]]] = {share: [] for share in SHARES}
            for seed in range(arguments.draws):
                for share, draw in draws(corpus, size, seed):
                    figures[share].append(draw.compared())
            for share, measured in figures.items():
                mean = np.mean(measured, axis=0)
                cells = [f"{mean[at]:.2f}" for at in (0, 3, 6, 1, 4, 2, 5, 7)]
                print(
                    f"| {name} | {size} | {share:.0%} | {arguments.draws} | {' | '.join(cells)} |",
                    flush=True,
                )
        if len(corpus.texts) >= LAND:
            print(f"\n{FEW} new among {LAND}, {name}: {timed(corpus):.3f} s\n", flush=True)


if __name__ == "__main__":
    main()
