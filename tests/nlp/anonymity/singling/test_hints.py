from __future__ import annotations

import csv
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from nlp.anonymity.singling.hints import find_hints
from nlp.reading import read
from nlp.types import Tier
from tests.effort import assert_brief

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHARED = Path(__file__).parents[5] / "shared"
CIMT = SHARED / "data" / "themes" / "dev_cimt_argument_saetze.csv"


def hints(text: str) -> list[tuple[str, str]]:
    return [(one.type, one.span.of(text)) for one in find_hints(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sie lebt seit 14.03.2022 in Verl.", ("date", "14.03.2022")),
        ("Sie lebt seit dem 14. März 2022 hier.", ("date", "14. März 2022")),
        ("Er kam am 3. Mai 2024 an.", ("date", "3. Mai 2024")),
        ("Der Vater starb am 2023-11-05.", ("date", "2023-11-05")),
        ("Die Wohnung brannte am 7.9.23 aus.", ("date", "7.9.23")),
        ("Der Sohn besucht die Kita Regenbogen.", ("institution", "Kita Regenbogen")),
        ("In der Grundschule Am Markt fehlt Platz.", ("institution", "Grundschule Am Markt")),
        ("an der Grundschule Verl-Kaunitz", ("institution", "Grundschule Verl-Kaunitz")),
        ("Der Kindergarten „Arche Noah“ ist voll.", ("institution", "Kindergarten „Arche Noah“")),
        ("die Astrid-Lindgren-Schule", ("institution", "Astrid-Lindgren-Schule")),
        ("in der Praxis Dr. Albers", ("institution", "Praxis Dr. Albers")),
        ("die Ludgerusschule", ("institution", "Ludgerusschule")),
        ("das Elisabethgymnasium", ("institution", "Elisabethgymnasium")),
        ("die Moschee „Al Nur“", ("institution", "Moschee „Al Nur“")),
        ("im Krankenhaus St. Elisabeth", ("institution", "Krankenhaus St. Elisabeth")),
        ("Er arbeitet bei Tönnies.", ("employer", "Tönnies")),
        ("Sie jobbt seit Mai 2022 bei Nobilia.", ("employer", "Nobilia")),
        ("bei der Fa. Müller", ("employer", "Fa. Müller")),
        ("die Miele GmbH entlässt", ("employer", "Miele GmbH")),
        ("Ausbildung in der Bäckerei Kahlert", ("employer", "Bäckerei Kahlert")),
        ("in der Landbäckerei Kahlert", ("employer", "Landbäckerei Kahlert")),
        ("Er putzt im Hotel Am Schlosspark.", ("employer", "Hotel Am Schlosspark")),
        ("Praktikum im Gasthof Zum Hirschen", ("employer", "Gasthof Zum Hirschen")),
        ("beim Pflegedienst Abendstern", ("employer", "Pflegedienst Abendstern")),
        ("das Restaurant „Akropolis“ sucht", ("employer", "Restaurant „Akropolis“")),
        ("die Brinkmann & Söhne GmbH", ("employer", "Brinkmann & Söhne GmbH")),
        ("zur Spedition Voss GmbH & Co. KG", ("employer", "Spedition Voss GmbH & Co. KG")),
        ("Er ist in der Produktion bei Claas.", ("employer", "Claas")),
        ("Sie wurde bei Nobilia eingestellt, jobbt bei Lidl.", ("employer", "Lidl")),
        ("Arbeitgeber: Wiltmann", ("employer", "Wiltmann")),
        ("Arbeitsstelle\tFleischerei Kemper", ("employer", "Fleischerei Kemper")),
    ],
)
def test_what_points_to_a_person_is_hinted_at(text: str, expected: tuple[str, str]) -> None:
    assert hints(text) == [expected]
    assert {one.tier for one in find_hints(text)} == {Tier.CONFIRM}


