from __future__ import annotations

import pytest

from nlp.anonymity.names.propagation import propagate
from nlp.anonymity.rules import Found
from nlp.types import Span, Tier


def _repeated(text: str, *names: str, tier: Tier = Tier.REFUSE) -> list[str]:
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    found = [Found(span, "name", tier, "title") for span in spans]
    return [one.span.of(text) for one in propagate(text, found)]


def test_a_name_is_found_again_without_its_title() -> None:
    text = "Frau Al-Hamid kam. Später sagte Al-Hamid ab, auch Al Hamids Sohn und Alhamid."

    assert {"Al-Hamid", "Al Hamids", "Alhamid"} <= set(_repeated(text, "Frau Al-Hamid"))


@pytest.mark.parametrize(
    "form", ["Özdemirs", "ÖZDEMIR", "Oezdemir", "Ozdemir", "özdemir", "Özdemir’s", "Özde-\nmir"]
)
def test_a_name_is_found_in_its_other_forms(form: str) -> None:
    assert _repeated(f"Herr Özdemir kam. Dann half {form} allein.", "Herr Özdemir") == [form]


def test_the_dotless_i_is_an_i() -> None:
    assert _repeated("Yilmaz kam. Dann ging Yılmaz.", "Yilmaz") == ["Yılmaz"]


def test_the_parts_of_a_name_are_found_apart_and_together() -> None:
    text = "Dr. med. Petra Lang kam. Petras Sohn wartet. Dann sprach Petra\nLang."

    assert _repeated(text, "Dr. med. Petra Lang") == ["Petras", "Petra\nLang"]


def test_an_ordinary_word_is_a_name_only_where_it_wants_no_article() -> None:
    text = "Herr Wolf kam. Der Wolf ist zurück. Ein böser Wolf. Später rief Wolf an. Wolf ging."

    assert _repeated(text, "Herr Wolf") == ["Wolf", "Wolf"]


@pytest.mark.parametrize(
    "text",
    ["Wolf vom Mieterbund rät ab.", "Quittung für Konto Wolf fehlt.", "Wolf bittet um Rückruf."],
)
def test_an_ordinary_word_is_a_name_as_a_subject_or_holder(text: str) -> None:
    assert _repeated(f"Frau Wolf kam. {text}", "Frau Wolf") == ["Wolf"]


def test_a_place_of_the_same_name_stays() -> None:
    text = "Frau Hamm wohnt in Hamm. Die Stadt Hamm hilft. Gestern war Hamm da."

    assert _repeated(text, "Frau Hamm") == ["Hamm"]


def test_a_family_is_found_in_the_plural() -> None:
    assert _repeated("Familie Müller kam. Die Müllers zogen um.", "Familie Müller") == ["Müllers"]


def test_an_ordinary_word_that_is_only_likely_a_name_is_not_spread() -> None:
    text = "Wolf kam. Später rief Wolf an."

    assert _repeated(text, "Wolf", tier=Tier.CONFIRM) == []


def test_what_is_named_after_a_person_is_no_person() -> None:
    text = "Konrad kam. Die Konrad-Adenauer-Schule ist voll."

    assert _repeated(text, "Konrad") == []


def test_nothing_is_yielded_twice() -> None:
    assert _repeated("Amina kam mit Amina.", "Amina") == ["Amina"]
    assert _repeated("Amina kam.", "Amina") == []


def test_other_types_are_not_spread() -> None:
    text = "Tel. Amina, Amina"

    found = Found(Span(5, 10), "unknown_word", Tier.CONFIRM, "unknown")
    assert list(propagate(text, [found])) == []


@pytest.mark.parametrize(
    "text",
    [
        "1. «Wolf» ruft das Amt an.",
        "- «Wolf» klärt den Termin",
        "→ «Wolf» hat Post",
        "Antrag\t«Wolf»\n",
        "Antrag;«Wolf»",
        "Das Gespräch mit «Wolf» war gut.",
        "Das ging an «Wolf» und danach weiter.",
        "Der Brief über «Wolf» fehlt.",
        "«Wolf» und das Amt sprechen.",
        "«Wolfs» Kinder warten.",
        "Verteiler: Amt, Akte «Wolf»",
    ],
)
def test_a_surname_that_is_a_word_is_found_where_it_is_a_person(text: str) -> None:
    plain = "Herr Wolf.\n\n" + text.replace("«", "").replace("»", "")
    name = text.partition("«")[2].partition("»")[0]

    assert _repeated(plain, "Herr Wolf") == [name]


@pytest.mark.parametrize(
    "text",
    ["Die Wolf kommt", "ein junger Wolf", "dem Wolf", "1. Der Wolf ruft", "der\tsehr böse Wolf"],
)
def test_a_surname_that_is_a_word_is_no_person_behind_an_article(text: str) -> None:
    assert _repeated(f"Herr Wolf.\n\n{text}", "Herr Wolf") == []


def test_a_name_that_is_a_word_by_chance_is_found_again() -> None:
    text = "Can kam. Später war Can da."

    assert _repeated(text, "Can", tier=Tier.CONFIRM) == ["Can"]


def test_the_surname_of_an_initial_is_found_again() -> None:
    found = Found(Span(0, 7), "initials", Tier.CONFIRM, "form")
    text = "T. Wolf kam. Dann half Wolf."

    assert [one.span.of(text) for one in propagate(text, [found])] == ["Wolf"]
