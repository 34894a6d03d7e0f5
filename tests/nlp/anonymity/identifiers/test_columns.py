from __future__ import annotations

import pytest

from nlp.anonymity.identifiers.columns import find_columns

TABLE = (
    "Person\tGeburtsdatum\tAktenzeichen\n"
    "Mutter\t18.06.1964\tABH-2024/76245\n"
    "Sohn\t15. Juli 2010\t50.2-G-6995\n"
    "Tochter\tunbekannt\tnicht angelegt\n"
    "\n"
    "Die nächste Sitzung ist am 18.06.2026.\n"
)


def found(text: str) -> list[tuple[str, str]]:
    return [(one.span.of(text), one.type) for one in find_columns(text)]


def test_the_values_of_a_column_have_the_type_of_its_heading() -> None:
    assert found(TABLE) == [
        ("18.06.1964", "birth_date"),
        ("ABH-2024/76245", "case_number"),
        ("15. Juli 2010", "birth_date"),
        ("50.2-G-6995", "case_number"),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Name;Ort\r\nOlena;Verl\r\n", ["Olena"]),
        ("| Name | Alter |\n|------|-------|\n| Ghebremedhin | 30–39 |\n", ["Ghebremedhin"]),
        ("Familienname\tVorname\nLa Rosa\tGaetano\n", ["La Rosa", "Gaetano"]),
        ("Straße\tTelefon\nAuf dem Kampe 71\t56 78 79\n", ["Auf dem Kampe 71", "56 78 79"]),
        ("**Az.**\t**Rolle**\n32-4/2024-177\tVater\n", ["32-4/2024-177"]),
    ],
)
def test_tables_in_every_format_are_read(text: str, values: list[str]) -> None:
    assert [value for value, _ in found(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "Institution\tRolle\nJobcenter\tTeilnahme\n",
        "Name\tTelefon\nJobcenter\tliegt vor\n",
        "Name\tTräger\nSprachcafé\tCaritas\n",
        "Nr.;Problemlage;Vorschlag\n1;Wartezeit 2024;Lotsen\n",
        "Name: Ausgangslage\nGeburtsdatum ist bekannt\n",
        "Geburtsdatum\tOrt\nkein Protokoll vom 3.4.2024\n",
        "",
    ],
)
def test_other_tables_and_prose_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_column_ends_with_its_table() -> None:
    assert found("Name\tOrt\n\nOlena\tVerl\n") == []


def test_long_lines_of_cells_are_read_quickly() -> None:
    assert found("Name\t" * 100_000 + "\n" + "x\t" * 100_000) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Was\tWer\nAntrag\tVogt\nUmzug\tJugendamt\n", ["Vogt"]),
        ("Schritt;zuständig\nAntrag;Sommer/Jobcenter\n", ["Sommer"]),
        ("| Was | Bearbeiterin |\n| Antrag | Sabine Krause |\n", ["Sabine Krause"]),
        ("Nr.\tPerson\n1\tLa Rosa, Gaetano\n2\tMutter\n", ["La Rosa, Gaetano"]),
        ("Was\tdurch\nUmzug\tKlebbekel\n", ["Klebbekel"]),
        ("Familienname\tOrt\nDo\tVerl\nunbekannt\tVerl\n", ["Do"]),
    ],
)
def test_who_does_something_is_a_person_if_the_name_says_so(text: str, names: list[str]) -> None:
    assert [value for value, type_ in found(text) if type_ == "name"] == names


@pytest.mark.parametrize(
    "who", ["alle", "Jugendamt", "Mutter", "KIM", "Kita und Schule", "Träger"]
)
def test_roles_and_institutions_do_something_as_well(who: str) -> None:
    assert found(f"Was\tWer\nAntrag\t{who}\n") == []


FORM = (
    "Familienname\tBrinkhus\nVorname(n)\tOlena Iryna\nGeburtstag\t3. Mai 1990\n"
    "AZR\t310 777 406 113\nHandy\t01 62 / 77 14 05 8\nBezugsbetreuer\tHauke Friese\n"
    "Krankenkasse\tAOK NordWest\n"
)


def test_a_form_of_two_columns_is_read_row_by_row() -> None:
    assert found(FORM) == [
        ("Brinkhus", "name"),
        ("Olena Iryna", "name"),
        ("3. Mai 1990", "birth_date"),
        ("310 777 406 113", "case_number"),
        ("01 62 / 77 14 05 8", "phone"),
        ("Hauke Friese", "name"),
    ]


def test_a_table_with_roles_on_the_left_is_no_form() -> None:
    assert found("Person\tGeburtsdatum\nMutter\t18.06.1964\n") == [("18.06.1964", "birth_date")]


def test_signs_stand_in_a_column_of_who_does_it() -> None:
    text = "Thema\tAlter\tzust.\nWohnung\t30\tGV\nArbeit\t40\tJC\n"
    assert found(text) == [("GV", "initials")]
