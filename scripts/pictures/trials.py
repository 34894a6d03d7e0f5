"""Three trial runs beside what all of them agree on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.themes.consensus import NOISE, UNSEEN
from scripts.pictures import svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from scripts.pictures.demo import Demo

    Matrix = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]

_MOST: Final = 110  # statements that can be told apart on the picture
_STEPS: Final = (0.1, 0.3, 0.5, 0.7, 0.9)
_SMALL: Final = 220.0
_LARGE: Final = 470.0


@dataclass(frozen=True)
class Panels:
    """The largest themes as the trials see them; rows in the order of the themes.

    Attributes:
        trials: Clusters of a few trials, each ``(n,)``.
        of: Number of all trials.
        together: Share of all trials that put a pair together, shape ``(n, n)``.
        themes: Label and number of rows of each theme.
    """

    trials: tuple[Labels, ...]
    of: int
    together: Matrix
    themes: tuple[tuple[str, int], ...]


def choose(demo: Demo) -> Panels:
    """Take the largest themes, and trials at even distances, so that none is picked."""
    rows: list[int] = []
    themes = []
    for theme in demo.run.themes:
        own = demo.rows(theme.entry_ids).tolist()
        if len(rows) + len(own) > _MOST:
            break
        rows += own
        themes.append((theme.label, len(own)))
    labels = demo.trials.runs.labels.astype(np.int64)
    taken = np.linspace(0, len(labels) - 1, 5).astype(int)[1:4]
    return Panels(
        trials=tuple(labels[trial][rows] for trial in taken),
        of=len(labels),
        together=demo.trials.together[np.ix_(rows, rows)],
        themes=tuple(themes),
    )


def draw(panels: Panels) -> str:
    """Draw the trials in a row, and below what they have in common."""
    top = 112.0
    parts = [
        svg.text(16, 40, "Viele Probeläufe, eine Antwort", size=22, bold=True),
        svg.text(
            16,
            66,
            "Jede Zeile und jede Spalte ist eine Aussage. Blau heißt: Diese beiden lagen in "
            "einer Gruppe.",
            fill=svg.QUIET,
        ),
    ]
    for place, trial in enumerate(panels.trials):
        x = 16 + place * (_SMALL + 40)
        parts.append(svg.text(x, top - 12, f"Ein Probelauf von {panels.of}", bold=True))
        parts += _trial(x, top, trial, panels.themes)
    below = top + _SMALL + 50
    parts.append(svg.text(16, below - 12, "Alle Probeläufe zusammen", bold=True))
    parts += _all(16, below, panels)
    parts += _legend(16, below + _LARGE + 30)
    return svg.page(
        parts,
        size=(800, below + _LARGE + 96),
        title="Viele Probeläufe, eine Antwort",
        about=(
            "Oben drei einzelne Probeläufe, die sich voneinander unterscheiden. Unten alle "
            f"{panels.of} zusammen: Dunkle Quadrate entlang der Diagonale zeigen, welche "
            "Aussagen fast immer beieinander lagen. Sie sind die Themen."
        ),
    )


def _trial(x: float, y: float, trial: Labels, themes: Sequence[tuple[str, int]]) -> Iterator[str]:
    together = (trial[:, None] == trial) & (trial != NOISE)[:, None]
    unseen = trial == UNSEEN
    together[unseen] = together[:, unseen] = False
    size = _SMALL / len(trial)
    yield svg.rect(x, y, _SMALL, _SMALL, fill="#fff", stroke="#c6ced6")
    yield svg.scaled(svg.path(cells(unseen[:, None] | unseen), fill=svg.FAINT), x, y, size)
    yield svg.scaled(svg.path(cells(together), fill=svg.BLUE), x, y, size)
    yield _frames(x, y, size, themes)


def _all(x: float, y: float, panels: Panels) -> Iterator[str]:
    size = _LARGE / len(panels.together)
    level = np.digitize(panels.together, _STEPS)
    yield svg.rect(x, y, _LARGE, _LARGE, fill="#fff", stroke="#c6ced6")
    for step, colour in enumerate(svg.BLUES, start=1):
        yield svg.scaled(svg.path(cells(level == step), fill=colour), x, y, size)
    yield _frames(x, y, size, panels.themes)
    before = 0
    for label, count in panels.themes:
        middle = y + (before + count / 2) * size
        line = svg.shortened(label, width=250, size=14)
        yield svg.path(f"M{svg.number(x + _LARGE + 6)} {svg.number(middle)} h16", stroke=svg.INK)
        yield svg.text(x + _LARGE + 28, middle + 5, line)
        before += count


def _legend(x: float, y: float) -> Iterator[str]:
    yield svg.text(x, y, "So oft lagen zwei Aussagen beieinander:", size=13, fill=svg.QUIET)
    words = ("selten", "manchmal", "in der Hälfte", "meist", "fast immer")
    for place, (colour, word) in enumerate(zip(svg.BLUES, words, strict=True)):
        yield svg.rect(x + place * 125, y + 12, 16, 16, fill=colour)
        yield svg.text(x + place * 125 + 24, y + 25, word, size=13)
    yield svg.rect(x, y + 38, 16, 16, fill=svg.FAINT)
    yield svg.text(x + 24, y + 51, "war in diesem Probelauf nicht dabei", size=13)


def _frames(x: float, y: float, size: float, themes: Sequence[tuple[str, int]]) -> str:
    """Return a frame around each theme."""
    found, before = [], 0
    for _, count in themes:
        at, edge = before * size, svg.number(count * size)
        found.append(f"M{svg.number(x + at)} {svg.number(y + at)}h{edge}v{edge}h-{edge}z")
        before += count
    return svg.path("".join(found), stroke=svg.ORANGE, width=1.2)


def cells(marked: npt.NDArray[np.bool_]) -> str:
    """Return the marked cells of a matrix as one path, neighbours in a row as one piece."""
    pieces = []
    padded = np.pad(marked, ((0, 0), (1, 1))).astype(np.int8)
    for row, line in enumerate(padded):
        change = np.diff(line)
        starts, ends = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            pieces.append(f"M{start} {row}h{end - start}v1h-{end - start}z")
    return "".join(pieces)
