"""A new note's statements get a theme at once, before the next run has seen them.

The run's themes stay as they are: a new statement joins the theme of most of its ten nearest
neighbours, as the statements of a large corpus join its landmarks. What is found is preliminary;
the next run decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from nlp.themes import landmarks
from nlp.themes.landmarks import NOBODY
from nlp.themes.space import unit
from nlp.types import Nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Vector = npt.NDArray[np.float32]
    Matrix = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]
    Strength = npt.NDArray[np.float64]

_TWIN: Final = 1 - 1e-5  # cosine of two vectors that differ by rounding only


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a new statement belongs until the next run.

    Attributes:
        theme_id: Its theme; None where its neighbours are in none.
        strength: How strongly it belongs there, in ``[0, 1]``; 0 without a theme.
        nearest: The nearest theme of a statement without a theme; None where there is none.
    """

    theme_id: str | None
    strength: float
    nearest: Nearest | None = None


def assign(
    vectors: Matrix, known: Matrix, theme_ids: Sequence[str | None], strength: Strength
) -> tuple[Assignment, ...]:
    """Assign new statements to the themes of a run.

    A statement that a known one equals goes where that one is. A statement without direction,
    which equals the mean of the run, goes nowhere.

    Args:
        vectors: Unit vectors of the new statements in the run's space, shape ``(n, d)``.
        known: Those of the run's statements, shape ``(m, d)``.
        theme_ids: Their themes, None for those that are in none, length ``m``.
        strength: Their strengths, in ``[0, 1]``, shape ``(m,)``.

    Returns:
        One a new statement; none of them depends on the other new statements.
    """
    themes = sorted({theme for theme in theme_ids if theme is not None})
    number = {theme: at for at, theme in enumerate(themes)}
    labels = np.array(
        [NOBODY if theme is None else number[theme] for theme in theme_ids], dtype=np.int64
    )
    joined, found = _joined(vectors, known, labels, strength)
    near = nearest(vectors, means(known, theme_ids))
    return tuple(
        Assignment(themes[label], float(strong))
        if label != NOBODY
        else Assignment(None, 0.0, near[row] if near else None)
        for row, (label, strong) in enumerate(zip(joined, found, strict=True))
    )


def _joined(
    vectors: Matrix, known: Matrix, labels: Labels, strength: Strength
) -> tuple[Labels, Strength]:
    """Let statements follow their twins, else the vote of their neighbours."""
    joined, found = landmarks.vote(vectors, known, labels, strength)
    if len(known):
        closest = landmarks.nearest(vectors, known, count=1)[:, 0]
        twin = np.einsum("ij,ij->i", vectors, known[closest]) >= _TWIN
        joined[twin], found[twin] = labels[closest[twin]], strength[closest[twin]]
    nowhere = ~vectors.any(axis=1) | (joined == NOBODY)
    joined[nowhere], found[nowhere] = NOBODY, 0.0
    return joined, found


def means(vectors: Matrix, theme_ids: Sequence[str | None]) -> dict[str, Vector]:
    """Return the mean vector of each theme, by theme id in its order.

    Args:
        vectors: Shape ``(n, d)``.
        theme_ids: Theme of each, None for no theme, length ``n``.
    """
    rows: dict[str, list[int]] = {}
    for row, theme in enumerate(theme_ids):
        if theme is not None:
            rows.setdefault(theme, []).append(row)
    return {theme: vectors[rows[theme]].mean(axis=0) for theme in sorted(rows)}


def nearest(vectors: Matrix, centres: Mapping[str, Vector]) -> tuple[Nearest, ...]:
    """Return the nearest theme of each statement, whether or not it belongs there.

    Args:
        vectors: Unit vectors, shape ``(n, d)``.
        centres: Mean vector of each theme, of any length, each shape ``(d,)``.

    Returns:
        One a statement, of equally near themes the first; empty where there are no themes.
    """
    if not centres:
        return ()
    themes = list(centres)
    directions = unit(np.stack(list(centres.values())))
    best = landmarks.nearest(vectors, directions, count=1)[:, 0]
    distance = np.clip(1 - np.einsum("ij,ij->i", vectors, directions[best]), 0, 2)
    return tuple(
        Nearest(themes[theme], float(far)) for theme, far in zip(best, distance, strict=True)
    )
