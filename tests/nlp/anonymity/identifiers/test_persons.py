"""Names behind titles, roles and words of kin."""

from __future__ import annotations

import pytest

from tests.nlp.anonymity.marked import found, missed

TITLES = r"""
«Frau K.» kommt morgen
mit «Frau A. Yılmaz» gesprochen
Rücksprache mit «Hr. Ö.» am Montag
«Herrn und Frau Wolf» wurde abgesagt
«Frau Müller» und «Herr Schmidt» waren da
die «Familie Al-Hamid» lebt hier
«Fam. K.» zieht um
die «Eheleute Demir» haben zwei Kinder
Die «Geschwister Haddad» besuchen die OGS
«Dr. med. Petra Lang» hat untersucht
«Frau YILMAZ» fehlte
«HERR MÜLLER» fehlte
«FRAU SHEVCHENKO» war anwesend
«Frau Müllers» Antrag liegt vor
«Herrn Özdemirs» Wohnung
«Frau O'Connor» berichtet
«Frau Şahin-Çelik» berichtet
«Herr Łukasz Wójcik» arbeitet
«Frau Ștefania Ionescu» arbeitet
«Herr Žeželj» arbeitet
«Frau Đorđević» arbeitet
«Herr al-Masri» wartet
«Herr el Sayed» wartet
«Herr bin Salman» wartet
«Frau abu Ghosh» wartet
«Herr Abu Bakr» wartet
«Frau van der Velde» und Kollegin
«Herr dos Santos» wartet
«Herr von der Heide» wartet
«Frau Dr. Özlem Yıldız-Kaya» moderiert
«Frau Prof. Dr. Meier» moderiert
«Frau Sommer» ruft an
«Herr Engel» ruft an
«Frau Mann» ruft an
«frau Yilmaz» ruft an
bei «Familie Sommer» gewesen
zu «Familie Ahmadi» gefahren
das «Ehepaar Kaya» wartet
«Frau Bürgermeisterin Müller» begrüßt
«Herr Doktor Krause» kommt
«Frau Kollegin Özdemir» kommt
«Frau Шевченко» kommt
«Frau فاطمة» kommt
«Prof. Dr. Anna Weber» hält den Vortrag
«Dr. Haddad» ist Kinderarzt
«DR. KRAUSE» ist Kinderarzt
«Frau\nKrause» wartet
Frau «T.» und Herr «S.» kamen
«Fr. Nguyen» kommt
«Frau. Krause» kommt
«Familie S.-M.» zieht um
«Frau Gebremariam Tekle» kommt
""".strip().splitlines()

ROLES = """
Bürgermeisterin «Müller» begrüßt
Lehrerin «Schmidt» meldet
Klassenlehrerin «Krause» meldet
Kollegin «Özdemir» übernimmt
Schulleiter «Krause» sagt zu
Schwester «Agnes» hilft
Pfarrer «Lindner» hilft
Case Managerin «Janine Muster» berichtet
Sozialarbeiterin Frau «Weber» berichtet
Klientin «Fatima» ist da
Mandantin «S.» ist da
Patient «Müller» ist da
Mutter «Olena» arbeitet
Sohn «Ahmad» geht zur Schule
Tochter «Amina» geht zur Kita
ihr Bruder «Yusuf» hilft
sein Cousin «Ali» hilft
der Ehemann «Murat» ist krank
Ehemann («Waleri») ist im Ausland
Patientin «ANA» fehlt
Klient «ALI» fehlt
Tochter «Nur», 4 Jahre
Tochter «Nur»
Vermieter «Landwehr», dort
das Kind «Leyla» fehlt oft
Söhne «Ali» und «Omar» fehlen
die Kinder «Leyla», «Yusuf» und «Amina» fehlen
ihr Mann «Mehmet» arbeitet
Onkel «Hassan» wohnt dort
Tante «Zeynep» wohnt dort
der Neffe «Rojan» wohnt dort
die Schwester «Maryam» wohnt dort
die Mutter, «Olena Shevchenko», wartet
Hausarzt «Haddad» bestätigt
Sachbearbeiterin «Wójcik» prüft
Dolmetscherin «Nguyen» übersetzt
Nachbarin «Popescu» hilft
Schüler «Ahmad K.» stört
Vermieter «Kowalski» kündigt
Erzieherin «Ivanova» meldet
Mitarbeiterin «Janine Muster» meldet
Ratsuchende «Tekle» kommt
Sprachmittlerin «Selam» kommt
ein Junge namens «Bilal» kommt
Enkelin «Sofiia» kommt
Schwager «Dumitru» zahlt
Landrat «Adenauer» begrüßt
Rechtsanwältin «Demir» schreibt
Kommissarin «Lindner» fragt
""".strip().splitlines()

