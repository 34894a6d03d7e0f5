"""The tree's cut, what settles after it, and where a theme branches."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import squareform

from nlp.themes import tree

Distance = npt.NDArray[np.float32]


def blocks(*sizes: int, within: float, between: float) -> Distance:
    group = np.repeat(np.arange(len(sizes)), sizes)
    distance = np.where(group[:, None] == group[None, :], within, between).astype(np.float32)
    np.fill_diagonal(distance, 0)
    return distance


@st.composite
def distances(draw: st.DrawFn) -> Distance:
    count = draw(st.integers(2, 16))
    size = count * (count - 1) // 2
    drawn = draw(st.lists(st.floats(0, 1, width=32), min_size=size, max_size=size))
    return squareform(np.array(drawn, dtype=np.float32), checks=False)


def objective(distance: Distance, labels: npt.NDArray[np.int64], threshold: float) -> float:
    same = np.triu(labels[:, None] == labels[None, :], 1)
    return float((threshold - distance)[same].sum())


@settings(deadline=None)
@given(distance=distances(), threshold=st.floats(0.05, 0.95))
def test_what_settles_fits_no_worse_than_before(distance: Distance, threshold: float) -> None:
    labels = tree.cut(distance, threshold)

    settled = tree.settle(distance, labels, threshold, free=np.arange(len(distance)))

    assert objective(distance, settled, threshold) >= objective(distance, labels, threshold) - 1e-5
    assert set(settled) == set(range(settled.max() + 1))


def test_a_point_moves_to_the_theme_where_it_fits_better() -> None:
    distance = blocks(4, 4, within=0.1, between=0.9)
    wrong = np.array([0, 0, 0, 1, 1, 1, 1, 1])

    everybody = tree.settle(distance, wrong, 0.5, free=np.arange(8))
    but_the_fourth = tree.settle(distance, wrong, 0.5, free=np.array([0, 1, 2, 4, 5, 6, 7]))

    assert everybody.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert but_the_fourth.tolist() == wrong.tolist()


def test_a_point_that_fits_nowhere_is_alone() -> None:
    distance = blocks(4, 1, within=0.1, between=0.9)

    settled = tree.settle(distance, np.zeros(5, dtype=np.int64), 0.5, free=np.arange(5))

    assert settled.tolist() == [0, 0, 0, 0, 1]


def test_a_theme_of_two_kinds_branches() -> None:
    labels = tree.parts(blocks(6, 5, within=0.1, between=0.4))

    assert len(set(labels[:6])) == len(set(labels[6:])) == 1
    assert labels[0] != labels[10]


def test_a_theme_of_three_kinds_branches_into_three_and_stragglers_join_the_nearest() -> None:
    distance = blocks(5, 5, 4, 1, within=0.1, between=0.45)
    distance[14, 5:10] = distance[5:10, 14] = 0.4

    labels = tree.parts(distance)

    assert sorted(np.bincount(labels).tolist()) == [4, 5, 6]
    assert labels[14] == labels[5]


def test_a_theme_of_one_kind_or_of_few_statements_does_not_branch() -> None:
    noise = squareform(np.random.default_rng(0).uniform(0.2, 0.4, 190)).astype(np.float32)

    assert not tree.parts(noise).any()
    assert not tree.parts(blocks(3, 4, within=0.1, between=0.4)).any()
    assert not tree.parts(blocks(9, 2, within=0.1, between=0.4)).any()
    assert not tree.parts(np.zeros((9, 9), dtype=np.float32)).any()


@settings(deadline=None)
@given(distance=distances())
def test_parts_are_none_or_two_to_four_of_at_least_three(distance: Distance) -> None:
    sizes = np.bincount(tree.parts(distance))

    assert len(sizes) == 1 or (2 <= len(sizes) <= 4 and sizes.min() >= 3)
