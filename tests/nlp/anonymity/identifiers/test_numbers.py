"""E-mail addresses, telephone numbers and dates of birth."""

from __future__ import annotations

import pytest

from nlp.types import Tier
from tests.nlp.anonymity.marked import found, missed

PHONES = [
    "ich hab «0521 4 18 77 – 0» probiert",
    "«02862 – 7 18 81»",
    "Station 4b, Tel. «-2290»",
    "Durchwahl «-12»",
    "Tel.: «02381 8764401»",
    "«02381-176083»",
    "«(05241) 85 - 23 45»",
    "«+49 (0)5241 85-2345»",
    "«+49(0)5241/852345»",
    "«0049 5241 852345»",
    "«0049 (0)5241 85 23 45»",
    "mobil «01711234567»",
    "«0171/1234567»",
    "«0171.1234567»",
    "«0171 - 123 45 67»",
    "«0176 / 12 34 56 78»",
    "«05241/85-0»",
    "Zentrale «05241 85-0»",
    "Durchwahl «12-345»",
    "DW «345»",
    "App. «2345»",
    "Telefon «116117»",
    "Tel. «85 23 45»",
    "Tel.-Nr. «05241/852345»",
    "Telefonnummer lautet «05241 852345»",
    "Handy (privat): «0176 12345678»",
    "Handynr. «0176-12345678»",
    "Fax «05241 85-2346»",
    "erreichbar unter «0176 12345678»",
    "WhatsApp «+963 944 123 456»",
    "«+43 664 1234567»",
    "«+41 79 123 45 67»",
    "«+90 532 123 45 67»",
    "«+380 67 123 4567»",
    "«+40 721 123 456»",
    "«+48 501 234 567»",
    "«00380671234567»",
    "«(+49) 5241 852345»",
    "«05241\n852345»",
    "«05241 / 85\n2345»",
    "«0 52 41 / 85 23 45»",
    "Tel «030 110-2612 o. 2522»",
    "(Tel. «05241 852345»)",
    "Mobilnummer: «0151 23456789», E-Mail folgt",
]
MAILS = [
    "«anna.muster@web .de»",
    "«anna.muster@web. de» schreibt",
    "an «info@stadt-muster.de»",
    "«max.muster (at) stadt.de»",
    "«max[at]stadt[punkt]de»",
    "«max {at} stadt {dot} de»",
    "«sabine at web dot de»",
    "«sabine at web.de»",
    "«sabine.krause at kreis-gt punkt de»",
    "«info@kreis-\nguetersloh.de»",
    "«info@\nkreis.de»",
    "«post@müller-bau.de»",
    "«post@städte.köln»",
    "«o.shevchenko+kita@gmail.com»",
    "«a_b@x.co.uk»",
    "E-Mail:«x.y@z.org»",
    "«KRAUSE@JOBCENTER.DE»",
    "«sabine (ät) web.de»",
]
BIRTHS = [
    "«12.03.1987» (Geburtsdatum)",
    "geb. «4.4.1997»",
    "geb. «3.4.91»",
    "*«12.03.1987»",
    "* «12.03.1987»",
    "Ahmad, *«12.03.1987», lebt hier",
    "geboren am «4. April 1997»",
    "Geboren am: «11.2.1967»",
    "Sie (* «4.4.1997») lebt",
    "Geburtsdatum: «1997-04-04»",
    "Geburtsdatum\t«04.04.1997»",
    "Geburtsdatum\n«04.04.1997»",
    "Geburtsdatum (Kind): «04.04.2017»",
    "Geb.-Datum «04.04.1997»",
    "Geb.Dat.: «04.04.97»",
    "GebDat «04.04.1997»",
    "Geburtstag: «12/03/1987»",
    "geb.am: «21/06/1967»",
    "geboren in Aleppo am «3.4.1991»",
    "geb. in Kabul, «3.4.1991»",
    "die am «4.4.1997» geborene Frau",
    "am «3.4.1991» in Aleppo geboren",
    "born «3 April 1991»",
    "born on «April 3, 1991»",
    "geb. «3. 4. 1991»",
    "geb. «03 . 04 . 91»",
    "wurde am «03.04.1991» geboren",
]
CLEAN = [
    "Telefon -20 % gegenüber 2023",
    "Tel. - 12.5.2024",
    "am 01.01.2023 und am 14. Mai 2024",
    "Bis 170.000 € und 12500 Personen, 0,5 Stellen, 30000 Einwohner",
    "0800-1200 Uhr, 2023/2024, 5 - 10 Jahre",
    "Öffnungszeiten 0800-1200",
    "Telefon: 8.00 - 16.00 Uhr",
    "Anmeldung unter 12.03.2024",
    "Telefon 2024 eingeführt",
    "Telefonisch 12 Personen erreicht",
    "Vorlage 741/16 und Beschlussvorlage 0741/2016",
    "Vorlage 0123-2024",
    "AGS 05754032, Regionalschlüssel 057540032032",
    "05754032\n05754036\n05754040",
    "05754032\n12\n14",
    "* 14.05.2024: Auftakt",
    "am 30.08.2016* und Verabschiedung",
    "+5 000 000 Euro",
    "von 10.000 auf 12.000 und 0,75 Prozent",
    "§ 24 AufenthG, § 16a Abs. 1, Art. 9 DSGVO",
    "SGB II, SGB III, SGB VIII und SGB XII",
    "01.02.2024 - 03.04.2025",
    "14:00-16:00 Uhr",
    "1. 2. 3. 4. 5. 6. 7. 8. 9. 10.",
    "geb. Personen und Geburten 2024",
    "Zahl der Geburten: 1.234",
    "Treffen at home",
    "Seite 0012, Blatt 0013",
    "im Zeitraum 2019-2024",
    "TOP 1, TOP 2, TOP 10",
    "A @ B",
    "3 x 4 = 12, 100 %",
]


@pytest.mark.parametrize("line", PHONES)
def test_a_telephone_number_is_found(line: str) -> None:
    assert missed(line, "phone") == []


@pytest.mark.parametrize("line", MAILS)
def test_an_email_address_is_found(line: str) -> None:
    assert missed(line, "email") == []


@pytest.mark.parametrize("line", BIRTHS)
def test_a_date_of_birth_is_found(line: str) -> None:
    assert missed(line, "birth_date") == []


@pytest.mark.parametrize("line", ["Jahrgang «1991»", "geb. «1991»", "Geburtsjahr: «2011»"])
def test_a_year_of_birth_is_for_a_person_to_judge(line: str) -> None:
    assert missed(line, "birth_date", tier=Tier.CONFIRM) == []
    assert missed(line, "birth_date") != []


@pytest.mark.parametrize("line", CLEAN)
def test_dates_times_sums_and_papers_are_left_alone(line: str) -> None:
    assert found(line) == []
    assert found(line, tier=Tier.CONFIRM) == []
