"""Has a theme become more between the last two half-years?

The change is tested exactly, given how many conferences name the theme in both together (Fisher
1935), and adjusted over the themes. That no change was found does not mean that there is none: a
theme is *steady* only where a doubling and a halving of its odds can be excluded (two one-sided
tests, Schuirmann 1987). Else it is *unknown*, which is what few conferences come to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import gammaln, softmax

from nlp.themes.spread import adjusted

if TYPE_CHECKING:
    import numpy.typing as npt

    Counts = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

FEWEST: Final = 5  # conferences in each half-year; fewer are no picture of it
MARGIN: Final = 2.0  # odds that change by less in either direction are steady
_SAME: Final = 1 + 1e-7  # two probabilities that differ by rounding only are equal


class Direction(StrEnum):
    """How the last half-year differs from the one before."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one theme.

    Attributes:
        direction: The verdict.
        p: Probability, were there no change, of a difference that is as unlikely as the one
            seen, or more.
        q: The same, adjusted over the themes (Benjamini and Hochberg 1995); 1 for a theme that
            is named too rarely to be found whatever its change, which is not tested.
    """

    direction: Direction
    p: float
    q: float


def compare(naming: Counts, numbers: Counts, *, level: float = 0.05) -> tuple[Change, ...]:
    """Compare the last two half-years.

    Args:
        naming: Conferences that name each theme, shape ``(themes, half-years)``.
        numbers: All conferences, shape ``(half-years,)``.
        level: Share of false calls that is accepted, among the calls "rising" and "falling"
            and for each call "steady".

    Returns:
        One change a theme; unknown where there are fewer than two half-years, or fewer than
        ``FEWEST`` conferences in one of the last two.
    """
    if len(numbers) < 2 or numbers[-2:].min() < FEWEST:  # noqa: PLR2004 - before and after
        return (Change(Direction.UNKNOWN, 1.0, 1.0),) * len(naming)
    before, after = numbers[-2:].tolist()
    tables = [Table(x, before, y, after) for x, y in naming[:, -2:].tolist()]
    p = np.array([table.p for table in tables])
    q = adjusted(p, least=np.array([table.least_p for table in tables]), level=level)
    return tuple(
        Change(_direction(table, level, called=bool(q[theme] <= level)), table.p, float(q[theme]))
        for theme, table in enumerate(tables)
    )


def _direction(table: Table, level: float, *, called: bool) -> Direction:
    if called:
        return Direction.RISING if table.rose else Direction.FALLING
    return Direction.STEADY if table.p_beyond(MARGIN) <= level else Direction.UNKNOWN


@dataclass(frozen=True, slots=True)
class Table:
    """Conferences that name a theme, ``x`` of ``m`` before and ``y`` of ``n`` after.

    All probabilities are those of ``y`` given how many name it in both, ``x + y``.
    """

    x: int
    m: int
    y: int
    n: int

    @property
    def rose(self) -> bool:
        """Whether the share is greater after."""
        return self.y * self.m > self.x * self.n

    @property
    def p(self) -> float:
        """Two-sided p-value of Fisher's exact test (1935): outcomes as unlikely or more."""
        return self._as_unlikely_as(self._likelihood()[self.y - self._fewest])

    @property
    def least_p(self) -> float:
        """The least p-value that so many conferences naming the theme allow."""
        return self._as_unlikely_as(self._likelihood().min())

    def p_beyond(self, odds_ratio: float) -> float:
        """Return the p-value of the hypothesis that the odds changed by the ratio or more.

        The greater of two one-sided ones, against growth and against decline (Schuirmann 1987),
        from Fisher's noncentral hypergeometric distribution.
        """
        place = self.y - self._fewest
        growth = self._likelihood(odds_ratio)[: place + 1].sum()
        decline = self._likelihood(1 / odds_ratio)[place:].sum()
        return float(max(growth, decline))

    @property
    def _fewest(self) -> int:
        return max(0, self.x + self.y - self.m)

    def _likelihood(self, odds_ratio: float = 1.0) -> Floats:
        """Return the probabilities of all values that ``y`` can have."""
        named = self.x + self.y
        values = np.arange(self._fewest, min(self.n, named) + 1)
        ways = _log_choose(self.n, values) + _log_choose(self.m, named - values)
        likelihood: Floats = softmax(ways + values * np.log(odds_ratio))
        return likelihood

    def _as_unlikely_as(self, probability: float) -> float:
        likelihood = self._likelihood()
        return float(likelihood[likelihood <= probability * _SAME].sum().clip(max=1))


def _log_choose(number: int, chosen: Counts) -> Floats:
    ways: Floats = gammaln(number + 1) - gammaln(chosen + 1) - gammaln(number - chosen + 1)
    return ways
