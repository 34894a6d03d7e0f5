"""Postal addresses."""

from __future__ import annotations

import pytest

from nlp.types import Tier
from tests.nlp.anonymity.marked import found, missed

ADDRESSES = [
    "wohnt in der «lessingstr 5», dritter stock",
    "neu: «herforder str. 17a bielefeld»",
    "«Zum Heideweg 21, Whg. 6», 48691 Vreden",
    "«Kampstr. 9 EG»",
    "«Kanalstr. 2, 2. OG rechts»",
    "«Bahnhofstr. 88 HH», 32545 Bad Oeynhausen",
    "«Rosengarten 15, Hinterhaus»\n«45355 Essen»",
    "«Freiligrathstraße 3»",
    "«Stadthausstr. 3»",
    "«Schulstr.12»",
    "«Hauptstraße12»",
    "«Hauptstrasse 12»",
    "«Hauptstr 12»",
    "«Hauptstraße 12-14»",
    "«Hauptstraße 12/14»",
    "«Hauptstraße\n12»",
    "«HAUPTSTRASSE 12»",
    "«Kaiserstraße Nr. 5»",
    "«Kiebitzweg 4a»",
    "«Kiebitzweg 4 a»",
    "in der «Berliner Straße 12»",
    "«Berliner Str. 12»",
    "«Innsbrucker Landstraße 22a»",
    "«Am Hamlingdorfer Weg 1b»",
    "«Rote Str. 21 a»",
    "«Neue Straße 7»",
    "«Erich-Kästner-Platz 5»",
    "«Robert-Koch-Str. 17»",
    "«Alois-Alzheimer-Gasse 21»",
    "«Afritschgasse 22»",
    "«Carl-Miele-Straße 29»",
    "«Kökerstraße 7-9»",
    "«Platz der Republik 1»",
    "«Straße des 17. Juni 135»",
    "wohnt «An der Alten Post 7»",
    "«An der Alten Post 7», 33330 Gütersloh",
    "Anschrift: «Am Kotten 3»",
    "Adresse: «Im Winkel 12»",
    "wohnhaft «Zum Brinkhof 3»",
    "«Auf dem Esch 12»",
    "«Unter den Linden 77»",
    "«Lindenallee 4»",
    "«Mühlendamm 4»",
    "«Bahnhofring 4»",
    "«Friedrichstraße 55», «10117 Berlin»",
    "«59075 Hamm»",
    "«D-33330 Gütersloh»",
    "«D 33330 Gütersloh»",
    "«33415 Verl»",
    "«33790 Halle»",
    "«33775 Versmold»",
    "«33330 GÜTERSLOH»",
    "«33330\nGütersloh»",
    "«33330\tGütersloh»",
    "«A-9011 Neustadt»",
    "«66606 St. Wendel»",
    "«33378 Rheda-Wiedenbrück»",
    "«33442 Herzebrock-Clarholz»",
    "«Gütersloh, 33330»",
    "«Gütersloh (33330»)",
    "PLZ «33330»",
    "PLZ: «33330»",
    "«Postfach 12 34»",
    "«Am Hasenstall»\n20223 Klein Haasbeck",
    "«Pettenkoferstraße», 10247 Berlin",
    "wohnhaft «9020 Klagenfurt»",
    "«Wienerstrasse 89»",
    "«59065 Hamm (Westf.)»",
    "«06108 Halle (Saale)», dann",
    "«45468 Mülheim an der Ruhr»",
    "«60311 Frankfurt am Main»",
    "«32120 Hiddenhausen i. W.»",
    "eine Wohnung in der «An der Mühle 7» zu klein",
    "Bewerbung um Wohnung «Unter den Linden 12», 2. Stock",
    "unter der Anschrift «Auf dem Brink 4b», Verl",
    "«Berliner Platz 1»",
]
CLEAN = [
    "auf der hauptstraße 20 kinder",
    "auf unserer straße 5",
    "und durchweg 3 angebote",
    "33378",
    "12500 Personen, 30000 Einwohner",
    "12345 Menschen, 23456 Kinder und 34567 Fälle",
    "Kitaplatz 3 Monate später, Bildungsweg 2, Bundesstraße 224",
    "Die Straße ist 3 Kilometer lang.",
    "Am Standort 3",
    "Am Dienstag 12 Personen",
    "Im Mai 12 Fälle",
    "Im Jahr 2024",
    "Zum Stichtag 31.12.",
    "Im Kreis 13 Kommunen",
    "Am Ende 5, im Schnitt 7",
    "Zur Frage 3, zum Punkt 4, zum TOP 5",
    "Im Baustein 1",
    "Arbeitsmarkt 2024",
    "Sitzplatz 12",
    "Ausbildungsplatz 3",
    "Handlungsfeld 3, Themenfeld 4",
    "Der Weg ist weit, der Platz ist eng.",
    "Kosten 12500, Stand 10000",
    "im Jahr 20245",
    "Zugang 12 Wochen",
    "Umfang 12 Stunden",
    "Auf dem Weg 5 Stationen",
    "An der Konferenz 12 Personen",
    "In der Gruppe 3",
    "In der Stufe 5",
    "In der Klasse 7",
    "Auf Platz 3 liegt Wohnen",
    "Auf Anhieb Platz 1 erreicht, Deutschland Platz 2",
    "sie sind In der Gruppe 3, steht Im Kapitel 4",
    "Schulweg 3 Kilometer",
    "Wohnungsmarkt 5",
    "Standort 5 Gütersloh",
    "Halle (Westf.), 05754012",
    "Kommune Verl 2024",
    "Abhang 3 und Zusammenhang 4",
]


@pytest.mark.parametrize("line", ADDRESSES)
def test_an_address_is_found(line: str) -> None:
    assert missed(line, "address") == []


@pytest.mark.parametrize(
    "line",
    [
        "wohnt in der «Bahnhofstraße»",
        "Die Familie wohnt seit Mai in der «Berliner Straße».",
        "lebt am «Kiebitzweg»",
        "gemeldet in der «Hauptstr.»",
    ],
)
def test_a_street_where_somebody_lives_is_for_a_person_to_judge(line: str) -> None:
    assert missed(line, "address", tier=Tier.CONFIRM) == []
    assert found(line) == []


@pytest.mark.parametrize("line", CLEAN)
def test_what_only_looks_like_an_address_is_left_alone(line: str) -> None:
    assert found(line) == []
