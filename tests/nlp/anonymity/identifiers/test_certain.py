"""The first tier as a whole: type and place of what it finds, and how it was recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nlp.anonymity.identifiers.certain import find_identifiers
from nlp.anonymity.normal import normalise
from tests.effort import assert_growth
from tests.nlp.anonymity.marked import found

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ("an info@stadt-muster.de", "email", "info@stadt-muster.de"),
        ("max.muster (at) stadt.de", "email", "max.muster (at) stadt.de"),
        ("max[at]stadt[punkt]de", "email", "max[at]stadt[punkt]de"),
        ("info@kreis-\nguetersloh.de", "email", "info@kreis-\nguetersloh.de"),
        ("Tel.: 02381 8764401", "phone", "02381 8764401"),
        ("02381-176083", "phone", "02381-176083"),
        ("(05241) 85 - 23 45", "phone", "(05241) 85 - 23 45"),
        ("+49 (0)5241 85-2345", "phone", "+49 (0)5241 85-2345"),
        ("0049 5241 852345", "phone", "0049 5241 852345"),
        ("mobil 01711234567", "phone", "01711234567"),
        ("Telefon 116117", "phone", "116117"),
        ("DE89 3704 0044 0532 0130 00", "iban", "DE89 3704 0044 0532 0130 00"),
        ("IBAN: DE12 3456 7890 1234 5678 90", "iban", "DE12 3456 7890 1234 5678 90"),
        ("Az.: 32-45/2024", "case_number", "32-45/2024"),
        ("Aktenzeichen 12 K 345/24", "case_number", "12 K 345/24"),
        ("AZR-Nr. 123456789012", "case_number", "123456789012"),
        ("BG-Nummer 31702//0012345", "case_number", "31702//0012345"),
        ("Kundennummer: 317A123456", "case_number", "317A123456"),
        ("Fall-Nr. 2024-117", "case_number", "2024-117"),
        ("BAMF-Az. 7654321-423", "case_number", "7654321-423"),
        ("Steuer-ID 12 345 678 901", "tax_id", "12 345 678 901"),
        ("die 65 170839 J 003", "pension_number", "65 170839 J 003"),
        ("Rentenversicherungsnummer: 12345678X901", "pension_number", "12345678X901"),
        ("Versichertennummer A123456789", "health_insurance_number", "A123456789"),
        ("geb. 4.4.1997", "birth_date", "4.4.1997"),
        ("geboren am 4. April 1997", "birth_date", "4. April 1997"),
        ("Geboren am: 11.2.1967", "birth_date", "11.2.1967"),
        ("Sie (* 4.4.1997) lebt", "birth_date", "4.4.1997"),
        ("Geburtsdatum: 1997-04-04", "birth_date", "1997-04-04"),
        ("die am 4.4.1997 geborene Frau", "birth_date", "4.4.1997"),
        ("Freiligrathstraße 3", "address", "Freiligrathstraße 3"),
        ("Stadthausstr. 3", "address", "Stadthausstr. 3"),
        ("Am Hamlingdorfer Weg 1b", "address", "Am Hamlingdorfer Weg 1b"),
        ("Rote Str. 21 a", "address", "Rote Str. 21 a"),
        ("Erich-Kästner-Platz 5", "address", "Erich-Kästner-Platz 5"),
        ("59075 Hamm", "address", "59075 Hamm"),
        ("Frau K. kommt", "name", "Frau K."),
        ("mit Herrn Vieweg", "name", "Herrn Vieweg"),
        ("Familie Al-Hamid", "name", "Familie Al-Hamid"),
        ("die Familie\nAl-Hamid", "name", "die Familie\nAl-Hamid"),
        ("Frau Dr. Özlem Yıldız-Kaya", "name", "Frau Dr. Özlem Yıldız-Kaya"),
        ("Herr von der Heide", "name", "Herr von der Heide"),
        ("Herrn\nHelge Klabauter", "name", "Herrn\nHelge Klabauter"),
        ("Case Managerin Janine Muster", "name", "Janine Muster"),
    ],
)
def test_an_identifier_is_found_whole(text: str, type_: str, value: str) -> None:
    assert (type_, value) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "am 01.01.2023 und am 14. Mai 2024",
        "Vorlage 741/16 und Beschlussvorlage 0741/2016",
        "AGS 05754032, Regionalschlüssel 057540032032",
        "Bis 170.000 € und 12500 Personen, 0,5 Stellen, 30000 Einwohner",
        "0800-1200 Uhr, 2023/2024, 5 - 10 Jahre",
        "33378",
        "Telefon 2024 eingeführt",
        "* 14.05.2024: Auftakt",
        "am 30.08.2016* und Verabschiedung",
        "Kitaplatz 3 Monate später, Bildungsweg 2, Bundesstraße 224",
        "Die Straße ist 3 Kilometer lang.",
        "Frau und Kind, Frauen, Familien, die Familie hat, Familie und Beruf",
        "Familie Zentrum, Familie KiTa Primar, Familie\nKita",
        "Herr der Lage",
        "eine Frau Mitte 30 aus Westasien",
        "Geschlecht\tFrau\nFamilienstand\tverheiratet",
        "Case Managerin Kommunales Integrationszentrum, Bürgermeister Stadt Rietberg",
        "Fall-Nr. 1, Fallnummer 2",
    ],
)
def test_what_only_looks_like_an_identifier_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("an info@stadt-muster.de", "form"),
        ("DE89 3704 0044 0532 0130 00", "checksum"),
        ("Aktenzeichen 12-345/24", "label"),
        ("Frau K. kommt", "title"),
        ("Klientin Fatima kommt", "role"),
        ("Protokoll: S. Krause", "label"),
    ],
)
def test_a_finding_says_how_it_was_recognised(text: str, rule: str) -> None:
    assert rule in {one.rule for one in find_identifiers(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Frau Ya\u0308kan",
        "ａｈｍａｄ＠ｗｅｂ．ｄｅ",
        "01\u200b71 12\u00ad34567",
        "DE89\u00a03704\u202f0044 0532 0130 00",
    ],
)
def test_tricks_of_unicode_are_normalised_before(text: str) -> None:
    assert found(normalise(text).text) != []


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "unit",
    ["1 ", "A-", "a@", "Frau ", "(", "Name: ", "*", "Grüße\n", "Mutter, ", "A. ", "<", "Am "],
)
def test_the_time_grows_with_the_length_and_no_faster(unit: str) -> None:
    def finding(length: int) -> Callable[[], object]:
        text = (unit * length)[:length]
        return lambda: list(find_identifiers(text))

    finding(1_000)()  # loads the words
    assert_growth(finding(10_000), finding(40_000), times=8, spare=0.5)
