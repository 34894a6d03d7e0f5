"""What a theme's figures mean, in a sentence for a member of the Lenkungsgruppe.

The levels of trust were read off real draws: the more often the runs put two statements of a
theme together, the likelier both have one topic. Recovery is not used for them: Hennig (2007)
calls a cluster stable from .75 on and doubtful below .6, where all runs have one setting; ours
differ on purpose, and more than half of the themes lie below .6. See
``docs/decisions/0017-fields-trends-assignment.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlp.themes.change import Direction
from nlp.types import Reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlp.themes.trends import HalfYear, Period, Trend
    from nlp.types import Spread, Trust

# Share of the runs that put two statements of a theme together, and what to call it. Of two
# statements of such a theme so many had one topic, on dip and klimarat (by chance .04 and .24):
LEVELS: Final = (
    (0.8, "Sehr verlässlich"),  # .82, one theme so high
    (0.6, "Verlässlich"),  # .68, .61
    (0.4, "Mit Vorsicht zu lesen"),  # .51, .54
    (0.0, "Unsicher"),  # .46, .44
)
CLOSE: Final = 0.3  # separation below which the neighbour is named: .36, .52
_MOST: Final = 0.95  # more than nine and a half of ten runs
_LEAST: Final = 0.05

_REACH: Final[Mapping[Reach, str]] = {
    Reach.STRUCTURAL: ", mehr als der Zufall erwarten lässt",
    Reach.LOCAL: ", weniger als der Zufall erwarten lässt: ein örtliches Thema",
    Reach.OPEN: "",
}
DIRECTIONS: Final[Mapping[Direction, str]] = {
    Direction.RISING: "Nimmt zu",
    Direction.FALLING: "Nimmt ab",
    Direction.STEADY: "Etwa gleich geblieben",
    Direction.UNKNOWN: "Ob es mehr oder weniger wird, ist noch nicht zu sagen",
}


def trust_sentence(trust: Trust, *, neighbour: str = "") -> str:
    """Say how far a theme can be relied on.

    Args:
        trust: Its figures.
        neighbour: Label of the theme that ``trust.neighbour`` names.
    """
    if not trust.recovery:
        return "Nicht geprüft: Kein Probelauf enthielt eine Aussage dieses Themas."
    level = next(name for least, name in LEVELS if trust.agreement >= least)
    sentence = f"{level}: Zwei Aussagen dieses Themas lagen {_runs(trust.agreement)} beieinander."
    if neighbour and trust.separation < CLOSE:
        sentence += f" Dicht bei: „{neighbour}“. Bitte prüfen Sie, ob beides zusammengehört."
    return sentence


def _runs(share: float) -> str:
    if share >= _MOST:
        return "in fast allen Probeläufen"
    if share < _LEAST:
        return "in kaum einem Probelauf"
    return f"im Mittel in {round(10 * share)} von 10 Probeläufen"


def spread_sentence(spread: Spread, *, municipalities: int) -> str:
    """Say how many municipalities name a theme, and whether that is more than chance.

    Args:
        spread: Of the theme.
        municipalities: Number of those that have statements at all.
    """
    if municipalities == 1:
        return "Alle Aussagen stammen aus einer einzigen Gemeinde."
    if spread.municipalities == municipalities:
        return f"Genannt in allen {municipalities} Gemeinden{_REACH[spread.reach]}."
    named = f"{spread.municipalities} von {municipalities} Gemeinden"
    return f"Genannt in {named}{_REACH[spread.reach]}."


def trend_sentence(trend: Trend) -> str:
    """Say whether a theme is named more often than in the half-year before."""
    compared = trend.periods[-2:]
    if len(compared) < 2 or not all(period.conferences for period in compared):  # noqa: PLR2004 - two half-years
        return "Ein Vergleich mit dem vorigen Halbjahr ist noch nicht möglich."
    before, last = compared
    return (
        f"{DIRECTIONS[trend.change.direction]}: im {_half_year(last.half_year)} in {_named(last)} "
        f"genannt, im Halbjahr davor in {_named(before)}."
    )


def _half_year(half: HalfYear) -> str:
    return f"{half.half}. Halbjahr {half.year}"


def _named(period: Period) -> str:
    conferences = "Konferenz" if period.conferences == 1 else "Konferenzen"
    return f"{period.naming} von {period.conferences} {conferences}"
