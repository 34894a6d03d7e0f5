"""Licence plates."""

from __future__ import annotations

import pytest

from tests.nlp.anonymity.marked import found, missed


@pytest.mark.parametrize(
    "line",
    [
        "das Auto «GT-AB 123» parkt",
        "«GT AB 123» parkt",
        "«GT-AB123»",
        "sein Wagen «PB-BA 4376»",
        "«GT-A 1»",
        "«B-XY 1234»",
        "«BI-KE 42E»",
        "«WAF-H 12H»",
        "«MÜ-AB 99»",
        "«GÜ-C 7»",
        "«HSK-XX 9999»",
        "«GT-AB 123 04/10»",
        "«GT - AB 123»",
        "Kennzeichen «GT A 1»",
        "Kfz-Kennzeichen: «WZ 1234X»",
        "amtliches Kennzeichen «AA 1234 BB»",
    ],
)
def test_a_licence_plate_is_found(line: str) -> None:
    assert missed(line, "licence_plate") == []


@pytest.mark.parametrize(
    "line",
    [
        "SGB II 12",
        "DIN A 4",
        "WC-AN 12",
        "MO-FR 9 bis 12",
        "DI-DO 10",
        "§ 16 SGB II 2024",
        "TOP A 1",
        "EG A 12",
        "Raum B-A 12a1",
        "KI M 20",
        "KA-BA 12",
        "TV-L 13",
        "B-12",
        "A1, B2, C1",
        "QX-AB 123",
        "U3-Plätze",
        "Merkmal und Kennzeichen 2024",
        "Förderkennzeichen AB 1234",
        "MSA-Kurs 12",
    ],
)
def test_what_only_looks_like_a_plate_is_left_alone(line: str) -> None:
    assert found(line) == []