@pytest.mark.parametrize(
    "text",
    [
        "Datum: 18.02.2025",
        "Datum\t18.02.2025",
        "Borgholzhausen, 24. März 2026. An der Konferenz nahmen zehn Personen teil.",
        "Planungskonferenz vom 14.05.2024",
        "Am 8. Mai 2025 trafen sich in Langenberg 13 Fachkräfte.",
        "Die Sitzung am 3.6.2025 begann um 14 Uhr.",
        "Das Gesetz wurde am 8. Februar vom Landtag beschlossen.",
        "Stand: 01.01.2025",
        "Die Antragsfrist endet am 31.03.2026.",
        "Die Verordnung tritt am 1. Januar 2026 in Kraft.",
        "Nr;Datum;Kommune;Text\n1;22.05.2025;Rietberg;Antrag\n2;03.06.2025;Verl;Bescheid",
        "1;22.05.2025;Fall\n2;22.05.2025;Antrag\n3;22.05.2025;Bescheid",
        "Fachtag am 20.11.2025",
        "Version 1.2.20",
        "§ 24 Abs. 1 SGB II",
        "Die Kita ist zu klein.",
        "Kita-Plätze fehlen.",
        "Grundschule, Hauptschule, Sprachschule, Tanzschule, Ganztagsschule, Kochschule",
        "Krankenhaus, Frauenhaus, Rathaus, Armenhaus, Betriebskita, Waldkindergarten",
        "Herr Holthaus und Frau Niehaus",
        "Eine Moschee und eine Waldorfschule fehlen.",
        "Es gibt zu wenige Kita Plätze.",
        "Die Grundschule berichtet.",
        "Schule am Nachmittag",
        "Die Gesamtschule in Verl ist voll.",
        "Das Jobcenter Kreis Gütersloh antwortet nicht.",
        "Das Jugendamt der Stadt Verl",
        "Er arbeitet bei der Caritas.",
        "Sie arbeitet bei der AWO.",
        "Mitarbeitende bei Stadt und Kreis",
        "Er ist bei Zeitarbeitsfirmen beschäftigt.",
        "Die VHS Gütersloh bietet Kurse an.",
        "Prüfen, ob das Familienzentrum Räume hat.",
        "Das BAMF entscheidet.",
        "DRK Kita",
        "eine Firma in der Nähe",
        "Das Krankenhaus nimmt niemanden auf.",
        "Die Bäckerei sucht Auszubildende.",
        "In Hotels und im Restaurant fehlt Personal.",
        "Arbeitgeber: Firma",
    ],
)
def test_meetings_public_bodies_and_kinds_are_no_hints(text: str) -> None:
    assert hints(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Das Schreiben vom 11.2.2024 kam nie an.", "11.2.2024"),
        ("Der Antrag vom 4. Juli 2025 liegt noch beim Amt.", "4. Juli 2025"),
        ("Beim Termin am 13.11.2023 war niemand da.", "13.11.2023"),
        ("Mit Bescheid vom 02.09.2024 wurde abgelehnt.", "02.09.2024"),
        ("Zum 1. August 2025 wurde die Tochter eingeschult.", "1. August 2025"),
        ("Am 17.3.2025 wurde der Vater operiert.", "17.3.2025"),
        ("In der Sitzung hieß es, dass der Sohn am 5.6.2024 einreiste.", "5.6.2024"),
        ("Die Mutter erhielt am 8.8.2024 nach dem Gesetz nichts.", "8.8.2024"),
        ("Am 14.3. zog die Familie um.", "14.3."),
        ("Der Sohn fehlte vom 3.-5. Mai 2024.", "3.-5. Mai 2024"),
        ("- 03.05.2024: Erstgespräch", "03.05.2024"),
        ("Einreise: 12.10.2022", "12.10.2022"),
        ("Termin ABH: 12.10.2022", "12.10.2022"),
        ("Datum\tSchritt\twer\n26.11.2023\tTermin ABH\tMutter", "26.11.2023"),
        ("| Schritt | wann |\n| Klage | 6.1.2025 | offen |", "6.1.2025"),
        ("Datum: 2.4.2025\nAm 3.4.2025 kam die Absage.", "3.4.2025"),
    ],
)
def test_a_day_of_a_case_is_hinted_at(text: str, day: str) -> None:
    assert hints(text) == [("date", day)]


@pytest.mark.parametrize(
    "text",
    [
        "Die Mittel wurden zum 1. Januar gekürzt.",
        "Seit dem 1. Januar 2024 gilt eine neue Regelung.",
        "Stichtag ist der 31. Dezember 2025.",
        "Das Schuljahr beginnt am 27. August 2025.",
        "Laut Niederschrift vom 3.6.2025 bleibt das offen.",
        "Der Vater berichtete in der Sitzung am 3.6.2025.",
        "Nächster Termin: 4.11.2025",
        "Der Erlass vom 9. Februar 2024 regelt das.",
        "Die Förderrichtlinie (Fassung vom 7.5.2024) endet.",
        "Stadt Olpe · 19.8.2024 · Bürgerhaus",
        "Für das Protokoll: Ö. Muster, 5.8.2026",
        "Seite 2 | 5.8.2026",
        "Die Anmeldefrist läuft am 15.2.2026 ab.",
        "Konferenz am: 2.4.2025\nZum Termin am 2.4.2025 kam die Mutter.",
        "abgerufen am 3.3.2025",
    ],
)
def test_an_official_day_is_no_hint(text: str) -> None:
    assert hints(text) == []


@pytest.mark.parametrize(
    "name", ["protokoll-2026-03-24", "2026-03-24 Verl", "Protokoll 24.03.2026", "Notiz 24.3.2026"]
)
def test_a_day_in_a_title_is_no_hint(name: str) -> None:
    assert hints(name) == []


def test_a_day_beside_a_person_or_a_step_is_no_title() -> None:
    assert hints("2026-03-24 Mutter Umzug") == [("date", "2026-03-24")]
    assert hints("24.03.2026 Ablehnung") == [("date", "24.03.2026")]
    assert hints("12.03.2026 Kaiserschnitt\n2026-03-24 Verl")[0] == ("date", "12.03.2026")


