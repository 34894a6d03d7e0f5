from __future__ import annotations

import numpy as np
import pytest

from nlp.themes import labels

LANGUAGE = [
    "Für Gespräche im Jobcenter fehlt Sprachmittlung.",
    "Die Sprachmittlung beim Arzt ist nicht finanziert.",
    "Ohne Sprachmittlung werden Elterngespräche zur Farce.",
]
BUSES = [
    "Der Bus in die Kreisstadt fährt abends nicht mehr.",
    "Ohne Bus ist der Sprachkurs nicht zu erreichen.",
    "Am Wochenende gibt es keinen Bus in die Dörfer.",
]
TEXTS = [*LANGUAGE, *BUSES]
CLUSTERS = np.array([0, 0, 0, 1, 1, 1])
VECTORS = np.eye(6, dtype=np.float32)


def test_a_label_is_written_in_the_statements_and_names_their_common_noun() -> None:
    language, buses = labels.describe(TEXTS, CLUSTERS, VECTORS)

    assert "Sprachmittlung" in language.label
    assert "Bus" in buses.label
    for words in (language.label.split(), buses.label.split()):
        assert all(any(word in text for text in TEXTS) for word in words)


def test_a_keyword_names_the_statements_that_carry_it_inside_compounds_too() -> None:
    language, _ = labels.describe(TEXTS, CLUSTERS, VECTORS)
    carriers = {word: rows for word, _, rows in language.keywords}

    assert carriers["Sprachmittlung"] == (0, 1, 2)


def test_a_part_that_says_the_same_as_its_compound_is_not_repeated() -> None:
    language, _ = labels.describe(TEXTS, CLUSTERS, VECTORS)

    words = [word for word, _, _ in language.keywords]
    assert not {"Sprachmittlung", "Mittlung"} <= set(words)


def test_names_of_municipalities_and_vague_words_never_name_a_theme() -> None:
    texts = [f"In Borgholzhausen ist das Problem der Bus Nummer {n}." for n in range(3)]

    (theme,) = labels.describe(
        texts, np.zeros(3, dtype=np.int64), VECTORS[:3], excluded=["Borgholzhausen"]
    )

    words = {word for word, _, _ in theme.keywords} | set(theme.label.split())
    assert not words & {"Borgholzhausen", "Problem"}
    assert "Bus" in words


def test_two_strong_nouns_that_nobody_linked_stand_side_by_side() -> None:
    texts = [f"Der Vermieter {verb} die Wohnung." for verb in ("zeigt", "kündigt", "sperrt")]

    (theme,) = labels.describe(texts, np.zeros(3, dtype=np.int64), VECTORS[:3])

    assert theme.label == "Vermieter und Wohnung"


def test_no_two_labels_have_the_same_words() -> None:
    texts = ["Der Bus fährt nicht.", "Der Bus kommt nicht."] * 2

    first, second = labels.describe(texts, np.array([0, 0, 1, 1]), VECTORS[:4])

    assert first.label != second.label


@pytest.mark.parametrize("text", ["???", "Warum denn?", "Der Bus steht.", "weck mich auf"])
def test_many_themes_of_the_same_words_have_different_labels_that_say_something(
    text: str,
) -> None:
    texts = [f"{text} {'!' * number}" for number in range(8)]
    clusters = np.repeat(np.arange(4), 2)

    found = [
        theme.label for theme in labels.describe(texts, clusters, np.eye(8, dtype=np.float32))
    ]

    assert all(found)
    assert len({label.casefold() for label in found}) == len(found)


def test_statements_without_nouns_are_named_by_what_they_do() -> None:
    texts = ["weck mich früh auf", "weck mich spät auf"]

    (theme,) = labels.describe(texts, np.array([0, 0]), VECTORS[:2])

    assert theme.label == "Wecken"
    assert theme.evidence == (("wecken", (0, 1)),)


def test_statements_without_nouns_and_verbs_are_named_by_their_frequent_words() -> None:
    texts = ["so leise", "sehr leise und laut"]

    (theme,) = labels.describe(texts, np.array([0, 0]), VECTORS[:2])

    assert theme.label == "leise laut"
    assert theme.evidence == ()


def test_the_label_names_the_statements_that_carry_its_words() -> None:
    language, _ = labels.describe(TEXTS, CLUSTERS, VECTORS)
    evidence = dict(language.evidence)

    assert evidence["Sprachmittlung"] == (0, 1, 2)
    assert all(row in (0, 1, 2) for rows in evidence.values() for row in rows)


def test_every_word_of_a_label_is_carried_by_a_statement_of_its_theme() -> None:
    for number, theme in enumerate(labels.describe(TEXTS, CLUSTERS, VECTORS)):
        assert theme.evidence
        for _, rows in theme.evidence:
            assert rows
            assert {int(CLUSTERS[row]) for row in rows} == {number}


def test_a_statement_in_the_middle_counts_more_than_one_at_the_edge() -> None:
    texts = ["Die Hebamme fehlt.", "Der Vertrag läuft.", "Was soll das?", "Warum denn nicht?"]
    middle = np.array([[1, 0], [0, 1], [1, 0], [1, 0]], dtype=np.float32)

    (theme,) = labels.describe(texts, np.zeros(4, dtype=np.int64), middle)

    assert "Hebamme" in theme.label


def test_a_label_that_says_the_same_as_another_gives_way_to_a_different_one() -> None:
    texts = ["Der Bus fehlt.", "Der Bus kommt.", "Der Bus und die Bahn.", "Kein Bus, keine Bahn."]

    first, second = labels.describe(texts, np.array([0, 0, 1, 1]), VECTORS[:4])

    assert first.label == "Bus"
    assert second.label == "Bahn"


def test_a_statement_that_is_not_bundled_is_in_no_description() -> None:
    described = labels.describe(TEXTS, np.array([0, 0, -1, -1, -1, -1]), VECTORS)

    (theme,) = described
    rows = {row for _, _, carriers in theme.keywords for row in carriers}
    assert rows | set(theme.representatives) <= {0, 1}


def test_no_statements_have_no_themes() -> None:
    none = np.empty((0, 3), dtype=np.float32)

    assert labels.describe([], np.empty(0, dtype=np.int64), none) == []
