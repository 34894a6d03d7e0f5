from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.representatives import representatives


def unit(rows: list[list[float]]) -> npt.NDArray[np.float32]:
    vectors = np.array(rows, dtype=np.float32)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_they_cover_the_theme_instead_of_repeating_its_middle() -> None:
    vectors = unit([[1.0, 0.0, 0.0], [0.9, 0.4, 0.0], [0.9, 0.0, 0.4], [0.0, 1.0, 0.0]])

    assert 3 in representatives(vectors)[:2]


def test_equal_statements_have_one_representative() -> None:
    assert len(representatives(np.ones((5, 1), dtype=np.float32))) == 1


def test_statements_without_direction_have_one_too() -> None:
    assert len(representatives(np.zeros((3, 4), dtype=np.float32))) == 1


def test_of_two_that_say_nearly_the_same_one_is_chosen() -> None:
    vectors = unit([[1.0, 0.0, 0.0], [1.0, 0.1, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])

    assert not {0, 1} <= set(representatives(vectors))


def test_a_statement_of_two_words_gives_way_to_a_readable_one() -> None:
    vectors = unit([[1.0, 0.0], [0.98, 0.2]])

    assert representatives(vectors, lengths=[2, 12])[0] == 1
    assert representatives(vectors, lengths=[12, 2])[0] == 0


def test_a_statement_of_eighty_words_gives_way_to_a_readable_one() -> None:
    vectors = unit([[1.0, 0.0], [0.98, 0.2]])

    assert representatives(vectors, lengths=[80, 12])[0] == 1


def test_a_theme_of_thousands_has_three() -> None:
    vectors = unit(np.random.default_rng(0).normal(size=(5000, 8)).tolist())

    chosen = representatives(vectors)

    assert len(set(chosen)) == 3
    assert max(chosen) < 5000


@given(
    st.integers(1, 12),
    st.integers(0, 1000),
    st.lists(st.integers(1, 90), min_size=12, max_size=12),
)
def test_up_to_three_different_rows_are_chosen(count: int, seed: int, lengths: list[int]) -> None:
    vectors = unit(np.random.default_rng(seed).normal(size=(count, 5)).tolist())

    chosen = representatives(vectors, lengths=lengths[:count])

    assert 1 <= len(chosen) == len(set(chosen)) <= min(3, count)
    assert set(chosen) <= set(range(count))
