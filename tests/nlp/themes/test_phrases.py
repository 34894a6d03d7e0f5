from __future__ import annotations

import pytest

from nlp.themes.keywords import terms_of
from nlp.themes.phrases import linked, phrases
from nlp.themes.words import words


def shown(*texts: str) -> set[str]:
    (terms,) = terms_of([{row: words(text) for row, text in enumerate(texts)}])
    return {phrase.text for phrase in phrases(terms)}


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("Termine bei der Ausländerbehörde fehlen.", "bei der Ausländerbehörde"),
        ("Anerkennung ausländischer Abschlüsse dauert.", "ausländischer Abschlüsse"),
        ("Hausaufgaben in den Unterkünften sind schwer.", "in den Unterkünften"),
        ("Zugang in den Beruf fehlt.", "in den Beruf"),
        ("Familien kommen in Wohnungen.", ""),
        ("Jugendliche in den Beruf bringen.", ""),
        ("Kinder warten auf Kitas.", ""),
    ],
)
def test_a_noun_is_linked_with_what_belongs_to_it_not_with_where_the_verb_leads(
    text: str, tail: str
) -> None:
    assert " ".join(word.text for word in linked(words(text), 0)) == tail


def test_what_a_statement_links_is_a_phrase() -> None:
    assert "Termine bei der Ausländerbehörde" in shown("Termine bei der Ausländerbehörde fehlen.")


def test_the_start_of_a_way_is_no_phrase() -> None:
    found = shown("Von der Schule zur Ausbildung ist es weit.", "Aus Kitas im Kreis.")

    assert "Schule zur Ausbildung" in found  # an article stands between
    assert not any(phrase.startswith("Kitas im") for phrase in found)


def test_an_adjective_that_several_statements_give_is_in_the_nominative() -> None:
    found = shown("Von bezahlbaren Wohnungen keine Spur.", "Es fehlen bezahlbare Wohnungen.")

    assert "Bezahlbare Wohnungen" in found


def test_an_adjective_before_a_masculine_noun_is_left_out() -> None:
    found = shown("Der inklusive Sport fehlt.", "Für inklusiven Sport fehlt Geld.")

    assert not any(phrase.startswith("Inklusive") for phrase in found)


def test_a_noun_of_one_statement_names_no_theme_in_which_others_are_shared() -> None:
    found = shown("Der Bus fehlt.", "Der Bus steht.", "Der Bus und die Hebamme.", "Kein Bus.")

    assert "Bus" in found
    assert "Hebamme" not in found
    assert "Bus und Hebamme" not in found


def test_a_verb_names_where_no_noun_does() -> None:
    found = shown("Niemand übersetzt.", "Keiner, der übersetzen könnte.", "Der Arzt schweigt.")

    assert "Übersetzen" in found


def test_a_compound_and_its_part_do_not_stand_side_by_side() -> None:
    found = shown("Die Sprache und die Sprachmittlung.", "Die Sprachmittlung, die Sprache.")

    assert not {"Sprache und Sprachmittlung", "Sprachmittlung und Sprache"} & found


def test_a_noun_that_needs_another_one_does_not_stand_alone() -> None:
    found = shown("Die Abschaffung der Maut.", "Abschaffung der Maut")

    assert "Abschaffung" not in found
    assert "Abschaffung der Maut" in found
