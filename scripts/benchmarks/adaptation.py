"""What the adaptation does to neighbourhoods, on corpora that it was not trained on.

    scripts/bench adaptation

Prints for each corpus, without and with the map: how often a statement's nearest neighbour
has its label, and the share of its ten nearest that have it. The map was trained on other
questions of the Bundestag; its share was chosen on these corpora so that the nearest
neighbours worsen on none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import labelled
import numpy as np

from nlp import pipeline
from nlp.themes import adaptation, embedding

if TYPE_CHECKING:
    import numpy.typing as npt

CORPORA = ("demo", "dip", "klimarat", "massive")
LARGEST = 4000
NEAREST = 10


def precision(vectors: npt.NDArray[np.float32], labels: npt.NDArray[np.str_]) -> tuple[float, ...]:
    """Return the shares of the nearest, and of the ten nearest, that have the same label."""
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2)
    nearest = np.argsort(-cosines, axis=1, kind="stable")[:, :NEAREST]
    same = labels[nearest] == labels[:, None]
    return float(same[:, 0].mean()), float(same.mean())


def main() -> None:
    """Print the table."""
    encoders = embedding.load()
    learned = adaptation.fitting(encoders)
    if learned is None:
        msg = "the shipped map does not fit the default models here"
        raise SystemExit(msg)
    print("| corpus | statements | labels | nearest | adapted | ten nearest | adapted |")
    print("|---|---|---|---|---|---|---|")
    for name in CORPORA:
        corpus = labelled.read(name)
        drawn = np.random.default_rng(0).permutation(len(corpus.texts))[:LARGEST]
        chosen = corpus.take(np.sort(drawn))
        texts, labels = chosen.texts, np.array(chosen.gold)
        views = pipeline.encode(texts, encoders=encoders)
        plain = pipeline.fit(texts, views, None).place(views)
        adapted = pipeline.fit(texts, views, learned).place(views)
        first, ten = precision(plain, labels)
        first_adapted, ten_adapted = precision(adapted, labels)
        print(
            f"| {name} | {len(texts)} | {len(set(labels))} | {first:.3f} | {first_adapted:.3f} "
            f"| {ten:.3f} | {ten_adapted:.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
