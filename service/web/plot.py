"""The map of a run as shapes on a plane, ready for an SVG.

Themes differ by colour and by shape, so that nobody needs to tell colours apart; their
numbers stand at their centres.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import hypot
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from service.usecases.views import MapView, PlacedStatement, ThemeView

WIDTH, HEIGHT = 1000, 640
LARGEST = 3000
"""Points above which there is a table only."""
COLOURS = 7  # classes map-0 … map-6 of the style sheet
SHAPES = ("circle", "square", "triangle", "diamond", "cross")  # 5: prime to the 7 colours
_MARGIN = 36
_APART = 34.0  # between the numbers of two themes
_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """How a theme is drawn: number of its colour, and its shape."""

    colour: int
    shape: str


@dataclass(frozen=True, slots=True)
class Point:
    """A statement on the plane; without a mark where it is not bundled."""

    x: float
    y: float
    mark: Mark | None
    statement: PlacedStatement
    theme: ThemeView | None


@dataclass(frozen=True, slots=True)
class Label:
    """The number of a theme near the centre of its statements."""

    x: float
    y: float
    mark: Mark
    theme: ThemeView


@dataclass(frozen=True, slots=True)
class Plot:
    """What the map shows; the points that are not bundled come first, below the others."""

    points: tuple[Point, ...]
    labels: tuple[Label, ...]


def mark(number: int) -> Mark:
    """Return the mark of theme ``number``; 35 themes in a row differ from each other."""
    return Mark(colour=(number - 1) % COLOURS, shape=SHAPES[(number - 1) % len(SHAPES)])


def plot(view: MapView) -> Plot:
    """Place the statements of a run on a plane of ``WIDTH`` by ``HEIGHT``."""
    themes = {theme.id: theme for theme in view.themes}
    points = sorted(
        (_point(statement, themes) for statement in view.statements),
        key=lambda point: point.mark is not None,
    )
    return Plot(points=tuple(points), labels=_labels(points))


def _point(statement: PlacedStatement, themes: dict[UUID, ThemeView]) -> Point:
    theme = themes[statement.theme_id] if statement.theme_id else None
    return Point(
        x=_MARGIN + statement.x * (WIDTH - 2 * _MARGIN),
        y=HEIGHT - _MARGIN - statement.y * (HEIGHT - 2 * _MARGIN),
        mark=mark(theme.number) if theme else None,
        statement=statement,
        theme=theme,
    )


def _labels(points: Sequence[Point]) -> tuple[Label, ...]:
    themes: dict[UUID, ThemeView] = {}
    places: dict[UUID, list[tuple[float, float]]] = defaultdict(list)
    for point in points:
        if point.theme:
            themes[point.theme.id] = point.theme
            places[point.theme.id].append((point.x, point.y))
    ordered = sorted(themes.values(), key=lambda theme: theme.number)
    centres = [
        (fmean(x for x, _ in places[theme.id]), fmean(y for _, y in places[theme.id]))
        for theme in ordered
    ]
    return tuple(
        Label(x=x, y=y, mark=mark(theme.number), theme=theme)
        for theme, (x, y) in zip(ordered, _spread(centres), strict=True)
    )


def _spread(centres: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Push places apart that are closer than two numbers may stand."""
    places = list(centres)
    for _ in range(_ROUNDS):
        moved = False
        for first in range(len(places)):
            for second in range(first):
                moved |= _push_apart(places, first, second)
        if not moved:
            break
    return places


def _push_apart(places: list[tuple[float, float]], first: int, second: int) -> bool:
    (x1, y1), (x2, y2) = places[first], places[second]
    distance = hypot(x1 - x2, y1 - y2)
    if distance >= _APART:
        return False
    dx, dy = ((x1 - x2) / distance, (y1 - y2) / distance) if distance else (1.0, 0.0)
    step = (_APART - distance) / 2 + 0.5
    places[first] = _inside(x1 + dx * step, y1 + dy * step)
    places[second] = _inside(x2 - dx * step, y2 - dy * step)
    return True


def _inside(x: float, y: float) -> tuple[float, float]:
    half = _APART / 2
    return min(max(x, half), WIDTH - half), min(max(y, half), HEIGHT - half)
