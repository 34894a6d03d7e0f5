"""Problem or measure, told by a model that was trained on citizens' contributions.

A linear model of the features of :mod:`nlp.notes.features`, trained by ``scripts/train_kinds``
(logistic regression, both kinds weighted alike, for notes have another share of proposals than
the texts it has learned from). It answers where neither a heading nor a column does. It knows
no single case and does not know what is neither problem nor measure: that is for the cues.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp
from typing import TYPE_CHECKING, Final

import numpy as np
from safetensors.numpy import load, save_file

from nlp.notes import cues
from nlp.notes.features import features
from nlp.types import StatementKind

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

FILE: Final = "kinds.safetensors"

_STEPS: Final = 127


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a sentence is taken for.

    Attributes:
        kind: A problem or a measure.
        certainty: Probability of the kind, in ``[.5, 1]``, if both were equally frequent.
    """

    kind: StatementKind
    certainty: float


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model.

    Attributes:
        weights: Shape ``(BUCKETS,)``; above zero speaks for a measure.
        intercept: The score of a sentence that shows nothing.
    """

    weights: npt.NDArray[np.float32]
    intercept: float

    def judge(self, sentence: str) -> Judgement:
        """Tell a problem from a measure by one sentence."""
        buckets, values = features(sentence, cues.signs(sentence))
        score = float(self.weights[buckets] @ values) + self.intercept
        kind = StatementKind.MEASURE if score > 0 else StatementKind.PROBLEM
        return Judgement(kind, 1 / (1 + exp(-abs(score))))


def judge(sentence: str) -> Judgement:
    """Tell a problem from a measure by one sentence, with the model that is shipped.

    Args:
        sentence: A sentence as written. Other sentences of the note play no part.

    Returns:
        The kind and how certain it is. On municipalities that the model had not seen, the
        certainty was about the share of right answers (decision 0014).
    """
    return _shipped().judge(sentence)


@lru_cache(maxsize=1)
def _shipped() -> Model:
    return decode((resources.files("nlp.notes") / "data" / FILE).read_bytes())


def decode(data: bytes) -> Model:
    """Read a model from the content of a file that :func:`write` wrote."""
    tensors = load(data)
    step, intercept = tensors["line"].tolist()
    return Model(tensors["weights"].astype(np.float32) * np.float32(step), intercept)


def write(model: Model, path: Path) -> None:
    """Write a model; its weights are kept in 255 steps, one byte each."""
    step = float(np.abs(model.weights).max()) / _STEPS
    weights = np.rint(model.weights / step).astype(np.int8)
    save_file({"weights": weights, "line": np.array([step, model.intercept])}, path)
