from __future__ import annotations

import pytest

from nlp.anonymity.names.allowed import allowed_phrases, entries, is_allowed


@pytest.mark.parametrize(
    "word",
    [
        "Gütersloh",
        "Hamm",
        "Verl",
        "Rheda-Wiedenbrück",
        "Jobcenter",
        "BAMF",
        "TIntG",
        "Griffbereit",
    ],
)
def test_words_of_the_domain_are_allowed(word: str) -> None:
    assert is_allowed(word)


@pytest.mark.parametrize(
    "word", ["Güterslohs", "Moerser", "Eritreerin", "Kurdinnen", "Syrern", "AWO-Jobcenter"]
)
def test_inflected_forms_and_hyphen_compounds_are_allowed(word: str) -> None:
    assert is_allowed(word)


@pytest.mark.parametrize("word", ["Amina", "Augustin", "Salvador", "Sofia", "Mercedes", "Tesfay"])
def test_names_are_not_allowed(word: str) -> None:
    assert not is_allowed(word)


def test_a_phrase_is_allowed_as_a_whole_only() -> None:
    text = "In Sankt Augustin wohnt Augustin."

    assert [span.of(text) for span in allowed_phrases(text)] == ["Sankt Augustin"]


def test_the_list_has_every_municipality_and_country() -> None:
    assert {"Schloß Holte-Stukenbrock", "Werther", "Nachrodt-Wiblingwerde"} <= entries()
    assert {"Eritrea", "Aserbaidschan", "Nordrhein-Westfalen"} <= entries()
