"""Constraints hold in the clustering, whatever the vectors say."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from nlp.themes.clustering import UNBUNDLED, ConsensusSettings, cluster
from nlp.themes.constraints import Constraints, Together, close, constrained
from nlp.types import Clustering

Vectors = npt.NDArray[np.float32]
FAST = ConsensusSettings(runs=2)


def unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def three_groups(size: int = 12) -> tuple[Vectors, list[str], npt.NDArray[np.int64]]:
    rng = np.random.default_rng(7)
    groups = np.repeat(np.arange(3), size)
    vectors = unit(np.eye(3, 16)[groups] + rng.normal(0, 0.12, (3 * size, 16)))
    return vectors, [f"Aussage {row:02d}" for row in range(3 * size)], groups


def holds(found: Clustering, constraints: Constraints[int]) -> bool:
    """Tell whether all that must be together is in one theme and all else apart."""
    bundled = found.labels != UNBUNDLED
    together = all(
        len(set(found.labels[sorted(link.members)])) == 1 and bundled[sorted(link.members)].all()
        for link in constraints.together
        if len(link.members) > 1
    )
    return together and not any(
        bundled[a] and found.labels[a] == found.labels[b]
        for left, right in constraints.apart
        for a, b in itertools.product(left, right)
    )


@st.composite
def constraint_sets(draw: st.DrawFn, count: int) -> Constraints[int]:
    """Draw constraints on ``count`` points that can hold, with equal and overlapping parts."""
    points = st.frozensets(st.integers(0, count - 1), min_size=1, max_size=5)
    together = draw(
        st.lists(
            st.builds(
                Together,
                st.lists(points, min_size=1, max_size=3).map(tuple),
                st.frozensets(st.integers(0, count - 1), max_size=2),
            ),
            max_size=4,
        )
    )
    apart = draw(st.lists(st.tuples(points, points), max_size=4))
    constraints = Constraints(tuple(together), tuple(apart))
    try:
        close(constraints)
    except ValueError:
        assume(False)  # noqa: FBT003 - hypothesis' own
    return constraints


@st.composite
def corpora(draw: st.DrawFn) -> tuple[npt.NDArray[np.float32], Constraints[int]]:
    """Draw distances, many of them equal or zero, with constraints."""
    count = draw(st.integers(2, 14))
    size = count * (count - 1) // 2
    value = st.sampled_from([0.0, 0.0, 0.1, 0.45, 0.5, 1.0]) | st.floats(0, 1, width=32)
    drawn = draw(st.lists(value, min_size=size, max_size=size))
    distance = squareform(np.array(drawn, dtype=np.float32), checks=False)
    return distance, draw(constraint_sets(count))


@settings(max_examples=150, deadline=None)
@given(corpus=corpora(), threshold=st.sampled_from([0.0, 0.2, 0.45, 1.0]))
def test_average_linkage_obeys_at_any_height(
    corpus: tuple[npt.NDArray[np.float32], Constraints[int]], threshold: float
) -> None:
    distance, constraints = corpus

    changed = constrained(distance, close(constraints))

    assert (changed == changed.T).all()
    assert (np.diag(changed) == 0).all()
    tree = linkage(squareform(changed, checks=False), method="average")
    labels = fcluster(tree, threshold, criterion="distance").astype(np.int64)
    assert holds(Clustering(labels, np.ones(len(labels)), np.zeros_like(labels), ()), constraints)


@settings(max_examples=12, deadline=None)
@given(data=st.data(), seed=st.integers(0, 2**31 - 1), count=st.integers(2, 30))
def test_a_clustering_obeys_whatever_the_vectors_and_equal_texts(
    data: st.DataObject, seed: int, count: int
) -> None:
    """Below twelve texts, with repeated texts and beyond the landmarks alike."""
    rng = np.random.default_rng(seed)
    distinct = data.draw(st.integers(1, count))
    row_of = np.concatenate([np.arange(distinct), rng.integers(0, distinct, count - distinct)])
    vectors, texts = unit(rng.normal(size=(distinct, 8))), [f"Aussage {row}" for row in row_of]
    constraints = data.draw(constraint_sets(count))
    assume(
        not any(
            row_of[a] == row_of[b]
            for left, right in constraints.apart
            for a, b in itertools.product(left, right)
        )
    )
    landmarks = data.draw(st.sampled_from([14, 4000]))
    chosen = ConsensusSettings(runs=2, landmarks=landmarks)
    try:
        close(constraints.mapped(dict(enumerate(row_of.tolist()))))
    except ValueError:
        assume(False)  # noqa: FBT003 - hypothesis' own

    found = cluster(vectors[row_of], texts, seed=seed, settings=chosen, constraints=constraints)

    assert holds(found, constraints)
    sizes = np.bincount(found.labels[found.labels != UNBUNDLED])
    assert (sizes >= 2).all()


def test_without_constraints_nothing_changes_to_the_last_bit() -> None:
    vectors, texts, _ = three_groups(size=40)
    settings_ = ConsensusSettings(runs=4, landmarks=60)
    about_others = Constraints[int]().mapped({})

    plain = cluster(vectors, texts, settings=settings_)
    same = cluster(vectors, texts, settings=settings_, constraints=about_others)

    assert (plain.labels == same.labels).all()
    assert (plain.strength == same.strength).all()


def test_themes_that_were_merged_draw_in_what_is_near_to_either() -> None:
    """Three anchors of each are enough: the rest of both themes comes along."""
    vectors, texts, groups = three_groups()
    anchors = [frozenset(np.flatnonzero(groups == group)[:3].tolist()) for group in (0, 1)]

    found = cluster(
        vectors, texts, settings=FAST, constraints=Constraints((Together(tuple(anchors)),))
    )

    assert len(set(found.labels[groups < 2])) == 1
    assert set(found.labels[groups == 2]).isdisjoint(found.labels[groups < 2])


def test_a_statement_that_was_moved_takes_nobody_along() -> None:
    vectors, texts, groups = three_groups()
    moved = 0
    anchors = frozenset(np.flatnonzero(groups == 1)[:3].tolist())
    constraints = Constraints(
        (Together((anchors,), frozenset({moved})),), ((frozenset({moved}), frozenset({1, 2, 3})),)
    )

    found = cluster(vectors, texts, settings=FAST, constraints=constraints)

    assert found.labels[moved] == found.labels[12]
    assert len(set(found.labels[1:12])) == 1
    assert found.labels[1] != found.labels[12]
    assert found.strength[moved] < found.strength[1:].min()


def test_beyond_the_landmarks_every_constrained_statement_is_one() -> None:
    vectors, texts, _ = three_groups(size=40)
    pinned = frozenset(range(0, 120, 3))
    constraints = Constraints((Together((pinned,)),))

    found = cluster(
        vectors, texts, settings=ConsensusSettings(runs=2, landmarks=30), constraints=constraints
    )

    assert len(set(found.labels[sorted(pinned)])) == 1


def test_with_few_statements_only_what_must_be_together_is_and_no_run_agrees() -> None:
    vectors = unit(np.eye(4, 8))
    constraints = Constraints((Together((frozenset({1, 3}),)),))

    found = cluster(vectors, ["a", "b", "c", "d"], constraints=constraints)

    assert found.labels.tolist() == [UNBUNDLED, 0, UNBUNDLED, 0]
    assert found.strength.tolist() == [0.0] * 4


def test_equal_texts_cannot_be_apart() -> None:
    constraints = Constraints[int](apart=((frozenset({0}), frozenset({1})),))

    with pytest.raises(ValueError, match="together and apart"):
        cluster(unit(np.ones((2, 4))), ["gleich", "gleich"], constraints=constraints)


def test_what_hangs_together_through_a_third_is_one_block() -> None:
    links = (Together((frozenset({0, 1}),)), Together((frozenset({1, 2}),), frozenset({5})))

    blocks = close(Constraints(links, ((frozenset({0}), frozenset({7})),)))

    assert [block.members.tolist() for block in blocks.blocks] == [[0, 1, 2, 5], [7]]
    assert [part.tolist() for part in blocks.blocks[0].parts] == [[0, 1], [1, 2]]
    assert blocks.apart == {(0, 1)}
