from __future__ import annotations

import pytest

from nlp.themes.words import (
    Kind,
    excluded_words,
    parts,
    related,
    usual_form,
    words,
)


def naming(text: str, *without: str) -> list[str]:
    return [word.lemma for word in words(text, excluded_words(without)) if word.naming]


def test_a_noun_names_in_its_dictionary_form() -> None:
    assert naming("Es fehlt an Kitaplätzen.") == ["Kitaplatz"]


@pytest.mark.parametrize(
    "text",
    ["Das Problem ist bekannt.", "Prozent und Euro", "Nach SGB-", "IV und VIII", "ACHTUNGACHTUNG"],
)
def test_vague_words_units_fragments_and_numerals_name_nothing(text: str) -> None:
    assert "SGB-" not in naming(text)
    assert set(naming(text)) <= {"SGB"}


@pytest.mark.parametrize("text", ["In Verl", "Verls Busse", "Der Verler Weg", "Rheda-Wiedenbrück"])
def test_a_name_of_a_municipality_names_nothing_in_any_form(text: str) -> None:
    assert set(naming(text, "Verl", "Rheda-Wiedenbrück")) <= {"Bus"}


def test_in_a_text_that_is_all_lower_case_the_dictionary_tells_the_nouns() -> None:
    found = words("der wecker weckt mich")

    assert [(word.text, word.lemma) for word in found if word.naming] == [("Wecker", "Wecker")]


def test_an_adjective_counts_before_its_noun_only() -> None:
    kinds = {word.text: word.kind for word in words("bezahlbare Wohnungen sind unbezahlbare.")}

    assert kinds["bezahlbare"] is Kind.ADJECTIVE
    assert kinds["unbezahlbare"] is Kind.OTHER


def test_verbs_that_say_something_are_known() -> None:
    kinds = {word.text: word.kind for word in words("wer übersetzt, wenn er selten kommen kann")}

    assert kinds["übersetzt"] is Kind.VERB
    assert kinds["selten"] is Kind.OTHER
    assert kinds["kommen"] is Kind.OTHER


@pytest.mark.parametrize(
    ("compound", "part"),
    [("Sprachmittlung", "Sprache"), ("E-Auto", "Auto"), ("Sprach-Kurse", "Kurs")],
)
def test_a_compound_carries_its_parts(compound: str, part: str) -> None:
    assert part in parts(compound)
    assert related(compound, part)


def test_a_vague_part_is_not_carried() -> None:
    assert "Stelle" not in parts("Beratungsstelle")


@pytest.mark.parametrize(
    ("lemma", "form", "shown"),
    [
        ("Amt", "Amtes", "Amt"),
        ("Arzt", "Ärzten", "Ärzte"),
        ("Kind", "Kindern", "Kinder"),
        ("Dolmetscher", "Dolmetschern", "Dolmetscher"),
        ("Geflüchteter", "Geflüchteten", "Geflüchtete"),
        ("Behörde", "Behörden", "Behörden"),
        ("Mutter", "Mütter", "Mütter"),
        ("Unternehmen", "Unternehmen", "Unternehmen"),
    ],
)
def test_a_form_that_cannot_stand_alone_is_not_shown(lemma: str, form: str, shown: str) -> None:
    assert usual_form(lemma, [form]) == shown


def test_the_most_frequent_form_is_shown() -> None:
    assert usual_form("Termin", ["Termin", "Termine", "Terminen"]) == "Termine"
