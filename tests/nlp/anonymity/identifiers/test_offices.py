"""Names behind offices, words for work and titles before small letters."""

from __future__ import annotations

import pytest

from nlp.types import Tier
from tests.nlp.anonymity.marked import found, missed


@pytest.mark.parametrize(
    "line",
    [
        "bei Doktor «Kessler» in Behandlung",
        "Kontakt: Dr.in «Sonja Brandhorst»",
        "die Anwältin «Wieland» hat geschrieben",
        "Rechtsanwalt «Strunk» wartet",
        "mit der Kämmerin «Voss» gesprochen",
        "Streetworker «Jan-Ole Petersen» war da",
        "Bezirksbeamter POK «Vehmeyer» ermittelt",
        "mit POK «Vehmeyer» gesprochen",
        "Obergerichtsvollzieher «Tacke» kommt",
        "in Vertretung «Selin Er»",
        "wartet auf herrn «demirtas»",
        "seine frau «shirin» fragt",
        "verwaltung ist fa. «greiwe»",
    ],
)
def test_a_name_behind_an_office_or_a_title_is_certain(line: str) -> None:
    assert missed(line, "name") == []


@pytest.mark.parametrize(
    "line",
    [
        "der Rechtsanwalt «Rosenkranz» schreibt",
        "der Bäcker «Kosmider» hilft",
        "die Zahntechnikerin «Anna Kosmider» hilft",
        "hi «azadeh», bitte melden",
    ],
)
def test_a_likely_name_is_for_a_person_to_judge(line: str) -> None:
    assert missed(line, "name", tier=Tier.CONFIRM) == []


@pytest.mark.parametrize(
    "line",
    [
        "Rechtsanwalt und Notar",
        "Anwalt Beratung Kosten",
        "Vermieter Wohnungsamt",
        "Träger Sozialwerk Nord",
        "Bäcker Ausbildung Betrieb",
        "Junge Neuzugewanderte im Übergang",
        "Junge Geflüchtete in Ausbildung",
        "die Frau vom Erdgeschoss",
        "jede frau kann kommen",
        "wenn herr oder frau anruft",
        "Dr. med. habil.",
        "hallo zusammen, hi leute, hallo team!",
        "Frau Dipl.-Soz.päd.",
    ],
)
def test_a_noun_behind_an_office_or_a_title_is_no_name(line: str) -> None:
    assert [*found(line), *found(line, tier=Tier.CONFIRM)] == []
