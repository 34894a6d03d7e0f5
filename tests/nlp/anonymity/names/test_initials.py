from __future__ import annotations

import pytest

from nlp.anonymity.names.initials import find_initials


def _found(text: str) -> list[str]:
    return [one.span.of(text) for one in find_initials(text)]


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("K. kommt aus Syrien.", "K."),
        ("Die Mutter A. ist müde.", "A."),
        ("Frau K berichtet.", "K"),
        ("S. Krause hat angerufen.", "S. Krause"),
        ("A. Al-Hamid war da.", "A. Al-Hamid"),
        ("Mohamed A. sucht Arbeit.", "Mohamed A."),
        ("Gestern kam A.M. zur Beratung.", "A.M."),
        ("M. und ihr Bruder warten.", "M."),
        ("Wir sprachen mit K. Die Schule war zu.", "K."),
        ("Wichtig ist, dass M. nicht umzieht.", "M."),
        ("Zwei Termine mit S. Wolf fielen aus.", "S. Wolf"),
        ("Dann darf R. Möllersberg nichts sagen.", "R. Möllersberg"),
        ("Nach dem Termin mit M. A. war es ruhig.", "M. A."),
        ("Vorgestellt wird Z. T., ein Vater.", "Z. T."),
        ("D. C. wartet seit Mai.", "D. C."),
    ],
)
def test_a_letter_that_stands_for_a_person_is_found(text: str, initials: str) -> None:
    assert _found(text) == [initials]


def test_two_letters_that_are_a_person_once_are_it_everywhere() -> None:
    assert _found("Wir sprachen mit Z. B. lange. Z. B. wartet.") == ["Z. B.", "Z. B."]
    assert _found("Z. B. wartet.") == []


@pytest.mark.parametrize(
    "text",
    [
        "A. Ausgangslage\nB. Angebote", "C. fehlende Plätze", "a) Wohnen", "A. Markt und Straßen",
        "z. B. Kinder", "Z. B. wird das so gemacht", "u. a. Kitas", "U. a. fehlen Plätze",
        "i. d. R. kommt das vor", "I. d. R. sind es drei", "M. E. ist das falsch",
        "siehe S. 12", "Nr. 3", "Art. 9 DSGVO", "§ 5 Abs. 1 S. 2 gilt", "der Verein e. V. hilft",
        "Punkt B. Die Kita", "Klasse A. Die Lehrkraft", "Die Gruppe A. wird geteilt",
        "Vitamin C. und mehr", "N.N. wird noch benannt", "Das ist Plan B. Wir gehen.",
    ],
)  # fmt: skip
def test_other_letters_pass(text: str) -> None:
    assert _found(text) == []
