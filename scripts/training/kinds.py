"""Trains the model that tells a problem from a measure.

    scripts/train_kinds

Sentences of citizens' contributions that were labelled as a premise or as a proposal (CIMT).
Both kinds weigh alike as a whole, for their shares differ from town to town (.20 to .80
proposals) and say nothing about a note. A feature that fewer than four sentences show is left
out. Same data, same weights.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from nlp.notes import cues
from nlp.notes.classifier import FILE, Model, write
from nlp.notes.features import BUCKETS, features

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

ROOT: Final = Path(__file__).parents[2]
WEIGHTS: Final = ROOT / "nlp/notes/data" / FILE
CORPUS: Final = ROOT.parent / "shared/data/themes/dev_cimt_argument_saetze.csv"

STRENGTH: Final = 2.0  # inverse of the penalty, chosen within the towns that were trained on
_RAREST = 4  # sentences


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence that somebody labelled.

    Attributes:
        text: The sentence.
        town: The consultation that it comes from.
        is_measure: Whether it proposes something.
    """

    text: str
    town: str
    is_measure: bool


def load_sentences(path: Path = CORPUS) -> list[Labelled]:
    """Read the sentences that are a premise or a proposal and not both."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(row["text"], row["group"], row["label"] == "mpos")
            for row in csv.DictReader(file)
            if row["label"] in {"premise", "mpos"}
        ]


def matrix(texts: Sequence[str], *, with_cues: bool = True) -> csr_array:
    """Return the sentences' features, of shape ``(sentences, BUCKETS)``."""
    rows = [features(text, cues.signs(text) if with_cues else None) for text in texts]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in rows)], dtype=np.int32)
    buckets = np.concatenate([buckets for buckets, _ in rows], dtype=np.int32)
    values = np.concatenate([values for _, values in rows])
    table = csr_array((values, buckets, ends), shape=(len(rows), BUCKETS))
    table.sum_duplicates()
    return table


def train(
    table: csr_array, is_measure: npt.NDArray[np.bool_], *, strength: float = STRENGTH
) -> Model:
    """Train the model by logistic regression.

    Args:
        table: Features, as :func:`matrix` returns them.
        is_measure: Shape ``(sentences,)``.
        strength: Inverse of the penalty on the squared weights.
    """
    shown = np.flatnonzero(np.bincount(table.indices, minlength=BUCKETS) >= _RAREST)
    learner = LogisticRegression(
        C=strength, solver="liblinear", class_weight="balanced", random_state=0
    )
    learner.fit(table[:, shown], is_measure)
    weights = np.zeros(BUCKETS, np.float32)
    weights[shown] = learner.coef_[0]
    return Model(weights, float(learner.intercept_[0]))


if __name__ == "__main__":
    sentences = load_sentences()
    labels = np.array([one.is_measure for one in sentences])
    WEIGHTS.parent.mkdir(exist_ok=True)
    write(train(matrix([one.text for one in sentences]), labels), WEIGHTS)
    print(f"{WEIGHTS.relative_to(ROOT)}: {WEIGHTS.stat().st_size / 1e6:.2f} MB")
