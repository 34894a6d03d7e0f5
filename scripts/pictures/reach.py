"""How many municipalities name a theme, and how many chance alone would reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.themes import spread
from nlp.types import Reach
from scripts.pictures import svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from nlp.types import Spread
    from scripts.pictures.demo import Demo

    Counts = npt.NDArray[np.int64]

_REAL: Final = 6
_TAIL: Final = 0.05
_LEFT: Final = 300.0
_STEP: Final = 34.0
_TOP: Final = 150.0
_LINE: Final = 46.0
_WORDS: Final = {
    Reach.STRUCTURAL: "strukturell",
    Reach.LOCAL: "örtlich",
    Reach.OPEN: "noch offen",
}


@dataclass(frozen=True)
class Row:
    """A theme.

    Attributes:
        label: Its name.
        statements: Number of its statements.
        towns: Municipalities that name it.
        chance: So many from and to chance reaches in nine of ten cases.
        reach: The verdict.
        invented: Whether it was made up for comparison.
    """

    label: str
    statements: int
    towns: int
    chance: tuple[int, int]
    reach: Reach
    invented: bool = False


@dataclass(frozen=True)
class Rows:
    """The largest themes and two that were made up, among ``of`` municipalities."""

    rows: tuple[Row, ...]
    of: int


def choose(demo: Demo) -> Rows:
    """Take the largest themes, and judge one that is everywhere and one that is not."""
    towns = sorted({entry.municipality for entry in demo.entries})
    volumes = np.array(
        [sum(entry.municipality == town for entry in demo.entries) for town in towns]
    )
    counts = np.array(
        [[one.municipalities.get(town, 0) for town in towns] for one in demo.run.themes]
    )
    everywhere, nearby = invented(volumes, int(counts.sum(axis=1).max()))
    scored = spread.score(np.vstack([counts, everywhere, nearby]), volumes=volumes)
    labels = [one.label for one in demo.run.themes]
    rows = [
        row_of(label, count, volumes, found)
        for label, count, found in zip(labels[:_REAL], counts, scored, strict=False)
    ]
    rows += [
        row_of("Überall genannt", everywhere, volumes, scored[-2], invented=True),
        row_of("Nur in zwei Gemeinden genannt", nearby, volumes, scored[-1], invented=True),
    ]
    return Rows(tuple(rows), len(towns))


def invented(volumes: Counts, size: int) -> tuple[Counts, Counts]:
    """Return the counts of a theme that is everywhere, and of one in the two largest places.

    Args:
        volumes: Statements of each municipality.
        size: Statements of each of the two themes, as far as there are so many.
    """
    everywhere = np.zeros_like(volumes)
    while everywhere.sum() < size and (everywhere < volumes).any():
        free = np.flatnonzero(everywhere < volumes)
        everywhere[free[np.argmin(everywhere[free])]] += 1
    nearby = np.zeros_like(volumes)
    two = np.argsort(-volumes, kind="stable")[:2]
    nearby[two] = np.minimum(volumes[two], [size - size // 2, size // 2])
    return everywhere, nearby


def row_of(
    label: str, counts: Counts, volumes: Counts, found: Spread, *, invented: bool = False
) -> Row:
    """Return the row of a theme with what chance would reach."""
    size = int(counts.sum())
    below = np.cumsum(spread.occupancy(volumes, size, None))
    above = np.cumsum(spread.occupancy(volumes, size, found.concentration)[::-1])[::-1]
    chance = int(np.argmax(below > _TAIL)), int(np.flatnonzero(above > _TAIL)[-1])
    return Row(label, size, int((counts > 0).sum()), chance, found.reach, invented)


def draw(rows: Rows) -> str:
    """Draw a line a theme: where chance lies, and where it is."""
    bottom = _TOP + len(rows.rows) * _LINE
    gap = any(row.invented for row in rows.rows) * 44
    parts = [
        svg.text(16, 40, "Mehr Gemeinden als durch Zufall?", size=22, bold=True),
        svg.text(
            16,
            66,
            "Grau: So viele Gemeinden erreicht ein Thema dieser Größe in neun von zehn Fällen "
            "allein durch Zufall.",
            fill=svg.QUIET,
        ),
        *_scale(rows.of, bottom + gap),
        *_rows(rows.rows, gap),
    ]
    return svg.page(
        parts,
        size=(_LEFT + rows.of * _STEP + 150, bottom + gap + 10),
        title="Wie viele Gemeinden ein Thema nennen, verglichen mit dem Zufall",
        about="; ".join(_said(row, rows.of) for row in rows.rows) + ".",
    )


def _said(row: Row, of: int) -> str:
    made_up = " (ausgedacht)" if row.invented else ""
    return (
        f"„{row.label}“{made_up}: {row.towns} von {of} Gemeinden, durch Zufall "
        f"{row.chance[0]} bis {row.chance[1]}, also {_WORDS[row.reach]}"
    )


def _scale(of: int, bottom: float) -> Iterator[str]:
    yield svg.text(_x(1), _TOP - 50, "Gemeinden, die das Thema nennen", size=13, fill=svg.QUIET)
    for towns in range(1, of + 1):
        x = _x(towns)
        yield svg.text(x, _TOP - 26, str(towns), size=13, fill=svg.QUIET, anchor="middle")
        line = f"M{svg.number(x)} {svg.number(_TOP - 18)} V{svg.number(bottom - 10)}"
        yield svg.path(line, stroke=svg.FAINT, width=1)


def _x(towns: float) -> float:
    return _LEFT + (towns - 0.5) * _STEP


def _rows(rows: Sequence[Row], gap: float) -> Iterator[str]:
    y = _TOP
    end = max(_x(row.chance[1]) for row in rows)
    end = max(end, *(_x(row.towns) for row in rows)) + 30
    for number, row in enumerate(rows):
        if row.invented and not rows[number - 1].invented:
            yield svg.text(16, y + gap - 26, "Zum Vergleich, ausgedacht:", fill=svg.QUIET)
            y += gap
        yield from _row(row, y, end)
        y += _LINE


def _row(row: Row, y: float, end: float) -> Iterator[str]:
    low, high = row.chance
    yield svg.text(16, y + 6, svg.shortened(row.label, width=270, size=15), size=15, bold=True)
    yield svg.text(16, y + 23, f"{row.statements} Aussagen", size=12, fill=svg.QUIET)
    wide = _x(high) - _x(low) + 20
    yield svg.rect(_x(low) - 10, y - 5, wide, 18, fill="#c6ced6", round_=9)
    yield from _mark(_x(row.towns), y + 4, row.reach)
    yield svg.text(end, y + 9, _WORDS[row.reach], size=14, bold=row.reach is not Reach.OPEN)


def _mark(x: float, y: float, reach: Reach) -> Iterator[str]:
    """Yield a circle, a diamond or a square, so that nobody has to tell colours apart."""
    if reach is Reach.OPEN:
        yield svg.circle(x, y, 7.5, fill=svg.BLUE, stroke="#fff")
    elif reach is Reach.STRUCTURAL:
        at = f"M{svg.number(x)} {svg.number(y - 10)}"
        yield svg.path(f"{at}l10 10l-10 10l-10 -10z", fill=svg.ORANGE, stroke="#fff")
    else:
        yield svg.rect(x - 8, y - 8, 16, 16, fill=svg.GREEN, stroke="#fff")
