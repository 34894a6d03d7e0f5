from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import demo_gold, demo_themes, taxonomy
from nlp.text import normalise
from nlp.themes import fields
from nlp.themes.space import Space, unit

if TYPE_CHECKING:
    from nlp.themes.embedding import Encoder

Matrix = npt.NDArray[np.float32]
KEYS = ["housing", "housing", "health", "health", "work", "work"]
PHRASES = np.eye(6, dtype=np.float32)
HOUSING, HEALTH = PHRASES[:2].sum(axis=0), PHRASES[2:4].sum(axis=0)


def themes(*directions: Matrix, size: int = 5) -> tuple[Matrix, npt.NDArray[np.int64]]:
    """Themes whose statements all point into one direction, and one statement in none."""
    vectors = unit(np.vstack([np.tile(one, (size, 1)) for one in (*directions, PHRASES[0])]))
    labels = np.repeat([*range(len(directions)), -1], size)
    return vectors, labels


def test_a_field_is_compared_by_its_title_sentences_and_terms() -> None:
    found = fields.phrases("Wohnen", "Wohnung: Miete und Kaution. Dazu Bus, Bahn!")
    assert found == (
        "Wohnen",
        "Wohnung: Miete und Kaution.",
        "Dazu Bus, Bahn!",
        "Wohnung",
        "Miete",
        "Kaution",
        "Dazu Bus",
        "Bahn",
    )


def test_a_field_without_description_is_its_title() -> None:
    assert fields.phrases("Wohnen") == ("Wohnen",)


@given(st.text(), st.text())
def test_phrases_are_different_and_none_is_empty(title: str, description: str) -> None:
    found = fields.phrases(title, description)
    assert len(set(found)) == len(found)
    assert all(phrase.strip() for phrase in found)


def test_a_theme_is_put_into_the_field_that_its_statements_are_near_to() -> None:
    housing, health = fields.propose(*themes(HOUSING, HEALTH), PHRASES, KEYS)
    assert (housing[0].key, health[0].key) == ("housing", "health")
    assert housing[0].certainty > 0.95


def test_a_theme_between_two_fields_has_both_and_is_sure_of_none() -> None:
    (found,) = fields.propose(*themes(1.02 * HOUSING + HEALTH), PHRASES, KEYS)
    assert [one.key for one in found] == ["housing", "health"]
    assert found[0].certainty >= found[1].certainty
    assert found[0].certainty < 0.9


def test_where_nothing_fits_nothing_is_proposed() -> None:
    away = -PHRASES.sum(axis=0)
    assert fields.propose(*themes(away, HOUSING), PHRASES, KEYS)[0] == ()


def test_nothing_is_proposed_where_no_field_is_likelier_than_none() -> None:
    assert fields._proposals(["housing", "health"], np.array([0.4, 0.15, 0.45])) == ()
    assert len(fields._proposals(["housing", "health"], np.array([0.45, 0.15, 0.4]))) == 2


def test_more_statements_make_it_surer() -> None:
    leaning = unit((0.3 * HOUSING + np.array([0, 0, 0, 0, 1, -1]))[None].astype(np.float32))[0]
    few = fields.propose(*themes(leaning, size=1), PHRASES, KEYS)[0]
    many = fields.propose(*themes(leaning, size=10), PHRASES, KEYS)[0]
    assert few[0].key == many[0].key == "housing"
    assert few[0].certainty < many[0].certainty


def test_beyond_ten_statements_it_is_no_surer() -> None:
    nearness = np.array([[0.2, 0.1, 0.15]])
    ten, thousand = (
        fields.certainties(nearness, np.zeros(size, dtype=np.int64)) for size in (10, 1000)
    )
    np.testing.assert_array_equal(ten, thousand)


@given(st.integers(0, 999), st.integers(1, 6))
def test_certainties_are_ordered_and_no_more_than_one_together(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    directions = rng.normal(size=(3, 6)).astype(np.float32)
    for found in fields.propose(*themes(*directions, size=size), PHRASES, KEYS):
        certainties = [one.certainty for one in found]
        assert certainties == sorted(certainties, reverse=True)
        assert sum(certainties) <= 1 + 1e-9
        assert all(fields.LEAST <= one <= 1 for one in certainties)


def test_a_field_with_one_phrase_is_compared_by_it() -> None:
    (found,) = fields.propose(*themes(PHRASES[0]), PHRASES[[0, 2]], ["housing", "health"])
    assert found[0].key == "housing"


def test_without_fields_or_themes_there_are_no_proposals() -> None:
    vectors, labels = themes(HOUSING, HEALTH)
    assert fields.propose(vectors, labels, PHRASES[:0], []) == ((), ())
    assert fields.propose(vectors, np.full_like(labels, -1), PHRASES, KEYS) == ()


@pytest.mark.model
def test_gold_themes_of_the_demo_notes_find_their_field(encoders: tuple[Encoder, ...]) -> None:
    """With the quicker of the two models alone; both together find 26 of the 28."""
    quick = encoders[-1]
    rows = [row for row in demo_gold() if row["kind"] == "problem"]
    themes = [row for row in demo_themes() if not row["theme"].startswith("einzeln")]
    number = {row["theme"]: at for at, row in enumerate(themes)}
    labels = np.array([number.get(row["theme"], -1) for row in rows])
    named = [
        (row["key"], phrase)
        for row in taxonomy("handlungsfelder")
        for phrase in fields.phrases(row["title"], row["description"])
    ]
    vectors = quick.encode([normalise(row["text"]) for row in rows])
    space = Space.fitted([vectors])
    placed = space.place([quick.encode([phrase for _, phrase in named])])
    found = fields.propose(space.place([vectors]), labels, placed, [key for key, _ in named])
    right = [
        bool(one) and one[0].key == theme["handlungsfeld"]
        for one, theme in zip(found, themes, strict=True)
    ]
    assert sum(right) >= 22