CLEAN = r"""
Mutter Kind Gruppe
Kind Jugendhilfe Schule
Bruder Deutschkurs
eine Mutter Mitte 30
ein Vater Anfang 40 aus Syrien
Frau und Kind, Frauen, Familien, die Familie hat, Familie und Beruf
Familie Zentrum, Familie KiTa Primar, Familie\nKita
Herr der Lage
FRAU UND FAMILIE
Frau X und Herr Y
Familie X
eine Frau Mitte 30 aus Westasien
Geschlecht\tFrau\nFamilienstand\tverheiratet
Case Managerin Kommunales Integrationszentrum
Bürgermeister Stadt Rietberg
Sozialarbeiterin Jugendamt
Lehrerin Grundschule Nord
Lehrer Anne-Frank-Gesamtschule
Leiterin VHS und Koordinatorin KIM
Koordinatorin KIM-Baustein 1
Schüler OGS Kita
Vater Iraker, Mutter Syrerin
Mutter Alleinerziehend
Patienten Praxis Krankenhaus
Eltern Schule Kita Jugendamt
Kinder Jugendliche Erwachsene
die Mutter Vater und Kind
parkende Fahrzeuge von der Straße
Teilnehmer Jobcenter und Sozialamt
Ehemann Arbeitslos
Klientin Ausländerbehörde
Dr.-Külz-Straße
Dr. Hirschfelder Platz
Schwester und Bruder
Partner Caritas und Diakonie
Mutter Ukrainerin
Kind Förderbedarf Sprache
Mitarbeiterin AWO
Mitarbeitende Sozialamt
Eltern Sprachkurs Arbeit
Der Sohn Anfang 20
Die Tochter Ende Mai
der Vater im Schichtdienst
Herrenlos und Frauenhaus
Frau Anfang 20
Familie Herkunft Syrien
Freundinnen und Freunde
die Familie\nAngebote
Sehr geehrte Damen und Herren
Berater Schuldnerberatung
Ich sprach mit der Frau. Danach ging sie.
Für Kinder Rheinradweg ausbauen
Mutter AOK, Vater SGB, Kind OGS
Mutter (Ukraine), Vater (Schichtdienst), Tochter (Kita)
Tochter Nicht, Sohn Weder
""".strip().splitlines()


@pytest.mark.parametrize("line", [*TITLES, *ROLES])
def test_a_name_behind_a_title_a_role_or_kin_is_found(line: str) -> None:
    assert missed(line.replace("\\n", "\n"), "name") == []


@pytest.mark.parametrize("line", CLEAN)
def test_a_noun_behind_a_title_a_role_or_kin_is_no_name(line: str) -> None:
    assert found(line.replace("\\n", "\n").replace("\\t", "\t")) == []


def test_a_label_of_a_table_is_no_name() -> None:
    assert found("Geschlecht\tFrau\nFamilienstand\tverheiratet\nFamilie\nKita\nFrau\nMann") == []


def test_the_noun_behind_a_name_is_no_part_of_it() -> None:
    text = "Frau Claudia Pechstein Kontakte zum Verein"

    assert [value for _, value in found(text)] == ["Frau Claudia Pechstein"]
