from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.adaptation import Adaptation
from nlp.themes.space import Space, unit

Matrix = npt.NDArray[np.float32]
MODELS = (("a", "1"), ("b", "2"))


def views(rows: int, seed: int = 0) -> list[Matrix]:
    """Two models' vectors in narrow cones, as real ones are."""
    rng = np.random.default_rng(seed)
    return [unit((rng.normal(size=(rows, size)) / 4 + 1).astype(np.float32)) for size in (4, 6)]


def learned(seed: int = 0) -> Adaptation:
    values = np.random.default_rng(seed).normal(size=(10, 10)).astype(np.float32)
    return Adaptation("x", MODELS, values)


@pytest.mark.parametrize("adaptation", [None, learned()])
@given(rows=st.integers(2, 30), seed=st.integers(0, 99))
def test_the_statements_of_a_run_are_placed_as_they_were_clustered(
    adaptation: Adaptation | None, rows: int, seed: int
) -> None:
    made = views(rows, seed)
    wanted = unit(np.hstack([unit(view - view.mean(axis=0)) for view in made]))
    if adaptation:
        mapped = wanted @ adaptation.map.T
        wanted = unit(mapped - mapped.mean(axis=0))
    found = Space.fitted(made, adaptation).place(made)
    np.testing.assert_allclose(found, wanted, atol=1e-5)


@pytest.mark.parametrize("adaptation", [None, learned()])
@given(row=st.integers(0, 19))
def test_a_statement_is_placed_the_same_alone_and_among_others(
    adaptation: Adaptation | None, row: int
) -> None:
    made = views(20)
    space = Space.fitted(made, adaptation)
    alone = space.place([view[[row]] for view in made])
    np.testing.assert_allclose(alone[0], space.place(made)[row], atol=1e-6)


def test_each_view_is_centred_on_its_own() -> None:
    """A cone of vectors around one axis opens, whichever way the axis points."""
    cone = np.array([[1, 0.1, 0], [1, -0.1, 0]], dtype=np.float32)

    fused = Space.fitted([cone, cone]).place([cone, cone])

    assert fused.shape == (2, 6)
    assert fused[0] @ fused[1] == pytest.approx(-1)


@pytest.mark.parametrize("adaptation", [None, learned()])
def test_nothing_has_its_place_and_equal_vectors_have_no_direction(
    adaptation: Adaptation | None,
) -> None:
    nothing = [view[:0] for view in views(2)]
    assert Space.fitted(nothing, adaptation).place(nothing).shape == (0, 10)
    same = [np.ones((4, size), dtype=np.float32) for size in (4, 6)]
    assert not Space.fitted(same, adaptation).place(same).any()


def test_a_later_statement_shifts_no_mean() -> None:
    made, later = views(20), views(1, seed=5)
    space = Space.fitted(made, learned())
    before = space.place(made)
    space.place(later)
    np.testing.assert_array_equal(space.place(made), before)


def test_what_is_placed_has_unit_length() -> None:
    space = Space.fitted(views(20), learned())
    lengths = np.linalg.norm(space.place(views(7, seed=3)), axis=1)
    np.testing.assert_allclose(lengths, 1, atol=1e-5)


def test_a_text_that_equals_the_mean_has_no_direction() -> None:
    made = views(1)
    assert not Space.fitted(made).place(made).any()


def test_no_statements_have_a_space_with_nothing_in_it() -> None:
    made = views(0)
    assert Space.fitted(made, learned()).place(made).shape == (0, 10)


def test_what_is_too_short_to_have_a_direction_stays_zero() -> None:
    vectors = np.array([[3, 4], [1e-8, 0], [0, 0]], dtype=np.float32)
    np.testing.assert_allclose(unit(vectors), [[0.6, 0.8], [0, 0], [0, 0]], atol=1e-6)
