"""The whole method with the real models on the demo notes' statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from corpora import demo_gold
from nlp import evaluation, pipeline
from nlp.themes import embedding
from nlp.types import Entry
from tests.nlp.memory import Memory

if TYPE_CHECKING:
    from nlp.themes.embedding import Encoder
    from nlp.types import ThemeRun

pytestmark = pytest.mark.model


def entries() -> list[Entry]:
    rows = [row for row in demo_gold() if row["kind"] == "problem"]
    return [
        Entry(id=f"s{number}", text=row["text"], municipality=row["file"][:8])
        for number, row in enumerate(rows)
    ]


@pytest.fixture(scope="module")
def vectors() -> Memory:
    """The vectors of the first run, for those to whom the encoding is of no matter."""
    return Memory()


@pytest.fixture(scope="module")
def run(encoders: tuple[Encoder, ...], vectors: Memory) -> ThemeRun:
    return pipeline.run(entries(), encoders=encoders, cache=vectors)


def test_the_demo_notes_fall_into_their_themes_far_beyond_chance(run: ThemeRun) -> None:
    """The floor stands well under the measured 0.48 (docs/quality.md) and over BERTopic's."""
    gold = [row["theme"] for row in demo_gold() if row["kind"] == "problem"]
    names = {theme.id: number for number, theme in enumerate(run.themes)}
    labels = np.array([names.get(run.theme_of.get(entry.id, ""), -1) for entry in entries()])

    assert evaluation.score(gold, labels).ami > 0.40


def test_every_statement_is_in_one_theme_or_in_none(run: ThemeRun) -> None:
    listed = [entry_id for theme in run.themes for entry_id in theme.entry_ids]

    assert len(listed) == len(set(listed))
    assert set(listed) == set(run.theme_of)
    assert set(run.positions) == {entry.id for entry in entries()}
    assert run.figures["unbundled_share"] == pytest.approx(1 - len(listed) / len(entries()))


def test_a_theme_tells_its_municipalities_words_and_representatives(run: ThemeRun) -> None:
    towns = {entry.id: entry.municipality for entry in entries()}
    assert [theme.id for theme in run.themes] == [
        f"T-{number:03d}" for number in range(1, len(run.themes) + 1)
    ]
    for theme in run.themes:
        assert sum(theme.municipalities.values()) == len(theme.entry_ids) >= 2
        assert set(theme.municipalities) == {towns[entry_id] for entry_id in theme.entry_ids}
        assert 1 <= len(theme.representatives) <= 3
        assert set(theme.representatives) <= set(theme.entry_ids)
        assert all(set(keyword.entry_ids) <= set(theme.entry_ids) for keyword in theme.keywords)
        assert 0 <= theme.strength <= 1
        strengths = [run.strength_of[entry_id] for entry_id in theme.entry_ids]
        assert strengths == sorted(strengths, reverse=True)


def test_labels_differ_from_each_other(run: ThemeRun) -> None:
    labels = [theme.label for theme in run.themes]

    assert len(set(labels)) == len(labels)
    assert all(label.strip() for label in labels)


def test_a_second_run_in_another_order_is_the_same(
    run: ThemeRun, encoders: tuple[Encoder, ...], vectors: Memory
) -> None:
    again = pipeline.run(entries()[::-1], encoders=encoders, cache=vectors)

    assert again.theme_of == run.theme_of
    assert again.strength_of == run.strength_of
    assert again.positions == run.positions
    assert again.themes == run.themes


def test_a_cache_filled_in_another_history_changes_nothing(
    run: ThemeRun, encoders: tuple[Encoder, ...]
) -> None:
    cache = Memory()
    for part in (entries()[100:], entries()[:100]):
        texts = [entry.text for entry in part]
        for encoder in encoders:
            embedding.cached_encode(encoder, texts, cache=cache)

    warm = pipeline.run(entries(), encoders=encoders, cache=cache)

    assert warm.theme_of == run.theme_of
    assert warm.positions == run.positions


def test_another_seed_is_another_run(
    run: ThemeRun, encoders: tuple[Encoder, ...], vectors: Memory
) -> None:
    settings = pipeline.RunSettings(seed=1)
    other = pipeline.run(entries(), encoders=encoders, cache=vectors, settings=settings)

    assert other.positions != run.positions


@pytest.mark.parametrize("count", [0, 1, 2, 5, 12, 13])
def test_small_corpora_end_well(
    count: int, encoders: tuple[Encoder, ...], vectors: Memory
) -> None:
    found = pipeline.run(entries()[:count], encoders=encoders, cache=vectors)

    assert found.figures["statements"] == count
    assert len(found.positions) == count
    assert all(0 <= place <= 1 for xy in found.positions.values() for place in xy)


def test_five_identical_statements_are_one_theme(encoders: tuple[Encoder, ...]) -> None:
    same = [Entry(str(n), "Es fehlen Kita-Plätze.", "Verl") for n in range(5)]

    (theme,) = pipeline.run(same, encoders=encoders).themes

    assert len(theme.entry_ids) == 5
    assert theme.strength == 1


def test_stages_are_reported_in_order_and_timed(encoders: tuple[Encoder, ...]) -> None:
    told: list[tuple[str, float]] = []
    short = sorted(entries(), key=lambda entry: len(entry.text))[:30]

    found = pipeline.run(
        short, encoders=encoders, report=lambda stage, share: told.append((stage, share))
    )

    assert list(dict.fromkeys(stage for stage, _ in told)) == list(pipeline.STAGES)
    assert tuple(found.seconds) == pipeline.STAGES
    for stage in pipeline.STAGES:
        shares = [share for name, share in told if name == stage]
        assert shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0.0, 1.0)
