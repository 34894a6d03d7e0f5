"""Numbers of files by their form."""

from __future__ import annotations

import pytest

from nlp.types import Tier
from tests.nlp.anonymity.marked import found, missed


@pytest.mark.parametrize(
    "line",
    [
        "der Antrag beim Kreis (Nr. «KL-50-7741/311») fehlt",
        "abgelehnt (Bescheid «T-40/118.4-Ku»)",
        "Bescheid vom 8.2.2024, Zeichen «512-BG-0044/12».",
        "Das Zeichen der Botschaft lautet «RK 512 E SYR 44-0917».",
        "BAMF-Az. «8 120 447 – 232».",
        "kommt morgen, «DR II 1442/24»",
    ],
)
def test_a_file_behind_a_label_is_certain(line: str) -> None:
    assert missed(line, "case_number") == []


def test_a_file_by_its_form_alone_is_for_a_person_to_judge() -> None:
    assert missed("liegt dort: «BR-AR-61.2-04471».", "case_number", tier=Tier.CONFIRM) == []


@pytest.mark.parametrize(
    "line",
    [
        "Drucksache 17-IV-0123/4567",
        "Beschluss Nr. DS-17-0123/24",
        "nach DIN-EN-9001/2015",
        "DIN EN-ISO-9001/14.1",
        "siehe AB-01.02.2024-X",
        "Datei AB-12-3456.pdf",
        "https://stadt.example/AB-12-3456/7",
        "Version 1.2.3-RC12",
        "Schuljahr A-B-2024/25",
        "KW-12/2024-2025",
    ],
)
def test_norms_papers_dates_and_addresses_of_the_web_are_no_files(line: str) -> None:
    assert [*found(line), *found(line, tier=Tier.CONFIRM)] == []
