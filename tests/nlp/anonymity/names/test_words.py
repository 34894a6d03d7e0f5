from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.anonymity.names.words import find_unknown_words
from nlp.types import Tier


def _found(text: str) -> list[tuple[str, str]]:
    return [(one.span.of(text), one.type) for one in find_unknown_words(text)]


def test_a_word_that_no_dictionary_has_needs_a_look() -> None:
    assert _found("Gestern kam Mehreqab zur Beratung.") == [("Mehreqab", "unknown_word")]


def test_a_first_name_is_a_name_wherever_it_stands() -> None:
    assert _found("Amina braucht einen Kurs.") == [("Amina", "name")]
    assert _found("Später rief Peter an.") == [("Peter", "name")]


def test_neighbours_are_one_finding() -> None:
    assert _found("Heute war Amina Zerezghi da.") == [("Amina Zerezghi", "name")]


def test_all_findings_ask_a_person() -> None:
    tiers = {one.tier for one in find_unknown_words("Amina und Zerezghi sprachen.")}

    assert tiers == {Tier.CONFIRM}


@pytest.mark.parametrize(
    "text",
    [
        "Die Sprachmittlungskosten übernimmt das Jobcenter.",
        "Am Kiebitzweg fehlt ein Spielplatz.",
        "Laienpools und Elterncafés werden gut besucht.",
        "Ehrenamtliche Bürger*innen und Schüler:innen, SchülerInnen und Kolleg*innen.",
        "Sprach- und Integrationskurse der VHS nach § 4a AufenthG",
        "Viele Familien aus Eritrea und der Ukraine sprechen Tigrinya oder Ukrainisch.",
        "Case Management, Empowerment, Tandems und WhatsApp-Gruppen",
        "Die Bertha-von-Suttner-Schule und der Zerezghi-Platz",
        "Die Fahradwege sind schlecht.",
        "Der Wolf, die Rose und der Kaiser sind klein.",
        "Siehe www.zerezghi.de und https://zerezghi.org/Beratung.",
        "KLEIDUNG UND WOHNUNG SIND KNAPP",
    ],
)
def test_german_words_and_words_of_the_domain_pass(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kovalchuk", "KOVALCHUK", "Kovalchuks", "Çavreş", "O'Zerezghi", "al-Zerezghi",
        "Zerezghi-Akte", "Олена", "ሰላም", "آمنة",
    ],
)  # fmt: skip
def test_names_in_other_writings_do_not_slip_through(text: str) -> None:
    assert len(_found(f"Heute kam {text} allein.")) == 1


RARE = (
    "Haregot Mehreteab Gebreyesus Weldemariam Simret Okbamichael Shoresh Rojda Dilovan Çavreş "
    "Esmatullah Mohibullah Zarghuna Qurbanali Cabdullahi Faadumo Guuleed Shamso Gvantsa Kapanadze "
    "Mchedlishvili Tsiklauri Shpresa Krasniqi Vjosa Lulzim Mădălina Ungureanu Codruța Lăcătuș "
    "Zhivko Krasimir Radostina Ognyan Thevarajah Kajenthiran Nallathamby Chukwuemeka Nwosu "
    "Ikechukwu Onyinye Yevheniia Zavhorodnia Almohammad Mouhanad Ümmühan Kocaoğlan Djenabou "
    "Szczepański Jędrzej Mieczysław Gurpreet Bhandari"
)


def test_nearly_all_rare_names_are_found_in_running_text() -> None:
    names = RARE.split()

    missed = [name for name in names if not _found(f"Deshalb hat {name} den Kurs beendet.")]

    assert len(missed) <= len(names) // 50


@given(st.text(max_size=200))
def test_findings_are_words_of_the_text_in_their_order(text: str) -> None:
    spans = [one.span for one in find_unknown_words(text)]

    assert spans == sorted(spans)
    assert all(span.of(text).strip() for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "Ombudsstelle für Mieter",
        "Bebilderung der Wege",
        "Umgangsbeiständin fehlt",
        "Aktennr fehlt",
        "Betr. Antrag",
        "Sachb. Amt",
        "in Addis Abeba",
        "Repair-Café",
        "Sie studiert Jura",
    ],
)
def test_derivations_and_abbreviations_are_known(text: str) -> None:
    assert list(find_unknown_words(text)) == []
