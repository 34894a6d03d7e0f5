from __future__ import annotations

import math

import numpy as np
import pytest

from nlp import evaluation

GOLD = ["a", "a", "a", "b", "b", "c"]


def test_the_right_answer_scores_one() -> None:
    scores = evaluation.score(GOLD, np.array([0, 0, 0, 1, 1, -1]))

    assert scores.ami == pytest.approx(1)
    assert scores.ari == pytest.approx(1)
    assert scores.b_cubed == pytest.approx(1)
    assert scores.clusters == 2
    assert scores.unbundled == pytest.approx(1 / 6)


def test_statements_left_out_count_as_clusters_of_their_own_not_as_one_cluster() -> None:
    left_out = evaluation.score(["a", "b", "c", "d"], np.array([-1, -1, -1, -1]))

    assert left_out.b_cubed == pytest.approx(1)
    assert left_out.clusters == 0


def test_b_cubed_agrees_with_counting_by_hand() -> None:
    # one cluster of four: precision 10/16 (3 of class a, 1 of b), recall 1
    value = evaluation.b_cubed(np.array([0, 0, 0, 1]), np.array([0, 0, 0, 0]))

    precision = (3 * 3 / 4 + 1 / 4) / 4
    assert value == pytest.approx(2 * precision / (precision + 1))


def test_two_equal_clusterings_agree_whatever_their_numbers_are() -> None:
    assert evaluation.agreement(np.array([0, 0, 1, -1]), np.array([5, 5, 2, -1])) == 1


def test_recall_counts_only_pairs_from_different_municipalities() -> None:
    gold = ["a", "a", "a", "b"]
    towns = ["x", "x", "y", "y"]

    # of the pairs (0,2) and (1,2) the clustering brings one together
    assert evaluation.cross_municipality_recall(
        gold, towns, np.array([0, 1, 0, 2])
    ) == pytest.approx(0.5)
    assert math.isnan(
        evaluation.cross_municipality_recall(["a", "b"], ["x", "y"], np.array([0, 0]))
    )
