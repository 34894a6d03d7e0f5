"""Themes against gold labels, beside BERTopic, in one run on the same statements.

    scripts/bench themes [--corpora demo dip klimarat massive] [--sizes 80 200 500 2500]

Prints a Markdown table: median over the draws, with the lowest and highest AMI. Both systems
get the same draws; BERTopic gets the same E5 vectors that are one of our two views. Seconds
are for one fit with vectors at hand; encoding is told above each corpus' rows. Stability is
the ARI between two seeds, and between all and 95 % of the statements.

The corpora in ../shared/data are read from there; ``demo`` ships with the project. The
settings were chosen on ``dip``; the others are checks. The map that adapts the vectors was
trained on other questions of the Bundestag than those of ``dip``.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpora import demo_gold
from nlp import evaluation
from nlp.text import normalise
from nlp.themes import adaptation, clustering, embedding

if TYPE_CHECKING:
    from nlp.themes.adaptation import Adaptation

Labels = npt.NDArray[np.int64]
SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "themes"
FILES = {
    "dip": "dev_dip_andere_politikfelder.csv",
    "klimarat": "dev_polis_klimarat_de.csv",
    "massive": "dev_massive_de_intents.csv",
}


@dataclass(frozen=True)
class Corpus:
    """Statements with their gold labels, one array of vectors a model, and the models' map."""

    texts: list[str]
    gold: list[str]
    views: list[npt.NDArray[np.float32]]
    seconds: list[float]
    learned: Adaptation | None

    def draw(self, rows: npt.NDArray[np.int64]) -> Corpus:
        """Return some of the rows, in the canonical order of their texts."""
        rows = np.asarray(sorted(rows, key=lambda row: self.texts[row]))
        return Corpus(
            [self.texts[row] for row in rows],
            [self.gold[row] for row in rows],
            [view[rows] for view in self.views],
            self.seconds,
            self.learned,
        )


System = Callable[[Corpus, int], Labels]


def consensus(corpus: Corpus, seed: int) -> Labels:
    """Our method, as it ships."""
    _, first, row_of = np.unique(
        np.asarray(corpus.texts, dtype=object), return_index=True, return_inverse=True
    )
    vectors = embedding.fuse([view[first] for view in corpus.views])
    if corpus.learned:
        vectors = corpus.learned.apply(vectors)
    return clustering.cluster(vectors[row_of], corpus.texts, seed=seed).labels


def bertopic(corpus: Corpus, seed: int) -> Labels:
    """BERTopic with its defaults, but for the seed that its UMAP would otherwise not have."""
    from bertopic import BERTopic  # noqa: PLC0415 - an extra
    from umap import UMAP  # noqa: PLC0415

    reducer = UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed
    )
    model = BERTopic(language="multilingual", umap_model=reducer)
    topics, _ = model.fit_transform(corpus.texts, embeddings=corpus.views[0])
    return np.asarray(topics, dtype=np.int64)


SYSTEMS: dict[str, System] = {"Themenradar": consensus, "BERTopic": bertopic}


def load(name: str, encoders: tuple[embedding.Encoder, ...]) -> Corpus:
    """Read a corpus and encode it, timing each model."""
    if name == "demo":
        rows = [row for row in demo_gold() if row["kind"] == "problem"]
        gold = [row["theme"] for row in rows]
    else:
        with (SHARED / FILES[name]).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        gold = [row["label"] for row in rows]
    texts = [normalise(row["text"]) for row in rows]
    views, seconds = [], []
    for encoder in encoders:
        start = time.perf_counter()
        views.append(embedding.cached_encode(encoder, texts))
        seconds.append(time.perf_counter() - start)
    return Corpus(texts, gold, views, seconds, adaptation.fitting(encoders))


@dataclass(frozen=True)
class Measured:
    """One system on one draw."""

    scores: evaluation.Scores
    seeds: float
    removed: float
    seconds: float


def measure(system: System, corpus: Corpus, draw: int) -> Measured:
    """Fit three times: as it is, with another seed, with 5 % removed."""
    start = time.perf_counter()
    labels = system(corpus, 0)
    seconds = time.perf_counter() - start
    count = len(corpus.texts)
    kept = np.sort(np.random.default_rng(draw).permutation(count)[: round(0.95 * count)])
    return Measured(
        scores=evaluation.score(corpus.gold, labels),
        seeds=evaluation.agreement(labels, system(corpus, 1)),
        removed=evaluation.agreement(labels[kept], system(corpus.draw(kept), 0)),
        seconds=seconds,
    )


def row(corpus: str, size: int, system: str, measured: list[Measured]) -> str:
    """Return a line of the table."""

    def median(of: Callable[[Measured], float]) -> float:
        return statistics.median(of(one) for one in measured)

    amis = [one.scores.ami for one in measured]
    return (
        f"| {corpus} | {size} | {len(measured)} | {system} "
        f"| {median(lambda m: m.scores.ami):.2f} ({min(amis):.2f}–{max(amis):.2f}) "
        f"| {median(lambda m: m.scores.ari):.2f} "
        f"| {median(lambda m: m.scores.b_cubed):.2f} "
        f"| {median(lambda m: m.scores.unbundled):.0%} "
        f"| {median(lambda m: m.scores.clusters):.0f} "
        f"| {median(lambda m: m.seeds):.2f} "
        f"| {median(lambda m: m.removed):.2f} "
        f"| {median(lambda m: m.seconds):.1f} |"
    )


HEAD = (
    "| corpus | n | draws | system | AMI (range) | ARI | B³ | unbundled | clusters "
    "| ARI seeds | ARI −5 % | seconds |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", nargs="+", default=["demo", "dip", "klimarat"])
    parser.add_argument("--sizes", nargs="+", type=int, default=[80, 200, 500, 2500])
    parser.add_argument("--draws", type=int, default=8, help="random draws at n <= 500")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")

    encoders = embedding.load()
    for system in SYSTEMS.values():  # compile UMAP and HDBSCAN before the clock starts
        system(load("demo", encoders), 0)
    for name in arguments.corpora:
        corpus = load(name, encoders)
        told = ", ".join(
            f"{encoder.model_id} {seconds:.0f} s"
            for encoder, seconds in zip(encoders, corpus.seconds, strict=True)
        )
        print(f"\n{name}: {len(corpus.texts)} statements, {len(set(corpus.gold))} labels; {told}")
        print(HEAD)
        for size in arguments.sizes:
            if size > len(corpus.texts):
                continue
            draws = arguments.draws if size <= 500 else 1  # noqa: PLR2004 - as in quality.md
            rows = [
                np.random.default_rng(draw).permutation(len(corpus.texts))[:size]
                for draw in range(draws)
            ]
            for system_name, system in SYSTEMS.items():
                measured = [
                    measure(system, corpus.draw(chosen), draw) for draw, chosen in enumerate(rows)
                ]
                print(row(name, size, system_name, measured), flush=True)


if __name__ == "__main__":
    main()
