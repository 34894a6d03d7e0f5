"""Trust on runs whose figures can be worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.themes.consensus import NOISE, UNSEEN, Runs
from nlp.themes.trust import judge, recovery, strength

LABELS = np.array([0, 0, 0, 1, 1, -1])


def test_strength_is_the_mean_share_with_the_others_of_the_cluster() -> None:
    together = np.array([[1, 0.8, 0.1], [0.8, 1, 0.2], [0.1, 0.2, 1]], dtype=np.float32)

    assert strength(together, np.array([0, 0, 1])) == pytest.approx([0.8, 0.8, 1.0])


def test_recovery_is_the_best_jaccard_index_within_what_a_run_saw() -> None:
    found_again = [0, 0, 0, 1, 1, NOISE]
    partly_seen = [0, 0, UNSEEN, UNSEEN, UNSEEN, 0]  # the first theme: 2 of 3
    scattered = [0, 1, NOISE, 0, NOISE, 1]  # one of three at best; 1 of 2 as noise
    runs = Runs(np.array([found_again, partly_seen, scattered], dtype=np.int32))

    found = recovery(runs, LABELS, themes=2)

    assert found == pytest.approx([(1 + 2 / 3 + 1 / 3) / 3, (1 + 1 / 2) / 2])


def test_a_theme_names_its_nearest_neighbour_and_how_far_it_is() -> None:
    affinity = np.full((6, 6), 0.1)
    affinity[:2, :2], affinity[2:4, 2:4], affinity[4:, 4:] = 0.8, 0.4, 0.6
    affinity[:2, 2:4] = affinity[2:4, :2] = 0.2
    np.fill_diagonal(affinity, 1)
    runs = Runs(np.array([[0, 0, 1, 1, 2, 2]], dtype=np.int32))

    found = judge(
        runs,
        runs.coassociation(),
        affinity.astype(np.float32),
        np.array([0, 0, 1, 1, 2, 2]),
        themes=3,
    )

    assert [one.neighbour for one in found] == [1, 0, 0]
    assert [one.separation for one in found] == pytest.approx([0.75, 0.5, 1 - 0.1 / 0.6])
    assert [one.agreement for one in found] == [1.0] * 3
    assert [one.recovery for one in found] == [1.0] * 3


def test_the_only_theme_has_no_neighbour() -> None:
    runs = Runs(np.array([[0, 0, NOISE]], dtype=np.int32))
    together = runs.coassociation()

    (found,) = judge(runs, together, together, np.array([0, 0, -1]), themes=1)

    assert (found.separation, found.neighbour) == (1.0, None)


def test_of_a_theme_that_no_run_saw_only_agreement_is_known() -> None:
    runs = Runs(np.array([[0, 0, 0]], dtype=np.int32))
    together = runs.coassociation()

    seen, unseen = judge(runs, together, together, np.zeros(3, dtype=np.int64), themes=2)

    assert (seen.separation, seen.neighbour) == (1.0, None)
    assert (unseen.agreement, unseen.recovery) == (1.0, 0.0)
    assert (unseen.separation, unseen.neighbour) == (0.0, None)


def test_runs_that_find_nothing_trust_nothing() -> None:
    runs = Runs.none(4)
    together = runs.coassociation()

    (found,) = judge(runs, together, together, np.array([0, -1, 0, -1]), themes=1)

    assert found.agreement == 0
    assert found.recovery == 0.5
