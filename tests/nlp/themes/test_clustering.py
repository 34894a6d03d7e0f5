"""Consensus clustering on vectors that are known: no model needed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.themes.clustering import (
    UNBUNDLED,
    ConsensusSettings,
    agreement,
    cluster,
    coassociation,
    mutual_proximity,
)

Vectors = npt.NDArray[np.float32]


def unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def three_groups(size: int = 12) -> tuple[Vectors, list[str], npt.NDArray[np.int64]]:
    rng = np.random.default_rng(7)
    centres = np.eye(3, 16)
    groups = np.repeat(np.arange(3), size)
    vectors = unit(centres[groups] + rng.normal(0, 0.12, (3 * size, 16)))
    return vectors, [f"Aussage {row:02d}" for row in range(3 * size)], groups


def test_clear_groups_are_found_without_their_number_being_told() -> None:
    vectors, texts, groups = three_groups()

    found = cluster(vectors, texts)

    for group in range(3):
        assert len(set(found.labels[groups == group])) == 1
    assert set(found.labels) == {0, 1, 2}
    assert (found.strength > 0.5).all()


def test_the_same_seed_gives_the_same_answer_in_any_order_of_rows() -> None:
    vectors, texts, _ = three_groups()
    order = np.random.default_rng(1).permutation(len(texts))

    straight = cluster(vectors, texts, seed=3)
    shuffled = cluster(vectors[order], [texts[row] for row in order], seed=3)

    assert (shuffled.labels == straight.labels[order]).all()
    assert (shuffled.strength == straight.strength[order]).all()


def test_above_the_landmarks_the_others_join_the_group_they_are_near() -> None:
    vectors, texts, groups = three_groups(size=40)

    found = cluster(vectors, texts, settings=ConsensusSettings(landmarks=60))

    assert len(set(found.labels)) == 3
    for group in range(3):
        assert len(set(found.labels[groups == group])) == 1


def test_a_statement_far_from_all_others_stays_alone_above_the_landmarks() -> None:
    vectors, texts, _ = three_groups(size=40)
    outlier = unit(-np.eye(1, 16, k=9))
    settings = ConsensusSettings(landmarks=60)

    found = cluster(np.vstack([vectors, outlier]), [*texts, "zzz"], settings=settings)

    strengths = found.strength[:-1]
    assert found.labels[-1] == UNBUNDLED or found.strength[-1] < strengths.min()


def test_equal_statements_stay_together_however_few_there_are() -> None:
    vectors = unit(np.ones((5, 4)))

    found = cluster(vectors, ["Es fehlen Plätze."] * 5)

    assert found.labels.tolist() == [0] * 5
    assert found.strength.tolist() == [1.0] * 5


@pytest.mark.parametrize("count", [0, 1, 2, 5, 11])
def test_too_few_different_statements_are_not_bundled(count: int) -> None:
    vectors = unit(np.eye(max(count, 1), 16))[:count]

    found = cluster(vectors, [f"Aussage {row}" for row in range(count)])

    assert found.labels.tolist() == [UNBUNDLED] * count
    assert found.strength.tolist() == [0.0] * count


@settings(max_examples=8, deadline=None)
@given(
    count=st.integers(12, 40),
    repeated=st.integers(1, 6),
    seed=st.integers(0, 2**31 - 1),
)
def test_every_statement_is_in_one_place_and_equal_ones_in_the_same(
    count: int, repeated: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    vectors = unit(rng.normal(size=(count, 8)))
    rows = np.concatenate([np.arange(count), np.zeros(repeated, dtype=int)])
    texts = [f"Aussage {row}" for row in rows]

    found = cluster(vectors[rows], texts, seed=seed, settings=ConsensusSettings(runs=2))

    assert found.labels.shape == (count + repeated,)
    assert len({int(found.labels[row]) for row in np.flatnonzero(rows == 0)}) == 1
    sizes = np.bincount(found.labels[found.labels != UNBUNDLED])
    assert (np.diff(sizes) <= 0).all()
    assert (sizes >= 2).all()
    assert ((found.strength >= 0) & (found.strength <= 1)).all()


def test_progress_goes_up_to_one() -> None:
    vectors, texts, _ = three_groups()
    told: list[float] = []

    cluster(vectors, texts, settings=ConsensusSettings(runs=4), progress=told.append)

    assert told == [0.25, 0.5, 0.75, 1.0]


def test_coassociation_is_a_symmetric_share_with_ones_on_the_diagonal() -> None:
    vectors, _, groups = three_groups()
    similarity = np.clip(vectors @ vectors.T, -1, 1)

    together = coassociation(vectors, similarity, seed=0, settings=ConsensusSettings(runs=6))

    assert np.allclose(together, together.T)
    assert (np.diag(together) == 1).all()
    same = groups[:, None] == groups[None, :]
    assert together[same].mean() > 0.9
    assert together[~same].mean() < 0.1


def test_mutual_proximity_takes_a_hub_away() -> None:
    """A hub is near to all; seen from both sides it is nobody's special neighbour."""
    similarity = np.full((6, 6), 0.2, dtype=np.float32)
    similarity[0, :] = similarity[:, 0] = 0.6  # the hub
    similarity[1, 2] = similarity[2, 1] = 0.6  # a pair of its own
    np.fill_diagonal(similarity, 1)

    proximity = mutual_proximity(similarity)

    assert proximity[1, 2] > proximity[0, 1]
    assert np.allclose(proximity, proximity.T)


def test_agreement_is_the_mean_share_with_the_others_of_the_cluster() -> None:
    together = np.array([[1, 0.8, 0.1], [0.8, 1, 0.2], [0.1, 0.2, 1]], dtype=np.float32)

    assert agreement(together, np.array([0, 0, 1])) == pytest.approx([0.8, 0.8, 1.0])
