"""Which few statements show a theme best: those that cover it, not only its middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

_MOST = 3
_NOTHING_NEW = 1e-3  # what a representative must add to be worth reading


def representatives(vectors: npt.NDArray[np.float32]) -> list[int]:
    """Choose up to three rows that together are near to all others (facility location).

    Args:
        vectors: Unit vectors of one theme, shape ``(m, d)``.

    Returns:
        Row numbers, the one that covers most first (Nemhauser et al. 1978, greedy).
    """
    similarity = vectors @ vectors.T
    covered = np.full(len(vectors), -1.0)
    chosen: list[int] = []
    for _ in range(min(_MOST, len(vectors))):
        gain = np.maximum(similarity, covered[None, :]).sum(axis=1)
        gain[chosen] = -np.inf
        best = int(gain.argmax())
        if gain[best] - covered.sum() < _NOTHING_NEW:
            break
        chosen.append(best)
        covered = np.maximum(covered, similarity[best])
    return chosen
