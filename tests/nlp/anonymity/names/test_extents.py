from __future__ import annotations

import pytest

from nlp.anonymity.names.extents import completed
from nlp.anonymity.rules import Found
from nlp.types import Span, Tier


def _completed(text: str, part: str) -> list[str]:
    start = text.index(part)
    found = Found(Span(start, start + len(part)), "name", Tier.REFUSE, "title")
    return [one.span.of(text) for one in completed(text, [found])]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Frau Meier zu Bentrupp kommt", "Frau Meier", "Frau Meier zu Bentrupp"),
        ("Anke Meier zu Bentrupp kommt", "Anke Meier", "Anke Meier zu Bentrupp"),
        ("Herr Kroll van der Vaart kommt", "Herr Kroll", "Herr Kroll van der Vaart"),
        ("gez. R. Kroll", "Kroll", "R. Kroll"),
        ("bei La Torre gewesen", "Torre", "La Torre"),
        ("- El Baradei, Rania, Amt", "Rania", "El Baradei, Rania"),
        ("1\tLa Torre, Paolo\t12", "Paolo", "La Torre, Paolo"),
        ("Winter, Heike | Amt", "Heike", "Winter, Heike"),
        ("* Winter, Heike", "Winter", "Winter, Heike"),
        ("Von: Heike Winter <x>", "Heike", "Heike Winter"),
        ("mit Heike Egal-Winter dort", "Heike", "Heike Egal-Winter"),
        ("mit Heinz Uhlbrock dort", "Heinz", "Heinz Uhlbrock"),
        ("mit Jens-Uwe Stenge dort", "Jens-Uwe", "Jens-Uwe Stenge"),
        ("Dr.in Heike Bielefeld kommt", "Dr.in Heike", "Dr.in Heike Bielefeld"),
        ("gez. Zeynep Er", "Zeynep", "Zeynep Er"),
        ("bei v. d. Brelie", "Brelie", "v. d. Brelie"),
        ("die Nachbarin Um Khalil", "Khalil", "Um Khalil"),
        ("mit Efendi Yıldız", "Yıldız", "Efendi Yıldız"),
    ],
)
def test_a_name_is_found_whole(text: str, part: str, whole: str) -> None:
    assert _completed(text, part) == [whole]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Frau Meier zu Hause", "Frau Meier"),
        ("Frau Meier zu Beginn", "Frau Meier"),
        ("Frau Kroll aus Bielefeld", "Frau Kroll"),
        ("Herr Kroll von Bielefeld nach Verl", "Herr Kroll"),
        ("Am Montag kamen Wohnung, Heike und Amt", "Heike"),
        ("- Jugendamt, Heike", "Heike"),
        ("Petras Sohn wartet", "Petras"),
        ("Frau Werner Termin am Montag", "Frau Werner"),
        ("Um Khalil zu helfen", "Khalil"),
        ("Heike Schule", "Heike"),
        ("Heike, Jugendamt", "Heike"),
        ("z. B. Kroll und z.B. Bense", "Kroll"),
        ("Kroll Müller-Straße", "Kroll"),
    ],
)
def test_other_words_are_no_part_of_a_name(text: str, part: str) -> None:
    assert _completed(text, part) == []


def test_other_types_stay_as_they_are() -> None:
    found = Found(Span(0, 6), "address", Tier.REFUSE, "form")

    assert list(completed("Straße van Beek", [found])) == []
