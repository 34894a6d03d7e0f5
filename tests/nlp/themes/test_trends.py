from __future__ import annotations

import math
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nlp.themes.change import Direction, Table, compare
from nlp.themes.spread import jeffreys
from nlp.themes.trends import Conference, HalfYear, conferences, trends
from nlp.types import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

SPRING, AUTUMN, NEXT_SPRING = date(2025, 3, 1), date(2025, 9, 1), date(2026, 3, 1)
MOVED = {Direction.RISING, Direction.FALLING}


def held(naming: int, of: int, day: date, *, town: str = "A") -> list[Conference]:
    """Conferences of which the first ones name the theme."""
    return [
        Conference(town, day, (f"{day}-{number}",) if number < naming else ())
        for number in range(of)
    ]


def theme_of(*made: Sequence[Conference]) -> dict[str, str]:
    return {entry: "T" for some in made for one in some for entry in one.entry_ids}


# --- Half-years and conferences -----------------------------------------------


def test_a_half_year_ends_with_june() -> None:
    assert HalfYear.of(date(2026, 6, 30)) == HalfYear(2026, 1)
    assert HalfYear.of(date(2026, 7, 1)) == HalfYear(2026, 2)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_half_years_follow_each_other(day: date) -> None:
    half = HalfYear.of(day)
    assert half < half.following
    later = date(day.year + (day.month > 6), 1 if day.month > 6 else 7, 1)
    assert half.following == HalfYear.of(later)


def test_statements_of_one_place_and_day_are_one_conference() -> None:
    entries = [
        Entry("1", "", "A", SPRING),
        Entry("2", "", "A", SPRING),
        Entry("3", "", "B", SPRING),
        Entry("4", "", "A", AUTUMN),
        Entry("5", "", "A"),
    ]
    assert conferences(entries) == (
        Conference("A", SPRING, ("1", "2")),
        Conference("B", SPRING, ("3",)),
        Conference("A", AUTUMN, ("4",)),
    )


def test_two_notes_of_one_day_are_two_conferences() -> None:
    entries = [Entry("1", "", "A", SPRING), Entry("2", "", "A", SPRING)]
    assert len(conferences(entries, {"1": "x", "2": "y"})) == 2


# --- What is counted ----------------------------------------------------------


def test_a_theme_is_counted_half_year_by_half_year() -> None:
    made = [
        Conference("A", SPRING, ("1", "2", "3")),
        Conference("B", SPRING, ("4",)),
        Conference("A", NEXT_SPRING, ("5",)),
    ]
    found = trends(made, {"1": "T", "2": "T", "3": "U", "5": "U"})
    assert list(found) == ["T", "U"]
    counted = [
        (one.half_year, one.statements, one.naming, one.conferences) for one in found["T"].periods
    ]
    assert counted == [
        (HalfYear(2025, 1), 2, 1, 2),
        (HalfYear(2025, 2), 0, 0, 0),
        (HalfYear(2026, 1), 0, 0, 1),
    ]


def test_the_share_of_conferences_has_its_jeffreys_interval() -> None:
    made = held(2, 7, SPRING)
    (period,) = trends(made, theme_of(made))["T"].periods
    assert period.interval == jeffreys(2, 7)


def test_a_half_year_without_conferences_says_nothing_about_a_share() -> None:
    made = held(1, 1, SPRING) + held(1, 1, NEXT_SPRING)
    period = trends(made, theme_of(made))["T"].periods[1]
    assert (period.interval, period.per_100000) == ((0.0, 1.0), None)


def test_inhabitants_are_those_of_the_municipalities_that_reported() -> None:
    made = [*held(1, 2, SPRING, town="A"), Conference("B", SPRING)]
    people = {"A": 30_000, "B": 20_000, "C": 1_000_000}
    (period,) = trends(made, theme_of(made), population=people)["T"].periods
    assert period.per_100000 == pytest.approx(2)


def test_an_unknown_population_leaves_the_rate_open() -> None:
    made = [*held(1, 2, SPRING, town="A"), Conference("B", SPRING)]
    (period,) = trends(made, theme_of(made), population={"A": 30_000})["T"].periods
    assert period.per_100000 is None


def test_statements_without_a_conference_are_not_counted() -> None:
    found = trends(held(0, 3, SPRING), {"elsewhere": "T"})
    assert found["T"].periods[0].statements == 0


def test_nothing_at_all_has_no_trends() -> None:
    assert trends([], {}) == {}
    assert trends([], {"1": "T"})["T"].periods == ()
    assert trends([], {"1": "T"})["T"].change.direction is Direction.UNKNOWN


# --- Has it changed? ----------------------------------------------------------


def direction(before: tuple[int, int], after: tuple[int, int]) -> Direction:
    made = held(*before, SPRING) + held(*after, AUTUMN)
    return trends(made, theme_of(made) or {"": "T"})["T"].change.direction


