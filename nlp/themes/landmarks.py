"""Large corpora: a sample is clustered, the other statements join their nearest landmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]

_VOTERS = 10  # landmarks that decide where another point goes
_ROWS = 2000  # rows of similarities held at a time


def choose_landmarks(
    count: int, size: int, *, seed: int, always: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Draw landmarks at random, after those that are wanted always.

    Args:
        count: Number of points.
        size: Number of landmarks, unless more are wanted always.
        seed: Start of the draw.
        always: Points that must be among them, without repetition.

    Returns:
        The landmarks' rows, ascending.
    """
    drawn = np.random.default_rng(seed).permutation(count)
    others = drawn[~np.isin(drawn, always)]
    return np.sort(np.concatenate([always, others[: max(size - len(always), 0)]]))


def join_landmarks(
    vectors: Matrix,
    chosen: npt.NDArray[np.int64],
    landmark_labels: Labels,
    landmark_strength: npt.NDArray[np.float64],
) -> tuple[Labels, npt.NDArray[np.float64]]:
    """Let every other point join the cluster of most of its ten nearest landmarks.

    Strength is the share of the votes times the voters' own strength. A point whose vote
    goes to a landmark that is alone stays alone too.

    Args:
        vectors: Unit vectors of all points, shape ``(n, d)``.
        chosen: The landmarks' rows, ascending, shape ``(m,)``.
        landmark_labels: Their clusters, from 0, shape ``(m,)``.
        landmark_strength: Their strengths, in ``[0, 1]``, shape ``(m,)``.

    Returns:
        Labels and strengths of all points, shape ``(n,)``; a point that is alone has a label
        of its own.
    """
    count = len(vectors)
    labels = np.arange(count) + landmark_labels.max() + 1
    strength = np.ones(count)
    labels[chosen], strength[chosen] = landmark_labels, landmark_strength
    alone = np.bincount(landmark_labels)[landmark_labels] == 1
    others = np.setdiff1d(np.arange(count), chosen)
    for start in range(0, len(others), _ROWS):
        rows = others[start : start + _ROWS]
        similarity = vectors[rows] @ vectors[chosen].T
        nearest = np.argsort(-similarity, axis=1, kind="stable")[:, :_VOTERS]
        for row, voters in zip(rows, nearest, strict=True):
            votes = np.bincount(landmark_labels[voters])
            winner = votes.argmax()
            agreeing = voters[landmark_labels[voters] == winner]
            if not alone[agreeing[0]]:
                labels[row] = winner
                strength[row] = landmark_strength[agreeing].sum() / _VOTERS
    return labels, strength
