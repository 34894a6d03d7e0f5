from __future__ import annotations

import pytest

from nlp.anonymity.names.subjects import find_subjects


def _found(text: str) -> list[str]:
    return [one.span.of(text) for one in find_subjects(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Absprachen\n1. Fuchs ruft die Kita an.", "Fuchs"),
        ("- Kaiser klärt die Miete", "Kaiser"),
        ("Das ist offen. Vogel fragt nach.", "Vogel"),
        ("Fuchs berichtet aus der Gruppe.", "Fuchs"),
        ("* Kita-Platz suchen, zuständig Fuchs", "Fuchs"),
        ("verantwortlich: Kaiser, Frist Mai", "Kaiser"),
        ("Marias Umzug ist geplant", "Marias"),
    ],
)
def test_who_acts_or_is_in_charge_is_a_person(text: str, name: str) -> None:
    assert _found(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Das hat Folgen. Man sucht Wohnungen. Wer kommt?",
        "Winter kommt früh. Hilfe kommt spät. Beratung hilft.",
        "Der Fuchs ruft.",
        "1. Fuchs und Hase",
        "zuständig Jugendamt",
        "Jugendamts Aufgabe, Berlins Schulen",
    ],
)
def test_things_are_left_alone(text: str) -> None:
    assert _found(text) == []


def test_blanks_are_read_in_linear_time() -> None:
    assert _found(" " * 500_000 + "\n" * 500_000) == []


@pytest.mark.parametrize(
    "text",
    [
        "Köhler vom Mieterbund weist auf Mängel hin.",
        "Köhler behauptet das Gegenteil.",
        "Überweisung auf Konto Köhler DE02 1203 0000 0000 2020 51",
        "Konto Köhler, IBAN folgt",
    ],
)
def test_a_surname_is_found_by_what_its_bearer_does_or_holds(text: str) -> None:
    assert [one.span.of(text) for one in find_subjects(text)] == ["Köhler"]
