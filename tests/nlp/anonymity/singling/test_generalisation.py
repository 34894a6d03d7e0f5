from __future__ import annotations

import pytest

from nlp.anonymity.singling.features import table
from nlp.anonymity.singling.generalisation import (
    Feminine,
    age_band,
    age_band_adjective,
    decade,
    inhabitant,
    quarter,
)
from nlp.anonymity.singling.origins import find_origins


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0–2"),
        (3, "3–5"),
        (7, "6–9"),
        (12, "10–13"),
        (17, "14–17"),
        (18, "18–29"),
        (34, "30–39"),
        (79, "70–79"),
        (80, "über 80"),
    ],
)
def test_an_age_becomes_its_band(age: int, band: str) -> None:
    assert age_band(age) == band


def test_an_age_within_a_word_becomes_the_beginning_of_a_word() -> None:
    assert age_band_adjective(34) + "jährige" == "30- bis 39-jährige"
    assert age_band_adjective(85) + "jährige" == "über 80-jährige"


def test_days_and_years_widen() -> None:
    assert quarter(3, 2022) == "1. Quartal 2022"
    assert quarter(12, None) == "4. Quartal"
    assert decade(1994) == "1990–1999"


@pytest.mark.parametrize(
    ("determiner", "previous", "wording"),
    [
        ("der", "bei", "einer Schule"),
        ("Die", "", "Eine Schule"),
        ("das", "besucht", "eine Schule"),
        ("zum", "", "zu einer Schule"),
        ("am", "lernt", "an einer Schule"),
        ("", "besucht", "eine Schule"),
        ("", "an", "einer Schule"),
        ("", ":", "Schule"),
    ],
)
def test_a_noun_takes_over_article_and_case(determiner: str, previous: str, wording: str) -> None:
    assert Feminine("Schule", indefinite=True).after(determiner, previous) == wording


@pytest.mark.parametrize(
    ("determiner", "previous", "wording"),
    [
        ("", "an", "einer gesundheitlichen Einschränkung"),
        ("", "hat", "eine gesundheitliche Einschränkung"),
        ("den", "gegen", "die gesundheitliche Einschränkung"),
        ("seinem", "mit", "seiner gesundheitlichen Einschränkung"),
        ("Der", "", "Die gesundheitliche Einschränkung"),
    ],
)
def test_an_adjective_is_inflected(determiner: str, previous: str, wording: str) -> None:
    noun = Feminine("Einschränkung", adjective="gesundheitlich")
    assert noun.after(determiner, previous) == wording


def test_an_inhabitant_keeps_gender_and_case() -> None:
    assert inhabitant("Ostafrikaner", "in", "eine") == "Ostafrikanerin"
    assert inhabitant("Vorderasiat", "", "ein") == "Vorderasiat"
    assert inhabitant("Vorderasiat", "", "einem") == "Vorderasiaten"
    assert inhabitant("Ostafrikaner", "s", "des") == "Ostafrikaners"


@pytest.mark.parametrize(
    ("text", "widened"),
    [
        ("aus dem Irak", "aus dem Nahen Osten"),
        ("im Iran", "im Nahen Osten"),
        ("in der Türkei", "im Nahen Osten"),
        ("in die Ukraine", "nach Osteuropa"),
        ("aus den USA", "aus Nordamerika"),
        ("aus Syrien", "aus dem Nahen Osten"),
        ("Die Türkei", "Der Nahe Osten"),
        ("aus dem Südsudan", "aus Ostafrika"),
        ("nach Syrien", "in den Nahen Osten"),
        ("Er lebte in Syrien und der Türkei.", "Er lebte im Nahen Osten und dem Nahen Osten."),
        (
            "aus Syrien, Irak oder Iran",
            "aus dem Nahen Osten, dem Nahen Osten oder dem Nahen Osten",
        ),
        ("Er kam über die Türkei.", "Er kam über den Nahen Osten."),
        ("Sie verließ Syrien.", "Sie verließ den Nahen Osten."),
        ("Herkunft: Syrien", "Herkunft: Naher Osten"),
        ("Dort lehnt der Irak ab.", "Dort lehnt der Nahe Osten ab."),
        ("die Regierung der Türkei", "die Regierung des Nahen Ostens"),
        ("die Regierung Syriens", "die Regierung des Nahen Ostens"),
        ("Syrien stellt nichts aus.", "Der Nahe Osten stellt nichts aus."),
        ("aus den Vereinigten Arabischen Emiraten", "aus dem Nahen Osten"),
        ("in den Vereinigten Arabischen Emiraten", "im Nahen Osten"),
        ("In Syrien", "Im Nahen Osten"),
        ("syrischem", "vorderasiatischem"),
        ("Georgierin", "Osteuropäerin"),
        ("eritreischer", "ostafrikanischer"),
        ("Kosovarin", "Südosteuropäerin"),
    ],
)
def test_an_origin_becomes_its_region_in_the_same_form(text: str, widened: str) -> None:
    for one in reversed(list(find_origins(text))):
        text = text[: one.span.start] + one.proposal + text[one.span.end :]
    assert text == widened


def test_no_region_is_taken_for_a_country() -> None:
    for row in table("regions"):
        text = f"{row['region']} {row['adjective']}e {row['person']} {row['person']}in"
        assert list(find_origins(text)) == []


def test_every_country_has_a_region_and_a_number() -> None:
    regions = {row["region"] for row in table("regions")}
    countries = table("countries")
    assert len(countries) >= 110
    assert {row["region"] for row in countries} <= regions
    assert all(float(row["persons"]) > 0 for row in countries)
