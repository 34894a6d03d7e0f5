"""How often is a theme named, half-year by half-year, and has that changed?

Statements of one conference come in clumps, and one half-year has more conferences than
another. So what is counted is the conferences that name a theme, of all that were held.

Whether the last half-year differs from the one before is asked in :mod:`nlp.themes.change`.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from nlp.themes.change import compare
from nlp.themes.spread import jeffreys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import numpy.typing as npt

    from nlp.themes.change import Change
    from nlp.types import Entry

    Counts = npt.NDArray[np.int64]

_INHABITANTS: Final = 100_000


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """Half a calendar year; ``half`` is 1 or 2."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the half-year in which a day lies."""
        return cls(day.year, 1 if day.month <= 6 else 2)  # noqa: PLR2004 - June

    @property
    def following(self) -> HalfYear:
        """The half-year after it."""
        return HalfYear(self.year + self.half - 1, 3 - self.half)


@dataclass(frozen=True, slots=True)
class Conference:
    """A conference, and the statements that it made.

    Attributes:
        municipality: AGS key or any name that tells municipalities apart.
        held_on: Its day.
        entry_ids: Its statements; none where it named nothing.
    """

    municipality: str
    held_on: date
    entry_ids: tuple[str, ...] = ()

    @property
    def half_year(self) -> HalfYear:
        """The half-year in which it was held."""
        return HalfYear.of(self.held_on)


@dataclass(frozen=True, slots=True)
class Period:
    """A theme in one half-year.

    Attributes:
        half_year: Which one.
        statements: Statements of the theme.
        naming: Conferences with such a statement.
        conferences: All conferences.
        interval: Jeffreys interval, at 1 less the level, of the share of conferences naming it.
        per_100000: Statements per 100,000 inhabitants of the municipalities that held a
            conference; None where there is none, or somebody's population is not known.
    """

    half_year: HalfYear
    statements: int
    naming: int
    conferences: int
    interval: tuple[float, float]
    per_100000: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A theme over time.

    Attributes:
        periods: Every half-year from the first conference of any theme to the last.
        change: Of the last half-year from the one before.
    """

    periods: tuple[Period, ...]
    change: Change


def conferences(
    entries: Iterable[Entry], note_of: Mapping[str, str] | None = None
) -> tuple[Conference, ...]:
    """Return the conferences that made the statements, by day.

    Args:
        entries: Those without a date are left out.
        note_of: Id of the conference's note per entry id; entries without one are taken as of
            one conference where they share municipality and day.
    """
    made: defaultdict[tuple[date, str, str], list[str]] = defaultdict(list)
    for entry in entries:
        if entry.held_on is not None:
            note = (note_of or {}).get(entry.id, "")
            made[entry.held_on, entry.municipality, note].append(entry.id)
    return tuple(Conference(town, day, tuple(ids)) for (day, town, _), ids in sorted(made.items()))


def trends(
    held: Sequence[Conference],
    theme_of: Mapping[str, str],
    *,
    population: Mapping[str, int] | None = None,
    level: float = 0.05,
) -> dict[str, Trend]:
    """Return the trend of every theme.

    Args:
        held: All conferences, those that named nothing too.
        theme_of: Theme per entry id; statements without a conference are not counted.
        population: Inhabitants per municipality.
        level: Share of false calls that is accepted, among the calls "rising" and "falling"
            and for each call "steady".

    Returns:
        By theme id, in the order of the ids.
    """
    halves = _halves(held)
    themes = sorted(set(theme_of.values()))
    statements, naming = _counts(held, theme_of, themes, halves)
    numbers = np.array([sum(one.half_year == half for one in held) for half in halves])
    inhabitants = [_inhabitants(held, half, population or {}) for half in halves]
    interval = functools.cache(functools.partial(jeffreys, level=level))

    def period(theme: int, at: int) -> Period:
        return Period(
            half_year=halves[at],
            statements=int(statements[theme, at]),
            naming=int(naming[theme, at]),
            conferences=int(numbers[at]),
            interval=interval(int(naming[theme, at]), int(numbers[at])),
            per_100000=_per_100000(int(statements[theme, at]), inhabitants[at]),
        )

    change = compare(naming, numbers, level=level)
    return {
        name: Trend(
            periods=tuple(period(theme, at) for at in range(len(halves))),
            change=change[theme],
        )
        for theme, name in enumerate(themes)
    }


def _halves(held: Sequence[Conference]) -> list[HalfYear]:
    """Return all half-years from the first conference to the last."""
    held_in = {one.half_year for one in held}
    halves = [min(held_in)] if held_in else []
    while held_in and halves[-1] < max(held_in):
        halves.append(halves[-1].following)
    return halves


def _counts(
    held: Sequence[Conference],
    theme_of: Mapping[str, str],
    themes: Sequence[str],
    halves: Sequence[HalfYear],
) -> tuple[Counts, Counts]:
    """Return statements and naming conferences, both ``(themes, halves)``."""
    statements = np.zeros((len(themes), len(halves)), dtype=np.int64)
    naming = np.zeros_like(statements)
    row_of = {theme: row for row, theme in enumerate(themes)}
    for one in held:
        at = halves.index(one.half_year)
        named = Counter(theme_of[entry] for entry in one.entry_ids if entry in theme_of)
        for theme, number in named.items():
            statements[row_of[theme], at] += number
            naming[row_of[theme], at] += 1
    return statements, naming


def _inhabitants(
    held: Sequence[Conference], half: HalfYear, population: Mapping[str, int]
) -> int | None:
    """Return how many live where conferences were held, if that is known of all."""
    towns = {one.municipality for one in held if one.half_year == half}
    if not towns or not towns <= population.keys():
        return None
    return sum(population[town] for town in towns)


def _per_100000(statements: int, inhabitants: int | None) -> float | None:
    return statements / inhabitants * _INHABITANTS if inhabitants else None
