"""What the adaptation does to neighbourhoods, on corpora that it was not trained on.

    scripts/bench adaptation

Prints for each corpus, without and with the map: how often a statement's nearest neighbour
has its label, and the share of its ten nearest that have it. The map was trained on other
questions of the Bundestag; its share was chosen on these corpora so that the nearest
neighbours worsen on none.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpora import demo_gold
from nlp import pipeline
from nlp.text import normalise
from nlp.themes import adaptation, embedding

if TYPE_CHECKING:
    import numpy.typing as npt

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "themes"
FILES = {
    "dip": "dev_dip_andere_politikfelder.csv",
    "klimarat": "dev_polis_klimarat_de.csv",
    "massive": "dev_massive_de_intents.csv",
}
LARGEST = 4000
NEAREST = 10


def load(name: str) -> tuple[list[str], npt.NDArray[np.str_]]:
    """Return a corpus' texts and labels, of a large one a sample."""
    if name == "demo":
        rows = [(row["text"], row["theme"]) for row in demo_gold() if row["kind"] == "problem"]
    else:
        with (SHARED / FILES[name]).open(encoding="utf-8-sig", newline="") as file:
            rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    chosen = sorted(np.random.default_rng(0).permutation(len(rows))[:LARGEST])
    return [normalise(rows[one][0]) for one in chosen], np.array([rows[one][1] for one in chosen])


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
    for name in ("demo", *FILES):
        texts, labels = load(name)
        plain = pipeline.embed(texts, encoders=encoders)
        first, ten = precision(plain, labels)
        first_adapted, ten_adapted = precision(learned.apply(plain), labels)
        print(
            f"| {name} | {len(texts)} | {len(set(labels))} | {first:.3f} | {first_adapted:.3f} "
            f"| {ten:.3f} | {ten_adapted:.3f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
