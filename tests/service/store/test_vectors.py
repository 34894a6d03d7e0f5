from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.text import text_hash
from service.store.vectors import StoredVectors
from service.usecases.deletion import delete_note
from service.usecases.notes import list_notes
from tests.service.helpers import ACTOR, row_counts, statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.store.sessions import Database

pytestmark = pytest.mark.both_databases

HASHES = [text_hash(text) for text in islice(statements(), 5)]


@pytest.fixture
def cache(database: Database, fill: Callable[[int], None]) -> StoredVectors:
    fill(len(HASHES))
    return StoredVectors(database, "05754")


def test_vectors_come_back_as_they_were_kept(cache: StoredVectors) -> None:
    vectors = {key: np.full(3, n / 7, dtype=np.float32) for n, key in enumerate(HASHES)}
    cache.put("model", vectors)
    found = cache.get("model", [*vectors, *(f"{n:064d}" for n in range(2500))])
    assert found.keys() == vectors.keys()
    assert all(np.array_equal(found[key], vectors[key]) for key in vectors)
    assert found[HASHES[0]].dtype == np.float32


def test_models_do_not_see_each_others_vectors(cache: StoredVectors) -> None:
    cache.put("one", {HASHES[0]: np.ones(2, dtype=np.float32)})
    assert cache.get("another", HASHES) == {}


def test_keeping_a_vector_twice_keeps_the_first(cache: StoredVectors) -> None:
    cache.put("model", {HASHES[0]: np.ones(2, dtype=np.float32)})
    cache.put("model", {HASHES[0]: np.zeros(2, dtype=np.float32)})
    assert cache.get("model", HASHES)[HASHES[0]].tolist() == [1.0, 1.0]


def test_a_vector_is_not_kept_once_its_statement_is_deleted(
    cache: StoredVectors, database: Database
) -> None:
    (note,) = list_notes(database, district="05754").items
    delete_note(database, note.id, district="05754", actor=ACTOR, now=datetime.now(UTC))
    cache.put("model", {HASHES[0]: np.ones(2, dtype=np.float32)})
    assert row_counts(database)["VectorRow"] == 0
