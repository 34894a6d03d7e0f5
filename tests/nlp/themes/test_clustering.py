"""Consensus clustering on vectors that are known: no model needed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.themes.clustering import UNBUNDLED, ConsensusSettings, cluster
from nlp.themes.constraints import Constraints, Together

Vectors = npt.NDArray[np.float32]
FAST = ConsensusSettings(runs=6)


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

    found = cluster(vectors, texts, settings=FAST)

    for group in range(3):
        assert len(set(found.labels[groups == group])) == 1
    assert set(found.labels) == {0, 1, 2}
    assert (found.strength > 0.5).all()


def test_the_same_seed_gives_the_same_answer_in_any_order_of_rows() -> None:
    vectors, texts, _ = three_groups()
    order = np.random.default_rng(1).permutation(len(texts))

    straight = cluster(vectors, texts, seed=3, settings=FAST)
    shuffled = cluster(vectors[order], [texts[row] for row in order], seed=3, settings=FAST)

    assert (shuffled.labels == straight.labels[order]).all()
    assert (shuffled.strength == straight.strength[order]).all()


def test_above_the_landmarks_the_others_join_the_group_they_are_near() -> None:
    vectors, texts, groups = three_groups(size=40)

    found = cluster(vectors, texts, settings=ConsensusSettings(runs=6, landmarks=60))

    assert len(set(found.labels)) == 3
    for group in range(3):
        assert len(set(found.labels[groups == group])) == 1


def test_a_statement_far_from_all_others_stays_alone_above_the_landmarks() -> None:
    vectors, texts, _ = three_groups(size=40)
    outlier = unit(-np.eye(1, 16, k=9))
    settings = ConsensusSettings(runs=6, landmarks=60)

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


@settings(max_examples=12, deadline=None)
@given(
    kinds=st.integers(1, 5),
    count=st.integers(12, 60),
    repeated=st.integers(0, 6),
    landmarks=st.sampled_from([30, 4000]),
    seed=st.integers(0, 2**31 - 1),
)
def test_parts_are_inside_clusters_and_each_cluster_has_its_trust(
    kinds: int, count: int, repeated: int, landmarks: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    vectors = unit(
        np.eye(kinds, 8)[rng.integers(0, kinds, count)] + rng.normal(0, 0.3, (count, 8))
    )
    rows = np.concatenate([np.arange(count), rng.integers(0, count, repeated)])
    chosen = ConsensusSettings(runs=2, landmarks=landmarks)

    found = cluster(vectors[rows], [f"Aussage {row}" for row in rows], seed=seed, settings=chosen)

    clusters = found.labels.max() + 1
    assert ((found.parts == UNBUNDLED) == (found.labels == UNBUNDLED)).all()
    for number in range(clusters):
        sizes = np.bincount(found.parts[found.labels == number])
        assert (sizes > 0).all()
        assert (np.diff(sizes) <= 0).all()
        assert len(sizes) <= 4
    assert len(found.trust) == clusters
    for number, trust in enumerate(found.trust):
        assert 0 <= trust.agreement <= 1
        assert 0 <= trust.recovery <= 1
        assert 0 <= trust.separation <= 1
        assert trust.neighbour != number
        assert trust.neighbour is None or 0 <= trust.neighbour < clusters


def test_clear_groups_are_trusted_and_blurred_ones_less() -> None:
    vectors, texts, _ = three_groups()
    blurred = unit(vectors + np.random.default_rng(3).normal(0, 0.25, vectors.shape))

    clear = cluster(vectors, texts, settings=FAST).trust
    less = cluster(blurred, texts, settings=FAST).trust

    for name in ("agreement", "recovery", "separation"):
        assert np.mean([getattr(one, name) for one in clear]) > np.mean(
            [getattr(one, name) for one in less]
        )


def test_themes_that_people_merged_are_parts_of_the_merged_one() -> None:
    vectors, texts, groups = three_groups()
    merged = tuple(frozenset(np.flatnonzero(groups == group).tolist()) for group in (0, 1))

    found = cluster(vectors, texts, settings=FAST, constraints=Constraints((Together(merged),)))

    assert found.labels.tolist() == [0] * 24 + [1] * 12
    assert len(set(found.parts[:12])) == len(set(found.parts[12:24])) == 1
    assert set(found.parts[:24]) == {0, 1}
    assert set(found.parts[24:]) == {0}


@pytest.mark.parametrize("repeated", [0, 3])
def test_beyond_the_landmarks_a_repeated_text_that_is_like_nothing_is_a_theme(
    repeated: int,
) -> None:
    vectors, texts, _ = three_groups(size=40)
    outlier = unit(-np.eye(1, 16, k=9))
    rows = [outlier] * (repeated + 1)

    found = cluster(
        np.vstack([vectors, *rows]),
        [*texts, *["zzz"] * (repeated + 1)],
        settings=ConsensusSettings(runs=6, landmarks=60),
    )

    assert len(found.trust) == found.labels.max() + 1
    assert len(set(found.labels[120:])) == 1


def test_progress_goes_up_to_one() -> None:
    vectors, texts, _ = three_groups()
    told: list[float] = []

    cluster(vectors, texts, settings=ConsensusSettings(runs=4), progress=told.append)

    assert told == [0.25, 0.5, 0.75, 1.0]


@pytest.mark.parametrize("count", [12, 40])
@pytest.mark.parametrize("corpus", ["all alike", "all different"])
def test_a_corpus_without_any_structure_is_clustered_too(count: int, corpus: str) -> None:
    vectors = unit(np.ones((count, 64)) if corpus == "all alike" else np.eye(count, 64))

    found = cluster(vectors, [f"Aussage {row:02d}" for row in range(count)], settings=FAST)

    assert found.labels.shape == (count,)
    assert len(found.trust) == found.labels.max() + 1
