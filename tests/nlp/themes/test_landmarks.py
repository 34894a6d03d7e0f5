"""Points that follow others whose theme is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.themes.landmarks import NOBODY, choose_landmarks, nearest, vote

Vectors = npt.NDArray[np.float32]


def circle(*degrees: float) -> Vectors:
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_landmarks_are_those_that_are_wanted_always_and_others_up_to_the_size() -> None:
    texts = [f"Aussage {number}" for number in range(100)]
    chosen = choose_landmarks(texts, 10, always=np.array([3, 97]))

    assert len(set(chosen.tolist())) == 10
    assert {3, 97} <= set(chosen.tolist())
    assert (np.diff(chosen) > 0).all()


def test_another_statement_replaces_one_landmark_at_most() -> None:
    texts = [f"Aussage {number}" for number in range(500)]
    nobody = np.array([], dtype=np.int64)

    before = {texts[row] for row in choose_landmarks(texts, 50, always=nobody)}
    more = ["Eine neue Aussage", *texts]
    after = {more[row] for row in choose_landmarks(more, 50, always=nobody)}

    assert len(before - after) <= 1


def test_the_nearest_come_first_and_of_equally_near_ones_the_first() -> None:
    known = circle(0, 90, 20, 0, 40)

    found = nearest(circle(0, 50), known, count=3)

    assert found.tolist() == [[0, 3, 2], [4, 2, 1]]


def test_nearest_gives_all_where_there_are_fewer() -> None:
    assert nearest(circle(0), circle(10, 5), count=4).tolist() == [[1, 0]]


def test_a_point_joins_the_theme_of_most_of_its_neighbours() -> None:
    known = circle(0, 1, 2, 80, 81)

    labels, strength = vote(
        circle(10), known, np.array([4, 4, 4, 7, 7]), np.array([1.0, 0.5, 0.5, 1.0, 1.0])
    )

    assert labels.tolist() == [4]
    assert strength == pytest.approx([2.0 / 5])


def test_of_themes_with_as_many_votes_the_nearer_wins() -> None:
    labels, _ = vote(circle(10, 70), circle(0, 1, 80, 81), np.array([9, 9, 2, 2]), np.ones(4))

    assert labels.tolist() == [9, 2]


def test_known_points_that_are_alone_vote_for_nobody_but_themselves() -> None:
    known = circle(0, 2, 4, 50, 52)

    outvoted, _ = vote(circle(5), known, np.array([-1, -1, -1, 0, 0]), np.ones(5))
    alone, strength = vote(circle(5), known, np.array([-1, -1, -1, 0, -1]), np.ones(5))

    assert outvoted.tolist() == [0]
    assert alone.tolist() == [NOBODY]
    assert strength.tolist() == [0.0]


def test_where_nobody_is_known_nobody_is_followed() -> None:
    labels, strength = vote(
        circle(0, 1), np.empty((0, 2), np.float32), np.empty(0, np.int64), np.empty(0)
    )

    assert labels.tolist() == [NOBODY] * 2
    assert strength.tolist() == [0.0] * 2


@settings(deadline=None)
@given(seed=st.integers(0, 2**31 - 1), known=st.integers(0, 30), points=st.integers(0, 30))
def test_a_vote_names_a_known_theme_or_nobody(seed: int, known: int, points: int) -> None:
    rng = np.random.default_rng(seed)
    labels = rng.integers(-1, 4, known)

    found, strength = vote(
        circle(*rng.uniform(0, 360, points)),
        circle(*rng.uniform(0, 360, known)),
        labels,
        rng.uniform(0, 1, known),
    )

    assert found.shape == strength.shape == (points,)
    assert set(found.tolist()) <= {NOBODY, *labels.tolist()}
    assert ((strength >= 0) & (strength <= 1)).all()
    assert (strength[found == NOBODY] == 0).all()
