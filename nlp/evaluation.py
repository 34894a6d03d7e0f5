"""How good a clustering is, where somebody knows the answer.

A statement that is not bundled counts as a cluster of its own, so that leaving statements
out is neither punished nor rewarded beyond what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from sklearn.metrics.cluster import contingency_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures of one clustering against gold labels.

    Attributes:
        ami: Adjusted mutual information (Vinh et al. 2010), 0 for chance, 1 for equality.
        ari: Adjusted Rand index (Hubert and Arabie 1985), 0 for chance, 1 for equality.
        b_cubed: F1 of B-cubed precision and recall (Bagga and Baldwin 1998).
        unbundled: Share of statements that are in no cluster, or alone in one.
        clusters: Number of clusters of two and more.
    """

    ami: float
    ari: float
    b_cubed: float
    unbundled: float
    clusters: int


def score(gold: Sequence[str], labels: Labels) -> Scores:
    """Compare ``labels`` (``-1``: not bundled) with ``gold``, both of length ``n > 0``."""
    _, truth = np.unique(np.asarray(gold, dtype=object), return_inverse=True)
    found = singletons(labels)
    _, sizes = np.unique(found, return_counts=True)
    return Scores(
        ami=float(adjusted_mutual_info_score(truth, found)),
        ari=float(adjusted_rand_score(truth, found)),
        b_cubed=b_cubed(truth, found),
        unbundled=float((sizes == 1).sum() / len(found)),
        clusters=int((sizes > 1).sum()),
    )


def singletons(labels: Labels) -> Labels:
    """Give every statement that is not bundled a label of its own."""
    free = np.flatnonzero(labels < 0)
    own = labels.copy()
    own[free] = labels.max(initial=-1) + 1 + np.arange(len(free))
    return own


def b_cubed(truth: Labels, found: Labels) -> float:
    """Return B-cubed F1: precision and recall of each item's cluster, averaged over items."""
    table = contingency_matrix(truth, found).astype(np.float64)
    squared = table**2
    precision = (squared / table.sum(axis=0, keepdims=True)).sum() / table.sum()
    recall = (squared / table.sum(axis=1, keepdims=True)).sum() / table.sum()
    return float(2 * precision * recall / (precision + recall))


def agreement(first: Labels, second: Labels) -> float:
    """Return the ARI of two clusterings of the same statements: 1 if they are the same."""
    return float(adjusted_rand_score(singletons(first), singletons(second)))


def cross_municipality_recall(
    gold: Sequence[str], municipalities: Sequence[str], labels: Labels
) -> float:
    """Return the share of pairs of one theme from two municipalities that land together.

    Returns:
        A share in ``[0, 1]``; NaN where there is no such pair.
    """
    _, truth = np.unique(np.asarray(gold, dtype=object), return_inverse=True)
    _, towns = np.unique(np.asarray(municipalities, dtype=object), return_inverse=True)
    found = singletons(labels)
    wanted = _pairs(truth) - _pairs(truth, towns)
    landed = _pairs(truth, found) - _pairs(truth, found, towns)
    return landed / wanted if wanted else float("nan")


def _pairs(*labels: Labels) -> int:
    """Count the pairs that agree in all labels."""
    _, sizes = np.unique(np.stack(labels), axis=1, return_counts=True)
    return int((sizes * (sizes - 1) // 2).sum())
