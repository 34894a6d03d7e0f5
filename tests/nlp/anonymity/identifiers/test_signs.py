"""Signs of two or three letters."""

from __future__ import annotations

import pytest

from nlp.types import Tier
from tests.nlp.anonymity.marked import found, missed


@pytest.mark.parametrize(
    "line",
    [
        "nächster Termin im Mai, Protokoll «GV»",
        "Protokoll: «kp»",
        "zust. «WR»",
        "Mitschrift «TOM».",
        "Eingang: «kn», weitergeleitet",
        "Entwurf durch «WEB» bis Monatsende",
        "Essen gebracht («kp»)\nweiter",
        "wiedervorlage freitag, «kp»",
    ],
)
def test_a_sign_is_for_a_person_to_judge(line: str) -> None:
    assert missed(line, "initials", tier=Tier.CONFIRM) == []


@pytest.mark.parametrize(
    "line",
    [
        "Protokoll im Anhang",
        "zust. ABH",
        "Protokoll: KIM",
        "Entwurf durch KI erstellt",
        "Strecke (km)",
        "kommt wieder (neu)",
        "Eingang: ja",
        "Mitschrift am Montag",
    ],
)
def test_words_units_and_institutions_are_no_signs(line: str) -> None:
    assert found(line, tier=Tier.CONFIRM) == []
