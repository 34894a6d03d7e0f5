"""One theme from half-year to half-year, with how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nlp.themes import trends
from scripts.pictures import svg
from service.catalogue.trust import trend_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.themes.trends import Period, Trend
    from scripts.pictures.demo import Demo

_LEFT: Final = 90.0
_TOP: Final = 116.0
_HIGH: Final = 260.0
_STEP: Final = 180.0
_BAR: Final = 70.0


@dataclass(frozen=True)
class Halves:
    """A theme and its trend."""

    label: str
    trend: Trend


def choose(demo: Demo) -> Halves:
    """Take the largest theme."""
    found = trends.trends(trends.conferences(demo.entries), demo.run.theme_of)
    theme = demo.run.themes[0]
    return Halves(theme.label, found[theme.id])


def draw(halves: Halves) -> str:
    """Draw a bar a half-year, and on it how far the true share may be from it."""
    periods = halves.trend.periods
    width = max(_LEFT + len(periods) * _STEP + 30, 720)
    sentence = trend_sentence(halves.trend)
    said = svg.wrapped(sentence, width=width - 40, size=15, most=2)
    title = svg.shortened(f"Entwicklung: {halves.label}", width=width - 40, size=22)
    parts = [
        svg.text(16, 40, title, size=22, bold=True),
        svg.text(16, 66, "Anteil der Konferenzen, die das Thema nennen.", fill=svg.QUIET),
        svg.text(16, 85, "Strich: So ungewiss ist der Anteil.", fill=svg.QUIET),
        *_scale(width),
        *(piece for place, period in enumerate(periods) for piece in _bar(place, period)),
        svg.paragraph(16, _TOP + _HIGH + 82, said, size=15, bold=True),
    ]
    return svg.page(
        parts,
        size=(width, _TOP + _HIGH + 120),
        title=f"Entwicklung des Themas „{halves.label}“",
        about="; ".join(_said(period) for period in periods) + f". {sentence}",
    )


def _name(period: Period) -> str:
    return f"{period.half_year.half}. Halbjahr {period.half_year.year}"


def _named(period: Period) -> str:
    return f"{period.naming} von {period.conferences} Konferenzen"


def _said(period: Period) -> str:
    low, high = (round(100 * edge) for edge in period.interval)
    return f"{_name(period)}: {_named(period)}, wahrscheinlich {low} bis {high} Prozent"


def _y(share: float) -> float:
    return _TOP + _HIGH * (1 - share)


def _scale(width: float) -> Iterator[str]:
    for percent in (0, 25, 50, 75, 100):
        y = _y(percent / 100)
        line = f"M{svg.number(_LEFT - 20)} {svg.number(y)} H{svg.number(width - 20)}"
        yield svg.path(line, stroke=svg.FAINT, width=1)
        yield svg.text(_LEFT - 28, y + 5, f"{percent} %", size=13, fill=svg.QUIET, anchor="end")


def _bar(place: int, period: Period) -> Iterator[str]:
    middle = _LEFT + (place + 0.5) * _STEP
    if period.conferences:
        top = _y(period.naming / period.conferences)
        yield svg.rect(middle - _BAR / 2, top, _BAR, _y(0) - top, fill=svg.BLUES[1])
        low, high = (svg.number(_y(edge)) for edge in period.interval)
        left, x = svg.number(middle - 9), svg.number(middle)
        yield svg.path(
            f"M{left} {low}h18 M{left} {high}h18 M{x} {low}V{high}", stroke=svg.INK, width=2
        )
    yield svg.text(middle, _y(0) + 24, _name(period), size=14, bold=True, anchor="middle")
    yield svg.text(middle, _y(0) + 44, _named(period), size=13, fill=svg.QUIET, anchor="middle")
