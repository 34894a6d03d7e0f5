from __future__ import annotations

import pytest

from nlp.anonymity.names.lexica import (
    LOCALES,
    OWN_LISTS,
    first_names,
    german_nouns,
    is_german_word,
    names_of,
    surnames,
)
from nlp.anonymity.names.membership import Membership, is_german, is_name
from nlp.anonymity.names.transliteration import fold, spellings


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("Khadija", "Arabic"),
        ("Ayşe", "Turkish"),
        ("Berivan", "Kurdish"),
        ("Oleksandr", "Ukrainian"),
        ("Ionuț", "Romanian"),
        ("Plamen", "Bulgarian"),
        ("Tesfay", "Tigrinya"),
        ("Zabihullah", "Dari"),
        ("Joaquín", "Spanish"),
        ("Agnieszka", "Polish"),
        ("Fatoumata", "West African"),
        ("Shpresa", "Albanian"),
    ],
)
def test_knows_first_names_of_the_clients_origins(name: str, origin: str) -> None:
    assert fold(name) in first_names(), origin


@pytest.mark.parametrize(
    "name", ["Al-Hamid", "Yıldız", "Shevchenko", "Schewtschenko", "Popescu", "Ghebremedhin"]
)
def test_knows_surnames_word_by_word(name: str) -> None:
    assert fold(name.removeprefix("Al-")) in surnames()


@pytest.mark.parametrize("origin", [*LOCALES, *OWN_LISTS])
def test_every_origin_brings_names_in_latin_letters(origin: str) -> None:
    names = names_of(origin)

    assert len(names.first) >= 20
    assert len(names.last) >= 5
    assert all(spellings(name, language="de") == {name} for name in names.first | names.last)


def test_a_name_in_another_alphabet_has_its_usual_spellings() -> None:
    assert {"Olha"} == spellings("Ольга", language="uk")
    assert {"Schewtschenko", "Shevchenko"} == spellings("Шевченко", language="ru")
    assert {"Juliia", "Yuliia", "Iuliia"} & spellings("Юлія", language="uk")
    assert spellings("გიორგი", language="ka") == {"Giorgi"}
    assert spellings("محمد", language="ar") == frozenset()


def test_folding_makes_spellings_of_one_name_equal() -> None:
    assert fold("Žeželj") == fold("ZEZELJ") == "zezelj"
    assert fold("Çağla") == "cagla"
    assert fold("Yıldız") == fold("YILDIZ")
    assert fold("O’Neill") == fold("O'Neill")


@pytest.mark.parametrize("word", ["Schule", "schulen", "Wartelisten", "geht", "abgelehnten"])
def test_knows_german_words_in_their_forms(word: str) -> None:
    assert is_german_word(word)


@pytest.mark.parametrize("word", ["Mohamed", "Amina", "Qwrtz", "Tesfay"])
def test_a_foreign_name_is_no_german_word_though_a_dictionary_has_it(word: str) -> None:
    assert not is_german_word(word)


def test_nouns_are_lemmas() -> None:
    assert {"schule", "kind"} <= german_nouns()
    assert "schulen" not in german_nouns()


def test_membership_tells_what_a_word_can_be() -> None:
    membership = Membership()

    assert membership("Amina").startswith("F")
    assert is_name(membership("Ahmads"))
    assert is_german(membership("Schule"))
    assert not is_name(membership("Kinderbetreuung"))
    assert membership("Sprachkursträgerin").endswith("C")
    assert membership("Gütersloh").count("A") == 1
    assert membership("Qwrtz") == membership("12") == membership(":") == ""


def test_hidden_words_are_in_no_list() -> None:
    membership = Membership(hidden=frozenset({"amina", "gutersloh"}))

    assert not is_name(membership("Amina"))
    assert "A" not in membership("Gütersloh")
    assert is_name(membership("Ahmad"))
