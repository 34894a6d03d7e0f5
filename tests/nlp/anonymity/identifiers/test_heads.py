"""Names behind labels."""

from __future__ import annotations

import pytest

from tests.nlp.anonymity.marked import found, missed

HEADS = r"""
Teilnehmer: «Sabine Krause» (Jobcenter), «T. Weber»
Teilnehmerinnen: «Krause», «Weber» und «Yılmaz»
Teilnehmer*innen: «Sabine Krause», «Olena Shevchenko»
Teilnehmer/innen: «Krause»; «Weber»
Teilnehmende: «S. Krause» / «T. Weber»
TN: «Krause», «Weber»
Anwesend: Frau «Krause», Herr «Weber»
Anwesende: Jobcenter, «Sabine Krause», Jugendamt
Entschuldigt: «Petra Lang»
Protokoll: «S. Krause»
Protokollführung: «Krause»
Protokollant: «Krause»
Schriftführerin: «Petra Lang»
Moderation: «Meier-Lüdenscheidt»
Moderation: «Janine Muster» (KI)
- **Moderation:** «S. Krause»
**Protokoll**: «S. Krause»
Moderation\t«Sabine Krause»
Protokoll («Krause»)
«Sabine Krause» (Protokoll)
«S. Krause» (Moderation)
aufgenommen: «A. Landwehr»
Geprüft: «D. Vogt»
Verteiler: Lenkungsgruppe, «Nur»
«Ida Fuß», geb. «Krause»
Moderation\n«Sabine Krause»
Moderation: \n«Sabine Krause»
Moderation;«Sabine Krause»
| Moderation | «Sabine Krause» |
Moderation «Sabine Krause»
Ansprechpartnerin: «Özlem Kaya»
Ansprechpartner/in: «Özlem Kaya»
Ansprechperson: «Kaya»
Kontakt: «Özlem Kaya»
Kontaktperson: «Dr. Haddad»
Name: «Fatima Al-Hamid»
Vorname: «Fatima»
Nachname: «Al-Hamid»
Name, Vorname: «Al-Hamid», «Fatima»
Klient: «Ahmad»
Klientin: «F. A.»
Klient/in: «Fatima»
Mutter: «Olena Shevchenko»
Vater: «Ahmad»
Kinder: «Leyla» (5), «Yusuf» (3)
Kind: «Leyla», 5 Jahre
Sohn: «Omar»
Fallgeber: «T. Weber»
Fallgeberin: «Petra Lang» (ASD)
Falleinbringerin: «Lang»
Case Management: «J. Berg»
Case Managerin: «J. Berg»
CM: «J. Berg»
Leitung: «Petra Lang»
Verfasserin: «Petra Lang»
Verfasst von «Petra Lang»
Erstellt von «P. Lang»
Erstellt von: «P. Lang»
Gemeldet von «Petra Lang»
Gemeldet durch: «Petra Lang», Jugendamt
Protokoll führte «Petra Lang».
gez. «Müller»
gez. «Petra Müller»
i. A. «Krause»
i.A. «Krause»
i. V. «Lang»
Im Auftrag «Krause»
z. Hd. «Petra Lang»
Sachbearbeiterin: «Lang»
Bearbeitung: «Lang»
Dolmetscher: «Tekle»
Dolmetscherin: «Selam Tekle»
Vormund: «Lindner»
Vermieter: «Kowalski»
Klassenlehrerin: «Lindner»
Hausarzt: «Haddad»
Referentin: «Dilan Yıldız»
Mit freundlichen Grüßen\n«Frederic Meisenbacher»\nStationsarzt
Viele Grüße\n\n«Sabine»
LG\n«Sabine»
Liebe «Sabine»,
Hallo «Ahmad»!
«Beate Albers», geb. 4.4.1997
«Luise Utz», * 3.4.1959
«Ahmad Haddad» (geb. 1.2.2010)
Teilnehmer:\n«Sabine Krause»\n«Thomas Weber»
Teilnehmende:\n- «Sabine Krause» (Jobcenter)\n- «Petra Lang» (KI)
Frau Demir, geb. «Kaya»
Betreff: «Fatima Al-Hamid»
Patient: «Gebauer», «Gerlinde» geb. am 21.09.1967
""".strip().splitlines()

