from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.keywords import KEYWORDS, Terms, class_tf_idf, everywhere, rarities, terms_of
from nlp.themes.words import words

NOUNS = ("Bus", "Kita", "Kitaplatz", "Sprachkurs", "Sprache", "Kurs", "Antrag", "Wohnung")


def themes(*classes: list[str]) -> list[Terms]:
    return terms_of([{row: words(text) for row, text in enumerate(texts)} for texts in classes])


def test_a_term_in_every_class_weighs_less_than_one_in_a_single_class() -> None:
    counts = [{"Bund": 9.0, "Bus": 9.0}, {"Bund": 9.0, "Kita": 9.0}]

    weights = class_tf_idf(counts[0], rarities(counts))

    assert weights["Bus"] > weights["Bund"]


def test_a_word_of_one_statement_is_no_rarer_than_one_of_three() -> None:
    (found,) = [rarities([{"Bus": 1.0, "Kita": 3.0, "Bahn": 4.0}])]

    assert found["Bus"] == found["Kita"] > found["Bahn"]


def test_a_compound_carries_its_parts_and_is_spelled_only_itself() -> None:
    (theme,) = themes(["Die Sprachmittlung fehlt.", "Die Sprache fehlt."])

    assert theme.carriers["Sprache"] == {0, 1}
    assert theme.spelled["Sprache"] == {1}


def test_a_part_that_stands_in_much_the_same_statements_is_not_repeated() -> None:
    texts = [f"Die Sprachmittlung {verb}." for verb in ("fehlt", "steht", "endet", "hilft")]
    (theme,) = themes([*texts, "Die Sprache fehlt."])

    assert not {"Sprachmittlung", "Sprache"} <= set(theme.keywords())


def test_a_part_that_says_more_than_its_compound_is_a_keyword_beside_it() -> None:
    (theme,) = themes(["Die Sprachmittlung fehlt.", "Keine Sprachmittlung.", "Die Sprache fehlt."])

    assert {"Sprachmittlung", "Sprache"} <= set(theme.keywords())


def test_a_word_that_fills_most_themes_tells_none_apart() -> None:
    nouns = ("Bus", "Kita", "Bahn", "Maut", "Rente")
    counts = [{"Bund": 2.0, noun: 2.0} for noun in nouns]

    assert everywhere(counts, [4] * 5) == {"Bund"}
    assert everywhere(counts, [40] * 5) == frozenset()
    assert everywhere(counts[:3], [4] * 3) == frozenset()


def test_a_part_of_one_compound_only_is_no_keyword() -> None:
    (theme,) = themes(["Die Sprachmittlung fehlt.", "Keine Sprachmittlung."])

    assert theme.keywords() == ["Sprachmittlung"]


def test_a_noun_that_needs_another_one_is_no_keyword() -> None:
    (theme,) = themes(["Die Abschaffung der Maut.", "Die Abschaffung der Steuer."])

    assert set(theme.keywords()) == {"Maut", "Steuer"}


@given(st.lists(st.lists(st.sampled_from(NOUNS), min_size=1, max_size=4), min_size=1, max_size=6))
def test_keywords_are_few_different_and_carried(statements: list[list[str]]) -> None:
    (theme,) = themes([f"{' und '.join(nouns)}." for nouns in statements])

    found = theme.keywords()

    assert len(found) == len(set(found)) <= KEYWORDS
    assert all(theme.carriers[word] for word in found)
    assert all(0 < theme.coverage(word) <= 1 for word in found)
