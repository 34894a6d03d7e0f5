"""Draws that do not depend on the company."""

from __future__ import annotations

import numpy as np

from nlp.themes.draws import draw

TEXTS = [f"Aussage {number}" for number in range(2000)]


def test_a_text_draws_the_same_number_in_any_company() -> None:
    assert draw(TEXTS, 7)[100:200].tolist() == draw(TEXTS[100:200], 7).tolist()


def test_another_seed_draws_anew() -> None:
    assert (draw(TEXTS, 7) != draw(TEXTS, 8)).all()


def test_numbers_are_spread_evenly() -> None:
    counts, _ = np.histogram(draw(TEXTS, 1).astype(np.float64) / 2.0**64, bins=10, range=(0, 1))
    assert counts.sum() == len(TEXTS)
    assert abs(counts - 200).max() < 60  # four standard deviations and a half


def test_nothing_draws_nothing() -> None:
    assert draw([], 0).shape == (0,)
