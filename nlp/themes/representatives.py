"""Which few statements show a theme best: those that cover it, not only its middle.

Facility location, a submodular coverage, chosen greedily: Lin and Bilmes (2011), "A class of
submodular functions for document summarization"; Nemhauser et al. (1978) for the guarantee.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

_MOST = 3
_NOTHING_NEW = 1e-3  # what a representative must add to be worth reading
_DUPLICATE = 0.9  # cosine from which two statements say the same
_READABLE = (6, 40)  # words of a statement that is read at a glance and says enough
_CANDIDATES = 2000  # of a larger theme so many statements can be chosen


def representatives(vectors: npt.NDArray[np.float32], *, lengths: Sequence[int] = ()) -> list[int]:
    """Choose up to three rows that together are near to all others.

    A row gains what it adds to each statement's cosine with its nearest representative; a
    statement that is too short or too long to read gains in proportion less.

    Args:
        vectors: Unit vectors of one theme, shape ``(m, d)``.
        lengths: Words of each statement; without them every statement reads well.

    Returns:
        Row numbers, the one that covers most first; no two of them say the same.
    """
    candidates = np.unique(np.linspace(0, len(vectors) - 1, _CANDIDATES).astype(np.int64))
    candidates = candidates[: len(vectors)]
    similarity = np.maximum(vectors[candidates] @ vectors.T, 0.0)
    readable = _readability(lengths)[candidates] if lengths else np.ones(len(candidates))
    covered = np.zeros(len(vectors))
    free = np.ones(len(candidates), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < _MOST and free.any():
        gain = (np.maximum(similarity, covered).sum(axis=1) - covered.sum()) * readable
        best = int(np.where(free, gain, -np.inf).argmax())
        if chosen and gain[best] < _NOTHING_NEW:
            break
        chosen.append(int(candidates[best]))
        covered = np.maximum(covered, similarity[best])
        free &= similarity[best, candidates] < _DUPLICATE
        free[best] = False
    return chosen


def _readability(lengths: Sequence[int]) -> npt.NDArray[np.float64]:
    """Return a factor in ``(0, 1]``: 1 for a readable length, less in proportion outside."""
    fewest, most = _READABLE
    words = np.maximum(np.asarray(lengths, dtype=np.float64), 1.0)
    return np.minimum(1.0, np.minimum(words / fewest, most / words))
