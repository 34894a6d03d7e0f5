"""Runs on vectors that are known, and what is read from them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nlp.themes.affinity import cosines
from nlp.themes.consensus import (
    NOISE,
    UNSEEN,
    ConsensusSettings,
    Runs,
    _sample,
    make_runs,
    number_of_layouts,
)

FEW = ConsensusSettings(runs=4)


def three_groups() -> tuple[npt.NDArray[np.float32], list[str], npt.NDArray[np.int64]]:
    rng = np.random.default_rng(7)
    groups = np.repeat(np.arange(3), 12)
    vectors = np.eye(3, 16)[groups] + rng.normal(0, 0.12, (36, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), [f"Aussage {row:02d}" for row in range(36)], groups


def test_runs_put_together_what_is_near() -> None:
    vectors, texts, groups = three_groups()

    runs = make_runs(vectors, cosines(vectors), texts, seed=0, settings=FEW)

    together = runs.coassociation()
    same = groups[:, None] == groups[None, :]
    assert together[same].mean() > 0.8
    assert together[~same].mean() < 0.1


def test_each_layout_is_clustered_in_several_ways_and_tells_how_far_it_is() -> None:
    vectors, texts, _ = three_groups()
    told: list[float] = []

    runs = make_runs(vectors, cosines(vectors), texts, seed=0, settings=FEW, progress=told.append)

    assert len(runs.labels) == 4 * len(told)
    assert told == [0.25, 0.5, 0.75, 1.0]
    unseen = runs.labels == UNSEEN
    assert (unseen[0] == unseen[3]).all()
    assert (unseen[0] != unseen[4]).any()


def test_coassociation_counts_only_the_runs_that_saw_both() -> None:
    runs = Runs(
        np.array(
            [[0, 0, 1, 1], [0, 0, 0, UNSEEN], [NOISE, NOISE, 0, 0], [0, 1, 1, 0]], dtype=np.int32
        )
    )

    together = runs.coassociation()

    assert together[0, 1] == pytest.approx(2 / 4)
    assert together[2, 3] == pytest.approx(2 / 3)
    assert together[0, 2] == pytest.approx(1 / 4)
    assert (np.diag(together) == 1).all()


@given(
    labels=arrays(
        np.int32, st.tuples(st.integers(1, 5), st.integers(0, 8)), elements=st.integers(-2, 3)
    )
)
def test_coassociation_is_a_symmetric_share(labels: npt.NDArray[np.int32]) -> None:
    together = Runs(labels).coassociation()

    assert (together == together.T).all()
    assert (np.diag(together) == 1).all()
    assert ((together >= 0) & (together <= 1)).all()


def test_a_text_is_in_the_same_samples_whatever_other_texts_there_are() -> None:
    texts = [f"Aussage {row:03d}" for row in range(200)]
    fewer = texts[10:]

    for seed in range(5):
        drawn = {texts[row] for row in _sample(texts, 0.9, seed)}
        assert {fewer[row] for row in _sample(fewer, 0.9, seed)} == drawn & set(fewer)
        assert 160 <= len(drawn) <= 198


def test_a_sample_that_is_too_small_to_lay_out_is_the_whole() -> None:
    texts = [f"Aussage {row:03d}" for row in range(12)]

    assert _sample(texts, 0.1, seed=0).tolist() == list(range(12))


def test_large_corpora_get_fewer_layouts_but_never_too_few() -> None:
    settings = ConsensusSettings(runs=100, work=20_000, least=15)

    assert [number_of_layouts(count, settings) for count in (12, 200, 400, 4000)] == [
        100,
        100,
        50,
        15,
    ]
