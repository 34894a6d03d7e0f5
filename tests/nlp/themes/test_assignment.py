from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.assignment import assign, means, nearest
from nlp.themes.space import unit
from nlp.types import Nearest

Matrix = npt.NDArray[np.float32]
CENTRES = np.eye(4, dtype=np.float32)
THEMES = ("T-001", "T-002", "T-003")


def around(centre: int, rows: int, seed: int = 0, noise: float = 0.2) -> Matrix:
    rng = np.random.default_rng([centre, seed])
    shaken = CENTRES[centre] + noise * rng.normal(size=(rows, 4)).astype(np.float32)
    return unit(shaken.astype(np.float32))


def run(size: int = 12) -> tuple[Matrix, list[str | None], npt.NDArray[np.float64]]:
    """Three themes, and statements that are in none."""
    known = np.vstack([around(centre, size) for centre in range(4)])
    theme_ids = [theme for theme in (*THEMES, None) for _ in range(size)]
    strength = np.array([0.0 if theme is None else 0.8 for theme in theme_ids])
    return known, theme_ids, strength


def test_a_statement_joins_the_theme_of_its_neighbours() -> None:
    found = assign(np.vstack([around(c, 1, seed=7) for c in range(3)]), *run())
    assert [one.theme_id for one in found] == list(THEMES)
    assert all(one.nearest is None for one in found)


def test_its_strength_is_that_of_neighbours_who_agree() -> None:
    (sure,) = assign(around(0, 1, seed=7), *run())
    assert sure.strength == pytest.approx(0.8)
    between = unit(np.array([[0.8, 0.75, 0, 0]], dtype=np.float32))
    (unsure,) = assign(between, *run())
    assert 0 < unsure.strength < sure.strength


def test_among_statements_without_a_theme_it_has_none_but_a_nearest() -> None:
    leaning = unit(np.array([[0.1, 0.3, 0, 1]], dtype=np.float32))
    (found,) = assign(leaning, *run())
    assert (found.theme_id, found.strength) == (None, 0.0)
    assert found.nearest is not None
    assert found.nearest.theme_id == "T-002"


def test_a_statement_that_was_known_stays_where_it_was() -> None:
    known, theme_ids, strength = run()
    known[0] = CENTRES[1]  # of the first theme, in the midst of the second
    (found,) = assign(CENTRES[[1]], known, theme_ids, strength)
    assert (found.theme_id, found.strength) == ("T-001", 0.8)


def test_a_twin_of_a_statement_without_a_theme_has_none() -> None:
    known, theme_ids, strength = run()
    known[-1] = CENTRES[1]
    (found,) = assign(CENTRES[[1]], known, theme_ids, strength)
    assert found.theme_id is None
    assert found.nearest is not None
    assert found.nearest.theme_id == "T-002"


def test_a_statement_without_direction_goes_nowhere() -> None:
    (found,) = assign(np.zeros((1, 4), dtype=np.float32), *run())
    assert (found.theme_id, found.strength) == (None, 0.0)


@given(
    new=st.lists(st.integers(0, 999), min_size=1, max_size=8),
    chosen=st.data(),
)
def test_new_statements_do_not_depend_on_each_other(new: list[int], chosen: st.DataObject) -> None:
    vectors = np.vstack([around(seed % 4, 1, seed, noise=0.6) for seed in new])
    order = chosen.draw(st.permutations(range(len(new))))
    together = assign(vectors, *run())
    apart = [assign(vectors[[row]], *run())[0] for row in order]
    assert [one.theme_id for one in apart] == [together[row].theme_id for row in order]


@given(st.integers(0, 999))
def test_strength_and_distance_keep_their_ranges(seed: int) -> None:
    vectors = unit(np.random.default_rng(seed).normal(size=(5, 4)).astype(np.float32))
    for one in assign(vectors, *run(3)):
        assert 0 <= one.strength <= 1
        assert (one.theme_id is None) == (one.strength == 0)
        assert (one.nearest is None) == (one.theme_id is not None)
        assert one.nearest is None or 0 <= one.nearest.distance <= 2


def test_before_the_first_run_there_is_no_theme_to_join() -> None:
    nothing = np.empty((0, 4), dtype=np.float32)
    (found,) = assign(around(0, 1), nothing, [], np.empty(0))
    assert (found.theme_id, found.nearest) == (None, None)
    assert assign(nothing, *run()) == ()


def test_the_distance_is_measured_to_the_mean_of_the_theme() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    centres = means(vectors, ["b", "a", None])
    assert list(centres) == ["a", "b"]
    assert nearest(vectors[2:], centres) == (Nearest("a", pytest.approx(0.2)),)


def test_the_mean_counts_every_statement() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    np.testing.assert_allclose(means(vectors, ["a", "a", "a"])["a"], [2 / 3, 1 / 3])


def test_a_loose_theme_is_no_farther_than_a_tight_one_in_its_direction() -> None:
    (found,) = nearest(CENTRES[[0]], {"tight": CENTRES[1], "loose": CENTRES[0] / 10})
    assert found == Nearest("loose", pytest.approx(0, abs=1e-6))


def test_without_themes_nothing_is_near() -> None:
    assert nearest(CENTRES, {}) == ()