def test_many_conferences_tell_growth_from_decline() -> None:
    assert direction((10, 60), (35, 60)) is Direction.RISING
    assert direction((35, 60), (10, 60)) is Direction.FALLING


def test_growth_is_that_of_the_share() -> None:
    assert direction((40, 200), (30, 40)) is Direction.RISING
    assert direction((30, 40), (40, 200)) is Direction.FALLING


def test_more_conferences_are_no_growth() -> None:
    assert direction((10, 40), (50, 200)) not in MOVED


@given(st.data(), st.integers(1, 4), st.integers(1, 500))
def test_few_conferences_never_make_a_trend(data: st.DataObject, few: int, many: int) -> None:
    before, after = data.draw(st.permutations([few, many]))
    x, y = data.draw(st.integers(0, before)), data.draw(st.integers(0, after))
    (change,) = compare(np.array([[x, y]]), np.array([before, after]))
    assert change.direction is Direction.UNKNOWN


def test_steady_needs_proof() -> None:
    assert direction((5, 20), (5, 20)) is Direction.UNKNOWN
    assert direction((100, 400), (100, 400)) is Direction.STEADY


def test_with_one_half_year_or_a_gap_before_it_there_is_no_trend() -> None:
    made = held(50, 60, NEXT_SPRING)
    assert trends(made, theme_of(made))["T"].change.direction is Direction.UNKNOWN
    made += held(1, 60, SPRING)
    assert trends(made, theme_of(made))["T"].change.direction is Direction.UNKNOWN


@given(st.tuples(*[st.integers(0, 12)] * 4))
def test_the_p_value_is_that_of_fishers_exact_test(cells: tuple[int, int, int, int]) -> None:
    x, rest, y, other_rest = cells
    table = Table(x, x + rest, y, y + other_rest)
    wanted = stats.fisher_exact([[x, rest], [y, other_rest]]).pvalue
    assert table.p == pytest.approx(wanted, abs=1e-9)
    assert table.least_p <= table.p + 1e-12


@given(st.integers(0, 12), st.integers(0, 12))
def test_the_margin_is_tested_with_the_noncentral_distribution(x: int, y: int) -> None:
    law = stats.nchypergeom_fisher(27, x + y, 12, 2.0)
    mirrored = stats.nchypergeom_fisher(27, x + y, 12, 0.5)
    wanted = max(law.cdf(y), mirrored.sf(y - 1))
    assert Table(x, 15, y, 12).p_beyond(2.0) == pytest.approx(wanted, abs=1e-6)


def test_a_theme_that_cannot_be_found_is_left_out_of_the_family() -> None:
    strong, rare = [2, 14], [0, 1]
    alone = compare(np.array([strong]), np.array([20, 20]))[0]
    among = compare(np.array([strong] + [rare] * 50), np.array([20, 20]))
    assert among[0].q == alone.q
    assert among[1].q == 1


@pytest.mark.parametrize(
    ("conferences_each", "concentration"), [(14, None), (54, None), (54, 1.0)]
)
def test_themes_that_do_not_change_are_hardly_ever_called(
    conferences_each: int, concentration: float | None
) -> None:
    calls = Counter(simulated(conferences_each, concentration, factor=1.0))
    assert sum(calls[one] for one in MOVED) <= 0.05 * calls.total()


def test_a_theme_named_twice_as_often_is_found_where_there_are_enough_conferences() -> None:
    found = simulated(200, None, factor=2.0)[::20]
    assert found.count(Direction.RISING) >= 0.9 * len(found)


def test_a_theme_named_twice_as_often_is_never_steady() -> None:
    found = [one for size in (14, 54, 200) for one in simulated(size, None, factor=2.0)[::20]]
    assert found.count(Direction.STEADY) <= 0.05 * len(found)


def simulated(number: int, concentration: float | None, *, factor: float) -> list[Direction]:
    """Corpora of 20 themes one after another; the first of each changes by the factor.

    With a concentration municipalities differ, and hold two conferences each in one of the
    two half-years.
    """
    rng = np.random.default_rng(0)
    found: list[Direction] = []
    for _ in range(40):
        shares = rng.uniform(0.05, 0.4, 20)
        shares[0] = 0.25
        later = shares * np.where(np.arange(20) == 0, factor, 1)
        naming = [
            rng.binomial(number, one)
            if concentration is None
            else rng.binomial(
                2,
                rng.beta(concentration * one, concentration * (1 - one), (number // 2, 20)),
            ).sum(axis=0)
            for one in (shares, later)
        ]
        changes = compare(np.stack(naming, axis=1), np.array([number, number]))
        found += [change.direction for change in changes]
    return found


def test_probabilities_of_large_corpora_stay_finite() -> None:
    table = Table(3_000, 6_000, 3_100, 6_000)
    assert math.isfinite(table.p)
    assert 0 < table.p_beyond(2.0) < 1e-9