THEMES = (
    "Wohnungssuche",
    "Termine bei der Ausländerbehörde",
    "Umzug und Anmeldung",
    "Kita-Plätze",
)


def sheet(columns: Sequence[str], *, day: Callable[[date], object]) -> str:
    """Return the text of a workbook with a row for each theme."""
    workbook = Workbook()
    workbook.active.append(columns)
    for number, theme in enumerate(THEMES, start=1):
        held = day(date(2026, 3, 10 + number))
        values = {"Thema": theme, "Kommune": "Verl", "Nr.": number, "Fälle": 3}
        workbook.active.append([values.get(column, held) for column in columns])
    file = BytesIO()
    workbook.save(file)
    return read(file.getvalue(), filename="themen.xlsx").text


@pytest.mark.parametrize("day", [lambda day: day, "{:%d.%m.%Y}".format], ids=["date", "text"])
@pytest.mark.parametrize(
    "columns",
    [
        ("Datum", "Kommune", "Thema"),
        ("Thema", "Datum"),
        ("Nr.", "Kommune", "Datum", "Thema", "Fälle"),
        ("Thema", "Konferenz"),
    ],
)
def test_the_days_of_meetings_in_a_sheet_of_themes_are_no_hints(
    columns: Sequence[str], day: Callable[[date], object]
) -> None:
    text = sheet(columns, day=day)
    assert "11.03.2026" in text
    assert hints(text) == []


def test_another_column_of_days_in_a_sheet_of_themes_is_hinted_at() -> None:
    text = sheet(("Kommune", "Einreise", "Thema"), day=str)
    assert [kind for kind, _ in hints(text)] == ["date"] * len(THEMES)


def test_an_empty_label_for_an_address_is_hinted_at() -> None:
    assert hints("Kontakt\nE-Mail:\nTelefon") == [("email", "E-Mail:")]


@pytest.mark.skipif(not CIMT.exists(), reason="the development data are not here")
def test_citizens_contributions_are_hardly_hinted_at() -> None:
    with CIMT.open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file) if row["group"] == "Krefeld"]
    words = sum(len(text.split()) for text in texts)
    assert sum(len(hints(text)) for text in texts) <= 2 * words / 1000


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "unit",
    [
        "1",
        " ",
        "a",
        "A-",
        "Kita Am ",
        "1.1.2020 ",
        "1.1.2020;",
        "kommune;\n",
        "Termin am 1.1.2020 ",
        "arbeitet ",
        "Aa ",
    ],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert_brief(lambda: hints(text), limit=5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an der Pflegeschule am Ruhrufer", ("institution", "Pflegeschule am Ruhrufer")),
        (
            "die Gesamtschule an der Lippebrücke",
            ("institution", "Gesamtschule an der Lippebrücke"),
        ),
        ("die Dorfschule Ossum", ("institution", "Dorfschule Ossum")),
        ("im Kinderhaus Pusteblume e. V.", ("institution", "Kinderhaus Pusteblume e. V.")),
        ("im Frauentreff Kompass", ("institution", "Frauentreff Kompass")),
        ("im Café Zeitgeist", ("employer", "Café Zeitgeist")),
        ("bei Pflege-Stern24", ("employer", "Pflege-Stern24")),
        ("im Nähatelier Fingerhut", ("employer", "Nähatelier Fingerhut")),
        ("Hausarztpraxis Dres. Kerl", ("institution", "Hausarztpraxis Dres. Kerl")),
        ("beim Subunternehmen Putzteufel", ("employer", "Subunternehmen Putzteufel")),
        ("Sie ist zu Radwerk Automotive gekommen.", ("employer", "Radwerk Automotive")),
        ("Er kommt am Dienstag, 12.11. zurück.", ("date", "12.11.")),
        ("Räumung angesetzt 27.8., 9 Uhr", ("date", "27.8.")),
        ("Bescheid v. 23. 5. liegt vor", ("date", "23. 5.")),
        ("Vorname: x\nAnschrift: y\nDatum:\t11.12.2024", ("date", "11.12.2024")),
    ],
)
def test_names_of_small_places_and_days_of_a_case_are_hinted_at(
    text: str, expected: tuple[str, str]
) -> None:
    assert hints(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "ein Café für alle",
        "Schule am Nachmittag",
        "Realschule am Montag",
        "Treff im Quartier",
        "Frauentreff Mittwoch",
        "Er ist zu Frau Meier gegangen.",
        "Die Konferenz tagt am Dienstag, 12.11. im Rathaus.",
        "Anschrift: Rathaus\nDatum:\t11.12.2024",
        "Suche bei ImmobilienScout24",
    ],
)
def test_kinds_of_places_and_days_of_meetings_are_no_hint(text: str) -> None:
    assert hints(text) == []
