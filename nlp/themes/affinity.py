"""How near two statements are: their cosine, and how surely they are neighbours.

Source:
    Schnitzer et al. (2012), "Local and global scaling reduce hubs in space".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]


def cosines(vectors: Matrix) -> Matrix:
    """Return the cosines of unit vectors, shape ``(n, n)``, symmetric, ones on the diagonal."""
    similarity: Matrix = vectors @ vectors.T
    similarity += similarity.T.copy()
    similarity /= 2
    np.clip(similarity, -1, 1, out=similarity)
    np.fill_diagonal(similarity, 1)
    return similarity


def mutual_proximity(similarity: Matrix) -> Matrix:
    """Return how surely two points are neighbours seen from both sides.

    For each point the distances to all others are taken as normal; the value is the product
    of both points' probabilities that another point is farther away. It takes away hubs,
    which are near to everything (Schnitzer et al. 2012, Gaussian variant).

    Args:
        similarity: Cosines, shape ``(n, n)``, symmetric, ones on the diagonal.

    Returns:
        Shape ``(n, n)``, symmetric, values in ``[0, 1]``, ones on the diagonal.
    """
    distance = 1 - similarity
    others = max(len(distance) - 1, 1)
    mean = distance.sum(axis=1) / others
    variance = (distance**2).sum(axis=1) / others - mean**2
    deviation = np.sqrt(np.maximum(variance, np.finfo(np.float32).tiny))
    farther = 1 - ndtr((distance - mean[:, None]) / deviation[:, None])
    proximity: Matrix = (farther * farther.T).astype(np.float32)
    np.fill_diagonal(proximity, 1)
    return proximity


def nearest(similarity: Matrix, count: int) -> npt.NDArray[np.int64]:
    """Return the columns with the ``count`` highest values of each row, the highest first.

    Args:
        similarity: Shape ``(n, m)``.
        count: Not above ``m``.

    Returns:
        Shape ``(n, count)``; of equal values' columns the first comes first, but which of those
        that equal the last one are among them is not said.
    """
    columns = np.broadcast_to(np.arange(similarity.shape[1]), similarity.shape)
    if count < similarity.shape[1]:
        columns = np.sort(np.argpartition(-similarity, count, axis=1)[:, :count], axis=1)
        similarity = np.take_along_axis(similarity, columns, axis=1)
    order = np.argsort(-similarity, axis=1, kind="stable")[:, :count]
    return np.take_along_axis(columns, order, axis=1)
