from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from service.store.vectors import StoredVectors

if TYPE_CHECKING:
    from service.store.sessions import Database


def test_vectors_come_back_as_they_were_kept(database: Database) -> None:
    cache = StoredVectors(database, "05754")
    vectors = {f"{n:04d}": np.full(3, n / 7, dtype=np.float32) for n in range(2500)}
    cache.put("model", vectors)
    found = cache.get("model", [*vectors, "unknown"])
    assert found.keys() == vectors.keys()
    assert all(np.array_equal(found[key], vectors[key]) for key in vectors)
    assert found["0007"].dtype == np.float32


def test_models_do_not_see_each_others_vectors(database: Database) -> None:
    cache = StoredVectors(database, "05754")
    cache.put("one", {"a": np.ones(2, dtype=np.float32)})
    assert cache.get("another", ["a"]) == {}


def test_keeping_a_vector_twice_keeps_the_first(database: Database) -> None:
    cache = StoredVectors(database, "05754")
    cache.put("model", {"a": np.ones(2, dtype=np.float32)})
    cache.put("model", {"a": np.zeros(2, dtype=np.float32)})
    assert cache.get("model", ["a"])["a"].tolist() == [1.0, 1.0]