CLEAN = r"""
Teilnehmer: Jobcenter, Jugendamt, Schulamt
Teilnehmer: 18
Teilnehmer: 18 Personen
Teilnehmende: zwölf
Teilnehmende: Fachkräfte aus Kita und Schule
Teilnehmende\t14
Teilnehmende\nInstitutionen\nSozialamt
TN: 11
Anwesende: zwölf Fachkräfte
Anwesend: 21 Personen
Anwesend: Jobcenter, AWO, VHS, Caritas, Diakonie, DRK
Moderation: Koordinierende Stelle KIM
Moderation: koordinierende Stelle KIM
Moderation: KIM-Koordination
Moderation: KI
Moderation: Koordination KIM, Kreis Gütersloh
Moderation: zwei Kolleginnen der koordinierenden Stelle
Moderation\tkoordinierende Stelle KIM
Moderation koordinierende Stelle KIM Teilnehmende 23
Leitung: KIM-Koordination (Baustein 1)
Leitung: Sozialamt
Protokoll: Jobcenter
Protokoll: Planungskonferenz Gütersloh
Protokoll der Planungskonferenz
Protokoll Planungskonferenz Herzebrock-Clarholz
Protokoll\nDatum\n04.09.2025
Kontakt: Rathaus
Kontakt: Kommunales Integrationszentrum
Kontakt: Caritasverband
Kontakt: Sprachcafé
Kontakt zu Behörden: schwierig
Name der Schule: Grundschule Nord
Name: Sprachtreff Nord
Projektname: Brücke
Klient: männlich, 30 bis 39 Jahre
Klientin: Anfang 30, Westafrika
Mutter: Hausfrau, Vater: Bauarbeiter
Mutter: berufstätig
Mutter: Analphabetin
Vater: arbeitslos
Vater: Schichtdienst
Kinder: Kita und Grundschule
Kinder: drei
Kinder: 2
Eltern: Ende 30, aus Syrien
Eltern: Asylberechtigte
Familie: sechs Personen
Case Management: Caritas
Case Management: freier Träger
Case Management der Stadt Moderation koordinierende Stelle KIM
Gemeldet durch\tSchulsozialarbeit und OGS
Gemeldet durch: Schulsozialarbeit und OGS
Erstellt von der Verwaltung
Verfasst von Fachkräften
im Auftrag des Kreises
Im Auftrag Kreis Gütersloh
Mit freundlichen Grüßen
Mit freundlichen Grüßen\nJugendamt
Liebe Kolleginnen,
Hallo Zusammen,
Betreff: Einladung zur Planungskonferenz
Betreff: Wohnungsnot
Betr.: Aufenthalt
Verteiler: Lenkungsgruppe, Fachbereich Jugend
Dolmetscher: Arabisch, Tigrinya, Kurdisch
Dolmetscher: fehlt
Arzt: keiner
Vormund: Jugendamt
Vermieter: Wohnungsbaugesellschaft
Leitung\nVertretung
Kind: Kita
Kind: Förderbedarf
Ansprechpartner: Ausländerbehörde
Ansprechpartner: unklar
Ansprechpartner: Integrationsbeauftragte der Gemeinde
Bearbeitung: offen
Federführung: Fachbereich Soziales
Protokoll: [Name]
Teilnehmer: [Name], [Name]
Teilnehmer:\nJobcenter\nJugendamt
Geschwister: beide in der OGS
Tochter: Schulabschluss, Sohn: Ausbildung
Gäste: Presse
Der in Wales geborene James
Kommune Verl (Moderation)
Protokoll (Entwurf)
aufgenommen: drei Kinder
Geprüft: Jugendamt
""".strip().splitlines()


def _line(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\t", "\t")


@pytest.mark.parametrize("line", HEADS)
def test_a_name_behind_a_label_is_found(line: str) -> None:
    assert missed(_line(line), "name") == []


@pytest.mark.parametrize("line", CLEAN)
def test_an_institution_a_number_or_a_role_behind_a_label_is_no_name(line: str) -> None:
    assert found(_line(line)) == []
