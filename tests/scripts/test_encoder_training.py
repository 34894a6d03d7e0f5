from __future__ import annotations

import numpy as np

from scripts.training.encoder import train


def matters(count: int, dimension: int) -> tuple[np.ndarray, list[frozenset[str]]]:
    """Return two questions a matter, hidden in noise of the other half of the dimensions."""
    random = np.random.default_rng(3)
    kinds = random.normal(size=(count, dimension))
    kinds[:, dimension // 2 :] = 0
    noise = random.normal(size=(2 * count, dimension))
    noise[:, : dimension // 2] *= 0.3
    vectors = (np.repeat(kinds, 2, axis=0) + noise).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, [frozenset({f"matter {row // 2}"}) for row in range(2 * count)]


def precision(vectors: np.ndarray) -> float:
    """Return how often the nearest question is about the same matter."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -1)
    nearest = cosines.argmax(axis=1)
    return float(np.mean(nearest // 2 == np.arange(len(vectors)) // 2))


def test_the_map_brings_questions_of_one_matter_closer() -> None:
    vectors, keywords = matters(60, 16)
    learned = train(vectors, keywords, steps=500)
    assert precision(vectors @ learned.T) > precision(vectors) + 0.03


def test_the_same_data_give_the_same_map() -> None:
    vectors, keywords = matters(20, 8)
    first, second = (train(vectors, keywords, steps=20) for _ in range(2))
    np.testing.assert_array_equal(first, second)
