from __future__ import annotations

import pytest

from service.disclosure.wording import without_places

NAMES = ("Gütersloh", "Halle (Westf.)", "Rheda-Wiedenbrück", "Verl")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("In Verl fehlen Kurse.", "In [Ort] fehlen Kurse."),
        ("Verls Kitas sind voll.", "[Ort] Kitas sind voll."),
        ("Die Gütersloher Kitas", "Die [Ort] Kitas"),
        ("in Rheda-Wiedenbrück und in Wiedenbrück", "in [Ort] und in [Ort]"),
        ("In Halle fährt kein Bus", "In [Ort] fährt kein Bus"),
        ("Verlässliche Sporthallen im Kreis Gütersloh",) * 2,
        ("Die Ämter des Kreises Gütersloh",) * 2,
    ],
)
def test_names_of_municipalities_are_replaced(text: str, shown: str) -> None:
    assert without_places(text, NAMES) == shown


def test_without_names_nothing_is_replaced() -> None:
    assert without_places("In Verl", ()) == "In Verl"
