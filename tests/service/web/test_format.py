from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from service.web import format as german


def test_a_day_is_written_the_german_way() -> None:
    assert german.day(date(2026, 11, 21)) == "21.11.2026"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (datetime(2026, 11, 21, 13, 5, tzinfo=UTC), "21.11.2026, 14:05\N{NO-BREAK SPACE}Uhr"),
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), "01.07.2026, 00:30\N{NO-BREAK SPACE}Uhr"),
    ],
)
def test_a_moment_is_told_in_german_time(value: datetime, shown: str) -> None:
    assert german.moment(value) == shown


def test_numbers_have_dots_and_a_comma() -> None:
    assert german.number(1234.5, 1) == "1.234,5"
    assert german.number(32000) == "32.000"


def test_shares_are_written_in_percent() -> None:
    assert german.percent(0.073, 1) == "7,3\N{NO-BREAK SPACE}%"


def test_a_noun_follows_its_number() -> None:
    assert german.counted(1, "Aussage", "Aussagen") == "1\N{NO-BREAK SPACE}Aussage"
    assert german.counted(2500, "Aussage", "Aussagen") == "2.500\N{NO-BREAK SPACE}Aussagen"


def test_a_duration_is_in_minutes_and_seconds() -> None:
    assert german.duration(65.2) == "1:05"


def test_names_are_sorted_by_din_5007_1() -> None:
    names = ["Zell", "Öhringen", "Ohrdruf", "Straße", "Strasse", "Ähren", "Ahrensburg", "Obing"]
    assert sorted(names, key=german.sort_key) == [
        "Ähren",
        "Ahrensburg",
        "Obing",
        "Ohrdruf",
        "Öhringen",
        "Strasse",
        "Straße",
        "Zell",
    ]
