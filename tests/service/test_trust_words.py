from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.change import Direction
from nlp.themes.trends import Conference, Trend, trends
from nlp.types import Reach, Spread, Trust
from service.catalogue.trust import LEVELS, spread_sentence, trend_sentence, trust_sentence

SPRING, AUTUMN = date(2025, 2, 1), date(2025, 8, 1)
SHARES = st.floats(0, 1)


def trust(agreement: float, *, separation: float = 0.5, recovery: float = 0.5) -> Trust:
    return Trust(agreement, recovery, separation, neighbour=1)


def spread(municipalities: int, reach: Reach) -> Spread:
    return Spread(municipalities, municipalities, (0.1, 0.9), None, 1, 1, 1, 1, reach)


def trend(before: tuple[int, int], last: tuple[int, int]) -> Trend:
    held, theme_of = [], {}
    for start, (naming, of) in ((SPRING, before), (AUTUMN, last)):
        for number in range(of):
            ids = (f"{start}-{number}",) if number < naming else ()
            theme_of |= dict.fromkeys(ids, "T")
            held.append(Conference("A", start + timedelta(days=number % 28), ids))
    return trends(held, theme_of or {"": "T"})["T"]


# --- Trust --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreement", "level", "runs"),
    [
        (0.97, "Sehr verlässlich", "in fast allen Probeläufen"),
        (0.88, "Sehr verlässlich", "im Mittel in 9 von 10 Probeläufen"),
        (0.6, "Verlässlich", "im Mittel in 6 von 10 Probeläufen"),
        (0.43, "Mit Vorsicht zu lesen", "im Mittel in 4 von 10 Probeläufen"),
        (0.01, "Unsicher", "in kaum einem Probelauf"),
    ],
)
def test_trust_is_said_in_a_word_and_in_runs(agreement: float, level: str, runs: str) -> None:
    assert trust_sentence(trust(agreement), neighbour="Wohnungsnot") == (
        f"{level}: Zwei Aussagen dieses Themas lagen {runs} beieinander."
    )


def test_a_close_neighbour_is_named() -> None:
    found = trust_sentence(trust(0.7, separation=0.2), neighbour="Wohnungsnot")
    assert "Dicht bei: „Wohnungsnot“." in found


def test_without_a_neighbour_none_is_named() -> None:
    assert "Dicht bei" not in trust_sentence(trust(0.7, separation=0.2))


def test_a_theme_that_no_run_saw_is_not_called_reliable() -> None:
    assert trust_sentence(Trust(1.0, 0.0, 0.0)).startswith("Nicht geprüft")


@given(SHARES, SHARES)
def test_more_agreement_is_never_a_lower_level(one: float, other: float) -> None:
    names = [name for _, name in LEVELS]
    low, high = sorted([one, other])
    worse, better = (trust_sentence(trust(share)).partition(":")[0] for share in (low, high))
    assert names.index(better) <= names.index(worse)


# --- Spread -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("touched", "reach", "sentence"),
    [
        (
            7,
            Reach.STRUCTURAL,
            "7 von 13 Gemeinden, mehr als der Zufall erwarten lässt",
        ),
        (7, Reach.OPEN, "7 von 13 Gemeinden"),
        (13, Reach.OPEN, "allen 13 Gemeinden"),
        (
            2,
            Reach.LOCAL,
            "2 von 13 Gemeinden, weniger als der Zufall erwarten lässt: ein örtliches Thema",
        ),
    ],
)
def test_spread_is_said_in_municipalities(touched: int, reach: Reach, sentence: str) -> None:
    found = spread_sentence(spread(touched, reach), municipalities=13)
    assert found == f"Genannt in {sentence}."


def test_a_corpus_of_one_municipality_has_no_spread() -> None:
    assert "einer einzigen Gemeinde" in spread_sentence(spread(1, Reach.OPEN), municipalities=1)


# --- Trend --------------------------------------------------------------------


def test_growth_is_said_with_its_counts() -> None:
    assert trend_sentence(trend((10, 60), (35, 61))) == (
        "Nimmt zu: im 2. Halbjahr 2025 in 35 von 61 Konferenzen genannt, "
        "im Halbjahr davor in 10 von 60 Konferenzen."
    )


@pytest.mark.parametrize(
    ("before", "last", "direction", "start"),
    [
        ((35, 60), (10, 60), Direction.FALLING, "Nimmt ab"),
        ((100, 400), (100, 400), Direction.STEADY, "Etwa gleich geblieben"),
        ((2, 8), (3, 8), Direction.UNKNOWN, "Ob es mehr oder weniger wird"),
    ],
)
def test_every_direction_has_its_words(
    before: tuple[int, int], last: tuple[int, int], direction: Direction, start: str
) -> None:
    found = trend(before, last)
    assert found.change.direction is direction
    assert trend_sentence(found).startswith(start)


def test_one_conference_is_one_conference() -> None:
    assert "0 von 1 Konferenz." in trend_sentence(trend((0, 1), (1, 1)))


def test_without_a_half_year_before_there_is_nothing_to_compare() -> None:
    assert "noch nicht möglich" in trend_sentence(trend((0, 0), (3, 8)))
