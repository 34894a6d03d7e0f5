"""The benchmarks of themes measure what they say."""

from __future__ import annotations

import importlib
import math
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlp.themes.adaptation import Adaptation

if TYPE_CHECKING:
    from types import ModuleType

FOLDER = Path(__file__).parents[2] / "scripts" / "benchmarks"
TEXTS = (
    "In der Kita fehlen Plätze für Kinder mit Förderbedarf",
    "Der Deutschkurs beginnt erst nach vielen Monaten",
    "Niemand weiß wer für die Anerkennung zuständig ist",
    "Der Bus fährt abends nicht mehr bis ins Dorf",
)


@pytest.fixture
def labelled(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    return importlib.import_module("labelled")


@pytest.fixture
def themes(labelled: ModuleType) -> ModuleType:
    assert labelled
    return importlib.import_module("themes")


@pytest.fixture
def paraphrases(labelled: ModuleType) -> ModuleType:
    assert labelled
    return importlib.import_module("paraphrases")


def corpus(labelled: ModuleType, count: int = 24) -> object:
    """Return two topics in three towns, apart in one view."""
    random = np.random.default_rng(0)
    gold = np.arange(count) % 2
    view = np.eye(8)[gold] + 0.05 * random.normal(size=(count, 8))
    return labelled.Corpus(
        texts=tuple(f"{number:02d}" for number in range(count)),
        gold=tuple(gold.astype(str)),
        towns=tuple(str(number % 3) for number in range(count)),
        dates=tuple(f"2024-{12 - number % 12:02d}-01" for number in range(count)),
        views=((view / np.linalg.norm(view, axis=1, keepdims=True)).astype(np.float32),),
    )


def by_row(corpus: object, _seed: int) -> np.ndarray:
    """Put statements together by their place, which nobody should."""
    count = len(corpus.texts)  # type: ignore[attr-defined]  # a module loaded by name
    return np.arange(count) // 4


def by_view(corpus: object, _seed: int) -> np.ndarray:
    """Put statements together by their vectors."""
    return corpus.views[0][:, :2].argmax(axis=1)  # type: ignore[attr-defined, no-any-return]


def test_a_paraphrase_differs_and_keeps_most_words(paraphrases: ModuleType) -> None:
    random = np.random.default_rng(0)
    for text in TEXTS * 20:
        said = paraphrases.paraphrase(text, ["Wort"], random)
        assert len(set(said.split()) & set(text.split())) >= len(text.split()) - 1


def test_repeating_gives_different_texts_originals_first(paraphrases: ModuleType) -> None:
    texts, rows = paraphrases.repeat(TEXTS, 100, np.random.default_rng(1))

    assert len(texts) == len(set(texts)) == len(rows) == 100
    assert [TEXTS[row] for row in rows[:4]] == texts[:4]
    assert np.bincount(rows).tolist() == [25] * 4
    again, _ = paraphrases.repeat(TEXTS, 100, np.random.default_rng(1))
    assert again == texts


def test_fewer_than_the_originals_are_a_choice_of_them(paraphrases: ModuleType) -> None:
    texts, rows = paraphrases.repeat((*TEXTS, TEXTS[0]), 3, np.random.default_rng(1))

    assert len(set(texts)) == 3
    assert [TEXTS[row] for row in rows] == texts


def test_imitated_vectors_lie_as_far_from_their_originals_as_real_ones(
    paraphrases: ModuleType,
) -> None:
    random = np.random.default_rng(2)
    vectors = random.normal(size=(500, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = np.repeat(np.arange(500), 4)

    imitated = paraphrases.imitate(vectors, rows, np.array([0.2, 0.3], np.float32), random)

    assert np.linalg.norm(imitated, axis=1) == pytest.approx(1, abs=1e-5)
    distances = np.linalg.norm(imitated - vectors[rows], axis=1)
    assert np.median(distances) == pytest.approx(0.25, abs=0.05)
    assert len(np.unique(imitated, axis=0)) == len(imitated)


def test_a_system_that_looks_at_places_is_caught_by_shuffled_rows(
    themes: ModuleType, labelled: ModuleType
) -> None:
    places, vectors = (themes.measure(s, corpus(labelled), 0) for s in (by_row, by_view))

    assert vectors.order == vectors.removed == vectors.added == vectors.seeds == 1
    assert vectors.ami == pytest.approx(1)
    assert places.seeds == 1
    assert places.order < 0.5


def test_recall_needs_topics_and_municipalities(themes: ModuleType, labelled: ModuleType) -> None:
    known = corpus(labelled)

    assert themes.measure(by_view, known, 0).recall == pytest.approx(1)
    assert math.isnan(themes.measure(by_view, replace(known, towns=()), 0).recall)
    nobody_knows = themes.measure(by_view, replace(known, gold=()), 0)
    assert math.isnan(nobody_knows.recall)
    assert math.isnan(nobody_knows.ami)
    assert nobody_knows.clusters == 2


def test_what_is_added_is_the_newest(themes: ModuleType, labelled: ModuleType) -> None:
    known = corpus(labelled)
    rows = themes.before(known, np.arange(24))

    assert len(rows) == 20
    newest = max(known.dates[row] for row in rows)
    assert all(known.dates[row] >= newest for row in set(range(24)) - set(rows.tolist()))


def test_a_stopped_run_goes_on_where_it_was(
    themes: ModuleType, tmp_path: Path, labelled: ModuleType
) -> None:
    path = tmp_path / "results.jsonl"
    measured = themes.measure(by_view, corpus(labelled), 0)
    results = themes.Results.read(path)
    for draw in range(3):
        results.add(themes.Case("demo", 80, "BERTopic", draw), measured)
    path.write_text(path.read_text()[:-20])  # stopped while the third was written

    again = themes.Results.read(path)
    again.add(themes.Case("demo", 80, "BERTopic", 2), measured)

    assert themes.Results.read(path).of("demo", 80, "BERTopic") == dict.fromkeys(
        range(3), measured
    )


def test_measurements_that_are_there_are_not_made_again(
    themes: ModuleType,
    labelled: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    fits: list[str] = []

    def ours(drawn: object, seed: int) -> np.ndarray:
        fits.append("ours")
        return by_view(drawn, seed)

    monkeypatch.setattr(themes, "SYSTEMS", {"Themenradar": ours, "BERTopic": by_row})
    results = themes.Results()
    for _ in range(2):
        themes.table(
            "demo",
            corpus(labelled),
            sizes=[16],
            systems=["Themenradar", "BERTopic"],
            draws=4,
            results=results,
        )

    assert len(fits) == 4 * 5
    first, second = capsys.readouterr().out.split(themes.HEAD)[1:]
    assert first == second
    assert "| demo | 16 | 4 | BERTopic | +" in first
    assert "| 4 | 0.125 |" in first


def test_vectors_are_the_same_to_the_last_bit_in_any_order(labelled: ModuleType) -> None:
    random = np.random.default_rng(0)
    views = tuple(random.normal(size=(333, size)).astype(np.float32) for size in (384, 512))
    learned = Adaptation("", (), random.normal(size=(896, 896)).astype(np.float32))
    known = labelled.Corpus(
        tuple(f"{number:03d}" for number in range(333)), views=views, learned=learned
    )
    rows = random.permutation(333)

    np.testing.assert_array_equal(known.take(rows).vectors(), known.vectors()[rows])


def test_kept_vectors_serve_the_same_texts_only(labelled: ModuleType, tmp_path: Path) -> None:
    class Encoder:
        model_id, weights_hash, dimension = "a model", "its weights", 2
        calls = 0

        def encode(self, texts: list[str], *, progress: object = None) -> np.ndarray:
            assert progress is None
            self.calls += 1
            return np.tile(np.float32([1, 0]), (len(texts), 1))

    encoder, kept = Encoder(), tmp_path / "folder" / "demo.npz"
    first = labelled.encoded(labelled.Corpus(TEXTS), [encoder], kept=kept)
    second = labelled.encoded(labelled.Corpus(TEXTS), [encoder], kept=kept)
    labelled.encoded(labelled.Corpus(TEXTS[1:]), [encoder], kept=kept)

    assert encoder.calls == 2
    np.testing.assert_array_equal(first.views[0], second.views[0])
    assert first.seconds == second.seconds
