from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from nlp.types import Tier
from service.review import ShownFinding
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


def test_a_time_of_day_is_told_in_german_time() -> None:
    assert german.clock(datetime(2026, 6, 30, 22, 5, tzinfo=UTC)) == "00:05\N{NO-BREAK SPACE}Uhr"


def test_numbers_have_dots_and_a_comma() -> None:
    assert german.number(1234.5, 1) == "1.234,5"
    assert german.number(32000) == "32.000"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Bedarf:\n- Kurse für ", " fehlen.\nLösungen", ("Kurse für ", " fehlen.")),
        ("dungen fehlen für ", " in der Gemei", ("… fehlen für ", " in der\N{NO-BREAK SPACE}…")),
        ("dungen fehlen für ", " hier.", ("… fehlen für ", " hier.")),
        ("\n", "\n", ("", "")),
        ("", "", ("", "")),
        ("ohne", "Leerzeichen", ("… ", "\N{NO-BREAK SPACE}…")),
    ],
)
def test_a_finding_is_shown_in_whole_words_of_its_line(
    before: str, after: str, shown: tuple[str, str]
) -> None:
    start = 500 if before else 0
    finding = ShownFinding(
        "name", Tier.CONFIRM, "model", "text", start, start + 4, before, "Oksana", after
    )
    assert german.surroundings(finding) == shown


def test_a_finding_can_be_shown_with_fewer_words() -> None:
    finding = ShownFinding(
        "age", Tier.CONFIRM, "", "text", 14, 15, "Die Mutter ist ", "9", " Jahre alt und sucht."
    )
    assert german.surroundings(finding, width=8) == ("… ist ", " Jahre\N{NO-BREAK SPACE}…")


def test_the_beginning_of_the_text_is_not_cut() -> None:
    finding = ShownFinding("name", Tier.CONFIRM, "model", "text", 4, 8, "Für ", "Oksana", ".")
    assert german.surroundings(finding) == ("Für ", ".")


def test_shares_are_written_in_percent() -> None:
    assert german.percent(0.073, 1) == "7,3\N{NO-BREAK SPACE}%"


def test_a_noun_follows_its_number() -> None:
    assert german.counted(1, "Aussage", "Aussagen") == "1\N{NO-BREAK SPACE}Aussage"
    assert german.counted(2500, "Aussage", "Aussagen") == "2.500\N{NO-BREAK SPACE}Aussagen"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "weniger als eine Minute"),
        (59.9, "weniger als eine Minute"),
        (60, "etwa 1 Minute"),
        (170, "etwa 3 Minuten"),
        (3599, "etwa 60 Minuten"),
        (3600, "etwa 1 Stunde"),
        (9500, "etwa 3 Stunden"),
    ],
)
def test_how_long_something_will_take_is_said_roughly(seconds: float, words: str) -> None:
    assert german.roughly(seconds).replace("\N{NO-BREAK SPACE}", " ") == words


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
