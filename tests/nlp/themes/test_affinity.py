"""Mutual proximity on similarities that are known."""

from __future__ import annotations

import numpy as np

from nlp.themes.affinity import cosines, mutual_proximity


def test_mutual_proximity_takes_a_hub_away() -> None:
    """A hub is near to all; seen from both sides it is nobody's special neighbour."""
    similarity = np.full((6, 6), 0.2, dtype=np.float32)
    similarity[0, :] = similarity[:, 0] = 0.6  # the hub
    similarity[1, 2] = similarity[2, 1] = 0.6  # a pair of its own
    np.fill_diagonal(similarity, 1)

    proximity = mutual_proximity(similarity)

    assert proximity[1, 2] > proximity[0, 1]
    assert np.allclose(proximity, proximity.T)


def test_one_point_is_near_to_itself() -> None:
    assert mutual_proximity(np.ones((1, 1), dtype=np.float32)).tolist() == [[1.0]]


def test_cosines_are_symmetric_to_the_last_bit_and_never_above_one() -> None:
    vectors = np.random.default_rng(0).normal(size=(50, 33)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    similarity = cosines(vectors)

    assert (similarity == similarity.T).all()
    assert (np.diag(similarity) == 1).all()
    assert np.abs(similarity).max() <= 1
